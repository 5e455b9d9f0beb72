#include "services/gateway/session/origin.h"

#include <gtest/gtest.h>

namespace plenum::gateway::session {
namespace {

using Headers = std::vector<std::pair<std::string_view, std::string_view>>;

http::RequestHead Head(Headers headers, std::string_view method = "POST") {
  http::RequestHead head;
  head.method = method;
  head.host = "localhost:8080";
  head.headers = std::move(headers);
  return head;
}

bool IsOwn(const OriginPolicy& policy, Headers headers, std::string_view method = "POST") {
  return policy.CheckOwnPage(Head(std::move(headers), method)).ok();
}

TEST(OriginTest, TheOwnPageSaysSo) {
  const OriginPolicy policy({});
  EXPECT_TRUE(IsOwn(policy, {{"x-plenum-page", "1"}, {"origin", "http://localhost:8080"}}));
  EXPECT_TRUE(IsOwn(policy, {{"x-plenum-page", "1"}, {"sec-fetch-site", "same-origin"}}));
  EXPECT_TRUE(IsOwn(policy, {{"x-plenum-page", "1"}}, "GET"));
}

TEST(OriginTest, OtherPagesAreRefused) {
  const OriginPolicy policy({});
  EXPECT_FALSE(IsOwn(policy, {{"origin", "http://localhost:8080"}})) << "without the header";
  EXPECT_FALSE(IsOwn(policy, {{"x-plenum-page", "1"}})) << "a POST without an origin";
  EXPECT_FALSE(IsOwn(policy, {{"x-plenum-page", "1"}, {"origin", "null"}}));
  EXPECT_FALSE(IsOwn(policy, {{"x-plenum-page", "1"}, {"origin", "https://localhost:8080"}}));
  EXPECT_FALSE(IsOwn(policy, {{"x-plenum-page", "1"}, {"origin", "http://localhost:80800"}}));
  EXPECT_FALSE(
      IsOwn(policy, {{"x-plenum-page", "1"}, {"origin", "http://localhost:8080.evil.org"}}));
  EXPECT_FALSE(IsOwn(policy, {{"x-plenum-page", "1"}, {"sec-fetch-site", "same-site"}}));
  EXPECT_FALSE(IsOwn(policy, {{"x-plenum-page", "1"}, {"sec-fetch-site", "cross-site"}}, "GET"));
  EXPECT_FALSE(IsOwn(
      policy,
      {{"x-plenum-page", "1"}, {"sec-fetch-site", "same-origin"}, {"origin", "http://evil.org"}}));
}

TEST(OriginTest, BehindAProxyTheOwnPageHasThePublicAddress) {
  const OriginPolicy policy({.public_url = "https://plenum.example/team"});
  EXPECT_TRUE(IsOwn(policy, {{"x-plenum-page", "1"}, {"origin", "https://plenum.example"}}));
  EXPECT_FALSE(IsOwn(policy, {{"x-plenum-page", "1"}, {"origin", "https://plenum.example.org"}}));
}

TEST(OriginTest, AllowedPagesCallWithoutCookiesOnly) {
  const OriginPolicy policy({.allowed = {"https://board.example"}});
  const auto from_board = Head({{"x-plenum-page", "1"}, {"origin", "https://board.example"}});
  EXPECT_TRUE(policy.CheckAllowedPage(from_board).ok());
  EXPECT_EQ(policy.AllowedOrigin(from_board), "https://board.example");
  EXPECT_FALSE(policy.CheckOwnPage(from_board).ok());
  EXPECT_FALSE(policy.CheckAllowedPage(Head({{"origin", "https://other.example"}})).ok());
  EXPECT_TRUE(policy.CheckAllowedPage(Head({})).ok()) << "no page: a program";
  EXPECT_TRUE(policy.CheckAllowedPage(Head({{"origin", "http://localhost:8080"}})).ok());
}

TEST(OriginTest, OnLoopbackOtherHostNamesAreNotOurs) {
  const OriginPolicy local({.public_url = "http://localhost:3000", .is_loopback = true});
  for (const char* own : {"localhost:8080", "LOCALHOST:3000", "127.0.0.1:8080", "127.0.0.1",
                          "[::1]:8080", "[::1]", "localhost"}) {
    EXPECT_TRUE(local.IsOwnHost(own)) << own;
  }
  for (const char* other :
       {"evil.org:8080", "localhost.evil.org", "128.0.0.1:8080", "127.0.0.1.evil.org:1"}) {
    EXPECT_FALSE(local.IsOwnHost(other)) << other;
  }
  EXPECT_TRUE(OriginPolicy({}).IsOwnHost("plenum.example"));
}

TEST(OriginTest, OriginIsTheBeginningOfAnAddress) {
  EXPECT_EQ(OriginOf("https://a.b:1/c/d"), "https://a.b:1");
  EXPECT_EQ(OriginOf("https://a.b"), "https://a.b");
  EXPECT_EQ(OriginOf(""), "");
}

}  // namespace
}  // namespace plenum::gateway::session
