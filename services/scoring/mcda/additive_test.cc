#include "services/scoring/mcda/additive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "services/scoring/mcda/errors.h"

namespace plenum::mcda {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::nullopt_t kMissing = std::nullopt;
using Matrix = std::vector<std::vector<std::optional<double>>>;  // option x criterion
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

ScoreTable Table(const std::vector<Matrix>& members) {
  const int options = static_cast<int>(members[0].size());
  const int criteria = static_cast<int>(members[0][0].size());
  ScoreTable table = *ScoreTable::Create(static_cast<int>(members.size()), options, criteria);
  for (size_t m = 0; m < members.size(); ++m) {
    for (size_t o = 0; o < members[m].size(); ++o) {
      for (size_t c = 0; c < members[m][o].size(); ++c) {
        if (!members[m][o][c].has_value()) continue;
        const absl::Status status = table.Set(static_cast<int>(m), static_cast<int>(o),
                                              static_cast<int>(c), *members[m][o][c]);
        EXPECT_TRUE(status.ok()) << status;
      }
    }
  }
  return table;
}

// Criteria of the scale 0..10, more is better, with these weights.
std::vector<Criterion> TenPointCriteria(const std::vector<double>& weights) {
  std::vector<Criterion> criteria;
  criteria.reserve(weights.size());
  for (const double weight : weights) {
    criteria.push_back({*ValueFunction::Linear(0, 10, Direction::kMax), weight});
  }
  return criteria;
}

AdditiveResult Evaluate(const std::vector<double>& weights, const std::vector<Matrix>& members,
                        double tolerance = kDefaultTieTolerance) {
  absl::StatusOr<AdditiveResult> result =
      EvaluateAdditive(TenPointCriteria(weights), Table(members), {.tie_tolerance = tolerance});
  EXPECT_TRUE(result.ok()) << result.status();
  return *std::move(result);
}

TEST(AdditiveTest, TotalsAreWeightedMeansOfTheMembersValues) {
  // Weights 3:1. Member means: option 0 has 0.6 and 0.4, option 1 has 0.3 and 1.
  const AdditiveResult result = Evaluate({3, 1}, {{{8, 2}, {2, 10}}, {{4, 6}, {4, 10}}});
  EXPECT_THAT(result.weights, ElementsAre(0.75, 0.25));
  EXPECT_NEAR(*result.options[0].total, 0.55, 1e-12);
  EXPECT_NEAR(*result.options[1].total, 0.475, 1e-12);
  EXPECT_NEAR(*result.options[0].cells[0].contribution, 0.45, 1e-12);
  EXPECT_NEAR(*result.options[0].cells[0].shares[0], 0.3, 1e-12);
  EXPECT_NEAR(*result.options[0].cells[0].shares[1], 0.15, 1e-12);
  EXPECT_THAT(result.tiers, ElementsAre(ElementsAre(0), ElementsAre(1)));
  EXPECT_EQ(result.options[0].worst_total, *result.options[0].total);
  EXPECT_EQ(result.options[0].best_total, *result.options[0].total);
  EXPECT_EQ(result.options[1].best_rank, 2);
  EXPECT_EQ(result.options[1].worst_rank, 2);
  EXPECT_THAT(result.without_total, IsEmpty());
}

TEST(AdditiveTest, AMissingScoreWidensTheBoundsAndIsNeverFilled) {
  // Member 1 did not score option 0 on criterion 0: its value may be 0 to 1.
  const AdditiveResult result = Evaluate({1, 1}, {{{8, 5}, {6, 5}}, {{kMissing, 5}, {6, 5}}});
  const OptionResult& option = result.options[0];
  EXPECT_EQ(option.missing_scores, 1);
  EXPECT_EQ(option.cells[0].scored_by, 1);
  EXPECT_EQ(option.cells[0].shares[1], std::nullopt);
  EXPECT_NEAR(*option.total, 0.65, 1e-12) << "the mean of those who gave a score";
  EXPECT_NEAR(option.worst_total, 0.45, 1e-12);
  EXPECT_NEAR(option.best_total, 0.7, 1e-12);
  EXPECT_EQ(option.best_rank, 1);
  EXPECT_EQ(option.worst_rank, 2);
  EXPECT_EQ(result.options[1].best_rank, 1);
  EXPECT_EQ(result.options[1].worst_rank, 2);
}

TEST(AdditiveTest, ACellThatNobodyScoredLeavesTheOptionWithoutATotal) {
  const AdditiveResult result = Evaluate({1, 1}, {{{8, kMissing}, {6, 5}, {1, 1}}});
  EXPECT_EQ(result.options[0].total, std::nullopt);
  EXPECT_EQ(result.options[0].cells[1].value, std::nullopt);
  EXPECT_NEAR(result.options[0].worst_total, 0.4, 1e-12);
  EXPECT_NEAR(result.options[0].best_total, 0.9, 1e-12);
  EXPECT_THAT(result.without_total, ElementsAre(0));
  EXPECT_THAT(result.tiers, ElementsAre(ElementsAre(1), ElementsAre(2)));
  EXPECT_EQ(result.options[0].best_rank, 1);
  EXPECT_EQ(result.options[0].worst_rank, 2) << "never below option 2, whose 0.1 is less than 0.4";
  EXPECT_EQ(result.options[2].best_rank, 3);

  const absl::Status status = ExplainDifference(result, 1, 0).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(SiteOf(status), (ErrorSite{ErrorRule::kMissingScore, 0, 1, std::nullopt}));
  EXPECT_EQ(SiteOf(WeightIntervalsKeepingFirst(result, 0).status())->rule,
            ErrorRule::kMissingScore);
}

TEST(AdditiveTest, ACriterionOfNoWeightNeedsNoScores) {
  const AdditiveResult result = Evaluate({1, 0}, {{{8, kMissing}, {6, 5}}});
  EXPECT_NEAR(*result.options[0].total, 0.8, 1e-12);
  EXPECT_EQ(result.options[0].missing_scores, 0);
  EXPECT_EQ(result.options[0].best_total, 0.8);
}

TEST(AdditiveTest, NoScoresAtAllRankNothing) {
  const AdditiveResult result = Evaluate({1}, {{{kMissing}, {kMissing}}});
  EXPECT_THAT(result.tiers, IsEmpty());
  EXPECT_THAT(result.without_total, ElementsAre(0, 1));
  EXPECT_EQ(result.options[0].worst_total, 0);
  EXPECT_EQ(result.options[0].best_total, 1);
  EXPECT_EQ(result.options[1].best_rank, 1);
  EXPECT_EQ(result.options[1].worst_rank, 2);
}

TEST(AdditiveTest, TiersHoldWhatTheToleranceCannotTellApart) {
  const std::vector<Matrix> scores = {{{5.0}, {5.4}, {4.6}, {5.1}}};
  EXPECT_THAT(Evaluate({1}, scores).tiers,
              ElementsAre(ElementsAre(1), ElementsAre(3), ElementsAre(0), ElementsAre(2)));
  // 0.54 and down to 0.49 share a tier; 0.46 is more than 0.05 below its best.
  EXPECT_THAT(Evaluate({1}, scores, 0.05).tiers, ElementsAre(ElementsAre(0, 1, 3), ElementsAre(2)));
  EXPECT_EQ(Evaluate({1}, scores, 0.05).options[0].worst_rank, 1);
  EXPECT_THAT(Evaluate({1}, {{{5}, {5}}}, 0).tiers, ElementsAre(ElementsAre(0, 1)));
}

TEST(AdditiveTest, WarnsOfACriterionThatTellsNothingApart) {
  EXPECT_THAT(Evaluate({1, 1}, {{{5, 1}, {5, 2}}}).constant_criteria, ElementsAre(0));
  EXPECT_THAT(Evaluate({1}, {{{5}}}).constant_criteria, IsEmpty()) << "one option is no comparison";
}

TEST(AdditiveTest, TheDifferenceSumsOverCriteriaAndMembers) {
  const AdditiveResult result =
      Evaluate({3, 2}, {{{8, 2}, {2, 10}}, {{4, kMissing}, {4, 7}}, {{9, 1}, {kMissing, 3}}});
  const absl::StatusOr<Difference> difference = ExplainDifference(result, 0, 1);
  ASSERT_TRUE(difference.ok());
  EXPECT_NEAR(difference->total, *result.options[0].total - *result.options[1].total, 1e-12);
  double sum = 0;
  for (size_t c = 0; c < 2; ++c) {
    sum += difference->by_criterion[c];
    const std::vector<double>& members = difference->by_member[c];
    EXPECT_NEAR(std::accumulate(members.begin(), members.end(), 0.0), difference->by_criterion[c],
                1e-12);
  }
  EXPECT_NEAR(sum, difference->total, 1e-12);
  EXPECT_EQ(SiteOf(ExplainDifference(result, 0, 0).status())->rule, ErrorRule::kShape);
  EXPECT_EQ(SiteOf(ExplainDifference(result, 2, 0).status())->option, 2);
}

TEST(AdditiveTest, WeightIntervalsNameWhoTakesOver) {
  // Values .9 .2 / .4 .8 at weights 0.6 and 0.4: level where 0.5 w = 0.6 (1 - w), w = 6/11.
  const AdditiveResult result = Evaluate({6, 4}, {{{9, 2}, {4, 8}}});
  const auto intervals = WeightIntervalsKeepingFirst(result, 0);
  ASSERT_TRUE(intervals.ok());
  EXPECT_NEAR((*intervals)[0]->low, 6.0 / 11, 1e-12);
  EXPECT_EQ((*intervals)[0]->high, 1);
  EXPECT_EQ((*intervals)[0]->rival_below_low, 1);
  EXPECT_EQ((*intervals)[0]->rival_above_high, std::nullopt);
  EXPECT_EQ((*intervals)[1]->low, 0);
  EXPECT_NEAR((*intervals)[1]->high, 5.0 / 11, 1e-12);
  EXPECT_EQ((*intervals)[1]->rival_above_high, 1);
}

TEST(AdditiveTest, NoWeightMakesADominatedOptionFirst) {
  const AdditiveResult result = Evaluate({6, 4}, {{{9, 8}, {4, 7}}});
  const auto intervals = WeightIntervalsKeepingFirst(result, 1);
  ASSERT_TRUE(intervals.ok());
  EXPECT_THAT(*intervals, ElementsAre(std::nullopt, std::nullopt));
  const auto first = WeightIntervalsKeepingFirst(result, 0);
  EXPECT_EQ((*first)[0]->low, 0);
  EXPECT_EQ((*first)[0]->high, 1);
  // One criterion with all the weight: the others have no ratios to keep.
  const AdditiveResult alone = Evaluate({1, 0}, {{{9, 8}, {4, 7}}});
  EXPECT_EQ((*WeightIntervalsKeepingFirst(alone, 0))[0], std::nullopt);
  EXPECT_TRUE((*WeightIntervalsKeepingFirst(alone, 0))[1].has_value());
}

// Scanning the weight confirms the closed form, for three options and any option asked about.
TEST(AdditiveTest, WeightIntervalsAgreeWithAScan) {
  const std::vector<Matrix> scores = {{{9, 2, 5}, {4, 8, 6}, {6, 5, 4}, {7, 7, 1}}};
  const std::vector<double> weights = {0.5, 0.3, 0.2};
  const AdditiveResult result = Evaluate(weights, scores);
  for (int option = 0; option < 4; ++option) {
    const auto intervals = WeightIntervalsKeepingFirst(result, option);
    ASSERT_TRUE(intervals.ok());
    for (size_t c = 0; c < 3; ++c) {
      for (int step = 0; step <= 1000; ++step) {
        const double w = step / 1000.0;
        std::vector<double> changed = weights;
        for (double& weight : changed) weight *= (1 - w) / (1 - weights[c]);
        changed[c] = w;
        const AdditiveResult at = Evaluate(changed, scores);
        const bool first = at.options[static_cast<size_t>(option)].worst_rank == 1;
        const auto& interval = (*intervals)[c];
        const bool inside =
            interval.has_value() && w >= interval->low - 1e-9 && w <= interval->high + 1e-9;
        ASSERT_EQ(first, inside) << "option " << option << ", criterion " << c << ", w " << w;
      }
    }
  }
}

TEST(AdditiveTest, RefusesBadWeightsNamingTheCriterion) {
  const ScoreTable table = Table({{{5, 5, 5}}});
  const auto site = [&](const std::vector<double>& weights) {
    const absl::Status status = EvaluateAdditive(TenPointCriteria(weights), table).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return SiteOf(status);
  };
  EXPECT_EQ(site({1, -0.5, 1}), (ErrorSite{.rule = ErrorRule::kNegativeWeight, .criterion = 1}));
  EXPECT_EQ(site({1, 1, kNan}), (ErrorSite{.rule = ErrorRule::kNotFinite, .criterion = 2}));
  EXPECT_EQ(site({1, 1, INFINITY}), (ErrorSite{.rule = ErrorRule::kNotFinite, .criterion = 2}));
  EXPECT_EQ(site({0, 0, 0}), (ErrorSite{.rule = ErrorRule::kAllZeroWeights}));
  EXPECT_EQ(site({1, 1}), (ErrorSite{.rule = ErrorRule::kShape}));
  EXPECT_EQ(SiteOf(NormalizeWeights({}).status()), (ErrorSite{.rule = ErrorRule::kShape}));
  EXPECT_EQ(
      SiteOf(EvaluateAdditive(TenPointCriteria({1, 1, 1}), table, {.tie_tolerance = -1}).status())
          ->rule,
      ErrorRule::kBadTolerance);
  EXPECT_EQ(
      SiteOf(EvaluateAdditive(TenPointCriteria({1, 1, 1}), table, {.tie_tolerance = kNan}).status())
          ->rule,
      ErrorRule::kBadTolerance);
}

TEST(AdditiveTest, NormalizesHugeAndTinyWeightsAlike) {
  const double huge = std::numeric_limits<double>::max();
  EXPECT_THAT(*NormalizeWeights(std::vector<double>{huge, huge}), ElementsAre(0.5, 0.5));
  const double tiny = std::numeric_limits<double>::denorm_min();
  EXPECT_THAT(*NormalizeWeights(std::vector<double>{tiny, tiny}), ElementsAre(0.5, 0.5));
  EXPECT_THAT(*NormalizeWeights(std::vector<double>{0, 2}), ElementsAre(0, 1));
}

TEST(AdditiveTest, RefusesAScoreOutsideItsScaleNamingTheCell) {
  ScoreTable table = Table({{{5}, {5}}, {{5}, {10.5}}});
  const absl::Status status = EvaluateAdditive(TenPointCriteria({1}), table).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(SiteOf(status), (ErrorSite{ErrorRule::kOutOfScale, 1, 0, 1}));
  EXPECT_THAT(status.message(),
              HasSubstr("option 1, criterion 0, member 1: 10.5 is outside the scale 0..10"));
}

TEST(ScoreTableTest, RefusesWhatIsNoScoreAndKeepsTheOldOne) {
  ScoreTable table = Table({{{5, kMissing}}});
  EXPECT_EQ(SiteOf(table.Set(0, 0, 0, kNan)), (ErrorSite{ErrorRule::kNotFinite, 0, 0, 0}));
  EXPECT_EQ(SiteOf(table.Set(0, 1, 0, 5)), (ErrorSite{ErrorRule::kShape, 1, 0, 0}));
  EXPECT_EQ(SiteOf(table.Clear(1, 0, 0))->rule, ErrorRule::kShape);
  EXPECT_EQ(table.Get(0, 0, 0), 5);
  EXPECT_EQ(table.Get(0, 0, 1), std::nullopt);
  EXPECT_TRUE(table.Clear(0, 0, 0).ok());
  EXPECT_EQ(table.Get(0, 0, 0), std::nullopt);
  EXPECT_EQ(SiteOf(ScoreTable::Create(0, 1, 1).status())->rule, ErrorRule::kShape);
  EXPECT_EQ(SiteOf(ScoreTable::Create(1 << 20, 1 << 20, 1 << 20).status())->rule,
            ErrorRule::kShape);
}

// ---- Group rules --------------------------------------------------------------------------------

TEST(GroupValue, IsWhatItsNameSays) {
  std::vector<Counted> values = {{0.9}, {0.1}, {0.5}, {0.4}, {0.6}};
  EXPECT_DOUBLE_EQ(GroupValue(GroupRule::kMean, values), 0.5);
  EXPECT_DOUBLE_EQ(GroupValue(GroupRule::kMedian, values), 0.5);
  EXPECT_DOUBLE_EQ(GroupValue(GroupRule::kTrimmedMean, values), 0.5);  // without 0.1 and 0.9
  EXPECT_NEAR(GroupValue(GroupRule::kGeometricMean, values),
              std::pow(0.9 * 0.1 * 0.5 * 0.4 * 0.6, 0.2), 1e-15);
  std::vector<Counted> even = {{1.0}, {0.0}, {0.2}, {0.4}};
  EXPECT_DOUBLE_EQ(GroupValue(GroupRule::kMedian, even), 0.3);
  EXPECT_DOUBLE_EQ(GroupValue(GroupRule::kTrimmedMean, even), 0.4);  // too few to cut any
  EXPECT_DOUBLE_EQ(GroupValue(GroupRule::kGeometricMean, even), 0.0);
}

TEST(GroupValue, OfMembersWhoCountAsSeveral) {
  std::vector<Counted> values = {{0.2, 1}, {0.8, 3}, {0.5, 1}};
  EXPECT_DOUBLE_EQ(GroupValue(GroupRule::kMean, values), (0.2 + 3 * 0.8 + 0.5) / 5);
  EXPECT_DOUBLE_EQ(GroupValue(GroupRule::kMedian, values), 0.8);
  // Of 0.2 0.5 0.8 0.8 0.8 without the first and the last.
  EXPECT_DOUBLE_EQ(GroupValue(GroupRule::kTrimmedMean, values), (0.5 + 0.8 + 0.8) / 3);
  EXPECT_NEAR(GroupValue(GroupRule::kGeometricMean, values),
              std::pow(0.2 * 0.8 * 0.8 * 0.8 * 0.5, 0.2), 1e-15);
  std::vector<Counted> halves = {{0.9, 2}, {0.1, 2}};
  EXPECT_DOUBLE_EQ(GroupValue(GroupRule::kMedian, halves), 0.5);
  std::vector<Counted> many = {{0.3, kMostCounts}, {0.6, kMostCounts}, {0.9, kMostCounts}};
  EXPECT_DOUBLE_EQ(GroupValue(GroupRule::kMedian, many), 0.6);
  EXPECT_DOUBLE_EQ(GroupValue(GroupRule::kTrimmedMean, many), 0.6);
}

class GroupRules : public ::testing::TestWithParam<GroupRule> {};
INSTANTIATE_TEST_SUITE_P(All, GroupRules,
                         ::testing::Values(GroupRule::kMean, GroupRule::kMedian,
                                           GroupRule::kTrimmedMean, GroupRule::kGeometricMean,
                                           GroupRule::kIndividualTotals));

// Whatever is filled in for what is missing, the total stays within the bounds.
TEST_P(GroupRules, EveryFillingLiesWithinTheBounds) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> unit(0, 1);
  const std::vector<Criterion> criteria = {{*ValueFunction::Linear(0, 1, Direction::kMax), 2},
                                           {*ValueFunction::Linear(0, 1, Direction::kMin), 1}};
  AdditiveOptions options;
  options.group_rule = GetParam();
  for (int problem = 0; problem < 300; ++problem) {
    ScoreTable partial = *ScoreTable::Create(5, 3, 2);
    ScoreTable filled = *ScoreTable::Create(5, 3, 2);
    options.member_weights.assign(5, {});
    for (auto& own : options.member_weights) {
      if (unit(random) < 0.5) own = {unit(random), 0.1 + unit(random)};
    }
    for (int m = 0; m < 5; ++m) {
      for (int o = 0; o < 3; ++o) {
        for (int c = 0; c < 2; ++c) {
          const double score = unit(random);
          ASSERT_TRUE(filled.Set(m, o, c, score).ok());
          if (unit(random) < 0.7) {
            ASSERT_TRUE(partial.Set(m, o, c, score).ok());
          }
        }
      }
    }
    const auto bounds = EvaluateAdditive(criteria, partial, options);
    const auto result = EvaluateAdditive(criteria, filled, options);
    ASSERT_TRUE(bounds.ok() && result.ok());
    for (std::size_t o = 0; o < 3; ++o) {
      EXPECT_GE(*result->options[o].total, bounds->options[o].worst_total - 1e-12);
      EXPECT_LE(*result->options[o].total, bounds->options[o].best_total + 1e-12);
      EXPECT_DOUBLE_EQ(result->options[o].worst_total, *result->options[o].total);
    }
  }
}

