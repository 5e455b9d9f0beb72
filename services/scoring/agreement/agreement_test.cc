#include "services/scoring/agreement/agreement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "services/common/base/parallel.h"
#include "services/scoring/agreement/smaa.h"

namespace plenum::agreement {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Alpha, IsOneForFullAgreementAndNothingWhenAllValuesAreEqual) {
  const Ratings agree = {{1.0, 2.0, 3.0}, {1.0, 2.0, 3.0}};
  const Ratings equal = {{2.0, 2.0}, {2.0, 2.0}};
  for (const Level level : {Level::kNominal, Level::kOrdinal, Level::kInterval, Level::kRatio}) {
    EXPECT_DOUBLE_EQ(**KrippendorffAlpha(agree, level), 1);
    EXPECT_FALSE(KrippendorffAlpha(equal, level)->has_value());
  }
}

TEST(Alpha, RefusesWhatCannotBeCompared) {
  EXPECT_FALSE(KrippendorffAlpha({}, Level::kNominal).ok());
  EXPECT_FALSE(KrippendorffAlpha({{1.0}, {1.0, 2.0}}, Level::kNominal).ok());
  EXPECT_FALSE(KrippendorffAlpha({{kNan}, {1.0}}, Level::kNominal).ok());
  EXPECT_FALSE(KrippendorffAlpha({{-1.0}, {1.0}}, Level::kRatio).ok());
  EXPECT_FALSE(KrippendorffAlpha({{1.0, std::nullopt}, {std::nullopt, 1.0}}, Level::kNominal).ok());
}

TEST(Concordance, IsOneWhenAllRankAlikeAndNothingWhenNobodyDistinguishes) {
  EXPECT_DOUBLE_EQ((*KendallW({{1.0, 2.0, 3.0}, {10.0, 20.0, 30.0}}))->w, 1);
  EXPECT_DOUBLE_EQ((*KendallW({{1.0, 2.0, 3.0}, {3.0, 2.0, 1.0}}))->w, 0);
  EXPECT_FALSE(KendallW({{1.0, 1.0}, {2.0, 2.0}})->has_value());
  EXPECT_FALSE(KendallW({{1.0, 2.0}}).ok());
  EXPECT_FALSE(KendallW({{1.0, std::nullopt}, {1.0, 2.0}}).ok());
}

TEST(ChiSquared, HasTheTailsOfTheTables) {
  EXPECT_NEAR(ChiSquaredTail(3.841459, 1), 0.05, 1e-6);
  EXPECT_NEAR(ChiSquaredTail(5.991465, 2), 0.05, 1e-6);
  EXPECT_NEAR(ChiSquaredTail(7.814728, 3), 0.05, 1e-6);
  EXPECT_NEAR(ChiSquaredTail(18.307038, 10), 0.05, 1e-6);
  EXPECT_DOUBLE_EQ(ChiSquaredTail(0, 4), 1);
}

TEST(Dispersion, RefusesWhatIsNoDistribution) {
  EXPECT_FALSE(DispersionOf(std::vector<double>{5}).ok());
  EXPECT_FALSE(DispersionOf(std::vector<double>{0, 0}).ok());
  EXPECT_FALSE(DispersionOf(std::vector<double>{1, -1}).ok());
  EXPECT_FALSE(DispersionOf(std::vector<double>{1, kNan}).ok());
}

TEST(Dispersion, OfTwoStepsHasItsExtremes) {
  EXPECT_DOUBLE_EQ(DispersionOf(std::vector<double>{8, 0})->agreement, 1);
  EXPECT_DOUBLE_EQ(DispersionOf(std::vector<double>{8, 0})->consensus, 1);
  EXPECT_DOUBLE_EQ(DispersionOf(std::vector<double>{4, 4})->consensus, 0);
  EXPECT_DOUBLE_EQ(DispersionOf(std::vector<double>{4, 4})->leik, 1);
  EXPECT_DOUBLE_EQ(DispersionOf(std::vector<double>{4, 4})->berry_mielke, 1);
}

