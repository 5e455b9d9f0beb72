// The best-worst method: weights from how much the best criterion is preferred to each, and each to
// the worst one.
//
//   ratio (non-linear) model   least xi with |w_B / w_j - a_Bj| <= xi and |w_j / w_W - a_jW| <= xi
//   linear model               least xi with |w_B - a_Bj w_j| <= xi and |w_j - a_jW w_W| <= xi
//
// With more than three criteria the best xi of the ratio model can belong to many weights: it gives
// an interval for each, and their middles (divided by the sum) as weights. The linear model has one
// answer. The consistency ratio is xi over the index for a_BW, 0.44, 1.00, 1.63, 2.30, 3.00, 3.73,
// 4.47, 5.23 for 2..9 (ratio model only).
//
// Sources: J. Rezaei, "Best-worst multi-criteria decision-making method", Omega 53 (2015), and "...
// some properties and a linear model", Omega 64 (2016).
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "services/scoring/mcda/compensatory.h"

namespace plenum::mcda {

struct BestWorstResult {
  std::vector<double> weights;      // sum 1
  std::vector<Interval> intervals;  // ratio model: what each weight can be
  double xi = 0;
  std::optional<double> consistency_ratio;
};

// Both vectors hold one number from 1 to 9 for each criterion; the best is the one with a 1 in
// best_to_others, the worst the one with a 1 in others_to_worst (the first such one). Rules: kShape
// when sizes differ or are below 2; kNotFinite; kBadJudgement naming the criterion for numbers
// outside 1..9, or when there is no 1.
absl::StatusOr<BestWorstResult> BestWorstByRatios(std::span<const double> best_to_others,
                                                  std::span<const double> others_to_worst);
absl::StatusOr<BestWorstResult> BestWorstLinear(std::span<const double> best_to_others,
                                                std::span<const double> others_to_worst);

}  // namespace plenum::mcda
