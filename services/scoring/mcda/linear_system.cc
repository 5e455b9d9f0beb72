#include "services/scoring/mcda/linear_system.h"

#include <algorithm>
#include <cmath>

#include "services/scoring/mcda/errors.h"

namespace plenum::mcda {

absl::StatusOr<std::vector<double>> SolveLinearSystem(std::vector<double> a,
                                                      std::vector<double> b) {
  const std::size_t n = b.size();
  if (n == 0 || a.size() != n * n) {
    return MakeError({.rule = ErrorRule::kShape}, "the system of equations is not square");
  }
  double scale = 0;
  for (const double value : a) scale = std::max(scale, std::abs(value));
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i) {
      if (std::abs(a[i * n + k]) > std::abs(a[pivot * n + k])) pivot = i;
    }
    if (!(std::abs(a[pivot * n + k]) > scale * 1e-13)) {
      return MakeError({.rule = ErrorRule::kSingular}, "the equations have no single solution");
    }
    if (pivot != k) {
      for (std::size_t j = 0; j < n; ++j) std::swap(a[k * n + j], a[pivot * n + j]);
      std::swap(b[k], b[pivot]);
    }
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = a[i * n + k] / a[k * n + k];
      if (factor == 0) continue;
      for (std::size_t j = k; j < n; ++j) a[i * n + j] -= factor * a[k * n + j];
      b[i] -= factor * b[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = k + 1; j < n; ++j) b[k] -= a[k * n + j] * b[j];
    b[k] /= a[k * n + k];
  }
  return b;
}

}  // namespace plenum::mcda
