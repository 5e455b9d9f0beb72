// Rounds of scoring, members' weights, and the ranking as it follows the scores, over the wire.
#include <gmock/gmock.h>

#include "services/common/base/text.h"
#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using deliberation::v1::PHASE_SCORING;
using deliberation::v1::PHASE_VOTING;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RoundsTest : public ServicesTest {
 protected:
  RoundsTest() {
    Create();
    first_ = AddMeasure("First");
    second_ = AddMeasure("Second");
    cost_ = AddCriterion("Cost", 1);
    risk_ = AddCriterion("Risk", 3);
    ann_ = AddMember();
    bea_ = AddMember();
    observer_ = AddMember(deliberation::v1::ROLE_OBSERVER);
  }

  scoring::v1::Score ScoreOf(const std::string& measure, const std::string& criterion, double value,
                             const std::string& reason = "") {
    scoring::v1::Score score;
    score.set_measure(measure);
    score.set_criterion(criterion);
    score.set_value(value);
    score.set_reason(reason);
    return score;
  }
  absl::StatusOr<scoring::v1::SetScoresResponse> Set(const Person& person,
                                                     std::vector<scoring::v1::Score> scores) {
    scoring::v1::SetScoresRequest request;
    request.set_parent(name_);
    for (auto& score : scores) *request.add_scores() = std::move(score);
    return Call(*scoring_, &Scoring::Stub::SetScores, request, person.token);
  }
  absl::Status SetAll(const Person& person, double a, double b, double c, double d) {
    return Set(person, {ScoreOf(first_, cost_, a), ScoreOf(first_, risk_, b),
                        ScoreOf(second_, cost_, c), ScoreOf(second_, risk_, d)})
        .status();
  }
  absl::StatusOr<scoring::v1::OpenRoundResponse> OpenRound(int number) {
    scoring::v1::OpenRoundRequest request;
    request.set_parent(name_);
    request.set_number(number);
    return Call(*scoring_, &Scoring::Stub::OpenRound, request, facilitator_);
  }
  absl::StatusOr<scoring::v1::GetRoundResponse> Round(const std::string& token) {
    scoring::v1::GetRoundRequest request;
    request.set_parent(name_);
    return Call(*scoring_, &Scoring::Stub::GetRound, request, token);
  }
  absl::StatusOr<scoring::v1::ListMovementsResponse> Movements(const std::string& token,
                                                               int round = 0) {
    scoring::v1::ListMovementsRequest request;
    request.set_parent(name_);
    request.set_round(round);
    return Call(*scoring_, &Scoring::Stub::ListMovements, request, token);
  }
  absl::StatusOr<scoring::v1::EvaluateRankingResponse> Ranking(
      const std::string& token, const scoring::v1::EvaluationOptions& options = {}) {
    scoring::v1::EvaluateRankingRequest request;
    request.set_parent(name_);
    *request.mutable_options() = options;
    return Call(*scoring_, &Scoring::Stub::EvaluateRanking, request, token);
  }
  int ScoreCount(const std::string& token) {
    scoring::v1::ListScoresRequest request;
    request.set_parent(name_);
    return Call(*scoring_, &Scoring::Stub::ListScores, request, token)->scores_size();
  }
  absl::StatusOr<scoring::v1::SetWeightsResponse> Weigh(
      const Person& person, scoring::v1::WeightMethod method,
      const std::vector<std::pair<std::string, double>>& numbers,
      const std::vector<std::tuple<std::string, std::string, double>>& pairs = {}) {
    scoring::v1::SetWeightsRequest request;
    request.set_parent(name_);
    request.mutable_weights()->set_method(method);
    for (const auto& [criterion, value] : numbers) {
      auto* number = request.mutable_weights()->add_numbers();
      number->set_criterion(criterion);
      number->set_value(value);
    }
    for (const auto& [criterion, than, ratio] : pairs) {
      auto* pair = request.mutable_weights()->add_pairs();
      pair->set_criterion(criterion);
      pair->set_than(than);
      pair->set_ratio(ratio);
    }
    return Call(*scoring_, &Scoring::Stub::SetWeights, request, person.token);
  }

  std::string first_, second_, cost_, risk_;
  Person ann_, bea_, observer_;
};

