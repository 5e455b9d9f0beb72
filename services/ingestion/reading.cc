#include "services/ingestion/reading.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/base/stopped.h"
#include "services/common/rpc/limits.h"
#include "services/ingestion/extraction/extraction.h"
#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/formats/formats.h"
#include "services/ingestion/rows.h"

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
  const bool said = format == v1::DOCUMENT_FORMAT_TEXT || format == v1::DOCUMENT_FORMAT_MARKDOWN ||
                    format == v1::DOCUMENT_FORMAT_HTML;
  auto detected = DetectFormat(content, file_name, said ? "text/plain" : "");
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

v1::Quote ToMessage(const Quote& quote) {
  v1::Quote message;
  message.set_text(quote.text);
  message.set_start(static_cast<std::int64_t>(quote.start));
  message.set_end(static_cast<std::int64_t>(quote.end));
  return message;
}

v1::Measure ToMessage(const v1::GetDocumentTextResponse& text, const ExtractedMeasure& found) {
  v1::Measure measure;
  measure.set_title(found.title);
  measure.set_actor(found.actor);
  measure.set_confidence(found.confidence);
  measure.set_state(v1::MEASURE_STATE_ACTIVE);
  for (const Quote& quote : found.quotes) {
    auto& added = *measure.add_quotes() = ToMessage(quote);
    added.set_stance(ToMessage(found.stance));
    FillPlace(text, added);
  }
  for (const Argument& argument : found.arguments) {
    auto& added = *measure.add_arguments();
    *added.mutable_quote() = ToMessage(argument.quote);
    FillPlace(text, *added.mutable_quote());
    added.set_supports(argument.supports);
  }
  return measure;
}

void AddBlocks(const ParsedDocument& document, v1::GetDocumentTextResponse& text) {
  for (const Block& block : document.blocks) {
    auto* added = text.add_blocks();
    added->set_kind(ToMessage(block.kind));
    added->set_start(static_cast<std::int64_t>(block.start));
    added->set_end(static_cast<std::int64_t>(block.end));
    added->set_heading_path(block.heading_path);
    added->set_page(block.page);
    added->set_source_start(static_cast<std::int64_t>(block.source_start));
    added->set_source_end(static_cast<std::int64_t>(block.source_end));
    added->set_level(block.level);
  }
}

// The first kMaxTitle code points.
std::string Cut(std::string_view text) {
  const CodePointIndex index(text);
  return std::string(index.Slice(0, std::min(index.size(), kMaxTitle)));
}

// The extraction asks between sentences whether it should stop: that tells how far it is. The
// number of sentences is estimated by their ends; it only moves a bar.
base::Stopped CountingSentences(std::string_view text, const base::Stopped& stopped,
                                const ReadingProgress& progress) {
  if (!progress) return stopped;
  const auto ends = std::count_if(text.begin(), text.end(),
                                  [](char c) { return c == '.' || c == '!' || c == '?'; });
  const double total = static_cast<double>(std::max<std::ptrdiff_t>(1, ends));
  return [total, stopped, progress, asked = 0.0, told = 0.0]() mutable {
    const double share = std::min(0.99, ++asked / total);
    if (share >= told + 0.01) {
      told = share;
      progress(v1::UPLOAD_STAGE_EXTRACTING, share);
    }
    return stopped && stopped();
  };
}

absl::Status TookTooLong() {
  return base::DeadlinePassed(
      "the document took longer to read than the call's deadline; give it more "
      "time, or split the document");
}

absl::Status Search(const rpc::Caller& caller, const ParsedDocument& document,
                    const ReadingProgress& progress, Reading& reading) {
  if (progress) progress(v1::UPLOAD_STAGE_EXTRACTING, 0);
  auto measures = ingestion::ExtractMeasures(
      document, CountingSentences(document.text, caller.stopped, progress));
  if (absl::IsCancelled(measures.status())) return TookTooLong();
  if (!measures.ok()) {
    return absl::InternalError(absl::StrCat("extraction: ", measures.status().message()));
  }
  auto criteria = ingestion::SuggestCriteria(document, caller.stopped);
  if (absl::IsCancelled(criteria.status())) return TookTooLong();
  if (!criteria.ok()) {
    return absl::InternalError(absl::StrCat("criteria: ", criteria.status().message()));
  }
  for (const auto& measure : *measures) {
    reading.measures.push_back(ToMessage(reading.text, measure));
  }
  for (const auto& criterion : *criteria) {
    auto& added = reading.criteria.emplace_back();
    added.set_name(criterion.name);
    for (const Quote& quote : criterion.quotes) {
      auto& said = *added.add_quotes() = ToMessage(quote);
      FillPlace(reading.text, said);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Reading> Read(const rpc::Caller& caller, std::string_view content,
                             const std::string& file_name, v1::DocumentFormat format,
                             const ReadingProgress& progress, const PdfLayoutSource& pdf) {
  if (content.size() > rpc::limits::kMaxDocumentBytes) {
    return base::Error(
        absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_REQUEST_TOO_LARGE,
        absl::StrCat(file_name.empty() ? "the document" : file_name, " has ", content.size(),
                     " bytes; at most ", rpc::limits::kMaxDocumentBytes, " (64 MiB) are read"),
        {{"size_bytes", absl::StrCat(content.size())},
         {"limit_bytes", absl::StrCat(rpc::limits::kMaxDocumentBytes)}});
  }
  if (progress) progress(v1::UPLOAD_STAGE_READING, 0);
  auto chosen = FormatOf(content, file_name, format);
  if (!chosen.ok()) return Unreadable(chosen.status());
  auto document = Parse(content, *chosen, file_name, caller.stopped, pdf);
  if (absl::IsCancelled(document.status())) return TookTooLong();
  if (absl::IsFailedPrecondition(document.status())) {
    return base::Error(
        absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_READER_MISSING,
        absl::StrCat(file_name.empty() ? "the document" : file_name, " ",
                     document.status().message(), "; until then, send it as DOCX, HTML or text"));
  }
  if (absl::IsInternal(document.status())) return document.status();
  if (!document.ok()) return Unreadable(document.status());

  Reading reading;
  reading.title = Cut(document->title);
  reading.format = ToMessage(document->format);
  reading.author = Cut(document->author);
  reading.date = document->date;
  reading.source = Cut(document->source);
  reading.language = document->language;
  reading.searched = !document->foreign;
  AddBlocks(*document, reading.text);
  if (reading.searched) {
    auto found = Search(caller, *document, progress, reading);
    if (!found.ok()) return found;
  }
  reading.text.set_text(std::move(document->text));
  return reading;
}

}  // namespace plenum::ingestion
