// Elections by the rules STV_RULE_MEEK_SHARED...: Meek's method with ties shared over every order
// (tally/meek/). Internal to counting/; docs/adr/0010 says why there are two engines.
#pragma once

#include "absl/status/statusor.h"
#include "services/deliberation/counting/counting.h"
#include "services/deliberation/counting/field.h"

namespace plenum::counting {

absl::StatusOr<wire::ElectResponse> ElectByMeekShared(const SeatsRequest& request,
                                                      const Field& field);

}  // namespace plenum::counting
