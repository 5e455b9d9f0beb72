// Ranking: one ranked ballot, or one finished order, over a dense option set.
//
// A Ranking is always a weak order: the options are the indexes 0..n-1, the ranked ones stand in
// tiers (best tier first, options of one tier are tied), and the others are the separate set of
// unranked options. There is no way to build one with a duplicate, unknown or misplaced option, so
// nothing that takes a Ranking checks for those again. What "unranked" means (not compared, or tied
// last) is not the ballot's business: it is declared once for the count, see profile.h.
//
//   // Of four options: 2 first, then 0 and 3 tied, 1 left unranked.
//   absl::StatusOr<Ranking> ballot = Ranking::Create(4, {{2}, {0, 3}});
//   if (!ballot.ok()) return ballot.status();
//   ballot->tier_count();  // 2
//   ballot->tier(1);       // {0, 3}
//   ballot->unranked();    // {1}
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace plenum::tally {

// The place of an option in the option set of a count: 0..n-1. Names belong to the caller.
using OptionIndex = int;

// The most options of one count. Matrices are n x n int64, so this is 8 MiB each.
inline constexpr int kMaxOptions = 1024;

class Ranking {
 public:
  // `tiers` lists the ranked options, best first; options that it does not name are unranked. Two
  // rankings that mean the same compare equal, whatever the order of names within a tier was.
  // INVALID_ARGUMENT, naming the option or tier: option_count outside 1..kMaxOptions, an option
  // outside 0..option_count-1, an option named twice, an empty tier. O(n log n).
  static absl::StatusOr<Ranking> Create(int option_count,
                                        const std::vector<std::vector<OptionIndex>>& tiers);

  // The same from flat data, into this ranking, whose memory is used again: for readers of many
  // ballots. `ranked` lists the ranked options, best first; tier t ends before position
  // tier_ends[t], so that the last of `tier_ends` is the size of `ranked`. INVALID_ARGUMENT as for
  // Create, and for tier ends that do not fit; the ranking is then the one that ranks nothing.
  // O(n), plus the sorting of tied options.
  absl::Status Assign(int option_count, std::span<const OptionIndex> ranked,
                      std::span<const int> tier_ends);

  int option_count() const { return option_count_; }
  int tier_count() const { return tier_count_; }
  // Number of options that stand in some tier.
  int ranked_count() const { return tier_count_ == 0 ? 0 : tier_ends().back(); }
  // Every option is ranked.
  bool complete() const { return ranked_count() == option_count(); }

  // The options of tier t (0 is the best), ascending. Requires 0 <= t < tier_count().
  std::span<const OptionIndex> tier(int t) const;
  // The options that no tier names, ascending.
  std::span<const OptionIndex> unranked() const;
  // All options in one row, the tiers one after the other and then the unranked, with the position
  // one past the end of each tier: the same data as tier() and unranked(), for loops over many
  // ballots.
  std::span<const OptionIndex> order() const {
    return {data_.data(), static_cast<size_t>(option_count_)};
  }
  std::span<const int> tier_ends() const {
    const int* ends = strict() ? kStrictTierEnds.data() : data_.data() + option_count_;
    return {ends, static_cast<size_t>(tier_count_)};
  }
  // The tier that holds the option, or nothing when it is unranked. O(log n + n) worst case.
  std::optional<int> TierOf(OptionIndex option) const;
  // All tiers as nested vectors, for tests and for callers that want to keep them.
  std::vector<std::vector<OptionIndex>> Tiers() const;

  // "2 > 0 = 3" with option indexes; "(empty)" when nothing is ranked. For messages and tests.
  std::string DebugString() const;

  friend bool operator==(const Ranking&, const Ranking&) = default;

  template <typename H>
  friend H AbslHashValue(H h, const Ranking& r) {
    return H::combine(std::move(h), r.tier_count_, r.data_);
  }

 private:
  Ranking() = default;

  // So that a counted ballot of up to ten options is one cache line.
  static constexpr size_t kInlineNumbers = 10;

  // No two options are tied in a tier.
  bool strict() const { return data_.size() == static_cast<size_t>(option_count_); }

  // The tier ends of every strict ranking: 1, 2, 3 and so on.
  static constexpr std::array<int, kMaxOptions> kStrictTierEnds = [] {
    std::array<int, kMaxOptions> ends{};
    for (int t = 0; t < kMaxOptions; ++t) ends[static_cast<size_t>(t)] = t + 1;
    return ends;
  }();

  // A permutation of all options, the tiers one after the other and then the unranked, followed by
  // the position one past the end of each tier. A strict ranking, which most ballots are, shares
  // its tier ends with all others and holds only the permutation. So each ranking has one form, and
  // one block of memory, or none of its own while it is short.
  absl::InlinedVector<int, kInlineNumbers> data_;
  int option_count_ = 0;
  int tier_count_ = 0;
};

}  // namespace plenum::tally