TEST_F(RoundsTest, TheFirstIsSealedAndTheSecondOpenToThoseWhoScored) {
  EXPECT_EQ(ReasonOf(OpenRound(2).status()), "WRONG_PHASE");
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  ASSERT_TRUE(SetAll(ann_, 1, 2, 3, 4).ok());
  EXPECT_EQ(Round(ann_.token)->round().number(), 1);
  EXPECT_FALSE(Round(ann_.token)->scores_visible());
  EXPECT_EQ(ScoreCount(bea_.token), 0);
  EXPECT_EQ(ScoreCount(observer_.token), 0);
  EXPECT_EQ(ReasonOf(Movements(facilitator_).status()), "NOT_READY");

  ASSERT_TRUE(OpenRound(2).ok());
  EXPECT_TRUE(OpenRound(2).ok());  // a repeat changes nothing
  EXPECT_EQ(FieldsOf(OpenRound(4).status()), std::vector<std::string>{"number"});
  EXPECT_EQ(Round(ann_.token)->round().number(), 2);
  EXPECT_TRUE(Round(ann_.token)->scores_visible());
  EXPECT_TRUE(Ranking(ann_.token).ok());
  EXPECT_EQ(ScoreCount(observer_.token), 4);
  EXPECT_EQ(ScoreCount(bea_.token), 0);
  EXPECT_THAT(std::string(Ranking(bea_.token).status().message()),
              HasSubstr("enter scores of your own first"));
  ASSERT_TRUE(SetAll(bea_, 5, 5, 5, 5).ok());
  EXPECT_EQ(ScoreCount(bea_.token), 8);
  EXPECT_TRUE(Ranking(bea_.token).ok());
}

// As the log of the deliberation has them.
TEST_F(RoundsTest, TheDigestIsThatOfTheLinesThatItSays) {
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  ASSERT_TRUE(Set(ann_, {ScoreOf(first_, cost_, 6.5), ScoreOf(second_, risk_, 2)}).ok());
  scoring::v1::DigestScoresRequest request;
  request.set_parent(name_);
  const auto digest = Call(*scoring_, &Scoring::Stub::DigestScores, request, facilitator_);
  ASSERT_TRUE(digest.ok()) << digest.status();
  EXPECT_EQ(digest->count(), 2);
  const auto id = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
  std::vector<std::string> lines = {
      absl::StrCat(id(ann_.name), " ", id(first_), " ", id(cost_), " 1 6.5\n"),
      absl::StrCat(id(ann_.name), " ", id(second_), " ", id(risk_), " 1 2\n")};
  std::sort(lines.begin(), lines.end());
  EXPECT_EQ(digest->sha256(), base::Sha256(lines[0] + lines[1]));
  EXPECT_EQ(ReasonOf(Call(*scoring_, &Scoring::Stub::DigestScores, request, ann_.token).status()),
            "ROLE_TOO_LOW");
}

// Seals, rounds and what can be entered follow the phases.
TEST_F(RoundsTest, DiscussingLiftsTheSealAndRevisingOpensARound) {
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  ASSERT_TRUE(SetAll(ann_, 1, 2, 3, 4).ok());
  EXPECT_EQ(ReasonOf(Advance(deliberation::v1::PHASE_DRAFT).status()), "WRONG_PHASE")
      << "scores would be lost";
  EXPECT_EQ(ScoreCount(observer_.token), 0);
  ASSERT_TRUE(Advance(deliberation::v1::PHASE_DISCUSSING).ok());
  EXPECT_EQ(ScoreCount(observer_.token), 4);
  EXPECT_EQ(ReasonOf(SetAll(ann_, 4, 3, 2, 1)), "WRONG_PHASE");
  ASSERT_TRUE(Advance(deliberation::v1::PHASE_REVISING).ok());
  EXPECT_EQ(Round(ann_.token)->round().number(), 2);
  ASSERT_TRUE(Advance(deliberation::v1::PHASE_REVISING).ok()) << "once more changes nothing";
  EXPECT_EQ(Round(ann_.token)->round().number(), 2);
  ASSERT_TRUE(SetAll(ann_, 4, 3, 2, 1).ok());
  EXPECT_EQ(Movements(ann_.token)->moved_members(), 1);
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  EXPECT_EQ(ReasonOf(SetAll(ann_, 1, 2, 3, 4)), "WRONG_PHASE");
}

