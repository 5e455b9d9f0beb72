// What members say for and against measures, over the wire.
#include <gmock/gmock.h>

#include "plenum/deliberation/v1/argument.grpc.pb.h"
#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using deliberation::v1::Argument;
using deliberation::v1::PHASE_CLOSED;
using deliberation::v1::PHASE_VOTING;
using deliberation::v1::SIDE_CON;
using deliberation::v1::SIDE_PRO;
using ::testing::ElementsAre;
using Arguments = deliberation::v1::ArgumentService;

class ArgumentsTest : public ServicesTest {
 protected:
  void SetUp() override {
    stub_ = Arguments::NewStub(channel_);
    Create();
    measure_ = AddMeasure("Add crisis hotlines");
    ann_ = AddMember();
    ben_ = AddMember();
    olga_ = AddMember(deliberation::v1::ROLE_OBSERVER);
  }
  Argument Pro(const std::string& text) const {
    Argument argument;
    argument.set_measure(measure_);
    argument.set_side(SIDE_PRO);
    argument.set_text(text);
    return argument;
  }
  absl::StatusOr<Argument> Say(const std::string& token, const Argument& argument,
                               const std::string& request_id = "") {
    deliberation::v1::CreateArgumentRequest request;
    request.set_parent(name_);
    *request.mutable_argument() = argument;
    request.set_request_id(request_id);
    auto response = Call(*stub_, &Arguments::Stub::CreateArgument, request, token);
    if (!response.ok()) return response.status();
    return response->argument();
  }
  absl::StatusOr<Argument> Edit(const std::string& token, const std::string& name,
                                const std::string& text, const std::string& etag = "") {
    deliberation::v1::UpdateArgumentRequest request;
    request.set_name(name);
    request.set_text(text);
    request.set_etag(etag);
    auto response = Call(*stub_, &Arguments::Stub::UpdateArgument, request, token);
    if (!response.ok()) return response.status();
    return response->argument();
  }
  absl::Status Hide(const std::string& token, const std::string& name, const std::string& reason) {
    deliberation::v1::HideArgumentRequest request;
    request.set_name(name);
    request.set_reason(reason);
    return Call(*stub_, &Arguments::Stub::HideArgument, request, token).status();
  }
  std::vector<Argument> List(const std::string& token, const std::string& measure = "") {
    deliberation::v1::ListArgumentsRequest request;
    request.set_parent(name_);
    request.set_measure(measure);
    auto response = Call(*stub_, &Arguments::Stub::ListArguments, request, token);
    EXPECT_TRUE(response.ok()) << response.status();
    return {response->arguments().begin(), response->arguments().end()};
  }

  std::unique_ptr<Arguments::Stub> stub_;
  std::string measure_;
  Person ann_, ben_, olga_;
};

TEST_F(ArgumentsTest, AreSaidAnsweredAndKeptOverARestart) {
  const auto pro = Say(ann_.token, Pro("It worked in 2019"), "request-1");
  ASSERT_TRUE(pro.ok()) << pro.status();
  EXPECT_EQ(pro->author(), ann_.name);
  EXPECT_EQ(Say(ann_.token, Pro("It worked in 2019"), "request-1")->name(), pro->name());
  Argument con = Pro("Nobody would answer");
  con.set_side(SIDE_CON);
  con.set_criterion(AddCriterion("Effect"));
  con.set_score_by(ann_.name);
  const auto against = Say(ben_.token, con);
  ASSERT_TRUE(against.ok()) << against.status();
  EXPECT_EQ(against->score_by(), ann_.name);
  Argument reply;
  reply.set_reply_to(pro->name());
  reply.set_text("That was another case\nand another time");
  const auto replied = Say(ben_.token, reply);
  ASSERT_TRUE(replied.ok()) << replied.status();
  EXPECT_EQ(replied->measure(), measure_);
  reply.set_reply_to(replied->name());
  EXPECT_THAT(FieldsOf(Say(ann_.token, reply).status()), ElementsAre("argument.reply_to"));
  const std::string other = AddMeasure("Harden bases");
  Reopen();
  stub_ = Arguments::NewStub(channel_);
  const auto all = List(olga_.token);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[1].text(), "Nobody would answer");
  EXPECT_EQ(List(olga_.token, measure_).size(), 3U);
  EXPECT_EQ(List(olga_.token, other).size(), 0U);
}

TEST_F(ArgumentsTest, AuthorsChangeTheirWordsAndNothingIsForgotten) {
  const std::string name = Say(ann_.token, Pro("First"))->name();
  const auto changed = Edit(ann_.token, name, "Second");
  ASSERT_TRUE(changed.ok()) << changed.status();
  ASSERT_EQ(changed->earlier_size(), 1);
  EXPECT_EQ(changed->earlier(0).text(), "First");
  EXPECT_EQ(ReasonOf(Edit(ben_.token, name, "Mine").status()), "ROLE_TOO_LOW");
  EXPECT_EQ(ReasonOf(Edit(facilitator_, name, "Mine").status()), "ROLE_TOO_LOW");
  ASSERT_TRUE(Edit(ann_.token, name, "Third", changed->etag()).ok());
  EXPECT_EQ(ReasonOf(Edit(ann_.token, name, "Fourth", changed->etag()).status()), "STALE_ETAG");
  for (int i = 0; i < 48; ++i) ASSERT_TRUE(Edit(ann_.token, name, "Again").ok());
  EXPECT_EQ(ReasonOf(Edit(ann_.token, name, "Once more").status()), "LIMIT_REACHED");
}

