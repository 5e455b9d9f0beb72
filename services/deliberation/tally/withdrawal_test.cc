#include "services/deliberation/tally/withdrawal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/deliberation/tally/formats/same.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Options = std::vector<OptionIndex>;

Withdrawal Without(int option_count, const Options& withdrawn) {
  absl::StatusOr<Withdrawal> withdrawal = Withdrawal::Create(option_count, withdrawn);
  EXPECT_TRUE(withdrawal.ok()) << withdrawal.status();
  return *std::move(withdrawal);
}

TEST(Withdrawal, NumbersThoseThatStandAnew) {
  const Withdrawal withdrawal = Without(5, {3, 1});
  EXPECT_THAT(withdrawal.options(), ElementsAre(0, 2, 4));
  EXPECT_THAT(withdrawal.withdrawn(), ElementsAre(1, 3));
  EXPECT_EQ(withdrawal.NumberOf(4), 2);
  EXPECT_FALSE(withdrawal.NumberOf(3).has_value());
  EXPECT_THAT(withdrawal.NumbersOf(Options{4, 3, 0}), ElementsAre(2, 0));
  EXPECT_THAT(withdrawal.Of(std::vector<std::string>{"a", "b", "c", "d", "e"}),
              ElementsAre("a", "c", "e"));
  EXPECT_TRUE(Without(2, {}).complete());
}

TEST(Withdrawal, TakesOptionsOffRankedBallotsAndKeepsEmptyOnes) {
  const Profile profile = MakeProfile(3, Unranked::kNotCompared,
                                      {{{{1}, {0, 2}}, 5}, {{{0}, {1}, {2}}, 2}, {{{1}}, 4}});
  const Profile expected =
      MakeProfile(2, Unranked::kNotCompared, {{{{0, 1}}, 5}, {{{0}, {1}}, 2}, {{}, 4}});
  EXPECT_TRUE(SameBallots(Without(3, {1}).Of(profile), expected));
}

// The sum of what is equal without the option.
TEST(Withdrawal, PutsBallotsTogetherThatBecomeEqual) {
  ApprovalProfile approvals = *ApprovalProfile::Create(3);
  ASSERT_TRUE(approvals.Add({0, 1}, 2).ok());
  ASSERT_TRUE(approvals.Add({0}, 3).ok());
  const ApprovalProfile rest = Without(3, {1}).Of(approvals);
  ASSERT_EQ(rest.groups().size(), 1U);
  EXPECT_EQ(rest.groups()[0].count, 5);
  ScoreProfile scores = *ScoreProfile::Create(3, {0, 5});
  ASSERT_TRUE(scores.Add({5, 4, std::nullopt}).ok());
  ASSERT_TRUE(scores.Add({5, 1, std::nullopt}).ok());
  const ScoreProfile without = Without(3, {1}).Of(scores);
  ASSERT_EQ(without.groups().size(), 1U);
  EXPECT_EQ(without.groups()[0].scores, (Scores{5, std::nullopt}));
  EXPECT_EQ(without.ballots(), 2);
}

TEST(Withdrawal, RefusesWhatIsNoListOfWithdrawnOptions) {
  const auto message = [](const Options& withdrawn) {
    return std::string(Withdrawal::Create(2, withdrawn).status().message());
  };
  EXPECT_THAT(message({2}), HasSubstr("no option 2"));
  EXPECT_THAT(message({-1}), HasSubstr("no option -1"));
  EXPECT_THAT(message({1, 1}), HasSubstr("option 1 is listed twice"));
  EXPECT_THAT(message({1, 0}), HasSubstr("all options have withdrawn"));
}

}  // namespace
}  // namespace plenum::tally
