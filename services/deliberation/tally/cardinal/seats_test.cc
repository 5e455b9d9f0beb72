#include "services/deliberation/tally/cardinal/seats.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "services/deliberation/tally/cardinal/testing.h"

namespace plenum::tally {
namespace {

const LastTiePolicy kByIndex = SeededPermutation{"seats"};

Rational Sum(const std::vector<Rational>& values) {
  Rational sum;
  for (const Rational& value : values) sum += value;
  return sum;
}

TEST(ReweightedRangeTest, FollowsTheSampleElectionOfItsAuthor) {
  // rangevoting.org/RRVr.html: 60 ballots for party A, 40 for party B.
  const ScoreProfile profile =
      MakeScores(5, {0, 10}, {{{10, 9, 8, 1, 0}, 60}, {{0, 0, 0, 10, 10}, 40}});
  const auto result = ReweightedRange(profile, 3, KeepTied{});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->winners, (std::vector<OptionIndex>{0, 3, 1}));
  ASSERT_EQ(result->rounds.size(), 3U);
  EXPECT_EQ(result->rounds[1].standing.values, (std::vector<Rational>{430, 400, 270, 240}));
  ASSERT_EQ(result->rounds[1].reweightings.size(), 2U);
  EXPECT_EQ(result->rounds[1].reweightings[0].from, MakeRational(1, 2));
  EXPECT_EQ(result->rounds[1].reweightings[0].to, MakeRational(10, 21));
  EXPECT_EQ(result->rounds[2].standing.values[0], MakeRational(1800, 7));
}

TEST(ReweightedRangeTest, ABallotWeighsTheHighestScoreOverThatAndWhatItGave) {
  RandomEngine engine(29);
  for (int trial = 0; trial < 150; ++trial) {
    const int n = 3 + Upto(engine, 4);
    const ScoreProfile profile = MakeScores(n, {0, 4}, RandomScores(engine, n, 4));
    const auto result = ReweightedRange(profile, n - 1, kByIndex);
    ASSERT_TRUE(result.ok());
    const std::vector<std::vector<int>> ballots = Expanded(profile);
    for (size_t r = 0; r < result->rounds.size(); ++r) {
      const SeatRound& round = result->rounds[r];
      std::vector<Rational> totals(static_cast<size_t>(n));
      Rational weights;
      for (const std::vector<int>& ballot : ballots) {
        int gave = 0;
        for (size_t seat = 0; seat < r; ++seat) {
          gave += ballot[static_cast<size_t>(result->winners[seat])];
        }
        const Rational weight = MakeRational(4, 4 + gave);
        weights += weight;
        for (size_t i = 0; i < totals.size(); ++i) totals[i] += weight * ballot[i];
      }
      EXPECT_EQ(round.weight, weights);
      EXPECT_EQ(round.ballots, profile.ballots());
      for (size_t i = 0; i < round.standing.options.size(); ++i) {
        EXPECT_EQ(round.standing.values[i], totals[static_cast<size_t>(round.standing.options[i])]);
      }
    }
  }
}

TEST(SequentiallySpentScoreTest, AQuotaOfStarsIsPaidByTheSupporters) {
  // 3 ballots of 5 stars, 3 seats: a seat costs 5 stars. Everyone gives option 3 a 5, which is 15
  // points, so each pays a third of 5.
  const ScoreProfile profile =
      MakeScores(4, {0, 5}, {{{1, 3, 5, 5}}, {{3, 5, 1, 5}}, {{5, 1, 3, 5}}});
  const auto result = SequentiallySpentScore(profile, 3, DeclaredOrder{{3, 2, 1, 0}});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->quota, 5);
  EXPECT_EQ(result->rounds[0].share_paid, MakeRational(1, 3));
  ASSERT_EQ(result->rounds[0].reweightings.size(), 1U);
  EXPECT_EQ(result->rounds[0].reweightings[0].ballots, 3);
  EXPECT_EQ(result->rounds[0].reweightings[0].to, MakeRational(2, 3));
  EXPECT_EQ(result->rounds[1].standing.values, (std::vector<Rational>{6, 6, 6}));
  EXPECT_EQ(result->winners, (std::vector<OptionIndex>{3, 2, 1}));
}

