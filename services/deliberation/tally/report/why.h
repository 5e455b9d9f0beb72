// Why one option stands above another, for any method: read from the working that every Count
// carries, as data and as one English sentence that can be checked against the tables.
//
//   absl::StatusOr<Why> why = ExplainAbove(count, pairwise, 0, 2, names);
//   why->sentence;  // "Hotlines stands above Drones: Drones went out in round 2 with 14 votes,
//                   //  when Hotlines had 31."
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/pairwise.h"

namespace plenum::tally {

// What the order of two options rests on.
enum class WhyKind {
  kSet,        // the upper one is in a set that the method prefers, such as the Smith set
  kRound,      // the lower one was eliminated earlier, or the upper one elected earlier, by a
               // majority, as the winner of all its duels or by the most votes
  kDefeat,     // a head-to-head defeat that the method kept
  kPath,       // a chain of kept defeats
  kLayer,      // no chain leads between them, but an option of a better tier beats the lower one
  kFigure,     // more points, fewer worst defeats, ... : the first figure that tells them apart
  kTiePolicy,  // the votes leave them level, the tie policy separated them
  kOrder,      // none of the above is recorded: the method ranks them so
  kTied,       // they share a place
};

struct Why {
  WhyKind kind = WhyKind::kTied;
  OptionIndex upper = 0;  // for kTied: the one asked first
  OptionIndex lower = 0;
  int64_t votes_upper = 0;       // ballots that prefer upper to lower
  int64_t votes_lower = 0;       // ballots that prefer lower to upper
  std::optional<size_t> set;     // kSet: index into Count::sets
  std::optional<int> round;      // kRound: index into Count::rounds
  std::optional<size_t> figure;  // kFigure: index into Count::figures
  Rational upper_value;          // kRound, kFigure: the two figures compared
  Rational lower_value;
  std::vector<OptionIndex> path;  // kDefeat, kPath: from upper to lower, both included
  // Where the duel of the two was won and dropped: the chain of defeats that contradicts it, from
  // its loser to its winner, both included, each at least as strong as it. Else empty.
  std::vector<OptionIndex> cycle;
  std::string tie_rule;  // kTiePolicy: the rule of the event
  std::string sentence;
};

// Explains pairs of one count. Keeps references to what it is given.
class Explainer {
 public:
  // INVALID_ARGUMENT when names or matrix are of another number of options. O(n + defeats).
  static absl::StatusOr<Explainer> Create(const Count& count, const PairwiseMatrix& pairwise,
                                          std::span<const std::string> names);

  // Why the higher of a and b stands above the other. INVALID_ARGUMENT: an option outside the
  // option set, or a == b. O(n + rounds), and O(n + defeats) where only a chain of defeats tells.
  absl::StatusOr<Why> Above(OptionIndex a, OptionIndex b) const;

 private:
  Explainer(const Count& count, const PairwiseMatrix& pairwise, std::span<const std::string> names);

  const Count& count_;
  const PairwiseMatrix& pairwise_;
  std::span<const std::string> names_;
  std::vector<std::vector<OptionIndex>> beats_;  // by option: the losers of its kept defeats
  std::vector<int> elected_in_;                  // by option: the round, or the number of rounds
  std::vector<int> eliminated_in_;
};

// One pair, as above.
absl::StatusOr<Why> ExplainAbove(const Count& count, const PairwiseMatrix& pairwise, OptionIndex a,
                                 OptionIndex b, std::span<const std::string> names);

}  // namespace plenum::tally
