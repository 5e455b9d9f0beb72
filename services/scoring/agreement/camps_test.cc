#include "services/scoring/agreement/camps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace plenum::agreement {
namespace {

using ::testing::ElementsAre;

std::vector<double> Distances(const std::vector<double>& places) {
  std::vector<double> distances;
  for (const double a : places) {
    for (const double b : places) distances.push_back(a < b ? b - a : a - b);
  }
  return distances;
}

TEST(KendallTau, IsOfOrdersAndCorrectsForTies) {
  using Numbers = std::vector<double>;
  EXPECT_DOUBLE_EQ(*KendallTau(Numbers{1, 2, 3}, Numbers{10, 20, 30}), 1);
  EXPECT_DOUBLE_EQ(*KendallTau(Numbers{1, 2, 3}, Numbers{3, 2, 1}), -1);
  EXPECT_NEAR(*KendallTau(Numbers{1, 2, 2}, Numbers{1, 2, 3}), 2 / std::sqrt(6.0), 1e-12);
  EXPECT_FALSE(KendallTau(Numbers{1, 1}, Numbers{1, 2}).has_value());
}

TEST(Camps, AreFoundWhereThereAreSomeAndOnlyThere) {
  const auto two = FindCamps(Distances({10, 0, 0.1, 10.1, 0.2}), 5);
  ASSERT_TRUE(two.ok());
  EXPECT_EQ(two->camps, 2);
  EXPECT_THAT(two->camp, ElementsAre(0, 1, 1, 0, 1));
  EXPECT_GT(two->silhouette, 0.9);
  const auto three = FindCamps(Distances({0, 0.1, 10, 10.1, 20, 20.1}), 6);
  EXPECT_EQ(three->camps, 3);
  // All at the same distance of one another.
  std::vector<double> equal(25, 1.0);
  for (std::size_t m = 0; m < 5; ++m) equal[m * 5 + m] = 0;
  EXPECT_EQ(FindCamps(equal, 5)->camps, 1);
  EXPECT_EQ(FindCamps(Distances({1, 1, 1}), 3)->camps, 1);
  EXPECT_EQ(FindCamps(Distances({1}), 1)->camps, 1);
}

TEST(Camps, EndSoonWhenStopped) {
  const std::vector<double> distances(100, 0.0);
  EXPECT_TRUE(absl::IsCancelled(FindCamps(distances, 10, 4, [] { return true; }).status()));
}

TEST(Camps, RefuseWhatIsNoDistance) {
  EXPECT_FALSE(FindCamps(std::vector<double>{0, 1, 1}, 2).ok());
  EXPECT_FALSE(FindCamps(std::vector<double>{0, -1, -1, 0}, 2).ok());
  EXPECT_FALSE(FindCamps({}, 0).ok());
}

}  // namespace
}  // namespace plenum::agreement
