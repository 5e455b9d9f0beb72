// The result of an extraction as JSON text, the form that `plenum extract --json` prints.
#pragma once

#include <string>
#include <vector>

#include "services/ingestion/extraction/extraction.h"
#include "services/ingestion/formats/formats.h"

namespace plenum::ingestion {

// {"title": ..., "measures": [{"title", "stance" ("RECOMMENDS", "MENTIONS", "OPPOSES"), "actor",
//   "confidence", "evidence": [{"quote", "start", "end", "page", "heading"}]}]}
// with two spaces of indent and a final line break. `page` is where the quote's block begins, from
// 1, left out in formats without pages. `heading` is the heading path of the quote's
// block, left out where there is none. Offsets as in extraction.h.
std::string ExtractionToJson(const ParsedDocument& document,
                             const std::vector<ExtractedMeasure>& measures);

}  // namespace plenum::ingestion
