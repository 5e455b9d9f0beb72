// How one ballot of points counted: what it gave to whom, for whom it was in a runoff, and what it
// weighed for each seat. Nothing here says whose ballot it is; it need not be one of those that
// were counted.
//
//   absl::StatusOr<ScoreBallotTrace> trace = TraceScores(profile.range(), ballot, {0}, names);
//   absl::StatusOr<ScoreBallotTrace> seats =
//       TraceSeats(profile.range(), ballot, *AllocatedScore(profile, 3, KeepTied{}),
//                  SeatsRule::kAllocatedScore, names);
//   seats->seats[1].weight;  // 1/3: what the first seat has left of it
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/cardinal/seats.h"
#include "services/deliberation/tally/cardinal/star.h"
#include "services/deliberation/tally/score_profile.h"

namespace plenum::tally {

struct ScoreBallotTrace {
  struct Given {
    OptionIndex option = 0;
    std::optional<int> points;  // nothing where it is silent
    bool elected = false;
  };
  // A runoff of STAR or Bloc STAR.
  struct Runoff {
    int seat = 1;  // from 1
    OptionIndex winner = 0;
    OptionIndex loser = 0;
    std::optional<OptionIndex> supports;  // nothing where it gives both the same
  };
  // A seat of a rule in proportion.
  struct Seat {
    OptionIndex winner = 0;
    Rational weight;  // of the ballot when the seat was given, 1 at first
    Rational gave;    // to the winner: that weight times its points from the lowest of the range
  };
  std::vector<Given> given;  // all options, in their order
  std::vector<Runoff> runoffs;
  std::vector<Seat> seats;
  std::string sentence;
};

// All: INVALID_ARGUMENT for a ballot or names over another number of options or points outside the
// range. O(n) and O(seats x groups of equal payment).

// Rules that rank all options; `elected` holds those in the first place. `grades`: what voters saw,
// from the lowest of the range on; the sentence speaks of points without them.
absl::StatusOr<ScoreBallotTrace> TraceScores(ScoreRange range, const Scores& ballot,
                                             const std::vector<OptionIndex>& elected,
                                             std::span<const std::string> names,
                                             std::span<const std::string> grades = {});

// `rounds`: of STAR the one, of Bloc STAR one for each seat.
absl::StatusOr<ScoreBallotTrace> TraceStar(ScoreRange range, const Scores& ballot,
                                           std::span<const StarRound> rounds,
                                           const std::vector<OptionIndex>& elected,
                                           std::span<const std::string> names);

enum class SeatsRule { kReweightedRange, kSequentiallySpentScore, kAllocatedScore };

// Of counts by SpentScoreReading::kRule.
absl::StatusOr<ScoreBallotTrace> TraceSeats(ScoreRange range, const Scores& ballot,
                                            const SeatsResult& result, SeatsRule rule,
                                            std::span<const std::string> names);

}  // namespace plenum::tally
