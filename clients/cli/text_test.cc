#include "clients/cli/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/table.h"

namespace plenum::cli {
namespace {

using ::testing::ElementsAre;

TEST(Printable, NothingSteersTheTerminal) {
  EXPECT_EQ(text::Printable("a\x1b[31mb\x07"), "a [31mb ");
  EXPECT_EQ(text::Printable("one\r\n\ttwo"), "one two");
  EXPECT_EQ(text::Printable("a\u202Eb"), "a\uFFFDb");
  EXPECT_EQ(text::Printable("bad \xff"), "bad \uFFFD");
  EXPECT_EQ(text::PrintableLines("a\n\tb\x1b"), "a\n\tb\uFFFD");
  EXPECT_EQ(text::Printable("über 協議"), "über 協議");
}

TEST(Width, CountsColumnsNotBytes) {
  EXPECT_EQ(text::Width("über"), 4);
  EXPECT_EQ(text::Width("協議"), 4);
  EXPECT_EQ(text::Width("e\u0301"), 1);
  EXPECT_EQ(text::Width("\x1b[1mab\x1b[0m"), 2);
}

TEST(Wrap, BreaksAtSpacesAndLongWordsWhereTheyMust) {
  EXPECT_THAT(text::Wrap("the quick brown fox", 10), ElementsAre("the quick", "brown fox"));
  EXPECT_THAT(text::Wrap("a unbreakable", 5), ElementsAre("a", "unbre", "akabl", "e"));
  EXPECT_THAT(text::Wrap("協議を開く", 4), ElementsAre("協議", "を開", "く"));
  EXPECT_THAT(text::Wrap("", 10), ElementsAre(""));
}

TEST(Truncate, NeverPassesTheWidth) {
  EXPECT_EQ(text::Truncate("abcdef", 4), "abc…");
  EXPECT_EQ(text::Truncate("abcdef", 5, false), "ab...");
  EXPECT_EQ(text::Truncate("協議を", 4), "協…");
  EXPECT_EQ(text::Truncate("abc", 3), "abc");
}

TEST(Fold, ForgetsCaseAndSpacing) { EXPECT_EQ(text::Fold("  Straße\n ÜBER "), "strasse über"); }

TEST(Bar, EighthsOfAColumnOrPlain) {
  EXPECT_EQ(text::Bar(0.5, 4, true), "██");
  EXPECT_EQ(text::Bar(0.5, 1, true), "▌");
  EXPECT_EQ(text::Bar(0.5, 4, false), "##");
  EXPECT_EQ(text::Bar(7, 2, false), "##");
  EXPECT_EQ(text::Bar(0.0 / 0.0, 2, false), "");
}

TEST(Number, IsShort) {
  EXPECT_EQ(text::Number(30), "30");
  EXPECT_EQ(text::Number(0.25), "0.25");
  EXPECT_EQ(text::Number(-0.0001), "0");
  EXPECT_EQ(text::Number(100, 0), "100");
}

TEST(Ordinal, KnowsTheTeens) {
  EXPECT_EQ(text::Ordinal(1), "1st");
  EXPECT_EQ(text::Ordinal(12), "12th");
  EXPECT_EQ(text::Ordinal(22), "22nd");
  EXPECT_EQ(text::Ordinal(111), "111th");
}

Terminal Plain(int width) { return {false, false, true, width}; }

TEST(Table, ColumnsLineUpAndNothingTrails) {
  Table table({{"", Align::kRight}, {"Name"}, {"Votes", Align::kRight}});
  table.Add({"1", "協議", "5"});
  table.Add({"10", "Ana", ""});
  EXPECT_EQ(table.Render(Plain(80)),
            "    Name  Votes\n"
            " 1  協議      5\n"
            "10  Ana\n");
}

TEST(Table, FlexibleColumnsWrapToTheTerminal) {
  Table table({{""}, {"", Align::kLeft, true}, {"", Align::kRight}});
  table.Add({"m1", "Add crisis hotlines between commands", "7"});
  EXPECT_EQ(table.Render(Plain(24), 2),
            "  m1  Add crisis       7\n"
            "      hotlines\n"
            "      between\n"
            "      commands\n");
}

TEST(Table, StylesOnlyWithColour) {
  Table table({{""}});
  table.Add({Cell("x", Style::kGood)});
  EXPECT_EQ(table.Render(Plain(10)), "x\n");
  Terminal colour = Plain(10);
  colour.color = true;
  EXPECT_EQ(table.Render(colour), "\x1b[32mx\x1b[0m\n");
}

TEST(Decimal, IsRoundedAndTrimmedForReading) {
  EXPECT_EQ(text::Decimal("5.000000000000000000"), "5");
  EXPECT_EQ(text::Decimal("4.666666666666666667"), "4.666667");
  EXPECT_EQ(text::Decimal("4.25000"), "4.25");
  EXPECT_EQ(text::Decimal("9.9999995"), "10");
  EXPECT_EQ(text::Decimal("0.0000004"), "0");
  EXPECT_EQ(text::Decimal("-0.0000004"), "0");
  EXPECT_EQ(text::Decimal("-99.9999996"), "-100");
  EXPECT_EQ(text::Decimal("12"), "12");
  EXPECT_EQ(text::Decimal("7/3"), "7/3");
  EXPECT_EQ(text::Decimal(""), "");
  EXPECT_EQ(text::Decimal("1.05", 1), "1.1");
}

}  // namespace
}  // namespace plenum::cli
