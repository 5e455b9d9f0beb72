// Statements, answers to them and opinion groups, over the wire.
#include <gmock/gmock.h>

#include <thread>

#include "plenum/deliberation/v1/opinion.grpc.pb.h"
#include "services/deliberation/statements/opinion_service.h"
#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using deliberation::v1::OpinionGroups;
using deliberation::v1::PHASE_CLOSED;
using deliberation::v1::PHASE_VOTING;
using deliberation::v1::Statement;
using deliberation::v1::StatementVote;
using ::testing::ElementsAre;
using Opinions = deliberation::v1::OpinionService;

constexpr StatementVote kAgree = deliberation::v1::STATEMENT_VOTE_AGREE;
constexpr StatementVote kDisagree = deliberation::v1::STATEMENT_VOTE_DISAGREE;
constexpr StatementVote kPass = deliberation::v1::STATEMENT_VOTE_PASS;
constexpr StatementVote kNone = deliberation::v1::STATEMENT_VOTE_UNSPECIFIED;

class OpinionsTest : public ServicesTest {
 protected:
  void SetUp() override {
    Connect();
    Create();
    ann_ = AddMember();
    ben_ = AddMember();
    olga_ = AddMember(deliberation::v1::ROLE_OBSERVER);
  }
  void Connect() { stub_ = Opinions::NewStub(channel_); }
  absl::StatusOr<Statement> Add(const std::string& token, const std::string& text,
                                const std::string& request_id = "") {
    deliberation::v1::CreateStatementRequest request;
    request.set_parent(name_);
    request.mutable_statement()->set_text(text);
    request.set_request_id(request_id);
    auto response = Call(*stub_, &Opinions::Stub::CreateStatement, request, token);
    if (!response.ok()) return response.status();
    return response->statement();
  }
  absl::StatusOr<Statement> Vote(const std::string& token, const std::string& name,
                                 StatementVote vote, const std::string& request_id = "") {
    deliberation::v1::VoteOnStatementRequest request;
    request.set_name(name);
    request.set_vote(vote);
    request.set_request_id(request_id);
    auto response = Call(*stub_, &Opinions::Stub::VoteOnStatement, request, token);
    if (!response.ok()) return response.status();
    return response->statement();
  }
  absl::StatusOr<Statement> Hide(const std::string& token, const std::string& name,
                                 const std::string& reason, const std::string& etag = "") {
    deliberation::v1::HideStatementRequest request;
    request.set_name(name);
    request.set_reason(reason);
    request.set_etag(etag);
    auto response = Call(*stub_, &Opinions::Stub::HideStatement, request, token);
    if (!response.ok()) return response.status();
    return response->statement();
  }
  absl::Status Restore(const std::string& token, const std::string& name) {
    deliberation::v1::RestoreStatementRequest request;
    request.set_name(name);
    return Call(*stub_, &Opinions::Stub::RestoreStatement, request, token).status();
  }
  std::vector<Statement> List(const std::string& token, int page_size = 0) {
    std::vector<Statement> all;
    deliberation::v1::ListStatementsRequest request;
    request.set_parent(name_);
    request.set_page_size(page_size);
    do {
      auto response = Call(*stub_, &Opinions::Stub::ListStatements, request, token);
      EXPECT_TRUE(response.ok()) << response.status();
      if (!response.ok()) break;
      all.insert(all.end(), response->statements().begin(), response->statements().end());
      request.set_page_token(response->next_page_token());
    } while (!request.page_token().empty());
    return all;
  }
  std::vector<int> Numbers(const std::string& token, int page_size = 0) {
    std::vector<int> numbers;
    for (const Statement& statement : List(token, page_size)) numbers.push_back(statement.number());
    return numbers;
  }
  OpinionGroups Groups(const std::string& token) {
    deliberation::v1::GetOpinionGroupsRequest request;
    request.set_name(name_ + "/opinionGroups");
    auto response = Call(*stub_, &Opinions::Stub::GetOpinionGroups, request, token);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->opinion_groups() : OpinionGroups();
  }
  // Eight statements: 1 to 3 part the halves of the people, 4 to 7 are agreed on, 8 is passed.
  void AddStatements() {
    for (int s = 1; s <= 8; ++s) {
      statements_.push_back(Add(facilitator_, absl::StrCat("Statement ", s))->name());
    }
  }
  static StatementVote AnswerOf(int person, int statement) {
    if (statement <= 3) return person % 2 == 0 ? kAgree : kDisagree;
    return statement <= 7 ? kAgree : kPass;
  }
  void AnswerAll(const Person& person, int like) {
    for (int s = 1; s <= 8; ++s) {
      ASSERT_TRUE(
          Vote(person.token, statements_[static_cast<std::size_t>(s - 1)], AnswerOf(like, s)).ok());
    }
  }
  // `count` people who have all answered, none of whom is ann_, ben_ or olga_.
  std::vector<Person> AddCrowd(int count) {
    std::vector<Person> crowd;
    for (int i = 0; i < count; ++i) {
      crowd.push_back(AddMember());
      AnswerAll(crowd.back(), i);
    }
    return crowd;
  }

