// Arguments and criteria: sentences near a measure that argue for or against it, and what a
// document argues with. Internal to extraction/: use extraction.h.
#pragma once

#include <functional>
#include <vector>

#include "services/ingestion/extraction/extraction.h"
#include "services/ingestion/extraction/sentences.h"

namespace plenum::ingestion {

// What a sentence does in an argument.
enum class Reason { kNone, kFor, kAgainst, kUnclear };

// Whether a sentence gives a reason, and which way it points, by its connectives ("because", "the
// risk of") and by the words of effects ("would save", "costs too much"). kUnclear gives a reason
// without saying for what: the stance of the measure decides.
Reason ReasonOf(const std::vector<Token>& tokens);

}  // namespace plenum::ingestion
