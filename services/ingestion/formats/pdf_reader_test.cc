// The reader of PDF from the words on, by layouts as pdftotext writes them. What pdftotext makes of
// real files is tested beside the code that runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "services/ingestion/formats/limits.h"
#include "services/ingestion/formats/pdf_layout.h"
#include "services/ingestion/formats/pdf_lines.h"
#include "services/ingestion/formats/testing.h"

namespace plenum::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Lines;

// Writes a layout line by line; each word is five points wide for each letter.
class Layout {
 public:
  Layout& Page() {
    Close();
    xml_ += "<page width=\"400\" height=\"600\">\n<flow>\n";
    open_ = true;
    return *this;
  }
  Layout& Flow() {
    xml_ += "</flow>\n<flow>\n";
    return *this;
  }
  Layout& Block(double x, double y, double size, const std::vector<std::string>& lines) {
    xml_ += absl::StrCat("<block xMin=\"", x, "\" yMin=\"", y, "\">\n");
    for (const std::string& line : lines) {
      Line(x, y, size, line);
      y += 1.2 * size;
    }
    xml_ += "</block>\n";
    return *this;
  }
  std::string Done() {
    Close();
    return "<html><head><title>The plan</title>\n<meta name=\"Author\" content=\"A &amp; B\"/>"
           "<meta name=\"CreationDate\" content=\"2026-03-14T09:30:00+01\"/></head><body><doc>" +
           xml_ + "</doc></body></html>";
  }

 private:
  void Line(double x, double y, double size, const std::string& line) {
    xml_ += "<line>\n";
    std::size_t at = 0;
    while (at < line.size()) {
      const std::size_t end = std::min(line.find(' ', at), line.size());
      const double width = 5.0 * static_cast<double>(end - at);
      xml_ += absl::StrCat("<word xMin=\"", x, "\" yMin=\"", y, "\" xMax=\"", x + width,
                           "\" yMax=\"", y + size, "\">", line.substr(at, end - at), "</word>\n");
      x += width + 5.0;
      at = end + 1;
    }
    xml_ += "</line>\n";
  }
  void Close() {
    if (open_) xml_ += "</flow></page>\n";
    open_ = false;
  }
  std::string xml_;
  bool open_ = false;
};

absl::StatusOr<ParsedDocument> ReadLayout(const std::string& xml, std::size_t piece = 1000) {
  const PdfLayoutSource source = [&](std::string_view, const PdfLayoutSink& sink,
                                     const base::Stopped&) -> absl::Status {
    for (std::size_t at = 0; at < xml.size(); at += piece) {
      absl::Status status = sink(xml.substr(at, piece));
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  };
  return Parse("%PDF-1.7", Format::kPdf, "plan.pdf", nullptr, source);
}

const std::vector<std::string> kText = {"Ferries and trams meet at the quay, and none of them has",
                                        "room for the people who wait there in the rain at night",
                                        "while half of the quay is fenced off for a closed yard."};

TEST(Pdf, LinesBecomeParagraphsWhateverPiecesTheyComeIn) {
  const std::string xml = Layout().Page().Block(50, 100, 10, kText).Done();
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, xml.size()}) {
    const auto document = ReadLayout(xml, piece);
    ASSERT_TRUE(document.ok()) << document.status();
    EXPECT_THAT(Lines(*document),
                ElementsAre("paragraph: Ferries and trams meet at the quay, and none of them has "
                            "room for the people who wait there in the rain at night while half of "
                            "the quay is fenced off for a closed yard."));
    EXPECT_EQ(document->title, "The plan");
    EXPECT_EQ(document->author, "A & B");
    EXPECT_EQ(document->date, "2026-03-14");
    EXPECT_EQ(document->blocks[0].page, 1);
  }
}

TEST(Pdf, AParagraphGoesOnOverThePageAroundItsFurniture) {
  Layout layout;
  layout.Page().Block(50, 20, 9, {"Harbour papers"}).Block(50, 100, 10, kText);
  layout.Block(50, 480, 10,
               {"The region should pay for the late ferries because those who",
                "work at night cannot get home by any other means of travel"});
  layout.Block(50, 570, 9, {"1"}).Page().Block(50, 20, 9, {"Harbour papers"});
  layout.Block(50, 100, 10, {"and because the theatres asked for it."}).Block(50, 570, 9, {"2"});
  const auto document = ReadLayout(layout.Done());
  ASSERT_TRUE(document.ok());
  const auto lines = Lines(*document);
  ASSERT_EQ(lines.size(), 6u);
  EXPECT_EQ(lines[0], "chrome: Harbour papers");
  EXPECT_THAT(lines[2], HasSubstr("means of travel and because the theatres"));
  EXPECT_EQ(document->blocks[2].page, 1);
  EXPECT_EQ(lines[3], "chrome: 1");
  EXPECT_EQ(lines[4], "chrome: Harbour papers");
  EXPECT_EQ(lines[5], "chrome: 2");
}

