// How one ballot counted: for each round the options that it stood behind, and for each pair of
// neighbours in the result whether it spoke for that order. Nothing here says whose ballot it is.
//
//   BallotTrace trace = *TraceBallot(my_ballot, count, Unranked::kTiedLast);
//   trace.rounds[1].options;  // {4}: in the second round it counted for option 4
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/profile.h"

namespace plenum::tally {

struct BallotTrace {
  // One for each round of the count: the ballot's best tier among the options still in the count.
  // Empty when it ranks none of them: the ballot is exhausted. (How a method that transfers
  // fractions weighed it there is in its own stages.)
  struct InRound {
    std::vector<OptionIndex> options;
  };
  std::vector<InRound> rounds;

  // What the ballot says about two options that stand next to each other in the result.
  enum class Says { kAgrees, kDisagrees, kLevel, kNothing };
  struct OnPair {
    OptionIndex upper = 0;
    OptionIndex lower = 0;
    Says says = Says::kNothing;
  };
  std::vector<OnPair> pairs;

  // Over all pairs that the result separates.
  int agrees = 0;
  int disagrees = 0;
};

// INVALID_ARGUMENT when the ballot is over another number of options. O(n^2 + rounds x n).
absl::StatusOr<BallotTrace> TraceBallot(const Ranking& ballot, const Count& count,
                                        Unranked unranked);

}  // namespace plenum::tally
