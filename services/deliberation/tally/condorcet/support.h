// What the rules of this folder share: duels in order of strength, layers, strong components, and
// the finish that turns tiers into a Count. Not for use outside the folder.
//
//   absl::StatusOr<Count> count = Finish(n, TiersByScore(scores), options.tie_policy);
//   if (!count.ok()) return count;
//   count->figures.push_back(MakeFigure("duels won", scores));
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/exact.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/schulze.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally::condorcet {

// Best first, every option in exactly one.
using Tiers = std::vector<std::vector<OptionIndex>>;

// A duel that was won.
struct Duel {
  OptionIndex winner = 0;
  OptionIndex loser = 0;
  int64_t strength = 0;    // at least 1
  int64_t opposition = 0;  // ballots for the loser
};

// All duels that were won, the strongest first; of equally strong ones the one with fewer ballots
// against it; then by the indexes of winner and loser. O(n^2 log n).
std::vector<Duel> DuelsByStrength(const PairwiseMatrix& matrix, Strength strength);

// A duel as an entry of Count::defeats.
Defeat ToDefeat(const Duel& duel, bool kept);

// The options in order of a score, equal ones in one tier. O(n log n).
Tiers TiersByScore(std::span<const int64_t> scores, bool higher_is_better = true);

// A figure of whole numbers.
Figure MakeFigure(std::string name, std::span<const int64_t> values, bool higher_is_better = true);

// A count with its rankings, events and held filled: `tiers` are what the votes say, and `ties`
// splits them.
absl::StatusOr<Count> FinishWith(TieBreaker& ties, int option_count, const Tiers& tiers);

// The same with a tie breaker made for the policy. INVALID_ARGUMENT: a malformed policy.
absl::StatusOr<Count> Finish(int option_count, const Tiers& tiers, const TiePolicy& policy);

// Repeatedly the options that no remaining option beats. `beats(a, b)` must be acyclic. O(n^2).
template <typename Beats>
Tiers Layers(int option_count, const Beats& beats) {
  std::vector<int> beaten_by(static_cast<size_t>(option_count), 0);
  for (OptionIndex a = 0; a < option_count; ++a) {
    for (OptionIndex b = 0; b < option_count; ++b) {
      if (a != b && beats(a, b)) ++beaten_by[static_cast<size_t>(b)];
    }
  }
  Tiers tiers;
  for (int placed = 0; placed < option_count;) {
    std::vector<OptionIndex> tier;
    for (OptionIndex a = 0; a < option_count; ++a) {
      if (beaten_by[static_cast<size_t>(a)] == 0) tier.push_back(a);
    }
    for (const OptionIndex a : tier) {
      beaten_by[static_cast<size_t>(a)] = -1;  // placed: never 0 again
      for (OptionIndex b = 0; b < option_count; ++b) {
        if (a != b && beats(a, b)) --beaten_by[static_cast<size_t>(b)];
      }
    }
    placed += static_cast<int>(tier.size());
    tiers.push_back(std::move(tier));
  }
  return tiers;
}

// The strong components of the graph with an edge from a to b where edge(a, b), in an order in
// which edges between components lead from earlier to later ones; ascending within each. R. Tarjan,
// "Depth-first search and linear graph algorithms", SIAM J. Comput. 1 (1972). O(n^2).
std::vector<std::vector<int>> StrongComponents(int vertices,
                                               const std::function<bool(int, int)>& edge);

// Which vertices can be reached from which, as rows of bits; every vertex reaches itself.
class Reachability {
 public:
  explicit Reachability(int vertices);

  bool Has(int from, int to) const {
    return (row(from)[static_cast<size_t>(to) / 64] >> (static_cast<size_t>(to) % 64) & 1) != 0;
  }
  // Adds an edge. All edges together O(n^3 / 64) beside O(n) for each that brings news.
  void Link(int from, int to);

 private:
  const uint64_t* row(int vertex) const { return &bits_[static_cast<size_t>(vertex) * words_]; }
  uint64_t* row(int vertex) { return &bits_[static_cast<size_t>(vertex) * words_]; }

  int vertices_;
  size_t words_;
  std::vector<uint64_t> bits_;
};

}  // namespace plenum::tally::condorcet
