// Why one measure ranks above another, and what would turn it round.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <numeric>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/scoring/analysis.h"
#include "services/scoring/mcda/additive.h"

namespace plenum::scoring {
namespace {

constexpr int kBisections = 50;
// Roughly what one score costs in an evaluation.
constexpr std::int64_t kStepsOfACell = 4;

std::string Digits(double value, const char* format = "%.2f") {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), format, value);
  return text.data();
}

// Two measures of a model by themselves, so that a change can be tried quickly.
class Pair {
 public:
  // `leads` is the one that is not below the other.
  static absl::StatusOr<Pair> Create(const RankingModel& model, int leads, int follows) {
    std::vector<int> all(model.names().size());
    std::iota(all.begin(), all.end(), 0);
    return Create(model, leads, follows, all);
  }

  // The same, where only one criterion will change: the lead on all the others is known. Not for
  // kIndividualTotals, where members weigh criteria differently.
  static absl::StatusOr<Pair> OnOne(const RankingModel& model, int leads, int follows,
                                    int criterion, double weight, double lead_of_others) {
    auto pair = Create(model, leads, follows, {criterion});
    if (!pair.ok()) return pair;
    // By itself it has all the weight, whatever its own.
    const mcda::ValueFunction values = pair->criteria_.front().value_function;
    pair->criteria_ = {{values, 1}};
    pair->weight_ = weight;
    pair->lead_of_others_ = lead_of_others;
    return pair;
  }

  mcda::ScoreTable& scores() { return scores_; }
  const std::vector<mcda::Criterion>& criteria() const { return criteria_; }

  // How far the leading one is ahead; nothing when one of them has no total.
  std::optional<double> Lead() const {
    const auto result = mcda::EvaluateAdditive(criteria_, scores_, how_);
    if (!result.ok() || !result->options[0].total || !result->options[1].total) return std::nullopt;
    return lead_of_others_ + weight_ * (*result->options[0].total - *result->options[1].total);
  }

  // The score nearest to `from` at which the lead is gone when this cell moves from there to `end`,
  // between which its value only rises or only falls. The lead is there at `from`.
  std::optional<double> TurnsAt(int member, int option, int criterion, double from, double end) {
    const double now = *scores_.Get(member, option, criterion);
    const auto lead_at = [&](double score) {
      const bool set = scores_.Set(member, option, criterion, score).ok();
      return set ? Lead() : std::nullopt;
    };
    std::optional<double> found;
    const auto at_end = lead_at(end);
    if (at_end && *at_end <= 0) {
      double stays = from;
      double turns = end;
      for (int step = 0; step < kBisections; ++step) {
        const double middle = (stays + turns) / 2;
        const auto lead = lead_at(middle);
        (lead && *lead > 0 ? stays : turns) = middle;
      }
      found = turns;
    }
    if (!scores_.Set(member, option, criterion, now).ok()) return std::nullopt;
    return found;
  }

 private:
  static absl::StatusOr<Pair> Create(const RankingModel& model, int leads, int follows,
                                     const std::vector<int>& among) {
    const mcda::ScoreTable& all = model.scores();
    auto table = mcda::ScoreTable::Create(all.members(), 2, static_cast<int>(among.size()));
    if (!table.ok()) return table.status();
    auto criteria = model.MathCriteria();
    if (!criteria.ok()) return criteria.status();
    std::vector<mcda::Criterion> chosen;
    for (const int c : among) {
      for (int m = 0; m < all.members(); ++m) {
        for (const int at : {0, 1}) {
          const auto score = all.Get(m, at == 0 ? leads : follows, c);
          if (!score) continue;
          absl::Status set = table->Set(m, at, static_cast<int>(chosen.size()), *score);
          if (!set.ok()) return set;
        }
      }
      chosen.push_back((*criteria)[Index(c)]);
    }
    return Pair(*std::move(table), std::move(chosen), model.MathOptions());
  }

  Pair(mcda::ScoreTable scores, std::vector<mcda::Criterion> criteria, mcda::AdditiveOptions how)
      : scores_(std::move(scores)), criteria_(std::move(criteria)), how_(std::move(how)) {
    how_.shares = false;
  }

