#include "services/ingestion/extraction/json.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

namespace plenum::ingestion {

std::string ExtractionToJson(const ParsedDocument& document,
                             const std::vector<ExtractedMeasure>& measures) {
  using Json = nlohmann::ordered_json;
  Json root;
  root["title"] = document.title;
  root["measures"] = Json::array();
  for (const ExtractedMeasure& measure : measures) {
    Json item;
    item["title"] = measure.title;
    item["stance"] = std::string(StanceName(measure.stance));
    item["actor"] = measure.actor;
    item["confidence"] = measure.confidence;
    item["evidence"] = Json::array();
    for (const Quote& quote : measure.quotes) {
      Json evidence;
      evidence["quote"] = quote.text;
      evidence["start"] = quote.start;
      evidence["end"] = quote.end;
      const auto after = std::upper_bound(
          document.blocks.begin(), document.blocks.end(), quote.start,
          [](std::size_t start, const Block& block) { return start < block.start; });
      if (after != document.blocks.begin() && std::prev(after)->page > 0) {
        evidence["page"] = std::prev(after)->page;
      }
      if (after != document.blocks.begin() && !std::prev(after)->heading_path.empty()) {
        evidence["heading"] = std::prev(after)->heading_path;
      }
      item["evidence"].push_back(std::move(evidence));
    }
    root["measures"].push_back(std::move(item));
  }
  // Text is valid UTF-8 by contract; anything else is replaced instead of thrown.
  return root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace plenum::ingestion
