#include "services/scoring/ranking.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/common/resource/text_field.h"
#include "services/scoring/mcda/additive.h"
#include "services/scoring/mcda/errors.h"
#include "services/scoring/mcda/value_function.h"

namespace plenum::scoring {
namespace {

constexpr int kNone = -1;
// Far more than any ratio of importance, and sums stay printable.
constexpr double kMaxWeight = 1e6;
constexpr int kMaxKnots = 20;
constexpr int kMaxMemberWeights = 10'000;
constexpr resource::TextRule kAnchor{.min = 0, .max = 200};
constexpr resource::TextRule kTitle{.min = 1, .max = 100};
constexpr resource::TextRule kDescription{.min = 0, .max = 1000, .one_line = false};

std::string TwoDigits(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", value);
  return text.data();
}

// The math speaks of indexes; people know names.
absl::Status WithNames(const absl::Status& status, const std::vector<v1::Criterion>& criteria,
                       const std::vector<Option>& options) {
  const auto site = mcda::SiteOf(status);
  if (!site) return status;
  std::string where;
  if (site->option) {
    absl::StrAppend(&where, "\"", options[static_cast<std::size_t>(*site->option)].title, "\", ");
  }
  if (site->criterion) {
    absl::StrAppend(&where, "criterion \"",
                    criteria[static_cast<std::size_t>(*site->criterion)].title(), "\": ");
  }
  return base::Error(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_FIELDS,
                     absl::StrCat(where, mcda::WithoutPlace(status)),
                     {{"rule", mcda::ErrorRuleName(site->rule)}});
}

mcda::Direction ToMath(v1::Direction direction) {
  return direction == v1::DIRECTION_LOWER_IS_BETTER ? mcda::Direction::kMin : mcda::Direction::kMax;
}

absl::StatusOr<mcda::ValueFunction> ToMath(const v1::Criterion& criterion) {
  const v1::ValueFunction& form = criterion.value_function();
  switch (form.form_case()) {
    case v1::ValueFunction::kPiecewise: {
      std::vector<double> cutoffs;
      std::vector<double> values;
      for (const v1::Knot& knot : form.piecewise().knots()) {
        cutoffs.push_back(knot.score());
        values.push_back(knot.value());
      }
      return mcda::ValueFunction::PiecewiseLinear(std::move(cutoffs), std::move(values));
    }
    case v1::ValueFunction::kTarget:
      return mcda::ValueFunction::Target(criterion.scale_min(), criterion.scale_max(),
                                         form.target().score());
    default:
      return mcda::ValueFunction::Linear(criterion.scale_min(), criterion.scale_max(),
                                         ToMath(criterion.direction()));
  }
}

mcda::GroupRule ToMath(v1::GroupRule rule) {
  switch (rule) {
    case v1::GROUP_RULE_MEDIAN:
      return mcda::GroupRule::kMedian;
    case v1::GROUP_RULE_TRIMMED_MEAN:
      return mcda::GroupRule::kTrimmedMean;
    case v1::GROUP_RULE_GEOMETRIC_MEAN:
      return mcda::GroupRule::kGeometricMean;
    case v1::GROUP_RULE_INDIVIDUAL_TOTALS:
      return mcda::GroupRule::kIndividualTotals;
    default:
      return mcda::GroupRule::kMean;
  }
}

// `weights` stand in for those of the criteria when there are any.
absl::StatusOr<std::vector<mcda::Criterion>> ToMath(const std::vector<v1::Criterion>& criteria,
                                                    const std::vector<double>& weights) {
  std::vector<mcda::Criterion> result;
  for (std::size_t c = 0; c < criteria.size(); ++c) {
    auto function = ToMath(criteria[c]);
    if (!function.ok()) return function.status();
    result.push_back({*std::move(function), weights.empty() ? criteria[c].weight() : weights[c]});
  }
  return result;
}

// Violations of a value function's own rules.
void CheckForm(const std::string& prefix, const v1::Criterion& criterion,
               base::FieldViolations& bad) {
  const v1::ValueFunction& form = criterion.value_function();
  if (form.has_target()) {
    const double best = form.target().score();
    if (!(best >= criterion.scale_min() && best <= criterion.scale_max())) {
      bad.Add(prefix + ".target.score", "must be on the scale");
    }
    return;
  }
  if (!form.has_piecewise()) return;
  const auto& knots = form.piecewise().knots();
  const std::string field = prefix + ".piecewise.knots";
  if (knots.size() < 2 || knots.size() > kMaxKnots) {
    return bad.Add(field, absl::StrCat("are ", knots.size(), "; send 2 to ", kMaxKnots));
  }
  if (knots[0].score() != criterion.scale_min() ||
      knots[knots.size() - 1].score() != criterion.scale_max()) {
    bad.Add(field, "must begin at scale_min and end at scale_max");
  }
  const bool falls = criterion.direction() == v1::DIRECTION_LOWER_IS_BETTER;
  for (int k = 0; k < knots.size(); ++k) {
    const std::string at = absl::StrCat(field, "[", k, "]");
    if (!(knots[k].value() >= 0 && knots[k].value() <= 1)) {
      bad.Add(at + ".value", "must be from 0 (worst) to 1 (best)");
    }
    if (k == 0) continue;
    if (!(knots[k].score() > knots[k - 1].score())) {
      bad.Add(at + ".score", "must be greater than the one before");
    }
    const double step = knots[k].value() - knots[k - 1].value();
    if (!(falls ? step <= 0 : step >= 0)) {
      bad.Add(at + ".value", falls ? "must not rise, since less is better"
                                   : "must not fall, since more is better");
    }
  }
}

// Violations of what members count as.
void CheckMemberWeights(const v1::EvaluationOptions& options, base::FieldViolations& bad) {
  const std::string field = "options.member_weights";
  if (options.member_weights_size() > kMaxMemberWeights) {
    return bad.Add(field, absl::StrCat("are ", options.member_weights_size(), "; send at most ",
                                       kMaxMemberWeights));
  }
  std::set<std::string> seen;
  for (int i = 0; i < options.member_weights_size(); ++i) {
    const v1::MemberWeight& each = options.member_weights(i);
    const std::string at = absl::StrCat(field, "[", i, "]");
    if (each.weight() < 1 || each.weight() > mcda::kMostCounts) {
      bad.Add(at + ".weight", absl::StrCat("of ", each.member(), " is ", each.weight(),
                                           "; it must be 1 to ", mcda::kMostCounts));
    }
    if (!seen.insert(each.member()).second) {
      bad.Add(at + ".member", absl::StrCat(each.member(), " has a weight already"));
    }
  }
}

mcda::AdditiveOptions MathOptionsOf(const HowToRank& how) {
  mcda::AdditiveOptions options;
  options.group_rule = how.group_rule;
  options.member_weights = how.member_weights;
  options.counts_as = how.counts_as;
  return options;
}

// The criterion that puts the option above `next`, or that gives it most when that is kNone.
std::string Reason(const mcda::AdditiveResult& result, int option, int next,
                   const std::vector<v1::Criterion>& criteria, const std::vector<Option>& options) {
  const auto& own = result.options[static_cast<std::size_t>(option)];
  const std::string& title = options[static_cast<std::size_t>(option)].title;
  if (!own.total) {
    return absl::StrCat(title, " has no place yet: a criterion was scored by nobody.");
  }
  const auto title_of = [&](std::size_t c) { return criteria[c].title(); };
  if (next != kNone) {
    const auto difference = mcda::ExplainDifference(result, option, next);
    if (difference.ok()) {
      const auto& by = difference->by_criterion;
      const auto most =
          static_cast<std::size_t>(std::max_element(by.begin(), by.end()) - by.begin());
      return absl::StrCat(title, " totals ", TwoDigits(*own.total), ", ",
                          TwoDigits(difference->total), " more than ",
                          options[static_cast<std::size_t>(next)].title, ", mostly by ",
                          title_of(most), " (", by[most] < 0 ? "" : "+", TwoDigits(by[most]), ").");
    }
  }
  std::size_t most = 0;
  for (std::size_t c = 1; c < own.cells.size(); ++c) {
    if (own.cells[c].contribution.value_or(0) > own.cells[most].contribution.value_or(0)) most = c;
  }
  return absl::StrCat(title, " totals ", TwoDigits(*own.total), ", most of it by ", title_of(most),
                      " (", TwoDigits(own.cells[most].contribution.value_or(0)), ").");
}

void AddMeasure(const mcda::AdditiveResult& result, int option, int position,
                const std::vector<v1::Criterion>& criteria, const std::vector<std::string>& names,
                const std::vector<Option>& options, std::string reason,
                v1::CriteriaRanking& ranking) {
  const auto& from = result.options[static_cast<std::size_t>(option)];
  auto* to = ranking.add_measures();
  to->set_measure(options[static_cast<std::size_t>(option)].name);
  to->set_title(options[static_cast<std::size_t>(option)].title);
  to->set_position(position);
  to->set_best_position(from.best_rank);
  to->set_worst_position(from.worst_rank);
  to->set_reason(std::move(reason));
  double known = 0;
  for (std::size_t c = 0; c < from.cells.size(); ++c) {
    const auto& cell = from.cells[c];
    auto* contribution = to->add_contributions();
    contribution->set_criterion(names[c]);
    contribution->set_weight(result.weights[c]);
    contribution->set_value(cell.value.value_or(0));
    contribution->set_contribution(cell.contribution.value_or(0));
    contribution->set_score_count(cell.scored_by);
    known += cell.contribution.value_or(0);
    // A value on the floor is not below it, whatever the last bit says.
    if (criteria[c].has_floor() && cell.value.has_value() &&
        *cell.value < criteria[c].floor() - mcda::kDefaultTieTolerance) {
      to->add_failed_floors(names[c]);
    }
    if (cell.scored_by == 0) ranking.set_missing_cells(ranking.missing_cells() + 1);
  }
  to->set_total(from.total.value_or(known));
}

}  // namespace

void CheckCriterion(const std::string& prefix, const v1::Criterion& criterion,
                    base::FieldViolations& bad) {
  resource::CheckText(prefix + ".title", criterion.title(), kTitle, bad);
  resource::CheckText(prefix + ".description", criterion.description(), kDescription, bad);
  if (criterion.direction() != v1::DIRECTION_HIGHER_IS_BETTER &&
      criterion.direction() != v1::DIRECTION_LOWER_IS_BETTER) {
    bad.Add(prefix + ".direction", "must be HIGHER_IS_BETTER or LOWER_IS_BETTER");
  }
  const bool finite = std::isfinite(criterion.scale_min()) && std::isfinite(criterion.scale_max());
  if (!finite || criterion.scale_min() >= criterion.scale_max()) {
    bad.Add(prefix + ".scale_min", "and scale_max must be finite numbers, scale_min the smaller");
  } else if (!std::isfinite(criterion.scale_max() - criterion.scale_min())) {
    bad.Add(prefix + ".scale_max", "is too far from scale_min");
  }
  if (!std::isfinite(criterion.weight()) || criterion.weight() < 0 ||
      criterion.weight() > kMaxWeight) {
    bad.Add(prefix + ".weight", "must be a number from 0 to 1000000");
  }
  CheckForm(prefix + ".value_function", criterion, bad);
  if (criterion.has_floor() && !(criterion.floor() >= 0 && criterion.floor() <= 1)) {
    bad.Add(prefix + ".floor", "must be from 0 (worst end) to 1 (best end)");
  }
  resource::CheckText(prefix + ".worst_anchor", criterion.worst_anchor(), kAnchor, bad);
  resource::CheckText(prefix + ".best_anchor", criterion.best_anchor(), kAnchor, bad);
}

absl::StatusOr<v1::EvaluationOptions> CheckOptions(const v1::EvaluationOptions& options) {
  v1::EvaluationOptions how = options;
  base::FieldViolations bad;
  if (!v1::GroupRule_IsValid(how.group_rule())) bad.Add("options.group_rule", "is not known");
  if (!v1::WeightRule_IsValid(how.weight_rule())) bad.Add("options.weight_rule", "is not known");
  CheckMemberWeights(how, bad);
  if (!bad.empty()) return bad.ToStatus();
  if (how.group_rule() == v1::GROUP_RULE_UNSPECIFIED) how.set_group_rule(v1::GROUP_RULE_MEAN);
  if (how.weight_rule() == v1::WEIGHT_RULE_UNSPECIFIED) {
    how.set_weight_rule(v1::WEIGHT_RULE_CRITERIA);
  }
  return how;
}

absl::StatusOr<v1::CriteriaRanking> Rank(const std::vector<v1::Criterion>& criteria,
                                         const std::vector<std::string>& names,
                                         const std::vector<Option>& options,
                                         const mcda::ScoreTable& scores, const HowToRank& how) {
  auto math = ToMath(criteria, how.weights);
  if (!math.ok()) return WithNames(math.status(), criteria, options);
  mcda::AdditiveOptions additive = MathOptionsOf(how);
  additive.shares = false;
  auto result = mcda::EvaluateAdditive(*math, scores, additive);
  if (!result.ok()) return WithNames(result.status(), criteria, options);
  v1::CriteriaRanking ranking;
  int position = 1;
  for (std::size_t t = 0; t < result->tiers.size(); ++t) {
    const auto& tier = result->tiers[t];
    const int next = t + 1 < result->tiers.size() ? result->tiers[t + 1].front() : kNone;
    for (const int option : tier) {
      AddMeasure(*result, option, position, criteria, names, options,
                 Reason(*result, option, next, criteria, options), ranking);
    }
    position += static_cast<int>(tier.size());
  }
  for (const int option : result->without_total) {
    AddMeasure(*result, option, 0, criteria, names, options,
               Reason(*result, option, kNone, criteria, options), ranking);
  }
  return ranking;
}

absl::StatusOr<RankingModel> RankingModel::Create(const Snapshot& snapshot,
                                                  const v1::EvaluationOptions& how) {
  if (snapshot.criteria.empty() || snapshot.scores.empty()) {
    return NotReady("there is nothing to rank by: add criteria, and let members enter scores");
  }
  if (snapshot.measures.empty()) return NotReady("there are no measures to rank");
  std::map<std::string, int> members;
  for (const auto& score : snapshot.scores) {
    members.emplace(score.member(), static_cast<int>(members.size()));
  }
  auto table = mcda::ScoreTable::Create(static_cast<int>(members.size()),
                                        static_cast<int>(snapshot.measures.size()),
                                        static_cast<int>(snapshot.criteria.size()));
  if (!table.ok()) return NotReady(std::string(table.status().message()));
  RankingModel model(*std::move(table));
  model.options_how_ = how;
  model.criteria_ = snapshot.criteria;
  model.member_index_ = std::move(members);
  model.members_.resize(model.member_index_.size());
  for (const auto& [name, index] : model.member_index_) {
    model.members_[static_cast<std::size_t>(index)] = name;
  }
  for (const auto& criterion : snapshot.criteria) {
    model.criterion_index_.emplace(criterion.name(), static_cast<int>(model.names_.size()));
    model.names_.push_back(criterion.name());
  }
  for (const auto& measure : snapshot.measures) {
    model.option_index_.emplace(measure.name(), static_cast<int>(model.options_.size()));
    model.options_.push_back({measure.name(), measure.title()});
  }
  auto weighed = model.TakeWeights(snapshot.weights);
  if (!weighed.ok()) return weighed;
  for (const auto& score : snapshot.scores) model.Put(score);
  return model;
}

absl::Status RankingModel::TakeWeights(const std::vector<v1::Weights>& all) {
  how_.group_rule = ToMath(options_how_.group_rule());
  how_.member_weights.resize(members_.size());
  std::map<std::string, int> counts_as;
  for (const v1::MemberWeight& each : options_how_.member_weights()) {
    counts_as.emplace(each.member(), each.weight());
  }
  const auto count_of = [&](const std::string& member) {
    const auto found = counts_as.find(member);
    return found == counts_as.end() ? 1 : found->second;
  };
  for (std::size_t m = 0; m < members_.size() && !counts_as.empty(); ++m) {
    how_.counts_as.push_back(count_of(members_[m]));
  }
  std::vector<double> sum(criteria_.size(), 0.0);
  double counted = 0;
  for (const v1::Weights& weights : all) {
    std::vector<double> own(criteria_.size(), 0.0);
    std::size_t known = 0;
    for (const v1::CriterionNumber& number : weights.weights()) {
      const auto criterion = criterion_index_.find(number.criterion());
      if (criterion == criterion_index_.end()) continue;
      own[static_cast<std::size_t>(criterion->second)] = number.value();
      ++known;
    }
    if (known != criteria_.size()) continue;  // said of other criteria than there are now
    ++weighing_members_;
    const int count = count_of(weights.member());
    counted += count;
    for (std::size_t c = 0; c < sum.size(); ++c) sum[c] += count * own[c];
    const auto member = member_index_.find(weights.member());
    if (member == member_index_.end()) continue;
    how_.member_weights[static_cast<std::size_t>(member->second)] = std::move(own);
  }
  if (options_how_.weight_rule() != v1::WEIGHT_RULE_MEMBERS) return absl::OkStatus();
  if (weighing_members_ == 0) {
    return NotReady("no member has said how much the criteria matter; `plenum weight set` does");
  }
  for (double& weight : sum) weight /= counted;
  how_.weights = std::move(sum);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<mcda::Criterion>> RankingModel::MathCriteria() const {
  return ToMath(criteria_, how_.weights);
}

absl::StatusOr<mcda::AdditiveResult> RankingModel::Evaluate() const {
  auto criteria = MathCriteria();
  if (!criteria.ok()) return WithNames(criteria.status(), criteria_, options_);
  auto result = mcda::EvaluateAdditive(*criteria, scores_, MathOptions());
  if (!result.ok()) return WithNames(result.status(), criteria_, options_);
  return result;
}

mcda::AdditiveOptions RankingModel::MathOptions() const { return MathOptionsOf(how_); }

bool RankingModel::Put(const v1::Score& score) {
  const auto member = member_index_.find(score.member());
  const auto option = option_index_.find(score.measure());
  const auto criterion = criterion_index_.find(score.criterion());
  if (member == member_index_.end() || option == option_index_.end() ||
      criterion == criterion_index_.end()) {
    return false;
  }
  return scores_.Set(member->second, option->second, criterion->second, score.value()).ok();
}

absl::StatusOr<v1::CriteriaRanking> RankingModel::Rank() const {
  auto ranking = scoring::Rank(criteria_, names_, options_, scores_, how_);
  if (!ranking.ok()) return ranking.status();
  ranking->set_member_count(static_cast<std::int32_t>(members_.size()));
  *ranking->mutable_options() = options_how_;
  const bool by_members = options_how_.weight_rule() == v1::WEIGHT_RULE_MEMBERS ||
                          options_how_.group_rule() == v1::GROUP_RULE_INDIVIDUAL_TOTALS;
  if (by_members) ranking->set_weighing_members(weighing_members_);
  return ranking;
}

Snapshot WithoutIdleCriteria(Snapshot snapshot, const v1::EvaluationOptions& how) {
  if (how.weight_rule() == v1::WEIGHT_RULE_MEMBERS) return snapshot;
  std::set<std::string> counts;
  for (const v1::Weights& weights : snapshot.weights) {
    for (const v1::CriterionNumber& number : weights.weights()) {
      if (number.value() > 0) counts.insert(number.criterion());
    }
  }
  std::set<std::pair<std::string, std::string>> scored;  // criterion, measure
  for (const v1::Score& score : snapshot.scores) scored.emplace(score.criterion(), score.measure());
  std::erase_if(snapshot.criteria, [&](const v1::Criterion& criterion) {
    if (criterion.weight() > 0 || counts.contains(criterion.name())) return false;
    return std::any_of(snapshot.measures.begin(), snapshot.measures.end(),
                       [&](const auto& measure) {
                         return !scored.contains({criterion.name(), measure.name()});
                       });
  });
  return snapshot;
}

absl::StatusOr<v1::CriteriaRanking> RankSnapshot(const Snapshot& snapshot,
                                                 const v1::EvaluationOptions& how) {
  auto model = RankingModel::Create(snapshot, how);
  if (!model.ok()) return model.status();
  return model->Rank();
}

}  // namespace plenum::scoring