  mcda::ScoreTable scores_;
  std::vector<mcda::Criterion> criteria_;
  mcda::AdditiveOptions how_;
  double weight_ = 1;  // of what the table has
  double lead_of_others_ = 0;
};

// The titles that sentences use.
struct Names {
  std::string leads;
  std::string follows;
};

// The smallest change of one weight, the others keeping their ratios.
std::optional<v1::Flip> WeightFlip(const RankingModel& model, const mcda::AdditiveResult& result,
                                   const mcda::Difference& lead, const Names& names) {
  std::optional<v1::Flip> best;
  for (std::size_t c = 0; c < result.weights.size(); ++c) {
    const double weight = result.weights[c];
    if (weight >= 1 || !result.options[Index(lead.a)].cells[c].value ||
        !result.options[Index(lead.b)].cells[c].value) {
      continue;
    }
    // Linear in the weight: d at 1, r at 0.
    const double d = *result.options[Index(lead.a)].cells[c].value -
                     *result.options[Index(lead.b)].cells[c].value;
    const double r = (lead.total - lead.by_criterion[c]) / (1 - weight);
    if (r == d) continue;
    const double level = r / (r - d);
    const double change = std::abs(level - weight);
    if (!(level >= 0 && level <= 1) || (best && change >= best->share())) continue;
    v1::Flip flip;
    flip.set_kind(v1::FLIP_KIND_WEIGHT);
    flip.set_criterion(model.names()[c]);
    flip.set_old_value(weight);
    flip.set_new_value(level);
    flip.set_share(change);
    flip.set_sentence(absl::StrCat("If ", model.criteria()[c].title(), " weighed ",
                                   Digits(100 * level, "%.0f"), " % instead of ",
                                   Digits(100 * weight, "%.0f"), " %, ", names.follows,
                                   " would draw level with ", names.leads, "."));
    best = std::move(flip);
  }
  return best;
}

// The smallest change of one score, as a share of its scale.
class ScoreFlip {
 public:
  ScoreFlip(const RankingModel& model, int leads, int follows, const Names& names,
            base::StopWatch& watch)
      : model_(model), leads_(leads), follows_(follows), names_(names), watch_(watch) {}

  // Nothing: no single score can turn it.
  absl::StatusOr<std::optional<v1::Flip>> Find(const mcda::AdditiveResult& result,
                                               const mcda::Difference& lead) {
    const bool together = model_.how().group_rule == mcda::GroupRule::kIndividualTotals;
    auto all = Pair::Create(model_, leads_, follows_);
    if (!all.ok()) return all.status();
    for (int c = 0; c < model_.scores().criteria(); ++c) {
      if (together) {
        absl::Status tried = Try(*all, c, c);
        if (!tried.ok()) return tried;
        continue;
      }
      auto one = Pair::OnOne(model_, leads_, follows_, c, result.weights[Index(c)],
                             lead.total - lead.by_criterion[Index(c)]);
      if (!one.ok()) return one.status();
      absl::Status tried = Try(*one, 0, c);
      if (!tried.ok()) return tried;
    }
    return std::move(best_);
  }

 private:
  // Each score on the criterion `in_pair` of the pair, which is `c` of the model.
  absl::Status Try(Pair& pair, int in_pair, int c) {
    const mcda::ValueFunction scale = pair.criteria()[Index(in_pair)].value_function;
    const double range = scale.scale_high() - scale.scale_low();
    const std::int64_t steps =
        std::int64_t{pair.scores().members()} * pair.scores().criteria() * kStepsOfACell;
    for (int m = 0; m < pair.scores().members(); ++m) {
      for (const int option : {0, 1}) {
        const auto now = pair.scores().Get(m, option, in_pair);
        if (!now) continue;
        for (const double end : {scale.scale_low(), scale.scale_high()}) {
          if (watch_.After(steps)) return base::StoppedWork();
          // No further than the best so far.
          const double most = best_ ? best_->share() * range : range;
          const double near = std::clamp(end, *now - most, *now + most);
          const auto turns = TurnsOnTheWay(pair, m, option, in_pair, c, *now, near);
          if (!turns) continue;
          const double share = std::abs(*turns - *now) / range;
          if (!best_ || share < best_->share()) Take(m, option, c, *now, *turns, share);
        }
      }
    }
    return absl::OkStatus();
  }

