// deliberation_service: members, phases, ballots and the result.
//
// Rows, all under "deliberations/{d}": the deliberation itself, members/{m}, ballots/{slot} of the
// open vote (voting/vote_secret.h), delegations (delegation/delegations.h), results/{n}, and those
// of the log (log/vote_log.h). Measures are ingestion's and scores are scoring's; both are asked
// over RPC.
//
// What keeps the vote right: a ballot is checked against a snapshot of the deliberation at some
// revision, and is committed only while the deliberation still has that revision. So no ballot gets
// in after closing, whatever replica took it, and after closing the ballots can be counted by
// whoever comes first: the result is stored only where none is (docs/adr/0004).
#pragma once

#include <functional>
#include <map>
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
#include "services/common/base/random.h"
#include "services/common/resource/write.h"
#include "services/common/rpc/method.h"
#include "services/common/rpc/peer.h"
#include "services/common/store/store.h"
#include "services/deliberation/access/members.h"
#include "services/deliberation/access/sessions.h"
#include "services/deliberation/log/vote_log.h"
#include "services/deliberation/record/count_vote.h"
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
    // Bytes that nobody can guess.
    std::function<std::string(std::size_t)> random = base::RandomBytes;
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
  absl::StatusOr<v1::PreviewOpeningResponse> PreviewOpening(
      const Caller& caller, const v1::PreviewOpeningRequest& request);
  absl::StatusOr<v1::SetDelegationResponse> SetDelegation(const Caller& caller,
                                                          const v1::SetDelegationRequest& request);
  absl::StatusOr<v1::DeleteDelegationResponse> DeleteDelegation(
      const Caller& caller, const v1::DeleteDelegationRequest& request);
  absl::StatusOr<v1::GetDelegationResponse> GetDelegation(const Caller& caller,
                                                          const v1::GetDelegationRequest& request);
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

  // What a mutation is that changes nothing but what stands in `stored`.
  store::Mutation Updated(Stored& stored) const;

  // advance.cc
  absl::StatusOr<resource::Decision<v1::AdvanceDeliberationResponse>> DecideAdvance(
      const Caller& caller, const v1::AdvanceDeliberationRequest& request) const;
  absl::StatusOr<resource::Decision<v1::AdvanceDeliberationResponse>> DecideToStay(
      Stored stored, const v1::AdvanceDeliberationRequest& request) const;
  // OK when going back to `to` loses nothing; adds to the mutation what has to go.
  absl::Status PrepareWayBack(const Caller& caller, v1::Phase to, Stored& stored,
                              store::Mutation& mutation) const;
  // What the log has of the step: what the deliberation holds, and the step.
  absl::StatusOr<std::vector<std::string>> EntriesOf(
      const Caller& caller, const v1::Deliberation& before,
      const v1::AdvanceDeliberationRequest& request) const;
  absl::Status OpenRevisingRound(const Caller& caller, const v1::Deliberation& deliberation) const;

  // opening.cc
  // The rules that a vote would have which is opened now.
  absl::StatusOr<v1::VotingRules> FreezeRules(const Caller& caller,
                                              const v1::Deliberation& deliberation,
                                              const v1::AdvanceDeliberationRequest& request) const;
  absl::StatusOr<record::Content> ReadContent(const Caller& caller,
                                              const std::string& deliberation) const;

  // result.cc
  // NOT_FOUND, without more, when there is none yet.
  absl::StatusOr<v1::Result> ReadResult(const std::string& deliberation, int decision) const;
  // The stored result of the last vote, which is closed; counted and stored first when there is
  // none.
  absl::StatusOr<v1::Result> EnsureResult(const Caller& caller, const Stored& stored) const;
  // The ballots of a closed vote that is not counted yet, with those that stand for members who
  // delegated, and the rows that they were in. NOT_FOUND when they are in the log already.
  struct CastBallots {
    std::vector<record::OpenedBallot> ballots;
    std::vector<std::string> slots;
    std::uint64_t delegated = 0;
    std::map<std::string, int> moved_by;  // ballots by the id of the argument
  };
  absl::StatusOr<CastBallots> ReadCast(const v1::Deliberation& election, const Log& log) const;
  absl::StatusOr<v1::Result> MakeResult(const Caller& caller, const v1::Deliberation& election,
                                        const record::CountedVote& counted) const;
  // The ranking by the criteria, or why there is none. An error when nobody can say now.
  absl::Status AddCriteriaRanking(const Caller& caller, const v1::Deliberation& deliberation,
                                  v1::Result& result) const;
  // OK when the caller may read ballots and result of that vote.
  static absl::Status RequireReadable(const Caller& caller, const v1::Deliberation& deliberation,
                                      int decision, std::string_view what);

  // voting.cc
  // OK when the ballot of that name is the caller's.
  static absl::Status RequireOwn(const Caller& caller, const std::string& name);
  // The caller's ballot as the log or the open vote has it.
  struct OwnBallot {
    record::OpenedBallot ballot;
    std::int64_t revision = 0;
    std::string argument = {};  // id
  };
  absl::StatusOr<OwnBallot> ReadOwnBallot(const Caller& caller, const Stored& stored) const;
  // The member's weight, where the roll has weights.
  absl::StatusOr<std::uint64_t> WeightInVote(const v1::Deliberation& election,
                                             const std::string& member) const;
  // The log. Errors: a name of another form, NOT_FOUND when nothing was logged yet.
  absl::StatusOr<std::shared_ptr<const Log>> ReadLog(const std::string& name) const;
  // The same, for those who may read its ballots.
  absl::StatusOr<std::shared_ptr<const Log>> ReadPublicLog(const Caller& caller,
                                                           const std::string& name) const;

  // The id of the argument that a ballot names, or nothing.
  static std::string ArgumentOf(const Cast& cast);
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
