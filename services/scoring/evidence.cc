#include "services/scoring/evidence.h"

#include <map>
#include <string>
#include <utility>

namespace plenum::scoring {

v1::GetEvidenceResponse EvidenceOf(const Snapshot& snapshot) {
  v1::GetEvidenceResponse response;
  std::map<std::string, std::pair<v1::MeasureEvidence*, const ingestion::v1::Measure*>> by_measure;
  for (const auto& measure : snapshot.measures) {
    auto* evidence = response.add_measures();
    evidence->set_measure(measure.name());
    evidence->set_title(measure.title());
    by_measure[measure.name()] = {evidence, &measure};
  }
  for (const v1::Score& score : snapshot.scores) {
    const auto found = by_measure.find(score.measure());
    if (found == by_measure.end()) {
      *response.add_stale() = score;
      continue;
    }
    auto& [evidence, measure] = found->second;
    evidence->set_scores(evidence->scores() + 1);
    if (!score.reason().empty()) evidence->set_with_reason(evidence->with_reason() + 1);
    if (!score.has_quote()) continue;
    if (HasQuote(*measure, score.quote())) {
      evidence->set_with_quote(evidence->with_quote() + 1);
    } else {
      evidence->set_with_stale_quote(evidence->with_stale_quote() + 1);
      *response.add_stale() = score;
    }
  }
  return response;
}

}  // namespace plenum::scoring
