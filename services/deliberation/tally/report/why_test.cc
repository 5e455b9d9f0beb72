#include "services/deliberation/tally/report/why.h"

#include <gtest/gtest.h>

#include <utility>

#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

const std::vector<std::string> kNames = {"Bases", "Hotlines", "Troops"};

PairwiseMatrix Matrix() {
  return PairwiseMatrix::FromProfile(MakeProfile(
      3, Unranked::kTiedLast, {{{{0}, {1}, {2}}, 5}, {{{1}, {2}, {0}}, 3}, {{{2}, {0}, {1}}, 1}}));
}

Count Ranked(const Tiers& tiers) {
  return {.ranking = MakeRanking(3, tiers), .ranking_by_votes = MakeRanking(3, tiers)};
}

std::string Sentence(const Count& count, OptionIndex a, OptionIndex b) {
  const absl::StatusOr<Why> why = ExplainAbove(count, Matrix(), a, b, kNames);
  return why.ok() ? why->sentence : std::string(why.status().message());
}

TEST(ExplainAbove, NamesTheRoundInWhichTheLowerWentOut) {
  Count count = Ranked({{0}, {1}, {2}});
  count.rounds = {{.votes = {5, 3, 1}, .eliminated = {2}},
                  {.votes = {6, 3, {}}, .eliminated = {1}}};
  EXPECT_EQ(Sentence(count, 2, 0),
            "Bases stands above Troops: Troops went out in round 1 with 1 vote, when Bases had 5.");
  EXPECT_EQ(
      Sentence(count, 0, 1),
      "Bases stands above Hotlines: Hotlines went out in round 2 with 3 votes, when Bases had "
      "6.");
}

TEST(ExplainAbove, ComparesTheVotesOfThoseThatWentOutTogether) {
  Count count = Ranked({{0}, {1}, {2}});
  count.rounds = {{.votes = {5, 3, 1}, .eliminated = {1, 2}}};
  EXPECT_EQ(Sentence(count, 1, 2),
            "Hotlines stands above Troops: both went out in round 1, with 3 against 1 vote.");
}

TEST(ExplainAbove, NamesTheRoundInWhichTheUpperWasElected) {
  Count count = Ranked({{0}, {1, 2}});
  count.rounds = {{.votes = {5, 3, 1}, .elected = {0}}};
  EXPECT_EQ(
      Sentence(count, 0, 1),
      "Bases stands above Hotlines: it had the most votes in round 1, 5, when Hotlines had 3.");
}

TEST(ExplainAbove, NamesTheMajorityThatDecides) {
  Count count = Ranked({{0}, {1}, {2}});
  count.rounds = {{.votes = {4, 3, 2}, .unit = "first choices", .majority_of = Rational(9)},
                  {.votes = {6, 5, 4},
                   .elected = {0, 1},
                   .unit = "votes at rank 2 or better",
                   .majority_of = Rational(9)}};
  EXPECT_EQ(Sentence(count, 0, 2),
            "Bases stands above Troops: it reached a majority in round 2, 6 votes at rank 2 or "
            "better on 9 ballots, when Troops had 4.");
  EXPECT_EQ(Sentence(count, 0, 1),
            "Bases stands above Hotlines: both reached a majority in round 2, and it with more, 6 "
            "against 5 votes at rank 2 or better on 9 ballots.");
  count.rounds.back().elected = {};
  count.ranking = count.ranking_by_votes = MakeRanking(3, {{0}, {1}, {2}});
  EXPECT_EQ(Sentence(count, 1, 2),
            "Hotlines stands above Troops: neither ever had a majority of the 9 ballots, and in "
            "the end it had more, 5 against 4 votes at rank 2 or better.");
}

TEST(ExplainAbove, NamesTheDuelsOfOneThatBeatsAllWhoAreLeft) {
  Count count = Ranked({{0}, {1}, {2}});
  count.rounds = {{.votes = {4, 3, 2}, .elected = {0}, .beats_all = true}};
  EXPECT_EQ(Sentence(count, 0, 1),
            "Bases stands above Hotlines: it beats every other option that was left in round 1 "
            "head to head, Hotlines by 6 to 3.");
  count.rounds = {{.votes = {4, 3, {}}, .elected = {0}, .beats_all = true}};
  EXPECT_EQ(Sentence(count, 0, 1),
            "Bases stands above Hotlines: only the two were left in round 1, and it wins their "
            "duel 6 to 3.");
}

