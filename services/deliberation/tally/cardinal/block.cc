#include "services/deliberation/tally/cardinal/block.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/cardinal/score.h"

namespace plenum::tally {

absl::Status CheckSeats(int seats, int option_count) {
  if (seats >= 1 && seats <= option_count) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("the number of seats must be 1 to ", option_count,
                                                 ", as many as there are options, not ", seats));
}

absl::StatusOr<BlockResult> Block(const ApprovalProfile& profile, int seats, BlockRule rule,
                                  const TiePolicy& tie_policy) {
  if (absl::Status seats_fit = CheckSeats(seats, profile.option_count()); !seats_fit.ok()) {
    return seats_fit;
  }
  if (rule == BlockRule::kPluralityAtLarge) {
    for (const ApprovalGroup& group : profile.groups()) {
      if (std::ssize(group.approved) > seats) {
        return absl::InvalidArgumentError(absl::StrCat("a ballot marks ", group.approved.size(),
                                                       " options, which is more than ", seats,
                                                       seats == 1 ? " seat" : " seats"));
      }
    }
  }
  absl::StatusOr<Count> count = Approval(profile, tie_policy);
  if (!count.ok()) return count.status();
  count->figures[0].name = "marks";
  BlockResult result{.count = *std::move(count), .winners = {}, .undecided = {}};
  const Ranking& ranking = result.count.ranking;
  int left = seats;
  for (int t = 0; t < ranking.tier_count() && left > 0; ++t) {
    const std::span<const OptionIndex> tier = ranking.tier(t);
    if (std::ssize(tier) > left) {
      result.undecided.assign(tier.begin(), tier.end());
      result.undecided_seats = left;
      break;
    }
    result.winners.insert(result.winners.end(), tier.begin(), tier.end());
    left -= static_cast<int>(tier.size());
  }
  return result;
}

}  // namespace plenum::tally
