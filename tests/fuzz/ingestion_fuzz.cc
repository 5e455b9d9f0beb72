// Parses and extracts whatever bytes come, in all three formats, and checks what is promised for
// every document: blocks inside the text and in order, quotes verbatim.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "services/ingestion/extraction/extraction.h"
#include "services/ingestion/extraction/json.h"
#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/formats/formats.h"

namespace {

using plenum::ingestion::Format;

void Require(bool holds) {
  if (!holds) std::abort();
}

void Run(std::string_view bytes, Format format) {
  const auto document = plenum::ingestion::Parse(bytes, format, "fuzz");
  if (!document.ok()) return;
  Require(plenum::ingestion::FindInvalidUtf8(document->text) == std::string_view::npos);
  const std::size_t size = plenum::ingestion::CountCodePoints(document->text);
  std::size_t before = 0;
  for (const auto& block : document->blocks) {
    Require(before <= block.start && block.start < block.end && block.end <= size);
    before = block.end;
  }
  const auto measures = plenum::ingestion::ExtractMeasures(*document);
  Require(measures.ok());
  for (const auto& measure : *measures) {
    Require(!measure.title.empty() && !measure.quotes.empty());
    for (const auto& quote : measure.quotes) {
      Require(plenum::ingestion::VerifyQuote(document->text, quote).ok());
    }
  }
  Require(!plenum::ingestion::ExtractionToJson(*document, *measures).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static constexpr Format kFormats[] = {Format::kText, Format::kMarkdown, Format::kHtml};
  Run(bytes.substr(1), kFormats[data[0] % 3]);
  return 0;
}
