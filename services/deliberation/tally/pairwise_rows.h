// The innermost loop of the pairwise count, compiled for the vector instructions that the machine
// has. Only pairwise.cc uses it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace plenum::tally {

// Bytes of a row for n options: n rounded up to whole vector registers.
size_t RowStride(size_t n);

// Counts one ballot. tiers[b] is the tier of option b, from 1 for the best; 0 stands for an option
// that the ballot does not compare. For each of the first n options a that it does compare:
//   above[a * stride + b] += tiers[b] > tiers[a]
//   level[a * stride + b] += tiers[b] == tiers[a]    unless `level` is null (a ballot without ties)
// for all b < stride, which is RowStride(n). The three arrays do not overlap. The caller sees to
// it that no byte passes 255.
using RowCounter = void(const uint8_t* tiers, size_t n, size_t stride, uint8_t* above,
                        uint8_t* level);

// The one for n options on this machine. All give the same counts.
RowCounter* FastestRowCounter(size_t n);

}  // namespace plenum::tally
