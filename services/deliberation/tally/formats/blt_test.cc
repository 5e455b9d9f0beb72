#include "services/deliberation/tally/formats/blt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

constexpr char kAllParts[] =
    "4 2  # four options\n"
    "-3\n"
    "[tie 4 2 1 3]\n"
    "[nick ann bob cy di ]\n"
    "[undeclared di]\n"
    "[droop precision=5 rule=mpls]\n"
    "7 1 2 0\n"
    "/* nobody /* nested */ here */\n"
    "2 di bob=cy 0 1 1\n"
    "2 0\n"
    "3 0\n"
    "1 0\n"
    "(paper a17) 1 0\n"
    "0\n"
    "\"Ann\"e the  One\" \"Bob\"\r\n\"Cy\"\n\"Di #4\"\n"
    "\"A title\"\n\"A\nsource\"\n\"A comment\"\n";

BltElection Read(const std::string& text) {
  absl::StatusOr<BltElection> election = ReadBlt(text);
  EXPECT_TRUE(election.ok()) << election.status();
  return *std::move(election);
}

std::string Message(const std::string& text) {
  const absl::Status status = ReadBlt(text).status();
  return std::string(status.message());
}

int64_t CountOf(const BltElection& election, const Tiers& tiers) {
  const Ranking wanted = MakeRanking(election.profile.option_count(), tiers);
  int64_t count = 0;
  for (const BallotGroup& group : election.profile.groups()) {
    if (group.ranking == wanted) count += group.count;
  }
  return count;
}

TEST(ReadBlt, TakesEveryPartOfTheFormat) {
  const BltElection election = Read(kAllParts);
  EXPECT_EQ(election.seats, 2);
  EXPECT_THAT(election.names, testing::ElementsAre("Ann\"e the One", "Bob", "Cy", "Di #4"));
  EXPECT_THAT(election.nicknames, testing::ElementsAre("ann", "bob", "cy", "di"));
  EXPECT_THAT(election.withdrawn, testing::ElementsAre(2));
  EXPECT_THAT(election.undeclared, testing::ElementsAre(3));
  EXPECT_THAT(election.tie_order, testing::ElementsAre(3, 1, 0, 2));
  EXPECT_THAT(election.settings, testing::ElementsAre("precision=5", "rule=mpls"));
  EXPECT_EQ(election.title, "A title");
  EXPECT_EQ(election.source, "A source");
  EXPECT_EQ(election.comment, "A comment");
  EXPECT_EQ(election.profile.ballots(), 7 + 2 + 1 + 3 + 1 + 1);
  EXPECT_EQ(CountOf(election, {{0}, {1}}), 8);
  EXPECT_EQ(CountOf(election, {{3}, {1, 2}}), 2);
  EXPECT_EQ(CountOf(election, {{0}}), 1);
  EXPECT_EQ(CountOf(election, {}), 4);
}

TEST(ReadBlt, CountsLinesThatAreWrittenAlikeTogether) {
  const BltElection election = Read(
      "3 1\n1 2 1 0\n4 2 1 0  \n2 2 1 0\r\n1 2 0 1 1 0\n2 2 0 1 1 0\n0\n\"A\"\"B\" \"C\" \"D\"");
  EXPECT_EQ(CountOf(election, {{1}, {0}}), 7);
  EXPECT_EQ(CountOf(election, {{1}}), 3);
  EXPECT_EQ(CountOf(election, {{0}}), 2);
}

