#include "services/common/auth/id_token.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "services/common/auth/ed25519.h"
#include "services/common/base/text.h"

namespace plenum::auth {
namespace {

using nlohmann::json;

constexpr std::int64_t kNow = 1'800'000'000;
constexpr char kIssuer[] = "https://id.example.org";

class IdTokenTest : public ::testing::Test {
 protected:
  IdTokenTest() {
    folder_ = (std::filesystem::temp_directory_path() / "plenum-id-token-XXXXXX").string();
    if (mkdtemp(folder_.data()) == nullptr) std::abort();
    WriteKeys(key_);
  }
  ~IdTokenTest() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string File() const { return folder_ + "/jwks.json"; }
  void Write(const std::string& text) {
    std::ofstream(File() + ".new") << text;
    std::filesystem::rename(File() + ".new", File());
  }
  void WriteKeys(const PrivateKey& key) {
    Write(absl::StrCat(R"({"keys":[{"kty":"OKP","crv":"Ed25519","x":")",
                       base::Base64UrlEncode(key.public_bytes()), R"("}]})"));
  }
  [[nodiscard]] std::unique_ptr<IdTokenVerifier> Open() const {
    auto opened = IdTokenVerifier::Open({kIssuer, "plenum", File()});
    EXPECT_TRUE(opened.ok()) << opened.status();
    return *std::move(opened);
  }
  static json Claims() {
    return {{"iss", kIssuer},    {"aud", "plenum"},  {"sub", "u1"},  {"name", "Ana"},
            {"exp", kNow + 600}, {"iat", kNow - 10}, {"nonce", "n1"}};
  }
  static std::string Sign(const json& claims, const PrivateKey& key) {
    const std::string text =
        base::Base64UrlEncode(R"({"alg":"EdDSA"})") + "." + base::Base64UrlEncode(claims.dump());
    return text + "." + base::Base64UrlEncode(key.Sign(text));
  }
  bool Good(const json& claims, std::int64_t now_s = kNow, const std::string& nonce = "") {
    return Open()->Verify(Sign(claims, key_), nonce, now_s).ok();
  }
  static json With(const char* name, const json& value) {
    json claims = Claims();
    claims[name] = value;
    return claims;
  }
  static json Without(const char* name) {
    json claims = Claims();
    claims.erase(name);
    return claims;
  }

  std::string folder_;
  const PrivateKey key_ = PrivateKey::Generate();
};

TEST_F(IdTokenTest, AGoodTokenSaysWho) {
  const auto who = Open()->Verify(Sign(Claims(), key_), "n1", kNow);
  ASSERT_TRUE(who.ok()) << who.status();
  EXPECT_EQ(who->issuer, kIssuer);
  EXPECT_EQ(who->subject, "u1");
  EXPECT_EQ(who->name, "Ana");
}

TEST_F(IdTokenTest, NothingIsOpenedWithoutAllParts) {
  for (const IdTokenVerifier::Config& config :
       {IdTokenVerifier::Config{kIssuer, "", File()}, IdTokenVerifier::Config{"", "plenum", File()},
        IdTokenVerifier::Config{kIssuer, "plenum", ""}}) {
    EXPECT_EQ(IdTokenVerifier::Open(config).status().code(), absl::StatusCode::kInvalidArgument);
  }
  for (const std::string& file : {folder_ + "/none.json", folder_}) {
    EXPECT_EQ(IdTokenVerifier::Open({kIssuer, "plenum", file}).status().code(),
              absl::StatusCode::kFailedPrecondition);
  }
}

TEST_F(IdTokenTest, IssuerAndAudienceAreHeldToTheLetter) {
  EXPECT_FALSE(Good(With("iss", "https://id.example.org/")));
  EXPECT_FALSE(Good(Without("iss")));
  EXPECT_FALSE(Good(With("aud", "other")));
  EXPECT_FALSE(Good(With("aud", json::array())));
  EXPECT_FALSE(Good(With("aud", {"plenum", 7})));
  EXPECT_FALSE(Good(Without("aud")));
  EXPECT_TRUE(Good(With("aud", {"plenum"})));
  json several = With("aud", {"other", "plenum"});
  EXPECT_FALSE(Good(several)) << "to whom was it given?";
  several["azp"] = "plenum";
  EXPECT_TRUE(Good(several));
  several["azp"] = "other";
  EXPECT_FALSE(Good(several));
  EXPECT_FALSE(Good(With("azp", "other")));
  EXPECT_FALSE(Good(With("sub", "")));
  EXPECT_FALSE(Good(With("sub", std::string(256, 'x'))));
  EXPECT_FALSE(Good(Without("sub")));
}

TEST_F(IdTokenTest, TimesAreHeldWithinTheSkew) {
  constexpr std::int64_t kSkew = IdTokenVerifier::kSkewSeconds;
  EXPECT_TRUE(Good(Claims(), kNow + 600 + kSkew - 1));
  EXPECT_FALSE(Good(Claims(), kNow + 600 + kSkew));
  EXPECT_TRUE(Good(With("iat", kNow + kSkew)));
  EXPECT_FALSE(Good(With("iat", kNow + kSkew + 1)));
  EXPECT_TRUE(Good(With("nbf", kNow + kSkew)));
  EXPECT_FALSE(Good(With("nbf", kNow + kSkew + 1)));
  EXPECT_FALSE(Good(With("nbf", "soon")));
  EXPECT_FALSE(Good(Without("exp")));
  EXPECT_FALSE(Good(Without("iat")));
  EXPECT_FALSE(Good(With("exp", "never")));
  EXPECT_FALSE(Good(With("exp", 1e300)));
  EXPECT_TRUE(Good(With("exp", 1'800'000'600.5)));
}

TEST_F(IdTokenTest, ANonceThatIsAskedForMustBeThere) {
  EXPECT_TRUE(Good(Claims(), kNow, "n1"));
  EXPECT_FALSE(Good(Claims(), kNow, "n2"));
  EXPECT_FALSE(Good(Without("nonce"), kNow, "n1"));
  EXPECT_TRUE(Good(Claims(), kNow, ""));
}

TEST_F(IdTokenTest, TheFileIsReadAgainWhenItChanges) {
  const auto verifier = Open();
  const PrivateKey next = PrivateKey::Generate();
  EXPECT_FALSE(verifier->Verify(Sign(Claims(), next), "", kNow).ok());
  WriteKeys(next);
  EXPECT_TRUE(verifier->Verify(Sign(Claims(), next), "", kNow).ok());
  EXPECT_FALSE(verifier->Verify(Sign(Claims(), key_), "", kNow).ok());
  // One that is no good changes nothing.
  Write("{}");
  EXPECT_TRUE(verifier->Verify(Sign(Claims(), next), "", kNow).ok());
  std::filesystem::remove(File());
  EXPECT_TRUE(verifier->Verify(Sign(Claims(), next), "", kNow).ok());
}

}  // namespace
}  // namespace plenum::auth
