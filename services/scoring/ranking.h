// ranking: between the messages of scoring and the additive model.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/scoring/v1/scoring.pb.h"
#include "services/common/base/status.h"
#include "services/scoring/mcda/additive.h"
#include "services/scoring/mcda/score_table.h"
#include "services/scoring/rows.h"

namespace plenum::scoring {

// Adds a violation for every wrong field of a criterion that is about to be stored or used.
// `prefix` is the path of the criterion, "criterion" or "criteria[2]".
void CheckCriterion(const std::string& prefix, const v1::Criterion& criterion,
                    base::FieldViolations& bad);

inline std::size_t Index(int i) { return static_cast<std::size_t>(i); }

// An option of the ranking.
struct Option {
  std::string name;   // resource name, or index as a decimal number
  std::string title;  // for sentences
};

// How a ranking is made, with nothing unspecified. Errors: INVALID_ARGUMENT for a rule that is not
// one of ours, and for weights of members that are out of range or given twice.
absl::StatusOr<v1::EvaluationOptions> CheckOptions(const v1::EvaluationOptions& options);

// The same for the math.
struct HowToRank {
  mcda::GroupRule group_rule = mcda::GroupRule::kMean;
  std::vector<double> weights{};  // stand in for those of the criteria when there are any
  std::vector<std::vector<double>> member_weights{};  // for GroupRule::kIndividualTotals
  std::vector<int> counts_as{};  // as how many each member counts; empty when all count alike
};

// Evaluates the additive model over the members' scores and explains every place. The criteria are
// checked ones; the table is members × options × criteria. `names` are what contributions call the
// criteria. Errors:
// INVALID_ARGUMENT / INVALID_FIELDS for scores outside their scale and weights that are all zero,
// naming option, criterion and rule.
absl::StatusOr<v1::CriteriaRanking> Rank(const std::vector<v1::Criterion>& criteria,
                                         const std::vector<std::string>& names,
                                         const std::vector<Option>& options,
                                         const mcda::ScoreTable& scores, const HowToRank& how = {});

// The scores of a deliberation in the form that is computed with. Scores can be put in one by one,
// and the ranking is the same as if all had been there from the start.
class RankingModel {
 public:
  // `how` as CheckOptions gives it. Scores on measures or criteria that are not in the snapshot
  // take no part: such a measure was rejected after it was scored. Errors: FAILED_PRECONDITION /
  // NOT_READY when there is nothing to rank or to rank by.
  static absl::StatusOr<RankingModel> Create(const Snapshot& snapshot,
                                             const v1::EvaluationOptions& how);

  // Puts a score in. False when there is no place for it: its member or measure is new, and the
  // model must be made anew.
  bool Put(const v1::Score& score);

  absl::StatusOr<v1::CriteriaRanking> Rank() const;

  // The criteria with the weights that count, and the additive result, as the math has them.
  absl::StatusOr<std::vector<mcda::Criterion>> MathCriteria() const;
  absl::StatusOr<mcda::AdditiveResult> Evaluate() const;

  const std::vector<v1::Criterion>& criteria() const { return criteria_; }
  const std::vector<std::string>& names() const { return names_; }  // of the criteria
  const std::vector<Option>& options() const { return options_; }
  // Of the measure of that name; -1 when there is none.
  int IndexOf(const std::string& measure) const {
    const auto found = option_index_.find(measure);
    return found == option_index_.end() ? -1 : found->second;
  }
  const std::vector<std::string>& members() const { return members_; }
  const mcda::ScoreTable& scores() const { return scores_; }
  const HowToRank& how() const { return how_; }
  const v1::EvaluationOptions& options_how() const { return options_how_; }
  // The options of the math for it: group rule, the members' weights, and what they count as.
  mcda::AdditiveOptions MathOptions() const;

 private:
  explicit RankingModel(mcda::ScoreTable scores) : scores_(std::move(scores)) {}
  absl::Status TakeWeights(const std::vector<v1::Weights>& all);

  v1::EvaluationOptions options_how_;
  HowToRank how_;
  int weighing_members_ = 0;
  std::vector<v1::Criterion> criteria_;
  std::vector<std::string> names_;  // of the criteria
  std::vector<Option> options_;
  std::vector<std::string> members_;
  std::map<std::string, int> criterion_index_;
  std::map<std::string, int> option_index_;
  std::map<std::string, int> member_index_;
  mcda::ScoreTable scores_;
};

// The snapshot without criteria that do not count and that some measure was not scored on: of
// weight 0 by the rule of weights, and by every member who weighed them. For analyses that need
// every measure scored on every criterion.
Snapshot WithoutIdleCriteria(Snapshot snapshot, const v1::EvaluationOptions& how);

// The ranking of a snapshot.
absl::StatusOr<v1::CriteriaRanking> RankSnapshot(const Snapshot& snapshot,
                                                 const v1::EvaluationOptions& how);

}  // namespace plenum::scoring
