#include "clients/cli/roll_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "clients/cli/errors.h"

namespace plenum::cli {
namespace {

using testing::HasSubstr;

std::string Failure(std::string_view csv) { return MessageOf(ParseRollCsv(csv).status()); }

TEST(RollCsv, ReadsNamesAndRolesInAnyOrderAndPassesOverTheRest) {
  const auto rows =
      ParseRollCsv("mail;Role;Name\nx;observer;\"Kim; Jo\"\ny;;Ana\n\nz;FACILITATOR;Ben\n");
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_EQ((*rows)[0].name, "Kim; Jo");
  EXPECT_EQ((*rows)[0].role, "observer");
  EXPECT_EQ((*rows)[1].role, "member");
  EXPECT_EQ((*rows)[2].role, "facilitator");
  EXPECT_EQ((*rows)[2].line, 5);
  EXPECT_EQ(ParseRollCsv("name\nAna\n")->front().role, "member");
  const auto weighted = ParseRollCsv("name,weight\nAna,3\nBen,\n");
  ASSERT_TRUE(weighted.ok()) << weighted.status();
  EXPECT_EQ((*weighted)[0].weight, 3);
  EXPECT_EQ((*weighted)[1].weight, 1);
}

TEST(RollCsv, SaysWhatIsWrong) {
  EXPECT_THAT(Failure(""), HasSubstr("there is nothing in it"));
  EXPECT_THAT(Failure("who\nAna\n"), HasSubstr("line 1: no column is called name"));
  EXPECT_THAT(Failure("name,name\nAna,Ben\n"), HasSubstr("two columns are called name"));
  EXPECT_THAT(Failure("name\n"), HasSubstr("nobody in it"));
  EXPECT_THAT(Failure("name,role\n ,member\n"), HasSubstr("line 2, column name: it is empty"));
  EXPECT_THAT(Failure("name,role\nAna,chair\n"),
              HasSubstr("line 2, column role: \"chair\" is none"));
  for (const char* weight : {"0", "1001", "-1", "2.5", "two"}) {
    EXPECT_THAT(Failure(absl::StrCat("name,weight\nAna,", weight, "\n")),
                HasSubstr("line 2, column weight: "))
        << weight;
  }
}

TEST(RollCsv, NamesThatStandThereTwiceAreTold) {
  const auto rows = ParseRollCsv("name\nAna\nBen\n ana\n\u0410n\u0430\nBen\n");
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(NamesTwice(*rows, Alike::kByLetters),
            "\"Ana\" and \" ana\" (lines 2 and 4), \"Ben\" (lines 3 and 6)");
  EXPECT_EQ(NamesTwice(*rows, Alike::kByLook),
            "\"Ana\" and \" ana\" (lines 2 and 4), \"Ana\" and \"\u0410n\u0430\" (lines 2 and 5), "
            "\"Ben\" (lines 3 and 6)");
  EXPECT_EQ(NamesTwice(*ParseRollCsv("name\nAna\nBen\n"), Alike::kByLook), "");
}

TEST(RollCsv, TakesALongRollWithDuplicates) {
  std::string csv = "name\n";
  for (int i = 0; i < 100'000; ++i) absl::StrAppend(&csv, "Voter ", i, "\n");
  EXPECT_EQ(ParseRollCsv(csv)->size(), 100'000U);
  EXPECT_EQ(NamesTwice(*ParseRollCsv(csv), Alike::kByLook), "");
  for (int i = 0; i < 20; ++i) absl::StrAppend(&csv, "Voter ", i, "\n");
  EXPECT_THAT(NamesTwice(*ParseRollCsv(csv), Alike::kByLook), HasSubstr(", and 15 more"));
}

}  // namespace
}  // namespace plenum::cli
