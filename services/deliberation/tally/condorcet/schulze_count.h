// Schulze's method in the shape that all ranking methods share. For paths, and for reasons in
// sentences, use schulze.h and explain.h.
//
//   absl::StatusOr<Count> count = SchulzeCount(matrix, SchulzeOptions{});
#pragma once

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/schulze.h"

namespace plenum::tally {

// Rankings and events as of Schulze(). `defeats` holds every duel that was won, the strongest
// first; kept: its winner also beats its loser by strongest paths. sets[0] is "Schulze winners".
// Errors and complexity as Schulze().
absl::StatusOr<Count> SchulzeCount(const PairwiseMatrix& matrix, const SchulzeOptions& options);

}  // namespace plenum::tally
