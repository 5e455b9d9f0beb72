// How far members agree, and whether it still moves.
#include "services/scoring/assessment.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"

namespace plenum::scoring {
namespace {

using ::testing::ElementsAre;

class AssessmentTest : public ::testing::Test {
 protected:
  AssessmentTest() {
    v1::Criterion& criterion = snapshot_.criteria.emplace_back();
    criterion.set_name("deliberations/d/criteria/effect");
    criterion.set_scale_min(1);
    criterion.set_scale_max(9);
    for (const char* id : {"one", "two"}) {
      snapshot_.measures.emplace_back().set_name(absl::StrCat("deliberations/d/measures/", id));
    }
  }
  static v1::Score ScoreOf(const std::string& measure, int member, int round, double value) {
    v1::Score score;
    score.set_member(absl::StrCat("deliberations/d/members/", member));
    score.set_measure("deliberations/d/measures/" + measure);
    score.set_criterion("deliberations/d/criteria/effect");
    score.set_round(round);
    score.set_value(value);
    return score;
  }
  void Say(const std::string& measure, const std::vector<double>& values, int round = 1) {
    for (std::size_t m = 0; m < values.size(); ++m) {
      snapshot_.scores.push_back(ScoreOf(measure, static_cast<int>(m), round, values[m]));
    }
  }

  Snapshot snapshot_;
};

TEST_F(AssessmentTest, InTheFirstRoundNothingCanBeComparedYet) {
  Say("one", {1, 1, 1, 9, 9, 9});
  const auto assessed = AssessRound(snapshot_, {}, 1);
  ASSERT_TRUE(assessed.ok());
  ASSERT_EQ(assessed->cells_size(), 1);
  const auto& cell = assessed->cells(0);
  EXPECT_EQ(cell.state(), v1::CELL_STATE_NEW);
  EXPECT_EQ(cell.median(), 5);
  EXPECT_EQ(cell.interquartile_range(), 8);
  EXPECT_TRUE(cell.disagreement());
  EXPECT_EQ(cell.agreement(), -1);
  EXPECT_FALSE(cell.has_moved());
  EXPECT_EQ(assessed->advice(), v1::ROUND_ADVICE_GO_ON);
}

TEST_F(AssessmentTest, AStableSplitIsAResultAsAStableAgreementIs) {
  Say("one", {1, 1, 1, 9, 9, 9});
  Say("two", {7, 7, 8, 7, 7, 7});
  const auto assessed = AssessRound(snapshot_, {}, 2);
  ASSERT_EQ(assessed->cells_size(), 2);
  EXPECT_EQ(assessed->cells(0).state(), v1::CELL_STATE_STABLE_SPLIT);
  EXPECT_EQ(assessed->cells(0).moved(), 0);
  EXPECT_EQ(assessed->cells(1).state(), v1::CELL_STATE_STABLE_AGREED);
  EXPECT_EQ(assessed->advice(), v1::ROUND_ADVICE_STOP);
  EXPECT_LT(assessed->criteria(0).alpha(), 0.5);
}

TEST_F(AssessmentTest, WhoChangedAScoreInThisRoundMovesItsCell) {
  Say("one", {5, 5, 5, 5, 5, 5});
  Say("two", {7, 7, 7, 7, 7});
  // One of six had said 3 before, in the first round; in the second nothing was said.
  snapshot_.scores[2] = ScoreOf("one", 2, 3, 5);
  const std::vector<v1::Score> past = {ScoreOf("one", 2, 1, 3)};
  const auto assessed = AssessRound(snapshot_, past, 3);
  ASSERT_EQ(assessed->cells_size(), 2);
  EXPECT_EQ(assessed->cells(0).state(), v1::CELL_STATE_MOVING);
  EXPECT_NEAR(assessed->cells(0).moved(), 1 / 6.0, 1e-12);
  EXPECT_EQ(assessed->advice(), v1::ROUND_ADVICE_GO_ON);
  // In the next round it does not move any more.
  EXPECT_EQ(AssessRound(snapshot_, past, 4)->cells(0).moved(), 0);
  EXPECT_EQ(AssessRound(snapshot_, past, 4)->advice(), v1::ROUND_ADVICE_STOP);
}

TEST_F(AssessmentTest, FewMembersAreShownAndNoIndexOfThem) {
  Say("one", {2, 8});
  Say("two", {2});
  const auto assessed = AssessRound(snapshot_, {}, 2);
  ASSERT_EQ(assessed->cells_size(), 1) << "one alone agrees with nobody";
  EXPECT_FALSE(assessed->cells(0).has_agreement());
  std::vector<double> values;
  for (const auto& number : assessed->cells(0).numbers()) values.push_back(number.value());
  EXPECT_THAT(values, ElementsAre(2, 8));
}

TEST_F(AssessmentTest, ScoresBetweenTheStepsHaveNoOrdinalAgreement) {
  Say("one", {2, 3, 4, 5, 5.5});
  EXPECT_FALSE(AssessRound(snapshot_, {}, 2)->cells(0).has_agreement());
  EXPECT_TRUE(absl::IsCancelled(AssessRound(snapshot_, {}, 2, [] { return true; }).status()));
}

}  // namespace
}  // namespace plenum::scoring
