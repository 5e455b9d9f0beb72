#include "services/common/auth/token.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "services/common/base/status.h"
#include "services/common/base/text.h"

namespace plenum::auth {
namespace {

constexpr std::int64_t kNow = 1'800'000'000;

Claims SomeClaims() { return {"deliberations/d1/members/m1", Role::kMember, kNow, kNow + 60}; }

class TokenTest : public ::testing::Test {
 protected:
  TokenTest() { verifier_.SetKeys({signer_.public_key()}); }
  Signer signer_ = Signer::Generate();
  Verifier verifier_;
};

TEST_F(TokenTest, AGoodTokenGivesItsClaims) {
  const auto claims = verifier_.Verify(signer_.Sign(SomeClaims()), kNow);
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_EQ(claims->member, "deliberations/d1/members/m1");
  EXPECT_EQ(claims->role, Role::kMember);
  EXPECT_EQ(claims->expires_at_s, kNow + 60);
}

TEST_F(TokenTest, ATokenEndsAtItsSecondAlsoWhenItWasVerifiedBefore) {
  const std::string token = signer_.Sign(SomeClaims());
  EXPECT_TRUE(verifier_.Verify(token, kNow + 59).ok());
  const auto late = verifier_.Verify(token, kNow + 60);
  EXPECT_TRUE(base::HasReason(late.status(), common::v1::ERROR_REASON_TOKEN_EXPIRED));
}

TEST_F(TokenTest, EveryChangedCharacterIsNoticed) {
  const std::string token = signer_.Sign(SomeClaims());
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string forged = token;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    const auto claims = verifier_.Verify(forged, kNow);
    ASSERT_FALSE(claims.ok()) << "character " << i;
    EXPECT_EQ(claims.status().code(), absl::StatusCode::kUnauthenticated);
  }
}

TEST_F(TokenTest, ATokenOfAnotherKeyIsRefused) {
  const auto claims = verifier_.Verify(Signer::Generate().Sign(SomeClaims()), kNow);
  EXPECT_TRUE(base::HasReason(claims.status(), common::v1::ERROR_REASON_TOKEN_INVALID));
}

TEST_F(TokenTest, AnUnsignedTokenIsRefusedWhateverItsHeaderSays) {
  const std::string token = signer_.Sign(SomeClaims());
  const std::string payload = token.substr(token.find('.'), token.rfind('.') - token.find('.'));
  for (const char* header : {R"({"alg":"none"})", R"({"alg":"HS256"})", "{}", "[]", "x"}) {
    EXPECT_FALSE(verifier_.Verify(base::Base64UrlEncode(header) + payload + ".", kNow).ok());
  }
}

TEST_F(TokenTest, GarbageIsRefused) {
  for (const std::string& token :
       {std::string(), std::string("a"), std::string("a.b"), std::string("a.b.c.d"),
        std::string("..."), std::string(5000, 'x'), std::string("\xff\xfe.\0.x", 6)}) {
    EXPECT_EQ(verifier_.Verify(token, kNow).status().code(), absl::StatusCode::kUnauthenticated);
  }
}

TEST_F(TokenTest, AnUnknownKeyIsFetchedOnce) {
  Verifier empty;
  int asked = 0;
  empty.SetOnUnknownKey([&] { return ++asked == 1; });
  const std::string token = signer_.Sign(SomeClaims());
  EXPECT_EQ(empty.Verify(token, kNow).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(empty.Verify(token, kNow).status().code(), absl::StatusCode::kUnauthenticated);
  empty.SetKeys({signer_.public_key()});
  EXPECT_TRUE(empty.Verify(token, kNow).ok());
}

TEST_F(TokenTest, WithdrawnKeysEndTheirTokens) {
  const std::string token = signer_.Sign(SomeClaims());
  EXPECT_TRUE(verifier_.Verify(token, kNow).ok());
  verifier_.SetKeys({Signer::Generate().public_key()});
  EXPECT_FALSE(verifier_.Verify(token, kNow).ok());
}

TEST_F(TokenTest, ARevocationEndsWhatWasIssuedBeforeItAndNothingElse) {
  Claims claims = SomeClaims();
  claims.session = "s1";
  const std::string old = signer_.Sign(claims);
  claims.session = "s2";
  const std::string other = signer_.Sign(claims);
  claims.issued_at_s = kNow + 1;
  const std::string next = signer_.Sign(claims);
  EXPECT_TRUE(verifier_.Verify(old, kNow).ok());
  EXPECT_TRUE(verifier_.Verify(other, kNow).ok());
  verifier_.Revoke({{RevocationSubject("s1"), kNow + 1, kNow + 60}}, kNow);
  EXPECT_TRUE(base::HasReason(verifier_.Verify(old, kNow).status(),
                              common::v1::ERROR_REASON_TOKEN_REVOKED));
  EXPECT_TRUE(verifier_.Verify(other, kNow).ok()) << "another sign-in of the same member";
  verifier_.Revoke({{RevocationSubject(claims.member), kNow + 1, kNow + 60}}, kNow);
  EXPECT_FALSE(verifier_.Verify(other, kNow).ok());
  EXPECT_TRUE(verifier_.Verify(next, kNow).ok());
}

TEST_F(TokenTest, RevocationsHoldWhenTheKeysChange) {
  const std::string token = signer_.Sign(SomeClaims());
  verifier_.Revoke({{RevocationSubject(SomeClaims().member), kNow + 1, kNow + 60}}, kNow);
  verifier_.SetKeys({signer_.public_key()});
  EXPECT_FALSE(verifier_.Verify(token, kNow).ok());
}

TEST_F(TokenTest, ScopesAndSessionAreInTheToken) {
  Claims claims = SomeClaims();
  claims.role = Role::kService;
  claims.scopes = kRead | kPropose;
  claims.session = "s1";
  const auto read = verifier_.Verify(signer_.Sign(claims), kNow);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->scopes, kRead | kPropose);
  EXPECT_EQ(read->session, "s1");
}

TEST(SignerTest, AKeyFileIsMadeOnceAndPrivate) {
  const auto dir = std::filesystem::temp_directory_path() / "plenum_token_test_XXXXXX";
  std::string path = dir.string();
  ASSERT_NE(mkdtemp(path.data()), nullptr);
  const std::string file = path + "/signing.pem";
  EXPECT_FALSE(Signer::FromFile(file, /*create=*/false).ok());
  const auto first = Signer::FromFile(file, /*create=*/true);
  ASSERT_TRUE(first.ok()) << first.status();
  struct stat info {};
  ASSERT_EQ(stat(file.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
  const auto second = Signer::FromFile(file, /*create=*/true);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(first->public_key().bytes, second->public_key().bytes);
  EXPECT_EQ(first->Sign(SomeClaims()), second->Sign(SomeClaims()));
  ASSERT_EQ(chmod(file.c_str(), 0644), 0);
  EXPECT_FALSE(Signer::FromFile(file, /*create=*/true).ok());
  ASSERT_EQ(chmod(file.c_str(), 0600), 0);
  std::ofstream(file) << "not a key";
  EXPECT_FALSE(Signer::FromFile(file, /*create=*/true).ok());
  std::filesystem::remove_all(path);
}

// RFC 8037 appendix A.1 and A.4: key and signature of the example.
TEST(SignerTest, KnowsTheKeyOfRfc8037) {
  constexpr char kPem[] =
      "-----BEGIN PRIVATE KEY-----\n"
      "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
      "-----END PRIVATE KEY-----\n";
  const auto signer = Signer::FromPem(kPem);
  ASSERT_TRUE(signer.ok()) << signer.status();
  EXPECT_EQ(base::Base64UrlEncode(signer->public_key().bytes),
            "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
}

}  // namespace
}  // namespace plenum::auth
