// Copeland's rule: options in order of duels won less duels lost.
//
//   absl::StatusOr<Count> count = Copeland(matrix, KeepTied{});
//   count->figures[0].values[2];  // duels that option 2 won, less those that it lost
//
// Source: A. H. Copeland, "A reasonable social welfare function", seminar on applications of
// mathematics to social sciences, University of Michigan, 1951. Counting a level duel as half a win
// gives the same order. Condorcet and Smith consistent; monotonic.
#pragma once

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

// Figures: "duels won less duels lost" decides; then "duels won", "duels lost", "level duels",
// whose sum is n - 1. Options with equal scores share a tier, which the tie policy splits.
// INVALID_ARGUMENT: a malformed tie policy. O(n^2).
absl::StatusOr<Count> Copeland(const PairwiseMatrix& matrix, const TiePolicy& tie_policy);

}  // namespace plenum::tally
