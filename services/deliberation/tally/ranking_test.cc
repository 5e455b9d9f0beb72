#include "services/deliberation/tally/ranking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/hash/hash_testing.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(RankingTest, KeepsTiersAndTheUnrankedApart) {
  const Ranking ranking = MakeRanking(5, {{3}, {4, 0}});
  EXPECT_EQ(ranking.option_count(), 5);
  EXPECT_EQ(ranking.tier_count(), 2);
  EXPECT_EQ(ranking.ranked_count(), 3);
  EXPECT_FALSE(ranking.complete());
  EXPECT_THAT(ranking.tier(0), ElementsAre(3));
  EXPECT_THAT(ranking.tier(1), ElementsAre(0, 4));
  EXPECT_THAT(ranking.unranked(), ElementsAre(1, 2));
  EXPECT_EQ(ranking.TierOf(3), 0);
  EXPECT_EQ(ranking.TierOf(4), 1);
  EXPECT_EQ(ranking.TierOf(1), std::nullopt);
  EXPECT_EQ(ranking.DebugString(), "3 > 0 = 4");
}

TEST(RankingTest, AnEmptyBallotRanksNothing) {
  const Ranking ranking = MakeRanking(2, {});
  EXPECT_EQ(ranking.tier_count(), 0);
  EXPECT_THAT(ranking.unranked(), ElementsAre(0, 1));
  EXPECT_THAT(ranking.Tiers(), IsEmpty());
  EXPECT_EQ(ranking.DebugString(), "(empty)");
}

TEST(RankingTest, EqualMeaningIsEqualWhateverTheOrderWithinATier) {
  EXPECT_EQ(MakeRanking(3, {{2, 0}}), MakeRanking(3, {{0, 2}}));
  EXPECT_NE(MakeRanking(3, {{0}, {2}}), MakeRanking(3, {{0, 2}}));
  EXPECT_NE(MakeRanking(3, {{0, 2}}), MakeRanking(3, {{0, 2}, {1}}));
  EXPECT_NE(MakeRanking(3, {{0}}), MakeRanking(4, {{0}}));
  EXPECT_TRUE(absl::VerifyTypeImplementsAbslHashCorrectly(
      {MakeRanking(3, {{2, 0}}), MakeRanking(3, {{0, 2}}), MakeRanking(3, {{0}, {2}}),
       MakeRanking(3, {}), MakeRanking(4, {}), MakeRanking(3, {{0}, {1}, {2}})}));
}

TEST(RankingTest, RefusesWhatIsNoWeakOrderAndNamesTheOption) {
  const auto message = [](int options, const Tiers& tiers) {
    const absl::StatusOr<Ranking> ranking = Ranking::Create(options, tiers);
    EXPECT_EQ(ranking.status().code(), absl::StatusCode::kInvalidArgument);
    return absl::StrCat(ranking.status().message());
  };
  EXPECT_THAT(message(3, {{0}, {1, 0}}), HasSubstr("option 0 is ranked twice"));
  EXPECT_THAT(message(3, {{2, 2}}), HasSubstr("option 2 is ranked twice"));
  EXPECT_THAT(message(3, {{3}}), HasSubstr("option 3 is not one of the 3 options"));
  EXPECT_THAT(message(3, {{-1}}), HasSubstr("option -1"));
  EXPECT_THAT(message(3, {{1}, {}}), HasSubstr("tier 1 names no option"));
  EXPECT_THAT(message(0, {}), HasSubstr("must be 1 to 1024"));
  EXPECT_THAT(message(kMaxOptions + 1, {}), HasSubstr("not 1025"));
  EXPECT_TRUE(Ranking::Create(kMaxOptions, {}).ok());
}

TEST(RankingTest, AssignMeansTheSameAsCreateAndUsesItsRankingAgain) {
  Ranking ranking = *Ranking::Create(1, {});
  const std::vector<OptionIndex> ranked = {2, 3, 0};
  EXPECT_TRUE(ranking.Assign(5, ranked, std::vector<int>{1, 3}).ok());
  EXPECT_EQ(ranking, *Ranking::Create(5, {{2}, {0, 3}}));
  EXPECT_TRUE(ranking.Assign(5, ranked, std::vector<int>{1, 2, 3}).ok());
  EXPECT_EQ(ranking, *Ranking::Create(5, {{2}, {3}, {0}}));
  EXPECT_TRUE(ranking.Assign(4, {}, {}).ok());
  EXPECT_EQ(ranking, *Ranking::Create(4, {}));
  // Tier ends that go back, do not reach the end, or pass it.
  for (const std::vector<int>& ends :
       std::vector<std::vector<int>>{{2, 1, 3}, {1, 2}, {1, 4}, {}}) {
    EXPECT_EQ(ranking.Assign(5, ranked, ends).code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(ranking, *Ranking::Create(5, {})) << "still a ranking";
  }
}

}  // namespace
}  // namespace plenum::tally
