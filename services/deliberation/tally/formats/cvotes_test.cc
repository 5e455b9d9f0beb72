#include "services/deliberation/tally/formats/cvotes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/formats/random_elections.h"
#include "services/deliberation/tally/formats/same.h"
#include "services/deliberation/tally/formats/utf8.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Election Read(std::string_view text) {
  absl::StatusOr<Election> election = ReadCvotes(text);
  EXPECT_TRUE(election.ok()) << election.status();
  return *std::move(election);
}

std::string ErrorOf(std::string_view text,
                    absl::StatusCode code = absl::StatusCode::kInvalidArgument) {
  const absl::StatusOr<Election> election = ReadCvotes(text);
  EXPECT_EQ(election.status().code(), code) << election.status();
  return absl::StrCat(election.status().message());
}

TEST(CvotesTest, ReadsParametersCommentsTiesAndQuantifiers) {
  const Election election = Read(
      "# A comment\n"
      "#/Candidates: Crisis hotlines ; Côte d'Azur;3\n"
      "#/Number of Seats: 7\n"
      "#/implicit ranking: FALSE\n"
      "#/My own parameter: anything\n"
      "\n"
      "Crisis hotlines > 3 = Côte d'Azur * 5 # why not\r\n"
      "tag one , tag2 || Côte d'Azur>Crisis hotlines\n"
      "/EMPTY_RANKING/ * 2\n"
      "  3 = Côte d'Azur = Crisis hotlines ^7 * 3");
  EXPECT_THAT(election.names, ElementsAre("Crisis hotlines", "Côte d'Azur", "3"));
  EXPECT_EQ(election.seats, 7);
  EXPECT_EQ(election.profile.unranked(), Unranked::kNotCompared);
  ASSERT_EQ(election.profile.groups().size(), 4);
  EXPECT_EQ(election.profile.groups()[0].ranking, MakeRanking(3, {{0}, {1, 2}}));
  EXPECT_EQ(election.profile.groups()[0].count, 5);
  EXPECT_EQ(election.profile.groups()[1].ranking, MakeRanking(3, {{1}, {0}}));
  EXPECT_EQ(election.profile.groups()[2].ranking, MakeRanking(3, {}));
  EXPECT_EQ(election.profile.groups()[2].count, 2);
  EXPECT_EQ(election.profile.groups()[3].count, 3) << "weights are not allowed here";
}

TEST(CvotesTest, DefaultsAreImplicitRankingAndNoWeight) {
  const Election election = Read("\xEF\xBB\xBF#/Candidates: A;B\nA ^4\n");
  EXPECT_EQ(election.profile.unranked(), Unranked::kTiedLast);
  EXPECT_EQ(election.profile.ballots(), 1);
  EXPECT_EQ(election.seats, std::nullopt);
}

TEST(CvotesTest, WeightTimesQuantifierWhereAllowed) {
  const Election election =
      Read("#/Candidates: A;B\n#/Weight Allowed: true\nA ^7 * 8\nB ^2\nB*3\n");
  EXPECT_EQ(election.profile.groups()[0].count, 56);
  EXPECT_EQ(election.profile.groups()[1].count, 5);
}

TEST(CvotesTest, IgnoresCandidatesWhoDoNotStand) {
  const Election election = Read("#/Candidates: A;B\nX > A = Y > Z > B\nX\n");
  EXPECT_EQ(election.profile.groups()[0].ranking, MakeRanking(2, {{0}, {1}}));
  EXPECT_EQ(election.profile.groups()[1].ranking, MakeRanking(2, {}));
}

TEST(CvotesTest, TakesCandidatesFromTheVotesWhenNoneAreDeclared) {
  const Election election = Read("B > A\nC > B * 2\n");
  EXPECT_THAT(election.names, ElementsAre("B", "A", "C"));
  EXPECT_EQ(election.profile.groups()[0].ranking, MakeRanking(3, {{0}, {1}}));
  EXPECT_EQ(election.profile.groups()[1].ranking, MakeRanking(3, {{2}, {0}}));
}

TEST(CvotesTest, NamesLineAndColumnOfAMistake) {
  const std::string head = "#/Candidates: A ; B\n";
  EXPECT_THAT(ErrorOf(head + "A > B > A"), StartsWith("line 2, column 9: the candidate \"A\" is"));
  EXPECT_THAT(ErrorOf(head + "A = A"), StartsWith("line 2, column 5: "));
  EXPECT_THAT(ErrorOf(head + "A > > B"), StartsWith("line 2, column 4: a candidate's name is"));
  EXPECT_THAT(ErrorOf(head + "A >"), HasSubstr("a candidate's name is missing"));
  EXPECT_THAT(ErrorOf(head + "A < B"), StartsWith("line 2, column 3: the character '<'"));
  EXPECT_THAT(ErrorOf(head + "A > /EMPTY/"), StartsWith("line 2, column 5: the character '/'"));
  EXPECT_THAT(ErrorOf(head + "A * 8 ^7"), StartsWith("line 2, column 7: the weight (^) must come"));
  EXPECT_THAT(ErrorOf(head + "A * two"), StartsWith("line 2, column 5: the quantifier must be a"));
  EXPECT_THAT(ErrorOf(head + "A * "), HasSubstr("the quantifier must be at least 1"));
  EXPECT_THAT(ErrorOf(head + "A ^0"),
              StartsWith("line 2, column 4: the weight must be at least 1"));
  EXPECT_THAT(ErrorOf(head + "A * -3"), HasSubstr("whole number"));
  EXPECT_THAT(ErrorOf(head + "t || * 3"), HasSubstr("the vote has no ranking"));
  EXPECT_THAT(ErrorOf(head + "A\n#/Implicit Ranking: true"),
              StartsWith("line 3, column 1: a param"));
  EXPECT_THAT(ErrorOf(head + "  #/Implicit Ranking: true"), StartsWith("line 2, column 3: "));
  EXPECT_THAT(ErrorOf(head + head), StartsWith("line 2, column 15: the candidates are declared"));
  EXPECT_THAT(ErrorOf("#/Candidates: A; B;A"),
              StartsWith("line 1, column 20: the candidate \"A\""));
  EXPECT_THAT(ErrorOf("#/Candidates: A;;B"), StartsWith("line 1, column 17: a candidate's name"));
  EXPECT_THAT(ErrorOf("#/Candidates: A # note"), StartsWith("line 1, column 17: a parameter line"));
  EXPECT_THAT(ErrorOf("#/Implicit Ranking: yes"), HasSubstr("expected true or false, not \"yes\""));
  EXPECT_THAT(ErrorOf("#/Candidates"), HasSubstr("colon"));
  EXPECT_THAT(ErrorOf("#/Number of Seats: 0"), HasSubstr("at least 1"));
  EXPECT_THAT(ErrorOf(""), HasSubstr("names no candidates"));
  EXPECT_THAT(ErrorOf("/EMPTY/ * 2"), HasSubstr("names no candidates"));
  EXPECT_THAT(ErrorOf(head + "A > \xC3("),
              StartsWith("line 2, column 5: the text is not valid UTF-8"));
  EXPECT_THAT(ErrorOf(head + std::string("A\0B", 3)), HasSubstr("control character"));
}

