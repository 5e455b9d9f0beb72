#include "services/deliberation/tally/pairwise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "services/deliberation/tally/pairwise_rows.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using ::testing::ElementsAre;

TEST(PairwiseTest, UnrankedIsNotComparedOrTiedLastAsDeclared) {
  const std::vector<CastBallot> ballots = {{{{0}, {1, 2}}, 3}, {{}, 2}};
  const PairwiseMatrix apart =
      PairwiseMatrix::FromProfile(MakeProfile(5, Unranked::kNotCompared, ballots));
  EXPECT_EQ(apart.prefer(0, 1), 3);
  EXPECT_EQ(apart.prefer(1, 0), 0);
  EXPECT_EQ(apart.tied(1, 2), 3);
  EXPECT_EQ(apart.prefer(0, 3), 0);
  EXPECT_EQ(apart.tied(3, 4), 0);
  EXPECT_EQ(apart.ballots(), 5);

  const PairwiseMatrix last =
      PairwiseMatrix::FromProfile(MakeProfile(5, Unranked::kTiedLast, ballots));
  EXPECT_EQ(last.prefer(0, 3), 3);
  EXPECT_EQ(last.prefer(2, 4), 3);
  EXPECT_EQ(last.tied(3, 4), 5);
  EXPECT_EQ(last.tied(0, 1), 2);
  EXPECT_EQ(last.margin(3, 0), -3);
}

size_t Cell(int n, OptionIndex a, OptionIndex b) {
  return static_cast<size_t>(a) * static_cast<size_t>(n) + static_cast<size_t>(b);
}

// The definition, ballot by ballot and pair by pair.
PairwiseMatrix CountPairByPair(int n, Unranked unranked, const std::vector<CastBallot>& ballots,
                               std::vector<int64_t>* prefer, std::vector<int64_t>* tied) {
  PairwiseMatrix matrix = *PairwiseMatrix::Create(n, unranked);
  prefer->assign(Cell(n, n, 0), 0);
  tied->assign(Cell(n, n, 0), 0);
  for (const CastBallot& ballot : ballots) {
    const Ranking ranking = MakeRanking(n, ballot.tiers);
    EXPECT_TRUE(matrix.Add(ranking, ballot.count).ok());
    for (OptionIndex a = 0; a < n; ++a) {
      for (OptionIndex b = 0; b < n; ++b) {
        if (a == b) continue;
        std::optional<int> tier_a = ranking.TierOf(a);
        std::optional<int> tier_b = ranking.TierOf(b);
        if (unranked == Unranked::kTiedLast) {
          tier_a = tier_a.value_or(n);
          tier_b = tier_b.value_or(n);
        }
        if (!tier_a.has_value() || !tier_b.has_value()) continue;
        if (*tier_a < *tier_b) (*prefer)[Cell(n, a, b)] += ballot.count;
        if (*tier_a == *tier_b) (*tied)[Cell(n, a, b)] += ballot.count;
      }
    }
  }
  return matrix;
}

TEST(PairwiseTest, BulkAndRunningCountsEqualTheDefinition) {
  RandomEngine engine(20310504);
  for (int round = 0; round < 300; ++round) {
    // Now and then around the number of options where counting in bytes ends.
    const int n = round % 10 == 0 ? 120 + Upto(engine, 12) : 1 + Upto(engine, 40);
    const Unranked unranked = round % 2 == 0 ? Unranked::kTiedLast : Unranked::kNotCompared;
    std::vector<CastBallot> ballots;
    for (int i = Upto(engine, 20); i > 0; --i) {
      ballots.push_back({RandomTiers(engine, n, Upto(engine, 2) == 0), 1 + Upto(engine, 2)});
    }
    std::vector<int64_t> prefer;
    std::vector<int64_t> tied;
    const PairwiseMatrix running = CountPairByPair(n, unranked, ballots, &prefer, &tied);
    const PairwiseMatrix bulk = PairwiseMatrix::FromProfile(MakeProfile(n, unranked, ballots));
    ASSERT_EQ(running, bulk) << "round " << round;
    for (OptionIndex a = 0; a < n; ++a) {
      for (OptionIndex b = 0; b < n; ++b) {
        ASSERT_EQ(bulk.prefer(a, b), prefer[Cell(n, a, b)]) << "round " << round;
        ASSERT_EQ(bulk.tied(a, b), tied[Cell(n, a, b)]) << "round " << round;
      }
    }
  }
}

