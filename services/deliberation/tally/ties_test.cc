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

using Order = std::vector<std::vector<OptionIndex>>;

RoundHistory History(const std::vector<std::vector<int>>& rounds) {
  RoundHistory history;
  for (const auto& round : rounds) {
    auto& figures = history.emplace_back();
    for (const int value : round) {
      figures.push_back(value < 0 ? std::nullopt : std::optional<Rational>(value));
    }
  }
  return history;
}

TEST(TieBreaker, BackwardsAsksTheLatestRoundFirst) {
  TieBreaker ties = *TieBreaker::Create(Backwards{DeclaredOrder{{2, 1, 0}}}, 3);
  EXPECT_EQ(ties.Order(std::vector{0, 1}, History({{1, 2, 9}, {4, 3, 9}, {5, 5, 9}})),
            (Order{{0}, {1}}));
  ASSERT_EQ(ties.events().size(), 1);
  EXPECT_EQ(ties.events()[0].rule, "backwards");
  EXPECT_EQ(ties.events()[0].round, 2);
}

TEST(TieBreaker, ForwardsAsksTheFirstRoundFirst) {
  TieBreaker ties = *TieBreaker::Create(Forwards{DeclaredOrder{{2, 1, 0}}}, 3);
  EXPECT_EQ(ties.Order(std::vector{0, 1}, History({{1, 2, 9}, {4, 3, 9}, {5, 5, 9}})),
            (Order{{1}, {0}}));
}

TEST(TieBreaker, WhatNoRoundTellsApartGoesToTheFallback) {
  TieBreaker ties = *TieBreaker::Create(Backwards{DeclaredOrder{{2, 1, 0}}}, 3);
  EXPECT_EQ(ties.Order(std::vector{0, 1, 2}, History({{1, 1, 4}, {5, 5, 5}})),
            (Order{{2}, {1}, {0}}));
  ASSERT_EQ(ties.events().size(), 2);
  EXPECT_EQ(ties.events()[1].rule, "declared order");
  EXPECT_EQ(ties.events()[1].tied, (std::vector{0, 1}));
}

TEST(TieBreaker, HoldsForADecision) {
  TieBreaker ties = *TieBreaker::Create(HoldForDecision{}, 3);
  EXPECT_EQ(ties.Order(std::vector{2, 0}), (Order{{0, 2}}));
  EXPECT_TRUE(ties.held());
  ASSERT_EQ(ties.events().size(), 1);
  EXPECT_TRUE(ties.events()[0].resolved.empty());
}

TEST(TieBreaker, KeepsTiesWithoutAnEvent) {
  TieBreaker ties = *TieBreaker::Create(KeepTied{}, 3);
  EXPECT_EQ(ties.Order(std::vector{2, 0}, History({{1, 1, 2}})), (Order{{0, 2}}));
  EXPECT_TRUE(ties.events().empty());
}

}  // namespace
}  // namespace plenum::tally
