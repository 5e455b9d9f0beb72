// STAR voting (score, then automatic runoff) and Bloc STAR for several seats: the two options with
// the highest total scores meet in a runoff, which the one wins that more ballots score higher.
//
//   absl::StatusOr<StarResult> result = Star(profile, {.last_tie = HoldForDecision{}});
//   result->round.winner;             // nothing when a tie could not be broken
//   result->round.scoring[0];         // the totals; further steps are tie-breaks
//
// Sources: the rule and the official tie-breaking protocol of the Equal Vote Coalition
// (starvoting.org/star and starvoting.org/ties), in the reading of the tabulator starvote:
//   - level in the scoring round: more won head-to-head comparisons, ballot by ballot, among the
//     level options; then more ballots with the highest score of the range; then the last tie
//     policy;
//   - level in the runoff: the higher total score, then more ballots with the highest score, then
//     the last tie policy.
// Bloc STAR fills the seats one after the other, each by STAR among the options without a seat.
//
// A ballot that is silent about an option gives it the lowest score of the range.
// O(groups x n) for a seat without ties, O(groups x t log t) for each tie of t options.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/cardinal/last_tie.h"
#include "services/deliberation/tally/cardinal/standing.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/score_profile.h"

namespace plenum::tally {

struct StarOptions {
  LastTiePolicy last_tie = KeepTied{};
};

// One look at the ballots.
struct StarStep {
  enum class Measure {
    kTotalScores,
    kComparisonsWon,  // over all ballots: the options of this step that a ballot scores lower
    kHighestScores,   // ballots that give the highest score of the range
  };
  Measure measure = Measure::kTotalScores;
  Standing standing;
  int64_t no_preference = 0;  // kComparisonsWon: ballots that score all options of the step equally
};

struct StarRound {
  std::vector<StarStep> scoring;  // the totals, then the tie-breaks that were needed
  std::optional<LastTieUse> scoring_tie;
  std::vector<StarStep> runoff;  // the comparison of the two, then the tie-breaks
  std::optional<LastTieUse> runoff_tie;
  std::optional<OptionIndex> winner;
};

struct StarResult {
  // The ranking: the winner, the other finalist, then the rest by total score. Where a tie stops
  // the count, the options that are still in it share the first tier. Rounds: 0 the totals, 1 the
  // runoff. Figures: "total scores".
  Count count;
  StarRound round;  // one option: no steps, it wins
};

// INVALID_ARGUMENT, OUT_OF_RANGE: as LastTie::Create. With no ballots all options are level.
absl::StatusOr<StarResult> Star(const ScoreProfile& profile, const StarOptions& options);

struct BlocStarResult {
  std::vector<OptionIndex> winners;  // in the order of the seats
  bool every_option_wins = false;    // as many options as seats: nothing was counted
  std::vector<StarRound> rounds;  // one for each seat; the last is unfinished where a tie stopped
                                  // the count
  std::vector<OptionIndex> undecided;  // the level options then, ascending
  std::vector<TieEvent> events;
  bool held = false;
};

// As Star; INVALID_ARGUMENT also for seats outside 1..options.
absl::StatusOr<BlocStarResult> BlocStar(const ScoreProfile& profile, int seats,
                                        const StarOptions& options);

}  // namespace plenum::tally
