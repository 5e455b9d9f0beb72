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
    : tied_(tied),
      side_(side),
      standing_(std::move(contestants)),
      stands_(static_cast<size_t>(profile.option_count()), 0),
      lists_(stands_.size()),
      votes_(stands_.size()) {
  for (const OptionIndex option : standing_) stands_[static_cast<size_t>(option)] = 1;
  LayOut(profile);
  const size_t n = stands_.size();
  if (rest_.used) {
    largest_share_ = n;
    rest_.ranked.assign(groups_.size(), -1);
    rest_.ballots.assign(n + 1, 0);
    rest_.ranking.assign(n * (n + 1), 0);
    rest_.by_count.resize(n + 1);
    rest_.lists.resize(n);
    rest_.totals.resize(n);
  }
  for (size_t k = 2; k <= largest_share_; ++k) scale_ = lcm(scale_, Integer(k));
  for (size_t k = 1; k <= largest_share_; ++k) unit_.emplace_back(scale_ / Integer(k));
  pending_.assign(n * largest_share_, 0);
  for (GroupIndex group = 0; group < groups_.size(); ++group) {
    if (groups_[group].rest_first) {
      EnterRest(group);
    } else {
      Place(group, 0);
    }
  }
  Settle();
}

void StandingVotes::LayOut(const Profile& profile) {
  const bool unranked_last = profile.unranked() == Unranked::kTiedLast;
  groups_.reserve(profile.groups().size());
  for (const auto& [ranking, count] : profile.groups()) {
    groups_.push_back({count, rows_.size(), 0, 0, false, false});
    if (side_ == Side::kFirst) {
      LayOutFirst(ranking, unranked_last);
    } else {
      LayOutLast(ranking, unranked_last);
    }
  }
}

void StandingVotes::AppendTier(std::span<const OptionIndex> tier) {
  if (tier.size() > 1 && tied_ == TiedPreferences::kSkip) return;
  largest_share_ = std::max(largest_share_, tier.size());
  for (const OptionIndex option : tier) rows_.push_back(static_cast<uint16_t>(option));
  rows_.back() |= kTierEnd;
}

void StandingVotes::LayOutFirst(const Ranking& ranking, bool unranked_last) {
  Group& group = groups_.back();
  // A last tier that holds all options but those above it is shared by all who stand once the vote
  // has come to it, so that it needs no row.
  const bool covers = unranked_last || ranking.complete();
  if (ranking.tier_count() == ranking.ranked_count()) {
    const std::span<const OptionIndex> order =
        ranking.order().first(static_cast<size_t>(ranking.ranked_count()));
    const size_t begin = rows_.size();
    rows_.resize(begin + order.size());
    for (size_t i = 0; i < order.size(); ++i) {
      rows_[begin + i] = static_cast<uint16_t>(static_cast<uint16_t>(order[i]) | kTierEnd);
    }
  } else {
    const int last = ranking.tier_count() - 1;
    for (int t = 0; t < last; ++t) AppendTier(ranking.tier(t));
    if (ranking.complete() && ranking.tier(last).size() > 1) {
      group.spreads = tied_ == TiedPreferences::kSplit;
    } else {
      AppendTier(ranking.tier(last));
    }
  }
  if (covers && !ranking.complete()) {
    if (ranking.unranked().size() == 1) {
      AppendTier(ranking.unranked());
    } else {
      group.spreads = tied_ == TiedPreferences::kSplit;
    }
  }
  group.vote_end = static_cast<uint32_t>(rows_.size() - group.row);
}

