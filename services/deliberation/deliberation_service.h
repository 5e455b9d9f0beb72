// deliberation_service: members, phases, ballots and the result.
//
// Rows, all under "deliberations/{d}": the deliberation itself, members/{m}, ballots/{m} (named
// like the member), result, and those of the vote's log (log/vote_log.h). Measures are ingestion's
// and scores are scoring's; both are asked over RPC.
//
// What keeps the vote right: a ballot is checked against a snapshot of the deliberation at some
// revision, and is committed only while the deliberation still has that revision. So no ballot gets
// in after closing, whatever replica took it, and after closing the ballots can be counted by
// whoever comes first: the result is stored only where none is (docs/adr/0004).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "plenum/ingestion/v1/ingestion.grpc.pb.h"
#include "plenum/scoring/v1/scoring.grpc.pb.h"
#include "services/common/auth/token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id.h"
#include "services/common/resource/write.h"
#include "services/common/rpc/method.h"
#include "services/common/rpc/peer.h"
#include "services/common/store/store.h"
#include "services/deliberation/access/members.h"
#include "services/deliberation/access/sessions.h"
#include "services/deliberation/log/vote_log.h"
#include "services/deliberation/voting/ballot_box.h"
#include "services/deliberation/watch.h"

namespace plenum::deliberation {

namespace limits {
inline constexpr int kMaxOptions = 1000;
}  // namespace limits

// The key that signs tokens, from the file `path`. A missing file is made when `create` says so,
// and only for a store without deliberations: a new key would make the tokens of those that are
// there void. Errors: FAILED_PRECONDITION that says what to do; those of Signer::FromFile and of
// the store.
absl::StatusOr<auth::Signer> OpenSigner(store::Store& store, const std::string& path, bool create);

class DeliberationService {
 public:
  struct Parts {
    store::Store* store;
    const base::Clock* clock;
    base::IdSource* ids;
    const auth::Signer* signer;
    Sessions* sessions;
    const rpc::Peer<ingestion::v1::IngestionService>* ingestion;
    const rpc::Peer<scoring::v1::ScoringService>* scoring;
    // Runs a task that may wait, for the rare ballot that needs a read; false when it cannot.
    std::function<bool(std::function<void()>)> defer;
  };
  explicit DeliberationService(Parts parts);

  using Caller = rpc::Caller;
  template <class Response>
  using Done = std::function<void(absl::StatusOr<Response>)>;

  absl::StatusOr<v1::CreateDeliberationResponse> CreateDeliberation(
      const Caller& caller, const v1::CreateDeliberationRequest& request);
  absl::StatusOr<v1::GetDeliberationResponse> GetDeliberation(
      const Caller& caller, const v1::GetDeliberationRequest& request);
  absl::StatusOr<v1::UpdateDeliberationResponse> UpdateDeliberation(
      const Caller& caller, const v1::UpdateDeliberationRequest& request);
  absl::StatusOr<v1::AdvanceDeliberationResponse> AdvanceDeliberation(
      const Caller& caller, const v1::AdvanceDeliberationRequest& request);
  absl::StatusOr<v1::CreateMemberResponse> CreateMember(const Caller& caller,
                                                        const v1::CreateMemberRequest& request);
  absl::StatusOr<v1::ListMembersResponse> ListMembers(const Caller& caller,
                                                      const v1::ListMembersRequest& request);
  absl::StatusOr<v1::CreateMemberTokenResponse> CreateMemberToken(
      const Caller& caller, const v1::CreateMemberTokenRequest& request);
  void CastBallot(const Caller& caller, v1::CastBallotRequest request,
                  Done<v1::CastBallotResponse> done);
  absl::StatusOr<v1::GetBallotResponse> GetBallot(const Caller& caller,
                                                  const v1::GetBallotRequest& request);
  absl::StatusOr<v1::GetTurnoutResponse> GetTurnout(const Caller& caller,
                                                    const v1::GetTurnoutRequest& request);
  absl::StatusOr<v1::GetResultResponse> GetResult(const Caller& caller,
                                                  const v1::GetResultRequest& request);
  absl::StatusOr<v1::GetCheckpointResponse> GetCheckpoint(const Caller& caller,
                                                          const v1::GetCheckpointRequest& request);
  absl::StatusOr<v1::ProveInclusionResponse> ProveInclusion(
      const Caller& caller, const v1::ProveInclusionRequest& request);
  absl::StatusOr<v1::ProveConsistencyResponse> ProveConsistency(
      const Caller& caller, const v1::ProveConsistencyRequest& request);
  absl::StatusOr<v1::ListLogEntriesResponse> ListLogEntries(
      const Caller& caller, const v1::ListLogEntriesRequest& request);
  absl::StatusOr<std::unique_ptr<rpc::Feed>> ExportBundle(const Caller& caller,
                                                          const v1::ExportBundleRequest& request,
                                                          rpc::Waker waker);
  absl::StatusOr<v1::GetReceiptResponse> GetReceipt(const Caller& caller,
                                                    const v1::GetReceiptRequest& request);
  absl::StatusOr<std::unique_ptr<rpc::Feed>> WatchDeliberation(
      const Caller& caller, const v1::WatchDeliberationRequest& request, rpc::Waker waker);
  absl::StatusOr<v1::ListSigningKeysResponse> ListSigningKeys(
      const Caller& caller, const v1::ListSigningKeysRequest& request);

