// What is promised for every document that was parsed, whatever its format: blocks inside the text
// and in order, quotes verbatim. Aborts when it does not hold.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <string_view>

#include "services/ingestion/extraction/extraction.h"
#include "services/ingestion/extraction/json.h"
#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/formats/formats.h"

namespace plenum::fuzz {

inline void Require(bool holds) {
  if (!holds) std::abort();
}

inline void CheckParsed(const absl::StatusOr<ingestion::ParsedDocument>& document) {
  if (!document.ok()) return;
  Require(ingestion::FindInvalidUtf8(document->text) == std::string_view::npos);
  const std::size_t size = ingestion::CountCodePoints(document->text);
  std::size_t before = 0;
  for (const auto& block : document->blocks) {
    Require(before <= block.start && block.start < block.end && block.end <= size);
    Require(block.source_start <= block.source_end);
    before = block.end;
  }
  const auto measures = ingestion::ExtractMeasures(*document);
  Require(measures.ok());
  for (const auto& measure : *measures) {
    Require(!measure.title.empty() && !measure.quotes.empty());
    for (const auto& quote : measure.quotes) {
      Require(ingestion::VerifyQuote(document->text, quote).ok());
    }
  }
  Require(!ingestion::ExtractionToJson(*document, *measures).empty());
}

}  // namespace plenum::fuzz