void StandingVotes::LayOutLast(const Ranking& ranking, bool unranked_last) {
  Group& group = groups_.back();
  if (ranking.tier_count() == 0) return;
  if (unranked_last && !ranking.complete()) {
    if (ranking.unranked().size() == 1) {
      AppendTier(ranking.unranked());
    } else if (tied_ == TiedPreferences::kSplit) {
      group.rest_first = true;
      rest_.used = true;
    }
  }
  if (ranking.tier_count() == ranking.ranked_count()) {
    const size_t begin = rows_.size();
    const auto ranked = static_cast<size_t>(ranking.ranked_count());
    rows_.resize(begin + ranked - 1);
    for (size_t i = 1; i < ranked; ++i) {
      rows_[begin + ranked - 1 - i] =
          static_cast<uint16_t>(static_cast<uint16_t>(ranking.order()[i]) | kTierEnd);
    }
  } else {
    for (int t = ranking.tier_count() - 1; t > 0; --t) AppendTier(ranking.tier(t));
  }
  group.vote_end = static_cast<uint32_t>(rows_.size() - group.row);
  // Never voted against, but ranked.
  if (group.rest_first) AppendTier(ranking.tier(0));
}

void StandingVotes::AddShare(OptionIndex option, size_t sharers, int64_t count) {
  const size_t cell = static_cast<size_t>(option) * largest_share_ + sharers - 1;
  if (pending_[cell] == 0) touched_.push_back(cell);
  pending_[cell] += count;
}

uint32_t StandingVotes::CollectSharers(GroupIndex group, uint32_t at) {
  sharers_.clear();
  const uint16_t* const row = &rows_[groups_[group].row];
  for (bool more = true; more; ++at) {
    const OptionIndex option = row[at] & (kTierEnd - 1);
    if (Stands(option)) sharers_.push_back(option);
    more = (row[at] & kTierEnd) == 0;
  }
  return at;
}

void StandingVotes::Place(GroupIndex index, uint32_t at) {
  Group& group = groups_[index];
  while (at < group.vote_end) {
    const uint16_t entry = rows_[group.row + at];
    group.at = at;
    if ((entry & kTierEnd) != 0) {
      const OptionIndex option = entry & (kTierEnd - 1);
      ++at;
      if (!Stands(option)) continue;
      AddShare(option, 1, group.count);
      lists_[static_cast<size_t>(option)].push_back(index);
      return;
    }
    at = CollectSharers(index, at);
    if (sharers_.empty()) continue;
    for (const OptionIndex option : sharers_) {
      AddShare(option, sharers_.size(), group.count);
      lists_[static_cast<size_t>(option)].push_back(index);
    }
    return;
  }
  (group.spreads ? spread_ : exhausted_) += group.count;
}

void StandingVotes::CountRest(GroupIndex index, int64_t count) {
  const size_t width = stands_.size() + 1;
  const auto ranked = static_cast<size_t>(rest_.ranked[index]);
  rest_.ballots[ranked] += count;
  const size_t begin = groups_[index].row;
  const size_t end = index + 1 < groups_.size() ? groups_[index + 1].row : rows_.size();
  for (size_t i = begin; i < end; ++i) {
    const OptionIndex option = rows_[i] & (kTierEnd - 1);
    if (Stands(option)) rest_.ranking[static_cast<size_t>(option) * width + ranked] += count;
  }
}

void StandingVotes::EnterRest(GroupIndex index) {
  const size_t end = index + 1 < groups_.size() ? groups_[index + 1].row : rows_.size();
  int ranked = 0;
  for (size_t i = groups_[index].row; i < end; ++i) {
    const OptionIndex option = rows_[i] & (kTierEnd - 1);
    if (!Stands(option)) continue;
    ++ranked;
    rest_.lists[static_cast<size_t>(option)].push_back(index);
  }
  if (ranked == static_cast<int>(standing_.size())) {
    Place(index, 0);
    return;
  }
  rest_.ranked[index] = ranked;
  rest_.by_count[static_cast<size_t>(ranked)].push_back(index);
  CountRest(index, groups_[index].count);
}

