// PairwiseMatrix: how many ballots prefer option a to option b, for every ordered pair, exactly.
//
// It can be built from a whole profile, or kept running: add, revise (Remove the old, Add the new)
// and withdraw single ballots; it always equals a full recount.
//
//   PairwiseMatrix matrix = PairwiseMatrix::FromProfile(profile);
//   matrix.prefer(0, 1);  // ballots with 0 above 1
//   matrix.margin(0, 1);  // prefer(0, 1) - prefer(1, 0)
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/workers.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/ranking.h"

namespace plenum::tally {

class PairwiseMatrix {
 public:
  // A matrix of no ballots. INVALID_ARGUMENT when option_count is outside 1..kMaxOptions.
  static absl::StatusOr<PairwiseMatrix> Create(int option_count, Unranked unranked);

  // Counts all ballots of the profile, shared among the workers if there are many. The matrix is
  // the same for any number of them. O(ballot groups x n^2); the fast way for many ballots. When
  // workers.stopped says true some ballots are left out: the caller asks it, too, and gives up.
  static PairwiseMatrix FromProfile(const Profile& profile, const base::Workers& workers = {});

  // Counts the ballot `count` times. INVALID_ARGUMENT: another number of options, or count < 1.
  // OUT_OF_RANGE: more than kMaxBallots in total. On an error nothing changes. O(n^2).
  absl::Status Add(const Ranking& ranking, int64_t count = 1);

  // Takes back a ballot that was added. INVALID_ARGUMENT as for Add; FAILED_PRECONDITION when the
  // matrix cannot hold that ballot `count` times (some entry would become negative). The matrix
  // does not know the ballots, so removing one that was never added is noticed only in that way. On
  // an error nothing changes. O(n^2).
  absl::Status Remove(const Ranking& ranking, int64_t count = 1);

  // Counts all ballots of `other`, a matrix of the same kind, `times` times. For drawing samples:
  // the total is not checked. O(n^2).
  void AddTimes(const PairwiseMatrix& other, int64_t times);

  int option_count() const { return option_count_; }
  Unranked unranked() const { return unranked_; }
  // Ballots counted, those that compare nothing included.
  int64_t ballots() const { return ballots_; }

  // Ballots that put a above b. 0 when a == b. Both in 0..option_count()-1.
  int64_t prefer(OptionIndex a, OptionIndex b) const { return prefer_[Cell(a, b)]; }
  // Ballots that compare a and b and put them level. Symmetric; 0 when a == b.
  int64_t tied(OptionIndex a, OptionIndex b) const { return tied_[Cell(a, b)]; }
  int64_t margin(OptionIndex a, OptionIndex b) const { return prefer(a, b) - prefer(b, a); }
  bool beats(OptionIndex a, OptionIndex b) const { return margin(a, b) > 0; }

  // The option that beats (or is beaten by) every other head to head, if there is one. With one
  // option that option is both. O(n^2).
  std::optional<OptionIndex> CondorcetWinner() const;
  std::optional<OptionIndex> CondorcetLoser() const;

  // The Smith set, ascending: the smallest set whose members all beat every option outside it.
  // O(n^2).
  std::vector<OptionIndex> SmithSet() const;

  friend bool operator==(const PairwiseMatrix&, const PairwiseMatrix&) = default;

 private:
  PairwiseMatrix(int option_count, Unranked unranked);

  size_t Cell(OptionIndex a, OptionIndex b) const {
    return static_cast<size_t>(a) * static_cast<size_t>(option_count_) + static_cast<size_t>(b);
  }
  absl::Status CheckArguments(const Ranking& ranking, int64_t count) const;
  // Counts these blocks of a profile's ballots, or groups where it has no blocks, without the
  // number of ballots.
  void CountPieces(const Profile& profile, size_t begin, size_t end, base::StopWatch watch,
                   int64_t pairs_a_piece);
  // Adds `delta` (negative to take back) for every pair that the ballot compares.
  void Apply(const Ranking& ranking, int64_t delta);
  // Every entry that the ballot counts in is at least `count`.
  bool Holds(const Ranking& ranking, int64_t count) const;

  int option_count_;
  Unranked unranked_;
  int64_t ballots_ = 0;
  std::vector<int64_t> prefer_;  // row-major n x n
  std::vector<int64_t> tied_;    // row-major n x n, symmetric
};

}  // namespace plenum::tally
