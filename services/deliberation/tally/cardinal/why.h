// Why one option stands above another in a count of points or grades: the figures that the rule
// compares, in its order and each in its own unit, up to the one that decides.
//
//   absl::StatusOr<ScoreWhy> why = ExplainStar(*Star(profile, {}), 0, 1, names);
//   why->compared;  // {{"votes in the runoff", 12, 9}}
//   why->sentence;  // "Ann stands above Bob: Ann wins the runoff against Bob with 12 votes to 9 (3
//                   //  ballots give both the same); in points it is 50 to 55."
//
// One function for each kind of result. All: INVALID_ARGUMENT for an option that there is not,
// a == b, or names of another number of options.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/cardinal/score.h"
#include "services/deliberation/tally/cardinal/seats.h"
#include "services/deliberation/tally/cardinal/star.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/score_profile.h"

namespace plenum::tally {

enum class ScoreWhyKind {
  kFigure,     // the last of the compared figures
  kRunoff,     // the upper one won the runoff against the lower one
  kFinalist,   // the upper one came into the runoff, the lower one did not
  kSeat,       // the upper one has a seat, the lower one none or a later one
  kTiePolicy,  // the figures leave them level, the tie policy put the upper one first
  kTied,       // they share a place
  kNeither,    // neither has a seat, and the rule ranks nobody without one
  kAll,        // as many options as seats: nothing was counted
};

struct ScoreFigures {
  std::string name;  // a noun in the plural: "points", "votes in the runoff", "median grades"
  Rational upper;
  Rational lower;
};

struct ScoreWhy {
  ScoreWhyKind kind = ScoreWhyKind::kTied;
  OptionIndex upper = 0;  // of kTied, kNeither and kAll: the one asked first
  OptionIndex lower = 0;
  std::vector<ScoreFigures> compared;  // in the order of the rule, up to the first that differ
  std::optional<int> upper_seat;       // from 1, where there are several winners
  std::optional<int> lower_seat;
  // Majority judgment: medians that were taken away from each before they differed.
  std::optional<int64_t> medians_removed;
  std::string tie_rule;  // kTiePolicy
  std::string sentence;
};

// The sum or the mean. O(n).
absl::StatusOr<ScoreWhy> ExplainScore(const Count& count, ScoreRule rule, OptionIndex a,
                                      OptionIndex b, std::span<const std::string> names);

// `grades`: what voters saw, from the lowest of the range on; the sentence says numbers without
// them. O(groups x n + grades).
absl::StatusOr<ScoreWhy> ExplainMajorityJudgment(const ScoreProfile& profile, const Count& count,
                                                 OptionIndex a, OptionIndex b,
                                                 std::span<const std::string> names,
                                                 std::span<const std::string> grades = {});

// O(n).
absl::StatusOr<ScoreWhy> ExplainStar(const StarResult& result, OptionIndex a, OptionIndex b,
                                     std::span<const std::string> names);

// O(seats x n).
absl::StatusOr<ScoreWhy> ExplainBlocStar(const BlocStarResult& result, OptionIndex a, OptionIndex b,
                                         std::span<const std::string> names);

// Reweighted Range, Sequentially Spent Score, Allocated Score. O(seats x n).
absl::StatusOr<ScoreWhy> ExplainSeats(const SeatsResult& result, OptionIndex a, OptionIndex b,
                                      std::span<const std::string> names);

}  // namespace plenum::tally