  // A target on the way is where the value begins to fall.
  std::optional<double> TurnsOnTheWay(Pair& pair, int member, int option, int in_pair, int c,
                                      double now, double end) const {
    const v1::ValueFunction& form = model_.criteria()[Index(c)].value_function();
    const double target = form.target().score();
    if (!form.has_target() || !(std::min(now, end) < target && target < std::max(now, end))) {
      return pair.TurnsAt(member, option, in_pair, now, end);
    }
    const auto turns = pair.TurnsAt(member, option, in_pair, now, target);
    return turns ? turns : pair.TurnsAt(member, option, in_pair, target, end);
  }

  void Take(int member, int option, int c, double now, double turns, double share) {
    const v1::Criterion& criterion = model_.criteria()[Index(c)];
    v1::Flip flip;
    flip.set_kind(v1::FLIP_KIND_SCORE);
    flip.set_criterion(criterion.name());
    flip.set_member(model_.members()[Index(member)]);
    flip.set_measure(model_.options()[Index(option == 0 ? leads_ : follows_)].name);
    flip.set_old_value(now);
    flip.set_new_value(turns);
    flip.set_share(share);
    flip.set_sentence(absl::StrCat("If one member scored ",
                                   option == 0 ? names_.leads : names_.follows, " ", Digits(turns),
                                   " instead of ", Digits(now), " on ", criterion.title(), ", ",
                                   names_.follows, " would draw level with ", names_.leads, "."));
    best_ = std::move(flip);
  }

  const RankingModel& model_;
  const int leads_;
  const int follows_;
  const Names& names_;
  base::StopWatch& watch_;
  std::optional<v1::Flip> best_;
};

// Members without whom the lead is gone.
absl::StatusOr<std::vector<v1::Flip>> MemberFlips(const RankingModel& model, const Pair& pair,
                                                  const Names& names, base::StopWatch& watch) {
  const std::int64_t steps =
      std::int64_t{model.scores().members()} * model.scores().criteria() * kStepsOfACell;
  std::vector<v1::Flip> flips;
  for (std::size_t m = 0; m < model.members().size() && model.members().size() > 1; ++m) {
    if (watch.After(steps)) return base::StoppedWork();
    Pair without = pair;
    for (int c = 0; c < without.scores().criteria(); ++c) {
      for (const int option : {0, 1}) {
        absl::Status cleared = without.scores().Clear(static_cast<int>(m), option, c);
        if (!cleared.ok()) return cleared;
      }
    }
    const auto lead = without.Lead();
    if (!lead || *lead > 0) continue;
    v1::Flip flip;
    flip.set_kind(v1::FLIP_KIND_MEMBER);
    flip.set_member(model.members()[m]);
    flip.set_share(1.0 / static_cast<double>(model.members().size()));
    flip.set_sentence(absl::StrCat("Without one member's scores ", names.leads,
                                   " would not be above ", names.follows, "."));
    flips.push_back(std::move(flip));
  }
  return flips;
}

void AddDifferences(const RankingModel& model, const mcda::AdditiveResult& result,
                    const mcda::Difference& difference, v1::ExplainRankingResponse& response) {
  for (std::size_t c = 0; c < difference.by_criterion.size(); ++c) {
    auto* added = response.add_criteria();
    added->set_criterion(model.names()[c]);
    added->set_title(model.criteria()[c].title());
    added->set_weight(result.weights[c]);
    added->set_value(result.options[Index(difference.a)].cells[c].value.value_or(0));
    added->set_other_value(result.options[Index(difference.b)].cells[c].value.value_or(0));
    added->set_difference(difference.by_criterion[c]);
  }
  std::sort(response.mutable_criteria()->begin(), response.mutable_criteria()->end(),
            [](const auto& a, const auto& b) { return a.difference() > b.difference(); });
  const mcda::GroupRule rule = model.how().group_rule;
  if (rule != mcda::GroupRule::kMean && rule != mcda::GroupRule::kIndividualTotals) return;
  for (std::size_t m = 0; m < model.members().size(); ++m) {
    auto* added = response.add_members();
    added->set_member(model.members()[m]);
    double sum = 0;
    for (const auto& by_member : difference.by_member) sum += by_member[m];
    added->set_difference(sum);
  }
  std::sort(response.mutable_members()->begin(), response.mutable_members()->end(),
            [](const auto& a, const auto& b) { return a.difference() > b.difference(); });
}

