#include "services/deliberation/tally/cardinal/why.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "services/deliberation/tally/cardinal/majority_judgment.h"
#include "services/deliberation/tally/cardinal/testing.h"
#include "services/deliberation/tally/cardinal/trace.h"

namespace plenum::tally {
namespace {

using ::testing::HasSubstr;

const std::vector<std::string> kNames = {"Ann", "Bob", "Cy", "Dee", "Eve"};

std::vector<std::string> Names(int n) { return {kNames.begin(), kNames.begin() + n}; }

ScoreProfile Small() {
  return MakeScores(3, {0, 5}, {{{5, 4, 0}, 3}, {{0, 4, 5}, 2}, {{3, 3, 1}, 1}});
}

TEST(ExplainScore, ComparesSumsAndMeans) {
  const ScoreProfile profile = Small();
  EXPECT_EQ(
      ExplainScore(*Score(profile, ScoreRule::kSum, KeepTied{}), ScoreRule::kSum, 0, 1, Names(3))
          ->sentence,
      "Bob stands above Ann: it has 23 points to 18.");
  const ScoreProfile silent = MakeScores(2, {0, 5}, {{{5, std::nullopt}, 1}, {{4, 4}, 1}});
  EXPECT_EQ(
      ExplainScore(*Score(silent, ScoreRule::kMean, KeepTied{}), ScoreRule::kMean, 1, 0, Names(2))
          ->sentence,
      "Ann stands above Bob: it has 4.5 points on average to 4 (over 2 ballots and 1).");
  const ScoreProfile level = MakeScores(2, {0, 5}, {{{5, 4}, 1}, {{4, 5}, 1}});
  EXPECT_EQ(
      ExplainScore(*Score(level, ScoreRule::kSum, KeepTied{}), ScoreRule::kSum, 1, 0, Names(2))
          ->kind,
      ScoreWhyKind::kTied);
  const ScoreWhy policy = *ExplainScore(*Score(level, ScoreRule::kSum, DeclaredOrder{{1, 0}}),
                                        ScoreRule::kSum, 0, 1, Names(2));
  EXPECT_EQ(policy.sentence,
            "Bob stands above Ann: both have 9 points, and the tie rule (declared order) put it "
            "first.");
}

TEST(ExplainMajorityJudgment, SaysWhichMediansDecide) {
  const ScoreProfile profile =
      MakeScores(3, {0, 5}, {{{5, 4, 1}, 1}, {{4, 4, 2}, 1}, {{4, 3, 3}, 1}});
  const Count count = *MajorityJudgment(profile, KeepTied{});
  EXPECT_EQ(ExplainMajorityJudgment(profile, count, 2, 0, Names(3))->sentence,
            "Ann stands above Cy: its median grade is 4, that of Cy 2.");
  const ScoreWhy why = *ExplainMajorityJudgment(profile, count, 1, 0, Names(3));
  EXPECT_EQ(why.medians_removed, 1);
  EXPECT_EQ(why.sentence,
            "Ann stands above Bob: both have the median grade 4; when that is taken away from "
            "each, the next is 4 for Ann and 3 for Bob.");
  // In the words that voters saw.
  const std::vector<std::string> grades = {"reject", "poor", "passable", "fair", "good", "fine"};
  EXPECT_EQ(ExplainMajorityJudgment(profile, count, 2, 0, Names(3), grades)->sentence,
            "Ann stands above Cy: its median grade is \"good\", that of Cy \"passable\".");
  EXPECT_EQ(ExplainMajorityJudgment(profile, count, 1, 0, Names(3), grades)->sentence,
            "Ann stands above Bob: both have the median grade \"good\"; when that is taken away "
            "from each, the next is \"good\" for Ann and \"fair\" for Bob.");
  EXPECT_EQ(TraceScores({0, 5}, {5, 0, 1}, {0}, Names(3), grades)->sentence,
            "It gives " + Names(3)[0] + ", which is elected, the grade \"fine\".");
  EXPECT_EQ(
      TraceScores({0, 5}, {5, 0, 1}, {0, 2}, Names(3), grades)->sentence,
      "Of the elected it gives " + Names(3)[0] + " \"fine\" and " + Names(3)[2] + " \"poor\".");
}

TEST(ExplainStar, NamesPointsAndVotesEachInItsUnit) {
  const StarResult result = *Star(Small(), {});
  const ScoreWhy why = *ExplainStar(result, 1, 0, Names(3));
  EXPECT_EQ(why.kind, ScoreWhyKind::kRunoff);
  EXPECT_EQ(why.compared[0].name, "votes in the runoff");
  EXPECT_EQ(why.sentence,
            "Ann stands above Bob: it wins the runoff between them with 3 votes to 2 (1 ballot "
            "gives both the same); their points are 18 and 23.");
  const ScoreWhy finalist = *ExplainStar(result, 2, 0, Names(3));
  EXPECT_EQ(finalist.kind, ScoreWhyKind::kFinalist);
  EXPECT_EQ(finalist.sentence,
            "Ann stands above Cy: it is one of the two with the most points, 18 to 11, and meets "
            "Bob in the runoff.");
  EXPECT_EQ(TraceStar({0, 5}, {5, 4, 0}, {&result.round, 1}, {0}, Names(3))->sentence,
            "It gives Ann, which is elected, 5 points; in the runoff between Ann and Bob it is a "
            "vote for Ann.");
}

TEST(ExplainBlocStar, SaysWhoWonWhichSeatAndHow) {
  const BlocStarResult result = *BlocStar(Small(), 2, {});
  ASSERT_EQ(result.winners, (std::vector<OptionIndex>{0, 1}));
  EXPECT_EQ(ExplainBlocStar(result, 1, 0, Names(3))->sentence,
            "Ann has seat 1 and Bob seat 2: for seat 1 it wins the runoff between them with 3 "
            "votes to 2 (1 ballot gives both the same); their points are 18 and 23.");
  EXPECT_EQ(ExplainBlocStar(result, 2, 0, Names(3))->sentence,
            "Ann is elected and Cy is not: for seat 1 it is one of the two with the most points, "
            "18 to 11, and meets Bob in the runoff, which it wins.");
  EXPECT_EQ(ExplainBlocStar(*BlocStar(Small(), 3, {}), 2, 0, Names(3))->kind, ScoreWhyKind::kAll);
}

TEST(ExplainSeats, ComparesWeightedPointsSeatBySeat) {
  const SeatsResult result = *ReweightedRange(Small(), 1, KeepTied{});
  EXPECT_EQ(ExplainSeats(result, 0, 1, Names(3))->sentence,
            "Bob is elected and Ann is not: for seat 1 Bob has 23 weighted points and Ann 18.");
  EXPECT_EQ(ExplainSeats(result, 0, 2, Names(3))->kind, ScoreWhyKind::kNeither);
}

TEST(ExplainScores, RefuseWhatIsNotThere) {
  const StarResult result = *Star(Small(), {});
  EXPECT_EQ(ExplainStar(result, 0, 3, Names(3)).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(ExplainStar(result, 0, 0, Names(3)).ok());
  EXPECT_FALSE(ExplainStar(result, 0, 1, Names(2)).ok());
  EXPECT_FALSE(TraceScores({0, 5}, {6, 0, 0}, {0}, Names(3)).ok());
  EXPECT_FALSE(TraceScores({0, 5}, {5, 0}, {0}, Names(3)).ok());
}

// The figures by looking at every ballot on its own.
Rational NaivePoints(const ScoreProfile& profile, OptionIndex option) {
  Rational points;
  for (const auto& ballot : Expanded(profile)) points += ballot[static_cast<size_t>(option)];
  return points;
}

int64_t NaiveRunoff(const ScoreProfile& profile, OptionIndex a, OptionIndex b) {
  int64_t votes = 0;
  for (const auto& ballot : Expanded(profile)) {
    votes += ballot[static_cast<size_t>(a)] > ballot[static_cast<size_t>(b)] ? 1 : 0;
  }
  return votes;
}

void CheckAgainstBallots(const ScoreProfile& profile, const ScoreWhy& why) {
  EXPECT_EQ(why.sentence.back(), '.');
  EXPECT_THAT(why.sentence, HasSubstr(kNames[static_cast<size_t>(why.upper)]));
  EXPECT_THAT(why.sentence, HasSubstr(kNames[static_cast<size_t>(why.lower)]));
  for (size_t i = 0; i < why.compared.size(); ++i) {
    const ScoreFigures& figures = why.compared[i];
    if (figures.name == "points") {
      EXPECT_EQ(figures.upper, NaivePoints(profile, why.upper));
      EXPECT_EQ(figures.lower, NaivePoints(profile, why.lower));
    } else if (figures.name == "votes in the runoff") {
      EXPECT_EQ(figures.upper, NaiveRunoff(profile, why.upper, why.lower));
      EXPECT_EQ(figures.lower, NaiveRunoff(profile, why.lower, why.upper));
    }
    // All but the last are level, and the last is in favour.
    const bool orders = why.kind != ScoreWhyKind::kNeither && why.kind != ScoreWhyKind::kTied;
    if (!orders) continue;
    if (i + 1 < why.compared.size() || why.kind == ScoreWhyKind::kTiePolicy) {
      EXPECT_EQ(figures.upper, figures.lower) << why.sentence;
    } else {
      EXPECT_GT(figures.upper, figures.lower) << why.sentence;
    }
  }
}

TEST(ExplainScores, EveryReasonIsTrueOfTheBallots) {
  RandomEngine engine(31);
  int runoffs = 0;
  int policies = 0;
  for (int trial = 0; trial < 300; ++trial) {
    const int n = 2 + Upto(engine, 4);
    const ScoreProfile profile = MakeScores(n, {0, 3}, RandomScores(engine, n, 3));
    TiePolicy ties = KeepTied{};
    if (trial % 2 == 0) ties = SeededPermutation{"tests"};
    const Count sum = *Score(profile, ScoreRule::kSum, ties);
    const Count median = *MajorityJudgment(profile, ties);
    const StarResult star = *Star(profile, {ToLastTiePolicy(ties)});
    const int seats = 1 + Upto(engine, n);
    const BlocStarResult bloc = *BlocStar(profile, seats, {ToLastTiePolicy(ties)});
    const SeatsResult range = *ReweightedRange(profile, seats, ToLastTiePolicy(ties));
    for (OptionIndex a = 0; a < n; ++a) {
      for (OptionIndex b = 0; b < n; ++b) {
        if (a == b) continue;
        const ScoreWhy by_sum = *ExplainScore(sum, ScoreRule::kSum, a, b, Names(n));
        CheckAgainstBallots(profile, by_sum);
        EXPECT_LE(sum.ranking.TierOf(by_sum.upper), sum.ranking.TierOf(by_sum.lower));
        const ScoreWhy by_median = *ExplainMajorityJudgment(profile, median, a, b, Names(n));
        CheckAgainstBallots(profile, by_median);
        const ScoreWhy by_star = *ExplainStar(star, a, b, Names(n));
        CheckAgainstBallots(profile, by_star);
        EXPECT_LE(star.count.ranking.TierOf(by_star.upper),
                  star.count.ranking.TierOf(by_star.lower));
        runoffs += by_star.kind == ScoreWhyKind::kRunoff ? 1 : 0;
        policies += by_star.kind == ScoreWhyKind::kTiePolicy ? 1 : 0;
        EXPECT_TRUE(by_star.kind != ScoreWhyKind::kTiePolicy || !by_star.tie_rule.empty());
        CheckAgainstBallots(profile, *ExplainBlocStar(bloc, a, b, Names(n)));
        CheckAgainstBallots(profile, *ExplainSeats(range, a, b, Names(n)));
      }
    }
  }
  EXPECT_GT(runoffs, 200);
  EXPECT_GT(policies, 10);
}

SeatsResult CountSeats(const ScoreProfile& profile, int seats, SeatsRule rule) {
  const LastTiePolicy ties = SeededPermutation{"tests"};
  switch (rule) {
    case SeatsRule::kReweightedRange:
      return *ReweightedRange(profile, seats, ties);
    case SeatsRule::kSequentiallySpentScore:
      return *SequentiallySpentScore(profile, seats, ties);
    case SeatsRule::kAllocatedScore:
      break;
  }
  return *AllocatedScore(profile, seats, ties);
}

// What all ballots are told they gave at their weights is what each seat was given by.
TEST(TraceSeats, AddsUpToTheStandingOfEverySeat) {
  RandomEngine engine(32);
  for (int trial = 0; trial < 200; ++trial) {
    const int n = 2 + Upto(engine, 4);
    const ScoreProfile profile = MakeScores(n, {0, 3}, RandomScores(engine, n, 3));
    const int seats = 1 + Upto(engine, n);
    for (const SeatsRule rule : {SeatsRule::kReweightedRange, SeatsRule::kSequentiallySpentScore,
                                 SeatsRule::kAllocatedScore}) {
      const SeatsResult result = CountSeats(profile, seats, rule);
      std::vector<Rational> given(result.rounds.size());
      for (const ScoreGroup& group : profile.groups()) {
        const ScoreBallotTrace trace =
            *TraceSeats(profile.range(), group.scores, result, rule, Names(n));
        ASSERT_EQ(trace.seats.size(), result.rounds.size());
        for (size_t seat = 0; seat < given.size(); ++seat) {
          given[seat] += trace.seats[seat].gave * Rational(group.count);
        }
      }
      for (size_t seat = 0; seat < given.size(); ++seat) {
        EXPECT_EQ(given[seat], result.rounds[seat].standing.values[0]);
      }
    }
  }
}

}  // namespace
}  // namespace plenum::tally
