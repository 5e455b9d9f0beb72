#include "services/deliberation/tally/condorcet/ranked_pairs.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "services/deliberation/tally/condorcet/support.h"

namespace plenum::tally {
namespace {

using condorcet::Duel;
using condorcet::Reachability;

class Locking {
 public:
  Locking(int option_count, TieBreaker& ties, const std::vector<OptionIndex>& policy_order)
      : n_(static_cast<size_t>(option_count)),
        ties_(ties),
        position_(policy_order.size()),
        reach_(option_count),
        locked_(n_ * n_, 0) {
    for (size_t i = 0; i < policy_order.size(); ++i) {
      position_[static_cast<size_t>(policy_order[i])] = i;
    }
  }

  // Locks or drops the defeats of one strength; stronger ones are already done.
  void Consider(std::span<const Duel> equal) {
    const std::vector<bool> on_cycle = OnCycle(equal);
    std::vector<std::pair<Duel, bool>> settled;
    std::vector<Duel> contested;
    for (size_t i = 0; i < equal.size(); ++i) {
      const bool contradicted = reach_.Has(equal[i].loser, equal[i].winner);
      if (on_cycle[i] && !contradicted) {
        contested.push_back(equal[i]);
      } else {
        settled.emplace_back(equal[i], !contradicted);
      }
    }
    // Only now, as what is locked must not bear on the others of the same strength.
    for (const auto& [duel, kept] : settled) Settle(duel, kept);
    if (!contested.empty()) Contest(std::move(contested));
  }

  bool Locked(OptionIndex a, OptionIndex b) const { return locked_[Cell(a, b)] != 0; }
  std::vector<Defeat> TakeDefeats() { return std::move(defeats_); }

 private:
  size_t Cell(OptionIndex a, OptionIndex b) const {
    return static_cast<size_t>(a) * n_ + static_cast<size_t>(b);
  }

  void Settle(const Duel& duel, bool kept) {
    defeats_.push_back(condorcet::ToDefeat(duel, kept));
    if (!kept) return;
    locked_[Cell(duel.winner, duel.loser)] = 1;
    reach_.Link(duel.winner, duel.loser);
  }

  // Which of the defeats lie on a cycle of locked ones and one another. O(m^2) for m defeats.
  std::vector<bool> OnCycle(std::span<const Duel> duels) const {
    std::vector<bool> on_cycle(duels.size(), false);
    if (duels.size() < 2) return on_cycle;
    std::vector<OptionIndex> options = Endpoints(duels);
    const size_t size = options.size();
    const auto place = [&](OptionIndex option) {
      return static_cast<size_t>(std::lower_bound(options.begin(), options.end(), option) -
                                 options.begin());
    };
    std::vector<char> edge(size * size, 0);
    for (size_t i = 0; i < size; ++i) {
      for (size_t j = 0; j < size; ++j) {
        edge[i * size + j] = i != j && reach_.Has(options[i], options[j]) ? 1 : 0;
      }
    }
    for (const Duel& duel : duels) edge[place(duel.winner) * size + place(duel.loser)] = 1;
    const auto components =
        condorcet::StrongComponents(static_cast<int>(size), [&](int from, int to) {
          return edge[static_cast<size_t>(from) * size + static_cast<size_t>(to)] != 0;
        });
    std::vector<size_t> component_of(size, 0);
    for (size_t c = 0; c < components.size(); ++c) {
      for (const int member : components[c]) component_of[static_cast<size_t>(member)] = c;
    }
    for (size_t i = 0; i < duels.size(); ++i) {
      on_cycle[i] = component_of[place(duels[i].winner)] == component_of[place(duels[i].loser)];
    }
    return on_cycle;
  }

  static std::vector<OptionIndex> Endpoints(std::span<const Duel> duels) {
    std::vector<OptionIndex> options;
    for (const Duel& duel : duels) {
      options.push_back(duel.winner);
      options.push_back(duel.loser);
    }
    std::sort(options.begin(), options.end());
    options.erase(std::unique(options.begin(), options.end()), options.end());
    return options;
  }

  // Equal defeats that contradict one another.
  void Contest(std::vector<Duel> duels) {
    ties_.Order(Endpoints(duels));  // for its record
    if (position_.empty()) {
      for (const Duel& duel : duels) Settle(duel, false);
      return;
    }
    std::sort(duels.begin(), duels.end(), [&](const Duel& a, const Duel& b) {
      const auto key = [&](const Duel& duel) {
        return std::tuple(position_[static_cast<size_t>(duel.winner)],
                          position_[static_cast<size_t>(duel.loser)]);
      };
      return key(a) < key(b);
    });
    for (const Duel& duel : duels) Settle(duel, !reach_.Has(duel.loser, duel.winner));
  }

  size_t n_;
  TieBreaker& ties_;
  std::vector<size_t> position_;  // of each option in the policy's order; empty without one
  Reachability reach_;
  std::vector<char> locked_;
  std::vector<Defeat> defeats_;
};

}  // namespace

absl::StatusOr<Count> RankedPairs(const PairwiseMatrix& matrix, const RankedPairsOptions& options) {
  const int n = matrix.option_count();
  absl::StatusOr<TieBreaker> ties = TieBreaker::Create(options.tie_policy, n);
  if (!ties.ok()) return ties.status();
  absl::StatusOr<std::vector<OptionIndex>> order = PolicyOrder(options.tie_policy, n);
  if (!order.ok()) return order.status();
  const std::vector<Duel> duels = condorcet::DuelsByStrength(matrix, options.strength);
  Locking locking(n, *ties, *order);
  for (size_t begin = 0; begin < duels.size();) {
    size_t end = begin + 1;
    while (end < duels.size() && duels[end].strength == duels[begin].strength &&
           duels[end].opposition == duels[begin].opposition) {
      ++end;
    }
    locking.Consider(std::span(duels).subspan(begin, end - begin));
    begin = end;
  }
  absl::StatusOr<Count> count = condorcet::FinishWith(
      *ties, n,
      condorcet::Layers(n, [&](OptionIndex a, OptionIndex b) { return locking.Locked(a, b); }));
  if (count.ok()) count->defeats = locking.TakeDefeats();
  return count;
}

}  // namespace plenum::tally