std::string Reason(const v1::ExplainRankingResponse& response, const std::string& title,
                   const std::string& other) {
  const double lead = response.total() - response.other_total();
  std::string reason = absl::StrCat(title, " totals ", Digits(response.total()), " and ", other,
                                    " ", Digits(response.other_total()));
  if (std::abs(lead) <= mcda::kDefaultTieTolerance) return reason + ": they are level.";
  const auto& all = response.criteria();
  const auto& most = lead > 0 ? all[0] : all[all.size() - 1];
  const auto& least = lead > 0 ? all[all.size() - 1] : all[0];
  absl::StrAppend(&reason, "; ", most.title(), " decides it (", Digits(most.difference(), "%+.2f"),
                  ")");
  if (least.difference() * lead < 0) {
    absl::StrAppend(&reason, ", against ", least.title(), " (", Digits(least.difference(), "%+.2f"),
                    ")");
  }
  return reason + ".";
}

}  // namespace

absl::StatusOr<v1::ExplainRankingResponse> ExplainPair(const RankingModel& model,
                                                       const std::string& measure,
                                                       const std::string& other,
                                                       const base::Stopped& stopped) {
  const int a = model.IndexOf(measure);
  const int b = model.IndexOf(other);
  for (const auto& [index, name] : {std::pair(a, measure), std::pair(b, other)}) {
    if (index < 0) return base::NotFound(name, "`plenum ranking show` lists what is ranked");
  }
  if (a == b) {
    base::FieldViolations bad;
    bad.Add("other", "is the same measure");
    return bad.ToStatus();
  }
  auto result = model.Evaluate();
  if (!result.ok()) return result.status();
  auto difference = mcda::ExplainDifference(*result, a, b);
  if (absl::IsFailedPrecondition(difference.status())) {
    return NotReady("one of the measures has no total yet: nobody scored it on some criterion");
  }
  if (!difference.ok()) return difference.status();
  v1::ExplainRankingResponse response;
  *response.mutable_options() = model.options_how();
  response.set_total(*result->options[Index(a)].total);
  response.set_other_total(*result->options[Index(b)].total);
  AddDifferences(model, *result, *difference, response);
  response.set_reason(
      Reason(response, model.options()[Index(a)].title, model.options()[Index(b)].title));
  if (std::abs(difference->total) <= mcda::kDefaultTieTolerance) return response;

  const int leads = difference->total > 0 ? a : b;
  const int follows = leads == a ? b : a;
  const Names names{model.options()[Index(leads)].title, model.options()[Index(follows)].title};
  auto lead = mcda::ExplainDifference(*result, leads, follows);
  if (!lead.ok()) return lead.status();
  auto pair = Pair::Create(model, leads, follows);
  if (!pair.ok()) return pair.status();
  if (model.how().group_rule != mcda::GroupRule::kIndividualTotals) {
    if (auto flip = WeightFlip(model, *result, *lead, names)) {
      *response.add_flips() = *std::move(flip);
    }
  }
  base::StopWatch watch(stopped, kStepsBetweenStops);
  auto score = ScoreFlip(model, leads, follows, names, watch).Find(*result, *lead);
  if (!score.ok()) return score.status();
  if (*score) *response.add_flips() = **std::move(score);
  auto without = MemberFlips(model, *pair, names, watch);
  if (!without.ok()) return without.status();
  for (auto& flip : *without) *response.add_flips() = std::move(flip);
  return response;
}

}  // namespace plenum::scoring
