// What to talk about: where members disagree and it matters, and which camps there are.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "services/scoring/agreement/agreement.h"
#include "services/scoring/agreement/camps.h"
#include "services/scoring/analysis.h"
#include "services/scoring/group_values.h"
#include "services/scoring/mcda/problem.h"

namespace plenum::scoring {
namespace {

constexpr int kMostCamps = 4;

double Deviation(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / n);
}

struct Rated {
  v1::AgendaItem item;
  double importance = 0;
};

class Agenda {
 public:
  // `values` are the group's, by the rule of the model.
  Agenda(const RankingModel& model, const GroupValues& group, std::vector<double> values,
         std::vector<double> weights)
      : model_(model), group_(group), values_(std::move(values)), weights_(std::move(weights)) {
    for (std::size_t k = 0; k < group_.options.size(); ++k) totals_.push_back(TotalOf(k));
  }

  // Members' scores of one measure on one criterion; nothing to say when all agree.
  void AddScores(std::size_t k, std::size_t c) {
    Rated rated;
    std::vector<double> values;
    for (std::size_t m = 0; m < model_.members().size(); ++m) {
      const auto score =
          model_.scores().Get(static_cast<int>(m), group_.options[k], static_cast<int>(c));
      if (!score) continue;
      auto* number = rated.item.add_numbers();
      number->set_member(model_.members()[m]);
      number->set_value(*score);
      values.push_back(group_.values[m][k * weights_.size() + c]);
    }
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    if (values.size() < 2 || *low == *high) return;
    const Option& option = model_.options()[Index(group_.options[k])];
    rated.item.set_kind(v1::AGENDA_KIND_SCORES);
    rated.item.set_measure(option.name);
    rated.item.set_measure_title(option.title);
    const double influence = weights_[c] * (1 + PlacesBetween(k, c, *low, *high));
    Rate(c, values, *high - *low, influence, std::move(rated));
  }

  // Members' weights of one criterion.
  void AddWeights(std::size_t c, const std::map<std::string, double>& weights) {
    Rated rated;
    std::vector<double> values;
    for (const auto& [member, weight] : weights) {
      auto* number = rated.item.add_numbers();
      number->set_member(member);
      number->set_value(weight);
      values.push_back(weight);
    }
    if (values.size() < 2) return;
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    if (*high - *low <= mcda::kDefaultTieTolerance) return;
    double worst = 1;
    double best = 0;
    for (std::size_t k = 0; k < group_.options.size(); ++k) {
      worst = std::min(worst, values_[k * weights_.size() + c]);
      best = std::max(best, values_[k * weights_.size() + c]);
    }
    rated.item.set_kind(v1::AGENDA_KIND_WEIGHTS);
    Rate(c, values, *high - *low, best - worst, std::move(rated));
  }

  std::vector<Rated> Take() {
    std::stable_sort(rated_.begin(), rated_.end(),
                     [](const Rated& a, const Rated& b) { return a.importance > b.importance; });
    return std::move(rated_);
  }

 private:
  double TotalOf(std::size_t k) const {
    double total = 0;
    for (std::size_t c = 0; c < weights_.size(); ++c) {
      total += weights_[c] * values_[k * weights_.size() + c];
    }
    return total;
  }

  // How many places the measure moves when the group's value goes from the lowest to the highest.
  double PlacesBetween(std::size_t k, std::size_t c, double low, double high) const {
    const double without = totals_[k] - weights_[c] * values_[k * weights_.size() + c];
    const double least = without + weights_[c] * low;
    const double most = without + weights_[c] * high;
    double between = 0;
    for (std::size_t other = 0; other < totals_.size(); ++other) {
      if (other != k && totals_[other] >= least && totals_[other] <= most) ++between;
    }
    return between;
  }

  void Rate(std::size_t c, const std::vector<double>& values, double range, double influence,
            Rated rated) {
    rated.item.set_criterion(model_.names()[c]);
    rated.item.set_criterion_title(model_.criteria()[c].title());
    rated.importance = range;
    if (model_.members().size() >= agreement::kLeastForAnIndex) {
      const double spread = Deviation(values);
      rated.item.set_spread(spread);
      rated.item.set_influence(influence);
      rated.importance = spread * influence;
    }
    rated_.push_back(std::move(rated));
  }

