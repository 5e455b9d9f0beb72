// PROMETHEE I and II: how much each option is preferred to each other, by a preference function of
// the difference on every criterion, and the flows that follow.
//
//   pi(a, b)  = sum over c of w_c P_c(d),  d = how much better a is than b on c
//   phi+(a)   = mean over the others of pi(a, b);  phi-(a) = mean of pi(b, a);  phi = phi+ - phi-
//
//   usual     1 for d > 0                     u-shape   1 for d > q
//   v-shape   d / p up to 1                   level     0 to q, 1/2 to p, then 1
//   linear    (d - q) / (p - q) from q to p   gaussian  1 - exp(-d^2 / (2 s^2))
//
// PROMETHEE II ranks by phi. PROMETHEE I says that a is above b only when neither flow says
// otherwise, and leaves the rest incomparable. Means are over n - 1 others, as in the source.
//
// Source: J.-P. Brans, P. Vincke, "A preference ranking organisation method", Management Science 31
// (1985).
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "services/scoring/mcda/problem.h"

namespace plenum::mcda {

enum class PreferenceShape { kUsual, kUShape, kVShape, kLevel, kLinear, kGaussian };

struct Preference {
  PreferenceShape shape = PreferenceShape::kUsual;
  double q = 0;  // indifference, in the criterion's unit: u-shape, level, linear
  double p = 0;  // strict preference: v-shape, level, linear
  double s = 0;  // gaussian
};

struct PrometheeFlows {
  std::vector<double> plus;
  std::vector<double> minus;
  std::vector<double> net;  // higher is better
};

// The flows, one function for each criterion (or none at all: usual everywhere). All shapes but the
// gaussian take O(criteria n log n): sorted values and running sums; the gaussian takes
// O(n^2) on its criteria. Rules: those of CheckProblem; kTooFew for one option; kShape;
// kBadThreshold naming the criterion for thresholds that are negative, out of order or not finite.
absl::StatusOr<PrometheeFlows> Promethee(const Problem& problem,
                                         const std::vector<Preference>& preferences = {});

// pi, options x options row by row. O(criteria n^2). Rules as above.
absl::StatusOr<std::vector<double>> PreferenceIndexes(
    const Problem& problem, const std::vector<Preference>& preferences = {});

// PROMETHEE I: +1 when a is above b, -1 below, 0 level, nothing when incomparable.
enum class Outranking { kIncomparable, kBelow, kLevel, kAbove };
Outranking ComparePartially(const PrometheeFlows& flows, int a, int b);

}  // namespace plenum::mcda
