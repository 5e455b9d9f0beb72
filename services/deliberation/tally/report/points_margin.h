// The exact margin of rules that add up points of places: plurality, Borda and Dowdall.
// Internal to report/.
#pragma once

#include <span>

#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/report/robustness.h"

namespace plenum::tally {

// The fewest ballots that have to be replaced so that another option has as many points as
// `winner`, who has the most alone. One rival can be looked at by itself: of the ballots those are
// replaced first that can take most from the winner's lead over it. `order`: the options by points,
// best first. O(groups x n) for each rival that comes near.
FlipMargin PlacePointsMargin(const Profile& profile, MarginRule rule, OptionIndex winner,
                             std::span<const OptionIndex> order);

// A margin whose at_most was found by counting off the ballots that can take most from the lead, of
// points that add up: no fewer are enough.
FlipMargin ExactByPoints(FlipMargin margin);

}  // namespace plenum::tally