TEST(Pdf, ColumnsAreReadDownUnderATitleOverBoth) {
  const std::vector<std::string> left = {"Left column one two three", "four five six seven ends."};
  const std::vector<std::string> right = {"Right column one two three",
                                          "four five six seven ends."};
  Layout layout;
  layout.Page().Block(50, 60, 20, {"A title over both of the columns of this page"});
  // As a program orders them that takes the first paragraphs of both columns for a row.
  layout.Block(50, 120, 10, left).Flow().Block(220, 120, 10, right).Block(220, 160, 10, right);
  layout.Flow().Block(50, 160, 10, left).Block(50, 200, 10, left);
  layout.Flow().Block(50, 260, 10,
                      {"Below, a line as wide as the page is when nothing divides it."});
  const auto document = ReadLayout(layout.Done());
  ASSERT_TRUE(document.ok());
  std::string order;
  for (const std::string& line : Lines(*document)) {
    order.push_back(line.substr(line.find(": ") + 2)[0]);
  }
  EXPECT_EQ(order, "ALLLRRB");
}

TEST(Pdf, ALabelBesideAParagraphIsNoColumn) {
  Layout layout;
  layout.Page().Block(50, 60, 10, {"First"}).Block(110, 60, 10, kText);
  layout.Block(50, 120, 10, {"Second"}).Block(110, 120, 10, kText);
  const auto document = ReadLayout(layout.Done());
  ASSERT_TRUE(document.ok());
  const auto lines = Lines(*document);
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_THAT(lines[0], HasSubstr("First"));
  EXPECT_THAT(lines[2], HasSubstr("Second"));
}

TEST(Pdf, TextThatReturnsAtAnotherHeightIsText) {
  Layout layout;
  layout.Page().Block(50, 20, 10, {"The same words stand here on purpose, twice in the text."});
  layout.Page().Block(50, 45, 10, {"The same words stand here on purpose, twice in the text."});
  const auto document = ReadLayout(layout.Done());
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->blocks[0].kind, BlockKind::kParagraph);
}

TEST(Pdf, HeadingsBySizeThenByHowTheyStand) {
  Layout layout;
  layout.Page().Block(50, 60, 20, {"A harbour for all"}).Block(50, 100, 14, {"2 What to do"});
  layout.Block(50, 130, 10, kText).Block(50, 180, 10, {"2.1 Money"}).Block(50, 198, 10, kText);
  const auto document = ReadLayout(layout.Done());
  ASSERT_TRUE(document.ok());
  const auto lines = Lines(*document);
  EXPECT_EQ(lines[0], "heading 1: A harbour for all");
  EXPECT_EQ(lines[1], "heading 2: 2 What to do");
  EXPECT_EQ(lines[3], "heading 3: 2.1 Money");
  EXPECT_EQ(document->blocks[4].heading_path, "A harbour for all > 2 What to do > 2.1 Money");
}

TEST(Pdf, ListItemsWithTheirMarksApart) {
  Layout layout;
  layout.Page().Block(50, 60, 10, kText);
  layout.Block(50, 110, 10, {"\xE2\x80\xA2"}).Block(50, 134, 10, {"\xE2\x80\xA2"});
  layout.Block(70, 110, 10,
               {"Move the bus stop next to the landing, under the roof of", "the hall."});
  layout.Block(70, 134, 10, {"Plant a row of trees."});
  const auto document = ReadLayout(layout.Done());
  ASSERT_TRUE(document.ok());
  const auto lines = Lines(*document);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[1],
            "list item 1: Move the bus stop next to the landing, under the roof of the hall.");
  EXPECT_EQ(lines[2], "list item 1: Plant a row of trees.");
}

