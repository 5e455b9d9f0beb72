// The margin by which a winner stands first: see FlipMargin in robustness.h.
#pragma once

#include "absl/status/statusor.h"
#include "services/deliberation/tally/report/robustness.h"

namespace plenum::tally {

// `count` is the method's count of the ballots. The lower bound rests on method.margin
// (lower_bound.h, points_margin.h, where it is exact); the upper one on recounts: of instant runoff
// with ballots changed along the cheapest order of elimination without the winner, of all others on
//  recounts with ballots replaced by ones that put a rival first and the winner last, those
// that help the winner against the rival most being replaced first. The number of recounts is
// bounded by the size of the profile, not by time. CANCELLED: stopped, which is asked between them.
absl::StatusOr<FlipMargin> FindFlipMargin(const Profile& profile, const PairwiseMatrix& pairwise,
                                          const MethodUnderTest& method, const Count& count,
                                          const base::Stopped& stopped = {});

}  // namespace plenum::tally
