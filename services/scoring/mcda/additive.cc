#include "services/scoring/mcda/additive.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/hot_loop.h"
#include "services/scoring/mcda/errors.h"

namespace plenum::mcda {
namespace {

absl::Status Shape(const std::string& what) { return MakeError({.rule = ErrorRule::kShape}, what); }

// The member's value of an option on a criterion; nothing when it is missing.
absl::StatusOr<std::optional<double>> ValueOf(const Criterion& criterion, const ScoreTable& scores,
                                              int member, int option, int c) {
  const std::optional<double> score = scores.Get(member, option, c);
  if (!score.has_value()) return std::nullopt;
  const absl::StatusOr<double> value = criterion.value_function.Evaluate(*score);
  if (value.ok()) return *value;
  const std::optional<ErrorSite> site = SiteOf(value.status());
  return MakeError({site.has_value() ? site->rule : ErrorRule::kOutOfScale, option, c, member},
                   absl::StrCat(value.status().message()));
}

// The group's value when those who are `missing` had given `filling`.
double Filled(GroupRule rule, std::vector<Counted> values, const std::vector<int>& missing,
              double filling) {
  for (const int count : missing) values.push_back({filling, count});
  return GroupValue(rule, values);
}

// Sums of values and numbers of scores of every cell, where all value functions are plain lines.
struct CellSums {
  std::vector<double> sums;    // options x criteria
  std::vector<double> counts;  // as many
};

// Of every cell, so that a member's scores are one run of numbers whatever the criteria.
struct CellScales {
  std::vector<double> low;
  std::vector<double> high;
  std::vector<double> offset;  // value = offset + sign * share of the scale
  std::vector<double> sign;
};

// Nothing when a function is another one.
std::optional<CellScales> ScalesOfPlainLines(std::span<const Criterion> criteria, int options) {
  CellScales scales;
  for (const Criterion& criterion : criteria) {
    const ValueFunction& function = criterion.value_function;
    if (!function.IsPlainLine()) return std::nullopt;
    scales.low.push_back(function.scale_low());
    scales.high.push_back(function.scale_high());
    scales.offset.push_back(function.rises() ? 0 : 1);
    scales.sign.push_back(function.rises() ? 1 : -1);
  }
  const size_t cells = static_cast<size_t>(options) * criteria.size();
  for (auto* row : {&scales.low, &scales.high, &scales.offset, &scales.sign}) {
    row->reserve(cells);
    for (size_t c = 0; row->size() < cells; ++c) row->push_back((*row)[c]);
  }
  return scales;
}

// Adds one member's values, and counts scores that are off their scale in `off`. All by cell, since
// sums over cells would keep the compiler from taking several at a time.
PLENUM_HOT_LOOP void AddMember(const double* __restrict row, const CellScales& scales,
                               double* __restrict sums, double* __restrict counts,
                               double* __restrict off) {
  const double* __restrict low = scales.low.data();
  const double* __restrict high = scales.high.data();
  const double* __restrict offset = scales.offset.data();
  const double* __restrict sign = scales.sign.data();
  const size_t cells = scales.low.size();
  for (size_t i = 0; i < cells; ++i) {
    const double given = row[i] == row[i] ? 1.0 : 0.0;
    // A number also where none was given, so that there is nothing to branch for.
    const double score = row[i] == row[i] ? row[i] : low[i];
    sums[i] += given * (offset[i] + sign[i] * ((score - low[i]) / (high[i] - low[i])));
    counts[i] += given;
    off[i] += (score < low[i] ? 1.0 : 0.0) + (score > high[i] ? 1.0 : 0.0);
  }
}

// False when a function is another one or a score is off its scale: then the slow way says which.
bool SumPlainLines(std::span<const Criterion> criteria, const ScoreTable& scores, CellSums& cells) {
  const auto scales = ScalesOfPlainLines(criteria, scores.options());
  if (!scales) return false;
  cells.sums.assign(scales->low.size(), 0.0);
  cells.counts.assign(cells.sums.size(), 0.0);
  std::vector<double> off(cells.sums.size(), 0.0);
  for (int m = 0; m < scores.members(); ++m) {
    AddMember(scores.Row(m).data(), *scales, cells.sums.data(), cells.counts.data(), off.data());
  }
  return std::all_of(off.begin(), off.end(), [](double count) { return count == 0; });
}

// By the mean, without shares.
OptionResult OptionOfSums(std::span<const double> weights, const CellSums& sums, int members,
                          int option) {
  OptionResult result;
  result.cells.resize(weights.size());
  double total = 0;
  bool has_total = true;
  for (size_t c = 0; c < weights.size(); ++c) {
    const size_t at = static_cast<size_t>(option) * weights.size() + c;
    CellResult& cell = result.cells[c];
    cell.scored_by = static_cast<int>(sums.counts[at]);
    const int missing = members - cell.scored_by;
    cell.worst_value = sums.sums[at] / members;
    cell.best_value = (sums.sums[at] + missing) / members;
    if (cell.scored_by > 0) {
      cell.value = sums.sums[at] / sums.counts[at];
      cell.contribution = weights[c] * *cell.value;
    }
    if (weights[c] <= 0) continue;
    has_total = has_total && cell.value.has_value();
    total += cell.contribution.value_or(0);
    result.worst_total += weights[c] * cell.worst_value;
    result.best_total += weights[c] * cell.best_value;
    result.missing_scores += missing;
  }
  if (has_total) result.total = total;
  if (result.missing_scores == 0) result.worst_total = result.best_total = total;
  return result;
}

// One option on one criterion: the members' values, the group's, and the bounds.
absl::StatusOr<CellResult> EvaluateCell(const Criterion& criterion, double weight, GroupRule rule,
                                        const std::vector<int>& counts, const ScoreTable& scores,
                                        int option, int c) {
  const auto members = static_cast<size_t>(scores.members());
  CellResult cell;
  cell.shares.resize(members);
  std::vector<Counted> values;
  values.reserve(members);
  std::vector<int> missing;
  double counted = 0;
  for (size_t m = 0; m < members; ++m) {
    const auto value = ValueOf(criterion, scores, static_cast<int>(m), option, c);
    if (!value.ok()) return value.status();
    if (!value->has_value()) {
      missing.push_back(counts[m]);
      continue;
    }
    values.push_back({**value, counts[m]});
    cell.shares[m] = counts[m] * **value;  // weighted below, when all is counted
    counted += counts[m];
  }
  cell.scored_by = static_cast<int>(values.size());
  cell.worst_value = Filled(rule, values, missing, criterion.value_function.worst_value());
  cell.best_value = Filled(rule, values, missing, criterion.value_function.best_value());
  if (cell.scored_by > 0) {
    cell.value = GroupValue(rule, values);
    cell.contribution = weight * *cell.value;
  }
  for (std::optional<double>& share : cell.shares) {
    if (rule != GroupRule::kMean) share.reset();
    if (share.has_value()) share = weight * *share / counted;
  }
  return cell;
}

absl::StatusOr<OptionResult> EvaluateOption(std::span<const Criterion> criteria,
                                            std::span<const double> weights, GroupRule rule,
                                            const std::vector<int>& counts,
                                            const ScoreTable& scores, int option) {
  OptionResult result;
  double total = 0;
  bool has_total = true;
  for (int c = 0; c < scores.criteria(); ++c) {
    const double weight = weights[static_cast<size_t>(c)];
    absl::StatusOr<CellResult> cell =
        EvaluateCell(criteria[static_cast<size_t>(c)], weight, rule, counts, scores, option, c);
    if (!cell.ok()) return cell.status();
    if (weight > 0) {
      has_total = has_total && cell->value.has_value();
      total += cell->contribution.value_or(0);
      result.worst_total += weight * cell->worst_value;
      result.best_total += weight * cell->best_value;
      result.missing_scores += scores.members() - cell->scored_by;
    }
    result.cells.push_back(*std::move(cell));
  }
  if (has_total) result.total = total;
  if (result.missing_scores == 0) {
    // The same number by another order of additions; one number, so that it compares equal.
    result.worst_total = total;
    result.best_total = total;
  }
  return result;
}

// kIndividualTotals: the mean of the members' own totals. `own` are the weights of each member.
absl::StatusOr<OptionResult> EvaluateByTotals(std::span<const Criterion> criteria,
                                              std::span<const double> weights,
                                              const std::vector<std::vector<double>>& own,
                                              const std::vector<int>& counts,
                                              const ScoreTable& scores, int option) {
  const auto members = static_cast<size_t>(scores.members());
  const double everybody = std::accumulate(counts.begin(), counts.end(), 0.0);
  OptionResult result;
  result.cells.resize(criteria.size());
  for (CellResult& cell : result.cells) cell.shares.resize(members);
  double complete = 0;
  for (size_t m = 0; m < members; ++m) {
    int missing = 0;
    std::vector<std::optional<double>> values;
    for (size_t c = 0; c < criteria.size(); ++c) {
      const auto value =
          ValueOf(criteria[c], scores, static_cast<int>(m), option, static_cast<int>(c));
      if (!value.ok()) return value.status();
      values.push_back(*value);
      if (!value->has_value() && own[m][c] > 0) ++missing;
      const ValueFunction& function = criteria[c].value_function;
      const double weight = counts[m] * own[m][c];
      result.cells[c].worst_value += weight * value->value_or(function.worst_value());
      result.cells[c].best_value += weight * value->value_or(function.best_value());
    }
    result.missing_scores += missing;
    if (missing > 0) continue;
    complete += counts[m];
    for (size_t c = 0; c < criteria.size(); ++c) {
      if (!values[c].has_value()) continue;
      result.cells[c].shares[m] = counts[m] * own[m][c] * *values[c];
      ++result.cells[c].scored_by;
    }
  }
  double total = 0;
  for (size_t c = 0; c < criteria.size(); ++c) {
    CellResult& cell = result.cells[c];
    result.worst_total += cell.worst_value / everybody;
    result.best_total += cell.best_value / everybody;
    const double scale = weights[c] > 0 ? weights[c] * everybody : 1;
    cell.worst_value /= scale;
    cell.best_value /= scale;
    if (complete == 0) continue;
    double contribution = 0;
    for (std::optional<double>& share : cell.shares) {
      if (share.has_value()) contribution += * share /= complete;
    }
    if (cell.scored_by > 0) {
      cell.contribution = contribution;
      cell.value = weights[c] > 0 ? contribution / weights[c] : 0;
    }
    total += contribution;
  }
  if (complete > 0) result.total = total;
  if (result.missing_scores == 0) result.worst_total = result.best_total = total;
  return result;
}

// The weights of every member, normalised; `common` where a member has none.
absl::StatusOr<std::vector<std::vector<double>>> OwnWeights(const AdditiveOptions& options,
                                                            const std::vector<double>& common,
                                                            int members) {
  std::vector<std::vector<double>> own(static_cast<size_t>(members), common);
  if (!options.member_weights.empty() && options.member_weights.size() != own.size()) {
    return Shape(absl::StrCat("weights of ", options.member_weights.size(),
                              " members for a table of ", members));
  }
  for (size_t m = 0; m < options.member_weights.size(); ++m) {
    const std::vector<double>& given = options.member_weights[m];
    if (given.empty()) continue;
    if (given.size() != common.size()) {
      return MakeError({.rule = ErrorRule::kShape, .member = static_cast<int>(m)},
                       absl::StrCat(given.size(), " weights for ", common.size(), " criteria"));
    }
    absl::StatusOr<std::vector<double>> weights = NormalizeWeights(given);
    if (!weights.ok()) {
      ErrorSite site = SiteOf(weights.status()).value_or(ErrorSite{});
      site.member = static_cast<int>(m);
      return MakeError(site, absl::StrCat(weights.status().message()));
    }
    own[m] = *std::move(weights);
  }
  return own;
}

// As how many members each one counts: one for each of the table.
absl::StatusOr<std::vector<int>> Counts(const AdditiveOptions& options, int members) {
  const auto n = static_cast<size_t>(members);
  if (options.counts_as.empty()) return std::vector<int>(n, 1);
  if (options.counts_as.size() != n) {
    return Shape(
        absl::StrCat("counts of ", options.counts_as.size(), " members for a table of ", members));
  }
  for (size_t m = 0; m < n; ++m) {
    const int count = options.counts_as[m];
    if (count >= 1 && count <= kMostCounts) continue;
    return MakeError({.rule = ErrorRule::kBadCount, .member = static_cast<int>(m)},
                     absl::StrCat("counts as ", count, ", which must be 1 to ", kMostCounts));
  }
  return options.counts_as;
}

// Best and worst rank. Missing scores of different options do not depend on each other, so an
// option's worst case is itself at its worst with every other at its best, and the other way round.
void SetRanks(double tolerance, std::vector<OptionResult>& options) {
  for (OptionResult& option : options) {
    for (const OptionResult& other : options) {
      if (&other == &option) continue;
      if (other.best_total > option.worst_total + tolerance) ++option.worst_rank;
      if (other.worst_total > option.best_total + tolerance) ++option.best_rank;
    }
  }
}

void SetTiers(AdditiveResult& result) {
  std::vector<int> order;
  for (int o = 0; o < static_cast<int>(result.options.size()); ++o) {
    const bool has_total = result.options[static_cast<size_t>(o)].total.has_value();
    (has_total ? order : result.without_total).push_back(o);
  }
  const auto total = [&](int o) { return *result.options[static_cast<size_t>(o)].total; };
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return total(a) > total(b); });
  double tier_best = 0;
  for (const int o : order) {
    if (result.tiers.empty() || total(o) < tier_best - result.tie_tolerance) {
      result.tiers.emplace_back();
      tier_best = total(o);
    }
    result.tiers.back().push_back(o);
  }
  for (std::vector<int>& tier : result.tiers) std::sort(tier.begin(), tier.end());
}