TEST(Pdf, NotesAtTheFootAndCaptionsAreCaptions) {
  Layout layout;
  layout.Page().Block(50, 60, 10, kText).Block(50, 120, 10, {"Figure 2: Passengers by month"});
  layout.Block(50, 500, 8,
               {"3 Counted by hand over three winters in the rain and in", "the snow."});
  const auto document = ReadLayout(layout.Done());
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(Lines(*document)[1], "caption: Figure 2: Passengers by month");
  EXPECT_EQ(Lines(*document)[2],
            "caption: 3 Counted by hand over three winters in the rain and in the snow.");
}

TEST(LineJoiner, UndoesHyphensUnlessTheDocumentWritesThem) {
  LineJoiner joiner;
  joiner.Learn("a stop-gap measure, twice");
  const auto join = [&](std::string first, std::string_view second) {
    joiner.Append(second, &first);
    return first;
  };
  EXPECT_EQ(join("the infra-", "structure of"), "the infrastructure of");
  EXPECT_EQ(join("the infra\xE2\x80\x90", "structure"), "the infrastructure");
  EXPECT_EQ(join("a stop-", "gap, again"), "a stop-gap, again");
  EXPECT_EQ(join("a long-", "term plan"), "a long-term plan");
  EXPECT_EQ(join("the US-", "Canada border"), "the US-Canada border");
  EXPECT_EQ(join("from 3 -", "5 years"), "from 3 - 5 years");
  EXPECT_EQ(join("\xE6\xBC\xA2\xE5\xAD\x97", "\xE6\x96\x87"),
            "\xE6\xBC\xA2\xE5\xAD\x97\xE6\x96\x87");
}

TEST(PdfLayout, LettersAreMadeOfWhatFontsMadeOfThem) {
  PdfLayoutReader reader;
  ASSERT_TRUE(reader
                  .Feed("<page width=\"9\" height=\"9\"><line><word xMin=\"0\" yMin=\"0\" "
                        "xMax=\"9\" yMax=\"9\">e\xEF\xAC\x83"
                        "cient &lt;&#x41;&gt; co\xC2\xAD"
                        "op "
                        "\xFF\x01"
                        "end\xC2\xAD</word><word xMin=\"9\" yMin=\"0\" xMax=\"10\" "
                        "yMax=\"4\">12</word></line>")
                  .ok());
  const auto layout = reader.Finish();
  ASSERT_TRUE(layout.ok());
  ASSERT_EQ(layout->lines.size(), 1u);
  EXPECT_EQ(layout->lines[0].text,
            "efficient <A> coop \xEF\xBF\xBD"
            "end-");
}

TEST(Pdf, ALongWordInAnotherFontDoesNotEndAParagraph) {
  std::string xml = Layout().Page().Block(50, 100, 10, kText).Done();
  // "people", the second line's longest but one, grows and becomes the longest.
  const std::size_t word = xml.find(">people<");
  ASSERT_NE(word, std::string::npos);
  const std::size_t height = xml.rfind("yMax=\"122\"", word);
  ASSERT_NE(height, std::string::npos);
  xml.replace(height, 10, "yMax=\"126\"");
  xml.replace(xml.find(">people<"), 8, ">all-the-people-of-the-town<");
  const auto document = ReadLayout(xml);
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->blocks.size(), 1u);
}

TEST(BadPdf, PagesWithoutWordsSayWhatToDo) {
  const auto document = ReadLayout(Layout().Page().Page().Done());
  EXPECT_EQ(document.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(document.status().message()),
              HasSubstr("plan.pdf has no text layer: its pages are pictures"));
}

TEST(BadPdf, TheLimitOfPagesHoldsAndOneMoreDoesNot) {
  std::string pages;
  for (int i = 0; i < kMaxPdfPages; ++i) pages += "<page width=\"9\" height=\"9\">";
  const std::string word = "<line><word yMax=\"9\">Text</word></line>";
  EXPECT_TRUE(ReadLayout(pages + word).ok());
  EXPECT_THAT(std::string(ReadLayout(pages + "<page >" + word).status().message()),
              HasSubstr("has more than 3000 pages"));
}

TEST(BadPdf, WithoutAProgramItIsRefusedInWords) {
  const auto document = Parse("%PDF-1.7", Format::kPdf, "plan.pdf");
  EXPECT_EQ(document.status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(BadPdf, EndlessWordsAreRefused) {
  EXPECT_THAT(
      std::string(ReadLayout("<page ><word >" + std::string(70'000, 'a')).status().message()),
      HasSubstr("64 KiB"));
}

}  // namespace
}  // namespace plenum::ingestion
