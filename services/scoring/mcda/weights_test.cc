#include "services/scoring/mcda/weights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "services/scoring/mcda/errors.h"

namespace plenum::mcda {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Pointwise;

TEST(RankWeights, AreTheCentroidOfTheWeightsThatAgree) {
  EXPECT_THAT(*RankWeights(std::vector<double>{1, 2, 3}),
              Pointwise(::testing::DoubleEq(), {11 / 18.0, 5 / 18.0, 2 / 18.0}));
  EXPECT_THAT(*RankWeights(std::vector<double>{3, 1, 2}),
              Pointwise(::testing::DoubleEq(), {2 / 18.0, 11 / 18.0, 5 / 18.0}));
}

TEST(RankWeights, TiesShareTheirPlacesHoweverTheyAreNumbered) {
  const auto dense = *RankWeights(std::vector<double>{1, 2, 2, 3});
  const auto sparse = *RankWeights(std::vector<double>{1, 2.5, 2.5, 4});
  EXPECT_EQ(dense, sparse);
  EXPECT_DOUBLE_EQ(dense[1], dense[2]);
  EXPECT_DOUBLE_EQ(dense[0] + dense[1] + dense[2] + dense[3], 1);
  EXPECT_THAT(*RankWeights(std::vector<double>{1, 1}), ElementsAre(0.5, 0.5));
}

TEST(RankWeights, KnowTheOtherRules) {
  EXPECT_THAT(*RankWeights(std::vector<double>{1, 2, 3}, RankRule::kSum),
              Pointwise(DoubleNear(1e-15), {3 / 6.0, 2 / 6.0, 1 / 6.0}));
  EXPECT_THAT(*RankWeights(std::vector<double>{1, 2, 3}, RankRule::kReciprocal),
              Pointwise(DoubleNear(1e-15), {6 / 11.0, 3 / 11.0, 2 / 11.0}));
}

TEST(RankWeights, NameTheCriterionOfABadRank) {
  const auto refused = RankWeights(std::vector<double>{1, 0});
  EXPECT_EQ(SiteOf(refused.status())->rule, ErrorRule::kBadRank);
  EXPECT_EQ(SiteOf(refused.status())->criterion, 1);
  const auto nan = RankWeights(std::vector<double>{std::numeric_limits<double>::quiet_NaN()});
  EXPECT_EQ(SiteOf(nan.status())->rule, ErrorRule::kNotFinite);
  EXPECT_EQ(SiteOf(RankWeights({}).status())->rule, ErrorRule::kShape);
}

}  // namespace
}  // namespace plenum::mcda
