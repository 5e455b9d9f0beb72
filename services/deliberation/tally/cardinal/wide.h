// Wide: 128-bit sums. A score of up to 10^6 times 2^53 ballots passes 64 bits, so sums of scores
// are kept in these and become Integers at the end.
#pragma once

#include <cstdint>

#include "services/deliberation/tally/exact.h"

namespace plenum::tally {

__extension__ using Wide = __int128;

inline Integer ToInteger(Wide value) {
  const bool negative = value < 0;
  // The magnitude of the lowest value has no negation; no sum of scores comes near it.
  const Wide magnitude = negative ? -value : value;
  Integer result = static_cast<unsigned long>(static_cast<uint64_t>(magnitude >> 64));
  result <<= 64;
  result += static_cast<unsigned long>(static_cast<uint64_t>(magnitude));
  return negative ? Integer(-result) : result;
}

}  // namespace plenum::tally
