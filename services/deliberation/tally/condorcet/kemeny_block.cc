#include "services/deliberation/tally/condorcet/kemeny_block.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <numeric>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace plenum::tally::condorcet {

namespace {

// Sets of options between two questions whether to stop.
constexpr int64_t kSetsPerQuestion = 1 << 14;

}  // namespace

ExactOrders::ExactOrders(const PairwiseMatrix& matrix, std::span<const OptionIndex> options,
                         const base::Stopped& stopped)
    : size_(static_cast<int>(options.size())),
      low_bits_(size_ / 2),
      high_bits_(size_ - low_bits_),
      low_mask_((uint32_t{1} << low_bits_) - 1) {
  const auto fill = [&](std::vector<int64_t>& sums, int bits, int from) {
    sums.assign(options.size() << bits, 0);
    for (size_t first = 0; first < options.size(); ++first) {
      int64_t* const row = &sums[first << bits];
      for (size_t set = 1; set < size_t{1} << bits; ++set) {
        const size_t other = static_cast<size_t>(from) + static_cast<size_t>(std::countr_zero(set));
        const int64_t lost = other == first ? 0 : matrix.margin(options[other], options[first]);
        row[set] = row[set & (set - 1)] + std::max<int64_t>(lost, 0);
      }
    }
  };
  fill(low_sums_, low_bits_, 0);
  fill(high_sums_, high_bits_, low_bits_);
  cost_.assign(size_t{1} << size_, 0);
  base::StopWatch watch(stopped, kSetsPerQuestion);
  for (uint32_t set = 1; set < cost_.size(); ++set) {
    if (watch.After(1)) return;
    int64_t best = std::numeric_limits<int64_t>::max();
    for (uint32_t left = set; left != 0; left &= left - 1) {
      const uint32_t rest = set ^ (left & (~left + 1));
      best = std::min(best, StepCost(std::countr_zero(left), rest) + cost_[rest]);
    }
    cost_[set] = best;
  }
}

uint32_t ExactOrders::FirstOf(uint32_t set) const {
  uint32_t first = 0;
  for (uint32_t left = set; left != 0; left &= left - 1) {
    const uint32_t bit = left & (~left + 1);
    const uint32_t rest = set ^ bit;
    if (StepCost(std::countr_zero(left), rest) + cost_[rest] == cost_[set]) first |= bit;
  }
  return first;
}

ExactOrders::Survey ExactOrders::AllBest(const base::Stopped& stopped) const {
  Survey survey{std::vector<uint32_t>(static_cast<size_t>(size_), 0),
                std::vector<int>(static_cast<size_t>(size_), size_ - 1)};
  std::vector<bool> tail(cost_.size(), false);  // the set is the end of some best order
  tail.back() = true;
  base::StopWatch watch(stopped, kSetsPerQuestion);
  for (auto set = static_cast<uint32_t>(cost_.size() - 1); set != 0; --set) {
    if (watch.After(1)) break;
    if (!tail[set]) continue;
    for (uint32_t left = FirstOf(set); left != 0; left &= left - 1) {
      const uint32_t rest = set ^ (left & (~left + 1));
      tail[rest] = true;
      const auto option = static_cast<size_t>(std::countr_zero(left));
      survey.after[option] |= rest;
      survey.best_place[option] = std::min(survey.best_place[option], size_ - std::popcount(set));
    }
  }
  return survey;
}

namespace {

// Margins among the options of the group, by their places in it.
class Margins {
 public:
  Margins(const PairwiseMatrix& matrix, std::span<const OptionIndex> options)
      : size_(options.size()), margins_(size_ * size_) {
    for (size_t a = 0; a < size_; ++a) {
      for (size_t b = 0; b < size_; ++b) {
        margins_[a * size_ + b] = matrix.margin(options[a], options[b]);
      }
    }
  }
  size_t size() const { return size_; }
  int64_t of(size_t a, size_t b) const { return margins_[a * size_ + b]; }
  // Of putting a before b.
  int64_t cost(size_t a, size_t b) const { return std::max<int64_t>(of(b, a), 0); }

  Wide CostOf(const std::vector<size_t>& order) const {
    Wide cost = 0;
    for (size_t i = 0; i < order.size(); ++i) {
      for (size_t j = i + 1; j < order.size(); ++j) cost += this->cost(order[i], order[j]);
    }
    return cost;
  }

