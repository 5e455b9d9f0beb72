#include "services/deliberation/tally/condorcet/stable_voting.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "services/deliberation/tally/condorcet/condorcet_testing.h"
#include "services/deliberation/tally/condorcet/split_cycle.h"

namespace plenum::tally {
namespace {

TEST(StableVotingTest, CondorcetWinnerAndLoneOptionWin) {
  const Count count =
      Must(StableVoting(MatrixOf(4, Unranked::kTiedLast, Tennessee()), StableVotingOptions{}));
  EXPECT_EQ(count.sets[0].options, (std::vector<OptionIndex>{1}));
  EXPECT_EQ(count.ranking.Tiers(), (Tiers{{1}, {2}, {3}, {0}}));
  EXPECT_EQ(Must(StableVoting(MatrixOf(1, Unranked::kTiedLast, {}), {})).ranking.Tiers(),
            (Tiers{{0}}));
}

TEST(StableVotingTest, BudgetIsReported) {
  StableVotingOptions options;
  options.max_steps = 1;
  const PairwiseMatrix cycle =
      MatrixOf(3, Unranked::kTiedLast, {{{{0}, {1}, {2}}}, {{{1}, {2}, {0}}}, {{{2}, {0}, {1}}}});
  EXPECT_EQ(StableVoting(cycle, options).status().code(), absl::StatusCode::kResourceExhausted);
  options.max_steps = 0;
  EXPECT_EQ(StableVoting(cycle, options).status().code(), absl::StatusCode::kInvalidArgument);
  // Enough for the winner of Tennessee (32 steps for its Smith set), not for the rest.
  options.max_steps = 40;
  const Count partly = Must(StableVoting(MatrixOf(4, Unranked::kTiedLast, Tennessee()), options));
  EXPECT_FALSE(partly.proven);
  EXPECT_EQ(partly.ranking.Tiers(), (Tiers{{1}, {0, 2, 3}}));
}

// A second implementation: the recursion as it is defined, on smaller and smaller profiles.
using Set = std::set<OptionIndex>;

Set NaiveSplitCycle(const PairwiseMatrix& matrix, const Set& options) {
  // The strongest path by depth first search over the thresholds that occur.
  const auto reaches = [&](OptionIndex from, OptionIndex to, int64_t least) {
    Set seen = {from};
    std::vector<OptionIndex> queue = {from};
    while (!queue.empty()) {
      const OptionIndex at = queue.back();
      queue.pop_back();
      for (const OptionIndex next : options) {
        if (matrix.margin(at, next) >= least && seen.insert(next).second) queue.push_back(next);
      }
    }
    return seen.contains(to);
  };
  Set winners;
  for (const OptionIndex a : options) {
    const bool defeated = std::any_of(options.begin(), options.end(), [&](OptionIndex b) {
      return matrix.beats(b, a) && !reaches(a, b, matrix.margin(b, a));
    });
    if (!defeated) winners.insert(a);
  }
  return winners;
}

Set NaiveStable(const PairwiseMatrix& matrix, const Set& options, bool simple) {
  if (options.size() == 1) return options;
  Set contenders = simple ? options : NaiveSplitCycle(matrix, options);
  if (contenders.size() == 1) return contenders;
  std::map<int64_t, std::vector<std::pair<OptionIndex, OptionIndex>>> matches;
  for (const OptionIndex a : contenders) {
    for (const OptionIndex b : options) {
      if (a != b) matches[-matrix.margin(a, b)].push_back({a, b});
    }
  }
  Set winners;
  for (const auto& [margin, pairs] : matches) {
    for (const auto& [a, b] : pairs) {
      Set without = options;
      without.erase(b);
      if (NaiveStable(matrix, without, simple).contains(a)) winners.insert(a);
    }
    if (!winners.empty()) break;
  }
  return winners;
}

TEST(StableVotingTest, EqualsTheRecursionAsItIsDefined) {
  ForRandomElections(81, 250, 1, 5, [&](const auto&, const PairwiseMatrix& matrix) {
    for (const bool simple : {false, true}) {
      StableVotingOptions options;
      options.simple = simple;
      const Count count = Must(StableVoting(matrix, options));
      Set left;
      for (OptionIndex a = 0; a < matrix.option_count(); ++a) left.insert(a);
      for (int t = 0; t < count.ranking.tier_count(); ++t) {
        const Set winners = NaiveStable(matrix, left, simple);
        EXPECT_EQ(count.ranking.Tiers()[static_cast<size_t>(t)],
                  std::vector<OptionIndex>(winners.begin(), winners.end()));
        for (const OptionIndex a : winners) {
          const OptionIndex rival = count.wins_without[static_cast<size_t>(a)];
          if (rival < 0) {
            EXPECT_EQ(winners.size(), 1U);
            continue;
          }
          Set without = left;
          without.erase(rival);
          EXPECT_TRUE(NaiveStable(matrix, without, simple).contains(a));
        }
        for (const OptionIndex a : winners) left.erase(a);
      }
      EXPECT_TRUE(left.empty());
    }
  });
}

TEST(StableVotingTest, WinnersAreSplitCycleWinnersAndOneWhereNoDuelsAreEqual) {
  RandomEngine engine(82);
  for (int run = 0; run < 200; ++run) {
    const int n = 3 + Upto(engine, 6);
    const PairwiseMatrix matrix =
        MatrixOf(n, Unranked::kTiedLast, StrictBallots(engine, n, 7, 1000));
    const Count count = Must(StableVoting(matrix, {}));
    const Count split = Must(SplitCycle(matrix, KeepTied{}));
    for (const OptionIndex winner : count.sets[0].options) {
      EXPECT_EQ(*split.ranking.TierOf(winner), 0);
    }
    if (NoEqualDuels(matrix)) {
      EXPECT_EQ(count.sets[0].options.size(), 1U);
    }
  }
}

}  // namespace
}  // namespace plenum::tally
