#include "services/deliberation/tally/rounds/standing_votes.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace plenum::tally {

std::vector<OptionIndex> AllOptions(int option_count) {
  std::vector<OptionIndex> all(static_cast<size_t>(option_count));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

StandingVotes::StandingVotes(const Profile& profile, std::vector<OptionIndex> contestants,
                             TiedPreferences tied, Side side)
    : groups_(profile.groups()),
      unranked_last_(profile.unranked() == Unranked::kTiedLast),
      tied_(tied),
      side_(side),
      standing_(std::move(contestants)),
      stands_(static_cast<size_t>(profile.option_count()), 0),
      step_(groups_.size(), 0),
      lists_(stands_.size()),
      largest_share_(1),
      votes_(stands_.size()) {
  for (const OptionIndex option : standing_) stands_[static_cast<size_t>(option)] = 1;
  if (tied_ == TiedPreferences::kSplit) largest_share_ = static_cast<size_t>(LargestSharedTier());
  for (size_t k = 2; k <= largest_share_; ++k) scale_ = lcm(scale_, Integer(k));
  for (size_t k = 1; k <= largest_share_; ++k) unit_.emplace_back(scale_ / Integer(k));
  pending_.assign(stands_.size() * largest_share_, 0);
  for (GroupIndex group = 0; group < groups_.size(); ++group) Place(group, 0);
  Settle();
}

int StandingVotes::TierCount(const Ranking& ranking) const {
  const bool unranked_tier = unranked_last_ && !ranking.complete();
  const int tiers = ranking.tier_count() + (unranked_tier ? 1 : 0);
  return side_ == Side::kFirst ? tiers : std::max(0, tiers - 1);
}

std::span<const OptionIndex> StandingVotes::TierAt(const Ranking& ranking, int step) const {
  int tier = step;
  if (side_ == Side::kLast) {
    tier = ranking.tier_count() - 1 - step;
    if (unranked_last_ && !ranking.complete()) ++tier;
  }
  return tier < ranking.tier_count() ? ranking.tier(tier) : ranking.unranked();
}

bool StandingVotes::Spreads(const Ranking& ranking, int step) const {
  return side_ == Side::kFirst && (unranked_last_ || ranking.complete()) &&
         step == TierCount(ranking) - 1;
}

int StandingVotes::LargestSharedTier() const {
  size_t largest = 1;
  for (const BallotGroup& group : groups_) {
    const Ranking& ranking = group.ranking;
    const int tiers = TierCount(ranking);
    if (ranking.tier_count() == ranking.ranked_count() && side_ == Side::kFirst) continue;
    for (int step = 0; step < tiers; ++step) {
      if (!Spreads(ranking, step)) largest = std::max(largest, TierAt(ranking, step).size());
    }
  }
  return static_cast<int>(largest);
}

void StandingVotes::AddShare(OptionIndex option, size_t sharers, int64_t count) {
  const size_t cell = static_cast<size_t>(option) * largest_share_ + sharers - 1;
  if (pending_[cell] == 0) touched_.push_back(cell);
  pending_[cell] += count;
}

void StandingVotes::Settle() {
  for (const size_t cell : touched_) {
    const int64_t count = std::exchange(pending_[cell], 0);
    Integer& votes = votes_[cell / largest_share_];
    const Integer& unit = unit_[cell % largest_share_];
    if (count > 0) {
      mpz_addmul_ui(votes.get_mpz_t(), unit.get_mpz_t(), static_cast<unsigned long>(count));
    } else {
      mpz_submul_ui(votes.get_mpz_t(), unit.get_mpz_t(), static_cast<unsigned long>(-count));
    }
  }
  touched_.clear();
}

void StandingVotes::Place(GroupIndex group, int step) {
  const auto& [ranking, count] = groups_[group];
  const int tiers = TierCount(ranking);
  for (; step < tiers; ++step) {
    const std::span<const OptionIndex> tier = TierAt(ranking, step);
    if (tier.size() == 1) {
      if (!Stands(tier[0])) continue;
      AddShare(tier[0], 1, count);
      lists_[static_cast<size_t>(tier[0])].push_back(group);
      step_[group] = step;
      return;
    }
    if (tied_ == TiedPreferences::kSkip) continue;
    if (Spreads(ranking, step)) {
      spread_ += count;
      return;
    }
    sharers_.clear();
    for (const OptionIndex option : tier) {
      if (Stands(option)) sharers_.push_back(option);
    }
    if (sharers_.empty()) continue;
    for (const OptionIndex option : sharers_) {
      AddShare(option, sharers_.size(), count);
      lists_[static_cast<size_t>(option)].push_back(group);
    }
    step_[group] = step;
    return;
  }
  exhausted_ += count;
}

void StandingVotes::Leave(OptionIndex option) {
  stands_[static_cast<size_t>(option)] = 0;
  standing_.erase(std::lower_bound(standing_.begin(), standing_.end(), option));
  const std::vector<GroupIndex> moving = std::move(lists_[static_cast<size_t>(option)]);
  for (const GroupIndex group : moving) {
    const auto& [ranking, count] = groups_[group];
    const int step = step_[group];
    const std::span<const OptionIndex> tier = TierAt(ranking, step);
    sharers_.clear();
    if (tier.size() > 1) {
      for (const OptionIndex other : tier) {
        if (Stands(other)) sharers_.push_back(other);
      }
    }
    if (sharers_.empty()) {
      Place(group, step + 1);
      continue;
    }
    for (const OptionIndex other : sharers_) {
      AddShare(other, sharers_.size() + 1, -count);
      AddShare(other, sharers_.size(), count);
    }
  }
}

void StandingVotes::Eliminate(std::span<const OptionIndex> options) {
  // The caller may hand in a part of what this changes.
  const std::vector<OptionIndex> leaving(options.begin(), options.end());
  for (const OptionIndex option : leaving) Leave(option);
  Settle();
}

std::vector<OptionIndex> StandingVotes::Lowest() const {
  std::vector<OptionIndex> lowest;
  for (const OptionIndex option : standing_) {
    const int order =
        lowest.empty() ? 0
                       : cmp(votes_[static_cast<size_t>(option)],
                             votes_[static_cast<size_t>(lowest.front())]);
    if (order < 0) lowest.clear();
    if (order <= 0) lowest.push_back(option);
  }
  return lowest;
}

std::vector<OptionIndex> StandingVotes::Highest() const {
  std::vector<OptionIndex> highest;
  for (const OptionIndex option : standing_) {
    const int order =
        highest.empty() ? 0
                        : cmp(votes_[static_cast<size_t>(option)],
                              votes_[static_cast<size_t>(highest.front())]);
    if (order > 0) highest.clear();
    if (order >= 0) highest.push_back(option);
  }
  return highest;
}

std::vector<std::vector<OptionIndex>> StandingVotes::Tiers() const {
  const auto votes = [&](OptionIndex option) -> const Integer& {
    return votes_[static_cast<size_t>(option)];
  };
  std::vector<OptionIndex> order = standing_;
  std::stable_sort(order.begin(), order.end(),
                   [&](OptionIndex a, OptionIndex b) { return votes(a) > votes(b); });
  std::vector<std::vector<OptionIndex>> tiers;
  for (const OptionIndex option : order) {
    if (tiers.empty() || votes(tiers.back().front()) != votes(option)) tiers.emplace_back();
    tiers.back().push_back(option);
  }
  return tiers;
}

Rational StandingVotes::Votes(OptionIndex option) const {
  Rational votes(votes_[static_cast<size_t>(option)], scale_);
  votes.canonicalize();
  if (spread_ > 0) votes += MakeRational(spread_, std::ssize(standing_));
  return votes;
}

Round StandingVotes::ToRound() const {
  Round round;
  round.votes.resize(stands_.size());
  for (const OptionIndex option : standing_) {
    round.votes[static_cast<size_t>(option)] = Votes(option);
  }
  round.exhausted = MakeRational(exhausted_, 1);
  return round;
}

}  // namespace plenum::tally
