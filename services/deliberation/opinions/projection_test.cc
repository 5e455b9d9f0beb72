#include "services/deliberation/opinions/projection.h"

#include <gmock/gmock.h>

#include <cmath>

namespace plenum::opinions {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

constexpr Vote A = Vote::kAgree;
constexpr Vote D = Vote::kDisagree;
constexpr Vote P = Vote::kPass;
constexpr Vote U = Vote::kUnseen;

VoteMatrix Votes(const std::vector<std::vector<Vote>>& rows) {
  VoteMatrix votes(static_cast<int>(rows.size()),
                   rows.empty() ? 0 : static_cast<int>(rows[0].size()));
  for (int m = 0; m < votes.members(); ++m) {
    for (int s = 0; s < votes.statements(); ++s) {
      votes.Set(m, s, rows[static_cast<std::size_t>(m)][static_cast<std::size_t>(s)]);
    }
  }
  return votes;
}

// Two camps on statements 1 and 2, which are answered alike; statement 3 cuts across them. By hand:
// means 0; covariance (over 3) [[4/3, 4/3, 0], [4/3, 4/3, 0], [0, 0, 4/3]]; eigenvalues 8/3 with
// (1, 1, 0) / sqrt 2 and 4/3 with (0, 0, 1).
TEST(Projection, OfASmallMatrixIsThatComputedByHand) {
  const Projection plane = Project(Votes({{A, A, A}, {A, A, D}, {D, D, A}, {D, D, D}}));
  EXPECT_THAT(plane.means, ElementsAre(0, 0, 0));
  EXPECT_NEAR(plane.variances[0], 8.0 / 3, 1e-9);
  EXPECT_NEAR(plane.variances[1], 4.0 / 3, 1e-9);
  const double half = std::sqrt(0.5);
  EXPECT_THAT(plane.components[0],
              ElementsAre(DoubleNear(half, 1e-9), DoubleNear(half, 1e-9), DoubleNear(0, 1e-9)));
  EXPECT_THAT(plane.components[1],
              ElementsAre(DoubleNear(0, 1e-9), DoubleNear(0, 1e-9), DoubleNear(1, 1e-9)));
  EXPECT_NEAR(plane.points[1].x, std::sqrt(2), 1e-9);
  EXPECT_NEAR(plane.points[1].y, -1, 1e-9);
  EXPECT_NEAR(plane.points[2].x, -std::sqrt(2), 1e-9);
}

// The means are 1/3 (two agree, one disagrees) and 0. What is unseen stands at the mean: the column
// of statement 2 is centred 1, -1, 0, 0. The last member answered one of two statements: moved out
// by sqrt 2.
TEST(Projection, PutsTheMeanForWhatIsUnseenAndMovesOutWhoAnsweredLittle) {
  const Projection plane = Project(Votes({{A, A}, {D, D}, {U, P}, {A, U}}));
  EXPECT_NEAR(plane.means[0], 1.0 / 3, 1e-12);
  EXPECT_NEAR(plane.means[1], 0, 1e-12);
  // Covariance [[8/9, 2/3], [2/3, 2/3]]: trace 14/9, determinant 4/27.
  EXPECT_NEAR(plane.variances[0] + plane.variances[1], 14.0 / 9, 1e-9);
  EXPECT_NEAR(plane.variances[0] * plane.variances[1], 4.0 / 27, 1e-9);
  EXPECT_NEAR(plane.points[3].x, std::sqrt(2) * 2 / 3 * plane.components[0][0], 1e-9);
  EXPECT_NEAR(plane.points[2].x, 0, 1e-12);
}

TEST(Projection, ComponentsAreOrthonormalAlsoOfManyStatements) {
  VoteMatrix votes(60, 90);
  for (int m = 0; m < 60; ++m) {
    for (int s = 0; s < 90; ++s) {
      votes.Set(m, s, static_cast<Vote>((m * m * 7 + s * s * 3 + m * s) % 3 - 1));
    }
  }
  const Projection plane = Project(votes);
  const auto dot = [&](int a, int b) {
    double sum = 0;
    for (std::size_t i = 0; i < 90; ++i) {
      sum += plane.components[static_cast<std::size_t>(a)][i] *
             plane.components[static_cast<std::size_t>(b)][i];
    }
    return sum;
  };
  EXPECT_NEAR(dot(0, 0), 1, 1e-9);
  EXPECT_NEAR(dot(1, 1), 1, 1e-9);
  EXPECT_NEAR(dot(0, 1), 0, 1e-9);
  EXPECT_GE(plane.variances[0], plane.variances[1]);
}

TEST(Projection, OfVotesThatDoNotVaryIsThePointZero) {
  for (const auto& rows : std::vector<std::vector<std::vector<Vote>>>{{},
                                                                      {{}, {}},
                                                                      {{U, U}, {U, U}},
                                                                      {{P, P}, {P, P}},
                                                                      {{A, D}, {A, D}, {A, D}},
                                                                      {{A, D, P}}}) {
    const Projection plane = Project(Votes(rows));
    EXPECT_EQ(plane.points.size(), rows.size());
    for (const Point& point : plane.points) {
      EXPECT_EQ(point.x, 0);
      EXPECT_EQ(point.y, 0);
    }
    EXPECT_EQ(plane.variances[0], 0);
  }
}

// One direction only: there is no second component, and no rounding is blown up into one.
TEST(Projection, OfOneDirectionHasNoSecondComponent) {
  const Projection plane = Project(Votes({{A, A, P}, {D, D, P}, {A, A, P}, {D, D, P}}));
  EXPECT_GT(plane.variances[0], 0);
  EXPECT_EQ(plane.variances[1], 0);
  EXPECT_EQ(plane.points[0].y, 0);
}

}  // namespace
}  // namespace plenum::opinions
