#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/ingestion/formats/limits.h"
#include "services/ingestion/formats/testing.h"

namespace plenum::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Lines;
using ::testing::Not;
using testing::TestFile;

absl::StatusOr<ParsedDocument> ReadFile(const std::string& name) {
  const std::string bytes = TestFile(name);
  const auto format = DetectFormat(bytes, name, "");
  if (!format.ok()) return format.status();
  EXPECT_EQ(*format, Format::kDocx);
  return Parse(bytes, *format, name);
}

TEST(Docx, StylesListsTablesAndNotesBecomeBlocksInReadingOrder) {
  const auto document = ReadFile("market.docx");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_THAT(
      Lines(*document),
      ElementsAre(
          "chrome: Draft for the council", "heading 1: The market square",
          "chrome: The market square 3", "heading 1: What was found",
          "paragraph: The council should close the square to cars at weekends. See the "
          "count.",
          "caption: Counted by hand on a Tuesday.", "paragraph: Stalls need water. Moved here.",
          "caption: Minutes of the council, page 12.",
          "paragraph: This paragraph was cut in two and put together again.",
          "paragraph: Shown\twords\nin the statehouse\xE2\x86\x92-", "heading 1: What to do",
          "heading 2: First steps", "list item 1: Plant six lime trees on the north side.",
          "list item 2: Water them in the first two summers.",
          "list item 1: Count the visitors every spring.",
          "paragraph: Numbers were taken off this one.", "paragraph: A list without marks is text.",
          "heading 3: Money", "quote: We want our square back, said a baker.", "caption: Step",
          "caption: What the council should do about the costs of this plan.", "caption: Trees",
          "paragraph: The council should pay for the trees from the roads budget.",
          "caption: Table 1. Who pays.", "paragraph: A paragraph with a box.",
          "paragraph: A box beside the text says that the market should stay open.",
          "heading 4: A bold line as heading", "list item 1: A bullet typed by hand.",
          "paragraph: A style that is based on itself.", "paragraph: Inside a content control.",
          "chrome: Page 1"));
}

TEST(Docx, WhatWasDeletedHiddenOrRemarkedIsNowhereInTheText) {
  const auto document = ReadFile("market.docx");
  ASSERT_TRUE(document.ok());
  for (const char* gone :
       {"do nothing", "Moved away", "Dropped row", "Hidden", "comment", "PAGE", "never shown"}) {
    EXPECT_THAT(document->text, Not(HasSubstr(gone)));
  }
}

TEST(Docx, SaysWhatItIs) {
  const auto document = ReadFile("market.docx");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->title, "The market square") << "the visible title, not the template's";
  EXPECT_EQ(document->author, "Ines Moreau");
  EXPECT_EQ(document->date, "2026-03-14");
  EXPECT_EQ(document->language, "en");
  EXPECT_EQ(document->blocks.back().page, 0);
}

TEST(Docx, HeadingsLeadToTheirBlocks) {
  const auto document = ReadFile("market.docx");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->blocks[13].heading_path, "What to do > First steps");
}

TEST(BadDocx, BombsThatLieAboutTheirSizeAreStoppedWhileTheyUnpack) {
  const auto document = ReadFile("bomb.docx");
  EXPECT_THAT(std::string(document.status().message()),
              HasSubstr("bomb.docx unpacks to more than a document does: word/document.xml has "
                        "more than"));
}

TEST(BadDocx, EachIsNamedWithItsFault) {
  const std::pair<const char*, const char*> cases[] = {
      {"entity.docx", "declares a DTD in word/document.xml"},
      {"path.docx", "whose name leads out of the archive (word/../../evil.xml)"},
      {"deep.docx", "nests elements more than 200 deep"},
      {"encrypted.docx", "is encrypted; save it without a password"},
      {"torn.docx", "is damaged"},
      {"sheet.xlsx", "is an Excel workbook (XLSX)"},
      {"letter.odt", "is an OpenDocument file (ODT)"},
      {"tool.jar", "is a Java archive (JAR)"}};
  for (const auto& [name, fault] : cases) {
    const auto document = ReadFile(name);
    EXPECT_EQ(document.status().code(), absl::StatusCode::kInvalidArgument) << name;
    EXPECT_THAT(std::string(document.status().message()), HasSubstr(fault));
    EXPECT_THAT(std::string(document.status().message()), HasSubstr(name));
  }
}

TEST(BadDocx, AnyDamageGivesAnErrorOrADocument) {
  const std::string whole = TestFile("market.docx");
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
    const auto document = Parse(bytes, Format::kDocx, "x.docx");
    if (!document.ok()) {
      EXPECT_EQ(document.status().code(), absl::StatusCode::kInvalidArgument);
    }
  }
}

TEST(Docx, StopsWhenItIsToldTo) {
  const std::string bytes = TestFile("market.docx");
  int asked = 0;
  ASSERT_TRUE(Parse(bytes, Format::kDocx, "x", [&asked] { return ++asked < 0; }).ok());
  ASSERT_GE(asked, 3);
  for (int at = 1; at <= asked; ++at) {
    int count = 0;
    const auto stopped = Parse(bytes, Format::kDocx, "x", [&] { return ++count == at; });
    EXPECT_EQ(stopped.status().code(), absl::StatusCode::kCancelled);
  }
}

}  // namespace
}  // namespace plenum::ingestion