TEST(CvotesTest, RefusesTotalsAboveTwoToTheFiftyThree) {
  constexpr auto kOutOfRange = absl::StatusCode::kOutOfRange;
  const std::string head = "#/Candidates: A\n#/Weight Allowed: true\n";
  EXPECT_EQ(Read(head + "A * 9007199254740992").profile.ballots(), kMaxBallots);
  EXPECT_THAT(ErrorOf(head + "A * 9007199254740993", kOutOfRange),
              StartsWith("line 3, column 5: "));
  EXPECT_THAT(ErrorOf(head + "A ^9007199254740992 * 2", kOutOfRange), StartsWith("line 3, "));
  EXPECT_THAT(ErrorOf(head + "A * 99999999999999999999999999", kOutOfRange), HasSubstr("2^53"));
  EXPECT_THAT(ErrorOf(head + "A * 9007199254740992\nA", kOutOfRange),
              StartsWith("line 4, column 1"));
}

TEST(CvotesTest, RefusesMoreCandidatesThanTheLimit) {
  std::string text = "#/Candidates: c0";
  for (int i = 1; i < kMaxOptions; ++i) absl::StrAppend(&text, ";c", i);
  EXPECT_EQ(Read(text).names.size(), kMaxOptions);
  EXPECT_THAT(ErrorOf(text + ";more"), HasSubstr("more than 1024 candidates"));
}

TEST(CvotesTest, TheUnusualPathsReadTheSameAsThePlainOne) {
  const std::string head = "#/Candidates: A ; B b;C\n";
  const Election plain = Read(head + "C > A = B b * 12\n");
  for (const std::string vote :
       {"  C>A=B b*12", "t || C > A = B b * 12", "C\t> A = B b * 12 # said", "C > X > A = B b * 12",
        "C > X = A = B b * 12", "C > A = B b = X ^3 * 12", "C > B b = A *\t12 \r",
        "C > A = B b * 000000000000000000012"}) {
    EXPECT_TRUE(SameElection(Read(head + vote), plain)) << vote;
  }
}

TEST(CvotesTest, ReadsWhatItWrites) {
  RandomEngine engine(41);
  for (int round = 0; round < 500; ++round) {
    Election election = RandomElection(engine, /*hard=*/false);
    if (round % 2 == 0) election.seats = 1 + round;
    const absl::StatusOr<std::string> text = WriteCvotes(election);
    ASSERT_TRUE(text.ok()) << text.status();
    ASSERT_TRUE(SameElection(election, Read(*text))) << *text;
  }
}

TEST(CvotesTest, RefusesToWriteNamesThatTheFormatForbids) {
  for (const std::string name : {"a;b", "a>b", "a#", "a|b", "x\ny", " a", ""}) {
    EXPECT_FALSE(WriteCvotes({{name}, {}, MakeProfile(1, Unranked::kTiedLast, {})}).ok()) << name;
  }
}

TEST(Utf8Test, FindsTheFirstByteThatIsNotWellFormed) {
  constexpr size_t kNone = std::string_view::npos;
  EXPECT_EQ(FirstInvalidUtf8("plain, \u00e9, \u20ac, \U0001F5F3"), kNone);
  for (const std::string_view bad :
       {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xE2(\xA1"}) {
    EXPECT_EQ(FirstInvalidUtf8("ab" + std::string(bad)), 2) << absl::StrCat(bad.size());
  }
}

TEST(Cvotes, SaysWhatItPassedOver) {
  const auto election = ReadCvotes(
      "#/Candidates: A ; B\n#/Voting Methods: Schulze Winning; Borda ;\n"
      "A > X > B * 3\nY = X > A ^7 * 2\nB ^2\nB\n");
  ASSERT_TRUE(election.ok()) << election.status();
  EXPECT_EQ(election->methods, (std::vector<std::string>{"Schulze Winning", "Borda"}));
  EXPECT_EQ(election->passed_over.names, (std::vector<std::string>{"X", "Y"}));
  EXPECT_EQ(election->passed_over.ballots, 5);
  EXPECT_EQ(election->passed_over.weights, 2);
  EXPECT_EQ(ReadCvotes("#/Weight Allowed: true\nA ^3\n")->passed_over, PassedOver{});
}

}  // namespace
}  // namespace plenum::tally
