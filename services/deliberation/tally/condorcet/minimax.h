// Minimax (also Simpson's, or Simpson and Kramer's rule): the option whose worst duel is the least
// bad stands first, and so on.
//
//   absl::StatusOr<Count> count = Minimax(matrix, {MinimaxMeasure::kMargins, KeepTied{}});
//   count->figures[0].values[2];  // how bad the worst duel of option 2 is: less is better
//   count->defeats;               // and against whom
//
// Sources: P. B. Simpson, "On defining areas of voter choice: Professor Tullock on stable voting",
// Quarterly Journal of Economics 83 (1969); G. H. Kramer, "A dynamical model of political
// equilibrium", Journal of Economic Theory 16 (1977). Condorcet consistent with winning votes and
// margins, not with opposition; not Smith consistent. Monotonic.
#pragma once

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

// How bad a duel is for an option.
enum class MinimaxMeasure {
  kWinningVotes,  // the ballots for the other where that wins the duel, else 0
  kMargins,       // the ballots for the other less those for the option; below 0 in a won duel
  kOpposition,    // the ballots for the other, whoever wins
};

struct MinimaxOptions {
  MinimaxMeasure measure = MinimaxMeasure::kWinningVotes;
  TiePolicy tie_policy = KeepTied{};
};

// One figure, "votes in the worst defeat", "worst margin" or "most opposing votes", less is better;
// 0 for a lone option. One entry of `defeats` for each option that has a worst duel with a measure
// above 0, against the first such opponent by index, worst first; none is dropped. Options with
// equal figures share a tier, which the tie policy splits. INVALID_ARGUMENT: a malformed tie
// policy. O(n^2).
absl::StatusOr<Count> Minimax(const PairwiseMatrix& matrix, const MinimaxOptions& options);

}  // namespace plenum::tally
