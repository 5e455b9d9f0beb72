// The margin by which a winner by points stands first, of rules whose points do not simply add up:
// the mean, STAR and majority judgment. For sums see PointsFlipMargin in winners.h.
//
//   absl::StatusOr<FlipMargin> margin =
//       FindScoreFlipMargin(profile, ScoreMarginRule::kMajorityJudgment);
//   margin->because;  // why fewer than margin->at_least ballots cannot move it
#pragma once

#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"
#include "services/deliberation/tally/report/robustness.h"
#include "services/deliberation/tally/score_profile.h"

namespace plenum::tally {

enum class ScoreMarginRule { kMean, kStar, kMajorityJudgment };

// Ties are kept. The lower bound:
//   - mean and majority judgment: of two options each gets its own best, or worst, choice of
//     changed ballots, the winner's highest and the other's lowest points being replaced first. A
//     real change has to choose the same ballots for both, so that it can do no more.
//   - STAR: what has to close is the gap in points to a place in the runoff, and that of the
//     runoff's votes; or the winner's own gap to two others. A ballot moves a gap in points by at
//     most twice the range, one in votes by at most two.
// The upper one rests on recounts, at most 40, fewer on many ballots. CANCELLED: stopped, which is
// asked between them. O(groups x n) a recount, O(groups x n + n^2) for the lower bound, times
// log(ballots) for the mean and majority judgment.
absl::StatusOr<FlipMargin> FindScoreFlipMargin(const ScoreProfile& profile, ScoreMarginRule rule,
                                               const base::Stopped& stopped = {});

}  // namespace plenum::tally
