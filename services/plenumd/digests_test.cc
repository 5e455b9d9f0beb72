// Digests by mail, against a local mail server.
#include <gmock/gmock.h>

#include "plenum/deliberation/v1/argument.grpc.pb.h"
#include "plenum/deliberation/v1/notice.grpc.pb.h"
#include "services/common/outbound/testing/local_servers.h"
#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using deliberation::v1::Digest;
using deliberation::v1::DIGEST_PERIOD_WEEKLY;
using deliberation::v1::DIGEST_STATE_ACTIVE;
using deliberation::v1::DIGEST_STATE_FAILED;
using deliberation::v1::DIGEST_STATE_UNCONFIRMED;
using outbound::LocalSmtpServer;
using outbound::ReceivedMail;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Notices = deliberation::v1::NoticeService;

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;

class DigestsTest : public ServicesTest {
 protected:
  DigestsTest() {
    settings_.token_seconds = 365LL * 24 * 3600;  // days pass here
    settings_.notices.mail_server.url = server_of_mail_.url();
    settings_.notices.mail_from = "plenum@example.org";
    Restart();
    Create();
    ann_ = AddMember();
  }
  ~DigestsTest() override { Close(); }
  void Restart() {
    Reopen();
    stub_ = Notices::NewStub(channel_);
  }
  void SendDue() { embedded_->notices().SendDue(); }
  std::vector<ReceivedMail> Mails() { return server_of_mail_.mails(); }
  ReceivedMail Last() {
    const auto mails = Mails();
    EXPECT_FALSE(mails.empty());
    return mails.empty() ? ReceivedMail{} : mails.back();
  }

  absl::StatusOr<Digest> Set(const Person& person, const std::string& address,
                             deliberation::v1::DigestPeriod period = {},
                             const std::string& request_id = "") {
    deliberation::v1::SetDigestRequest request;
    request.set_parent(name_);
    request.mutable_digest()->set_address(address);
    request.mutable_digest()->set_period(period);
    request.set_request_id(request_id);
    auto response = Call(*stub_, &Notices::Stub::SetDigest, request, person.token);
    if (!response.ok()) return response.status();
    return response->digest();
  }
  absl::StatusOr<Digest> Confirm(const Person& person, const std::string& code) {
    deliberation::v1::ConfirmDigestRequest request;
    request.set_parent(name_);
    request.set_code(code);
    auto response = Call(*stub_, &Notices::Stub::ConfirmDigest, request, person.token);
    if (!response.ok()) return response.status();
    return response->digest();
  }
  std::string NameOf(const Person& person) {
    return name_ + "/digests/" + person.name.substr(person.name.rfind('/') + 1);
  }
  absl::StatusOr<Digest> Get(const Person& person, const std::string& token) {
    deliberation::v1::GetDigestRequest request;
    request.set_name(NameOf(person));
    auto response = Call(*stub_, &Notices::Stub::GetDigest, request, token);
    if (!response.ok()) return response.status();
    return response->digest();
  }
  absl::Status End(const Person& person) {
    deliberation::v1::DeleteDigestRequest request;
    request.set_name(NameOf(person));
    return Call(*stub_, &Notices::Stub::DeleteDigest, request, person.token).status();
  }
  // The code that the last mail holds.
  std::string Code() {
    constexpr std::string_view kBefore = "plenum digest confirm ";
    const std::string text = Last().Text();
    const auto at = text.find(kBefore);
    EXPECT_NE(at, std::string::npos) << text;
    return at == std::string::npos ? "" : text.substr(at + kBefore.size(), 10);
  }
  void Subscribe(const Person& person, const std::string& address = "ann@example.org",
                 deliberation::v1::DigestPeriod period = {}) {
    ASSERT_TRUE(Set(person, address, period).ok());
    SendDue();
    const auto confirmed = Confirm(person, Code());
    ASSERT_TRUE(confirmed.ok()) << confirmed.status();
    SendDue();
  }
  void OpenVote() {
    first_ = AddMeasure("Add crisis hotlines");
    second_ = AddMeasure("Harden bases");
    ASSERT_TRUE(Advance(deliberation::v1::PHASE_VOTING).ok());
  }

