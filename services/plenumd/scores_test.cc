// Criteria, scores and the ranking, over the wire.
#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using deliberation::v1::PHASE_SCORING;
using deliberation::v1::PHASE_VOTING;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ScoresTest : public ServicesTest {
 protected:
  ScoresTest() {
    Create();
    first_ = AddMeasure("First");
    second_ = AddMeasure("Second");
    cost_ = AddCriterion("Cost", 1);
    risk_ = AddCriterion("Risk", 3);
    ann_ = AddMember();
    bea_ = AddMember();
  }
  struct Cell {
    std::string measure, criterion;
    double value;
  };
  absl::Status Set(const Person& person, const std::vector<Cell>& cells,
                   const std::string& request_id = "") {
    scoring::v1::SetScoresRequest request;
    request.set_parent(name_);
    request.set_request_id(request_id);
    for (const auto& cell : cells) {
      auto* score = request.add_scores();
      score->set_measure(cell.measure);
      score->set_criterion(cell.criterion);
      score->set_value(cell.value);
    }
    return Call(*scoring_, &Scoring::Stub::SetScores, request, person.token).status();
  }
  int ScoreCount(const std::string& token) {
    scoring::v1::ListScoresRequest request;
    request.set_parent(name_);
    return Call(*scoring_, &Scoring::Stub::ListScores, request, token)->scores_size();
  }
  absl::StatusOr<scoring::v1::EvaluateRankingResponse> Ranking(const std::string& token) {
    scoring::v1::EvaluateRankingRequest request;
    request.set_parent(name_);
    return Call(*scoring_, &Scoring::Stub::EvaluateRanking, request, token);
  }
  std::string first_, second_, cost_, risk_;
  Person ann_, bea_;
};

TEST_F(ScoresTest, TheRankingIsTheWeightedMeanWithItsParts) {
  EXPECT_EQ(ReasonOf(Set(ann_, {{first_, cost_, 5}})), "WRONG_PHASE");
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  EXPECT_EQ(ReasonOf(Ranking(facilitator_).status()), "NOT_READY");
  ASSERT_TRUE(Set(ann_, {{first_, cost_, 10}, {first_, risk_, 2}}).ok());
  ASSERT_TRUE(Set(ann_, {{second_, cost_, 0}, {second_, risk_, 8}}).ok());
  ASSERT_TRUE(Set(bea_, {{first_, risk_, 4}}).ok());
  const auto ranking = Ranking(facilitator_);
  ASSERT_TRUE(ranking.ok()) << ranking.status();
  ASSERT_EQ(ranking->ranking().measures_size(), 2);
  const auto& best = ranking->ranking().measures(0);
  EXPECT_EQ(best.title(), "Second");
  EXPECT_EQ(best.position(), 1);
  EXPECT_DOUBLE_EQ(best.total(), 0.75 * 0.8);
  EXPECT_THAT(best.reason(), HasSubstr("mostly by Risk"));
  const auto& other = ranking->ranking().measures(1);
  EXPECT_DOUBLE_EQ(other.total(), 0.25 * 1.0 + 0.75 * 0.3);
  EXPECT_DOUBLE_EQ(other.contributions(1).value(), 0.3);
  EXPECT_EQ(other.contributions(1).score_count(), 2);
  EXPECT_EQ(ranking->ranking().member_count(), 2);
  EXPECT_EQ(ranking->ranking().missing_cells(), 0);
}

TEST_F(ScoresTest, ACriterionThatNobodyScoredLeavesThePlaceOpen) {
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  ASSERT_TRUE(Set(ann_, {{first_, cost_, 10}, {first_, risk_, 2}, {second_, cost_, 1}}).ok());
  const auto ranking = Ranking(facilitator_);
  ASSERT_TRUE(ranking.ok()) << ranking.status();
  const auto& open = ranking->ranking().measures(1);
  EXPECT_EQ(open.title(), "Second");
  EXPECT_EQ(open.position(), 0);
  EXPECT_EQ(open.best_position(), 1);
  EXPECT_EQ(open.worst_position(), 2);
  EXPECT_EQ(ranking->ranking().missing_cells(), 1);
}

TEST_F(ScoresTest, OthersScoresAreSealedUntilTheVote) {
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  ASSERT_TRUE(Set(ann_, {{first_, cost_, 10}, {first_, risk_, 2}}).ok());
  ASSERT_TRUE(Set(bea_, {{first_, cost_, 1}}).ok());
  EXPECT_EQ(ScoreCount(ann_.token), 2);
  EXPECT_EQ(ScoreCount(bea_.token), 1);
  EXPECT_EQ(ScoreCount(facilitator_), 0);
  EXPECT_EQ(ReasonOf(Ranking(ann_.token).status()), "WRONG_PHASE");
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  EXPECT_EQ(ScoreCount(ann_.token), 3);
  EXPECT_TRUE(Ranking(ann_.token).ok());
  EXPECT_EQ(ReasonOf(Set(ann_, {{first_, cost_, 3}})), "WRONG_PHASE");
}

TEST_F(ScoresTest, AllOrNothingOfACallIsStoredAndEveryMistakeNamed) {
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  const absl::Status refused = Set(ann_, {{first_, cost_, 5},
                                          {first_, cost_, 6},
                                          {first_, risk_, 11},
                                          {second_, risk_, std::nan("")},
                                          {name_ + "/measures/none", cost_, 1},
                                          {second_, name_ + "/criteria/none", 1}});
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(FieldsOf(refused), ElementsAre("scores[1]", "scores[2].value", "scores[3].value",
                                             "scores[4].measure", "scores[5].criterion"));
  EXPECT_EQ(ScoreCount(ann_.token), 0);
  EXPECT_THAT(FieldsOf(Set(ann_, {})), ElementsAre("scores"));
}

