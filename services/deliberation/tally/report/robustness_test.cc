#include "services/deliberation/tally/report/robustness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <utility>

#include "services/common/base/parallel.h"
#include "services/deliberation/tally/report/bootstrap.h"
#include "services/deliberation/tally/report/flip_margin.h"
#include "services/deliberation/tally/schulze.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

Count ByPoints(const std::vector<Rational>& points) {
  std::map<Rational, std::vector<OptionIndex>, std::greater<>> tiers;
  for (size_t i = 0; i < points.size(); ++i) tiers[points[i]].push_back(static_cast<int>(i));
  Tiers list;
  for (auto& [value, options] : tiers) list.push_back(std::move(options));
  const Ranking ranking = MakeRanking(static_cast<int>(points.size()), list);
  return {.ranking = ranking, .ranking_by_votes = ranking, .figures = {{"points", points}}};
}

absl::StatusOr<Count> CountPlurality(const Profile& profile, const PairwiseMatrix& /*pairwise*/) {
  std::vector<Rational> points(static_cast<size_t>(profile.option_count()));
  for (const BallotGroup& group : profile.groups()) {
    if (group.ranking.tier_count() > 0 && group.ranking.tier(0).size() == 1) {
      points[static_cast<size_t>(group.ranking.tier(0)[0])] += group.count;
    }
  }
  return ByPoints(points);
}

absl::StatusOr<Count> CountBorda(const Profile& /*profile*/, const PairwiseMatrix& pairwise) {
  std::vector<Rational> points;
  for (OptionIndex a = 0; a < pairwise.option_count(); ++a) {
    Rational sum;
    for (OptionIndex b = 0; b < pairwise.option_count(); ++b) {
      sum += pairwise.prefer(a, b) + MakeRational(pairwise.tied(a, b), 2);
    }
    points.push_back(sum);
  }
  return ByPoints(points);
}

absl::StatusOr<Count> CountSchulze(const Profile& /*profile*/, const PairwiseMatrix& pairwise) {
  absl::StatusOr<SchulzeResult> result = Schulze(pairwise, {});
  if (!result.ok()) return result.status();
  return Count{.ranking = result->ranking(), .ranking_by_votes = result->ranking_by_votes()};
}

// Instant runoff in its plainest form; ties at the bottom go out by index.
absl::StatusOr<Count> CountRunoff(const Profile& profile, const PairwiseMatrix& /*pairwise*/) {
  const int n = profile.option_count();
  std::vector<bool> in(static_cast<size_t>(n), true);
  std::vector<Round> rounds;
  Tiers reversed;
  for (int left = n; left > 0; --left) {
    Round round;
    round.votes.resize(static_cast<size_t>(n));
    for (int i = 0; i < n; ++i) {
      if (in[static_cast<size_t>(i)]) round.votes[static_cast<size_t>(i)] = 0;
    }
    for (const BallotGroup& group : profile.groups()) {
      for (int t = 0; t < group.ranking.tier_count(); ++t) {
        const OptionIndex first = group.ranking.tier(t)[0];
        if (!in[static_cast<size_t>(first)]) continue;
        *round.votes[static_cast<size_t>(first)] += group.count;
        break;
      }
    }
    OptionIndex lowest = -1;
    for (int i = 0; i < n; ++i) {
      const auto& votes = round.votes[static_cast<size_t>(i)];
      if (votes && (lowest < 0 || *votes < *round.votes[static_cast<size_t>(lowest)])) lowest = i;
    }
    in[static_cast<size_t>(lowest)] = false;
    reversed.push_back({lowest});
    if (left > 1) round.eliminated = {lowest};
    rounds.push_back(std::move(round));
  }
  std::reverse(reversed.begin(), reversed.end());
  const Ranking ranking = MakeRanking(n, reversed);
  return Count{.ranking = ranking, .ranking_by_votes = ranking, .rounds = std::move(rounds)};
}

