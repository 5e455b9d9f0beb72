// The lower bound of rules that eliminate: the cheapest order of elimination without the winner.
// Internal to report/.
#pragma once

#include <cstdint>
#include <vector>

#include "services/common/base/stopped.h"
#include "services/deliberation/tally/report/lower_bound.h"
#include "services/deliberation/tally/rounds/standing_votes.h"

namespace plenum::tally {

enum class EliminationRule {
  kFewestVotes,       // instant runoff
  kMostVotesAgainst,  // Coombs: unless an option is the first choice of a majority
};

// That an option leaves a round takes at least so many changed ballots: each gives a vote to one
// other option and takes one from this, so that k of them have to lift all that are more than k
// below it. `gaps`: by how much it is ahead of each of the others; those at 0 or below do not
// matter. O(n log n).
int64_t BallotsToLeave(std::vector<Rational> gaps);

// An order of elimination costs at least what its dearest round does, and the bound is the cheapest
// order that does not leave the winner alone: after T. R. Magrino, R. L. Rivest, E. Shen,
// D. Wagner, "Computing the Margin of Victory in IRV Elections", EVT/WOTE 2011, who search the
// orders the other way round. Searched best first over sets of standing options, also such that
// tied options leave together; where the search ends at its limit, the bound is what it has
// reached, or half the closest gap of a round of `count`.
LowerBound CheapestElimination(const Profile& profile, EliminationRule rule, TiedPreferences tied,
                               const Count& count, OptionIndex winner,
                               const base::Stopped& stopped);

}  // namespace plenum::tally
