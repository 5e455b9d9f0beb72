#include "services/deliberation/tally/profile.h"

#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/ballot_count.h"

namespace plenum::tally {
namespace {

constexpr size_t kFirstTable = 16;
constexpr size_t kMostGroups = size_t{1} << 31;

}  // namespace

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
  return CheckAtLeastOnce(count);
}

absl::Status Profile::Add(const Ranking& ranking, int64_t count) {
  if (absl::Status status = CheckArguments(ranking, count); !status.ok()) return status;
  if (absl::Status refusal = CheckCount(count, ballots_); !refusal.ok()) return refusal;
  // At most three quarters full, so that the searches stay short.
  if (groups_.size() + groups_.size() / 3 + 1 >= slots_.size()) {
    if (groups_.size() >= kMostGroups) {
      return absl::ResourceExhaustedError("a profile holds at most 2^31 distinct ballots");
    }
    GrowTable();
  }
  const uint32_t tag = TagOf(ranking);
  Slot& slot = slots_[Find(ranking, tag)];
  if (slot.group_plus_one == 0) {
    groups_.push_back({ranking, count});
    rank_blocks_.Append(ranking, count);
    slot = {tag, static_cast<uint32_t>(groups_.size())};
  } else {
    BallotGroup& group = groups_[slot.group_plus_one - 1];
    group.count += count;
    rank_blocks_.SetCount(slot.group_plus_one - 1, group.count);
  }
  ballots_ += count;
  return absl::OkStatus();
}

absl::Status Profile::Remove(const Ranking& ranking, int64_t count) {
  if (absl::Status status = CheckArguments(ranking, count); !status.ok()) return status;
  const size_t slot = slots_.empty() ? 0 : Find(ranking, TagOf(ranking));
  const bool found = !slots_.empty() && slots_[slot].group_plus_one != 0;
  const int64_t held = found ? groups_[slots_[slot].group_plus_one - 1].count : 0;
  if (held < count) {
    return absl::NotFoundError(absl::StrCat("the ballot ", ranking.DebugString(), " was counted ",
                                            held, " times, so ", count, " cannot be taken back"));
  }
  const size_t position = slots_[slot].group_plus_one - 1;
  groups_[position].count -= count;
  ballots_ -= count;
  if (groups_[position].count > 0) {
    rank_blocks_.SetCount(position, groups_[position].count);
  } else {
    // The last group takes the place of the one that goes.
    const size_t last = groups_.size() - 1;
    if (position != last) {
      slots_[SlotOfGroup(last)].group_plus_one = static_cast<uint32_t>(position + 1);
    }
    EraseSlot(slot);
    if (position != last) {
      groups_[position] = std::move(groups_[last]);
      rank_blocks_.Replace(position, groups_[position].ranking, groups_[position].count);
    }
    groups_.pop_back();
    rank_blocks_.RemoveLast();
  }
  return absl::OkStatus();
}

uint32_t Profile::TagOf(const Ranking& ranking) {
  return static_cast<uint32_t>(absl::HashOf(ranking) >> 16);
}

size_t Profile::Find(const Ranking& ranking, uint32_t tag) const {
  size_t slot = HomeOf(tag);
  while (slots_[slot].group_plus_one != 0) {
    if (slots_[slot].tag == tag && groups_[slots_[slot].group_plus_one - 1].ranking == ranking) {
      break;
    }
    slot = After(slot);
  }
  return slot;
}

size_t Profile::SlotOfGroup(size_t group) const {
  size_t slot = HomeOf(TagOf(groups_[group].ranking));
  while (slots_[slot].group_plus_one != group + 1) slot = After(slot);
  return slot;
}

// Linear probing has no holes between a group's home and its slot: what comes after a freed slot
// moves up as far as its home allows (D. Knuth, The Art of Computer Programming 3, 6.4, Algorithm
// R).
void Profile::EraseSlot(size_t slot) {
  for (size_t next = After(slot); slots_[next].group_plus_one != 0; next = After(next)) {
    const size_t home = HomeOf(slots_[next].tag);
    const bool stays = slot < next ? (slot < home && home <= next) : (slot < home || home <= next);
    if (stays) continue;
    slots_[slot] = slots_[next];
    slot = next;
  }
  slots_[slot] = Slot{};
}

void Profile::GrowTable() {
  std::vector<Slot> old(slots_.empty() ? kFirstTable : slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& moved : old) {
    if (moved.group_plus_one == 0) continue;
    size_t slot = HomeOf(moved.tag);
    while (slots_[slot].group_plus_one != 0) slot = After(slot);
    slots_[slot] = moved;
  }
}

}  // namespace plenum::tally
