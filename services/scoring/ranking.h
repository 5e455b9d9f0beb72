// ranking: between the messages of scoring and the additive model.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/scoring/v1/scoring.pb.h"
#include "services/common/base/status.h"
#include "services/scoring/mcda/score_table.h"

namespace plenum::scoring {

// Adds a violation for every wrong field of a criterion that is about to be stored or used.
// `prefix` is the path of the criterion, "criterion" or "criteria[2]".
void CheckCriterion(const std::string& prefix, const v1::Criterion& criterion,
                    base::FieldViolations& bad);

// An option of the ranking.
struct Option {
  std::string name;   // resource name, or index as a decimal number
  std::string title;  // for sentences
};

// Evaluates the additive model over the mean of the members and explains every place. The criteria
// are checked ones; the table is members × options × criteria. `names` are what contributions call
// the criteria. Errors: INVALID_ARGUMENT / INVALID_FIELDS for scores outside their scale and
// weights that are all zero, naming option, criterion and rule.
absl::StatusOr<v1::CriteriaRanking> Rank(const std::vector<v1::Criterion>& criteria,
                                         const std::vector<std::string>& names,
                                         const std::vector<Option>& options,
                                         const mcda::ScoreTable& scores);

}  // namespace plenum::scoring
