// The methods of DeliberationService that cast and show ballots.
#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/time.h"
#include "services/deliberation/deliberation_service.h"
#include "services/deliberation/phases/phases.h"
#include "services/deliberation/record/entries.h"
#include "services/deliberation/record/packed_ballot.h"
#include "services/deliberation/roll.h"

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

// OK when ballots are taken at that time.
absl::Status RequireVoting(const v1::Deliberation& election, std::int64_t now_us) {
  auto phase = RequirePhase(election.phase(), {v1::PHASE_VOTING}, "casting a ballot");
  if (!phase.ok()) return phase;
  if (election.vote_suspended()) {
    return base::Error(absl::StatusCode::kUnavailable, common::v1::ERROR_REASON_UNAVAILABLE,
                       "a facilitator is taking the vote back at this moment, and no ballot is "
                       "taken; try again, or ask the facilitator");
  }
  const v1::VotingRules& rules = election.rules();
  if (!rules.has_close_time() || now_us < resource::ToMicros(rules.close_time())) {
    return absl::OkStatus();
  }
  return base::Error(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_WRONG_PHASE,
                     "the time for voting is over, and no ballot is taken any more",
                     {{"phase", "voting"}, {"required", "before its deadline"}});
}

}  // namespace

// A ballot that meets a deliberation as it was cached is decided without waiting for anything, on
// gRPC's own thread. Everything else (nothing cached, not voting, voters of different weights, an
// argument that moved the voter and has to be looked for, a
// refusal that a repeated request may turn into its first answer, a deliberation that changed
// since) goes the slow way.
struct DeliberationService::Cast {
  Caller caller;
  std::string parent;
  std::string request_id;
  v1::CastBallotResponse response;  // with the ballot as it was sent
  record::OpenedBallot ballot;      // and in short; not packed as long as it is not a valid one
  VoteSecret::Alias alias;          // what the voter is called in the vote
  std::string digest;  // what makes it the same request; empty for one that is not valid
  Done<v1::CastBallotResponse> done;
  int attempts = 0;
};

std::string DeliberationService::ArgumentOf(const Cast& cast) {
  const std::string& argument = cast.response.ballot().argument();
  return argument.empty() ? "" : resource::KeyOf(argument).id;
}

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
  const std::string& argument = request.ballot().argument();
  const bool is_argument = resource::Match("deliberations/*/arguments/*", argument) &&
                           argument.starts_with(request.parent() + "/");
  if (!argument.empty() && !is_argument) {
    bad.Add("ballot.argument", "must be an argument of the deliberation, or empty");
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
  ballot.set_argument(argument);
  ballot.set_name(BallotName(caller));
  CastAttempt(cast);
}