TEST(ReadBlt, NamesThePlaceOfAMistake) {
  EXPECT_EQ(Message(""), "line 1, column 1: the text ends where the number of options should be");
  EXPECT_EQ(Message("x 1"), "line 1, column 1: expected the number of options, not \"x\"");
  EXPECT_EQ(Message("\xEF\xBB\xBF"
                    "0 1"),
            "line 1, column 1: the number of options must be from 1 to 1024");
  EXPECT_EQ(Message("2 -1"), "line 1, column 3: expected the number of seats, not \"-1\"");
  EXPECT_EQ(Message("2 0"), "line 1, column 3: the number of seats must be from 1 to 1024");
  EXPECT_EQ(Message("2 1\n1 1 3 0\n"), "line 2, column 5: option 3 is not one of 1 to 2");
  EXPECT_EQ(Message("2 1\n1 1 2 1 0\n"), "line 2, column 7: the ballot ranks \"1\" twice");
  EXPECT_EQ(Message("2 1\n1 2=1=2 0\n"), "line 2, column 7: the ballot ranks \"2\" twice");
  EXPECT_EQ(Message("2 1\n1 2= 0\n"),
            "line 2, column 5: an option is missing beside the equals sign");
  EXPECT_EQ(Message("2 1\n1 ann 0\n"),
            "line 2, column 3: \"ann\" is neither the number nor the nickname of an option");
  EXPECT_EQ(Message("2 1\n-1 -1\n"), "line 2, column 5: \"1\" is withdrawn twice");
  EXPECT_EQ(Message("2 1\n[tie 1]\n"), "line 2, column 1: the tie order must name all 2 options");
  EXPECT_EQ(Message("2 1\n[nick a a]\n"), "line 2, column 9: the nickname \"a\" is given twice");
  EXPECT_EQ(Message("2 1\n[what 1]\n"), "line 2, column 1: there is no option \"what\"");
  EXPECT_EQ(Message("2 1\n[nick a"), "line 2, column 1: the option in brackets is not closed");
  EXPECT_EQ(Message("2 1\n/* a"), "line 2, column 1: the comment is not closed");
  EXPECT_EQ(Message("2 1\n1 2"),
            "line 2, column 4: the text ends where an option or the 0 that ends the ballot should "
            "be");
  EXPECT_EQ(Message("2 1\n1 2 0\n-1 1 0\n"),
            "line 3, column 1: expected how often a ballot was cast or the 0 that ends the "
            "ballots, not \"-1\"");
  EXPECT_EQ(Message("2 1\n1 2 0\n0\n\"A\nB\n\"C\"\n"),
            "line 4, column 1: the quoted text is not closed");
  EXPECT_EQ(Message("2 1\n1 2 0\n0\n\"A\"\n7\n"),
            "line 5, column 1: expected the name of option 2, not \"7\": write it in quotation "
            "marks");
  EXPECT_EQ(Message("2 1\n1 2 0\n0\nAnn\nBob Jones\n"),
            "line 5, column 1: expected the name of option 2, not \"Bob\" and more on its line: "
            "write a name of several words in quotation marks");
  EXPECT_EQ(Message("2 1\n1 2 0\n0\nAnn\nBob\"\n"),
            "line 5, column 1: expected the name of option 2, not \"Bob\"\": write it in "
            "quotation marks");
  EXPECT_EQ(Message("2 1\n(a) 2 0\n(a) 1 0\n"),
            "line 3, column 1: the ballot identifier \"(a)\" is used twice");
  EXPECT_EQ(Message("3 1\n1 2 0\n0\n\"Ann\"\n\"Bob\"\n  \" Ann \"\n"),
            "line 6, column 3: option 3 is called \"Ann\" as the one on line 4: write names that "
            "tell them apart");
  EXPECT_EQ(Message("2 1\n1 2 0\n0\n\"Ann\"\n\" \"\n"),
            "line 5, column 1: option 2 has no name: write one between the quotation marks");
  EXPECT_EQ(Message("1 1\n1 1 0\n0\n\"\xFF\""), "line 4, column 2: the text is not valid UTF-8");
}

TEST(ReadBlt, PassesOverRanksThatAreSkipped) {
  const BltElection election = Read("3 1\n4 2 - 3 0\n1 - 1 - - 0\n2 - 0\n0\n\"A\" \"B\" \"C\"");
  EXPECT_EQ(election.profile.ballots(), 7);
  EXPECT_EQ(CountOf(election, {{1}, {2}}), 4);
  EXPECT_EQ(CountOf(election, {{0}}), 1);
  EXPECT_EQ(CountOf(election, {}), 2);
}

TEST(ReadBlt, TakesLinesForBallotsWhereNoneHasItsZero) {
  const BltElection election = Read(
      "3 2\n-3\n\n3 1 3\r\n# none of these has a zero\n3 1 3  # but\n2 2=3 1\n5\n(a 1) 2\n0\n"
      "\"Ann A.\"\nBob\nCy # one word\nTitle\n");
  EXPECT_EQ(election.profile.ballots(), 14);
  EXPECT_EQ(CountOf(election, {{0}, {2}}), 6);
  EXPECT_EQ(CountOf(election, {{1, 2}, {0}}), 2);
  EXPECT_EQ(CountOf(election, {{1}}), 1);
  EXPECT_EQ(CountOf(election, {}), 5);
  EXPECT_THAT(election.names, testing::ElementsAre("Ann A.", "Bob", "Cy"));
  EXPECT_THAT(election.withdrawn, testing::ElementsAre(2));
  EXPECT_EQ(election.title, "Title");
  EXPECT_EQ(Message("2 1\n3 1 2\n2 2 2\n0\nAnn\nBob\n"),
            "line 3, column 5: the ballot ranks \"2\" twice");
}

TEST(ReadBlt, LetsABallotGoOverLinesWhereItHasItsZero) {
  const BltElection election =
      Read("2 1\n3 1\n0\n2\n2\n1 0\n(a) 1\n0\n0\n\"Ann\" \"Bob\"\nNo title, but a remark\n");
  EXPECT_EQ(CountOf(election, {{0}}), 4);
  EXPECT_EQ(CountOf(election, {{1}, {0}}), 2);
  EXPECT_EQ(election.title, "");
}

