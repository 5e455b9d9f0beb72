#include "services/deliberation/tally/formats/abif.h"

#include <gmock/gmock.h>
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

using Strings = std::vector<std::string>;

template <typename E>
E Read(std::string_view text, Unranked unranked = Unranked::kTiedLast) {
  absl::StatusOr<AnyElection> election = ReadAbif(text, unranked);
  EXPECT_TRUE(election.ok()) << election.status();
  EXPECT_TRUE(std::holds_alternative<E>(*election));
  return std::get<E>(*std::move(election));
}

void ExpectError(std::string_view text, std::string_view begin) {
  const absl::Status status = ReadAbif(text).status();
  EXPECT_EQ(std::string(status.message().substr(0, begin.size())), begin) << text;
}

TEST(AbifTest, ReadsDeclaredOptionsRanksAndMetadata) {
  const Election election = Read<Election>(
      "ABIF 1.0 { \"ballot_type\": \"ordinal\" }\n"
      "# a comment\n"
      "{title: \"Where \\\"to\\\" meet #1\"}  # another\n"
      "{\"seats\": 2}\n"
      "{description: \"a: b\", more: 1}\n"
      "=DGM:[Doña García Márquez]\n"
      "=\"S B\":[Steven #2 Jensen]\n"
      "SY : Sue Ye (蘇業)\n"
      "\n"
      "27: DGM > \"S B\" = SY # why not\r\n"
      "26:[Sue Ye (蘇業)]>DGM:{ \"precinct\":51 }\n"
      "3:");
  EXPECT_EQ(election.title, "Where \"to\" meet #1");
  EXPECT_EQ(election.seats, 2);
  EXPECT_EQ(election.names, (Strings{"Doña García Márquez", "Steven #2 Jensen", "Sue Ye (蘇業)"}));
  EXPECT_TRUE(SameBallots(
      election.profile,
      MakeProfile(3, Unranked::kTiedLast, {{{{0}, {1, 2}}, 27}, {{{2}, {0}}, 26}, {{}, 3}})));
}

TEST(AbifTest, TakesOptionsFromTheVotesWhenNoneAreDeclared) {
  const Election election = Read<Election>("2: B > [A 1]\n1: C, B");
  EXPECT_EQ(election.names, (Strings{"B", "A 1", "C"}));
  EXPECT_EQ(election.profile.groups()[1].ranking, MakeRanking(3, {{0, 2}}));
}

TEST(AbifTest, BallotsWithPointsAreScores) {
  const ScoreElection election =
      Read<ScoreElection>("27: A/5, B/2, C/0\n26: C/4 > A/3 = B/3\n1: B/1, C/2\n");
  EXPECT_EQ(election.profile.range(), (ScoreRange{0, 5}));
  EXPECT_EQ(election.profile.groups()[0].scores, (Scores{5, 2, 0}));
  EXPECT_EQ(election.profile.groups()[1].scores, (Scores{3, 3, 4}));
  EXPECT_EQ(election.profile.groups()[2].scores, (Scores{std::nullopt, 1, 2}));
  // Between commas an option without points is one that the ballot is silent about.
  EXPECT_EQ(Read<ScoreElection>("1: A, B/2, C/0").profile.groups()[0].scores,
            (Scores{std::nullopt, 2, 0}));
  EXPECT_EQ(Read<ScoreElection>("{max_rating: 9}\n1: A/5").profile.range(), (ScoreRange{0, 9}));
  EXPECT_EQ(Read<Election>("{ballot_type: \"ranked\"}\n1: A/5>B/3").profile.groups()[0].ranking,
            MakeRanking(2, {{0}, {1}}));
}

TEST(AbifTest, ChooseManyIsApprovals) {
  const ApprovalElection election =
      Read<ApprovalElection>("{ballot_type: \"choose_many\"}\n4: A=C\n2: B/1,A/0\n1:\n");
  EXPECT_EQ(election.names, (Strings{"A", "C", "B"}));
  EXPECT_EQ(election.profile.groups()[0].approved, (std::vector<OptionIndex>{0, 1}));
  EXPECT_EQ(election.profile.groups()[1].approved, (std::vector<OptionIndex>{2}));
  ExpectError("{ballot_type: \"choose_many\"}\n4: A>C",
              "line 2, column 6: approvals have no order");
  ExpectError("{ballot_type: \"choose_many\"}\n4: A/2", "line 2, column 6: an approval is 0 or 1");
}

