#include "services/deliberation/opinions/clusters.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

namespace plenum::opinions {
namespace {

constexpr int kMaxRounds = 100;  // of k-means; it mostly settles within ten
// Points that are tried as a new centre, spread over all; more gain nothing and cost their square.
constexpr std::size_t kMaxCandidates = 1000;
constexpr std::int64_t kStepsBetweenStops = 1'000'000;
// Of the sum of squares: a new centre that gains less divides points that are the same.
constexpr double kLeastGain = 1e-9;

double SquaredDistance(const Point& a, const Point& b) {
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

struct Division {
  std::vector<int> group;
  std::vector<Point> centres;

  // Puts every point to its nearest centre, the first where level.
  void Assign(std::span<const Point> points) {
    group.resize(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      double nearest = std::numeric_limits<double>::infinity();
      for (std::size_t c = 0; c < centres.size(); ++c) {
        const double distance = SquaredDistance(points[i], centres[c]);
        if (distance >= nearest) continue;
        nearest = distance;
        group[i] = static_cast<int>(c);
      }
    }
  }
  [[nodiscard]] std::vector<int> Sizes() const {
    std::vector<int> sizes(centres.size(), 0);
    for (const int g : group) ++sizes[static_cast<std::size_t>(g)];
    return sizes;
  }
  // Moves every centre to the mean of its points. A centre without points stays.
  void Centre(std::span<const Point> points) {
    std::vector<Point> sums(centres.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      Point& sum = sums[static_cast<std::size_t>(group[i])];
      sum.x += points[i].x;
      sum.y += points[i].y;
    }
    const std::vector<int> sizes = Sizes();
    for (std::size_t c = 0; c < centres.size(); ++c) {
      if (sizes[c] > 0) centres[c] = {sums[c].x / sizes[c], sums[c].y / sizes[c]};
    }
  }
  void Remove(std::size_t centre) {
    centres.erase(centres.begin() + static_cast<std::ptrdiff_t>(centre));
  }
};

void Settle(std::span<const Point> points, Division& division) {
  for (int round = 0; round < kMaxRounds; ++round) {
    const std::vector<int> before = division.group;
    division.Centre(points);
    division.Assign(points);
    if (division.group == before) return;
  }
}

// Adds the centre that lowers the sum of squares most at once. False when none lowers it, or when
// stopped.
bool AddCentre(std::span<const Point> points, Division& division, base::StopWatch& watch) {
  std::vector<double> nearest(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    nearest[i] =
        SquaredDistance(points[i], division.centres[static_cast<std::size_t>(division.group[i])]);
  }
  double most = kLeastGain * std::accumulate(nearest.begin(), nearest.end(), 0.0);
  const Point* best = nullptr;
  const std::size_t step = (points.size() + kMaxCandidates - 1) / kMaxCandidates;
  for (std::size_t c = 0; c < points.size(); c += step) {
    if (watch.After(static_cast<std::int64_t>(points.size()))) return false;
    double gain = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      gain += std::max(0.0, nearest[i] - SquaredDistance(points[i], points[c]));
    }
    if (gain <= most) continue;
    most = gain;
    best = &points[c];
  }
  if (best == nullptr) return false;
  division.centres.push_back(*best);
  division.Assign(points);
  Settle(points, division);
  return true;
}

// Joins groups that are too small to the nearest others, the smallest first.
void JoinSmall(std::span<const Point> points, int min_size, Division& division) {
  while (division.centres.size() > 1) {
    const std::vector<int> sizes = division.Sizes();
    const auto smallest = std::min_element(sizes.begin(), sizes.end());
    if (*smallest >= min_size) break;
    division.Remove(static_cast<std::size_t>(smallest - sizes.begin()));
    division.Assign(points);
  }
  division.Centre(points);
}

// The mean silhouettes of several divisions of the same points, whose distances are taken once.
// Shorter than the divisions when stopped.
std::vector<double> Silhouettes(std::span<const Point> points, std::span<const Division> divisions,
                                base::StopWatch& watch) {
  std::vector<double> sums(divisions.size(), 0.0);
  std::vector<std::vector<int>> sizes;
  for (const Division& division : divisions) sizes.push_back(division.Sizes());
  std::vector<double> distances(points.size());
  std::vector<double> to;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (watch.After(static_cast<std::int64_t>(points.size() * divisions.size()))) return {};
    for (std::size_t j = 0; j < points.size(); ++j) {
      distances[j] = std::sqrt(SquaredDistance(points[i], points[j]));
    }
    for (std::size_t d = 0; d < divisions.size(); ++d) {
      const Division& division = divisions[d];
      const auto own = static_cast<std::size_t>(division.group[i]);
      if (sizes[d][own] == 1 || sizes[d].size() == 1) continue;
      to.assign(sizes[d].size(), 0.0);
      for (std::size_t j = 0; j < points.size(); ++j) {
        to[static_cast<std::size_t>(division.group[j])] += distances[j];
      }
      const double inside = to[own] / (sizes[d][own] - 1);
      double outside = std::numeric_limits<double>::infinity();
      for (std::size_t g = 0; g < to.size(); ++g) {
        if (g != own && sizes[d][g] > 0) outside = std::min(outside, to[g] / sizes[d][g]);
      }
      const double larger = std::max(inside, outside);
      if (larger > 0) sums[d] += (outside - inside) / larger;
    }
  }
  for (double& sum : sums) sum /= static_cast<double>(points.size());
  return sums;
}

Clusters InOrder(Division division, double silhouette) {
  const std::vector<int> sizes = division.Sizes();
  std::vector<std::size_t> order(sizes.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Point& p = division.centres[a];
    const Point& q = division.centres[b];
    return std::tuple(-sizes[a], p.x, p.y) < std::tuple(-sizes[b], q.x, q.y);
  });
  Clusters clusters;
  clusters.silhouette = silhouette;
  std::vector<int> place(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    place[order[i]] = static_cast<int>(i);
    clusters.centres.push_back(division.centres[order[i]]);
  }
  for (const int g : division.group) {
    clusters.group.push_back(place[static_cast<std::size_t>(g)]);
  }
  return clusters;
}

