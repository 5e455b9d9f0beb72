#include "services/common/auth/jwks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/auth/ed25519.h"
#include "services/common/auth/hmac.h"
#include "services/common/base/text.h"

namespace plenum::auth {
namespace {

using ::testing::HasSubstr;

constexpr char kPayload[] =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ";
// RFC 7515, appendix A.2.
constexpr char kRsaModulus[] =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-"
    "4qPCJrcS2mJPMEzP1Pt0Bm4d4Q"
    "lL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-"
    "bSf63kpaSHSXndS5z5rexMdbBYU"
    "sLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-"
    "DWNmou"
    "dF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
constexpr char kRsaSignature[] =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
    "O8W2Fp5juj"
    "Gbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_"
    "nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7"
    "K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-"
    "eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np"
    "6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
// RFC 7515, appendix A.3.
constexpr char kEcKey[] =
    R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
    R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
constexpr char kEcSignature[] =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
// RFC 8037, appendix A.2 and A.4.
constexpr char kEdKey[] =
    R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";
constexpr char kEdToken[] =
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-"
    "09PGcvMg3AI"
    "bQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

std::string RsaKey() {
  return absl::StrCat(R"({"kty":"RSA","n":")", kRsaModulus, R"(","e":"AQAB"})");
}
std::string SetOf(const std::string& keys) { return absl::StrCat(R"({"keys":[)", keys, "]}"); }

std::string Token(const std::string& header, const std::string& signature) {
  return absl::StrCat(base::Base64UrlEncode(header), ".", kPayload, ".", signature);
}

std::string WhyNot(const std::string& keys) {
  return std::string(KeySet::FromJson(keys).status().message());
}

TEST(KeySet, GivesTheKnownAnswers) {
  const auto payload = base::Base64UrlDecode(kPayload);
  const auto rsa = KeySet::FromJson(SetOf(RsaKey()));
  ASSERT_TRUE(rsa.ok()) << rsa.status();
  const auto by_rsa = rsa->Verify(Token(R"({"alg":"RS256"})", kRsaSignature));
  ASSERT_TRUE(by_rsa.ok()) << by_rsa.status();
  EXPECT_EQ(*by_rsa, *payload);
  const auto ec = KeySet::FromJson(SetOf(kEcKey));
  ASSERT_TRUE(ec.ok()) << ec.status();
  const auto by_ec = ec->Verify(Token(R"({"alg":"ES256"})", kEcSignature));
  ASSERT_TRUE(by_ec.ok()) << by_ec.status();
  EXPECT_EQ(*by_ec, *payload);
  const auto ed = KeySet::FromJson(SetOf(kEdKey));
  ASSERT_TRUE(ed.ok()) << ed.status();
  const auto by_ed = ed->Verify(kEdToken);
  ASSERT_TRUE(by_ed.ok()) << by_ed.status();
  EXPECT_EQ(*by_ed, "Example of Ed25519 signing");
}

TEST(KeySet, EveryChangedCharacterIsNoticed) {
  const auto keys = KeySet::FromJson(SetOf(kEcKey));
  const std::string token = Token(R"({"alg":"ES256"})", kEcSignature);
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string forged = token;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(keys->Verify(forged).ok()) << i;
  }
  EXPECT_FALSE(keys->Verify(token.substr(0, token.size() - 2)).ok());
}

TEST(KeySet, TheKeyDecidesTheAlgorithm) {
  const auto keys = KeySet::FromJson(SetOf(RsaKey()));
  for (const char* header :
       {R"({"alg":"none"})", R"({"alg":"None"})", "{}", R"({"alg":"RS384"})", R"({"alg":"PS256"})",
        R"({"alg":"ES256"})", R"({"alg":["RS256"]})", "[]", "x", ""}) {
    EXPECT_FALSE(keys->Verify(Token(header, kRsaSignature)).ok()) << header;
    EXPECT_FALSE(keys->Verify(Token(header, "")).ok()) << header;
  }
  // The public key as if it were a shared secret.
  const std::string text = absl::StrCat(base::Base64UrlEncode(R"({"alg":"HS256"})"), ".", kPayload);
  for (const std::string& secret :
       {std::string(kRsaModulus), RsaKey(), *base::Base64UrlDecode(kRsaModulus), std::string()}) {
    const std::string forged = text + "." + base::Base64UrlEncode(HmacSha256(secret, text));
    EXPECT_THAT(std::string(keys->Verify(forged).status().message()), HasSubstr("algorithm"));
  }
}

TEST(KeySet, TheKeyIsTheOneThatIsNamed) {
  const auto ed = [](const char* id, const PrivateKey& key) {
    return absl::StrCat(R"({"kty":"OKP","crv":"Ed25519","kid":")", id, R"(","x":")",
                        base::Base64UrlEncode(key.public_bytes()), R"("})");
  };
  const PrivateKey one = PrivateKey::Generate();
  const PrivateKey two = PrivateKey::Generate();
  const auto keys = KeySet::FromJson(SetOf(ed("one", one) + "," + ed("two", two)));
  ASSERT_TRUE(keys.ok()) << keys.status();
  const auto sign = [](const std::string& header, const PrivateKey& key) {
    const std::string text = absl::StrCat(base::Base64UrlEncode(header), ".", kPayload);
    return text + "." + base::Base64UrlEncode(key.Sign(text));
  };
  EXPECT_TRUE(keys->Verify(sign(R"({"alg":"EdDSA","kid":"two"})", two)).ok());
  EXPECT_FALSE(keys->Verify(sign(R"({"alg":"EdDSA","kid":"one"})", two)).ok());
  EXPECT_FALSE(keys->Verify(sign(R"({"alg":"EdDSA","kid":"three"})", two)).ok());
  EXPECT_FALSE(keys->Verify(sign(R"({"alg":"EdDSA","kid":7})", two)).ok());
  EXPECT_FALSE(keys->Verify(sign(R"({"alg":"EdDSA"})", two)).ok()) << "which one?";
  EXPECT_FALSE(
      keys->Verify(sign(R"({"alg":"EdDSA","kid":"two","crit":["b64"],"b64":false})", two)).ok());
  EXPECT_FALSE(
      keys->Verify(sign(R"({"alg":"EdDSA","kid":"new","jwk":)" + ed("new", one) + "}", one)).ok())
      << "a key that the token brings";
}

