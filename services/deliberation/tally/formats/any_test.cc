#include "services/deliberation/tally/formats/any.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"

namespace plenum::tally {
namespace {

constexpr std::string_view kCvotesText = "#/Candidates: A;B\nA > B\n";
constexpr std::string_view kSocText = "# DATA TYPE: soc\n# NUMBER ALTERNATIVES: 2\n1: 1,2\n";
constexpr std::string_view kToiText = "# NUMBER ALTERNATIVES: 3\n1: {1,2}\n";
constexpr std::string_view kCatText =
    "# DATA TYPE: cat\n# NUMBER ALTERNATIVES: 2\n# NUMBER CATEGORIES: 3\n1: 1,2,{}\n";
constexpr std::string_view kAbifText = "27: A>B\n";
constexpr std::string_view kCsvText = "A,B\n1,2\n";

// The error of reading the text under that name.
std::string ErrorOf(std::string_view name, std::string_view text) {
  const absl::StatusOr<AnyElection> election = ReadElection(name, text);
  EXPECT_FALSE(election.ok()) << name;
  return std::string(election.status().message());
}

bool Has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(AnyTest, ChoosesByExtension) {
  EXPECT_TRUE(ReadElection("a.cvotes", kCvotesText).ok());
  EXPECT_TRUE(ReadElection("some.folder/A.SOC", kSocText).ok());
  EXPECT_TRUE(ReadElection("a.toi", kSocText).ok()) << "what a .soc holds, a .toi can hold";
  EXPECT_TRUE(ReadElection("a.toi", kToiText).ok());
  EXPECT_TRUE(std::holds_alternative<ScoreElection>(*ReadElection("a.cat", kCatText)));
  EXPECT_TRUE(ReadElection("a.abif", kAbifText).ok());
  EXPECT_TRUE(ReadElection("a.csv", kCsvText).ok());
  EXPECT_EQ(FormatOfName("x.pb"), FileFormat::kPabulib);
  EXPECT_EQ(FormatOfName("a.b/x"), std::nullopt);
}

TEST(AnyTest, ChoosesByContentWhereTheNameSaysNothing) {
  for (const std::string_view text :
       {kCvotesText, kSocText, kToiText, kCatText, kAbifText, kCsvText}) {
    EXPECT_TRUE(ReadElection("-", text).ok()) << text;
    EXPECT_TRUE(ReadElection("ballots.txt", text).ok()) << text;
  }
  EXPECT_EQ(SniffFormat("META\nkey;value\n"), FileFormat::kPabulib);
  EXPECT_EQ(SniffFormat("3 1\n1 2 0\n"), FileFormat::kBlt);
  EXPECT_EQ(SniffFormat("\n[options]\n"), FileFormat::kStarvote);
  EXPECT_EQ(SniffFormat("A > B\n"), FileFormat::kCvotes);
  EXPECT_TRUE(Has(ErrorOf("x.txt", "hello"), "line 1, column 1: neither the name \"x.txt\" nor"));
  EXPECT_TRUE(Has(ErrorOf("x.abif", ""), "line 1, column 1: the file is empty"));
}

TEST(AnyTest, SaysWhatAMislabelledFileLooksLike) {
  EXPECT_EQ(ErrorOf("a.cvotes", kAbifText),
            "line 1, column 1: the content looks like ABIF (.abif), though the file is called "
            ".cvotes");
  EXPECT_TRUE(Has(ErrorOf("a.abif", kCvotesText), "looks like Condorcet Election Format"));
  EXPECT_TRUE(Has(ErrorOf("a.csv", kSocText), "looks like PrefLib"));
  EXPECT_TRUE(Has(ErrorOf("a.csv", kCvotesText), "looks like Condorcet Election Format"));
  EXPECT_TRUE(Has(ErrorOf("a.soi", kCsvText), "looks like comma-separated ranks"));
  EXPECT_TRUE(Has(ErrorOf("a.toc", "META\nkey;value\n"), "looks like pabulib"));
  EXPECT_EQ(ErrorOf("a.soc", kToiText),
            "line 1, column 1: the file is called .soc, but its ballots are those of a .toi file");
  EXPECT_TRUE(Has(ErrorOf("a.toc", kToiText), "those of a .toi file"));
  EXPECT_TRUE(Has(ErrorOf("a.cat", kSocText), "those of a .soc file"));
  EXPECT_TRUE(Has(ErrorOf("a.soc", kCatText), "those of a .cat file"));
}

TEST(AnyTest, KnowsABltFileUnderAnotherNameHoweverItsHeadIsWritten) {
  for (const char* head : {"3 1\n", "3 1  # three options\n", "3\t1 /* one seat */\n", "3\n1\n",
                           "# by hand\n3 # options\n\n1 # seat\n"}) {
    const std::string text =
        absl::StrCat(head, "[tie 2 1 3]\n4 1 2 0\n0\n\"Ann\"\n\"Bob\"\n\"Cy\"\n\"Title\"\n");
    EXPECT_TRUE(Has(ErrorOf("a.cvotes", text), "looks like BLT (.blt), though the file is called"))
        << text;
    EXPECT_EQ(SniffFormat(text), FileFormat::kBlt) << text;
  }
  EXPECT_EQ(SniffFormat("3\n1,Ann\n2,Bob\n3,Cy\n"), FileFormat::kPreflib);
}

TEST(AnyTest, AMistakeInAFileOfItsOwnKindIsTheReadersOwn) {
  EXPECT_EQ(ErrorOf("a.abif", "1: A>>B\n"),
            "line 1, column 6: expected an option: a word, or a name in [brackets]");
}

TEST(AnyTest, TakesTheReadingOfUnrankedOptions) {
  for (const Unranked unranked : {Unranked::kTiedLast, Unranked::kNotCompared}) {
    for (const auto& [name, text] :
         {std::pair{"a.toi", kToiText}, {"a.abif", kAbifText}, {"a.csv", kCsvText}}) {
      EXPECT_EQ(std::get<Election>(*ReadElection(name, text, unranked)).profile.unranked(),
                unranked);
    }
  }
}

}  // namespace
}  // namespace plenum::tally
