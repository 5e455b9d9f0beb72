// tally_service: TallyService, and the one place where a count becomes a message.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/tally/v1/tally.pb.h"
#include "services/common/rpc/method.h"
#include "services/deliberation/tally/profile.h"

namespace plenum::deliberation {

// Defaults for what a caller left unspecified.
tally::v1::Method OrDefault(tally::v1::Method method);
tally::v1::Unranked OrDefault(tally::v1::Unranked unranked);
plenum::tally::Unranked ToMath(tally::v1::Unranked unranked);

// Counts `profile` by `method` and explains every place. `options` has a text for each option.
absl::StatusOr<tally::v1::Outcome> Count(const plenum::tally::Profile& profile,
                                         tally::v1::Method method,
                                         const std::vector<std::string>& options);

class TallyService {
 public:
  absl::StatusOr<tally::v1::TallyResponse> Tally(const rpc::Caller& caller,
                                                 const tally::v1::TallyRequest& request);
};

rpc::ServiceTable Table(TallyService* service);

}  // namespace plenum::deliberation
