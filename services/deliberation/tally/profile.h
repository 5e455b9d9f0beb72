// Profile: all ranked ballots of one count. Identical ballots are stored once, with how often they
// occurred, so that every method works on distinct ballots and their counts.
//
//   absl::StatusOr<Profile> profile = Profile::Create(3, Unranked::kTiedLast);
//   RETURN_IF_NOT_OK(profile->Add(*Ranking::Create(3, {{0}, {1}}), 5));
//   profile->ballots();  // 5
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/deliberation/tally/rank_blocks.h"
#include "services/deliberation/tally/ranking.h"

namespace plenum::tally {

// What an unranked option means. Registered before voting opens, since it changes outcomes.
enum class Unranked {
  // The ballot says nothing about it: it neither wins nor loses against any option.
  kNotCompared,
  // The ballot puts it below every ranked option, level with the other unranked ones.
  kTiedLast,
};

// The largest total of counts and weights: every sum and difference of votes is then exact in int64
// and in the double of a JSON reader.
inline constexpr int64_t kMaxBallots = int64_t{1} << 53;

// One distinct ballot and its count (multiplicity times weight), always at least 1.
struct BallotGroup {
  Ranking ranking;
  int64_t count;
};

class Profile {
 public:
  // INVALID_ARGUMENT when option_count is outside 1..kMaxOptions.
  static absl::StatusOr<Profile> Create(int option_count, Unranked unranked);

  // Counts the ballot `count` times. INVALID_ARGUMENT: the ranking is over another number of
  // options, or count < 1. OUT_OF_RANGE: the total would pass kMaxBallots. RESOURCE_EXHAUSTED: more
  // than 2^31 distinct ballots. On an error nothing changes. O(n), and no allocation for a ballot
  // that is there already.
  absl::Status Add(const Ranking& ranking, int64_t count = 1);

  // Takes back `count` of the ballots that equal `ranking`. NOT_FOUND when there are fewer than
  // that; INVALID_ARGUMENT as for Add. On an error nothing changes. O(n).
  absl::Status Remove(const Ranking& ranking, int64_t count = 1);

  int option_count() const { return option_count_; }
  Unranked unranked() const { return unranked_; }
  // Total of all counts, empty ballots included; 0..kMaxBallots.
  int64_t ballots() const { return ballots_; }
  // The distinct ballots. The order follows the calls of Add and Remove; no result depends on it.
  std::span<const BallotGroup> groups() const { return groups_; }
  // The same ballots in the same order as bytes, for counts that look at all pairs of options.
  const RankBlocks& rank_blocks() const { return rank_blocks_; }

 private:
  Profile(int option_count, Unranked unranked)
      : option_count_(option_count), unranked_(unranked), rank_blocks_(option_count, unranked) {}

  // One place of the hash table of groups: which group, and 32 bits of its hash, which alone decide
  // where it belongs, so that the table grows without looking at the ballots. The ballots
  // themselves are stored in groups_ only.
  struct Slot {
    uint32_t tag = 0;
    uint32_t group_plus_one = 0;  // 0 in an empty slot
  };

  absl::Status CheckArguments(const Ranking& ranking, int64_t count) const;
  static uint32_t TagOf(const Ranking& ranking);
  size_t HomeOf(uint32_t tag) const {
    return static_cast<size_t>((uint64_t{tag} * slots_.size()) >> 32);
  }
  size_t After(size_t slot) const { return slot + 1 == slots_.size() ? 0 : slot + 1; }
  // The slot of the group that equals the ranking, or the empty slot where it would go.
  size_t Find(const Ranking& ranking, uint32_t tag) const;
  // The slot of a group that is there.
  size_t SlotOfGroup(size_t group) const;
  void EraseSlot(size_t slot);
  void GrowTable();

  int option_count_;
  Unranked unranked_;
  int64_t ballots_ = 0;
  std::vector<BallotGroup> groups_;
  RankBlocks rank_blocks_;  // of groups_
  std::vector<Slot> slots_;
};

}  // namespace plenum::tally
