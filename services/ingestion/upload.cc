// Upload: a document in pieces. Nothing is stored before all of it is here.
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/ingestion/ingestion_service.h"

namespace plenum::ingestion {
namespace {

using google::protobuf::MessageLite;

absl::Status Incomplete(const std::string& sentence) {
  return base::Error(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_UPLOAD_INCOMPLETE,
                     sentence + "; nothing was stored");
}

absl::Status BadChunk(const std::string& field, const std::string& description) {
  base::FieldViolations bad;
  bad.Add(field, description);
  return bad.ToStatus();
}

class DocumentIntake final : public rpc::Intake {
 public:
  DocumentIntake(IngestionService& service, v1::UploadMetadata metadata)
      : service_(service), metadata_(std::move(metadata)) {
    content_.reserve(BytesNeeded());
  }

  [[nodiscard]] std::size_t BytesNeeded() const override {
    return static_cast<std::size_t>(metadata_.size_bytes());
  }

  [[nodiscard]] bool IsCancel(const MessageLite& message) const override {
    return static_cast<const v1::UploadDocumentRequest&>(message).has_cancel();
  }

  absl::StatusOr<bool> Take(MessageLite& message) override {
    const auto& request = static_cast<const v1::UploadDocumentRequest&>(message);
    if (request.has_metadata()) return BadChunk("metadata", "comes first, and once");
    if (!request.has_chunk()) return BadChunk("chunk", "is missing");
    const auto& chunk = request.chunk();
    if (chunk.data().empty() || chunk.data().size() > rpc::limits::kMaxChunkBytes) {
      return BadChunk("chunk.data", absl::StrCat("has ", chunk.data().size(), " bytes; send 1 to ",
                                                 rpc::limits::kMaxChunkBytes));
    }
    if (chunk.offset() != static_cast<std::int64_t>(content_.size())) {
      return BadChunk("chunk.offset", absl::StrCat("is ", chunk.offset(), ", and ", content_.size(),
                                                   " bytes arrived before; send them in order"));
    }
    if (content_.size() + chunk.data().size() > BytesNeeded()) {
      return Incomplete(absl::StrCat("more than the announced ", BytesNeeded(), " bytes arrived"));
    }
    content_ += chunk.data();
    return content_.size() == BytesNeeded();
  }

  std::unique_ptr<MessageLite> Progress() override {
    return ProgressOf(v1::UPLOAD_STAGE_RECEIVING,
                      static_cast<double>(content_.size()) / static_cast<double>(BytesNeeded()));
  }

  absl::StatusOr<std::unique_ptr<MessageLite>> Finish(const rpc::Caller& caller,
                                                      const rpc::IntakeControl& control) override {
    const std::string sha256 = base::Hex(base::Sha256(content_));
    if (!metadata_.sha256().empty() && metadata_.sha256() != sha256) {
      return Incomplete("what arrived has another SHA-256 than was announced");
    }
    // What makes the request the same one is its content, however it was announced.
    metadata_.set_sha256(sha256);
    auto imported = service_.Import(caller, metadata_,
                                    {.method = "UploadDocument",
                                     .parent = metadata_.parent(),
                                     .file_name = metadata_.file_name(),
                                     .format = metadata_.format(),
                                     .content = content_,
                                     .seal = control.seal,
                                     .progress = [&](v1::UploadStage stage, double share) {
                                       control.report(ProgressOf(stage, share));
                                     }});
    if (!imported.ok()) return imported.status();
    auto response = std::make_unique<v1::UploadDocumentResponse>();
    *response->mutable_result() = *std::move(imported);
    return response;
  }

 private:
  std::unique_ptr<MessageLite> ProgressOf(v1::UploadStage stage, double share) const {
    auto response = std::make_unique<v1::UploadDocumentResponse>();
    auto& progress = *response->mutable_progress();
    progress.set_stage(stage);
    progress.set_received_bytes(static_cast<std::int64_t>(content_.size()));
    progress.set_share(share);
    return response;
  }

  IngestionService& service_;
  v1::UploadMetadata metadata_;
  std::string content_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Intake>> IngestionService::UploadDocument(
    const Caller& /*caller*/, const v1::UploadDocumentRequest& first) {
  const v1::UploadMetadata& metadata = first.metadata();
  base::FieldViolations bad;
  CheckFile(metadata.file_name(), /*needed=*/true, metadata.format(), bad);
  if (!resource::Match(kDeliberationForm, metadata.parent())) {
    bad.Add("metadata.parent", "must be of the form deliberations/ID");
  }
  if (metadata.size_bytes() <= 0) {
    bad.Add("metadata.size_bytes",
            "must be at least 1: the file is empty; choose one with some text");
  }
  resource::CheckRequestId(metadata.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  constexpr auto kMost = static_cast<std::int64_t>(rpc::limits::kMaxDocumentBytes);
  if (metadata.size_bytes() > kMost) {
    return base::Error(absl::StatusCode::kInvalidArgument,
                       common::v1::ERROR_REASON_REQUEST_TOO_LARGE,
                       absl::StrCat(metadata.file_name(), " has ", metadata.size_bytes(),
                                    " bytes; at most ", kMost, " (64 MiB) are read"),
                       {{"size_bytes", absl::StrCat(metadata.size_bytes())},
                        {"limit_bytes", absl::StrCat(kMost)}});
  }
  return std::make_unique<DocumentIntake>(*this, metadata);
}

}  // namespace plenum::ingestion
