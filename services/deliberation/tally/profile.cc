#include "services/deliberation/tally/profile.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace plenum::tally {

absl::StatusOr<Profile> Profile::Create(int option_count, Unranked unranked) {
  if (option_count < 1 || option_count > kMaxOptions) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of options must be 1 to ", kMaxOptions, ", not ", option_count));
  }
  return Profile(option_count, unranked);
}

absl::Status Profile::CheckArguments(const Ranking& ranking, int64_t count) const {
  if (ranking.option_count() != option_count_) {
    return absl::InvalidArgumentError(absl::StrCat("the ballot is over ", ranking.option_count(),
                                                   " options, the count over ", option_count_));
  }
  if (count < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("a ballot counts at least once, not ", count, " times"));
  }
  return absl::OkStatus();
}

absl::Status Profile::Add(const Ranking& ranking, int64_t count) {
  if (absl::Status status = CheckArguments(ranking, count); !status.ok()) return status;
  if (count > kMaxBallots - ballots_) {
    return absl::OutOfRangeError(
        absl::StrCat("the ballots would pass 2^53 in total (", ballots_, " and ", count, " more)"));
  }
  const auto [entry, is_new] = index_.try_emplace(ranking, groups_.size());
  if (is_new) {
    groups_.push_back({ranking, count});
  } else {
    groups_[entry->second].count += count;
  }
  ballots_ += count;
  return absl::OkStatus();
}

absl::Status Profile::Remove(const Ranking& ranking, int64_t count) {
  if (absl::Status status = CheckArguments(ranking, count); !status.ok()) return status;
  const auto entry = index_.find(ranking);
  const int64_t held = entry == index_.end() ? 0 : groups_[entry->second].count;
  if (held < count) {
    return absl::NotFoundError(absl::StrCat("the ballot ", ranking.DebugString(), " was counted ",
                                            held, " times, so ", count, " cannot be taken back"));
  }
  const size_t position = entry->second;
  groups_[position].count -= count;
  ballots_ -= count;
  if (groups_[position].count == 0) {
    index_.erase(entry);
    if (position + 1 != groups_.size()) {
      groups_[position] = std::move(groups_.back());
      index_[groups_[position].ranking] = position;
    }
    groups_.pop_back();
  }
  return absl::OkStatus();
}

}  // namespace plenum::tally
