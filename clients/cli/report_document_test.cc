#include "clients/cli/report_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plenum::cli {
namespace {

using Kind = ReportBlock::Kind;
using testing::HasSubstr;
using testing::Not;

ReportDocument Everything(const std::string& words) {
  ReportDocument document{words, words, {}};
  for (const Kind kind :
       {Kind::kHeading, Kind::kSubheading, Kind::kText, Kind::kItem, Kind::kQuote, Kind::kCode}) {
    document.blocks.push_back({.kind = kind, .text = words, .note = words});
  }
  document.blocks.push_back(
      {.kind = Kind::kTable, .text = words, .header = {words, "n"}, .rows = {{words, "7"}}});
  document.blocks.push_back({.kind = Kind::kBars, .text = words, .bars = {{words, 3, words}}});
  return document;
}

TEST(ReportDocument, WordsNeverBecomeMarkup) {
  const std::string html = ToHtml(Everything("<script>alert(\"x\")</script> & 'y'"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("(\"x")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; 'y'"));
  const std::string markdown = ToMarkdown(Everything("a|b *c* [d](e) <img> `f`\nsecond"));
  EXPECT_THAT(markdown, HasSubstr("a\\|b \\*c\\* \\[d\\](e) \\<img\\> \\`f\\` second"));
  EXPECT_THAT(ToHtml(Everything("turned \u202E round")), Not(HasSubstr("\u202E")));
}

TEST(ReportDocument, NoListBeginsByItself) {
  ReportDocument document{
      "T", "", {{.text = "- not a list"}, {.text = "1. nor this"}, {.text = "20 %"}}};
  EXPECT_EQ(ToMarkdown(document), "# T\n\n\\- not a list\n\n1\\. nor this\n\n20 %\n");
}

TEST(ReportDocument, MarkdownIsLaidOut) {
  ReportDocument document{"T", "s", {}};
  document.blocks = {
      {.text = "One."},
      {.kind = Kind::kItem, .text = "first", .note = "m1"},
      {.kind = Kind::kItem, .text = "second"},
      {.kind = Kind::kTable, .text = "What", .header = {"a", "b"}, .rows = {{"x", "2"}}}};
  EXPECT_EQ(ToMarkdown(document),
            "# T\n\ns\n\nOne.\n\n- first\n  *m1*\n- second\n\nWhat\n\n| a | b |\n| --- | ---: |\n"
            "| x | 2 |\n");
}

TEST(ReportDocument, HtmlNeedsNothingElse) {
  const std::string html = ToHtml(Everything("words"));
  for (const char* outside : {"http:", "https:", "src=", "href=", "@import", "url("}) {
    EXPECT_THAT(html, Not(HasSubstr(outside)));
  }
  EXPECT_THAT(html, HasSubstr("role=\"img\" aria-label=\"words: words words; \""));
  EXPECT_THAT(html, HasSubstr("<ul>\n<li>words<small>words</small></li>\n</ul>\n<blockquote>"));
}

}  // namespace
}  // namespace plenum::cli
