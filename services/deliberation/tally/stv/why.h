// Why one option stands above another in an election by single transferable vote: read from the
// stages, as data and as one sentence that can be checked against them.
//
//   absl::StatusOr<StvWhy> why = ExplainStv(result, 0, 2, names);
//   why->sentence;  // "Ann is elected and Cy is not: Cy had the fewest votes in round 2, 9, when
//                   //  Ann had 14, and was excluded; Ann reached the quota of 20 in round 4 with
//                   //  21.5 votes."
//
// The order is that of the elections before the exclusions, and in each the order of the decisions
// (see ToCount): options that one decision took with equal votes are level.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/stv/stv.h"

namespace plenum::tally {

enum class StvWhyKind {
  kElected,        // the upper one is elected, the lower one is not
  kElectedFirst,   // both are elected, the upper one by an earlier decision or with more votes
  kExcludedLater,  // neither is elected, the lower one went first or with fewer votes
  kTiePolicy,      // votes that the rule takes as level; the tie policy decided
  kWithdrawn,      // the lower one does not stand; nor the upper one, if that is withdrawn too
  kUndecided,      // the count was held before it decided between them
  kLevel,          // one decision took both with equal votes
};

enum class StvOutcome { kElected, kExcluded, kUndecided, kWithdrawn };

// What became of an option.
struct StvFate {
  StvOutcome outcome = StvOutcome::kUndecided;
  // The stage of the decision, an index into StvResult::stages; for an undecided option the last
  // one, for a withdrawn one the first.
  size_t stage = 0;
  int round = 0;
  Rational votes;      // its votes then (QPQ: the ballots that stand behind it)
  Rational quota;      // then
  Rational quotient;   // QPQ only, then
  std::string reason;  // as in the stage
};

// A transfer that changed how the two stood. For Meek's and Warren's rule, which count all ballots
// anew, the change from one stage to the next one of other votes.
struct StvShift {
  size_t stage = 0;  // after it
  int round = 0;
  // Whose ballots went on: those of excluded options, or the surplus of elected ones.
  std::vector<OptionIndex> from;
  bool surplus = false;
  bool recounted = false;  // Meek's and Warren's rule
  Rational upper_before;
  Rational upper_after;
  Rational lower_before;
  Rational lower_after;
};

struct StvWhy {
  StvWhyKind kind = StvWhyKind::kLevel;
  OptionIndex upper = 0;  // of level and undecided ones with equal votes: the one asked first
  OptionIndex lower = 0;
  StvFate of_upper;
  StvFate of_lower;
  // Both at the first decision on one of them: that is what put one above the other.
  Rational upper_votes;
  Rational lower_votes;
  // The last transfer by which the upper one overtook the lower one while both were in the count;
  // nothing where it was never behind. Not for QPQ, whose quotients begin anew.
  std::optional<StvShift> overtaken;
  // The transfer that took the upper one to the quota; nothing where it had it from the start or
  // was elected without it. Not for QPQ.
  std::optional<StvShift> lifted;
  std::string tie_rule;  // kTiePolicy
  std::string sentence;
};

// INVALID_ARGUMENT: an option outside the option set, a == b, names of another number of options.
// O(stages).
absl::StatusOr<StvWhy> ExplainStv(const StvResult& result, OptionIndex a, OptionIndex b,
                                  std::span<const std::string> names);

// What became of one option. Requires that it exists. O(stages).
StvFate FateOf(const StvResult& result, OptionIndex option);

}  // namespace plenum::tally
