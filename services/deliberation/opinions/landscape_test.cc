#include "services/deliberation/opinions/landscape.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "services/deliberation/opinions/generator.h"

namespace plenum::opinions {
namespace {

constexpr Vote kA = Vote::kAgree;
constexpr Vote kD = Vote::kDisagree;

Landscape SurveyOf(const VoteMatrix& votes) {
  auto landscape = Survey(votes, {});
  EXPECT_TRUE(landscape.ok()) << landscape.status();
  return *std::move(landscape);
}

// Over those who count.
double IndexOf(const KnownGroups& known, const Landscape& landscape) {
  std::vector<int> expected;
  std::vector<int> found;
  for (std::size_t m = 0; m < known.group.size(); ++m) {
    if (!landscape.counted[m]) continue;
    expected.push_back(known.group[m]);
    found.push_back(landscape.group[m]);
  }
  return AdjustedRandIndex(expected, found);
}

struct Expected {
  GeneratorOptions options;
  double mean_index;
  int right_number;  // of 100 seeds
};

// Measured over these seeds, cut to two digits; docs/opinions.md states them, and where it ends.
TEST(Survey, FindsTheKnownGroupsAndTheirNumber) {
  constexpr int kSeeds = 100;
  const std::vector<Expected> cases = {
      {{.statements = 40, .groups = 2}, 0.99, 100},
      {{.statements = 40, .groups = 3}, 0.99, 100},
      {{.statements = 40, .groups = 4}, 0.95, 99},
      {{.statements = 40, .groups = 5}, 0.83, 70},
      {{.statements = 80, .groups = 2}, 0.99, 100},
      {{.statements = 80, .groups = 3}, 0.99, 100},
      {{.statements = 80, .groups = 4}, 0.99, 100},
      {{.statements = 80, .groups = 5}, 0.98, 99},
      {{.statements = 80, .groups = 5, .unseen = 0.6}, 0.92, 95},
      {{.statements = 40, .groups = 2, .shape = Shape::kCoins}, 0.94, 100},
      {{.statements = 80, .groups = 3, .shape = Shape::kCoins}, 0.99, 100},
  };
  for (const Expected& expected : cases) {
    double mean = 0;
    int right = 0;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      const KnownGroups known = Generate(expected.options, seed);
      const Landscape landscape = SurveyOf(known.votes);
      mean += IndexOf(known, landscape) / kSeeds;
      right += static_cast<int>(landscape.groups.size()) == expected.options.groups ? 1 : 0;
    }
    const auto& options = expected.options;
    SCOPED_TRACE(testing::Message() << options.groups << " groups, " << options.statements
                                    << " statements, " << options.unseen << " unseen");
    EXPECT_GE(mean, expected.mean_index);
    EXPECT_GE(right, expected.right_number);
  }
}

VoteMatrix Reordered(const VoteMatrix& votes, const std::vector<int>& members,
                     const std::vector<int>& statements) {
  VoteMatrix result(votes.members(), votes.statements());
  for (int m = 0; m < votes.members(); ++m) {
    for (int s = 0; s < votes.statements(); ++s) {
      result.Set(
          m, s,
          votes.At(members[static_cast<std::size_t>(m)], statements[static_cast<std::size_t>(s)]));
    }
  }
  return result;
}

std::vector<int> UpTo(int n) {
  std::vector<int> numbers(static_cast<std::size_t>(n));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

TEST(Survey, DoesNotDependOnTheOrderOfMembers) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const KnownGroups known = Generate({.members = 60, .groups = 4, .unseen = 0.6}, seed);
    const Landscape before = SurveyOf(known.votes);
    std::vector<int> members = UpTo(60);
    std::mt19937 random(static_cast<unsigned>(seed));
    std::shuffle(members.begin(), members.end(), random);
    const Landscape after = SurveyOf(Reordered(known.votes, members, UpTo(40)));
    EXPECT_EQ(after.silhouette, before.silhouette) << "to the last bit";
    ASSERT_EQ(after.groups.size(), before.groups.size());
    for (std::size_t m = 0; m < 60; ++m) {
      const auto old = static_cast<std::size_t>(members[m]);
      EXPECT_EQ(after.group[m], before.group[old]);
      EXPECT_EQ(after.plane.points[m], before.plane.points[old]);
    }
    ASSERT_EQ(after.divides.size(), before.divides.size());
    for (std::size_t i = 0; i < after.divides.size(); ++i) {
      EXPECT_EQ(after.divides[i].statement, before.divides[i].statement);
    }
  }
}

