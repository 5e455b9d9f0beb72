#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/ingestion/formats/chrome.h"
#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/formats/formats.h"

namespace plenum::ingestion {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// Texts of the blocks that are content, headings included.
std::vector<std::string> Body(const std::string& text) {
  const auto document = Parse(text, Format::kText, "x.txt");
  EXPECT_TRUE(document.ok());
  const CodePointIndex index(document->text);
  std::vector<std::string> out;
  for (const Block& block : document->blocks) {
    if (block.kind == BlockKind::kChrome || block.kind == BlockKind::kCaption) continue;
    out.emplace_back(index.Slice(block.start, block.end));
  }
  return out;
}

// A paragraph of about sixty words.
std::string Long(int number) {
  std::string text = "Paragraph " + std::to_string(number);
  for (int i = 0; i < 9; ++i) text += " says something of weight about the harbour";
  return text + ".";
}

std::string Article() { return Long(1) + "\n\n" + Long(2) + "\n\n" + Long(3) + "\n\n" + Long(4); }

TEST(ScrapedText, WhatStandsAroundTheArticleIsChrome) {
  const std::string page = "Follow us\n\nThe title of the whole article\n\nOpinion | Harbour\n\n" +
                           Article() +
                           "\n\nDreaming of a boat?\nTry our boat board.\nFind your boat\n";
  EXPECT_THAT(Body(page), ElementsAre(Long(1), Long(2), Long(3), Long(4)));
}

TEST(ScrapedText, TeasersOfOtherArticlesAreChrome) {
  const std::string page = "The title of the whole article\n\n" + Article() +
                           "\n\nTop photo credit: A pier (Photo by somebody)\n\nFerries\n\n"
                           "The company should double the night crew, says the union.\n\n"
                           "keep reading\n\nThe ministry must ban fires on all beaches today.\n\n"
                           "Show less\n";
  const std::vector<std::string> body = Body(page);
  EXPECT_THAT(body, Contains(Long(4)));
  for (const std::string& block : body) EXPECT_THAT(block, Not(HasSubstr("should double")));
  for (const std::string& block : body) EXPECT_THAT(block, Not(HasSubstr("ban fires")));
}

TEST(ScrapedText, APromptInTheMiddleDoesNotEndTheArticle) {
  const std::string page = Long(1) + "\n\n" + Long(2) + "\n\n" + Long(3) +
                           "\n\nSubscribe now to our weekly letter.\n\n" + Long(4) + "\n";
  EXPECT_THAT(Body(page), ElementsAre(Long(1), Long(2), Long(3), Long(4)));
}

TEST(ScrapedText, AShortNoteIsKeptWhole) {
  EXPECT_THAT(Body("The board should sell the ferry.\n"),
              ElementsAre("The board should sell the ferry."));
}

TEST(ScrapedText, ShortParagraphsBelowOtherArticlesAreTeasers) {
  const std::string page = Long(1) +
                           "\n\nRead next\n\nMinisters must act on river pollution now\n\n" +
                           "Fines should be tied to turnover, campaigners say.\n\n" + Long(2) +
                           "\n\nMost popular\n\nSchools must open windows\n";
  EXPECT_THAT(Body(page), ElementsAre(Long(1), Long(2)));
}

TEST(HardWrappedText, ParagraphsSpanLinesAndRunningHeadsDrop) {
  const std::string report =
      "Inquiry into Harbours -- Final report                   Page 41\n"
      "_______________________________________________________________\n\n"
      "12. Absence of boats has settled at a level that would have been\n"
      "regarded as a national emergency a decade ago, and the committee\n"
      "does not think that this can last for another year.\n\n"
      "Inquiry into Harbours -- Final report                   Page 42\n"
      "_______________________________________________________________\n\n"
      "13. The Department should fund one full-time post per harbour and\n"
      "report to the House.\n";
  const std::vector<std::string> body = Body(report);
  ASSERT_EQ(body.size(), 2u);
  EXPECT_THAT(body[0], HasSubstr("been\nregarded"));
  EXPECT_THAT(body[1], testing::StartsWith("The Department should"));
}

TEST(HardWrappedText, SentencesThatAreRepeatedOrDifferInAFigureAreKept) {
  const std::string first = "The government should cut the garrison by 500 soldiers in 2026.";
  const std::string second = "The government should cut the garrison by 900 soldiers in 2027.";
  const std::string third = "The two allies should open a crisis hotline before the year ends.";
  const std::vector<std::string> body =
      Body(first + "\n" + third + "\n" + second + "\n" + third + "\n" + third + "\n");
  std::string all;
  for (const std::string& block : body) all += block + "\n";
  EXPECT_THAT(all, HasSubstr(first));
  EXPECT_THAT(all, HasSubstr(second));
  EXPECT_THAT(all, HasSubstr(third + "\n" + third));
}

TEST(ChromeCues, KnowWhatSitesPrint) {
  EXPECT_EQ(FindChromeCue("Subscribe to our newsletter"), ChromeCue::kCallToAction);
  EXPECT_EQ(FindChromeCue("The Debate\xC2\xA0|\xC2\xA0Opinion\xC2\xA0|\xC2\xA0Security"),
            ChromeCue::kBreadcrumb);
  EXPECT_EQ(FindChromeCue("Credit: Staff photo"), ChromeCue::kCredit);
  EXPECT_EQ(FindChromeCue("keep readingShow less"), ChromeCue::kTeaserEnd);
  EXPECT_EQ(FindChromeCue("Most read"), ChromeCue::kArticleEnd);
  EXPECT_EQ(FindChromeCue("Copies may be ordered from the office."), ChromeCue::kNotice);
  EXPECT_EQ(FindChromeCue("The council should publish the accounts of the port."),
            ChromeCue::kNone);
  EXPECT_EQ(FindChromeCue("By 2030 the port should be closed."), ChromeCue::kNone);
}

}  // namespace
}  // namespace plenum::ingestion
