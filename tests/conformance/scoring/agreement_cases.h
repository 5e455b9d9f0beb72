// agreement_cases: the measures of agreement, families A01..A05.
#pragma once

#include "tests/conformance/report.h"
#include "tests/conformance/scoring/figures.h"

namespace plenum::conformance {

// Checks every figure of a family, each as a case of its own. A figure that there is no measure for
// fails.
void RunAgreement(const Json& family, Report& report);

}  // namespace plenum::conformance