  const RankingModel& model_;
  const GroupValues& group_;
  const std::vector<double> values_;
  const std::vector<double> weights_;
  std::vector<double> totals_;
  std::vector<Rated> rated_;
};

// The totals of members who scored every measure that takes part on every criterion, by the weights
// that they gave or else those that count.
struct OwnRankings {
  std::vector<std::size_t> members;
  std::vector<std::vector<double>> totals;  // by option of the group
};

OwnRankings ReadOwnRankings(const RankingModel& model, const GroupValues& group,
                            const std::vector<double>& weights) {
  OwnRankings own;
  for (std::size_t m = 0; m < model.members().size(); ++m) {
    bool complete = true;
    for (const int option : group.options) {
      for (int c = 0; c < model.scores().criteria(); ++c) {
        complete = complete && model.scores().Get(static_cast<int>(m), option, c).has_value();
      }
    }
    if (!complete) continue;
    const auto& given = model.how().member_weights;
    const std::vector<double>& use = m < given.size() && !given[m].empty() ? given[m] : weights;
    std::vector<double> totals;
    for (std::size_t k = 0; k < group.options.size(); ++k) {
      double total = 0;
      for (std::size_t c = 0; c < use.size(); ++c) {
        total += use[c] * group.values[m][k * use.size() + c];
      }
      totals.push_back(total);
    }
    own.members.push_back(m);
    own.totals.push_back(std::move(totals));
  }
  return own;
}

// As how many members one counts.
double CountOf(const RankingModel& model, std::size_t member) {
  const std::vector<int>& counts = model.how().counts_as;
  return counts.empty() ? 1 : counts[member];
}

absl::Status AddCamps(const RankingModel& model, const GroupValues& group, const OwnRankings& own,
                      const base::Stopped& stopped, v1::GetAgendaResponse& response) {
  const std::size_t n = own.members.size();
  if (n < agreement::kLeastForAnIndex) return absl::OkStatus();
  const auto pairs = static_cast<std::int64_t>(group.options.size() * group.options.size());
  base::StopWatch watch(stopped, kStepsBetweenStops);
  std::vector<double> distances(n * n, 0.0);
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = a + 1; b < n; ++b) {
      if (watch.After(pairs)) return base::StoppedWork();
      // A ranking that is level throughout is as far from any as from its reverse.
      const auto tau = agreement::KendallTau(own.totals[a], own.totals[b]);
      distances[a * n + b] = distances[b * n + a] = (1 - tau.value_or(0)) / 2;
    }
  }
  auto found = agreement::FindCamps(distances, static_cast<int>(n), kMostCamps, stopped);
  if (!found.ok()) return found.status();
  if (found->camps < 2) return absl::OkStatus();
  std::set<int> firsts;
  std::vector<double> everybody(group.options.size(), 0.0);
  for (int camp = 0; camp < found->camps; ++camp) {
    auto* added = response.add_camps();
    std::vector<double> totals(group.options.size(), 0.0);
    double size = 0;
    for (std::size_t m = 0; m < n; ++m) {
      if (found->camp[m] != camp) continue;
      added->add_members(model.members()[own.members[m]]);
      const double count = CountOf(model, own.members[m]);
      size += count;
      for (std::size_t k = 0; k < totals.size(); ++k) totals[k] += count * own.totals[m][k];
    }
    const auto tiers = mcda::Tiers(totals, true);
    for (const int option : tiers.front()) {
      firsts.insert(option);
      added->add_first(model.options()[Index(group.options[Index(option)])].name);
    }
    // Camps count alike, whatever their size.
    for (std::size_t k = 0; k < totals.size(); ++k) everybody[k] += totals[k] / size;
  }
  for (const auto& tier : mcda::Tiers(everybody, true)) {
    for (const int option : tier) {
      if (firsts.contains(option) && firsts.size() > 1) continue;
      response.set_common_choice(model.options()[Index(group.options[Index(option)])].name);
      return absl::OkStatus();
    }
  }
  return absl::OkStatus();
}

absl::Status AddAgreement(const RankingModel& model, const GroupValues& group,
                          const OwnRankings& own, v1::GetAgendaResponse& response) {
  auto* agreement = response.mutable_agreement();
  agreement->set_complete_members(static_cast<std::int32_t>(own.members.size()));
  agreement::Ratings totals;
  for (const auto& each : own.totals) totals.emplace_back(each.begin(), each.end());
  if (totals.size() > 1 && group.options.size() > 1) {
    auto w = agreement::KendallW(totals);
    if (!w.ok()) return w.status();
    if (*w) agreement->set_kendall_w((*w)->w);
  }
  agreement::Ratings cells(model.members().size());
  const std::size_t criteria = model.names().size();
  for (std::size_t m = 0; m < cells.size(); ++m) {
    for (std::size_t i = 0; i < group.values[m].size(); ++i) {
      const bool given =
          model.scores()
              .Get(static_cast<int>(m), group.options[i / criteria], static_cast<int>(i % criteria))
              .has_value();
      cells[m].push_back(given ? std::optional(group.values[m][i]) : std::nullopt);
    }
  }
  // No cell that two have scored is no error: there is no figure yet.
  auto alpha = agreement::KrippendorffAlpha(cells, agreement::Level::kInterval);
  if (alpha.ok() && *alpha) agreement->set_alpha(**alpha);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::GetAgendaResponse> MakeAgenda(const RankingModel& model,
                                                 const std::vector<v1::Weights>& weights,
                                                 int max_items, const base::Stopped& stopped) {
  auto group = ReadGroupValues(model);
  if (!group.ok()) return group.status();
  auto result = model.Evaluate();
  if (!result.ok()) return result.status();
  v1::GetAgendaResponse response;
  *response.mutable_options() = model.options_how();
  response.set_member_count(static_cast<std::int32_t>(model.members().size()));

  auto values = ValuesByRule(model, *group);
  if (!values.ok()) return values.status();
  Agenda agenda(model, *group, *std::move(values), result->weights);
  for (std::size_t c = 0; c < model.names().size(); ++c) {
    for (std::size_t k = 0; k < group->options.size(); ++k) agenda.AddScores(k, c);
    std::map<std::string, double> given;
    for (const v1::Weights& each : weights) {
      for (const auto& number : each.weights()) {
        if (number.criterion() == model.names()[c]) given[each.member()] = number.value();
      }
    }
    agenda.AddWeights(c, given);
  }
  for (Rated& rated : agenda.Take()) {
    if (response.items_size() == max_items) break;
    *response.add_items() = std::move(rated.item);
  }
  const OwnRankings own = ReadOwnRankings(model, *group, result->weights);
  absl::Status camps = AddCamps(model, *group, own, stopped, response);
  if (!camps.ok()) return camps;
  absl::Status agreed = AddAgreement(model, *group, own, response);
  if (!agreed.ok()) return agreed;
  return response;
}

}  // namespace plenum::scoring
