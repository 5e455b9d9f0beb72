#include "services/deliberation/tally/formats/preflib.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/formats/random_elections.h"
#include "services/deliberation/tally/formats/same.h"

namespace plenum::tally {
namespace {

template <typename E>
E Read(std::string_view text) {
  absl::StatusOr<AnyElection> election = ReadPreflib(text, Unranked::kNotCompared);
  EXPECT_TRUE(election.ok()) << election.status();
  EXPECT_TRUE(std::holds_alternative<E>(*election));
  return std::get<E>(*std::move(election));
}

void ExpectError(std::string_view text, std::string_view begin) {
  const absl::Status status = ReadPreflib(text).status();
  EXPECT_EQ(std::string(status.message().substr(0, begin.size())), begin) << text;
}

constexpr std::string_view kHead =
    "# FILE NAME: 00001-00000001.toi\n"
    "# TITLE: A small one \n"
    "# DESCRIPTION: \n"
    "# NUMBER ALTERNATIVES: 4\n"
    "# ALTERNATIVE NAME 1: Ann\n"
    "# ALTERNATIVE NAME 3: Cy: the third\n";

std::string File(std::string_view rest) { return std::string(kHead) + std::string(rest); }

TEST(PreflibTest, ReadsOrdersWithTies) {
  const Election election =
      Read<Election>(File("# DATA TYPE: toi\r\n# NUMBER VOTERS: 12\r\n"
                          "5: 1,{2,3},4\r\n\r\n 4 : { 3 , 1 } , 2 \n2: 1,{3,2},4\n1:"));
  EXPECT_EQ(election.title, "A small one");
  EXPECT_EQ(election.names, (std::vector<std::string>{"Ann", "2", "Cy: the third", "4"}));
  EXPECT_TRUE(SameBallots(election.profile,
                          MakeProfile(4, Unranked::kNotCompared,
                                      {{{{0}, {1, 2}, {3}}, 7}, {{{0, 2}, {1}}, 4}, {{}, 1}})));
}

TEST(PreflibTest, HoldsAFileToItsType) {
  ExpectError(File("# DATA TYPE: soc\n1: 1,2,3,4\n1: 1,{2,3},4"),
              "line 9, column 9: a file of type soc can have no ties");
  ExpectError(File("# DATA TYPE: soi\n1: {1,2}"), "line 8, column 7: ");
  ExpectError(File("# DATA TYPE: toc\n1: 1,{2,3}"),
              "line 8, column 11: a file of type toc ranks all 4 alternatives, this line only 3");
  ExpectError(File("# DATA TYPE: wmd\n"), "line 7, column 14: expected the data type");
  EXPECT_EQ(Read<Election>(File("# DATA TYPE: soi\n3: 4\n")).profile.ballots(), 3);
}

TEST(PreflibTest, NamesLineAndColumnOfAMistake) {
  ExpectError("", "line 1, column 1: expected the header line \"# NUMBER ALTERNATIVES");
  ExpectError("5: 1,2", "line 1, column 1: expected the header line");
  ExpectError("3\n1,Ann\n", "line 1, column 1: this is PrefLib's format of before 2022");
  ExpectError("# NUMBER ALTERNATIVES: 0\n", "line 1, column 24: NUMBER ALTERNATIVES must be");
  ExpectError("# NUMBER ALTERNATIVES: 1025\n", "line 1, column 24: NUMBER ALTERNATIVES is above");
  ExpectError(File("# NUMBER ALTERNATIVES: 4\n"), "line 7, column 3: NUMBER ALTERNATIVES is given");
  ExpectError(File("# ALTERNATIVE NAME 1: Bea\n"), "line 7, column 20: number 1 has a name since");
  ExpectError(File("# ALTERNATIVE NAME 2: Ann\n"), "line 7, column 1: the name \"Ann\" is that of");
  ExpectError(File("# ALTERNATIVE NAME 5: Bea\n"), "line 7, column 1: a name for number 5");
  ExpectError(File("# ALTERNATIVE NAME 4: 2\n"), "line 7, column 1: the name \"2\" is taken");
  ExpectError(File("# ALTERNATIVE NAME x: Bea\n"), "line 7, column 20: the number of the name");
  ExpectError(File("1: 1\n# TITLE: late"), "line 8, column 1: a header line must come before");
  ExpectError(File("1 1,2"), "line 7, column 6: expected \"count: alternatives\"");
  ExpectError(File("0: 1,2"), "line 7, column 1: the count before ':' must be at least 1");
  ExpectError(File("x: 1,2"), "line 7, column 1: the count before ':' must be a whole number");
  ExpectError(File("1: 1,5"), "line 7, column 6: expected an alternative from 1 to 4");
  ExpectError(File("1: 1,0"), "line 7, column 6: expected an alternative from 1 to 4");
  ExpectError(File("1: 1,"), "line 7, column 6: expected the number of an alternative");
  ExpectError(File("1: 1,,2"), "line 7, column 6: expected the number of an alternative");
  ExpectError(File("1: 1 2"), "line 7, column 6: expected ',' or the end of the line");
  ExpectError(File("1: 1,{2,3"), "line 7, column 10: expected ',' or '}'");
  ExpectError(File("1: {},2"), "line 7, column 4: a rank cannot be empty");
  ExpectError(File("1: 1,{2,1}"), "line 7, column 9: alternative 1 is in this ballot already");
  ExpectError(File("9007199254740992: 1\n1: 1"), "line 8, column 1: the ballots would pass 2^53");
  ExpectError(File("9007199254740993: 1"), "line 7, column 1: the count before ':' is above 2^53");
}

TEST(PreflibTest, AFileCutShortShowsInTheNumberOfVoters) {
  ExpectError(File("# NUMBER VOTERS: 9\n5: 1,2\n"),
              "line 7, column 18: NUMBER VOTERS is 9, the ballots are 5: the file seems to be cut");
  ExpectError(File("# NUMBER VOTERS: 4\n5: 1,2\n"),
              "line 7, column 18: NUMBER VOTERS is 4, the ballots are 5");
  EXPECT_EQ(Read<Election>(File("# NUMBER VOTERS: 0\n")).profile.ballots(), 0);
}

TEST(PreflibTest, TwoCategoriesAreApprovals) {
  const ApprovalElection election = Read<ApprovalElection>(
      File("# DATA TYPE: cat\n# NUMBER CATEGORIES: 2\n# CATEGORY NAME 1: Yes\n"
           "# CATEGORY NAME 2: No\n3: {1,4},{2,3}\n2: {},{1,2,3,4}\n1: 2\n"));
  ApprovalProfile expected = *ApprovalProfile::Create(4);
  ASSERT_TRUE(expected.Add({0, 3}, 3).ok() && expected.Add({}, 2).ok() && expected.Add({1}).ok());
  EXPECT_TRUE(SameBallots(election.profile, expected));
}

TEST(PreflibTest, MoreCategoriesArePointsFromTheBestDown) {
  const ScoreElection election = Read<ScoreElection>(
      File("# DATA TYPE: cat\n# NUMBER CATEGORIES: 3\n# CATEGORY NAME 1: Good\n"
           "# CATEGORY NAME 2: Fair\n# CATEGORY NAME 3: Bad\n2: 2,{},{1, 4}\n"));
  EXPECT_EQ(election.grades, (std::vector<std::string>{"Bad", "Fair", "Good"}));
  EXPECT_EQ(election.profile.range(), (ScoreRange{0, 2}));
  EXPECT_EQ(election.profile.groups()[0].scores, (Scores{0, 2, std::nullopt, 0}));
}

TEST(PreflibTest, CategoriesCalledByPointsAreThosePoints) {
  const ScoreElection election =
      Read<ScoreElection>(File("# DATA TYPE: cat\n# NUMBER CATEGORIES: 3\n# CATEGORY NAME 1: 1\n"
                               "# CATEGORY NAME 2: 0\n# CATEGORY NAME 3: -1\n2: 2,1,{3,4}\n"));
  EXPECT_TRUE(election.grades.empty());
  EXPECT_EQ(election.profile.range(), (ScoreRange{-1, 1}));
  EXPECT_EQ(election.profile.groups()[0].scores, (Scores{0, 1, -1, -1}));
}

TEST(PreflibTest, RefusesMoreCategoriesThanTheFileHas) {
  const std::string head = File("# DATA TYPE: cat\n# NUMBER CATEGORIES: 3\n");
  ExpectError(head + "1: 1,2,3,4", "line 9, column 10: there are only 3 categories");
  ExpectError(head + "1: 1,2,3,{}", "line 9, column 3: there are only 3 categories, not 4");
  ExpectError(head + "1: 1,2,1", "line 9, column 8: alternative 1 is in this ballot already");
  ExpectError(File("# DATA TYPE: cat\n1: 1"), "line 8, column 1: expected the header line \"# NUM");
}

TEST(PreflibTest, ReadsTheOrdersThatItWrites) {
  RandomEngine engine(21);
  for (int round = 0; round < 500; ++round) {
    Election election = RandomElection(engine, /*hard=*/true);
    if (round % 2 == 0) election.title = "On \"this\": {1}";
    const absl::StatusOr<std::string> text = WritePreflib(election);
    ASSERT_TRUE(text.ok()) << text.status();
    const auto again = ReadPreflib(*text, election.profile.unranked());
    // A name of digits may be taken by an alternative that has no other.
    ASSERT_TRUE(again.ok()) << again.status() << "\n" << *text;
    ASSERT_TRUE(SameElection(election, std::get<Election>(*again))) << *text;
  }
}

TEST(PreflibTest, ReadsTheCategoriesThatItWrites) {
  RandomEngine engine(22);
  for (int round = 0; round < 300; ++round) {
    ScoreElection scores = RandomScores(engine);
    if (scores.profile.range() == ScoreRange{0, 2}) scores.grades = {"no", "perhaps", "yes"};
    const absl::StatusOr<std::string> text = WritePreflib(scores);
    ASSERT_TRUE(text.ok()) << text.status();
    ASSERT_TRUE(SameElection(scores, Read<ScoreElection>(*text))) << *text;
    const ApprovalElection approvals = RandomApprovals(engine);
    ASSERT_TRUE(SameElection(approvals, Read<ApprovalElection>(*WritePreflib(approvals))));
  }
}

TEST(PreflibTest, RefusesToWriteWhatItCouldNotReadBack) {
  ScoreElection scores{{"a"}, {}, *ScoreProfile::Create(1, {0, 1})};
  EXPECT_FALSE(WritePreflib(scores).ok()) << "two categories would be approvals";
  scores.profile = *ScoreProfile::Create(1, {0, 2});
  EXPECT_TRUE(WritePreflib(scores).ok());
  scores.grades = {"5", "6", "7"};
  EXPECT_FALSE(WritePreflib(scores).ok()) << "grades that look like other points";
  scores.grades = {"low", "high"};
  EXPECT_FALSE(WritePreflib(scores).ok()) << "a grade is missing";
  scores.profile = *ScoreProfile::Create(1, {1, 3});
  scores.grades = {"low", "middle", "high"};
  EXPECT_FALSE(WritePreflib(scores).ok()) << "the points of the grades would be lost";
}

TEST(Preflib, TakesCategoriesForTheTypeThatIsNotSaid) {
  const auto election = ReadPreflib(
      "# NUMBER ALTERNATIVES: 2\n# NUMBER CATEGORIES: 3\n# CATEGORY NAME 1: Good\n"
      "# CATEGORY NAME 2: Fair\n# CATEGORY NAME 3: Bad\n2: 1,2,{}\n");
  ASSERT_TRUE(election.ok()) << election.status();
  const auto& scores = std::get<ScoreElection>(*election);
  EXPECT_EQ(scores.profile.groups()[0].scores, (Scores{2, 1}));
}

}  // namespace
}  // namespace plenum::tally
