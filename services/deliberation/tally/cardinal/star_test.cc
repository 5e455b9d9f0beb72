#include "services/deliberation/tally/cardinal/star.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "services/deliberation/tally/cardinal/testing.h"

namespace plenum::tally {
namespace {

// The choice of Tennessee's capital, the common example of voting rules: Memphis, Nashville,
// Chattanooga, Knoxville.
ScoreProfile Tennessee() {
  return MakeScores(
      4, {0, 5}, {{{5, 2, 1, 0}, 42}, {{0, 5, 2, 2}, 26}, {{0, 3, 5, 4}, 15}, {{0, 2, 4, 5}, 17}});
}

TEST(StarTest, TheTwoHighestTotalsMeetInTheRunoff) {
  const auto result = Star(Tennessee(), {});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->round.scoring[0].standing.options, (std::vector<OptionIndex>{1, 2, 0, 3}));
  EXPECT_EQ(result->round.scoring[0].standing.values, (std::vector<Rational>{293, 237, 210, 197}));
  EXPECT_EQ(result->round.runoff[0].standing.values, (std::vector<Rational>{68, 32}));
  EXPECT_EQ(result->round.winner, 1);
  EXPECT_EQ(result->count.ranking, MakeRanking(4, {{1}, {2}, {0}, {3}}));
  EXPECT_EQ(result->count.rounds.size(), 2U);
  EXPECT_EQ(result->count.rounds[0].eliminated, (std::vector<OptionIndex>{0, 3}));
  EXPECT_EQ(result->count.rounds[1].elected, (std::vector<OptionIndex>{1}));
}

TEST(StarTest, TheRunoffCanOverturnTheTotals) {
  const ScoreProfile profile = MakeScores(3, {0, 5}, {{{5, 0, 0}, 2}, {{1, 2, 0}, 3}});
  const auto result = Star(profile, {});
  EXPECT_EQ(result->round.scoring[0].standing.first, 0);
  EXPECT_EQ(result->round.winner, 1);
  EXPECT_EQ(result->count.ranking, MakeRanking(3, {{1}, {0}, {2}}));
}

TEST(StarTest, ATieForTheSecondPlaceGoesToTheOptionThatIsPreferredMoreOften) {
  // 1 and 2 have 6 points each; two ballots prefer 2, one prefers 1.
  const ScoreProfile profile = MakeScores(3, {0, 5}, {{{5, 4, 0}}, {{5, 1, 3}}, {{5, 1, 3}}});
  const auto result = Star(profile, {});
  ASSERT_EQ(result->round.scoring.size(), 2U);
  EXPECT_EQ(result->round.scoring[0].standing.tied, (std::vector<OptionIndex>{1, 2}));
  EXPECT_EQ(result->round.scoring[1].measure, StarStep::Measure::kComparisonsWon);
  EXPECT_EQ(result->round.scoring[1].standing.values, (std::vector<Rational>{2, 1}));
  EXPECT_EQ(result->round.scoring[1].standing.second, 2);
  EXPECT_FALSE(result->round.scoring_tie.has_value());
  EXPECT_TRUE(result->count.events.empty());
}

TEST(StarTest, HighestScoresBreakATieOfTotalsAndPreferences) {
  // 0 and 1 are level in totals (8) and preferences (one each), but only 0 has a 5.
  const ScoreProfile profile = MakeScores(3, {0, 5}, {{{5, 4, 0}}, {{3, 4, 0}}, {{0, 0, 1}}});
  const auto result = Star(profile, {});
  ASSERT_EQ(result->round.runoff.size(), 3U);
  EXPECT_EQ(result->round.runoff[1].measure, StarStep::Measure::kTotalScores);
  EXPECT_EQ(result->round.runoff[2].measure, StarStep::Measure::kHighestScores);
  EXPECT_EQ(result->round.winner, 0);
}

TEST(StarTest, ATieThatNothingBreaksIsKeptHeldOrDecidedByThePolicy) {
  const ScoreProfile profile = MakeScores(3, {0, 5}, {{{3, 3, 3}, 5}});
  const auto kept = Star(profile, {});
  EXPECT_FALSE(kept->round.winner.has_value());
  EXPECT_EQ(kept->round.scoring.size(), 3U);
  EXPECT_EQ(kept->round.scoring_tie->wanted, 2);
  EXPECT_EQ(kept->count.ranking, MakeRanking(3, {{0, 1, 2}}));
  EXPECT_FALSE(kept->count.held);

  const auto held = Star(profile, {.last_tie = HoldForDecision{}});
  EXPECT_TRUE(held->count.held);
  EXPECT_EQ(held->count.ranking, MakeRanking(3, {{0, 1, 2}}));

  const auto declared = Star(profile, {.last_tie = DeclaredOrder{{2, 0, 1}}});
  EXPECT_EQ(declared->round.winner, 2);
  EXPECT_EQ(declared->count.ranking, MakeRanking(3, {{2}, {0}, {1}}));
  EXPECT_EQ(declared->count.ranking_by_votes, MakeRanking(3, {{0, 1, 2}}));
  EXPECT_EQ(declared->count.events.size(), 2U);
}

TEST(StarTest, AFinalistThatTheTotalsFoundStaysInReachWhenTheSecondPlaceIsOpen) {
  const ScoreProfile profile = MakeScores(4, {0, 5}, {{{5, 2, 2, 0}, 3}});
  const auto result = Star(profile, {});
  EXPECT_EQ(result->round.scoring_tie->wanted, 1);
  EXPECT_EQ(result->count.ranking, MakeRanking(4, {{0, 1, 2}, {3}}));
}

TEST(StarTest, OneOptionWinsAndNoBallotsLeaveAllLevel) {
  const auto one = Star(MakeScores(1, {0, 5}, {{{3}}}), {});
  EXPECT_EQ(one->round.winner, 0);
  EXPECT_EQ(one->count.ranking, MakeRanking(1, {{0}}));
  EXPECT_EQ(Star(MakeScores(3, {0, 5}, {}), {})->count.ranking, MakeRanking(3, {{0, 1, 2}}));
  EXPECT_EQ(Star(MakeScores(2, {0, 5}, {}), {})->count.ranking, MakeRanking(2, {{0, 1}}));
}

// A second count, ballot by ballot and pair by pair; nothing where a tie stays.
class NaiveStar {
 public:
  explicit NaiveStar(const ScoreProfile& profile)
      : ballots_(Expanded(profile)), highest_(profile.range().highest) {
    for (OptionIndex option = 0; option < profile.option_count(); ++option) all_.push_back(option);
  }

