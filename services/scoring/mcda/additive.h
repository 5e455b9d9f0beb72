// The additive value model: the group's value of each option on each criterion, times the
// criterion's weight, summed. The default of Plenum's scoring, because it explains itself term by
// term and because on fixed scales no option's total depends on which other options are there.
//
//   w_c        = weight_c / sum of weights
//   v_moc      = value function of c, at the score of member m for option o
//   v_oc       = the group rule (below) of v_moc over the members who scored the cell
//   share_moc  = w_c v_moc k_m / sum of k over those members, where m counts as k_m (1 unless said
//                otherwise); for the mean shares sum to the contribution
//   total_o    = sum over c of w_c v_oc
//
// Missing scores are never filled. A cell that nobody scored leaves the option without a total.
// Beside the total every option has its worst and best possible total: each missing score at the
// least or at the greatest value that its scale allows, and the worst and best rank that follow
// from these.
//
// Sources: R. L. Keeney, H. Raiffa, "Decisions with Multiple Objectives" (1976), ch. 3; D. von
// Winterfeldt, W. Edwards, "Decision Analysis and Behavioral Research" (1986), ch. 8 (swing
// weights).
//
//   std::vector<Criterion> criteria = {{*ValueFunction::Linear(0, 10, Direction::kMax), 3.0},
//                                      {*ValueFunction::Linear(0, 40, Direction::kMin), 1.0}};
//   absl::StatusOr<AdditiveResult> result = EvaluateAdditive(criteria, *scores);
//   result->tiers[0];                 // the options that are first
//   *result->options[2].total;        // 0.0 .. 1.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "services/scoring/mcda/score_table.h"
#include "services/scoring/mcda/value_function.h"

