// Elections by the rules STV_RULE_MEEK_SHARED...: Meek's method with ties shared over every order
// (tally/meek/). Internal to counting/; docs/adr/0010 says why there are two engines.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/counting/counting.h"
#include "services/deliberation/counting/field.h"
#include "services/deliberation/tally/meek/meek.h"
#include "services/deliberation/tally/stv/stv.h"
#include "services/deliberation/tally/stv/trace.h"

namespace plenum::counting {

absl::StatusOr<wire::ElectResponse> ElectByMeekShared(const SeatsRequest& request,
                                                      const Field& field);

absl::StatusOr<math::MeekResult> CountMeekShared(const SeatsRequest& request, const Field& field);

// The count in the shape of the other rules, for reasons; its numbers are shown as MeekText does.
math::StvResult AsStv(const math::MeekResult& result, const SeatsRequest& request);
std::string MeekText(const math::Rational& value, wire::StvRule rule);
// How one ballot counted, as TraceStvBallot. INVALID_ARGUMENT: over another number of options.
absl::StatusOr<math::StvBallotTrace> TraceMeekBallot(const math::Ranking& ballot,
                                                     const math::MeekResult& result,
                                                     const std::vector<std::string>& names);

}  // namespace plenum::counting
