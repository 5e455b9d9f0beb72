// tally_service: TallyService, which counts what it is sent.
#pragma once

#include "absl/status/statusor.h"
#include "plenum/tally/v1/tally.pb.h"
#include "services/common/rpc/method.h"

namespace plenum::deliberation {

class TallyService {
 public:
  absl::StatusOr<tally::v1::TallyResponse> Tally(const rpc::Caller& caller,
                                                 const tally::v1::TallyRequest& request);
  absl::StatusOr<tally::v1::ElectResponse> Elect(const rpc::Caller& caller,
                                                 const tally::v1::ElectRequest& request);
  absl::StatusOr<tally::v1::TallyScoresResponse> TallyScores(
      const rpc::Caller& caller, const tally::v1::TallyScoresRequest& request);
  absl::StatusOr<tally::v1::ElectCommitteeResponse> ElectCommittee(
      const rpc::Caller& caller, const tally::v1::ElectCommitteeRequest& request);
  absl::StatusOr<tally::v1::SelectPackageResponse> SelectPackage(
      const rpc::Caller& caller, const tally::v1::SelectPackageRequest& request);
  absl::StatusOr<tally::v1::ExplainResponse> Explain(const rpc::Caller& caller,
                                                     const tally::v1::ExplainRequest& request);
  absl::StatusOr<tally::v1::ExplainElectionResponse> ExplainElection(
      const rpc::Caller& caller, const tally::v1::ExplainElectionRequest& request);
  absl::StatusOr<tally::v1::ExplainScoresResponse> ExplainScores(
      const rpc::Caller& caller, const tally::v1::ExplainScoresRequest& request);
  absl::StatusOr<tally::v1::ExplainCommitteeResponse> ExplainCommittee(
      const rpc::Caller& caller, const tally::v1::ExplainCommitteeRequest& request);
  absl::StatusOr<tally::v1::ExplainPackageResponse> ExplainPackage(
      const rpc::Caller& caller, const tally::v1::ExplainPackageRequest& request);
  absl::StatusOr<tally::v1::CheckRobustnessResponse> CheckRobustness(
      const rpc::Caller& caller, const tally::v1::CheckRobustnessRequest& request);
  absl::StatusOr<tally::v1::ListMethodsResponse> ListMethods(
      const rpc::Caller& caller, const tally::v1::ListMethodsRequest& request);
};

rpc::ServiceTable Table(TallyService* service);

}  // namespace plenum::deliberation
