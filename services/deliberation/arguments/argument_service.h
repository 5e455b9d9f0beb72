// argument_service: what members say for and against measures.
//
// Rows: "deliberations/{d}/arguments/{a}". An argument with all its earlier words is one row.
// Whoever may not see the words of a hidden one never gets them from here; nothing is deleted.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/argument.pb.h"
#include "plenum/ingestion/v1/ingestion.grpc.pb.h"
#include "plenum/scoring/v1/scoring.grpc.pb.h"
#include "services/common/base/clock.h"
#include "services/common/base/id.h"
#include "services/common/resource/write.h"
#include "services/common/rpc/method.h"
#include "services/common/rpc/peer.h"
#include "services/common/store/store.h"

namespace plenum::deliberation {

namespace limits {
inline constexpr int kMaxArguments = 20'000;  // of one deliberation
inline constexpr int kMaxEarlierVersions = 50;
}  // namespace limits

class ArgumentService {
 public:
  struct Parts {
    store::Store* store;
    const base::Clock* clock;
    base::IdSource* ids;
    const rpc::Peer<ingestion::v1::IngestionService>* ingestion;
    const rpc::Peer<scoring::v1::ScoringService>* scoring;
  };
  explicit ArgumentService(Parts parts) : parts_(parts) {}

  using Caller = rpc::Caller;
  absl::StatusOr<v1::CreateArgumentResponse> CreateArgument(
      const Caller& caller, const v1::CreateArgumentRequest& request);
  absl::StatusOr<v1::ListArgumentsResponse> ListArguments(const Caller& caller,
                                                          const v1::ListArgumentsRequest& request);
  absl::StatusOr<v1::UpdateArgumentResponse> UpdateArgument(
      const Caller& caller, const v1::UpdateArgumentRequest& request);
  absl::StatusOr<v1::HideArgumentResponse> HideArgument(const Caller& caller,
                                                        const v1::HideArgumentRequest& request);
  absl::StatusOr<v1::RestoreArgumentResponse> RestoreArgument(
      const Caller& caller, const v1::RestoreArgumentRequest& request);

 private:
  struct Stored {
    v1::Argument argument;
    std::int64_t revision = 0;
  };
  absl::StatusOr<Stored> Read(const std::string& name) const;
  // That the deliberation is not closed; its revision.
  absl::StatusOr<std::int64_t> RequireOpen(const std::string& name, std::string_view what) const;
  // That measure, quote and criterion of a new argument are there. They belong to other services,
  // and none of them is ever deleted.
  absl::Status CheckReferences(const Caller& caller, const v1::Argument& argument) const;
  // Fills in what a reply has from what it replies to.
  absl::Status FollowReply(v1::Argument& argument) const;
  // Reads, changes by `change(stored argument)` and writes; `kind` is that of the event.
  template <class Response, class Request, class Change>
  absl::StatusOr<Response> Modify(const Caller& caller, std::string_view method,
                                  const Request& request, std::int32_t kind, Change change);

  const Parts parts_;
};

rpc::ServiceTable Table(ArgumentService* service);

}  // namespace plenum::deliberation
