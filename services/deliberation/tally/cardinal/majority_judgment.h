// Majority judgment: options are ranked by their median grade, and options with the same median by
// the grades that come to light when the median is taken away, one ballot of each at a time.
//
//   absl::StatusOr<Count> count = MajorityJudgment(grades, KeepTied{});
//   count->figures[0];                        // "median grades"
//   MajorityStep step = DecidingStep(GradeCounts(grades), a, b);
//   step.ballots_removed, step.grade_a, step.grade_b;   // where a and b part
//
// Source: M. Balinski and R. Laraki, "A theory of measuring, electing, and ranking", PNAS 104
// (2007) 8720-8725, and "Majority Judgment" (MIT Press, 2011), chapters 1 and 14. The median of an
// even number of grades is the lower of the middle two. Grades are the whole numbers of the range,
// higher is better; a ballot that is silent about an option gives it the lowest grade, as in the
// authors' elections, so that every option has as many grades as there are ballots.
//
// How it is counted without looking at ballots one by one: sort the grades of an option. The
// medians that are taken away one after the other are the lower middle, then in turn one from the
// half above and one from the half below, each half from the middle outwards (with an odd number of
// ballots the middle one comes first). So two options part in the half in which their grades, read
// outwards, differ first. Reading a half as runs of equal grades makes that one pass over the
// grades: O(g) for a comparison, O(groups x n + n log n x g) in all, at any number of ballots.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/score_profile.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

// How many ballots give each grade that any ballot gives to any option.
struct GradeTable {
  std::vector<int> grades;                   // ascending
  std::vector<std::vector<int64_t>> counts;  // counts[option][i] ballots give grades[i]
  int64_t ballots = 0;                       // the sum of counts[option], the same for all
};

// O(groups x n + width of the range). Empty grades without ballots.
GradeTable GradeCounts(const ScoreProfile& profile);

// The median grade and the two shares of the authors' "majority gauge", as numbers of ballots.
struct MajorityGauge {
  int64_t above = 0;  // ballots that give a better grade than the median
  int median = 0;
  int64_t below = 0;
};

// Requires ballots > 0. O(g).
MajorityGauge Gauge(const GradeTable& table, OptionIndex option);

// Where the majority values of two options part.
struct MajorityStep {
  int64_t ballots_removed = 0;  // the medians taken away from each before they differ
  int grade_a = 0;              // the medians then
  int grade_b = 0;
};

// Nothing when they are level: the same number of each grade. O(g).
std::optional<MajorityStep> DecidingStep(const GradeTable& table, OptionIndex a, OptionIndex b);

// Figures: "median grades", "ballots above the median", "ballots below the median" (with no ballots
// none of them, and all options level). INVALID_ARGUMENT only for a malformed tie policy.
absl::StatusOr<Count> MajorityJudgment(const ScoreProfile& profile, const TiePolicy& tie_policy);

}  // namespace plenum::tally
