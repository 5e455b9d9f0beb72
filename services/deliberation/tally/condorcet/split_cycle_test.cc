#include "services/deliberation/tally/condorcet/split_cycle.h"

#include <gtest/gtest.h>

#include <set>

#include "services/deliberation/tally/condorcet/condorcet_testing.h"

namespace plenum::tally {
namespace {

TEST(SplitCycleTest, WeakestVictoryOfACycleIsNoDefeat) {
  const Count count =
      Must(SplitCycle(MatrixOf(3, Unranked::kTiedLast,
                               {{{{0}, {1}, {2}}, 4}, {{{1}, {2}, {0}}, 3}, {{{2}, {0}, {1}}, 2}}),
                      KeepTied{}));
  EXPECT_EQ(count.sets[0].options, (std::vector<OptionIndex>{0}));
  EXPECT_EQ(count.ranking.Tiers(), (Tiers{{0}, {1}, {2}}));
  EXPECT_FALSE(count.defeats[2].kept);
  EXPECT_EQ(count.defeats[2].strength, 1);
}

TEST(SplitCycleTest, TennesseeAndAPolicyForSeveralWinners) {
  EXPECT_EQ(
      Must(SplitCycle(MatrixOf(4, Unranked::kTiedLast, Tennessee()), KeepTied{})).sets[0].options,
      (std::vector<OptionIndex>{1}));
  const PairwiseMatrix cycle =
      MatrixOf(3, Unranked::kTiedLast, {{{{0}, {1}, {2}}}, {{{1}, {2}, {0}}}, {{{2}, {0}, {1}}}});
  const Count count = Must(SplitCycle(cycle, DeclaredOrder{{1, 2, 0}}));
  EXPECT_EQ(count.sets[0].options.size(), 3U);
  EXPECT_EQ(count.ranking.Tiers(), (Tiers{{1}, {2}, {0}}));
}

// The definition itself: walk every cycle of victories and strike out its weakest ones.
class Cycles {
 public:
  explicit Cycles(const PairwiseMatrix& matrix) : matrix_(matrix) {}
  std::set<std::pair<OptionIndex, OptionIndex>> StruckOut() {
    for (OptionIndex a = 0; a < matrix_.option_count(); ++a) {
      path_ = {a};
      Walk();
    }
    return struck_;
  }

 private:
  void Walk() {
    for (OptionIndex next = 0; next < matrix_.option_count(); ++next) {
      if (!matrix_.beats(path_.back(), next)) continue;
      if (next == path_.front()) {
        Strike();
      } else if (std::find(path_.begin(), path_.end(), next) == path_.end()) {
        path_.push_back(next);
        Walk();
        path_.pop_back();
      }
    }
  }
  void Strike() {
    int64_t least = kMaxBallots;
    const auto edge = [&](size_t i) { return std::pair(path_[i], path_[(i + 1) % path_.size()]); };
    for (size_t i = 0; i < path_.size(); ++i) {
      least = std::min(least, matrix_.margin(edge(i).first, edge(i).second));
    }
    for (size_t i = 0; i < path_.size(); ++i) {
      if (matrix_.margin(edge(i).first, edge(i).second) == least) struck_.insert(edge(i));
    }
  }

  const PairwiseMatrix& matrix_;
  std::vector<OptionIndex> path_;
  std::set<std::pair<OptionIndex, OptionIndex>> struck_;
};

TEST(SplitCycleTest, EqualsAWalkOverEveryCycle) {
  ForRandomElections(71, 400, 1, 6, [](const auto&, const PairwiseMatrix& matrix) {
    const auto struck = Cycles(matrix).StruckOut();
    const Count count = Must(SplitCycle(matrix, KeepTied{}));
    std::vector<char> defeated(static_cast<size_t>(matrix.option_count()), 0);
    for (const Defeat& defeat : count.defeats) {
      EXPECT_EQ(defeat.kept, !struck.contains({defeat.winner, defeat.loser}));
      if (defeat.kept) defeated[static_cast<size_t>(defeat.loser)] = 1;
    }
    for (OptionIndex a = 0; a < matrix.option_count(); ++a) {
      EXPECT_EQ(*count.ranking.TierOf(a) == 0, defeated[static_cast<size_t>(a)] == 0);
    }
  });
}

}  // namespace
}  // namespace plenum::tally
