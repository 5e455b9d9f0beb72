#include "services/deliberation/tally/cardinal/last_tie.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace plenum::tally {
namespace {

std::string RuleName(const LastTiePolicy& policy) {
  if (std::holds_alternative<DeclaredOrder>(policy)) return "declared order";
  if (std::holds_alternative<SeededPermutation>(policy)) return "seeded permutation";
  if (std::holds_alternative<HashedBallots>(policy)) return "hashed ballots";
  if (std::holds_alternative<PythonShuffle>(policy)) return "seeded shuffle";
  if (std::holds_alternative<PythonSample>(policy)) return "seeded draw";
  return "held";
}

// The tied options in the order of the permutation.
std::vector<OptionIndex> InOrder(const std::vector<OptionIndex>& tied,
                                 const std::vector<OptionIndex>& permutation) {
  std::vector<bool> is_tied(permutation.size(), false);
  for (const OptionIndex option : tied) is_tied[static_cast<size_t>(option)] = true;
  std::vector<OptionIndex> order;
  for (const OptionIndex option : permutation) {
    if (is_tied[static_cast<size_t>(option)]) order.push_back(option);
  }
  return order;
}

}  // namespace

LastTiePolicy ToLastTiePolicy(const TiePolicy& policy) {
  const TieFallback* fallback = nullptr;
  if (const auto* backwards = std::get_if<Backwards>(&policy)) fallback = &backwards->fallback;
  if (const auto* forwards = std::get_if<Forwards>(&policy)) fallback = &forwards->fallback;
  if (fallback != nullptr) {
    return std::visit([](const auto& same) -> LastTiePolicy { return same; }, *fallback);
  }
  if (const auto* declared = std::get_if<DeclaredOrder>(&policy)) return *declared;
  if (const auto* seeded = std::get_if<SeededPermutation>(&policy)) return *seeded;
  if (std::holds_alternative<HoldForDecision>(policy)) return HoldForDecision{};
  return KeepTied{};
}

absl::StatusOr<LastTie> LastTie::Create(const LastTiePolicy& policy, const ScoreProfile& profile) {
  LastTie ties;
  ties.policy_ = policy;
  std::optional<TiePolicy> ordered;
  if (const auto* declared = std::get_if<DeclaredOrder>(&policy)) ordered = *declared;
  if (const auto* seeded = std::get_if<SeededPermutation>(&policy)) ordered = *seeded;
  if (ordered) {
    absl::StatusOr<std::vector<OptionIndex>> order = PolicyOrder(*ordered, profile.option_count());
    if (!order.ok()) return order.status();
    ties.permutation_ = *std::move(order);
  } else if (const auto* hashed = std::get_if<HashedBallots>(&policy)) {
    absl::StatusOr<BallotHash> hash = BallotHash::Create(profile, hashed->names);
    if (!hash.ok()) return hash.status();
    ties.hash_ = *std::move(hash);
  } else if (const auto* shuffled = std::get_if<PythonShuffle>(&policy)) {
    ties.permutation_.resize(static_cast<size_t>(profile.option_count()));
    std::iota(ties.permutation_.begin(), ties.permutation_.end(), 0);
    PythonRandom(shuffled->seed).Shuffle(&ties.permutation_);
  } else if (const auto* drawn = std::get_if<PythonSample>(&policy)) {
    ties.random_.emplace(drawn->seed);
  }
  return ties;
}

LastTieUse LastTie::Choose(std::span<const OptionIndex> tied, int wanted, int round) {
  LastTieUse use;
  use.tied.assign(tied.begin(), tied.end());
  std::sort(use.tied.begin(), use.tied.end());
  use.wanted = wanted;
  if (std::holds_alternative<KeepTied>(policy_)) return use;
  if (std::holds_alternative<HoldForDecision>(policy_)) {
    held_ = true;
    events_.push_back({use.tied, {}, RuleName(policy_), round});
    return use;
  }
  std::vector<OptionIndex> order;
  if (random_) {
    order = random_->Sample(use.tied, wanted);
    use.chosen = order;
    // The losers of the draw follow in order of index: the draw says nothing about them.
    for (const OptionIndex option : use.tied) {
      if (std::find(use.chosen.begin(), use.chosen.end(), option) == use.chosen.end()) {
        order.push_back(option);
      }
    }
  } else {
    if (hash_) {
      use.counter = next_counter_++;
      use.permutation = hash_->Permutation(use.counter);
    } else {
      use.permutation = permutation_;
    }
    order = InOrder(use.tied, use.permutation);
    use.chosen.assign(order.begin(), order.begin() + wanted);
  }
  events_.push_back({use.tied, std::move(order), RuleName(policy_), round});
  return use;
}

}  // namespace plenum::tally
