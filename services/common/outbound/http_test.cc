#include "services/common/outbound/http.h"

#include <gmock/gmock.h>
#include <sys/socket.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "services/common/outbound/testing/local_servers.h"

namespace plenum::outbound {
namespace {

using ::testing::HasSubstr;

PostRequest To(const std::string& url) {
  PostRequest request;
  request.url = url;
  request.headers = {{"content-type", "application/json"}, {"webhook-id", "d1_7"}};
  request.body = R"({"type":"ping"})";
  request.allow_private = true;
  return request;
}

TEST(Post, SendsBodyAndHeadersAndGivesTheStatus) {
  LocalHttpServer server([](const Received&) { return Answer(204); });
  const auto answer = Post(To(server.url("/hook?key=1")));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->status, 204);
  EXPECT_EQ(answer->retry_after_s, 0);
  const auto requests = server.WaitFor(1);
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].method, "POST");
  EXPECT_EQ(requests[0].path, "/hook?key=1");
  EXPECT_EQ(requests[0].headers.at("webhook-id"), "d1_7");
  EXPECT_EQ(requests[0].headers.at("content-type"), "application/json");
  EXPECT_EQ(requests[0].body, R"({"type":"ping"})");
}

TEST(Post, ReadsRetryAfter) {
  LocalHttpServer server([](const Received&) { return Answer(503, "Retry-After: 120\r\n"); });
  const auto answer = Post(To(server.url()));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->status, 503);
  EXPECT_EQ(answer->retry_after_s, 120);
}

TEST(Post, FollowsNoRedirect) {
  LocalHttpServer elsewhere([](const Received&) { return Answer(200); });
  LocalHttpServer server([&](const Received&) {
    return Answer(307, absl::StrCat("Location: ", elsewhere.url(), "\r\n"));
  });
  const auto answer = Post(To(server.url()));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->status, 307);
  EXPECT_TRUE(elsewhere.requests().empty());
}

TEST(Post, UsesNoProxyOfTheEnvironment) {
  LocalHttpServer server([](const Received&) { return Answer(200); });
  const ReservedPort closed;
  const std::string proxy = absl::StrCat("http://127.0.0.1:", closed.port());
  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) setenv(name, proxy.c_str(), 1);
  EXPECT_TRUE(Post(To(server.url())).ok());
  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) unsetenv(name);
}

TEST(Post, CutsAnAnswerThatDoesNotEnd) {
  LocalListener server([](int connection) {
    const std::string head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    const std::string piece(std::size_t{1} << 16, 'x');
    ssize_t sent = send(connection, head.data(), head.size(), MSG_NOSIGNAL);
    while (sent > 0) sent = send(connection, piece.data(), piece.size(), MSG_NOSIGNAL);
  });
  const auto answer = Post(To(absl::StrCat("http://127.0.0.1:", server.port(), "/")));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->status, 200);
}

TEST(Post, GivesUpOnASlowTargetAndOnASilentOne) {
  LocalHttpServer server([](const Received&) { return std::string(); });
  PostRequest request = To(server.url());
  request.timeout = std::chrono::milliseconds(50);
  const auto answer = Post(request);
  EXPECT_TRUE(absl::IsDeadlineExceeded(answer.status())) << answer.status();
  const ReservedPort closed;
  const auto refused = Post(To(absl::StrCat("http://127.0.0.1:", closed.port(), "/")));
  EXPECT_TRUE(absl::IsUnavailable(refused.status())) << refused.status();
}

TEST(Post, EndsWhenItIsStopped) {
  LocalHttpServer server([](const Received&) { return std::string(); });
  PostRequest request = To(server.url());
  request.timeout = std::chrono::minutes(5);
  request.stopped = [] { return true; };
  EXPECT_TRUE(absl::IsCancelled(Post(request).status()));
}

TEST(Post, RefusesPrivateTargets) {
  LocalHttpServer server([](const Received&) { return Answer(200); });
  const std::vector<std::string> hosts = {
      "127.0.0.1", "localhost",    "2130706433",         "0x7f.1",
      "127.1",     "[::1]",        "[::ffff:127.0.0.1]", "10.0.0.1",
      "0",         "017700000001", "169.254.169.254",    "[fd00:ec2::254]"};
  for (const std::string& host : hosts) {
    PostRequest request = To(absl::StrCat("https://", host, ":", server.port(), "/hook"));
    request.allow_private = false;
    const auto answer = Post(request);
    EXPECT_TRUE(absl::IsPermissionDenied(answer.status())) << host << ": " << answer.status();
    EXPECT_THAT(std::string(answer.status().message()), HasSubstr(kAllowPrivateFlag)) << host;
  }
  EXPECT_TRUE(server.requests().empty());
}

TEST(Post, RefusesANameThatOnlyHasPrivateAddresses) {
  LocalHttpServer server([](const Received&) { return Answer(200); });
  const auto port = absl::StrCat(server.port());
  for (const char* addresses : {"127.0.0.1", "[::1]", "10.0.0.1,127.0.0.1", "169.254.169.254",
                                "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]"}) {
    PostRequest request = To(absl::StrCat("https://hooks.example.org:", port, "/hook"));
    request.resolve = absl::StrCat("hooks.example.org:", port, ":", addresses);
    request.allow_private = false;
    const auto answer = Post(request);
    EXPECT_TRUE(absl::IsPermissionDenied(answer.status())) << addresses << ": " << answer.status();
  }
  EXPECT_TRUE(server.requests().empty());
  PostRequest allowed = To(absl::StrCat("http://hooks.example.org:", port, "/hook"));
  allowed.resolve = absl::StrCat("hooks.example.org:", port, ":127.0.0.1");
  EXPECT_TRUE(Post(allowed).ok());
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(CheckUrl, SaysWhatIsWrong) {
  const auto message = [](const std::string& url) {
    return std::string(CheckUrl(url, false).message());
  };
  EXPECT_EQ(message("https://example.org/hook?key=1"), "");
  EXPECT_EQ(message("https://example.org:8443"), "");
  EXPECT_EQ(message("https://8.8.8.8/"), "");
  EXPECT_THAT(message("http://example.org/"), HasSubstr(kAllowPrivateFlag));
  EXPECT_THAT(message("ftp://example.org/"), HasSubstr("https://"));
  EXPECT_THAT(message("file:///etc/passwd"), HasSubstr("https://"));
  EXPECT_THAT(message("example.org/hook"), HasSubstr("https://"));
  EXPECT_THAT(message(""), HasSubstr("https://"));
  EXPECT_THAT(message("https://user:pass@example.org/"), HasSubstr("user"));
  EXPECT_THAT(message("https://example.org/#part"), HasSubstr("fragment"));
  EXPECT_THAT(message("https://example.org/a b"), HasSubstr("spaces"));
  EXPECT_THAT(message("https://example.org/a\r\nHost: other"), HasSubstr("spaces"));
  EXPECT_THAT(message("https://app.localhost/"), HasSubstr("loopback"));
  EXPECT_THAT(message("https://LOCALHOST./"), HasSubstr("loopback"));
  EXPECT_THAT(message("https://192.168.1.1/"), HasSubstr("private"));
  std::string longest = "https://example.org/";
  longest.append(kMaxUrlBytes - longest.size(), 'x');
  EXPECT_EQ(message(longest), "");
  EXPECT_THAT(message(longest + "x"), HasSubstr("2000"));
}

}  // namespace
}  // namespace plenum::outbound
