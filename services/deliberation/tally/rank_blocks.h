// RankBlocks: the ballots of a profile once more, as the pairwise count reads them: one byte for
// each option's place, in blocks of 64 ballots with one row of 64 bytes (a column of the ballots)
// for each option. A comparison of two options is then one comparison of two rows, and its answer
// 64 bits. Profile keeps it up to date; only the tally uses it.
//
//   RankBlocks blocks(3, Unranked::kTiedLast);
//   blocks.Append(ranking, /*count=*/1);
//   blocks.row(0, 2);  // places that ballots 0 to 63 give to option 2
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "services/deliberation/tally/ranking.h"

namespace plenum::tally {

enum class Unranked;

class RankBlocks {
 public:
  static constexpr size_t kLanes = 64;
  // A place and the level of the unranked fit a byte, with 0 to spare for "not compared".
  static constexpr int kMostOptions = 255;

  // One byte for each ballot of a block: the place that it gives the option, from 1 for the best;
  // 0 where it does not compare it, and where there is no ballot.
  struct alignas(kLanes) Row {
    std::array<uint8_t, kLanes> places = {};
  };

  // With more than kMostOptions options nothing is kept, and there are no blocks.
  RankBlocks(int option_count, Unranked unranked);

  // One more ballot at the end, one anew in place of another, a changed count, the last one away.
  // O(n), counts O(1).
  void Append(const Ranking& ranking, int64_t count);
  void Replace(size_t ballot, const Ranking& ranking, int64_t count);
  void SetCount(size_t ballot, int64_t count);
  void RemoveLast();

  size_t blocks() const { return loose_.size(); }
  const Row& row(size_t block, size_t option) const { return rows_[block * n_ + option]; }
  // Ballots of the block, as bits: those that there are; those that tie options or do not compare
  // all of them; those that count more than once.
  uint64_t present(size_t block) const {
    return block + 1 < blocks() || size_ % kLanes == 0 ? ~uint64_t{0}
                                                       : (uint64_t{1} << (size_ % kLanes)) - 1;
  }
  uint64_t loose(size_t block) const { return loose_[block]; }
  uint64_t heavy(size_t block) const { return heavy_[block]; }

 private:
  bool kept() const { return n_ > 0; }
  void Write(size_t ballot, const Ranking& ranking);

  size_t n_ = 0;  // 0: nothing is kept
  bool tied_last_ = false;
  size_t size_ = 0;  // ballots
  std::vector<Row> rows_;
  std::vector<uint64_t> loose_;
  std::vector<uint64_t> heavy_;
};

}  // namespace plenum::tally
