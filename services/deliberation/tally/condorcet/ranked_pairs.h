// Ranked Pairs (Tideman's method): defeats are locked in from the strongest to the weakest, each
// unless it contradicts those locked before; the options then stand as the locked defeats say.
//
//   absl::StatusOr<Count> count = RankedPairs(matrix, {Strength::kMargins, KeepTied{}});
//   for (const Defeat& defeat : count->defeats) ...  // in the order considered; kept or dropped
//
// Sources: T. N. Tideman, "Independence of clones as a criterion for voting rules", Social Choice
// and Welfare 4 (1987); T. M. Zavist and T. N. Tideman, "Complete independence of clones in the
// ranked pairs rule", Social Choice and Welfare 6 (1989).
//
// Of two defeats with the same strength the one with fewer ballots for its loser is the stronger.
// (It matters only with winning votes, and with margins where ballots leave options level.) Defeats
// that are still equal:
//   * KeepTied, HoldForDecision: all defeats of one strength are considered together. Those that
//   lie
//     on a cycle of defeats locked so far and defeats of this strength are dropped, the others are
//     locked. So no option's index matters (neutral), and the order of names cannot decide; where
//     equal defeats contradict one another, none of them stands. A hold records that.
//   * A policy with an order: those equal defeats that contradict one another are considered one by
//     one by that order, first by the place of the winner and then by that of the loser (Zavist and
//     Tideman); an event names the options concerned.
// The tiers are layers: the options that no locked defeat of a remaining option hits, and so on.
// `ranking_by_votes` is these tiers, so that it rests on the order too in the case of that event.
//
// Condorcet and Smith consistent, monotonic and reversal symmetric where no two defeats are equal.
#pragma once

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/schulze.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

struct RankedPairsOptions {
  Strength strength = Strength::kWinningVotes;
  TiePolicy tie_policy = KeepTied{};
};

// INVALID_ARGUMENT: a malformed tie policy. O(n^3), and O(n^2) memory.
absl::StatusOr<Count> RankedPairs(const PairwiseMatrix& matrix, const RankedPairsOptions& options);

}  // namespace plenum::tally
