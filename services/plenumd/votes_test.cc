// Votes by other rules than the simplest: weights, delegation, quorum, threshold, open ballots,
// plans with deadlines, ways back, and several votes of one deliberation.
#include <gmock/gmock.h>

#include "plenum/deliberation/v1/argument.grpc.pb.h"
#include "services/common/resource/time.h"
#include "services/common/store/store.h"
#include "services/deliberation/record/verify.h"
#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using namespace deliberation::v1;  // NOLINT(google-build-using-namespace): names of the API
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using VotesStub = DeliberationService::Stub;

constexpr std::int64_t kHour = std::int64_t{3600} * 1'000'000;

class VotesTest : public ServicesTest {
 protected:
  void SetUp() override {
    // Hours pass here.
    settings_.token_seconds = 24LL * 3600;
    Reopen();
    Create();
    a_ = AddMeasure("Keep things as they are");
    b_ = AddMeasure("Harden bases");
    c_ = AddMeasure("Add crisis hotlines");
  }
  Person Join(int weight = 1) {
    CreateMemberRequest request;
    request.set_parent(name_);
    request.mutable_member()->set_display_name("Somebody");
    request.mutable_member()->set_role(ROLE_MEMBER);
    request.mutable_member()->set_weight(weight);
    auto created = Call(*deliberations_, &VotesStub::CreateMember, request, facilitator_);
    EXPECT_TRUE(created.ok()) << created.status();
    return {created->member().name(), created->token()};
  }
  absl::Status Plan(const Deliberation& planned, const std::vector<std::string>& paths) {
    UpdateDeliberationRequest request;
    *request.mutable_deliberation() = planned;
    request.mutable_deliberation()->set_name(name_);
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call(*deliberations_, &VotesStub::UpdateDeliberation, request, facilitator_).status();
  }
  absl::Status PlanRules(const VotingRules& rules) {
    Deliberation planned;
    *planned.mutable_planned_rules() = rules;
    return Plan(planned, {"planned_rules"});
  }
  static void AddPhase(Deliberation& planned, Phase phase, std::int64_t end_us = 0) {
    auto* added = planned.add_plan();
    added->set_phase(phase);
    if (end_us != 0) *added->mutable_end_time() = resource::ToTimestamp(end_us);
  }
  Deliberation Get() {
    GetDeliberationRequest request;
    request.set_name(name_);
    return Call(*deliberations_, &VotesStub::GetDeliberation, request, facilitator_)
        ->deliberation();
  }
  absl::Status Delegate(const Person& from, const Person& to) {
    SetDelegationRequest request;
    request.set_parent(name_);
    request.set_delegate(to.name);
    return Call(*deliberations_, &VotesStub::SetDelegation, request, from.token).status();
  }
  absl::Status TakeBack(const Person& from) {
    DeleteDelegationRequest request;
    request.set_parent(name_);
    return Call(*deliberations_, &VotesStub::DeleteDelegation, request, from.token).status();
  }
  GetDelegationResponse Delegations(const Person& of) {
    GetDelegationRequest request;
    request.set_parent(name_);
    auto response = Call(*deliberations_, &VotesStub::GetDelegation, request, of.token);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : GetDelegationResponse();
  }
  deliberation::v1::Result ResultNow(const std::string& which = "/result") {
    GetResultRequest request;
    request.set_name(name_ + which);
    auto response = Call(*deliberations_, &VotesStub::GetResult, request, facilitator_);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->result() : deliberation::v1::Result();
  }
  std::string ExportText() {
    ExportBundleRequest request;
    request.set_parent(name_);
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + facilitator_);
    const auto reader = deliberations_->ExportBundle(&context, request);
    ExportBundleResponse piece;
    std::string text;
    while (reader->Read(&piece)) text += piece.data();
    EXPECT_TRUE(reader->Finish().ok());
    return text;
  }
  // The sentences of the verdict, with a "not" before those that do not hold.
  std::string Verified() {
    auto bundle = record::ReadBundle(ExportText());
    EXPECT_TRUE(bundle.ok()) << bundle.status();
    std::string text;
    const auto verdict = record::VerifyBundle(*bundle);
    EXPECT_TRUE(verdict.holds());
    for (const auto& check : verdict.checks) text += check.sentence + "\n";
    return text;
  }
  // Everything that the database of the service holds of rows.
  std::string RowsOf(const std::string& collection) {
    Close();
    std::string all;
    {
      store::StoreOptions options;
      options.url = absl::StrCat("sqlite:", folder_.path(), "/deliberation.db");
      const auto store = store::OpenStore(options);
      EXPECT_TRUE(store.ok()) << store.status();
      const auto rows = (*store)->List(name_ + collection, "", 1000);
      for (const auto& row : *rows) {
        all += row.key.id + " " + row.data + "\n";
      }
    }
    Open();
    return all;
  }
  static std::string IdOf(const Person& person) {
    return person.name.substr(person.name.rfind('/') + 1);
  }

  std::string a_, b_, c_;
};

