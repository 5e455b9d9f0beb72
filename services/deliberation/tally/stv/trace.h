// How one ballot counted in an election by single transferable vote: where its vote stood after
// each stage that moved it, at which weight, and whom it helped to elect. Nothing here says whose
// ballot it is; it need not be one of those that were counted.
//
//   absl::StatusOr<StvBallotTrace> trace = TraceStvBallot(my_ballot, result, std::nullopt, names);
//   trace->steps[1].kept;    // {{0, 3/4}}: option 0, elected, kept three quarters of it
//   trace->steps[1].stands;  // {{2, 1/4}}: the rest stood with option 2
//
// The weights are those of the rule, with its roundings: over all ballots of the count, what stands
// with an option that is in the count adds up to its votes in the stage.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/ranking.h"
#include "services/deliberation/tally/stv/stv.h"

namespace plenum::tally {

struct StvBallotTrace {
  struct Part {
    OptionIndex option = 0;
    Rational weight;
    friend bool operator==(const Part&, const Part&) = default;
  };
  struct Step {
    size_t stage = 0;  // of StvResult::stages: it stood so from here to the next step
    int round = 0;
    // What moved it: the ballots of these excluded options, or the surplus of elected ones. Empty
    // at the start, and where QPQ begins anew.
    std::vector<OptionIndex> from;
    bool surplus = false;
    std::vector<Part> stands;  // with options in the count; QPQ: 1, whatever it has filled
    // What elected options keep of it; QPQ: the part of a seat that it has filled for them.
    std::vector<Part> kept;
    Rational exhausted;  // what is left of it and names nobody who could have it; QPQ: 1
  };
  bool valid = true;  // it ranks an option that stands; else there are no steps
  // The first is the start; of QPQ, which begins anew after each exclusion, the last such start.
  std::vector<Step> steps;
  // The elected options that it stood with when they were elected, in the order of their election,
  // and its weight with them then.
  std::vector<Part> helped;
  std::string sentence;  // of what came of it in all
};

// `equal_ranks`: as in the count; what its rule says when not given. INVALID_ARGUMENT: a ballot or
// names over another number of options, a tie on the ballot where ties are refused.
// O(stages x places of the ballot).
absl::StatusOr<StvBallotTrace> TraceStvBallot(const Ranking& ballot, const StvResult& result,
                                              std::optional<EqualRanks> equal_ranks,
                                              std::span<const std::string> names);

// What came of a ballot, in one sentence: for traces of counts that are made elsewhere.
std::string SentenceOf(const StvBallotTrace& trace, std::span<const std::string> names);

}  // namespace plenum::tally