  LocalSmtpServer server_of_mail_;
  std::unique_ptr<Notices::Stub> stub_;
  Person ann_;
  std::string first_, second_;
};

TEST_F(DigestsTest, AreSentToAConfirmedAddressOnly) {
  const auto set = Set(ann_, "ann@example.org", {}, "request-1");
  ASSERT_TRUE(set.ok()) << set.status();
  EXPECT_EQ(set->state(), DIGEST_STATE_UNCONFIRMED);
  EXPECT_EQ(Set(ann_, "ann@example.org", {}, "request-1")->address(), "ann@example.org");
  OpenVote();
  SendDue();
  SendDue();
  ASSERT_EQ(Mails().size(), 1U);
  EXPECT_THAT(Last().to, ElementsAre("ann@example.org"));
  EXPECT_EQ(Last().from, "plenum@example.org");
  EXPECT_EQ(Last().Header("Subject"), "Confirm your address for Plenum");
  EXPECT_THAT(FieldsOf(Confirm(ann_, "0000000000").status()), ElementsAre("code"));
  std::string typed = Code();
  for (char& c : typed) c = static_cast<char>(std::tolower(c));
  const auto confirmed = Confirm(ann_, typed.substr(0, 5) + "-" + typed.substr(5));
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(confirmed->state(), DIGEST_STATE_ACTIVE);
  EXPECT_EQ(confirmed->address(), "ann@example.org");
  SendDue();
  ASSERT_EQ(Mails().size(), 2U);
  EXPECT_EQ(Last().Header("Subject").rfind("=?UTF-8?B?", 0), 0U) << "it is long";
  EXPECT_THAT(Last().Text(), HasSubstr("Needs your action\r\n\r\n- The vote is open, and you have "
                                       "not voted: `plenum vote`"));
  EXPECT_THAT(Last().Header("List-Unsubscribe"), HasSubstr("<mailto:plenum@example.org"));
  EXPECT_THAT(Last().Header("Message-ID"), HasSubstr("@example.org>"));
}

TEST_F(DigestsTest, SayFirstWhatNeedsAnActionThenWhatHappened) {
  Subscribe(ann_);
  EXPECT_EQ(Mails().size(), 1U) << "nothing happened, and nothing is needed";
  AddMember();
  AddMember();
  OpenVote();
  clock_.Advance(kDay);
  SendDue();
  ASSERT_EQ(Mails().size(), 2U);
  const std::string text = Last().Text();
  const auto needs = text.find("Needs your action");
  const auto happened = text.find("What happened");
  ASSERT_NE(needs, std::string::npos) << text;
  ASSERT_NE(happened, std::string::npos) << text;
  EXPECT_LT(needs, happened);
  EXPECT_THAT(text, HasSubstr("2 people joined"));
  EXPECT_THAT(text, HasSubstr("The vote was opened"));
  EXPECT_THAT(text, HasSubstr("How should the alliance be recalibrated?"));
}

TEST_F(DigestsTest, NeedNoVoteOfWhoDelegates) {
  Subscribe(ann_);
  const Person delegate = AddMember();
  OpenVote();
  deliberation::v1::SetDelegationRequest request;
  request.set_parent(name_);
  request.set_delegate(delegate.name);
  ASSERT_TRUE(Call(*deliberations_, &Deliberations::Stub::SetDelegation, request, ann_.token).ok());
  clock_.Advance(kDay);
  SendDue();
  ASSERT_EQ(Mails().size(), 2U);
  EXPECT_THAT(Last().Text(), Not(HasSubstr("Needs your action")));
}