  std::unique_ptr<Opinions::Stub> stub_;
  std::vector<std::string> statements_;
  Person ann_, ben_, olga_;
};

TEST_F(OpinionsTest, StatementsArePutUpAnsweredAndKeptOverARestart) {
  const auto first = Add(ann_.token, "We should answer within a day", "request-1");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->number(), 1);
  EXPECT_EQ(first->author(), ann_.name);
  EXPECT_EQ(Add(ann_.token, "We should answer within a day", "request-1")->name(), first->name());
  const auto second = Add(ben_.token, "Bases need no walls");
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->number(), 2);
  const auto voted = Vote(ann_.token, second->name(), kAgree, "request-2");
  ASSERT_TRUE(voted.ok()) << voted.status();
  EXPECT_EQ(voted->own_vote(), kAgree);
  EXPECT_EQ(voted->etag(), second->etag()) << "answers change no statement";
  ASSERT_TRUE(Vote(ann_.token, second->name(), kDisagree).ok());
  EXPECT_EQ(Vote(ann_.token, second->name(), kAgree, "request-2")->own_vote(), kAgree);
  EXPECT_EQ(ReasonOf(Vote(ann_.token, second->name(), kPass, "request-2").status()),
            "REQUEST_ID_REUSED");
  Reopen();
  Connect();
  const auto seen = List(ann_.token);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].text(), "We should answer within a day");
  EXPECT_EQ(seen[0].own_vote(), kNone);
  EXPECT_EQ(seen[1].own_vote(), kDisagree) << "a repeat does nothing again";
  EXPECT_EQ(List(ben_.token)[0].own_vote(), kNone);
}

TEST_F(OpinionsTest, WhatIsNotAnsweredComesFirstOnEveryPage) {
  AddStatements();
  ASSERT_TRUE(Vote(ann_.token, statements_[0], kAgree).ok());
  ASSERT_TRUE(Vote(ann_.token, statements_[4], kPass).ok());
  ASSERT_TRUE(Hide(facilitator_, statements_[1], "Said twice").ok());
  for (const int page_size : {0, 1, 3}) {
    EXPECT_THAT(Numbers(ann_.token, page_size), ElementsAre(3, 4, 6, 7, 8, 1, 5, 2));
    EXPECT_THAT(Numbers(olga_.token, page_size), ElementsAre(1, 3, 4, 5, 6, 7, 8, 2));
  }
  // Answering between two pages leaves none out.
  deliberation::v1::ListStatementsRequest request;
  request.set_parent(name_);
  request.set_page_size(2);
  auto page = Call(*stub_, &Opinions::Stub::ListStatements, request, ann_.token);
  ASSERT_TRUE(page.ok()) << page.status();
  for (const Statement& statement : page->statements()) {
    ASSERT_TRUE(Vote(ann_.token, statement.name(), kAgree).ok());
  }
  request.set_page_token(page->next_page_token());
  page = Call(*stub_, &Opinions::Stub::ListStatements, request, ann_.token);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->statements(0).number(), 6);
  request.set_page_token("no token");
  EXPECT_EQ(ReasonOf(Call(*stub_, &Opinions::Stub::ListStatements, request, ann_.token).status()),
            "FOREIGN_PAGE_TOKEN");
}

