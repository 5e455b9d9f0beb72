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

const char* RuleName(const TiePolicy& policy) {
  return std::holds_alternative<DeclaredOrder>(policy) ? "declared order" : "seeded permutation";
}

}  // namespace

absl::StatusOr<std::vector<OptionIndex>> PolicyOrder(const TiePolicy& policy, int option_count) {
  if (std::holds_alternative<KeepTied>(policy)) return std::vector<OptionIndex>();
  if (const auto* seeded = std::get_if<SeededPermutation>(&policy)) {
    if (seeded->seed.empty()) {
      return absl::InvalidArgumentError("the tie policy's seed is empty: publish a seed");
    }
    return PermutationFromSeed(seeded->seed, option_count);
  }
  const std::vector<OptionIndex>& order = std::get<DeclaredOrder>(policy).order;
  // A permutation is a complete ranking without ties, so the factory finds every mistake but
  // omission.
  std::vector<std::vector<OptionIndex>> tiers;
  tiers.reserve(order.size());
  for (const OptionIndex option : order) tiers.push_back({option});
  absl::StatusOr<Ranking> ranking = Ranking::Create(option_count, tiers);
  if (!ranking.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("declared tie order: ", ranking.status().message()));
  }
  if (!ranking->complete()) {
    return absl::InvalidArgumentError(
        absl::StrCat("declared tie order: option ", ranking->unranked()[0], " is missing"));
  }
  return order;
}

absl::StatusOr<Ranking> ApplyTiePolicy(const Ranking& ranking, const TiePolicy& policy,
                                       std::vector<TieEvent>* events) {
  absl::StatusOr<std::vector<OptionIndex>> order = PolicyOrder(policy, ranking.option_count());
  if (!order.ok()) return order.status();
  if (order->empty()) return ranking;
  std::vector<size_t> position(order->size());
  for (size_t i = 0; i < order->size(); ++i) position[static_cast<size_t>((*order)[i])] = i;

  std::vector<std::vector<OptionIndex>> tiers;
  for (int t = 0; t < ranking.tier_count(); ++t) {
    const std::span<const OptionIndex> tied = ranking.tier(t);
    TieEvent event{{tied.begin(), tied.end()}, {tied.begin(), tied.end()}, RuleName(policy)};
    std::sort(event.resolved.begin(), event.resolved.end(), [&](OptionIndex a, OptionIndex b) {
      return position[static_cast<size_t>(a)] < position[static_cast<size_t>(b)];
    });
    for (const OptionIndex option : event.resolved) tiers.push_back({option});
    if (tied.size() > 1) events->push_back(std::move(event));
  }
  return Ranking::Create(ranking.option_count(), tiers);
}

}  // namespace plenum::tally
