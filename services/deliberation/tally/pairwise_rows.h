// The innermost loop of the pairwise count, compiled for the vector instructions that the machine
// has. Only pairwise.cc uses it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "services/deliberation/tally/rank_blocks.h"

namespace plenum::tally {

// Where 64 ballots at a time are counted. One entry for each pair of options a < b, in the order
// (0, 1), (0, 2), ..., (1, 2), ...
struct PairCounts {
  int64_t* above;  // ballots with a above b
  int64_t* below;  // ballots with b above a
  int64_t* level;  // ballots with both at the same place
};

// Counts the ballots of one block: rows[a] are the places of option a, for n options, and a ballot
// counts as often as the number says whose bits are at its place in `planes`, the lowest first.
using RowCounter = void(const RankBlocks::Row* rows, size_t n, std::span<const uint64_t> planes,
                        const PairCounts& counts);

// All give the same counts.
struct RowCounters {
  RowCounter* any;
  // Only for ballots that put all options at different places; counts those with a above b alone.
  RowCounter* strict;
};

// The fastest that this machine has; `portable`: those that every machine has.
RowCounters FastestRowCounters();
RowCounters PortableRowCounters();

}  // namespace plenum::tally