TEST(SequentiallySpentScoreTest, BallotsThatGaveTheWinnerNothingKeepTheirStars) {
  // 0 has less than a quota of 10 stars, so its supporters spend all that they gave.
  const ScoreProfile profile = MakeScores(3, {0, 5}, {{{5, 0, 0}, 2}, {{0, 3, 2}}, {{0, 0, 3}}});
  const auto rule = SequentiallySpentScore(profile, 2, kByIndex);
  EXPECT_EQ(rule->winners, (std::vector<OptionIndex>{0, 2}));
  EXPECT_EQ(rule->rounds[0].ballots_spent, 2);
  EXPECT_EQ(rule->rounds[0].ballots_dropped, 0);
  EXPECT_EQ(rule->rounds[1].ballots, 2);
  const auto starvote = SequentiallySpentScore(profile, 2, kByIndex, SpentScoreReading::kStarvote);
  EXPECT_EQ(starvote->rounds[0].ballots_dropped, 2);
  EXPECT_EQ(starvote->rounds[1].ballots, 0);
}

TEST(SequentiallySpentScoreTest, EachSeatCostsOneQuotaOrAllThatItsSupportersGave) {
  RandomEngine engine(31);
  for (int trial = 0; trial < 200; ++trial) {
    const int n = 3 + Upto(engine, 4);
    const ScoreProfile profile = MakeScores(n, {0, 4}, RandomScores(engine, n, 4));
    const auto result = SequentiallySpentScore(profile, n - 1, kByIndex);
    ASSERT_TRUE(result.ok());
    for (size_t r = 0; r + 1 < result->rounds.size(); ++r) {
      const SeatRound& round = result->rounds[r];
      const Rational total = round.standing.values[0];
      const Rational price = total < result->quota ? total : result->quota;
      EXPECT_EQ(Rational(4 * (round.weight - result->rounds[r + 1].weight)), price);
    }
  }
}

TEST(AllocatedScoreTest, TheStrongestSupportersFillTheQuotaFirst) {
  // 6 ballots, 2 seats: a quota of 3 ballots. Option 0: 2 ballots give 5, 3 give 4.
  const ScoreProfile profile =
      MakeScores(3, {0, 5}, {{{5, 0, 1}, 2}, {{4, 0, 1}, 3}, {{0, 5, 0}, 1}});
  const auto result = AllocatedScore(profile, 2, KeepTied{});
  ASSERT_TRUE(result.ok());
  const SeatRound& round = result->rounds[0];
  ASSERT_EQ(round.allocations.size(), 2U);
  EXPECT_EQ(round.allocations[0].ballots, 2);
  EXPECT_EQ(round.allocations[0].share, 1);
  EXPECT_EQ(round.allocations[1].quota_left, 1);
  EXPECT_EQ(round.allocations[1].share, MakeRational(1, 3));
  EXPECT_EQ(round.ballots_spent, 2);
  ASSERT_EQ(round.reweightings.size(), 1U);
  EXPECT_EQ(round.reweightings[0].to, MakeRational(2, 3));
  // What is left: 3 ballots of weight 2/3 for option 2, one for option 1.
  EXPECT_EQ(result->rounds[1].standing.values, (std::vector<Rational>{5, 2}));
  EXPECT_EQ(result->winners, (std::vector<OptionIndex>{0, 1}));
}

TEST(AllocatedScoreTest, EachSeatTakesOneQuotaOfWeightWhileTheSupportersHaveIt) {
  RandomEngine engine(37);
  for (int trial = 0; trial < 200; ++trial) {
    const int n = 3 + Upto(engine, 4);
    const ScoreProfile profile = MakeScores(n, {0, 4}, RandomScores(engine, n, 4));
    const auto result = AllocatedScore(profile, n - 1, kByIndex);
    ASSERT_TRUE(result.ok());
    for (size_t r = 0; r + 1 < result->rounds.size(); ++r) {
      const Rational taken = result->rounds[r].weight - result->rounds[r + 1].weight;
      EXPECT_LE(taken, result->quota);
      if (taken == result->quota) continue;
      // Then all supporters have gone: each group in whole.
      for (const Allocation& part : result->rounds[r].allocations) EXPECT_EQ(part.share, 1);
      EXPECT_TRUE(result->rounds[r].reweightings.empty());
    }
  }
}

