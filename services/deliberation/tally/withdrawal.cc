#include "services/deliberation/tally/withdrawal.h"

#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace plenum::tally {

absl::StatusOr<Withdrawal> Withdrawal::Create(int option_count,
                                              std::span<const OptionIndex> withdrawn) {
  Withdrawal withdrawal;
  withdrawal.number_.assign(static_cast<size_t>(option_count), 0);
  for (const OptionIndex option : withdrawn) {
    if (option < 0 || option >= option_count) {
      return absl::InvalidArgumentError(
          absl::StrCat("withdrawn options: there is no option ", option));
    }
    if (std::exchange(withdrawal.number_[static_cast<size_t>(option)], -1) < 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("withdrawn options: option ", option, " is listed twice"));
    }
  }
  for (OptionIndex option = 0; option < option_count; ++option) {
    OptionIndex& number = withdrawal.number_[static_cast<size_t>(option)];
    if (number < 0) {
      withdrawal.withdrawn_.push_back(option);
      continue;
    }
    number = static_cast<OptionIndex>(withdrawal.options_.size());
    withdrawal.options_.push_back(option);
  }
  if (withdrawal.options_.empty()) {
    return absl::InvalidArgumentError("all options have withdrawn: there is nothing to count");
  }
  return withdrawal;
}

std::vector<OptionIndex> Withdrawal::NumbersOf(std::span<const OptionIndex> options) const {
  std::vector<OptionIndex> numbers;
  for (const OptionIndex option : options) {
    if (const auto number = NumberOf(option)) numbers.push_back(*number);
  }
  return numbers;
}

// What is left of a ballot names each option at most once, in range, and counts as often: neither
// Create nor Add can fail on it.

Ranking Withdrawal::Of(const Ranking& ranking) const {
  std::vector<std::vector<OptionIndex>> tiers;
  for (int t = 0; t < ranking.tier_count(); ++t) {
    std::vector<OptionIndex> tier = NumbersOf(ranking.tier(t));
    if (!tier.empty()) tiers.push_back(std::move(tier));
  }
  return *Ranking::Create(static_cast<int>(options_.size()), tiers);
}

Profile Withdrawal::Of(const Profile& profile) const {
  Profile rest = *Profile::Create(static_cast<int>(options_.size()), profile.unranked());
  for (const BallotGroup& group : profile.groups()) {
    rest.Add(Of(group.ranking), group.count).IgnoreError();
  }
  return rest;
}

ScoreProfile Withdrawal::Of(const ScoreProfile& profile) const {
  ScoreProfile rest = *ScoreProfile::Create(static_cast<int>(options_.size()), profile.range());
  for (const ScoreGroup& group : profile.groups()) {
    Scores scores;
    for (const OptionIndex option : options_) {
      scores.push_back(group.scores[static_cast<size_t>(option)]);
    }
    rest.Add(scores, group.count).IgnoreError();
  }
  return rest;
}

ApprovalProfile Withdrawal::Of(const ApprovalProfile& profile) const {
  ApprovalProfile rest = *ApprovalProfile::Create(static_cast<int>(options_.size()));
  for (const ApprovalGroup& group : profile.groups()) {
    rest.Add(NumbersOf(group.approved), group.count).IgnoreError();
  }
  return rest;
}

std::vector<std::string> Withdrawal::Of(const std::vector<std::string>& names) const {
  std::vector<std::string> rest;
  for (const OptionIndex option : options_) rest.push_back(names[static_cast<size_t>(option)]);
  return rest;
}

}  // namespace plenum::tally
