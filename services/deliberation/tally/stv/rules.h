// The rules, as functions that count an election to its end, or to a tie that is held. Internal to
// the stv folder; stv.h says what each rule is.
#pragma once

#include "absl/status/status.h"
#include "services/deliberation/tally/stv/election.h"

namespace plenum::tally::stv {

void CountScottish(Election<DecimalNumbers>& election);
void CountMinneapolis(Election<DecimalNumbers>& election);
void CountCfer(Election<DecimalNumbers>& election);
void CountWigmPrf(Election<DecimalNumbers>& election);
void CountQpq(Election<DecimalNumbers>& election);
absl::Status CountMeekPrf(Election<DecimalNumbers>& election);

template <typename Numbers>
void CountWigm(Election<Numbers>& election);
// Meek's and Warren's rule. RESOURCE_EXHAUSTED: see CountStv.
template <typename Numbers>
absl::Status CountMeek(Election<Numbers>& election);

extern template void CountWigm(Election<DecimalNumbers>&);
extern template void CountWigm(Election<RationalNumbers>&);
extern template absl::Status CountMeek(Election<DecimalNumbers>&);
extern template absl::Status CountMeek(Election<RationalNumbers>&);

}  // namespace plenum::tally::stv
