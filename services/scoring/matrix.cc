#include "services/scoring/scoring_service.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"
#include "services/common/resource/text_field.h"
#include "services/scoring/mcda/errors.h"
#include "services/scoring/mcda/methods.h"
#include "services/scoring/ranking.h"

namespace plenum::scoring {
namespace {

v1::Method ToMessage(const mcda::MethodInfo& info) {
  v1::Method method;
  method.set_id(std::string(info.id));
  method.set_name(std::string(info.name));
  method.set_parameters(std::string(info.parameters));
  method.set_source(std::string(info.source));
  method.set_complexity(std::string(info.complexity));
  method.set_higher_is_better(info.higher_is_better);
  method.set_keeps_order(info.keeps_order);
  method.set_most_options(std::min(info.most_options, service_limits::kMaxMatrixOptions));
  return method;
}

// A method beside the additive model, on a matrix that was checked but for its values.
absl::StatusOr<v1::MethodRanking> RankBy(const std::string& method,
                                         const v1::EvaluateMatrixRequest& request) {
  mcda::Problem problem;
  problem.options = request.options_size();
  problem.criteria = request.criteria_size();
  std::vector<mcda::Interval> scales;
  for (const v1::Criterion& criterion : request.criteria()) {
    problem.weights.push_back(criterion.weight());
    problem.directions.push_back(criterion.direction() == v1::DIRECTION_LOWER_IS_BETTER
                                     ? mcda::Direction::kMin
                                     : mcda::Direction::kMax);
    scales.push_back({criterion.scale_min(), criterion.scale_max()});
  }
  for (const v1::MatrixOption& option : request.options()) {
    problem.matrix.insert(problem.matrix.end(), option.values().begin(), option.values().end());
  }
  auto result = mcda::RunMethod(method, problem, scales);
  if (const auto site = mcda::SiteOf(result.status())) {
    std::string where;
    if (site->option) {
      where = absl::StrCat("\"", request.options(*site->option).title(), "\"");
    }
    if (site->criterion) {
      absl::StrAppend(&where, where.empty() ? "" : ", ", "criterion \"",
                      request.criteria(*site->criterion).title(), "\"");
    }
    return base::Error(
        absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_FIELDS,
        absl::StrCat(where, where.empty() ? "" : ": ", mcda::WithoutPlace(result.status())),
        {{"rule", mcda::ErrorRuleName(site->rule)}});
  }
  if (!result.ok()) return result.status();
  v1::MethodRanking ranking;
  *ranking.mutable_method() = ToMessage(*result->method);
  int position = 1;
  for (const auto& tier : result->tiers) {
    for (const int option : tier) {
      auto* place = ranking.add_places();
      place->set_option(absl::StrCat(option));
      place->set_title(request.options(option).title());
      place->set_position(position);
      place->set_score(result->scores[static_cast<std::size_t>(option)]);
      for (const mcda::Figure& figure : result->figures) {
        auto* added = place->add_figures();
        added->set_name(std::string(figure.name));
        added->set_value(figure.values[static_cast<std::size_t>(option)]);
      }
    }
    position += static_cast<int>(tier.size());
  }
  for (const int option : result->compromise_set) {
    ranking.add_compromise_set(absl::StrCat(option));
  }
  for (const double weight : result->weights) ranking.add_weights(weight);
  for (const auto& [option, other] : result->incomparable) {
    auto* pair = ranking.add_incomparable();
    pair->set_option(absl::StrCat(option));
    pair->set_other(absl::StrCat(other));
  }
  for (const int criterion : result->constant_criteria) {
    ranking.add_constant_criteria(request.criteria(criterion).title());
  }
  return ranking;
}

}  // namespace

absl::StatusOr<v1::ListMethodsResponse> ScoringService::ListMethods(
    const Caller& /*caller*/, const v1::ListMethodsRequest& /*request*/) {
  v1::ListMethodsResponse response;
  for (const mcda::MethodInfo& info : mcda::Methods()) *response.add_methods() = ToMessage(info);
  return response;
}

absl::StatusOr<v1::EvaluateMatrixResponse> ScoringService::EvaluateMatrix(
    const Caller& /*caller*/, const v1::EvaluateMatrixRequest& request) {
  base::FieldViolations bad;
  if (request.criteria().empty() || request.criteria_size() > service_limits::kMaxCriteria) {
    bad.Add("criteria", absl::StrCat("are ", request.criteria_size(), "; send 1 to ",
                                     service_limits::kMaxCriteria));
  }
  for (int c = 0; c < request.criteria_size(); ++c) {
    CheckCriterion(absl::StrCat("criteria[", c, "]"), request.criteria(c), bad);
  }
  if (request.options().empty() || request.options_size() > service_limits::kMaxMatrixOptions) {
    bad.Add("options", absl::StrCat("are ", request.options_size(), "; send 1 to ",
                                    service_limits::kMaxMatrixOptions));
  }
  for (int o = 0; o < request.options_size(); ++o) {
    const auto& option = request.options(o);
    const std::string field = absl::StrCat("options[", o, "]");
    resource::CheckText(field + ".title", option.title(), {.min = 1, .max = 200}, bad);
    if (option.values_size() != request.criteria_size()) {
      bad.Add(field + ".values", absl::StrCat("are ", option.values_size(), " for ",
                                              request.criteria_size(), " criteria"));
    }
  }
  if (!request.method().empty() && mcda::FindMethod(request.method()) == nullptr) {
    bad.Add("method", absl::StrCat("\"", std::string(base::Shorten(request.method(), 40)),
                                   "\" is not known; ListMethods has those that are"));
  }
  const bool additive = request.method().empty() || request.method() == "additive";
  for (int c = 0; c < request.criteria_size() && !additive; ++c) {
    // Methods beside the additive one scale values themselves.
    if (request.criteria(c).value_function().form_case() == v1::ValueFunction::FORM_NOT_SET) {
      continue;
    }
    bad.Add(absl::StrCat("criteria[", c, "].value_function"),
            "counts in the additive model only; leave it out, or leave the method empty");
  }
  if (!bad.empty()) return bad.ToStatus();
  v1::EvaluateMatrixResponse response;
  if (!additive) {
    auto by_method = RankBy(request.method(), request);
    if (!by_method.ok()) return by_method.status();
    *response.mutable_method_ranking() = *std::move(by_method);
    return response;
  }

  auto table = mcda::ScoreTable::Create(1, request.options_size(), request.criteria_size());
  if (!table.ok()) return table.status();
  std::vector<Option> options;
  std::vector<std::string> names;
  for (int c = 0; c < request.criteria_size(); ++c) names.push_back(absl::StrCat(c));
  for (int o = 0; o < request.options_size(); ++o) {
    options.push_back({absl::StrCat(o), request.options(o).title()});
    for (int c = 0; c < request.criteria_size(); ++c) {
      const double value = request.options(o).values(c);
      if (std::isnan(value)) continue;
      auto set = table->Set(0, o, c, value);
      if (!set.ok()) {
        bad.Add(absl::StrCat("options[", o, "].values[", c, "]"),
                "must be finite, or NaN if missing");
      }
    }
  }
  if (!bad.empty()) return bad.ToStatus();
  auto ranking =
      Rank({request.criteria().begin(), request.criteria().end()}, names, options, *table);
  if (!ranking.ok()) return ranking.status();
  *response.mutable_ranking() = *std::move(ranking);
  response.mutable_ranking()->set_member_count(1);
  return response;
}

}  // namespace plenum::scoring
