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
