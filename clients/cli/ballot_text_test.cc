#include "clients/cli/ballot_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plenum::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Numbers as in a list from which m3 was rejected.
std::vector<Candidate> Options() {
  return {{"deliberations/d/measures/aaaa1", "Harden bases", 1},
          {"deliberations/d/measures/aaaa2", "Hold fewer exercises", 2},
          {"deliberations/d/measures/bbbb4", "Add crisis hotlines", 4},
          {"deliberations/d/measures/cccc5", "Reduce troops > 20,000 = a third", 5}};
}

Tiers Ranked(std::string_view text) {
  const ParsedBallot ballot = ParseBallotText(text, Options());
  EXPECT_THAT(ballot.errors, IsEmpty()) << ballot.errors.front().message;
  return ballot.tiers;
}

Tiers Expression(std::string_view text) {
  const ParsedBallot ballot = ParseRanking(text, Options());
  EXPECT_THAT(ballot.errors, IsEmpty()) << ballot.errors.front().message;
  return ballot.tiers;
}

std::string FirstError(const ParsedBallot& ballot) {
  return ballot.ok()
             ? "no error"
             : std::to_string(ballot.errors.front().line) + ": " + ballot.errors.front().message;
}

TEST(BallotText, TheOrderOfTheLinesIsTheRanking) {
  EXPECT_THAT(Ranked("m4 Add\nm1 Harden\nm2\n"),
              ElementsAre(ElementsAre(2), ElementsAre(0), ElementsAre(1)));
}

TEST(BallotText, AnEqualSignJoinsTheLineAbove) {
  EXPECT_THAT(Ranked("m4\n= m1 Harden\n=m2\n5\n"),
              ElementsAre(ElementsAre(2, 0, 1), ElementsAre(3)));
}

TEST(BallotText, WhatTheBallotPrintsIsReadAgainWhateverTheTitles) {
  const std::vector<Candidate> odd = {{"deliberations/d/measures/a", "= lead", 1},
                                      {"deliberations/d/measures/b", "> 2 % of GDP", 2},
                                      {"deliberations/d/measures/c", "# one", 3}};
  const Tiers tiers = {{2, 0}, {1}};
  const ParsedBallot ballot = ParseBallotText(BallotToText(odd, tiers, "Title", {}), odd);
  EXPECT_TRUE(ballot.ok()) << FirstError(ballot);
  EXPECT_EQ(ballot.tiers, tiers);
  EXPECT_FALSE(ParseBallotText("m1 > m2", odd).ok());
}

TEST(BallotText, DeletedAndCommentedLinesAreUnranked) {
  EXPECT_THAT(Ranked("# m1 Harden bases\n\n   m2\n  # why not\n"), ElementsAre(ElementsAre(1)));
}

TEST(BallotText, WindowsLinesAndAByteOrderMarkAreFine) {
  EXPECT_THAT(Ranked("\xEF\xBB\xBFm2\r\n= m1\r\n\r\nm4"),
              ElementsAre(ElementsAre(1, 0), ElementsAre(2)));
}

TEST(BallotText, TitlesAndIdsNameMeasuresToo) {
  EXPECT_THAT(Ranked("add crisis\nbases\ncccc5\n"),
              ElementsAre(ElementsAre(2), ElementsAre(0), ElementsAre(3)));
}

TEST(BallotText, NumbersMayEndInAPointOrAColon) {
  EXPECT_THAT(Ranked("1. Harden bases\nm2: Hold\n"), ElementsAre(ElementsAre(0), ElementsAre(1)));
}

TEST(BallotText, OnlyCommentsRankNothingAndAreNoError) {
  const ParsedBallot ballot = ParseBallotText("# all\n\n#gone\n", Options());
  EXPECT_TRUE(ballot.ok());
  EXPECT_THAT(ballot.tiers, IsEmpty());
}

TEST(BallotText, EveryErrorIsToldWithItsLine) {
  const ParsedBallot ballot = ParseBallotText("m1\nm3\n# fine\nm1 again\n=\n", Options());
  ASSERT_THAT(ballot.errors, SizeIs(3));
  EXPECT_EQ(ballot.errors[0].line, 2);
  EXPECT_THAT(ballot.errors[0].message, HasSubstr("no measure \"m3\""));
  EXPECT_EQ(ballot.errors[1].line, 4);
  EXPECT_THAT(ballot.errors[1].message, HasSubstr("already stands at line 1"));
  EXPECT_EQ(ballot.errors[2].line, 5);
  EXPECT_THAT(ballot.errors[2].message, HasSubstr("stands alone"));
}

