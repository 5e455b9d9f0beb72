// Systems of linear equations, small and dense.
#pragma once

#include <vector>

#include "absl/status/statusor.h"

namespace plenum::mcda {

// The x of A x = b by Gaussian elimination with partial pivoting. `a` is n x n row by row. Rule
// kShape when sizes do not match; kSingular when there is no single x. O(n^3).
absl::StatusOr<std::vector<double>> SolveLinearSystem(std::vector<double> a, std::vector<double> b);

}  // namespace plenum::mcda
