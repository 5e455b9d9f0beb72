#include "clients/cli/score_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/errors.h"

namespace plenum::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string Failure(std::string_view csv) {
  const auto rows = ParseScoreCsv(csv);
  EXPECT_EQ(ExitCodeOf(rows.status()), kExitUsage);
  return MessageOf(rows.status());
}

TEST(ScoreCsv, ReadsColumnsInAnyOrder) {
  const auto rows =
      ParseScoreCsv("value,reason,Measure,criterion\n7,\"a, \"\"b\"\"\n c\",m3,Cost\n");
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_THAT(*rows, SizeIs(1));
  EXPECT_EQ(rows->front().measure, "m3");
  EXPECT_EQ(rows->front().criterion, "Cost");
  EXPECT_EQ(rows->front().value, 7);
  EXPECT_EQ(rows->front().reason, "a, \"b\"\n c");
  EXPECT_EQ(rows->front().line, 2);
}

TEST(ScoreCsv, ReadsSpreadsheetsWithSemicolonsAndDecimalCommas) {
  const auto rows = ParseScoreCsv("\xEF\xBB\xBFmeasure;criterion;value\r\nm1;Cost;-2,5\r\n\r\n");
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->front().value, -2.5);
}

TEST(ScoreCsv, TakesTheSeparatorFromOutsideOfQuotesOrFromALineThatNamesIt) {
  const auto quoted = ParseScoreCsv("measure;criterion;value;\"reason\"\nm1;\"a, b\";3;\n");
  ASSERT_TRUE(quoted.ok()) << quoted.status();
  EXPECT_EQ(quoted->front().criterion, "a, b");
  const auto named = ParseScoreCsv("sep=;\r\nmeasure;criterion;value\r\nm1;Cost;2,5\r\n");
  ASSERT_TRUE(named.ok()) << named.status();
  EXPECT_EQ(named->front().value, 2.5);
  EXPECT_EQ(named->front().line, 3);
  EXPECT_THAT(Failure("sep=|\nmeasure|criterion|value\n"), HasSubstr("unknown column"));
}

TEST(ScoreCsv, ReadsConfidenceAndQuoteWhereTheyAreGiven) {
  const auto rows = ParseScoreCsv(
      "measure;criterion;value;confidence;quote;about\nm1;c1;7;0,8;2;x\nm2;c1;3;;;y\n");
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->at(0).confidence, 0.8);
  EXPECT_EQ(rows->at(0).quote, 2);
  EXPECT_FALSE(rows->at(1).confidence.has_value());
  EXPECT_EQ(rows->at(1).quote, 0);
  EXPECT_THAT(Failure("measure,criterion,value,quote\nm1,c1,7,1.5\n"),
              HasSubstr("line 2, column quote: 1.5 is no number of a quote"));
  EXPECT_THAT(Failure("measure,criterion,value,confidence\nm1,c1,7,sure\n"),
              HasSubstr("line 2, column confidence: \"sure\" is no number"));
}

TEST(ScoreCsv, SaysHowToWriteANumberThatItCannotRead) {
  EXPECT_THAT(Failure("measure,criterion,value\nm1,c1,\"4,5\"\n"),
              HasSubstr("\"4,5\" is no number; with commas between the columns, decimals"));
  EXPECT_THAT(Failure("measure;criterion;value\nm1;c1;1.234,5\n"),
              HasSubstr("\"1.234,5\" is no number; write it without a mark between thousands"));
  EXPECT_THAT(Failure("measure;criterion;value\nm1;c1;1,234.5\n"), HasSubstr("\"1,234.5\" is"));
  EXPECT_THAT(Failure(std::string_view("\xFF\xFEm\0e\0", 6)), HasSubstr("UTF-16"));
}

TEST(ScoreCsv, LinesAreCountedAcrossQuotedBreaks) {
  EXPECT_THAT(Failure("measure,criterion,value,reason\nm1,c1,1,\"x\ny\"\nm2,c1,seven,\n"),
              HasSubstr("line 4, column value: \"seven\" is no number"));
}

TEST(ScoreCsv, SaysWhatIsWrongAndWhere) {
  EXPECT_THAT(Failure(""), HasSubstr("nothing in it"));
  EXPECT_THAT(Failure("measure,value\n"), HasSubstr("no column is called criterion"));
  EXPECT_THAT(Failure("measure,criterion,value,weight\n"), HasSubstr("unknown column \"weight\""));
  EXPECT_THAT(Failure("measure,criterion,value,value\n"), HasSubstr("two columns"));
  EXPECT_THAT(Failure("measure,criterion,value\nm1,c1\n"), HasSubstr("line 2: 2 cells, but 3"));
  EXPECT_THAT(Failure("measure,criterion,value\n,c1,2\n"), HasSubstr("line 2, column measure"));
  EXPECT_THAT(Failure("measure,criterion,value\nm1,c1,nan\n"), HasSubstr("is no number"));
  EXPECT_THAT(Failure("measure,criterion,value\nm1,c1,1e999\n"), HasSubstr("is no number"));
  EXPECT_THAT(Failure("measure,criterion,value\nm1,c1,\"2\n"), HasSubstr("line 2: a double quote"));
  EXPECT_THAT(Failure("measure,criterion,value\n"), HasSubstr("no score in it"));
}

}  // namespace
}  // namespace plenum::cli
