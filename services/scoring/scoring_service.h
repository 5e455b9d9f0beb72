// scoring_service: criteria, the members' scores, and the ranking that follows.
//
// Rows, all under "deliberations/{d}": criteria/{c}, scores/{member}.{measure}.{criterion}.
// Measures are ingestion's and the phase is deliberation's; both are asked over RPC.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/deliberation.grpc.pb.h"
#include "plenum/ingestion/v1/ingestion.grpc.pb.h"
#include "plenum/scoring/v1/scoring.pb.h"
#include "services/common/base/clock.h"
#include "services/common/base/id.h"
#include "services/common/resource/write.h"
#include "services/common/rpc/method.h"
#include "services/common/rpc/peer.h"
#include "services/common/store/store.h"

namespace plenum::scoring {

namespace service_limits {
inline constexpr int kMaxCriteria = 100;
inline constexpr int kMaxScoresPerCall = 2000;
inline constexpr int kMaxMatrixOptions = 10'000;
}  // namespace service_limits

// Kinds of the events in this service's store.
enum EventKind { kCriterionCreated = 1, kCriterionUpdated = 2, kScoresSet = 3 };

class ScoringService {
 public:
  struct Parts {
    store::Store* store;
    const base::Clock* clock;
    base::IdSource* ids;
    const rpc::Peer<deliberation::v1::DeliberationService>* deliberation;
    const rpc::Peer<ingestion::v1::IngestionService>* ingestion;
  };
  explicit ScoringService(Parts parts) : parts_(parts) {}

  using Caller = rpc::Caller;

  absl::StatusOr<v1::CreateCriterionResponse> CreateCriterion(
      const Caller& caller, const v1::CreateCriterionRequest& request);
  absl::StatusOr<v1::ListCriteriaResponse> ListCriteria(const Caller& caller,
                                                        const v1::ListCriteriaRequest& request);
  absl::StatusOr<v1::UpdateCriterionResponse> UpdateCriterion(
      const Caller& caller, const v1::UpdateCriterionRequest& request);
  absl::StatusOr<v1::SetScoresResponse> SetScores(const Caller& caller,
                                                  const v1::SetScoresRequest& request);
  absl::StatusOr<v1::ListScoresResponse> ListScores(const Caller& caller,
                                                    const v1::ListScoresRequest& request);
  absl::StatusOr<v1::EvaluateRankingResponse> EvaluateRanking(
      const Caller& caller, const v1::EvaluateRankingRequest& request);
  absl::StatusOr<v1::EvaluateMatrixResponse> EvaluateMatrix(
      const Caller& caller, const v1::EvaluateMatrixRequest& request);

 private:
  absl::StatusOr<deliberation::v1::Phase> PhaseOf(const Caller& caller,
                                                  const std::string& name) const;
  absl::StatusOr<std::vector<v1::Criterion>> ReadCriteria(const std::string& deliberation) const;
  absl::StatusOr<std::vector<v1::Score>> ReadScores(const std::string& deliberation) const;
  absl::StatusOr<std::vector<ingestion::v1::Measure>> ReadMeasures(
      const Caller& caller, const std::string& deliberation) const;
  absl::Status CheckScores(const Caller& caller, const v1::SetScoresRequest& request) const;

  const Parts parts_;
};

rpc::ServiceTable Table(ScoringService* service);

}  // namespace plenum::scoring
