// Linear programs, small and dense, that 0 satisfies.
#pragma once

#include <vector>

#include "absl/status/statusor.h"

namespace plenum::mcda {

// Maximise objective . x for x >= 0 and rows[i] . x <= bounds[i], with bounds >= 0.
struct LinearProgram {
  std::vector<double> objective;
  std::vector<std::vector<double>> rows;
  std::vector<double> bounds;
};

// The simplex method with Bland's rule, which cannot cycle. OUT_OF_RANGE when the objective has no
// bound; rule kShape for sizes that do not match or a bound below 0. Exponential at worst, for
// programs of tens of rows.
absl::StatusOr<std::vector<double>> Maximise(const LinearProgram& program);

}  // namespace plenum::mcda
