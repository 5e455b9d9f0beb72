#include "services/ingestion/reading.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "services/common/base/status.h"

namespace plenum::ingestion {
namespace {

TEST(Read, EndsInAnyPhaseWhenNobodyWaitsAnyMore) {
  const std::string text = "The governments should establish a crisis hotline.\n";
  rpc::Caller caller;
  int asked = 0;
  caller.stopped = [&asked] { return ++asked < 0; };
  ASSERT_TRUE(Read(caller, text, "x.txt", v1::DOCUMENT_FORMAT_UNSPECIFIED).ok());
  const int all = asked;
  ASSERT_GT(all, 2);
  for (int at = 1; at <= all; ++at) {
    asked = 0;
    caller.stopped = [&asked, at] { return ++asked == at; };
    const auto late = Read(caller, text, "x.txt", v1::DOCUMENT_FORMAT_UNSPECIFIED);
    EXPECT_EQ(late.status().code(), absl::StatusCode::kDeadlineExceeded) << at;
    EXPECT_TRUE(base::HasReason(late.status(), common::v1::ERROR_REASON_DEADLINE_PASSED)) << at;
  }
}

TEST(Read, ADocumentInAnotherLanguageIsReadAndHasNoMeasures) {
  const std::string german =
      "Der Stadtrat sollte den Kai vor dem Sommer \xC3\xB6"
      "ffnen. The land should pay. Das Land "
      "sollte zwei weitere F\xC3\xA4hren am Abend bezahlen, weil die letzte abf\xC3\xA4hrt, bevor "
      "die Theater schlie\xC3\x9F"
      "en und die letzte Stra\xC3\x9F"
      "enbahn voll von Leuten ist. Die "
      "H\xC3\xA4"
      "fen geh\xC3\xB6ren der Stadt, und die Stadt muss sie auch bezahlen k\xC3\xB6nnen.";
  const auto reading = Read({}, german, "x.txt", v1::DOCUMENT_FORMAT_UNSPECIFIED);
  ASSERT_TRUE(reading.ok());
  EXPECT_EQ(reading->language, "de");
  EXPECT_EQ(reading->text.text(), german);
  EXPECT_TRUE(reading->measures.empty());
}

TEST(Read, SaysTheLanguageOfAnEnglishDocumentAndFindsItsMeasures) {
  const std::string text =
      "The city council should open the quay to cyclists before the summer. The last one leaves "
      "before the theatres close, and the last tram is full of people who had to run for it. "
      "Nobody is to blame for that, but everyone who changes here pays with ten minutes.";
  const auto reading = Read({}, text, "x.txt", v1::DOCUMENT_FORMAT_UNSPECIFIED);
  ASSERT_TRUE(reading.ok());
  EXPECT_EQ(reading->language, "en");
  EXPECT_FALSE(reading->measures.empty());
}

TEST(Read, PackedFormatsAreToldByTheirBytesWhateverTheCallerSays) {
  std::ifstream file(std::string(PLENUM_FORMATS_TESTDATA) + "/report.pdf", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const auto reading = Read({}, bytes, "report.txt", v1::DOCUMENT_FORMAT_TEXT);
  ASSERT_TRUE(reading.ok()) << reading.status();
  EXPECT_EQ(reading->format, v1::DOCUMENT_FORMAT_PDF);
  const auto wrong = Read({}, "Just words.", "x.txt", v1::DOCUMENT_FORMAT_PDF);
  EXPECT_TRUE(base::HasReason(wrong.status(), common::v1::ERROR_REASON_UNREADABLE_DOCUMENT));
}

TEST(Read, AServerWithoutTheProgramForPdfSaysWhatToDo) {
  PdfProgramOptions options;
  options.program = "/usr/bin/no-pdftotext-here";
  const auto reading = Read({}, "%PDF-1.4\n", "plan.pdf", v1::DOCUMENT_FORMAT_UNSPECIFIED, nullptr,
                            PdfToText(options));
  EXPECT_EQ(reading.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(base::HasReason(reading.status(), common::v1::ERROR_REASON_READER_MISSING));
  EXPECT_NE(reading.status().message().find("plan.pdf is a PDF"), std::string::npos);
  EXPECT_NE(reading.status().message().find("poppler-utils"), std::string::npos);
}

}  // namespace
}  // namespace plenum::ingestion