TEST_F(ArgumentsTest, HiddenWordsAreSeenByTheirAuthorFacilitatorsAndAuditorsOnly) {
  const std::string name = Say(ann_.token, Pro("A secret of somebody"))->name();
  ASSERT_TRUE(Edit(ann_.token, name, "Another secret").ok());
  EXPECT_EQ(ReasonOf(Hide(ben_.token, name, "I do not like it")), "ROLE_TOO_LOW");
  EXPECT_THAT(FieldsOf(Hide(facilitator_, name, "")), ElementsAre("reason"));
  ASSERT_TRUE(Hide(facilitator_, name, "Names a person").ok());
  EXPECT_EQ(ReasonOf(Hide(facilitator_, name, "Again")), "WRONG_STATE");
  const std::string other_system = AddMember(deliberation::v1::ROLE_SERVICE).token;
  for (const auto& token : {ben_.token, olga_.token, other_system}) {
    const Argument seen = List(token).front();
    EXPECT_EQ(seen.hidden_reason(), "Names a person");
    EXPECT_EQ(seen.SerializeAsString().find("secret"), std::string::npos);
  }
  EXPECT_EQ(List(ann_.token).front().text(), "Another secret");
  EXPECT_EQ(List(facilitator_).front().earlier_size(), 1);
  EXPECT_EQ(List(AddMember(deliberation::v1::ROLE_AUDITOR).token).front().text(), "Another secret");
  deliberation::v1::RestoreArgumentRequest request;
  request.set_name(name);
  ASSERT_TRUE(Call(*stub_, &Arguments::Stub::RestoreArgument, request, facilitator_).ok());
  EXPECT_EQ(List(olga_.token).front().text(), "Another secret");
}

TEST_F(ArgumentsTest, WhatIsWrongIsNamed) {
  Argument wrong = Pro("");
  wrong.set_side(deliberation::v1::SIDE_UNSPECIFIED);
  wrong.set_measure("deliberations/other/measures/m1");
  wrong.set_criterion("criteria/c1");
  wrong.set_score_by("members/m1");
  EXPECT_THAT(FieldsOf(Say(ann_.token, wrong).status()),
              ElementsAre("argument.text", "argument.measure", "argument.side",
                          "argument.criterion", "argument.score_by"));
  EXPECT_THAT(FieldsOf(Say(ann_.token, Pro(std::string(2001, 'x'))).status()),
              ElementsAre("argument.text"));
  EXPECT_THAT(FieldsOf(Say(ann_.token, Pro("turned \u202E round")).status()),
              ElementsAre("argument.text"));
  EXPECT_EQ(ReasonOf(Say(ann_.token, Pro(std::string(1 << 20, 'x'))).status()),
            "REQUEST_TOO_LARGE");
  wrong = Pro("A measure that is not there");
  wrong.set_measure(name_ + "/measures/unknown");
  EXPECT_EQ(ReasonOf(Say(ann_.token, wrong).status()), "RESOURCE_NOT_FOUND");
  wrong = Pro("A quote that is not there");
  wrong.mutable_quote()->set_document(name_ + "/documents/d1");
  wrong.mutable_quote()->set_end(5);
  wrong.set_criterion(name_ + "/criteria/unknown");
  wrong.set_score_by(name_ + "/members/unknown");
  EXPECT_THAT(FieldsOf(Say(ann_.token, wrong).status()),
              ElementsAre("argument.quote", "argument.criterion", "argument.score_by"));
  EXPECT_EQ(ReasonOf(Say(olga_.token, Pro("As an observer")).status()), "ROLE_TOO_LOW");
}

TEST_F(ArgumentsTest, NothingIsSaidAfterTheClose) {
  AddMeasure("Harden bases");
  const std::string name = Say(ann_.token, Pro("First"))->name();
  ASSERT_TRUE(Advance(PHASE_VOTING).ok());
  ASSERT_TRUE(Say(ann_.token, Pro("Second")).ok()) << "people talk while they vote";
  ASSERT_TRUE(Advance(PHASE_CLOSED).ok());
  EXPECT_EQ(ReasonOf(Say(ann_.token, Pro("Third")).status()), "WRONG_PHASE");
  EXPECT_EQ(ReasonOf(Edit(ann_.token, name, "Changed").status()), "WRONG_PHASE");
  EXPECT_TRUE(Hide(facilitator_, name, "Moderation goes on").ok());
}

}  // namespace
}  // namespace plenum::plenumd