  std::optional<OptionIndex> Winner() const {
    if (all_.size() == 1) return all_[0];
    std::vector<OptionIndex> finalists;
    std::vector<OptionIndex> open = all_;
    for (const int measure : {0, 1, 2}) {
      std::map<int64_t, std::vector<OptionIndex>, std::greater<>> by_value;
      for (const OptionIndex option : open) {
        by_value[Value(measure, option, open)].push_back(option);
      }
      open.clear();
      for (const auto& [value, options] : by_value) {
        if (finalists.size() + options.size() <= 2) {
          finalists.insert(finalists.end(), options.begin(), options.end());
        } else if (finalists.size() < 2) {
          open = options;
          break;
        }
      }
      if (finalists.size() == 2) break;
    }
    if (finalists.size() < 2) return std::nullopt;
    for (const int measure : {1, 0, 2}) {
      const int64_t a = Value(measure, finalists[0], finalists);
      const int64_t b = Value(measure, finalists[1], finalists);
      if (a != b) return a > b ? finalists[0] : finalists[1];
    }
    return std::nullopt;
  }

 private:
  int64_t Value(int measure, OptionIndex option, const std::vector<OptionIndex>& among) const {
    int64_t value = 0;
    for (const std::vector<int>& ballot : ballots_) {
      const int score = ballot[static_cast<size_t>(option)];
      if (measure == 0) value += score;
      if (measure == 2) value += score == highest_ ? 1 : 0;
      if (measure != 1) continue;
      for (const OptionIndex other : among) {
        value += score > ballot[static_cast<size_t>(other)] ? 1 : 0;
      }
    }
    return value;
  }