TEST(AllocatedScoreTest, CountingBallotsInPlaceOfWeightIsAReadingOfItsOwn) {
  const ScoreProfile profile =
      MakeScores(4, {0, 5}, {{{1, 3, 5, 5}}, {{3, 5, 1, 5}}, {{5, 1, 3, 5}}});
  const LastTiePolicy order = DeclaredOrder{{3, 2, 1, 0}};
  const auto weight = AllocatedScore(profile, 3, order);
  const auto ballots = AllocatedScore(profile, 3, order, AllocationReading::kBallots);
  // After option 3 all ballots weigh 2/3. Option 2's strongest supporter fills 2/3 of the quota of
  // 1, or all of it.
  EXPECT_EQ(weight->rounds[1].allocations.size(), 2U);
  EXPECT_EQ(ballots->rounds[1].allocations.size(), 1U);
}

using Rule = absl::StatusOr<SeatsResult> (*)(const ScoreProfile&, int, const LastTiePolicy&);
absl::StatusOr<SeatsResult> Reweighted(const ScoreProfile& profile, int seats,
                                       const LastTiePolicy& ties) {
  return ReweightedRange(profile, seats, ties);
}

absl::StatusOr<SeatsResult> Spent(const ScoreProfile& profile, int seats,
                                  const LastTiePolicy& policy) {
  return SequentiallySpentScore(profile, seats, policy);
}

absl::StatusOr<SeatsResult> Allocated(const ScoreProfile& profile, int seats,
                                      const LastTiePolicy& policy) {
  return AllocatedScore(profile, seats, policy);
}

class EverySeatRule : public testing::TestWithParam<Rule> {};
INSTANTIATE_TEST_SUITE_P(Rules, EverySeatRule, testing::Values(&Reweighted, &Spent, &Allocated));

TEST_P(EverySeatRule, AsManyOptionsAsSeatsAllWin) {
  const auto result = GetParam()(MakeScores(2, {0, 5}, {{{5, 0}}}), 2, KeepTied{});
  EXPECT_TRUE(result->every_option_wins);
  EXPECT_EQ(result->winners, (std::vector<OptionIndex>{0, 1}));
  EXPECT_TRUE(result->rounds.empty());
}