TEST(PairwiseTest, ManyDistinctBallotsDoNotOverflowTheBulkCounter) {
  // More than 255 distinct ballots that all put option 0 first and tie 1 with 2.
  constexpr int kOptions = 9;
  RandomEngine engine(7);
  Profile profile = MakeProfile(kOptions, Unranked::kTiedLast, {});
  for (int i = 0; i < 2000; ++i) {
    Tiers tiers = {{0}, {1, 2}};
    for (const OptionIndex option : RandomPermutation(engine, kOptions)) {
      if (option > 2) tiers.push_back({option});
    }
    ASSERT_TRUE(profile.Add(MakeRanking(kOptions, tiers)).ok());
  }
  ASSERT_GT(profile.groups().size(), 600);
  const PairwiseMatrix matrix = PairwiseMatrix::FromProfile(profile);
  EXPECT_EQ(matrix.prefer(0, 8), 2000);
  EXPECT_EQ(matrix.tied(1, 2), 2000);
  EXPECT_EQ(matrix.prefer(3, 4) + matrix.prefer(4, 3), 2000);
}

TEST(PairwiseTest, CountsAThousandOptions) {
  constexpr int kOptions = 1000;
  Tiers tiers;
  for (OptionIndex i = 0; i < kOptions; ++i) tiers.push_back({i});
  const PairwiseMatrix matrix =
      PairwiseMatrix::FromProfile(MakeProfile(kOptions, Unranked::kTiedLast, {{tiers, 2}}));
  EXPECT_EQ(matrix.prefer(0, 999), 2);
  EXPECT_EQ(matrix.prefer(999, 0), 0);
}

// Counts of every size, some of them in more than one block of ballots.
TEST(PairwiseTest, BulkCountsWeighEveryBallotExactly) {
  RandomEngine engine(13);
  for (const bool strict : {true, false}) {
    for (const int n : {3, 10, 40}) {
      Profile profile = *Profile::Create(n, Unranked::kTiedLast);
      PairwiseMatrix running = *PairwiseMatrix::Create(n, Unranked::kTiedLast);
      for (int i = 0; i < 200; ++i) {
        Tiers tiers;
        for (const OptionIndex option : RandomPermutation(engine, n)) {
          if (strict || tiers.empty() || Upto(engine, 2) == 0) tiers.emplace_back();
          tiers.back().push_back(option);
        }
        const Ranking ballot = MakeRanking(n, tiers);
        const int64_t count = i % 3 == 0 ? 1 : (int64_t{1} << Upto(engine, 44)) + i;
        ASSERT_TRUE(profile.Add(ballot, count).ok());
        ASSERT_TRUE(running.Add(ballot, count).ok());
      }
      EXPECT_EQ(PairwiseMatrix::FromProfile(profile), running) << n << " options";
    }
  }
  const Profile most =
      MakeProfile(2, Unranked::kTiedLast, {{{{0}, {1}}, kMaxBallots - 1}, {{{1}, {0}}, 1}});
  EXPECT_EQ(PairwiseMatrix::FromProfile(most).prefer(0, 1), kMaxBallots - 1);
}

// The machine that runs the tests has one kind of vector registers; every other has the portable
// loop.
TEST(PairwiseTest, TheFastestLoopCountsAsThePortableOne) {
  RandomEngine engine(17);
  const RowCounters fastest = FastestRowCounters();
  const RowCounters portable = PortableRowCounters();
  for (const size_t n : {1U, 2U, 7U, 255U}) {
    const size_t pairs = n * (n - 1) / 2;
    std::vector<RankBlocks::Row> rows(n);
    for (RankBlocks::Row& row : rows) {
      for (uint8_t& place : row.places) place = static_cast<uint8_t>(Upto(engine, 256));
    }
    const std::array<uint64_t, 2> planes = {engine(), engine()};
    const auto count = [&](RowCounter* counter) {
      std::vector<int64_t> counts(3 * pairs);
      counter(rows.data(), n, planes,
              {counts.data(), counts.data() + pairs, counts.data() + 2 * pairs});
      return counts;
    };
    EXPECT_EQ(count(fastest.any), count(portable.any)) << n;
    EXPECT_EQ(count(fastest.strict), count(portable.strict)) << n;
  }
}

