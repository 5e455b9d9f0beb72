#include "services/ingestion/extraction/arguments.h"

namespace plenum::ingestion {

Reason ReasonOf(const std::vector<Token>& tokens) {
  (void)tokens;
  return Reason::kNone;
}

absl::StatusOr<std::vector<CriterionSuggestion>> SuggestCriteria(
    const ParsedDocument& document, const std::function<bool()>& stopped) {
  (void)document;
  (void)stopped;
  return std::vector<CriterionSuggestion>{};
}

}  // namespace plenum::ingestion
