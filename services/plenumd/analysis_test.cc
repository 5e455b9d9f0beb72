// What a ranking by the criteria rests on, over the wire: why, how sure, what to talk about, what
// other methods say.
#include <gmock/gmock.h>

#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using deliberation::v1::PHASE_SCORING;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

class AnalysisTest : public ServicesTest {
 protected:
  // Two measures that split the members, and a third one that nobody minds.
  AnalysisTest() {
    Create();
    for (const char* title : {"Left", "Right", "Middle"}) measures_.push_back(AddMeasure(title));
    for (const char* title : {"Effect", "Cost"}) criteria_.push_back(AddCriterion(title));
  }

  void Begin(int members) {
    for (int m = 0; m < members; ++m) members_.push_back(AddMember());
    ASSERT_TRUE(Advance(PHASE_SCORING).ok());
    scoring::v1::OpenRoundRequest request;  // the first round is sealed
    request.set_parent(name_);
    request.set_number(2);
    ASSERT_TRUE(Call(*scoring_, &Scoring::Stub::OpenRound, request, facilitator_).ok());
  }
  // By measure, then criterion; negative for none.
  void Score(const Person& person, const std::vector<double>& values) {
    scoring::v1::SetScoresRequest request;
    request.set_parent(name_);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i] < 0) continue;
      auto* score = request.add_scores();
      score->set_measure(measures_[i / 2]);
      score->set_criterion(criteria_[i % 2]);
      score->set_value(values[i]);
    }
    ASSERT_TRUE(Call(*scoring_, &Scoring::Stub::SetScores, request, person.token).ok());
  }
  absl::StatusOr<scoring::v1::ExplainRankingResponse> Why(
      const std::string& a, const std::string& b,
      scoring::v1::GroupRule rule = scoring::v1::GROUP_RULE_MEAN) {
    scoring::v1::ExplainRankingRequest request;
    request.mutable_options()->set_group_rule(rule);
    request.set_parent(name_);
    request.set_measure(a);
    request.set_other(b);
    return Call(*scoring_, &Scoring::Stub::ExplainRanking, request, facilitator_);
  }
  absl::StatusOr<scoring::v1::GetAgendaResponse> Agenda() {
    scoring::v1::GetAgendaRequest request;
    request.set_parent(name_);
    return Call(*scoring_, &Scoring::Stub::GetAgenda, request, facilitator_);
  }
  absl::StatusOr<scoring::v1::AnalyzeSensitivityResponse> Sensitivity(
      scoring::v1::AnalyzeSensitivityRequest request = {}) {
    request.set_parent(name_);
    return Call(*scoring_, &Scoring::Stub::AnalyzeSensitivity, request, facilitator_);
  }

  std::vector<std::string> measures_, criteria_;
  std::vector<Person> members_;
};

TEST_F(AnalysisTest, WhyOneIsAboveAnotherAndWhatTurnsItRound) {
  Begin(2);
  Score(members_[0], {10, 4, 5, 5, 1, 1});
  Score(members_[1], {6, 2, 5, 9, 1, 1});
  // Left: effect 0.8, cost 0.3; Right: effect 0.5, cost 0.7.
  const auto why = Why(measures_[1], measures_[0]);
  ASSERT_TRUE(why.ok()) << why.status();
  EXPECT_DOUBLE_EQ(why->total(), 0.6);
  EXPECT_NEAR(why->other_total(), 0.55, 1e-12);
  EXPECT_THAT(why->reason(),
              AllOf(HasSubstr("Right totals 0.60 and Left 0.55"),
                    HasSubstr("Cost decides it (+0.20)"), HasSubstr("against Effect (-0.15)")));
  EXPECT_EQ(why->criteria(0).title(), "Cost");
  double by_members = 0;
  for (const auto& member : why->members()) by_members += member.difference();
  EXPECT_NEAR(by_members, 0.05, 1e-12);
  EXPECT_EQ(why->members(0).member(), members_[1].name);

  ASSERT_EQ(why->flips_size(), 3);
  const auto& weight = why->flips(0);
  EXPECT_EQ(weight.kind(), scoring::v1::FLIP_KIND_WEIGHT);
  // Level where 0.3 w = 0.4 (1 - w).
  EXPECT_NEAR(std::min(weight.new_value(), 1 - weight.new_value()), 3 / 7.0, 1e-9);
  const auto& score = why->flips(1);
  EXPECT_EQ(score.kind(), scoring::v1::FLIP_KIND_SCORE);
  // 0.05 is one member's tenth of a scale of 10: two points.
  EXPECT_NEAR(std::abs(score.new_value() - score.old_value()), 2, 1e-6);
  EXPECT_THAT(score.sentence(), HasSubstr("Left would draw level with Right"));
  const auto& member = why->flips(2);
  EXPECT_EQ(member.kind(), scoring::v1::FLIP_KIND_MEMBER);
  EXPECT_EQ(member.member(), members_[1].name);

  const auto turned = Why(measures_[0], measures_[1]);
  EXPECT_EQ(turned->criteria(0).title(), "Effect");
  EXPECT_EQ(turned->flips(0).sentence(), weight.sentence());
  EXPECT_EQ(FieldsOf(Why(measures_[0], measures_[0]).status()), std::vector<std::string>{"other"});
  EXPECT_EQ(ReasonOf(Why(measures_[0], name_ + "/measures/none").status()), "RESOURCE_NOT_FOUND");
}

