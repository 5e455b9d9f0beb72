// Sign-ins: short tokens, refresh tokens that are good once, and their end.
#include <atomic>
#include <thread>

#include "plenum/deliberation/v1/access.grpc.pb.h"
#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using deliberation::v1::RefreshTokenRequest;
using deliberation::v1::SignIn;
using Access = deliberation::v1::AccessService;

constexpr char kRequestId[] = "0123456789012345678901";

class SessionsTest : public ServicesTest {
 protected:
  SessionsTest() {
    Create();
    deliberation::v1::CreateDeliberationRequest request;
    request.mutable_deliberation()->set_title("Title");
    request.set_facilitator_name("Ana");
    auto created = Call(*deliberations_, &Deliberations::Stub::CreateDeliberation, request, "");
    EXPECT_TRUE(created.ok()) << created.status();
    ana_ = created->facilitator().name();
    name_ = created->deliberation().name();
    facilitator_ = created->token();
    own_ = created->sign_in();
  }
  absl::StatusOr<SignIn> Refresh(const std::string& token, const std::string& request_id = "") {
    RefreshTokenRequest request;
    request.set_refresh_token(token);
    request.set_request_id(request_id);
    const auto stub = Access::NewStub(channel_);
    auto response = Call(*stub, &Access::Stub::RefreshToken, request, "");
    if (!response.ok()) return response.status();
    return response->sign_in();
  }
  absl::Status SignOut(const std::string& token, bool everywhere = false) {
    deliberation::v1::SignOutRequest request;
    request.set_name(ana_);
    request.set_everywhere(everywhere);
    const auto stub = Access::NewStub(channel_);
    return Call(*stub, &Access::Stub::SignOut, request, token).status();
  }
  absl::Status Read(const std::string& token) {
    deliberation::v1::GetDeliberationRequest request;
    request.set_name(name_);
    return Call(*deliberations_, &Deliberations::Stub::GetDeliberation, request, token).status();
  }
  SignIn NewSignIn() {
    deliberation::v1::CreateMemberTokenRequest request;
    request.set_name(ana_);
    const auto response =
        Call(*deliberations_, &Deliberations::Stub::CreateMemberToken, request, facilitator_);
    EXPECT_TRUE(response.ok()) << response.status();
    return response->sign_in();
  }
  void AdvanceSeconds(std::int64_t seconds) { clock_.Advance(seconds * 1'000'000); }

  std::string ana_;
  SignIn own_;
};

TEST_F(SessionsTest, ARefreshGivesTheNextTokenWhenTheOldOneHasEnded) {
  AdvanceSeconds(deliberation::limits::kTokenSeconds);
  EXPECT_EQ(ReasonOf(Read(facilitator_)), "TOKEN_EXPIRED");
  const auto next = Refresh(own_.refresh_token());
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_TRUE(Read(next->token()).ok());
  EXPECT_NE(next->refresh_token(), own_.refresh_token());
  EXPECT_TRUE(Refresh(next->refresh_token()).ok());
}

TEST_F(SessionsTest, ARepeatWithItsRequestIdGetsTheSameAnswer) {
  const auto first = Refresh(own_.refresh_token(), kRequestId);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = Refresh(own_.refresh_token(), kRequestId);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->refresh_token(), first->refresh_token());
  EXPECT_EQ(again->refresh_expire_time().seconds(), first->refresh_expire_time().seconds());
  EXPECT_TRUE(Read(again->token()).ok());
  // Whoever has the token alone gets nothing of it, and ends it by trying.
  EXPECT_EQ(ReasonOf(Refresh(own_.refresh_token(), "another-0123456789012345").status()),
            "SIGN_IN_REUSED");
  EXPECT_EQ(ReasonOf(Refresh(own_.refresh_token(), kRequestId).status()), "SIGN_IN_ENDED");
  EXPECT_EQ(ReasonOf(Refresh(own_.refresh_token(), "short").status()), "INVALID_FIELDS");
}