void SetConstantCriteria(AdditiveResult& result) {
  for (size_t c = 0; c < result.weights.size(); ++c) {
    std::optional<double> first;
    int valued = 0;
    bool same = true;
    for (const OptionResult& option : result.options) {
      const std::optional<double>& value = option.cells[c].value;
      if (!value.has_value()) continue;
      ++valued;
      if (!first.has_value()) first = value;
      same = same && *value == *first;
    }
    if (same && valued > 1) result.constant_criteria.push_back(static_cast<int>(c));
  }
}

absl::Status CheckOption(const AdditiveResult& result, int option) {
  if (option >= 0 && option < static_cast<int>(result.options.size())) return absl::OkStatus();
  return MakeError({.rule = ErrorRule::kShape, .option = option},
                   absl::StrCat("the result has ", result.options.size(), " options"));
}

const OptionResult& At(const AdditiveResult& result, int option) {
  return result.options[static_cast<size_t>(option)];
}

absl::Status MissingScore(const AdditiveResult& result, int option) {
  const OptionResult& at = At(result, option);
  for (size_t c = 0; c < at.cells.size(); ++c) {
    if (at.cells[c].value.has_value() || result.weights[c] == 0) continue;
    return MakeError({ErrorRule::kMissingScore, option, static_cast<int>(c), std::nullopt},
                     "nobody scored it, so the option has no total");
  }
  return absl::OkStatus();
}