TEST_F(RoundsTest, TheSealHoldsForTheFacilitatorWhereMembersCouldBeToldApart) {
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  ASSERT_TRUE(SetAll(ann_, 1, 2, 3, 4).ok());
  ASSERT_TRUE(SetAll(bea_, 9, 9, 9, 9).ok());
  scoring::v1::ExplainRankingRequest why;
  why.set_parent(name_);
  why.set_measure(first_);
  why.set_other(second_);
  scoring::v1::GetAgendaRequest agenda;
  agenda.set_parent(name_);
  scoring::v1::GetEvidenceRequest evidence;
  evidence.set_parent(name_);
  const auto reasons = [&] {
    return std::vector<std::string>{
        ReasonOf(Call(*scoring_, &Scoring::Stub::ExplainRanking, why, facilitator_).status()),
        ReasonOf(Call(*scoring_, &Scoring::Stub::GetAgenda, agenda, facilitator_).status()),
        ReasonOf(Call(*scoring_, &Scoring::Stub::GetEvidence, evidence, facilitator_).status())};
  };
  EXPECT_THAT(reasons(), ::testing::Each("WRONG_PHASE"));
  EXPECT_TRUE(Ranking(facilitator_).ok());  // of the group
  ASSERT_TRUE(OpenRound(2).ok());
  EXPECT_THAT(reasons(), ::testing::Each("OK"));
}

TEST_F(RoundsTest, MovementsSayWhoMovedHowFarAndWithWhatEvidence) {
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  ASSERT_TRUE(SetAll(ann_, 1, 2, 3, 4).ok());
  ASSERT_TRUE(SetAll(bea_, 9, 9, 9, 9).ok());
  ASSERT_TRUE(OpenRound(2).ok());
  ASSERT_TRUE(Set(ann_, {ScoreOf(first_, cost_, 6, "the new estimate")}).ok());
  ASSERT_TRUE(Set(ann_, {ScoreOf(first_, cost_, 7, "the new estimate")}).ok());
  ASSERT_TRUE(Set(ann_, {ScoreOf(first_, risk_, 2)}).ok());  // confirmed
  ASSERT_TRUE(Set(bea_, {ScoreOf(second_, risk_, 8)}).ok());
  auto movements = Movements(ann_.token);
  ASSERT_TRUE(movements.ok()) << movements.status();
  ASSERT_EQ(movements->movements_size(), 2);
  const auto& farthest = movements->movements(0);
  EXPECT_EQ(farthest.member(), ann_.name);
  EXPECT_DOUBLE_EQ(farthest.old_value(), 1);  // of the round before, not of the minute before
  EXPECT_DOUBLE_EQ(farthest.new_value(), 7);
  EXPECT_DOUBLE_EQ(farthest.share_of_scale(), 0.6);
  EXPECT_TRUE(farthest.new_evidence());
  EXPECT_EQ(farthest.reason(), "the new estimate");
  EXPECT_FALSE(movements->movements(1).new_evidence());
  EXPECT_EQ(movements->score_count(), 8);
  EXPECT_EQ(movements->moved_members(), 2);
  auto persuaded = ScoreOf(second_, risk_, 8);
  persuaded.set_argument(name_ + "/arguments/a1");
  ASSERT_TRUE(Set(bea_, {persuaded}).ok());
  movements = Movements(ann_.token);
  EXPECT_TRUE(movements->movements(1).new_evidence());
  EXPECT_EQ(movements->movements(1).argument(), name_ + "/arguments/a1");

  ASSERT_TRUE(OpenRound(3).ok());
  ASSERT_TRUE(Set(ann_, {ScoreOf(first_, cost_, 1)}).ok());
  EXPECT_EQ(Movements(ann_.token)->movements_size(), 1);
  EXPECT_DOUBLE_EQ(Movements(ann_.token)->movements(0).old_value(), 7);
  // What happened in the second round stays as it was.
  EXPECT_DOUBLE_EQ(Movements(ann_.token, 2)->movements(0).new_value(), 7);
  EXPECT_EQ(FieldsOf(Movements(ann_.token, 4).status()), std::vector<std::string>{"round"});
}

