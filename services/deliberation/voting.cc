// The methods of DeliberationService that cast and show ballots.
#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/deliberation/deliberation_service.h"
#include "services/deliberation/phases/phases.h"
#include "services/deliberation/record/entries.h"
#include "services/deliberation/roles.h"

namespace plenum::deliberation {
namespace {

std::string BallotName(const rpc::Caller& caller) {
  const auto member = resource::KeyOf(caller.member);
  return absl::StrCat(caller.deliberation, "/ballots/", member.id);
}

void SetCommitment(std::string commitment, v1::Receipt& receipt) {
  receipt.set_words(record::WordsOf(commitment));
  receipt.set_commitment(std::move(commitment));
  receipt.set_state(v1::RECEIPT_STATE_WAITING);
}

}  // namespace

// A ballot that meets a deliberation as it was cached is decided without waiting for anything, on
// gRPC's own thread. Everything else (nothing cached, not voting, a refusal that a repeated request
// may turn into its first answer, a deliberation that changed since) goes the slow way.
struct DeliberationService::Cast {
  Caller caller;
  std::string parent;
  std::string request_id;
  v1::CastBallotResponse response;  // with the ballot as it was sent
  std::string packed;               // and in short; empty as long as it is not a valid one
  std::string row;                  // and as it is stored
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
  ballot.set_name(BallotName(caller));
  CastAttempt(cast);
}

void DeliberationService::CastAttempt(const std::shared_ptr<Cast>& cast) {
  if (const auto election = elections_.Find(cast->parent); election != nullptr) {
    base::FieldViolations bad;
    if (Pack(*cast, *election, bad)) return Commit(cast, election);
  }
  if (!parts_.defer([this, cast] { CastSlowly(cast); })) {
    cast->done(resource::FromStore(absl::ResourceExhaustedError("")));
  }
}

void DeliberationService::CastSlowly(const std::shared_ptr<Cast>& cast) {
  auto stored = Read(cast->parent);
  if (!stored.ok()) return cast->done(stored.status());
  const auto election =
      std::make_shared<const ElectionSnapshot>(std::move(stored->deliberation), stored->revision);
  base::FieldViolations bad;
  const bool valid = Pack(*cast, *election, bad);
  auto phase =
      RequirePhase(election->deliberation().phase(), {v1::PHASE_VOTING}, "casting a ballot");
  if (!phase.ok()) return RefuseCast(cast, phase);
  elections_.Put(election);
  if (!valid) return RefuseCast(cast, bad.ToStatus());
  Commit(cast, election);
}

bool DeliberationService::Pack(Cast& cast, const ElectionSnapshot& election,
                               base::FieldViolations& bad) const {
  cast.packed = PackBallot(election, cast.response.ballot(), bad);
  if (!bad.empty()) {
    cast.packed.clear();
    return false;
  }
  if (!election.deliberation().vote_logged()) {
    cast.row = cast.packed;
    return true;
  }
  const std::string salt = log_.SaltOf(cast.caller.member, cast.packed);
  cast.row = ToRow(salt, cast.packed);
  SetCommitment(record::CommitmentOf(cast.parent, salt, cast.packed),
                *cast.response.mutable_receipt());
  return true;
}

// The same voter's ballot is the same request when it ranks the same. What is not valid was never
// accepted, and equals nothing.
std::string DeliberationService::DigestOf(const Cast& cast) {
  return cast.packed.empty() ? "" : base::Sha256(absl::StrCat("CastBallot ", cast.packed));
}

void DeliberationService::Accept(const std::shared_ptr<Cast>& cast, std::int64_t revision) {
  cast->response.mutable_ballot()->set_etag(resource::Etag(revision));
  cast->done(std::move(cast->response));
}

void DeliberationService::RefuseCast(const std::shared_ptr<Cast>& cast, absl::Status status) {
  if (cast->request_id.empty()) return cast->done(std::move(status));
  auto applied =
      parts_.store->FindRequest(resource::ScopeOf(cast->caller), cast->request_id, DigestOf(*cast));
  if (applied.ok()) return Accept(cast, applied->revision);
  if (store::IsRequestReuse(applied.status())) status = resource::FromStore(applied.status());
  cast->done(std::move(status));
}

void DeliberationService::Commit(const std::shared_ptr<Cast>& cast,
                                 const ElectionCache::Pointer& election) {
  store::Mutation mutation;
  mutation.stream = cast->parent;
  mutation.requires_.push_back({resource::KeyOf(cast->parent), election->revision()});
  mutation.puts.push_back(
      {resource::KeyOf(cast->response.ballot().name()), cast->row, std::nullopt});
  // Neither whose ballot nor which: the stream is open to every member.
  mutation.events.push_back({v1::EVENT_KIND_BALLOT_CAST, "", "", ""});
  if (!cast->request_id.empty()) {
    // Nothing of the answer is remembered: a repeat brings the same ballot with it.
    mutation.request =
        store::Request{resource::ScopeOf(cast->caller), cast->request_id, DigestOf(*cast), ""};
  }
  parts_.store->Submit(std::move(mutation), [this, cast](absl::StatusOr<store::Applied> applied) {
    if (applied.ok()) return Accept(cast, applied->revision);
    if (absl::IsAborted(applied.status()) && ++cast->attempts < resource::kMaxAttempts) {
      // The deliberation changed since the snapshot: read it anew, away from the writer's thread.
      elections_.Drop(cast->parent);
      if (parts_.defer([this, cast] { CastSlowly(cast); })) return;
    }
    cast->done(resource::FromStore(applied.status()));
  });
}

absl::StatusOr<store::Row> DeliberationService::ReadOwnBallot(const Caller& caller,
                                                              const std::string& name) const {
  if (!resource::Match("deliberations/*/ballots/*", name)) {
    base::FieldViolations bad;
    bad.Add("name", "must be of the form deliberations/ID/ballots/ID");
    return bad.ToStatus();
  }
  // Running totals are sealed, and a ballot is nobody else's business.
  if (name != BallotName(caller)) {
    return base::Error(absl::StatusCode::kPermissionDenied, common::v1::ERROR_REASON_ROLE_TOO_LOW,
                       "only the voter can see a ballot; yours is " + BallotName(caller),
                       {{"role", std::string(auth::RoleName(caller.role))}, {"required", "voter"}});
  }
  auto row = parts_.store->Get(resource::KeyOf(name));
  if (absl::IsNotFound(row.status())) return base::NotFound(name, "you have not voted yet");
  if (!row.ok()) return resource::FromStore(row.status());
  return row;
}

absl::StatusOr<v1::GetBallotResponse> DeliberationService::GetBallot(
    const Caller& caller, const v1::GetBallotRequest& request) {
  auto row = ReadOwnBallot(caller, request.name());
  if (!row.ok()) return row.status();
  auto stored = Read(caller.deliberation);
  if (!stored.ok()) return stored.status();
  const ElectionSnapshot election(std::move(stored->deliberation), stored->revision);
  auto ballot = ReadBallotRow(election.deliberation().rules().options_size(), row->data);
  if (!ballot.ok()) return ballot.status();
  v1::GetBallotResponse response;
  response.mutable_ballot()->set_name(request.name());
  AddTiers(election, ballot->ranking, *response.mutable_ballot());
  response.mutable_ballot()->set_etag(resource::Etag(row->revision));
  return response;
}

absl::StatusOr<v1::GetReceiptResponse> DeliberationService::GetReceipt(
    const Caller& caller, const v1::GetReceiptRequest& request) {
  auto row = ReadOwnBallot(caller, request.name());
  if (!row.ok()) return row.status();
  const auto log = ReadLog(caller.deliberation);
  if (!log.ok()) return log.status();
  auto stored = Read(caller.deliberation);
  if (!stored.ok()) return stored.status();
  const auto ballot = ReadBallotRow(stored->deliberation.rules().options_size(), row->data);
  if (!ballot.ok()) return ballot.status();
  v1::GetReceiptResponse response;
  v1::Receipt& receipt = *response.mutable_receipt();
  SetCommitment(record::CommitmentOf(caller.deliberation, ballot->salt, ballot->packed), receipt);
  const auto index = (*log)->Find(receipt.commitment());
  if (!index) return response;
  auto proof = ledger::ProveInclusion((*log)->tree.nodes(), *index, (*log)->tree.size());
  if (!proof.ok()) return proof.status();
  receipt.set_state(v1::RECEIPT_STATE_RECORDED);
  receipt.set_index(static_cast<std::int64_t>(*index));
  receipt.mutable_proof()->Assign(proof->begin(), proof->end());
  *receipt.mutable_checkpoint() = ToMessage(**log);
  return response;
}

absl::StatusOr<int> DeliberationService::CountVoters(const std::string& name) const {
  int voters = 0;
  const std::string members = name + "/members";
  absl::Status counted = resource::ForEachRow(*parts_.store, members, [&](const store::Row& row) {
    v1::Member member;
    if (!member.ParseFromString(row.data)) return absl::InternalError("a member is unreadable");
    if (Votes(member.role())) ++voters;
    return absl::OkStatus();
  });
  if (!counted.ok()) return counted;
  return voters;
}

absl::StatusOr<v1::GetTurnoutResponse> DeliberationService::GetTurnout(
    const Caller& /*caller*/, const v1::GetTurnoutRequest& request) {
  auto stored = Read(request.name());
  if (!stored.ok()) return stored.status();
  auto voters = CountVoters(request.name());
  if (!voters.ok()) return voters.status();
  v1::GetTurnoutResponse response;
  response.set_roll_count(*voters);
  auto ballots = parts_.store->Count(request.name() + "/ballots");
  if (!ballots.ok()) return resource::FromStore(ballots.status());
  response.set_ballot_count(static_cast<int>(*ballots));
  return response;
}

}  // namespace plenum::deliberation