// The weights w of criterion c in 0..1, if any, for which `option` is first, the others keeping
// their ratios. Against one rival the lead is  w d + (1 - w) r , with d the lead on c and r the
// lead on the other criteria at their ratios: linear in w, so each rival cuts off one end at most.
std::optional<WeightInterval> IntervalForCriterion(const AdditiveResult& result, int option,
                                                   size_t c) {
  double other_weight = 0;
  for (size_t k = 0; k < result.weights.size(); ++k) {
    if (k != c) other_weight += result.weights[k];
  }
  if (other_weight <= 0 || !At(result, option).cells[c].value.has_value()) return std::nullopt;
  const auto on_the_others = [&](const OptionResult& at) {
    double sum = 0;
    for (size_t k = 0; k < result.weights.size(); ++k) {
      if (k != c) sum += at.cells[k].contribution.value_or(0);
    }
    return sum / other_weight;
  };
  WeightInterval interval;
  const OptionResult& own = At(result, option);
  const double own_on_the_others = on_the_others(own);
  for (int o = 0; o < static_cast<int>(result.options.size()); ++o) {
    const OptionResult& rival = At(result, o);
    if (o == option || !rival.total.has_value()) continue;
    if (!rival.cells[c].value.has_value()) return std::nullopt;
    const double d = *own.cells[c].value - *rival.cells[c].value;
    const double r = own_on_the_others - on_the_others(rival);
    const double at_zero = r + result.tie_tolerance;
    const double at_one = d + result.tie_tolerance;
    if (at_zero < 0 && at_one < 0) return std::nullopt;
    if (at_zero >= 0 && at_one >= 0) continue;
    const double crossing = std::clamp(r / (r - d), 0.0, 1.0);
    if (at_zero < 0 && crossing > interval.low) {
      interval.low = crossing;
      interval.rival_below_low = o;
    }
    if (at_one < 0 && crossing < interval.high) {
      interval.high = crossing;
      interval.rival_above_high = o;
    }
  }
  if (interval.low > interval.high) return std::nullopt;
  return interval;
}

}  // namespace

