// Phases, ballots and the result, over the wire.
#include <gmock/gmock.h>

#include <thread>

#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using deliberation::v1::PHASE_CLOSED;
using deliberation::v1::PHASE_DRAFT;
using deliberation::v1::PHASE_SCORING;
using deliberation::v1::PHASE_VOTING;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class BallotsTest : public ServicesTest {
 protected:
  void OpenVote(int voters = 3) {
    Create();
    a_ = AddMeasure("Add crisis hotlines");
    b_ = AddMeasure("Harden bases");
    c_ = AddMeasure("Reduce troops");
    for (int i = 0; i < voters; ++i) voters_.push_back(AddMember());
    const auto opened = Advance(PHASE_VOTING);
    ASSERT_TRUE(opened.ok()) << opened.status();
    ASSERT_EQ(opened->deliberation().rules().options_size(), 3);
  }
  std::string a_, b_, c_;
  std::vector<Person> voters_;
};

TEST_F(BallotsTest, ADecisionFromDraftToAnExplainedResult) {
  OpenVote(5);
  ASSERT_TRUE(Cast(voters_[0].token, {{a_}, {b_}, {c_}}).ok());
  ASSERT_TRUE(Cast(voters_[1].token, {{a_}, {b_, c_}}).ok());
  ASSERT_TRUE(Cast(voters_[2].token, {{b_}, {a_}}).ok());
  ASSERT_TRUE(Cast(voters_[3].token, {}).ok());  // an abstention
  EXPECT_EQ(ReasonOf(Result(facilitator_).status()), "WRONG_PHASE");
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  const auto result = Result(voters_[4].token);
  ASSERT_TRUE(result.ok()) << result.status();
  const auto& outcome = result->result().outcome();
  ASSERT_EQ(outcome.ranking_size(), 3);
  EXPECT_THAT(outcome.ranking(0).options(), ElementsAre(0));
  EXPECT_THAT(outcome.ranking(1).options(), ElementsAre(1));
  EXPECT_THAT(outcome.ranking(0).reason(), HasSubstr("Add crisis hotlines is 1st"));
  EXPECT_EQ(outcome.pairwise(0).values(1), 2);
  EXPECT_EQ(outcome.pairwise(1).values(0), 1);
  EXPECT_EQ(result->result().ballot_count(), 4);
  EXPECT_EQ(result->result().abstention_count(), 1);
  EXPECT_EQ(result->result().roll_count(), 6);
  EXPECT_EQ(result->result().criteria_note(), "nothing was scored");
}

TEST_F(BallotsTest, TheResultIsStoredOnceAndSurvivesARestart) {
  OpenVote();
  ASSERT_TRUE(Cast(voters_[0].token, {{a_}}).ok());
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  const auto first = Result(facilitator_);
  clock_.Advance(1'000'000);
  Reopen();
  const auto second = Result(facilitator_);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(first->result().SerializeAsString(), second->result().SerializeAsString());
  EXPECT_TRUE(Advance(PHASE_CLOSED).ok()) << "closing again changes nothing";
  EXPECT_EQ(Result(facilitator_)->result().SerializeAsString(),
            first->result().SerializeAsString());
}

TEST_F(BallotsTest, EveryWrongMeasureOfABallotIsNamed) {
  OpenVote();
  const auto refused =
      Cast(voters_[0].token,
           {{a_, a_}, {name_ + "/measures/unknown"}, {}, {"deliberations/d9/measures/m1"}});
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(FieldsOf(refused.status()),
              ElementsAre("ballot.tiers[0].measures[1]", "ballot.tiers[1].measures[0]",
                          "ballot.tiers[2]", "ballot.tiers[3].measures[0]"));
  const std::string message(refused.status().message());
  EXPECT_THAT(message, HasSubstr("twice"));
  EXPECT_THAT(message, HasSubstr("is not voted on"));
  EXPECT_THAT(message, HasSubstr("is no measure of"));
  deliberation::v1::GetTurnoutRequest turnout;
  turnout.set_name(name_);
  EXPECT_EQ(Call(*deliberations_, &Deliberations::Stub::GetTurnout, turnout, facilitator_)
                ->ballot_count(),
            0);
}

