#include "services/deliberation/tally/condorcet/ranked_pairs.h"

#include <gtest/gtest.h>

#include <map>

#include "services/deliberation/tally/condorcet/condorcet_testing.h"

namespace plenum::tally {
namespace {

TEST(RankedPairsTest, TennesseeLocksEveryDefeat) {
  const Count count =
      Must(RankedPairs(MatrixOf(4, Unranked::kTiedLast, Tennessee()), RankedPairsOptions{}));
  EXPECT_EQ(count.ranking.Tiers(), (Tiers{{1}, {2}, {3}, {0}}));
  ASSERT_EQ(count.defeats.size(), 6U);
  EXPECT_EQ(count.defeats[0].strength, 83);
  for (const Defeat& defeat : count.defeats) EXPECT_TRUE(defeat.kept);
}

TEST(RankedPairsTest, WeakestDefeatOfACycleIsDropped) {
  // 0 beats 1 by 6 of 9, 1 beats 2 by 7, 2 beats 0 by 5.
  const Count count =
      Must(RankedPairs(MatrixOf(3, Unranked::kTiedLast,
                                {{{{0}, {1}, {2}}, 4}, {{{1}, {2}, {0}}, 3}, {{{2}, {0}, {1}}, 2}}),
                       RankedPairsOptions{}));
  EXPECT_EQ(count.ranking.Tiers(), (Tiers{{0}, {1}, {2}}));
  ASSERT_EQ(count.defeats.size(), 3U);
  EXPECT_EQ(count.defeats[2].winner, 2);
  EXPECT_FALSE(count.defeats[2].kept);
}

// Schulze's 45 voters, where Ranked Pairs gives another order than Schulze's E > A > C > B > D.
TEST(RankedPairsTest, SchulzesFortyFiveVoters) {
  const Count count = Must(RankedPairs(MatrixOf(5, Unranked::kTiedLast, SchulzesFortyFive()), {}));
  EXPECT_EQ(count.ranking.Tiers(), (Tiers{{0}, {2}, {4}, {1}, {3}}));
}

TEST(RankedPairsTest, EqualContradictingDefeatsFallTogetherOrByThePolicysOrder) {
  const PairwiseMatrix cycle =
      MatrixOf(3, Unranked::kTiedLast, {{{{0}, {1}, {2}}}, {{{1}, {2}, {0}}}, {{{2}, {0}, {1}}}});
  const Count kept = Must(RankedPairs(cycle, {}));
  EXPECT_EQ(kept.ranking.Tiers(), (Tiers{{0, 1, 2}}));
  EXPECT_TRUE(kept.events.empty());
  const Count held = Must(RankedPairs(cycle, {Strength::kMargins, HoldForDecision{}}));
  EXPECT_TRUE(held.held);
  EXPECT_EQ(held.ranking.Tiers(), (Tiers{{0, 1, 2}}));
  // In the order 2, 1, 0: 2 over 0 and 1 over 2 lock, and 0 over 1 would close the cycle.
  const Count declared = Must(RankedPairs(cycle, {Strength::kMargins, DeclaredOrder{{2, 1, 0}}}));
  EXPECT_EQ(declared.ranking.Tiers(), (Tiers{{1}, {2}, {0}}));
  EXPECT_FALSE(declared.defeats[2].kept);
  ASSERT_EQ(declared.events.size(), 1U);
  EXPECT_EQ(declared.events[0].resolved, (std::vector<OptionIndex>{2, 1, 0}));
  EXPECT_EQ(RankedPairs(cycle, {Strength::kMargins, SeededPermutation{}}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

// ---------------------------------------------------------------------------------------------------
// A second implementation: strengths in a map, cycles by depth first search over lists of edges.

using Edges = std::vector<std::pair<OptionIndex, OptionIndex>>;

bool LeadsTo(const Edges& edges, OptionIndex from, OptionIndex to, std::vector<char>& seen) {
  if (from == to) return true;
  seen[static_cast<size_t>(from)] = 1;
  for (const auto& [a, b] : edges) {
    if (a == from && seen[static_cast<size_t>(b)] == 0 && LeadsTo(edges, b, to, seen)) return true;
  }
  return false;
}

bool ClosesCycle(const Edges& edges, const std::pair<OptionIndex, OptionIndex>& edge) {
  std::vector<char> seen(kMaxOptions, 0);
  return LeadsTo(edges, edge.second, edge.first, seen);
}

Tiers Naive(const PairwiseMatrix& matrix, Strength strength,
            const std::vector<OptionIndex>& order) {
  const int n = matrix.option_count();
  std::map<std::pair<int64_t, int64_t>, Edges> by_strength;  // strongest first
  for (size_t i = 0; i < static_cast<size_t>(n); ++i) {
    for (size_t j = 0; j < static_cast<size_t>(n); ++j) {
      const OptionIndex a = order.empty() ? static_cast<OptionIndex>(i) : order[i];
      const OptionIndex b = order.empty() ? static_cast<OptionIndex>(j) : order[j];
      if (!matrix.beats(a, b)) continue;
      const int64_t value =
          strength == Strength::kMargins ? matrix.margin(a, b) : matrix.prefer(a, b);
      by_strength[{-value, matrix.prefer(b, a)}].push_back({a, b});
    }
  }
  Edges locked;
  for (const auto& [key, group] : by_strength) {
    Edges together = locked;
    together.insert(together.end(), group.begin(), group.end());
    Edges kept;
    Edges contested;
    for (const auto& edge : group) {
      if (!ClosesCycle(together, edge)) {
        kept.push_back(edge);
      } else if (!order.empty()) {
        contested.push_back(edge);
      }
    }
    locked.insert(locked.end(), kept.begin(), kept.end());
    for (const auto& edge : contested) {
      if (!ClosesCycle(locked, edge)) locked.push_back(edge);
    }
  }
  Tiers tiers;
  std::vector<char> placed(static_cast<size_t>(n), 0);
  for (int count = 0; count < n;) {
    std::vector<OptionIndex> tier;
    for (OptionIndex a = 0; a < n; ++a) {
      const bool hit = std::any_of(locked.begin(), locked.end(), [&](const auto& edge) {
        return edge.second == a && placed[static_cast<size_t>(edge.first)] == 0;
      });
      if (!hit && placed[static_cast<size_t>(a)] == 0) tier.push_back(a);
    }
    for (const OptionIndex a : tier) placed[static_cast<size_t>(a)] = 1;
    count += static_cast<int>(tier.size());
    tiers.push_back(std::move(tier));
  }
  return tiers;
}

TEST(RankedPairsTest, EqualsASecondImplementation) {
  RandomEngine engine(62);
  ForRandomElections(61, 500, 1, 7, [&](const auto&, const PairwiseMatrix& matrix) {
    const std::vector<OptionIndex> order = RandomPermutation(engine, matrix.option_count());
    for (const Strength strength : {Strength::kWinningVotes, Strength::kMargins}) {
      EXPECT_EQ(Must(RankedPairs(matrix, {strength, KeepTied{}})).ranking.Tiers(),
                Naive(matrix, strength, {}));
      const Count by_order = Must(RankedPairs(matrix, {strength, DeclaredOrder{order}}));
      EXPECT_EQ(by_order.ranking_by_votes.Tiers(), Naive(matrix, strength, order));
      EXPECT_EQ(by_order.ranking.tier_count(), matrix.option_count());
    }
  });
}

}  // namespace
}  // namespace plenum::tally
