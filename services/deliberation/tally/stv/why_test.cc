#include "services/deliberation/tally/stv/why.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "services/deliberation/tally/stv/why_testing.h"

namespace plenum::tally {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

StvWhy Explained(const StvResult& result, OptionIndex a, OptionIndex b) {
  const size_t n = result.stages.front().states.size();
  const std::vector<std::string> names(kPeople.begin(), kPeople.begin() + static_cast<int>(n));
  absl::StatusOr<StvWhy> why = ExplainStv(result, a, b, names);
  EXPECT_TRUE(why.ok()) << why.status();
  return *std::move(why);
}

Profile Strict(int n, const std::vector<CastBallot>& ballots) {
  return MakeProfile(n, Unranked::kNotCompared, ballots);
}

TEST(ExplainStv, NamesQuotaExclusionAndTheTransferThatOvertook) {
  // Quota 16 / 3 + 1 = 6: Ann has 8. Bob is ahead of Cy, 4 to 3, until her surplus.
  const StvResult result = MustCount(
      Strict(4, {{{{0}, {2}}, 8}, {{{1}}, 4}, {{{2}}, 3}, {{{3}}, 1}}), StvRule::kScottish, 2);
  EXPECT_THAT(result.elected, ElementsAre(0, 2));
  const StvWhy why = Explained(result, 1, 2);
  EXPECT_EQ(why.kind, StvWhyKind::kElected);
  EXPECT_EQ(why.upper, 2);
  EXPECT_EQ(why.upper_votes, 5);
  EXPECT_FALSE(why.lifted.has_value());
  EXPECT_EQ(why.sentence,
            "Cy is elected and Bob is not: Bob was excluded in round 3 with the fewest votes, 4, "
            "when Cy had 5; Cy took a seat that was left in round 3 with 5 votes, below the quota "
            "of 6; Bob, with 4, had been ahead until the surplus of Ann took Cy from 3 to 5 in "
            "round 1.");
  EXPECT_EQ(Explained(result, 0, 2).sentence,
            "Ann is elected before Cy: Ann reached the quota of 6 at once with 8 votes, when Cy "
            "had 3; Cy took a seat that was left in round 3 with 5 votes, below the quota of 6.");
}

TEST(ExplainStv, SaysWhichEarlierRoundsDecideATie) {
  const StvResult result = MustCount(
      Strict(4, {{{{0}, {2}}, 8}, {{{1}}, 4}, {{{2}}, 3}, {{{3}, {1}}, 1}}), StvRule::kScottish, 2);
  const StvWhy why = Explained(result, 1, 2);
  EXPECT_EQ(why.kind, StvWhyKind::kTiePolicy);
  EXPECT_EQ(why.sentence,
            "Cy stands above Bob: both had 5 votes in round 3, but Cy was ahead in the latest "
            "earlier round that tells them apart, so that Bob was excluded.");
}

TEST(ExplainStv, SaysThatATieRuleDecided) {
  const StvResult result = MustCount(Strict(3, {{{{0}}, 4}, {{{1}}, 2}, {{{2}}, 2}}),
                                     StvRule::kScottish, 2, DeclaredOrder{{2, 1, 0}});
  const StvWhy why = Explained(result, 1, 2);
  EXPECT_EQ(why.kind, StvWhyKind::kTiePolicy);
  EXPECT_EQ(why.tie_rule, "declared order");
  EXPECT_EQ(why.sentence,
            "Cy stands above Bob: both had 2 votes in round 2, and the tie rule (declared order) "
            "excluded Bob.");
}

TEST(ExplainStv, SaysThatNothingIsDecidedOfAHeldCount) {
  const StvResult result = MustCount(Strict(3, {{{{0}}, 4}, {{{1}}, 2}, {{{2}}, 2}}),
                                     StvRule::kScottish, 2, HoldForDecision{});
  EXPECT_TRUE(result.held);
  const StvWhy why = Explained(result, 2, 1);
  EXPECT_EQ(why.kind, StvWhyKind::kUndecided);
  EXPECT_THAT(why.sentence, HasSubstr("2 votes each"));
  EXPECT_EQ(Explained(result, 2, 0).kind, StvWhyKind::kElected);
}

TEST(ExplainStv, SaysWhoIsWithdrawn) {
  const StvResult other = MustCount(Strict(3, {{{{0}}, 4}, {{{1}}, 3}, {{{2}}, 2}}),
                                    StvRule::kScottish, 1, HoldForDecision{}, {0});
  EXPECT_EQ(Explained(other, 0, 1).kind, StvWhyKind::kWithdrawn);
  EXPECT_EQ(Explained(other, 0, 1).sentence,
            "Ann was withdrawn, and ballots count as if they did not name it; Bob reached the "
            "quota of 3 at once with 3 votes.");
}

TEST(ExplainStv, RefusesWhatIsNotThere) {
  const StvResult result =
      MustCount(Strict(3, {{{{0}}, 4}, {{{1}}, 3}, {{{2}}, 2}}), StvRule::kWigm, 1);
  const std::vector<std::string> names = {"Ann", "Bob", "Cy"};
  EXPECT_EQ(ExplainStv(result, 0, 3, names).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(ExplainStv(result, -1, 1, names).ok());
  EXPECT_FALSE(ExplainStv(result, 1, 1, names).ok());
  EXPECT_FALSE(ExplainStv(result, 0, 1, std::vector<std::string>{"Ann"}).ok());
}

// Every claim of a reason, looked up in the stages by other means than the reason's own.
class EveryReason : public ::testing::TestWithParam<StvRule> {
 protected:
  static bool In(const std::vector<OptionIndex>& options, OptionIndex option) {
    return std::find(options.begin(), options.end(), option) != options.end();
  }

  static void CheckFate(const StvResult& result, const StvFate& fate, OptionIndex option) {
    const auto i = static_cast<size_t>(option);
    const StvStage& stage = result.stages[fate.stage];
    EXPECT_EQ(fate.votes, (*stage.votes)[i]);
    EXPECT_EQ(fate.quota, stage.quota);
    EXPECT_EQ(fate.round, stage.round);
    if (fate.outcome == StvOutcome::kElected) {
      EXPECT_TRUE(In(result.elected, option));
      EXPECT_EQ(stage.action, StvAction::kElect);
      if (fate.reason == "votes reach the quota") {
        EXPECT_GE(fate.votes, fate.quota);
      } else if (fate.reason == "quotient above the quota") {
        EXPECT_GT(fate.quotient, fate.quota);
      }
    } else if (fate.outcome == StvOutcome::kExcluded) {
      EXPECT_TRUE(In(result.excluded, option));
      EXPECT_EQ(stage.action, StvAction::kExclude);
      // Nobody who stays has fewer; of Meek's rule, by more than the surplus.
      if (fate.reason.starts_with("fewest")) {
        for (size_t other = 0; other < stage.states.size(); ++other) {
          if (stage.states[other] != StvState::kHopeful) continue;
          EXPECT_LE(fate.votes, (*stage.votes)[other] + stage.surplus);
        }
      }
    } else {
      EXPECT_TRUE(result.held);
    }
  }

  static void CheckShift(const StvResult& result, const StvWhy& why, const StvShift& shift) {
    const auto upper = static_cast<size_t>(why.upper);
    const auto lower = static_cast<size_t>(why.lower);
    const StvStage& after = result.stages[shift.stage];
    const StvStage& before = result.stages[shift.stage - 1];
    EXPECT_EQ(shift.upper_after, (*after.votes)[upper]);
    EXPECT_EQ(shift.upper_before, (*before.votes)[upper]);
    EXPECT_EQ(shift.lower_after, (*after.votes)[lower]);
    EXPECT_EQ(shift.lower_before, (*before.votes)[lower]);
    EXPECT_FALSE(shift.from.empty());
    for (const OptionIndex from : shift.from) {
      EXPECT_NE(from, why.upper);
      EXPECT_NE(from, why.lower);
      const StvState state = after.states[static_cast<size_t>(from)];
      EXPECT_EQ(state == StvState::kExcluded, !shift.surplus);
    }
  }
};

TEST_P(EveryReason, IsTrueOfTheStages) {
  RandomEngine engine(7);
  int overtaken = 0;
  int lifted = 0;
  for (int trial = 0; trial < 80; ++trial) {
    const int n = 3 + Upto(engine, 4);
    TiePolicy ties = HoldForDecision{};
    if (trial % 2 == 0) ties = Backwards{SeededPermutation{"tests"}};
    const StvResult result =
        MustCount(RandomElection(engine, n), GetParam(), 1 + Upto(engine, n - 1), ties);
    const Ranking ranking = ToCount(result).ranking;
    for (OptionIndex a = 0; a < n; ++a) {
      for (OptionIndex b = 0; b < n; ++b) {
        if (a == b) continue;
        const StvWhy why = Explained(result, a, b);
        EXPECT_EQ(why.sentence.back(), '.');
        EXPECT_THAT(why.sentence, HasSubstr(kPeople[static_cast<size_t>(a)]));
        EXPECT_THAT(why.sentence, HasSubstr(kPeople[static_cast<size_t>(b)]));
        EXPECT_LE(ranking.TierOf(why.upper), ranking.TierOf(why.lower));
        const bool level = why.kind == StvWhyKind::kLevel || why.kind == StvWhyKind::kUndecided;
        EXPECT_TRUE(level || ranking.TierOf(why.upper) < ranking.TierOf(why.lower));
        CheckFate(result, why.of_upper, why.upper);
        CheckFate(result, why.of_lower, why.lower);
        EXPECT_EQ(why.kind == StvWhyKind::kTiePolicy, !why.tie_rule.empty());
        if (why.overtaken.has_value()) {
          ++overtaken;
          CheckShift(result, why, *why.overtaken);
          EXPECT_LT(why.overtaken->upper_before, why.overtaken->lower_before);
          EXPECT_GE(why.overtaken->upper_after, why.overtaken->lower_after);
        }
        if (why.lifted.has_value()) {
          ++lifted;
          EXPECT_GE(why.lifted->upper_after, why.of_upper.quota);
          EXPECT_LT(why.lifted->upper_before, why.of_upper.quota);
        }
      }
    }
  }
  if (GetParam() != StvRule::kQpq) {
    EXPECT_GT(overtaken, 20);
    EXPECT_GT(lifted, 20);
  }
}

INSTANTIATE_TEST_SUITE_P(All, EveryReason, ::testing::ValuesIn(kEveryStvRule), RuleNameOf);

}  // namespace
}  // namespace plenum::tally
