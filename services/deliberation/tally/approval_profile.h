// ApprovalProfile: ballots that name the options that they approve of. Equal ballots are stored
// once, with how often they occurred.
//
//   absl::StatusOr<ApprovalProfile> profile = ApprovalProfile::Create(4);
//   profile->Add({0, 2}, 3);  // three ballots for 0 and 2
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/deliberation/tally/profile.h"

namespace plenum::tally {

struct ApprovalGroup {
  std::vector<OptionIndex> approved;  // ascending
  int64_t count;
};

class ApprovalProfile {
 public:
  // INVALID_ARGUMENT when option_count is outside 1..kMaxOptions.
  static absl::StatusOr<ApprovalProfile> Create(int option_count);

  // Counts the ballot `count` times; `approved` in any order, possibly empty. INVALID_ARGUMENT: an
  // option outside the option set or named twice, count < 1. OUT_OF_RANGE: the total would pass
  // kMaxBallots. On an error nothing changes. O(n log n).
  absl::Status Add(std::vector<OptionIndex> approved, int64_t count = 1);

  int option_count() const { return option_count_; }
  // Total of all counts, empty ballots included.
  int64_t ballots() const { return ballots_; }
  std::span<const ApprovalGroup> groups() const { return groups_; }

 private:
  explicit ApprovalProfile(int option_count) : option_count_(option_count) {}

  int option_count_;
  int64_t ballots_ = 0;
  std::vector<ApprovalGroup> groups_;
  absl::flat_hash_map<std::vector<OptionIndex>, size_t> index_;
};

}  // namespace plenum::tally
