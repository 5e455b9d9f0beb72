#include "services/deliberation/tally/ties.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(TiesTest, KeepTiedChangesNothing) {
  std::vector<TieEvent> events;
  const Ranking ranking = MakeRanking(3, {{1}, {0, 2}});
  EXPECT_EQ(*ApplyTiePolicy(ranking, KeepTied{}, &events), ranking);
  EXPECT_THAT(events, IsEmpty());
}

TEST(TiesTest, DeclaredOrderSplitsOnlyTiersAndRecordsEachUse) {
  std::vector<TieEvent> events;
  const absl::StatusOr<Ranking> ranking = ApplyTiePolicy(MakeRanking(5, {{1, 4}, {3}, {0, 2}}),
                                                         DeclaredOrder{{2, 4, 3, 1, 0}}, &events);
  ASSERT_TRUE(ranking.ok());
  EXPECT_EQ(*ranking, MakeRanking(5, {{4}, {1}, {3}, {2}, {0}}));
  EXPECT_THAT(events, ElementsAre(TieEvent{{1, 4}, {4, 1}, "declared order"},
                                  TieEvent{{0, 2}, {2, 0}, "declared order"}));
}

TEST(TiesTest, SeededPermutationIsTheDocumentedHashOrder) {
  // printf '%s' 'seed:0' | sha256sum, and so on for 1, 2 and 3, begin with
  // 58f9082d, 81e4ba3b, 97c3ddcd, 7413102d.
  const absl::StatusOr<std::vector<OptionIndex>> order = PolicyOrder(SeededPermutation{"seed"}, 4);
  ASSERT_TRUE(order.ok());
  EXPECT_THAT(*order, ElementsAre(0, 3, 1, 2));
  std::vector<TieEvent> events;
  const absl::StatusOr<Ranking> ranking =
      ApplyTiePolicy(MakeRanking(4, {{0, 1, 2, 3}}), SeededPermutation{"seed"}, &events);
  ASSERT_TRUE(ranking.ok());
  EXPECT_THAT(ranking->Tiers(),
              ElementsAre(ElementsAre(0), ElementsAre(3), ElementsAre(1), ElementsAre(2)));
  ASSERT_EQ(events.size(), 1);
  EXPECT_EQ(events[0].rule, "seeded permutation");
}

TEST(TiesTest, RefusesMalformedPolicies) {
  EXPECT_THAT(PolicyOrder(DeclaredOrder{{0, 0}}, 2).status().message(),
              HasSubstr("option 0 is ranked twice"));
  EXPECT_THAT(PolicyOrder(DeclaredOrder{{1}}, 2).status().message(),
              HasSubstr("option 0 is missing"));
  EXPECT_THAT(PolicyOrder(DeclaredOrder{{0, 2}}, 2).status().message(), HasSubstr("option 2"));
  EXPECT_EQ(PolicyOrder(DeclaredOrder{}, 2).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(PolicyOrder(SeededPermutation{}, 2).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace plenum::tally