TEST_F(RoundsTest, WeightsFollowFromPointsRanksAndPairs) {
  EXPECT_EQ(ReasonOf(Weigh(ann_, scoring::v1::WEIGHT_METHOD_DIRECT, {{cost_, 1}}).status()),
            "WRONG_PHASE");
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  const auto swing = Weigh(ann_, scoring::v1::WEIGHT_METHOD_SWING, {{risk_, 25}, {cost_, 100}});
  ASSERT_TRUE(swing.ok()) << swing.status();
  ASSERT_EQ(swing->weights().weights_size(), 2);
  EXPECT_EQ(swing->weights().weights(0).criterion(), cost_);
  EXPECT_DOUBLE_EQ(swing->weights().weights(0).value(), 0.8);
  const auto ranks = Weigh(ann_, scoring::v1::WEIGHT_METHOD_RANKS, {{cost_, 2}, {risk_, 1}});
  EXPECT_DOUBLE_EQ(ranks->weights().weights(1).value(), 0.75);
  const auto pairs = Weigh(bea_, scoring::v1::WEIGHT_METHOD_PAIRS, {}, {{cost_, risk_, 4}});
  ASSERT_TRUE(pairs.ok()) << pairs.status();
  EXPECT_NEAR(pairs->weights().weights(0).value(), 0.8, 1e-12);
  EXPECT_FALSE(pairs->weights().has_consistency_ratio());  // two cannot contradict each other

  scoring::v1::ListWeightsRequest list;
  list.set_parent(name_);
  const auto sealed = Call(*scoring_, &Scoring::Stub::ListWeights, list, ann_.token);
  ASSERT_EQ(sealed->weights_size(), 1);
  EXPECT_EQ(sealed->weights(0).method(), scoring::v1::WEIGHT_METHOD_RANKS);
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  EXPECT_EQ(Call(*scoring_, &Scoring::Stub::ListWeights, list, ann_.token)->weights_size(), 2);
}

TEST_F(RoundsTest, BadWeightsAreNamed) {
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  using scoring::v1::WEIGHT_METHOD_DIRECT;
  using scoring::v1::WEIGHT_METHOD_PAIRS;
  using scoring::v1::WEIGHT_METHOD_RANKS;
  const auto fields = [&](auto&&... arguments) {
    return FieldsOf(Weigh(ann_, arguments...).status());
  };
  EXPECT_THAT(fields(scoring::v1::WEIGHT_METHOD_UNSPECIFIED,
                     std::vector<std::pair<std::string, double>>{{cost_, 1}}),
              ElementsAre("weights.method"));
  using Numbers = std::vector<std::pair<std::string, double>>;
  EXPECT_THAT(fields(WEIGHT_METHOD_DIRECT, Numbers{{cost_, 1}}), ElementsAre("weights.numbers"));
  EXPECT_THAT(fields(WEIGHT_METHOD_DIRECT, Numbers{{cost_, 0}, {risk_, 0}}),
              ElementsAre("weights.numbers"));
  EXPECT_THAT(fields(WEIGHT_METHOD_DIRECT, Numbers{{cost_, -1}, {name_ + "/criteria/x", 1}}),
              ElementsAre("weights.numbers[0].value", "weights.numbers[1].criterion"));
  EXPECT_THAT(fields(WEIGHT_METHOD_DIRECT, Numbers{{cost_, std::nan("")}, {risk_, 1}}),
              ElementsAre("weights.numbers[0].value"));
  EXPECT_THAT(fields(WEIGHT_METHOD_RANKS, Numbers{{cost_, 0}, {risk_, 1}}),
              ElementsAre("weights.numbers[0].value"));
  EXPECT_THAT(fields(WEIGHT_METHOD_DIRECT, Numbers{{cost_, 1}, {cost_, 1}, {risk_, 1}}),
              ElementsAre("weights.numbers[1]"));
  EXPECT_THAT(FieldsOf(Weigh(ann_, WEIGHT_METHOD_PAIRS, {}, {{cost_, risk_, 10}}).status()),
              ElementsAre("weights.pairs[0].ratio"));
  EXPECT_THAT(FieldsOf(Weigh(ann_, WEIGHT_METHOD_PAIRS, {}, {{cost_, cost_, 1}}).status()),
              ElementsAre("weights.pairs[0]"));
  const absl::Status apart = Weigh(ann_, WEIGHT_METHOD_PAIRS, {}, {}).status();
  EXPECT_THAT(std::string(apart.message()), HasSubstr("do not connect \"Risk\""));
}

