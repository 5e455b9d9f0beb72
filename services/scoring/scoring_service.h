// scoring_service: criteria, the members' weights and scores in rounds, and what follows from them.
//
// Its rows are in rows.h. Measures are ingestion's and the phase is deliberation's; both are asked
// over RPC.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/deliberation.grpc.pb.h"
#include "plenum/ingestion/v1/ingestion.grpc.pb.h"
#include "plenum/scoring/v1/scoring.pb.h"
#include "services/common/base/clock.h"
#include "services/common/base/id.h"
#include "services/common/resource/watch_hub.h"
#include "services/common/resource/write.h"
#include "services/common/rpc/method.h"
#include "services/common/rpc/peer.h"
#include "services/common/store/store.h"
#include "services/scoring/ranking.h"
#include "services/scoring/rows.h"
#include "services/scoring/score_writer.h"

namespace plenum::scoring {

namespace service_limits {
inline constexpr int kMaxCriteria = 100;
inline constexpr int kMaxScoresPerCall = 2000;
inline constexpr int kMaxRounds = 100;
inline constexpr int kMaxSamples = 1'000'000;
inline constexpr int kMaxAgendaItems = 1000;
inline constexpr int kMaxMatrixOptions = 10'000;
}  // namespace service_limits

class ScoringService {
 public:
  struct Parts {
    store::Store* store;
    const base::Clock* clock;
    base::IdSource* ids;
    const rpc::Peer<deliberation::v1::DeliberationService>* deliberation;
    const rpc::Peer<ingestion::v1::IngestionService>* ingestion;
    // Runs a task that may wait for other services; false when it cannot.
    std::function<bool(std::function<void()>)> defer;
  };
  explicit ScoringService(Parts parts);

  using Caller = rpc::Caller;

  absl::StatusOr<v1::CreateCriterionResponse> CreateCriterion(
      const Caller& caller, const v1::CreateCriterionRequest& request);
  absl::StatusOr<v1::ListCriteriaResponse> ListCriteria(const Caller& caller,
                                                        const v1::ListCriteriaRequest& request);
  absl::StatusOr<v1::UpdateCriterionResponse> UpdateCriterion(
      const Caller& caller, const v1::UpdateCriterionRequest& request);
  void SetScores(const Caller& caller, v1::SetScoresRequest request, ScoreWriter::Done done);
  absl::StatusOr<v1::DigestScoresResponse> DigestScores(const Caller& caller,
                                                        const v1::DigestScoresRequest& request);
  absl::StatusOr<v1::ListScoresResponse> ListScores(const Caller& caller,
                                                    const v1::ListScoresRequest& request);
  absl::StatusOr<v1::SetWeightsResponse> SetWeights(const Caller& caller,
                                                    const v1::SetWeightsRequest& request);
  absl::StatusOr<v1::ListWeightsResponse> ListWeights(const Caller& caller,
                                                      const v1::ListWeightsRequest& request);
  absl::StatusOr<v1::OpenRoundResponse> OpenRound(const Caller& caller,
                                                  const v1::OpenRoundRequest& request);
  absl::StatusOr<v1::GetRoundResponse> GetRound(const Caller& caller,
                                                const v1::GetRoundRequest& request);
  absl::StatusOr<v1::ListMovementsResponse> ListMovements(const Caller& caller,
                                                          const v1::ListMovementsRequest& request);
  absl::StatusOr<v1::AssessRoundResponse> AssessRound(const Caller& caller,
                                                      const v1::AssessRoundRequest& request);
  absl::StatusOr<v1::GetEvidenceResponse> GetEvidence(const Caller& caller,
                                                      const v1::GetEvidenceRequest& request);
  absl::StatusOr<std::unique_ptr<rpc::Feed>> WatchRanking(const Caller& caller,
                                                          const v1::WatchRankingRequest& request,
                                                          rpc::Waker waker);
  absl::StatusOr<v1::EvaluateRankingResponse> EvaluateRanking(
      const Caller& caller, const v1::EvaluateRankingRequest& request);
  absl::StatusOr<v1::ExplainRankingResponse> ExplainRanking(
      const Caller& caller, const v1::ExplainRankingRequest& request);
  absl::StatusOr<v1::AnalyzeSensitivityResponse> AnalyzeSensitivity(
      const Caller& caller, const v1::AnalyzeSensitivityRequest& request);
  absl::StatusOr<v1::GetAgendaResponse> GetAgenda(const Caller& caller,
                                                  const v1::GetAgendaRequest& request);
  absl::StatusOr<v1::AuditRankingResponse> AuditRanking(const Caller& caller,
                                                        const v1::AuditRankingRequest& request);
  absl::StatusOr<v1::ListMethodsResponse> ListMethods(const Caller& caller,
                                                      const v1::ListMethodsRequest& request);
  absl::StatusOr<v1::EvaluateMatrixResponse> EvaluateMatrix(
      const Caller& caller, const v1::EvaluateMatrixRequest& request);

 private:
  // What of the others' scores a caller may see.
  struct Sight {
    deliberation::v1::Phase phase = deliberation::v1::PHASE_UNSPECIFIED;
    v1::Round round{};
    bool sealed = true;  // only the caller's own
  };
  absl::StatusOr<Sight> Look(const Caller& caller, const std::string& deliberation) const;
  // How close an answer comes to single members: the seal holds for a facilitator too where it
  // tells them apart.
  enum class Detail { kGroup, kMembers };
  // OK when the caller may see what follows from all scores. Errors: FAILED_PRECONDITION /
  // WRONG_PHASE while they are sealed.
  absl::Status CheckSight(const Caller& caller, const std::string& deliberation,
                          Detail detail) const;

  absl::StatusOr<deliberation::v1::Phase> PhaseOf(const Caller& caller,
                                                  const std::string& name) const;
  absl::StatusOr<std::vector<ingestion::v1::Measure>> ReadMeasures(
      const Caller& caller, const std::string& deliberation) const;
  absl::StatusOr<Snapshot> ReadSnapshot(const Caller& caller,
                                        const std::string& deliberation) const;
  // Whether the members whose weights differ are on the roll. Errors: INVALID_ARGUMENT, naming
  // those who are not.
  absl::Status CheckRoll(const Caller& caller, const std::string& deliberation,
                         const v1::EvaluationOptions& options) const;
  // What all questions about a ranking begin with: the caller may see it, and there is one.
  struct Asked {
    Snapshot snapshot;
    RankingModel model;
  };
  // Whether the question can do with cells that nobody scored. Criteria that do not count are no
  // reason to refuse one that cannot.
  enum class Gaps { kSome, kNone };
  absl::StatusOr<Asked> Ask(const Caller& caller, const std::string& parent,
                            const v1::EvaluationOptions& options, Detail detail,
                            Gaps gaps = Gaps::kSome) const;
  absl::StatusOr<ScoreRules> ReadScoreRules(const Caller& caller,
                                            const std::string& deliberation) const;

  const Parts parts_;
  resource::WatchHub hub_;
  ScoreWriter score_writer_;
};

rpc::ServiceTable Table(ScoringService* service);

}  // namespace plenum::scoring