  std::vector<std::vector<int>> ballots_;
  int highest_;
  std::vector<OptionIndex> all_;
};

TEST(StarTest, AgreesWithACountBallotByBallot) {
  RandomEngine engine(17);
  int ties = 0;
  for (int trial = 0; trial < 1000; ++trial) {
    const int n = 1 + Upto(engine, 6);
    const ScoreProfile profile = MakeScores(n, {0, 3}, RandomScores(engine, n, 3));
    const auto result = Star(profile, {});
    ASSERT_EQ(result->round.winner, NaiveStar(profile).Winner()) << "trial " << trial;
    ties += result->round.winner ? 0 : 1;
  }
  EXPECT_GT(ties, 20);  // the profiles are of a kind in which ties do come up
}

TEST(StarTest, TheWinnerIsAmongTheTwoHighestTotalsAndWinsOrDrawsTheRunoff) {
  RandomEngine engine(19);
  for (int trial = 0; trial < 300; ++trial) {
    const int n = 2 + Upto(engine, 5);
    const ScoreProfile profile = MakeScores(n, {0, 5}, RandomScores(engine, n, 5));
    const auto result = Star(profile, {});
    if (!result->round.winner) continue;
    const std::vector<Rational>& totals = result->count.figures[0].values;
    const Rational& own = totals[static_cast<size_t>(*result->round.winner)];
    EXPECT_LE(std::count_if(totals.begin(), totals.end(),
                            [&](const Rational& total) { return total > own; }),
              1);
    const Standing& runoff = result->round.runoff[0].standing;
    EXPECT_TRUE(runoff.options[0] == *result->round.winner || runoff.values[0] == runoff.values[1]);
  }
}

TEST(StarTest, DoesNotDependOnTheNamesOfTheOptions) {
  RandomEngine engine(23);
  for (int trial = 0; trial < 200; ++trial) {
    const int n = 1 + Upto(engine, 5);
    const std::vector<CastScores> ballots = RandomScores(engine, n, 3);
    const std::vector<OptionIndex> order = RandomPermutation(engine, n);
    const auto result = Star(MakeScores(n, {0, 3}, ballots), {});
    const auto renamed = Star(MakeScores(n, {0, 3}, Renamed(ballots, order)), {});
    EXPECT_EQ(renamed->count.ranking, MakeRanking(n, Renamed(result->count.ranking, order)));
  }
}

TEST(StarTest, CountsTheLargestWeightExactly) {
  const ScoreProfile profile = MakeScores(
      3, {0, 1'000'000},
      {{{1'000'000, 999'999, 0}, kMaxBallots / 2}, {{999'999, 1'000'000, 0}, kMaxBallots / 2 - 1}});
  EXPECT_EQ(Star(profile, {})->round.winner, 0);
}

TEST(BlocStarTest, FillsTheSeatsOneAfterTheOther) {
  const auto result = BlocStar(Tennessee(), 2, {});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->winners, (std::vector<OptionIndex>{1, 2}));
  EXPECT_EQ(result->rounds.size(), 2U);
  EXPECT_EQ(result->rounds[1].scoring[0].standing.options, (std::vector<OptionIndex>{2, 0, 3}));
}

TEST(BlocStarTest, AsManyOptionsAsSeatsAllWin) {
  const auto result = BlocStar(Tennessee(), 4, {});
  EXPECT_TRUE(result->every_option_wins);
  EXPECT_EQ(result->winners, (std::vector<OptionIndex>{0, 1, 2, 3}));
}

TEST(BlocStarTest, StopsAtATieThatThePolicyLeaves) {
  const ScoreProfile profile = MakeScores(4, {0, 5}, {{{5, 4, 1, 1}, 3}, {{4, 1, 4, 4}, 3}});
  const auto kept = BlocStar(profile, 3, {});
  EXPECT_LT(kept->winners.size(), 3U);
  EXPECT_FALSE(kept->undecided.empty());
  const auto declared = BlocStar(profile, 3, {.last_tie = DeclaredOrder{{3, 2, 1, 0}}});
  EXPECT_EQ(declared->winners.size(), 3U);
  EXPECT_FALSE(declared->events.empty());
}

TEST(BlocStarTest, RefusesANumberOfSeatsThatCannotBeFilled) {
  for (const int seats : {-2, 0, 5}) {
    EXPECT_EQ(BlocStar(Tennessee(), seats, {}).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace plenum::tally
