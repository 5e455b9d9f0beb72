#include "services/scoring/scoring_service.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/text_field.h"
#include "services/common/resource/time.h"
#include "services/scoring/rows.h"

namespace plenum::scoring {
namespace {

using base::FieldViolations;
using resource::Decision;

constexpr resource::TextRule kReason{.min = 0, .max = 1000, .one_line = false};

}  // namespace

absl::Status ScoringService::CheckScores(const Caller& caller,
                                         const v1::SetScoresRequest& request) const {
  auto criteria = ReadCriteria(*parts_.store, request.parent());
  if (!criteria.ok()) return criteria.status();
  auto measures = ReadMeasures(caller, request.parent());
  if (!measures.ok()) return measures.status();
  std::map<std::string, const v1::Criterion*> criterion_of;
  for (const auto& criterion : *criteria) criterion_of[criterion.name()] = &criterion;
  std::map<std::string, const ingestion::v1::Measure*> measure_of;
  for (const auto& measure : *measures) measure_of[measure.name()] = &measure;

  FieldViolations bad;
  std::set<std::pair<std::string, std::string>> seen;
  for (int i = 0; i < request.scores_size(); ++i) {
    const v1::Score& score = request.scores(i);
    const std::string field = absl::StrCat("scores[", i, "]");
    const auto known = measure_of.find(score.measure());
    if (known == measure_of.end()) {
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
    if (score.has_confidence() && !(score.confidence() > 0 && score.confidence() <= 1)) {
      bad.Add(field + ".confidence", "must be above 0 (a guess) and at most 1 (certain)");
    }
    if (score.has_quote() && known != measure_of.end() &&
        !HasQuote(*known->second, score.quote())) {
      bad.Add(field + ".quote", "is no quote of the measure; `plenum measure show` lists them");
    }
    if (!seen.emplace(score.measure(), score.criterion()).second) {
      bad.Add(field, "scores the same measure on the same criterion a second time");
    }
  }
  return bad.ToStatus();
}

// Puts the score, and keeps the one that it replaces when that is of an earlier round.
absl::Status ScoringService::PutScore(const std::string& deliberation, const v1::Score& score,
                                      store::Mutation& mutation) const {
  const store::Key key{ScoresOf(deliberation), ScoreId(score.member(), score)};
  std::optional<std::int64_t> expected;
  if (score.round() > 1) {
    auto row = parts_.store->Get(key);
    if (!row.ok() && !absl::IsNotFound(row.status())) return resource::FromStore(row.status());
    expected = row.ok() ? row->revision : 0;
    if (row.ok()) {
      auto before = ReadScore(*row);
      if (!before.ok()) return before.status();
      if (before->round() < score.round()) {
        mutation.puts.push_back(
            {{PastScoresOf(deliberation), absl::StrCat(before->round(), ".", key.id)},
             before->SerializeAsString(),
             std::nullopt});
      }
    }
  }
  mutation.puts.push_back({key, score.SerializeAsString(), expected});
  return absl::OkStatus();
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
    auto current = ReadRound(*parts_.store, request.parent());
    if (!current.ok()) return current.status();
    Decision<v1::SetScoresResponse> decision;
    store::Mutation& mutation = decision.mutation;
    mutation.stream = request.parent();
    // The round must not end between this decision and its effect.
    mutation.requires_.push_back({RoundKey(request.parent()), current->revision});
    const auto now = resource::ToTimestamp(parts_.clock->NowMicros());
    for (const auto& given : request.scores()) {
      v1::Score& score = *decision.response.add_scores();
      score = given;
      score.set_member(caller.member);
      score.set_round(current->round.number());
      *score.mutable_update_time() = now;
      auto put = PutScore(request.parent(), score, mutation);
      if (!put.ok()) return put;
    }
    mutation.events.push_back(
        {kScoresSet, request.parent(), caller.member, decision.response.SerializeAsString()});
    return decision;
  };
  return resource::Write<v1::SetScoresResponse>(
      *parts_.store, caller, "SetScores", request, decide,
      [](v1::SetScoresResponse& /*response*/, std::int64_t /*revision*/) {});
}

absl::StatusOr<v1::ListScoresResponse> ScoringService::ListScores(
    const Caller& caller, const v1::ListScoresRequest& request) {
  if (!resource::Match("deliberations/*", request.parent())) return BadParent();
  auto sight = Look(caller, request.parent());
  if (!sight.ok()) return sight.status();
  const std::string prefix = sight->sealed ? ScorePrefix(caller.member) : "";
  auto page = resource::ReadPage(ScoresOf(request.parent()), prefix, request.page_size(),
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

}  // namespace plenum::scoring