TEST_F(SessionsTest, ARefreshTokenThatComesTwiceEndsTheWholeSignIn) {
  const auto next = Refresh(own_.refresh_token());
  ASSERT_TRUE(next.ok()) << next.status();
  const SignIn other = NewSignIn();
  EXPECT_EQ(ReasonOf(Refresh(own_.refresh_token()).status()), "SIGN_IN_REUSED");
  EXPECT_EQ(ReasonOf(Read(next->token())), "TOKEN_REVOKED");
  EXPECT_EQ(ReasonOf(Read(own_.token())), "TOKEN_REVOKED");
  EXPECT_EQ(ReasonOf(Refresh(next->refresh_token()).status()), "SIGN_IN_ENDED");
  EXPECT_TRUE(Read(other.token()).ok()) << "another sign-in of the same person";
  EXPECT_TRUE(Refresh(other.refresh_token()).ok());
}

TEST_F(SessionsTest, WhoTriesAHandedOverTokenTwiceIsTold) {
  const SignIn given = NewSignIn();
  const auto next = Refresh(given.refresh_token());
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(ReasonOf(Refresh(given.refresh_token()).status()), "SIGN_IN_ENDED");
  EXPECT_TRUE(Read(next->token()).ok()) << "it ended nothing";
  EXPECT_TRUE(Refresh(next->refresh_token()).ok());
  EXPECT_EQ(ReasonOf(Refresh(next->refresh_token()).status()), "SIGN_IN_REUSED");
}

TEST_F(SessionsTest, GuessesEndNothing) {
  const auto next = Refresh(own_.refresh_token());
  ASSERT_TRUE(next.ok()) << next.status();
  std::string guessed = own_.refresh_token();
  guessed.back() = guessed.back() == '0' ? '1' : '0';
  std::vector<std::string> wrong = {guessed,
                                    "",
                                    "plr",
                                    "plr_a_-1_00",
                                    "plr_x_0_00000000000000000000000000000000",
                                    "plr_99_99999999999999999999_00",
                                    std::string(5000, '_'),
                                    next->refresh_token() + "0",
                                    own_.token()};
  for (const std::string& token : wrong) {
    EXPECT_EQ(ReasonOf(Refresh(token).status()), "SIGN_IN_ENDED") << token;
  }
  EXPECT_TRUE(Refresh(next->refresh_token()).ok());
}

TEST_F(SessionsTest, ASignInThatNobodyUsesEnds) {
  AdvanceSeconds(deliberation::limits::kSignInSeconds - 1);
  const auto next = Refresh(own_.refresh_token());
  ASSERT_TRUE(next.ok()) << next.status();
  AdvanceSeconds(deliberation::limits::kSignInSeconds);
  EXPECT_EQ(ReasonOf(Refresh(next->refresh_token()).status()), "SIGN_IN_ENDED");
}

TEST_F(SessionsTest, SigningOutEndsThisSignInOrAll) {
  const SignIn other = NewSignIn();
  ASSERT_TRUE(SignOut(own_.token()).ok());
  EXPECT_EQ(ReasonOf(Read(own_.token())), "TOKEN_REVOKED");
  EXPECT_EQ(ReasonOf(Refresh(own_.refresh_token()).status()), "SIGN_IN_ENDED");
  ASSERT_TRUE(Read(other.token()).ok());
  facilitator_ = other.token();
  const SignIn third = NewSignIn();
  EXPECT_EQ(ReasonOf(SignOut(AddMember().token, true)), "INVALID_FIELDS") << "somebody else's";
  ASSERT_TRUE(SignOut(other.token(), true).ok());
  for (const SignIn& ended : {other, third}) {
    EXPECT_EQ(ReasonOf(Read(ended.token())), "TOKEN_REVOKED");
    EXPECT_EQ(ReasonOf(Refresh(ended.refresh_token()).status()), "SIGN_IN_ENDED");
  }
}

