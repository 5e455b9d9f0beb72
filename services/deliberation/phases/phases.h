// phases: where a deliberation may go from where it is.
//
//   draft → scoring → voting → closed,   draft → voting when nothing is to be scored
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "plenum/deliberation/v1/deliberation.pb.h"

namespace plenum::deliberation {

// "draft", "scoring", "voting", "closed".
std::string_view PhaseName(v1::Phase phase);

// OK when a deliberation in `from` may go to `to`; FAILED_PRECONDITION / WRONG_PHASE else, saying
// where it may go.
absl::Status CheckTransition(v1::Phase from, v1::Phase to);

// OK when `phase` is one of `allowed`; else FAILED_PRECONDITION / WRONG_PHASE: "`what` is possible
// in phase draft; the deliberation is in phase voting".
absl::Status RequirePhase(v1::Phase phase, std::initializer_list<v1::Phase> allowed,
                          std::string_view what);

}  // namespace plenum::deliberation
