#include "services/deliberation/tally/committee/thiele.h"

#include <gtest/gtest.h>

#include "services/deliberation/tally/committee/approval_testing.h"

namespace plenum::tally {
namespace {

// Straight from the definition, ballot by ballot.
Rational NaiveScore(const ApprovalProfile& profile, const std::vector<OptionIndex>& committee,
                    Rational (*weight)(int)) {
  Rational score(0);
  for (const ApprovalGroup& group : profile.groups()) {
    for (int i = 1; i <= MembersOn(group, committee); ++i) {
      score += weight(i) * Rational(group.count);
    }
  }
  return score;
}

int64_t BallotsWith(const ApprovalProfile& profile, const std::vector<OptionIndex>& committee,
                    int least) {
  int64_t ballots = 0;
  for (const ApprovalGroup& group : profile.groups()) {
    if (MembersOn(group, committee) >= least) ballots += group.count;
  }
  return ballots;
}

TEST(ThieleTest, ScoresOfAHandWorkedCommittee) {
  // 0 and 1 elected: 2 ballots have both, 3 have one, 1 has none.
  const ApprovalProfile profile = MakeApprovals(3, {{{0, 1}, 2}, {{0}, 3}, {{2}, 1}});
  const std::vector<OptionIndex> committee = {0, 1};
  const auto score = [&](Thiele rule) { return ThieleScore(profile, rule, committee); };
  EXPECT_EQ(score(Thiele::kPav), std::vector<Rational>{Rational(6)});
  EXPECT_EQ(score(Thiele::kSlav), std::vector<Rational>{MakeRational(17, 3)});
  EXPECT_EQ(score(Thiele::kChamberlinCourant), std::vector<Rational>{Rational(5)});
  EXPECT_EQ(score(Thiele::kGeometric), std::vector<Rational>{Rational(6)});
  EXPECT_EQ(score(Thiele::kLexChamberlinCourant),
            (std::vector<Rational>{Rational(5), Rational(2)}));
  EXPECT_EQ(score(Thiele::kAdams), (std::vector<Rational>{Rational(5), Rational(7)}));
}

TEST(ThieleTest, ExactRulesEqualLookingAtAllCommittees) {
  RandomEngine engine(3);
  for (int trial = 0; trial < 60; ++trial) {
    const int options = 4 + Upto(engine, 5);
    const int seats = 1 + Upto(engine, options);
    const ApprovalProfile profile = RandomApprovals(engine, options);
    const auto check = [&](CommitteeRule rule, const auto& value) {
      EXPECT_EQ(Winners(profile, rule, seats), BestByBruteForce(options, seats, value))
          << RuleName(rule);
    };
    using Committee = std::vector<OptionIndex>;
    check(CommitteeRule::kPav, [&](const Committee& c) {
      return NaiveScore(profile, c, [](int i) { return MakeRational(1, i); });
    });
    check(CommitteeRule::kSlav, [&](const Committee& c) {
      return NaiveScore(profile, c, [](int i) { return MakeRational(1, 2 * i - 1); });
    });
    check(CommitteeRule::kGeometric, [&](const Committee& c) {
      return NaiveScore(profile, c, [](int i) { return MakeRational(2, int64_t{1} << i); });
    });
    check(CommitteeRule::kChamberlinCourant,
          [&](const Committee& c) { return BallotsWith(profile, c, 1); });
    check(CommitteeRule::kLexChamberlinCourant, [&](const Committee& c) {
      std::vector<int64_t> with;
      for (int i = 1; i <= seats; ++i) with.push_back(BallotsWith(profile, c, i));
      return with;
    });
    check(CommitteeRule::kAdams, [&](const Committee& c) {
      const Rational second =
          NaiveScore(profile, c, [](int i) { return MakeRational(1, i == 1 ? 1 : i - 1); });
      return Rational(Rational(BallotsWith(profile, c, 1)) * 1'000'000 + second);
    });
  }
}

TEST(ThieleTest, CountsNearTheLimitAreExact) {
  // With 2^52 ballots each, one ballot more decides; doubles could not tell.
  const int64_t many = int64_t{1} << 52;
  const ApprovalProfile profile = MakeApprovals(2, {{{0}, many - 1}, {{1}, many}});
  for (const CommitteeRule rule :
       {CommitteeRule::kPav, CommitteeRule::kSequentialPav, CommitteeRule::kAdams,
        CommitteeRule::kLexChamberlinCourant, CommitteeRule::kSequentialPhragmen,
        CommitteeRule::kMonroe, CommitteeRule::kMinimaxPhragmen, CommitteeRule::kEqualShares}) {
    EXPECT_EQ(Winners(profile, rule, 1), (Committees{{1}})) << RuleName(rule);
  }
}

// Weights of 1/1..1/60 need numbers beyond 64 bits; few options keep the search short.
TEST(ThieleTest, LargeCommitteesUseNumbersOfAnySize) {
  std::vector<OptionIndex> all(60);
  for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<OptionIndex>(i);
  const ApprovalProfile profile = MakeApprovals(61, {{all, 7}, {{60}, 1}});
  const CommitteeResult result = MustElect(profile, CommitteeRule::kPav, Seats(60));
  EXPECT_TRUE(result.proven);
  // 7/60 for the last of the party is less than 1 for the lone ballot.
  EXPECT_EQ(result.committees.size(), 60u);
  for (const std::vector<OptionIndex>& committee : result.committees) {
    EXPECT_EQ(committee.back(), 60);
  }
}

TEST(ThieleTest, SequentialPavIsHandWorked) {
  // First 0 (6 against 5 and 5); then 1 and 2 gain 3/2 + 2 each: both are followed.
  const ApprovalProfile profile = MakeApprovals(3, {{{0, 1}, 3}, {{0, 2}, 3}, {{1}, 2}, {{2}, 2}});
  const CommitteeResult result = MustElect(profile, CommitteeRule::kSequentialPav, Seats(2));
  EXPECT_EQ(result.committees, (Committees{{0, 1}, {0, 2}}));
  ASSERT_EQ(result.steps.size(), 2u);
  EXPECT_EQ(result.steps[0].figure, Rational(6));
  EXPECT_EQ(result.steps[1].figure, MakeRational(7, 2));
  EXPECT_EQ(result.steps[1].level, (std::vector<OptionIndex>{1, 2}));
  // Exact PAV takes 1 and 2: they have all 10 ballots, and 0 with either is worth 19/2.
  EXPECT_EQ(Winners(profile, CommitteeRule::kPav, 2), (Committees{{1, 2}}));
}

TEST(ThieleTest, ReverseTakesOutWhatLosesLeast) {
  const ApprovalProfile profile = MakeApprovals(3, {{{0, 1}, 4}, {{2}, 1}});
  const CommitteeResult result = MustElect(profile, CommitteeRule::kReverseSequentialPav, Seats(2));
  // All in: 0 and 1 are worth 4/2 each at the margin, 2 is worth 1.
  EXPECT_EQ(result.committees, (Committees{{0, 1}}));
  ASSERT_EQ(result.steps.size(), 1u);
  EXPECT_EQ(result.steps[0].option, 2);
  EXPECT_FALSE(result.steps[0].added);
  EXPECT_EQ(result.steps[0].figure, Rational(1));
}

// The greedy committee has at least 1 - 1/e of the best score, as gains only shrink.
TEST(ThieleTest, SequentialPavComesNearTheBest) {
  RandomEngine engine(7);
  for (int trial = 0; trial < 50; ++trial) {
    const ApprovalProfile profile = RandomApprovals(engine, 8);
    const Rational best = MustElect(profile, CommitteeRule::kPav, Seats(4)).score.front();
    const Rational greedy =
        MustElect(profile, CommitteeRule::kSequentialPav, Seats(4)).score.front();
    EXPECT_LE(greedy, best);
    EXPECT_GE(greedy * 100, best * 63);
  }
}

TEST(ThieleTest, RulesThatCompareInStepsHaveNoSequentialForm) {
  EXPECT_FALSE(ThieleSequential(TwoParties(), Thiele::kAdams, Seats(2)).ok());
  EXPECT_FALSE(ThieleReverse(TwoParties(), Thiele::kLexChamberlinCourant, Seats(2)).ok());
}

}  // namespace
}  // namespace plenum::tally
