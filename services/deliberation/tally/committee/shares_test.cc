#include "services/deliberation/tally/committee/shares.h"

#include <gtest/gtest.h>

#include "services/deliberation/tally/committee/approval_testing.h"

namespace plenum::tally {
namespace {

TEST(SharesTest, PhragmenLoadsAreHandWorked) {
  // 0: 1/3 each. Then 1: (1 + 2 x 1/3) / 3 = 5/9; 2: (1 + 1/3) / 2 = 2/3.
  const ApprovalProfile profile = MakeApprovals(3, {{{0, 1}, 2}, {{0, 2}, 1}, {{1}, 1}, {{2}, 1}});
  const CommitteeResult result = MustElect(profile, CommitteeRule::kSequentialPhragmen, Seats(2));
  ASSERT_EQ(result.steps.size(), 2u);
  // 0 and 1 begin level, with three ballots each.
  EXPECT_EQ(result.steps[0].option, 0);
  EXPECT_EQ(result.steps[0].level, (std::vector<OptionIndex>{0, 1}));
  EXPECT_EQ(result.steps[0].figure, MakeRational(1, 3));
  EXPECT_EQ(result.steps[1].option, 1);
  EXPECT_EQ(result.steps[1].figure, MakeRational(5, 9));
  EXPECT_EQ(result.steps[1].accounts,
            (std::vector<Rational>{MakeRational(5, 9), MakeRational(1, 3), MakeRational(5, 9), 0}));
}

TEST(SharesTest, PhragmenCarriesEachSeatInFull) {
  RandomEngine engine(3);
  for (int trial = 0; trial < 60; ++trial) {
    const ApprovalProfile profile = RandomApprovals(engine, 7);
    const CommitteeResult result = MustElect(profile, CommitteeRule::kSequentialPhragmen, Seats(5));
    Rational seats(0);
    Rational last(0);
    for (const CommitteeStep& step : result.steps) {
      if (step.measure != "load of its supporters") break;  // no supporter: nobody carries it
      seats += 1;
      Rational load(0);
      for (size_t g = 0; g < step.accounts.size(); ++g) {
        load += step.accounts[g] * Rational(profile.groups()[g].count);
      }
      EXPECT_EQ(load, seats);
      EXPECT_GE(step.figure, last);
      last = step.figure;
    }
  }
}

TEST(SharesTest, EqualSharesBuyAtTheLowestPrice) {
  // 6 voters, 3 seats: 1/2 each. 0 costs its 4 supporters 1/4; then 1, with 2 of them and 1 fresh
  // voter, 1/4 + 1/4 + 1/2 = 1: just affordable at 1/2. 2 has one supporter with 1/2 at most.
  const ApprovalProfile profile = MakeApprovals(3, {{{0}, 2}, {{0, 1}, 2}, {{1}, 1}, {{2}, 1}});
  const CommitteeResult result =
      MustElect(profile, CommitteeRule::kEqualSharesWithoutCompletion, Seats(3));
  EXPECT_EQ(result.committees, (Committees{{0, 1}}));
  ASSERT_EQ(result.steps.size(), 2u);
  EXPECT_EQ(result.steps[0].figure, MakeRational(1, 4));
  EXPECT_EQ(result.steps[1].figure, MakeRational(1, 2));
  EXPECT_EQ(result.steps[1].accounts,
            (std::vector<Rational>{MakeRational(1, 4), 0, 0, MakeRational(1, 2)}));
  EXPECT_EQ(Winners(profile, CommitteeRule::kEqualShares, 3), (Committees{{0, 1, 2}}));
}

TEST(SharesTest, EqualSharesNeverSpendMoreThanThereIs) {
  RandomEngine engine(5);
  for (int trial = 0; trial < 80; ++trial) {
    const ApprovalProfile profile = RandomApprovals(engine, 7);
    const CommitteeResult result =
        MustElect(profile, CommitteeRule::kEqualSharesWithoutCompletion, Seats(4));
    Rational spent(0);
    for (const CommitteeStep& step : result.steps) {
      spent += 1;
      Rational left(0);
      for (size_t g = 0; g < step.accounts.size(); ++g) {
        EXPECT_GE(step.accounts[g], 0);
        left += step.accounts[g] * Rational(profile.groups()[g].count);
      }
      EXPECT_EQ(left + spent, 4);
    }
  }
}

TEST(SharesTest, CompletionsKeepWhatWasBought) {
  RandomEngine engine(9);
  for (int trial = 0; trial < 60; ++trial) {
    const ApprovalProfile profile = RandomApprovals(engine, 6);
    CommitteeOptions options = Seats(4);
    options.tie_policy = SeededPermutation{"shares"};
    const std::vector<OptionIndex> bought =
        MustElect(profile, CommitteeRule::kEqualSharesWithoutCompletion, options).committees[0];
    for (const CommitteeRule rule :
         {CommitteeRule::kEqualShares, CommitteeRule::kEqualSharesApprovalCompletion}) {
      const std::vector<OptionIndex> full = MustElect(profile, rule, options).committees[0];
      EXPECT_EQ(full.size(), 4u);
      EXPECT_TRUE(std::includes(full.begin(), full.end(), bought.begin(), bought.end()));
    }
  }
}

TEST(SharesTest, IncrementsFillTheSeatsOrSayThatTheyDoNot) {
  // 10 voters, 2 seats: 1/5 each. 1 has 2 supporters and needs 1/2 of each: 5 seats' worth.
  const ApprovalProfile profile = MakeApprovals(3, {{{0}, 8}, {{1}, 2}});
  const absl::StatusOr<CommitteeResult> result = EqualSharesByIncrement(profile, Seats(2));
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->committees, (Committees{{0, 1}}));
  CommitteeOptions options = Seats(2);
  options.most_nodes = 3;  // budgets of 2, 3 and 4
  EXPECT_EQ(EqualSharesByIncrement(profile, options).status().code(),
            absl::StatusCode::kResourceExhausted);
  options.most_nodes = 4;
  EXPECT_TRUE(EqualSharesByIncrement(profile, options).ok());
}

TEST(SharesTest, EnestroemSpendsWeight) {
  // 4 ballots, 2 seats: price 2. 0 has weight 3: each of its voters keeps 1/3. Then 1: 1/3, 2: 1.
  const ApprovalProfile profile = MakeApprovals(3, {{{0, 1}, 1}, {{0}, 2}, {{2}, 1}});
  const CommitteeResult result = MustElect(profile, CommitteeRule::kPhragmenEnestroem, Seats(2));
  EXPECT_EQ(result.committees, (Committees{{0, 2}}));
  EXPECT_EQ(result.steps[0].accounts,
            (std::vector<Rational>{MakeRational(1, 3), MakeRational(1, 3), 1}));
}

TEST(SharesTest, ConsensusKeepsTheBalanceOfAllAccounts) {
  RandomEngine engine(13);
  for (int trial = 0; trial < 40; ++trial) {
    const ApprovalProfile profile = RandomApprovals(engine, 6);
    const CommitteeResult result = MustElect(profile, CommitteeRule::kConsensus, Seats(4));
    for (const CommitteeStep& step : result.steps) {
      if (sgn(step.figure) == 0) break;  // nobody pays for it
      Rational total(0);
      for (size_t g = 0; g < step.accounts.size(); ++g) {
        total += step.accounts[g] * Rational(profile.groups()[g].count);
      }
      EXPECT_EQ(total, Rational(profile.ballots()));
    }
  }
}

}  // namespace
}  // namespace plenum::tally
