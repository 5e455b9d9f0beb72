#include "services/common/rpc/rate_limiter.h"

#include <gtest/gtest.h>

#include <string>

namespace plenum::rpc {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

TEST(RateLimiterTest, LetsTheBurstThroughAndThenTheRate) {
  RateLimiter limiter(/*per_second=*/10, /*burst=*/3, /*max_callers=*/100);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.Take("a", kSecond), 0);
  EXPECT_EQ(limiter.Take("a", kSecond), 100);  // the next call is a tenth of a second away
  EXPECT_EQ(limiter.Take("b", kSecond), 0) << "callers do not share a bucket";
  EXPECT_EQ(limiter.Take("a", kSecond + 100'000), 0);
  EXPECT_GT(limiter.Take("a", kSecond + 100'000), 0);
}

TEST(RateLimiterTest, AClockThatIsSetBackGivesNothingAway) {
  RateLimiter limiter(1, 1, 100);
  EXPECT_EQ(limiter.Take("a", 100 * kSecond), 0);
  EXPECT_GT(limiter.Take("a", 50 * kSecond), 0);
}

TEST(RateLimiterTest, ForgetsCallersWhenThereAreTooMany) {
  RateLimiter limiter(1, 1, 1000);
  for (int i = 0; i < 100'000; ++i) EXPECT_EQ(limiter.Take(std::to_string(i), kSecond), 0);
}

}  // namespace
}  // namespace plenum::rpc