TEST_F(VotesTest, MembersVoteWithTheirWeights) {
  const Person heavy = Join(5);
  const Person light = Join();
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  EXPECT_TRUE(Get().rules().weighted());
  ASSERT_TRUE(Cast(heavy.token, {{b_}, {a_}, {c_}}).ok());
  ASSERT_TRUE(Cast(light.token, {{c_}, {a_}, {b_}}).ok());
  const Person late = Join(3);
  ASSERT_TRUE(Cast(late.token, {{c_}, {a_}, {b_}}).ok());
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  const auto result = ResultNow();
  EXPECT_EQ(result.ballot_count(), 3);
  EXPECT_EQ(result.ballot_weight(), 9);
  EXPECT_EQ(result.roll_weight(), 10) << "the facilitator has 1";
  EXPECT_THAT(result.outcome().ranking(0).options(), ElementsAre(1));
  Verified();
}

TEST_F(VotesTest, AWeightThatComesDuringTheVoteKeepsTheReceiptsOfTheOthers) {
  const Person first = Join();
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  const auto before = Cast(first.token, {{b_}}, "same");
  ASSERT_TRUE(before.ok());
  const Person late = Join(3);
  EXPECT_EQ(Cast(first.token, {{b_}}, "same")->receipt().commitment(),
            before->receipt().commitment());
  ASSERT_TRUE(Cast(late.token, {{c_}}).ok());
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  EXPECT_EQ(ResultNow().ballot_weight(), 4);
  Verified();
}

TEST_F(VotesTest, ADelegatedVoteCountsAsTheDelegatesUnlessItsOwnerVotes) {
  const Person votes = Join();
  const Person gives = Join(2);
  const Person changes = Join();
  const Person silent = Join();
  const Person other = Join();
  ASSERT_TRUE(Delegate(gives, votes).ok());
  ASSERT_TRUE(Delegate(changes, votes).ok());
  ASSERT_TRUE(Delegate(silent, other).ok()) << "who will not vote";
  EXPECT_EQ(Delegations(gives).delegate(), votes.name);
  EXPECT_EQ(Delegations(votes).delegators_size(), 2);
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  ASSERT_TRUE(Cast(votes.token, {{b_}, {a_}, {c_}}).ok());
  ASSERT_TRUE(Cast(changes.token, {{c_}, {a_}, {b_}}).ok());
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  const auto result = ResultNow();
  EXPECT_EQ(result.ballot_count(), 3);
  EXPECT_EQ(result.delegated_count(), 1);
  EXPECT_EQ(result.ballot_weight(), 4);
  EXPECT_EQ(result.outcome().pairwise(1).values(2), 3);
  EXPECT_EQ(ReasonOf(Delegate(gives, other)), "WRONG_PHASE");
  Verified();
}