TEST(ExplainAbove, SaysThatTheMostVotesAgainstPutOneOut) {
  Count count = Ranked({{0}, {1}, {2}});
  count.rounds = {
      {.votes = {1, 3, 5}, .eliminated = {2}, .unit = "last places", .most_leave = true}};
  EXPECT_EQ(Sentence(count, 0, 2),
            "Bases stands above Troops: Troops went out in round 1 with the most last places, 5, "
            "when Bases had 1.");
}

TEST(ExplainAbove, PrefersTheDirectDefeatToAChain) {
  Count count = Ranked({{0}, {1}, {2}});
  count.defeats = {{1, 2, 8, true}, {0, 1, 6, true}};
  absl::StatusOr<Why> why = ExplainAbove(count, Matrix(), 0, 2, kNames);
  ASSERT_TRUE(why.ok());
  EXPECT_EQ(why->kind, WhyKind::kPath);
  EXPECT_EQ(why->path, (std::vector<OptionIndex>{0, 1, 2}));
  EXPECT_EQ(
      why->sentence,
      "Bases stands above Troops: a chain of defeats that all count leads from the one to "
      "the other (Bases beats Hotlines 6 to 3, Hotlines beats Troops 8 to 1); head to head it is "
      "5 to 4.");
  count.defeats.push_back({0, 2, 5, true});
  why = ExplainAbove(count, Matrix(), 0, 2, kNames);
  EXPECT_EQ(why->kind, WhyKind::kDefeat);
}

TEST(ExplainAbove, NamesWhoBeatsTheLowerWhereNoChainLeadsBetweenThem) {
  Count count = Ranked({{0, 1}, {2}});
  count.defeats = {{1, 2, 8, true}};
  absl::StatusOr<Why> why = ExplainAbove(count, Matrix(), 0, 2, kNames);
  EXPECT_EQ(why->kind, WhyKind::kLayer);
  EXPECT_EQ(why->path, (std::vector<OptionIndex>{1, 2}));
  EXPECT_EQ(why->sentence,
            "Bases stands above Troops: no chain of defeats leads from one to the other, but "
            "Hotlines, which stands above Troops, beats it.");
}

TEST(ExplainAbove, TakesTheFirstFigureThatTellsThemApart) {
  Count count = Ranked({{0}, {1}, {2}});
  count.figures = {{"wins", {1, 1, 0}}, {"Borda points", {MakeRational(23, 2), 11, 4}}};
  EXPECT_EQ(Sentence(count, 0, 1), "Bases stands above Hotlines: 11.5 against 11 Borda points.");
  EXPECT_EQ(Sentence(count, 1, 2), "Hotlines stands above Troops: 1 against 0 wins.");
}

TEST(ExplainAbove, SetsComeFirst) {
  Count count = Ranked({{1}, {0}, {2}});
  count.sets = {{"Smith set", {0, 1}}};
  count.rounds = {{.votes = {1, 3, {}}, .eliminated = {0}}};
  EXPECT_EQ(Sentence(count, 0, 2),
            "Bases stands above Troops: it is in the Smith set, the other is not.");
  EXPECT_EQ(Sentence(count, 0, 1),
            "Hotlines stands above Bases: Bases went out in round 1 with 1 vote, when Hotlines "
            "had 3.");
}

TEST(ExplainAbove, SaysWhenATieRuleDecided) {
  Count count = Ranked({{1}, {0}, {2}});
  count.ranking_by_votes = MakeRanking(3, {{0, 1}, {2}});
  count.events = {{{0, 1}, {1, 0}, "declared order"}};
  EXPECT_EQ(Sentence(count, 0, 1),
            "Hotlines stands above Bases: the votes leave them level, and the tie rule (declared "
            "order) put it first.");
}

