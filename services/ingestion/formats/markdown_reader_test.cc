#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/formats/formats.h"

namespace plenum::ingestion {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Blocks(const std::string& text) {
  const auto document = Parse(text, Format::kMarkdown, "x.md");
  EXPECT_TRUE(document.ok());
  EXPECT_EQ(document->text, text);
  const CodePointIndex index(document->text);
  std::vector<std::string> out;
  for (const Block& block : document->blocks) {
    out.push_back(std::string(BlockKindName(block.kind)) + ": " +
                  std::string(index.Slice(block.start, block.end)));
  }
  return out;
}

TEST(Markdown, BlocksPointIntoTheSource) {
  EXPECT_THAT(Blocks("# Títle #\n\nOne\ntwo.\n\n- a\n- b\n  c\n\n> said\n\n1. **d** e\n"),
              ElementsAre("heading: Títle", "paragraph: One\ntwo.", "list item: a",
                          "list item: b\n  c", "quote: said", "list item: **d** e"));
}

TEST(Markdown, UnderlinedHeadings) {
  EXPECT_THAT(Blocks("Title\n=====\n\nSub\n---\ntext\n"),
              ElementsAre("heading: Title", "heading: Sub", "paragraph: text"));
}

TEST(Markdown, FrontMatterIsChromeAndGivesTheTitle) {
  const std::string text = "---\ntitle: \"The bay\"\ncta: \"You should act\"\n---\n\nText.\n";
  EXPECT_EQ(Blocks(text).front().substr(0, 6), "chrome");
  EXPECT_EQ(Parse(text, Format::kMarkdown, "x.md")->title, "The bay");
}

TEST(Markdown, TablesCodeAndLinkLinesAreNoContent) {
  EXPECT_THAT(Blocks("| a | b |\n|---|---|\n\n```\nyou should run this\n```\n\n"
                     "[Home](/) [Briefs](/briefs)\n"),
              ElementsAre("caption: | a | b |", "caption: |---|---|",
                          "caption: ```\nyou should run this\n```",
                          "chrome: [Home](/) [Briefs](/briefs)"));
}

TEST(Markdown, UnclosedFencesAndFrontMatterDoNotHang) {
  EXPECT_EQ(Blocks("```\nabc\n\ndef").size(), 1u);
  EXPECT_EQ(Blocks("---\ntitle: x\n\ntext").size(), 2u);
  EXPECT_THAT(Blocks("-\n\n#\n\n>\n\nx"), testing::Contains("paragraph: x"));
}

}  // namespace
}  // namespace plenum::ingestion
