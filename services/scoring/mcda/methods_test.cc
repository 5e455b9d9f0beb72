// The methods beside the additive model: what must hold for any problem, and bad input, each with
// what well-known libraries make of it silently.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <random>

#include "services/scoring/mcda/best_worst.h"
#include "services/scoring/mcda/compensatory.h"
#include "services/scoring/mcda/electre.h"
#include "services/scoring/mcda/errors.h"
#include "services/scoring/mcda/methods.h"
#include "services/scoring/mcda/objective_weights.h"
#include "services/scoring/mcda/promethee.h"

namespace plenum::mcda {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Pointwise;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int kProblems = 2000;

ErrorRule RuleOf(const absl::Status& status) {
  const auto site = SiteOf(status);
  EXPECT_TRUE(site.has_value()) << status;
  return site ? site->rule : ErrorRule::kUnknownMethod;
}

class Problems {
 public:
  Problem Next() {
    Problem problem;
    problem.options = 2 + Below(6);
    problem.criteria = 1 + Below(5);
    for (int c = 0; c < problem.criteria; ++c) {
      problem.directions.push_back(Below(2) == 0 ? Direction::kMax : Direction::kMin);
      problem.weights.push_back(Between(0.05, 3));
    }
    for (int i = 0; i < problem.options * problem.criteria; ++i) {
      problem.matrix.push_back(std::round(Between(1, 20)));  // with ties
    }
    return problem;
  }
  int Below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  double Between(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random_);
  }

 private:
  std::mt19937 random_{20};
};

// A method as scores of which more is better.
struct Method {
  const char* name;
  std::function<absl::StatusOr<std::vector<double>>(const Problem&)> scores;
};

absl::StatusOr<std::vector<double>> Negated(absl::StatusOr<std::vector<double>> scores) {
  if (scores.ok()) {
    for (double& score : *scores) score = -score;
  }
  return scores;
}

std::vector<Method> ScoringMethods() {
  std::vector<Method> methods;
  for (const auto normalisation :
       {Normalisation::kMax, Normalisation::kMinMax, Normalisation::kSum, Normalisation::kVector}) {
    methods.push_back(
        {"weighted sum", [=](const Problem& p) { return WeightedSum(p, normalisation); }});
    methods.push_back({"TOPSIS", [=](const Problem& p) { return Topsis(p, normalisation); }});
  }
  methods.push_back({"weighted product", WeightedProduct});
  methods.push_back({"WASPAS", [](const Problem& p) { return Waspas(p); }});
  methods.push_back({"VIKOR", [](const Problem& p) -> absl::StatusOr<std::vector<double>> {
                       auto result = Vikor(p);
                       if (!result.ok()) return result.status();
                       return Negated(result->q);
                     }});
  methods.push_back({"PROMETHEE", [](const Problem& p) -> absl::StatusOr<std::vector<double>> {
                       auto flows = Promethee(p);
                       if (!flows.ok()) return flows.status();
                       return flows->net;
                     }});
  methods.push_back({"COPRAS", Copras});
  methods.push_back({"MARCOS", Marcos});
  methods.push_back(
      {"SPOTIS", [](const Problem& p) {
         return Negated(
             Spotis(p, std::vector<Interval>(static_cast<std::size_t>(p.criteria), {0, 30})));
       }});
  methods.push_back({"ELECTRE III", [](const Problem& p) -> absl::StatusOr<std::vector<double>> {
                       auto result = Electre3(p, std::vector<Electre3Thresholds>(
                                                     static_cast<std::size_t>(p.criteria)));
                       if (!result.ok()) return result.status();
                       return result->net;
                     }});
  return methods;
}

