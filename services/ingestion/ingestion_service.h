// ingestion_service: keeps documents and the measures found in them, and how these were curated.
//
// documents.cc reads and stores; measures.cc lists and changes single measures; curation.cc does
// what concerns several, undoing and history; suggestions.cc offers what the documents suggest;
// upload.cc takes documents in pieces. What is stored where is in rows.h, what a step of curation
// is in lineage.h (docs/curation.md).
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
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
#include "services/ingestion/lineage.h"
#include "services/ingestion/reading.h"
#include "services/ingestion/rows.h"

namespace plenum::ingestion {

// Kinds of the events in this service's store, beside those of steps (kStepEvents). 2 to 4 are in
// older streams: a measure was created, updated, rejected.
enum EventKind { kDocumentImported = 1, kSuggestionTaken = 5, kSuggestionDismissed = 6 };

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
  absl::StatusOr<v1::GetDocumentContentResponse> GetDocumentContent(
      const Caller& caller, const v1::GetDocumentContentRequest& request);
  // Takes one document in pieces; `first` is its metadata.
  absl::StatusOr<std::unique_ptr<rpc::Intake>> UploadDocument(
      const Caller& caller, const v1::UploadDocumentRequest& first);
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
  absl::StatusOr<v1::RestoreMeasureResponse> RestoreMeasure(
      const Caller& caller, const v1::RestoreMeasureRequest& request);
  absl::StatusOr<v1::AcceptMeasureResponse> AcceptMeasure(const Caller& caller,
                                                          const v1::AcceptMeasureRequest& request);
  absl::StatusOr<v1::MergeMeasuresResponse> MergeMeasures(const Caller& caller,
                                                          const v1::MergeMeasuresRequest& request);
  absl::StatusOr<v1::SplitMeasureResponse> SplitMeasure(const Caller& caller,
                                                        const v1::SplitMeasureRequest& request);
  absl::StatusOr<v1::AttachQuoteResponse> AttachQuote(const Caller& caller,
                                                      const v1::AttachQuoteRequest& request);
  absl::StatusOr<v1::DetachQuoteResponse> DetachQuote(const Caller& caller,
                                                      const v1::DetachQuoteRequest& request);
  absl::StatusOr<v1::UndoMeasureStepResponse> UndoMeasureStep(
      const Caller& caller, const v1::UndoMeasureStepRequest& request);
  absl::StatusOr<v1::ListMeasureHistoryResponse> ListMeasureHistory(
      const Caller& caller, const v1::ListMeasureHistoryRequest& request);
  absl::StatusOr<v1::ListSuggestionsResponse> ListSuggestions(
      const Caller& caller, const v1::ListSuggestionsRequest& request);
  absl::StatusOr<v1::TakeSuggestionResponse> TakeSuggestion(
      const Caller& caller, const v1::TakeSuggestionRequest& request);
  absl::StatusOr<v1::DismissSuggestionResponse> DismissSuggestion(
      const Caller& caller, const v1::DismissSuggestionRequest& request);
  absl::StatusOr<v1::ExtractMeasuresResponse> ExtractMeasures(
      const Caller& caller, const v1::ExtractMeasuresRequest& request);

  // What ImportDocument and a complete upload do. `Request` has a request_id.
  struct ImportInput {
    std::string_view method;
    const std::string& parent;
    const std::string& file_name;
    v1::DocumentFormat format;
    std::string_view content;
    // Called before it is written; false when that must not happen any more. May be empty.
    std::function<bool()> seal{};
    ReadingProgress progress{};
  };
  template <class Request>
  absl::StatusOr<v1::ImportDocumentResponse> Import(const Caller& caller, const Request& request,
                                                    const ImportInput& input);

 private:
  using ImportDecision = resource::Decision<v1::ImportDocumentResponse>;
  struct Relating;  // how the measures of a new document relate to those that are there

  // OK when the deliberation is in phase draft.
  absl::Status RequireDraft(const Caller& caller, const std::string& deliberation,
                            std::string_view what) const;
  absl::StatusOr<ImportDecision> DecideImport(const Caller& caller, const ImportInput& input,
                                              const std::string& sha256,
                                              std::optional<Reading>& reading) const;
  // Nothing when the document is there already.
  absl::StatusOr<std::optional<Reading>> ReadUnlessKnown(const Caller& caller,
                                                         const ImportInput& input,
                                                         const std::string& sha256) const;
  absl::StatusOr<v1::ImportDocumentResponse> ReadDuplicate(const std::string& parent,
                                                           const std::string& id) const;
  // Adds the found measures, what is merged at once, and the suggestions.
  absl::Status AddFound(const Caller& caller, Reading reading, const std::string& document,
                        std::vector<KeptMeasure> known, ImportDecision& decision) const;
  void MergeSame(const Caller& caller, Relating& relating, ImportDecision& decision) const;
  absl::Status SuggestAfterImport(Reading& reading, const std::string& document,
                                  const Relating& relating, ImportDecision& decision) const;
  absl::Status SuggestCriteria(Reading& reading, const std::string& document,
                               const std::string& parent, ImportDecision& decision) const;

  // Checks the quote and fills in its place. Adds a violation of `field`, or fails.
  absl::Status CheckQuote(const std::string& parent, const std::string& field, v1::Quote& quote,
                          base::FieldViolations& bad) const;
  // OK when the deliberation has room for `more` measures that take part.
  absl::Status CheckRoom(const std::string& deliberation, int more) const;
  // A new step of this caller.
  StepWriter NewStep(const Caller& caller, v1::CurationKind kind) const;
  // A measure whose etag is `etag`, if that is set.
  absl::StatusOr<KeptMeasure> ReadKept(const std::string& name, const std::string& etag) const;
  // The same, in phase draft.
  absl::StatusOr<KeptMeasure> ReadForChange(const Caller& caller, const std::string& name,
                                            const std::string& etag) const;
  // Reads, changes and writes one measure as a step. `change` is
  // absl::Status(v1::Measure&, StepWriter&); nothing is written when the measure stays as it was.
  template <class Response, class Request, class Change>
  absl::StatusOr<Response> ChangeMeasure(const Caller& caller, std::string_view method,
                                         const Request& request, const std::string& name,
                                         const std::string& etag, v1::CurationKind kind,
                                         Change change);
  // Merges `sources` into `target`, all of the same mutation.
  static absl::Status Merge(const KeptMeasure& target, const std::vector<KeptMeasure>& sources,
                            const std::string& title, StepWriter& step);
  absl::StatusOr<std::vector<v1::CurationStep>> ReadSteps(const std::string& measure,
                                                          const std::string& after_id) const;
  absl::StatusOr<store::Row> FindUndoable(const v1::UndoMeasureStepRequest& request,
                                          v1::CurationStep& step) const;
  absl::Status RequireNothingDepends(const v1::CurationStep& step) const;
  absl::Status ReopenSuggestion(const std::string& name, store::Mutation& mutation) const;
  // Does what `suggestion` says.
  absl::Status Take(const Caller& caller, const v1::Suggestion& suggestion,
                    resource::Decision<v1::TakeSuggestionResponse>& decision) const;

  const Parts parts_;
  // By deliberation: an import that was read is decided on and stored alone.
  std::array<std::mutex, 16> import_locks_;
};

rpc::ServiceTable Table(IngestionService* service);

}  // namespace plenum::ingestion