TEST(Survey, DoesNotDependOnTheOrderOfStatements) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const KnownGroups known = Generate({.members = 60, .groups = 3}, seed);
    const Landscape before = SurveyOf(known.votes);
    std::vector<int> statements = UpTo(40);
    std::mt19937 random(static_cast<unsigned>(seed));
    std::shuffle(statements.begin(), statements.end(), random);
    const Landscape after = SurveyOf(Reordered(known.votes, UpTo(60), statements));
    EXPECT_EQ(after.group, before.group);
    EXPECT_NEAR(after.silhouette, before.silhouette, 1e-9);
    ASSERT_FALSE(before.groups[0].representative.empty());
    EXPECT_EQ(statements[static_cast<std::size_t>(after.groups[0].representative[0].statement)],
              before.groups[0].representative[0].statement);
  }
}

VoteMatrix All(int members, int statements, Vote vote) {
  VoteMatrix votes(members, statements);
  for (int m = 0; m < members; ++m) {
    for (int s = 0; s < statements; ++s) votes.Set(m, s, vote);
  }
  return votes;
}

void ExpectFinite(const Landscape& landscape) {
  EXPECT_TRUE(std::isfinite(landscape.silhouette));
  EXPECT_TRUE(std::isfinite(landscape.agreement.mean));
  for (const Point& point : landscape.plane.points) {
    EXPECT_TRUE(std::isfinite(point.x) && std::isfinite(point.y));
  }
  for (const auto& list : {landscape.shared, landscape.divides}) {
    for (const Notable& notable : list) EXPECT_TRUE(std::isfinite(notable.score));
  }
}

TEST(Survey, OfVotesWithoutAnyDifferenceIsOneGroup) {
  for (const Vote vote : {kA, kD, Vote::kPass}) {
    for (const int statements : {1, 2, 30}) {
      const Landscape landscape = SurveyOf(All(20, statements, vote));
      ExpectFinite(landscape);
      ASSERT_EQ(landscape.groups.size(), 1U);
      EXPECT_EQ(landscape.groups[0].size, 20);
      EXPECT_TRUE(landscape.groups[0].representative.empty());
      EXPECT_EQ(landscape.shared.empty(), vote == Vote::kPass);
      EXPECT_TRUE(landscape.divides.empty());
    }
  }
}

TEST(Survey, OfNextToNothingSaysNothing) {
  for (const auto& votes : {VoteMatrix(0, 0), VoteMatrix(20, 0), VoteMatrix(0, 20),
                            VoteMatrix(30, 9), All(1, 30, kA), All(3, 30, kD)}) {
    const Landscape landscape = SurveyOf(votes);
    ExpectFinite(landscape);
    EXPECT_EQ(landscape.basis, Basis::kTooFew);
    EXPECT_TRUE(landscape.shared.empty());
  }
}

// A column that all answer alike, one that nobody saw and one that all pass, beside one that
// divides.
TEST(Survey, TakesColumnsThatDoNotVary) {
  VoteMatrix votes(20, 4);
  for (int m = 0; m < 20; ++m) {
    votes.Set(m, 0, kA);
    votes.Set(m, 2, Vote::kPass);
    votes.Set(m, 3, m < 12 ? kA : kD);
  }
  auto landscape = Survey(votes, {.min_answers = 3});
  ASSERT_TRUE(landscape.ok()) << landscape.status();
  ExpectFinite(*landscape);
  ASSERT_EQ(landscape->groups.size(), 2U);
  EXPECT_EQ(landscape->groups[0].size, 12);
  EXPECT_EQ(landscape->silhouette, 1);
  ASSERT_EQ(landscape->shared.size(), 1U);
  EXPECT_EQ(landscape->shared[0].statement, 0);
  EXPECT_NEAR(landscape->shared[0].score, 13.0 / 14 * 9 / 10, 1e-12);
  ASSERT_EQ(landscape->divides.size(), 1U);
  EXPECT_EQ(landscape->divides[0].statement, 3);
  EXPECT_NEAR(landscape->divides[0].score, 13.0 / 14 - 1.0 / 10, 1e-12);
  ASSERT_EQ(landscape->groups[1].representative.size(), 1U);
  EXPECT_EQ(landscape->groups[1].representative[0].vote, kD);
}

