// The properties that the case file names, each checked on seeded random problems.
//
//   std::optional<PropertyOutcome> outcome = CheckProperty("dominance: an option at least as ...");
#pragma once

#include <optional>
#include <string>

namespace plenum::conformance {

struct PropertyOutcome {
  bool holds = true;
  std::string counterexample;  // the seed of the first problem where it fails, and what failed
};

// Checks the property that the text begins with ("dominance", "monotonicity", ...) for the additive
// model on 10,000 problems; nothing when it concerns methods that do not exist.
std::optional<PropertyOutcome> CheckProperty(const std::string& text);

}  // namespace plenum::conformance
