// What holds for the methods on the pairwise matrix, all or named ones: criteria of the literature,
// and odd input.
#include "services/deliberation/tally/methods/methods.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "services/deliberation/tally/condorcet/condorcet_testing.h"

namespace plenum::tally {
namespace {

using Ids = std::set<std::string_view>;

// The methods that look at the pairwise matrix alone.
std::vector<RankedMethod> MatrixMethods() {
  std::vector<RankedMethod> methods;
  for (const RankedMethod& method : RankedMethods()) {
    if (method.by_matrix) methods.push_back(method);
  }
  return methods;
}

absl::StatusOr<Count> TryCountBy(std::string_view id, const PairwiseMatrix& matrix,
                                 const TiePolicy& policy) {
  // They do not look at the ballots.
  const Profile none = *Profile::Create(matrix.option_count(), matrix.unranked());
  return FindRankedMethod(id)->count(none, matrix, policy, {});
}

Count CountBy(std::string_view id, const PairwiseMatrix& matrix,
              const TiePolicy& policy = KeepTied{}) {
  return Must(TryCountBy(id, matrix, policy));
}

// Neutrality: other indexes, the same result.
TEST(MatrixMethodsTest, RelabellingTheOptionsRelabelsTheResult) {
  RandomEngine engine(112);
  ForRandomElections(111, 200, 1, 8, [&](const auto& ballots, const PairwiseMatrix& matrix) {
    const std::vector<OptionIndex> new_index = RandomPermutation(engine, matrix.option_count());
    const PairwiseMatrix relabelled =
        MatrixOf(matrix.option_count(), matrix.unranked(), Relabelled(ballots, new_index));
    for (const RankedMethod& rule : MatrixMethods()) {
      EXPECT_EQ(Relabelled(CountBy(rule.id, matrix).ranking.Tiers(), new_index),
                CountBy(rule.id, relabelled).ranking.Tiers())
          << rule.id;
    }
  });
}

TEST(MatrixMethodsTest, CondorcetWinnerStandsFirst) {
  ForRandomElections(121, 300, 2, 7, [&](const auto&, const PairwiseMatrix& matrix) {
    const std::optional<OptionIndex> winner = matrix.CondorcetWinner();
    if (!winner.has_value()) return;
    for (const RankedMethod& rule : MatrixMethods()) {
      if (rule.id == "minimax-opposition") continue;
      EXPECT_EQ(CountBy(rule.id, matrix).ranking.Tiers().front(), std::vector<OptionIndex>{*winner})
          << rule.id;
    }
  });
}

TEST(MatrixMethodsTest, FirstPlacesAreInTheSmithSet) {
  const Ids rules = {"schulze-winning",
                     "schulze-margins",
                     "ranked-pairs-winning",
                     "ranked-pairs-margins",
                     "copeland",
                     "kemeny-young",
                     "split-cycle",
                     "stable-voting",
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

TEST(MatrixMethodsTest, ReversedBallotsReverseTheRanking) {
  RandomEngine engine(141);
  int checked = 0;
  for (int run = 0; run < 300; ++run) {
    const int n = 2 + Upto(engine, 5);
    const std::vector<CastBallot> ballots = StrictBallots(engine, n, 6, 1000);
    const PairwiseMatrix matrix = MatrixOf(n, Unranked::kTiedLast, ballots);
    if (!NoEqualDuels(matrix)) continue;
    ++checked;
    const PairwiseMatrix reversed = MatrixOf(n, Unranked::kTiedLast, Reversed(ballots));
    for (const std::string_view id : {"ranked-pairs-winning", "ranked-pairs-margins",
                                      "kemeny-young", "copeland", "smith", "schwartz"}) {
      Tiers tiers = CountBy(id, matrix).ranking.Tiers();
      std::reverse(tiers.begin(), tiers.end());
      EXPECT_EQ(CountBy(id, reversed).ranking.Tiers(), tiers) << id;
    }
    // Schulze's "beats" turns round; its layers are made from the top, so only that the first does
    // not stay first holds of the tiers in general.
    for (const std::string_view id : {"schulze-winning", "schulze-margins"}) {
      const Tiers tiers = CountBy(id, matrix).ranking.Tiers();
      if (tiers.front().size() > 1) continue;
      EXPECT_NE(CountBy(id, reversed).ranking.Tiers().front(), tiers.front()) << id;
    }
  }
  EXPECT_GT(checked, 100);
}

// Monotonicity: a sole winner that is moved up one place on some ballots stays the winner.
TEST(MatrixMethodsTest, MovingTheWinnerUpDoesNotHurtIt) {
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
    for (const std::string_view id : {"schulze-winning", "schulze-margins", "ranked-pairs-winning",
                                      "ranked-pairs-margins", "minimax-winning", "minimax-margins",
                                      "minimax-opposition", "copeland", "split-cycle", "black"}) {
      const bool ranked_pairs = id.starts_with("ranked-pairs");
      if (ranked_pairs && !(NoEqualDuels(before) && NoEqualDuels(after))) continue;
      if (CountBy(id, before).ranking.Tiers().front() != std::vector<OptionIndex>{option}) continue;
      ++checked;
      EXPECT_EQ(*CountBy(id, after).ranking.TierOf(option), 0) << id;
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(checked, 500);
}

// A tie policy never changes the order of options that the votes separate, whichever it is; but
// that Kemeny's picks one of several best orders, which need not have the options by their best
// places.
TEST(MatrixMethodsTest, PoliciesOnlySplitTiers) {
  RandomEngine engine(162);
  ForRandomElections(161, 150, 1, 7, [&](const auto&, const PairwiseMatrix& matrix) {
    const int n = matrix.option_count();
    const std::vector<TiePolicy> policies = {
        DeclaredOrder{RandomPermutation(engine, n)}, SeededPermutation{"seed"}, HoldForDecision{},
        Backwards{DeclaredOrder{RandomPermutation(engine, n)}}, Forwards{}};
    for (const RankedMethod& rule : MatrixMethods()) {
      for (const TiePolicy& policy : policies) {
        const Count count = CountBy(rule.id, matrix, policy);
        EXPECT_TRUE(count.ranking.complete());
        for (OptionIndex a = 0; a < n; ++a) {
          for (OptionIndex b = 0; b < n; ++b) {
            if (rule.id != "kemeny-young" &&
                *count.ranking_by_votes.TierOf(a) < *count.ranking_by_votes.TierOf(b)) {
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

TEST(MatrixMethodsTest, OddInputHasADefinedAnswer) {
  const PairwiseMatrix lone = MatrixOf(1, Unranked::kTiedLast, {{{{0}}, 3}});
  const PairwiseMatrix no_ballots = MatrixOf(4, Unranked::kNotCompared, {});
  const PairwiseMatrix abstained = MatrixOf(4, Unranked::kNotCompared, {{{}, 7}});
  for (const RankedMethod& rule : MatrixMethods()) {
    EXPECT_EQ(CountBy(rule.id, lone).ranking.Tiers(), (Tiers{{0}})) << rule.id;
    EXPECT_EQ(CountBy(rule.id, no_ballots).ranking.Tiers(), (Tiers{{0, 1, 2, 3}})) << rule.id;
    EXPECT_EQ(CountBy(rule.id, abstained).ranking.Tiers(), (Tiers{{0, 1, 2, 3}})) << rule.id;
    EXPECT_EQ(TryCountBy(rule.id, lone, DeclaredOrder{{0, 1}}).status().code(),
              absl::StatusCode::kInvalidArgument)
        << rule.id;
  }
}

TEST(MatrixMethodsTest, CountsNear2To53StayExact) {
  // 1 beats 0 by one ballot of 2^53 - 1.
  const int64_t half = kMaxBallots / 2;
  const PairwiseMatrix matrix =
      MatrixOf(3, Unranked::kTiedLast, {{{{0}, {1}, {2}}, half - 1}, {{{1}, {0}, {2}}, half}});
  for (const RankedMethod& rule : MatrixMethods()) {
    EXPECT_EQ(CountBy(rule.id, matrix).ranking.Tiers(), (Tiers{{1}, {0}, {2}})) << rule.id;
  }
}

// Strongest paths over 1,000 options take seconds; the rules that need them get fewer.
TEST(MatrixMethodsTest, AThousandOptions) {
  RandomEngine engine(171);
  for (const int options : {200, 1000}) {
    const PairwiseMatrix matrix =
        MatrixOf(options, Unranked::kTiedLast, StrictBallots(engine, options, 5, 3));
    for (const RankedMethod& rule : MatrixMethods()) {
      const bool paths = rule.id.starts_with("schulze") || rule.id == "split-cycle";
      if (options == 1000 && paths) continue;
      const absl::StatusOr<Count> count = TryCountBy(rule.id, matrix, KeepTied{});
      if (rule.id == "stable-voting" && !count.ok()) {  // it says that it is too large
        EXPECT_EQ(count.status().code(), absl::StatusCode::kResourceExhausted);
      } else {
        EXPECT_TRUE(count.ok()) << rule.id << ": " << count.status();
      }
    }
  }
}

}  // namespace
}  // namespace plenum::tally