TEST_F(BallotsTest, ARequestWithoutABallotIsNoAbstention) {
  OpenVote();
  deliberation::v1::CastBallotRequest request;
  request.set_parent(name_);
  EXPECT_THAT(
      FieldsOf(Call(*deliberations_, &Deliberations::Stub::CastBallot, request, voters_[0].token)
                   .status()),
      ElementsAre("ballot"));
}

TEST_F(BallotsTest, ABallotIsRevisableUntilTheCloseAndRefusedAfter) {
  OpenVote();
  ASSERT_TRUE(Cast(voters_[0].token, {{c_}, {b_}, {a_}}).ok());
  ASSERT_TRUE(Cast(voters_[0].token, {{a_}, {b_}, {c_}}).ok());
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  EXPECT_EQ(ReasonOf(Cast(voters_[0].token, {{b_}}).status()), "WRONG_PHASE");
  EXPECT_EQ(ReasonOf(Cast(voters_[1].token, {{b_}}).status()), "WRONG_PHASE");
  const auto result = Result(facilitator_);
  EXPECT_EQ(result->result().ballot_count(), 1);
  EXPECT_THAT(result->result().outcome().ranking(0).options(), ElementsAre(0));
}

TEST_F(BallotsTest, ARepeatedRequestGetsTheFirstAnswerUntilTheClose) {
  OpenVote();
  const auto first = Cast(voters_[0].token, {{a_}}, "request-1");
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(Cast(voters_[0].token, {{b_}}, "request-2").ok());
  const auto again = Cast(voters_[0].token, {{a_}}, "request-1");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(ReasonOf(Cast(voters_[0].token, {{c_}}, "request-1").status()), "REQUEST_ID_REUSED");
  EXPECT_TRUE(Cast(voters_[1].token, {{c_}}, "request-1").ok()) << "another caller's id";
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  EXPECT_EQ(ReasonOf(Cast(voters_[0].token, {{a_}}, "request-1").status()), "WRONG_PHASE")
      << "nobody can tell any more whose ballot was whose";
  const auto result = Result(facilitator_);
  EXPECT_EQ(result->result().outcome().pairwise(1).values(0), 1) << "the replay changed nothing";
}

TEST_F(BallotsTest, NoBallotSlipsInBesideTheClose) {
  OpenVote(8);
  std::atomic<int> acknowledged{0};
  std::vector<std::thread> casting;
  for (const auto& voter : voters_) {
    casting.emplace_back([&, voter] {
      bool counted = false;
      for (int i = 0; i < 200; ++i) {
        const auto cast = Cast(voter.token, {{a_}, {b_}});
        if (cast.ok() && !std::exchange(counted, true)) ++acknowledged;
        if (!cast.ok()) {
          EXPECT_EQ(ReasonOf(cast.status()), "WRONG_PHASE") << cast.status();
          return;
        }
      }
    });
  }
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  const auto result = Result(facilitator_);
  for (auto& thread : casting) thread.join();
  EXPECT_EQ(result->result().ballot_count(), acknowledged);
}