// A member who counts as three gives what three members give who all say the same.
TEST_P(GroupRules, CountingAsSeveralIsBeingSeveral) {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> unit(0, 1);
  const std::vector<Criterion> criteria = {{*ValueFunction::Linear(0, 1, Direction::kMax), 2},
                                           {*ValueFunction::Linear(0, 1, Direction::kMin), 1}};
  const std::vector<int> counts = {1, 3, 2, 1};
  for (int problem = 0; problem < 200; ++problem) {
    AdditiveOptions counted{.group_rule = GetParam(), .counts_as = counts};
    AdditiveOptions repeated{.group_rule = GetParam()};
    ScoreTable few = *ScoreTable::Create(4, 3, 2);
    ScoreTable many = *ScoreTable::Create(7, 3, 2);
    int copy = 0;
    for (int m = 0; m < 4; ++m) {
      std::vector<double> own;
      if (m % 2 == 0) own = {unit(random), 0.1 + unit(random)};
      counted.member_weights.push_back(own);
      const int first = copy;
      for (int k = 0; k < counts[static_cast<size_t>(m)]; ++k, ++copy) {
        repeated.member_weights.push_back(own);
      }
      for (int o = 0; o < 3; ++o) {
        for (int c = 0; c < 2; ++c) {
          if (unit(random) < 0.1) continue;
          const double score = unit(random);
          ASSERT_TRUE(few.Set(m, o, c, score).ok());
          for (int k = first; k < copy; ++k) ASSERT_TRUE(many.Set(k, o, c, score).ok());
        }
      }
    }
    const auto result = EvaluateAdditive(criteria, few, counted);
    const auto same = EvaluateAdditive(criteria, many, repeated);
    ASSERT_TRUE(result.ok() && same.ok()) << result.status();
    EXPECT_EQ(result->tiers, same->tiers);
    for (std::size_t o = 0; o < 3; ++o) {
      const OptionResult& option = result->options[o];
      ASSERT_EQ(option.total.has_value(), same->options[o].total.has_value());
      EXPECT_NEAR(option.total.value_or(0), same->options[o].total.value_or(0), 1e-12);
      EXPECT_NEAR(option.worst_total, same->options[o].worst_total, 1e-12);
      EXPECT_NEAR(option.best_total, same->options[o].best_total, 1e-12);
      EXPECT_EQ(option.best_rank, same->options[o].best_rank);
      EXPECT_LE(option.cells[0].scored_by, 4) << "people, not what they count as";
      const bool adds_up =
          GetParam() == GroupRule::kMean || GetParam() == GroupRule::kIndividualTotals;
      for (const CellResult& cell : option.cells) {
        double sum = 0;
        for (const auto& share : cell.shares) sum += share.value_or(0);
        EXPECT_NEAR(sum, adds_up ? cell.contribution.value_or(0) : 0, 1e-12);
      }
    }
  }
}