TEST(Methods, NeverRankADominatedOptionAbove) {
  // pymcdm 1.4 does, in COPRAS: it adds the sum of costs where it should divide by it.
  Problems problems;
  for (int i = 0; i < kProblems; ++i) {
    Problem problem = problems.Next();
    // The last option becomes the first one made worse somewhere.
    const auto criteria = static_cast<std::size_t>(problem.criteria);
    const std::size_t last = problem.matrix.size() - criteria;
    for (std::size_t c = 0; c < criteria; ++c) {
      problem.matrix[last + c] = problem.matrix[c];
    }
    const auto c = static_cast<std::size_t>(problems.Below(problem.criteria));
    problem.matrix[last + c] += problem.directions[c] == Direction::kMin ? 1 : -0.5;
    for (const Method& method : ScoringMethods()) {
      const auto scores = method.scores(problem);
      ASSERT_TRUE(scores.ok()) << method.name << " " << scores.status();
      EXPECT_GE(scores->front(), scores->back() - 1e-9) << method.name << " problem " << i;
    }
  }
}

TEST(Methods, GiveFiniteScoresWhereACriterionIsConstantOrAllOptionsAreEqual) {
  // Most peers divide by the range, 0, and go on with NaN.
  Problems problems;
  for (int i = 0; i < 200; ++i) {
    Problem problem = problems.Next();
    for (int o = 0; o < problem.options; ++o) {
      problem.matrix[static_cast<std::size_t>(o) * static_cast<std::size_t>(problem.criteria)] = 7;
    }
    if (i % 2 == 0) problem.matrix.assign(problem.matrix.size(), 7);
    EXPECT_FALSE(ConstantCriteria(problem).empty());
    for (const Method& method : ScoringMethods()) {
      const auto scores = method.scores(problem);
      ASSERT_TRUE(scores.ok()) << method.name << " " << scores.status();
      for (const double score : *scores) EXPECT_TRUE(std::isfinite(score)) << method.name;
      if (i % 2 == 0) {
        EXPECT_THAT(*scores, ::testing::Each(DoubleNear(scores->front(), 1e-9))) << method.name;
      }
    }
  }
}

TEST(Methods, PermuteWithTheOptionsAndKeepTheResultWhenWeightsAreScaled) {
  Problems problems;
  for (int i = 0; i < 300; ++i) {
    const Problem problem = problems.Next();
    Problem turned = problem;
    const auto criteria = static_cast<std::size_t>(problem.criteria);
    const auto options = static_cast<std::size_t>(problem.options);
    for (std::size_t o = 0; o < options; ++o) {
      std::copy_n(
          problem.matrix.begin() + static_cast<std::ptrdiff_t>(o * criteria), criteria,
          turned.matrix.begin() + static_cast<std::ptrdiff_t>((options - 1 - o) * criteria));
    }
    for (double& weight : turned.weights) weight *= 40;
    for (const Method& method : ScoringMethods()) {
      auto scores = method.scores(problem);
      auto other = method.scores(turned);
      ASSERT_TRUE(scores.ok() && other.ok()) << method.name;
      std::reverse(other->begin(), other->end());
      EXPECT_THAT(*scores, Pointwise(DoubleNear(1e-9), *other)) << method.name;
    }
  }
}