TEST_F(AnalysisTest, AMemberWhoCountsAsThreeIsThreeMembersInEveryAnswer) {
  Begin(2);
  Score(members_[0], {10, 10, 0, 0, 5, 5});
  Score(members_[1], {0, 0, 10, 10, 5, 5});
  scoring::v1::EvaluateRankingRequest request;
  request.set_parent(name_);
  auto& how = *request.mutable_options();
  const auto ranking = [&] {
    return Call(*scoring_, &Scoring::Stub::EvaluateRanking, request, facilitator_);
  };
  EXPECT_DOUBLE_EQ(ranking()->ranking().measures(0).total(), 0.5) << "all level";
  auto* counts = how.add_member_weights();
  counts->set_member(members_[1].name);
  counts->set_weight(3);
  const auto weighted = ranking();
  ASSERT_TRUE(weighted.ok()) << weighted.status();
  EXPECT_EQ(weighted->ranking().measures(0).measure(), measures_[1]);
  EXPECT_DOUBLE_EQ(weighted->ranking().measures(0).total(), 0.75);
  EXPECT_EQ(weighted->ranking().measures(0).contributions(0).score_count(), 2) << "people";
  EXPECT_EQ(weighted->ranking().member_count(), 2);
  EXPECT_EQ(weighted->ranking().options().member_weights(0).weight(), 3) << "it is said";

  scoring::v1::ExplainRankingRequest why;
  why.set_parent(name_);
  why.set_measure(measures_[1]);
  why.set_other(measures_[0]);
  *why.mutable_options() = how;
  const auto said = Call(*scoring_, &Scoring::Stub::ExplainRanking, why, facilitator_);
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(said->members(0).member(), members_[1].name);
  EXPECT_DOUBLE_EQ(said->members(0).difference(), 0.75);
  EXPECT_DOUBLE_EQ(said->members(1).difference(), -0.25);
  EXPECT_EQ(said->options().member_weights_size(), 1);

  scoring::v1::AnalyzeSensitivityRequest sensitivity;
  *sensitivity.mutable_options() = how;
  const auto sure = Sensitivity(sensitivity);
  EXPECT_EQ(sure->clear_winner(), measures_[1]);
  EXPECT_EQ(sure->options().member_weights_size(), 1);
  scoring::v1::AuditRankingRequest audit;
  audit.set_parent(name_);
  *audit.mutable_options() = how;
  const auto audited = Call(*scoring_, &Scoring::Stub::AuditRanking, audit, facilitator_);
  ASSERT_TRUE(audited.ok()) << audited.status();
  EXPECT_THAT(audited->first(), ElementsAre(measures_[1]));
  EXPECT_EQ(audited->options().member_weights_size(), 1);
}

