// method_cases: what the library gives for a case of a family V02..V15.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "tests/conformance/scoring/figures.h"

namespace plenum::conformance {

// The figures under the names that cases expect. `before` is what "as_above" refers to: the input
// of the case before it, when that expects the same kind of figures; else null. Errors: NOT_FOUND
// for a method that there is none of; FAILED_PRECONDITION, with the reason, for a case that cannot
// be run here.
absl::StatusOr<Json> RunMethodCase(const std::string& family, const Json& test, const Json& before);

// The same for the family of SMAA.
absl::StatusOr<Json> RunSmaaCase(const Json& test);
// How far its figures may be off, since they are drawn: five standard errors.
double SmaaTolerance();

}  // namespace plenum::conformance
