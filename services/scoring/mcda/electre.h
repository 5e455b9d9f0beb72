// ELECTRE: which options outrank which, by how many criteria agree and how strongly the others
// object.
//
//   ELECTRE I    concordance  c(a, b) = weight of the criteria on which a is not worse than b
//                discordance  d(a, b) = the greatest lead of b over a on a criterion, over the
//                             greatest range of any criterion; criteria in comparable units
//                a outranks b when c >= p and d <= q. The kernel holds the options that do not
//                outrank one another and outrank all others.  B. Roy (1968)
//   ELECTRE II   a strong and a weak outranking, of stricter and looser thresholds; the mean place
//   of
//                two distillations, from the best and from the worst.  B. Roy, P. Bertier (1973)
//   ELECTRE III  degrees of outranking between 0 and 1, by thresholds of indifference q, preference
//   p
//                and veto v for each criterion.  B. Roy (1978)
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/scoring/mcda/problem.h"

namespace plenum::mcda {

// options x options, row by row; 0 on the diagonal. O(criteria n^2). Rules of all functions here:
// those of CheckProblem; kTooFew for one option.
absl::StatusOr<std::vector<double>> Concordance(const Problem& problem);

// After dividing each criterion by the sum of its values when `scale_by_sum` (rule kNotPositive),
// else as they are. All 0 when no criterion tells any options apart.
absl::StatusOr<std::vector<double>> Discordance(const Problem& problem, bool scale_by_sum = true);

struct Electre1Result {
  std::vector<double> concordance;
  std::vector<double> discordance;
  std::vector<bool> outranks;  // options x options
  // The kernel of the outranking relation, options that outrank one another in a circle taken as
  // one; ascending.
  std::vector<int> kernel;
};
// Rule kBadThreshold for p or q outside 0..1.
absl::StatusOr<Electre1Result> Electre1(const Problem& problem, double p = 0.65, double q = 0.35,
                                        bool scale_by_sum = true);

struct Electre2Thresholds {
  double p0 = 0.65;  // concordance: strong with q0 ...
  double p1 = 0.50;  // ... or with the stricter q1; p0 >= p1 >= p2
  double p2 = 0.35;  // weak, with q0
  double q0 = 0.65;  // discordance, q0 >= q1
  double q1 = 0.35;
};
struct Electre2Result {
  std::vector<double> score;            // mean of both places, lower is better
  std::vector<std::vector<int>> tiers;  // best first
};
// In every outranking the weight of the criteria that speak for a must be above that of those that
// speak against. Rule kBadThreshold.
absl::StatusOr<Electre2Result> Electre2(const Problem& problem,
                                        const Electre2Thresholds& thresholds = {},
                                        bool scale_by_sum = true);

// Of one criterion, in its unit; 0 <= q <= p < v.
struct Electre3Thresholds {
  double q = 0;
  double p = 0;
  std::optional<double> v{};  // nothing: no veto
};
struct Electre3Result {
  std::vector<double> concordance;  // options x options, 1 on the diagonal
  std::vector<double> credibility;
  // Net flow of the credibility, sum of the row less sum of the column, higher is better: a ranking
  // that needs no further threshold.
  std::vector<double> net;
};
// Rules kShape; kBadThreshold naming the criterion.
absl::StatusOr<Electre3Result> Electre3(const Problem& problem,
                                        const std::vector<Electre3Thresholds>& thresholds);

}  // namespace plenum::mcda
