// The method of DeliberationService that leads it from phase to phase.
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/resource/name.h"
#include "services/common/resource/time.h"
#include "services/deliberation/deliberation_service.h"
#include "services/deliberation/phases/phases.h"
#include "services/deliberation/phases/timekeeper.h"

namespace plenum::deliberation {
namespace {

using resource::Decision;

// The vote is open already: rules that were named must be those that are frozen.
absl::Status RequireSameRules(const v1::VotingRules& rules,
                              const v1::AdvanceDeliberationRequest& request) {
  const bool method =
      request.method() == tally::v1::METHOD_UNSPECIFIED || request.method() == rules.method();
  const bool unranked = request.unranked() == tally::v1::UNRANKED_UNSPECIFIED ||
                        request.unranked() == rules.unranked();
  if (method && unranked) return absl::OkStatus();
  return base::Error(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_WRONG_PHASE,
                     "the vote is open already, and its rules are fixed; GetDeliberation shows "
                     "them",
                     {{"phase", "voting"}});
}

absl::Status StaysOpen(const absl::Status& why) {
  return base::Error(
      absl::StatusCode::kUnavailable, common::v1::ERROR_REASON_UNAVAILABLE,
      absl::StrCat("the vote stays open: the ranking by the criteria, which is stored beside the "
                   "result once and for all, cannot be read (",
                   std::string(why.message()),
                   "); try again, or close without it (without_criteria, --without-criteria)"));
}

absl::Status LosesSomething(const std::string& what) {
  return base::Error(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_WRONG_PHASE,
                     what, {{"required", "nothing to lose"}});
}

}  // namespace

absl::StatusOr<v1::AdvanceDeliberationResponse> DeliberationService::AdvanceDeliberation(
    const Caller& caller, const v1::AdvanceDeliberationRequest& request) {
  base::FieldViolations bad;
  if (!v1::Phase_IsValid(request.phase()) || request.phase() == v1::PHASE_UNSPECIFIED) {
    bad.Add("phase", "must be the phase to go to, for example scoring, voting or closed");
  }
  if (!tally::v1::Method_IsValid(request.method())) bad.Add("method", "is not known");
  if (!tally::v1::Unranked_IsValid(request.unranked())) bad.Add("unranked", "is not known");
  if (request.phase() != v1::PHASE_VOTING) {
    constexpr char kOnlyVoting[] = "is chosen when the vote is opened, with phase voting";
    if (request.method() != tally::v1::METHOD_UNSPECIFIED) bad.Add("method", kOnlyVoting);
    if (request.unranked() != tally::v1::UNRANKED_UNSPECIFIED) bad.Add("unranked", kOnlyVoting);
  }
  if (request.without_criteria() && request.phase() != v1::PHASE_CLOSED) {
    bad.Add("without_criteria", "is for closing the vote, with phase closed");
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  auto response = resource::Write<v1::AdvanceDeliberationResponse>(
      *parts_.store, caller, "AdvanceDeliberation", request,
      [&] { return DecideAdvance(caller, request); },
      [](v1::AdvanceDeliberationResponse& advanced, std::int64_t revision) {
        advanced.mutable_deliberation()->set_etag(resource::Etag(revision));
      });
  elections_.Drop(request.name());
  if (!response.ok()) return response;
  // What follows from the new phase is made up for by whoever asks next when it fails here. From
  // the close on no ballot gets in.
  absl::Status followed;
  if (response->deliberation().phase() == v1::PHASE_CLOSED) {
    auto stored = Read(request.name());
    if (!stored.ok()) return stored.status();
    // A repeated request may tell of a phase that is over.
    if (stored->deliberation.phase() == v1::PHASE_CLOSED) {
      followed = EnsureResult(caller, *stored).status();
    }
  } else if (response->deliberation().phase() == v1::PHASE_REVISING) {
    followed = OpenRevisingRound(caller, response->deliberation());
  }
  if (!followed.ok()) return followed;
  return response;
}

absl::Status DeliberationService::OpenRevisingRound(const Caller& caller,
                                                    const v1::Deliberation& deliberation) const {
  scoring::v1::OpenRoundRequest request;
  request.set_parent(deliberation.name());
  request.set_number(deliberation.revising_round());
  auto opened =
      parts_.scoring->Call(&scoring::v1::ScoringService::Stub::OpenRound, request, caller);
  // A later round was opened since, or the phase is over.
  if (absl::IsInvalidArgument(opened.status()) || absl::IsFailedPrecondition(opened.status())) {
    return absl::OkStatus();
  }
  return opened.status();
}

absl::StatusOr<Decision<v1::AdvanceDeliberationResponse>> DeliberationService::DecideAdvance(
    const Caller& caller, const v1::AdvanceDeliberationRequest& request) const {
  auto stored = Read(request.name());
  if (!stored.ok()) return stored.status();
  if (!stored->deliberation.vote_suspended()) {
    auto current = resource::CheckEtag(request.etag(), stored->revision, request.name());
    if (!current.ok()) return current;
  }
  Decision<v1::AdvanceDeliberationResponse> decision;
  decision.mutation.stream = request.name();
  if (stored->deliberation.phase() == request.phase()) {
    return DecideToStay(*std::move(stored), request);
  }
  auto possible = CheckTransition(stored->deliberation, request.phase());
  if (!possible.ok()) return possible;
  if (IsBack(stored->deliberation.phase(), request.phase())) {
    auto lossless = PrepareWayBack(caller, request.phase(), *stored, decision.mutation);
    if (!lossless.ok()) return lossless;
  }
  v1::Deliberation& changed = stored->deliberation;
  const v1::Deliberation before = changed;
  auto entries = EntriesOf(caller, changed, request);
  if (!entries.ok()) return entries.status();
  changed.set_phase(request.phase());
  changed.clear_vote_suspended();
  if (request.phase() == v1::PHASE_VOTING) {
    auto rules = FreezeRules(caller, before, request);
    if (!rules.ok()) return rules.status();
    *changed.mutable_rules() = *std::move(rules);
    changed.set_decision_count(changed.rules().decision());
    changed.clear_closed_without_criteria();
    auto logged = log_.Open(changed, *std::move(entries), parts_.random(VoteSecret::kBytes),
                            decision.mutation);
    if (!logged.ok()) return logged;
  } else {
    if (request.phase() == v1::PHASE_CLOSED) {
      v1::Result unused;
      auto beside = AddCriteriaRanking(caller, before, unused);
      if (!beside.ok() && !request.without_criteria()) return StaysOpen(beside);
      changed.set_closed_without_criteria(!beside.ok());
    }
    if (request.phase() == v1::PHASE_REVISING) {
      scoring::v1::GetRoundRequest round;
      round.set_parent(request.name());
      auto now = parts_.scoring->Call(&scoring::v1::ScoringService::Stub::GetRound, round, caller);
      if (!now.ok()) return now.status();
      changed.set_revising_round(now->round().number() + 1);
    }
    auto logged = log_.Append(request.name(), *entries, decision.mutation);
    if (!logged.ok()) return logged;
  }
  Touch(changed);
  *decision.response.mutable_deliberation() = changed;
  v1::Event payload;
  payload.set_phase(request.phase());
  decision.mutation.puts.push_back(
      {resource::KeyOf(request.name()), changed.SerializeAsString(), stored->revision});
  MoveDeadline(before, changed, decision.mutation);
  decision.mutation.events.push_back(
      {v1::EVENT_KIND_PHASE_CHANGED, request.name(), caller.member, payload.SerializeAsString()});
  return decision;
}

absl::StatusOr<Decision<v1::AdvanceDeliberationResponse>> DeliberationService::DecideToStay(
    Stored stored, const v1::AdvanceDeliberationRequest& request) const {
  auto same = RequireSameRules(stored.deliberation.rules(), request);
  if (!same.ok() && request.phase() == v1::PHASE_VOTING) return same;
  Decision<v1::AdvanceDeliberationResponse> decision;
  decision.mutation.stream = request.name();
  decision.revision = stored.revision;
  if (stored.deliberation.vote_suspended()) {
    stored.deliberation.clear_vote_suspended();
    decision.mutation = Updated(stored);
  }
  *decision.response.mutable_deliberation() = std::move(stored.deliberation);
  return decision;
}

store::Mutation DeliberationService::Updated(Stored& stored) const {
  Touch(stored.deliberation);
  store::Mutation mutation;
  mutation.stream = stored.deliberation.name();
  mutation.puts.push_back({resource::KeyOf(stored.deliberation.name()),
                           stored.deliberation.SerializeAsString(), stored.revision});
  mutation.events.push_back(
      {v1::EVENT_KIND_DELIBERATION_UPDATED, stored.deliberation.name(), "", ""});
  return mutation;
}

absl::Status DeliberationService::PrepareWayBack(const Caller& caller, v1::Phase to, Stored& stored,
                                                 store::Mutation& mutation) const {
  const std::string name = stored.deliberation.name();
  if (stored.deliberation.phase() == v1::PHASE_VOTING) {
    // First nobody can cast any more, then it is looked whether anybody has.
    if (!stored.deliberation.vote_suspended()) {
      stored.deliberation.set_vote_suspended(true);
      auto suspended = parts_.store->Apply(Updated(stored));
      if (!suspended.ok()) return resource::FromStore(suspended.status());
      stored.revision = suspended->revision;
    }
    auto ballots = parts_.store->Count(name + "/ballots");
    if (!ballots.ok()) return resource::FromStore(ballots.status());
    if (*ballots > 0) {
      stored.deliberation.clear_vote_suspended();
      auto goes_on = parts_.store->Apply(Updated(stored));
      if (!goes_on.ok()) return resource::FromStore(goes_on.status());
      return LosesSomething(absl::StrCat(*ballots,
                                         *ballots == 1 ? " ballot was cast" : " ballots were cast",
                                         ", and going back would lose them; the vote goes on"));
    }
    log_.Forget(name, mutation);
  }
  if (to != v1::PHASE_DRAFT && to != v1::PHASE_COLLECTING) return absl::OkStatus();
  scoring::v1::DigestScoresRequest scores;
  scores.set_parent(name);
  auto digest =
      parts_.scoring->Call(&scoring::v1::ScoringService::Stub::DigestScores, scores, caller);
  if (!digest.ok()) return digest.status();
  if (digest->count() == 0) return absl::OkStatus();
  return LosesSomething(absl::StrCat(
      digest->count(), digest->count() == 1 ? " score was entered" : " scores were entered",
      ", which would no longer be of what was scored when measures and criteria change"));
}

absl::StatusOr<std::vector<std::string>> DeliberationService::EntriesOf(
    const Caller& caller, const v1::Deliberation& before,
    const v1::AdvanceDeliberationRequest& request) const {
  std::vector<std::string> entries;
  if (request.phase() != v1::PHASE_PUBLISHED) {
    auto content = ReadContent(caller, before.name());
    if (content.ok()) {
      entries.push_back(record::Encode(*content));
    } else if (!request.without_criteria()) {
      return request.phase() == v1::PHASE_CLOSED ? StaysOpen(content.status()) : content.status();
    }
  }
  entries.push_back(record::Encode(
      record::Moved{std::string(PhaseName(before.phase())), std::string(PhaseName(request.phase())),
                    static_cast<std::uint64_t>(parts_.clock->NowMicros())}));
  return entries;
}

}  // namespace plenum::deliberation
