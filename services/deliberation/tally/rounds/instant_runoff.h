// Instant runoff (alternative vote, ranked-choice voting, Hare's method for one seat): every ballot
// counts for its best option still in the count, and the option with the fewest votes leaves.
//
// Source: W. R. Ware's single-winner form of Hare's rule (1871), as in N. Tideman, "Collective
// Decisions and Voting" (2006), p. 193 ("alternative vote"). The full ranking is the reverse of the
// order of elimination, which needs no majority test: an option with more than half of the votes is
// never eliminated. The other reading of the lower places, and the tie rule that goes with it, are
// those of CondorcetPHP's InstantRunoff (MIT, class of that name), see Places and BottomTies.
//
//   absl::StatusOr<Count> count = InstantRunoff(profile, {});
//   count->ranking;            // tiers, best first
//   count->rounds[0].votes[2]  // first choices for option 2
//
// Round::votes are votes; they and `exhausted` add up to the ballots in every round. `elected` is
// who takes the next place from the top, `eliminated` who takes the next from the bottom. With one
// option there are no rounds.
#pragma once

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/rounds/standing_votes.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

// What decides between options that are level with the fewest votes.
enum class BottomTies {
  // The tie policy alone. With KeepTied all of them leave together and share a place.
  kTiePolicy,
  // First their duels: an option leaves if, against every other of them, it does not win the duel,
  // has not won more duels against all options, and has no better balance of duels won less lost.
  // If no option is like that, none is preferred; if several are, the same is asked among them
  // again. Those that this leaves level go to the tie policy.
  kDuels,
};

// How the places below the winner are given.
enum class RunoffPlaces {
  // In reverse order of elimination.
  kByElimination,
  // Also from the top: an option with more than half of all ballots cast (empty and exhausted ones
  // included) takes the next place from the top and leaves, and its ballots go on.
  kByMajority,
};

struct InstantRunoffOptions {
  TiedPreferences tied_preferences = TiedPreferences::kSplit;
  BottomTies bottom_ties = BottomTies::kTiePolicy;
  RunoffPlaces places = RunoffPlaces::kByElimination;
  TiePolicy tie_policy = KeepTied{};
};

// Counts. INVALID_ARGUMENT only for a malformed tie policy. With no ballots all options are level.
// With HoldForDecision the count stops at the first tie that needs a decision; the options still in
// it share a tier. O(places named on distinct ballots) for the transfers of all rounds together
// (with kSplit, times the size of shared tiers), plus O(n^2) exact numbers for the rounds; kDuels
// adds one pairwise matrix if a tie comes up.
absl::StatusOr<Count> InstantRunoff(const Profile& profile, const InstantRunoffOptions& options);

}  // namespace plenum::tally
