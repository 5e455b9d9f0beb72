#include "services/scoring/mcda/weights.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "services/scoring/mcda/errors.h"

namespace plenum::mcda {
namespace {

// Of the places 1..n, undivided.
std::vector<double> ByPlace(std::size_t n, RankRule rule) {
  std::vector<double> weights(n);
  double sum = 0;
  for (std::size_t k = n; k > 0; --k) {
    const auto place = static_cast<double>(k);
    sum += 1 / place;
    weights[k - 1] = rule == RankRule::kCentroid ? sum
                     : rule == RankRule::kSum    ? static_cast<double>(n) + 1 - place
                                                 : 1 / place;
  }
  return weights;
}

}  // namespace

absl::StatusOr<std::vector<double>> RankWeights(std::span<const double> ranks, RankRule rule) {
  if (ranks.empty()) return MakeError({.rule = ErrorRule::kShape}, "there are no ranks");
  for (std::size_t c = 0; c < ranks.size(); ++c) {
    const int criterion = static_cast<int>(c);
    if (!std::isfinite(ranks[c])) {
      return MakeError({.rule = ErrorRule::kNotFinite, .criterion = criterion},
                       "the rank is not a finite number");
    }
    if (ranks[c] < 1) {
      return MakeError({.rule = ErrorRule::kBadRank, .criterion = criterion},
                       absl::StrCat("the rank ", ranks[c], " is below 1, the most important"));
    }
  }
  std::vector<std::size_t> order(ranks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
  const std::vector<double> by_place = ByPlace(ranks.size(), rule);
  const double sum = std::accumulate(by_place.begin(), by_place.end(), 0.0);
  std::vector<double> weights(ranks.size());
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    double shared = 0;
    while (end < order.size() && ranks[order[end]] == ranks[order[begin]]) {
      shared += by_place[end++];
    }
    for (std::size_t k = begin; k < end; ++k) {
      weights[order[k]] = shared / static_cast<double>(end - begin) / sum;
    }
    begin = end;
  }
  return weights;
}

}  // namespace plenum::mcda
