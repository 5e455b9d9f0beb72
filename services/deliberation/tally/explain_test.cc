#include "services/deliberation/tally/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::vector<std::string> kNames = {"Harden bases", "Add crisis hotlines", "Reduce troops",
                                         "Consult partners", "Cut exercises"};

std::vector<std::string> Names(int n) { return {kNames.begin(), kNames.begin() + n}; }

SchulzeResult Count(int n, Unranked unranked, const std::vector<CastBallot>& ballots,
                    const SchulzeOptions& options = {}) {
  absl::StatusOr<SchulzeResult> result =
      Schulze(PairwiseMatrix::FromProfile(MakeProfile(n, unranked, ballots)), options);
  EXPECT_TRUE(result.ok()) << result.status();
  return *std::move(result);
}

std::vector<std::string> Sentences(const SchulzeResult& result) {
  const auto places = ExplainPlaces(result, Names(result.option_count()));
  EXPECT_TRUE(places.ok()) << places.status();
  std::vector<std::string> sentences;
  for (const PlaceExplanation& place : *places) sentences.push_back(place.sentence);
  return sentences;
}

std::string PairSentence(const SchulzeResult& result, OptionIndex a, OptionIndex b) {
  return ExplainPairSentence(result, a, b, Names(result.option_count())).value_or("error");
}

// Five ballots hotlines > bases > partners, four bases > hotlines > troops; unranked last.
SchulzeResult NineBallots() {
  return Count(4, Unranked::kTiedLast, {{{{1}, {0}, {3}}, 5}, {{{0}, {1}, {2}}, 4}});
}

// 0 beats 1 by 6 of 9, 1 beats 2 by 7, 2 beats 0 by 5.
SchulzeResult Cycle(Strength strength = Strength::kWinningVotes) {
  return Count(3, Unranked::kTiedLast,
               {{{{0}, {1}, {2}}, 4}, {{{1}, {2}, {0}}, 3}, {{{2}, {0}, {1}}, 2}},
               {strength, KeepTied{}});
}

TEST(ExplainTest, WordsEveryPlaceOfAClearResult) {
  EXPECT_THAT(
      Sentences(NineBallots()),
      ElementsAre(
          "Add crisis hotlines is 1st: it beats every other option head to head, most "
          "narrowly Harden bases by 5 to 4.",
          "Harden bases is 2nd: it beats every option below it head to head, most narrowly "
          "Consult partners by 9 to 0, and loses to Add crisis hotlines, above it, by 4 to 5.",
          "Consult partners is 3rd: it beats Reduce troops head to head by 5 to 4, and loses "
          "to Harden bases, above it, by 0 to 9.",
          "Reduce troops is 4th and last: every other option beats it head to head, most "
          "narrowly Consult partners by 5 to 4."));
}

TEST(ExplainTest, NamesThePathWhereADuelDoesNotDecide) {
  EXPECT_THAT(
      Sentences(Cycle()),
      ElementsAre(
          "Harden bases is 1st: although Reduce troops beats it head to head by 5 to 4, its "
          "strongest path to Reduce troops (via Add crisis hotlines, weakest link 6 of 9 "
          "ballots) is stronger than the path back (weakest link 5 of 9 ballots).",
          "Add crisis hotlines is 2nd: it beats Reduce troops head to head by 7 to 2, and "
          "loses to Harden bases, above it, by 3 to 6.",
          "Reduce troops is 3rd and last: Add crisis hotlines beats it head to head by 7 to "
          "2, which is stronger than the path back (via Harden bases, weakest link 5 of 9 "
          "ballots)."));
  EXPECT_THAT(
      PairSentence(Cycle(Strength::kMargins), 2, 0),
      HasSubstr("(via Add crisis hotlines, weakest link a lead of 3 ballots) is stronger than "
                "the path back (weakest link a lead of 1 ballot)"));
}

