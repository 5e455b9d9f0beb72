// assessment: how far members agree in a round of scoring, and whether that still moves.
#pragma once

#include <vector>

#include "plenum/scoring/v1/scoring.pb.h"
#include "services/common/base/stopped.h"
#include "services/scoring/rows.h"

namespace plenum::scoring {

// A cell is stable when at most this share of those who had scored it before changed it in the
// round. M. Scheibe, M. Skutsch, J. Schofer, "Experiments in Delphi methodology", in H. A.
// Linstone, M. Turoff (eds.), "The Delphi Method" (1975).
inline constexpr double kStableShare = 0.15;

// `past` holds the scores that were replaced, `round` is the round now. Measures that take no part
// have no cells, and neither have those that fewer than two members scored. CANCELLED when stopped.
// O(scores log scores).
absl::StatusOr<v1::AssessRoundResponse> AssessRound(const Snapshot& snapshot,
                                                    const std::vector<v1::Score>& past, int round,
                                                    const base::Stopped& stopped = {});

}  // namespace plenum::scoring
