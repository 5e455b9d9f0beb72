// The best orders of one group of options for the Kemeny-Young method, exactly or by search. An
// implementation part of kemeny.h; not for use outside the folder.
//
// The cost of an order is the sum of the margins of the duels that it contradicts; best is least.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "services/common/base/stopped.h"
#include "services/deliberation/tally/pairwise.h"

namespace plenum::tally::condorcet {

// Costs of large groups: 2^19 pairs of up to 2^53 ballots.
__extension__ using Wide = __int128;

// The least costs of all subsets of up to 22 options, by dynamic programming. Options are numbered
// by their place in `options`; a set of them is a mask. At most 231 margins of 2^53: fits int64_t.
class ExactOrders {
 public:
  // O(2^k k) time and 8 x 2^k bytes. When stopped the costs are those of nothing, as is what is
  // made of them.
  ExactOrders(const PairwiseMatrix& matrix, std::span<const OptionIndex> options,
              const base::Stopped& stopped = {});

  int64_t cost() const { return cost_.back(); }
  // Those that stand first in some best order of the set. O(k).
  uint32_t FirstOf(uint32_t set) const;
  struct Survey {
    std::vector<uint32_t> after;  // by option: those that stand after it in some best order
    std::vector<int> best_place;  // by option: its first place in any best order, from 0
  };
  // What all best orders together say. O(2^k k).
  Survey AllBest(const base::Stopped& stopped = {}) const;

 private:
  // The cost of putting `first` before all of `others`.
  int64_t StepCost(int first, uint32_t others) const {
    const auto low = static_cast<size_t>(others & low_mask_);
    const auto high = static_cast<size_t>(others >> low_bits_);
    const auto row = static_cast<size_t>(first);
    return low_sums_[(row << low_bits_) + low] + high_sums_[(row << high_bits_) + high];
  }

  int size_;
  int low_bits_;
  int high_bits_;
  uint32_t low_mask_;
  // Sums of the margins over an option by subsets of the lower and of the higher half.
  std::vector<int64_t> low_sums_;
  std::vector<int64_t> high_sums_;
  std::vector<int64_t> cost_;  // by set: of its best order
};

struct FoundOrder {
  std::vector<OptionIndex> order;
  Wide cost = 0;
  Wide bound = 0;  // no order costs less; equal to cost when the order is proven a best one
};

// A good order of any number of options: local search by moves of one option from two starts, then,
// up to 64 options, branch and bound of at most `nodes` nodes. Deterministic, unless stopped.
FoundOrder SearchOrder(const PairwiseMatrix& matrix, std::span<const OptionIndex> options,
                       int64_t nodes, const base::Stopped& stopped = {});

}  // namespace plenum::tally::condorcet
