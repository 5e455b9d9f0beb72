// BallotHash: a permutation of the options that follows from the ballots themselves. Nobody can
// foresee it before the last ballot is in, nobody who casts fewer than all ballots can steer it,
// and everybody who holds the ballots can recompute it.
//
//   absl::StatusOr<BallotHash> hash = BallotHash::Create(profile, names);
//   hash->Permutation(1);  // of the count's first tie
//
// The rule is that of starvote's "hashed ballots" (github.com/larryhastings/starvote, README): the
// ballots are written out, each sorted by name, the list of them sorted; SHA3-512 of a counter and
// that text seeds Python's generator, which shuffles the options, sorted by name, three times. The
// counter goes up by one with each tie.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/ranking.h"
#include "services/deliberation/tally/score_profile.h"

namespace plenum::tally {

class BallotHash {
 public:
  // The longest text of ballots that is hashed, in bytes.
  static constexpr int64_t kMaxBytes = int64_t{1} << 28;

  // names[option] in UTF-8. INVALID_ARGUMENT: another number of names than options, an empty name
  // or one given twice. OUT_OF_RANGE: the ballots written out would pass kMaxBytes.
  // O(text + ballots log ballots).
  static absl::StatusOr<BallotHash> Create(const ScoreProfile& profile,
                                           const std::vector<std::string>& names);

  // Of the ballots written out.
  int64_t bytes() const { return static_cast<int64_t>(text_.size()); }
  // Their SHA3-512 without a counter, 128 hexadecimal digits.
  std::string HexDigest() const;

  // All options in the order that `counter` (from 1) gives. O(text + n).
  std::vector<OptionIndex> Permutation(int64_t counter) const;

 private:
  BallotHash() = default;

  std::string text_;
  std::vector<OptionIndex> by_name_;
};

}  // namespace plenum::tally