TEST(Rand, StretchesItsConstantsToTheScale) {
  const auto nine = RandDisagreement(2, 8);
  const auto hundred = RandDisagreement(12.5, 87.5, 0, 100);
  ASSERT_TRUE(nine.ok() && hundred.ok());
  EXPECT_TRUE(nine->disagreement);
  EXPECT_DOUBLE_EQ(hundred->adjusted_range, nine->adjusted_range * 12.5);
  EXPECT_EQ(hundred->disagreement, nine->disagreement);
  EXPECT_FALSE(RandDisagreement(8, 2).ok());
  EXPECT_FALSE(RandDisagreement(0, 5).ok());
  EXPECT_FALSE(RandDisagreement(std::vector<double>{}).ok());
  EXPECT_FALSE(RandDisagreement(std::vector<double>{5, 5, 5, 6, 6})->disagreement);
}

TEST(Shares, OfDisagreementSumToOneOrAreNothing) {
  std::mt19937 random(2);
  std::uniform_real_distribution<double> unit(0, 10);
  for (int i = 0; i < 200; ++i) {
    std::vector<std::vector<double>> scores(4, std::vector<double>(3));
    for (auto& row : scores) {
      for (double& score : row) score = unit(random);
    }
    const auto result = ShareDisagreement(std::vector<double>{0.5, 0.3, 0.2}, scores);
    EXPECT_NEAR(result->shares[0] + result->shares[1] + result->shares[2], 1, 1e-9);
  }
  EXPECT_TRUE(ShareDisagreement(std::vector<double>{1}, {{0.1 + 0.2}, {0.3}})->shares.empty());
  EXPECT_FALSE(ShareDisagreement(std::vector<double>{1}, {{1, 2}}).ok());
}

SmaaModel Duel() {
  SmaaModel model;
  model.options = 2;
  model.criteria = 2;
  model.values = {{1, 0, 0, 1}, {1, 0, 0, 1}, {0, 1, 1, 0}};
  return model;
}

