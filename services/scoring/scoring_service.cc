#include "services/scoring/scoring_service.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"
#include "services/common/resource/name.h"
#include "services/common/rpc/limits.h"
#include "services/scoring/analysis.h"
#include "services/scoring/assessment.h"
#include "services/scoring/ranking_watch.h"

namespace plenum::scoring {
namespace {

using deliberation::v1::DeliberationService;
using deliberation::v1::Phase;

constexpr int kAgendaItems = 20;
constexpr std::chrono::seconds kLongestReading{5};

// An analysis that was given up, as the caller should see it.
template <typename Response>
absl::StatusOr<Response> InTime(absl::StatusOr<Response> analysed) {
  if (!absl::IsCancelled(analysed.status())) return analysed;
  return base::DeadlinePassed(
      "the analysis takes longer than the call's deadline; give it more time, or ask for fewer "
      "samples");
}

}  // namespace

ScoringService::ScoringService(Parts parts)
    : parts_(std::move(parts)),
      hub_(*parts_.store),
      score_writer_({parts_.store, parts_.clock,
                     [this](const Caller& caller, const std::string& deliberation) {
                       return ReadScoreRules(caller, deliberation);
                     },
                     parts_.defer}) {}

absl::StatusOr<Phase> ScoringService::PhaseOf(const Caller& caller, const std::string& name) const {
  deliberation::v1::GetDeliberationRequest request;
  request.set_name(name);
  auto response =
      parts_.deliberation->Call(&DeliberationService::Stub::GetDeliberation, request, caller);
  if (!response.ok()) return response.status();
  return response->deliberation().phase();
}

absl::StatusOr<std::vector<ingestion::v1::Measure>> ScoringService::ReadMeasures(
    const Caller& caller, const std::string& deliberation) const {
  std::vector<ingestion::v1::Measure> measures;
  ingestion::v1::ListMeasuresRequest request;
  request.set_parent(deliberation);
  request.set_page_size(rpc::limits::kMaxPageSize);
  do {
    auto page = parts_.ingestion->Call(&ingestion::v1::IngestionService::Stub::ListMeasures,
                                       request, caller);
    if (!page.ok()) return page.status();
    measures.insert(measures.end(), page->measures().begin(), page->measures().end());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return measures;
}

absl::StatusOr<ScoringService::Sight> ScoringService::Look(const Caller& caller,
                                                           const std::string& deliberation) const {
  Sight sight;
  auto phase = PhaseOf(caller, deliberation);
  if (!phase.ok()) return phase.status();
  sight.phase = *phase;
  auto current = ReadRound(*parts_.store, deliberation);
  if (!current.ok()) return current.status();
  sight.round = std::move(current->round);
  const bool scoring = MayScore(*phase);
  const bool before =
      *phase == deliberation::v1::PHASE_DRAFT || *phase == deliberation::v1::PHASE_COLLECTING;
  sight.sealed = before || (*phase == deliberation::v1::PHASE_SCORING && sight.round.number() == 1);
  if (!scoring || sight.sealed || caller.role != auth::Role::kMember) return sight;
  // Whoever judges must do so before being influenced.
  const std::string prefix = ScorePrefix(caller.member);
  auto own = parts_.store->List(ScoresOf(deliberation), prefix, 1);
  if (!own.ok()) return resource::FromStore(own.status());
  sight.sealed = own->empty() || own->front().key.id.rfind(prefix, 0) != 0;
  return sight;
}

absl::Status ScoringService::CheckSight(const Caller& caller, const std::string& deliberation,
                                        Detail detail) const {
  auto sight = Look(caller, deliberation);
  if (!sight.ok()) return sight.status();
  if (!sight->sealed) return absl::OkStatus();
  if (caller.role == auth::Role::kFacilitator) {
    if (detail == Detail::kGroup) return absl::OkStatus();
    return WrongPhase(
        "the first round is sealed, and this would tell what single members said; `plenum round "
        "open` begins the next one",
        "voting");
  }
  if (MayScore(sight->phase) && sight->round.number() > 1) {
    return WrongPhase("enter scores of your own first; then you see those of the others", "voting");
  }
  return WrongPhase(
      "members see the ranking when the first round of scoring is over and they have entered "
      "scores, or when the scoring phase is over",
      "voting");
}

absl::StatusOr<Snapshot> ScoringService::ReadSnapshot(const Caller& caller,
                                                      const std::string& deliberation) const {
  Snapshot snapshot;
  auto criteria = ReadCriteria(*parts_.store, deliberation);
  if (!criteria.ok()) return criteria.status();
  auto scores = ReadScores(*parts_.store, deliberation);
  if (!scores.ok()) return scores.status();
  auto weights = ReadAllWeights(*parts_.store, deliberation);
  if (!weights.ok()) return weights.status();
  auto measures = ReadMeasures(caller, deliberation);
  if (!measures.ok()) return measures.status();
  snapshot.criteria = *std::move(criteria);
  snapshot.scores = *std::move(scores);
  snapshot.weights = *std::move(weights);
  snapshot.measures = *std::move(measures);
  return snapshot;
}

absl::Status ScoringService::CheckRoll(const Caller& caller, const std::string& deliberation,
                                       const v1::EvaluationOptions& options) const {
  if (options.member_weights().empty()) return absl::OkStatus();
  std::set<std::string> roll;
  deliberation::v1::ListMembersRequest request;
  request.set_parent(deliberation);
  request.set_page_size(rpc::limits::kMaxPageSize);
  do {
    auto page = parts_.deliberation->Call(&DeliberationService::Stub::ListMembers, request, caller);
    if (!page.ok()) return page.status();
    for (const auto& member : page->members()) roll.insert(member.name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  base::FieldViolations bad;
  for (int i = 0; i < options.member_weights_size(); ++i) {
    const std::string& member = options.member_weights(i).member();
    if (roll.contains(member)) continue;
    bad.Add(absl::StrCat("options.member_weights[", i, "].member"),
            absl::StrCat("there is no member \"", std::string(base::Shorten(member, 120)),
                         "\" in this deliberation"));
  }
  return bad.ToStatus();
}

absl::StatusOr<ScoringService::Asked> ScoringService::Ask(const Caller& caller,
                                                          const std::string& parent,
                                                          const v1::EvaluationOptions& options,
                                                          Detail detail, Gaps gaps) const {
  if (!resource::Match("deliberations/*", parent)) return BadParent();
  auto how = CheckOptions(options);
  if (!how.ok()) return how.status();
  auto seen = CheckSight(caller, parent, detail);
  if (!seen.ok()) return seen;
  auto known = CheckRoll(caller, parent, *how);
  if (!known.ok()) return known;
  auto snapshot = ReadSnapshot(caller, parent);
  if (!snapshot.ok()) return snapshot.status();
  if (gaps == Gaps::kNone) snapshot = WithoutIdleCriteria(*std::move(snapshot), *how);
  auto model = RankingModel::Create(*snapshot, *how);
  if (!model.ok()) return model.status();
  return Asked{*std::move(snapshot), *std::move(model)};
}

absl::StatusOr<v1::EvaluateRankingResponse> ScoringService::EvaluateRanking(
    const Caller& caller, const v1::EvaluateRankingRequest& request) {
  auto asked = Ask(caller, request.parent(), request.options(), Detail::kGroup);
  if (!asked.ok()) return asked.status();
  auto ranking = asked->model.Rank();
  if (!ranking.ok()) return ranking.status();
  v1::EvaluateRankingResponse response;
  *response.mutable_ranking() = *std::move(ranking);
  return response;
}

absl::StatusOr<v1::ExplainRankingResponse> ScoringService::ExplainRanking(
    const Caller& caller, const v1::ExplainRankingRequest& request) {
  auto asked = Ask(caller, request.parent(), request.options(), Detail::kMembers);
  if (!asked.ok()) return asked.status();
  return InTime(ExplainPair(asked->model, request.measure(), request.other(), caller.stopped));
}

absl::StatusOr<v1::AnalyzeSensitivityResponse> ScoringService::AnalyzeSensitivity(
    const Caller& caller, const v1::AnalyzeSensitivityRequest& request) {
  base::FieldViolations bad;
  if (request.samples() < 0 || request.samples() > service_limits::kMaxSamples) {
    bad.Add("samples", absl::StrCat("must be from 1 to ", service_limits::kMaxSamples));
  }
  if (!(request.spread() >= 0 && request.spread() <= 1)) bad.Add("spread", "must be from 0 to 1");
  if (!(request.clear_winner() >= 0 && request.clear_winner() <= 1)) {
    bad.Add("clear_winner", "must be above 0 and at most 1");
  }
  if (!bad.empty()) return bad.ToStatus();
  auto asked = Ask(caller, request.parent(), request.options(), Detail::kGroup, Gaps::kNone);
  if (!asked.ok()) return asked.status();
  return InTime(scoring::AnalyzeSensitivity(asked->model, request, caller.stopped));
}

absl::StatusOr<v1::AssessRoundResponse> ScoringService::AssessRound(
    const Caller& caller, const v1::AssessRoundRequest& request) {
  if (!resource::Match("deliberations/*", request.parent())) return BadParent();
  auto seen = CheckSight(caller, request.parent(), Detail::kMembers);
  if (!seen.ok()) return seen;
  auto round = ReadRound(*parts_.store, request.parent());
  if (!round.ok()) return round.status();
  auto snapshot = ReadSnapshot(caller, request.parent());
  if (!snapshot.ok()) return snapshot.status();
  auto past = ReadPastScores(*parts_.store, request.parent());
  if (!past.ok()) return past.status();
  return InTime(scoring::AssessRound(*snapshot, *past, round->round.number(), caller.stopped));
}

absl::StatusOr<v1::GetAgendaResponse> ScoringService::GetAgenda(
    const Caller& caller, const v1::GetAgendaRequest& request) {
  if (request.max_items() < 0 || request.max_items() > service_limits::kMaxAgendaItems) {
    base::FieldViolations bad;
    bad.Add("max_items", absl::StrCat("must be from 1 to ", service_limits::kMaxAgendaItems));
    return bad.ToStatus();
  }
  auto asked = Ask(caller, request.parent(), request.options(), Detail::kMembers, Gaps::kNone);
  if (!asked.ok()) return asked.status();
  return InTime(MakeAgenda(asked->model, asked->snapshot.weights,
                           request.max_items() == 0 ? kAgendaItems : request.max_items(),
                           caller.stopped));
}

absl::StatusOr<v1::AuditRankingResponse> ScoringService::AuditRanking(
    const Caller& caller, const v1::AuditRankingRequest& request) {
  auto asked = Ask(caller, request.parent(), request.options(), Detail::kGroup, Gaps::kNone);
  if (!asked.ok()) return asked.status();
  return Audit(asked->model);
}

absl::StatusOr<std::unique_ptr<rpc::Feed>> ScoringService::WatchRanking(
    const Caller& caller, const v1::WatchRankingRequest& request, rpc::Waker waker) {
  if (!resource::Match("deliberations/*", request.parent())) return BadParent();
  auto options = CheckOptions(request.options());
  if (!options.ok()) return options.status();
  auto seen = CheckSight(caller, request.parent(), Detail::kMembers);
  if (!seen.ok()) return seen;
  auto known = CheckRoll(caller, request.parent(), *options);
  if (!known.ok()) return known;
  auto revision =
      resource::ReadResumeToken(*parts_.store, request.parent(), request.resume_token());
  if (!revision.ok()) return revision.status();
  RankingWatch watch{parts_.store, &hub_, parts_.clock, request.parent(), *options};
  // The stream outlives what the caller's `stopped` looks at, and its deadline is its own.
  watch.read_measures = [this, reader = caller, deliberation = request.parent()]() mutable {
    reader.stopped = nullptr;
    reader.deadline = std::chrono::system_clock::now() + kLongestReading;
    return ReadMeasures(reader, deliberation);
  };
  return OpenRankingWatch(std::move(watch), *revision, std::move(waker));
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
  table.Unary("SetScores", {.access = Access::kMember, .level = Level::kInline}, service,
              &S::SetScores);
  table.Unary("DigestScores", {.access = Access::kFacilitator}, service, &S::DigestScores);
  table.Unary("ListScores", {.access = Access::kObserver, .level = kCalls}, service,
              &S::ListScores);
  table.Unary("SetWeights", {.access = Access::kMember, .level = kCalls}, service, &S::SetWeights);
  table.Unary("ListWeights", {.access = Access::kObserver, .level = kCalls}, service,
              &S::ListWeights);
  table.Unary("OpenRound", {.access = Access::kFacilitator, .level = kCalls}, service,
              &S::OpenRound);
  table.Unary("GetRound", {.access = Access::kObserver, .level = kCalls}, service, &S::GetRound);
  table.Unary("ListMovements", {.access = Access::kObserver, .level = kCalls}, service,
              &S::ListMovements);
  table.Unary("AssessRound", {.access = Access::kObserver, .level = kCalls}, service,
              &S::AssessRound);
  table.Unary("GetEvidence", {.access = Access::kObserver, .level = kCalls}, service,
              &S::GetEvidence);
  table.Stream<v1::WatchRankingResponse>(
      "WatchRanking", {.access = Access::kObserver, .level = kCalls}, service, &S::WatchRanking);
  table.Unary("EvaluateRanking", {.access = Access::kObserver, .level = kCalls}, service,
              &S::EvaluateRanking);
  table.Unary("ExplainRanking", {.access = Access::kObserver, .level = kCalls}, service,
              &S::ExplainRanking);
  table.Unary("AnalyzeSensitivity", {.access = Access::kObserver, .level = kCalls}, service,
              &S::AnalyzeSensitivity);
  table.Unary("GetAgenda", {.access = Access::kObserver, .level = kCalls}, service, &S::GetAgenda);
  table.Unary("AuditRanking", {.access = Access::kObserver, .level = kCalls}, service,
              &S::AuditRanking);
  table.Unary("ListMethods", {.access = Access::kAnyone, .level = Level::kInline}, service,
              &S::ListMethods);
  table.Unary("EvaluateMatrix",
              {.access = Access::kAnyone,
               .level = Level::kStateless,
               .max_request_bytes = std::size_t{16} << 20},
              service, &S::EvaluateMatrix);
  return table;
}

}  // namespace plenum::scoring
