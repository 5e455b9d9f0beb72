// Coombs' rule: every ballot counts against the option that it puts last among those still in the
// count, and the option with the most votes against it leaves, until an option is the first choice
// of a majority.
//
// Source: C. H. Coombs, "A Theory of Data" (1964), p. 397-399; N. Tideman, "Collective Decisions
// and Voting" (2006), p. 197. Without the majority test it is a rule of its own that can elect
// another option (B. Grofman and S. Feld, "If you like the alternative vote (a.k.a. the instant
// runoff), then you ought to know about the Coombs rule", Electoral Studies 23 (2004), 641-659).
//
//   absl::StatusOr<Count> count = Coombs(profile, {});
//
// Options with unranked ones: with Unranked::kTiedLast the unranked share the last place; with
// kNotCompared they are no part of the ballot. The best tier of a ballot, as cast, is never voted
// against, so that a ballot for one option alone, read as not comparing it, counts against none.
//
// The lower places are given from both ends: an option with more than half of the first choices of
// the ballots that still have one takes the next place from the top and leaves; else the one with
// the most last places takes the next from the bottom. A round with `elected` shows first choices,
// a round with `eliminated` the votes against; Backwards and Forwards look at either.
#pragma once

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/rounds/standing_votes.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

enum class CoombsMajority {
  kElects,   // as Coombs put it
  kIgnored,  // options leave until one is left
};

struct CoombsOptions {
  CoombsMajority majority = CoombsMajority::kElects;
  // For first and last places alike. With kSkip a tier of several options has neither vote.
  TiedPreferences tied_preferences = TiedPreferences::kSplit;
  TiePolicy tie_policy = KeepTied{};
};

// Counts. INVALID_ARGUMENT only for a malformed tie policy. With no ballots all options are level.
// Options level with the most votes against them go to the tie policy; with KeepTied they leave
// together and share a place. With HoldForDecision the count stops there. O(places named on
// distinct ballots) for the transfers of all rounds together, times the size of shared tiers (other
// than the unranked, which cost a ballot with k ranked options O(k^2)), plus O(n^3) exact numbers
// where there are truncated ballots and O(n^2) else.
absl::StatusOr<Count> Coombs(const Profile& profile, const CoombsOptions& options);

}  // namespace plenum::tally