TEST_P(EverySeatRule, RefusesANumberOfSeatsThatCannotBeFilled) {
  for (const int seats : {-1, 0, 3}) {
    EXPECT_EQ(GetParam()(MakeScores(2, {0, 5}, {}), seats, KeepTied{}).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(GetParam()(MakeScores(2, {0, 5}, {}), 1, DeclaredOrder{{0}}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_P(EverySeatRule, StopsAtATieThatThePolicyLeaves) {
  const ScoreProfile profile = MakeScores(3, {0, 5}, {{{3, 3, 3}, 5}});
  const auto kept = GetParam()(profile, 2, KeepTied{});
  EXPECT_TRUE(kept->winners.empty());
  EXPECT_EQ(kept->undecided, (std::vector<OptionIndex>{0, 1, 2}));
  EXPECT_TRUE(GetParam()(profile, 2, HoldForDecision{})->held);
  EXPECT_EQ(GetParam()(profile, 2, DeclaredOrder{{2, 1, 0}})->winners,
            (std::vector<OptionIndex>{2, 1}));
}

TEST_P(EverySeatRule, CountsWithoutBallotsAndWithoutPoints) {
  for (const std::vector<CastScores>& ballots :
       {std::vector<CastScores>{}, std::vector<CastScores>{{{0, 0, 0}, 4}}}) {
    const auto result = GetParam()(MakeScores(3, {0, 5}, ballots), 2, DeclaredOrder{{0, 1, 2}});
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result->winners, (std::vector<OptionIndex>{0, 1}));
    EXPECT_TRUE(result->rounds[0].reweightings.empty());
  }
}

TEST_P(EverySeatRule, AMinorityOfAQuotaGetsASeat) {
  const auto result =
      GetParam()(MakeScores(4, {0, 5}, {{{5, 5, 5, 0}, 6}, {{0, 0, 0, 5}, 4}}), 3, kByIndex);
  EXPECT_NE(std::find(result->winners.begin(), result->winners.end(), 3), result->winners.end());
}

TEST_P(EverySeatRule, ScoresCountFromTheLowestOfTheRange) {
  RandomEngine engine(41);
  for (int trial = 0; trial < 50; ++trial) {
    const std::vector<CastScores> ballots = RandomScores(engine, 4, 4);
    std::vector<CastScores> shifted = ballots;
    for (CastScores& ballot : shifted) {
      for (std::optional<int>& score : ballot.scores) {
        if (score) *score -= 2;
      }
    }
    const auto result = GetParam()(MakeScores(4, {0, 4}, ballots), 3, kByIndex);
    EXPECT_EQ(GetParam()(MakeScores(4, {-2, 2}, shifted), 3, kByIndex)->winners, result->winners);
  }
}

TEST_P(EverySeatRule, DoesNotDependOnTheNamesOfTheOptionsOrTheOrderOfTheBallots) {
  RandomEngine engine(43);
  for (int trial = 0; trial < 100; ++trial) {
    const int n = 3 + Upto(engine, 3);
    const std::vector<CastScores> ballots = RandomScores(engine, n, 5);
    const std::vector<OptionIndex> order = RandomPermutation(engine, n);
    std::vector<CastScores> other = Renamed(ballots, order);
    std::reverse(other.begin(), other.end());
    const auto result = GetParam()(MakeScores(n, {0, 5}, ballots), n - 1, KeepTied{});
    const auto renamed = GetParam()(MakeScores(n, {0, 5}, other), n - 1, KeepTied{});
    EXPECT_EQ(renamed->winners, Renamed(result->winners, order));
  }
}

TEST_P(EverySeatRule, CountsTheLargestWeightExactly) {
  const ScoreProfile profile =
      MakeScores(3, {0, 1'000'000},
                 {{{1'000'000, 1, 0}, kMaxBallots / 2}, {{0, 999'999, 0}, kMaxBallots / 2}});
  const auto result = GetParam()(profile, 2, KeepTied{});
  ASSERT_TRUE(result.ok());
  // 2^52 ballots: 10^6 each against 1 each and 999,999 each, which is the same.
  EXPECT_EQ(result->undecided, (std::vector<OptionIndex>{0, 1}));
  EXPECT_EQ(Sum(result->rounds[0].standing.values), Rational(Integer("9007199254740992000000")));
}

// The weights after each seat are fractions of the totals before it, twice as long at worst.
TEST(SpentScore, GivesUpWhenItsFractionsGrowTooLong) {
  RandomEngine engine(7);
  constexpr int kOptions = 60;
  ScoreProfile profile = *ScoreProfile::Create(kOptions, {0, 97});
  for (int ballot = 0; ballot < 60; ++ballot) {
    Scores scores;
    for (int option = 0; option < kOptions; ++option) scores.emplace_back(Upto(engine, 98));
    ASSERT_TRUE(profile.Add(scores, 1 + Upto(engine, 97)).ok());
  }
  const auto result = SequentiallySpentScore(profile, 50, KeepTied{});
  EXPECT_EQ(result.status().code(), absl::StatusCode::kResourceExhausted) << result.status();
}

TEST(SpentScore, EndsSoonAfterItIsStopped) {
  const ScoreProfile profile = MakeScores(3, {0, 5}, {{{5, 4, 0}, 3}, {{0, 1, 5}, 2}});
  int asked = 0;
  const base::Stopped stopped = [&] { return ++asked > 2; };
  EXPECT_EQ(ReweightedRange(profile, 2, KeepTied{}, stopped).status().code(),
            absl::StatusCode::kCancelled);
  EXPECT_LT(asked, 6);
}

}  // namespace
}  // namespace plenum::tally
