// What starvote makes of the head of an election before it counts: its method's name, its policy
// for ties, and the errors that it reports then.
#pragma once

#include <string>

#include "services/deliberation/tally/cardinal/last_tie.h"
#include "services/deliberation/tally/formats/starvote.h"

namespace plenum::conformance {

std::string MethodName(tally::StarvoteMethod method);

// What the policy of the file is in our count. Lots without a seed count as no policy: the count
// then stops at the tie, where nothing can be compared any more.
tally::LastTiePolicy PolicyOf(const tally::StarvoteElection& election);

// The error for a declared order that is not one of all candidates; empty when it is.
std::string OrderMismatch(const tally::StarvoteElection& election);

// The first score out of range, as starvote reports it before anything else; empty without one.
std::string ScoreError(const tally::StarvoteElection& election);

}  // namespace plenum::conformance