absl::Status Check(std::span<const Point> points, const ClusterOptions& options) {
  if (options.max_groups < 1 || options.min_size < 1) {
    return absl::InvalidArgumentError("max_groups and min_size must be 1 or more");
  }
  for (const Point& point : points) {
    if (!std::isfinite(point.x) || !std::isfinite(point.y)) {
      return absl::InvalidArgumentError("every point must be finite");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Clusters> FindClusters(std::span<const Point> points, const ClusterOptions& options,
                                      const base::Stopped& stopped) {
  if (absl::Status checked = Check(points, options); !checked.ok()) return checked;
  if (points.empty()) return Clusters{};
  base::StopWatch watch(stopped, kStepsBetweenStops);
  Division grown{std::vector<int>(points.size(), 0), {Point{}}};
  grown.Centre(points);
  const Division one = grown;
  std::vector<Division> divisions;
  while (static_cast<int>(grown.centres.size()) < options.max_groups &&
         AddCentre(points, grown, watch)) {
    divisions.push_back(grown);
    JoinSmall(points, options.min_size, divisions.back());
    if (divisions.back().centres.size() == 1) divisions.pop_back();
  }
  const std::vector<double> silhouettes = Silhouettes(points, divisions, watch);
  if (watch.is_stopped()) return base::StoppedWork();
  const auto best = std::max_element(silhouettes.begin(), silhouettes.end());
  if (best == silhouettes.end() || *best < options.least_silhouette) return InOrder(one, 0);
  return InOrder(std::move(divisions[static_cast<std::size_t>(best - silhouettes.begin())]), *best);
}

double MeanSilhouette(std::span<const Point> points, std::span<const int> group, int groups) {
  if (points.empty()) return 0;
  const base::Stopped never;
  base::StopWatch watch(never, kStepsBetweenStops);
  const Division division{{group.begin(), group.end()},
                          std::vector<Point>(static_cast<std::size_t>(groups))};
  return Silhouettes(points, {&division, 1}, watch).front();
}

}  // namespace plenum::opinions