TEST_F(VotesTest, DelegationGoesOneStepAndNeverRound) {
  const Person one = Join();
  const Person two = Join();
  const Person three = Join();
  const Person watcher = AddMember(ROLE_OBSERVER);
  EXPECT_THAT(FieldsOf(Delegate(one, one)), ElementsAre("delegate"));
  EXPECT_EQ(ReasonOf(Delegate(one, watcher)), "WRONG_STATE");
  EXPECT_EQ(ReasonOf(Delegate(watcher, one)), "ROLE_TOO_LOW");
  EXPECT_EQ(ReasonOf(Delegate(one, {name_ + "/members/nobody", ""})), "RESOURCE_NOT_FOUND");
  ASSERT_TRUE(Delegate(one, two).ok());
  ASSERT_TRUE(Delegate(one, two).ok()) << "once more changes nothing";
  EXPECT_EQ(ReasonOf(Delegate(two, one)), "DELEGATION_CHAIN") << "a circle";
  EXPECT_EQ(ReasonOf(Delegate(two, three)), "DELEGATION_CHAIN") << "a chain at its front";
  EXPECT_EQ(ReasonOf(Delegate(three, one)), "DELEGATION_CHAIN") << "a chain at its end";
  ASSERT_TRUE(Delegate(one, three).ok()) << "another delegate";
  EXPECT_THAT(Delegations(two).delegators(), IsEmpty());
  ASSERT_TRUE(TakeBack(one).ok());
  ASSERT_TRUE(TakeBack(one).ok()) << "nothing to take back";
  EXPECT_EQ(Delegations(one).delegate(), "");
  EXPECT_THAT(Delegations(three).delegators(), IsEmpty());
  EXPECT_TRUE(Delegate(two, one).ok());
}

TEST_F(VotesTest, QuorumAndThresholdDecideWhetherTheResultStands) {
  VotingRules rules;
  rules.mutable_quorum()->set_basis(QUORUM_BASIS_ROLL);
  rules.mutable_quorum()->set_percent(50);
  rules.set_threshold(THRESHOLD_TWO_THIRDS);
  rules.set_baseline(a_);
  ASSERT_TRUE(PlanRules(rules).ok());
  const Person one = Join();
  const Person two = Join();
  Join();
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  ASSERT_TRUE(Cast(one.token, {{b_}, {a_}, {c_}}).ok());
  ASSERT_TRUE(Cast(two.token, {{b_}, {a_}, {c_}}).ok());
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  const auto verdict = ResultNow().verdict();
  EXPECT_EQ(verdict.decision(), DECISION_ADOPTED);
  EXPECT_EQ(verdict.quorum_needed(), 2);
  ASSERT_EQ(verdict.checks_size(), 2);
  EXPECT_TRUE(verdict.checks(0).passed());
  EXPECT_FALSE(verdict.checks(1).passed());
  EXPECT_THAT(verdict.sentences(0),
              HasSubstr("The quorum of 50 % of the roll was met: 2 of 4 voted, and 2 were needed"));
  EXPECT_THAT(verdict.sentences(1), HasSubstr("\"Harden bases\" has two thirds against \"Keep"));
  EXPECT_THAT(Verified(), HasSubstr("a quorum of 50 % of the roll, a threshold of two thirds"));
}

TEST_F(VotesTest, PlannedRulesAreCheckedAndFixedWhenTheVoteIsOpened) {
  VotingRules bad;
  bad.set_tie_seed("lot");
  bad.mutable_quorum()->set_percent(101);
  bad.set_baseline("deliberations/other/measures/m");
  bad.mutable_package()->mutable_costs()->Add()->set_cost(-1);
  EXPECT_THAT(
      FieldsOf(PlanRules(bad)),
      ElementsAre("deliberation.planned_rules.tie_seed", "deliberation.planned_rules.quorum.basis",
                  "deliberation.planned_rules.quorum.percent",
                  "deliberation.planned_rules.baseline",
                  "deliberation.planned_rules.package.budget",
                  "deliberation.planned_rules.package.costs[0].measure",
                  "deliberation.planned_rules.package.costs[0].cost"));
  VotingRules good;
  good.set_tie_rule(TIE_RULE_DRAWN);
  good.set_method(tally::v1::METHOD_SCHULZE_MARGINS);
  ASSERT_TRUE(PlanRules(good).ok());
  const Person voter = Join();
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  const auto rules = Get().rules();
  EXPECT_EQ(rules.method(), tally::v1::METHOD_SCHULZE_MARGINS);
  EXPECT_EQ(rules.tie_seed().size(), 16U) << "drawn by the server before any ballot";
  EXPECT_EQ(rules.secrecy(), SECRECY_DETACHED);
  EXPECT_EQ(rules.decision(), 1);
  EXPECT_EQ(rules.version(), 1);
  EXPECT_EQ(ReasonOf(PlanRules(good)), "WRONG_PHASE");
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  EXPECT_EQ(ResultNow().outcome().ranking_size(), 3) << "no ballots, and no ties";
  Verified();
}

