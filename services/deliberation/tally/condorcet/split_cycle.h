// Split Cycle: in every cycle of head-to-head victories the weakest one does not count as a defeat;
// what is left is acyclic, and the options that nobody defeats win.
//
//   absl::StatusOr<Count> count = SplitCycle(matrix, KeepTied{});
//   count->sets[0].options;  // the winners
//
// Source: W. H. Holliday and E. Pacuit, "Split Cycle: a new Condorcet-consistent voting method
// independent of clones and immune to spoilers", Public Choice 197 (2023). Strength is the margin.
// a defeats b when its margin over b is greater than the strength of every path of victories from b
// back to a (a path is as strong as its weakest victory); that is the same as saying that the
// victory is not a weakest one in any cycle.
//
// The paper chooses winners only. The lower tiers are ours: the options that no option below the
// tiers so far defeats, and so on, with the same defeats throughout.
//
// Condorcet and Smith consistent, monotonic, neutral. Winners can be several even in large
// elections; the tie policy orders them.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

// sets[0] is "Split Cycle winners", ascending. `defeats` holds every victory with its margin, the
// strongest first; kept: it is a defeat. INVALID_ARGUMENT: a malformed tie policy. O(n^3).
absl::StatusOr<Count> SplitCycle(const PairwiseMatrix& matrix, const TiePolicy& tie_policy);

}  // namespace plenum::tally