TEST(ExplainTest, GivesAPairAsData) {
  const absl::StatusOr<PairExplanation> pair = ExplainPair(Cycle(), 2, 0);
  ASSERT_TRUE(pair.ok());
  EXPECT_EQ(pair->upper, 0);
  EXPECT_EQ(pair->lower, 2);
  EXPECT_EQ(pair->reason, PairReason::kPath);
  EXPECT_EQ(pair->votes_upper, 4);
  EXPECT_EQ(pair->votes_lower, 5);
  EXPECT_EQ(pair->ballots, 9);
  EXPECT_EQ(pair->strength, 6);
  EXPECT_EQ(pair->strength_back, 5);
  EXPECT_THAT(pair->path->options, ElementsAre(0, 1, 2));
  EXPECT_THAT(pair->path_back->options, ElementsAre(2, 0));
}

TEST(ExplainTest, SaysPlainlyThatOptionsAreTied) {
  const SchulzeResult level = Count(3, Unranked::kTiedLast, {{{{0}, {1}}, 1}, {{{1}, {0}}, 1}});
  EXPECT_THAT(
      Sentences(level),
      ElementsAre("Harden bases and Add crisis hotlines are tied for 1st: their duel is level, "
                  "1 to 1, and no path connects them.",
                  "Harden bases and Add crisis hotlines are tied for 1st: their duel is level, "
                  "1 to 1, and no path connects them.",
                  "Reduce troops is 3rd and last: every other option beats it head to head, "
                  "most narrowly Harden bases by 2 to 0."));
  const SchulzeResult circle =
      Count(3, Unranked::kTiedLast, {{{{0}, {1}, {2}}}, {{{1}, {2}, {0}}}, {{{2}, {0}, {1}}}});
  EXPECT_EQ(
      Sentences(circle)[0],
      "Harden bases, Add crisis hotlines and Reduce troops are tied for 1st: none of them has a "
      "path to another that is stronger than the path back.");
  EXPECT_EQ(
      PairSentence(circle, 2, 0),
      "Reduce troops and Harden bases are tied: their strongest paths to each other are equally "
      "strong (2 of 3 ballots each way).");
}

TEST(ExplainTest, SaysWhereOnlyTheTieRuleDecided) {
  const SchulzeResult result = Count(3, Unranked::kTiedLast, {{{{0}, {1}}, 1}, {{{1}, {0}}, 1}},
                                     {Strength::kWinningVotes, DeclaredOrder{{2, 1, 0}}});
  EXPECT_THAT(
      Sentences(result),
      ElementsAre("Add crisis hotlines is 1st: the votes leave it level with Harden bases, and "
                  "the tie rule, declared order, put it before Harden bases.",
                  "Harden bases is 2nd: the votes leave it level with Add crisis hotlines, and "
                  "the tie rule, declared order, put it after Add crisis hotlines.",
                  "Reduce troops is 3rd and last: every other option beats it head to head, "
                  "most narrowly Add crisis hotlines by 2 to 0."));
  const absl::StatusOr<PairExplanation> pair = ExplainPair(result, 0, 1);
  ASSERT_TRUE(pair.ok());
  EXPECT_EQ(pair->reason, PairReason::kTiePolicy);
  EXPECT_EQ(pair->upper, 1);
  EXPECT_EQ(pair->tie_rule, "declared order");
}

TEST(ExplainTest, SaysWhereAnOptionIsLowerOnlyThroughAThird) {
  // 0 beats 2; 1 is compared with neither.
  const SchulzeResult result = Count(3, Unranked::kNotCompared, {{{{0}, {2}}, 3}});
  const absl::StatusOr<PairExplanation> pair = ExplainPair(result, 1, 2);
  ASSERT_TRUE(pair.ok());
  EXPECT_EQ(pair->reason, PairReason::kLayer);
  EXPECT_EQ(pair->layer_by, 0);
  EXPECT_EQ(
      PairSentence(result, 1, 2),
      "Add crisis hotlines is above Reduce troops: the votes leave it level with Reduce troops "
      "(no ballot prefers one to the other and no path connects them), but Reduce troops is "
      "beaten by Harden bases, which is level with it.");
}