TEST(Methods, RefuseNonsenseAndNameThePlace) {
  // pymcdm, pyDecision and scikit-criteria return numbers or NaN for most of these.
  const Problem good{2, 2, {1, 2, 3, 4}, {Direction::kMax, Direction::kMin}, {1, 1}};
  const auto with = [&](const std::function<void(Problem&)>& spoil) {
    Problem problem = good;
    spoil(problem);
    return problem;
  };
  for (const Method& method : ScoringMethods()) {
    SCOPED_TRACE(method.name);
    for (const double bad : {kNan, kInfinity}) {
      const auto refused = method.scores(with([&](Problem& p) { p.matrix[3] = bad; }));
      EXPECT_EQ(RuleOf(refused.status()), ErrorRule::kNotFinite);
      EXPECT_EQ(SiteOf(refused.status())->option, 1);
      EXPECT_EQ(SiteOf(refused.status())->criterion, 1);
    }
    EXPECT_EQ(RuleOf(method.scores(with([](Problem& p) { p.weights[1] = -1; })).status()),
              ErrorRule::kNegativeWeight);
    EXPECT_EQ(RuleOf(method.scores(with([](Problem& p) {
                             p.weights = {0, 0};
                           }))
                         .status()),
              ErrorRule::kAllZeroWeights);
    EXPECT_EQ(RuleOf(method.scores(with([](Problem& p) { p.weights = {1}; })).status()),
              ErrorRule::kShape);
    EXPECT_EQ(RuleOf(method.scores(with([](Problem& p) { p.matrix.pop_back(); })).status()),
              ErrorRule::kShape);
    EXPECT_EQ(RuleOf(method.scores({}).status()), ErrorRule::kShape);
  }
  const Problem zero = with([](Problem& p) { p.matrix[1] = 0; });
  for (const auto& refused :
       {WeightedProduct(zero), Waspas(zero), Marcos(zero), WeightedSum(zero), MerecWeights(zero)}) {
    EXPECT_EQ(RuleOf(refused.status()), ErrorRule::kNotPositive);
  }
  EXPECT_EQ(RuleOf(Copras(zero).status()), ErrorRule::kNotPositive);  // no costs to divide by
  EXPECT_TRUE(Copras(with([](Problem& p) { p.matrix[0] = 0; })).ok());
  const Problem alone{1, 1, {1}, {Direction::kMax}, {1}};
  EXPECT_EQ(RuleOf(Vikor(alone).status()), ErrorRule::kTooFew);
  EXPECT_EQ(RuleOf(Promethee(alone).status()), ErrorRule::kTooFew);
  EXPECT_EQ(RuleOf(Electre1(alone).status()), ErrorRule::kTooFew);
  EXPECT_EQ(RuleOf(EntropyWeights(alone).status()), ErrorRule::kTooFew);
  EXPECT_EQ(RuleOf(Vikor(good, 1.5).status()), ErrorRule::kBadThreshold);
  EXPECT_EQ(RuleOf(Waspas(good, kNan).status()), ErrorRule::kBadThreshold);
  EXPECT_EQ(RuleOf(Electre1(good, 2).status()), ErrorRule::kBadThreshold);
  EXPECT_EQ(RuleOf(Spotis(good, {{0, 2}, {0, 10}}).status()), ErrorRule::kOutOfScale);
  EXPECT_EQ(RuleOf(Spotis(good, {{0, 9}, {9, 0}}).status()), ErrorRule::kBadScale);
  EXPECT_EQ(RuleOf(Spotis(good, {{0, 9}, {0, 9}}, {1, kNan}).status()), ErrorRule::kBadScale);
  EXPECT_EQ(RuleOf(Rim(good, {{0, 9}, {0, 9}}, {{1, 2}, {8, 10}}).status()), ErrorRule::kBadScale);
  const auto level = [](double q, double p) {
    return std::vector<Preference>(2, {PreferenceShape::kLevel, q, p, 0});
  };
  EXPECT_EQ(RuleOf(Promethee(good, level(2, 1)).status()), ErrorRule::kBadThreshold);
  EXPECT_EQ(RuleOf(Promethee(good, level(-1, 1)).status()), ErrorRule::kBadThreshold);
}

