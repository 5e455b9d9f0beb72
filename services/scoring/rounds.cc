// Rounds of scoring, who moved in them, and what the scores lean on.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/resource/name.h"
#include "services/common/resource/time.h"
#include "services/scoring/evidence.h"
#include "services/scoring/scoring_service.h"

namespace plenum::scoring {
namespace {

using base::FieldViolations;
using resource::Decision;

bool IsSameQuote(const v1::QuoteRef& a, const v1::QuoteRef& b) {
  return a.document() == b.document() && a.start() == b.start() && a.end() == b.end();
}

// How `now` differs from the score before it, on a scale of that length.
v1::Movement MovementOf(const v1::Score& before, const v1::Score& now, double scale) {
  v1::Movement movement;
  movement.set_member(now.member());
  movement.set_measure(now.measure());
  movement.set_criterion(now.criterion());
  movement.set_old_value(before.value());
  movement.set_new_value(now.value());
  movement.set_share_of_scale((now.value() - before.value()) / scale);
  const bool other_reason = !now.reason().empty() && now.reason() != before.reason();
  const bool other_quote = now.has_quote() && !IsSameQuote(now.quote(), before.quote());
  const bool other_argument = !now.argument().empty() && now.argument() != before.argument();
  movement.set_new_evidence(other_reason || other_quote || other_argument);
  movement.set_reason(now.reason());
  movement.set_argument(now.argument());
  return movement;
}

// All versions of every score, by id and then by round.
std::map<std::string, std::map<int, v1::Score>> VersionsOf(std::vector<v1::Score> now,
                                                           std::vector<v1::Score> past) {
  std::map<std::string, std::map<int, v1::Score>> versions;
  now.insert(now.end(), std::make_move_iterator(past.begin()), std::make_move_iterator(past.end()));
  for (v1::Score& score : now) {
    versions[ScoreId(score.member(), score)].emplace(score.round(), std::move(score));
  }
  return versions;
}

// Farthest first.
bool MovedFarther(const v1::Movement& a, const v1::Movement& b) {
  const double a_far = std::abs(a.share_of_scale());
  const double b_far = std::abs(b.share_of_scale());
  if (a_far != b_far) return a_far > b_far;
  return std::tie(a.member(), a.measure(), a.criterion()) <
         std::tie(b.member(), b.measure(), b.criterion());
}

}  // namespace

absl::StatusOr<v1::OpenRoundResponse> ScoringService::OpenRound(
    const Caller& caller, const v1::OpenRoundRequest& request) {
  FieldViolations bad;
  if (!resource::Match("deliberations/*", request.parent())) return BadParent();
  if (request.number() < 1 || request.number() > service_limits::kMaxRounds) {
    bad.Add("number", absl::StrCat("must be from 1 to ", service_limits::kMaxRounds));
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::OpenRoundResponse>> {
    auto phase = PhaseOf(caller, request.parent());
    if (!phase.ok()) return phase.status();
    if (!MayScore(*phase)) {
      return WrongPhase("rounds are opened in phase scoring", "scoring");
    }
    auto current = ReadRound(*parts_.store, request.parent());
    if (!current.ok()) return current.status();
    Decision<v1::OpenRoundResponse> decision;
    *decision.response.mutable_round() = current->round;
    decision.revision = current->revision;
    if (request.number() == current->round.number()) return decision;
    if (request.number() != current->round.number() + 1) {
      FieldViolations wrong;
      wrong.Add("number", absl::StrCat("must be ", current->round.number() + 1,
                                       ": the round now is ", current->round.number()));
      return wrong.ToStatus();
    }
    v1::Round& round = *decision.response.mutable_round();
    round.set_number(request.number());
    *round.mutable_open_time() = resource::ToTimestamp(parts_.clock->NowMicros());
    decision.mutation.stream = request.parent();
    decision.mutation.puts.push_back(
        {RoundKey(request.parent()), round.SerializeAsString(), current->revision});
    decision.mutation.events.push_back({kRoundOpened, request.parent(), caller.member, ""});
    return decision;
  };
  return resource::Write<v1::OpenRoundResponse>(
      *parts_.store, caller, "OpenRound", request, decide,
      [](v1::OpenRoundResponse& /*response*/, std::int64_t /*revision*/) {});
}

absl::StatusOr<v1::GetRoundResponse> ScoringService::GetRound(const Caller& caller,
                                                              const v1::GetRoundRequest& request) {
  if (!resource::Match("deliberations/*", request.parent())) return BadParent();
  auto sight = Look(caller, request.parent());
  if (!sight.ok()) return sight.status();
  v1::GetRoundResponse response;
  *response.mutable_round() = sight->round;
  response.set_scores_visible(!sight->sealed);
  return response;
}

absl::StatusOr<v1::ListMovementsResponse> ScoringService::ListMovements(
    const Caller& caller, const v1::ListMovementsRequest& request) {
  if (!resource::Match("deliberations/*", request.parent())) return BadParent();
  auto current = ReadRound(*parts_.store, request.parent());
  if (!current.ok()) return current.status();
  if (current->round.number() == 1) {
    return NotReady("nobody can have moved: this is the first round of scoring");
  }
  auto seen = CheckSight(caller, request.parent(), Detail::kMembers);
  if (!seen.ok()) return seen;
  const int round = request.round() == 0 ? current->round.number() : request.round();
  if (round < 2 || round > current->round.number()) {
    FieldViolations bad;
    bad.Add("round", absl::StrCat("must be from 2 to ", current->round.number()));
    return bad.ToStatus();
  }
  auto criteria = ReadCriteria(*parts_.store, request.parent());
  if (!criteria.ok()) return criteria.status();
  auto now = ReadScores(*parts_.store, request.parent());
  if (!now.ok()) return now.status();
  auto past = ReadPastScores(*parts_.store, request.parent());
  if (!past.ok()) return past.status();

  std::map<std::string, double> scale;
  for (const auto& criterion : *criteria) {
    scale[criterion.name()] = criterion.scale_max() - criterion.scale_min();
  }
  v1::ListMovementsResponse response;
  response.set_round(round);
  std::vector<v1::Movement> movements;
  std::set<std::string> moved;
  for (const auto& [id, versions] : VersionsOf(*std::move(now), *std::move(past))) {
    // The last version up to the round, and the one before it.
    auto after = versions.upper_bound(round);
    if (after == versions.begin()) continue;
    response.set_score_count(response.score_count() + 1);
    const auto at = std::prev(after);
    if (at->first != round || at == versions.begin()) continue;
    const v1::Score& before = std::prev(at)->second;
    if (before.value() == at->second.value() || !scale.contains(before.criterion())) continue;
    movements.push_back(MovementOf(before, at->second, scale[before.criterion()]));
    moved.insert(at->second.member());
  }
  std::sort(movements.begin(), movements.end(), MovedFarther);
  for (auto& movement : movements) *response.add_movements() = std::move(movement);
  response.set_moved_members(static_cast<std::int32_t>(moved.size()));
  return response;
}

absl::StatusOr<v1::GetEvidenceResponse> ScoringService::GetEvidence(
    const Caller& caller, const v1::GetEvidenceRequest& request) {
  if (!resource::Match("deliberations/*", request.parent())) return BadParent();
  auto seen = CheckSight(caller, request.parent(), Detail::kMembers);
  if (!seen.ok()) return seen;
  auto snapshot = ReadSnapshot(caller, request.parent());
  if (!snapshot.ok()) return snapshot.status();
  return EvidenceOf(*snapshot);
}

}  // namespace plenum::scoring
