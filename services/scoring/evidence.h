// evidence: what the scores of a deliberation lean on.
#pragma once

#include "plenum/scoring/v1/scoring.pb.h"
#include "services/scoring/rows.h"

namespace plenum::scoring {

// Counts the scores with reasons and quotes, and gathers those whose quote or measure is gone.
v1::GetEvidenceResponse EvidenceOf(const Snapshot& snapshot);

}  // namespace plenum::scoring