TEST(ExplainTest, HandlesNoBallotsAndOneOrTwoOptions) {
  EXPECT_THAT(Sentences(Count(1, Unranked::kTiedLast, {{{{0}}, 2}})),
              ElementsAre("Harden bases is the only option."));
  EXPECT_THAT(
      Sentences(Count(2, Unranked::kTiedLast, {{{{1}, {0}}, 3}, {{{0}}, 1}})),
      ElementsAre("Add crisis hotlines is 1st: it beats Harden bases head to head by 3 to 1.",
                  "Harden bases is 2nd and last: Add crisis hotlines beats it head to head by "
                  "3 to 1."));
  const SchulzeResult nothing = Count(3, Unranked::kNotCompared, {{{{0}}, 2}, {{}, 1}});
  const auto places = ExplainPlaces(nothing, Names(3), "option");
  ASSERT_TRUE(places.ok());
  EXPECT_EQ((*places)[1].reason, PlaceReason::kNoComparison);
  EXPECT_EQ((*places)[1].sentence,
            "Harden bases, Add crisis hotlines and Reduce troops are tied for 1st: no ballot "
            "compares any two options.");
}

TEST(ExplainTest, RefusesWrongNamesAndOptions) {
  const SchulzeResult result = NineBallots();
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(ExplainPlaces(result, Names(3)).status().code(), kInvalid);
  EXPECT_EQ(ExplainPairSentence(result, 0, 1, Names(5)).status().code(), kInvalid);
  EXPECT_EQ(ExplainPair(result, 0, 4).status().code(), kInvalid);
  EXPECT_EQ(ExplainPair(result, -1, 0).status().code(), kInvalid);
  EXPECT_EQ(ExplainPair(result, 2, 2).status().code(), kInvalid);
}

TEST(ExplainTest, OrdinalsAreEnglish) {
  std::vector<std::string> words;
  for (const int n : {1, 2, 3, 4, 10, 11, 12, 13, 21, 22, 101, 111, 113}) {
    words.push_back(Ordinal(n));
  }
  EXPECT_THAT(words, ElementsAre("1st", "2nd", "3rd", "4th", "10th", "11th", "12th", "13th", "21st",
                                 "22nd", "101st", "111th", "113th"));
}

// What a reason claims is true of the result, on random elections of every kind.
TEST(ExplainTest, EveryReasonHoldsInTheResult) {
  RandomEngine engine(3);
  for (int round = 0; round < 4000; ++round) {
    const int n = 1 + Upto(engine, 5);
    SchulzeOptions options;
    if (round % 2 == 0) options.strength = Strength::kMargins;
    if (round % 3 == 0) options.tie_policy = SeededPermutation{"round"};
    const Unranked unranked = round % 5 == 0 ? Unranked::kNotCompared : Unranked::kTiedLast;
    const SchulzeResult result = Count(n, unranked, RandomBallots(engine, n, false), options);
    const auto places = ExplainPlaces(result, Names(n));
    ASSERT_TRUE(places.ok());
    ASSERT_EQ(places->size(), static_cast<size_t>(n));
    for (const PlaceExplanation& at : *places) {
      ASSERT_FALSE(at.sentence.empty());
      ASSERT_EQ(at.sentence.back(), '.');
      // A large tie names its first options and counts the others.
      const bool counts_others = at.sentence.find(" more are tied for ") != std::string::npos;
      if (!counts_others) {
        ASSERT_THAT(at.sentence, HasSubstr(kNames[static_cast<size_t>(at.option)]));
      }
      if (!at.pair.has_value()) continue;
      const PairExplanation& pair = *at.pair;
      ASSERT_TRUE(at.option == pair.upper || at.option == pair.lower);
      const int tier_upper = *result.ranking().TierOf(pair.upper);
      const int tier_lower = *result.ranking().TierOf(pair.lower);
      switch (pair.reason) {
        case PairReason::kDuel:
          ASSERT_GT(pair.votes_upper, pair.votes_lower);
          ASSERT_GT(result.LinkStrength(pair.upper, pair.lower), pair.strength_back);
          break;
        case PairReason::kPath:
          ASSERT_GT(pair.strength, pair.strength_back);
          ASSERT_GT(pair.path->options.size(), 2U);
          break;
        case PairReason::kLayer:
          ASSERT_TRUE(result.Beats(*pair.layer_by, pair.lower));
          [[fallthrough]];
        case PairReason::kTiePolicy:
          ASSERT_LT(tier_upper, tier_lower);
          [[fallthrough]];
        case PairReason::kTied:
          ASSERT_EQ(pair.strength, pair.strength_back);
      }
      ASSERT_EQ(pair.reason == PairReason::kTied, tier_upper == tier_lower);
    }
  }
}

}  // namespace
}  // namespace plenum::tally
