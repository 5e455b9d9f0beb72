// How sure a ranking is: SMAA, and the weights at which the first measure stays first.
#include <algorithm>
#include <numeric>

#include "services/common/base/parallel.h"
#include "services/scoring/agreement/smaa.h"
#include "services/scoring/analysis.h"
#include "services/scoring/group_values.h"
#include "services/scoring/mcda/additive.h"

namespace plenum::scoring {
namespace {

// A short analysis is over before threads would help.
constexpr double kStepsForThreads = 1e8;
constexpr int kThreads = 4;

// Whether the group's total is the mean of members' by the same weights, so that members can be
// drawn.
bool IsOfMeans(const RankingModel& model) {
  const mcda::GroupRule rule = model.how().group_rule;
  return rule == mcda::GroupRule::kMean || rule == mcda::GroupRule::kIndividualTotals;
}

absl::Status AddWeightRanges(const RankingModel& model, v1::AnalyzeSensitivityResponse& response) {
  // The intervals are of one set of weights for all.
  if (model.how().group_rule == mcda::GroupRule::kIndividualTotals) return absl::OkStatus();
  auto result = model.Evaluate();
  if (!result.ok()) return result.status();
  if (result->tiers.empty() || result->tiers.front().size() != 1) return absl::OkStatus();
  auto intervals = mcda::WeightIntervalsKeepingFirst(*result, result->tiers.front().front());
  if (!intervals.ok()) return intervals.status();
  for (std::size_t c = 0; c < intervals->size(); ++c) {
    const auto& interval = (*intervals)[c];
    if (!interval) continue;
    auto* range = response.add_weight_ranges();
    range->set_criterion(model.names()[c]);
    range->set_title(model.criteria()[c].title());
    range->set_weight(result->weights[c]);
    range->set_low(interval->low);
    range->set_high(interval->high);
    const auto name = [&](std::optional<int> rival) {
      return rival ? model.options()[Index(*rival)].name : "";
    };
    range->set_rival_below(name(interval->rival_below_low));
    range->set_rival_above(name(interval->rival_above_high));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::AnalyzeSensitivityResponse> AnalyzeSensitivity(
    const RankingModel& model, const v1::AnalyzeSensitivityRequest& request,
    const base::Stopped& stopped) {
  auto group = ReadGroupValues(model);
  if (!group.ok()) return group.status();
  agreement::SmaaModel smaa;
  smaa.options = static_cast<int>(group->options.size());
  smaa.criteria = model.scores().criteria();
  if (IsOfMeans(model)) {
    smaa.values = group->values;
    smaa.counts_as = model.how().counts_as;
  } else {
    if (request.draw_members()) {
      base::FieldViolations bad;
      bad.Add("draw_members", "is for the means of members; leave it out with this group rule");
      return bad.ToStatus();
    }
    // The weights do not change what the group says of a cell: it stands for all members.
    auto values = ValuesByRule(model, *group);
    if (!values.ok()) return values.status();
    smaa.values = {*std::move(values)};
    group->filled = 0;
  }
  smaa.draw_members = request.draw_members();
  smaa.spread = request.spread();
  agreement::SmaaOptions options;
  if (request.samples() > 0) options.samples = request.samples();
  const double steps = static_cast<double>(options.samples) * smaa.options * smaa.options;
  options.workers = base::OnThreads(steps > kStepsForThreads ? kThreads : 1, stopped);
  if (request.seed() != 0) options.seed = request.seed();
  if (request.clear_winner() > 0) options.clear_winner = request.clear_winner();
  auto result = agreement::Smaa(smaa, options);
  if (!result.ok()) return result.status();

  const auto option_of = [&](std::size_t k) -> const Option& {
    return model.options()[Index(group->options[k])];
  };
  std::vector<std::size_t> order(group->options.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return result->holistic[a] > result->holistic[b];
  });
  v1::AnalyzeSensitivityResponse response;
  *response.mutable_options() = model.options_how();
  for (const std::size_t k : order) {
    auto* measure = response.add_measures();
    measure->set_measure(option_of(k).name);
    measure->set_title(option_of(k).title);
    for (const double share : result->rank_acceptability[k]) measure->add_rank_acceptability(share);
    for (const std::size_t other : order) {
      measure->add_pairwise_winning(result->pairwise_winning[k][other]);
    }
    if (!result->central_weights[k]) continue;
    for (std::size_t c = 0; c < result->central_weights[k]->size(); ++c) {
      auto* weight = measure->add_central_weights();
      weight->set_criterion(model.names()[c]);
      weight->set_value((*result->central_weights[k])[c]);
    }
    measure->set_confidence(*result->confidence[k]);
  }
  if (result->clear_winner) response.set_clear_winner(option_of(Index(*result->clear_winner)).name);
  response.set_samples(result->samples);
  response.set_seed(result->seed);
  response.set_drew_members(smaa.draw_members);
  response.set_spread(smaa.spread);
  response.set_standard_error(result->standard_error);
  response.set_filled_scores(group->filled);
  for (const std::string& title : group->left_out) response.add_left_out(title);
  absl::Status ranges = AddWeightRanges(model, response);
  if (!ranges.ok()) return ranges;
  return response;
}

}  // namespace plenum::scoring
