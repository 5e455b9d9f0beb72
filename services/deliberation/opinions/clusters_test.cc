#include "services/deliberation/opinions/clusters.h"

#include <gmock/gmock.h>

#include <limits>

namespace plenum::opinions {
namespace {

// Two pairs on a line, at 0, 1 and 10, 11. By hand: inside 1 each; outside (10 + 11) / 2 and
// (9 + 10) / 2; the mean of 1 - 1/10.5 and 1 - 1/9.5 is 0.8997...
TEST(Silhouette, IsThatComputedByHand) {
  const std::vector<Point> points = {{0, 0}, {1, 0}, {10, 0}, {11, 0}};
  EXPECT_NEAR(MeanSilhouette(points, std::vector<int>{0, 0, 1, 1}, 2), (2 - 1 / 10.5 - 1 / 9.5) / 2,
              1e-12);
  // Who is alone counts 0: here 0, and (10 - 9.5) / 10 less ... of three points at 1, 10, 11.
  const double at_1 = (1 - 9.5) / 9.5;
  const double at_10 = (10 - 5.0) / 10;
  const double at_11 = (11 - 5.5) / 11;
  EXPECT_NEAR(MeanSilhouette(points, std::vector<int>{0, 1, 1, 1}, 2), (at_1 + at_10 + at_11) / 4,
              1e-12);
  EXPECT_EQ(MeanSilhouette(points, std::vector<int>{0, 0, 0, 0}, 1), 0);
}

std::vector<Point> Around(std::initializer_list<std::pair<Point, int>> places) {
  std::vector<Point> points;
  for (const auto& [place, count] : places) {
    for (int i = 0; i < count; ++i) {
      const int row = i / 3;
      points.push_back({place.x + 0.1 * (i % 3), place.y + 0.1 * row});
    }
  }
  return points;
}

TEST(Clusters, AreFoundCountedAndOrderedBySize) {
  const auto points = Around({{{0, 0}, 4}, {{5, 0}, 9}, {{0, 5}, 6}});
  const auto clusters = FindClusters(points, {});
  ASSERT_TRUE(clusters.ok()) << clusters.status();
  ASSERT_EQ(clusters->centres.size(), 3U);
  EXPECT_EQ(clusters->group[0], 2);
  EXPECT_EQ(clusters->group[4], 0);
  EXPECT_EQ(clusters->group[13], 1);
  EXPECT_GT(clusters->silhouette, 0.9);
  EXPECT_NEAR(clusters->centres[0].x, 5.1, 1e-9);
}

TEST(Clusters, TooSmallToBeShownJoinTheNearest) {
  auto points = Around({{{0, 0}, 6}, {{5, 0}, 6}});
  points.push_back({9, 0});
  points.push_back({9, 1});
  const auto clusters = FindClusters(points, {});
  ASSERT_TRUE(clusters.ok()) << clusters.status();
  ASSERT_EQ(clusters->centres.size(), 2U);
  EXPECT_EQ(clusters->group[6], clusters->group[12]);
  EXPECT_EQ(clusters->group[6], clusters->group[13]);
  EXPECT_NE(clusters->group[6], clusters->group[0]);
}

TEST(Clusters, AreOneWhereNothingParts) {
  for (const auto& points : std::vector<std::vector<Point>>{
           std::vector<Point>(20, Point{1, 1}),                   // all the same
           {{0, 0}, {9, 9}},                                      // too few
           {{0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {50, 0}}}) {  // all but one
    const auto clusters = FindClusters(points, {});
    ASSERT_TRUE(clusters.ok()) << clusters.status();
    EXPECT_EQ(clusters->centres.size(), 1U);
    EXPECT_EQ(clusters->silhouette, 0);
    EXPECT_EQ(clusters->group, std::vector<int>(points.size(), 0));
  }
  EXPECT_TRUE(FindClusters({}, {})->group.empty());
}

TEST(Clusters, RefuseWhatIsNoPlaneAndStopWhenAsked) {
  const std::vector<Point> points = {{0, std::numeric_limits<double>::quiet_NaN()}};
  EXPECT_EQ(FindClusters(points, {}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(FindClusters({}, {.max_groups = 0}).status().code(),
            absl::StatusCode::kInvalidArgument);
  const auto some = Around({{{0, 0}, 6}, {{5, 0}, 6}});
  EXPECT_EQ(FindClusters(some, {}, [] { return true; }).status().code(),
            absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace plenum::opinions