// `option` no longer stands. Its ballots have one ranked option less; where now all that stand are
// ranked, the vote goes on to the tiers.
void StandingVotes::LeaveRest(OptionIndex option) {
  for (const GroupIndex group : rest_.lists[static_cast<size_t>(option)]) {
    if (rest_.ranked[group] < 0) continue;
    CountRest(group, -groups_[group].count);
    --rest_.ranked[group];
    CountRest(group, groups_[group].count);
    rest_.by_count[static_cast<size_t>(rest_.ranked[group])].push_back(group);
  }
  const size_t all = standing_.size();
  const std::vector<GroupIndex> through = std::move(rest_.by_count[all]);
  rest_.by_count[all].clear();
  for (const GroupIndex group : through) {
    if (rest_.ranked[group] != static_cast<int>(all)) continue;
    CountRest(group, -groups_[group].count);
    rest_.ranked[group] = -1;
    Place(group, 0);
  }
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
  if (!rest_.used) return;
  const size_t width = stands_.size() + 1;
  for (const OptionIndex option : standing_) {
    const auto i = static_cast<size_t>(option);
    Integer& total = rest_.totals[i];
    total = votes_[i];
    for (size_t ranked = 0; ranked < standing_.size(); ++ranked) {
      const int64_t count = rest_.ballots[ranked] - rest_.ranking[i * width + ranked];
      mpz_addmul_ui(total.get_mpz_t(), unit_[standing_.size() - ranked - 1].get_mpz_t(),
                    static_cast<unsigned long>(count));
    }
  }
}

void StandingVotes::Leave(OptionIndex option) {
  stands_[static_cast<size_t>(option)] = 0;
  standing_.erase(std::lower_bound(standing_.begin(), standing_.end(), option));
  const std::vector<GroupIndex> moving = std::move(lists_[static_cast<size_t>(option)]);
  lists_[static_cast<size_t>(option)].clear();
  constexpr size_t kAhead = 16;  // ballots to fetch before they are needed
  for (size_t i = 0; i < moving.size(); ++i) {
    if (i + kAhead < moving.size()) {
      const Group& soon = groups_[moving[i + kAhead]];
      __builtin_prefetch(rows_.data() + soon.row + soon.at);
    }
    const Group& group = groups_[moving[i]];
    if ((rows_[group.row + group.at] & kTierEnd) != 0) {
      Place(moving[i], group.at + 1);
      continue;
    }
    const uint32_t end = CollectSharers(moving[i], group.at);
    if (sharers_.empty()) {
      Place(moving[i], end);
      continue;
    }
    for (const OptionIndex other : sharers_) {
      AddShare(other, sharers_.size() + 1, -group.count);
      AddShare(other, sharers_.size(), group.count);
    }
  }
  if (rest_.used) LeaveRest(option);
}

void StandingVotes::Eliminate(std::span<const OptionIndex> options) {
  // The caller may hand in a part of what this changes.
  const std::vector<OptionIndex> leaving(options.begin(), options.end());
  for (const OptionIndex option : leaving) Leave(option);
  Settle();
}

template <typename Better>
std::vector<OptionIndex> StandingVotes::Best(const Better& better) const {
  std::vector<OptionIndex> best;
  for (const OptionIndex option : standing_) {
    const int order = best.empty() ? 0 : cmp(Total(option), Total(best.front()));
    if (better(order)) best.clear();
    if (order == 0 || better(order)) best.push_back(option);
  }
  return best;
}

std::vector<OptionIndex> StandingVotes::Lowest() const {
  return Best([](int order) { return order < 0; });
}

std::vector<OptionIndex> StandingVotes::Highest() const {
  return Best([](int order) { return order > 0; });
}

std::vector<std::vector<OptionIndex>> StandingVotes::Tiers() const {
  std::vector<OptionIndex> order = standing_;
  std::stable_sort(order.begin(), order.end(),
                   [&](OptionIndex a, OptionIndex b) { return Total(a) > Total(b); });
  std::vector<std::vector<OptionIndex>> tiers;
  for (const OptionIndex option : order) {
    if (tiers.empty() || Total(tiers.back().front()) != Total(option)) tiers.emplace_back();
    tiers.back().push_back(option);
  }
  return tiers;
}

Rational StandingVotes::Votes(OptionIndex option) const {
  Rational votes(Total(option), scale_);
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
