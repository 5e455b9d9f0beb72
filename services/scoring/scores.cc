#include "services/scoring/scoring_service.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/scoring/rows.h"

namespace plenum::scoring {
absl::StatusOr<ScoreRules> ScoringService::ReadScoreRules(const Caller& caller,
                                                          const std::string& deliberation) const {
  ScoreRules rules;
  auto phase = PhaseOf(caller, deliberation);
  if (!phase.ok()) return phase.status();
  rules.phase = *phase;
  // Nothing else is asked for where nothing can be entered.
  if (!MayScore(rules.phase)) return rules;
  auto round = ReadRound(*parts_.store, deliberation);
  if (!round.ok()) return round.status();
  rules.round = *std::move(round);
  auto criteria = ReadCriteria(*parts_.store, deliberation);
  if (!criteria.ok()) return criteria.status();
  for (auto& criterion : *criteria) rules.criteria[criterion.name()] = std::move(criterion);
  auto measures = ReadMeasures(caller, deliberation);
  if (!measures.ok()) return measures.status();
  for (auto& measure : *measures) rules.measures[measure.name()] = std::move(measure);
  return rules;
}

void ScoringService::SetScores(const Caller& caller, v1::SetScoresRequest request,
                               ScoreWriter::Done done) {
  if (!resource::Match("deliberations/*", request.parent())) return done(BadParent());
  base::FieldViolations bad;
  if (request.scores().empty() || request.scores_size() > service_limits::kMaxScoresPerCall) {
    bad.Add("scores", absl::StrCat("are ", request.scores_size(), "; send 1 to ",
                                   service_limits::kMaxScoresPerCall));
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return done(bad.ToStatus());
  score_writer_.Enter(caller, std::move(request), std::move(done));
}

absl::StatusOr<v1::DigestScoresResponse> ScoringService::DigestScores(
    const Caller& /*caller*/, const v1::DigestScoresRequest& request) {
  if (!resource::Match("deliberations/*", request.parent())) return BadParent();
  auto scores = ReadScores(*parts_.store, request.parent());
  if (!scores.ok()) return scores.status();
  std::vector<std::string> lines;
  for (const v1::Score& score : *scores) {
    constexpr std::size_t kLongestDouble = 32;
    std::array<char, kLongestDouble> value{};
    const auto end = std::to_chars(value.data(), value.data() + value.size(), score.value()).ptr;
    lines.push_back(absl::StrCat(resource::KeyOf(score.member()).id, " ",
                                 resource::KeyOf(score.measure()).id, " ",
                                 resource::KeyOf(score.criterion()).id, " ", score.round(), " ",
                                 std::string(value.data(), end), "\n"));
  }
  std::sort(lines.begin(), lines.end());
  v1::DigestScoresResponse response;
  response.set_count(static_cast<std::int64_t>(lines.size()));
  response.set_sha256(base::Sha256(absl::StrJoin(lines, "")));
  return response;
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
