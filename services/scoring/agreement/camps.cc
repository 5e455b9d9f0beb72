#include "services/scoring/agreement/camps.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace plenum::agreement {
namespace {

// Ties of scores that were computed in different orders.
constexpr double kLevel = 1e-9;
constexpr std::int64_t kStepsBetweenStops = 1'000'000;

int Sign(double difference) { return difference > kLevel ? 1 : difference < -kLevel ? -1 : 0; }

class Linkage {
 public:
  Linkage(std::span<const double> distances, std::size_t n, const base::Stopped& stopped)
      : distances_(distances), n_(n), watch_(stopped, kStepsBetweenStops) {
    for (std::size_t m = 0; m < n; ++m) groups_.push_back({m});
  }

  // Joins the two nearest groups, the first ones where level. False when stopped.
  bool Join() {
    std::size_t one = 0;
    std::size_t other = 1;
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t a = 0; a < groups_.size(); ++a) {
      if (watch_.After(static_cast<std::int64_t>(groups_[a].size() * n_))) return false;
      for (std::size_t b = a + 1; b < groups_.size(); ++b) {
        const double distance = Mean(a, b);
        if (distance >= nearest - kLevel) continue;
        nearest = distance;
        one = a;
        other = b;
      }
    }
    groups_[one].insert(groups_[one].end(), groups_[other].begin(), groups_[other].end());
    groups_.erase(groups_.begin() + static_cast<std::ptrdiff_t>(other));
    return true;
  }

  std::size_t size() const { return groups_.size(); }

  std::vector<int> Camps() const {
    std::vector<int> camp(n_);
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      for (const std::size_t member : groups_[g]) camp[member] = static_cast<int>(g);
    }
    return camp;
  }

  double Silhouette() const {
    double sum = 0;
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      if (groups_[g].size() == 1) continue;  // 0 by definition
      for (const std::size_t member : groups_[g]) {
        const double own = MeanTo(member, g) * static_cast<double>(groups_[g].size()) /
                           static_cast<double>(groups_[g].size() - 1);
        double next = std::numeric_limits<double>::infinity();
        for (std::size_t k = 0; k < groups_.size(); ++k) {
          if (k != g) next = std::min(next, MeanTo(member, k));
        }
        const double most = std::max(own, next);
        if (most > 0) sum += (next - own) / most;
      }
    }
    return sum / static_cast<double>(n_);
  }

 private:
  double MeanTo(std::size_t member, std::size_t group) const {
    double sum = 0;
    for (const std::size_t other : groups_[group]) sum += distances_[member * n_ + other];
    return sum / static_cast<double>(groups_[group].size());
  }
  double Mean(std::size_t a, std::size_t b) const {
    double sum = 0;
    for (const std::size_t member : groups_[a]) sum += MeanTo(member, b);
    return sum / static_cast<double>(groups_[a].size());
  }

  std::span<const double> distances_;
  std::size_t n_;
  std::vector<std::vector<std::size_t>> groups_;
  base::StopWatch watch_;
};

// Numbers camps in the order of their first members.
std::vector<int> InOrder(const std::vector<int>& camp) {
  std::vector<int> number(camp.size(), -1);
  std::vector<int> result;
  int next = 0;
  for (const int each : camp) {
    int& own = number[static_cast<std::size_t>(each)];
    if (own < 0) own = next++;
    result.push_back(own);
  }
  return result;
}

}  // namespace

std::optional<double> KendallTau(std::span<const double> a, std::span<const double> b) {
  double agree = 0;
  double pairs_a = 0;
  double pairs_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = i + 1; j < a.size(); ++j) {
      const int in_a = Sign(a[i] - a[j]);
      const int in_b = Sign(b[i] - b[j]);
      agree += in_a * in_b;
      pairs_a += in_a * in_a;
      pairs_b += in_b * in_b;
    }
  }
  if (pairs_a == 0 || pairs_b == 0) return std::nullopt;
  return agree / std::sqrt(pairs_a * pairs_b);
}

absl::StatusOr<CampResult> FindCamps(std::span<const double> distances, int members, int most,
                                     const base::Stopped& stopped) {
  const auto n = static_cast<std::size_t>(std::max(members, 0));
  if (n == 0 || distances.size() != n * n) {
    return absl::InvalidArgumentError("the distances are no square of the members");
  }
  for (const double distance : distances) {
    if (!std::isfinite(distance) || distance < 0) {
      return absl::InvalidArgumentError("a distance is a finite number of 0 or more");
    }
  }
  CampResult result;
  result.camp.assign(n, 0);
  Linkage linkage(distances, n, stopped);
  double best = kLeastSilhouette;
  while (linkage.size() > 1) {
    if (linkage.size() <= static_cast<std::size_t>(most) && linkage.size() < n) {
      const double silhouette = linkage.Silhouette();
      if (silhouette >= best - kLevel) {
        best = silhouette;
        result.silhouette = silhouette;
        result.camps = static_cast<int>(linkage.size());
        result.camp = InOrder(linkage.Camps());
      }
    }
    if (!linkage.Join()) return base::StoppedWork();
  }
  return result;
}

}  // namespace plenum::agreement
