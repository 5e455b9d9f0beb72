// delegations: whose ballot counts for whom.
//
// Rows under "deliberations/{d}": delegations/{m}: to whom member m delegates; delegators/{m}: who
// delegates to m. Both are of one mutation, and each is checked in it, so that no two members can
// delegate to each other at the same time, whichever replica they ask.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/store/store.h"

namespace plenum::deliberation {

// By member id. Errors of all: those of the store; INTERNAL for a damaged row.
using Delegations = std::map<std::string, std::string>;
absl::StatusOr<Delegations> ReadDelegations(store::Store& store, const std::string& deliberation);

// As the member's own; names are resource names.
absl::StatusOr<v1::GetDelegationResponse> ReadDelegation(store::Store& store,
                                                         const std::string& deliberation,
                                                         const std::string& member);

// Adds to `mutation` that `member` delegates to `delegate`, both resource names of voters.
// FAILED_PRECONDITION / DELEGATION_CHAIN when the delegate delegates too, or somebody delegates to
// the member: delegation is single-step, which also keeps it free of circles.
// RESOURCE_EXHAUSTED / LIMIT_REACHED when kMaxDelegators delegate to that one already.
inline constexpr int kMaxDelegators = 1000;
absl::Status Delegate(store::Store& store, const std::string& deliberation,
                      const std::string& member, const std::string& delegate,
                      store::Mutation& mutation);

// Adds to `mutation` that `member` delegates to nobody. False when there was nothing to take back.
absl::StatusOr<bool> TakeBack(store::Store& store, const std::string& deliberation,
                              const std::string& member, store::Mutation& mutation);

}  // namespace plenum::deliberation