absl::StatusOr<std::vector<double>> NormalizeWeights(std::span<const double> weights) {
  if (weights.empty()) return Shape("there are no criteria");
  double greatest = 0;
  for (size_t c = 0; c < weights.size(); ++c) {
    const int criterion = static_cast<int>(c);
    if (!std::isfinite(weights[c])) {
      return MakeError({.rule = ErrorRule::kNotFinite, .criterion = criterion},
                       "the weight is not a finite number");
    }
    if (weights[c] < 0) {
      return MakeError({.rule = ErrorRule::kNegativeWeight, .criterion = criterion},
                       absl::StrCat("the weight ", weights[c], " is negative"));
    }
    greatest = std::max(greatest, weights[c]);
  }
  if (greatest == 0) {
    return MakeError({.rule = ErrorRule::kAllZeroWeights},
                     "all weights are 0: give at least one criterion a weight");
  }
  // Scaled first, so that neither huge nor tiny weights overflow or vanish in the sum.
  std::vector<double> normalized(weights.begin(), weights.end());
  double sum = 0;
  for (double& weight : normalized) sum += weight /= greatest;
  for (double& weight : normalized) weight /= sum;
  return normalized;
}

absl::StatusOr<AdditiveResult> EvaluateAdditive(std::span<const Criterion> criteria,
                                                const ScoreTable& scores,
                                                const AdditiveOptions& options) {
  if (criteria.size() != static_cast<size_t>(scores.criteria())) {
    return Shape(absl::StrCat(criteria.size(), " criteria for a table of ", scores.criteria()));
  }
  if (!std::isfinite(options.tie_tolerance) || options.tie_tolerance < 0) {
    return MakeError(
        {.rule = ErrorRule::kBadTolerance},
        absl::StrCat("the tie tolerance must be 0 or more, not ", options.tie_tolerance));
  }
  std::vector<double> raw;
  raw.reserve(criteria.size());
  for (const Criterion& criterion : criteria) raw.push_back(criterion.weight);
  absl::StatusOr<std::vector<double>> weights = NormalizeWeights(raw);
  if (!weights.ok()) return weights.status();

  AdditiveResult result;
  result.weights = *std::move(weights);
  result.tie_tolerance = options.tie_tolerance;
  const absl::StatusOr<std::vector<int>> counts = Counts(options, scores.members());
  if (!counts.ok()) return counts.status();
  const bool by_totals = options.group_rule == GroupRule::kIndividualTotals;
  std::vector<std::vector<double>> own;
  if (by_totals) {
    absl::StatusOr<std::vector<std::vector<double>>> all =
        OwnWeights(options, result.weights, scores.members());
    if (!all.ok()) return all.status();
    own = *std::move(all);
    const double everybody = std::accumulate(counts->begin(), counts->end(), 0.0);
    for (size_t c = 0; c < criteria.size(); ++c) {
      result.weights[c] = 0;
      for (size_t m = 0; m < own.size(); ++m) result.weights[c] += (*counts)[m] * own[m][c];
      result.weights[c] /= everybody;
    }
  }
  CellSums sums;
  const bool quick = options.group_rule == GroupRule::kMean && !options.shares &&
                     options.counts_as.empty() && SumPlainLines(criteria, scores, sums);
  for (int o = 0; o < scores.options(); ++o) {
    if (quick) {
      result.options.push_back(OptionOfSums(result.weights, sums, scores.members(), o));
      continue;
    }
    absl::StatusOr<OptionResult> option =
        by_totals
            ? EvaluateByTotals(criteria, result.weights, own, *counts, scores, o)
            : EvaluateOption(criteria, result.weights, options.group_rule, *counts, scores, o);
    if (!option.ok()) return option.status();
    result.options.push_back(*std::move(option));
  }
  SetRanks(options.tie_tolerance, result.options);
  SetTiers(result);
  SetConstantCriteria(result);
  return result;
}

