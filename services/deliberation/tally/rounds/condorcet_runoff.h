// Instant runoff made to elect the Condorcet winner: Smith//IRV, Tideman's alternative method and
// Benham's method. All three elect from the Smith set.
//
//   PairwiseMatrix matrix = PairwiseMatrix::FromProfile(profile);
//   absl::StatusOr<Count> count = Benham(profile, matrix, {});
//
// Sources: J. Green-Armytage, "Four Condorcet-Hare Hybrid Methods for Single-Winner Elections",
// Voting matters 29 (2011): section 2 defines Smith//IRV ("Smith-AV"), Benham's and Tideman's
// method; the latter is the "alternative Smith" of N. Tideman, "Collective Decisions and Voting"
// (2006), p. 232. The sources define the winner; how each continues to a full ranking is stated
// below.
//
// Rounds count the votes among the options in the round; `elected` takes the next place from the
// top of its group, `eliminated` the next from the bottom. `sets` holds the Smith sets in the order
// in which they were used ("Smith set", then "Smith set of those left"). Ties are ties for the
// fewest votes: with KeepTied the level options leave together and share a place.
#pragma once

#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/rounds/standing_votes.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

struct CondorcetRunoffOptions {
  TiedPreferences tied_preferences = TiedPreferences::kSplit;
  TiePolicy tie_policy = KeepTied{};
};

// The Smith set of `options`, then the Smith set of the others, and so on: each option of a layer
// beats every option of a later one. Each layer ascending. O(k^2) for k options: sorted by duels
// won (a level duel is half a win), the layers end where the best j have won all there is to win.
std::vector<std::vector<OptionIndex>> SmithLayers(const PairwiseMatrix& pairwise,
                                                  std::span<const OptionIndex> options);

// All three: `pairwise` must be the matrix of `profile`. INVALID_ARGUMENT when it has another
// number of options or ballots or another reading of unranked options, and for a malformed tie
// policy. With no ballots all options are level. Transfers cost as in instant_runoff.h.

// Instant runoff among the Smith set, counted on the ballots without the other options. The others
// are ranked below by the same rule among themselves. One pass over the ballots for each layer of
// more than one option.
absl::StatusOr<Count> SmithInstantRunoff(const Profile& profile, const PairwiseMatrix& pairwise,
                                         const CondorcetRunoffOptions& options);

// Takes out everything outside the Smith set, then the option with the fewest votes, then again
// what is outside the Smith set of those left, and so on. Options that leave together for being
// outside a Smith set are ranked by the same rule among themselves. O(n^2) for each elimination,
// and one pass over the ballots for each group that is ranked among itself.
absl::StatusOr<Count> TidemanAlternative(const Profile& profile, const PairwiseMatrix& pairwise,
                                         const CondorcetRunoffOptions& options);

// As soon as some option beats all others in the count it takes the next place from the top and
// leaves; until then the option with the fewest votes takes the next place from the bottom and
// leaves. The first to be placed from the top is Benham's winner. O(n^2) besides the transfers.
absl::StatusOr<Count> Benham(const Profile& profile, const PairwiseMatrix& pairwise,
                             const CondorcetRunoffOptions& options);

}  // namespace plenum::tally