const base::Workers kFour = base::OnThreads(4);

const MethodUnderTest kPlurality = {"plurality", CountPlurality, false, MarginRule::kPlurality};
const MethodUnderTest kBorda = {"borda", CountBorda, true, MarginRule::kBorda};
const MethodUnderTest kSchulze = {"schulze", CountSchulze, true, MarginRule::kCondorcet};
const MethodUnderTest kRunoff = {"runoff", CountRunoff, false, MarginRule::kEliminatesLowest};

FlipMargin MarginOf(const Profile& profile, const MethodUnderTest& method) {
  const PairwiseMatrix matrix = PairwiseMatrix::FromProfile(profile);
  const absl::StatusOr<Count> count = method.count(profile, matrix);
  const absl::StatusOr<FlipMargin> margin = FindFlipMargin(profile, matrix, method, *count);
  EXPECT_TRUE(margin.ok()) << margin.status();
  return *margin;
}

// All strict or tied complete ballots over three options.
const std::vector<Tiers> kAllBallots = {
    {{0}, {1}, {2}}, {{0}, {2}, {1}}, {{1}, {0}, {2}}, {{1}, {2}, {0}}, {{2}, {0}, {1}},
    {{2}, {1}, {0}}, {{0, 1}, {2}},   {{0, 2}, {1}},   {{1, 2}, {0}},   {{0}, {1, 2}},
    {{1}, {0, 2}},   {{2}, {0, 1}},   {{0, 1, 2}}};

// The definition: whether some `changes` of these ballots, replaced by any others, move it.
bool CanMove(const MethodUnderTest& method, std::vector<Tiers>& ballots, size_t from, int changes,
             const OptionIndex winner) {
  if (changes == 0) {
    std::vector<CastBallot> cast;
    for (const Tiers& tiers : ballots) cast.push_back({tiers, 1});
    const Profile profile = MakeProfile(3, Unranked::kTiedLast, cast);
    const Ranking ranking =
        method.count(profile, PairwiseMatrix::FromProfile(profile))->ranking_by_votes;
    return ranking.tier(0).size() > 1 || ranking.tier(0)[0] != winner;
  }
  for (size_t i = from; i < ballots.size(); ++i) {
    const Tiers before = ballots[i];
    for (const Tiers& other : kAllBallots) {
      ballots[i] = other;
      if (CanMove(method, ballots, i + 1, changes - 1, winner)) return true;
    }
    ballots[i] = before;
  }
  return false;
}

TEST(FlipMargin, BoundsHoldAgainstEveryPossibleChange) {
  RandomEngine engine(11);
  int checked = 0;
  for (int trial = 0; trial < 60; ++trial) {
    std::vector<Tiers> ballots;
    std::vector<CastBallot> cast;
    for (int i = 0; i < 5; ++i) {
      // Strict ballots: a tie on a ballot is no one's vote in this test's instant runoff.
      ballots.push_back(kAllBallots[static_cast<size_t>(Upto(engine, 6))]);
      cast.push_back({ballots.back(), 1});
    }
    const Profile profile = MakeProfile(3, Unranked::kTiedLast, cast);
    for (const MethodUnderTest* method : {&kPlurality, &kBorda, &kSchulze}) {
      const Ranking ranking =
          method->count(profile, PairwiseMatrix::FromProfile(profile))->ranking_by_votes;
      const FlipMargin margin = MarginOf(profile, *method);
      if (ranking.tier(0).size() > 1) {
        EXPECT_EQ(margin.at_most, 0);
        continue;
      }
      int least = 1;
      std::vector<Tiers> copy = ballots;
      while (!CanMove(*method, copy, 0, least, ranking.tier(0)[0])) {
        copy = ballots;
        ++least;
      }
      EXPECT_LE(margin.at_least, least) << method->name;
      ASSERT_TRUE(margin.at_most.has_value()) << method->name;
      EXPECT_GE(*margin.at_most, least) << method->name;
      if (method->margin == MarginRule::kPlurality || method->margin == MarginRule::kBorda) {
        EXPECT_TRUE(margin.exact()) << method->name;
      }
      ++checked;
    }
  }
  EXPECT_GT(checked, 60);
}