TEST_F(RoundsTest, TheMembersWeightsCanMakeTheRanking) {
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  ASSERT_TRUE(SetAll(ann_, 10, 0, 0, 10).ok());
  ASSERT_TRUE(SetAll(bea_, 10, 0, 0, 8).ok());
  scoring::v1::EvaluationOptions options;
  options.set_weight_rule(scoring::v1::WEIGHT_RULE_MEMBERS);
  EXPECT_EQ(ReasonOf(Ranking(facilitator_, options).status()), "NOT_READY");
  ASSERT_TRUE(Weigh(ann_, scoring::v1::WEIGHT_METHOD_DIRECT, {{cost_, 9}, {risk_, 1}}).ok());
  ASSERT_TRUE(Weigh(bea_, scoring::v1::WEIGHT_METHOD_DIRECT, {{cost_, 5}, {risk_, 5}}).ok());
  EXPECT_EQ(Ranking(facilitator_)->ranking().measures(0).title(), "Second");
  const auto ranking = Ranking(facilitator_, options);
  ASSERT_TRUE(ranking.ok()) << ranking.status();
  EXPECT_EQ(ranking->ranking().measures(0).title(), "First");
  EXPECT_DOUBLE_EQ(ranking->ranking().measures(0).total(), 0.7);
  EXPECT_EQ(ranking->ranking().weighing_members(), 2);
  EXPECT_EQ(ranking->ranking().options().group_rule(), scoring::v1::GROUP_RULE_MEAN);
  options.set_group_rule(scoring::v1::GROUP_RULE_INDIVIDUAL_TOTALS);
  EXPECT_DOUBLE_EQ(Ranking(facilitator_, options)->ranking().measures(0).total(), (0.9 + 0.5) / 2);
  options.set_group_rule(static_cast<scoring::v1::GroupRule>(99));
  EXPECT_EQ(FieldsOf(Ranking(facilitator_, options).status()),
            std::vector<std::string>{"options.group_rule"});
}

TEST_F(RoundsTest, EvidenceSaysWhatScoresLeanOn) {
  ingestion::v1::ImportDocumentRequest import;
  import.set_parent(name_);
  import.set_file_name("plan.txt");
  import.set_content("The ministry should open a crisis hotline. It costs little.\n");
  const auto imported = Call(*ingestion_, &Ingestion::Stub::ImportDocument, import, facilitator_);
  ASSERT_TRUE(imported.ok()) << imported.status();
  ASSERT_EQ(imported->measures_size(), 1);
  const auto& found = imported->measures(0);
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  auto leaning = ScoreOf(found.name(), cost_, 3);
  leaning.mutable_quote()->set_document(found.quotes(0).document());
  leaning.mutable_quote()->set_start(found.quotes(0).start());
  leaning.mutable_quote()->set_end(found.quotes(0).end());
  leaning.set_confidence(0.8);
  auto wrong = leaning;
  wrong.mutable_quote()->set_end(found.quotes(0).end() + 1);
  wrong.set_argument("deliberations/other/arguments/a");
  wrong.set_confidence(2);
  EXPECT_THAT(FieldsOf(Set(ann_, {wrong}).status()),
              ElementsAre("scores[0].confidence", "scores[0].argument", "scores[0].quote"));
  ASSERT_TRUE(Set(ann_, {leaning, ScoreOf(first_, cost_, 1, "as last year")}).ok());
  ASSERT_TRUE(Set(bea_, {ScoreOf(first_, cost_, 2)}).ok());
  ASSERT_TRUE(OpenRound(2).ok());

  scoring::v1::GetEvidenceRequest request;
  request.set_parent(name_);
  auto evidence = Call(*scoring_, &Scoring::Stub::GetEvidence, request, facilitator_);
  ASSERT_TRUE(evidence.ok()) << evidence.status();
  EXPECT_EQ(evidence->measures(0).scores(), 2);
  EXPECT_EQ(evidence->measures(0).with_reason(), 1);
  EXPECT_EQ(evidence->measures(2).with_quote(), 1);
  EXPECT_THAT(evidence->stale(), IsEmpty());
}

