#include "services/scoring/scoring_service.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/time.h"
#include "services/scoring/ranking.h"
#include "services/scoring/rows.h"

namespace plenum::scoring {
namespace {

using base::FieldViolations;
using resource::Decision;

constexpr std::array<std::string_view, 10> kChangeable = {
    "title",  "description",    "direction", "scale_min",    "scale_max",
    "weight", "value_function", "floor",     "worst_anchor", "best_anchor"};

void Apply(const google::protobuf::FieldMask& mask, const v1::Criterion& given,
           v1::Criterion& changed) {
  const auto has = [&](std::string_view path) {
    return std::find(mask.paths().begin(), mask.paths().end(), path) != mask.paths().end();
  };
  if (has("title")) changed.set_title(given.title());
  if (has("description")) changed.set_description(given.description());
  if (has("direction")) changed.set_direction(given.direction());
  if (has("scale_min")) changed.set_scale_min(given.scale_min());
  if (has("scale_max")) changed.set_scale_max(given.scale_max());
  if (has("weight")) changed.set_weight(given.weight());
  if (has("value_function")) *changed.mutable_value_function() = given.value_function();
  if (has("floor")) changed.clear_floor();
  if (has("floor") && given.has_floor()) changed.set_floor(given.floor());
  if (has("worst_anchor")) changed.set_worst_anchor(given.worst_anchor());
  if (has("best_anchor")) changed.set_best_anchor(given.best_anchor());
}

// Two criteria of one title cannot be told apart by those who score. Case does not tell enough.
absl::Status CheckTitleIsFree(const std::vector<v1::Criterion>& criteria,
                              const v1::Criterion& own) {
  for (const v1::Criterion& other : criteria) {
    if (other.name() == own.name() || !absl::EqualsIgnoreCase(other.title(), own.title())) continue;
    FieldViolations bad;
    bad.Add("criterion.title", absl::StrCat("\"", other.title(), "\" is a criterion already"));
    return bad.ToStatus();
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::CreateCriterionResponse> ScoringService::CreateCriterion(
    const Caller& caller, const v1::CreateCriterionRequest& request) {
  FieldViolations bad;
  if (!resource::Match("deliberations/*", request.parent())) return BadParent();
  CheckCriterion("criterion", request.criterion(), bad);
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  const std::string id = parts_.ids->NewId();
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::CreateCriterionResponse>> {
    auto phase = PhaseOf(caller, request.parent());
    if (!phase.ok()) return phase.status();
    if (!IsSetUp(*phase)) {
      return WrongPhase("criteria are added in phase draft, before scoring begins", "draft");
    }
    auto criteria = ReadCriteria(*parts_.store, request.parent());
    if (!criteria.ok()) return criteria.status();
    if (criteria->size() >= service_limits::kMaxCriteria) {
      return base::Error(
          absl::StatusCode::kResourceExhausted, common::v1::ERROR_REASON_LIMIT_REACHED,
          absl::StrCat("a deliberation has at most ", service_limits::kMaxCriteria, " criteria"),
          {{"limit", absl::StrCat(service_limits::kMaxCriteria)}});
    }
    auto free = CheckTitleIsFree(*criteria, request.criterion());
    if (!free.ok()) return free;
    Decision<v1::CreateCriterionResponse> decision;
    auto& criterion = *decision.response.mutable_criterion();
    criterion = request.criterion();
    criterion.set_name(absl::StrCat(request.parent(), "/criteria/", id));
    *criterion.mutable_create_time() = resource::ToTimestamp(parts_.clock->NowMicros());
    criterion.clear_etag();
    decision.mutation.stream = request.parent();
    decision.mutation.puts.push_back(
        {resource::KeyOf(criterion.name()), criterion.SerializeAsString(), 0});
    decision.mutation.events.push_back({kCriterionCreated, criterion.name(), caller.member, ""});
    return decision;
  };
  return resource::Write<v1::CreateCriterionResponse>(
      *parts_.store, caller, "CreateCriterion", request, decide,
      [](v1::CreateCriterionResponse& response, std::int64_t revision) {
        response.mutable_criterion()->set_etag(resource::Etag(revision));
      });
}

absl::StatusOr<v1::ListCriteriaResponse> ScoringService::ListCriteria(
    const Caller& /*caller*/, const v1::ListCriteriaRequest& request) {
  if (!resource::Match("deliberations/*", request.parent())) return BadParent();
  auto page = resource::ReadPage(request.parent() + "/criteria", "", request.page_size(),
                                 request.page_token());
  if (!page.ok()) return page.status();
  auto rows = parts_.store->List(page->collection, page->after, page->size + 1);
  if (!rows.ok()) return resource::FromStore(rows.status());
  v1::ListCriteriaResponse response;
  response.set_next_page_token(resource::NextToken(*page, *rows));
  for (const auto& row : *rows) {
    auto* criterion = response.add_criteria();
    if (!criterion->ParseFromString(row.data)) {
      return absl::InternalError(resource::NameOf(row.key) + " cannot be read");
    }
    criterion->set_etag(resource::Etag(row.revision));
  }
  return response;
}

absl::StatusOr<v1::UpdateCriterionResponse> ScoringService::UpdateCriterion(
    const Caller& caller, const v1::UpdateCriterionRequest& request) {
  const auto& given = request.criterion();
  const auto& mask = request.update_mask();
  FieldViolations bad;
  if (mask.paths().empty()) bad.Add("update_mask", "must name what to change");
  for (const auto& path : mask.paths()) {
    if (std::find(kChangeable.begin(), kChangeable.end(), path) == kChangeable.end()) {
      bad.Add("update_mask", absl::StrCat("\"", path, "\" cannot be changed"));
    }
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!resource::Match("deliberations/*/criteria/*", given.name())) {
    bad.Add("criterion.name", "must be of the form deliberations/ID/criteria/ID");
  }
  if (!bad.empty()) return bad.ToStatus();
  const bool only_weight = mask.paths_size() == 1 && mask.paths(0) == "weight";
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::UpdateCriterionResponse>> {
    auto phase = PhaseOf(caller, caller.deliberation);
    if (!phase.ok()) return phase.status();
    const bool possible = IsSetUp(*phase) || (only_weight && MayScore(*phase));
    if (!possible) {
      return WrongPhase("criteria are changed in phase draft, their weights until voting opens",
                        "draft");
    }
    auto row = parts_.store->Get(resource::KeyOf(given.name()));
    if (absl::IsNotFound(row.status())) {
      return base::NotFound(given.name(), "`plenum criterion list` shows them");
    }
    if (!row.ok()) return resource::FromStore(row.status());
    auto current = resource::CheckEtag(given.etag(), row->revision, given.name());
    if (!current.ok()) return current;
    Decision<v1::UpdateCriterionResponse> decision;
    auto& changed = *decision.response.mutable_criterion();
    if (!changed.ParseFromString(row->data)) {
      return absl::InternalError(given.name() + " cannot be read");
    }
    Apply(mask, given, changed);
    FieldViolations wrong;
    CheckCriterion("criterion", changed, wrong);
    if (!wrong.empty()) return wrong.ToStatus();
    auto criteria = ReadCriteria(*parts_.store, caller.deliberation);
    if (!criteria.ok()) return criteria.status();
    auto free = CheckTitleIsFree(*criteria, changed);
    if (!free.ok()) return free;
    decision.mutation.stream = caller.deliberation;
    decision.mutation.puts.push_back({row->key, changed.SerializeAsString(), row->revision});
    decision.mutation.events.push_back({kCriterionUpdated, given.name(), caller.member, ""});
    return decision;
  };
  return resource::Write<v1::UpdateCriterionResponse>(
      *parts_.store, caller, "UpdateCriterion", request, decide,
      [](v1::UpdateCriterionResponse& response, std::int64_t revision) {
        response.mutable_criterion()->set_etag(resource::Etag(revision));
      });
}

}  // namespace plenum::scoring
