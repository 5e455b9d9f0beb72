// Real PDFs through the real pdftotext.
#include "services/ingestion/pdf_program/pdf_program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "services/ingestion/extraction/extraction.h"
#include "services/ingestion/extraction/json.h"
#include "services/ingestion/formats/testing.h"

namespace plenum::ingestion {
namespace {

using ::testing::HasSubstr;
using testing::Lines;
using ::testing::StartsWith;
using testing::TestFile;

absl::StatusOr<ParsedDocument> ReadFile(const std::string& name,
                                        const PdfProgramOptions& options = {},
                                        const base::Stopped& stopped = nullptr) {
  const std::string bytes = TestFile(name);
  EXPECT_EQ(*DetectFormat(bytes, name, ""), Format::kPdf);
  return Parse(bytes, Format::kPdf, name, stopped, PdfToText(options));
}

std::string ErrorOf(const absl::StatusOr<ParsedDocument>& document) {
  return document.status().ToString();
}

// A program in place of pdftotext; removed with the object.
class StandIn {
 public:
  explicit StandIn(const std::string& script)
      : folder_(std::filesystem::temp_directory_path() /
                ("plenum-stand-in-" + std::to_string(getpid()))) {
    std::filesystem::create_directory(folder_);
    options.program = (folder_ / "pdftotext").string();
    std::ofstream(options.program) << "#!/bin/sh\n" << script;
    chmod(options.program.c_str(), 0700);
  }
  StandIn(const StandIn&) = delete;
  StandIn& operator=(const StandIn&) = delete;
  ~StandIn() { std::filesystem::remove_all(folder_); }

  PdfProgramOptions options;

 private:
  std::filesystem::path folder_;
};

TEST(PdfToText, TwoColumnsAreReadOneAfterTheOther) {
  const auto document = ReadFile("report.pdf");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->title, "A harbour for everyone");
  EXPECT_EQ(document->author, "Ada Lindqvist");
  EXPECT_EQ(document->language, "en");
  const auto lines = Lines(*document);
  ASSERT_GT(lines.size(), 20u);
  EXPECT_EQ(lines[1], "heading 1: A harbour for everyone");
  EXPECT_EQ(lines[2], "heading 2: What there is");
  // The paragraphs as they were set, in their order; three texts again and again.
  const char* begins[] = {"paragraph: Ferries, trams and cargo", "paragraph: The port company owns",
                          "paragraph: Other towns of this size"};
  const char* ends[] = {"closed years ago.", "with ten minutes.", "brought back the fences."};
  int next = 0;
  for (const std::string& line : lines) {
    if (line.rfind("paragraph: ", 0) != 0 || line.rfind("paragraph: The city", 0) == 0 ||
        line.rfind("paragraph: The region", 0) == 0) {
      continue;
    }
    EXPECT_THAT(line, StartsWith(begins[next % 3]));
    EXPECT_THAT(line, ::testing::EndsWith(ends[next % 3]));
    ++next;
  }
  EXPECT_EQ(next, 27);
}

TEST(PdfToText, HeadsFeetListsAndCaptionsAreTold) {
  const auto document = ReadFile("report.pdf");
  ASSERT_TRUE(document.ok());
  const auto lines = Lines(*document);
  const auto count = [&](const std::string& line) {
    return std::count(lines.begin(), lines.end(), line);
  };
  EXPECT_EQ(count("chrome: Harbour papers, no. 7"), 2);
  EXPECT_EQ(count("chrome: Institute for Quays"), 2);
  EXPECT_EQ(count("chrome: 1"), 1);
  EXPECT_EQ(count("chrome: 2"), 1);
  EXPECT_EQ(count("caption: Figure 1: Passengers on the quay, by month."), 1);
  EXPECT_EQ(count("list item 1: Plant a row of trees between the tram and the cycle path."), 1);
  EXPECT_EQ(count("heading 3: Money"), 1);
}

TEST(PdfToText, HyphensAreUndoneAndAParagraphGoesOnOverThePage) {
  const auto document = ReadFile("hyphens.pdf");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->title, "Letters to the water board") << "not the name of a draft";
  EXPECT_THAT(
      Lines(*document),
      ::testing::ElementsAre(
          "heading 1: Letters to the water board",
          "paragraph: The water board should replace the lead pipes of the infrastructure in the "
          "old town, and it should tell the households when. A long-term plan was promised. What "
          "came was a long-term silence, and a letter from the US-Canada commission.",
          "paragraph: The second letter asks for less. It wants the board to publish what it "
          "measures, street by street, and to say in words that everyone can follow what the "
          "numbers mean for children and for people who are ill.",
          "caption: 1 Measured at the tap in the morning, by the board's own laboratory in the "
          "spring of the year before.",
          "chrome: 1",
          "paragraph: The board must answer both letters before the end of May. It must not raise "
          "the price of water to pay for the answer.",
          "chrome: 2"));
  EXPECT_EQ(document->blocks[2].page, 1);
  EXPECT_EQ(document->blocks[5].page, 2);
}

TEST(PdfToText, AQuoteSaysItsPage) {
  const auto document = ReadFile("hyphens.pdf");
  ASSERT_TRUE(document.ok());
  const auto measures = ExtractMeasures(*document);
  ASSERT_TRUE(measures.ok());
  const std::string json = ExtractionToJson(*document, *measures);
  EXPECT_THAT(json, HasSubstr("\"page\": 1"));
  EXPECT_THAT(json, HasSubstr("\"page\": 2"));
}

TEST(BadPdf, EachSaysWhatToDo) {
  EXPECT_THAT(ErrorOf(ReadFile("encrypted.pdf")),
              HasSubstr("encrypted.pdf is encrypted; save a copy without a password"));
  EXPECT_THAT(ErrorOf(ReadFile("damaged.pdf")), HasSubstr("damaged.pdf is damaged, or no PDF"));
  EXPECT_THAT(ErrorOf(ReadFile("pictures.pdf")), HasSubstr("pictures.pdf has no text layer"));
}

TEST(BadPdf, AProgramThatHangsIsEndedInTime) {
  StandIn hanging("sleep 60\n");
  hanging.options.limits.wall = std::chrono::milliseconds(200);
  const auto begin = std::chrono::steady_clock::now();
  const auto document = ReadFile("report.pdf", hanging.options);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
  EXPECT_EQ(document.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(ErrorOf(document), HasSubstr("cannot be read: it took longer than 0.2 s"));
}

TEST(BadPdf, TheCallersEndIsTheProgramsEnd) {
  StandIn hanging("sleep 60\n");
  int asked = 0;
  const auto document = ReadFile("report.pdf", hanging.options, [&asked] { return ++asked == 3; });
  EXPECT_EQ(document.status().code(), absl::StatusCode::kCancelled);
}

TEST(BadPdf, AMissingProgramIsNamedWithItsPackage) {
  PdfProgramOptions options;
  options.program = "/usr/bin/no-pdftotext-here";
  const auto document = ReadFile("report.pdf", options);
  EXPECT_EQ(document.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(ErrorOf(document), HasSubstr("apt install poppler-utils"));
}

TEST(BadPdf, AProgramThatCrashesOrBabblesIsToldAsSuch) {
  StandIn crashing("kill -SEGV $$\n");
  EXPECT_THAT(ErrorOf(ReadFile("report.pdf", crashing.options)), HasSubstr("breaks the program"));
  StandIn babbling("while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done\n");
  babbling.options.limits.output_bytes = 50'000;
  EXPECT_THAT(ErrorOf(ReadFile("report.pdf", babbling.options)), HasSubstr("too much text"));
}

}  // namespace
}  // namespace plenum::ingestion
