// The properties that the case file names, each checked on seeded random problems.
//
//   std::optional<PropertyOutcome> outcome = CheckProperty("dominance: an option at least as ...");
#ifndef PLENUM_TESTS_CONFORMANCE_SCORING_PROPERTIES_H_
#define PLENUM_TESTS_CONFORMANCE_SCORING_PROPERTIES_H_

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

#endif  // PLENUM_TESTS_CONFORMANCE_SCORING_PROPERTIES_H_
