// retry: when something that failed is tried again.
#pragma once

#include <cstdint>
#include <string_view>

namespace plenum::deliberation {

inline constexpr std::int64_t kSecondUs = 1'000'000;
inline constexpr std::int64_t kHourUs = 3600 * kSecondUs;
inline constexpr std::int64_t kDayUs = 24 * kHourUs;

// How a series of attempts is spaced.
struct RetrySchedule {
  std::int64_t first_us = 5 * kSecondUs;
  std::int64_t longest_us = 6 * kHourUs;
};

// Time from the `failed`-th failure (from 1) to the next attempt: `first_us` doubled with each one
// up to `longest_us`, of which the upper half is left to chance, so that what failed together does
// not come back together. Chance is a hash of `what` and `failed`: the same question has one
// answer.
std::int64_t RetryDelay(const RetrySchedule& schedule, std::string_view what, int failed);

}  // namespace plenum::deliberation
