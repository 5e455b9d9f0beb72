#include "services/deliberation/tally/condorcet/borda_rules.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "services/deliberation/tally/condorcet/condorcet_testing.h"

namespace plenum::tally {
namespace {

TEST(BlackTest, CondorcetWinnerGoesBeforeTheBordaWinner) {
  // 0 beats both others by 3:2, yet 1 has more points: 6, 7 and 2.
  const std::vector<CastBallot> ballots = {{{{0}, {1}, {2}}, 3}, {{{1}, {2}, {0}}, 2}};
  const Count count = Must(Black(MatrixOf(3, Unranked::kTiedLast, ballots), KeepTied{}));
  EXPECT_EQ(count.figures[0].values, (std::vector<Rational>{6, 7, 2}));
  EXPECT_EQ(count.ranking.Tiers(), (Tiers{{0}, {1}, {2}}));
  EXPECT_EQ(count.sets[0].options, (std::vector<OptionIndex>{0}));
}

TEST(BlackTest, WithoutACondorcetWinnerPointsDecide) {
  const Count count =
      Must(Black(MatrixOf(3, Unranked::kTiedLast,
                          {{{{0}, {1}, {2}}, 4}, {{{1}, {2}, {0}}, 3}, {{{2}, {0}, {1}}, 2}}),
                 KeepTied{}));
  EXPECT_EQ(count.figures[0].values, (std::vector<Rational>{10, 10, 7}));
  EXPECT_EQ(count.ranking.Tiers(), (Tiers{{0, 1}, {2}}));
  EXPECT_TRUE(count.sets[0].options.empty());
}

TEST(BordaRulesTest, TiedAndUnrankedOptionsShareTheAverage) {
  const std::vector<CastBallot> ballots = {{{{2}}, 1}};
  const Count count = Must(Black(MatrixOf(4, Unranked::kTiedLast, ballots), KeepTied{}));
  EXPECT_EQ(count.figures[0].values, (std::vector<Rational>{1, 1, 3, 1}));
  const Count not_compared = Must(Black(MatrixOf(4, Unranked::kNotCompared, ballots), KeepTied{}));
  const Rational half = MakeRational(3, 2);
  EXPECT_EQ(not_compared.figures[0].values, (std::vector<Rational>{half, half, half, half}));
}

TEST(NansonTest, Tennessee) {
  // Points 126, 194, 173, 107 of an average of 150; then Nashville 68 and Chattanooga 32.
  const Count count = Must(Nanson(MatrixOf(4, Unranked::kTiedLast, Tennessee()), {}));
  ASSERT_EQ(count.rounds.size(), 2U);
  EXPECT_EQ(*count.rounds[0].votes[0], 126);
  EXPECT_EQ(*count.rounds[0].votes[3], 107);
  EXPECT_EQ(count.rounds[0].eliminated, (std::vector<OptionIndex>{0, 3}));
  EXPECT_EQ(*count.rounds[1].votes[1], 68);
  EXPECT_FALSE(count.rounds[1].votes[0].has_value());
  EXPECT_EQ(count.ranking.Tiers(), (Tiers{{1}, {2}, {0}, {3}}));
}

TEST(BaldwinTest, TennesseeDropsOneARound) {
  const Count count = Must(Baldwin(MatrixOf(4, Unranked::kTiedLast, Tennessee()), KeepTied{}));
  ASSERT_EQ(count.rounds.size(), 3U);
  EXPECT_EQ(count.rounds[0].eliminated, (std::vector<OptionIndex>{3}));
  EXPECT_EQ(*count.rounds[1].votes[0], 84);
  EXPECT_EQ(count.rounds[1].eliminated, (std::vector<OptionIndex>{0}));
  EXPECT_EQ(count.ranking.Tiers(), (Tiers{{1}, {2}, {0}, {3}}));
}

TEST(BaldwinTest, PoliciesDecideWhoLeavesAmongTheLast) {
  const PairwiseMatrix matrix = MatrixOf(3, Unranked::kTiedLast, {{{{0}, {1, 2}}, 2}});
  EXPECT_EQ(Must(Baldwin(matrix, KeepTied{})).ranking.Tiers(), (Tiers{{0}, {1, 2}}));
  const Count declared = Must(Baldwin(matrix, DeclaredOrder{{2, 1, 0}}));
  EXPECT_EQ(declared.ranking.Tiers(), (Tiers{{0}, {2}, {1}}));
  ASSERT_EQ(declared.events.size(), 1U);
  EXPECT_EQ(declared.events[0].round, 0);
  const Count held = Must(Baldwin(matrix, HoldForDecision{}));
  EXPECT_TRUE(held.held);
  EXPECT_EQ(held.ranking.Tiers(), (Tiers{{0, 1, 2}}));
  EXPECT_EQ(Baldwin(matrix, SeededPermutation{}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Nanson(matrix, {NansonRule::kBelowAverage, SeededPermutation{}}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(BordaRulesTest, NoBallotsAndOneOption) {
  for (const int n : {1, 3}) {
    const PairwiseMatrix matrix = MatrixOf(n, Unranked::kTiedLast, {});
    EXPECT_EQ(Must(Nanson(matrix, {})).ranking.tier_count(), 1);
    EXPECT_EQ(Must(Baldwin(matrix, KeepTied{})).ranking.tier_count(), 1);
    EXPECT_EQ(Must(Black(matrix, KeepTied{})).ranking.tier_count(), 1);
  }
}

// ---------------------------------------------------------------------------------------------------
// A second implementation that goes by the ballots: points by places, averaged in each tier, on
// every ballot after striking the options that are out.

using Points = std::map<OptionIndex, Rational>;

Points BallotPoints(const std::vector<CastBallot>& ballots, Unranked unranked,
                    const std::set<OptionIndex>& in) {
  Points points;
  for (const OptionIndex a : in) points[a] = 0;
  for (const CastBallot& ballot : ballots) {
    std::set<OptionIndex> unlisted = in;
    Tiers tiers;
    for (const std::vector<OptionIndex>& tier : ballot.tiers) {
      std::vector<OptionIndex> left;
      for (const OptionIndex a : tier) {
        if (unlisted.erase(a) > 0) left.push_back(a);
      }
      if (!left.empty()) tiers.push_back(left);
    }
    const int64_t count = ballot.count;
    const auto others = static_cast<int64_t>(unlisted.size());
    auto places = static_cast<int64_t>(in.size()) - others;
    if (unranked == Unranked::kTiedLast) {
      if (others > 0) tiers.emplace_back(unlisted.begin(), unlisted.end());
      places += others;
    } else {  // half a point for each pair with one that is not compared
      for (const auto& tier : tiers) {
        for (const OptionIndex a : tier) points[a] += MakeRational(count * others, 2);
      }
      for (const OptionIndex a : unlisted) {
        points[a] += MakeRational(count * (static_cast<int64_t>(in.size()) - 1), 2);
      }
    }
    for (const auto& tier : tiers) {  // places - 1 down to places - size, averaged
      const auto size = static_cast<int64_t>(tier.size());
      for (const OptionIndex a : tier) {
        points[a] += MakeRational(count * (2 * places - 1 - size), 2);
      }
      places -= size;
    }
  }
  return points;
}

Tiers ByPoints(const Points& points) {
  std::map<Rational, std::vector<OptionIndex>> sorted;
  for (const auto& [option, value] : points) sorted[-value].push_back(option);
  Tiers tiers;
  for (const auto& [value, options] : sorted) tiers.push_back(options);
  return tiers;
}

enum class Rule { kNanson, kStrictNanson, kBaldwin };

Tiers NaiveRounds(const std::vector<CastBallot>& ballots, Unranked unranked, int n, Rule rule) {
  std::set<OptionIndex> in;
  for (OptionIndex a = 0; a < n; ++a) in.insert(a);
  Tiers result;  // worst first
  while (!in.empty()) {
    const Points points = BallotPoints(ballots, unranked, in);
    Rational average = 0;
    for (const auto& [option, value] : points) average += value;
    average /= static_cast<long>(in.size());
    const Tiers tiers = ByPoints(points);
    Tiers out;
    for (const auto& tier : tiers) {
      const Rational& value = points.at(tier.front());
      const bool leaves = rule == Rule::kNanson         ? value <= average
                          : rule == Rule::kStrictNanson ? value < average
                                                        : tier == tiers.back();
      if (leaves || tiers.size() == 1) out.push_back(tier);
    }
    for (auto tier = out.rbegin(); tier != out.rend(); ++tier) {
      result.push_back(*tier);
      for (const OptionIndex a : *tier) in.erase(a);
    }
  }
  std::reverse(result.begin(), result.end());
  return result;
}

TEST(BordaRulesTest, EqualACountOfTheBallotsThemselves) {
  ForRandomElections(101, 400, 1, 7, [](const auto& ballots, const PairwiseMatrix& matrix) {
    const int n = matrix.option_count();
    const Unranked unranked = matrix.unranked();
    std::set<OptionIndex> all;
    for (OptionIndex a = 0; a < n; ++a) all.insert(a);
    const Points points = BallotPoints(ballots, unranked, all);
    const Count black = Must(Black(matrix, KeepTied{}));
    for (OptionIndex a = 0; a < n; ++a) {
      EXPECT_EQ(black.figures[0].values[static_cast<size_t>(a)], points.at(a));
    }
    EXPECT_EQ(Must(Nanson(matrix, {})).ranking.Tiers(),
              NaiveRounds(ballots, unranked, n, Rule::kNanson));
    EXPECT_EQ(Must(Nanson(matrix, {NansonRule::kBelowAverage, KeepTied{}})).ranking.Tiers(),
              NaiveRounds(ballots, unranked, n, Rule::kStrictNanson));
    const Count baldwin = Must(Baldwin(matrix, KeepTied{}));
    EXPECT_EQ(baldwin.ranking.Tiers(), NaiveRounds(ballots, unranked, n, Rule::kBaldwin));
    EXPECT_EQ(baldwin.ranking, baldwin.ranking_by_votes);
  });
}

}  // namespace
}  // namespace plenum::tally
