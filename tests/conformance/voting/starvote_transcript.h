// The text that the tabulator starvote (2.1) prints for an election, written from the structured
// result of our own count: the form in which the cases of voting/score give what they expect.
//
//   std::optional<Transcript> transcript = WriteTranscript(election, /*indent=*/2);
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/deliberation/tally/formats/starvote.h"

namespace plenum::conformance {

struct Transcript {
  std::vector<std::string> lines;
  // The count drew lots without a seed, so that no other count can be expected to give the same.
  bool by_chance = false;
};

// `indent` is the number of spaces before each line below a heading: 2 in older versions, 1 now.
// Nothing when our count refuses what starvote counts; `why` then says it.
std::optional<Transcript> WriteTranscript(const tally::StarvoteElection& election, int indent,
                                          std::string* why);

}  // namespace plenum::conformance