void DeliberationService::CastAttempt(const std::shared_ptr<Cast>& cast) {
  const auto election = elections_.Find(cast->parent);
  const bool ready = election != nullptr && !election->deliberation().rules().weighted() &&
                     cast->response.ballot().argument().empty() &&
                     RequireVoting(election->deliberation(), parts_.clock->NowMicros()).ok();
  if (ready) {
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
  VoteSecret secret;
  auto open = RequireVoting(stored->deliberation, parts_.clock->NowMicros());
  if (stored->deliberation.phase() == v1::PHASE_VOTING) {
    auto read = log_.ReadSecret(stored->deliberation);
    if (!read.ok()) return cast->done(read.status());
    secret = *std::move(read);
  }
  const auto election = std::make_shared<const ElectionSnapshot>(std::move(stored->deliberation),
                                                                 stored->revision, secret);
  if (open.ok()) {
    auto weight = WeightInVote(election->deliberation(), cast->caller.member);
    if (!weight.ok()) return cast->done(weight.status());
    cast->ballot.weight = *weight;
    const std::string& argument = cast->response.ballot().argument();
    if (!argument.empty()) {
      const auto row = parts_.store->Get(resource::KeyOf(argument));
      if (absl::IsNotFound(row.status())) {
        open = base::NotFound(argument, "`plenum argument list` shows the arguments");
      } else if (!row.ok()) {
        return cast->done(resource::FromStore(row.status()));
      }
    }
  }
  base::FieldViolations bad;
  const bool valid = Pack(*cast, *election, bad);
  if (!open.ok()) return RefuseCast(cast, open);
  elections_.Put(election);
  if (!valid) return RefuseCast(cast, bad.ToStatus());
  Commit(cast, election);
}

absl::StatusOr<std::uint64_t> DeliberationService::WeightInVote(const v1::Deliberation& election,
                                                                const std::string& member) const {
  if (!election.rules().weighted()) return 1;
  const auto read = ReadMember(*parts_.store, member);
  if (!read.ok()) return read.status();
  return WeightOf(*read);
}

bool DeliberationService::Pack(Cast& cast, const ElectionSnapshot& election,
                               base::FieldViolations& bad) const {
  const VoteSecret& secret = election.secret();
  cast.ballot.packed = PackBallot(election, cast.response.ballot(), bad);
  cast.alias = secret.AliasOf(cast.caller.member);
  cast.digest.clear();
  // What is not valid was never accepted, and equals nothing.
  if (!bad.empty()) return false;
  VoteSecret::Marks marks = secret.MarksOf(cast.caller.member, cast.ballot.packed);
  cast.ballot.salt = std::move(marks.salt);
  if (!secret.detached()) cast.ballot.voter = resource::KeyOf(cast.caller.member).id;
  const std::string& argument = cast.response.ballot().argument();
  if (!argument.empty()) {
    marks.digest =
        secret.MarksOf(cast.caller.member, absl::StrCat(cast.ballot.packed, "\n", argument)).digest;
  }
  if (!cast.request_id.empty()) cast.digest = std::move(marks.digest);
  SetCommitment(
      record::CommitmentOf(cast.parent,
                           static_cast<std::uint64_t>(election.deliberation().rules().decision()),
                           cast.ballot),
      *cast.response.mutable_receipt());
  return true;
}

void DeliberationService::Accept(const std::shared_ptr<Cast>& cast, std::int64_t revision) {
  cast->response.mutable_ballot()->set_etag(resource::Etag(revision));
  cast->done(std::move(cast->response));
}

void DeliberationService::RefuseCast(const std::shared_ptr<Cast>& cast, absl::Status status) {
  if (cast->request_id.empty()) return cast->done(std::move(status));
  auto applied = parts_.store->FindRequest(cast->alias.scope, cast->request_id, cast->digest);
  if (applied.ok()) return Accept(cast, applied->revision);
  if (store::IsRequestReuse(applied.status())) status = resource::FromStore(applied.status());
  cast->done(std::move(status));
}

void DeliberationService::Commit(const std::shared_ptr<Cast>& cast,
                                 const ElectionCache::Pointer& election) {
  store::Mutation mutation;
  mutation.stream = cast->parent;
  mutation.requires_.push_back({resource::KeyOf(cast->parent), election->revision()});
  mutation.puts.push_back({{cast->parent + "/ballots", cast->alias.slot},
                           ToRow(cast->ballot.salt, cast->ballot.packed, ArgumentOf(*cast)),
                           std::nullopt});
  // Neither whose ballot nor which: the stream is open to every member.
  mutation.events.push_back({v1::EVENT_KIND_BALLOT_CAST, "", "", ""});
  if (!cast->request_id.empty()) {
    // Nothing of the answer is remembered: a repeat brings the same ballot with it.
    mutation.request = store::Request{cast->alias.scope, cast->request_id, cast->digest, ""};
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

absl::Status DeliberationService::RequireOwn(const Caller& caller, const std::string& name) {
  if (!resource::Match("deliberations/*/ballots/*", name)) {
    base::FieldViolations bad;
    bad.Add("name", "must be of the form deliberations/ID/ballots/ID");
    return bad.ToStatus();
  }
  // Running totals are sealed, and a ballot is nobody else's business.
  if (name == BallotName(caller)) return absl::OkStatus();
  return base::Error(absl::StatusCode::kPermissionDenied, common::v1::ERROR_REASON_ROLE_TOO_LOW,
                     "only the voter can see a ballot; yours is " + BallotName(caller),
                     {{"role", std::string(auth::RoleName(caller.role))}, {"required", "voter"}});
}

absl::StatusOr<DeliberationService::OwnBallot> DeliberationService::ReadOwnBallot(
    const Caller& caller, const Stored& stored) const {
  const std::string name = BallotName(caller);
  const auto none = [&] { return base::NotFound(name, "you have not voted yet"); };
  const v1::Deliberation& election = stored.deliberation;
  if (election.decision_count() == 0) return none();
  const auto secret = log_.ReadSecret(election);
  OwnBallot own;
  const std::string id = resource::KeyOf(caller.member).id;
  if (secret.ok()) {
    auto row =
        parts_.store->Get({caller.deliberation + "/ballots", secret->AliasOf(caller.member).slot});
    if (absl::IsNotFound(row.status())) return none();
    if (!row.ok()) return resource::FromStore(row.status());
    auto ballot = ReadBallotRow(election.rules().options_size(), row->data);
    if (!ballot.ok()) return ballot.status();
    auto weight = WeightInVote(election, caller.member);
    if (!weight.ok()) return weight.status();
    own.ballot = {std::move(ballot->salt), std::move(ballot->packed), *weight,
                  secret->detached() ? "" : id};
    own.revision = row->revision;
    own.argument = std::move(ballot->argument);
    return own;
  }
  if (!absl::IsNotFound(secret.status())) return secret.status();
  if (election.rules().secrecy() != v1::SECRECY_OPEN) {
    return base::Error(
        absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_WRONG_PHASE,
        "the vote is closed, and its ballots are kept without names: nobody, the server included, "
        "can say any more which one is yours. The receipt that you kept can: `plenum ballot "
        "receipt`",
        {{"phase", std::string(PhaseName(election.phase()))}, {"required", "voting"}});
  }
  const auto log = log_.Read(caller.deliberation);
  if (!log.ok()) return log.status();
  // The last ballots of the log are those of an earlier vote when nobody voted in this one.
  if ((*log)->ballots.empty() || (*log)->story.votes().back().commitments.empty()) return none();
  const Log::Ballots& last = (*log)->ballots.back();
  for (std::size_t i = 0; i < last.count; ++i) {
    const record::OpenedBallot& ballot = (*log)->bundle.ballots[last.ballot + i];
    if (ballot.voter != id) continue;
    own.ballot = ballot;
    return own;
  }
  return none();
}

absl::StatusOr<v1::GetBallotResponse> DeliberationService::GetBallot(
    const Caller& caller, const v1::GetBallotRequest& request) {
  if (auto own = RequireOwn(caller, request.name()); !own.ok()) return own;
  auto stored = Read(caller.deliberation);
  if (!stored.ok()) return stored.status();
  auto own = ReadOwnBallot(caller, *stored);
  if (!own.ok()) return own.status();
  const ElectionSnapshot election(std::move(stored->deliberation), stored->revision);
  auto ranking = record::Unpack(election.deliberation().rules().options_size(), own->ballot.packed);
  if (!ranking.ok()) return absl::InternalError("a stored ballot cannot be read");
  v1::GetBallotResponse response;
  response.mutable_ballot()->set_name(request.name());
  AddTiers(election, *ranking, *response.mutable_ballot());
  if (!own->argument.empty()) {
    response.mutable_ballot()->set_argument(
        absl::StrCat(caller.deliberation, "/arguments/", own->argument));
  }
  if (own->revision != 0) response.mutable_ballot()->set_etag(resource::Etag(own->revision));
  return response;
}

absl::StatusOr<v1::GetReceiptResponse> DeliberationService::GetReceipt(
    const Caller& caller, const v1::GetReceiptRequest& request) {
  if (auto own = RequireOwn(caller, request.name()); !own.ok()) return own;
  if (!request.commitment().empty() && request.commitment().size() != record::kCommitmentBytes) {
    base::FieldViolations bad;
    bad.Add("commitment", "must be the 32 bytes of a receipt, or empty");
    return bad.ToStatus();
  }
  auto stored = Read(caller.deliberation);
  if (!stored.ok()) return stored.status();
  std::string commitment = request.commitment();
  const auto own = ReadOwnBallot(caller, *stored);
  if (own.ok()) {
    commitment = record::CommitmentOf(
        caller.deliberation, static_cast<std::uint64_t>(stored->deliberation.rules().decision()),
        own->ballot);
  } else if (commitment.empty()) {
    return own.status();
  }
  const auto log = ReadLog(caller.deliberation);
  if (!log.ok()) return log.status();
  v1::GetReceiptResponse response;
  v1::Receipt& receipt = *response.mutable_receipt();
  SetCommitment(commitment, receipt);
  const auto index = (*log)->Find(receipt.commitment());
  if (!index) {
    // Of the open vote; what is not in the log of a closed one was not counted.
    if (own.ok()) return response;
    return base::NotFound(request.name(),
                          absl::StrCat("no ballot with the receipt \"", receipt.words(),
                                       "\" was counted; if you did not replace it by a later one, "
                                       "tell the facilitator and the other members"));
  }
  auto proof = ledger::ProveInclusion((*log)->tree.nodes(), *index, (*log)->tree.size());
  if (!proof.ok()) return proof.status();
  receipt.set_state(v1::RECEIPT_STATE_RECORDED);
  receipt.set_index(static_cast<std::int64_t>(*index));
  receipt.mutable_proof()->Assign(proof->begin(), proof->end());
  *receipt.mutable_checkpoint() = ToMessage(**log);
  return response;
}

absl::StatusOr<v1::GetTurnoutResponse> DeliberationService::GetTurnout(
    const Caller& caller, const v1::GetTurnoutRequest& request) {
  auto stored = Read(request.name());
  if (!stored.ok()) return stored.status();
  v1::GetTurnoutResponse response;
  const v1::Deliberation& deliberation = stored->deliberation;
  const bool over =
      deliberation.phase() == v1::PHASE_CLOSED || deliberation.phase() == v1::PHASE_PUBLISHED;
  if (over) {
    auto result = EnsureResult(caller, *stored);
    if (!result.ok()) return result.status();
    response.set_roll_count(result->roll_count());
    response.set_ballot_count(result->ballot_count());
    return response;
  }
  auto voters = ReadRoll(*parts_.store, request.name());
  if (!voters.ok()) return voters.status();
  response.set_roll_count(static_cast<int>(voters->size()));
  auto ballots = parts_.store->Count(request.name() + "/ballots");
  if (!ballots.ok()) return resource::FromStore(ballots.status());
  response.set_ballot_count(static_cast<int>(*ballots));
  return response;
}

}  // namespace plenum::deliberation