TEST(FlipMargin, IsExactForAClearCondorcetWinner) {
  // Option 0 beats 1 by 60 to 40 and 2 by 70 to 30.
  const Profile profile =
      MakeProfile(3, Unranked::kTiedLast,
                  {{{{0}, {1}, {2}}, 60}, {{{1}, {0}, {2}}, 10}, {{{1}, {2}, {0}}, 30}});
  const FlipMargin margin = MarginOf(profile, kSchulze);
  EXPECT_EQ(margin.at_least, 10);
  EXPECT_EQ(margin.at_most, 10);
  EXPECT_EQ(margin.rival, 1);
}

TEST(FlipMargin, OfARunoffIsBoundedByTheCheapestOrder) {
  // Round 1 drops option 2 with 29 against 31 for option 1: one ballot would do to drop 1, but then
  // 0 still wins, by 71 to 29. To move it, option 1 has to win the last round, 31 to 69, or 0 has
  // to leave the first: 33 votes to 33 and 34.
  const Profile profile =
      MakeProfile(3, Unranked::kTiedLast,
                  {{{{0}, {1}, {2}}, 40}, {{{1}, {0}, {2}}, 31}, {{{2}, {0}, {1}}, 29}});
  const FlipMargin margin = MarginOf(profile, kRunoff);
  EXPECT_EQ(margin.at_least, 7);
  EXPECT_EQ(margin.at_most, 7);
}

TEST(FlipMargin, NobodyCanMoveTheOnlyOption) {
  const FlipMargin margin = MarginOf(MakeProfile(1, Unranked::kTiedLast, {{{{0}}, 3}}), kSchulze);
  EXPECT_FALSE(margin.at_most.has_value());
}

TEST(Compare, CountsPairsOnce) {
  const Agreement agreement =
      Compare(MakeRanking(4, {{0}, {1}, {2, 3}}), MakeRanking(4, {{1}, {0}, {2}, {3}}));
  EXPECT_EQ(agreement.concordant, 4);
  EXPECT_EQ(agreement.discordant, 1);
  EXPECT_EQ(agreement.tied_first, 1);
  EXPECT_NEAR(*agreement.TauB(), 3 / std::sqrt(5.0 * 6.0), 1e-12);
  EXPECT_EQ(*Compare(MakeRanking(2, {{0}, {1}}), MakeRanking(2, {{1}, {0}})).TauB(), -1);
  EXPECT_FALSE(Compare(MakeRanking(2, {{0, 1}}), MakeRanking(2, {{1}, {0}})).TauB().has_value());
}

TEST(Bootstrap, IsTheSameForTheSameSeedAtAnyNumberOfWorkers) {
  RandomEngine engine(3);
  const Profile profile =
      MakeProfile(4, Unranked::kTiedLast, RandomBallots(engine, 4, /*complete=*/true));
  RobustnessOptions options;
  options.seed = "one";
  const Bootstrap first = *RunBootstrap(profile, kSchulze, options);
  options.workers = kFour;
  EXPECT_EQ(RunBootstrap(profile, kSchulze, options)->places, first.places);
  options.seed = "two";
  EXPECT_NE(RunBootstrap(profile, kSchulze, options)->places, first.places);
  for (const std::vector<int>& places : first.places) {
    int samples = 0;
    for (const int count : places) samples += count;
    EXPECT_EQ(samples, first.samples);
  }
}

