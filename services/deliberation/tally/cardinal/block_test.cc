#include "services/deliberation/tally/cardinal/block.h"

#include <gtest/gtest.h>

#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

ApprovalProfile MakeApprovals(
    int option_count, const std::vector<std::pair<std::vector<OptionIndex>, int64_t>>& ballots) {
  ApprovalProfile profile = *ApprovalProfile::Create(option_count);
  for (const auto& [approved, count] : ballots) EXPECT_TRUE(profile.Add(approved, count).ok());
  return profile;
}

TEST(BlockTest, TheMostMarkedOptionsWin) {
  const auto result = Block(MakeApprovals(4, {{{0, 1}, 5}, {{1, 2}, 4}, {{3}, 3}}), 2,
                            BlockRule::kPluralityAtLarge, KeepTied{});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->winners, (std::vector<OptionIndex>{1, 0}));
  EXPECT_TRUE(result->undecided.empty());
  EXPECT_EQ(result->count.figures[0].values, (std::vector<Rational>{5, 9, 4, 3}));
}

TEST(BlockTest, ATieAtTheBorderOfTheSeatsIsLeftOpenOrDecidedByThePolicy) {
  const ApprovalProfile profile = MakeApprovals(4, {{{0}, 3}, {{1}, 2}, {{2}, 2}, {{3}, 2}});
  const auto kept = Block(profile, 3, BlockRule::kApproval, KeepTied{});
  EXPECT_EQ(kept->winners, (std::vector<OptionIndex>{0}));
  EXPECT_EQ(kept->undecided, (std::vector<OptionIndex>{1, 2, 3}));
  EXPECT_EQ(kept->undecided_seats, 2);
  const auto declared = Block(profile, 3, BlockRule::kApproval, DeclaredOrder{{3, 2, 1, 0}});
  EXPECT_EQ(declared->winners, (std::vector<OptionIndex>{0, 3, 2}));
  EXPECT_TRUE(declared->undecided.empty());
}

TEST(BlockTest, ATieWithinTheSeatsNeedsNoDecision) {
  const auto result =
      Block(MakeApprovals(3, {{{0}, 2}, {{1}, 2}}), 2, BlockRule::kApproval, KeepTied{});
  EXPECT_EQ(result->winners, (std::vector<OptionIndex>{0, 1}));
  EXPECT_TRUE(result->undecided.empty());
}

TEST(BlockTest, PluralityAtLargeRefusesABallotWithTooManyMarks) {
  const ApprovalProfile profile = MakeApprovals(3, {{{0, 1, 2}, 1}});
  EXPECT_EQ(Block(profile, 2, BlockRule::kPluralityAtLarge, KeepTied{}).status().message(),
            "a ballot marks 3 options, which is more than 2 seats");
  EXPECT_TRUE(Block(profile, 2, BlockRule::kApproval, KeepTied{}).ok());
}

TEST(BlockTest, RefusesANumberOfSeatsThatCannotBeFilled) {
  const ApprovalProfile profile = MakeApprovals(3, {});
  for (const int seats : {-1, 0, 4}) {
    EXPECT_EQ(Block(profile, seats, BlockRule::kApproval, KeepTied{}).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(BlockTest, WithoutBallotsAllSeatsAreOpen) {
  const auto result = Block(MakeApprovals(3, {}), 2, BlockRule::kApproval, KeepTied{});
  EXPECT_TRUE(result->winners.empty());
  EXPECT_EQ(result->undecided_seats, 2);
}

}  // namespace
}  // namespace plenum::tally
