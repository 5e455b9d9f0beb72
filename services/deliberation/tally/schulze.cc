#include "services/deliberation/tally/schulze.h"

#include <algorithm>
#include <utility>

#include "services/deliberation/tally/widest_paths.h"

namespace plenum::tally {
namespace {

std::vector<int64_t> Links(const PairwiseMatrix& pairwise, Strength strength) {
  const int n = pairwise.option_count();
  std::vector<int64_t> links;
  links.reserve(static_cast<size_t>(n) * static_cast<size_t>(n));
  for (OptionIndex a = 0; a < n; ++a) {
    for (OptionIndex b = 0; b < n; ++b) {
      const int64_t margin = pairwise.margin(a, b);
      if (margin <= 0) {
        links.push_back(0);
      } else {
        links.push_back(strength == Strength::kMargins ? margin : pairwise.prefer(a, b));
      }
    }
  }
  return links;
}

// The layers that the header describes: repeatedly, the options that nobody left beats.
std::vector<std::vector<OptionIndex>> Layers(const std::vector<int64_t>& paths, int n) {
  const auto beats = [&](OptionIndex a, OptionIndex b) {
    const auto size = static_cast<size_t>(n);
    const auto i = static_cast<size_t>(a);
    const auto j = static_cast<size_t>(b);
    return paths[i * size + j] > paths[j * size + i];
  };
  std::vector<int> beaten_by(static_cast<size_t>(n), 0);
  for (OptionIndex a = 0; a < n; ++a) {
    for (OptionIndex b = 0; b < n; ++b) {
      if (beats(a, b)) ++beaten_by[static_cast<size_t>(b)];
    }
  }
  std::vector<std::vector<OptionIndex>> tiers;
  int placed = 0;
  while (placed < n) {
    std::vector<OptionIndex> tier;
    for (OptionIndex a = 0; a < n; ++a) {
      if (beaten_by[static_cast<size_t>(a)] == 0) tier.push_back(a);
    }
    for (const OptionIndex a : tier) {
      beaten_by[static_cast<size_t>(a)] = -1;  // placed
      for (OptionIndex b = 0; b < n; ++b) {
        if (beats(a, b)) --beaten_by[static_cast<size_t>(b)];
      }
    }
    placed += static_cast<int>(tier.size());
    tiers.push_back(std::move(tier));
  }
  return tiers;
}

}  // namespace

SchulzeResult::SchulzeResult(PairwiseMatrix pairwise, SchulzeOptions options,
                             std::vector<int64_t> links, std::vector<int64_t> paths,
                             Ranking ranking_by_votes, Ranking ranking,
                             std::vector<TieEvent> events)
    : pairwise_(std::move(pairwise)),
      options_(std::move(options)),
      links_(std::move(links)),
      paths_(std::move(paths)),
      ranking_by_votes_(std::move(ranking_by_votes)),
      ranking_(std::move(ranking)),
      events_(std::move(events)) {}

absl::StatusOr<SchulzeResult> Schulze(const PairwiseMatrix& pairwise,
                                      const SchulzeOptions& options) {
  const int n = pairwise.option_count();
  std::vector<int64_t> links = Links(pairwise, options.strength);
  std::vector<int64_t> paths = links;
  WidenPaths(paths, static_cast<size_t>(n));
  absl::StatusOr<Ranking> by_votes = Ranking::Create(n, Layers(paths, n));
  if (!by_votes.ok()) return by_votes.status();
  std::vector<TieEvent> events;
  absl::StatusOr<Ranking> ranking = ApplyTiePolicy(*by_votes, options.tie_policy, &events);
  if (!ranking.ok()) return ranking.status();
  return SchulzeResult(pairwise, options, std::move(links), std::move(paths), *std::move(by_votes),
                       *std::move(ranking), std::move(events));
}

std::optional<BeatPath> SchulzeResult::DecisivePath(OptionIndex a, OptionIndex b) const {
  const int64_t strength = PathStrength(a, b);
  if (a == b || strength == 0) return std::nullopt;
  // Every path over links of at least that strength is a strongest one: take the shortest, by
  // breadth first search from a.
  const int n = option_count();
  std::vector<OptionIndex> came_from(static_cast<size_t>(n), -1);
  std::vector<OptionIndex> queue = {a};
  came_from[static_cast<size_t>(a)] = a;
  for (size_t head = 0; head < queue.size() && came_from[static_cast<size_t>(b)] < 0; ++head) {
    for (OptionIndex next = 0; next < n; ++next) {
      if (came_from[static_cast<size_t>(next)] >= 0) continue;
      if (LinkStrength(queue[head], next) < strength) continue;
      came_from[static_cast<size_t>(next)] = queue[head];
      queue.push_back(next);
    }
  }
  BeatPath path;
  path.strength = strength;
  for (OptionIndex at = b; at != a; at = came_from[static_cast<size_t>(at)]) {
    path.options.push_back(at);
  }
  path.options.push_back(a);
  std::reverse(path.options.begin(), path.options.end());
  for (size_t i = 0; i + 1 < path.options.size(); ++i) {
    if (LinkStrength(path.options[i], path.options[i + 1]) == strength) {
      path.weakest_from = path.options[i];
      path.weakest_to = path.options[i + 1];
      break;
    }
  }
  return path;
}

}  // namespace plenum::tally
