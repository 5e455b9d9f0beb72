#include "services/deliberation/tally/stv/ballots.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace plenum::tally::stv {

absl::StatusOr<Ballots> Ballots::Create(const Profile& profile, const std::vector<bool>& stands,
                                        EqualRanks equal_ranks) {
  Ballots ballots;
  bool any_tie = false;
  ballots.counts_.reserve(profile.groups().size());
  ballots.begins_.reserve(profile.groups().size() + 1);
  for (const BallotGroup& group : profile.groups()) {
    const std::span<const OptionIndex> order = group.ranking.order();
    const size_t begin = ballots.options_.size();
    size_t place = 0;
    for (const int tier_end : group.ranking.tier_ends()) {
      const size_t tier_begin = ballots.options_.size();
      for (; place < static_cast<size_t>(tier_end); ++place) {
        if (!stands[static_cast<size_t>(order[place])]) continue;
        ballots.options_.push_back(static_cast<uint16_t>(order[place]));
      }
      const size_t size = ballots.options_.size() - tier_begin;
      if (size < 2) continue;
      if (equal_ranks == EqualRanks::kShare) {
        any_tie = true;
        ballots.tied_with_next_.resize(ballots.options_.size());
        for (size_t i = tier_begin; i + 1 < ballots.options_.size(); ++i) {
          ballots.tied_with_next_[i] = true;
        }
        continue;
      }
      if (equal_ranks == EqualRanks::kRefuse) {
        return absl::InvalidArgumentError(absl::StrCat(
            "the ballot ", group.ranking.DebugString(),
            " (options by their number, from 0) ties options, and the rule has no answer "
            "to that; Meek's rules have (meek, meek-shared)"));
      }
      ballots.options_.resize(tier_begin);
      if (equal_ranks == EqualRanks::kStop) break;
    }
    if (ballots.options_.size() == begin) continue;
    ballots.begins_.push_back(ballots.options_.size());
    ballots.counts_.push_back(group.count);
    ballots.total_ += group.count;
  }
  if (ballots.total_ == 0) {
    return absl::InvalidArgumentError(
        "no ballot ranks an option that stands, so there is nothing to count");
  }
  if (any_tie) ballots.tied_with_next_.resize(ballots.options_.size());
  return ballots;
}

size_t Ballots::TierSize(size_t ballot, size_t begin) const {
  if (tied_with_next_.empty()) return 1;
  size_t end = begins_[ballot] + begin;
  while (tied_with_next_[end]) ++end;
  return end - begins_[ballot] - begin + 1;
}

}  // namespace plenum::tally::stv
