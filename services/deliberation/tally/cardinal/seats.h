// Several seats from scores, shared in proportion: Reweighted Range Voting, Sequentially Spent
// Score and Allocated Score (Proportional STAR). All three elect the option with the highest
// weighted total, seat by seat; then the ballots that helped to elect it lose weight. They differ
// in how much.
//
//   absl::StatusOr<SeatsResult> result = ReweightedRange(profile, 3, KeepTied{});
//   for (const SeatRound& round : result->rounds) ... round.winner, round.reweightings ...
//
// Sources:
//   ReweightedRange         W. D. Smith, rangevoting.org/RRV.html: a ballot that has given s points
//                           in all to those elected weighs C / (C + s), C the highest score
//   SequentiallySpentScore  electowiki.org/wiki/Sequentially_Spent_Score: a ballot has C stars; an
//                           elected option costs one Hare quota of stars (ballots x C / seats),
//                           paid by its supporters in proportion to their weighted scores; a ballot
//                           weighs what is left of its stars / C
//   AllocatedScore          electowiki.org/wiki/Allocated_Score and starvoting.org's technical
//                           specification: one Hare quota of ballots (ballots / seats), those with
//                           the highest weighted scores first, leaves the count with each seat; the
//                           last group that would overfill the quota leaves in part
//
// Scores count from the lowest of the range (C is highest - lowest), and a silent ballot gives the
// lowest. Options that stay level go to the last tie policy; the rules have no tie-break of their
// own. As many options as seats: all are elected and nothing is counted.
//
// Ballots of equal weight are summed together in integers, fractions are formed once for each
// distinct weight: O(seats x (groups x n + weights x n)).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"
#include "services/deliberation/tally/cardinal/last_tie.h"
#include "services/deliberation/tally/cardinal/standing.h"
#include "services/deliberation/tally/exact.h"
#include "services/deliberation/tally/score_profile.h"

namespace plenum::tally {

// Ballots whose weight went from one value to another together.
struct Reweighting {
  int64_t ballots = 0;
  Rational
      gave;  // SequentiallySpentScore, AllocatedScore: each one's weighted score for the winner
  Rational from;
  Rational to;  // above 0; ballots without weight are counted apart
};

// AllocatedScore: one group of supporters with the same weighted score for the winner.
struct Allocation {
  Rational quota_left;  // before it
  int64_t ballots = 0;
  Rational score;
  Rational share = 1;  // the part of their weight that left the count; below 1 it filled the quota
};

struct SeatRound {
  int64_t ballots = 0;  // still in the count
  Rational weight;      // their weights' sum
  Standing standing;    // weighted totals of the options without a seat
  std::optional<LastTieUse> last_tie;
  std::optional<OptionIndex> winner;
  // How the ballots paid, by ascending new weight, then old; all empty in the round of the last
  // seat.
  std::vector<Reweighting> reweightings;
  int64_t ballots_spent = 0;    // supporters without weight left
  int64_t ballots_dropped = 0;  // SpentScoreReading::kStarvote: others that left the count
  Rational share_paid;          // SequentiallySpentScore: of each supporter's weighted score
  std::vector<Allocation> allocations;  // AllocatedScore: highest scores first
};

struct SeatsResult {
  std::vector<OptionIndex> winners;  // in the order of the seats
  bool every_option_wins = false;
  // The price of a seat: stars or ballots; 0 for ReweightedRange.
  Rational quota;
  std::vector<SeatRound> rounds;       // one for each seat; the last is without a winner where a
                                       // tie stopped the count
  std::vector<OptionIndex> undecided;  // the level options then, ascending
  std::vector<TieEvent> events;
  bool held = false;
};

// All: INVALID_ARGUMENT for seats outside 1..options and as LastTie::Create, OUT_OF_RANGE as there.
// RESOURCE_EXHAUSTED: the weights are fractions that grew beyond kMostFractionBits (exact.h).
// CANCELLED: stopped, which is asked for each weight at each seat.
absl::StatusOr<SeatsResult> ReweightedRange(const ScoreProfile& profile, int seats,
                                            const LastTiePolicy& last_tie,
                                            const base::Stopped& stopped = {});

// What becomes of ballots that gave the winner nothing.
enum class SpentScoreReading {
  kRule,      // they keep their stars
  kStarvote,  // they leave the count in each round in which another ballot spends its last star, as
              // starvote 2.1 counts (a defect, for repeating its published counts only)
};

absl::StatusOr<SeatsResult> SequentiallySpentScore(
    const ScoreProfile& profile, int seats, const LastTiePolicy& last_tie,
    SpentScoreReading reading = SpentScoreReading::kRule, const base::Stopped& stopped = {});

// What a ballot fills of the quota that it is allocated to.
enum class AllocationReading {
  kWeight,   // its weight, as in the rule's reference code: each seat takes exactly one quota of
             // weight, while the supporters have it
  kBallots,  // 1, whatever is left of its weight, as starvote counts
};

absl::StatusOr<SeatsResult> AllocatedScore(const ScoreProfile& profile, int seats,
                                           const LastTiePolicy& last_tie,
                                           AllocationReading reading = AllocationReading::kWeight,
                                           const base::Stopped& stopped = {});

}  // namespace plenum::tally
