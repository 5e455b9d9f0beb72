#include "services/deliberation/tally/ranking.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace plenum::tally {
namespace {

// A set of options that costs no allocation.
class Seen {
 public:
  explicit Seen(int option_count) {
    std::fill_n(words_.begin(), (static_cast<size_t>(option_count) + 63) / 64, 0);
  }
  bool Has(OptionIndex option) const { return (Word(option) >> (option % 64) & 1) != 0; }
  void Insert(OptionIndex option) {
    words_[static_cast<size_t>(option) / 64] |= uint64_t{1} << (option % 64);
  }

 private:
  uint64_t Word(OptionIndex option) const { return words_[static_cast<size_t>(option) / 64]; }

  std::array<uint64_t, kMaxOptions / 64> words_;  // only those of the options are ever read
};

absl::Status CheckTiers(int option_count, std::span<const OptionIndex> ranked,
                        std::span<const int> tier_ends, Seen& seen) {
  int begin = 0;
  for (size_t t = 0; t < tier_ends.size(); ++t) {
    if (tier_ends[t] == begin) {
      return absl::InvalidArgumentError(absl::StrCat("tier ", t, " names no option"));
    }
    if (tier_ends[t] < begin || tier_ends[t] > std::ssize(ranked)) {
      return absl::InvalidArgumentError(absl::StrCat("tier ", t, " cannot end at ", tier_ends[t]));
    }
    for (; begin < tier_ends[t]; ++begin) {
      const OptionIndex option = ranked[static_cast<size_t>(begin)];
      if (option < 0 || option >= option_count) {
        return absl::InvalidArgumentError(absl::StrCat("option ", option, " is not one of the ",
                                                       option_count, " options 0..",
                                                       option_count - 1));
      }
      if (seen.Has(option)) {
        return absl::InvalidArgumentError(absl::StrCat("option ", option, " is ranked twice"));
      }
      seen.Insert(option);
    }
  }
  if (begin != std::ssize(ranked)) {
    return absl::InvalidArgumentError("the last tier must end with the last ranked option");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Ranking> Ranking::Create(int option_count,
                                        const std::vector<std::vector<OptionIndex>>& tiers) {
  std::vector<OptionIndex> ranked;
  std::vector<int> tier_ends;
  tier_ends.reserve(tiers.size());
  for (const std::vector<OptionIndex>& tier : tiers) {
    ranked.insert(ranked.end(), tier.begin(), tier.end());
    tier_ends.push_back(static_cast<int>(ranked.size()));
  }
  Ranking ranking;
  absl::Status status = ranking.Assign(option_count, ranked, tier_ends);
  if (!status.ok()) return status;
  return ranking;
}

absl::Status Ranking::Assign(int option_count, std::span<const OptionIndex> ranked,
                             std::span<const int> tier_ends) {
  data_.clear();
  option_count_ = 0;
  tier_count_ = 0;
  if (option_count < 1 || option_count > kMaxOptions) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of options must be 1 to ", kMaxOptions, ", not ", option_count));
  }
  Seen seen(option_count);
  absl::Status status = CheckTiers(option_count, ranked, tier_ends, seen);
  if (!status.ok()) {
    // What is left is still a ranking.
    for (OptionIndex option = 0; option < option_count; ++option) data_.push_back(option);
    option_count_ = option_count;
    return status;
  }
  const bool is_strict = tier_ends.size() == ranked.size();
  data_.reserve(static_cast<size_t>(option_count) + (is_strict ? 0 : tier_ends.size()));
  data_.assign(ranked.begin(), ranked.end());
  if (!is_strict) {
    int begin = 0;
    for (const int end : tier_ends) {
      if (end - begin > 1) std::sort(data_.begin() + begin, data_.begin() + end);
      begin = end;
    }
  }
  if (std::ssize(ranked) < option_count) {
    for (OptionIndex option = 0; option < option_count; ++option) {
      if (!seen.Has(option)) data_.push_back(option);
    }
  }
  if (!is_strict) data_.insert(data_.end(), tier_ends.begin(), tier_ends.end());
  option_count_ = option_count;
  tier_count_ = static_cast<int>(tier_ends.size());
  return absl::OkStatus();
}

std::span<const OptionIndex> Ranking::tier(int t) const {
  const auto index = static_cast<size_t>(t);
  const std::span<const int> ends = tier_ends();
  const auto begin = static_cast<size_t>(t == 0 ? 0 : ends[index - 1]);
  return order().subspan(begin, static_cast<size_t>(ends[index]) - begin);
}

std::span<const OptionIndex> Ranking::unranked() const {
  return order().subspan(static_cast<size_t>(ranked_count()));
}

std::optional<int> Ranking::TierOf(OptionIndex option) const {
  const std::span<const OptionIndex> all = order();
  const std::span<const int> ends = tier_ends();
  const auto position = static_cast<int>(std::find(all.begin(), all.end(), option) - all.begin());
  const auto end = std::upper_bound(ends.begin(), ends.end(), position);
  if (end == ends.end()) return std::nullopt;
  return static_cast<int>(end - ends.begin());
}

std::vector<std::vector<OptionIndex>> Ranking::Tiers() const {
  std::vector<std::vector<OptionIndex>> tiers;
  tiers.reserve(static_cast<size_t>(tier_count_));
  for (int t = 0; t < tier_count(); ++t) tiers.emplace_back(tier(t).begin(), tier(t).end());
  return tiers;
}

std::string Ranking::DebugString() const {
  if (tier_count_ == 0) return "(empty)";
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