TEST_F(BallotsTest, OnlyTheVoterSeesTheBallot) {
  OpenVote();
  ASSERT_TRUE(Cast(voters_[0].token, {{b_}, {a_}}).ok());
  deliberation::v1::GetBallotRequest request;
  request.set_name(
      absl::StrCat(name_, "/ballots/", voters_[0].name.substr(voters_[0].name.rfind('/') + 1)));
  const auto get = [&](const std::string& token) {
    return Call(*deliberations_, &Deliberations::Stub::GetBallot, request, token);
  };
  ASSERT_TRUE(get(voters_[0].token).ok());
  EXPECT_EQ(get(voters_[0].token)->ballot().tiers(0).measures(0), b_);
  EXPECT_EQ(get(voters_[1].token).status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(get(facilitator_).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(BallotsTest, PhasesGoForwardAndBackWhereNothingIsLost) {
  Create();
  AddMeasure("One");
  EXPECT_EQ(ReasonOf(Advance(PHASE_VOTING).status()), "NOT_READY") << "one measure is no choice";
  const std::string two = AddMeasure("Two");
  EXPECT_EQ(ReasonOf(Advance(PHASE_CLOSED).status()), "WRONG_PHASE");
  EXPECT_TRUE(Advance(PHASE_DRAFT, "stay-1").ok()) << "where it is already";
  EXPECT_EQ(ReasonOf(Advance(PHASE_SCORING, "stay-1").status()), "REQUEST_ID_REUSED")
      << "also when the first request changed nothing";
  EXPECT_TRUE(Advance(PHASE_SCORING).ok());
  EXPECT_TRUE(Advance(PHASE_DRAFT).ok()) << "nothing was scored";
  EXPECT_TRUE(Advance(PHASE_SCORING).ok());
  deliberation::v1::AdvanceDeliberationRequest early;
  early.set_name(name_);
  early.set_phase(deliberation::v1::PHASE_SCORING);
  early.set_method(tally::v1::METHOD_BORDA);
  const auto advance = [&](const deliberation::v1::AdvanceDeliberationRequest& request) {
    return Call(*deliberations_, &Deliberations::Stub::AdvanceDeliberation, request, facilitator_)
        .status();
  };
  EXPECT_EQ(ReasonOf(advance(early)), "INVALID_FIELDS") << "rules belong to the opening";
  EXPECT_TRUE(Advance(PHASE_VOTING, "open-1").ok());
  deliberation::v1::AdvanceDeliberationRequest again;
  again.set_name(name_);
  again.set_phase(PHASE_VOTING);
  EXPECT_TRUE(advance(again).ok());
  again.set_method(tally::v1::METHOD_BORDA);
  EXPECT_EQ(ReasonOf(advance(again)), "WRONG_PHASE") << "an open vote keeps its rules";
  EXPECT_EQ(ReasonOf(Advance(PHASE_SCORING).status()), "WRONG_PHASE");
  EXPECT_TRUE(Advance(PHASE_CLOSED).ok());
  EXPECT_EQ(ReasonOf(Advance(PHASE_SCORING).status()), "WRONG_PHASE");
  EXPECT_EQ(ReasonOf(Advance(deliberation::v1::PHASE_PUBLISHED).status()), "WRONG_PHASE")
      << "not planned";
  const auto replay = Advance(PHASE_VOTING, "open-1");
  ASSERT_TRUE(replay.ok()) << "a repeated request gets its answer";
  EXPECT_EQ(replay->deliberation().phase(), PHASE_VOTING);
  EXPECT_EQ(Advance(static_cast<deliberation::v1::Phase>(9)).status().code(),
            absl::StatusCode::kInvalidArgument);
  deliberation::v1::CreateMemberRequest late;
  late.set_parent(name_);
  late.mutable_member()->set_display_name("Late");
  late.mutable_member()->set_role(deliberation::v1::ROLE_MEMBER);
  EXPECT_EQ(
      ReasonOf(
          Call(*deliberations_, &Deliberations::Stub::CreateMember, late, facilitator_).status()),
      "WRONG_PHASE");
}

TEST_F(BallotsTest, AStaleEtagIsRefused) {
  Create();
  deliberation::v1::UpdateDeliberationRequest request;
  request.mutable_deliberation()->set_name(name_);
  request.mutable_deliberation()->set_title("First");
  request.mutable_update_mask()->add_paths("title");
  const auto update = [&] {
    return Call(*deliberations_, &Deliberations::Stub::UpdateDeliberation, request, facilitator_);
  };
  const auto first = update();
  ASSERT_TRUE(first.ok()) << first.status();
  request.mutable_deliberation()->set_etag(first->deliberation().etag());
  request.mutable_deliberation()->set_title("Second");
  ASSERT_TRUE(update().ok());
  request.mutable_deliberation()->set_title("Third");
  const auto stale = update();
  EXPECT_EQ(stale.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(stale.status()), "STALE_ETAG");
  deliberation::v1::GetDeliberationRequest get;
  get.set_name(name_);
  EXPECT_EQ(Call(*deliberations_, &Deliberations::Stub::GetDeliberation, get, facilitator_)
                ->deliberation()
                .title(),
            "Second");
}

TEST_F(BallotsTest, CreatingIsRepeatableAndSignsInAgain) {
  deliberation::v1::CreateDeliberationRequest request;
  request.mutable_deliberation()->set_title("Title");
  request.set_facilitator_name("Name");
  request.set_request_id("short");
  const auto create = [&] {
    return Call(*deliberations_, &Deliberations::Stub::CreateDeliberation, request, "");
  };
  EXPECT_THAT(FieldsOf(create().status()), ElementsAre("request_id"));
  request.set_request_id("0123456789012345678901");
  const auto first = create();
  ASSERT_TRUE(first.ok()) << first.status();
  const auto second = create();
  EXPECT_EQ(second->deliberation().name(), first->deliberation().name());
  EXPECT_EQ(second->facilitator().name(), first->facilitator().name());
  name_ = first->deliberation().name();
  facilitator_ = second->token();
  AddMember();
  request.mutable_deliberation()->set_title("Other");
  EXPECT_EQ(ReasonOf(create().status()), "REQUEST_ID_REUSED");
}

TEST_F(BallotsTest, NamesThatWouldDeceiveAreRefused) {
  Create();
  deliberation::v1::CreateMemberRequest request;
  request.set_parent(name_);
  request.mutable_member()->set_role(deliberation::v1::ROLE_MEMBER);
  for (const std::string& name : {std::string(), std::string("  "), std::string("a\nb"),
                                  std::string("a\u202Eb"), std::string(101, 'x')}) {
    request.mutable_member()->set_display_name(name);
    EXPECT_THAT(
        FieldsOf(Call(*deliberations_, &Deliberations::Stub::CreateMember, request, facilitator_)
                     .status()),
        ElementsAre("member.display_name"));
  }
  request.mutable_member()->set_display_name(std::string(100, 'x'));
  EXPECT_TRUE(
      Call(*deliberations_, &Deliberations::Stub::CreateMember, request, facilitator_).ok());
}

TEST_F(BallotsTest, MembersComeInPagesAndForeignPageTokensAreRefused) {
  Create();
  for (int i = 0; i < 4; ++i) AddMember();
  deliberation::v1::ListMembersRequest request;
  request.set_parent(name_);
  request.set_page_size(2);
  std::vector<std::string> names;
  std::string second_page;
  for (;;) {
    const auto page =
        Call(*deliberations_, &Deliberations::Stub::ListMembers, request, facilitator_);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_LE(page->members_size(), 2);
    for (const auto& member : page->members()) names.push_back(member.name());
    if (second_page.empty()) second_page = page->next_page_token();
    request.set_page_token(page->next_page_token());
    if (page->next_page_token().empty()) break;
  }
  EXPECT_EQ(names.size(), 5U);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  ingestion::v1::ListMeasuresRequest measures;
  measures.set_parent(name_);
  for (const std::string& token :
       {second_page, std::string("x"), std::string("AAAAAAAAAAAAAAAA")}) {
    measures.set_page_token(token);
    EXPECT_EQ(
        ReasonOf(
            Call(*ingestion_, &Ingestion::Stub::ListMeasures, measures, facilitator_).status()),
        "FOREIGN_PAGE_TOKEN");
  }
  request.set_page_token("");
  request.set_page_size(-1);
  EXPECT_THAT(
      FieldsOf(
          Call(*deliberations_, &Deliberations::Stub::ListMembers, request, facilitator_).status()),
      ElementsAre("page_size"));
}

TEST_F(BallotsTest, WatchReplaysFollowsAndResumes) {
  OpenVote();
  deliberation::v1::WatchDeliberationRequest request;
  request.set_name(name_);
  std::vector<deliberation::v1::EventKind> kinds;
  std::string resume;
  const auto watch = [&](int count) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + voters_[0].token);
    request.set_resume_token(resume);
    auto reader = deliberations_->WatchDeliberation(&context, request);
    deliberation::v1::WatchDeliberationResponse message;
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(reader->Read(&message));
      kinds.push_back(message.event().kind());
      EXPECT_EQ(message.event().revision(), static_cast<std::int64_t>(kinds.size()));
      resume = message.resume_token();
      if (message.event().kind() == deliberation::v1::EVENT_KIND_BALLOT_CAST) {
        EXPECT_TRUE(message.event().actor().empty());
        EXPECT_TRUE(message.event().subject().empty());
      }
    }
    context.TryCancel();
  };
  watch(3);
  watch(3);  // created, 4 members, phase
  std::thread later([&] {
    EXPECT_TRUE(Cast(voters_[1].token, {{a_}}).ok());
    EXPECT_TRUE(Advance(PHASE_CLOSED).ok());
  });
  watch(3);
  later.join();
  using namespace deliberation::v1;  // NOLINT(google-build-using-namespace): enum values
  EXPECT_THAT(kinds, ElementsAre(EVENT_KIND_DELIBERATION_CREATED, EVENT_KIND_MEMBER_CREATED,
                                 EVENT_KIND_MEMBER_CREATED, EVENT_KIND_MEMBER_CREATED,
                                 EVENT_KIND_MEMBER_CREATED, EVENT_KIND_PHASE_CHANGED,
                                 EVENT_KIND_BALLOT_CAST, EVENT_KIND_PHASE_CHANGED,
                                 EVENT_KIND_RESULT_STORED));
  for (const std::string& bad : {std::string("x"), std::string("AAAAAAAAAAAAAAAA")}) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + facilitator_);
    request.set_resume_token(bad);
    auto reader = deliberations_->WatchDeliberation(&context, request);
    deliberation::v1::WatchDeliberationResponse message;
    EXPECT_FALSE(reader->Read(&message));
    EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  }
}

