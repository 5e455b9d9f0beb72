#include "services/deliberation/tally/condorcet/sets.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "services/deliberation/tally/condorcet/support.h"

namespace plenum::tally {
namespace {

using condorcet::Finish;
using condorcet::StrongComponents;
using condorcet::Tiers;

// An option that is in a cycle with another, or beaten by none, goes with it; so the tiers are
// layers of the strong components of "beats". Taking away the top ones leaves the others whole.
Tiers SchwartzTiers(const PairwiseMatrix& matrix) {
  const int n = matrix.option_count();
  const Tiers components =
      StrongComponents(n, [&](OptionIndex a, OptionIndex b) { return matrix.beats(a, b); });
  // By option: the best layer that is open to those that it beats.
  std::vector<size_t> open_below(static_cast<size_t>(n), 0);
  Tiers tiers;
  for (const std::vector<OptionIndex>& component : components) {
    size_t layer = 0;
    for (const OptionIndex member : component) {
      for (OptionIndex other = 0; other < n; ++other) {
        if (!matrix.beats(other, member)) continue;
        // Members of this component have 0 here still, so that only options placed before count.
        layer = std::max(layer, open_below[static_cast<size_t>(other)]);
      }
    }
    if (layer == tiers.size()) tiers.emplace_back();
    for (const OptionIndex member : component) {
      tiers[layer].push_back(member);
      open_below[static_cast<size_t>(member)] = layer + 1;
    }
  }
  return tiers;
}

std::vector<OptionIndex> Sorted(std::vector<OptionIndex> options) {
  std::sort(options.begin(), options.end());
  return options;
}

absl::StatusOr<Count> WithSets(const PairwiseMatrix& matrix, const Tiers& tiers,
                               const TiePolicy& tie_policy, const std::string& name) {
  absl::StatusOr<Count> count = Finish(matrix.option_count(), tiers, tie_policy);
  if (!count.ok()) return count;
  for (const std::vector<OptionIndex>& tier : tiers) {
    count->sets.push_back({count->sets.empty() ? name : name + " of the rest", Sorted(tier)});
  }
  return count;
}

absl::StatusOr<Count> WithOneApart(const PairwiseMatrix& matrix, std::optional<OptionIndex> apart,
                                   bool on_top, const TiePolicy& tie_policy, std::string name) {
  const int n = matrix.option_count();
  std::vector<OptionIndex> others;
  for (OptionIndex option = 0; option < n; ++option) {
    if (option != apart) others.push_back(option);
  }
  Tiers tiers;
  if (apart.has_value() && on_top) tiers.push_back({*apart});
  if (!others.empty()) tiers.push_back(std::move(others));
  if (apart.has_value() && !on_top) tiers.push_back({*apart});
  absl::StatusOr<Count> count = Finish(n, tiers, tie_policy);
  if (!count.ok()) return count;
  count->sets.push_back({std::move(name), {}});
  if (apart.has_value()) count->sets.back().options.push_back(*apart);
  return count;
}

}  // namespace

std::vector<OptionIndex> SchwartzSet(const PairwiseMatrix& matrix) {
  return Sorted(SchwartzTiers(matrix).front());
}

absl::StatusOr<Count> SmithCount(const PairwiseMatrix& matrix, const TiePolicy& tie_policy) {
  // "Beats or is level with" holds one way or both between any two options, so its strong
  // components stand in one line.
  const Tiers tiers = StrongComponents(
      matrix.option_count(), [&](OptionIndex a, OptionIndex b) { return !matrix.beats(b, a); });
  return WithSets(matrix, tiers, tie_policy, "Smith set");
}

absl::StatusOr<Count> SchwartzCount(const PairwiseMatrix& matrix, const TiePolicy& tie_policy) {
  return WithSets(matrix, SchwartzTiers(matrix), tie_policy, "Schwartz set");
}

absl::StatusOr<Count> CondorcetWinnerCount(const PairwiseMatrix& matrix,
                                           const TiePolicy& tie_policy) {
  return WithOneApart(matrix, matrix.CondorcetWinner(), /*on_top=*/true, tie_policy,
                      "Condorcet winner");
}

absl::StatusOr<Count> CondorcetLoserCount(const PairwiseMatrix& matrix,
                                          const TiePolicy& tie_policy) {
  return WithOneApart(matrix, matrix.CondorcetLoser(), /*on_top=*/false, tie_policy,
                      "Condorcet loser");
}

}  // namespace plenum::tally
