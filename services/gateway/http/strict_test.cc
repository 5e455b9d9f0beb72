#include "services/gateway/http/strict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/gateway/limits.h"

namespace plenum::gateway::http {
namespace {

using ::testing::HasSubstr;

RequestHead Head(std::vector<std::pair<std::string_view, std::string_view>> headers,
                 std::string_view method = "POST") {
  RequestHead head;
  head.method = method;
  head.headers = std::move(headers);
  return head;
}

int StatusOf(std::vector<std::pair<std::string_view, std::string_view>> headers,
             std::string_view target = "/", unsigned version = 11) {
  auto head = Head(std::move(headers));
  return CheckRequest(target, version, head).status;
}

TEST(HeaderBytesTest, LinesEndByCrlf) {
  EXPECT_EQ(CheckHeaderBytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), "");
  EXPECT_THAT(CheckHeaderBytes("GET / HTTP/1.1\nHost: a\r\n\r\n"), HasSubstr("LF alone"));
  EXPECT_THAT(CheckHeaderBytes("GET / HTTP/1.1\r\nA: b\nHost: a\r\n\r\n"), HasSubstr("LF alone"));
  EXPECT_THAT(CheckHeaderBytes("GET / HTTP/1.1\r\nA: b\rHost: a\r\n\r\n"), HasSubstr("CR alone"));
  EXPECT_THAT(CheckHeaderBytes("\nGET / HTTP/1.1\r\n\r\n"), HasSubstr("LF alone"));
}

TEST(HeaderBytesTest, HeadersAreNotFoldedAndHoldNoNul) {
  EXPECT_THAT(CheckHeaderBytes("GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n"), HasSubstr("next line"));
  EXPECT_THAT(CheckHeaderBytes("GET / HTTP/1.1\r\nA: b\r\n\tc\r\n\r\n"), HasSubstr("next line"));
  EXPECT_THAT(CheckHeaderBytes(std::string_view("GET / HTTP/1.1\r\nA: b\0c\r\n\r\n", 27)),
              HasSubstr("NUL"));
}

TEST(RequestTest, NeedsOneHost) {
  EXPECT_EQ(StatusOf({{"Host", "localhost:8080"}}), 0);
  EXPECT_EQ(StatusOf({{"HOST", "[::1]:8080"}}), 0);
  EXPECT_EQ(StatusOf({}), 400);
  EXPECT_EQ(StatusOf({{"Host", ""}}), 400);
  EXPECT_EQ(StatusOf({{"Host", "a"}, {"host", "a"}}), 400);
  EXPECT_EQ(StatusOf({{"Host", "a/b"}}), 400);
  EXPECT_EQ(StatusOf({{"Host", "a@b"}}), 400);
}

TEST(RequestTest, HasOneLengthAndOneCoding) {
  EXPECT_EQ(StatusOf({{"Host", "a"}, {"Content-Length", "1"}, {"content-length", "1"}}), 400);
  EXPECT_EQ(StatusOf({{"Host", "a"}, {"Content-Length", "1"}, {"Transfer-Encoding", "chunked"}}),
            400);
  EXPECT_EQ(StatusOf({{"Host", "a"}, {"Transfer-Encoding", "Chunked"}}), 0);
  EXPECT_EQ(StatusOf({{"Host", "a"}, {"Transfer-Encoding", "gzip, chunked"}}), 501);
  EXPECT_EQ(StatusOf({{"Host", "a"}, {"Transfer-Encoding", "xchunked"}}), 501);
}

TEST(RequestTest, LengthIsANumber) {
  EXPECT_EQ(StatusOf({{"Host", "a"}, {"Content-Length", "12"}}), 0);
  for (const char* bad : {"", "2,2", "2 2", "-1", "+1", "0x1", "1;"}) {
    EXPECT_EQ(StatusOf({{"Host", "a"}, {"Content-Length", bad}}), 400) << bad;
  }
}

TEST(RequestTest, SpeaksOneVersion) {
  EXPECT_EQ(StatusOf({{"Host", "a"}}, "/", 10), 505);
  EXPECT_EQ(StatusOf({{"Host", "a"}}, "/", 20), 505);
}

TEST(RequestTest, HeadersAreCountedAtTheLimitAndOneOver) {
  std::vector<std::pair<std::string_view, std::string_view>> headers = {{"host", "a"}};
  while (headers.size() < limits::kMaxHeaders) headers.emplace_back("x", "y");
  EXPECT_EQ(StatusOf(headers), 0);
  headers.emplace_back("x", "y");
  EXPECT_EQ(StatusOf(headers), 431);
}

TEST(RequestTest, TargetIsAPathOrAnAddressOfTheSameHost) {
  const auto split = [](std::string_view target) {
    auto head = Head({{"host", "a:1"}}, "GET");
    const auto wrong = CheckRequest(target, 11, head);
    return wrong.status != 0 ? std::string(wrong.why)
                             : std::string(head.path) + "|" + std::string(head.query);
  };
  EXPECT_EQ(split("/x/y?z=1?2"), "/x/y|z=1?2");
  EXPECT_EQ(split("http://a:1/x"), "/x|");
  EXPECT_EQ(split("http://A:1"), "/|");
  EXPECT_THAT(split("http://b/x"), HasSubstr("another host"));
  EXPECT_THAT(split("a:1"), HasSubstr("begin with /"));
  EXPECT_THAT(split("*"), HasSubstr("begin with /"));
  EXPECT_THAT(split("/x#y"), HasSubstr("#"));
}

}  // namespace
}  // namespace plenum::gateway::http