TEST(Smaa, DrawsMembersAndErrorsAndSaysHowSureItIs) {
  SmaaModel model = Duel();
  const auto certain = Smaa(model, {.samples = 4000, .seed = 3});
  ASSERT_TRUE(certain.ok());
  EXPECT_NEAR(certain->rank_acceptability[0][0], 0.5, 4 * certain->standard_error);
  EXPECT_THAT(certain->mean_weights, ElementsAre(DoubleNear(0.5, 0.03), DoubleNear(0.5, 0.03)));
  EXPECT_DOUBLE_EQ(*certain->confidence[0], 1);
  model.weights = {3, 1};
  const auto fixed = Smaa(model, {.samples = 500});
  EXPECT_DOUBLE_EQ(fixed->rank_acceptability[0][0], 1);
  EXPECT_EQ(fixed->clear_winner, 0);
  EXPECT_FALSE(fixed->central_weights[1].has_value());
  EXPECT_FALSE(fixed->confidence[1].has_value());
  // Of 3 members drawn with replacement, at least two agree with the majority in 20 of 27 draws.
  model.draw_members = true;
  const auto bootstrap = Smaa(model, {.samples = 20'000});
  EXPECT_NEAR(bootstrap->rank_acceptability[0][0], 20 / 27.0, 4 * bootstrap->standard_error);
  EXPECT_NEAR(bootstrap->pairwise_winning[1][0], 7 / 27.0, 4 * bootstrap->standard_error);
  EXPECT_NEAR(*bootstrap->confidence[0], 20 / 27.0, 4 * bootstrap->standard_error);
}

TEST(Smaa, AMemberWhoIsDrawnCountsAsMuchAsBefore) {
  SmaaModel model = Duel();
  model.weights = {3, 1};
  model.counts_as = {1, 1, 3};
  EXPECT_EQ(Smaa(model, {.samples = 10})->clear_winner, 1);
  model.draw_members = true;
  // The third member decides whenever drawn: in all but 8 of 27 draws.
  const auto bootstrap = Smaa(model, {.samples = 20'000});
  EXPECT_NEAR(bootstrap->rank_acceptability[1][0], 19 / 27.0, 4 * bootstrap->standard_error);
}

TEST(Smaa, OptionsThatAreLevelShareTheirRanks) {
  SmaaModel model;
  model.options = 3;
  model.criteria = 1;
  model.values = {{0.5, 0.5, 0.1}};
  const auto result = Smaa(model, {.samples = 10});
  EXPECT_THAT(result->rank_acceptability[0], ElementsAre(0.5, 0.5, 0));
  EXPECT_THAT(result->pairwise_winning[1], ElementsAre(0.5, 0.5, 1));
}

TEST(Smaa, GivesTheSameBytesOnAnyNumberOfThreads) {
  SmaaModel model;
  model.options = 5;
  model.criteria = 3;
  model.draw_members = true;
  model.spread = 0.2;
  for (int m = 0; m < 4; ++m) {
    auto& values = model.values.emplace_back();
    for (int i = 0; i < 15; ++i) values.push_back(((m * 7 + i * 5) % 11) / 10.0);
  }
  const auto one = Smaa(model, {.samples = 1001});
  ASSERT_TRUE(one.ok()) << one.status();
  for (const int threads : {2, 3, 16}) {
    const auto many = Smaa(model, {.samples = 1001, .workers = base::OnThreads(threads)});
    EXPECT_EQ(one->rank_acceptability, many->rank_acceptability);
    EXPECT_EQ(one->pairwise_winning, many->pairwise_winning);
    EXPECT_EQ(one->central_weights, many->central_weights);
    EXPECT_EQ(one->confidence, many->confidence);
    EXPECT_EQ(one->holistic, many->holistic);
    EXPECT_EQ(one->mean_weights, many->mean_weights);
  }
}

TEST(Smaa, EndsSoonWhenItIsStopped) {
  SmaaModel model;
  model.options = 2;
  model.criteria = 2;
  model.values = {{1, 0, 0, 1}};
  int asked = 0;
  SmaaOptions options;
  options.samples = 10'000'000;
  options.workers.stopped = [&] { return ++asked > 2; };
  EXPECT_TRUE(absl::IsCancelled(Smaa(model, options).status()));
  EXPECT_GE(asked, 3);
}

TEST(Smaa, RefusesNonsense) {
  const auto with = [](const auto& spoil) {
    SmaaModel model = Duel();
    spoil(model);
    return Smaa(model).status();
  };
  EXPECT_TRUE(with([](SmaaModel&) {}).ok());
  EXPECT_FALSE(with([](SmaaModel& m) { m.values.clear(); }).ok());
  EXPECT_FALSE(with([](SmaaModel& m) { m.values[1].pop_back(); }).ok());
  EXPECT_FALSE(with([](SmaaModel& m) { m.values[0][2] = kNan; }).ok());
  EXPECT_FALSE(with([](SmaaModel& m) { m.weights = {1}; }).ok());
  EXPECT_FALSE(with([](SmaaModel& m) { m.weights = {1, -1}; }).ok());
  EXPECT_FALSE(with([](SmaaModel& m) { m.weights = {0, 0}; }).ok());
  EXPECT_FALSE(with([](SmaaModel& m) { m.importance = {0, 0}; }).ok());
  EXPECT_FALSE(with([](SmaaModel& m) { m.spread = 2; }).ok());
  EXPECT_FALSE(with([](SmaaModel& m) { m.counts_as = {1, 1}; }).ok());
  EXPECT_FALSE(with([](SmaaModel& m) { m.counts_as = {1, 0, 1}; }).ok());
  EXPECT_FALSE(Smaa(Duel(), {.samples = 0}).ok());
}

// Totals are compared in coarse steps first: nearer ones must be told apart all the same.
TEST(Smaa, TellsApartTotalsThatAreCloseAndNotLevel) {
  SmaaModel model;
  model.options = 6;
  model.criteria = 1;
  model.values = {{0, 0.5, 0.5 + 1e-9, 0.5 + 2e-9, 1, 1 - 1e-13}};
  const auto result = Smaa(model, {.samples = 3});
  ASSERT_TRUE(result.ok()) << result.status();
  const std::vector<std::size_t> ranks = {5, 4, 3, 2};
  for (std::size_t o = 0; o < ranks.size(); ++o) {
    EXPECT_EQ(result->rank_acceptability[o][ranks[o]], 1) << o;
  }
  EXPECT_EQ(result->rank_acceptability[4][0], 0.5);
  EXPECT_EQ(result->rank_acceptability[5][1], 0.5);
  EXPECT_EQ(result->pairwise_winning[3][2], 1);
  EXPECT_EQ(result->pairwise_winning[4][5], 0.5);
}

// More draws than small counters hold.
TEST(Smaa, CountsAnyNumberOfDraws) {
  SmaaModel model;
  model.options = 2;
  model.criteria = 1;
  model.values = {{1, 0}};
  const auto result = Smaa(model, {.samples = 300'000});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->pairwise_winning[0][1], 1);
  EXPECT_EQ(result->pairwise_winning[1][0], 0);
}

}  // namespace
}  // namespace plenum::agreement
