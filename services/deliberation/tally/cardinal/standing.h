// Standing: options put in order by one figure, and who of them is first, second or level. The step
// that all cardinal rules are made of, kept in their results so that each can be shown as it was
// counted.
//
//   Standing standing = MakeStanding(options, ScoreTotals(profile));
//   PickFirst(&standing);
//   if (standing.first) ...  // else standing.tied share the highest figure
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "services/deliberation/tally/exact.h"
#include "services/deliberation/tally/ranking.h"
#include "services/deliberation/tally/score_profile.h"

namespace plenum::tally {

struct Standing {
  std::vector<OptionIndex> options;  // highest figure first; equal ones by ascending index
  std::vector<Rational> values;      // of options[i]
  // What was decided; `tied` holds the level options between which it was not, else it is empty.
  std::optional<OptionIndex> first;
  std::optional<OptionIndex> second;
  std::vector<OptionIndex> tied;
};

// The options in order of values[option]; nothing decided. O(n log n).
Standing MakeStanding(std::span<const OptionIndex> options, const std::vector<Rational>& values);

// Sets `first` to the only option with the highest value, or `tied` to all that share it.
void PickFirst(Standing* standing);

// Sets `first` and `second`, or `tied`: two options that share the highest value are first and
// second by index; more than two are tied for both places; options that share the second highest
// are tied for the second place. When `first` is already known (an earlier step gave it, and it is
// not among the options here), only the second place is decided. Requires two options, or one with
// a known first.
void PickTwo(Standing* standing, std::optional<OptionIndex> first);

// All options in tiers by value, the highest first. O(n log n).
Ranking RankByValue(const std::vector<Rational>& values);

// The sum of each option's scores; a ballot that is silent about an option gives it the lowest
// score of the range. Exact at any weight. O(groups x n).
std::vector<Rational> ScoreTotals(const ScoreProfile& profile);

}  // namespace plenum::tally
