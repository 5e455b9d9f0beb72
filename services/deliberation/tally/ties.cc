#include "services/deliberation/tally/ties.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <utility>

#include "absl/strings/str_cat.h"

namespace plenum::tally {
namespace {

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

std::vector<OptionIndex> PermutationFromSeed(const std::string& seed, int option_count) {
  std::vector<std::pair<Digest, OptionIndex>> keys(static_cast<size_t>(option_count));
  for (OptionIndex option = 0; option < option_count; ++option) {
    const std::string text = absl::StrCat(seed, ":", option);
    auto& [digest, index] = keys[static_cast<size_t>(option)];
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    index = option;
  }
  std::sort(keys.begin(), keys.end());
  std::vector<OptionIndex> order;
  order.reserve(keys.size());
  for (const auto& [digest, index] : keys) order.push_back(index);
  return order;
}

// The fallback of a policy by rounds, the policy itself otherwise.
TieFallback FallbackOf(const TiePolicy& policy) {
  if (const auto* backwards = std::get_if<Backwards>(&policy)) return backwards->fallback;
  if (const auto* forwards = std::get_if<Forwards>(&policy)) return forwards->fallback;
  if (const auto* declared = std::get_if<DeclaredOrder>(&policy)) return *declared;
  if (const auto* seeded = std::get_if<SeededPermutation>(&policy)) return *seeded;
  if (std::holds_alternative<HoldForDecision>(policy)) return HoldForDecision{};
  return KeepTied{};
}

std::string RuleName(const TieFallback& fallback) {
  if (std::holds_alternative<DeclaredOrder>(fallback)) return "declared order";
  if (std::holds_alternative<SeededPermutation>(fallback)) return "seeded permutation";
  return "held";
}

// Sorts `tied` by one round's figures, best first, options without a figure last; returns the
// groups of equals.
std::vector<std::vector<OptionIndex>> SplitByRound(
    const std::vector<OptionIndex>& tied, const std::vector<std::optional<Rational>>& figures) {
  std::vector<OptionIndex> sorted = tied;
  const auto figure = [&](OptionIndex option) -> const std::optional<Rational>& {
    return figures[static_cast<size_t>(option)];
  };
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](OptionIndex a, OptionIndex b) { return figure(a) > figure(b); });
  std::vector<std::vector<OptionIndex>> groups;
  for (const OptionIndex option : sorted) {
    if (groups.empty() || figure(groups.back().front()) != figure(option)) groups.emplace_back();
    groups.back().push_back(option);
  }
  return groups;
}

// Splits `tied` by the rounds from the given one on, in steps of `step`.
std::vector<std::vector<OptionIndex>> SplitByRounds(const std::vector<OptionIndex>& tied,
                                                    const RoundHistory& history, ptrdiff_t round,
                                                    ptrdiff_t step) {
  for (; round >= 0 && round < std::ssize(history); round += step) {
    std::vector<std::vector<OptionIndex>> groups =
        SplitByRound(tied, history[static_cast<size_t>(round)]);
    if (groups.size() == 1) continue;
    std::vector<std::vector<OptionIndex>> all;
    for (const std::vector<OptionIndex>& group : groups) {
      if (group.size() == 1) {
        all.push_back(group);
        continue;
      }
      for (auto& part : SplitByRounds(group, history, round + step, step)) {
        all.push_back(std::move(part));
      }
    }
    return all;
  }
  return {tied};
}

std::vector<OptionIndex> Flatten(const std::vector<std::vector<OptionIndex>>& groups) {
  std::vector<OptionIndex> all;
  for (const auto& group : groups) all.insert(all.end(), group.begin(), group.end());
  return all;
}

}  // namespace

