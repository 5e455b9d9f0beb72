#include "services/deliberation/tally/report/winners.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Ballots of group g are for option g alone; the two with the most are elected.
absl::StatusOr<Winners> FirstTwo(std::span<const int64_t> counts) {
  std::vector<OptionIndex> order = {0, 1, 2};
  std::stable_sort(order.begin(), order.end(), [&](OptionIndex a, OptionIndex b) {
    return counts[static_cast<size_t>(a)] > counts[static_cast<size_t>(b)];
  });
  const auto votes = [&](size_t place) { return counts[static_cast<size_t>(order[place])]; };
  if (votes(0) == 0) return absl::InvalidArgumentError("there are no ballots");
  Winners winners;
  for (const OptionIndex option : order) {
    const int64_t own = counts[static_cast<size_t>(option)];
    if (own > votes(2)) winners.elected.push_back(option);
    if (own == votes(2) && votes(1) == votes(2)) winners.level.push_back(option);
  }
  std::ranges::sort(winners.elected);
  return winners;
}

RuleUnderTest Fixed(const std::vector<OptionIndex>& elected) {
  return {"fixed", [elected](std::span<const int64_t>) -> absl::StatusOr<Winners> {
            return Winners{elected, {}};
          }};
}

const RuleUnderTest kFirstTwo = {"first two", FirstTwo};
const RuleUnderTest kRefuses = {"refuses", [](std::span<const int64_t>) -> absl::StatusOr<Winners> {
                                  return absl::InvalidArgumentError("not these");
                                }};

TEST(CheckWinners, PutsAllRulesSideBySide) {
  const std::array<int64_t, 3> counts = {50, 40, 10};
  const std::array rules = {kFirstTwo, Fixed({0, 2}), kRefuses};
  const auto report = CheckWinners(counts, 3, rules, rules[0], {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->outcomes[0].winners->elected, ElementsAre(0, 1));
  EXPECT_EQ(report->outcomes[1].rule, "fixed");
  EXPECT_FALSE(report->outcomes[2].winners.has_value());
  EXPECT_EQ(report->outcomes[2].refusal, "not these");
  EXPECT_EQ(report->shared[0][1], 1);
  EXPECT_FALSE(report->shared[0][2].has_value());
  EXPECT_THAT(report->elected_by, ElementsAre(2, 1, 1));
}

TEST(CheckWinners, DrawsTheVotersAgainFromTheSeed) {
  const std::array<int64_t, 3> close = {50, 31, 29};
  const std::array rules = {kFirstTwo};
  RobustnessOptions options;
  options.samples = 300;
  const auto report = CheckWinners(close, 3, rules, rules[0], options);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->samples, 300);
  // The first is nearly safe, the others change places in many samples.
  EXPECT_GT(report->elected_in[0], 280);
  EXPECT_GT(report->elected_in[1], report->elected_in[2]);
  EXPECT_GT(report->elected_in[2], 60);
  EXPECT_GT(report->same_winners, 120);
  EXPECT_LT(report->same_winners, 240);
  const auto again = CheckWinners(close, 3, rules, rules[0], options);
  EXPECT_EQ(again->elected_in, report->elected_in);
  options.seed = "another";
  EXPECT_NE(CheckWinners(close, 3, rules, rules[0], options)->elected_in, report->elected_in);
  const std::array<int64_t, 3> clear = {5000, 4000, 10};
  EXPECT_EQ(CheckWinners(clear, 3, rules, rules[0], options)->same_winners, 300);
}

TEST(CheckWinners, SamplesThatTheRuleRefusesElectNobody) {
  const std::array<int64_t, 3> one = {1, 0, 0};  // in a third of all samples there is no ballot
  const std::array rules = {kFirstTwo};
  const auto report = CheckWinners(one, 3, rules, rules[0], {});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->samples, 200);
  EXPECT_LT(report->elected_in[0], 160);
  EXPECT_GT(report->elected_in[0], 90);
}

TEST(CheckWinners, CountsUnprovenSamplesAndKeepsToItsBudget) {
  const std::array<int64_t, 3> counts = {3, 2, 1};
  const std::array rules = {kFirstTwo};
  const RuleUnderTest costly = {"costly",
                                [](std::span<const int64_t>) -> absl::StatusOr<Winners> {
                                  return Winners{{0, 1}, {}, /*proven=*/false};
                                },
                                int64_t{1} << 40};
  const auto report = CheckWinners(counts, 3, rules, costly, {});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->samples, 20);
  EXPECT_EQ(report->unproven_samples, 20);
}