TEST(Bootstrap, AClearWinnerStaysAndACloseOneDoesNot) {
  const auto first_share = [](int64_t a, int64_t b) {
    RobustnessOptions options;
    options.samples = 400;
    const Bootstrap drawn = *RunBootstrap(
        MakeProfile(2, Unranked::kTiedLast, {{{{0}, {1}}, a}, {{{1}, {0}}, b}}), kSchulze, options);
    return static_cast<double>(drawn.places[0][0]) / drawn.samples;
  };
  EXPECT_EQ(first_share(900, 100), 1.0);
  const double close = first_share(505, 495);
  // The normal approximation says 0.62: 10 votes are 0.32 standard deviations of the difference.
  EXPECT_GT(close, 0.52);
  EXPECT_LT(close, 0.73);
}

TEST(Bootstrap, BlocksOfGroupsSpreadLikeSingleOnes) {
  // 6,000 distinct ballots; option 0 leads option 1 by 60 of them: 0.77 standard deviations.
  RandomEngine engine(5);
  Profile profile = *Profile::Create(12, Unranked::kTiedLast);
  for (int i = 0; i < 6000; ++i) {
    std::vector<OptionIndex> order = RandomPermutation(engine, 12);
    const auto zero = std::find(order.begin(), order.end(), 0);
    const auto one = std::find(order.begin(), order.end(), 1);
    if ((zero < one) != (i < 3030)) std::iter_swap(zero, one);
    Tiers tiers;
    for (const OptionIndex option : order) tiers.push_back({option});
    ASSERT_TRUE(profile.Add(MakeRanking(12, tiers)).ok());
  }
  ASSERT_GT(profile.groups().size(), 4096);
  // Only the duel of 0 and 1.
  const MethodUnderTest duel = {
      "duel",
      [](const Profile&, const PairwiseMatrix& matrix) -> absl::StatusOr<Count> {
        std::vector<Rational> points(12, 0);
        points[0] = matrix.margin(0, 1);
        return ByPoints(points);
      },
      true};
  RobustnessOptions options;
  options.samples = 400;
  const Bootstrap drawn = *RunBootstrap(profile, duel, options);
  EXPECT_EQ(drawn.units, 512);
  const double first = static_cast<double>(drawn.places[0][0]) / drawn.samples;
  EXPECT_GT(first, 0.68);  // the normal approximation says 0.78
  EXPECT_LT(first, 0.88);
}

TEST(Draws, PoissonHasItsMeanAndVariance) {
  Draws draws("seed", "test");
  for (const int64_t mean : {1, 5, 32, 33, 1000, 1'000'000}) {
    double sum = 0;
    double squares = 0;
    constexpr int kDraws = 4000;
    for (int i = 0; i < kDraws; ++i) {
      const auto draw = static_cast<double>(draws.Poisson(mean) - mean);
      sum += draw;
      squares += draw * draw;
    }
    const auto expected = static_cast<double>(mean);
    EXPECT_LT(std::abs(sum / kDraws), 5 * std::sqrt(expected / kDraws)) << mean;
    EXPECT_NEAR(squares / kDraws / expected, 1, 0.15) << mean;
  }
  EXPECT_EQ(draws.Poisson(0), 0);
}

TEST(CheckRobustness, PutsTheMethodsSideBySide) {
  const Profile profile =
      MakeProfile(3, Unranked::kTiedLast,
                  {{{{0}, {1}, {2}}, 40}, {{{1}, {0}, {2}}, 31}, {{{2}, {1}, {0}}, 29}});
  const std::vector<MethodUnderTest> methods = {
      kSchulze,
      kPlurality,
      {"refuses", [](const Profile&, const PairwiseMatrix&) -> absl::StatusOr<Count> {
         return absl::InvalidArgumentError("not for these ballots");
       }}};
  RobustnessOptions options;
  options.workers = kFour;
  const absl::StatusOr<Robustness> report = CheckRobustness(profile, methods, 0, options);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->outcomes[2].refusal, "not for these ballots");
  EXPECT_TRUE(report->agreement[0][1].has_value());
  EXPECT_FALSE(report->agreement[0][2].has_value());
  // Schulze: 1 > 0 > 2, plurality: 0 > 1 > 2.
  EXPECT_EQ(report->best_place, (std::vector<int>{1, 1, 3}));
  EXPECT_EQ(report->worst_place, (std::vector<int>{2, 2, 3}));
  EXPECT_GE(report->margin.at_least, 1);
  EXPECT_GT(report->bootstrap.samples, 0);
}

