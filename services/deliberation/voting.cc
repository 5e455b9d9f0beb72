// The methods of DeliberationService that cast and show ballots.
#include "absl/strings/str_cat.h"
#include "services/common/resource/name.h"
#include "services/deliberation/deliberation_service.h"
#include "services/deliberation/phases/phases.h"

namespace plenum::deliberation {
namespace {

constexpr int kPage = 1000;

std::string BallotName(const rpc::Caller& caller) {
  const auto member = resource::KeyOf(caller.member);
  return absl::StrCat(caller.deliberation, "/ballots/", member.id);
}

}  // namespace

// A ballot that meets a deliberation as it was cached is decided without waiting for anything, on
// gRPC's own thread. Everything else (nothing cached, not voting, a refusal that a repeated request
// may turn into its first answer, a deliberation that changed since) goes the slow way.
struct DeliberationService::Cast {
  Caller caller;
  std::string parent;
  std::string request_id;
  std::string digest;
  v1::CastBallotResponse response;  // the ballot, as it will be stored
  Done<v1::CastBallotResponse> done;
  int attempts = 0;
};

void DeliberationService::CastBallot(const Caller& caller, v1::CastBallotRequest request,
                                     Done<v1::CastBallotResponse> done) {
  base::FieldViolations bad;
  resource::CheckRequestId(request.request_id(), bad);
  if (!resource::Match("deliberations/*", request.parent())) {
    bad.Add("parent", "must be of the form deliberations/ID");
  }
  if (!request.has_ballot()) {
    bad.Add("ballot", "must be set; one without tiers is an abstention");
  }
  if (!bad.empty()) return done(bad.ToStatus());
  auto cast = std::make_shared<Cast>();
  cast->caller = caller;
  cast->parent = std::move(*request.mutable_parent());
  cast->request_id = std::move(*request.mutable_request_id());
  cast->done = std::move(done);
  // What else the request says of the ballot is the server's to set.
  v1::Ballot& ballot = *cast->response.mutable_ballot();
  ballot.mutable_tiers()->Swap(request.mutable_ballot()->mutable_tiers());
  if (!cast->request_id.empty()) cast->digest = resource::DigestOf("CastBallot", ballot);
  ballot.set_name(BallotName(caller));
  CastAttempt(cast);
}

void DeliberationService::CastAttempt(const std::shared_ptr<Cast>& cast) {
  const auto election = elections_.Find(cast->parent);
  base::FieldViolations bad;
  if (election != nullptr) CheckBallot(*election, cast->response.ballot(), bad);
  if (election != nullptr && bad.empty()) return Commit(cast, election);
  if (!parts_.defer([this, cast] { CastSlowly(cast); })) {
    cast->done(resource::FromStore(absl::ResourceExhaustedError("")));
  }
}

void DeliberationService::CastSlowly(const std::shared_ptr<Cast>& cast) {
  auto stored = Read(cast->parent);
  if (!stored.ok()) return cast->done(stored.status());
  auto phase = RequirePhase(stored->deliberation.phase(), {v1::PHASE_VOTING}, "casting a ballot");
  if (!phase.ok()) return RefuseCast(cast, phase);
  const auto election =
      std::make_shared<const ElectionSnapshot>(std::move(stored->deliberation), stored->revision);
  elections_.Put(election);
  base::FieldViolations bad;
  CheckBallot(*election, cast->response.ballot(), bad);
  if (!bad.empty()) return RefuseCast(cast, bad.ToStatus());
  Commit(cast, election);
}

void DeliberationService::RefuseCast(const std::shared_ptr<Cast>& cast, absl::Status status) {
  if (cast->request_id.empty()) return cast->done(std::move(status));
  auto applied =
      parts_.store->FindRequest(resource::ScopeOf(cast->caller), cast->request_id, cast->digest);
  if (store::IsRequestReuse(applied.status())) {
    return cast->done(resource::FromStore(applied.status()));
  }
  v1::CastBallotResponse first;
  if (!applied.ok() || !first.ParseFromString(applied->response)) {
    return cast->done(std::move(status));
  }
  first.mutable_ballot()->set_etag(resource::Etag(applied->revision));
  cast->done(std::move(first));
}

void DeliberationService::Commit(const std::shared_ptr<Cast>& cast,
                                 const ElectionCache::Pointer& election) {
  const v1::Ballot& ballot = cast->response.ballot();
  store::Mutation mutation;
  mutation.stream = cast->parent;
  mutation.requires_.push_back({resource::KeyOf(cast->parent), election->revision()});
  mutation.puts.push_back(
      {resource::KeyOf(ballot.name()), ballot.SerializeAsString(), std::nullopt});
  // Neither whose ballot nor which: the stream is open to every member.
  mutation.events.push_back({v1::EVENT_KIND_BALLOT_CAST, "", "", ""});
  if (!cast->request_id.empty()) {
    mutation.request = store::Request{resource::ScopeOf(cast->caller), cast->request_id,
                                      cast->digest, cast->response.SerializeAsString()};
  }
  parts_.store->Submit(std::move(mutation), [this, cast](absl::StatusOr<store::Applied> applied) {
    if (applied.ok()) {
      if (applied->replayed) cast->response.ParseFromString(applied->response);
      cast->response.mutable_ballot()->set_etag(resource::Etag(applied->revision));
      return cast->done(std::move(cast->response));
    }
    if (absl::IsAborted(applied.status()) && ++cast->attempts < resource::kMaxAttempts) {
      // The deliberation changed since the snapshot: read it anew, away from the writer's thread.
      elections_.Drop(cast->parent);
      if (parts_.defer([this, cast] { CastSlowly(cast); })) return;
    }
    cast->done(resource::FromStore(applied.status()));
  });
}

absl::StatusOr<v1::GetBallotResponse> DeliberationService::GetBallot(
    const Caller& caller, const v1::GetBallotRequest& request) {
  if (!resource::Match("deliberations/*/ballots/*", request.name())) {
    base::FieldViolations bad;
    bad.Add("name", "must be of the form deliberations/ID/ballots/ID");
    return bad.ToStatus();
  }
  // Running totals are sealed, and a ballot is nobody else's business.
  if (request.name() != BallotName(caller)) {
    return base::Error(absl::StatusCode::kPermissionDenied, common::v1::ERROR_REASON_ROLE_TOO_LOW,
                       "only the voter can see a ballot; yours is " + BallotName(caller),
                       {{"role", std::string(auth::RoleName(caller.role))}, {"required", "voter"}});
  }
  auto row = parts_.store->Get(resource::KeyOf(request.name()));
  if (absl::IsNotFound(row.status())) {
    return base::NotFound(request.name(), "you have not voted yet");
  }
  if (!row.ok()) return resource::FromStore(row.status());
  v1::GetBallotResponse response;
  if (!response.mutable_ballot()->ParseFromString(row->data)) {
    return absl::InternalError("a stored ballot cannot be read");
  }
  response.mutable_ballot()->set_etag(resource::Etag(row->revision));
  return response;
}

absl::StatusOr<int> DeliberationService::CountVoters(const std::string& name) const {
  int voters = 0;
  std::string after;
  for (;;) {
    auto rows = parts_.store->List(name + "/members", after, kPage);
    if (!rows.ok()) return resource::FromStore(rows.status());
    for (const auto& row : *rows) {
      v1::Member member;
      if (!member.ParseFromString(row.data)) return absl::InternalError("a member is unreadable");
      if (member.role() >= v1::ROLE_MEMBER) ++voters;
    }
    if (rows->size() < kPage) return voters;
    after = rows->back().key.id;
  }
}

absl::StatusOr<v1::GetTurnoutResponse> DeliberationService::GetTurnout(
    const Caller& /*caller*/, const v1::GetTurnoutRequest& request) {
  auto stored = Read(request.name());
  if (!stored.ok()) return stored.status();
  auto voters = CountVoters(request.name());
  if (!voters.ok()) return voters.status();
  v1::GetTurnoutResponse response;
  response.set_roll_count(*voters);
  std::string after;
  for (;;) {
    auto rows = parts_.store->List(request.name() + "/ballots", after, kPage);
    if (!rows.ok()) return resource::FromStore(rows.status());
    response.set_ballot_count(response.ballot_count() + static_cast<int>(rows->size()));
    if (rows->size() < kPage) return response;
    after = rows->back().key.id;
  }
}

}  // namespace plenum::deliberation
