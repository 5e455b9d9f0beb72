// group_values: the members' values of a model without gaps, for what cannot do with gaps.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/scoring/ranking.h"

namespace plenum::scoring {

// Measures that nobody scored on some criterion take no part. A score that one member did not give
// stands at the mean of those who did, and is counted. Means take a member as often as the member
// counts.
struct GroupValues {
  std::vector<int> options;                 // indexes of the model
  std::vector<std::string> left_out;        // titles
  std::vector<std::vector<double>> values;  // 0..1, members x options x criteria
  std::vector<double> means;                // 0..1, options x criteria
  std::vector<double> scores;  // means of the scores on their scales, options x criteria
  int filled = 0;
};

// Errors: NOT_READY, naming the criteria, when no measure was scored on every criterion.
absl::StatusOr<GroupValues> ReadGroupValues(const RankingModel& model);

// The group's values by the rule of the model, options of the group x criteria. By
// kIndividualTotals there are none but those of members, and these are the means.
absl::StatusOr<std::vector<double>> ValuesByRule(const RankingModel& model,
                                                 const GroupValues& group);

}  // namespace plenum::scoring