TEST(BallotText, ATieNeedsALineAbove) {
  EXPECT_THAT(FirstError(ParseBallotText("= m1\nm2\n", Options())),
              HasSubstr("1: \"=\" joins the measure to the one before"));
}

TEST(BallotText, TwoMeasuresOnALineAreRefusedNotDropped) {
  EXPECT_THAT(FirstError(ParseBallotText("m1 > m2\n", Options())), HasSubstr("one measure a line"));
  EXPECT_THAT(FirstError(ParseBallotText("m1 = m2\n", Options())), HasSubstr("one measure a line"));
}

TEST(BallotText, TheTextToEditReadsBackAsTheBallotItShows) {
  const Tiers tiers = {{2}, {3, 0}};
  const std::string text = BallotToText(Options(), tiers, "What to do?", {"A note"});
  EXPECT_EQ(Ranked(text), tiers);
  EXPECT_THAT(text, HasSubstr("# What to do?"));
  EXPECT_THAT(text, HasSubstr("# m2"));
  EXPECT_THAT(text, HasSubstr("# A note"));
}

TEST(BallotText, ANewBallotListsEveryMeasure) {
  EXPECT_THAT(Ranked(BallotToText(Options(), {}, "What to do?", {})), SizeIs(4));
}

TEST(BallotText, ATitleCannotAddALineOfItsOwn) {
  const std::vector<Candidate> options = {{"a/b", "One\nm2 smuggled\x1b[2J", 1}, {"a/c", "Two", 2}};
  const std::string text = BallotToText(options, {{0}}, "t\nm2", {"n\nm2"});
  EXPECT_THAT(ParseBallotText(text, options).tiers, ElementsAre(ElementsAre(0)));
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(BallotText, ErrorsAreWrittenAboveTheirLinesAndGoAwayAgain) {
  const std::string text = "m1\nm9\n";
  const std::string once = AnnotateErrors(text, ParseBallotText(text, Options()).errors);
  EXPECT_THAT(once, HasSubstr("#! no measure \"m9\""));
  EXPECT_LT(once.find("#! "), once.find("m9\n"));
  EXPECT_EQ(AnnotateErrors(once, {}), text);
}

TEST(Ranking, GreaterAndEqualMakeTiers) {
  EXPECT_THAT(Expression("m4 > m1 = 2"), ElementsAre(ElementsAre(2), ElementsAre(0, 1)));
  EXPECT_THAT(Expression("hotlines"), ElementsAre(ElementsAre(2)));
}

TEST(Ranking, QuotesProtectMarksWithinTitles) {
  EXPECT_THAT(Expression("\"Reduce troops > 20,000 = a third\" > m1"),
              ElementsAre(ElementsAre(3), ElementsAre(0)));
  EXPECT_THAT(FirstError(ParseRanking("\"m1 > m2", Options())), HasSubstr("no measure"));
  EXPECT_THAT(ParseRanking("\"m1", Options()).errors.back().message, HasSubstr("not closed"));
}

TEST(Ranking, EmptyPlacesAndEmptyTextAreErrors) {
  EXPECT_THAT(FirstError(ParseRanking("", Options())), HasSubstr("--abstain"));
  EXPECT_THAT(FirstError(ParseRanking("m1 >> m2", Options())), HasSubstr("2: nothing stands"));
  EXPECT_THAT(FirstError(ParseRanking("m1 >", Options())), HasSubstr("2: nothing stands"));
  EXPECT_FALSE(ParseRanking("> m1", Options()).ok());
}

TEST(Ranking, AMeasureMayStandOnce) {
  EXPECT_THAT(FirstError(ParseRanking("m1 > m2 = bases", Options())),
              HasSubstr("3: m1 (Harden bases) already stands at place 1"));
}

TEST(Ranking, ShortFormReadsBack) {
  const Tiers tiers = {{3}, {1, 0}};
  EXPECT_EQ(RankingToText(Options(), tiers), "m5 > m2 = m1");
  EXPECT_EQ(Expression(RankingToText(Options(), tiers)), tiers);
}

}  // namespace
}  // namespace plenum::cli