TEST(CountsAs, AreOneOrMoreForEveryMember) {
  const std::vector<Criterion> criteria = TenPointCriteria({1});
  const ScoreTable scores = Table({{{5}}, {{6}}});
  const auto refused = [&](std::vector<int> counts) {
    return SiteOf(EvaluateAdditive(criteria, scores, {.counts_as = std::move(counts)}).status());
  };
  EXPECT_EQ(refused({1, 0})->rule, ErrorRule::kBadCount);
  EXPECT_EQ(refused({1, 0})->member, 1);
  EXPECT_EQ(refused({-2, 1})->member, 0);
  EXPECT_EQ(refused({1, kMostCounts + 1})->rule, ErrorRule::kBadCount);
  EXPECT_EQ(refused({1})->rule, ErrorRule::kShape);
  EXPECT_FALSE(refused({1, kMostCounts}).has_value());
}

TEST(Shares, AreNotNeededForTheSameTotals) {
  std::mt19937 random(11);
  std::uniform_real_distribution<double> unit(0, 1);
  const std::vector<Criterion> criteria = {{*ValueFunction::Linear(0, 1, Direction::kMax), 2},
                                           {*ValueFunction::Linear(-3, 7, Direction::kMin), 1}};
  for (int problem = 0; problem < 200; ++problem) {
    ScoreTable scores = *ScoreTable::Create(4, 5, 2);
    for (int m = 0; m < 4; ++m) {
      for (int o = 0; o < 5; ++o) {
        for (int c = 0; c < 2; ++c) {
          if (unit(random) < 0.2) continue;
          ASSERT_TRUE(scores.Set(m, o, c, c == 0 ? unit(random) : 10 * unit(random) - 3).ok());
        }
      }
    }
    const auto whole = EvaluateAdditive(criteria, scores);
    const auto quick = EvaluateAdditive(criteria, scores, {.shares = false});
    ASSERT_TRUE(whole.ok() && quick.ok());
    EXPECT_EQ(whole->tiers, quick->tiers);
    for (std::size_t o = 0; o < 5; ++o) {
      EXPECT_EQ(whole->options[o].total, quick->options[o].total);
      EXPECT_DOUBLE_EQ(whole->options[o].worst_total, quick->options[o].worst_total);
      EXPECT_DOUBLE_EQ(whole->options[o].best_total, quick->options[o].best_total);
      EXPECT_EQ(whole->options[o].best_rank, quick->options[o].best_rank);
      EXPECT_EQ(whole->options[o].missing_scores, quick->options[o].missing_scores);
    }
  }
  ScoreTable off = *ScoreTable::Create(1, 1, 2);
  ASSERT_TRUE(off.Set(0, 0, 1, 9).ok());
  EXPECT_EQ(SiteOf(EvaluateAdditive(criteria, off, {.shares = false}).status())->criterion, 1);
}

