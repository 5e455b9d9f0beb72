// Weights from what people say about importance. Every function returns weights of sum 1, one for
// each criterion in the order given; errors carry an ErrorSite (errors.h).
//
//   direct and swing points    NormalizeWeights (additive.h): points divided by their sum
//   ranks                      RankWeights
//   pairs                      ahp.h
//   best and worst             best_worst.h
//   the matrix itself          objective_weights.h
//
// Sources: D. von Winterfeldt, W. Edwards, "Decision Analysis and Behavioral Research" (1986), ch.
// 8 (direct and swing); F. H. Barron, B. E. Barrett, "Decision quality using ranked attribute
// weights", Management Science 42 (1996) (rank order centroid); W. G. Stillwell, D. A. Seaver, W.
// Edwards, "A comparison of weight approximation techniques" (1981) (rank sum, rank reciprocal).
#pragma once

#include <span>
#include <vector>

#include "absl/status/statusor.h"

namespace plenum::mcda {

// What the k-th most important of n criteria gets before division by the sum.
enum class RankRule {
  kCentroid,    // sum over j = k..n of 1 / j: the mean of all weights that agree with the ranks
  kSum,         // n + 1 - k
  kReciprocal,  // 1 / k
};

// Weights from ranks, 1 for the most important. Only their order counts: 1, 2, 2, 4 and 1, 2, 2, 3
// are the same. Tied criteria share the mean of their places. Rules: kShape when there are none;
// kNotFinite; kBadRank naming the criterion for a rank below 1. O(n log n).
absl::StatusOr<std::vector<double>> RankWeights(std::span<const double> ranks,
                                                RankRule rule = RankRule::kCentroid);

}  // namespace plenum::mcda