TEST_F(VotesTest, AnOpenVoteNamesItsVotersOnceItIsClosed) {
  VotingRules rules;
  rules.set_secrecy(SECRECY_OPEN);
  ASSERT_TRUE(PlanRules(rules).ok());
  const Person one = Join();
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  ASSERT_TRUE(Cast(one.token, {{b_}, {a_}}).ok());
  EXPECT_THAT(ExportText(), Not(HasSubstr(IdOf(one)))) << "in base64 on the roll only";
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  EXPECT_THAT(ExportText(), HasSubstr("\"voter\": \"" + IdOf(one)));
  GetBallotRequest request;
  request.set_name(name_ + "/ballots/" + IdOf(one));
  const auto own = Call(*deliberations_, &VotesStub::GetBallot, request, one.token);
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_EQ(own->ballot().tiers(0).measures(0), b_);
  EXPECT_THAT(Verified(), HasSubstr("ballots with names"));
  // In the next vote nobody votes, and the ballot of this one is not taken for one of that.
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  const auto none = Call(*deliberations_, &VotesStub::GetBallot, request, one.token);
  EXPECT_EQ(none.status().code(), absl::StatusCode::kNotFound) << none.status();
}

// The rows of a detached vote tell nothing of who cast what, and not in which order either once it
// is closed.
TEST_F(VotesTest, TheRowsOfADetachedVoteDoNotNameItsVoters) {
  const Person one = Join();
  const Person two = Join();
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  ASSERT_TRUE(Cast(one.token, {{b_}, {a_}}, "request-one").ok());
  ASSERT_TRUE(Cast(two.token, {{c_}, {a_}}, "request-two").ok());
  const std::string open = RowsOf("/ballots");
  EXPECT_GT(open.size(), 2 * 32U) << "two slots";
  for (const Person& person : {one, two}) EXPECT_THAT(open, Not(HasSubstr(IdOf(person))));
  EXPECT_THAT(RowsOf(""), HasSubstr("vote-secret"));
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  EXPECT_EQ(RowsOf("/ballots"), "");
  EXPECT_THAT(RowsOf(""), Not(HasSubstr("vote-secret")));
  const std::string closed = RowsOf("/log-ballots");
  EXPECT_NE(closed, "");
  for (const Person& person : {one, two}) EXPECT_THAT(closed, Not(HasSubstr(IdOf(person))));
}

TEST_F(VotesTest, BallotsMayNameTheArgumentThatMovedThem) {
  const Person one = Join();
  const Person two = Join();
  deliberation::v1::CreateArgumentRequest say;
  say.set_parent(name_);
  say.mutable_argument()->set_measure(b_);
  say.mutable_argument()->set_side(SIDE_PRO);
  say.mutable_argument()->set_text("It worked in 2019");
  const auto arguments = ArgumentService::NewStub(channel_);
  const auto said = Call(*arguments, &ArgumentService::Stub::CreateArgument, say, one.token);
  ASSERT_TRUE(said.ok()) << said.status();
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  const auto cast = [&](const Person& who, const std::string& argument, const char* id) {
    CastBallotRequest request;
    request.set_parent(name_);
    request.mutable_ballot()->add_tiers()->add_measures(b_);
    request.mutable_ballot()->set_argument(argument);
    request.set_request_id(id);
    return Call(*deliberations_, &VotesStub::CastBallot, request, who.token);
  };
  EXPECT_THAT(FieldsOf(cast(one, "deliberations/other/arguments/a", "1").status()),
              ElementsAre("ballot.argument"));
  EXPECT_EQ(ReasonOf(cast(one, name_ + "/arguments/none", "2").status()), "RESOURCE_NOT_FOUND");
  const std::string argument = said->argument().name();
  ASSERT_TRUE(cast(one, argument, "3").ok());
  EXPECT_TRUE(cast(one, argument, "3").ok()) << "a repeat";
  EXPECT_EQ(ReasonOf(cast(one, "", "3").status()), "REQUEST_ID_REUSED");
  ASSERT_TRUE(cast(two, "", "4").ok());
  GetBallotRequest get;
  get.set_name(name_ + "/ballots/" + IdOf(one));
  EXPECT_EQ(Call(*deliberations_, &VotesStub::GetBallot, get, one.token)->ballot().argument(),
            argument);
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  const auto result = ResultNow();
  ASSERT_EQ(result.moved_by_size(), 1);
  EXPECT_EQ(result.moved_by(0).argument(), argument);
  EXPECT_EQ(result.moved_by(0).ballot_count(), 1);
  EXPECT_THAT(ExportText(), Not(HasSubstr("argument")));
  Verified();
}