absl::StatusOr<std::vector<OptionIndex>> PolicyOrder(const TiePolicy& policy, int option_count) {
  const TieFallback fallback = FallbackOf(policy);
  if (const auto* seeded = std::get_if<SeededPermutation>(&fallback)) {
    if (seeded->seed.empty()) {
      return absl::InvalidArgumentError("the tie policy's seed is empty: publish a seed");
    }
    return PermutationFromSeed(seeded->seed, option_count);
  }
  const auto* declared = std::get_if<DeclaredOrder>(&fallback);
  if (declared == nullptr) return std::vector<OptionIndex>();
  // A permutation is a complete ranking without ties, so the factory finds every mistake but
  // omission.
  std::vector<std::vector<OptionIndex>> tiers;
  tiers.reserve(declared->order.size());
  for (const OptionIndex option : declared->order) tiers.push_back({option});
  absl::StatusOr<Ranking> ranking = Ranking::Create(option_count, tiers);
  if (!ranking.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("declared tie order: ", ranking.status().message()));
  }
  if (!ranking->complete()) {
    return absl::InvalidArgumentError(
        absl::StrCat("declared tie order: option ", ranking->unranked()[0], " is missing"));
  }
  return declared->order;
}

absl::StatusOr<TieBreaker> TieBreaker::Create(const TiePolicy& policy, int option_count) {
  absl::StatusOr<std::vector<OptionIndex>> order = PolicyOrder(policy, option_count);
  if (!order.ok()) return order.status();
  TieBreaker breaker;
  breaker.fallback_ = FallbackOf(policy);
  breaker.forwards_ = std::holds_alternative<Forwards>(policy);
  breaker.by_rounds_ = breaker.forwards_ || std::holds_alternative<Backwards>(policy);
  breaker.position_.resize(order->size());
  for (size_t i = 0; i < order->size(); ++i) {
    breaker.position_[static_cast<size_t>((*order)[i])] = i;
  }
  return breaker;
}

std::vector<std::vector<OptionIndex>> TieBreaker::Order(std::span<const OptionIndex> tied,
                                                        const RoundHistory& history) {
  std::vector<OptionIndex> ascending(tied.begin(), tied.end());
  std::sort(ascending.begin(), ascending.end());
  if (ascending.size() < 2) return {ascending};
  const std::optional<int> round =
      history.empty() ? std::nullopt : std::optional<int>(static_cast<int>(history.size()) - 1);
  std::vector<std::vector<OptionIndex>> groups = {ascending};
  if (by_rounds_ && !history.empty()) {
    groups = SplitByRounds(ascending, history, forwards_ ? 0 : std::ssize(history) - 1,
                           forwards_ ? 1 : -1);
    if (groups.size() > 1) {
      events_.push_back({ascending, Flatten(groups), forwards_ ? "forwards" : "backwards", round});
    }
  }
  std::vector<std::vector<OptionIndex>> result;
  for (std::vector<OptionIndex>& group : groups) {
    if (group.size() == 1 || std::holds_alternative<KeepTied>(fallback_)) {
      result.push_back(std::move(group));
      continue;
    }
    if (position_.empty()) {
      held_ = true;
      events_.push_back({group, {}, RuleName(fallback_), round});
      result.push_back(std::move(group));
      continue;
    }
    std::vector<OptionIndex> resolved = group;
    std::sort(resolved.begin(), resolved.end(), [&](OptionIndex a, OptionIndex b) {
      return position_[static_cast<size_t>(a)] < position_[static_cast<size_t>(b)];
    });
    for (const OptionIndex option : resolved) result.push_back({option});
    events_.push_back({std::move(group), std::move(resolved), RuleName(fallback_), round});
  }
  return result;
}

Ranking TieBreaker::Apply(const Ranking& ranking) {
  std::vector<std::vector<OptionIndex>> tiers;
  for (int t = 0; t < ranking.tier_count(); ++t) {
    for (auto& tier : Order(ranking.tier(t))) tiers.push_back(std::move(tier));
  }
  // A split of the tiers of a ranking is one again.
  return *Ranking::Create(ranking.option_count(), tiers);
}

absl::StatusOr<Ranking> ApplyTiePolicy(const Ranking& ranking, const TiePolicy& policy,
                                       std::vector<TieEvent>* events) {
  absl::StatusOr<TieBreaker> breaker = TieBreaker::Create(policy, ranking.option_count());
  if (!breaker.ok()) return breaker.status();
  Ranking split = breaker->Apply(ranking);
  events->insert(events->end(), breaker->events().begin(), breaker->events().end());
  return split;
}

}  // namespace plenum::tally
