#include "services/deliberation/tally/rounds/positional.h"

#include <gtest/gtest.h>

#include <vector>

#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/rounds/naive.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

Count Counted(absl::StatusOr<Count> count) {
  EXPECT_TRUE(count.ok()) << count.status();
  return *std::move(count);
}

using Points = std::vector<Rational>;

TEST(PositionalTest, Tennessee) {
  const Profile profile = MakeProfile(4, Unranked::kTiedLast,
                                      {{{{0}, {1}, {2}, {3}}, 42},
                                       {{{1}, {2}, {3}, {0}}, 26},
                                       {{{2}, {3}, {1}, {0}}, 15},
                                       {{{3}, {2}, {1}, {0}}, 17}});
  const Count borda = Counted(Borda(profile, {BordaPoints::kFromZero, KeepTied{}}));
  EXPECT_EQ(borda.figures[0].values, (Points{126, 194, 173, 107}));
  EXPECT_EQ(borda.ranking, MakeRanking(4, {{1}, {2}, {0}, {3}}));
  EXPECT_EQ(Counted(Borda(profile, {})).figures[0].values, (Points{226, 294, 273, 207}));
  EXPECT_EQ(Counted(Borda(profile, {BordaPoints::kDuels, KeepTied{}})).figures[0].values,
            (Points{-48, 88, 46, -86}));
  const Count dowdall = Counted(Dowdall(profile, {}));
  EXPECT_EQ(dowdall.figures[0].values, (Points{MakeRational(113, 2), MakeRational(173, 3),
                                               MakeRational(101, 2), MakeRational(131, 3)}));
  EXPECT_EQ(dowdall.ranking, MakeRanking(4, {{1}, {0}, {2}, {3}}));
}

TEST(PositionalTest, TiedOptionsShareTheirPlacesAndUnrankedOnesAreReadAsDeclared) {
  const std::vector<CastBallot> ballots = {{{{0}, {1, 2}}, 1}};
  EXPECT_EQ(
      Counted(Borda(MakeProfile(5, Unranked::kTiedLast, ballots), {})).figures[0].values,
      (Points{5, MakeRational(7, 2), MakeRational(7, 2), MakeRational(3, 2), MakeRational(3, 2)}));
  EXPECT_EQ(Counted(Borda(MakeProfile(5, Unranked::kNotCompared, ballots), {})).figures[0].values,
            (Points{5, MakeRational(7, 2), MakeRational(7, 2), 0, 0}));
  EXPECT_EQ(Counted(Dowdall(MakeProfile(5, Unranked::kTiedLast, ballots), {})).figures[0].values,
            (Points{1, MakeRational(5, 12), MakeRational(5, 12), MakeRational(9, 40),
                    MakeRational(9, 40)}));
  EXPECT_EQ(Counted(Dowdall(MakeProfile(5, Unranked::kNotCompared, ballots), {})).figures[0].values,
            (Points{1, MakeRational(5, 12), MakeRational(5, 12), 0, 0}));
}

TEST(PositionalTest, LevelOptionsGoToTheTiePolicy) {
  const Profile profile = MakeProfile(3, Unranked::kTiedLast, {{{{0}, {1, 2}}, 1}});
  for (const auto& [count, status] :
       {std::pair(Counted(Borda(profile, {{}, DeclaredOrder{{2, 1, 0}}})),
                  Borda(profile, {{}, DeclaredOrder{{2}}}).status()),
        std::pair(Counted(Dowdall(profile, {DeclaredOrder{{2, 1, 0}}})),
                  Dowdall(profile, {DeclaredOrder{{2}}}).status())}) {
    EXPECT_EQ(count.ranking, MakeRanking(3, {{0}, {2}, {1}}));
    EXPECT_EQ(count.ranking_by_votes, MakeRanking(3, {{0}, {1, 2}}));
    EXPECT_EQ(count.events.size(), 1U);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_TRUE(Counted(Borda(profile, {{}, HoldForDecision{}})).held);
}

TEST(PositionalTest, LargestTotalsStayExact) {
  Tiers tiers;
  for (OptionIndex option = 0; option < kMaxOptions; ++option) tiers.push_back({option});
  const Profile profile = MakeProfile(kMaxOptions, Unranked::kTiedLast, {{tiers, kMaxBallots}});
  const Count borda = Counted(Borda(profile, {}));
  EXPECT_EQ(borda.figures[0].values[0], Rational(Integer(kMaxBallots) * kMaxOptions));
  EXPECT_EQ(borda.figures[0].values[kMaxOptions - 1], Rational(kMaxBallots));
  const Count dowdall = Counted(Dowdall(profile, {}));
  EXPECT_EQ(dowdall.figures[0].values[1], MakeRational(kMaxBallots, 2));
  EXPECT_EQ(Counted(Dowdall(MakeProfile(3, Unranked::kTiedLast, {}), {})).ranking,
            MakeRanking(3, {{0, 1, 2}}));
  EXPECT_EQ(Counted(Borda(MakeProfile(1, Unranked::kNotCompared, {{{}, 2}}), {})).ranking,
            MakeRanking(1, {{0}}));
}

TEST(PositionalTest, AgreeWithASecondImplementation) {
  naive::ForRandomBallots(61, 1500, [](const naive::Ballots& ballots, const Profile& profile) {
    const int n = ballots.option_count;
    const Points from_count =
        naive::Positional(ballots, [n](int place) { return Rational(n - place); });
    const Points from_zero =
        naive::Positional(ballots, [n](int place) { return Rational(n - 1 - place); });
    const Points harmonic =
        naive::Positional(ballots, [](int place) { return MakeRational(1, place + 1); });
    const Count borda = Counted(Borda(profile, {}));
    EXPECT_EQ(borda.figures[0].values, from_count);
    EXPECT_EQ(borda.ranking, MakeRanking(n, naive::ByPoints(from_count, ballots.All())));
    EXPECT_EQ(Counted(Borda(profile, {BordaPoints::kFromZero, KeepTied{}})).figures[0].values,
              from_zero);
    const Count dowdall = Counted(Dowdall(profile, {}));
    EXPECT_EQ(dowdall.figures[0].values, harmonic);
    EXPECT_EQ(dowdall.ranking, MakeRanking(n, naive::ByPoints(harmonic, ballots.All())));
    const PairwiseMatrix matrix = PairwiseMatrix::FromProfile(profile);
    Points margins(static_cast<size_t>(n));
    for (OptionIndex a = 0; a < n; ++a) {
      for (OptionIndex b = 0; b < n; ++b) margins[static_cast<size_t>(a)] += matrix.margin(a, b);
    }
    EXPECT_EQ(Counted(Borda(profile, {BordaPoints::kDuels, KeepTied{}})).figures[0].values,
              margins);
  });
}

}  // namespace
}  // namespace plenum::tally
