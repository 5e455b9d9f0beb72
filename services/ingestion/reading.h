// reading: a document's bytes to the messages of the API.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/ingestion/v1/ingestion.pb.h"
#include "services/common/rpc/method.h"
#include "services/ingestion/pdf_program/pdf_program.h"

namespace plenum::ingestion {

// A document as it was read, not yet stored.
struct Reading {
  std::string title;
  v1::DocumentFormat format = v1::DOCUMENT_FORMAT_UNSPECIFIED;
  std::string author;
  std::string date;
  std::string source;
  std::string language;               // BCP 47 primary language, or empty
  bool searched = false;              // whether measures were looked for
  v1::GetDocumentTextResponse text;   // text and blocks
  std::vector<v1::Measure> measures;  // without names; quotes without document
  std::vector<v1::CriterionSuggestion> criteria;
};

// Told how far the reading is: the stage, and the share of it that is done.
using ReadingProgress = std::function<void(v1::UploadStage stage, double share)>;

// Parses and extracts; a document that is clearly not in English is read and has no measures. A PDF
// is given to the program of pdf_program/. Errors: INVALID_ARGUMENT / UNREADABLE_DOCUMENT with a
// sentence that says why; REQUEST_TOO_LARGE when there are more bytes than a document may have.
// FAILED_PRECONDITION / READER_MISSING when this installation has no program for PDF.
// DEADLINE_PASSED when the caller's `stopped` says so.
absl::StatusOr<Reading> Read(const rpc::Caller& caller, std::string_view content,
                             const std::string& file_name, v1::DocumentFormat format,
                             const ReadingProgress& progress = nullptr,
                             const PdfLayoutSource& pdf = PdfToText());

}  // namespace plenum::ingestion