namespace plenum::mcda {

struct Criterion {
  ValueFunction value_function;
  double weight;  // any scale, 0 or more; normalised to sum 1
};

// The most members that one may count as.
inline constexpr int kMostCounts = 1'000'000;

// Totals that differ by no more than this share a tier unless asked otherwise.
inline constexpr double kDefaultTieTolerance = 1e-9;

// How the members' values of a cell become the group's. A member who counts as k stands for k
// members who all say the same: that is the weighted mean and the weighted median (F. Y. Edgeworth,
// "On a new method of reducing observations relating to several quantities", 1888), the trimmed
// mean of the repeated values, and the weighted geometric mean of J. Aczel, C. Alsina, "On
// synthesis of judgements" (1986).
enum class GroupRule {
  kMean,
  kMedian,       // of an even number: the mean of the two in the middle
  kTrimmedMean,  // without the floor(n / 5) lowest and as many highest of n values
  // Aggregation of individual judgements (AIJ): one value of 0 makes the group's 0. J. Aczel, T. L.
  // Saaty, "Procedures for synthesizing ratio judgements" (1983).
  kGeometricMean,
  // Aggregation of individual priorities (AIP): each member's own total, by the member's own
  // weights, and the mean of these over the members who scored the option on every criterion that
  // they give weight, weighted by what these count as. E. Forman, K. Peniwati, "Aggregating
  // individual judgments and priorities with the AHP" (1998).
  kIndividualTotals,
};

// What a member said, and as how many members that counts (1 or more).
struct Counted {
  double value = 0;
  int count = 1;
};

// The group's value of at least one member's values, by any rule but kIndividualTotals. Sorts.
// O(n log n), whatever the counts.
double GroupValue(GroupRule rule, std::span<Counted> values);

struct AdditiveOptions {
  double tie_tolerance = kDefaultTieTolerance;
  GroupRule group_rule = GroupRule::kMean;
  // For kIndividualTotals: the weights of each member by criterion; empty for members who have the
  // criteria's. Empty as a whole when all of them have.
  std::vector<std::vector<double>> member_weights{};
  // As how many members each one counts, 1 to kMostCounts; empty when all count alike.
  std::vector<int> counts_as{};
  // Whether to keep what each member adds to each cell, which ExplainDifference needs for
  // by_member. Without, by the mean over straight lines, it is ten times as fast.
  bool shares = true;
};

// One option on one criterion.
struct CellResult {
  int scored_by = 0;                   // members who gave a score
  std::optional<double> value;         // v_oc; nothing when nobody scored the cell
  std::optional<double> contribution;  // w_c v_oc
  double worst_value = 0;              // v_oc with each missing score at its worst ...
  double best_value = 0;               // ... and at its best
  // share_moc by member; nothing where m gave no score, and for rules that do not add up members.
  // Empty when they were not asked for.
  std::vector<std::optional<double>> shares;
};

struct OptionResult {
  std::vector<CellResult> cells;  // by criterion
  std::optional<double> total;    // nothing when a cell of positive weight was scored by nobody
  double worst_total = 0;         // equals total when no score is missing
  double best_total = 0;
  int worst_rank = 1;      // 1 + options that can be better when this one is at its worst
  int best_rank = 1;       // 1 + options that must be better when this one is at its best
  int missing_scores = 0;  // member x criterion cells without a score, of positive weight
};

struct AdditiveResult {
  std::vector<double> weights;        // w_c, sum 1; for kIndividualTotals the mean of the members'
  std::vector<OptionResult> options;  // by option
  // Options that have a total, best first. A tier holds the options within `tie_tolerance` of its
  // best total; ascending indexes within a tier.
  std::vector<std::vector<int>> tiers;
  std::vector<int> without_total;  // ascending
  // Criteria on which all options with a value (at least two) have the same one, ascending: a
  // warning that the criterion, whatever its weight, does not tell these options apart.
  std::vector<int> constant_criteria;
  double tie_tolerance = 0;
};

// Normalised weights. Rule kShape when there are none, kNotFinite, kNegativeWeight (naming the
// criterion) or kAllZeroWeights. O(criteria).
absl::StatusOr<std::vector<double>> NormalizeWeights(std::span<const double> weights);

// Evaluates the model. Rules: those of NormalizeWeights (naming the member where they are a
// member's); kShape when criteria.size() is not the table's, or the sizes of member_weights or
// counts_as are not; kBadCount naming the member; kOutOfScale naming member, option and criterion;
// kBadTolerance. O(cells + options^2), for median and trimmed mean O(cells log members +
// options^2).
absl::StatusOr<AdditiveResult> EvaluateAdditive(std::span<const Criterion> criteria,
                                                const ScoreTable& scores,
                                                const AdditiveOptions& options = {});

// Why option a stands above (or below) option b: the differences sum to total_a - total_b.
struct Difference {
  int a = 0;
  int b = 0;
  double total = 0;                  // total_a - total_b
  std::vector<double> by_criterion;  // w_c (v_ac - v_bc)
  // w_c times the difference that each member's scores make: [criterion][member]; 0 for a member
  // who scored neither. Sums over members to by_criterion.
  std::vector<std::vector<double>> by_member;
};

// Rule kShape for an index out of range or a == b; kMissingScore naming the option and criterion
// that nobody scored. O(members x criteria).
absl::StatusOr<Difference> ExplainDifference(const AdditiveResult& result, int a, int b);

// For one criterion, the weights for which an option stays first (level with others at the ends)
// when the other weights keep their ratios.
struct WeightInterval {
  double low = 0;  // 0 <= low <= high <= 1
  double high = 1;
  // The option that takes over beyond the end; nothing where the end is 0 or 1 by itself.
  std::optional<int> rival_below_low;
  std::optional<int> rival_above_high;
  friend bool operator==(const WeightInterval&, const WeightInterval&) = default;
};

// One interval per criterion for `option`. An entry is empty when no weight of that criterion makes
// the option first; when the criterion has all the weight, so that the others have no ratios; or
// when it has no weight and an option that nobody scored on it. Options without a total are left
// out of the comparison. Rule kShape; kMissingScore when `option` itself has no total. O(options x
// criteria^2).
absl::StatusOr<std::vector<std::optional<WeightInterval>>> WeightIntervalsKeepingFirst(
    const AdditiveResult& result, int option);

}  // namespace plenum::mcda
