// The same scores through every method and group rule.
#include <set>

#include "services/scoring/agreement/camps.h"
#include "services/scoring/analysis.h"
#include "services/scoring/group_values.h"
#include "services/scoring/mcda/errors.h"
#include "services/scoring/mcda/methods.h"

namespace plenum::scoring {
namespace {

// The group's mean scores on their scales, with the weights that count. A target counts as its
// value on 0..1: the methods know only more and less.
struct Matrix {
  mcda::Problem problem;
  std::vector<mcda::Interval> scales;
};

absl::StatusOr<Matrix> MatrixOf(const RankingModel& model, const GroupValues& group) {
  auto criteria = model.MathCriteria();
  if (!criteria.ok()) return criteria.status();
  Matrix matrix;
  mcda::Problem& problem = matrix.problem;
  problem.options = static_cast<int>(group.options.size());
  problem.criteria = model.scores().criteria();
  problem.matrix = group.scores;
  for (std::size_t c = 0; c < criteria->size(); ++c) {
    const v1::Criterion& criterion = model.criteria()[c];
    const bool target = criterion.value_function().has_target();
    problem.weights.push_back((*criteria)[c].weight);
    const bool cost = !target && criterion.direction() == v1::DIRECTION_LOWER_IS_BETTER;
    problem.directions.push_back(cost ? mcda::Direction::kMin : mcda::Direction::kMax);
    matrix.scales.push_back(target ? mcda::Interval{0, 1}
                                   : mcda::Interval{criterion.scale_min(), criterion.scale_max()});
    for (std::size_t o = 0; target && o < group.options.size(); ++o) {
      problem.matrix[o * criteria->size() + c] = group.means[o * criteria->size() + c];
    }
  }
  return matrix;
}

}  // namespace

absl::StatusOr<v1::AuditRankingResponse> Audit(const RankingModel& model) {
  auto group = ReadGroupValues(model);
  if (!group.ok()) return group.status();
  auto criteria = model.MathCriteria();
  if (!criteria.ok()) return criteria.status();
  auto matrix = MatrixOf(model, *group);
  if (!matrix.ok()) return matrix.status();

  v1::AuditRankingResponse response;
  *response.mutable_options() = model.options_how();
  for (const std::string& title : group->left_out) response.add_left_out(title);
  std::vector<double> reference;
  std::set<int> first;
  double shared = 0;
  int ran = 0;
  // `scores` by option of the group, more is better; `firsts` index the same.
  const auto add = [&](v1::AuditRun run, const std::vector<double>& scores,
                       const std::vector<int>& firsts) {
    if (reference.empty()) {
      reference = scores;
      first.insert(firsts.begin(), firsts.end());
      for (const int option : firsts) {
        response.add_first(model.options()[Index(group->options[Index(option)])].name);
      }
    }
    int held = 0;
    for (const int option : firsts) {
      run.add_first(model.options()[Index(group->options[Index(option)])].name);
      if (first.contains(option)) ++held;
    }
    shared += static_cast<double>(held) / static_cast<double>(firsts.size());
    ++ran;
    if (const auto tau = agreement::KendallTau(reference, scores)) run.set_agreement(*tau);
    *response.add_runs() = std::move(run);
  };

  const std::pair<v1::GroupRule, mcda::GroupRule> rules[] = {
      {v1::GROUP_RULE_MEAN, mcda::GroupRule::kMean},
      {v1::GROUP_RULE_MEDIAN, mcda::GroupRule::kMedian},
      {v1::GROUP_RULE_TRIMMED_MEAN, mcda::GroupRule::kTrimmedMean},
      {v1::GROUP_RULE_GEOMETRIC_MEAN, mcda::GroupRule::kGeometricMean},
      {v1::GROUP_RULE_INDIVIDUAL_TOTALS, mcda::GroupRule::kIndividualTotals}};
  for (const auto& [named, rule] : rules) {
    v1::AuditRun run;
    run.set_method("additive");
    run.set_group_rule(named);
    mcda::AdditiveOptions options = model.MathOptions();
    options.group_rule = rule;
    auto result = mcda::EvaluateAdditive(*criteria, model.scores(), options);
    if (!result.ok()) return result.status();
    std::vector<double> totals;
    bool complete = true;
    for (const int option : group->options) {
      const auto& total = result->options[Index(option)].total;
      complete = complete && total.has_value();
      totals.push_back(total.value_or(0));
    }
    if (!complete) {
      run.set_refused("no member scored some measure on every criterion");
      *response.add_runs() = std::move(run);
      continue;
    }
    add(std::move(run), totals, mcda::Tiers(totals, true).front());
  }
  for (const mcda::MethodInfo& method : mcda::Methods()) {
    if (method.id == "additive") continue;
    v1::AuditRun run;
    run.set_method(std::string(method.id));
    run.set_group_rule(v1::GROUP_RULE_MEAN);
    auto result = mcda::RunMethod(method.id, matrix->problem, matrix->scales);
    if (!result.ok()) {
      std::string why(result.status().message());
      const auto site = mcda::SiteOf(result.status());
      if (site && site->rule == mcda::ErrorRule::kNotPositive) why = "it needs scores above 0";
      run.set_refused(why);
      *response.add_runs() = std::move(run);
      continue;
    }
    if (!method.higher_is_better) {
      for (double& score : result->scores) score = -score;
    }
    add(std::move(run), result->scores, result->tiers.front());
  }
  if (ran > 0) response.set_share(shared / ran);
  return response;
}

}  // namespace plenum::scoring
