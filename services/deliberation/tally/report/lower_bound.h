// LowerBound: how many ballots have to change at least before a winner no longer stands alone in
// the first place. Proven from the votes, whatever the changed ballots say; see FlipMargin in
// robustness.h.
//
//   LowerBound bound = ProveLowerBound(profile, pairwise, MarginRule::kBucklin, count,
//                                      winner, {});
//   bound.ballots;  // 12: eleven changed ballots cannot move it
//   bound.because;  // "each changed ballot moves the votes at a rank by at most one ..."
//
// All rest on one thought: a changed ballot moves each figure that the rule compares by so much at
// most, so that a gap takes so many ballots to close. What differs is which gaps have to close.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/common/base/stopped.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/report/robustness.h"

namespace plenum::tally {

struct LowerBound {
  int64_t ballots = 1;  // at least 1: the winner stands first alone
  std::string because;  // a clause
  // Eliminations: a way to move the winner that nothing cheaper is known for: who leaves in each
  // round, the winner with the last of them. Empty where no way was followed to its end.
  std::vector<std::vector<OptionIndex>> path = {};
};

// Ballots that close the gap when each of them moves it by at most `per_ballot`; 0 for none.
int64_t BallotsToClose(const Rational& gap, int64_t per_ballot);

// `winner` stands first alone in `count`, the rule's under KeepTied, of at least two options. Not
// for kPlurality, kBorda and kDowdall, which are exact (points_margin.h). O(n^2) for rules of the
// matrix, O(groups x n + n^2) for Bucklin, O(groups x n^2) for two rounds where unranked options
// are not compared; for eliminations a search of at most 25 million steps.
LowerBound ProveLowerBound(const Profile& profile, const PairwiseMatrix& pairwise, MarginRule rule,
                           const Count& count, OptionIndex winner, const base::Stopped& stopped);

}  // namespace plenum::tally
