// camps: groups of members who rank alike.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"

namespace plenum::agreement {

// Kendall's tau-b of two lists of scores of the same items (greater is better): 1 for the same
// order, -1 for the reverse. Nothing when one of them is level throughout. O(n^2). Source: M. G.
// Kendall (1945).
std::optional<double> KendallTau(std::span<const double> a, std::span<const double> b);

// Below this mean silhouette members do not fall apart into camps ("weak structure" begins at 0.26:
// L. Kaufman, P. J. Rousseeuw, "Finding Groups in Data", 1990).
inline constexpr double kLeastSilhouette = 0.26;

struct CampResult {
  std::vector<int>
      camp;  // of each member, 0.. in the order of the first member; all 0 without camps
  int camps = 1;
  double silhouette = 0;  // the mean of the chosen division
};

// Divides members by their distances (n x n row by row, symmetric, 0 on the diagonal) into 2 up to
// `most` camps by average linkage, and takes the number with the greatest mean silhouette, the
// smaller one where level; one camp when that is below kLeastSilhouette. Deterministic. Errors:
// INVALID_ARGUMENT for a matrix that is not square or has values below 0 or not finite;
// CANCELLED when stopped. O(n^3).
absl::StatusOr<CampResult> FindCamps(std::span<const double> distances, int members, int most = 4,
                                     const base::Stopped& stopped = {});

}  // namespace plenum::agreement