 private:
  size_t size_;
  std::vector<int64_t> margins_;
};

// Moves single options to their best place until none gains, at most `passes` times over all.
void Improve(const Margins& margins, std::vector<size_t>& order, int passes) {
  for (bool better = true; better && passes > 0; --passes) {
    better = false;
    for (size_t option = 0; option < order.size(); ++option) {
      const auto at =
          static_cast<size_t>(std::find(order.begin(), order.end(), option) - order.begin());
      Wide best_gain = 0;
      size_t best_place = at;
      Wide gain = 0;
      for (size_t i = at; i-- > 0;) {  // up, past order[i]
        gain += margins.of(option, order[i]);
        if (gain > best_gain) best_gain = gain, best_place = i;
      }
      gain = 0;
      for (size_t i = at + 1; i < order.size(); ++i) {  // down
        gain += margins.of(order[i], option);
        if (gain > best_gain) best_gain = gain, best_place = i;
      }
      if (best_place == at) continue;
      better = true;
      order.erase(order.begin() + static_cast<std::ptrdiff_t>(at));
      order.insert(order.begin() + static_cast<std::ptrdiff_t>(best_place), option);
    }
  }
}

// Cycles of three that share no duel: each costs its weakest margin in any order.
struct Triple {
  std::array<size_t, 3> options;
  int64_t cost;
};

// Greedy, O(k^3); only of groups up to kTripleOptions, as a bound of large ones is of little use.
constexpr size_t kTripleOptions = 256;

std::vector<Triple> PackTriples(const Margins& margins) {
  const size_t size = margins.size();
  std::vector<Triple> triples;
  if (size > kTripleOptions) return triples;
  std::vector<int64_t> left(size * size);
  for (size_t a = 0; a < size; ++a) {
    for (size_t b = 0; b < size; ++b) left[a * size + b] = std::max<int64_t>(margins.of(a, b), 0);
  }
  for (size_t a = 0; a < size; ++a) {
    for (size_t b = a + 1; b < size; ++b) {
      for (size_t c = a + 1; c < size; ++c) {
        if (c == b) continue;
        int64_t& first = left[a * size + b];
        int64_t& second = left[b * size + c];
        int64_t& third = left[c * size + a];
        const int64_t cost = std::min({first, second, third});
        if (cost <= 0) continue;
        first -= cost, second -= cost, third -= cost;
        triples.push_back({{a, b, c}, cost});
      }
    }
  }
  return triples;
}

// Depth first over orders from the front, with the least known cost of each set of options in
// front, the packed triples as bound for the rest, and the rule that no neighbours of a best order
// contradict their duel.
class BranchAndBound {
 public:
  BranchAndBound(const Margins& margins, const std::vector<Triple>& triples, int64_t nodes,
                 const base::Stopped& stopped)
      : margins_(margins),
        triples_(triples),
        nodes_(nodes),
        watch_(stopped, kNodesPerQuestion),
        triples_of_(margins.size()) {
    for (size_t t = 0; t < triples.size(); ++t) {
      for (const size_t option : triples[t].options) triples_of_[option].push_back(t);
      bound_ += triples[t].cost;
    }
    broken_.assign(triples.size(), 0);
  }

  // Betters `order` of cost `cost`; returns whether the search was finished, so that it is best.
  bool Run(std::vector<size_t>& order, Wide& cost) {
    best_order_ = &order;
    best_cost_ = &cost;
    std::vector<Wide> steps(margins_.size(), 0);
    for (size_t a = 0; a < margins_.size(); ++a) {
      for (size_t b = 0; b < margins_.size(); ++b) {
        if (a != b) steps[a] += margins_.cost(a, b);
      }
    }
    const uint64_t all =
        margins_.size() == 64 ? ~uint64_t{0} : (uint64_t{1} << margins_.size()) - 1;
    Visit(all, 0, steps);
    return nodes_ >= 0;
  }

