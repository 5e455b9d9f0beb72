#include "services/deliberation/tally/committee/counting.h"

#include <gtest/gtest.h>

#include "services/deliberation/tally/committee/approval_testing.h"

namespace plenum::tally {
namespace {

using Committee = std::vector<OptionIndex>;

// Distances of all ballots, greatest first.
std::vector<int> NaiveDistances(const ApprovalProfile& profile, const Committee& committee) {
  std::vector<int> distances;
  for (const ApprovalGroup& group : profile.groups()) {
    const int shared = MembersOn(group, committee);
    const int distance = static_cast<int>(group.approved.size() + committee.size()) - 2 * shared;
    distances.insert(distances.end(), static_cast<size_t>(group.count), distance);
  }
  std::sort(distances.rbegin(), distances.rend());
  return distances;
}

TEST(CountingTest, ApprovalAndSatisfactionCountPoints) {
  const ApprovalProfile profile = MakeApprovals(3, {{{0, 1}, 3}, {{2}, 2}});
  const CommitteeResult approval = MustElect(profile, CommitteeRule::kApproval, Seats(1));
  EXPECT_EQ(approval.points, (std::vector<Rational>{3, 3, 2}));
  EXPECT_EQ(approval.committees, (Committees{{0}, {1}}));
  EXPECT_EQ(approval.score, std::vector<Rational>{3});
  const CommitteeResult satisfaction =
      MustElect(profile, CommitteeRule::kSatisfactionApproval, Seats(1));
  EXPECT_EQ(satisfaction.points,
            (std::vector<Rational>{MakeRational(3, 2), MakeRational(3, 2), 2}));
  EXPECT_EQ(satisfaction.committees, (Committees{{2}}));
}

// Sums of thirds and sixths that doubles do not add up alike in every order.
TEST(CountingTest, EqualSharesOfABallotStayEqual) {
  const ApprovalProfile profile = MakeApprovals(
      8, {{{0, 2, 3, 4, 5}, 1}, {{0, 6, 7}, 3}, {{1, 2, 3}, 3}, {{1, 4, 5, 6, 7}, 1}});
  EXPECT_EQ(Winners(profile, CommitteeRule::kSatisfactionApproval, 1).size(), 6u);
}

TEST(CountingTest, MinimaxEqualsLookingAtAllCommittees) {
  RandomEngine engine(3);
  for (int trial = 0; trial < 80; ++trial) {
    const ApprovalProfile profile = RandomApprovals(engine, 7);
    const int seats = 1 + Upto(engine, 5);
    EXPECT_EQ(Winners(profile, CommitteeRule::kMinimaxApproval, seats),
              BestByBruteForce(7, seats, [&](const Committee& c) {
                return -NaiveDistances(profile, c).front();
              }));
    EXPECT_EQ(Winners(profile, CommitteeRule::kLexMinimaxApproval, seats),
              BestByBruteForce(7, seats, [&](const Committee& c) {
                std::vector<int> distances = NaiveDistances(profile, c);
                for (int& distance : distances) distance = -distance;
                return distances;
              }));
  }
}

TEST(CountingTest, EPluribusHugoIsHandWorked) {
  // Points: 0 has 4 x 1/2 = 2, 1 has 2, 2 has 3, 3 has 1. The two lowest levels are {3} and {0, 1};
  // 3 has the fewest approvals of these and goes; then 0 and 1 are lowest, with 4 each: one of them
  // goes, either way.
  const ApprovalProfile profile = MakeApprovals(4, {{{0, 1}, 4}, {{2}, 3}, {{3}, 1}});
  const CommitteeResult result = MustElect(profile, CommitteeRule::kEPluribusHugo, Seats(2));
  EXPECT_EQ(result.committees, (Committees{{0, 2}, {1, 2}}));
  ASSERT_EQ(result.steps.size(), 2u);
  EXPECT_EQ(result.steps[0].option, 3);
  EXPECT_EQ(result.steps[1].option, 1);
  EXPECT_EQ(result.steps[1].level, (Committee{0, 1}));
}

TEST(CountingTest, TrivialGivesAllCommittees) {
  EXPECT_EQ(Winners(TwoParties(), CommitteeRule::kTrivial, 3), AllCommittees(6, 3));
}

}  // namespace
}  // namespace plenum::tally
