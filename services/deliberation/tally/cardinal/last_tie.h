// LastTie: the last resort of the STAR family. Their rules break ties by the ballots as far as they
// can; what is then still level is decided by a policy that is declared before the count, and each
// use of it is kept in the result.
//
//   absl::StatusOr<LastTie> ties = LastTie::Create(DeclaredOrder{{2, 0, 1}}, profile);
//   LastTieUse use = ties->Choose({0, 1}, 1, /*round=*/0);
//   use.chosen;   // {0}; empty when the policy leaves ties as they are
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/cardinal/ballot_hash.h"
#include "services/deliberation/tally/cardinal/python_random.h"
#include "services/deliberation/tally/ranking.h"
#include "services/deliberation/tally/score_profile.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

// A permutation of its own for each tie, from the ballots; see ballot_hash.h.
struct HashedBallots {
  std::vector<std::string> names;  // of the options
  friend bool operator==(const HashedBallots&, const HashedBallots&) = default;
};

// One permutation for the count: random.Random(seed).shuffle of the options in order of index.
struct PythonShuffle {
  int64_t seed = 0;
  friend bool operator==(const PythonShuffle&, const PythonShuffle&) = default;
};

// A draw for each tie: random.sample of the tied options, all from one random.Random(seed).
struct PythonSample {
  int64_t seed = 0;
  friend bool operator==(const PythonSample&, const PythonSample&) = default;
};

// KeepTied and HoldForDecision stop the count at the tie; only the latter calls for a decision.
using LastTiePolicy = std::variant<KeepTied, DeclaredOrder, SeededPermutation, HoldForDecision,
                                   HashedBallots, PythonShuffle, PythonSample>;

// The policy of the other methods as one of these: Backwards and Forwards stand for their fallback,
// as the rules here have earlier rounds among their own tie-breaks.
LastTiePolicy ToLastTiePolicy(const TiePolicy& policy);

struct LastTieUse {
  std::vector<OptionIndex> tied;    // ascending
  int wanted = 1;                   // how many of them had to be chosen
  std::vector<OptionIndex> chosen;  // best first; empty where the policy decides nothing
  // The order of all options by which it was done; empty for PythonSample and undecided ties.
  std::vector<OptionIndex> permutation;
  int64_t counter = 0;  // HashedBallots: the number of the tie, from 1
};

class LastTie {
 public:
  // INVALID_ARGUMENT: a declared order that is no permutation of the options, an empty seed, names
  // as BallotHash refuses them. OUT_OF_RANGE: as BallotHash.
  static absl::StatusOr<LastTie> Create(const LastTiePolicy& policy, const ScoreProfile& profile);

  // Chooses `wanted` (1 to 5, fewer than tied.size()) of the tied options and appends an event
  // unless the policy is KeepTied. `round` from 0. O(n log n), HashedBallots: O(ballots' text).
  LastTieUse Choose(std::span<const OptionIndex> tied, int wanted, int round);

  bool held() const { return held_; }
  const std::vector<TieEvent>& events() const { return events_; }

 private:
  LastTie() = default;

  LastTiePolicy policy_;
  std::vector<OptionIndex> permutation_;
  std::optional<BallotHash> hash_;
  std::optional<PythonRandom> random_;
  int64_t next_counter_ = 1;
  bool held_ = false;
  std::vector<TieEvent> events_;
};

}  // namespace plenum::tally
