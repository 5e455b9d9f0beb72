// clusters: groups of points of a plane, and how clearly they part.
//
// k-means from a start that nothing random is in: the centre of one group is the mean; each further
// centre begins at the point that lowers the sum of squares most at once (the fast global k-means
// of A. Likas, N. Vlassis, J. J. Verbeek, "The global k-means clustering algorithm", Pattern
// Recognition 36, 2003). How many groups there are is read from the mean silhouette (P. J.
// Rousseeuw, "Silhouettes", Journal of Computational and Applied Mathematics 20, 1987).
//
//   auto clusters = FindClusters(plane.points, {});
//   clusters->group[member] ...
#pragma once

#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"
#include "services/deliberation/opinions/projection.h"

namespace plenum::opinions {

// Below this mean silhouette there is no structure worth the name, from 0.51 a reasonable and from
// 0.71 a strong one (L. Kaufman, P. J. Rousseeuw, "Finding Groups in Data", 1990).
inline constexpr double kLeastSilhouette = 0.26;

struct ClusterOptions {
  int max_groups = 5;  // 1 or more
  // Smaller groups are joined to the nearest other ones. 1 or more.
  int min_size = 3;
  double least_silhouette = kLeastSilhouette;
};

struct Clusters {
  std::vector<int> group;      // of each point: 0 is the largest group
  std::vector<Point> centres;  // of the groups; the larger group first, then the smaller x, then y
  double silhouette = 0;       // mean over the points, -1 to 1; 0 for one group
};

// Groups by the number, 2 to max_groups, with the greatest mean silhouette, the smaller number
// where level; one group when that is too low, or there are no two groups of min_size.
// Deterministic; the order of the points matters at most where distances are equal. Errors:
// INVALID_ARGUMENT for options out of range or points that are not finite; CANCELLED when stopped.
// O(n^2) for n points.
absl::StatusOr<Clusters> FindClusters(std::span<const Point> points, const ClusterOptions& options,
                                      const base::Stopped& stopped = {});

// The mean silhouette of a division into groups 0.. `groups` - 1, none of them empty; 0 by
// definition for a point that is alone in its group, and for one group. O(n^2).
double MeanSilhouette(std::span<const Point> points, std::span<const int> group, int groups);

}  // namespace plenum::opinions
