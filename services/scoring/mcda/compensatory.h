// Methods that give every option one number from the whole matrix: weighted sum and product, their
// mean, distances from ideal points, and utility ratios.
//
//   SAW      sum of w_c r_oc                                     C. L. Churchman, R. L. Ackoff
//   (1954) WPM      product of r_oc ^ w_c                               P. W. Bridgman (1922)
//   WASPAS   lambda SAW + (1 - lambda) WPM                       E. K. Zavadskas et al. (2012)
//   TOPSIS   d- / (d+ + d-), Euclidean distances of w_c n_oc from the worst and the best of each
//            criterion                                           C. L. Hwang, K. Yoon (1981)
//   VIKOR    S = sum, R = max of w_c (best - x) / (best - worst); Q between their extremes
//                                                                S. Opricovic, G.-H. Tzeng (2004)
//   COPRAS   benefits plus the share that low costs earn, over the best
//                                                                E. K. Zavadskas, A. Kaklauskas
//                                                                (1994)
//   MARCOS   utility between the anti-ideal and the ideal option Z. Stevic et al. (2020)
//   SPOTIS   weighted distance from the ideal on fixed bounds    J. Dezert et al. (2020)
//   RIM      distances from ideal ranges on fixed ranges         E. Cables, M. T. Lamata, J. L.
//   Verdegay (2016)
//
// where r is x / max (costs: min / x) unless another normalisation is asked for. All take O(cells).
// Rules of all: those of CheckProblem; more where said.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "services/scoring/mcda/problem.h"

namespace plenum::mcda {

// Higher is better. Rule kNotPositive for normalisations of ratios.
absl::StatusOr<std::vector<double>> WeightedSum(const Problem& problem,
                                                Normalisation normalisation = Normalisation::kMax);

// Higher is better. Rule kNotPositive: a product knows no 0, and ratios no sign.
absl::StatusOr<std::vector<double>> WeightedProduct(const Problem& problem);

// Higher is better; lambda 1 is WeightedSum, 0 WeightedProduct. Rules kNotPositive; kBadThreshold
// for a lambda outside 0..1.
absl::StatusOr<std::vector<double>> Waspas(const Problem& problem, double lambda = 0.5);

// Closeness 0..1, higher is better; 0.5 when all options are equal. Costs keep their sense: they
// are divided as benefits are, and their best is the least (but for kMinMax, which turns them).
// Rule kNotPositive for kMax and kSum.
absl::StatusOr<std::vector<double>> Topsis(const Problem& problem,
                                           Normalisation normalisation = Normalisation::kVector);

struct VikorResult {
  std::vector<double> s;              // group utility, lower is better
  std::vector<double> r;              // individual regret, lower is better
  std::vector<double> q;              // 0..1, lower is better
  bool acceptable_advantage = false;  // Q of the second less Q of the first >= 1 / (options - 1)
  bool acceptable_stability = false;  // the first by Q is also first by S or by R
  std::vector<int> compromise_set;    // what can be defended as first; ascending
};
// `v` weighs the majority against the individual regret. A constant criterion adds nothing; Q is 0
// for all where S or R are all equal. Rules kTooFew for a single option; kBadThreshold for a v
// outside 0..1.
absl::StatusOr<VikorResult> Vikor(const Problem& problem, double v = 0.5);

// Utility 0..1, 1 for the best. Rule kNotPositive for a value below 0, and for an option whose
// costs are all 0.
absl::StatusOr<std::vector<double>> Copras(const Problem& problem);

// Higher is better. Rule kNotPositive.
absl::StatusOr<std::vector<double>> Marcos(const Problem& problem);

struct Interval {
  double low = 0;
  double high = 0;
};

// Whether there is a scale for each criterion and every value is on it. Rules kShape; kBadScale;
// kOutOfScale naming option and criterion.
absl::Status CheckOnScale(const Problem& problem, const std::vector<Interval>& scales);

// Distance 0..1, lower is better; no option's distance depends on the others. `target` holds the
// ideal score of each criterion, or is empty for the good end of the bounds. Rules kShape;
// kBadScale for bounds low >= high or a target outside; kOutOfScale naming option and criterion.
absl::StatusOr<std::vector<double>> Spotis(const Problem& problem,
                                           const std::vector<Interval>& bounds,
                                           const std::vector<double>& target = {});

// Index 0..1, higher is better; directions are not used. `ranges` are the scales, `ideals` the
// ideal part of each. Rules kShape; kBadScale for an ideal that is not within its range;
// kOutOfScale.
absl::StatusOr<std::vector<double>> Rim(const Problem& problem, const std::vector<Interval>& ranges,
                                        const std::vector<Interval>& ideals);

}  // namespace plenum::mcda
