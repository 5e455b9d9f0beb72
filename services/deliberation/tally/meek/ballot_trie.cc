#include "services/deliberation/tally/meek/ballot_trie.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace plenum::tally::meek_internal {

namespace {

int TierCount(const BallotGroup& ballot) { return ballot.ranking.tier_count(); }
int TierCount(const MeekBallot& ballot) { return static_cast<int>(ballot.tiers.size()); }
std::span<const OptionIndex> TierOf(const BallotGroup& ballot, int t) {
  return ballot.ranking.tier(t);
}
std::span<const OptionIndex> TierOf(const MeekBallot& ballot, int t) {
  return ballot.tiers[static_cast<size_t>(t)];
}

}  // namespace

BallotTrie BallotTrie::Of(std::span<const BallotGroup> ballots, const std::vector<bool>& withdrawn,
                          Take take) {
  BallotTrie trie;
  trie.Add(ballots, withdrawn, take);
  return trie;
}

BallotTrie BallotTrie::Of(std::span<const MeekBallot> ballots, const std::vector<bool>& withdrawn,
                          Take take) {
  BallotTrie trie;
  trie.Add(ballots, withdrawn, take);
  return trie;
}

template <typename Ballots>
void BallotTrie::Add(const Ballots& ballots, const std::vector<bool>& withdrawn, Take take) {
  absl::flat_hash_map<std::vector<OptionIndex>, int> tier_index;
  std::vector<Group> groups;
  groups.reserve(ballots.size());
  std::vector<std::vector<OptionIndex>> tiers;
  for (const auto& ballot : ballots) {
    tiers.clear();
    bool ties = false;
    for (int t = 0; t < TierCount(ballot); ++t) {
      std::vector<OptionIndex> tier;
      for (const OptionIndex option : TierOf(ballot, t)) {
        if (!withdrawn[static_cast<size_t>(option)]) tier.push_back(option);
      }
      ties = ties || tier.size() > 1;
      if (!tier.empty()) tiers.push_back(std::move(tier));
    }
    if (tiers.empty() || take == (ties ? Take::kWithoutTies : Take::kWithTies)) continue;
    Group group{{}, ballot.count};
    for (std::vector<OptionIndex>& tier : tiers) {
      const auto [entry, inserted] = tier_index.try_emplace(tier, tier_count());
      if (inserted) tiers_.push_back(std::move(tier));
      group.tiers.push_back(entry->second);
    }
    ballots_ += ballot.count;
    groups.push_back(std::move(group));
  }
  std::sort(groups.begin(), groups.end(),
            [](const Group& a, const Group& b) { return a.tiers < b.tiers; });
  AddNodes(groups);
}

void BallotTrie::AddNodes(const std::vector<Group>& sorted) {
  std::vector<size_t> path;  // nodes of the ballot before, from its first tier
  for (const Group& group : sorted) {
    size_t common = 0;
    while (common < path.size() && common < group.tiers.size() &&
           nodes_[path[common]].tier == group.tiers[common]) {
      ++common;
    }
    for (size_t d = common; d < path.size(); ++d) nodes_[path[d]].end = nodes_.size();
    path.resize(common);
    for (size_t d = common; d < group.tiers.size(); ++d) {
      path.push_back(nodes_.size());
      nodes_.push_back({group.tiers[d], static_cast<int>(d), 0, 0});
    }
    for (const size_t node : path) nodes_[node].count += group.count;
    depth_ = std::max(depth_, static_cast<int>(group.tiers.size()));
  }
  for (const size_t node : path) nodes_[node].end = nodes_.size();
}

}  // namespace plenum::tally::meek_internal
