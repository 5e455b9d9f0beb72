#include "services/deliberation/tally/approval_profile.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/ballot_count.h"

namespace plenum::tally {

absl::StatusOr<ApprovalProfile> ApprovalProfile::Create(int option_count) {
  if (option_count < 1 || option_count > kMaxOptions) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of options must be 1 to ", kMaxOptions, ", not ", option_count));
  }
  return ApprovalProfile(option_count);
}

absl::Status ApprovalProfile::Add(std::vector<OptionIndex> approved, int64_t count) {
  std::sort(approved.begin(), approved.end());
  for (size_t i = 0; i < approved.size(); ++i) {
    if (approved[i] < 0 || approved[i] >= option_count_) {
      return absl::InvalidArgumentError(
          absl::StrCat("option ", approved[i], " is not one of the ", option_count_, " options"));
    }
    if (i > 0 && approved[i] == approved[i - 1]) {
      return absl::InvalidArgumentError(absl::StrCat("option ", approved[i], " is approved twice"));
    }
  }
  if (absl::Status refusal = CheckCount(count, ballots_); !refusal.ok()) return refusal;
  const auto [entry, is_new] = index_.try_emplace(approved, groups_.size());
  if (is_new) {
    groups_.push_back({std::move(approved), count});
  } else {
    groups_[entry->second].count += count;
  }
  ballots_ += count;
  return absl::OkStatus();
}

}  // namespace plenum::tally