TEST(ExplainAbove, SaysWhenTheyShareAPlace) {
  EXPECT_EQ(Sentence(Ranked({{0, 1}, {2}}), 1, 0),
            "Hotlines and Bases share a place; head to head it is 3 to 6.");
}

TEST(ExplainAbove, SaysByWhatTheyAreLevel) {
  Count count = Ranked({{0, 1}, {2}});
  count.figures = {{"Borda points", {9, 9, 4}}};
  EXPECT_EQ(Sentence(count, 0, 1),
            "Bases and Hotlines share a place: both have 9 Borda points; head to head it is 6 to "
            "3.");
  count = Ranked({{2}, {0, 1}});
  count.rounds = {{.votes = {1, 1, 5}, .eliminated = {0, 1}}};
  EXPECT_EQ(Sentence(count, 0, 1),
            "Bases and Hotlines share a place: both went out in round 1 with 1 vote; head to head "
            "it is 6 to 3.");
  count = Ranked({{1}, {0}, {2}});
  count.ranking_by_votes = MakeRanking(3, {{0, 1}, {2}});
  count.figures = {{"Borda points", {9, 9, 4}}};
  count.events = {{{0, 1}, {1, 0}, "declared order"}};
  EXPECT_EQ(Sentence(count, 0, 1),
            "Hotlines stands above Bases: the votes leave them level (both have 9 Borda points), "
            "and the tie rule (declared order) put it first.");
}

PairwiseMatrix Cycle() {
  return PairwiseMatrix::FromProfile(MakeProfile(
      3, Unranked::kTiedLast, {{{{0}, {1}, {2}}, 4}, {{{1}, {2}, {0}}, 3}, {{{2}, {0}, {1}}, 2}}));
}

TEST(ExplainAbove, NamesTheCycleInWhichADefeatWasDropped) {
  // 0 beats 1 by 6 to 3, 1 beats 2 by 7 to 2, 2 beats 0 by 5 to 4.
  Count count = Ranked({{0}, {1}, {2}});
  count.defeats = {{1, 2, 7, true}, {0, 1, 6, true}, {2, 0, 5, false}};
  absl::StatusOr<Why> why = ExplainAbove(count, Cycle(), 0, 2, kNames);
  ASSERT_TRUE(why.ok());
  EXPECT_EQ(why->kind, WhyKind::kPath);
  EXPECT_EQ(why->cycle, (std::vector<OptionIndex>{0, 1, 2}));
  EXPECT_EQ(why->sentence,
            "Bases stands above Troops: a chain of defeats that all count leads from the one to "
            "the other (Bases beats Hotlines 6 to 3, Hotlines beats Troops 7 to 2); its own "
            "defeat, 4 to 5, is no stronger than any of these, and dropped.");
  // All dropped, as by Split Cycle with equal margins.
  count = Ranked({{0, 1, 2}});
  count.defeats = {{1, 2, 1, false}, {0, 1, 1, false}, {2, 0, 1, false}};
  why = ExplainAbove(count, Cycle(), 0, 2, kNames);
  ASSERT_TRUE(why.ok());
  EXPECT_EQ(why->kind, WhyKind::kTied);
  EXPECT_EQ(why->cycle, (std::vector<OptionIndex>{0, 1, 2}));
  EXPECT_EQ(why->sentence,
            "Bases and Troops share a place: the defeat of Bases by Troops, 5 to 4, is dropped as "
            "the weakest of a cycle (Bases beats Hotlines 6 to 3, Hotlines beats Troops 7 to 2); "
            "head to head it is 4 to 5.");
}

TEST(ExplainAbove, RefusesWhatIsNotThere) {
  const Count count = Ranked({{0}, {1}, {2}});
  EXPECT_EQ(ExplainAbove(count, Matrix(), 0, 3, kNames).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(ExplainAbove(count, Matrix(), 1, 1, kNames).ok());
  EXPECT_FALSE(ExplainAbove(count, Matrix(), 0, 1, std::vector<std::string>{"one"}).ok());
}

}  // namespace
}  // namespace plenum::tally