TEST_F(SessionsTest, WhoIsSignedOutComesBackWithinTheSameSecond) {
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(SignOut(facilitator_, true).ok());
    EXPECT_EQ(ReasonOf(Read(facilitator_)), "TOKEN_REVOKED");
    // As the operator's command does.
    deliberation::v1::Member ana;
    ana.set_name(ana_);
    ana.set_role(deliberation::v1::ROLE_FACILITATOR);
    auto again = embedded_->sessions().Open(ana, deliberation::Sessions::For::kSomebodyElse);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_TRUE(Read(again->token()).ok());
    const auto next = Refresh(again->refresh_token());
    ASSERT_TRUE(next.ok()) << next.status();
    facilitator_ = next->token();
    EXPECT_TRUE(Read(facilitator_).ok());
  }
}

TEST_F(SessionsTest, WhatIsRevokedStaysSoOverARestart) {
  const SignIn other = NewSignIn();
  ASSERT_TRUE(SignOut(own_.token()).ok());
  Reopen();
  EXPECT_EQ(ReasonOf(Read(own_.token())), "TOKEN_REVOKED");
  EXPECT_TRUE(Read(other.token()).ok());
}

TEST_F(SessionsTest, RevocationsAreReadInPagesAndOldOnesLeftOut) {
  deliberation::Revocations& revocations = embedded_->sessions().revocations();
  const std::int64_t now_s = clock_.NowMicros() / 1'000'000;
  ASSERT_TRUE(revocations.Publish("s0", now_s + 1, "").ok());
  std::atomic<int> next{1};
  std::vector<std::thread> writers;  // together, for the writer to commit many at once
  for (int w = 0; w < 32; ++w) {
    writers.emplace_back([&] {
      for (int i = next++; i < deliberation::Revocations::kPage + 1; i = next++) {
        EXPECT_TRUE(revocations.Publish(absl::StrCat("s", i), now_s + 1, "").ok());
      }
    });
  }
  for (auto& writer : writers) writer.join();
  deliberation::v1::ListSigningKeysRequest request;
  const auto list = [&] {
    return Call(*deliberations_, &Deliberations::Stub::ListSigningKeys, request, "");
  };
  auto page = list();
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->revocations_size(), deliberation::Revocations::kPage);
  EXPECT_TRUE(page->more_revocations());
  EXPECT_EQ(page->revocations(0).subject(), auth::RevocationSubject("s0"));
  request.set_revocations_after(page->revocations_position());
  page = list();
  EXPECT_EQ(page->revocations_size(), 1);
  EXPECT_FALSE(page->more_revocations());
  request.set_revocations_after(page->revocations_position());
  page = list();
  EXPECT_EQ(page->revocations_size(), 0);
  EXPECT_EQ(page->revocations_position(), request.revocations_after());
}

TEST_F(SessionsTest, AStreamEndsWithItsToken) {
  rpc::CallOptions options;
  options.token = own_.token();
  grpc::ClientContext context;
  rpc::Prepare(context, options);
  deliberation::v1::WatchDeliberationRequest request;
  request.set_name(name_);
  const auto reader = deliberations_->WatchDeliberation(&context, request);
  deliberation::v1::WatchDeliberationResponse message;
  ASSERT_TRUE(reader->Read(&message));
  const SignIn other = NewSignIn();
  facilitator_ = other.token();
  ASSERT_TRUE(SignOut(own_.token()).ok());
  AddMember();  // what happens after it is not told
  while (reader->Read(&message)) {
    EXPECT_EQ(message.event().revision() <= 2, true) << message.ShortDebugString();
  }
  EXPECT_EQ(ReasonOf(rpc::FromGrpc(reader->Finish())), "TOKEN_REVOKED");
}

}  // namespace
}  // namespace plenum::plenumd
