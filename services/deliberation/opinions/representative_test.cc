#include "services/deliberation/opinions/representative.h"

#include <gmock/gmock.h>

#include <cmath>

namespace plenum::opinions {
namespace {

TEST(ProportionTests, AreThoseComputedByHand) {
  // 8 of 9: 2 sqrt 10 (9/10 - 1/2).
  EXPECT_NEAR(ProportionTest(8, 9), 0.8 * std::sqrt(10), 1e-12);
  EXPECT_NEAR(ProportionTest(0, 0), 1, 1e-12);
  // 9 of 9 beside 4 of 9, raised to 10/10 and 5/10: pooled 15/20, (1 - 1/2) / sqrt(3/16 * 2/10).
  EXPECT_NEAR(TwoProportionTest(9, 9, 4, 9), 0.5 / std::sqrt(0.0375), 1e-12);
  EXPECT_NEAR(TwoProportionTest(4, 9, 9, 9), -0.5 / std::sqrt(0.0375), 1e-12);
  EXPECT_EQ(TwoProportionTest(9, 9, 5, 5), 0);
  EXPECT_EQ(TwoProportionTest(0, 0, 0, 0), 0);
}

TEST(Representative, IsWhatMostOfTheGroupSayAndTheOthersDoNot) {
  // Of the third on: the group is against; no more than half of it says so; few have answered; the
  // others say nearly the same.
  const std::vector<Tally> group = {{9, 1, 0}, {9, 1, 0}, {1, 9, 0},
                                    {4, 6, 0}, {2, 0, 0}, {9, 1, 0}};
  const std::vector<Tally> others = {{2, 8, 0}, {9, 1, 0}, {6, 4, 0},
                                     {9, 1, 0}, {0, 9, 0}, {8, 2, 0}};
  const auto found = FindRepresentative(group, others, 3, 5);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].statement, 0);
  EXPECT_EQ(found[0].vote, Vote::kAgree);
  EXPECT_EQ(found[0].others.agree, 2);
  EXPECT_NEAR(found[0].ratio, (10.0 / 12) / (3.0 / 12), 1e-12);
  EXPECT_NEAR(
      found[0].weight,
      found[0].ratio * TwoProportionTest(9, 10, 2, 10) * (10.0 / 12) * ProportionTest(9, 10),
      1e-12);
  EXPECT_EQ(found[1].statement, 2);
  EXPECT_EQ(found[1].vote, Vote::kDisagree);
  EXPECT_EQ(FindRepresentative(group, others, 3, 1).size(), 1U);
}

TEST(GroupInformedConsensus, IsTheProductOverTheGroups) {
  const std::vector<Tally> groups = {{8, 0, 0}, {3, 1, 1}};
  EXPECT_NEAR(GroupInformedConsensus(groups, Vote::kAgree), 9.0 / 10 * 4 / 7, 1e-12);
  EXPECT_NEAR(GroupInformedConsensus(groups, Vote::kDisagree), 1.0 / 10 * 2 / 7, 1e-12);
}

}  // namespace
}  // namespace plenum::opinions