TEST(ReadBlt, SaysWhichZeroIsMissing) {
  EXPECT_EQ(
      Message("2 1\n3 1 2 0\n2 2 0\n  \"Ann\"\n\"Bob\"\n\"T\"\n"),
      "line 4, column 3: the 0 that ends the ballots is missing: write it on a line of its own "
      "before the names, of which \"Ann\" is the first");
  // Without names, and without any ballot.
  EXPECT_EQ(Message("2 1\n3 1 2 0\n"),
            "line 3, column 1: the text ends where a ballot or the 0 that ends the ballots should "
            "be");
  EXPECT_THAT(Message("2 1\n\"Ann\"\n\"Bob\"\n"), testing::StartsWith("line 2, column 1: the 0 "));
  // The last ballot has none, and takes that of the ballots.
  EXPECT_EQ(
      Message("2 1\n3 1 2 0\n2 2\n0\n\"Ann\"\n\"Bob\"\n"),
      "line 5, column 1: the 0 that ends the ballots is missing: write it on a line of its own "
      "before the names, of which \"Ann\" is the first; or the ballot on line 3 lacks the 0 "
      "that ends it, and has taken that of the ballots");
  // Another has none, and reads on.
  EXPECT_EQ(Message("2 1\n3 1 2\n2 2 0\n0\n\"Ann\"\n\"Bob\"\n"),
            "line 3, column 1: the ballot ranks \"2\" twice; does the ballot on line 2 lack the 0 "
            "that ends it?");
}

TEST(ReadBlt, TakesTotalsUpToTheLimitAndRefusesMore) {
  const std::string tail = "0\n\"A\"\n\"B\"\n";
  EXPECT_EQ(Read("2 1\n9007199254740991 1 0\n1 2 0\n" + tail).profile.ballots(), kMaxBallots);
  const absl::Status status = ReadBlt("2 1\n9007199254740992 1 0\n1 2 0\n" + tail).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(status.message(), "line 3, column 1: more than 9007199254740992 ballots in all");
  EXPECT_EQ(ReadBlt("2 1\n99999999999999999999999 1 0\n" + tail).status().code(),
            absl::StatusCode::kOutOfRange);
}

TEST(WriteBlt, IsReadBackAsTheSameElection) {
  const BltElection election = Read(kAllParts);
  absl::StatusOr<std::string> written = WriteBlt(election);
  ASSERT_TRUE(written.ok()) << written.status();
  const BltElection again = Read(*written);
  EXPECT_EQ(again.names, election.names);
  EXPECT_EQ(again.nicknames, election.nicknames);
  EXPECT_EQ(again.withdrawn, election.withdrawn);
  EXPECT_EQ(again.undeclared, election.undeclared);
  EXPECT_EQ(again.tie_order, election.tie_order);
  EXPECT_EQ(again.settings, election.settings);
  EXPECT_EQ(again.comment, election.comment);
  EXPECT_EQ(again.profile.ballots(), election.profile.ballots());
  EXPECT_EQ(CountOf(again, {{3}, {1, 2}}), 2);
  EXPECT_EQ(*WriteBlt(again), *written);
}

TEST(WriteBlt, RefusesWhatTheFormatCannotHold) {
  const BltElection good = Read(kAllParts);
  const auto code = [&good](const auto& change) {
    BltElection election = good;
    change(election);
    return WriteBlt(election).status().code();
  };
  constexpr auto kBad = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(code([](BltElection& e) { e.names.pop_back(); }), kBad);
  EXPECT_EQ(code([](BltElection& e) { e.names[0] = "a\" b"; }), kBad);
  EXPECT_EQ(code([](BltElection& e) { e.names[0] = ""; }), kBad);
  EXPECT_EQ(code([](BltElection& e) { e.names[0] = e.names[1]; }), kBad);
  EXPECT_EQ(code([](BltElection& e) { e.title = "a\nb"; }), kBad);
  EXPECT_EQ(code([](BltElection& e) { e.seats = 0; }), kBad);
  EXPECT_EQ(code([](BltElection& e) { e.withdrawn = {4}; }), kBad);
  EXPECT_EQ(code([](BltElection& e) { e.tie_order[0] = e.tie_order[1]; }), kBad);
  EXPECT_EQ(code([](BltElection& e) { e.nicknames[0] = "7"; }), kBad);
  EXPECT_EQ(code([](BltElection& e) { e.nicknames[0] = "bob"; }), kBad);
  EXPECT_EQ(code([](BltElection& e) { e.settings[0] = "a b"; }), kBad);
}

}  // namespace
}  // namespace plenum::tally