TEST_F(ScoresTest, ARepeatedRequestDoesNotBringAnOldScoreBack) {
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  ASSERT_TRUE(Set(ann_, {{first_, cost_, 1}}, "s-1").ok());
  ASSERT_TRUE(Set(ann_, {{first_, cost_, 2}}, "s-2").ok());
  ASSERT_TRUE(Set(ann_, {{first_, cost_, 1}}, "s-1").ok());
  EXPECT_EQ(ReasonOf(Set(ann_, {{first_, cost_, 3}}, "s-1")), "REQUEST_ID_REUSED");
  scoring::v1::ListScoresRequest request;
  request.set_parent(name_);
  const auto scores = Call(*scoring_, &Scoring::Stub::ListScores, request, ann_.token);
  ASSERT_EQ(scores->scores_size(), 1);
  EXPECT_EQ(scores->scores(0).value(), 2);
}

TEST_F(ScoresTest, WeightsChangeUntilTheVoteAndScalesUntilScoring) {
  scoring::v1::UpdateCriterionRequest request;
  request.mutable_criterion()->set_name(cost_);
  request.mutable_criterion()->set_weight(9);
  request.mutable_update_mask()->add_paths("weight");
  const auto update = [&] {
    return Call(*scoring_, &Scoring::Stub::UpdateCriterion, request, facilitator_).status();
  };
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  EXPECT_TRUE(update().ok());
  request.mutable_criterion()->set_weight(-1);
  EXPECT_THAT(FieldsOf(update()), ElementsAre("criterion.weight"));
  request.mutable_criterion()->set_weight(1);
  request.mutable_criterion()->set_etag("1");
  EXPECT_EQ(ReasonOf(update()), "STALE_ETAG");
  request.mutable_criterion()->clear_etag();
  request.mutable_update_mask()->add_paths("scale_max");
  EXPECT_EQ(ReasonOf(update()), "WRONG_PHASE");
  request.mutable_update_mask()->mutable_paths()->RemoveLast();
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  EXPECT_EQ(ReasonOf(update()), "WRONG_PHASE");
}

TEST_F(ScoresTest, ACriterionMustMakeSense) {
  scoring::v1::CreateCriterionRequest request;
  request.set_parent(name_);
  auto& criterion = *request.mutable_criterion();
  criterion.set_scale_min(5);
  criterion.set_scale_max(5);
  criterion.set_weight(std::numeric_limits<double>::infinity());
  const auto refused =
      Call(*scoring_, &Scoring::Stub::CreateCriterion, request, facilitator_).status();
  EXPECT_THAT(FieldsOf(refused), ElementsAre("criterion.title", "criterion.direction",
                                             "criterion.scale_min", "criterion.weight"));
}

TEST_F(ScoresTest, TwoCriteriaOfOneTitleAreRefused) {
  scoring::v1::CreateCriterionRequest request;
  request.set_parent(name_);
  auto& criterion = *request.mutable_criterion();
  criterion.set_title("cost");
  criterion.set_direction(scoring::v1::DIRECTION_HIGHER_IS_BETTER);
  criterion.set_scale_max(10);
  criterion.set_weight(1);
  const auto created = Call(*scoring_, &Scoring::Stub::CreateCriterion, request, facilitator_);
  EXPECT_THAT(FieldsOf(created.status()), ElementsAre("criterion.title"));
  scoring::v1::UpdateCriterionRequest update;
  update.mutable_update_mask()->add_paths("title");
  update.mutable_criterion()->set_name(risk_);
  update.mutable_criterion()->set_title("COST");
  const auto changed = Call(*scoring_, &Scoring::Stub::UpdateCriterion, update, facilitator_);
  EXPECT_THAT(FieldsOf(changed.status()), ElementsAre("criterion.title"));
  update.mutable_criterion()->set_title("RISK");
  EXPECT_TRUE(Call(*scoring_, &Scoring::Stub::UpdateCriterion, update, facilitator_).ok());
}

TEST_F(ScoresTest, AMatrixIsEvaluatedForAnybody) {
  scoring::v1::EvaluateMatrixRequest request;
  auto* cost = request.add_criteria();
  cost->set_title("Cost");
  cost->set_direction(scoring::v1::DIRECTION_LOWER_IS_BETTER);
  cost->set_scale_max(100);
  cost->set_weight(1);
  for (const double value : {70.0, 20.0}) {
    auto* option = request.add_options();
    option->set_title(absl::StrCat("Option at ", value));
    option->add_values(value);
  }
  const auto evaluate = [&] {
    return Call(*scoring_, &Scoring::Stub::EvaluateMatrix, request, "");
  };
  auto evaluated = evaluate();
  ASSERT_TRUE(evaluated.ok()) << evaluated.status();
  EXPECT_EQ(evaluated->ranking().measures(0).measure(), "1");
  EXPECT_DOUBLE_EQ(evaluated->ranking().measures(0).total(), 0.8);
  cost->set_weight(0);
  EXPECT_EQ(evaluate().status().code(), absl::StatusCode::kInvalidArgument);
  cost->set_weight(1);
  request.mutable_options(0)->set_values(0, 101);
  const auto out = evaluate();
  EXPECT_EQ(out.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(out.status().message()), HasSubstr("\"Option at 70\""));
  request.mutable_options(0)->set_values(0, std::numeric_limits<double>::infinity());
  EXPECT_THAT(FieldsOf(evaluate().status()), ElementsAre("options[0].values[0]"));
}

}  // namespace
}  // namespace plenum::plenumd