 private:
  using Stored = StoredDeliberation;
  struct Cast;  // one ballot on its way

  absl::StatusOr<Stored> Read(const std::string& name) const;
  // The response with a new sign-in of the member.
  template <class Response>
  absl::StatusOr<Response> SignedIn(Response response, const v1::Member& member,
                                    Sessions::For whom) const;
  void Touch(v1::Deliberation& deliberation) const;

  absl::StatusOr<v1::VotingRules> FreezeRules(const Caller& caller,
                                              const v1::AdvanceDeliberationRequest& request) const;
  absl::StatusOr<resource::Decision<v1::AdvanceDeliberationResponse>> DecideAdvance(
      const Caller& caller, const v1::AdvanceDeliberationRequest& request) const;
  // The stored result of a closed deliberation, counted and stored first when there is none.
  absl::StatusOr<v1::Result> EnsureResult(const Caller& caller, const Stored& stored) const;
  absl::StatusOr<std::vector<BallotRow>> ReadBallots(const Stored& stored) const;
  absl::StatusOr<v1::Result> CountBallots(const Caller& caller, const Stored& stored,
                                          const std::vector<BallotRow>& ballots, int voters) const;
  // The ranking by the criteria, or why there is none. An error when nobody can say now.
  absl::Status AddCriteriaRanking(const Caller& caller, const v1::Deliberation& deliberation,
                                  v1::Result& result) const;
  absl::StatusOr<int> CountVoters(const std::string& name) const;
  // The caller's own ballot, and the deliberation as it is.
  absl::StatusOr<store::Row> ReadOwnBallot(const Caller& caller, const std::string& name) const;
  // The log of a vote that was opened. Errors: a name of another form, NOT_FOUND, WRONG_PHASE
  // before the opening, NOT_FOUND for a vote without a log.
  absl::StatusOr<std::shared_ptr<const Log>> ReadLog(const std::string& name) const;

  static std::string DigestOf(const Cast& cast);
  static void Accept(const std::shared_ptr<Cast>& cast, std::int64_t revision);
  // Packs the ballot, and makes its receipt. False when it is not valid.
  bool Pack(Cast& cast, const ElectionSnapshot& election, base::FieldViolations& bad) const;
  void CastAttempt(const std::shared_ptr<Cast>& cast);
  void CastSlowly(const std::shared_ptr<Cast>& cast);
  void RefuseCast(const std::shared_ptr<Cast>& cast, absl::Status status);
  void Commit(const std::shared_ptr<Cast>& cast, const ElectionCache::Pointer& election);

  const Parts parts_;
  const VoteLog log_;
  ElectionCache elections_;
  resource::WatchHub hub_;
};

rpc::ServiceTable Table(DeliberationService* service);

}  // namespace plenum::deliberation
