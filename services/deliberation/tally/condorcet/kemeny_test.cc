#include "services/deliberation/tally/condorcet/kemeny.h"

#include <gtest/gtest.h>

#include <numeric>

#include "services/deliberation/tally/condorcet/condorcet_testing.h"
#include "services/deliberation/tally/condorcet/kemeny_block.h"

namespace plenum::tally {
namespace {

KemenyResult MustKemeny(const PairwiseMatrix& matrix, const KemenyOptions& options = {}) {
  absl::StatusOr<KemenyResult> result = Kemeny(matrix, options);
  EXPECT_TRUE(result.ok()) << result.status();
  return *std::move(result);
}

TEST(KemenyTest, TennesseesBestOrderScores393) {
  const KemenyResult result = MustKemeny(MatrixOf(4, Unranked::kTiedLast, Tennessee()));
  EXPECT_EQ(result.count.ranking.Tiers(), (Tiers{{1}, {2}, {3}, {0}}));
  EXPECT_EQ(result.best_score, 393);
  EXPECT_EQ(result.score_bound, 393);
  EXPECT_TRUE(result.count.proven);
  EXPECT_EQ(result.count.defeats.size(), 6U);
}

// All best orders by trying every order.
std::vector<std::vector<OptionIndex>> BestOrders(const PairwiseMatrix& matrix, Integer* score) {
  std::vector<OptionIndex> order(static_cast<size_t>(matrix.option_count()));
  std::iota(order.begin(), order.end(), 0);
  std::vector<std::vector<OptionIndex>> best;
  *score = -1;
  do {
    Integer agreeing = 0;
    for (size_t i = 0; i < order.size(); ++i) {
      for (size_t j = i + 1; j < order.size(); ++j) {
        agreeing += static_cast<long>(matrix.prefer(order[i], order[j]));
      }
    }
    if (agreeing > *score) best.clear();
    if (agreeing >= *score) *score = agreeing, best.push_back(order);
  } while (std::next_permutation(order.begin(), order.end()));
  return best;
}

// By the first place that an option has in any of them.
Tiers ByBestPlace(const std::vector<std::vector<OptionIndex>>& best) {
  std::vector<size_t> place(best[0].size(), best[0].size());
  for (const auto& order : best) {
    for (size_t i = 0; i < order.size(); ++i) {
      size_t& own = place[static_cast<size_t>(order[i])];
      own = std::min(own, i);
    }
  }
  Tiers tiers;
  for (size_t at = 0; at < place.size(); ++at) {
    std::vector<OptionIndex> tier;
    for (size_t option = 0; option < place.size(); ++option) {
      if (place[option] == at) tier.push_back(static_cast<OptionIndex>(option));
    }
    if (!tier.empty()) tiers.push_back(std::move(tier));
  }
  return tiers;
}

TEST(KemenyTest, EqualsATrialOfEveryOrder) {
  RandomEngine engine(92);
  ForRandomElections(91, 300, 1, 7, [&](const auto&, const PairwiseMatrix& matrix) {
    Integer score;
    const std::vector<std::vector<OptionIndex>> best = BestOrders(matrix, &score);
    const KemenyResult result = MustKemeny(matrix);
    EXPECT_EQ(result.best_score, score);
    EXPECT_TRUE(result.count.proven);
    EXPECT_EQ(result.count.ranking.Tiers(), ByBestPlace(best));
    std::vector<OptionIndex> winners;
    for (const auto& order : best) winners.push_back(order.front());
    std::sort(winners.begin(), winners.end());
    winners.erase(std::unique(winners.begin(), winners.end()), winners.end());
    EXPECT_EQ(result.count.sets[0].options, winners);
    // A policy's order picks the first of the best orders by it.
    const std::vector<OptionIndex> declared = RandomPermutation(engine, matrix.option_count());
    KemenyOptions options;
    options.tie_policy = DeclaredOrder{declared};
    std::vector<size_t> place(declared.size());
    for (size_t i = 0; i < declared.size(); ++i) place[static_cast<size_t>(declared[i])] = i;
    const auto first =
        std::min_element(best.begin(), best.end(), [&](const auto& a, const auto& b) {
          return std::lexicographical_compare(
              a.begin(), a.end(), b.begin(), b.end(), [&](OptionIndex x, OptionIndex y) {
                return place[static_cast<size_t>(x)] < place[static_cast<size_t>(y)];
              });
        });
    const KemenyResult by_order = MustKemeny(matrix, options);
    EXPECT_EQ(by_order.order, *first);
    Tiers single;
    for (const OptionIndex option : *first) single.push_back({option});
    EXPECT_EQ(by_order.count.ranking.Tiers(), single);
    EXPECT_EQ(by_order.count.ranking_by_votes, result.count.ranking);
    EXPECT_EQ(by_order.count.events.empty(), best.size() == 1);
  });
}

TEST(KemenyTest, ReversingAPairCostsWhatATrialOfEveryOrderSays) {
  RandomEngine engine(94);
  ForRandomElections(93, 100, 2, 6, [&](const auto&, const PairwiseMatrix& matrix) {
    const std::vector<OptionIndex> pair = RandomPermutation(engine, matrix.option_count());
    Integer best = -1;
    Integer reversed = -1;
    std::vector<OptionIndex> order(static_cast<size_t>(matrix.option_count()));
    std::iota(order.begin(), order.end(), 0);
    do {
      const Integer score = KemenyScore(matrix, order);
      if (score > best) best = score;
      const auto place = [&](OptionIndex o) { return std::find(order.begin(), order.end(), o); };
      if (place(pair[1]) < place(pair[0]) && score > reversed) reversed = score;
    } while (std::next_permutation(order.begin(), order.end()));
    const auto cost = KemenyCostOfReversing(matrix, pair[0], pair[1], {});
    ASSERT_TRUE(cost.ok()) << cost.status();
    ASSERT_TRUE(cost->has_value());
    EXPECT_EQ(**cost, best - reversed);
  });
  EXPECT_FALSE(KemenyCostOfReversing(MatrixOf(4, Unranked::kTiedLast, Tennessee()), 1, 1, {}).ok());
}

// Larger elections put together from small ones, each of which beats those below it: the groups
// are ordered alone, whatever their number.
TEST(KemenyTest, GroupsAreOrderedAlone) {
  RandomEngine engine(93);
  for (int run = 0; run < 20; ++run) {
    Tiers expected;
    Integer score = 0;
    std::vector<std::vector<CastBallot>> parts;
    constexpr int kParts = 5;
    constexpr int kOptions = 5;
    std::vector<CastBallot> all(6);
    for (int part = 0; part < kParts; ++part) {
      const std::vector<CastBallot> ballots = StrictBallots(engine, kOptions, 6, 1);
      Integer part_score;
      const auto best = BestOrders(MatrixOf(kOptions, Unranked::kTiedLast, ballots), &part_score);
      score += part_score;
      for (std::vector<OptionIndex> tier : ByBestPlace(best)) {
        for (OptionIndex& option : tier) option += part * kOptions;
        expected.push_back(std::move(tier));
      }
      for (size_t i = 0; i < ballots.size(); ++i) {
        for (std::vector<OptionIndex> tier : ballots[i].tiers) {
          for (OptionIndex& option : tier) option += part * kOptions;
          all[i].tiers.push_back(std::move(tier));
        }
      }
    }
    score += 6 * kOptions * kOptions * (kParts * (kParts - 1) / 2);
    const KemenyResult result = MustKemeny(MatrixOf(kParts * kOptions, Unranked::kTiedLast, all));
    EXPECT_EQ(result.best_score, score);
    EXPECT_EQ(result.count.ranking.Tiers(), expected);
    EXPECT_TRUE(result.count.proven);
  }
}

TEST(KemenyTest, SearchIsExactWhenItSaysSoAndNeverBetterThanExact) {
  RandomEngine engine(94);
  for (int run = 0; run < 60; ++run) {
    const int n = 4 + Upto(engine, 8);
    const PairwiseMatrix matrix = MatrixOf(n, Unranked::kTiedLast, StrictBallots(engine, n, 5, 9));
    std::vector<OptionIndex> options(static_cast<size_t>(n));
    std::iota(options.begin(), options.end(), 0);
    const condorcet::ExactOrders exact(matrix, options);
    for (const int64_t nodes : {int64_t{0}, int64_t{20}, int64_t{1'000'000}}) {
      const condorcet::FoundOrder found = condorcet::SearchOrder(matrix, options, nodes);
      EXPECT_LE(found.bound, exact.cost());
      EXPECT_GE(found.cost, exact.cost());
      if (nodes == 1'000'000) {
        EXPECT_EQ(found.cost, exact.cost());
        EXPECT_EQ(found.bound, exact.cost());
      }
    }
  }
}

TEST(KemenyTest, ReversedBallotsReverseTheBestOrders) {
  RandomEngine engine(95);
  int alone = 0;
  for (int run = 0; run < 100; ++run) {
    const int n = 2 + Upto(engine, 8);
    const std::vector<CastBallot> ballots = RandomBallots(engine, n, /*complete=*/true);
    const KemenyResult forth = MustKemeny(MatrixOf(n, Unranked::kTiedLast, ballots));
    const KemenyResult back = MustKemeny(MatrixOf(n, Unranked::kTiedLast, Reversed(ballots)));
    EXPECT_EQ(forth.best_score, back.best_score);
    Tiers tiers = forth.count.ranking.Tiers();
    if (std::ssize(tiers) < n) continue;  // best places are not worst places
    ++alone;
    std::reverse(tiers.begin(), tiers.end());
    EXPECT_EQ(back.count.ranking.Tiers(), tiers);
  }
  EXPECT_GT(alone, 20);
}

TEST(KemenyTest, OneGroupOfTheLargestExactSizeIsProvenAndALargerOneSaysWhetherItIs) {
  RandomEngine engine(96);
  // A cycle of equal blocs of voters keeps all options in one component.
  const auto cyclic = [&](int n) {
    std::vector<CastBallot> ballots = StrictBallots(engine, n, 9, 5);
    for (int shift = 0; shift < n; ++shift) {
      Tiers tiers;
      for (int i = 0; i < n; ++i) tiers.push_back({(i + shift) % n});
      ballots.push_back({std::move(tiers), 4});
    }
    return MatrixOf(n, Unranked::kTiedLast, ballots);
  };
  const KemenyResult exact = MustKemeny(cyclic(20));
  EXPECT_TRUE(exact.count.proven);
  EXPECT_EQ(exact.best_score, exact.score_bound);
  KemenyOptions options;
  options.search_nodes = 100;
  const PairwiseMatrix large = cyclic(40);
  const KemenyResult found = MustKemeny(large, options);
  EXPECT_EQ(found.count.proven, found.best_score == found.score_bound);
  EXPECT_FALSE(found.count.proven);
  EXPECT_NE(KemenyCount(large, options)->as_a_whole.find("not proven"), std::string::npos);
  EXPECT_EQ(KemenyCount(cyclic(20), {})->as_a_whole.find("not proven"), std::string::npos);
  EXPECT_LT(found.best_score, found.score_bound);
  EXPECT_EQ(found.best_score, KemenyScore(large, found.order));
  options.search_nodes = -1;
  EXPECT_EQ(Kemeny(large, options).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(KemenyTest, CountsNear2To53DoNotOverflow) {
  const int64_t third = kMaxBallots / 3;
  const PairwiseMatrix matrix =
      MatrixOf(3, Unranked::kTiedLast,
               {{{{0}, {1}, {2}}, third}, {{{1}, {2}, {0}}, third}, {{{2}, {0}, {1}}, third - 1}});
  const KemenyResult result = MustKemeny(matrix);
  // 1 > 2 > 0 is as good.
  EXPECT_EQ(result.count.ranking.Tiers(), (Tiers{{0, 1}, {2}}));
  EXPECT_EQ(result.order, (std::vector<OptionIndex>{0, 1, 2}));
  EXPECT_EQ(result.best_score, Integer(third) * 5 - 1);
}

}  // namespace
}  // namespace plenum::tally
