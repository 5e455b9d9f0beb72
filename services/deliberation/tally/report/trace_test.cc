#include "services/deliberation/tally/report/trace.h"

#include <gtest/gtest.h>

#include <utility>

#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using Says = BallotTrace::Says;

Count ThreeRounds() {
  Count count{.ranking = MakeRanking(4, {{0}, {1}, {2}, {3}}),
              .ranking_by_votes = MakeRanking(4, {{0}, {1}, {2}, {3}})};
  count.rounds = {{.votes = {5, 4, 3, 1}}, {.votes = {5, 4, 4, {}}}, {.votes = {7, 6, {}, {}}}};
  return count;
}

TEST(TraceBallot, ShowsWhomItStoodBehindInEachRound) {
  const BallotTrace trace =
      *TraceBallot(MakeRanking(4, {{3}, {1, 2}}), ThreeRounds(), Unranked::kTiedLast);
  ASSERT_EQ(trace.rounds.size(), 3);
  EXPECT_EQ(trace.rounds[0].options, (std::vector<OptionIndex>{3}));
  EXPECT_EQ(trace.rounds[1].options, (std::vector<OptionIndex>{1, 2}));
  EXPECT_EQ(trace.rounds[2].options, (std::vector<OptionIndex>{1}));
}

TEST(TraceBallot, IsExhaustedWhereItRanksNobodyLeft) {
  const BallotTrace trace = *TraceBallot(MakeRanking(4, {{3}}), ThreeRounds(), Unranked::kTiedLast);
  EXPECT_FALSE(trace.rounds[0].options.empty());
  EXPECT_TRUE(trace.rounds[1].options.empty());
}

TEST(TraceBallot, SaysOfEachPairOfNeighboursWhetherItAgreed) {
  const Ranking ballot = MakeRanking(4, {{1}, {0}});
  const BallotTrace last = *TraceBallot(ballot, ThreeRounds(), Unranked::kTiedLast);
  ASSERT_EQ(last.pairs.size(), 3);
  EXPECT_EQ(last.pairs[0].says, Says::kDisagrees);
  EXPECT_EQ(last.pairs[1].says, Says::kAgrees);
  EXPECT_EQ(last.pairs[2].says, Says::kLevel);
  EXPECT_EQ(last.agrees, 4);
  EXPECT_EQ(last.disagrees, 1);
  const BallotTrace silent = *TraceBallot(ballot, ThreeRounds(), Unranked::kNotCompared);
  EXPECT_EQ(silent.pairs[1].says, Says::kNothing);
  EXPECT_EQ(silent.agrees, 0);
  EXPECT_EQ(silent.disagrees, 1);
}

TEST(TraceBallot, RefusesABallotOverOtherOptions) {
  EXPECT_EQ(TraceBallot(MakeRanking(3, {{0}}), ThreeRounds(), Unranked::kTiedLast).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace plenum::tally
