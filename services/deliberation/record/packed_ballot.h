// packed_ballot: a ranking in as few bytes as a vote can be stored in (docs/adr/0009).
//
// A byte 1, the version of this form; then for each option, in the order of the rules, the number
// of its tier as LEB128, from 1 for the best, 0 for an option that the ballot leaves out. Equal
// rankings have equal bytes, whatever the order in which tied options were named.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/ranking.h"

namespace plenum::record {

// `tier_of` has an element for each option: its tier from 1, or 0.
std::string Pack(std::span<const std::uint32_t> tier_of);

// INVALID_ARGUMENT when it is no packed ballot on `option_count` options.
absl::StatusOr<tally::Ranking> Unpack(int option_count, std::string_view packed);

}  // namespace plenum::record
