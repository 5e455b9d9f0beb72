#include "services/deliberation/tally/meek/ballot_trie.h"

#include <gtest/gtest.h>

#include <vector>

#include "services/deliberation/tally/testing.h"

namespace plenum::tally::meek_internal {
namespace {

using Take = BallotTrie::Take;

// Each ballot with its count, put together again from the nodes: what ends at a node is what goes
// through it less what goes on below it.
Profile Unfold(const BallotTrie& trie, int option_count) {
  Profile profile = MakeProfile(option_count, Unranked::kNotCompared, {});
  Tiers path;
  const std::vector<BallotTrie::Node>& nodes = trie.nodes();
  for (size_t i = 0; i < nodes.size(); ++i) {
    path.resize(static_cast<size_t>(nodes[i].depth));
    const auto tier = trie.tier(nodes[i].tier);
    path.emplace_back(tier.begin(), tier.end());
    int64_t ending = nodes[i].count;
    for (size_t child = i + 1; child < nodes[i].end; child = nodes[child].end) {
      ending -= nodes[child].count;
    }
    if (ending > 0) {
      EXPECT_TRUE(profile.Add(MakeRanking(option_count, path), ending).ok());
    }
  }
  return profile;
}

int64_t CountOf(const Profile& profile, const Ranking& ranking) {
  for (const BallotGroup& group : profile.groups()) {
    if (group.ranking == ranking) return group.count;
  }
  return 0;
}

TEST(BallotTrie, SharesTheBeginningsOfBallots) {
  const Profile profile = MakeProfile(3, Unranked::kNotCompared,
                                      {{{{0}, {1}}, 2}, {{{0}, {2}}, 3}, {{{0}}, 5}, {{{1}}, 7}});
  const BallotTrie trie = BallotTrie::Of(profile.groups(), {false, false, false}, Take::kAll);
  EXPECT_EQ(trie.nodes().size(), 4U);
  EXPECT_EQ(trie.ballots(), 17);
  EXPECT_EQ(trie.depth(), 2);
}

TEST(BallotTrie, HoldsEveryBallotOnce) {
  RandomEngine engine(11);
  for (int run = 0; run < 200; ++run) {
    const int options = 1 + Upto(engine, 5);
    const Profile profile =
        MakeProfile(options, Unranked::kNotCompared, RandomBallots(engine, options, false));
    const std::vector<bool> nobody(static_cast<size_t>(options), false);
    const Profile all = Unfold(BallotTrie::Of(profile.groups(), nobody, Take::kAll), options);
    for (const BallotGroup& group : profile.groups()) {
      const int64_t expected = group.ranking.ranked_count() == 0 ? 0 : group.count;
      EXPECT_EQ(CountOf(all, group.ranking), expected) << group.ranking.DebugString();
    }
    const auto with = BallotTrie::Of(profile.groups(), nobody, Take::kWithTies);
    const auto without = BallotTrie::Of(profile.groups(), nobody, Take::kWithoutTies);
    EXPECT_EQ(with.ballots() + without.ballots(), all.ballots());
    for (int t = 0; t < without.tier_count(); ++t) EXPECT_EQ(without.tier(t).size(), 1U);
  }
}

TEST(BallotTrie, StrikesWithdrawnOptions) {
  const Profile profile = MakeProfile(3, Unranked::kNotCompared,
                                      {{{{0, 1}, {2}}, 2}, {{{1}}, 3}, {{{0}, {1}, {2}}, 5}});
  const BallotTrie trie =
      BallotTrie::Of(profile.groups(), {false, true, false}, Take::kWithoutTies);
  EXPECT_EQ(trie.ballots(), 7);  // 0 > 2 seven times; three ballots name nobody
  EXPECT_EQ(CountOf(Unfold(trie, 3), MakeRanking(3, {{0}, {2}})), 7);
}

}  // namespace
}  // namespace plenum::tally::meek_internal
