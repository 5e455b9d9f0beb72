// What holds for all rules of the folder, or for named ones: criteria of the literature, and odd
// input.
#include "services/deliberation/tally/condorcet/rules.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "services/deliberation/tally/condorcet/condorcet_testing.h"

namespace plenum::tally {
namespace {

using Ids = std::set<std::string_view>;

Count CountBy(std::string_view id, const PairwiseMatrix& matrix,
              const TiePolicy& policy = KeepTied{}) {
  return Must(CountByRule(id, matrix, policy));
}

TEST(RulesTest, UnknownRuleIsNotFoundAndTheListIsGiven) {
  const PairwiseMatrix matrix = MatrixOf(2, Unranked::kTiedLast, {});
  const absl::Status status = CountByRule("plurality", matrix, KeepTied{}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_NE(std::string(status.message()).find("ranked_pairs_margins"), std::string::npos);
}

// Neutrality: other indexes, the same result.
TEST(RulesTest, RelabellingTheOptionsRelabelsTheResult) {
  RandomEngine engine(112);
  ForRandomElections(111, 200, 1, 8, [&](const auto& ballots, const PairwiseMatrix& matrix) {
    const std::vector<OptionIndex> new_index = RandomPermutation(engine, matrix.option_count());
    const PairwiseMatrix relabelled =
        MatrixOf(matrix.option_count(), matrix.unranked(), Relabelled(ballots, new_index));
    for (const CondorcetRule& rule : CondorcetRules()) {
      EXPECT_EQ(Relabelled(CountBy(rule.id, matrix).ranking.Tiers(), new_index),
                CountBy(rule.id, relabelled).ranking.Tiers())
          << rule.id;
    }
  });
}

TEST(RulesTest, CondorcetWinnerStandsFirst) {
  ForRandomElections(121, 300, 2, 7, [&](const auto&, const PairwiseMatrix& matrix) {
    const std::optional<OptionIndex> winner = matrix.CondorcetWinner();
    if (!winner.has_value()) return;
    for (const CondorcetRule& rule : CondorcetRules()) {
      if (Ids{"minimax_opposition", "condorcet_loser"}.contains(rule.id)) continue;
      EXPECT_EQ(CountBy(rule.id, matrix).ranking.Tiers().front(), std::vector<OptionIndex>{*winner})
          << rule.id;
    }
  });
}

TEST(RulesTest, FirstPlacesAreInTheSmithSet) {
  const Ids rules = {"schulze_winning",
                     "schulze_margins",
                     "ranked_pairs_winning",
                     "ranked_pairs_margins",
                     "copeland",
                     "kemeny_young",
                     "split_cycle",
                     "stable_voting",
                     "smith",
                     "schwartz",
                     "nanson",
                     "baldwin"};
  ForRandomElections(131, 300, 1, 7, [&](const auto&, const PairwiseMatrix& matrix) {
    const std::vector<OptionIndex> smith = matrix.SmithSet();
    for (const std::string_view id : rules) {
      const Count count = CountBy(id, matrix);
      for (const OptionIndex first : count.ranking.tier(0)) {
        EXPECT_TRUE(std::binary_search(smith.begin(), smith.end(), first)) << id;
      }
    }
  });
}

TEST(RulesTest, ReversedBallotsReverseTheRanking) {
  RandomEngine engine(141);
  int checked = 0;
  for (int run = 0; run < 300; ++run) {
    const int n = 2 + Upto(engine, 5);
    const std::vector<CastBallot> ballots = StrictBallots(engine, n, 6, 1000);
    const PairwiseMatrix matrix = MatrixOf(n, Unranked::kTiedLast, ballots);
    if (!NoEqualDuels(matrix)) continue;
    ++checked;
    const PairwiseMatrix reversed = MatrixOf(n, Unranked::kTiedLast, Reversed(ballots));
    for (const std::string_view id : {"ranked_pairs_winning", "ranked_pairs_margins",
                                      "kemeny_young", "copeland", "smith", "schwartz"}) {
      Tiers tiers = CountBy(id, matrix).ranking.Tiers();
      std::reverse(tiers.begin(), tiers.end());
      EXPECT_EQ(CountBy(id, reversed).ranking.Tiers(), tiers) << id;
    }
    // Schulze's "beats" turns round; its layers are made from the top, so only that the first does
    // not stay first holds of the tiers in general.
    for (const std::string_view id : {"schulze_winning", "schulze_margins"}) {
      const Tiers tiers = CountBy(id, matrix).ranking.Tiers();
      if (tiers.front().size() > 1) continue;
      EXPECT_NE(CountBy(id, reversed).ranking.Tiers().front(), tiers.front()) << id;
    }
  }
  EXPECT_GT(checked, 100);
}

// Monotonicity: a sole winner that is moved up one place on some ballots stays the winner.
TEST(RulesTest, MovingTheWinnerUpDoesNotHurtIt) {
  RandomEngine engine(151);
  int checked = 0;
  for (int run = 0; run < 1500; ++run) {
    const int n = 3 + Upto(engine, 4);
    std::vector<CastBallot> ballots = StrictBallots(engine, n, 7, 30);
    const PairwiseMatrix before = MatrixOf(n, Unranked::kTiedLast, ballots);
    Tiers& raised = ballots[static_cast<size_t>(Upto(engine, 7))].tiers;
    const auto place = 1 + static_cast<size_t>(Upto(engine, n - 1));
    const OptionIndex option = raised[place].front();
    std::swap(raised[place], raised[place - 1]);
    const PairwiseMatrix after = MatrixOf(n, Unranked::kTiedLast, ballots);
    for (const std::string_view id : {"schulze_winning", "schulze_margins", "ranked_pairs_winning",
                                      "ranked_pairs_margins", "minimax_winning", "minimax_margins",
                                      "minimax_opposition", "copeland", "split_cycle", "black"}) {
      const bool ranked_pairs = id.starts_with("ranked_pairs");
      if (ranked_pairs && !(NoEqualDuels(before) && NoEqualDuels(after))) continue;
      if (CountBy(id, before).ranking.Tiers().front() != std::vector<OptionIndex>{option}) continue;
      ++checked;
      EXPECT_EQ(*CountBy(id, after).ranking.TierOf(option), 0) << id;
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(checked, 500);
}

// A tie policy never changes the order of options that the votes separate, whichever it is.
TEST(RulesTest, PoliciesOnlySplitTiers) {
  RandomEngine engine(162);
  ForRandomElections(161, 150, 1, 7, [&](const auto&, const PairwiseMatrix& matrix) {
    const int n = matrix.option_count();
    const std::vector<TiePolicy> policies = {
        DeclaredOrder{RandomPermutation(engine, n)}, SeededPermutation{"seed"}, HoldForDecision{},
        Backwards{DeclaredOrder{RandomPermutation(engine, n)}}, Forwards{}};
    for (const CondorcetRule& rule : CondorcetRules()) {
      for (const TiePolicy& policy : policies) {
        const Count count = CountBy(rule.id, matrix, policy);
        EXPECT_TRUE(count.ranking.complete());
        for (OptionIndex a = 0; a < n; ++a) {
          for (OptionIndex b = 0; b < n; ++b) {
            if (*count.ranking_by_votes.TierOf(a) < *count.ranking_by_votes.TierOf(b)) {
              EXPECT_LT(*count.ranking.TierOf(a), *count.ranking.TierOf(b)) << rule.id;
            }
          }
        }
        const bool orders = policy.index() == 1 || policy.index() == 2 || policy.index() == 4;
        if (orders) {
          EXPECT_EQ(count.ranking.tier_count(), n) << rule.id;
        }
      }
    }
  });
}

TEST(RulesTest, OddInputHasADefinedAnswer) {
  const PairwiseMatrix lone = MatrixOf(1, Unranked::kTiedLast, {{{{0}}, 3}});
  const PairwiseMatrix no_ballots = MatrixOf(4, Unranked::kNotCompared, {});
  const PairwiseMatrix abstained = MatrixOf(4, Unranked::kNotCompared, {{{}, 7}});
  for (const CondorcetRule& rule : CondorcetRules()) {
    EXPECT_EQ(CountBy(rule.id, lone).ranking.Tiers(), (Tiers{{0}})) << rule.id;
    EXPECT_EQ(CountBy(rule.id, no_ballots).ranking.Tiers(), (Tiers{{0, 1, 2, 3}})) << rule.id;
    EXPECT_EQ(CountBy(rule.id, abstained).ranking.Tiers(), (Tiers{{0, 1, 2, 3}})) << rule.id;
    EXPECT_EQ(CountByRule(rule.id, lone, DeclaredOrder{{0, 1}}).status().code(),
              absl::StatusCode::kInvalidArgument)
        << rule.id;
  }
}

TEST(RulesTest, CountsNear2To53StayExact) {
  // 1 beats 0 by one ballot of 2^53 - 1.
  const int64_t half = kMaxBallots / 2;
  const PairwiseMatrix matrix =
      MatrixOf(3, Unranked::kTiedLast, {{{{0}, {1}, {2}}, half - 1}, {{{1}, {0}, {2}}, half}});
  for (const CondorcetRule& rule : CondorcetRules()) {
    if (Ids{"condorcet_winner", "condorcet_loser"}.contains(rule.id)) continue;
    EXPECT_EQ(CountBy(rule.id, matrix).ranking.Tiers(), (Tiers{{1}, {0}, {2}})) << rule.id;
  }
}

// Strongest paths over 1,000 options take seconds; the rules that need them get fewer.
TEST(RulesTest, AThousandOptions) {
  RandomEngine engine(171);
  for (const int options : {200, 1000}) {
    const PairwiseMatrix matrix =
        MatrixOf(options, Unranked::kTiedLast, StrictBallots(engine, options, 5, 3));
    for (const CondorcetRule& rule : CondorcetRules()) {
      const bool paths = rule.id.starts_with("schulze") || rule.id == "split_cycle";
      if (options == 1000 && paths) continue;
      const absl::StatusOr<Count> count = rule.count(matrix, KeepTied{});
      if (rule.id == "stable_voting" && !count.ok()) {  // it says that it is too large
        EXPECT_EQ(count.status().code(), absl::StatusCode::kResourceExhausted);
      } else {
        EXPECT_TRUE(count.ok()) << rule.id << ": " << count.status();
      }
    }
  }
}

}  // namespace
}  // namespace plenum::tally
