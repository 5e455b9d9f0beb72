// Weights from the matrix itself: criteria that tell the options apart weigh more. They say nothing
// of what matters to anybody, and are for comparison only.
//
//   entropy  1 - entropy of the criterion's shares x / sum, base ln(options)   C. E. Shannon
//   (1948);
//            M. Zeleny (1982)
//   CRITIC   standard deviation x sum of (1 - correlation with each criterion), of min-max values
//            D. Diakoulaki, G. Mavrotas, L. Papayannakis (1995)
//   MEREC    how much the options' performance changes when the criterion is left out
//            M. Keshavarz-Ghorabaee et al. (2021)
//
// Each gives weights of sum 1 by criterion; the problem's own weights are not used. Rules: those of
// CheckProblem but for weights; kTooFew for one option; kConstant when all criteria are constant,
// so that there is nothing to tell apart. A constant criterion among others weighs 0.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "services/scoring/mcda/problem.h"

namespace plenum::mcda {

// Rule kNotPositive for values below 0 or a criterion of zeros.
absl::StatusOr<std::vector<double>> EntropyWeights(const Problem& problem);

absl::StatusOr<std::vector<double>> CriticWeights(const Problem& problem);

// Rule kNotPositive.
absl::StatusOr<std::vector<double>> MerecWeights(const Problem& problem);

}  // namespace plenum::mcda
