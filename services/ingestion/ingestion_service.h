// ingestion_service: keeps documents and the measures found in them.
//
// Rows, all under "deliberations/{d}": documents/{x} (the Document), documents/{x}/parts/text (text
// and blocks) and documents/{x}/parts/original (the imported bytes), digests/{sha256} (the id of
// the document with these bytes, so that no document is there twice), measures/{m}.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/deliberation.grpc.pb.h"
#include "plenum/ingestion/v1/ingestion.pb.h"
#include "services/common/base/clock.h"
#include "services/common/base/id.h"
#include "services/common/resource/write.h"
#include "services/common/rpc/method.h"
#include "services/common/rpc/peer.h"
#include "services/common/store/store.h"

namespace plenum::ingestion {

namespace service_limits {
// Measures of one deliberation, rejected ones included. A ballot cannot have more.
inline constexpr int kMaxMeasures = 1000;
}  // namespace service_limits

// Kinds of the events in this service's store.
enum EventKind {
  kDocumentImported = 1,
  kMeasureCreated = 2,
  kMeasureUpdated = 3,
  kMeasureRejected = 4
};

class IngestionService {
 public:
  struct Parts {
    store::Store* store;
    const base::Clock* clock;
    base::IdSource* ids;
    const rpc::Peer<deliberation::v1::DeliberationService>* deliberation;
  };
  explicit IngestionService(Parts parts) : parts_(parts) {}

  using Caller = rpc::Caller;

  absl::StatusOr<v1::ImportDocumentResponse> ImportDocument(
      const Caller& caller, const v1::ImportDocumentRequest& request);
  absl::StatusOr<v1::GetDocumentResponse> GetDocument(const Caller& caller,
                                                      const v1::GetDocumentRequest& request);
  absl::StatusOr<v1::GetDocumentTextResponse> GetDocumentText(
      const Caller& caller, const v1::GetDocumentTextRequest& request);
  absl::StatusOr<v1::ListDocumentsResponse> ListDocuments(const Caller& caller,
                                                          const v1::ListDocumentsRequest& request);
  absl::StatusOr<v1::CreateMeasureResponse> CreateMeasure(const Caller& caller,
                                                          const v1::CreateMeasureRequest& request);
  absl::StatusOr<v1::GetMeasureResponse> GetMeasure(const Caller& caller,
                                                    const v1::GetMeasureRequest& request);
  absl::StatusOr<v1::ListMeasuresResponse> ListMeasures(const Caller& caller,
                                                        const v1::ListMeasuresRequest& request);
  absl::StatusOr<v1::UpdateMeasureResponse> UpdateMeasure(const Caller& caller,
                                                          const v1::UpdateMeasureRequest& request);
  absl::StatusOr<v1::RejectMeasureResponse> RejectMeasure(const Caller& caller,
                                                          const v1::RejectMeasureRequest& request);
  absl::StatusOr<v1::ExtractMeasuresResponse> ExtractMeasures(
      const Caller& caller, const v1::ExtractMeasuresRequest& request);

 private:
  // OK when the deliberation is in phase draft.
  absl::Status RequireDraft(const Caller& caller, const std::string& deliberation,
                            std::string_view what) const;
  absl::StatusOr<int> CountMeasures(const std::string& deliberation) const;
  absl::StatusOr<v1::ImportDocumentResponse> ReadDuplicate(const std::string& parent,
                                                           const std::string& id) const;
  absl::Status CheckQuotes(const std::string& parent, const v1::Measure& measure) const;
  // Reads, changes and writes one measure.
  template <class Response, class Request, class Change>
  absl::StatusOr<Response> ChangeMeasure(const Caller& caller, std::string_view method,
                                         const Request& request, const std::string& name,
                                         const std::string& etag, EventKind kind, Change change);

  const Parts parts_;
};

rpc::ServiceTable Table(IngestionService* service);

}  // namespace plenum::ingestion
