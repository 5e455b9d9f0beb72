// roll: who may vote, and as how many votes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/store/store.h"
#include "services/deliberation/record/entries.h"

namespace plenum::deliberation {

// A weight of 0 is one that nobody set.
inline std::uint64_t WeightOf(const v1::Member& member) {
  return member.weight() == 0 ? 1 : static_cast<std::uint64_t>(member.weight());
}

// Everyone who may vote, ascending by id. Errors: of the store; INTERNAL for a damaged row.
absl::StatusOr<std::vector<record::Voter>> ReadRoll(store::Store& store,
                                                    const std::string& deliberation);

}  // namespace plenum::deliberation
