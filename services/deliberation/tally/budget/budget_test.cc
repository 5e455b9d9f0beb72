#include "services/deliberation/tally/budget/budget.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using Options = std::vector<OptionIndex>;
using Ballots = std::vector<std::pair<Options, int64_t>>;

BudgetElection MakeElection(int64_t budget, const std::vector<BudgetOption>& options,
                            const Ballots& ballots, const std::vector<Options>& exclusions = {}) {
  absl::StatusOr<BudgetElection> election =
      BudgetElection::Create(Rational(budget), options, exclusions);
  EXPECT_TRUE(election.ok()) << election.status();
  for (const auto& [approved, count] : ballots) {
    BudgetPoints points;
    for (const OptionIndex option : approved) points.emplace_back(option, 1);
    EXPECT_TRUE(election->Add(points, count).ok());
  }
  return *std::move(election);
}

// Costs of 0 to 9, some needs on earlier options, some exclusions, points of 1 to 3.
BudgetElection RandomElection(RandomEngine& engine) {
  const int n = 2 + Upto(engine, 6);
  while (true) {
    std::vector<BudgetOption> options;
    std::vector<Options> exclusions;
    for (int i = 0; i < n; ++i) {
      options.push_back({MakeRational(Upto(engine, 19), 2)});
      if (i > 0 && Upto(engine, 4) == 0) options.back().needs = {Upto(engine, i)};
    }
    if (Upto(engine, 2) == 0) exclusions.push_back({0, n - 1});
    absl::StatusOr<BudgetElection> election =
        BudgetElection::Create(Rational(Upto(engine, 30)), options, exclusions);
    if (!election.ok()) continue;  // an option that needs what excludes it
    for (int ballot = Upto(engine, 8); ballot > 0; --ballot) {
      BudgetPoints points;
      for (OptionIndex option = 0; option < n; ++option) {
        if (Upto(engine, 2) == 0) points.emplace_back(option, 1 + Upto(engine, 3));
      }
      EXPECT_TRUE(election->Add(points, 1 + Upto(engine, 3)).ok());
    }
    return *std::move(election);
  }
}

void ExpectAllowed(const BudgetElection& election, const BudgetResult& result) {
  Rational cost(0);
  for (const OptionIndex option : result.funded) {
    cost += election.option(option).cost;
    for (const OptionIndex need : election.option(option).needs) {
      EXPECT_TRUE(std::binary_search(result.funded.begin(), result.funded.end(), need));
    }
    for (const OptionIndex other : election.excluded_by(option)) {
      EXPECT_FALSE(std::binary_search(result.funded.begin(), result.funded.end(), other));
    }
  }
  EXPECT_EQ(cost, result.spent);
  EXPECT_LE(cost, election.budget());
  for (OptionIndex option = 0; option < election.option_count(); ++option) {
    EXPECT_EQ(result.outcomes[static_cast<size_t>(option)] == BudgetOutcome::kFunded,
              std::binary_search(result.funded.begin(), result.funded.end(), option));
  }
}

const std::vector<BudgetMeasure> kMeasures = {BudgetMeasure::kPoints, BudgetMeasure::kVotes,
                                              BudgetMeasure::kPointsPerCost,
                                              BudgetMeasure::kVotesPerCost};

TEST(BudgetTest, BadElectionsAreRefused) {
  const auto create = [](int64_t budget, const std::vector<BudgetOption>& options,
                         const std::vector<Options>& exclusions = {}) {
    return BudgetElection::Create(Rational(budget), options, exclusions).status().code();
  };
  const absl::StatusCode bad = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(create(1, {}), bad);
  EXPECT_EQ(create(-1, {{1}}), bad);
  EXPECT_EQ(create(1, {{-1}}), bad);
  EXPECT_EQ(create(1, {{1, {1}}}), bad) << "an unknown need";
  EXPECT_EQ(create(1, {{1, {0}}}), bad) << "needs itself";
  EXPECT_EQ(create(1, {{1, {1}}, {1, {2}}, {1, {0}}}), bad) << "a circle";
  EXPECT_EQ(create(1, {{1}, {1, {0, 0}}}), bad) << "named twice";
  EXPECT_EQ(create(1, {{1}, {1}}, {{0, 2}}), bad) << "an unknown exclusion";
  EXPECT_EQ(create(1, {{1}, {1, {0}}}, {{0, 1}}), bad) << "needs what excludes it";
  EXPECT_EQ(create(1, {{1}, {1}, {1, {0, 1}}}, {{0, 1}}), bad) << "needs what excludes each other";
  EXPECT_EQ(create(1, std::vector<BudgetOption>(1025, {1})), bad);
  EXPECT_EQ(create(0, {{0}}), absl::StatusCode::kOk);
}

