#include "services/ingestion/reading.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/rpc/limits.h"
#include "services/ingestion/extraction/extraction.h"
#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/formats/formats.h"
#include "services/ingestion/pdf_program/pdf_program.h"

namespace plenum::ingestion {
namespace {

constexpr std::size_t kMaxTitle = 500;

absl::Status Unreadable(const absl::Status& status) {
  return base::Error(absl::StatusCode::kInvalidArgument,
                     common::v1::ERROR_REASON_UNREADABLE_DOCUMENT, std::string(status.message()));
}

v1::DocumentFormat ToMessage(Format format) {
  switch (format) {
    case Format::kText:
      return v1::DOCUMENT_FORMAT_TEXT;
    case Format::kMarkdown:
      return v1::DOCUMENT_FORMAT_MARKDOWN;
    case Format::kHtml:
      return v1::DOCUMENT_FORMAT_HTML;
    case Format::kPdf:
      return v1::DOCUMENT_FORMAT_PDF;
    case Format::kDocx:
      return v1::DOCUMENT_FORMAT_DOCX;
  }
  return v1::DOCUMENT_FORMAT_UNSPECIFIED;
}

v1::BlockKind ToMessage(BlockKind kind) {
  switch (kind) {
    case BlockKind::kHeading:
      return v1::BLOCK_KIND_HEADING;
    case BlockKind::kParagraph:
      return v1::BLOCK_KIND_PARAGRAPH;
    case BlockKind::kListItem:
      return v1::BLOCK_KIND_LIST_ITEM;
    case BlockKind::kQuote:
      return v1::BLOCK_KIND_QUOTE;
    case BlockKind::kCaption:
      return v1::BLOCK_KIND_CAPTION;
    case BlockKind::kChrome:
      return v1::BLOCK_KIND_CHROME;
  }
  return v1::BLOCK_KIND_UNSPECIFIED;
}

v1::Stance ToMessage(Stance stance) {
  switch (stance) {
    case Stance::kRecommends:
      return v1::STANCE_RECOMMENDS;
    case Stance::kMentions:
      return v1::STANCE_MENTIONS;
    case Stance::kOpposes:
      return v1::STANCE_OPPOSES;
  }
  return v1::STANCE_UNSPECIFIED;
}

absl::StatusOr<Format> FormatOf(std::string_view content, const std::string& file_name,
                                v1::DocumentFormat format) {
  // What the bytes cannot be is refused whatever the caller says they are.
  auto detected = DetectFormat(content, file_name, "");
  if (!detected.ok()) return detected;
  // Packed formats are what they are; letters may be read as whatever the caller says.
  if (*detected == Format::kPdf || *detected == Format::kDocx) return detected;
  switch (format) {
    case v1::DOCUMENT_FORMAT_TEXT:
      return Format::kText;
    case v1::DOCUMENT_FORMAT_MARKDOWN:
      return Format::kMarkdown;
    case v1::DOCUMENT_FORMAT_HTML:
      return Format::kHtml;
    case v1::DOCUMENT_FORMAT_PDF:
      return Format::kPdf;
    case v1::DOCUMENT_FORMAT_DOCX:
      return Format::kDocx;
    default:
      return detected;
  }
}

std::string HeadingAt(const ParsedDocument& document, std::size_t offset) {
  for (const Block& block : document.blocks) {
    if (block.start <= offset && offset < block.end) return block.heading_path;
  }
  return "";
}

v1::Measure ToMessage(const ParsedDocument& document, const ExtractedMeasure& found) {
  v1::Measure measure;
  measure.set_title(found.title);
  measure.set_actor(found.actor);
  measure.set_confidence(found.confidence);
  measure.set_state(v1::MEASURE_STATE_ACTIVE);
  for (const Quote& quote : found.quotes) {
    auto* added = measure.add_quotes();
    added->set_text(quote.text);
    added->set_start(static_cast<std::int64_t>(quote.start));
    added->set_end(static_cast<std::int64_t>(quote.end));
    added->set_stance(ToMessage(found.stance));
    added->set_heading(HeadingAt(document, quote.start));
  }
  return measure;
}

absl::Status TookTooLong() {
  return base::Error(absl::StatusCode::kDeadlineExceeded, common::v1::ERROR_REASON_DEADLINE_PASSED,
                     "the document took longer to read than the call's deadline; give it more "
                     "time, or split the document");
}

}  // namespace

absl::StatusOr<Reading> Read(const rpc::Caller& caller, std::string_view content,
                             const std::string& file_name, v1::DocumentFormat format) {
  if (content.size() > rpc::limits::kMaxDocumentBytes) {
    return base::Error(
        absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_REQUEST_TOO_LARGE,
        absl::StrCat(file_name.empty() ? "the document" : file_name, " has ", content.size(),
                     " bytes; at most ", rpc::limits::kMaxDocumentBytes, " (64 MiB) are read"),
        {{"size_bytes", absl::StrCat(content.size())},
         {"limit_bytes", absl::StrCat(rpc::limits::kMaxDocumentBytes)}});
  }
  auto chosen = FormatOf(content, file_name, format);
  if (!chosen.ok()) return Unreadable(chosen.status());
  auto document = Parse(content, *chosen, file_name, caller.stopped, PdfToText());
  if (absl::IsCancelled(document.status())) return TookTooLong();
  if (absl::IsFailedPrecondition(document.status()) || absl::IsInternal(document.status())) {
    return absl::InternalError(document.status().message());  // the operator's to mend
  }
  if (!document.ok()) return Unreadable(document.status());
  absl::StatusOr<std::vector<ExtractedMeasure>> measures;
  if (document->foreign) {
    measures.emplace();
  } else {
    measures = ingestion::ExtractMeasures(*document, caller.stopped);
  }
  if (absl::IsCancelled(measures.status())) return TookTooLong();
  if (!measures.ok()) {
    return absl::InternalError(absl::StrCat("extraction: ", measures.status().message()));
  }

  Reading reading;
  const CodePointIndex title(document->title);
  reading.title = std::string(title.Slice(0, std::min(title.size(), kMaxTitle)));
  reading.format = ToMessage(document->format);
  reading.language = document->language;
  for (const Block& block : document->blocks) {
    auto* added = reading.text.add_blocks();
    added->set_kind(ToMessage(block.kind));
    added->set_start(static_cast<std::int64_t>(block.start));
    added->set_end(static_cast<std::int64_t>(block.end));
  }
  for (const auto& measure : *measures) reading.measures.push_back(ToMessage(*document, measure));
  reading.text.set_text(std::move(document->text));
  return reading;
}

}  // namespace plenum::ingestion
