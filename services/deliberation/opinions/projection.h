// projection: members as points of a plane, near to each other when they vote alike.
//
// Principal component analysis of the votes (agree 1, pass 0, disagree -1) as Polis does it: a vote
// that is missing counts as the mean of its statement; the columns are centred; the two directions
// of greatest variance span the plane. Who answered little would sit near the middle for that
// reason alone, so a point is moved out by sqrt(statements / answers). Source: C. Small, M.
// Bjorkegren, T. Erkkilä, L. Shaw, C. Megill, "Polis: Scaling Deliberation by Mapping High
// Dimensional Opinion Spaces", Recerca 26(2), 2021, doi 10.6035/recerca.5516; the scaling is that
// of the program Polis.
//
//   Projection plane = Project(votes);
//   plane.points[member].x ...
#pragma once

#include <array>
#include <vector>

#include "services/deliberation/opinions/votes.h"

namespace plenum::opinions {

struct Point {
  double x = 0;
  double y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

struct Projection {
  std::vector<Point> points;  // of each member; (0, 0) for one without votes
  std::vector<double> means;  // of each statement, -1 to 1; 0 where nobody voted
  // Unit vectors over the statements, the greatest variance first. Of the two signs that which
  // makes the largest entry positive. All zeros where the votes do not vary so far.
  std::array<std::vector<double>, 2> components;
  std::array<double, 2> variances = {0, 0};  // along them, over members - 1; before the moving out
};

// Every number is finite, whatever the votes. Components of nearly equal variance are any
// directions of their common plane. Deterministic; of members in another order the same up to
// rounding. By subspace iteration with Rayleigh-Ritz steps (G. H. Golub, C. F. Van Loan, "Matrix
// Computations", 4th ed., section 8.2.4). O(members x statements^2 + 300 x statements^2).
Projection Project(const VoteMatrix& votes);

}  // namespace plenum::opinions
