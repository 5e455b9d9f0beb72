// The methods of DeliberationService that count a closed vote, and show what came out.
#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/time.h"
#include "services/deliberation/delegation/delegations.h"
#include "services/deliberation/deliberation_service.h"
#include "services/deliberation/phases/phases.h"
#include "services/deliberation/record/count_vote.h"
#include "services/deliberation/rules/rules.h"

namespace plenum::deliberation {
namespace {

std::string NameOfResult(const std::string& deliberation, int decision) {
  return absl::StrCat(deliberation, "/results/", decision);
}

// Those that moved most ballots first, then in the order of saying.
void AddMovers(const std::string& deliberation, const std::map<std::string, int>& moved_by,
               v1::Result& result) {
  for (const auto& [id, ballots] : moved_by) {
    v1::MovedBy& mover = *result.add_moved_by();
    mover.set_argument(absl::StrCat(deliberation, "/arguments/", id));
    mover.set_ballot_count(ballots);
  }
  std::stable_sort(
      result.mutable_moved_by()->begin(), result.mutable_moved_by()->end(),
      [](const auto& a, const auto& b) { return a.ballot_count() > b.ballot_count(); });
}

}  // namespace

absl::StatusOr<v1::Result> DeliberationService::ReadResult(const std::string& deliberation,
                                                           int decision) const {
  const std::string name = NameOfResult(deliberation, decision);
  auto row = parts_.store->Get(resource::KeyOf(name));
  if (absl::IsNotFound(row.status())) return row.status();
  if (!row.ok()) return resource::FromStore(row.status());
  v1::Result result;
  if (!result.ParseFromString(row->data)) return absl::InternalError(name + " is unreadable");
  return result;
}

absl::StatusOr<v1::Result> DeliberationService::EnsureResult(const Caller& caller,
                                                             const Stored& stored) const {
  const v1::Deliberation& election = stored.deliberation;
  const std::string name = NameOfResult(election.name(), election.rules().decision());
  // Twice: when another one stored the result first, the second round reads it.
  for (int round = 0; round < 2; ++round) {
    auto result = ReadResult(election.name(), election.rules().decision());
    if (!absl::IsNotFound(result.status())) return result;
    auto log = log_.Read(election.name());
    if (!log.ok()) return log.status();
    auto cast = ReadCast(election, **log);
    // Another one has stored the result since, and the ballots went into the log.
    if (absl::IsNotFound(cast.status())) continue;
    if (!cast.ok()) return cast.status();
    const auto counted =
        record::CountVote((*log)->story.votes().back().opened, (*log)->roll(), cast->ballots);
    if (!counted.ok()) return absl::InternalError(absl::StrCat(counted.status().message()));
    auto made = MakeResult(caller, election, *counted);
    if (!made.ok()) return made.status();
    made->set_name(name);
    made->set_delegated_count(static_cast<int>(cast->delegated));
    AddMovers(election.name(), cast->moved_by, *made);
    store::Mutation mutation;
    mutation.stream = election.name();
    auto logged =
        log_.Close(**log, std::move(cast->ballots), cast->slots,
                   record::ClosingOf(*counted, cast->delegated,
                                     static_cast<std::uint64_t>(parts_.clock->NowMicros())),
                   mutation);
    if (!logged.ok()) return logged;
    mutation.puts.push_back({resource::KeyOf(name), made->SerializeAsString(), 0});
    mutation.events.push_back({v1::EVENT_KIND_RESULT_STORED, name, "", ""});
    auto applied = parts_.store->Apply(std::move(mutation));
    if (applied.ok()) return made;
    const bool by_another =
        absl::IsAlreadyExists(applied.status()) || absl::IsAborted(applied.status());
    if (!by_another) return resource::FromStore(applied.status());
  }
  return absl::InternalError(name + " exists and cannot be found");
}

absl::StatusOr<DeliberationService::CastBallots> DeliberationService::ReadCast(
    const v1::Deliberation& election, const Log& log) const {
  auto secret = log_.ReadSecret(election);
  if (!secret.ok()) return secret.status();
  const std::string& deliberation = election.name();
  std::map<std::string, BallotRow> rows;
  absl::Status read =
      resource::ForEachRow(*parts_.store, deliberation + "/ballots", [&](const store::Row& row) {
        auto ballot = ReadBallotRow(election.rules().options_size(), row.data);
        if (!ballot.ok()) return ballot.status();
        rows.emplace(row.key.id, *std::move(ballot));
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  auto delegations = ReadDelegations(*parts_.store, deliberation);
  if (!delegations.ok()) return delegations.status();
  const auto name_of = [&](const std::string& id) {
    return absl::StrCat(deliberation, "/members/", id);
  };
  CastBallots cast;
  const auto add = [&](const record::Voter& voter, std::string salt, std::string packed) {
    record::OpenedBallot& ballot = cast.ballots.emplace_back();
    ballot.salt = std::move(salt);
    ballot.packed = std::move(packed);
    ballot.weight = voter.weight;
    if (!secret->detached()) ballot.voter = voter.id;
  };
  std::map<std::string, record::Voter> silent;
  for (const record::Voter& voter : log.roll()) {
    const auto row = rows.find(secret->AliasOf(name_of(voter.id)).slot);
    if (row == rows.end()) {
      if (delegations->contains(voter.id)) silent.emplace(voter.id, voter);
      continue;
    }
    add(voter, row->second.salt, row->second.packed);
    if (!row->second.argument.empty()) ++cast.moved_by[row->second.argument];
    cast.slots.push_back(row->first);
  }
  if (cast.slots.size() != rows.size()) {
    return absl::InternalError("a stored ballot is of nobody on the roll");
  }
  for (const auto& [id, voter] : silent) {
    const auto row = rows.find(secret->AliasOf(name_of(delegations->at(id))).slot);
    if (row == rows.end()) continue;
    add(voter, secret->MarksOf(name_of(id), row->second.packed).salt, row->second.packed);
    ++cast.delegated;
  }
  return cast;
}

absl::StatusOr<v1::Result> DeliberationService::MakeResult(
    const Caller& caller, const v1::Deliberation& election,
    const record::CountedVote& counted) const {
  v1::Result result;
  *result.mutable_rules() = election.rules();
  *result.mutable_outcome() = counted.outcome;
  if (counted.package) *result.mutable_package() = *counted.package;
  result.set_roll_count(static_cast<int>(counted.roll));
  result.set_roll_weight(static_cast<std::int64_t>(counted.roll_weight));
  result.set_ballot_count(static_cast<int>(counted.ballots));
  result.set_ballot_weight(static_cast<std::int64_t>(counted.weight));
  result.set_abstention_count(static_cast<int>(counted.abstentions));
  *result.mutable_verdict() = VerdictOf(election.rules(), counted);
  *result.mutable_create_time() = resource::ToTimestamp(parts_.clock->NowMicros());
  auto beside = AddCriteriaRanking(caller, election, result);
  if (!beside.ok() && !election.closed_without_criteria()) {
    return base::Error(absl::StatusCode::kUnavailable, common::v1::ERROR_REASON_UNAVAILABLE,
                       absl::StrCat("the vote is closed, and its result is made as soon as the "
                                    "ranking by the criteria can be read again (",
                                    std::string(beside.message()), "); ask once more"));
  }
  return result;
}

absl::Status DeliberationService::AddCriteriaRanking(const Caller& caller,
                                                     const v1::Deliberation& deliberation,
                                                     v1::Result& result) const {
  if (deliberation.closed_without_criteria()) {
    result.set_criteria_note(
        "the scoring service, or the ingestion service that it asks, did not answer when the vote "
        "was closed, and it was closed without");
    return absl::OkStatus();
  }
  scoring::v1::EvaluateRankingRequest request;
  request.set_parent(deliberation.name());
  Caller brief = caller;
  // The vote must not wait long for what stands beside it.
  constexpr std::chrono::seconds kLongest{5};
  brief.deadline = std::min(caller.deadline, std::chrono::system_clock::now() + kLongest);
  auto ranking =
      parts_.scoring->Call(&scoring::v1::ScoringService::Stub::EvaluateRanking, request, brief);
  if (ranking.ok()) {
    *result.mutable_criteria_ranking() = std::move(*ranking->mutable_ranking());
  } else if (base::HasReason(ranking.status(), common::v1::ERROR_REASON_NOT_READY)) {
    result.set_criteria_note("nothing was scored");
  } else if (absl::IsInvalidArgument(ranking.status()) ||
             absl::IsFailedPrecondition(ranking.status())) {
    result.set_criteria_note(absl::StrCat(ranking.status().message()));
  } else {
    return ranking.status();
  }
  return absl::OkStatus();
}

absl::Status DeliberationService::RequireReadable(const Caller& caller,
                                                  const v1::Deliberation& deliberation,
                                                  int decision, std::string_view what) {
  if (IsPublic(deliberation, decision)) return absl::OkStatus();
  const bool unpublished =
      decision == deliberation.decision_count() && deliberation.phase() == v1::PHASE_CLOSED;
  if (unpublished && caller.role == auth::Role::kFacilitator) return absl::OkStatus();
  return RequirePhase(deliberation.phase(), {unpublished ? v1::PHASE_PUBLISHED : v1::PHASE_CLOSED},
                      what);
}

absl::StatusOr<v1::GetResultResponse> DeliberationService::GetResult(
    const Caller& caller, const v1::GetResultRequest& request) {
  const auto numbered = resource::Match("deliberations/*/results/*", request.name());
  int decision = 0;
  const bool good = numbered
                        ? absl::SimpleAtoi(numbered->at(1), &decision) && decision > 0
                        : resource::Match("deliberations/*/result", request.name()).has_value();
  if (!good) {
    base::FieldViolations bad;
    bad.Add("name", "must be of the form deliberations/ID/result, or deliberations/ID/results/N");
    return bad.ToStatus();
  }
  auto stored = Read(caller.deliberation);
  if (!stored.ok()) return stored.status();
  const v1::Deliberation& deliberation = stored->deliberation;
  const bool open =
      deliberation.phase() != v1::PHASE_CLOSED && deliberation.phase() != v1::PHASE_PUBLISHED;
  if (!numbered) decision = std::max(1, deliberation.decision_count() - (open ? 1 : 0));
  auto readable = RequireReadable(caller, deliberation, decision, "reading the result");
  if (!readable.ok()) return readable;
  auto result = decision == deliberation.decision_count()
                    ? EnsureResult(caller, *stored)
                    : ReadResult(deliberation.name(), decision);
  if (absl::IsNotFound(result.status())) return base::NotFound(request.name());
  if (!result.ok()) return result.status();
  v1::GetResultResponse response;
  *response.mutable_result() = *std::move(result);
  return response;
}

}  // namespace plenum::deliberation
