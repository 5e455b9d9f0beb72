#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/formats/formats.h"
#include "services/ingestion/formats/html_blocks.h"
#include "services/ingestion/formats/limits.h"

namespace plenum::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

absl::StatusOr<ParsedDocument> ParseHtml(const std::string& html) {
  return Parse(html, Format::kHtml, "page.html");
}

std::vector<std::string> Blocks(const std::string& html, bool chrome = false) {
  const auto document = ParseHtml(html);
  EXPECT_TRUE(document.ok()) << document.status().ToString();
  const CodePointIndex index(document->text);
  std::vector<std::string> out;
  for (const Block& block : document->blocks) {
    if ((block.kind == BlockKind::kChrome) != chrome) continue;
    out.emplace_back(index.Slice(block.start, block.end));
  }
  return out;
}

std::string Repeat(const std::string& text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

const char* const kParagraph =
    "The valley has been lucky, because the autumn was wet, but luck is not a policy, and by next "
    "summer the company could face its third drought.";

TEST(Html, InlineElementsAreOneTextAndBlocksAreApart) {
  EXPECT_THAT(Blocks("<p>One <b>t</b>wo\n  three &amp; four.</p><ul><li>a<li>b</ul>x<br><br>y"),
              ElementsAre("One two three & four.", "a", "b", "x", "y"));
}

TEST(Html, ScriptsStylesAndCommentsAreNotVisible) {
  const std::string html = "<p>Seen.</p><script>var a = 'not';</script><style>p{}</style><!-- no -->";
  EXPECT_EQ(ParseHtml(html)->text, "Seen.");
}

TEST(Html, NavigationSidebarsAndFootersAreChrome) {
  const std::string html =
      std::string("<html><body><nav><a href=/>Home</a></nav><div class='cookie-bar'><p>You should "
                  "accept all of our cookies to get the best experience.</p></div><article><h1>Title "
                  "here</h1><p>") +
      kParagraph + "</p><p>" + kParagraph +
      "</p></article><div class=sidebar><p>Ministers should sell the forests, says the report of "
      "last week.</p></div><footer><p>No reproduction of it.</p></footer></body></html>";
  EXPECT_THAT(Blocks(html), ElementsAre("Title here", kParagraph, kParagraph));
  EXPECT_EQ(Blocks(html, true).size(), 4u);
}

TEST(Html, AnElementThatHoldsTheTextIsContentWhateverItsName) {
  const std::string html = std::string("<body><div class='widget promo'><p>") + kParagraph +
                           "</p><p>" + kParagraph + "</p></div></body>";
  EXPECT_EQ(Blocks(html).size(), 2u);
}

TEST(Html, TitleLanguageAndEncoding) {
  const auto document = ParseHtml("<html lang=en-GB><head><meta charset=latin1><title>The price of "
                                  "a bath | The Review</title></head><p>caf\xE9</p></html>");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->title, "The price of a bath");
  EXPECT_EQ(document->language, "en");
  EXPECT_EQ(document->text, "café");
}

TEST(Html, MalformedPagesAreRead) {
  EXPECT_THAT(Blocks("<p>a<div>b</p></span>c<table><p>d</table><li>e"), testing::SizeIs(5));
  EXPECT_THAT(Blocks("<b><p>x</b>y"), ElementsAre("xy"));
}

TEST(HtmlGuard, NestingHoldsAtTheLimitAndNotOneOver) {
  const auto nested = [](std::size_t depth) {
    return Repeat("<div>", depth) + "x" + Repeat("</div>", depth);
  };
  EXPECT_TRUE(ParseHtml(nested(kMaxHtmlDepth)).ok());
  const auto deep = ParseHtml(nested(kMaxHtmlDepth + 1));
  EXPECT_EQ(deep.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(deep.status().message(), HasSubstr("nests elements more than 512 deep"));
  EXPECT_FALSE(ParseHtml(nested(100'000)).ok());
}

TEST(HtmlGuard, SeesThroughTagsThatDoNotClose) {
  EXPECT_FALSE(ParseHtml(Repeat("<div><table></div></table>", 20'000) + "x").ok());
  EXPECT_FALSE(ParseHtml(Repeat("<p><font color=a>x", 100'000)).ok());
  EXPECT_FALSE(ParseHtml(Repeat("<div><b></div>", 100'000) + "x").ok());
  EXPECT_FALSE(ParseHtml("<p " + Repeat("a1 ", kMaxHtmlAttributes + 1) + ">x").ok());
}

TEST(HtmlGuard, LetsFlatPagesPass) {
  EXPECT_TRUE(ParseHtml(Repeat("<p>x<li>y<br>", 20'000)).ok());
  EXPECT_TRUE(ParseHtml("<script>" + Repeat("<div>", 2'000) + "</script><p>x").ok());
  EXPECT_TRUE(ParseHtml("<!--" + Repeat("<div>", 2'000) + "--><p>x").ok());
}

TEST(HtmlNames, HintsComeFromWholeWords) {
  EXPECT_TRUE(ReadNameHints("col-3 relatedPosts").chrome);
  EXPECT_TRUE(ReadNameHints("entry-content").body);
  EXPECT_FALSE(ReadNameHints("shadow header-less").chrome);
  EXPECT_TRUE(ReadNameHints("mainColumn").content);
}

}  // namespace
}  // namespace plenum::ingestion
