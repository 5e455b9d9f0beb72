#include "services/deliberation/tally/rank_blocks.h"

#include <span>

#include "services/deliberation/tally/profile.h"

namespace plenum::tally {
namespace {

void SetBit(uint64_t& bits, size_t lane, bool value) {
  const uint64_t bit = uint64_t{1} << lane;
  bits = value ? bits | bit : bits & ~bit;
}

}  // namespace

RankBlocks::RankBlocks(int option_count, Unranked unranked)
    : n_(option_count > kMostOptions ? 0 : static_cast<size_t>(option_count)),
      tied_last_(unranked == Unranked::kTiedLast) {}

void RankBlocks::Write(size_t ballot, const Ranking& ranking) {
  const size_t lane = ballot % kLanes;
  Row* const rows = &rows_[ballot / kLanes * n_];
  const std::span<const OptionIndex> order = ranking.order();
  size_t position = 0;
  uint8_t place = 0;
  for (const int end : ranking.tier_ends()) {
    ++place;
    for (; position < static_cast<size_t>(end); ++position) {
      rows[order[position]].places[lane] = place;
    }
  }
  const size_t left_out = order.size() - position;
  const auto last = static_cast<uint8_t>(tied_last_ ? place + 1 : 0);
  for (; position < order.size(); ++position) rows[order[position]].places[lane] = last;
  const bool ties = ranking.tier_count() != ranking.ranked_count();
  SetBit(loose_[ballot / kLanes], lane, ties || left_out > (tied_last_ ? 1 : 0));
}

void RankBlocks::Append(const Ranking& ranking, int64_t count) {
  if (!kept()) return;
  if (size_ % kLanes == 0) {
    rows_.resize(rows_.size() + n_);
    loose_.push_back(0);
    heavy_.push_back(0);
  }
  ++size_;
  Replace(size_ - 1, ranking, count);
}

void RankBlocks::Replace(size_t ballot, const Ranking& ranking, int64_t count) {
  if (!kept()) return;
  Write(ballot, ranking);
  SetCount(ballot, count);
}

void RankBlocks::SetCount(size_t ballot, int64_t count) {
  if (kept()) SetBit(heavy_[ballot / kLanes], ballot % kLanes, count > 1);
}

void RankBlocks::RemoveLast() {
  if (!kept()) return;
  --size_;
  const size_t lane = size_ % kLanes;
  if (lane == 0) {
    rows_.resize(rows_.size() - n_);
    loose_.pop_back();
    heavy_.pop_back();
    return;
  }
  for (size_t option = 0; option < n_; ++option) {
    rows_[size_ / kLanes * n_ + option].places[lane] = 0;
  }
  SetBit(loose_.back(), lane, false);
  SetBit(heavy_.back(), lane, false);
}

}  // namespace plenum::tally