TEST_F(VotesTest, AVoteIsTakenBackOnlyWhileNobodyHasVoted) {
  const Person voter = Join();
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  ASSERT_TRUE(Advance(PHASE_DRAFT).ok());
  AddMeasure("One more");
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  EXPECT_EQ(Get().rules().version(), 2);
  EXPECT_EQ(Get().rules().decision(), 1);
  EXPECT_EQ(Get().rules().options_size(), 4);
  ASSERT_TRUE(Cast(voter.token, {{b_}}).ok());
  const auto back = Advance(PHASE_DRAFT);
  EXPECT_EQ(ReasonOf(back.status()), "WRONG_PHASE");
  EXPECT_THAT(std::string(back.status().message()), HasSubstr("1 ballot was cast"));
  EXPECT_FALSE(Get().vote_suspended());
  ASSERT_TRUE(Cast(voter.token, {{c_}}).ok()) << "the vote goes on";
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  EXPECT_THAT(Verified(), HasSubstr("taken back before anybody had voted"));
}

TEST_F(VotesTest, OneDeliberationMayDecideSeveralTimes) {
  const Person voter = Join();
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  ASSERT_TRUE(Cast(voter.token, {{b_}, {c_}, {a_}}).ok());
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  VotingRules rules;
  rules.mutable_package()->set_budget(100);
  for (const auto& [measure, cost] : {std::pair(a_, 10), std::pair(b_, 80)}) {
    auto* added = rules.mutable_package()->add_costs();
    added->set_measure(measure);
    added->set_cost(cost);
  }
  ASSERT_TRUE(PlanRules(rules).ok());
  const auto early = Advance(PHASE_VOTING);
  EXPECT_EQ(ReasonOf(early.status()), "NOT_READY");
  EXPECT_THAT(std::string(early.status().message()),
              HasSubstr("m3 \"Add crisis hotlines\" has no"));
  auto* third = rules.mutable_package()->add_costs();
  third->set_measure(c_);
  third->set_cost(15);
  ASSERT_TRUE(PlanRules(rules).ok());
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  EXPECT_EQ(Get().decision_count(), 2);
  EXPECT_EQ(ResultNow().name(), name_ + "/results/1") << "the one before stays readable";
  ASSERT_TRUE(Cast(voter.token, {{b_}, {c_}}).ok());
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  const auto second = ResultNow();
  EXPECT_EQ(second.name(), name_ + "/results/2");
  EXPECT_THAT(second.package().selected(), ::testing::UnorderedElementsAre(1, 2));
  EXPECT_FALSE(ResultNow("/results/1").has_package());
  EXPECT_THAT(Verified(), HasSubstr("Vote 2: Counted again"));
}

