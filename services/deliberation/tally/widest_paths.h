// Widest paths between all pairs of options: the n^3 loop of Schulze's method, compiled for the
// vector instructions that the machine has. Only schulze.cc uses it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace plenum::tally {

// `strengths` is a row-major n x n matrix of links, 0 where there is none and on the diagonal;
// becomes the strength of the strongest path from each option to each other: that of its weakest
// link. Floyd and Warshall's recurrence (Schulze 2018, section 2.3.1). O(n^3).
void WidenPaths(std::vector<int64_t>& strengths, size_t n);

}  // namespace plenum::tally
