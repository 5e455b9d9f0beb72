#include "services/deliberation/tally/ranking.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace plenum::tally {

absl::StatusOr<Ranking> Ranking::Create(int option_count,
                                        const std::vector<std::vector<OptionIndex>>& tiers) {
  if (option_count < 1 || option_count > kMaxOptions) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of options must be 1 to ", kMaxOptions, ", not ", option_count));
  }
  Ranking ranking;
  ranking.order_.reserve(static_cast<size_t>(option_count));
  ranking.tier_ends_.reserve(tiers.size());
  std::vector<bool> seen(static_cast<size_t>(option_count), false);
  for (size_t t = 0; t < tiers.size(); ++t) {
    if (tiers[t].empty()) {
      return absl::InvalidArgumentError(absl::StrCat("tier ", t, " names no option"));
    }
    const auto tier_begin = static_cast<std::ptrdiff_t>(ranking.order_.size());
    for (const OptionIndex option : tiers[t]) {
      if (option < 0 || option >= option_count) {
        return absl::InvalidArgumentError(absl::StrCat("option ", option, " is not one of the ",
                                                       option_count, " options 0..",
                                                       option_count - 1));
      }
      if (seen[static_cast<size_t>(option)]) {
        return absl::InvalidArgumentError(absl::StrCat("option ", option, " is ranked twice"));
      }
      seen[static_cast<size_t>(option)] = true;
      ranking.order_.push_back(option);
    }
    std::sort(ranking.order_.begin() + tier_begin, ranking.order_.end());
    ranking.tier_ends_.push_back(static_cast<int>(ranking.order_.size()));
  }
  for (OptionIndex option = 0; option < option_count; ++option) {
    if (!seen[static_cast<size_t>(option)]) ranking.order_.push_back(option);
  }
  return ranking;
}

std::span<const OptionIndex> Ranking::tier(int t) const {
  const auto index = static_cast<size_t>(t);
  const auto begin = static_cast<size_t>(t == 0 ? 0 : tier_ends_[index - 1]);
  return std::span(order_).subspan(begin, static_cast<size_t>(tier_ends_[index]) - begin);
}

std::span<const OptionIndex> Ranking::unranked() const {
  return std::span(order_).subspan(static_cast<size_t>(ranked_count()));
}

std::optional<int> Ranking::TierOf(OptionIndex option) const {
  const auto position =
      static_cast<int>(std::find(order_.begin(), order_.end(), option) - order_.begin());
  const auto end = std::upper_bound(tier_ends_.begin(), tier_ends_.end(), position);
  if (end == tier_ends_.end()) return std::nullopt;
  return static_cast<int>(end - tier_ends_.begin());
}

std::vector<std::vector<OptionIndex>> Ranking::Tiers() const {
  std::vector<std::vector<OptionIndex>> tiers;
  tiers.reserve(tier_ends_.size());
  for (int t = 0; t < tier_count(); ++t) tiers.emplace_back(tier(t).begin(), tier(t).end());
  return tiers;
}

std::string Ranking::DebugString() const {
  if (tier_ends_.empty()) return "(empty)";
  std::string text;
  for (int t = 0; t < tier_count(); ++t) {
    const std::span<const OptionIndex> options = tier(t);
    for (size_t i = 0; i < options.size(); ++i) {
      absl::StrAppend(&text, i > 0 ? " = " : (t > 0 ? " > " : ""), options[i]);
    }
  }
  return text;
}

}  // namespace plenum::tally