TEST(KeySet, SaysWhatIsWrong) {
  for (const char* text : {"", "x", "[]", "{}", R"({"keys":7})"}) {
    EXPECT_THAT(WhyNot(text), HasSubstr("no key set"));
  }
  EXPECT_THAT(WhyNot(R"({"keys":[7]})"), HasSubstr("no object"));
  EXPECT_THAT(WhyNot(R"({"keys":[]})"), HasSubstr("no key for"));
  EXPECT_THAT(WhyNot(SetOf(R"({"kty":"oct","k":"AAAA"})")), HasSubstr("private or shared"));
  EXPECT_THAT(WhyNot(SetOf(R"({"kty":"RSA","n":"AQAB","e":"AQAB"})")), HasSubstr("2048"));
  EXPECT_THAT(WhyNot(SetOf(R"({"kty":"RSA","e":"AQAB"})")), HasSubstr("lacks n or e"));
  EXPECT_THAT(WhyNot(SetOf(absl::StrCat(R"({"kty":"RSA","n":")", kRsaModulus, R"(","e":"AQ"})"))),
              HasSubstr("exponent"));
  std::string off_curve = kEcKey;
  off_curve.replace(off_curve.find("f83"), 3, "f84");
  EXPECT_THAT(WhyNot(SetOf(off_curve)), HasSubstr("no point"));
  EXPECT_THAT(WhyNot(SetOf(absl::StrCat(kEdKey, ",", kEcKey))), HasSubstr("the same \"kid\""));
  EXPECT_THAT(WhyNot(SetOf(R"({"kty":"OKP","crv":"Ed25519","x":"AAAA"})")), HasSubstr("32 bytes"));
}

TEST(KeySet, PassesOverKeysForOtherThings) {
  const auto keys = KeySet::FromJson(SetOf(
      absl::StrCat(R"({"kty":"EC","crv":"P-384","kid":"a"},{"kty":"RSA","use":"enc","kid":"b"},)",
                   R"({"kty":"RSA","alg":"PS256","kid":"c"},{"kty":"new","kid":"d"},)", kEdKey)));
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_EQ(keys->size(), 1U);
}

}  // namespace
}  // namespace plenum::auth