TEST_F(OpinionsTest, WhatIsWrongIsNamed) {
  EXPECT_THAT(FieldsOf(Add(ann_.token, "").status()), ElementsAre("statement.text"));
  EXPECT_TRUE(Add(ann_.token, std::string(280, 'x')).ok());
  for (const std::string& text : {std::string(281, 'x'), std::string("two\nlines"),
                                  std::string("turned \u202E round"), std::string("\u200B")}) {
    EXPECT_THAT(FieldsOf(Add(ann_.token, text).status()), ElementsAre("statement.text")) << text;
  }
  EXPECT_EQ(ReasonOf(Add(olga_.token, "As an observer").status()), "ROLE_TOO_LOW");
  const std::string name = Add(ann_.token, "Buy fewer ships.")->name();
  for (const char* same : {"Buy fewer ships.", "buy  FEWER ships", "Buy fewer s\u00ADhips . "}) {
    const absl::Status refused = Add(ben_.token, same).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kAlreadyExists) << same << refused;
    EXPECT_EQ(ReasonOf(refused), "DUPLICATE");
    EXPECT_NE(std::string(refused.message()).find(name), std::string::npos) << refused;
  }
  EXPECT_TRUE(Add(ben_.token, "Buy fewer ships?").ok());
  EXPECT_THAT(FieldsOf(Vote(ann_.token, name, kNone).status()), ElementsAre("vote"));
  EXPECT_THAT(FieldsOf(Vote(ann_.token, name, static_cast<StatementVote>(9)).status()),
              ElementsAre("vote"));
  EXPECT_EQ(ReasonOf(Vote(ann_.token, name_ + "/statements/unknown", kAgree).status()),
            "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Vote(olga_.token, name, kAgree).status()), "ROLE_TOO_LOW");
  EXPECT_EQ(ReasonOf(Vote(ann_.token, "deliberations/other/statements/s1", kAgree).status()),
            "FOREIGN_DELIBERATION");
}

TEST_F(OpinionsTest, HiddenStatementsTakeNoVotesAndComeBack) {
  AddStatements();
  const auto secret = Add(ann_.token, "A secret of somebody");
  EXPECT_EQ(ReasonOf(Hide(ben_.token, secret->name(), "I do not like it").status()),
            "ROLE_TOO_LOW");
  EXPECT_THAT(FieldsOf(Hide(facilitator_, secret->name(), "").status()), ElementsAre("reason"));
  const auto hidden = Hide(facilitator_, secret->name(), "Names a person", secret->etag());
  ASSERT_TRUE(hidden.ok()) << hidden.status();
  EXPECT_EQ(ReasonOf(Hide(facilitator_, secret->name(), "Again", secret->etag()).status()),
            "STALE_ETAG");
  EXPECT_EQ(ReasonOf(Hide(facilitator_, secret->name(), "Again").status()), "WRONG_STATE");
  EXPECT_EQ(ReasonOf(Vote(ben_.token, secret->name(), kAgree).status()), "WRONG_STATE");
  for (const auto& token : {ben_.token, olga_.token}) {
    EXPECT_EQ(List(token).back().hidden_reason(), "Names a person");
    EXPECT_EQ(List(token).back().text(), "");
  }
  EXPECT_EQ(List(ann_.token).back().text(), "A secret of somebody");
  EXPECT_EQ(List(facilitator_).back().text(), "A secret of somebody");
  EXPECT_EQ(ReasonOf(Add(ben_.token, "A secret of somebody").status()), "DUPLICATE");
  EXPECT_TRUE(Restore(facilitator_, secret->name()).ok());
  EXPECT_EQ(ReasonOf(Restore(facilitator_, secret->name())), "WRONG_STATE");
  EXPECT_TRUE(Vote(ben_.token, secret->name(), kAgree).ok());
}

TEST_F(OpinionsTest, ThereAreAtMostSoMany) {
  for (int i = 1; i < deliberation::limits::kMaxStatements; ++i) {
    ASSERT_TRUE(Add(ann_.token, absl::StrCat("Statement ", i)).ok());
  }
  const auto last = Add(ann_.token, "The last one");
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_EQ(last->number(), deliberation::limits::kMaxStatements);
  EXPECT_EQ(ReasonOf(Add(ann_.token, "One more").status()), "LIMIT_REACHED");
  EXPECT_EQ(Vote(ann_.token, last->name(), kPass)->own_vote(), kPass);
}

