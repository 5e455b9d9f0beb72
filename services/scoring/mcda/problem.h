// problem: a finished matrix of options and criteria, as the methods of this folder take it.
//
// The methods here are second opinions beside the additive model (additive.h): each compares the
// options at hand with one another, so that most of them can change their winner when some other
// option leaves. Every result says with what normalisation and thresholds it was made.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/scoring/mcda/value_function.h"

namespace plenum::mcda {

struct Problem {
  int options = 0;
  int criteria = 0;
  std::vector<double> matrix;         // options x criteria, row by row
  std::vector<Direction> directions;  // by criterion
  std::vector<double> weights;        // by criterion, 0 or more, any sum; normalised by the methods

  double at(int option, int criterion) const {
    return matrix[static_cast<std::size_t>(option) * static_cast<std::size_t>(criteria) +
                  static_cast<std::size_t>(criterion)];
  }
};

// The normalised weights. Rules: kShape for sizes that do not match or are 0; kNotFinite naming
// option and criterion; those of NormalizeWeights.
absl::StatusOr<std::vector<double>> CheckProblem(const Problem& problem);
// The same without looking at the values.
absl::StatusOr<std::vector<double>> CheckShape(const Problem& problem);

// Rule kNotPositive naming option and criterion of the first value that is not above 0, for
// `method`, which divides by values or takes logarithms.
absl::Status CheckPositive(const Problem& problem, std::string_view method);

// Criteria on which all options are equal, ascending: they tell nothing apart.
std::vector<int> ConstantCriteria(const Problem& problem);

// How a matrix becomes comparable; all but kMinMax keep ratios. Best is greatest in all.
enum class Normalisation {
  kMax,     // x / max, for costs min / x
  kMinMax,  // (x - min) / (max - min), for costs (max - x) / (max - min); 1 for a constant one
  kSum,     // x / sum, for costs (1 / x) / (sum of 1 / x)
  kVector,  // x / sqrt(sum of squares), for costs 1 - that
};
std::string_view NormalisationName(Normalisation normalisation);

// options x criteria. Rules: those of CheckProblem; kNotPositive for kMax and kSum. O(cells).
absl::StatusOr<std::vector<double>> Normalise(const Problem& problem, Normalisation normalisation);

// Options best first, level ones together: scores within `tolerance` of the first of a tier.
std::vector<std::vector<int>> Tiers(std::span<const double> scores, bool higher_is_better,
                                    double tolerance = 1e-9);

}  // namespace plenum::mcda
