// The Condorcet methods that are made from Borda's count: Black, Nanson and Baldwin.
//
//   absl::StatusOr<Count> count = Baldwin(matrix, KeepTied{});
//   count->rounds[0].votes[2];  // Borda points of option 2 in the first round
//
// Borda points here: among the k options still in the count a ballot gives an option one point for
// each that it puts below it and half a point for each that it leaves level with it or does not
// compare with it. So tied options share the average of their places' points, every ballot gives
// the same total, and the points follow from the pairwise matrix alone:
//
//   points(a) = sum over b of (ballots + margin(a,b)) / 2
//
// With unranked options read as not compared, a ballot that ranks few options thus counts as if the
// rest shared its average; it does not put them last.
//
// Sources: D. Black, "The Theory of Committees and Elections" (1958); E. J. Nanson, "Methods of
// election", Transactions and Proceedings of the Royal Society of Victoria 19 (1882); J. M.
// Baldwin, "The technique of the Nanson preferential majority system of election", ibid. 39 (1926).
//
// All three are Condorcet consistent. Nanson and Baldwin are Smith consistent, not monotonic; Black
// is monotonic, not Smith consistent. Errors of all: INVALID_ARGUMENT, for a malformed tie policy.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

// Borda points from the duels: one for each ballot that prefers the option to another one, half for
// each that does not tell them apart. The figure is "Borda points". O(n^2).
absl::StatusOr<Count> BordaOfDuels(const PairwiseMatrix& matrix, const TiePolicy& tie_policy);

// The Condorcet winner first, if there is one; the others by Borda points over all options. The
// figure is "Borda points"; sets[0] is "Condorcet winner", of one option or none. O(n^2).
absl::StatusOr<Count> Black(const PairwiseMatrix& matrix, const TiePolicy& tie_policy);

// Who leaves the count in a round of Nanson's rule.
enum class NansonRule {
  kNotAboveAverage,  // those at or below the average of the round; Nanson's own rule
  kBelowAverage,     // only those below it
};

struct NansonOptions {
  NansonRule rule = NansonRule::kNotAboveAverage;
  TiePolicy tie_policy = KeepTied{};
};

// Rounds of Borda points among the options still in the count; each round drops the ones that the
// rule names, until one is left or all that are left have the same points (they share the first
// tier). Later droppings stand above earlier ones; of options dropped in one round, those with more
// points in it stand higher, and equal ones share a tier. Ties never change who is dropped; the tie
// policy orders what is level at the end, with the rounds for Backwards and Forwards. O(n^2).
absl::StatusOr<Count> Nanson(const PairwiseMatrix& matrix, const NansonOptions& options);

// Rounds of Borda points among the options still in the count; each round drops the one with the
// fewest. Where several have the fewest: KeepTied drops them together (they share a tier), unless
// they are all that is left; HoldForDecision stops, and all that are left share the first tier; the
// other policies drop the last one in their order, which `ranking_by_votes` shows as well, since
// the later rounds rest on it. O(n^2).
absl::StatusOr<Count> Baldwin(const PairwiseMatrix& matrix, const TiePolicy& tie_policy);

}  // namespace plenum::tally
