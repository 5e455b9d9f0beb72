#include "services/deliberation/tally/cardinal/last_tie.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "services/deliberation/tally/cardinal/testing.h"

namespace plenum::tally {
namespace {

const std::vector<OptionIndex> kTied = {0, 1, 3};

ScoreProfile FourOptions() { return MakeScores(4, {0, 5}, {{{1, 2, 3, 4}}}); }

LastTie Ties(const LastTiePolicy& policy) {
  absl::StatusOr<LastTie> ties = LastTie::Create(policy, FourOptions());
  EXPECT_TRUE(ties.ok()) << ties.status();
  return *std::move(ties);
}

TEST(LastTieTest, ADeclaredOrderChoosesTheEarliest) {
  LastTie ties = Ties(DeclaredOrder{{3, 2, 1, 0}});
  const LastTieUse use = ties.Choose(kTied, 2, 4);
  EXPECT_EQ(use.chosen, (std::vector<OptionIndex>{3, 1}));
  ASSERT_EQ(ties.events().size(), 1U);
  EXPECT_EQ(ties.events()[0], (TieEvent{kTied, {3, 1, 0}, "declared order", 4}));
}

TEST(LastTieTest, KeptTiesDecideNothingAndLeaveNoEvent) {
  LastTie ties = Ties(KeepTied{});
  EXPECT_TRUE(ties.Choose(kTied, 1, 0).chosen.empty());
  EXPECT_TRUE(ties.events().empty());
  EXPECT_FALSE(ties.held());
}

TEST(LastTieTest, HeldTiesAskForADecision) {
  LastTie ties = Ties(HoldForDecision{});
  EXPECT_TRUE(ties.Choose(kTied, 1, 0).chosen.empty());
  EXPECT_TRUE(ties.held());
  EXPECT_EQ(ties.events()[0].rule, "held");
}

TEST(LastTieTest, HashedBallotsGiveEachTieItsOwnPermutation) {
  // Computed with starvote 2.1.6 under CPython 3.11.
  LastTie ties = Ties(HashedBallots{{"Amy", "Bob", "Cy", "Di"}});
  const LastTieUse first = ties.Choose(kTied, 1, 0);
  EXPECT_EQ(first.permutation, (std::vector<OptionIndex>{0, 1, 2, 3}));
  EXPECT_EQ(first.chosen, (std::vector<OptionIndex>{0}));
  const LastTieUse second = ties.Choose(kTied, 1, 1);
  EXPECT_EQ(second.counter, 2);
  EXPECT_EQ(second.permutation, (std::vector<OptionIndex>{3, 2, 0, 1}));
  EXPECT_EQ(second.chosen, (std::vector<OptionIndex>{3}));
}

TEST(LastTieTest, HashedBallotsDependOnTheBallotsAndNotOnTheirOrderOrTheOptions) {
  const std::vector<CastScores> ballots = {{{1, 2, 3, 4}, 2}, {{5, std::nullopt, 0, 1}}};
  const std::vector<OptionIndex> order = {2, 0, 3, 1};
  std::vector<CastScores> renamed = Renamed(ballots, order);
  std::reverse(renamed.begin(), renamed.end());
  const auto hash = BallotHash::Create(MakeScores(4, {0, 5}, ballots), {"Amy", "Bob", "Cy", "Di"});
  const auto other = BallotHash::Create(MakeScores(4, {0, 5}, renamed), {"Bob", "Di", "Amy", "Cy"});
  ASSERT_TRUE(hash.ok() && other.ok());
  EXPECT_EQ(hash->HexDigest(), other->HexDigest());
  EXPECT_EQ(Renamed(hash->Permutation(1), order), other->Permutation(1));
}

TEST(LastTieTest, HashedBallotsAreWrittenOutAsStarvoteDoes) {
  const auto hash =
      BallotHash::Create(MakeScores(2, {0, 5}, {{{std::nullopt, 3}}, {{5, 0}, 2}}), {"Amy", "Bob"});
  ASSERT_TRUE(hash.ok());
  EXPECT_EQ(hash->bytes(), 41);
  EXPECT_EQ(hash->HexDigest(),
            "5d7f6efd09a5289718fdabf11489817a23df240769ccfe118a376f379566cff9"
            "6c17dcdcdcb041261c3504da8bb71f1371f89b951473897614968204d54473ac");
}

TEST(LastTieTest, ASeededShuffleIsTheSameForEveryTieAndADrawIsNot) {
  LastTie shuffle = Ties(PythonShuffle{42});
  EXPECT_EQ(shuffle.Choose(kTied, 2, 0).chosen, shuffle.Choose(kTied, 2, 1).chosen);
  LastTie draw = Ties(PythonSample{7});
  std::vector<std::vector<OptionIndex>> drawn;
  for (int round = 0; round < 20; ++round) {
    const LastTieUse use = draw.Choose(kTied, 1, round);
    EXPECT_TRUE(use.permutation.empty());
    EXPECT_EQ(draw.events().back().resolved.size(), kTied.size());
    drawn.push_back(use.chosen);
  }
  EXPECT_NE(std::count(drawn.begin(), drawn.end(), drawn[0]), 20);
}

TEST(LastTieTest, RefusesPoliciesThatCannotDecide) {
  const ScoreProfile profile = FourOptions();
  const auto code = [&](const LastTiePolicy& policy) {
    return LastTie::Create(policy, profile).status().code();
  };
  EXPECT_EQ(code(DeclaredOrder{{0, 1, 2}}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code(SeededPermutation{""}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code(HashedBallots{{"Amy"}}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code(HashedBallots{{"Amy", "Amy", "B", "C"}}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code(HashedBallots{{"", "Amy", "B", "C"}}), absl::StatusCode::kInvalidArgument);
}

TEST(LastTieTest, RefusesToHashMoreBallotsThanCanBeWrittenOut) {
  const ScoreProfile profile = MakeScores(2, {0, 5}, {{{5, 0}, kMaxBallots}});
  EXPECT_EQ(LastTie::Create(HashedBallots{{"Amy", "Bob"}}, profile).status().code(),
            absl::StatusCode::kOutOfRange);
}

TEST(LastTieTest, TakesTheFallbackOfPoliciesByRounds) {
  EXPECT_EQ(ToLastTiePolicy(Backwards{DeclaredOrder{{1, 0}}}),
            LastTiePolicy(DeclaredOrder{{1, 0}}));
  EXPECT_EQ(ToLastTiePolicy(Forwards{HoldForDecision{}}), LastTiePolicy(HoldForDecision{}));
  EXPECT_EQ(ToLastTiePolicy(SeededPermutation{"s"}), LastTiePolicy(SeededPermutation{"s"}));
  EXPECT_EQ(ToLastTiePolicy(KeepTied{}), LastTiePolicy(KeepTied{}));
}

}  // namespace
}  // namespace plenum::tally
