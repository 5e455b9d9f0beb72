#include "services/ingestion/formats/formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/formats/limits.h"

namespace plenum::ingestion {
namespace {

using ::testing::HasSubstr;
using namespace std::string_literals;  // NOLINT(google-build-using-namespace): for embedded NULs

std::string ErrorOf(const std::string& bytes, const std::string& name = "x.txt") {
  const auto format = DetectFormat(bytes, name, "");
  if (!format.ok()) return format.status().ToString();
  const auto document = Parse(bytes, *format, name);
  return document.ok() ? "" : document.status().ToString();
}

TEST(DetectFormat, RefusesDataAndProgramText) {
  for (const char* name : {"plan.json", "scores.CSV", "main.py", "a.yaml"}) {
    const auto refused = DetectFormat("The state should act.", name, "");
    EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument) << name;
    EXPECT_NE(refused.status().message().find("looked for in prose"), std::string::npos) << name;
  }
  EXPECT_FALSE(DetectFormat("{\"a\": [1, \"The state should act.\"]}", "", "").ok());
  EXPECT_EQ(*DetectFormat("[The chair] The state should act.", "", ""), Format::kText);
  EXPECT_EQ(*DetectFormat("{\"a\": 1}", "notes.txt", ""), Format::kText);  // the name says so
  EXPECT_EQ(*DetectFormat("<html><p>x", "page.xml", ""), Format::kHtml);
  EXPECT_EQ(*DetectFormat("{}", "a.json", "text/plain"), Format::kText);  // and so does the caller
}

TEST(DetectFormat, ByContentThenNameThenMediaType) {
  EXPECT_EQ(*DetectFormat("<!DOCTYPE html><p>x", "x.txt", ""), Format::kHtml);
  EXPECT_EQ(*DetectFormat("\n <html lang=en>", "", ""), Format::kHtml);
  EXPECT_EQ(*DetectFormat("<p>x", "PAGE.HTM", ""), Format::kHtml);
  EXPECT_EQ(*DetectFormat("x", "a.md", "text/plain"), Format::kMarkdown);
  EXPECT_EQ(*DetectFormat("x", "", "text/markdown; charset=utf-8"), Format::kMarkdown);
  EXPECT_EQ(*DetectFormat("x", "", "text/html"), Format::kHtml);
  EXPECT_EQ(*DetectFormat("# x", "", ""), Format::kText);
}

TEST(BadInput, EmptyAndBlank) {
  EXPECT_THAT(ErrorOf(""), HasSubstr("x.txt is empty"));
  EXPECT_THAT(ErrorOf(" \n\t \r\n"), HasSubstr("is empty"));
  EXPECT_THAT(ErrorOf("\xEF\xBB\xBF \n"), HasSubstr("is empty"));
}

TEST(BadInput, FormatsThatAreNotReadAreNamed) {
  EXPECT_THAT(ErrorOf("PK\x03\x04\x14"s), HasSubstr("x.txt is damaged"));
  const std::string compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1zz";
  EXPECT_THAT(ErrorOf(compound), HasSubstr("old Office file"));
  EXPECT_THAT(ErrorOf(compound + "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"s),
              HasSubstr("is an encrypted Office file"));
  EXPECT_THAT(ErrorOf("\x89PNG\r\n\x1A\n"), HasSubstr("PNG"));
}

TEST(BadInput, BinaryContentIsNamedWithItsPlace) {
  EXPECT_THAT(ErrorOf("some text\0more"s), HasSubstr("is binary, not text: byte 9 is NUL"));
  EXPECT_THAT(ErrorOf(std::string(200, '\x01') + "abc"), HasSubstr("is binary"));
}

TEST(BadInput, InvalidUtf8NamesTheByte) {
  EXPECT_THAT(ErrorOf("fine so far \xC3("), HasSubstr("not valid UTF-8 at byte 12"));
}

TEST(BadInput, TheLimitOfSizeHoldsAndOneMoreDoesNot) {
  std::string bytes(kMaxDocumentBytes, '\n');
  bytes.replace(0, 12, "Text at all.");
  EXPECT_EQ(ErrorOf(bytes), "");
  bytes.push_back('\n');
  const auto over = Parse(bytes, Format::kText, "big.txt");
  EXPECT_EQ(over.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(over.status().message(), HasSubstr("big.txt has 67108865 bytes"));
}

TEST(BadInput, TheLimitOfALineHoldsAndOneMoreDoesNot) {
  const std::string line(kMaxLineBytes, 'a');
  EXPECT_EQ(ErrorOf("x\n" + line + "\n"), "");
  EXPECT_THAT(ErrorOf("x\n" + line + "a\n"), HasSubstr("line 2 has 16777217 bytes"));
}

TEST(BadInput, APageOfOneLineOfTenMegabytesIsRead) {
  std::string words;
  while (words.size() < 10'000'000) words += "The quay is wet and the trams are full. ";
  for (const Format format : {Format::kText, Format::kMarkdown, Format::kHtml}) {
    const auto document = Parse(words, format, "x");
    ASSERT_TRUE(document.ok()) << document.status();
    ASSERT_EQ(document->blocks.size(), 1u);
    EXPECT_EQ(document->blocks[0].end, words.size() - 1);
  }
}

TEST(BadInput, PiecesOutOfProportionToTheBytesAreRefused) {
  const auto repeat = [](std::string_view piece, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += piece;
    return out;
  };
  EXPECT_EQ(ErrorOf(repeat("a\n", kPiecesFloor)), "");
  EXPECT_THAT(ErrorOf(repeat("a\n", kPiecesFloor + 1)), HasSubstr("too many for its size"));
  EXPECT_EQ(ErrorOf(repeat("<p>a", kPiecesFloor), "p.html"), "");
  EXPECT_THAT(ErrorOf(repeat("<p>a", kPiecesFloor + 1), "p.html"), HasSubstr("too many tags"));
  const std::string sentence = "<p>Twenty and five letters.</p>\n";
  EXPECT_EQ(ErrorOf(repeat(sentence, kPiecesFloor), "p.html"), "");
}

TEST(BadInput, AHundredThousandNestedElementsAreRefused) {
  std::string page = "<html><body>";
  for (int i = 0; i < 100'000; ++i) page += "<div>";
  EXPECT_THAT(ErrorOf(page + "Text.", "p.html"), HasSubstr("nests elements more than 512 deep"));
}

TEST(BadInput, HtmlOfMixedEncodingsIsReadAndMarked) {
  const auto document =
      Parse("<meta charset=utf-8><p>Caf\xC3\xA9 and caf\xE9.</p>", Format::kHtml, "x");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->text, "Caf\xC3\xA9 and caf\xEF\xBF\xBD.");
}

TEST(BadInput, HtmlWithoutTextSaysSo) {
  EXPECT_THAT(ErrorOf("<html><body><script>render()</script></body></html>", "p.html"),
              HasSubstr("no visible text"));
}

TEST(Parse, StopsWhereverItIsToldTo) {
  std::string lines;
  for (int i = 0; i < 5000; ++i) lines += "The allies should talk.\n\n";
  for (const auto& [format, asked_at_least] :
       {std::pair(Format::kText, 5), std::pair(Format::kMarkdown, 8),
        std::pair(Format::kHtml, 5)}) {
    int asked = 0;
    ASSERT_TRUE(Parse(lines, format, "x", [&asked] { return ++asked < 0; }).ok());
    EXPECT_GE(asked, asked_at_least) << FormatName(format);
    for (int at = 1; at <= asked; ++at) {
      int count = 0;
      const auto stopped = Parse(lines, format, "x", [&] { return ++count == at; });
      EXPECT_EQ(stopped.status().code(), absl::StatusCode::kCancelled);
      EXPECT_EQ(count, at) << "it went on";
    }
  }
}

TEST(Parse, BlocksCarryTheirHeadings) {
  const auto document =
      Parse("# One\n\nFirst.\n\n## Two\n\nSecond.\n\n## Three\n\nThird.\n", Format::kMarkdown, "a");
  ASSERT_TRUE(document.ok());
  ASSERT_EQ(document->blocks.size(), 6u);
  EXPECT_EQ(document->title, "One");
  EXPECT_EQ(document->blocks[0].heading_path, "");
  EXPECT_EQ(document->blocks[1].heading_path, "One");
  EXPECT_EQ(document->blocks[3].heading_path, "One > Two");
  EXPECT_EQ(document->blocks[4].heading_path, "One");
  EXPECT_EQ(document->blocks[5].heading_path, "One > Three");
}

TEST(Parse, TheFileNameIsTheLastResortForATitle) {
  EXPECT_EQ(Parse("|a|b|\n", Format::kMarkdown, "dir/harbour plan.md")->title, "harbour plan");
}

TEST(Parse, RightToLeftAndCjkTextKeepsItsOffsets) {
  const std::string text = "مرحبا بالعالم. هذا نص.\n\n漢字の文章です。終わり。\n";
  const auto document = Parse(text, Format::kText, "a.txt");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->text, text);
  const CodePointIndex index(text);
  ASSERT_EQ(document->blocks.size(), 2u);
  EXPECT_EQ(index.Slice(document->blocks[1].start, document->blocks[1].end),
            "漢字の文章です。終わり。");
}

}  // namespace
}  // namespace plenum::ingestion
