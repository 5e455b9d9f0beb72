#include "services/deliberation/tally/budget/why.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using ::testing::HasSubstr;

const std::vector<std::string> kNames = {"Path", "Park", "Pool", "Shed", "Lamp", "Bench"};

std::vector<std::string> Names(int n) { return {kNames.begin(), kNames.begin() + n}; }

BudgetElection Small() {
  BudgetElection election = *BudgetElection::Create(100, {{60}, {50}, {40}});
  EXPECT_TRUE(election.Add({{0, 1}, {1, 1}}, 6).ok());
  EXPECT_TRUE(election.Add({{2, 1}}, 4).ok());
  return election;
}

BudgetWhy Why(const BudgetElection& election, const BudgetResult& result,
              std::optional<BudgetUtility> shares, OptionIndex a, OptionIndex b) {
  const absl::StatusOr<BudgetWhy> why =
      ExplainBudgetPair(election, result, shares, a, b, Names(election.option_count()));
  EXPECT_TRUE(why.ok()) << why.status();
  return *why;
}

TEST(ExplainBudgetPair, ComparesVotesAndMoneyLeft) {
  const BudgetElection election = Small();
  const BudgetResult result = *GreedyBudget(election, {});
  const BudgetWhy why = Why(election, result, std::nullopt, 1, 0);
  EXPECT_EQ(why.kind, BudgetWhyKind::kFunded);
  EXPECT_EQ(why.upper, 0);
  EXPECT_TRUE(why.level);
  EXPECT_EQ(why.of_lower.left, 40);
  EXPECT_EQ(why.sentence,
            "Path is funded and Park is not: Path was taken in step 1 with 6 votes, as much as "
            "Park, and the earlier option goes first; Park costs 50, and only 40 of the budget of "
            "100 were left when its turn came.");
  EXPECT_EQ(Why(election, result, std::nullopt, 0, 2).sentence,
            "Both are funded, Path before Pool: Path was taken in step 1 with 6 votes, when Pool "
            "had 4.");
}

TEST(ExplainBudgetPair, SaysWhatSupportersCouldPay) {
  const BudgetElection election = Small();
  EqualSharesOptions options;
  options.greedy_completion = BudgetMeasure::kPoints;
  const BudgetResult result = *EqualSharesBudget(election, options);
  // Each has 10. The six buy Path for 60 and have nothing left; Pool is bought by the other four.
  const BudgetWhy why = Why(election, result, BudgetUtility::kCost, 1, 2);
  EXPECT_EQ(why.kind, BudgetWhyKind::kFunded);
  EXPECT_EQ(why.of_lower.supporters_left, Rational(0));
  EXPECT_THAT(why.sentence, HasSubstr("Pool was taken in step 2 with an effective support of 4 "
                                      "votes; the supporters of Park had only 0 left for its cost "
                                      "of 50"));
}

TEST(ExplainBudgetPair, NamesWhatIsNeededAndWhatExcludes) {
  BudgetElection election =
      *BudgetElection::Create(100, {{60}, {90, {}}, {30, {1}}, {20}}, {{0, 3}});
  ASSERT_TRUE(election.Add({{0, 1}}, 5).ok());
  ASSERT_TRUE(election.Add({{2, 1}, {3, 1}}, 4).ok());
  const BudgetResult result = *GreedyBudget(election, {});
  EXPECT_THAT(Why(election, result, std::nullopt, 0, 2).sentence,
              HasSubstr("Pool needs Park, which is not funded"));
  EXPECT_THAT(Why(election, result, std::nullopt, 3, 0).sentence,
              HasSubstr("Path is funded, and with it Shed cannot be"));
  const BudgetWhy neither = Why(election, result, std::nullopt, 3, 2);
  EXPECT_EQ(neither.kind, BudgetWhyKind::kNeither);
  EXPECT_EQ(neither.upper, 3);
}