TEST(AbifTest, NamesLineAndColumnOfAMistake) {
  const std::string head = "=A:[Ann]\n=B:[Bea]\n";
  ExpectError("", "line 1, column 1: the file names no options");
  ExpectError(head + "1: A>C", "line 3, column 6: the option \"C\" is not declared");
  ExpectError(head + "1: A>Ann", "line 3, column 6: the option \"Ann\" is in this ballot already");
  ExpectError(head + "=C:[Ann]", "line 3, column 5: the candidate \"Ann\" is declared twice");
  ExpectError(head + "=A:[Cy]", "line 3, column 2: the token \"A\" is declared twice");
  ExpectError(head + "=C:[]", "line 3, column 5: a name cannot be empty");
  ExpectError(head + "=C:[Cy", "line 3, column 4: the bracket is not closed");
  ExpectError(head + "=C:[Cy] x", "line 3, column 9: expected the end of the line");
  ExpectError(head + "=C [Cy]", "line 3, column 4: expected ':'");
  ExpectError(head + "A > B", "line 3, column 1: expected a vote (27: A>B)");
  ExpectError("2: A>B\nx: A>B",
              "line 2, column 1: expected how often this vote was cast, a whole number before ':', "
              "not \"x\"");
  ExpectError(head + "x: A=B", "line 3, column 1: expected how often this vote was cast");
  ExpectError(head + "5 A > B", "line 3, column 8: expected ':' after the count");
  ExpectError(head + "0: A", "line 3, column 1: the count before ':' must be at least 1");
  ExpectError(head + "1: A >", "line 3, column 7: expected another option");
  ExpectError(head + "1: A > > B", "line 3, column 8: expected an option");
  ExpectError(head + "1: A B", "line 3, column 6: expected '>', '=', ','");
  ExpectError(head + "1: A*3", "line 3, column 5: weights (A*1) are not supported");
  ExpectError(head + "1: A/x", "line 3, column 6: expected points");
  ExpectError(head + "1: A/1 > B", "line 3, column 10: the option \"B\" needs points");
  ExpectError(head + "1: A = B/1", "line 3, column 4: the option \"A\" needs points");
  ExpectError(head + "1: A/1\n1: B", "line 4, column 4: the option \"B\" needs points");
  ExpectError(head + "1: A/1 > B/2", "line 3, column 12: the points contradict the '>'");
  ExpectError(head + "1: A/1 = B/2", "line 3, column 12: the points contradict the '='");
  ExpectError(head + "{max_rating: 3}\n1: A/4", "line 4, column 6: the points must be from 0 to 3");
  ExpectError(head + "{max_rating: x}", "line 3, column 14: expected a whole number");
  ExpectError(head + "{title: \"x\"", "line 3, column 12: expected '}'");
  ExpectError(head + "{ballot_type: \"odd\"}", "line 3, column 15: expected the ballot type");
  ExpectError(head + "1: A : x", "line 3, column 8: expected data in braces");
  ExpectError(head + "9007199254740992: A\n1: A", "line 4, column 1: the ballots would pass 2^53");
}

TEST(AbifTest, ANameMayBeDeclaredInQuotes) {
  const auto election =
      std::get<Election>(*ReadAbif("=A:\"Ann B.\"\nB: \"Bob\"\n3: A > \"Bob\"\n"));
  EXPECT_THAT(election.names, testing::ElementsAre("Ann B.", "Bob"));
  EXPECT_EQ(election.profile.ballots(), 3);
  const auto nested = std::get<Election>(*ReadAbif("=A:[\"Ann\" B.]\n3: A\n"));
  EXPECT_THAT(nested.names, testing::ElementsAre("\"Ann\" B."));
}

TEST(AbifTest, MetadataOfNullIsNone) {
  EXPECT_TRUE(std::holds_alternative<Election>(*ReadAbif("{ballot_type: null}\n3: A > B\n")));
  EXPECT_TRUE(std::holds_alternative<ScoreElection>(
      *ReadAbif("{\"ballot_type\": null}\n{max_rating: null}\n3: A/2, B/1\n")));
}

TEST(AbifTest, ReadsWhatItWrites) {
  RandomEngine engine(31);
  for (int round = 0; round < 400; ++round) {
    Election ranked = RandomElection(engine, /*hard=*/true);
    if (round % 2 == 0) ranked.title = "a \\ \"b\" # [c} {";
    if (round % 3 == 0) ranked.seats = 1 + round;
    const absl::StatusOr<std::string> text = WriteAbif(ranked);
    ASSERT_TRUE(text.ok()) << text.status();
    ASSERT_TRUE(SameElection(ranked, Read<Election>(*text, ranked.profile.unranked()))) << *text;
    const ScoreElection scores = RandomScores(engine);
    ASSERT_TRUE(SameElection(scores, Read<ScoreElection>(*WriteAbif(scores))));
    const ApprovalElection approvals = RandomApprovals(engine);
    ASSERT_TRUE(SameElection(approvals, Read<ApprovalElection>(*WriteAbif(approvals))));
  }
}

TEST(AbifTest, RefusesToWriteBracketsInNames) {
  EXPECT_FALSE(WriteAbif(Election{{"a]"}, {}, MakeProfile(1, Unranked::kTiedLast, {})}).ok());
}

}  // namespace
}  // namespace plenum::tally
