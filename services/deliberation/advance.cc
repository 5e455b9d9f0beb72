// The methods of DeliberationService that lead it through its phases to the stored result.
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/time.h"
#include "services/common/rpc/limits.h"
#include "services/deliberation/counting/counting.h"
#include "services/deliberation/deliberation_service.h"
#include "services/deliberation/phases/phases.h"
#include "services/deliberation/tally/profile.h"

namespace plenum::deliberation {
namespace {

using resource::Decision;

constexpr int kMinOptions = 2;

// A vote that was opened can always be counted: Stable Voting looks at sets of options, up to all
// 2^n of them.
constexpr int kMaxStableVotingOptions = 12;

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

}  // namespace

absl::StatusOr<v1::AdvanceDeliberationResponse> DeliberationService::AdvanceDeliberation(
    const Caller& caller, const v1::AdvanceDeliberationRequest& request) {
  base::FieldViolations bad;
  if (!v1::Phase_IsValid(request.phase()) || request.phase() == v1::PHASE_UNSPECIFIED) {
    bad.Add("phase", "must be the phase to go to: scoring, voting or closed");
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
  if (!response.ok() || response->deliberation().phase() != v1::PHASE_CLOSED) return response;
  // From here on no ballot gets in. A count that fails is made by the next one who asks.
  auto stored = Read(request.name());
  if (!stored.ok()) return stored.status();
  auto result = EnsureResult(caller, *stored);
  if (!result.ok()) return result.status();
  return response;
}

absl::StatusOr<Decision<v1::AdvanceDeliberationResponse>> DeliberationService::DecideAdvance(
    const Caller& caller, const v1::AdvanceDeliberationRequest& request) const {
  auto stored = Read(request.name());
  if (!stored.ok()) return stored.status();
  v1::Deliberation& changed = stored->deliberation;
  Decision<v1::AdvanceDeliberationResponse> decision;
  auto current = resource::CheckEtag(request.etag(), stored->revision, request.name());
  if (!current.ok()) return current;
  if (changed.phase() == request.phase()) {
    auto same = RequireSameRules(changed.rules(), request);
    if (!same.ok()) return same;
    decision.revision = stored->revision;
    decision.mutation.stream = request.name();
    *decision.response.mutable_deliberation() = std::move(changed);
    return decision;
  }
  auto possible = CheckTransition(changed.phase(), request.phase());
  if (!possible.ok()) return possible;
  if (request.phase() == v1::PHASE_VOTING) {
    auto rules = FreezeRules(caller, request);
    if (!rules.ok()) return rules.status();
    *changed.mutable_rules() = *std::move(rules);
    changed.set_vote_logged(true);
    auto logged = log_.Open(changed, decision.mutation);
    if (!logged.ok()) return logged;
  }
  if (request.phase() == v1::PHASE_CLOSED) {
    v1::Result unused;
    auto beside = AddCriteriaRanking(caller, changed, unused);
    if (!beside.ok() && !request.without_criteria()) return StaysOpen(beside);
    changed.set_closed_without_criteria(!beside.ok());
  }
  changed.set_phase(request.phase());
  Touch(changed);
  *decision.response.mutable_deliberation() = changed;
  v1::Event payload;
  payload.set_phase(request.phase());
  decision.mutation.stream = request.name();
  decision.mutation.puts.push_back(
      {resource::KeyOf(request.name()), changed.SerializeAsString(), stored->revision});
  decision.mutation.events.push_back(
      {v1::EVENT_KIND_PHASE_CHANGED, request.name(), caller.member, payload.SerializeAsString()});
  return decision;
}

absl::StatusOr<v1::VotingRules> DeliberationService::FreezeRules(
    const Caller& caller, const v1::AdvanceDeliberationRequest& request) const {
  v1::VotingRules rules;
  rules.set_method(counting::OrDefault(request.method()));
  rules.set_unranked(counting::OrDefault(request.unranked()));
  ingestion::v1::ListMeasuresRequest list;
  list.set_parent(request.name());
  list.set_page_size(rpc::limits::kMaxPageSize);
  list.set_show_rejected(true);  // they have numbers, too
  int number = 0;
  do {
    auto page =
        parts_.ingestion->Call(&ingestion::v1::IngestionService::Stub::ListMeasures, list, caller);
    if (!page.ok()) return page.status();
    for (const auto& measure : page->measures()) {
      ++number;
      if (measure.state() != ingestion::v1::MEASURE_STATE_ACTIVE) continue;
      auto* option = rules.add_options();
      option->set_number(number);
      option->set_measure(measure.name());
      option->set_title(measure.title());
    }
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  if (rules.method() == tally::v1::METHOD_STABLE_VOTING &&
      rules.options_size() > kMaxStableVotingOptions) {
    return base::Error(
        absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_NOT_READY,
        absl::StrCat("Stable Voting is certain to end only up to ", kMaxStableVotingOptions,
                     " measures, and there are ", rules.options_size(),
                     "; choose another method, or reject measures"));
  }
  if (rules.options_size() >= kMinOptions && rules.options_size() <= limits::kMaxOptions) {
    return rules;
  }
  return base::Error(
      absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_NOT_READY,
      absl::StrCat("a vote needs 2 to ", limits::kMaxOptions, " measures, and there are ",
                   rules.options_size(),
                   "; import documents, or add or reject measures, before opening it"));
}

absl::StatusOr<v1::Result> DeliberationService::EnsureResult(const Caller& caller,
                                                             const Stored& stored) const {
  const std::string name = stored.deliberation.name() + "/result";
  // Twice: when another one stored the result first, the second round reads it.
  for (int round = 0; round < 2; ++round) {
    auto row = parts_.store->Get(resource::KeyOf(name));
    if (row.ok()) {
      v1::Result result;
      if (!result.ParseFromString(row->data)) return absl::InternalError(name + " is unreadable");
      return result;
    }
    if (!absl::IsNotFound(row.status())) return resource::FromStore(row.status());
    auto ballots = ReadBallots(stored);
    if (!ballots.ok()) return ballots.status();
    std::shared_ptr<const Log> log;
    if (stored.deliberation.vote_logged()) {
      auto open = log_.Read(stored.deliberation.name());
      if (!open.ok()) return open.status();
      log = *std::move(open);
    }
    auto voters = log != nullptr ? static_cast<int>(log->roll.size())
                                 : CountVoters(stored.deliberation.name());
    if (!voters.ok()) return voters.status();
    auto result = CountBallots(caller, stored, *ballots, *voters);
    if (!result.ok()) return result.status();
    result->set_name(name);
    store::Mutation mutation;
    mutation.stream = stored.deliberation.name();
    if (log != nullptr) {
      auto logged = log_.Close(*log, *std::move(ballots), *result, mutation);
      if (!logged.ok()) return logged;
    }
    mutation.puts.push_back({resource::KeyOf(name), result->SerializeAsString(), 0});
    mutation.events.push_back({v1::EVENT_KIND_RESULT_STORED, name, "", ""});
    auto applied = parts_.store->Apply(std::move(mutation));
    if (applied.ok()) return result;
    const bool by_another =
        absl::IsAlreadyExists(applied.status()) || absl::IsAborted(applied.status());
    if (!by_another) return resource::FromStore(applied.status());
  }
  return absl::InternalError(name + " exists and cannot be found");
}

absl::StatusOr<std::vector<BallotRow>> DeliberationService::ReadBallots(
    const Stored& stored) const {
  const int options = stored.deliberation.rules().options_size();
  std::vector<BallotRow> ballots;
  const std::string collection = stored.deliberation.name() + "/ballots";
  absl::Status read = resource::ForEachRow(*parts_.store, collection, [&](const store::Row& row) {
    auto ballot = ReadBallotRow(options, row.data);
    if (!ballot.ok()) return ballot.status();
    ballots.push_back(*std::move(ballot));
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return ballots;
}

absl::StatusOr<v1::Result> DeliberationService::CountBallots(const Caller& caller,
                                                             const Stored& stored,
                                                             const std::vector<BallotRow>& ballots,
                                                             int voters) const {
  const v1::VotingRules& rules = stored.deliberation.rules();
  auto profile =
      plenum::tally::Profile::Create(rules.options_size(), counting::ToMath(rules.unranked()));
  if (!profile.ok()) return absl::InternalError(absl::StrCat(profile.status().message()));
  v1::Result result;
  for (const BallotRow& ballot : ballots) {
    absl::Status added = profile->Add(ballot.ranking);
    if (!added.ok()) return absl::InternalError(added.message());
    result.set_ballot_count(result.ballot_count() + 1);
    if (ballot.ranking.tier_count() == 0) {
      result.set_abstention_count(result.abstention_count() + 1);
    }
  }
  std::vector<std::string> titles;
  for (const auto& option : rules.options()) titles.push_back(option.title());
  counting::RankedRequest count{*profile, titles, rules.method()};
  count.noun = "measure";
  auto outcome = counting::CountRanked(count);
  if (!outcome.ok()) return absl::InternalError(absl::StrCat(outcome.status().message()));
  *result.mutable_rules() = rules;
  *result.mutable_outcome() = *std::move(outcome);
  result.set_roll_count(voters);
  *result.mutable_create_time() = resource::ToTimestamp(parts_.clock->NowMicros());
  auto beside = AddCriteriaRanking(caller, stored.deliberation, result);
  if (!beside.ok() && !stored.deliberation.closed_without_criteria()) {
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

absl::StatusOr<v1::GetResultResponse> DeliberationService::GetResult(
    const Caller& caller, const v1::GetResultRequest& request) {
  if (!resource::Match("deliberations/*/result", request.name())) {
    base::FieldViolations bad;
    bad.Add("name", "must be of the form deliberations/ID/result");
    return bad.ToStatus();
  }
  auto stored = Read(resource::KeyOf(request.name()).collection);
  if (!stored.ok()) return stored.status();
  auto phase = RequirePhase(stored->deliberation.phase(), {v1::PHASE_CLOSED}, "reading the result");
  if (!phase.ok()) return phase;
  auto result = EnsureResult(caller, *stored);
  if (!result.ok()) return result.status();
  v1::GetResultResponse response;
  *response.mutable_result() = *std::move(result);
  return response;
}

}  // namespace plenum::deliberation