absl::StatusOr<Difference> ExplainDifference(const AdditiveResult& result, int a, int b) {
  for (const int option : {a, b}) {
    if (absl::Status status = CheckOption(result, option); !status.ok()) return status;
    if (absl::Status status = MissingScore(result, option); !status.ok()) return status;
  }
  if (a == b) {
    return MakeError({.rule = ErrorRule::kShape, .option = a}, "compared with itself");
  }
  Difference difference;
  difference.a = a;
  difference.b = b;
  difference.total = *At(result, a).total - *At(result, b).total;
  for (size_t c = 0; c < result.weights.size(); ++c) {
    const CellResult& cell_a = At(result, a).cells[c];
    const CellResult& cell_b = At(result, b).cells[c];
    difference.by_criterion.push_back(cell_a.contribution.value_or(0) -
                                      cell_b.contribution.value_or(0));
    std::vector<double>& by_member = difference.by_member.emplace_back();
    for (size_t m = 0; m < cell_a.shares.size(); ++m) {
      by_member.push_back(cell_a.shares[m].value_or(0) - cell_b.shares[m].value_or(0));
    }
  }
  return difference;
}

absl::StatusOr<std::vector<std::optional<WeightInterval>>> WeightIntervalsKeepingFirst(
    const AdditiveResult& result, int option) {
  if (absl::Status status = CheckOption(result, option); !status.ok()) return status;
  if (absl::Status status = MissingScore(result, option); !status.ok()) return status;
  std::vector<std::optional<WeightInterval>> intervals;
  intervals.reserve(result.weights.size());
  for (size_t c = 0; c < result.weights.size(); ++c) {
    intervals.push_back(IntervalForCriterion(result, option, c));
  }
  return intervals;
}

}  // namespace plenum::mcda
