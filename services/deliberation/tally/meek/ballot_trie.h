// BallotTrie: all ballots of a count as one tree of their beginnings. Each node is a tier that some
// ballots have at the same place after the same tiers, so whatever reaches it, and what it passes
// on, is the same for all of them and is worked out once. Part of the library's inside.
//
//   BallotTrie trie = BallotTrie::Of(profile.groups(), withdrawn, BallotTrie::Take::kAll);
//   for (size_t i = 0; i < trie.nodes().size();) {
//     const BallotTrie::Node& node = trie.nodes()[i];
//     i = nothing_is_passed_on ? node.end : i + 1;   // skip all ballots' continuations
//   }
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "services/deliberation/tally/meek/meek.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/ranking.h"

namespace plenum::tally::meek_internal {

class BallotTrie {
 public:
  // Which ballots: all, or those with (without) a tier of several options that are not withdrawn.
  enum class Take { kAll, kWithTies, kWithoutTies };

  struct Node {
    int tier;       // an index for tier()
    int depth;      // 0 for a ballot's first tier
    int64_t count;  // ballots through here
    size_t end;     // one past the last node below this one
  };

  // withdrawn[option]: the option is struck from every ballot. Ballots that then name nobody are
  // left out. A tier keeps the order in which its ballot lists it (ascending in a profile), so that
  // one listed otherwise is another tier. O(L log L) for L the summed length of the ballots.
  static BallotTrie Of(std::span<const BallotGroup> ballots, const std::vector<bool>& withdrawn,
                       Take take);
  static BallotTrie Of(std::span<const MeekBallot> ballots, const std::vector<bool>& withdrawn,
                       Take take);

  // Every node before the ones below it, and those before its next sibling.
  const std::vector<Node>& nodes() const { return nodes_; }
  // The options of a distinct tier, as listed; never empty.
  std::span<const OptionIndex> tier(int index) const { return tiers_[static_cast<size_t>(index)]; }
  int tier_count() const { return static_cast<int>(tiers_.size()); }
  int64_t ballots() const { return ballots_; }
  int depth() const { return depth_; }  // tiers of the longest ballot

 private:
  using Tiers = std::vector<int>;
  struct Group {
    Tiers tiers;
    int64_t count;
  };
  template <typename Ballots>
  void Add(const Ballots& ballots, const std::vector<bool>& withdrawn, Take take);
  void AddNodes(const std::vector<Group>& sorted);

  std::vector<std::vector<OptionIndex>> tiers_;
  std::vector<Node> nodes_;
  int64_t ballots_ = 0;
  int depth_ = 0;
};

}  // namespace plenum::tally::meek_internal