TEST_F(DigestsTest, ComeAtMostOnceInAPeriodAndNotForNothing) {
  Subscribe(ann_, "ann@example.org", DIGEST_PERIOD_WEEKLY);
  OpenVote();
  clock_.Advance(7 * kDay);
  SendDue();
  EXPECT_EQ(Mails().size(), 2U);
  clock_.Advance(7 * kDay - kSecond);
  SendDue();
  Restart();
  SendDue();
  EXPECT_EQ(Mails().size(), 2U);
  // Off and on again is no way around it.
  ASSERT_TRUE(End(ann_).ok());
  Subscribe(ann_, "ann@example.org", DIGEST_PERIOD_WEEKLY);
  EXPECT_EQ(Mails().size(), 3U) << "the code only";
  clock_.Advance(kSecond);
  SendDue();
  EXPECT_EQ(Mails().size(), 4U);
  EXPECT_THAT(Last().Text(), HasSubstr("you have not voted"));
  ASSERT_TRUE(Cast(ann_.token, {{first_}}).ok());
  clock_.Advance(7 * kDay);
  SendDue();
  EXPECT_EQ(Mails().size(), 4U);
  ASSERT_TRUE(Advance(deliberation::v1::PHASE_CLOSED).ok());
  clock_.Advance(7 * kDay);
  SendDue();
  EXPECT_EQ(Mails().size(), 5U);
  EXPECT_THAT(Last().Text(), HasSubstr("The vote was closed"));
  EXPECT_THAT(Last().Text(), Not(HasSubstr("Needs your action")));
}

TEST_F(DigestsTest, SayThatTheScoringIsOpenOnceAndThenBesideOtherThings) {
  ASSERT_TRUE(Advance(deliberation::v1::PHASE_SCORING).ok());
  Subscribe(ann_);
  ASSERT_EQ(Mails().size(), 2U);
  EXPECT_THAT(Last().Text(), HasSubstr("Needs your action\r\n\r\n- The scoring is open"));
  clock_.Advance(kDay);
  SendDue();
  EXPECT_EQ(Mails().size(), 2U) << "it may be that all is scored";
  AddMember();
  clock_.Advance(kDay);
  SendDue();
  ASSERT_EQ(Mails().size(), 3U);
  EXPECT_THAT(Last().Text(), HasSubstr("The scoring is open"));
  // An observer is asked for nothing.
  const Person olga = AddMember(deliberation::v1::ROLE_OBSERVER);
  Subscribe(olga, "olga@example.org");
  EXPECT_EQ(Mails().size(), 4U) << "the code only";
}

TEST_F(DigestsTest, TellNeitherWhoVotedNorWhatNorWhoSaidIt) {
  Subscribe(ann_);
  OpenVote();
  const Person ben = AddMember();
  auto arguments = deliberation::v1::ArgumentService::NewStub(channel_);
  deliberation::v1::CreateArgumentRequest say;
  say.set_parent(name_);
  say.mutable_argument()->set_measure(first_);
  say.mutable_argument()->set_side(deliberation::v1::SIDE_PRO);
  say.mutable_argument()->set_text("Words that stay in the house");
  ASSERT_TRUE(
      Call(*arguments, &deliberation::v1::ArgumentService::Stub::CreateArgument, say, ben.token)
          .ok());
  ASSERT_TRUE(Cast(ben.token, {{second_}, {first_}}).ok());
  clock_.Advance(kDay);
  SendDue();
  const ReceivedMail mail = Last();
  for (const std::string& text : {mail.Text(), mail.data}) {
    EXPECT_THAT(text, Not(HasSubstr(ben.name.substr(ben.name.rfind('/') + 1))));
    EXPECT_THAT(text, Not(HasSubstr("Somebody")));
    EXPECT_THAT(text, Not(HasSubstr("Harden")));
    EXPECT_THAT(text, Not(HasSubstr("ballot")));
    EXPECT_THAT(text, Not(HasSubstr("Words that")));
  }
  EXPECT_THAT(mail.Text(), HasSubstr("One argument was added"));
  // A ballot of somebody else is nothing that a digest is sent for.
  ASSERT_TRUE(Cast(ann_.token, {{first_}}).ok());
  clock_.Advance(kDay);
  SendDue();
  const std::size_t before = Mails().size();
  ASSERT_TRUE(Cast(ben.token, {{first_}}).ok());
  clock_.Advance(kDay);
  SendDue();
  EXPECT_EQ(Mails().size(), before);
}

TEST_F(DigestsTest, GuessingACodeEnds) {
  ASSERT_TRUE(Set(ann_, "ann@example.org").ok());
  SendDue();
  const std::string code = Code();
  for (int i = 0; i < 10; ++i) {
    EXPECT_THAT(FieldsOf(Confirm(ann_, "1111111111").status()), ElementsAre("code"));
  }
  EXPECT_THAT(std::string(Confirm(ann_, code).status().message()), HasSubstr("new one"));
  clock_.Advance(kSecond);
  ASSERT_TRUE(Set(ann_, "ann@example.org").ok());
  SendDue();
  const std::string second = Code();
  EXPECT_NE(second, code);
  clock_.Advance(kDay);
  EXPECT_THAT(std::string(Confirm(ann_, second).status().message()), HasSubstr("new one"));
}