TEST_F(BallotsTest, TallyCountsWhatAnybodySends) {
  tally::v1::TallyRequest request;
  for (const char* option : {"A", "B", "C"}) request.add_options(option);
  const auto add = [&](const std::vector<int>& order, std::int64_t count) {
    auto* group = request.add_ballots();
    for (const int option : order) group->add_tiers()->add_options(option);
    group->set_count(count);
  };
  add({0, 1, 2}, 5);
  add({1, 2, 0}, 4);
  const auto tallied = Call(*tallies_, &Tallies::Stub::Tally, request, "");
  ASSERT_TRUE(tallied.ok()) << tallied.status();
  EXPECT_THAT(tallied->outcome().ranking(0).options(), ElementsAre(0));
  EXPECT_EQ(tallied->outcome().ballot_count(), 9);

  request.set_options(2, "A");
  add({0, 0, 7}, 1);
  add({0}, -1);
  const auto refused = Call(*tallies_, &Tallies::Stub::Tally, request, "");
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(FieldsOf(refused.status()), ElementsAre("options[2]"));
  request.set_options(2, "C");
  EXPECT_THAT(FieldsOf(Call(*tallies_, &Tallies::Stub::Tally, request, "").status()),
              ElementsAre("ballots[2]", "ballots[3]"));
  request.mutable_ballots(2)->Clear();
  request.mutable_ballots(3)->set_count(std::int64_t{1} << 53);
  EXPECT_EQ(Call(*tallies_, &Tallies::Stub::Tally, request, "").status().code(),
            absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Call(*tallies_, &Tallies::Stub::Tally, tally::v1::TallyRequest(), "").status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(BallotsTest, TallyServiceElectsCommitteesPackagesAndPoints) {
  tally::v1::ElectRequest elect;
  tally::v1::TallyScoresRequest scores;
  tally::v1::ElectCommitteeRequest committee;
  tally::v1::SelectPackageRequest package;
  for (const char* option : {"A", "B", "C"}) {
    elect.add_options(option);
    scores.add_options(option);
    committee.add_options(option);
    auto* priced = package.add_options();
    priced->set_title(option);
    priced->set_cost(60);
  }
  elect.set_seats(2);
  elect.add_ballots()->add_tiers()->add_options(1);
  elect.mutable_ballots(0)->set_count(3);
  elect.add_ballots()->add_tiers()->add_options(2);
  const auto elected = Call(*tallies_, &Tallies::Stub::Elect, elect, "");
  ASSERT_TRUE(elected.ok()) << elected.status();
  EXPECT_THAT(elected->elected(), ElementsAre(1, 2));
  elect.set_seats(9);
  EXPECT_EQ(Call(*tallies_, &Tallies::Stub::Elect, elect, "").status().code(),
            absl::StatusCode::kInvalidArgument);

  scores.set_highest(5);
  auto* given = scores.add_ballots()->add_scores();
  given->set_option(2);
  given->set_score(5);
  const auto scored = Call(*tallies_, &Tallies::Stub::TallyScores, scores, "");
  ASSERT_TRUE(scored.ok()) << scored.status();
  EXPECT_THAT(scored->elected(), ElementsAre(2));
  given->set_score(6);
  EXPECT_THAT(FieldsOf(Call(*tallies_, &Tallies::Stub::TallyScores, scores, "").status()),
              ElementsAre("ballots[0]"));

  committee.set_seats(1);
  committee.add_ballots()->add_approved(0);
  const auto chosen = Call(*tallies_, &Tallies::Stub::ElectCommittee, committee, "");
  ASSERT_TRUE(chosen.ok()) << chosen.status();
  EXPECT_THAT(chosen->committees(0).options(), ElementsAre(0));
  committee.mutable_ballots(0)->add_approved(0);
  EXPECT_THAT(FieldsOf(Call(*tallies_, &Tallies::Stub::ElectCommittee, committee, "").status()),
              ElementsAre("ballots[0]"));

  // What a call may cost is bounded.
  for (int i = 0; i < 300; ++i) {
    auto* ballot = committee.add_ballots();
    for (int option = 0; option < 3; ++option) ballot->add_approved(option);
    ballot->set_count(i + 1);
  }
  committee.set_seats(200);
  EXPECT_THAT(FieldsOf(Call(*tallies_, &Tallies::Stub::ElectCommittee, committee, "").status()),
              ElementsAre("ballots"));

  package.set_budget(100);
  package.add_ballots()->add_approved(1);
  const auto selected = Call(*tallies_, &Tallies::Stub::SelectPackage, package, "");
  ASSERT_TRUE(selected.ok()) << selected.status();
  EXPECT_THAT(selected->selected(), ElementsAre(1));
  package.mutable_options(1)->add_prerequisites(1);  // itself
  EXPECT_EQ(Call(*tallies_, &Tallies::Stub::SelectPackage, package, "").status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(BallotsTest, TallyServiceExplainsAndReports) {
  tally::v1::ExplainRequest explain;
  for (const char* option : {"A", "B"}) explain.mutable_tally()->add_options(option);
  auto* group = explain.mutable_tally()->add_ballots();
  group->add_tiers()->add_options(1);
  group->set_count(4);
  explain.set_second(1);
  *explain.mutable_ballot() = *group;
  const auto why = Call(*tallies_, &Tallies::Stub::Explain, explain, "");
  ASSERT_TRUE(why.ok()) << why.status();
  EXPECT_EQ(why->upper(), 1);
  EXPECT_EQ(why->ballot().agrees(), 1);

  tally::v1::CheckRobustnessRequest check;
  *check.mutable_tally() = explain.tally();
  const auto report = Call(*tallies_, &Tallies::Stub::CheckRobustness, check, "");
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->margin().at_least(), 2);
  EXPECT_TRUE(report->margin().exact());
  check.set_samples(100000);
  EXPECT_THAT(FieldsOf(Call(*tallies_, &Tallies::Stub::CheckRobustness, check, "").status()),
              ElementsAre("samples"));
  EXPECT_GT(Call(*tallies_, &Tallies::Stub::ListMethods, tally::v1::ListMethodsRequest(), "")
                ->methods_size(),
            20);
}

TEST_F(BallotsTest, AThousandTiedOptionsTakeOneSentence) {
  tally::v1::TallyRequest request;
  for (int i = 0; i < 1000; ++i) request.add_options(absl::StrCat(std::string(190, 'x'), i));
  const auto tallied = Call(*tallies_, &Tallies::Stub::Tally, request, "");
  ASSERT_TRUE(tallied.ok()) << tallied.status();
  ASSERT_EQ(tallied->outcome().ranking_size(), 1);
  EXPECT_EQ(tallied->outcome().ranking(0).options_size(), 1000);
  EXPECT_LT(tallied->outcome().ranking(0).reason().size(), 1000U);
}

TEST_F(BallotsTest, NamesAreShownWholeCharactersOnly) {
  Create();
  deliberation::v1::GetDeliberationRequest request;
  for (int shift = 0; shift < 2; ++shift) {
    std::string name(static_cast<std::size_t>(shift), 'a');
    for (int i = 0; i < 100; ++i) name += "\xc3\xa9";
    request.set_name(name);
    const auto status =
        Call(*deliberations_, &Deliberations::Stub::GetDeliberation, request, facilitator_)
            .status();
    EXPECT_EQ(ReasonOf(status), "INVALID_FIELDS") << "the details did not arrive: " << status;
    EXPECT_THAT(FieldsOf(status), ElementsAre("name"));
  }
}

}  // namespace
}  // namespace plenum::plenumd