TEST(IndividualTotals, AreTheMeanOfTheMembersOwnTotals) {
  const std::vector<Criterion> criteria = {{*ValueFunction::Linear(0, 1, Direction::kMax), 1},
                                           {*ValueFunction::Linear(0, 1, Direction::kMax), 1}};
  ScoreTable scores = *ScoreTable::Create(2, 1, 2);
  ASSERT_TRUE(scores.Set(0, 0, 0, 1.0).ok());
  ASSERT_TRUE(scores.Set(0, 0, 1, 0.0).ok());
  ASSERT_TRUE(scores.Set(1, 0, 0, 0.5).ok());
  ASSERT_TRUE(scores.Set(1, 0, 1, 0.25).ok());
  AdditiveOptions options;
  options.group_rule = GroupRule::kIndividualTotals;
  options.member_weights = {{3, 1}, {}};
  const auto result = EvaluateAdditive(criteria, scores, options);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_DOUBLE_EQ(*result->options[0].total, (0.75 * 1.0 + (0.5 * 0.5 + 0.5 * 0.25)) / 2);
  EXPECT_DOUBLE_EQ(result->weights[0], 0.625);
  double contributions = 0;
  for (const auto& cell : result->options[0].cells) contributions += *cell.contribution;
  EXPECT_DOUBLE_EQ(contributions, *result->options[0].total);
}

TEST(IndividualTotals, NameTheMemberWhoseWeightsAreWrong) {
  const std::vector<Criterion> criteria = {{*ValueFunction::Linear(0, 1, Direction::kMax), 1}};
  const ScoreTable scores = *ScoreTable::Create(2, 1, 1);
  AdditiveOptions options;
  options.group_rule = GroupRule::kIndividualTotals;
  options.member_weights = {{}, {-1}};
  const auto refused = EvaluateAdditive(criteria, scores, options);
  const auto site = SiteOf(refused.status());
  ASSERT_TRUE(site.has_value());
  EXPECT_EQ(site->rule, ErrorRule::kNegativeWeight);
  EXPECT_EQ(site->member, 1);
  options.member_weights = {{1}};
  EXPECT_EQ(SiteOf(EvaluateAdditive(criteria, scores, options).status())->rule, ErrorRule::kShape);
}

}  // namespace
}  // namespace plenum::mcda
