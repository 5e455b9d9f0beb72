// Bucklin's rule (Grand Junction): first choices are counted; while no option has a majority,
// second choices are added to them, then third choices, and so on.
//
// Source: J. W. Bucklin's rule of 1909, as in N. Tideman, "Collective Decisions and Voting" (2006),
// p. 203-204. The full ranking: options by the rank at which they first have a majority, then by
// their votes at that rank; those that never have one stand below, by their votes in the end.
//
//   absl::StatusOr<Count> count = Bucklin(profile, {});
//   count->figures[0];  // "deciding ranks"
//
// The rank of an option on a ballot is one more than the number of options above it there, so that
// options tied on a ballot all get its vote at the same, best rank ("equal ranks, whole"). With
// Unranked::kTiedLast the unranked share the rank after the ranked ones; with kNotCompared they
// never get the vote. A majority is more than half of the ballots that rank at least one option.
//
// Round r holds the votes with ranks up to r + 1 of the options that had no majority before;
// `elected` those that have now. Votes do not add up to the ballots: each ballot gives several.
// Figures: "deciding ranks" (fewer is better; one more than the number of options where there never
// was a majority) and "votes at the deciding rank".
#pragma once

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

struct BucklinOptions {
  // Backwards and Forwards look at the votes at earlier ranks.
  TiePolicy tie_policy = KeepTied{};
};

// Counts. INVALID_ARGUMENT only for a malformed tie policy. With no ballots, or only empty ones,
// all options are level. O(places named on distinct ballots + n^2), n^2 integers of memory.
absl::StatusOr<Count> Bucklin(const Profile& profile, const BucklinOptions& options);

}  // namespace plenum::tally
