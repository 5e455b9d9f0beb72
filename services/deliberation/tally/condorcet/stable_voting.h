// Stable Voting: an option wins that would win without some rival whom it beats (or least loses to)
// by the most, found by taking rivals away one by one.
//
//   absl::StatusOr<Count> count = StableVoting(matrix, StableVotingOptions{});
//   count->sets[0].options;  // the winners
//
// Source: W. H. Holliday and E. Pacuit, "Stable Voting", Constitutional Political Economy 34
// (2023). Of a set of options:
//   * a lone option wins; so does a lone Split Cycle winner (see split_cycle.h);
//   * otherwise consider the pairs (a, b) of a Split Cycle winner a and any other option b, by the
//     margin of a over b from the greatest down; a wins for the first pair where a wins among the
//     options without b. All such a of pairs with the same margin win together.
// Simple Stable Voting is the same with every option in place of the Split Cycle winners; the two
// choose alike in nearly all elections.
//
// The source chooses winners only. The lower tiers are ours: the winners among the options that are
// not yet placed, and so on.
//
// Cost. The rule looks at sets of options, exponentially many at worst but few in practice, as the
// winner of most sets is a lone Split Cycle winner. A set is looked at once: O(k^2) and O(s^3) for
// its Smith set of s options. There is a budget; and with more than 32,767 different margins, which
// takes over 256 options, only what needs no cycle to be taken apart is answered.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

struct StableVotingOptions {
  // Simple Stable Voting: pairs of every option. It looks at far more sets.
  bool simple = false;
  TiePolicy tie_policy = KeepTied{};
  // Most steps, of some nanoseconds each: a tenth of a second or two.
  int64_t max_steps = 20'000'000;
  base::Stopped stopped = {};
};

// sets[0] is "Stable Voting winners", ascending; `wins_without` says what placed each option,
// and up to 100 options `defeats` which ones Split Cycle keeps among all of them. When
// the budget ends after the first tier, the options not yet placed share the last tier and `proven`
// is false. INVALID_ARGUMENT: a malformed tie policy, or max_steps < 1. RESOURCE_EXHAUSTED: the
// winners cannot be found within the budget.
absl::StatusOr<Count> StableVoting(const PairwiseMatrix& matrix,
                                   const StableVotingOptions& options);

}  // namespace plenum::tally
