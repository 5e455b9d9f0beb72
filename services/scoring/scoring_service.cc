#include "services/scoring/scoring_service.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/text_field.h"
#include "services/common/resource/time.h"
#include "services/scoring/ranking.h"

namespace plenum::scoring {
namespace {

using base::FieldViolations;
using deliberation::v1::DeliberationService;
using deliberation::v1::Phase;
using resource::Decision;

constexpr int kPage = 1000;
constexpr resource::TextRule kReason{.min = 0, .max = 1000, .one_line = false};

absl::Status BadParent() {
  FieldViolations bad;
  bad.Add("parent", "must be of the form deliberations/ID");
  return bad.ToStatus();
}

absl::Status WrongPhase(std::string_view message, std::string_view required) {
  return base::Error(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_WRONG_PHASE,
                     message, {{"required", std::string(required)}});
}

absl::Status NotReady(std::string_view message) {
  return base::Error(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_NOT_READY,
                     message);
}

std::string ScoreId(const std::string& member, const v1::Score& score) {
  return absl::StrCat(resource::KeyOf(member).id, ".", resource::KeyOf(score.measure()).id, ".",
                      resource::KeyOf(score.criterion()).id);
}

// Ids of a member's scores are those that begin so.
std::string ScorePrefix(const std::string& member) {
  return absl::StrCat(resource::KeyOf(member).id, ".");
}

absl::StatusOr<v1::Score> ReadScore(const store::Row& row) {
  v1::Score score;
  if (!score.ParseFromString(row.data)) return absl::InternalError("a score cannot be read");
  return score;
}

bool Contains(const google::protobuf::FieldMask& mask, std::string_view path) {
  return std::find(mask.paths().begin(), mask.paths().end(), path) != mask.paths().end();
}

void Apply(const google::protobuf::FieldMask& mask, const v1::Criterion& given,
           v1::Criterion& changed) {
  if (Contains(mask, "title")) changed.set_title(given.title());
  if (Contains(mask, "description")) changed.set_description(given.description());
  if (Contains(mask, "direction")) changed.set_direction(given.direction());
  if (Contains(mask, "scale_min")) changed.set_scale_min(given.scale_min());
  if (Contains(mask, "scale_max")) changed.set_scale_max(given.scale_max());
  if (Contains(mask, "weight")) changed.set_weight(given.weight());
}

}  // namespace

absl::StatusOr<Phase> ScoringService::PhaseOf(const Caller& caller, const std::string& name) const {
  deliberation::v1::GetDeliberationRequest request;
  request.set_name(name);
  auto response =
      parts_.deliberation->Call(&DeliberationService::Stub::GetDeliberation, request, caller);
  if (!response.ok()) return response.status();
  return response->deliberation().phase();
}

absl::StatusOr<std::vector<v1::Criterion>> ScoringService::ReadCriteria(
    const std::string& deliberation) const {
  auto rows = parts_.store->List(deliberation + "/criteria", "", service_limits::kMaxCriteria + 1);
  if (!rows.ok()) return resource::FromStore(rows.status());
  std::vector<v1::Criterion> criteria;
  for (const auto& row : *rows) {
    auto& criterion = criteria.emplace_back();
    if (!criterion.ParseFromString(row.data)) {
      return absl::InternalError(resource::NameOf(row.key) + " cannot be read");
    }
    criterion.set_etag(resource::Etag(row.revision));
  }
  return criteria;
}

absl::StatusOr<std::vector<v1::Score>> ScoringService::ReadScores(
    const std::string& deliberation) const {
  std::vector<v1::Score> scores;
  std::string after;
  for (;;) {
    auto rows = parts_.store->List(deliberation + "/scores", after, kPage);
    if (!rows.ok()) return resource::FromStore(rows.status());
    for (const auto& row : *rows) {
      auto score = ReadScore(row);
      if (!score.ok()) return score.status();
      scores.push_back(*std::move(score));
    }
    if (rows->size() < kPage) return scores;
    after = rows->back().key.id;
  }
}

absl::StatusOr<std::vector<ingestion::v1::Measure>> ScoringService::ReadMeasures(
    const Caller& caller, const std::string& deliberation) const {
  std::vector<ingestion::v1::Measure> measures;
  ingestion::v1::ListMeasuresRequest request;
  request.set_parent(deliberation);
  request.set_page_size(kPage);
  do {
    auto page = parts_.ingestion->Call(&ingestion::v1::IngestionService::Stub::ListMeasures,
                                       request, caller);
    if (!page.ok()) return page.status();
    measures.insert(measures.end(), page->measures().begin(), page->measures().end());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return measures;
}

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
    if (*phase != deliberation::v1::PHASE_DRAFT) {
      return WrongPhase("criteria are added in phase draft, before scoring begins", "draft");
    }
    auto criteria = ReadCriteria(request.parent());
    if (!criteria.ok()) return criteria.status();
    if (criteria->size() >= service_limits::kMaxCriteria) {
      return base::Error(
          absl::StatusCode::kResourceExhausted, common::v1::ERROR_REASON_LIMIT_REACHED,
          absl::StrCat("a deliberation has at most ", service_limits::kMaxCriteria, " criteria"),
          {{"limit", absl::StrCat(service_limits::kMaxCriteria)}});
    }
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
    static const std::set<std::string> kChangeable = {"title",     "description", "direction",
                                                      "scale_min", "scale_max",   "weight"};
    if (!kChangeable.contains(path)) {
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
    const bool possible = *phase == deliberation::v1::PHASE_DRAFT ||
                          (only_weight && *phase == deliberation::v1::PHASE_SCORING);
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

absl::Status ScoringService::CheckScores(const Caller& caller,
                                         const v1::SetScoresRequest& request) const {
  auto criteria = ReadCriteria(request.parent());
  if (!criteria.ok()) return criteria.status();
  auto measures = ReadMeasures(caller, request.parent());
  if (!measures.ok()) return measures.status();
  std::map<std::string, const v1::Criterion*> criterion_of;
  for (const auto& criterion : *criteria) criterion_of[criterion.name()] = &criterion;
  std::set<std::string> known_measures;
  for (const auto& measure : *measures) known_measures.insert(measure.name());

  FieldViolations bad;
  std::set<std::pair<std::string, std::string>> seen;
  for (int i = 0; i < request.scores_size(); ++i) {
    const v1::Score& score = request.scores(i);
    const std::string field = absl::StrCat("scores[", i, "]");
    if (!known_measures.contains(score.measure())) {
      bad.Add(field + ".measure", absl::StrCat("there is no measure \"",
                                               std::string(base::Shorten(score.measure(), 120)),
                                               "\" in this deliberation"));
    }
    const auto criterion = criterion_of.find(score.criterion());
    if (criterion == criterion_of.end()) {
      bad.Add(field + ".criterion", absl::StrCat("there is no criterion \"",
                                                 std::string(base::Shorten(score.criterion(), 120)),
                                                 "\" in this deliberation"));
    } else if (!std::isfinite(score.value()) || score.value() < criterion->second->scale_min() ||
               score.value() > criterion->second->scale_max()) {
      bad.Add(
          field + ".value",
          absl::StrCat(score.value(), " is not on the scale of ", criterion->second->title(), ", ",
                       criterion->second->scale_min(), " to ", criterion->second->scale_max()));
    }
    resource::CheckText(field + ".reason", score.reason(), kReason, bad);
    if (!seen.emplace(score.measure(), score.criterion()).second) {
      bad.Add(field, "scores the same measure on the same criterion a second time");
    }
  }
  return bad.ToStatus();
}

absl::StatusOr<v1::SetScoresResponse> ScoringService::SetScores(
    const Caller& caller, const v1::SetScoresRequest& request) {
  FieldViolations bad;
  if (!resource::Match("deliberations/*", request.parent())) return BadParent();
  if (request.scores().empty() || request.scores_size() > service_limits::kMaxScoresPerCall) {
    bad.Add("scores", absl::StrCat("are ", request.scores_size(), "; send 1 to ",
                                   service_limits::kMaxScoresPerCall));
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::SetScoresResponse>> {
    auto phase = PhaseOf(caller, request.parent());
    if (!phase.ok()) return phase.status();
    if (*phase != deliberation::v1::PHASE_SCORING) {
      return WrongPhase("scores are entered in phase scoring", "scoring");
    }
    auto checked = CheckScores(caller, request);
    if (!checked.ok()) return checked;
    Decision<v1::SetScoresResponse> decision;
    const auto now = resource::ToTimestamp(parts_.clock->NowMicros());
    decision.mutation.stream = request.parent();
    for (const auto& given : request.scores()) {
      auto* score = decision.response.add_scores();
      *score = given;
      score->set_member(caller.member);
      *score->mutable_update_time() = now;
      decision.mutation.puts.push_back(
          {{request.parent() + "/scores", ScoreId(caller.member, given)},
           score->SerializeAsString(),
           std::nullopt});
    }
    decision.mutation.events.push_back({kScoresSet, request.parent(), caller.member, ""});
    return decision;
  };
  return resource::Write<v1::SetScoresResponse>(
      *parts_.store, caller, "SetScores", request, decide,
      [](v1::SetScoresResponse& /*response*/, std::int64_t /*revision*/) {});
}

absl::StatusOr<v1::ListScoresResponse> ScoringService::ListScores(
    const Caller& caller, const v1::ListScoresRequest& request) {
  if (!resource::Match("deliberations/*", request.parent())) return BadParent();
  auto phase = PhaseOf(caller, request.parent());
  if (!phase.ok()) return phase.status();
  const bool sealed =
      *phase == deliberation::v1::PHASE_DRAFT || *phase == deliberation::v1::PHASE_SCORING;
  const std::string prefix = sealed ? ScorePrefix(caller.member) : "";
  auto page = resource::ReadPage(request.parent() + "/scores", prefix, request.page_size(),
                                 request.page_token());
  if (!page.ok()) return page.status();
  auto rows = parts_.store->List(page->collection, std::max(page->after, prefix), page->size + 1);
  if (!rows.ok()) return resource::FromStore(rows.status());
  // Ids are in byte order: the member's own stand together at the front.
  const auto foreign = std::find_if(rows->begin(), rows->end(), [&](const store::Row& row) {
    return row.key.id.rfind(prefix, 0) != 0;
  });
  rows->erase(foreign, rows->end());
  v1::ListScoresResponse response;
  response.set_next_page_token(resource::NextToken(*page, *rows));
  for (const auto& row : *rows) {
    auto score = ReadScore(row);
    if (!score.ok()) return score.status();
    *response.add_scores() = *std::move(score);
  }
  return response;
}

absl::StatusOr<v1::EvaluateRankingResponse> ScoringService::EvaluateRanking(
    const Caller& caller, const v1::EvaluateRankingRequest& request) {
  if (!resource::Match("deliberations/*", request.parent())) return BadParent();
  auto phase = PhaseOf(caller, request.parent());
  if (!phase.ok()) return phase.status();
  const bool sealed =
      *phase == deliberation::v1::PHASE_DRAFT || *phase == deliberation::v1::PHASE_SCORING;
  if (sealed && caller.role != auth::Role::kFacilitator) {
    return WrongPhase("members see the ranking when the scoring phase is over", "voting");
  }
  auto criteria = ReadCriteria(request.parent());
  if (!criteria.ok()) return criteria.status();
  auto scores = ReadScores(request.parent());
  if (!scores.ok()) return scores.status();
  if (criteria->empty() || scores->empty()) {
    return NotReady("there is nothing to rank by: add criteria, and let members enter scores");
  }
  auto measures = ReadMeasures(caller, request.parent());
  if (!measures.ok()) return measures.status();
  if (measures->empty()) return NotReady("there are no measures to rank");

  std::map<std::string, int> member_index;
  std::map<std::string, int> measure_index;
  std::map<std::string, int> criterion_index;
  std::vector<Option> options;
  std::vector<std::string> names;
  for (const auto& measure : *measures) {
    measure_index.emplace(measure.name(), static_cast<int>(options.size()));
    options.push_back({measure.name(), measure.title()});
  }
  for (const auto& criterion : *criteria) {
    criterion_index.emplace(criterion.name(), static_cast<int>(names.size()));
    names.push_back(criterion.name());
  }
  for (const auto& score : *scores) {
    member_index.emplace(score.member(), static_cast<int>(member_index.size()));
  }
  auto table =
      mcda::ScoreTable::Create(static_cast<int>(member_index.size()),
                               static_cast<int>(options.size()), static_cast<int>(names.size()));
  if (!table.ok()) return NotReady(std::string(table.status().message()));
  for (const auto& score : *scores) {
    const auto measure = measure_index.find(score.measure());
    const auto criterion = criterion_index.find(score.criterion());
    // A measure that was rejected after it was scored takes no part.
    if (measure == measure_index.end() || criterion == criterion_index.end()) continue;
    auto set =
        table->Set(member_index[score.member()], measure->second, criterion->second, score.value());
    if (!set.ok()) return absl::InternalError(std::string(set.message()));
  }
  auto ranking = Rank(*criteria, names, options, *table);
  if (!ranking.ok()) return ranking.status();
  v1::EvaluateRankingResponse response;
  *response.mutable_ranking() = *std::move(ranking);
  response.mutable_ranking()->set_member_count(static_cast<std::int32_t>(member_index.size()));
  return response;
}

absl::StatusOr<v1::EvaluateMatrixResponse> ScoringService::EvaluateMatrix(
    const Caller& /*caller*/, const v1::EvaluateMatrixRequest& request) {
  FieldViolations bad;
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

rpc::ServiceTable Table(ScoringService* service) {
  using rpc::Access;
  using rpc::Level;
  using S = ScoringService;
  constexpr Level kCalls = Level::kCallsLeaves;
  rpc::ServiceTable table("plenum.scoring.v1.ScoringService");
  table.Unary("CreateCriterion", {.access = Access::kFacilitator, .level = kCalls}, service,
              &S::CreateCriterion);
  table.Unary("ListCriteria", {.access = Access::kObserver}, service, &S::ListCriteria);
  table.Unary("UpdateCriterion", {.access = Access::kFacilitator, .level = kCalls}, service,
              &S::UpdateCriterion);
  table.Unary("SetScores", {.access = Access::kMember, .level = kCalls}, service, &S::SetScores);
  table.Unary("ListScores", {.access = Access::kObserver, .level = kCalls}, service,
              &S::ListScores);
  table.Unary("EvaluateRanking", {.access = Access::kObserver, .level = kCalls}, service,
              &S::EvaluateRanking);
  table.Unary("EvaluateMatrix",
              {.access = Access::kAnyone,
               .level = Level::kStateless,
               .max_request_bytes = std::size_t{16} << 20},
              service, &S::EvaluateMatrix);
  return table;
}

}  // namespace plenum::scoring
