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

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

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

  int option_count() const { return static_cast<int>(order_.size()); }
  int tier_count() const { return static_cast<int>(tier_ends_.size()); }
  // Number of options that stand in some tier.
  int ranked_count() const { return tier_ends_.empty() ? 0 : tier_ends_.back(); }
  // Every option is ranked.
  bool complete() const { return ranked_count() == option_count(); }

  // The options of tier t (0 is the best), ascending. Requires 0 <= t < tier_count().
  std::span<const OptionIndex> tier(int t) const;
  // The options that no tier names, ascending.
  std::span<const OptionIndex> unranked() const;
  // All options in one row, the tiers one after the other and then the unranked, with the position
  // one past the end of each tier: the same data as tier() and unranked(), for loops over many
  // ballots.
  std::span<const OptionIndex> order() const { return order_; }
  std::span<const int> tier_ends() const { return tier_ends_; }
  // The tier that holds the option, or nothing when it is unranked. O(log n + n) worst case.
  std::optional<int> TierOf(OptionIndex option) const;
  // All tiers as nested vectors, for tests and for callers that want to keep them.
  std::vector<std::vector<OptionIndex>> Tiers() const;

  // "2 > 0 = 3" with option indexes; "(empty)" when nothing is ranked. For messages and tests.
  std::string DebugString() const;

  friend bool operator==(const Ranking&, const Ranking&) = default;

  template <typename H>
  friend H AbslHashValue(H h, const Ranking& r) {
    return H::combine(std::move(h), r.order_, r.tier_ends_);
  }

 private:
  Ranking() = default;

  // A permutation of all options: the tiers one after the other, then the unranked. tier_ends_[t]
  // is one past the last position of tier t.
  std::vector<OptionIndex> order_;
  std::vector<int> tier_ends_;
};

}  // namespace plenum::tally
