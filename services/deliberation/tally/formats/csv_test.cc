#include "services/deliberation/tally/formats/csv.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/formats/random_elections.h"
#include "services/deliberation/tally/formats/same.h"

namespace plenum::tally {
namespace {

Election Read(std::string_view text) {
  absl::StatusOr<Election> election = ReadCsv(text, Unranked::kNotCompared);
  EXPECT_TRUE(election.ok()) << election.status();
  return *std::move(election);
}

// The error begins with this.
void ExpectError(std::string_view text, std::string_view begin) {
  const absl::Status status = ReadCsv(text).status();
  EXPECT_EQ(std::string(status.message().substr(0, begin.size())), begin) << text.substr(0, 200);
}

TEST(CsvTest, ReadsRanksTiesGapsAndCounts) {
  const Election election = Read(
      "\xEF\xBB\xBF Ann , \"Bob\",\"Cy, \"\"the third\"\"\",Count\r\n"
      "1,2,2,5\r\n"
      "\r\n"
      " 7 ,,\"3\",1\r\n"
      ",,,2");
  EXPECT_EQ(election.names, (std::vector<std::string>{"Ann", "Bob", "Cy, \"the third\""}));
  EXPECT_TRUE(SameBallots(
      election.profile,
      MakeProfile(3, Unranked::kNotCompared, {{{{0}, {1, 2}}, 5}, {{{2}, {0}}, 1}, {{}, 2}})));
}

TEST(CsvTest, CountsOnceWithoutAColumnAndMultipliesTwo) {
  EXPECT_EQ(Read("A,B\n1,2\n2,1\n1,2\n").profile.ballots(), 3);
  EXPECT_EQ(Read("weight,A,COUNT\n3,1,4\n").profile.ballots(), 12);
}

TEST(CsvTest, AHeaderAloneIsAnElectionWithoutBallots) { EXPECT_EQ(Read("A").profile.ballots(), 0); }

TEST(CsvTest, NamesLineAndColumnOfAMistake) {
  ExpectError("", "line 1, column 1: expected a header row");
  ExpectError("\n\n", "line 2, column 1: expected a header row");
  ExpectError("A,,B", "line 1, column 3: a name cannot be empty");
  ExpectError("A,B,A", "line 1, column 5: the candidate \"A\" is declared twice");
  ExpectError("count", "line 1, column 1: expected the name of an option");
  ExpectError("A,count,Count", "line 1, column 9: a second column \"Count\"");
  ExpectError("A;B\n1;2", "line 1, column 2: fields must be separated by ','");
  ExpectError("A\tB\n1\t2", "line 1, column 2: fields must be separated by ',', not by tabs");
  ExpectError("A,\"B", "line 1, column 3: the quote is not closed");
  ExpectError("A,\"B\"x", "line 1, column 6: expected ',' or the end");
  ExpectError("A,B\"x", "line 1, column 4: a quote in the middle");
  ExpectError("A,B\n1", "line 2, column 2: expected 2 fields as in the header, not 1");
  ExpectError("A,B\n1,2,3", "line 2, column 4: the row has more fields");
  ExpectError("A,B\n1,2,", "line 2, column 4: the row has more fields");
  ExpectError("A,B\n1, x", "line 2, column 4: a rank must be a whole number, not \"x\"");
  ExpectError("A,B\n1,0", "line 2, column 3: a rank must be at least 1");
  ExpectError("A,B\n1,-1", "line 2, column 3: a rank must be a whole number");
  ExpectError("A,B\n1,1.5", "line 2, column 3: a rank must be a whole number");
  ExpectError("A,B\n1,1000001", "line 2, column 3: a rank is at most");
  ExpectError("A,count\n1,", "line 2, column 3: the count must be at least 1");
  ExpectError("A,count\n1,9007199254740993", "line 2, column 3: the count is above 2^53");
  ExpectError("A,count\n1,9007199254740992\n1,1", "line 3, column 1: the ballots would pass 2^53");
  ExpectError("A,count,weight\n1,9007199254740992,2", "line 2, column 20: count times weight");
  std::string names = "c0";
  for (int i = 1; i < kMaxOptions; ++i) absl::StrAppend(&names, ",c", i);
  EXPECT_EQ(Read(names).names.size(), kMaxOptions);
  ExpectError(names + ",more", "line 1, column 5035: more than 1024 candidates");
}

TEST(CsvTest, ReadsWhatItWrites) {
  RandomEngine engine(11);
  for (int round = 0; round < 500; ++round) {
    const Election election = RandomElection(engine, /*hard=*/true);
    const absl::StatusOr<std::string> text = WriteCsv(election);
    ASSERT_TRUE(text.ok()) << text.status();
    const absl::StatusOr<Election> again = ReadCsv(*text, election.profile.unranked());
    ASSERT_TRUE(again.ok()) << again.status() << "\n" << *text;
    ASSERT_TRUE(SameElection(election, *again)) << *text;
  }
}

TEST(CsvTest, SortsRanksOfManyOptions) {
  RandomEngine engine(12);
  const int options = 200;
  const Tiers tiers = RandomTiers(engine, options, /*complete=*/true);
  std::vector<std::string> names;
  for (int i = 0; i < options; ++i) names.push_back(absl::StrCat("o", i));
  const Election election{names, {}, MakeProfile(options, Unranked::kTiedLast, {{tiers}})};
  EXPECT_TRUE(SameElection(election, *ReadCsv(*WriteCsv(election))));
}

TEST(CsvTest, RefusesToWriteAnOptionThatReadsAsTheCount) {
  EXPECT_FALSE(WriteCsv({{"Weight"}, {}, MakeProfile(1, Unranked::kTiedLast, {})}).ok());
  EXPECT_FALSE(WriteCsv({{"a\nb"}, {}, MakeProfile(1, Unranked::kTiedLast, {})}).ok());
}

}  // namespace
}  // namespace plenum::tally