TEST(BudgetTest, ACircleOfNeedsIsNamed) {
  const std::vector<std::string> names = {"Path", "Park", "Pond", "Pier"};
  const auto message = [&](const std::vector<BudgetOption>& options) {
    return std::string(BudgetElection::Create(Rational(1), options, {}, names).status().message());
  };
  EXPECT_EQ(message({{1, {0}}, {1}, {1}, {1}}),
            "\"Path\" needs itself: it can never be funded; take one of these needs away");
  EXPECT_EQ(message({{1}, {1, {3, 2}}, {1, {3, 1}}, {1}}),
            "\"Park\" needs \"Pond\", which needs \"Park\": it can never be funded; take one of "
            "these needs away");
  EXPECT_EQ(message({{1, {1}}, {1, {2}}, {1, {1}}, {1}}).substr(0, 43),
            "\"Park\" needs \"Pond\", which needs \"Park\": it")
      << "Path is not in the circle";
}

TEST(BudgetTest, FurtherNeedsAndExclusionsKeepBallotsAndWhatThereWas) {
  BudgetElection election = *BudgetElection::Create(Rational(3), {{1}, {1, {0}}, {1}}, {{0, 2}});
  ASSERT_TRUE(election.Add({{1, 1}}, 5).ok());
  ASSERT_TRUE(election.Add({{0, 1}, {2, 1}}, 2).ok());
  const absl::StatusOr<BudgetElection> with = election.With({{1, {0}}}, {{1, 2}});
  ASSERT_TRUE(with.ok()) << with.status();
  EXPECT_EQ(with->option(1).needs, Options({0}));
  EXPECT_EQ(with->excluded_by(2), Options({0, 1}));
  EXPECT_EQ(with->excluded_by(0), Options({2}));
  EXPECT_EQ(with->ballots(), 7);
  EXPECT_EQ(with->Votes(), std::vector<int64_t>({2, 5, 2}));
  BudgetElection more = *with;
  ASSERT_TRUE(more.Add({{1, 1}}, 1).ok());
  EXPECT_EQ(more.groups().size(), 2u) << "a ballot is still found among the groups";
  const absl::StatusCode bad = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(election.With({{0, {1}}}, {}).status().code(), bad) << "a circle with what there was";
  EXPECT_EQ(election.With({{2, {0}}}, {}).status().code(), bad) << "needs what excludes it";
  EXPECT_EQ(election.With({{3, {0}}}, {}).status().code(), bad);
  EXPECT_EQ(election.With({{0, {3}}}, {}).status().code(), bad);
  EXPECT_EQ(election.With({}, {{1, 3}}).status().code(), bad);
}