TEST_F(VotesTest, APlanLeadsThroughItsPhasesByTheClock) {
  const std::int64_t now = clock_.NowMicros();
  Deliberation planned;
  AddPhase(planned, PHASE_DRAFT);
  AddPhase(planned, PHASE_COLLECTING, now + kHour);
  AddPhase(planned, PHASE_SCORING, now + 2 * kHour);
  AddPhase(planned, PHASE_DISCUSSING, now + 3 * kHour);
  AddPhase(planned, PHASE_REVISING, now + 4 * kHour);
  AddPhase(planned, PHASE_VOTING, now + 5 * kHour);
  AddPhase(planned, PHASE_CLOSED);
  AddPhase(planned, PHASE_PUBLISHED);
  ASSERT_TRUE(Plan(planned, {"plan"}).ok());
  const Person voter = Join();
  EXPECT_EQ(ReasonOf(Advance(PHASE_SCORING).status()), "WRONG_PHASE") << "collecting is next";
  ASSERT_TRUE(Advance(PHASE_COLLECTING).ok());
  AddMeasure("Collected");
  EXPECT_EQ(embedded_->timekeeper().RunDue(), 0);
  for (const Phase phase : {PHASE_SCORING, PHASE_DISCUSSING, PHASE_REVISING, PHASE_VOTING}) {
    clock_.Advance(kHour);
    EXPECT_EQ(embedded_->timekeeper().RunDue(), 1);
    ASSERT_EQ(Get().phase(), phase);
  }
  EXPECT_EQ(Get().revising_round(), 2);
  EXPECT_EQ(resource::ToMicros(Get().rules().close_time()), now + 5 * kHour);
  ASSERT_TRUE(Cast(voter.token, {{b_}}, "in-time").ok());
  clock_.Advance(kHour);
  EXPECT_EQ(ReasonOf(Cast(voter.token, {{c_}}).status()), "WRONG_PHASE") << "before anybody closed";
  EXPECT_TRUE(Cast(voter.token, {{b_}}, "in-time").ok()) << "a repeat has its answer";
  EXPECT_EQ(embedded_->timekeeper().RunDue(), 1);
  EXPECT_EQ(Get().phase(), PHASE_CLOSED);
  EXPECT_EQ(embedded_->timekeeper().RunDue(), 0);
  EXPECT_EQ(ReasonOf(Result(voter.token).status()), "WRONG_PHASE") << "not published";
  EXPECT_TRUE(Result(facilitator_).ok());
  ListLogEntriesRequest entries;
  entries.set_parent(name_);
  EXPECT_EQ(
      ReasonOf(Call(*deliberations_, &VotesStub::ListLogEntries, entries, voter.token).status()),
      "WRONG_PHASE");
  ASSERT_TRUE(Advance(PHASE_PUBLISHED).ok());
  EXPECT_TRUE(Result(voter.token).ok());
  Verified();
}

TEST_F(VotesTest, AClockThatIsSetBackReopensNothing) {
  const std::int64_t now = clock_.NowMicros();
  Deliberation planned;
  AddPhase(planned, PHASE_DRAFT);
  AddPhase(planned, PHASE_VOTING, now + kHour);
  AddPhase(planned, PHASE_CLOSED);
  ASSERT_TRUE(Plan(planned, {"plan"}).ok());
  const Person voter = Join();
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  ASSERT_TRUE(Cast(voter.token, {{b_}}).ok());
  clock_.Advance(kHour);
  ASSERT_EQ(embedded_->timekeeper().RunDue(), 1);
  clock_.Advance(-kHour / 2);
  EXPECT_EQ(ReasonOf(Cast(voter.token, {{c_}}).status()), "WRONG_PHASE");
  EXPECT_EQ(embedded_->timekeeper().RunDue(), 0);
  EXPECT_EQ(Get().phase(), PHASE_CLOSED);
  EXPECT_EQ(ResultNow().ballot_count(), 1);
  Verified();
}

