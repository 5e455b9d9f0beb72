#include "services/gateway/wire/frame.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/gateway/wire/connect.h"
#include "services/gateway/wire/timeout.h"

namespace plenum::gateway::wire {
namespace {

using ::testing::HasSubstr;

std::string Frame(std::uint8_t flags, const std::string& message) {
  return FramePrefix(flags, message.size()) + message;
}

TEST(FrameTest, TakesTheOnlyMessage) {
  EXPECT_EQ(*TakeOnlyMessage(Frame(kMessage, "abc")), "abc");
  EXPECT_EQ(*TakeOnlyMessage(Frame(kMessage, "")), "");
  const std::string large(70'000, 'x');  // needs three bytes of length
  EXPECT_EQ(*TakeOnlyMessage(Frame(kMessage, large)), large);
}

TEST(FrameTest, RefusesEveryBodyThatIsCutOff) {
  const std::string whole = Frame(kMessage, "abc");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_TRUE(absl::IsInvalidArgument(TakeOnlyMessage(whole.substr(0, size)).status())) << size;
  }
}

TEST(FrameTest, RefusesWhatFollowsTheMessage) {
  EXPECT_THAT(TakeOnlyMessage(Frame(kMessage, "abc") + "x").status().message(),
              HasSubstr("more follows"));
  EXPECT_FALSE(TakeOnlyMessage(Frame(kMessage, "a") + Frame(kMessage, "b")).ok());
}

TEST(FrameTest, RefusesOtherFlags) {
  EXPECT_TRUE(absl::IsUnimplemented(TakeOnlyMessage(Frame(kCompressed, "abc")).status()));
  for (const std::uint8_t flags : {kConnectEnd, kTrailers, std::uint8_t{0xFF}}) {
    EXPECT_TRUE(absl::IsInvalidArgument(TakeOnlyMessage(Frame(flags, "abc")).status()));
  }
}

TEST(FrameTest, RefusesALengthOfFourGigabytesWithoutThem) {
  EXPECT_FALSE(TakeOnlyMessage(std::string("\0\xFF\xFF\xFF\xFF"
                                           "abc",
                                           8))
                   .ok());
}

TEST(FrameTest, TrailersAreLinesInAFrame) {
  const std::string frame = TrailerFrame(5, "nö\n%", {{"x-request-id", "r1"}});
  const std::string lines = "grpc-status: 5\r\ngrpc-message: n%C3%B6%0A%25\r\nx-request-id: r1\r\n";
  EXPECT_EQ(frame, FramePrefix(0x80, lines.size()) + lines);
  EXPECT_EQ(TrailerFrame(0, "", {}).substr(kPrefixBytes), "grpc-status: 0\r\n");
}

TEST(FrameTest, TextIsBase64InPiecesThatEachEndWithTheirPadding) {
  EXPECT_EQ(EncodeText("abcd"), "YWJjZA==");
  EXPECT_EQ(*DecodeText("YWJjZA=="), "abcd");
  EXPECT_EQ(*DecodeText("YQ=="
                        "YmM="
                        "ZGVm"),
            "abcdef");
  EXPECT_EQ(*DecodeText(""), "");
  for (const char* bad : {"YQ", "YQ=", "Y===", "====", "YQ==Y", "Y Q=", "YQ==\r\n", "-_=="}) {
    EXPECT_TRUE(absl::IsInvalidArgument(DecodeText(bad).status())) << bad;
  }
}

TEST(TimeoutTest, ReadsGrpcsUnits) {
  EXPECT_EQ(ParseGrpcTimeout("2H"), 7'200'000'000);
  EXPECT_EQ(ParseGrpcTimeout("3M"), 180'000'000);
  EXPECT_EQ(ParseGrpcTimeout("4S"), 4'000'000);
  EXPECT_EQ(ParseGrpcTimeout("5m"), 5'000);
  EXPECT_EQ(ParseGrpcTimeout("6u"), 6);
  EXPECT_EQ(ParseGrpcTimeout("7000n"), 7);
  EXPECT_EQ(ParseGrpcTimeout("99999999H"), 99'999'999 * 3'600'000'000);
  for (const char* bad : {"", "S", "5", "5s", "-1S", "+1S", " 1S", "1.5S", "123456789S", "1SS"}) {
    EXPECT_FALSE(ParseGrpcTimeout(bad)) << bad;
  }
}

TEST(TimeoutTest, ReadsConnectsMilliseconds) {
  EXPECT_EQ(ParseConnectTimeout("1500"), 1'500'000);
  EXPECT_EQ(ParseConnectTimeout("9999999999"), 9'999'999'999 * 1000);
  for (const char* bad : {"", "-1", "1ms", "12345678901", "1e3"}) {
    EXPECT_FALSE(ParseConnectTimeout(bad)) << bad;
  }
}

TEST(ConnectTest, HasANameAndAnHttpStatusForEachCode) {
  EXPECT_EQ(ConnectCode(absl::StatusCode::kCancelled), "canceled");
  EXPECT_EQ(ConnectCode(absl::StatusCode::kUnauthenticated), "unauthenticated");
  EXPECT_EQ(HttpStatus(absl::StatusCode::kNotFound), 404);
  EXPECT_EQ(HttpStatus(absl::StatusCode::kUnimplemented), 501);
  for (int code = 1; code <= 16; ++code) {
    EXPECT_GE(HttpStatus(static_cast<absl::StatusCode>(code)), 400) << code;
  }
}

}  // namespace
}  // namespace plenum::gateway::wire
