#include "services/scoring/mcda/ahp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "services/scoring/mcda/errors.h"

namespace plenum::mcda {
namespace {

using ::testing::DoubleNear;
using ::testing::Pointwise;

ErrorRule RuleOf(const absl::Status& status) { return SiteOf(status).value().rule; }

// Judgements that follow from weights, so that they are consistent.
PairMatrix Consistent(const std::vector<double>& weights) {
  PairMatrix judgements = *PairMatrix::Create(static_cast<int>(weights.size()));
  for (int i = 0; i < judgements.size(); ++i) {
    for (int j = i + 1; j < judgements.size(); ++j) {
      EXPECT_TRUE(
          judgements
              .Set(i, j,
                   weights[static_cast<std::size_t>(i)] / weights[static_cast<std::size_t>(j)])
              .ok());
    }
  }
  return judgements;
}

TEST(Pairs, GiveBackTheWeightsThatTheyFollowFrom) {
  const std::vector<double> weights = {0.5, 0.3, 0.15, 0.05};
  for (const PairMethod method : {PairMethod::kEigenvector, PairMethod::kGeometricMean}) {
    const auto result = EvaluatePairs(Consistent(weights), method);
    ASSERT_TRUE(result.ok());
    EXPECT_THAT(result->weights, Pointwise(DoubleNear(1e-12), weights));
    EXPECT_NEAR(result->lambda_max, 4, 1e-12);
    EXPECT_NEAR(*result->consistency_ratio, 0, 1e-12);
  }
}

TEST(Pairs, AreStillDeterminedByATreeOfJudgements) {
  const std::vector<double> weights = {0.5, 0.3, 0.15, 0.05};
  PairMatrix tree = *PairMatrix::Create(4);
  ASSERT_TRUE(tree.Set(0, 1, 0.5 / 0.3).ok());
  ASSERT_TRUE(tree.Set(1, 2, 0.3 / 0.15).ok());
  ASSERT_TRUE(tree.Set(3, 2, 0.05 / 0.15).ok());
  for (const PairMethod method : {PairMethod::kEigenvector, PairMethod::kGeometricMean}) {
    const auto result = EvaluatePairs(tree, method);
    ASSERT_TRUE(result.ok());
    EXPECT_THAT(result->weights, Pointwise(DoubleNear(1e-10), weights));
    EXPECT_NEAR(result->lambda_max, 4, 1e-10);
    EXPECT_FALSE(result->consistency_ratio.has_value());  // the table is of complete matrices
  }
}

TEST(Pairs, SatisfyTheEquationOfTheEigenvector) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> logarithm(-2.2, 2.2);
  for (int problem = 0; problem < 200; ++problem) {
    const int n = 3 + problem % 6;
    PairMatrix judgements = *PairMatrix::Create(n);
    for (int i = 0; i < n; ++i) {
      for (int j = i + 1; j < n; ++j) {
        ASSERT_TRUE(judgements.Set(i, j, std::exp(logarithm(random))).ok());
      }
    }
    const auto result = EvaluatePairs(judgements);
    ASSERT_TRUE(result.ok());
    EXPECT_GE(result->lambda_max, n - 1e-9);  // Perron and Frobenius: n only when consistent
    for (int i = 0; i < n; ++i) {
      double sum = 0;
      for (int j = 0; j < n; ++j) {
        sum += judgements.Get(i, j) * result->weights[static_cast<std::size_t>(j)];
      }
      EXPECT_NEAR(sum, result->lambda_max * result->weights[static_cast<std::size_t>(i)], 1e-9);
    }
  }
}

TEST(Pairs, ContradictionsShowInTheRatio) {
  // a over b over c over a.
  const auto result = EvaluatePairs(*PairMatrix::FromUpper(std::vector<double>{9, 1 / 9.0, 9}));
  ASSERT_TRUE(result.ok());
  EXPECT_GT(*result->consistency_ratio, 1);
  EXPECT_THAT(result->weights, Pointwise(DoubleNear(1e-9), {1 / 3.0, 1 / 3.0, 1 / 3.0}));
}

TEST(Pairs, ThatLeaveAnItemAloneAreRefused) {
  // Peers fill in 1 or fail with a singular matrix.
  PairMatrix apart = *PairMatrix::Create(4);
  ASSERT_TRUE(apart.Set(0, 1, 2).ok());
  ASSERT_TRUE(apart.Set(2, 3, 2).ok());
  const auto refused = EvaluatePairs(apart);
  EXPECT_EQ(RuleOf(refused.status()), ErrorRule::kDisconnected);
  EXPECT_EQ(SiteOf(refused.status())->criterion, 2);
}

TEST(Pairs, BadJudgementsAreNamed) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  PairMatrix three = *PairMatrix::Create(3);
  EXPECT_EQ(RuleOf(three.Set(0, 0, 1)), ErrorRule::kShape);
  EXPECT_EQ(RuleOf(three.Set(0, 3, 1)), ErrorRule::kShape);
  EXPECT_EQ(RuleOf(three.Set(0, 1, 0)), ErrorRule::kBadJudgement);
  EXPECT_EQ(RuleOf(three.Set(0, 1, kNan)), ErrorRule::kNotFinite);
  EXPECT_EQ(RuleOf(PairMatrix::FromMatrix({{1, 2}, {2, 1}}).status()), ErrorRule::kBadJudgement);
  EXPECT_EQ(RuleOf(PairMatrix::FromMatrix({{2, 2}, {0.5, 1}}).status()), ErrorRule::kBadJudgement);
  EXPECT_EQ(RuleOf(PairMatrix::FromMatrix({{1, 2}, {0.5}}).status()), ErrorRule::kShape);
  EXPECT_EQ(RuleOf(PairMatrix::FromUpper(std::vector<double>{1, 2}).status()), ErrorRule::kShape);
  EXPECT_EQ(RuleOf(PairMatrix::Create(0).status()), ErrorRule::kShape);
  EXPECT_TRUE(PairMatrix::FromMatrix({{1, 0}, {0, 1}}).ok());
}

TEST(Group, OfMembersWhoAgreeJudgesAsTheyDo) {
  const std::vector<PairMatrix> members(3, Consistent({0.6, 0.3, 0.1}));
  const auto group = AggregateJudgements(members, std::vector<double>{1, 5, 2});
  ASSERT_TRUE(group.ok());
  EXPECT_THAT(EvaluatePairs(*group)->weights, Pointwise(DoubleNear(1e-12), {0.6, 0.3, 0.1}));
  EXPECT_EQ(RuleOf(AggregateJudgements(members, std::vector<double>{1, 1}).status()),
            ErrorRule::kShape);
  EXPECT_EQ(RuleOf(AggregateJudgements(members, std::vector<double>{0, 0, 0}).status()),
            ErrorRule::kAllZeroWeights);
}

}  // namespace
}  // namespace plenum::mcda
