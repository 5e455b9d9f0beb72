// People whom an identity provider knows: linked by an invitation once, signed in ever after.
#include <fstream>

#include "plenum/deliberation/v1/access.grpc.pb.h"
#include "services/common/base/text.h"
#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using deliberation::v1::ExchangeIdTokenRequest;
using Access = deliberation::v1::AccessService;

class IdentitiesTest : public ServicesTest {
 protected:
  IdentitiesTest() {
    std::ofstream(keys_.path() + "/jwks.json")
        << R"({"keys":[{"kty":"OKP","crv":"Ed25519","x":")"
        << base::Base64UrlEncode(provider_.public_bytes()) << R"("}]})";
    auto opened = auth::IdTokenVerifier::Open(
        {"https://id.example.org", "plenum", keys_.path() + "/jwks.json"});
    EXPECT_TRUE(opened.ok()) << opened.status();
    id_tokens_ = *std::move(opened);
    settings_.id_tokens = id_tokens_.get();
    Reopen();
    Create();
  }
  ~IdentitiesTest() override { Close(); }

  std::string IdToken(const std::string& subject, const std::string& audience = "plenum") {
    const std::int64_t now_s = clock_.NowMicros() / 1'000'000;
    const std::string text =
        base::Base64UrlEncode(R"({"alg":"EdDSA"})") + "." +
        base::Base64UrlEncode(absl::StrCat(
            R"({"iss":"https://id.example.org","aud":")", audience, R"(","sub":")", subject,
            R"(","name":"Ana Lee","nonce":"n1","iat":)", now_s, R"(,"exp":)", now_s + 600, "}"));
    return text + "." + base::Base64UrlEncode(provider_.Sign(text));
  }
  std::string Invite(const std::string& label) {
    deliberation::v1::CreateInvitationRequest request;
    request.set_parent(name_);
    request.mutable_invitation()->set_label(label);
    request.mutable_invitation()->set_role(deliberation::v1::ROLE_MEMBER);
    auto response =
        Call(*Access::NewStub(channel_), &Access::Stub::CreateInvitation, request, facilitator_);
    EXPECT_TRUE(response.ok()) << response.status();
    return response->issued().code();
  }
  auto Exchange(const ExchangeIdTokenRequest& request) {
    return Call(*Access::NewStub(channel_), &Access::Stub::ExchangeIdToken, request, "");
  }
  auto Exchange(const std::string& id_token, const std::string& code) {
    ExchangeIdTokenRequest request;
    request.set_id_token(id_token);
    request.set_code(code);
    if (code.empty()) request.set_deliberation(name_);
    return Exchange(request);
  }

  TemporaryFolder keys_;
  const auth::PrivateKey provider_ = auth::PrivateKey::Generate();
  std::unique_ptr<auth::IdTokenVerifier> id_tokens_;
};

TEST_F(IdentitiesTest, AnInvitationLinksAPersonWhoThenSignsInWithoutOne) {
  EXPECT_EQ(ReasonOf(Exchange(IdToken("u1"), "").status()), "IDENTITY_NOT_LINKED");
  const auto joined = Exchange(IdToken("u1"), Invite(""));
  ASSERT_TRUE(joined.ok()) << joined.status();
  EXPECT_EQ(joined->member().display_name(), "Ana Lee");
  const auto again = Exchange(IdToken("u1"), "");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->member().name(), joined->member().name());
  deliberation::v1::GetDeliberationRequest request;
  request.set_name(name_);
  EXPECT_TRUE(Call(*deliberations_, &Deliberations::Stub::GetDeliberation, request,
                   again->sign_in().token())
                  .ok());
  EXPECT_EQ(ReasonOf(Exchange(IdToken("u2"), "").status()), "IDENTITY_NOT_LINKED");
}

TEST_F(IdentitiesTest, ASubjectIsOneMemberOfADeliberation) {
  ASSERT_TRUE(Exchange(IdToken("u1"), Invite("Ana")).ok());
  const std::string code = Invite("Ben");
  EXPECT_EQ(ReasonOf(Exchange(IdToken("u1"), code).status()), "IDENTITY_LINKED");
  EXPECT_TRUE(Exchange(IdToken("u2"), code).ok()) << "the invitation was not used up";
  EXPECT_EQ(ReasonOf(Exchange(IdToken("u3"), code).status()), "INVITATION_ENDED");
  Create();
  EXPECT_EQ(ReasonOf(Exchange(IdToken("u1"), "").status()), "IDENTITY_NOT_LINKED");
  EXPECT_TRUE(Exchange(IdToken("u1"), Invite("Ana")).ok()) << "another deliberation";
}

TEST_F(IdentitiesTest, ARepeatIsAnsweredAsTheFirst) {
  ExchangeIdTokenRequest request;
  request.set_id_token(IdToken("u1"));
  request.set_code(Invite("Ana"));
  request.set_request_id("0123456789012345678901");
  const auto first = Exchange(request);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto second = Exchange(request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->member().name(), first->member().name());
}

TEST_F(IdentitiesTest, BadTokensAreRefusedAndUseNothingUp) {
  const std::string code = Invite("Ana");
  std::string forged = IdToken("u1");
  forged[forged.size() - 3] = forged[forged.size() - 3] == 'A' ? 'B' : 'A';
  for (const std::string& token :
       {std::string(), std::string("x"), forged, facilitator_, IdToken("u1", "another program")}) {
    EXPECT_EQ(ReasonOf(Exchange(token, code).status()), "ID_TOKEN_INVALID");
  }
  const std::string old = IdToken("u1");
  clock_.Advance((600 + auth::IdTokenVerifier::kSkewSeconds) * 1'000'000);
  EXPECT_EQ(ReasonOf(Exchange(old, code).status()), "ID_TOKEN_INVALID");
  ExchangeIdTokenRequest request;
  request.set_id_token(IdToken("u1"));
  request.set_code(code);
  request.set_nonce("n2");
  EXPECT_EQ(ReasonOf(Exchange(request).status()), "ID_TOKEN_INVALID");
  request.set_nonce("n1");
  EXPECT_TRUE(Exchange(request).ok());
}

TEST_F(IdentitiesTest, WithoutAProviderNobodyIsTaken) {
  settings_.id_tokens = nullptr;
  Reopen();
  EXPECT_EQ(ReasonOf(Exchange(IdToken("u1"), "").status()), "IDENTITY_PROVIDER_MISSING");
}

}  // namespace
}  // namespace plenum::plenumd
