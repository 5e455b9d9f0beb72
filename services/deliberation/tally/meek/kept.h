// What each option has of one ballot in a count by Meek's method.
//
//   std::vector<Rational> kept = KeptOf(my_ballot, result, stage);
//   kept[2];  // 1/4: a quarter of the ballot stands with option 2
#pragma once

#include <cstddef>
#include <vector>

#include "services/deliberation/tally/meek/meek.h"

namespace plenum::tally {

// By option, by the keep factors with which the votes of the stage were counted and the count's own
// arithmetic: over all ballots it adds up to the votes of the stage. `stage` is an index into
// result.stages, of any but the kDefeatRemaining and kComplete ones. The ballot need not be one of
// those that were counted. O(places of the ballot^2).
std::vector<Rational> KeptOf(const Ranking& ballot, const MeekResult& result, size_t stage);

}  // namespace plenum::tally
