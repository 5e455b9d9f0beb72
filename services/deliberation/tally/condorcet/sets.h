// Sets of the strongest options, and the counts that rank by nothing else: Smith, Schwartz, and the
// Condorcet winner and loser.
//
//   absl::StatusOr<Count> count = SmithCount(matrix, KeepTied{});
//   count->sets[0].options;  // the Smith set
//
// Sources: J. H. Smith, "Aggregation of preferences with variable electorate", Econometrica 41
// (1973); T. Schwartz, "Rationality and the myth of the maximum", Nous 6 (1972). The Smith set is
// the smallest non-empty set whose members all beat every option outside it. The Schwartz set is
// the union of the minimal non-empty sets that no option outside beats; it is part of the Smith
// set.
//
// Every function here is O(n^2). Errors of the counts: INVALID_ARGUMENT, only for a malformed tie
// policy. Without ballots, or with one option, all options are level and in every set.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

// The Schwartz set, ascending. (The Smith set is PairwiseMatrix::SmithSet.)
std::vector<OptionIndex> SchwartzSet(const PairwiseMatrix& matrix);

// The tiers are the Smith set, the Smith set of the others, and so on; sets[0] is "Smith set". Each
// option beats every option of the lower tiers.
absl::StatusOr<Count> SmithCount(const PairwiseMatrix& matrix, const TiePolicy& tie_policy);

// The tiers are the Schwartz set, the Schwartz set of the others, and so on; sets[0] is "Schwartz
// set".
absl::StatusOr<Count> SchwartzCount(const PairwiseMatrix& matrix, const TiePolicy& tie_policy);

// The Condorcet winner above all others, who are level; without one all options are level. sets[0]
// is "Condorcet winner", of one option or none; a lone option is one.
absl::StatusOr<Count> CondorcetWinnerCount(const PairwiseMatrix& matrix,
                                           const TiePolicy& tie_policy);

// The Condorcet loser below all others, who are level; without one all options are level. sets[0]
// is "Condorcet loser", of one option or none; a lone option is one.
absl::StatusOr<Count> CondorcetLoserCount(const PairwiseMatrix& matrix,
                                          const TiePolicy& tie_policy);

}  // namespace plenum::tally