TEST(ExplainBudgetPair, RefusesWhatIsNotThere) {
  const BudgetElection election = Small();
  const BudgetResult result = *GreedyBudget(election, {});
  EXPECT_EQ(ExplainBudgetPair(election, result, std::nullopt, 0, 3, Names(3)).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(ExplainBudgetPair(election, result, std::nullopt, 1, 1, Names(3)).ok());
  EXPECT_FALSE(ExplainBudgetPair(election, result, std::nullopt, 0, 1, Names(2)).ok());
  EXPECT_FALSE(TraceBudgetBallot(election, result, std::nullopt, {{0, 1}, {0, 1}}, Names(3)).ok());
  EXPECT_FALSE(TraceBudgetBallot(election, result, std::nullopt, {{3, 1}}, Names(3)).ok());
}

TEST(TraceBudgetBallot, SaysWhatItSupportedAndPaid) {
  const BudgetElection election = Small();
  EqualSharesOptions options;
  const BudgetResult result = *EqualSharesBudget(election, options);
  const BudgetBallotTrace trace =
      *TraceBudgetBallot(election, result, BudgetUtility::kCost, {{0, 1}, {1, 1}}, Names(3));
  EXPECT_EQ(trace.endowment, Rational(10));
  EXPECT_EQ(trace.left, Rational(0));
  EXPECT_EQ(trace.supports[0].paid, 10);
  EXPECT_EQ(trace.supports[1].paid, 0);
  EXPECT_EQ(trace.sentence,
            "Of what it supports, Path is funded and Park is not; of its share of 10 it spent 10.");
  const BudgetBallotTrace greedy =
      *TraceBudgetBallot(election, *GreedyBudget(election, {}), std::nullopt, {{1, 1}}, Names(3));
  EXPECT_EQ(greedy.sentence, "Nothing that it supports is funded.");
  EXPECT_FALSE(greedy.endowment.has_value());
}

BudgetElection RandomBudget(RandomEngine& engine, int n) {
  std::vector<BudgetOption> options;
  for (int i = 0; i < n; ++i) {
    options.push_back({Rational(1 + Upto(engine, 40))});
    if (i > 0 && Upto(engine, 5) == 0) options.back().needs = {Upto(engine, i)};
  }
  std::vector<std::vector<OptionIndex>> exclusions;
  if (Upto(engine, 3) == 0) exclusions = {{0, n - 1}};
  absl::StatusOr<BudgetElection> election = BudgetElection::Create(80, options, exclusions);
  if (!election.ok()) election = BudgetElection::Create(80, options);
  for (int g = 0; g < 8; ++g) {
    BudgetPoints points;
    for (OptionIndex option = 0; option < n; ++option) {
      if (Upto(engine, 2) == 0) points.emplace_back(option, 1 + Upto(engine, 3));
    }
    EXPECT_TRUE(election->Add(points, 1 + Upto(engine, 3)).ok());
  }
  return *std::move(election);
}

// The price by trying: the least of those at which some backer is just out of money, or nobody.
std::optional<Rational> NaivePrice(const BudgetElection& election,
                                   const std::vector<Rational>& money, OptionIndex option) {
  const Rational& cost = election.option(option).cost;
  const auto raised = [&](const Rational& price) {
    Rational sum;
    for (size_t g = 0; g < money.size(); ++g) {
      for (const auto& [named, points] : election.groups()[g].points) {
        if (named != option) continue;
        const Rational due = price * cost;
        sum += (due < money[g] ? due : money[g]) * Rational(election.groups()[g].count);
      }
    }
    return sum;
  };
  Rational low = 0;
  Rational high = 1000;
  if (raised(high) < cost) return std::nullopt;
  for (int i = 0; i < 60; ++i) {
    const Rational middle = (low + high) / 2;
    (raised(middle) < cost ? low : high) = middle;
  }
  return high;
}

// Each figure of a reason, from the ballots and the steps by other means.
TEST(ExplainBudgetPair, EveryReasonIsTrue) {
  RandomEngine engine(21);
  int prices = 0;
  int refused = 0;
  for (int trial = 0; trial < 150; ++trial) {
    const int n = 3 + Upto(engine, 4);
    const BudgetElection election = RandomBudget(engine, n);
    const bool shares = trial % 2 == 0;
    EqualSharesOptions options;
    options.greedy_completion = BudgetMeasure::kPoints;
    const BudgetResult result =
        shares ? *EqualSharesBudget(election, options) : *GreedyBudget(election, {});
    std::optional<BudgetUtility> utility;
    if (shares) utility = BudgetUtility::kCost;
    for (OptionIndex a = 0; a < n; ++a) {
      for (OptionIndex b = 0; b < n; ++b) {
        if (a == b) continue;
        const BudgetWhy why = Why(election, result, utility, a, b);
        EXPECT_EQ(why.sentence.back(), '.');
        const auto funded = [&](OptionIndex option) {
          return std::binary_search(result.funded.begin(), result.funded.end(), option);
        };
        EXPECT_EQ(funded(why.upper), why.kind != BudgetWhyKind::kNeither);
        EXPECT_EQ(funded(why.lower), why.kind == BudgetWhyKind::kFundedFirst);
        if (why.of_lower.outcome == BudgetOutcome::kDoesNotFit) {
          ++refused;
          Rational left = election.budget();
          for (size_t s = 0; s < *why.of_lower.step; ++s) {
            if (result.steps[s].outcome == BudgetOutcome::kFunded) {
              left -= election.option(result.steps[s].option).cost;
            }
          }
          EXPECT_EQ(why.of_lower.left, left);
          EXPECT_GT(why.of_lower.cost, left);
        }
        if (why.kind == BudgetWhyKind::kNeither) continue;
        const size_t s = *why.of_upper.step;
        EXPECT_EQ(*why.upper_value, result.steps[s].figure);
        if (!why.lower_value.has_value()) continue;
        if (result.steps[s].accounts.empty()) {
          EXPECT_EQ(*why.lower_value, election.Points()[static_cast<size_t>(why.lower)]);
          // Who did not fit any more has had its turn.
          const bool passed = why.of_lower.step.has_value() && *why.of_lower.step < s;
          EXPECT_TRUE(passed || *why.lower_value <= *why.upper_value);
        } else {
          ++prices;
          EXPECT_GE(*why.lower_value, *why.upper_value);
          EXPECT_EQ(why.level, *why.lower_value == *why.upper_value);
          const std::vector<Rational> money =
              s == 0 ? std::vector<Rational>(election.groups().size(), result.endowment)
                     : result.steps[s - 1].accounts;
          const std::optional<Rational> naive = NaivePrice(election, money, why.lower);
          ASSERT_TRUE(naive.has_value());
          EXPECT_LT(abs(*naive - *why.lower_value), MakeRational(1, 1'000'000'000));
        }
      }
    }
  }
  EXPECT_GT(prices, 300);
  EXPECT_GT(refused, 100);
}

// What the ballots that were cast are told they paid is what the count took from them.
TEST(TraceBudgetBallot, PaysWhatTheCountTookFromItsGroup) {
  RandomEngine engine(22);
  for (int trial = 0; trial < 100; ++trial) {
    const int n = 3 + Upto(engine, 4);
    const BudgetElection election = RandomBudget(engine, n);
    EqualSharesOptions options;
    options.utility = trial % 2 == 0 ? BudgetUtility::kCost : BudgetUtility::kPoints;
    options.greedy_completion = BudgetMeasure::kPoints;
    const BudgetResult result = *EqualSharesBudget(election, options);
    const std::vector<Rational>* accounts = nullptr;
    for (const BudgetStep& step : result.steps) {
      if (!step.accounts.empty()) accounts = &step.accounts;
    }
    for (size_t g = 0; g < election.groups().size(); ++g) {
      const BudgetBallotTrace trace = *TraceBudgetBallot(election, result, options.utility,
                                                         election.groups()[g].points, Names(n));
      EXPECT_EQ(*trace.left, accounts == nullptr ? result.endowment : (*accounts)[g]);
      Rational paid;
      for (const auto& support : trace.supports) paid += support.paid;
      EXPECT_EQ(paid + *trace.left, *trace.endowment);
    }
  }
}

}  // namespace
}  // namespace plenum::tally