TEST(Methods, ThatCompareAllPairsRefuseMoreThanTheySay) {
  for (const MethodInfo& method : Methods()) {
    SCOPED_TRACE(method.id);
    if (method.most_options > 10'000) continue;
    Problem problem{method.most_options + 1, 1, {}, {Direction::kMax}, {1}};
    for (int o = 0; o < problem.options; ++o) problem.matrix.push_back(o + 1);
    EXPECT_EQ(RuleOf(RunMethod(method.id, problem, {{0, 1e6}}).status()), ErrorRule::kTooMany);
  }
}

// Squares, reciprocals and ranges of such numbers are infinite or 0, and the order would be chance.
TEST(Methods, ByNameRefuseNumbersTooExtremeToComputeWith) {
  for (const double extreme : {5e-324, -1e-200, 1e200, -1e308}) {
    const Problem problem{2, 1, {1, extreme}, {Direction::kMax}, {1}};
    for (const MethodInfo& method : Methods()) {
      SCOPED_TRACE(method.id);
      const auto refused = RunMethod(method.id, problem, {{-1e308, 1e307}});
      EXPECT_EQ(RuleOf(refused.status()), ErrorRule::kTooExtreme);
      EXPECT_EQ(SiteOf(refused.status())->option, 1);
    }
  }
}

// A scale that was given holds for every method, also for those that compute without it.
TEST(Methods, ByNameRefuseValuesOffTheScaleThatWasGiven) {
  const Problem problem{2, 2, {1, 2, 3, 11}, {Direction::kMax, Direction::kMax}, {1, 1}};
  for (const MethodInfo& method : Methods()) {
    SCOPED_TRACE(method.id);
    const auto refused = RunMethod(method.id, problem, {{0, 10}, {0, 10}});
    EXPECT_EQ(RuleOf(refused.status()), ErrorRule::kOutOfScale);
    EXPECT_EQ(SiteOf(refused.status())->criterion, 1);
  }
  EXPECT_TRUE(RunMethod("topsis", problem).ok());
}

TEST(Methods, ByNameSayWhichWeightsTheyUsedAndWhatElseTheyFound) {
  const Problem problem{3, 2, {1, 9, 9, 1, 4, 4}, {Direction::kMax, Direction::kMax}, {1, 3}};
  const auto names = [](const MethodResult& result) {
    std::vector<std::string> found;
    for (const Figure& figure : result.figures) found.emplace_back(figure.name);
    return found;
  };
  const auto vikor = RunMethod("vikor", problem);
  ASSERT_TRUE(vikor.ok()) << vikor.status();
  EXPECT_THAT(vikor->weights, ElementsAre(0.25, 0.75));
  EXPECT_THAT(names(*vikor), ElementsAre("S", "R"));
  const auto promethee = RunMethod("promethee", problem);
  ASSERT_TRUE(promethee.ok()) << promethee.status();
  EXPECT_THAT(names(*promethee), ElementsAre("plus", "minus"));
}

// Two options that lead in one criterion each, and one that leads in none: both of the former
// contradict each other under a preference that counts large differences only.
TEST(Methods, PrometheeByNameSaysWhatPrometheeOneLeavesOpen) {
  Problems problems;
  int open = 0;
  for (int i = 0; i < 300; ++i) {
    const Problem problem = problems.Next();
    const auto result = RunMethod("promethee", problem);
    ASSERT_TRUE(result.ok()) << result.status();
    const auto flows = Promethee(problem);
    std::vector<std::pair<int, int>> expected;
    for (int a = 0; a < problem.options; ++a) {
      for (int b = a + 1; b < problem.options; ++b) {
        if (ComparePartially(*flows, a, b) == Outranking::kIncomparable) {
          expected.emplace_back(a, b);
        }
      }
    }
    EXPECT_EQ(result->incomparable, expected);
    open += static_cast<int>(expected.size());
  }
  EXPECT_GT(open, 0);
}

TEST(Methods, ElectreOneByNamePutsTheKernelFirst) {
  Problems problems;
  for (int i = 0; i < 300; ++i) {
    const Problem problem = problems.Next();
    const auto result = RunMethod("electre1", problem);
    const auto electre = Electre1(problem);
    ASSERT_TRUE(result.ok() && electre.ok()) << result.status();
    EXPECT_EQ(result->tiers.front(), electre->kernel);
    EXPECT_LE(result->tiers.size(), 2U);
  }
}

TEST(Promethee, FlowsAreTheMeansOfTheIndexesForEveryShape) {
  Problems problems;
  for (int i = 0; i < 500; ++i) {
    const Problem problem = problems.Next();
    std::vector<Preference> preferences;
    for (int c = 0; c < problem.criteria; ++c) {
      const double q = problems.Below(3);
      preferences.push_back({static_cast<PreferenceShape>(problems.Below(6)), q,
                             q + problems.Below(4) + (q == 0 ? 1 : 0), 2.5});
    }
    const auto flows = Promethee(problem, preferences);
    const auto indexes = PreferenceIndexes(problem, preferences);
    ASSERT_TRUE(flows.ok() && indexes.ok()) << flows.status();
    const auto n = static_cast<std::size_t>(problem.options);
    for (std::size_t a = 0; a < n; ++a) {
      double plus = 0;
      double minus = 0;
      for (std::size_t b = 0; b < n; ++b) {
        plus += (*indexes)[a * n + b];
        minus += (*indexes)[b * n + a];
      }
      EXPECT_NEAR(flows->plus[a], plus / static_cast<double>(n - 1), 1e-12);
      EXPECT_NEAR(flows->minus[a], minus / static_cast<double>(n - 1), 1e-12);
    }
    EXPECT_NEAR(std::accumulate(flows->net.begin(), flows->net.end(), 0.0), 0, 1e-9);
  }
}

TEST(Promethee, LeavesOptionsIncomparableWhenTheFlowsContradictEachOther) {
  PrometheeFlows flows;
  flows.plus = {0.6, 0.4, 0.2, 0.2};
  flows.minus = {0.5, 0.3, 0.6, 0.6};
  EXPECT_EQ(ComparePartially(flows, 0, 1), Outranking::kIncomparable);
  EXPECT_EQ(ComparePartially(flows, 1, 2), Outranking::kAbove);
  EXPECT_EQ(ComparePartially(flows, 2, 1), Outranking::kBelow);
  EXPECT_EQ(ComparePartially(flows, 2, 3), Outranking::kLevel);
}

TEST(Electre, TheKernelIsIndependentAndOutranksAllOthers) {
  Problems problems;
  for (int i = 0; i < kProblems; ++i) {
    const Problem problem = problems.Next();
    // Without ties two options cannot outrank each other above one half.
    const auto result = Electre1(problem, problems.Between(0.55, 0.95), problems.Between(0.1, 0.9));
    ASSERT_TRUE(result.ok());
    const auto n = static_cast<std::size_t>(problem.options);
    const auto outranks = [&](int a, int b) {
      return result->outranks[static_cast<std::size_t>(a) * n + static_cast<std::size_t>(b)];
    };
    std::vector<bool> in(n, false);
    for (const int a : result->kernel) in[static_cast<std::size_t>(a)] = true;
    EXPECT_FALSE(result->kernel.empty());
    // Circles count as one option, so that these are looked at only where there are none.
    bool circle = false;
    std::vector<int> open(n, 0);
    const std::function<bool(int)> visit = [&](int a) {
      if (open[static_cast<std::size_t>(a)] == 1) return true;
      if (open[static_cast<std::size_t>(a)] == 2) return false;
      open[static_cast<std::size_t>(a)] = 1;
      for (int b = 0; b < problem.options; ++b) {
        if (outranks(a, b) && visit(b)) return true;
      }
      open[static_cast<std::size_t>(a)] = 2;
      return false;
    };
    for (int a = 0; a < problem.options && !circle; ++a) circle = visit(a);
    for (int a = 0; a < problem.options && !circle; ++a) {
      bool beaten = false;
      for (const int member : result->kernel) beaten = beaten || outranks(member, a);
      EXPECT_NE(in[static_cast<std::size_t>(a)], beaten) << "problem " << i << " option " << a;
    }
  }
}

TEST(BestWorst, GivesBackConsistentWeightsInBothModels) {
  const std::vector<double> best = {1, 2, 4, 8};
  const std::vector<double> worst = {8, 4, 2, 1};
  for (const auto& result : {BestWorstByRatios(best, worst), BestWorstLinear(best, worst)}) {
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_NEAR(result->xi, 0, 1e-9);
    EXPECT_THAT(result->weights,
                Pointwise(DoubleNear(1e-9), {8 / 15.0, 4 / 15.0, 2 / 15.0, 1 / 15.0}));
  }
  EXPECT_NEAR(*BestWorstByRatios(best, worst)->consistency_ratio, 0, 1e-9);
}

TEST(BestWorst, TheLinearModelIsNoWorseThanAnyOtherWeights) {
  std::mt19937 random(5);
  for (int i = 0; i < 200; ++i) {
    std::vector<double> best = {1};
    std::vector<double> worst = {1.0 + static_cast<double>(random() % 9)};
    for (int c = 0; c < 3; ++c) {
      best.push_back(1.0 + static_cast<double>(random() % 9));
      worst.push_back(1.0 + static_cast<double>(random() % 9));
    }
    worst.back() = 1;
    const auto result = BestWorstLinear(best, worst);
    ASSERT_TRUE(result.ok()) << result.status();
    const auto xi_of = [&](const std::vector<double>& w) {
      const auto least =
          static_cast<std::size_t>(std::find(worst.begin(), worst.end(), 1.0) - worst.begin());
      double xi = 0;
      for (std::size_t c = 0; c < w.size(); ++c) {
        xi = std::max({xi, std::abs(w[0] - best[c] * w[c]), std::abs(w[c] - worst[c] * w[least])});
      }
      return xi;
    };
    EXPECT_NEAR(xi_of(result->weights), result->xi, 1e-9);
    std::uniform_real_distribution<double> unit(0, 1);
    for (int k = 0; k < 200; ++k) {
      std::vector<double> other = result->weights;
      double sum = 0;
      for (double& weight : other) {
        sum += weight = std::max(0.0, weight + 0.1 * (unit(random) - 0.5));
      }
      for (double& weight : other) weight /= sum;
      EXPECT_GE(xi_of(other), result->xi - 1e-9);
    }
  }
}

TEST(BestWorst, BadJudgementsAreNamed) {
  using Numbers = std::vector<double>;
  EXPECT_EQ(RuleOf(BestWorstLinear(Numbers{1, 2}, Numbers{2}).status()), ErrorRule::kShape);
  EXPECT_EQ(RuleOf(BestWorstLinear(Numbers{1, kNan}, Numbers{2, 1}).status()),
            ErrorRule::kNotFinite);
  EXPECT_EQ(RuleOf(BestWorstByRatios(Numbers{1, 12}, Numbers{2, 1}).status()),
            ErrorRule::kBadJudgement);
  EXPECT_EQ(RuleOf(BestWorstByRatios(Numbers{2, 3}, Numbers{3, 1}).status()),
            ErrorRule::kBadJudgement);
}

TEST(ObjectiveWeights, OfAConstantCriterionAreZeroAndOfNothingElseARefusal) {
  const Problem problem{3, 2, {5, 1, 5, 2, 5, 4}, {Direction::kMax, Direction::kMax}, {}};
  for (const auto& weights :
       {EntropyWeights(problem), CriticWeights(problem), MerecWeights(problem)}) {
    ASSERT_TRUE(weights.ok()) << weights.status();
    EXPECT_THAT(*weights, ElementsAre(DoubleNear(0, 1e-12), DoubleNear(1, 1e-12)));
  }
  const Problem same{2, 1, {5, 5}, {Direction::kMax}, {}};
  EXPECT_EQ(RuleOf(EntropyWeights(same).status()), ErrorRule::kConstant);
}

TEST(FixedScales, KeepTheirScoresWhenAnOptionLeaves) {
  Problems problems;
  for (int i = 0; i < 500; ++i) {
    const Problem problem = problems.Next();
    Problem fewer = problem;
    --fewer.options;
    fewer.matrix.resize(fewer.matrix.size() - static_cast<std::size_t>(problem.criteria));
    const std::vector<Interval> bounds(static_cast<std::size_t>(problem.criteria), {0, 30});
    const std::vector<Interval> ideals(static_cast<std::size_t>(problem.criteria), {4, 9});
    auto all = Spotis(problem, bounds);
    all->pop_back();
    EXPECT_EQ(*all, *Spotis(fewer, bounds));
    all = Rim(problem, bounds, ideals);
    all->pop_back();
    EXPECT_EQ(*all, *Rim(fewer, bounds, ideals));
  }
}

}  // namespace
}  // namespace plenum::mcda
