#include "services/ingestion/reading.h"

#include <gtest/gtest.h>

#include "services/common/base/status.h"

namespace plenum::ingestion {
namespace {

TEST(Read, EndsInAnyPhaseWhenNobodyWaitsAnyMore) {
  const std::string text = "The governments should establish a crisis hotline.\n";
  rpc::Caller caller;
  int asked = 0;
  caller.stopped = [&asked] { return ++asked < 0; };
  ASSERT_TRUE(Read(caller, text, "x.txt", v1::DOCUMENT_FORMAT_UNSPECIFIED).ok());
  const int all = asked;
  ASSERT_GT(all, 2);
  for (int at = 1; at <= all; ++at) {
    asked = 0;
    caller.stopped = [&asked, at] { return ++asked == at; };
    const auto late = Read(caller, text, "x.txt", v1::DOCUMENT_FORMAT_UNSPECIFIED);
    EXPECT_EQ(late.status().code(), absl::StatusCode::kDeadlineExceeded) << at;
    EXPECT_TRUE(base::HasReason(late.status(), common::v1::ERROR_REASON_DEADLINE_PASSED)) << at;
  }
}

}  // namespace
}  // namespace plenum::ingestion