TEST(CheckWinners, RefusesWhatItCannotExamine) {
  const std::array<int64_t, 3> counts = {3, 2, 1};
  const std::array refused = {kRefuses, kFirstTwo};
  EXPECT_THAT(std::string(CheckWinners(counts, 3, refused, refused[0], {}).status().message()),
              HasSubstr("not these"));
  const std::array rules = {kFirstTwo};
  RobustnessOptions options;
  options.seed.clear();
  EXPECT_EQ(CheckWinners(counts, 3, rules, rules[0], options).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(CheckWinners(counts, 3, {}, rules[0], {}).status().code(),
            absl::StatusCode::kInvalidArgument);
  options = {};
  options.workers.stopped = [] { return true; };
  EXPECT_EQ(CheckWinners(counts, 3, rules, rules[0], options).status().code(),
            absl::StatusCode::kCancelled);
}

using Points = std::array<int64_t, 3>;

std::vector<OptionIndex> Highest(const std::vector<Points>& ballots) {
  Points totals = {};
  for (const Points& ballot : ballots) {
    for (size_t o = 0; o < 3; ++o) totals[o] += ballot[o];
  }
  std::vector<OptionIndex> highest;
  for (size_t o = 0; o < 3; ++o) {
    if (totals[o] == *std::ranges::max_element(totals)) highest.push_back(static_cast<int>(o));
  }
  return highest;
}

// Whether some `left` of the ballots can be replaced, by any ballots, so that others win.
bool Moves(std::vector<Points>& ballots, const std::vector<OptionIndex>& winners, int left,
           size_t from, int64_t highest) {
  if (Highest(ballots) != winners) return true;
  if (left == 0) return false;
  for (size_t b = from; b < ballots.size(); ++b) {
    const Points before = ballots[b];
    for (int64_t i = 0; i < (highest + 1) * (highest + 1) * (highest + 1); ++i) {
      ballots[b] = {i % (highest + 1), i / (highest + 1) % (highest + 1),
                    i / (highest + 1) / (highest + 1)};
      const bool moved = Moves(ballots, winners, left - 1, b + 1, highest);
      ballots[b] = before;
      if (moved) return true;
    }
  }
  return false;
}

FlipMargin MarginOf(const std::vector<Points>& ballots, int64_t range,
                    const std::vector<OptionIndex>& winners) {
  const std::vector<int64_t> counts(ballots.size(), 1);
  return PointsFlipMargin(
      {counts,
       [&](size_t g, OptionIndex option) { return ballots[g][static_cast<size_t>(option)]; },
       range},
      3, winners);
}

TEST(PointsFlipMargin, IsTheFewestOfAllWaysToReplaceBallots) {
  RandomEngine engine(5);
  constexpr int64_t kHighest = 2;
  std::array<int, 4> seen = {};
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<Points> ballots(4);
    for (Points& ballot : ballots) {
      ballot = {1 + Upto(engine, 2), Upto(engine, 3), Upto(engine, 2)};
    }
    const std::vector<OptionIndex> winners = Highest(ballots);
    if (winners.size() > 1) continue;
    const FlipMargin margin = MarginOf(ballots, kHighest, winners);
    ASSERT_TRUE(margin.exact());
    int fewest = 1;
    while (fewest < 3 && !Moves(ballots, winners, fewest, 0, kHighest)) ++fewest;
    EXPECT_EQ(std::min<int64_t>(*margin.at_most, 3), fewest);
    ++seen[static_cast<size_t>(fewest)];
  }
  EXPECT_GT(seen[1], 10);
  EXPECT_GT(seen[2], 10);
}

TEST(PointsFlipMargin, LooksAtEveryWinnerOfSeveral) {
  // Approvals of 0, 1 and 2: 9, 6 and 4; one ballot moved from 1 to 2 makes these two level.
  const std::array<int64_t, 3> counts = {9, 6, 4};
  const PointBallots ballots = {counts, [](size_t g, OptionIndex option) -> int64_t {
                                  return static_cast<int>(g) == option ? 1 : 0;
                                }};
  const std::array winners = {0, 1};
  const FlipMargin margin = PointsFlipMargin(ballots, 3, winners);
  EXPECT_TRUE(margin.exact());
  EXPECT_EQ(margin.at_most, 1);
  EXPECT_EQ(margin.rival, 2);
  const std::array<OptionIndex, 3> all = {0, 1, 2};
  EXPECT_FALSE(PointsFlipMargin(ballots, 3, all).at_most.has_value());
}

TEST(PointsFlipMargin, HoldsForTheMostVotesAndPoints) {
  constexpr int64_t kRange = 2'000'000;
  const std::array<int64_t, 2> counts = {kMaxBallots - 1, 1};
  const PointBallots ballots = {
      counts,
      [](size_t g, OptionIndex option) -> int64_t { return g == 0 && option == 0 ? kRange : 0; },
      kRange};
  const std::array winners = {0};
  EXPECT_EQ(PointsFlipMargin(ballots, 2, winners).at_most, kMaxBallots / 2);
}

}  // namespace
}  // namespace plenum::tally