TEST_F(AnalysisTest, WeightsOfMembersMustBeWholeAndOfMembers) {
  Begin(1);
  Score(members_[0], {10, 4, 5, 5, 1, 1});
  scoring::v1::EvaluateRankingRequest request;
  request.set_parent(name_);
  auto& how = *request.mutable_options();
  const auto add = [&](const std::string& member, int weight) {
    auto* added = how.add_member_weights();
    added->set_member(member);
    added->set_weight(weight);
  };
  const auto refused = [&] {
    return Call(*scoring_, &Scoring::Stub::EvaluateRanking, request, facilitator_).status();
  };
  add(members_[0].name, 0);
  add(members_[0].name, 1'000'001);
  EXPECT_THAT(FieldsOf(refused()),
              ElementsAre("options.member_weights[0].weight", "options.member_weights[1].weight",
                          "options.member_weights[1].member"));
  how.clear_member_weights();
  add(members_[0].name, 1'000'000);
  EXPECT_EQ(ReasonOf(refused()), "OK");
  add(name_ + "/members/nobody", 2);
  EXPECT_THAT(FieldsOf(refused()), ElementsAre("options.member_weights[1].member"));
  EXPECT_THAT(base::GetBadRequest(refused())->field_violations(0).description(),
              HasSubstr("/members/nobody"));
  scoring::v1::WatchRankingRequest watch;
  watch.set_parent(name_);
  *watch.mutable_options() = how;
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + facilitator_);
  const auto stream = scoring_->WatchRanking(&context, watch);
  scoring::v1::WatchRankingResponse step;
  EXPECT_FALSE(stream->Read(&step));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(AnalysisTest, WhatCannotBeTurnedRoundHasNoFlips) {
  Begin(1);
  Score(members_[0], {10, 10, 0, 0});
  const auto why = Why(measures_[0], measures_[1]);
  ASSERT_TRUE(why.ok()) << why.status();
  EXPECT_THAT(why->flips(), IsEmpty());
  EXPECT_EQ(ReasonOf(Why(measures_[0], measures_[2]).status()), "NOT_READY");
}

TEST_F(AnalysisTest, TheScoreThatWouldTurnThemRoundDoesUnderEveryGroupRule) {
  Begin(3);
  const std::vector<std::vector<double>> scores = {{8, 4, 5, 5.8}, {6, 2, 5, 9}, {7, 3, 6, 5.2}};
  for (int rule = scoring::v1::GROUP_RULE_MEAN; rule < scoring::v1::GroupRule_ARRAYSIZE; ++rule) {
    SCOPED_TRACE(rule);
    for (std::size_t m = 0; m < 3; ++m) Score(members_[m], scores[m]);
    const auto group_rule = static_cast<scoring::v1::GroupRule>(rule);
    const auto why = Why(measures_[1], measures_[0], group_rule);
    ASSERT_TRUE(why.ok()) << why.status();
    ASSERT_GT(why->total(), why->other_total());
    const auto flip = std::find_if(why->flips().begin(), why->flips().end(), [](const auto& each) {
      return each.kind() == scoring::v1::FLIP_KIND_SCORE;
    });
    ASSERT_NE(flip, why->flips().end());
    const auto index = [](const auto& names, const std::string& name) {
      return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    };
    std::size_t member = 0;
    while (members_[member].name != flip->member()) ++member;
    std::vector<double> turned = scores[member];
    double& changed =
        turned[2 * index(measures_, flip->measure()) + index(criteria_, flip->criterion())];
    EXPECT_EQ(changed, flip->old_value());
    EXPECT_NEAR(flip->share(), std::abs(flip->new_value() - changed) / 10, 1e-12);
    changed = flip->new_value();
    Score(members_[member], turned);
    const auto level = Why(measures_[1], measures_[0], group_rule);
    EXPECT_NEAR(level->total(), level->other_total(), 1e-9);
  }
}

