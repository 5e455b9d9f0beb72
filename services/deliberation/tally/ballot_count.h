// How often a ballot may count: the one check that all profiles make. Internal to the tally.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/profile.h"

namespace plenum::tally {

// INVALID_ARGUMENT when count < 1.
inline absl::Status CheckAtLeastOnce(int64_t count) {
  if (count >= 1) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("a ballot counts at least once, not ", count, " times"));
}

// Also OUT_OF_RANGE when `count` more than `held` ballots would pass kMaxBallots.
inline absl::Status CheckCount(int64_t count, int64_t held) {
  if (absl::Status status = CheckAtLeastOnce(count); !status.ok()) return status;
  if (count <= kMaxBallots - held) return absl::OkStatus();
  return absl::OutOfRangeError(
      absl::StrCat("the ballots would pass 2^53 in total (", held, " and ", count, " more)"));
}

}  // namespace plenum::tally
