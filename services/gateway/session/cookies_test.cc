#include "services/gateway/session/cookies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plenum::gateway::session {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(CookiesTest, ASessionComesBackAsItWas) {
  const SignedIn session{"aa.bb-b.c_c", 1'700'000'000, "plr_s1_0_ff"};
  const auto back = Decode(Encode(session));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->access_token, session.access_token);
  EXPECT_EQ(back->expires_at_s, session.expires_at_s);
  EXPECT_EQ(back->refresh_token, session.refresh_token);
  EXPECT_TRUE(Decode(Encode({"a.b.c", 1, ""})));
}

TEST(CookiesTest, WhatNoGatewayMadeIsNone) {
  for (const char* bad : {"", "1", "1~", "1~2~3", "1~2~3~", "2~2~r~a", "1~x~r~a", "1~2x~r~a",
                          "1~99999999999999999999~r~a", "1~2~r~a b", "1~2~r\r~a", "1~2~r~a~b"}) {
    EXPECT_FALSE(Decode(bad)) << bad;
  }
}

TEST(CookiesTest, FindsACookieByItsWholeName) {
  EXPECT_EQ(FindCookie("a=1; plenum_session=x=y; b=2", "plenum_session"), "x=y");
  EXPECT_EQ(FindCookie("plenum_session=", "plenum_session"), "");
  EXPECT_FALSE(
      FindCookie("xplenum_session=1; plenum_sessionx=2; plenum_session", "plenum_session"));
  EXPECT_FALSE(FindCookie("", "plenum_session"));
}

TEST(CookiesTest, OfTwoCookiesOfOneNameNeitherCounts) {
  EXPECT_FALSE(FindCookie("plenum_session=a; plenum_session=b", "plenum_session"));
}

TEST(CookiesTest, ASessionGoesToItsDeliberationAlone) {
  const std::string set = Cookies(false).SetSession("d1", {"a.b.c", 5, "r"}, 60);
  EXPECT_EQ(set, "plenum_session=1~5~r~a.b.c; Path=/d/d1; Max-Age=60; HttpOnly; SameSite=Strict");
  EXPECT_THAT(
      Cookies(false).ClearSession("d1"),
      AllOf(StartsWith("plenum_session=;"), HasSubstr("Path=/d/d1;"), HasSubstr("Max-Age=0;")));
}

TEST(CookiesTest, WithTlsItIsSecureAndNamedSo) {
  EXPECT_THAT(Cookies(true).SetSession("d1", {"a.b.c", 5, "r"}, 60),
              AllOf(StartsWith("__Secure-plenum_session="), HasSubstr("; Secure")));
  EXPECT_THAT(Cookies(true).SetStart("k"),
              AllOf(StartsWith("__Secure-plenum_start=k;"), HasSubstr("Path=/session;")));
  EXPECT_THAT(Cookies(false).SetStart("k"), Not(HasSubstr("Secure")));
}

}  // namespace
}  // namespace plenum::gateway::session