TEST_F(AnalysisTest, SensitivityIsTheSameForTheSameSeedAndSaysWhatIsLeftOut) {
  Begin(2);
  Score(members_[0], {10, 0, 0, 10});
  Score(members_[1], {10, 0, 0, -1});
  const auto sure = Sensitivity();
  ASSERT_TRUE(sure.ok()) << sure.status();
  ASSERT_EQ(sure->measures_size(), 2);
  EXPECT_THAT(sure->left_out(), ElementsAre("Middle"));
  EXPECT_EQ(sure->filled_scores(), 1);
  EXPECT_EQ(sure->samples(), 10'000);
  EXPECT_EQ(sure->seed(), 1U);
  EXPECT_DOUBLE_EQ(sure->standard_error(), 0.005);
  EXPECT_NEAR(sure->measures(0).rank_acceptability(0), 0.5, 0.02);
  EXPECT_EQ(sure->SerializeAsString(), Sensitivity()->SerializeAsString());
  scoring::v1::AnalyzeSensitivityRequest wrong;
  wrong.set_samples(-1);
  wrong.set_spread(2);
  EXPECT_THAT(FieldsOf(Sensitivity(wrong).status()), ElementsAre("samples", "spread"));
}

TEST_F(AnalysisTest, WeightRangesSayWhoTakesOver) {
  Begin(1);
  Score(members_[0], {9, 4, 4, 8, 1, 1});
  const auto sure = Sensitivity();
  ASSERT_TRUE(sure.ok()) << sure.status();
  ASSERT_EQ(sure->weight_ranges_size(), 2);
  EXPECT_EQ(sure->weight_ranges(0).title(), "Effect");
  EXPECT_NEAR(sure->weight_ranges(0).low(), 4 / 9.0, 1e-9);
  EXPECT_EQ(sure->weight_ranges(0).rival_below(), measures_[1]);
  EXPECT_EQ(sure->weight_ranges(0).rival_above(), "");
}

TEST_F(AnalysisTest, BelowFiveMembersTheAgendaShowsScoresAndNoIndex) {
  Begin(2);
  Score(members_[0], {10, 5, 5, 5, 5, 5});
  Score(members_[1], {2, 5, 5, 6, 5, 5});
  const auto agenda = Agenda();
  ASSERT_TRUE(agenda.ok()) << agenda.status();
  ASSERT_EQ(agenda->items_size(), 2);
  EXPECT_EQ(agenda->items(0).measure_title(), "Left");
  EXPECT_EQ(agenda->items(0).criterion_title(), "Effect");
  EXPECT_FALSE(agenda->items(0).has_spread());
  EXPECT_EQ(agenda->items(0).numbers_size(), 2);
  EXPECT_THAT(agenda->camps(), IsEmpty());
}

TEST_F(AnalysisTest, CampsAndTheirCommonChoiceAreFound) {
  Begin(6);
  for (int m = 0; m < 6; ++m) {
    const bool left = m % 2 == 0;
    const double for_left = left ? 9 : 1;
    const double for_right = left ? 1 : 9;
    const auto slightly = static_cast<double>(m) / 10;
    Score(members_[static_cast<std::size_t>(m)],
          {for_left, for_left - slightly, for_right, for_right, 6, 6 + slightly});
  }
  const auto agenda = Agenda();
  ASSERT_TRUE(agenda.ok()) << agenda.status();
  EXPECT_EQ(agenda->member_count(), 6);
  ASSERT_EQ(agenda->camps_size(), 2);
  EXPECT_THAT(agenda->camps(0).members(),
              UnorderedElementsAre(members_[0].name, members_[2].name, members_[4].name));
  EXPECT_THAT(agenda->camps(0).first(), ElementsAre(measures_[0]));
  EXPECT_THAT(agenda->camps(1).first(), ElementsAre(measures_[1]));
  EXPECT_EQ(agenda->common_choice(), measures_[2]);
  EXPECT_TRUE(agenda->items(0).has_spread());
  EXPECT_THAT(agenda->items(0).measure_title(), Not("Middle"));
  EXPECT_LT(agenda->agreement().alpha(), 0.3);
  EXPECT_EQ(agenda->agreement().complete_members(), 6);
}

TEST_F(AnalysisTest, WeightsThatDifferAreADisagreementAboutValues) {
  Begin(2);
  Score(members_[0], {10, 0, 0, 10, 5, 5});
  Score(members_[1], {10, 0, 0, 10, 5, 5});
  for (std::size_t m = 0; m < 2; ++m) {
    scoring::v1::SetWeightsRequest request;
    request.set_parent(name_);
    request.mutable_weights()->set_method(scoring::v1::WEIGHT_METHOD_DIRECT);
    for (std::size_t c = 0; c < 2; ++c) {
      auto* number = request.mutable_weights()->add_numbers();
      number->set_criterion(criteria_[c]);
      number->set_value(c == m ? 9 : 1);
    }
    ASSERT_TRUE(Call(*scoring_, &Scoring::Stub::SetWeights, request, members_[m].token).ok());
  }
  const auto agenda = Agenda();
  ASSERT_EQ(agenda->items_size(), 2);
  EXPECT_EQ(agenda->items(0).kind(), scoring::v1::AGENDA_KIND_WEIGHTS);
  EXPECT_EQ(agenda->items(0).numbers_size(), 2);
}

TEST_F(AnalysisTest, TheAuditRunsEveryMethodAndSaysWhichCannot) {
  Begin(3);
  Score(members_[0], {9, 8, 2, 1, 5, 5});
  Score(members_[1], {8, 9, 1, 0, 5, 5});
  Score(members_[2], {9, 9, 0, 0, 4, 5});
  scoring::v1::AuditRankingRequest request;
  request.set_parent(name_);
  const auto audit = Call(*scoring_, &Scoring::Stub::AuditRanking, request, facilitator_);
  ASSERT_TRUE(audit.ok()) << audit.status();
  EXPECT_GE(audit->runs_size(), 20);
  EXPECT_THAT(audit->first(), ElementsAre(measures_[0]));
  EXPECT_DOUBLE_EQ(audit->share(), 1);
  for (const auto& run : audit->runs()) {
    EXPECT_NE(run.refused().empty(), run.first().empty()) << run.method();
  }
  EXPECT_DOUBLE_EQ(audit->runs(0).agreement(), 1);
}

TEST_F(AnalysisTest, AMatrixCanBeRankedByAnyMethod) {
  scoring::v1::EvaluateMatrixRequest request;
  for (const char* title : {"Style", "Price"}) {
    auto* criterion = request.add_criteria();
    criterion->set_title(title);
    criterion->set_direction(request.criteria_size() == 1 ? scoring::v1::DIRECTION_HIGHER_IS_BETTER
                                                          : scoring::v1::DIRECTION_LOWER_IS_BETTER);
    criterion->set_scale_max(10);
    criterion->set_weight(1);
  }
  for (const auto& values : {std::pair{7.0, 9.0}, {8.0, 7.0}, {9.0, 6.0}}) {
    auto* option = request.add_options();
    option->set_title(absl::StrCat("car ", request.options_size()));
    option->add_values(values.first);
    option->add_values(values.second);
  }
  const auto methods = Call(*scoring_, &Scoring::Stub::ListMethods, {}, "");
  ASSERT_TRUE(methods.ok()) << methods.status();
  EXPECT_GE(methods->methods_size(), 15);
  for (const auto& method : methods->methods()) {
    EXPECT_THAT(method.source(), Not(IsEmpty())) << method.id();
    EXPECT_THAT(method.parameters(), Not(IsEmpty())) << method.id();
    EXPECT_THAT(method.complexity(), HasSubstr("O(")) << method.id();
    request.set_method(method.id());
    const auto ranked = Call(*scoring_, &Scoring::Stub::EvaluateMatrix, request, "");
    ASSERT_TRUE(ranked.ok()) << method.id() << ranked.status();
    EXPECT_EQ(method.id() == "additive" ? ranked->ranking().measures(0).title()
                                        : ranked->method_ranking().places(0).title(),
              "car 3")
        << method.id();
  }
  // Equal weights, and two criteria that say the opposite of each other's order.
  request.set_method("promethee");
  request.mutable_criteria(1)->set_direction(scoring::v1::DIRECTION_HIGHER_IS_BETTER);
  request.mutable_criteria(0)->set_weight(3);
  const auto flows = Call(*scoring_, &Scoring::Stub::EvaluateMatrix, request, "");
  ASSERT_TRUE(flows.ok()) << flows.status();
  EXPECT_THAT(flows->method_ranking().weights(), testing::ElementsAre(0.75, 0.25));
  const auto& best = flows->method_ranking().places(0);
  ASSERT_EQ(best.figures_size(), 2);
  EXPECT_EQ(best.figures(0).name(), "plus");
  EXPECT_DOUBLE_EQ(best.figures(0).value() - best.figures(1).value(), best.score());
  request.mutable_criteria(1)->set_direction(scoring::v1::DIRECTION_LOWER_IS_BETTER);
  request.mutable_criteria(0)->set_weight(1);
  request.set_method("topsis");
  request.mutable_criteria(1)->mutable_value_function()->mutable_target()->set_score(5);
  EXPECT_EQ(FieldsOf(Call(*scoring_, &Scoring::Stub::EvaluateMatrix, request, "").status()),
            std::vector<std::string>{"criteria[1].value_function"});
  request.mutable_criteria(1)->clear_value_function();
  request.set_method("magic");
  EXPECT_EQ(FieldsOf(Call(*scoring_, &Scoring::Stub::EvaluateMatrix, request, "").status()),
            std::vector<std::string>{"method"});
  request.set_method("wpm");
  request.mutable_options(1)->set_values(1, 0);
  const auto refused = Call(*scoring_, &Scoring::Stub::EvaluateMatrix, request, "");
  EXPECT_EQ(
      std::string(refused.status().message()),
      "\"car 2\", criterion \"Price\": the weighted product needs values above 0, and this is 0");
}

}  // namespace
}  // namespace plenum::plenumd