// A method of exponential cost gets as few samples as its budget of steps allows, down to none.
TEST(Bootstrap, DrawsFewSamplesWhereACountIsExponential) {
  RandomEngine engine(9);
  const Profile profile =
      MakeProfile(22, Unranked::kTiedLast, RandomBallots(engine, 22, /*complete=*/true));
  MethodUnderTest exponential = kSchulze;
  exponential.exponential = true;
  EXPECT_EQ(RunBootstrap(profile, kSchulze, {})->samples, 200);
  EXPECT_LT(RunBootstrap(profile, exponential, {})->samples, 5);
}

// A report on a thousand options may not take minutes.
TEST(CheckRobustness, RecountsLittleWhereACountTakesAllTriplesOfManyOptions) {
  constexpr int kOptions = 500;
  RandomEngine engine(3);
  Profile profile = *Profile::Create(kOptions, Unranked::kTiedLast);
  for (int b = 0; b < 9; ++b) {
    Tiers tiers;
    for (const OptionIndex option : RandomPermutation(engine, kOptions)) tiers.push_back({option});
    ASSERT_TRUE(profile.Add(MakeRanking(kOptions, tiers)).ok());
  }
  std::atomic<int> counts = 0;
  const MethodUnderTest method = {"Borda",
                                  [&](const Profile& ballots, const PairwiseMatrix& pairwise) {
                                    ++counts;
                                    return CountBorda(ballots, pairwise);
                                  },
                                  /*by_matrix=*/true};
  const auto report = CheckRobustness(profile, {{method}}, 0, {});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->bootstrap.samples, 20);
  EXPECT_LE(counts, 1 + 6 + 20);
  EXPECT_TRUE(report->margin.at_most.has_value());
}

TEST(CheckRobustness, RefusesNonsense) {
  const Profile profile = MakeProfile(2, Unranked::kTiedLast, {{{{0}, {1}}, 1}});
  const std::vector<MethodUnderTest> methods = {kSchulze};
  EXPECT_FALSE(CheckRobustness(profile, methods, 1, {}).ok());
  EXPECT_FALSE(CheckRobustness(profile, methods, 0, {.seed = ""}).ok());
  EXPECT_FALSE(CheckRobustness(profile, methods, 0, {.samples = -1}).ok());
}

TEST(Robustness, EndsSoonAfterItIsStopped) {
  RandomEngine engine(23);
  const Profile profile = MakeProfile(5, Unranked::kTiedLast, RandomBallots(engine, 5, true));
  int64_t asked = 0;
  RobustnessOptions options;
  options.workers.stopped = [&] { return ++asked, false; };
  const std::vector<MethodUnderTest> methods = {kSchulze, kBorda, kPlurality};
  ASSERT_TRUE(CheckRobustness(profile, methods, 0, options).ok());
  ASSERT_GT(asked, 200);  // each sample
  for (const int64_t limit : {int64_t{0}, int64_t{3}, asked / 2, asked - 1}) {
    int64_t questions = 0;
    int64_t counts_after = 0;
    options.workers.stopped = [&] { return ++questions > limit; };
    std::vector<MethodUnderTest> watched = methods;
    watched[0].count = [&](const Profile& ballots, const PairwiseMatrix& matrix) {
      counts_after += questions > limit ? 1 : 0;
      return CountSchulze(ballots, matrix);
    };
    EXPECT_EQ(CheckRobustness(profile, watched, 0, options).status().code(),
              absl::StatusCode::kCancelled)
        << limit;
    EXPECT_EQ(counts_after, 0) << limit;
  }
}

}  // namespace
}  // namespace plenum::tally