 private:
  // `steps[a]` is the cost of putting a before the others of `rest`. As deep as there are options.
  void Visit(uint64_t rest, Wide cost,
             const std::vector<Wide>& steps) {  // NOLINT(misc-no-recursion)
    if (watch_.After(1)) nodes_ = 0;
    if (--nodes_ < 0) return;
    if (rest == 0) {
      if (cost < *best_cost_) *best_cost_ = cost, *best_order_ = prefix_;
      return;
    }
    if (cost + bound_ >= *best_cost_) return;
    const auto [seen, is_new] = least_.try_emplace(rest, cost);
    if (!is_new) {
      if (seen->second <= cost) return;
      seen->second = cost;
    }
    std::vector<size_t> choices;
    for (uint64_t left = rest; left != 0; left &= left - 1) {
      const auto option = static_cast<size_t>(std::countr_zero(left));
      if (prefix_.empty() || margins_.of(prefix_.back(), option) >= 0) choices.push_back(option);
    }
    std::sort(choices.begin(), choices.end(),
              [&](size_t a, size_t b) { return std::pair(steps[a], a) < std::pair(steps[b], b); });
    for (const size_t option : choices) {
      if (cost + steps[option] >= *best_cost_) break;
      Place(option, rest, cost, steps);
      if (nodes_ < 0) return;
    }
  }

  void Place(size_t option, uint64_t rest, Wide cost,  // NOLINT(misc-no-recursion)
             const std::vector<Wide>& steps) {
    std::vector<Wide> next = steps;
    const uint64_t others = rest ^ (uint64_t{1} << option);
    for (uint64_t left = others; left != 0; left &= left - 1) {
      const auto other = static_cast<size_t>(std::countr_zero(left));
      next[other] -= margins_.cost(other, option);
    }
    for (const size_t t : triples_of_[option]) {
      if (broken_[t]++ == 0) bound_ -= triples_[t].cost;
    }
    prefix_.push_back(option);
    Visit(others, cost + steps[option], next);
    prefix_.pop_back();
    for (const size_t t : triples_of_[option]) {
      if (--broken_[t] == 0) bound_ += triples_[t].cost;
    }
  }

  const Margins& margins_;
  const std::vector<Triple>& triples_;
  static constexpr int64_t kNodesPerQuestion = 64;
  int64_t nodes_;
  base::StopWatch watch_;
  std::vector<std::vector<size_t>> triples_of_;
  std::vector<int> broken_;  // by triple: how many of its options are placed
  Wide bound_ = 0;           // of the triples that are whole
  std::vector<size_t> prefix_;
  absl::flat_hash_map<uint64_t, Wide> least_;
  std::vector<size_t>* best_order_ = nullptr;
  Wide* best_cost_ = nullptr;
};

// The better of two starts: by sums of margins, and by duels won.
std::vector<size_t> GoodOrder(const Margins& margins) {
  const int passes = margins.size() > kTripleOptions ? 8 : 64;
  std::vector<size_t> best;
  for (const bool by_duels : {false, true}) {
    std::vector<int64_t> score(margins.size(), 0);
    for (size_t a = 0; a < margins.size(); ++a) {
      for (size_t b = 0; b < margins.size(); ++b) {
        const int64_t margin = margins.of(a, b);
        score[a] += by_duels ? (margin > 0) - (margin < 0) : margin;
      }
    }
    std::vector<size_t> order(margins.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return score[a] > score[b]; });
    Improve(margins, order, passes);
    if (best.empty() || margins.CostOf(order) < margins.CostOf(best)) best = std::move(order);
  }
  return best;
}

}  // namespace

FoundOrder SearchOrder(const PairwiseMatrix& matrix, std::span<const OptionIndex> options,
                       int64_t nodes, const base::Stopped& stopped) {
  constexpr size_t kMostForBranching = 64;  // a set of options in front is one word
  const Margins margins(matrix, options);
  std::vector<size_t> order = GoodOrder(margins);
  FoundOrder found;
  found.cost = margins.CostOf(order);
  const std::vector<Triple> triples = PackTriples(margins);
  for (const Triple& triple : triples) found.bound += triple.cost;
  if (found.bound < found.cost && margins.size() <= kMostForBranching &&
      BranchAndBound(margins, triples, nodes, stopped).Run(order, found.cost)) {
    found.bound = found.cost;
  }
  for (const size_t place : order) found.order.push_back(options[place]);
  return found;
}

}  // namespace plenum::tally::condorcet
