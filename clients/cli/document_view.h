// document_view: a document's text on a terminal, with the quotes of its measures marked.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "clients/cli/terminal.h"
#include "plenum/ingestion/v1/ingestion.pb.h"

namespace plenum::cli {

// A stretch that is a quote. Code points of the text, end exclusive.
struct Mark {
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::string label;  // "m3"
  ingestion::v1::Stance stance = ingestion::v1::STANCE_UNSPECIFIED;
};

// The quotes of this document, of the measures that take part, numbered as the lists are; in order.
std::vector<Mark> MarksOf(const std::string& document,
                          const std::vector<ingestion::v1::Measure>& measures);

// The blocks, wrapped, with headings, page numbers and marks: "[m3 the words]", in colour too where
// there is any. Site chrome is dimmed, or left out and counted unless `chrome`.
std::string RenderDocument(const ingestion::v1::GetDocumentTextResponse& text,
                           const std::vector<Mark>& marks, const Terminal& terminal, bool chrome);

}  // namespace plenum::cli