TEST_F(VotesTest, APlanThatCannotBeIsRefused) {
  const std::int64_t now = clock_.NowMicros();
  const auto refused = [&](const Deliberation& planned) {
    return FieldsOf(Plan(planned, {"plan"}));
  };
  Deliberation planned;
  AddPhase(planned, PHASE_SCORING);
  AddPhase(planned, PHASE_DRAFT);
  EXPECT_THAT(refused(planned),
              ElementsAre("deliberation.plan[1].phase", "deliberation.plan", "deliberation.plan"));
  planned.clear_plan();
  AddPhase(planned, PHASE_DRAFT, now);
  AddPhase(planned, PHASE_REVISING, now + kHour);
  AddPhase(planned, PHASE_VOTING, now + kHour);
  AddPhase(planned, PHASE_CLOSED, now + 2 * kHour);
  EXPECT_THAT(refused(planned),
              ElementsAre("deliberation.plan[0].end_time", "deliberation.plan[2].end_time",
                          "deliberation.plan[3].end_time", "deliberation.plan"));
  ASSERT_TRUE(Advance(PHASE_SCORING).ok());
  planned.clear_plan();
  AddPhase(planned, PHASE_DRAFT);
  AddPhase(planned, PHASE_VOTING);
  AddPhase(planned, PHASE_CLOSED);
  EXPECT_THAT(refused(planned), ElementsAre("deliberation.plan")) << "without the phase it is in";
}

TEST_F(VotesTest, ADeadlineThatCannotBeKeptIsTriedAgain) {
  Create();  // without measures
  Deliberation planned;
  AddPhase(planned, PHASE_DRAFT, clock_.NowMicros() + kHour);
  AddPhase(planned, PHASE_VOTING);
  AddPhase(planned, PHASE_CLOSED);
  ASSERT_TRUE(Plan(planned, {"plan"}).ok());
  clock_.Advance(kHour);
  EXPECT_EQ(embedded_->timekeeper().RunDue(), 0);
  EXPECT_EQ(Get().phase(), PHASE_DRAFT);
  AddMeasure("One");
  AddMeasure("Two");
  EXPECT_EQ(embedded_->timekeeper().RunDue(), 1);
  EXPECT_EQ(Get().phase(), PHASE_VOTING);
}

TEST_F(VotesTest, DeadlinesThatCannotBeKeptDoNotKeepOthersBack) {
  const std::int64_t end_us = clock_.NowMicros() + kHour;
  const auto plan = [&](std::int64_t draft_ends_us) {
    Deliberation planned;
    AddPhase(planned, PHASE_DRAFT, draft_ends_us);
    AddPhase(planned, PHASE_VOTING);
    AddPhase(planned, PHASE_CLOSED);
    ASSERT_TRUE(Plan(planned, {"plan"}).ok());
  };
  plan(end_us + 1);  // of the one with measures, which comes last
  const std::string ready = name_;
  const std::string facilitator = facilitator_;
  constexpr int kMoreThanAPage = 101;
  for (int i = 0; i < kMoreThanAPage; ++i) {
    Create();  // without measures
    plan(end_us);
  }
  clock_.Advance(kHour + 1);
  EXPECT_EQ(embedded_->timekeeper().RunDue(), 1);
  name_ = ready;
  facilitator_ = facilitator;
  EXPECT_EQ(Get().phase(), PHASE_VOTING);
}

TEST_F(VotesTest, ThePreviewSaysWhatIsFixedAndWhatTheGroupReveals) {
  const auto preview = [&] {
    PreviewOpeningRequest request;
    request.set_parent(name_);
    auto response = Call(*deliberations_, &VotesStub::PreviewOpening, request, facilitator_);
    EXPECT_TRUE(response.ok()) << response.status();
    return *response;
  };
  Join(7);
  auto seen = preview();
  EXPECT_EQ(seen.rules().options_size(), 3);
  EXPECT_EQ(seen.roll_count(), 2);
  EXPECT_EQ(seen.roll_weight(), 8);
  ASSERT_EQ(seen.warnings_size(), 3);
  EXPECT_THAT(seen.warnings(0), HasSubstr("Only 2 people can vote"));
  EXPECT_THAT(seen.warnings(1), HasSubstr("Only 1 voter has the weight 1"));
  VotingRules rules;
  rules.set_secrecy(SECRECY_OPEN);
  ASSERT_TRUE(PlanRules(rules).ok());
  EXPECT_THAT(preview().warnings(), ElementsAre("Ballots are published with names when the vote is "
                                                "closed."));
  EXPECT_EQ(Get().phase(), PHASE_DRAFT) << "nothing was changed";
}

}  // namespace
}  // namespace plenum::plenumd
