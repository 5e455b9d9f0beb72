// Block voting for several seats: the options with the most marks win, as many as there are seats.
//
//   absl::StatusOr<BlockResult> result = Block(profile, 3, BlockRule::kPluralityAtLarge, policy);
//   result->winners;     // best first
//   result->undecided;   // level options for whom seats are left, where the policy keeps ties
//
// Source: the common rule of at-large elections (for example, Robert's Rules of Order, 12th ed.,
// section 46: balloting for multiple offices). A bloc with the most ballots takes every seat; rules
// that share seats in proportion are in seats.h and committee/.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/approval_profile.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

enum class BlockRule {
  kApproval,          // a ballot marks any number of options
  kPluralityAtLarge,  // at most as many as there are seats
};

struct BlockResult {
  Count count;                       // figures: "marks"; ranks all options
  std::vector<OptionIndex> winners;  // by count.ranking, best first
  // The level options at the border of the seats, ascending, and how many of them have to get one;
  // both empty when the ballots or the policy decide.
  std::vector<OptionIndex> undecided;
  int undecided_seats = 0;
};

// INVALID_ARGUMENT: seats outside 1..options; kPluralityAtLarge with a ballot of more marks than
// seats (says how many); a malformed tie policy. O(ballots' text + n log n).
absl::StatusOr<BlockResult> Block(const ApprovalProfile& profile, int seats, BlockRule rule,
                                  const TiePolicy& tie_policy);

// INVALID_ARGUMENT, with a sentence, unless 1 <= seats <= option_count.
absl::Status CheckSeats(int seats, int option_count);

}  // namespace plenum::tally
