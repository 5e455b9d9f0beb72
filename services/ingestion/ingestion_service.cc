// The method table: who may call what, and how it waits.
#include "services/ingestion/ingestion_service.h"

namespace plenum::ingestion {

rpc::ServiceTable Table(IngestionService* service) {
  using rpc::Access;
  using rpc::Level;
  using S = IngestionService;
  constexpr std::size_t kImport = rpc::limits::kMaxImportRequestBytes;
  constexpr rpc::MethodOptions kRead = {.access = Access::kObserver};
  constexpr rpc::MethodOptions kCurate = {.access = Access::kFacilitator,
                                          .level = Level::kCallsLeaves};
  constexpr Access kAdd = Access::kContributor;
  rpc::ServiceTable table("plenum.ingestion.v1.IngestionService");
  table.Unary("ImportDocument",
              {.access = kAdd, .level = Level::kCallsLeaves, .max_request_bytes = kImport}, service,
              &S::ImportDocument);
  table.Upload<v1::UploadDocumentResponse>(
      "UploadDocument",
      {.access = kAdd,
       .level = Level::kCallsLeaves,
       .max_request_bytes = rpc::limits::kMaxChunkMessageBytes},
      service, &S::UploadDocument);
  table.Unary("GetDocument", kRead, service, &S::GetDocument);
  table.Unary("GetDocumentText", kRead, service, &S::GetDocumentText);
  table.Unary("GetDocumentContent", kRead, service, &S::GetDocumentContent);
  table.Unary("ListDocuments", kRead, service, &S::ListDocuments);
  table.Unary("CreateMeasure", {.access = kAdd, .level = Level::kCallsLeaves}, service,
              &S::CreateMeasure);
  table.Unary("GetMeasure", kRead, service, &S::GetMeasure);
  table.Unary("ListMeasures", kRead, service, &S::ListMeasures);
  table.Unary("UpdateMeasure", kCurate, service, &S::UpdateMeasure);
  table.Unary("RejectMeasure", kCurate, service, &S::RejectMeasure);
  table.Unary("RestoreMeasure", kCurate, service, &S::RestoreMeasure);
  table.Unary("AcceptMeasure", kCurate, service, &S::AcceptMeasure);
  table.Unary("MergeMeasures", kCurate, service, &S::MergeMeasures);
  table.Unary("SplitMeasure", kCurate, service, &S::SplitMeasure);
  table.Unary("AttachQuote", kCurate, service, &S::AttachQuote);
  table.Unary("DetachQuote", kCurate, service, &S::DetachQuote);
  table.Unary("UndoMeasureStep", kCurate, service, &S::UndoMeasureStep);
  table.Unary("ListMeasureHistory", kRead, service, &S::ListMeasureHistory);
  table.Unary("ListSuggestions", kRead, service, &S::ListSuggestions);
  table.Unary("TakeSuggestion", kCurate, service, &S::TakeSuggestion);
  table.Unary("DismissSuggestion", kCurate, service, &S::DismissSuggestion);
  table.Unary("ExtractMeasures",
              {.access = Access::kAnyone, .level = Level::kStateless, .max_request_bytes = kImport},
              service, &S::ExtractMeasures);
  return table;
}

}  // namespace plenum::ingestion