TEST(Survey, CountsWhoAnsweredEnough) {
  VoteMatrix votes = All(16, 30, kA);
  for (int s = 6; s < 30; ++s) votes.Set(0, s, Vote::kUnseen);
  const Landscape landscape = SurveyOf(votes);
  EXPECT_EQ(landscape.answers_needed, 7);
  EXPECT_FALSE(landscape.counted[0]);
  EXPECT_EQ(landscape.people, 15);
  EXPECT_EQ(landscape.basis, Basis::kGroups);
  EXPECT_EQ(landscape.group[0], -1);
  EXPECT_EQ(landscape.totals[0].agree, 15) << "answers of those who do not count are in no figure";
  EXPECT_EQ(SurveyOf(All(16, 3, kA)).answers_needed, 3);
}

TEST(Survey, OfFewPeopleIsPairwise) {
  EXPECT_EQ(SurveyOf(All(3, 8, kA)).basis, Basis::kTooFew);
  EXPECT_EQ(SurveyOf(All(15, 8, kA)).basis, Basis::kGroups);
  VoteMatrix votes = All(14, 8, kA);
  for (int m = 0; m < 6; ++m) votes.Set(m, 2, kD);
  for (int m = 0; m < 3; ++m) votes.Set(m, 3, kD);
  const Landscape landscape = SurveyOf(votes);
  EXPECT_EQ(landscape.basis, Basis::kPairs);
  EXPECT_TRUE(landscape.groups.empty());
  EXPECT_EQ(landscape.agreement.pairs, 14 * 13 / 2);
  ASSERT_EQ(landscape.divides.size(), 1U) << "three of fourteen are less than a third";
  EXPECT_EQ(landscape.divides[0].statement, 2);
  EXPECT_NEAR(landscape.divides[0].score, 12.0 / 14, 1e-12);
  ASSERT_EQ(landscape.shared.size(), 5U);
  EXPECT_NEAR(landscape.shared[0].score, 15.0 / 16, 1e-12);
}

TEST(Survey, ListsNoStatementThatFewOfAGroupAnswered) {
  KnownGroups known = Generate({.members = 40, .groups = 2, .unseen = 0, .shared = 0.5}, 3);
  const Landscape before = SurveyOf(known.votes);
  ASSERT_FALSE(before.shared.empty());
  const int statement = before.shared[0].statement;
  int left = 2;
  for (int m = 0; m < 40; ++m) {
    if (before.group[static_cast<std::size_t>(m)] == 0 && left-- <= 0) {
      known.votes.Set(m, statement, Vote::kUnseen);
    }
  }
  const Landscape after = SurveyOf(known.votes);
  ASSERT_EQ(after.group, before.group);
  const auto is_it = [&](const auto& listed) { return listed.statement == statement; };
  EXPECT_TRUE(std::none_of(after.shared.begin(), after.shared.end(), is_it));
  for (const Group& group : after.groups) {
    EXPECT_GE(group.size, 3);
    EXPECT_TRUE(std::none_of(group.representative.begin(), group.representative.end(), is_it));
  }
}

TEST(Survey, RefusesOptionsThatMeanNothingAndStopsWhenAsked) {
  EXPECT_EQ(Survey(All(20, 8, kA), {.min_answers = 0}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Survey(Generate({}, 1).votes, {}, [] { return true; }).status().code(),
            absl::StatusCode::kCancelled);
}

TEST(AdjustedRandIndex, IsThatComputedByHand) {
  EXPECT_EQ(AdjustedRandIndex(std::vector<int>{0, 0, 1, 1}, std::vector<int>{7, 7, 3, 3}), 1);
  // Cells 2, 1, 1: together 1; rows 1 + 1, columns 3 + 0; expected 2 * 3 / 6; (1 - 1) / (2.5 - 1).
  EXPECT_EQ(AdjustedRandIndex(std::vector<int>{0, 0, 1, 1}, std::vector<int>{0, 0, 0, 1}), 0);
}

}  // namespace
}  // namespace plenum::opinions
