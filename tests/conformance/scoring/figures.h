// figures: how the figures of a case are compared.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace plenum::conformance {

// With the order of keys kept: some cases name their criteria by it.
using Json = nlohmann::ordered_json;

// Compares what a case expects with what came, as far down as both go: numbers, fractions such as
// "6/13", booleans, lists, and objects by the keys that are expected. A null that is expected in a
// list of numbers says nothing; elsewhere it wants a null. False with the place and both figures.
bool AgreesWith(const Json& expected, const Json& got, double tolerance, std::string* detail);

struct Comparison {
  bool truncated = false;  // the source cut its digits instead of rounding them
  bool iterative = false;  // the method comes close by steps: 1e-6 instead of 1e-9
};

// Both comparisons of a case: "expected_published" at the digits that its source printed, or at the
// tolerance that the case gives, and "expected_recomputed" at 1e-9, or at the digits that it was
// written with when these are fewer, but never looser than 1e-6.
bool AgreesWithCase(const Json& test, const Json& got, Comparison comparison, std::string* detail);

}  // namespace plenum::conformance
