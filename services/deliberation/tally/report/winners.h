// How firm the winners of a count are that elects: whom the other rules of its family elect from
// the same ballots, and how often they are elected when the voters are drawn again.
//
//   std::vector<RuleUnderTest> rules = ...;  // the rule of the count first, then the others
//   RobustnessOptions options;
//   options.seed = "2031-05-04";
//   absl::StatusOr<WinnersReport> report = CheckWinners(counts, 5, rules, rules[0], options);
//
// What kind of ballots they are only the rules know: here a ballot is the number of its group.
// Nothing depends on time or on the number of workers.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/report/robustness.h"

namespace plenum::tally {

// Whom a rule elects. Both ascending.
struct Winners {
  std::vector<OptionIndex> elected;  // whatever becomes of ties
  std::vector<OptionIndex> level;    // those of a tie that is left, some of whom are elected
  // False: the rule searches and did not look at all that it would have to.
  bool proven = true;
};

struct RuleUnderTest {
  std::string name;
  // Counts each ballot group so often as `counts` says, 0 included.
  std::function<absl::StatusOr<Winners>(std::span<const int64_t> counts)> count;
  int64_t steps = 1;  // of one count, roughly: to share out a budget of them
};

struct WinnersReport {
  struct Outcome {
    std::string rule;
    std::optional<Winners> winners;  // nothing when the rule refused the ballots
    std::string refusal;
  };
  std::vector<Outcome> outcomes;  // in the order of the rules
  // shared[i][j] of the outcomes i and j, i < j: options that both elect; nothing where one
  // refused.
  std::vector<std::vector<std::optional<int>>> shared;
  std::vector<int> elected_by;  // by option: rules that elect it
  // Drawn as in Bootstrap (robustness.h), each group by itself. A sample that the rule refuses,
  // such as one without ballots, elects nobody.
  int samples = 0;
  std::vector<int> elected_in;  // by option: samples that elect it
  int same_winners = 0;         // samples that elect the same as the count, with the same ties
  int unproven_samples = 0;
};

// Runs all rules on the ballots, group g `counts[g]` times, and draws samples of the first rule,
// counted by `sampled`, which may search less. INVALID_ARGUMENT: no rules, an empty seed, negative
// samples; and what the first rule refuses. CANCELLED: stopped.
absl::StatusOr<WinnersReport> CheckWinners(std::span<const int64_t> counts, int option_count,
                                           std::span<const RuleUnderTest> rules,
                                           const RuleUnderTest& sampled,
                                           const RobustnessOptions& options);

// Ballots under a rule that elects those with the most points, added up for each option alone.
struct PointBallots {
  std::span<const int64_t> counts;                           // by group
  std::function<int64_t(size_t group, OptionIndex)> points;  // of one ballot of the group
  int64_t range = 1;  // the most points that a ballot can give one option more than another
};

// The fewest ballots that have to be replaced so that `winners`, whom the points elect alone, are
// not elected alone any more: exact. A ballot may give any option all points and any other none.
FlipMargin PointsFlipMargin(const PointBallots& ballots, int option_count,
                            std::span<const OptionIndex> winners);

}  // namespace plenum::tally