TEST(BudgetTest, BadBallotsAreRefusedAndChangeNothing) {
  BudgetElection election = MakeElection(10, {{1}, {1}}, {});
  EXPECT_FALSE(election.Add({{2, 1}}).ok());
  EXPECT_FALSE(election.Add({{-1, 1}}).ok());
  EXPECT_FALSE(election.Add({{0, 1}, {0, 2}}).ok());
  EXPECT_FALSE(election.Add({{0, 1}}, 0).ok());
  EXPECT_TRUE(election.Add({{0, 1}}, kMaxBallots).ok());
  EXPECT_EQ(election.Add({{0, 1}}, 1).code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(election.ballots(), kMaxBallots);
  EXPECT_EQ(election.groups().size(), 1u);
}

TEST(BudgetTest, EqualBallotsAreOneGroup) {
  BudgetElection election = MakeElection(10, {{1}, {1}}, {});
  ASSERT_TRUE(election.Add({{0, 1}, {1, 2}}).ok());
  ASSERT_TRUE(election.Add({{1, 2}, {0, 1}}, 2).ok());
  ASSERT_TRUE(election.Add({{0, 1}, {1, 3}}).ok());
  EXPECT_EQ(election.groups().size(), 2u);
  EXPECT_EQ(election.Votes(), (std::vector<int64_t>{4, 4}));
  EXPECT_EQ(election.Points(), (std::vector<Rational>{4, 9}));
}

TEST(BudgetTest, GreedySkipsOrStopsAtWhatDoesNotFit) {
  const BudgetElection election =
      MakeElection(100, {{60}, {50}, {40}}, {{{0}, 3}, {{1}, 2}, {{2}, 1}});
  const BudgetResult skips = *GreedyBudget(election, {});
  EXPECT_EQ(skips.funded, (Options{0, 2}));
  EXPECT_EQ(skips.spent, 100);
  EXPECT_EQ(skips.outcomes[1], BudgetOutcome::kDoesNotFit);
  GreedyOptions options;
  options.stop_at_misfit = true;
  const BudgetResult stops = *GreedyBudget(election, options);
  EXPECT_EQ(stops.funded, (Options{0}));
  EXPECT_EQ(stops.outcomes[2], BudgetOutcome::kAfterTheStop);
  options = {};
  options.least_votes = 2;
  const BudgetResult few = *GreedyBudget(election, options);
  EXPECT_EQ(few.funded, (Options{0}));
  EXPECT_EQ(few.outcomes[2], BudgetOutcome::kTooFewVotes);
  EXPECT_EQ(ExplainBudget(skips, {"A", "B", "C"}),
            (std::vector<std::string>{"A is funded (points 3), 40 are left.",
                                      "B costs more than is left (points 2), 40 are left.",
                                      "C is funded (points 1), 0 are left."}));
}

TEST(BudgetTest, MeasuresPerCostPreferTheCheap) {
  const BudgetElection election = MakeElection(10, {{10}, {5}, {0}}, {{{0}, 3}, {{0, 1}, 2}});
  GreedyOptions options;
  EXPECT_EQ(GreedyBudget(election, options)->funded, (Options{0, 2}));
  options.measure = BudgetMeasure::kVotesPerCost;  // 5/10 against 2/5, and what costs nothing first
  EXPECT_EQ(GreedyBudget(election, options)->steps.front().option, 2);
  EXPECT_EQ(GreedyBudget(election, options)->funded, (Options{0, 2}));
  const BudgetElection cheaper = MakeElection(10, {{10}, {3}}, {{{0}, 3}, {{0, 1}, 2}});
  EXPECT_EQ(GreedyBudget(cheaper, options)->funded, (Options{1}));
}

TEST(BudgetTest, AnOptionWaitsForWhatItNeeds) {
  const BudgetElection election =
      MakeElection(10, {{4, {1}}, {4}, {4}}, {{{0}, 5}, {{1}, 2}, {{2}, 3}});
  // 0 leads but needs 1: 2 is first, then 1, then there is no money for 0.
  const BudgetResult result = *GreedyBudget(election, {});
  EXPECT_EQ(result.funded, (Options{1, 2}));
  EXPECT_EQ(result.outcomes[0], BudgetOutcome::kDoesNotFit);
  const BudgetElection more = MakeElection(8, {{4, {1}}, {4}, {4}}, {{{0}, 5}, {{1}, 3}, {{2}, 2}});
  EXPECT_EQ(GreedyBudget(more, {})->funded, (Options{0, 1}));
  const BudgetElection never = MakeElection(8, {{4, {1}}, {9}}, {{{0}, 5}});
  EXPECT_EQ(GreedyBudget(never, {})->outcomes[0], BudgetOutcome::kNeedsUnfunded);
}

TEST(BudgetTest, ExclusionsLeaveTheSecondOut) {
  const BudgetElection election =
      MakeElection(10, {{1}, {1}, {1}}, {{{0}, 3}, {{1}, 2}, {{2}, 1}}, {{0, 1}});
  const BudgetResult result = *GreedyBudget(election, {});
  EXPECT_EQ(result.funded, (Options{0, 2}));
  EXPECT_EQ(result.outcomes[1], BudgetOutcome::kExcluded);
}

TEST(BudgetTest, TiesThatMatterGoByThePolicy) {
  const BudgetElection election = MakeElection(10, {{6}, {6}, {3}}, {{{0, 1, 2}, 2}});
  const BudgetResult kept = *GreedyBudget(election, {});
  EXPECT_EQ(kept.funded, (Options{0, 2}));
  EXPECT_TRUE(kept.tie_decided);
  GreedyOptions options;
  options.tie_policy = DeclaredOrder{{1, 0, 2}};
  const BudgetResult declared = *GreedyBudget(election, options);
  EXPECT_EQ(declared.funded, (Options{1, 2}));
  ASSERT_FALSE(declared.events.empty());
  EXPECT_EQ(declared.events.front().resolved, (Options{1, 0, 2}));
  options.tie_policy = HoldForDecision{};
  const BudgetResult held = *GreedyBudget(election, options);
  EXPECT_TRUE(held.held);
  EXPECT_TRUE(held.funded.empty());
  EXPECT_EQ(held.outcomes[0], BudgetOutcome::kHeld);
  options.tie_policy = DeclaredOrder{{0, 1}};
  EXPECT_FALSE(GreedyBudget(election, options).ok());
  // A tie among options that all fit is no tie to decide.
  const BudgetElection enough = MakeElection(20, {{6}, {6}, {3}}, {{{0, 1, 2}, 2}});
  options.tie_policy = HoldForDecision{};
  EXPECT_EQ(GreedyBudget(enough, options)->funded, (Options{0, 1, 2}));
  EXPECT_FALSE(GreedyBudget(enough, options)->tie_decided);
}

TEST(BudgetTest, ABudgetBelowEveryCostFundsNothing) {
  const BudgetElection election = MakeElection(1, {{6}, {7}}, {{{0, 1}, 2}});
  EXPECT_TRUE(GreedyBudget(election, {})->funded.empty());
  EqualSharesOptions options;
  options.increments = true;
  options.greedy_completion = BudgetMeasure::kVotes;
  EXPECT_TRUE(EqualSharesBudget(election, options)->funded.empty());
  const BudgetElection silent = MakeElection(10, {{6}, {0}}, {});
  EXPECT_EQ(GreedyBudget(silent, {})->funded, (Options{0, 1}));
  EXPECT_TRUE(EqualSharesBudget(silent, {})->funded.empty());
}

TEST(BudgetTest, EqualSharesGiveAMinorityItsShare) {
  // Greedy gives all to the majority of 6; the 3 others hold a third of the budget.
  const BudgetElection election = MakeElection(9, {{3}, {3}, {3}, {3}}, {{{0, 1, 2}, 6}, {{3}, 3}});
  EXPECT_EQ(GreedyBudget(election, {})->funded, (Options{0, 1, 2}));
  const BudgetResult shares = *EqualSharesBudget(election, {});
  EXPECT_EQ(shares.funded, (Options{0, 1, 3}));
  EXPECT_EQ(shares.endowment, 1);
  ASSERT_EQ(shares.steps.size(), 3u);
  // 3 by 6 voters is 1/2 each, 1/6 a unit of cost; the minority pays 1 each, 1/3 a unit.
  EXPECT_EQ(shares.steps[0].figure, MakeRational(1, 6));
  EXPECT_EQ(shares.steps[0].accounts, (std::vector<Rational>{MakeRational(1, 2), 1}));
  EXPECT_EQ(shares.steps[2].figure, MakeRational(1, 3));
}

TEST(BudgetTest, CostUtilityAndCountUtilityDiffer) {
  // By count the cheap option is better for its 2 voters than the dear one for 3; by cost the more
  // voters a unit of cost has, the better.
  const BudgetElection election = MakeElection(10, {{9}, {2}}, {{{0}, 1}, {{0, 1}, 2}});
  EqualSharesOptions options;
  EXPECT_EQ(EqualSharesBudget(election, options)->funded, (Options{0}));
  options.utility = BudgetUtility::kCount;
  EXPECT_EQ(EqualSharesBudget(election, options)->funded, (Options{1}));
}

TEST(BudgetTest, CompletionsSpendWhatIsLeft) {
  // 10 voters with 1 each; 0 costs 6 for 5 voters: they have only 5.
  const BudgetElection election = MakeElection(10, {{6}, {4}}, {{{0}, 5}, {{1}, 4}, {{}, 1}});
  EqualSharesOptions options;
  EXPECT_EQ(EqualSharesBudget(election, options)->funded, (Options{1}));
  options.greedy_completion = BudgetMeasure::kVotes;
  EXPECT_EQ(EqualSharesBudget(election, options)->funded, (Options{0, 1}));
  options.greedy_completion.reset();
  options.increments = true;
  options.increment = MakeRational(1, 10);
  const BudgetResult added = *EqualSharesBudget(election, options);
  EXPECT_EQ(added.funded, (Options{0, 1}));
  EXPECT_EQ(added.endowment, MakeRational(12, 10));
  options.most_runs = 2;
  const BudgetResult cut = *EqualSharesBudget(election, options);
  EXPECT_EQ(cut.funded, (Options{1}));
  EXPECT_TRUE(cut.runs_exhausted);
  options.increment = 0;
  EXPECT_FALSE(EqualSharesBudget(election, options).ok());
}

TEST(BudgetTest, IncrementsEndBeforeTheBudgetIsPassed) {
  const BudgetElection election = MakeElection(10, {{6}, {6}}, {{{0}, 5}, {{1}, 5}});
  EqualSharesOptions options;
  options.increments = true;
  options.increment = MakeRational(1, 5);  // 6/5 in each hand buys both, for 12
  const BudgetResult result = *EqualSharesBudget(election, options);
  EXPECT_TRUE(result.funded.empty());
  EXPECT_EQ(result.endowment, 1);
}

// A second implementation of equal shares, from the definition: the price of an option is looked
// for among all the ways to split its supporters, sorted by what they can pay a unit of utility.
Options NaiveEqualShares(const BudgetElection& election, BudgetUtility utility) {
  std::vector<std::pair<BudgetPoints, Rational>> voters;
  for (const BudgetGroup& group : election.groups()) {
    for (int64_t i = 0; i < group.count; ++i) {
      voters.emplace_back(group.points, election.budget() / Rational(election.ballots()));
    }
  }
  const auto utility_of = [&](const BudgetPoints& points, OptionIndex option) {
    for (const auto& [named, given] : points) {
      if (named != option) continue;
      if (utility == BudgetUtility::kPoints) return given;
      const Rational& cost = election.option(option).cost;
      return utility == BudgetUtility::kCost && cost > 0 ? cost : Rational(1);
    }
    return Rational(0);
  };
  Options funded;
  while (true) {
    std::optional<std::pair<Rational, OptionIndex>> best;
    for (OptionIndex option = 0; option < election.option_count(); ++option) {
      const auto is_funded = [&](OptionIndex o) {
        return std::find(funded.begin(), funded.end(), o) != funded.end();
      };
      const Options& needs = election.option(option).needs;
      const Options& others = election.excluded_by(option);
      if (is_funded(option) || std::any_of(others.begin(), others.end(), is_funded) ||
          !std::all_of(needs.begin(), needs.end(), is_funded)) {
        continue;
      }
      // Candidates for the price: with each prefix of the poorest paying all they have.
      std::vector<std::pair<Rational, Rational>> supporters;  // utility, money
      for (const auto& [points, money] : voters) {
        const Rational u = utility_of(points, option);
        if (u > 0) supporters.emplace_back(u, money);
      }
      std::sort(supporters.begin(), supporters.end(), [](const auto& a, const auto& b) {
        return a.second * b.first < b.second * a.first;
      });
      for (size_t poor = 0; poor < supporters.size(); ++poor) {
        Rational due = election.option(option).cost;
        Rational units(0);
        for (size_t i = 0; i < supporters.size(); ++i) {
          if (i < poor) {
            due -= supporters[i].second;
          } else {
            units += supporters[i].first;
          }
        }
        const Rational price = due / units;
        Rational raised(0);
        for (const auto& [u, money] : supporters) {
          const Rational share = price * u;
          raised += share < money ? share : money;
        }
        if (price < 0 || raised != election.option(option).cost) continue;
        if (!best.has_value() || price < best->first) best = {price, option};
      }
    }
    if (!best.has_value()) break;
    for (auto& [points, money] : voters) {
      const Rational share = best->first * utility_of(points, best->second);
      money -= share < money ? share : money;
    }
    funded.push_back(best->second);
  }
  std::sort(funded.begin(), funded.end());
  return funded;
}

TEST(BudgetTest, EqualSharesEqualsASecondImplementation) {
  RandomEngine engine(7);
  for (int trial = 0; trial < 300; ++trial) {
    const BudgetElection election = RandomElection(engine);
    if (election.ballots() == 0) continue;
    for (const BudgetUtility utility :
         {BudgetUtility::kCost, BudgetUtility::kCount, BudgetUtility::kPoints}) {
      EqualSharesOptions options;
      options.utility = utility;
      EXPECT_EQ(EqualSharesBudget(election, options)->funded, NaiveEqualShares(election, utility));
    }
  }
}

TEST(BudgetTest, EveryPackageIsAllowed) {
  RandomEngine engine(11);
  for (int trial = 0; trial < 200; ++trial) {
    const BudgetElection election = RandomElection(engine);
    for (const BudgetMeasure measure : kMeasures) {
      for (const bool stop : {false, true}) {
        GreedyOptions greedy;
        greedy.measure = measure;
        greedy.stop_at_misfit = stop;
        greedy.tie_policy = SeededPermutation{"package"};
        ExpectAllowed(election, *GreedyBudget(election, greedy));
      }
      EqualSharesOptions shares;
      shares.greedy_completion = measure;
      shares.increments = Upto(engine, 2) == 0;
      shares.increment = MakeRational(1, 3);
      shares.tie_policy = DeclaredOrder{RandomPermutation(engine, election.option_count())};
      const BudgetResult result = *EqualSharesBudget(election, shares);
      ExpectAllowed(election, result);
      // Greedy completion leaves nothing that could still be funded.
      for (OptionIndex option = 0; option < election.option_count(); ++option) {
        const BudgetOutcome outcome = result.outcomes[static_cast<size_t>(option)];
        if (outcome != BudgetOutcome::kFunded && outcome != BudgetOutcome::kExcluded &&
            outcome != BudgetOutcome::kNeedsUnfunded) {
          EXPECT_GT(result.spent + election.option(option).cost, election.budget());
        }
      }
    }
  }
}

// Where greedy skips misfits, no refused option could have joined when its turn came.
TEST(BudgetTest, GreedyFundsInOrderOfTheMeasure) {
  RandomEngine engine(13);
  for (int trial = 0; trial < 200; ++trial) {
    const BudgetElection election = RandomElection(engine);
    const BudgetResult result = *GreedyBudget(election, {});
    Rational left = election.budget();
    for (const BudgetStep& step : result.steps) {
      const Rational& cost = election.option(step.option).cost;
      EXPECT_EQ(step.outcome == BudgetOutcome::kFunded, cost <= left);
      if (step.outcome == BudgetOutcome::kFunded) left -= cost;
      EXPECT_EQ(step.left, left);
    }
  }
}

TEST(Budget, EveryRuleEndsSoonAfterItIsStopped) {
  RandomEngine engine(31);
  std::vector<BudgetOption> options;
  for (int i = 0; i < 20; ++i) options.push_back({Rational(1 + Upto(engine, 20))});
  Ballots ballots;
  for (int i = 0; i < 12; ++i) {
    Options approved = RandomPermutation(engine, 20);
    approved.resize(6);
    ballots.emplace_back(approved, 1 + Upto(engine, 4));
  }
  const BudgetElection election = MakeElection(90, options, ballots);
  const auto run = [&](bool shares, const base::Stopped& stopped) {
    if (!shares) return GreedyBudget(election, {.tie_policy = KeepTied{}, .stopped = stopped});
    EqualSharesOptions equal;
    equal.greedy_completion = BudgetMeasure::kPoints;
    equal.stopped = stopped;
    return EqualSharesBudget(election, equal);
  };
  for (const bool shares : {false, true}) {
    int64_t asked = 0;
    ASSERT_TRUE(run(shares, [&] { return ++asked, false; }).ok());
    ASSERT_GT(asked, 10);
    for (const int64_t limit : {int64_t{0}, asked / 2, asked - 1}) {
      int64_t questions = 0;
      EXPECT_EQ(run(shares, [&] { return ++questions > limit; }).status().code(),
                absl::StatusCode::kCancelled);
      EXPECT_LT(questions, limit + 6);
    }
  }
}

}  // namespace
}  // namespace plenum::tally
