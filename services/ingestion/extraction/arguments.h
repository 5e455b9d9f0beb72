// Arguments and criteria: sentences near a measure that argue for or against it, and what a
// document argues with. Internal to extraction/: use extraction.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
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

// Where a sentence stands to a measure that it may argue about.
struct Standing {
  bool behind = true;        // behind the measure's sentence, else before it
  std::size_t distance = 1;  // in sentences, from 1; from the last that argued, if there is one
  Stance stance = Stance::kRecommends;
  std::string_view title;  // of the measure
};

// Whether the sentence argues for the measure (true) or against it (false); nothing when it cannot
// be seen that it speaks of the measure at all. Few and right: behind a measure it has to go on
// with it ("it would", "such a ban", a word of the title) or to tell of a trial; before a measure,
// to say what is wrong with the thing that is to be changed.
std::optional<bool> Argues(const std::vector<Token>& tokens, Reason reason,
                           const Standing& standing);

}  // namespace plenum::ingestion