TEST_F(OpinionsTest, StatementsPutUpAtOnceGetNumbersOfTheirOwn) {
  std::vector<std::thread> threads;
  for (const auto& token : {ann_.token, ben_.token, facilitator_}) {
    threads.emplace_back([&, token, n = threads.size()] {
      for (int i = 0; i < 5; ++i) {
        const auto added = Add(token, absl::StrCat("Statement ", n, " ", i));
        EXPECT_TRUE(added.ok()) << added.status();
        const auto same = Add(token, absl::StrCat("All at once ", i));
        EXPECT_TRUE(same.ok() || ReasonOf(same.status()) == "DUPLICATE") << same.status();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::vector<int> numbers = Numbers(ann_.token);
  ASSERT_EQ(numbers.size(), 20U);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(numbers[static_cast<std::size_t>(i)], i + 1);
}

TEST_F(OpinionsTest, NothingIsAnsweredAfterTheClose) {
  AddMeasure("Add crisis hotlines");
  AddMeasure("Harden bases");
  AddStatements();
  int times = 0;
  for (const auto phase :
       {deliberation::v1::PHASE_COLLECTING, deliberation::v1::PHASE_SCORING,
        deliberation::v1::PHASE_DISCUSSING, deliberation::v1::PHASE_REVISING, PHASE_VOTING}) {
    const auto advanced = Advance(phase);
    ASSERT_TRUE(advanced.ok()) << advanced.status();
    ASSERT_TRUE(Vote(ann_.token, statements_[0], ++times % 2 == 0 ? kAgree : kPass).ok());
    ASSERT_TRUE(Add(ann_.token, absl::StrCat("In phase ", phase)).ok());
  }
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  EXPECT_EQ(ReasonOf(Vote(ann_.token, statements_[0], kPass).status()), "WRONG_PHASE");
  EXPECT_EQ(ReasonOf(Add(ann_.token, "Too late").status()), "WRONG_PHASE");
  EXPECT_TRUE(Hide(facilitator_, statements_[0], "Moderation goes on").ok());
}

TEST_F(OpinionsTest, FewPeopleSeeHowFarTheyAgree) {
  AddStatements();
  EXPECT_EQ(Groups(ann_.token).basis(), deliberation::v1::OPINION_BASIS_TOO_FEW);
  AddCrowd(3);
  const OpinionGroups none = Groups(olga_.token);
  EXPECT_EQ(none.basis(), deliberation::v1::OPINION_BASIS_TOO_FEW);
  EXPECT_EQ(none.shared_size() + none.dividing_size(), 0);
  EXPECT_FALSE(none.has_agreement());
  AnswerAll(ann_, 1);
  const OpinionGroups groups = Groups(ann_.token);
  EXPECT_EQ(groups.basis(), deliberation::v1::OPINION_BASIS_PAIRS);
  EXPECT_EQ(groups.people(), 4);
  EXPECT_EQ(groups.answers_needed(), 7);
  EXPECT_EQ(groups.own_answers(), 8);
  EXPECT_EQ(groups.groups_size(), 0);
  // Two halves of two: pairs within agree on 7 of 7, across on 4 of 7.
  EXPECT_EQ(groups.agreement().pairs(), 6);
  EXPECT_NEAR(groups.agreement().mean(), (2 * 1 + 4 * 4.0 / 7) / 6, 1e-12);
  EXPECT_EQ(groups.agreement().own().others(), 3);
  EXPECT_NEAR(groups.agreement().own().mean(), (1 + 2 * 4.0 / 7) / 3, 1e-12);
  EXPECT_EQ(groups.agreement().own().near(), 1);
  EXPECT_EQ(groups.agreement().own().between(), 2);
  ASSERT_EQ(groups.dividing_size(), 3);
  EXPECT_EQ(groups.dividing(0).groups(0).agree(), 2);
  EXPECT_EQ(groups.shared_size(), 4);
  EXPECT_FALSE(Groups(olga_.token).agreement().has_own());
}

TEST_F(OpinionsTest, ManyPeopleSeeTheirGroups) {
  AddStatements();
  const auto crowd = AddCrowd(17);
  const OpinionGroups groups = Groups(crowd[1].token);
  EXPECT_EQ(groups.basis(), deliberation::v1::OPINION_BASIS_GROUPS);
  EXPECT_EQ(groups.people(), 17);
  ASSERT_EQ(groups.groups_size(), 2);
  EXPECT_EQ(groups.groups(0).size(), 9);
  EXPECT_EQ(groups.groups(1).size(), 8);
  EXPECT_EQ(groups.own_group(), 2);
  EXPECT_EQ(Groups(crowd[0].token).own_group(), 1);
  EXPECT_EQ(Groups(ann_.token).own_group(), 0);
  EXPECT_GT(groups.silhouette(), 0.9);
  ASSERT_EQ(groups.groups(1).representative_size(), 3);
  EXPECT_EQ(groups.groups(1).representative(0).vote(), kDisagree);
  EXPECT_EQ(groups.groups(1).representative(0).text(), "Statement 1");
  EXPECT_EQ(groups.groups(1).representative(0).group().disagree(), 8);
  EXPECT_EQ(groups.groups(1).representative(0).others().agree(), 9);
  ASSERT_EQ(groups.shared_size(), 4);
  EXPECT_EQ(groups.shared(0).number(), 4);
  EXPECT_NEAR(groups.shared(0).consensus(), 10.0 / 11 * 9 / 10, 1e-12);
  ASSERT_EQ(groups.dividing_size(), 3);
  EXPECT_EQ(groups.dividing(0).groups_size(), 2);
  EXPECT_FALSE(groups.has_agreement());
  // What is hidden is out of the figures at once, and back when it is.
  ASSERT_TRUE(Hide(facilitator_, statements_[0], "Unclear").ok());
  EXPECT_EQ(Groups(olga_.token).dividing_size(), 2);
  ASSERT_TRUE(Restore(facilitator_, statements_[0]).ok());
  const std::string before = Groups(olga_.token).SerializeAsString();
  EXPECT_EQ(Groups(olga_.token).dividing_size(), 3);
  Reopen();
  Connect();
  EXPECT_EQ(Groups(olga_.token).SerializeAsString(), before);
}

// What anybody else can fetch, in one string: everything of the deliberation that has to do with
// it.
class SecrecyTest : public OpinionsTest {
 protected:
  std::string Everything(const Person& person) {
    std::string all = Groups(person.token).SerializeAsString();
    for (const Statement& statement : List(person.token)) all += statement.SerializeAsString();
    deliberation::v1::GetDeliberationRequest get;
    get.set_name(name_);
    all += Call(*deliberations_, &Deliberations::Stub::GetDeliberation, get, person.token)
               ->SerializeAsString();
    deliberation::v1::ListMembersRequest members;
    members.set_parent(name_);
    members.set_page_size(1000);
    all += Call(*deliberations_, &Deliberations::Stub::ListMembers, members, person.token)
               ->SerializeAsString();
    deliberation::v1::GetTurnoutRequest turnout;
    turnout.set_name(name_ + "/turnout");
    const auto turned =
        Call(*deliberations_, &Deliberations::Stub::GetTurnout, turnout, person.token);
    all += turned.ok() ? turned->SerializeAsString() : std::string(turned.status().message());
    return all;
  }
  // Every event up to now.
  std::vector<deliberation::v1::Event> Events(const Person& person) {
    // The last one is known by its kind.
    deliberation::v1::UpdateDeliberationRequest update;
    update.mutable_deliberation()->set_name(name_);
    update.mutable_deliberation()->set_title("The end");
    update.mutable_update_mask()->add_paths("title");
    EXPECT_TRUE(
        Call(*deliberations_, &Deliberations::Stub::UpdateDeliberation, update, facilitator_).ok());
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + person.token);
    deliberation::v1::WatchDeliberationRequest request;
    request.set_name(name_);
    auto stream = deliberations_->WatchDeliberation(&context, request);
    std::vector<deliberation::v1::Event> events;
    deliberation::v1::WatchDeliberationResponse response;
    while (stream->Read(&response)) {
      events.push_back(response.event());
      if (response.event().kind() == deliberation::v1::EVENT_KIND_DELIBERATION_UPDATED) break;
    }
    context.TryCancel();
    stream->Finish();
    return events;
  }
};

TEST_F(SecrecyTest, OneOrTwoPeoplesAnswersChangeNothingThatAnybodyElseSees) {
  AddStatements();
  for (const int others : {5, 12}) {  // pairs, then groups
    const auto crowd = AddCrowd(others);
    Groups(olga_.token);
    const Person facilitator{"", facilitator_};
    const std::vector<Person> watchers = {crowd[0], olga_, facilitator};
    std::vector<std::string> before;
    for (const Person& watcher : watchers) before.push_back(Everything(watcher));
    for (const Person& target : {crowd[2], crowd[3]}) {
      for (int s = 0; s < 8; ++s) {
        ASSERT_TRUE(Vote(target.token, statements_[static_cast<std::size_t>(s)],
                         s % 2 == 0 ? kDisagree : kPass)
                        .ok());
        for (std::size_t w = 0; w < watchers.size(); ++w) {
          ASSERT_EQ(Everything(watchers[w]), before[w]) << "statement " << s + 1;
        }
      }
    }
    // The third one's answers let them all into the figures.
    ASSERT_TRUE(Vote(crowd[4].token, statements_[0], kPass).ok());
    EXPECT_NE(Everything(olga_), before[1]);
  }
}

TEST_F(SecrecyTest, FiguresDoNotTellWhoSaidWhat) {
  AddStatements();
  const auto crowd = AddCrowd(16);
  const std::string before = Everything(olga_);
  const std::string own = Groups(crowd[0].token).SerializeAsString();
  EXPECT_NE(Groups(crowd[1].token).own_group(), Groups(crowd[0].token).own_group());
  // Everybody but the first takes over the answers of another one.
  for (int i = 1; i < 16; ++i) {
    AnswerAll(crowd[static_cast<std::size_t>(i)], i == 15 ? 1 : i + 1);
  }
  EXPECT_EQ(Groups(crowd[1].token).own_group(), Groups(crowd[0].token).own_group())
      << "the figures were made anew";
  EXPECT_EQ(Everything(olga_), before);
  EXPECT_EQ(Groups(crowd[0].token).SerializeAsString(), own);
}

TEST_F(SecrecyTest, NobodyIsNamedAndNoAuthorIsTold) {
  AddStatements();
  const auto crowd = AddCrowd(16);
  ASSERT_TRUE(Add(crowd[5].token, "Mine").ok());
  for (const auto& token : {crowd[0].token, olga_.token, facilitator_}) {
    std::string all = Groups(token).SerializeAsString();
    for (const Statement& statement : List(token)) {
      EXPECT_EQ(statement.author().empty(), token != facilitator_ || statement.number() == 9);
      if (token != facilitator_) all += statement.SerializeAsString();
    }
    EXPECT_EQ(all.find("/members/"), std::string::npos);
  }
  EXPECT_EQ(List(crowd[5].token)[0].author(), crowd[5].name);
  int created = 0;
  for (const auto& event : Events(olga_)) {
    EXPECT_NE(event.kind(), deliberation::v1::EVENT_KIND_UNSPECIFIED);
    if (event.kind() != deliberation::v1::EVENT_KIND_STATEMENT_CREATED) continue;
    ++created;
    EXPECT_EQ(event.actor(), "");
  }
  EXPECT_EQ(created, 9);
  // The stream of the answers is not to be watched.
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + facilitator_);
  deliberation::v1::WatchDeliberationRequest request;
  request.set_name(name_ + "/statementVotes");
  auto stream = deliberations_->WatchDeliberation(&context, request);
  deliberation::v1::WatchDeliberationResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_FALSE(stream->Finish().ok());
}

TEST_F(SecrecyTest, TheLastAnswersCountWhenTheVoteIsClosed) {
  AddMeasure("Add crisis hotlines");
  AddMeasure("Harden bases");
  AddStatements();
  AddCrowd(5);
  EXPECT_EQ(Groups(olga_.token).people(), 5);
  AnswerAll(ann_, 0);
  EXPECT_EQ(Groups(olga_.token).people(), 5);
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  EXPECT_EQ(Groups(olga_.token).people(), 6);
}

}  // namespace
}  // namespace plenum::plenumd
