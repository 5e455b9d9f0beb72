#include "services/scoring/scoring_service.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/resource/text_field.h"
#include "services/scoring/ranking.h"

namespace plenum::scoring {

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
  if (!bad.empty()) return bad.ToStatus();

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
  v1::EvaluateMatrixResponse response;
  *response.mutable_ranking() = *std::move(ranking);
  response.mutable_ranking()->set_member_count(1);
  return response;
}

}  // namespace plenum::scoring
