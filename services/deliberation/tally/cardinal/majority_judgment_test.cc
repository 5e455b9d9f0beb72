#include "services/deliberation/tally/cardinal/majority_judgment.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "services/deliberation/tally/cardinal/testing.h"

namespace plenum::tally {
namespace {

// The definition, word for word: take away the lower median until none is left.
std::vector<int> MajorityValue(const ScoreProfile& profile, OptionIndex option) {
  std::vector<int> grades;
  for (const std::vector<int>& ballot : Expanded(profile)) {
    grades.push_back(ballot[static_cast<size_t>(option)]);
  }
  std::sort(grades.begin(), grades.end());
  std::vector<int> value;
  while (!grades.empty()) {
    const auto median = grades.begin() + (std::ssize(grades) - 1) / 2;
    value.push_back(*median);
    grades.erase(median);
  }
  return value;
}

TEST(MajorityJudgmentTest, TheHigherMedianWins) {
  // Option 0: 5 5 0, option 1: 4 4 4, option 2: 5 0 0.
  const ScoreProfile profile = MakeScores(3, {0, 5}, {{{5, 4, 5}}, {{5, 4, 0}}, {{0, 4, 0}}});
  const auto count = MajorityJudgment(profile, KeepTied{});
  ASSERT_TRUE(count.ok());
  EXPECT_EQ(count->ranking, MakeRanking(3, {{0}, {1}, {2}}));
  EXPECT_EQ(count->figures[0].values, (std::vector<Rational>{5, 4, 0}));
  EXPECT_EQ(count->figures[1].values, (std::vector<Rational>{0, 0, 1}));
  EXPECT_EQ(count->figures[2].values, (std::vector<Rational>{1, 0, 0}));
}

TEST(MajorityJudgmentTest, AnEvenNumberOfBallotsTakesTheLowerMiddle) {
  const ScoreProfile profile = MakeScores(2, {0, 5}, {{{5, 3}}, {{1, 2}}});
  const auto count = MajorityJudgment(profile, KeepTied{});
  EXPECT_EQ(count->figures[0].values, (std::vector<Rational>{1, 2}));
  EXPECT_EQ(count->ranking, MakeRanking(2, {{1}, {0}}));
}

TEST(MajorityJudgmentTest, EqualMediansAreToldApartByTakingThemAway) {
  // Grades of option 0: 1 3 3 4 5, of option 1: 2 3 3 3 5. Medians in turn: 3 3 4 ... and 3 3 3 ...
  const ScoreProfile profile =
      MakeScores(2, {0, 5}, {{{1, 2}}, {{3, 3}}, {{3, 3}}, {{4, 3}}, {{5, 5}}});
  const auto step = DecidingStep(GradeCounts(profile), 0, 1);
  ASSERT_TRUE(step.has_value());
  EXPECT_EQ(step->ballots_removed, 2);
  EXPECT_EQ(step->grade_a, 4);
  EXPECT_EQ(step->grade_b, 3);
  EXPECT_EQ(MajorityJudgment(profile, KeepTied{})->ranking, MakeRanking(2, {{0}, {1}}));
}

TEST(MajorityJudgmentTest, OptionsWithTheSameGradesAreTied) {
  const ScoreProfile profile = MakeScores(2, {0, 5}, {{{5, 1}}, {{1, 5}}});
  EXPECT_FALSE(DecidingStep(GradeCounts(profile), 0, 1).has_value());
  EXPECT_EQ(MajorityJudgment(profile, KeepTied{})->ranking, MakeRanking(2, {{0, 1}}));
  EXPECT_EQ(MajorityJudgment(profile, DeclaredOrder{{1, 0}})->ranking, MakeRanking(2, {{1}, {0}}));
}

TEST(MajorityJudgmentTest, AgreesWithTakingMediansAwayOneByOne) {
  RandomEngine engine(3);
  for (int trial = 0; trial < 400; ++trial) {
    const int n = 2 + Upto(engine, 4);
    const ScoreProfile profile = MakeScores(n, {0, 3}, RandomScores(engine, n, 3));
    const GradeTable table = GradeCounts(profile);
    for (OptionIndex a = 0; a < n; ++a) {
      const std::vector<int> value_a = MajorityValue(profile, a);
      const MajorityGauge gauge = Gauge(table, a);
      EXPECT_EQ(gauge.median, value_a.front());
      for (OptionIndex b = 0; b < n; ++b) {
        const std::vector<int> value_b = MajorityValue(profile, b);
        const auto differs = std::mismatch(value_a.begin(), value_a.end(), value_b.begin());
        const auto step = DecidingStep(table, a, b);
        ASSERT_EQ(step.has_value(), differs.first != value_a.end()) << "trial " << trial;
        if (!step) continue;
        ASSERT_EQ(step->ballots_removed, differs.first - value_a.begin()) << "trial " << trial;
        EXPECT_EQ(step->grade_a, *differs.first);
        EXPECT_EQ(step->grade_b, *differs.second);
      }
    }
  }
}

TEST(MajorityJudgmentTest, ABetterGradeNeverHarms) {
  RandomEngine engine(5);
  for (int trial = 0; trial < 200; ++trial) {
    const int n = 2 + Upto(engine, 4);
    std::vector<CastScores> ballots = RandomScores(engine, n, 4);
    const auto before = MajorityJudgment(MakeScores(n, {0, 4}, ballots), KeepTied{});
    const auto raised = static_cast<OptionIndex>(Upto(engine, n));
    std::optional<int>& grade = ballots[0].scores[static_cast<size_t>(raised)];
    grade = std::min(4, grade.value_or(0) + 1);
    const auto after = MajorityJudgment(MakeScores(n, {0, 4}, ballots), KeepTied{});
    for (OptionIndex other = 0; other < n; ++other) {
      if (*before->ranking.TierOf(raised) < *before->ranking.TierOf(other)) {
        EXPECT_LT(*after->ranking.TierOf(raised), *after->ranking.TierOf(other));
      }
    }
  }
}

TEST(MajorityJudgmentTest, DoesNotDependOnTheNamesOfTheOptions) {
  RandomEngine engine(7);
  for (int trial = 0; trial < 100; ++trial) {
    const int n = 1 + Upto(engine, 6);
    const std::vector<CastScores> ballots = RandomScores(engine, n, 2);
    const std::vector<OptionIndex> order = RandomPermutation(engine, n);
    const auto count = MajorityJudgment(MakeScores(n, {0, 2}, ballots), KeepTied{});
    const auto renamed =
        MajorityJudgment(MakeScores(n, {0, 2}, Renamed(ballots, order)), KeepTied{});
    EXPECT_EQ(renamed->ranking, MakeRanking(n, Renamed(count->ranking, order)));
  }
}

TEST(MajorityJudgmentTest, CountsTheLargestWeightWithoutLoopingOverBallots) {
  const int64_t half = kMaxBallots / 2;
  const ScoreProfile profile = MakeScores(2, {-2, 2}, {{{2, 1}, half}, {{-2, -1}, half}});
  const auto step = DecidingStep(GradeCounts(profile), 0, 1);
  EXPECT_EQ(step->ballots_removed, 0);
  EXPECT_EQ(MajorityJudgment(profile, KeepTied{})->ranking, MakeRanking(2, {{1}, {0}}));
}

TEST(MajorityJudgmentTest, WithoutBallotsAllOptionsAreLevelAndHaveNoMedian) {
  const auto count = MajorityJudgment(MakeScores(3, {0, 5}, {}), KeepTied{});
  EXPECT_EQ(count->ranking, MakeRanking(3, {{0, 1, 2}}));
  EXPECT_TRUE(count->figures.empty());
  EXPECT_EQ(MajorityJudgment(MakeScores(3, {0, 5}, {}), DeclaredOrder{{0}}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(MajorityJudgmentTest, GradesManyDifferentNumbers) {
  std::vector<CastScores> ballots;
  for (int i = 0; i < 3000; ++i) ballots.push_back({{i, 2999 - i, i / 2}});
  const auto count = MajorityJudgment(MakeScores(3, {0, 5000}, ballots), KeepTied{});
  EXPECT_EQ(count->figures[0].values, (std::vector<Rational>{1499, 1499, 749}));
  EXPECT_EQ(count->ranking, MakeRanking(3, {{0, 1}, {2}}));
}

}  // namespace
}  // namespace plenum::tally