// Around the sizes where the bulk counter hands over.
TEST(PairwiseTest, BulkCountsEqualTheRunningMatrixAtEverySize) {
  RandomEngine engine(7);
  for (const int n : {1, 2, 3, 15, 16, 17, 63, 64, 65, 127, 128, 129, 200, 254, 255, 256, 300}) {
    for (const Unranked unranked : {Unranked::kNotCompared, Unranked::kTiedLast}) {
      Profile profile = *Profile::Create(n, unranked);
      PairwiseMatrix running = *PairwiseMatrix::Create(n, unranked);
      for (int i = 0; i < 80; ++i) {
        std::vector<OptionIndex> order(static_cast<size_t>(n));
        std::iota(order.begin(), order.end(), 0);
        std::shuffle(order.begin(), order.end(), engine);
        Tiers tiers;
        const int ranked = i % 2 == 0 ? n : Upto(engine, n + 1);
        for (int k = 0; k < ranked; ++k) {
          if (k > 0 && i % 3 == 0 && Upto(engine, 4) == 0) {
            tiers.back().push_back(order[static_cast<size_t>(k)]);
          } else {
            tiers.push_back({order[static_cast<size_t>(k)]});
          }
        }
        const Ranking ballot = MakeRanking(n, tiers);
        ASSERT_TRUE(profile.Add(ballot).ok());
        ASSERT_TRUE(running.Add(ballot).ok());
      }
      EXPECT_EQ(PairwiseMatrix::FromProfile(profile), running) << n << " options";
      EXPECT_EQ(PairwiseMatrix::FromProfile(profile, base::Workers{3}), running)
          << n << " options, in 3 parts";
    }
  }
}

TEST(PairwiseTest, RunningMatrixEqualsARecountAfterEveryStep) {
  RandomEngine engine(11);
  constexpr int kOptions = 6;
  for (const Unranked unranked : {Unranked::kTiedLast, Unranked::kNotCompared}) {
    PairwiseMatrix running = *PairwiseMatrix::Create(kOptions, unranked);
    Profile profile = MakeProfile(kOptions, unranked, {});
    std::vector<CastBallot> cast;
    for (int step = 0; step < 400; ++step) {
      if (!cast.empty() && Upto(engine, 3) == 0) {
        const auto at = static_cast<size_t>(Upto(engine, static_cast<int>(cast.size())));
        const Ranking ranking = MakeRanking(kOptions, cast[at].tiers);
        ASSERT_TRUE(running.Remove(ranking, cast[at].count).ok());
        ASSERT_TRUE(profile.Remove(ranking, cast[at].count).ok());
        cast.erase(cast.begin() + static_cast<std::ptrdiff_t>(at));
      } else {
        cast.push_back({RandomTiers(engine, kOptions, false), 1 + Upto(engine, 3)});
        const Ranking ranking = MakeRanking(kOptions, cast.back().tiers);
        ASSERT_TRUE(running.Add(ranking, cast.back().count).ok());
        ASSERT_TRUE(profile.Add(ranking, cast.back().count).ok());
      }
      ASSERT_EQ(running, PairwiseMatrix::FromProfile(profile)) << "step " << step;
    }
  }
}

TEST(PairwiseTest, RefusesToTakeBackWhatItCannotHold) {
  PairwiseMatrix matrix = *PairwiseMatrix::Create(3, Unranked::kTiedLast);
  ASSERT_TRUE(matrix.Add(MakeRanking(3, {{0}, {1}}), 2).ok());
  const PairwiseMatrix before = matrix;
  EXPECT_EQ(matrix.Remove(MakeRanking(3, {{0}, {2}})).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(matrix.Remove(MakeRanking(3, {{0}, {1}}), 3).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(matrix.Add(MakeRanking(2, {})).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(matrix.Add(MakeRanking(3, {}), kMaxBallots).code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(matrix, before);
}

TEST(PairwiseTest, FindsCondorcetOptionsAndTheSmithSet) {
  // 0 > 1 > 2 > 0 in a cycle, all above 3.
  const PairwiseMatrix cycle = PairwiseMatrix::FromProfile(MakeProfile(
      4, Unranked::kTiedLast, {{{{0}, {1}, {2}}, 1}, {{{1}, {2}, {0}}, 1}, {{{2}, {0}, {1}}, 1}}));
  EXPECT_EQ(cycle.CondorcetWinner(), std::nullopt);
  EXPECT_EQ(cycle.CondorcetLoser(), 3);
  EXPECT_THAT(cycle.SmithSet(), ElementsAre(0, 1, 2));

  const PairwiseMatrix clear = PairwiseMatrix::FromProfile(
      MakeProfile(3, Unranked::kTiedLast, {{{{2}, {0}}, 2}, {{{0}}, 1}}));
  EXPECT_EQ(clear.CondorcetWinner(), 2);
  EXPECT_THAT(clear.SmithSet(), ElementsAre(2));

  const PairwiseMatrix empty = *PairwiseMatrix::Create(2, Unranked::kTiedLast);
  EXPECT_EQ(empty.CondorcetWinner(), std::nullopt);
  EXPECT_THAT(empty.SmithSet(), ElementsAre(0, 1));
}

}  // namespace
}  // namespace plenum::tally
