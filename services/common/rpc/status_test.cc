#include "services/common/rpc/status.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "google/rpc/status.pb.h"
#include "services/common/base/status.h"

namespace plenum::rpc {
namespace {

TEST(StatusTest, AnErrorCrossesTheWireUnchanged) {
  const absl::Status error = base::WithRetryAfter(
      base::Error(absl::StatusCode::kResourceExhausted, common::v1::ERROR_REASON_RATE_LIMITED,
                  "too fast", {{"limit", "10"}}),
      1500);
  EXPECT_EQ(FromGrpc(ToGrpc(error, "r1")), error);
}

TEST(StatusTest, EveryCodeKeepsItsNumber) {
  for (int code = 0; code <= 16; ++code) {
    const absl::Status error(static_cast<absl::StatusCode>(code), "");
    EXPECT_EQ(static_cast<int>(ToGrpc(error, "r1").error_code()), code);
    EXPECT_EQ(static_cast<int>(FromGrpc(ToGrpc(error, "r1")).code()), code);
  }
}

TEST(StatusTest, FaultsShowARequestIdAndNoInternals) {
  const grpc::Status shown =
      ToGrpc(absl::InternalError("select from resource failed at 0x1234"), "request-7");
  EXPECT_EQ(shown.error_message().find("select"), std::string::npos);
  EXPECT_NE(shown.error_message().find("request-7"), std::string::npos);
  EXPECT_TRUE(base::HasReason(FromGrpc(shown), common::v1::ERROR_REASON_INTERNAL));
}

TEST(StatusTest, DetailsStayUnderTheTrailerLimitAndSayWhatWasLeftOut) {
  base::FieldViolations bad;
  for (int i = 0; i < 1000; ++i) bad.Add(absl::StrCat("scores[", i, "].value"), "is out of scale");
  const grpc::Status shown = ToGrpc(bad.ToStatus(), "r1");
  EXPECT_LE(shown.error_details().size(), kMaxErrorDetailBytes);
  const absl::Status back = FromGrpc(shown);
  EXPECT_TRUE(base::HasReason(back, common::v1::ERROR_REASON_INVALID_FIELDS));
  const auto violations = base::GetBadRequest(back);
  ASSERT_TRUE(violations.has_value());
  const int kept = violations->field_violations_size() - 1;
  EXPECT_GT(kept, 20);
  EXPECT_EQ(violations->field_violations(kept).description(),
            absl::StrCat("and ", 1000 - kept, " more fields are wrong"));
}

TEST(StatusTest, LongMessagesAreCutBetweenCharacters) {
  for (int shift = 0; shift < 3; ++shift) {
    std::string text(static_cast<std::size_t>(shift), 'a');
    for (int i = 0; i < 1000; ++i) text += "\xe2\x82\xac";
    const grpc::Status shown = ToGrpc(absl::NotFoundError(text), "r1");
    EXPECT_LE(shown.error_message().size(), 1024U);
    google::rpc::Status rich;
    ASSERT_TRUE(rich.ParseFromString(shown.error_details())) << "not UTF-8";
    EXPECT_EQ(rich.message(), shown.error_message());
  }
}

}  // namespace
}  // namespace plenum::rpc
