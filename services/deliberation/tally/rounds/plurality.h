// Plurality and two rounds on ranked ballots: who is the first choice of the most ballots, at once
// or among the best of a first round.
//
//   absl::StatusOr<Count> count = TwoRound(profile, {});
//   count->rounds.size();  // 1 when the first round decided, else 2
//
// Source: N. Tideman, "Collective Decisions and Voting" (2006), p. 170 (plurality) and p. 191 (two
// ballot majority). The second round is counted on the same ballots among the finalists
// ("contingent vote").
//
// Round::votes are votes; they and `exhausted` add up to the ballots. The figure "votes" holds the
// first choices.
#pragma once

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/rounds/standing_votes.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

struct PluralityOptions {
  TiedPreferences tied_preferences = TiedPreferences::kSplit;
  TiePolicy tie_policy = KeepTied{};
};

// All options by their first choices. Level ones go to the tie policy. INVALID_ARGUMENT only for a
// malformed tie policy. O(ballot groups + n log n), more where first places are shared.
absl::StatusOr<Count> Plurality(const Profile& profile, const PluralityOptions& options);

// An option that is the first choice of more than half of the ballots that have one wins at once,
// and the others stand by their first choices. Else the two options with the most votes go to the
// second round and stand by its votes, the others below by the first. Where options are level for
// the last of those two places the tie policy says who goes; with KeepTied all of them go, with
// HoldForDecision the count stops and all stand by the first round. With no ballots, and with two
// options or fewer, the first round decides. Errors and complexity as Plurality.
absl::StatusOr<Count> TwoRound(const Profile& profile, const PluralityOptions& options);

}  // namespace plenum::tally
