// What documents say of themselves, and where their blocks stand in the file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/formats/formats.h"

namespace plenum::ingestion {
namespace {

ParsedDocument Read(const std::string& bytes, Format format) {
  const auto document = Parse(bytes, format, "x");
  EXPECT_TRUE(document.ok()) << document.status();
  return document.ok() ? *document : ParsedDocument{};
}

// The bytes of the file that each block came from.
std::vector<std::string> Sources(const std::string& bytes, Format format) {
  std::vector<std::string> sources;
  for (const Block& block : Read(bytes, format).blocks) {
    EXPECT_LE(block.source_end, bytes.size());
    sources.push_back(bytes.substr(block.source_start, block.source_end - block.source_start));
  }
  return sources;
}

TEST(HtmlMetadata, MetaTagsLinkAndLanguage) {
  const ParsedDocument document = Read(
      "<html lang=en-GB><head><title>T</title><meta name=author content='Ada Lindqvist'>"
      "<meta property='article:published_time' content='2026-03-14T09:30:00Z'>"
      "<link rel=canonical href='https://example.org/quay'></head><body><p>Words.</p>",
      Format::kHtml);
  EXPECT_EQ(document.author, "Ada Lindqvist");
  EXPECT_EQ(document.date, "2026-03-14");
  EXPECT_EQ(document.source, "https://example.org/quay");
  EXPECT_EQ(document.language, "en");
}

TEST(HtmlMetadata, LinkedDataIsBelievedFirst) {
  const ParsedDocument document = Read(
      "<html><head><meta name=author content=editor><meta name=date content=2001-01-01>"
      "<script type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@graph\":["
      "{\"@type\":\"WebSite\",\"datePublished\":\"1999-01-01\"},{\"@type\":[\"NewsArticle\"],"
      "\"datePublished\":\"2026-03-14\",\"author\":[{\"name\":\"Ada Lindqvist\"},\"Bo Ek\"]}]}"
      "</script></head><body><p>Words.</p>",
      Format::kHtml);
  EXPECT_EQ(document.author, "Ada Lindqvist, Bo Ek");
  EXPECT_EQ(document.date, "2026-03-14");
}

TEST(HtmlMetadata, BrokenOrHostileValuesAreLeftOut) {
  const std::string nested(50'000, '[');
  for (const std::string& data : {std::string("{broken"), std::string("[1,null,{}]"), nested}) {
    const ParsedDocument document =
        Read("<html><head><script type='application/ld+json'>" + data +
                 "</script><link rel=canonical href='javascript:alert(1)'>"
                 "<meta property='article:author' content='https://example.org/ada'>"
                 "<meta name=date content=soon></head><body><p>Words.</p>",
             Format::kHtml);
    EXPECT_EQ(document.author + document.date + document.source, "");
  }
}

TEST(MarkdownMetadata, FrontMatter) {
  const ParsedDocument document = Read(
      "---\ntitle: 'The quay'\nauthor: \"Ada Lindqvist\"\ndate: 2026-03-14\nlang: en\n"
      "source: https://example.org/quay\n---\n\nWords.\n",
      Format::kMarkdown);
  EXPECT_EQ(document.title, "The quay");
  EXPECT_EQ(document.author, "Ada Lindqvist");
  EXPECT_EQ(document.date, "2026-03-14");
  EXPECT_EQ(document.source, "https://example.org/quay");
  EXPECT_EQ(document.language, "en");
}

TEST(TextMetadata, OnlyAClearBylineCounts) {
  const ParsedDocument said =
      Read("A harbour for everyone in town\n\nBy Ada Lindqvist\n\n14 March 2026\n\nWords follow.\n",
           Format::kText);
  EXPECT_EQ(said.author, "Ada Lindqvist");
  EXPECT_EQ(said.date, "2026-03-14");
  const ParsedDocument unsaid =
      Read("A harbour for everyone in town\n\nBy 2030 all will be built.\n\nBy night it rains.\n",
           Format::kText);
  EXPECT_EQ(unsaid.author + unsaid.date, "");
}

TEST(Source, TextAndMarkdownPointAtTheirLines) {
  EXPECT_THAT(Sources("\xEF\xBB\xBF"
                      "First.\r\n\r\nS\xC3\xA9"
                      "cond.\r\n",
                      Format::kText),
              ::testing::ElementsAre("First.",
                                     "S\xC3\xA9"
                                     "cond."));
  EXPECT_THAT(Sources("# One\n\n- two\n", Format::kMarkdown), ::testing::ElementsAre("One", "two"));
}

TEST(Source, Utf16CountsItsOwnBytes) {
  const std::string bytes(
      "\xFF\xFE"
      "A\0\n\0\n\0B\0\xE9\0",
      12);
  EXPECT_THAT(Sources(bytes, Format::kText),
              ::testing::ElementsAre(std::string("A\0", 2), std::string("B\0\xE9\0", 4)));
}

TEST(Source, HtmlPointsAtTheMarkupOfTheBlock) {
  EXPECT_THAT(Sources("<html><body><p> One <b>two</b> &amp; three. </p>\n<p>Four\n</p></body>",
                      Format::kHtml),
              ::testing::ElementsAre("One <b>two</b> &amp; three.", "Four"));
}

TEST(Source, HtmlOfOtherEncodingsCountsTheFilesBytes) {
  EXPECT_THAT(Sources("<meta charset=windows-1252><p>\x93"
                      "Caf\xE9\x94</p><p>Next.</p>",
                      Format::kHtml),
              ::testing::ElementsAre("\x93"
                                     "Caf\xE9\x94",
                                     "Next."));
  EXPECT_THAT(Sources("<meta charset=shift_jis><p>\x8A\xBF\x8E\x9A</p><p>Next.</p>", Format::kHtml),
              ::testing::ElementsAre("\x8A\xBF\x8E\x9A", "Next."));
}

}  // namespace
}  // namespace plenum::ingestion