TEST_F(RoundsTest, ValueFunctionsFloorsAndAnchorsCount) {
  scoring::v1::UpdateCriterionRequest update;
  auto& criterion = *update.mutable_criterion();
  criterion.set_name(cost_);
  criterion.set_floor(0.5);
  criterion.set_worst_anchor("more than the whole budget");
  for (const auto& [score, value] : {std::pair{0.0, 0.0}, {2.0, 0.8}, {10.0, 1.0}}) {
    auto* knot = criterion.mutable_value_function()->mutable_piecewise()->add_knots();
    knot->set_score(score);
    knot->set_value(value);
  }
  for (const char* path : {"floor", "worst_anchor", "value_function"}) {
    update.mutable_update_mask()->add_paths(path);
  }
  ASSERT_TRUE(Call(*scoring_, &Scoring::Stub::UpdateCriterion, update, facilitator_).ok());
  auto wrong = update;
  wrong.mutable_criterion()->set_floor(1.5);
  wrong.mutable_criterion()
      ->mutable_value_function()
      ->mutable_piecewise()
      ->mutable_knots(2)
      ->set_value(0.7);
  wrong.mutable_criterion()
      ->mutable_value_function()
      ->mutable_piecewise()
      ->mutable_knots(0)
      ->set_score(1);
  EXPECT_THAT(
      FieldsOf(Call(*scoring_, &Scoring::Stub::UpdateCriterion, wrong, facilitator_).status()),
      ElementsAre("criterion.value_function.piecewise.knots",
                  "criterion.value_function.piecewise.knots[2].value", "criterion.floor"));

  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  ASSERT_TRUE(SetAll(ann_, 2, 5, 1, 10).ok());
  const auto ranking = Ranking(facilitator_);
  const auto& best = ranking->ranking().measures(0);
  EXPECT_EQ(best.title(), "Second");
  EXPECT_DOUBLE_EQ(best.contributions(0).value(), 0.4);
  EXPECT_THAT(best.failed_floors(), ElementsAre(cost_));
  EXPECT_THAT(ranking->ranking().measures(1).failed_floors(), IsEmpty());
}

TEST_F(RoundsTest, AWatcherIsToldWhatChangedAndWhy) {
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  ASSERT_TRUE(OpenRound(2).ok());
  scoring::v1::WatchRankingRequest request;
  request.set_parent(name_);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  context.AddMetadata("authorization", "Bearer " + facilitator_);
  auto stream = scoring_->WatchRanking(&context, request);
  scoring::v1::WatchRankingResponse step;
  ASSERT_TRUE(stream->Read(&step));
  EXPECT_FALSE(step.has_ranking());  // there is nothing to rank by yet
  EXPECT_THAT(step.causes(), IsEmpty());

  ASSERT_TRUE(SetAll(ann_, 1, 1, 5, 5).ok());
  ASSERT_TRUE(stream->Read(&step));
  EXPECT_EQ(step.causes(0).kind(), scoring::v1::RANKING_CAUSE_KIND_SCORES_SET);
  EXPECT_EQ(step.causes(0).actor(), ann_.name);
  ASSERT_EQ(step.changes_size(), 2);
  EXPECT_EQ(step.changes(0).title(), "Second");
  EXPECT_EQ(step.changes(0).old_position(), 0);
  EXPECT_EQ(step.changes(0).new_position(), 1);

  ASSERT_TRUE(Set(ann_, {ScoreOf(first_, risk_, 10)}).ok());
  ASSERT_TRUE(stream->Read(&step));
  ASSERT_EQ(step.changes_size(), 2);
  EXPECT_EQ(step.changes(0).title(), "First");
  EXPECT_EQ(step.changes(0).old_position(), 2);
  EXPECT_EQ(step.changes(0).new_position(), 1);
  EXPECT_EQ(step.ranking().SerializeAsString(),
            Ranking(facilitator_)->ranking().SerializeAsString());
  const std::string token = step.resume_token();

  ASSERT_TRUE(SetAll(bea_, 10, 10, 0, 0).ok());  // a new member: the model is made anew
  ASSERT_TRUE(stream->Read(&step));
  EXPECT_EQ(step.ranking().SerializeAsString(),
            Ranking(facilitator_)->ranking().SerializeAsString());
  context.TryCancel();
  stream->Finish();

  grpc::ClientContext later;
  later.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  later.AddMetadata("authorization", "Bearer " + facilitator_);
  request.set_resume_token(token);
  auto resumed = scoring_->WatchRanking(&later, request);
  ASSERT_TRUE(resumed->Read(&step));
  ASSERT_EQ(step.causes_size(), 1);
  EXPECT_EQ(step.causes(0).actor(), bea_.name);
  EXPECT_THAT(step.changes(), IsEmpty());
  EXPECT_EQ(step.ranking().member_count(), 2);
  later.TryCancel();
  resumed->Finish();
}

TEST_F(RoundsTest, NobodyWatchesASealedRound) {
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  for (const std::string& token : {ann_.token, facilitator_}) {
    scoring::v1::WatchRankingRequest request;
    request.set_parent(name_);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context.AddMetadata("authorization", "Bearer " + token);
    auto stream = scoring_->WatchRanking(&context, request);
    scoring::v1::WatchRankingResponse step;
    EXPECT_FALSE(stream->Read(&step));
    EXPECT_EQ(ReasonOf(rpc::FromGrpc(stream->Finish())), "WRONG_PHASE");
  }
}

}  // namespace
}  // namespace plenum::plenumd