TEST_F(DigestsTest, ACodeIsGoodForItsAddressAndItsMemberOnly) {
  const Person ben = AddMember();
  ASSERT_TRUE(Set(ann_, "ann@example.org").ok());
  SendDue();
  const std::string of_ann = Code();
  ASSERT_TRUE(Set(ben, "victim@example.org").ok());
  EXPECT_FALSE(Confirm(ben, of_ann).ok());
  ASSERT_TRUE(Set(ann_, "victim@example.org").ok());
  EXPECT_FALSE(Confirm(ann_, of_ann).ok());
}

TEST_F(DigestsTest, AreTheirMembersOwnBusiness) {
  Subscribe(ann_);
  const Person ben = AddMember();
  EXPECT_EQ(Get(ann_, ann_.token)->address(), "ann@example.org");
  EXPECT_EQ(ReasonOf(Get(ann_, ben.token).status()), "ROLE_TOO_LOW");
  EXPECT_EQ(ReasonOf(Get(ann_, facilitator_).status()), "ROLE_TOO_LOW");
  EXPECT_EQ(ReasonOf(Get(ben, ben.token).status()), "RESOURCE_NOT_FOUND");
  ASSERT_TRUE(End(ann_).ok());
  EXPECT_EQ(ReasonOf(Get(ann_, ann_.token).status()), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(End(ann_)), "RESOURCE_NOT_FOUND");
  OpenVote();
  clock_.Advance(kDay);
  SendDue();
  EXPECT_EQ(Mails().size(), 1U);
}

TEST_F(DigestsTest, AreLimitedInCodesAndCheckedInForm) {
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(Set(ann_, absl::StrCat("ann", i, "@example.org")).ok());
    ASSERT_TRUE(End(ann_).ok());
  }
  EXPECT_EQ(ReasonOf(Set(ann_, "ann@example.org").status()), "LIMIT_REACHED");
  clock_.Advance(kDay);
  EXPECT_TRUE(Set(ann_, "ann@example.org").ok());
  for (const char* bad : {"", "ann", "ann@example.org\r\nBcc: all@example.org"}) {
    EXPECT_THAT(FieldsOf(Set(ann_, bad).status()), ElementsAre("digest.address")) << bad;
  }
}

TEST_F(DigestsTest, AreTriedAgainWhenTheMailServerRefusesThem) {
  Subscribe(ann_);
  OpenVote();
  server_of_mail_.AnswerRecipients("451 try later");
  clock_.Advance(kDay);
  SendDue();
  EXPECT_EQ(Mails().size(), 1U);
  server_of_mail_.AnswerRecipients("250 ok");
  clock_.Advance(600 * kSecond);
  SendDue();
  EXPECT_EQ(Mails().size(), 2U);
  server_of_mail_.AnswerRecipients("550 no such mailbox");
  for (int i = 0; i < 12; ++i) {
    clock_.Advance(kDay);
    SendDue();
  }
  EXPECT_EQ(Get(ann_, ann_.token)->state(), DIGEST_STATE_FAILED);
  server_of_mail_.AnswerRecipients("250 ok");
  clock_.Advance(kDay);
  SendDue();
  EXPECT_EQ(Mails().size(), 2U);
  EXPECT_EQ(Set(ann_, "ann@example.org")->state(), DIGEST_STATE_ACTIVE);
  SendDue();
  EXPECT_EQ(Mails().size(), 3U);
}

TEST_F(DigestsTest, NeedAMailServer) {
  settings_.notices.mail_server.url.clear();
  Restart();
  const auto refused = Set(ann_, "ann@example.org").status();
  EXPECT_EQ(ReasonOf(refused), "NOT_READY");
  EXPECT_THAT(std::string(refused.message()), HasSubstr("--smtp-url"));
}

}  // namespace
}  // namespace plenum::plenumd
