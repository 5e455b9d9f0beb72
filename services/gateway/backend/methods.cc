#include "services/gateway/backend/methods.h"

#include <google/protobuf/descriptor.h>

#include <cassert>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "plenum/deliberation/v1/access.pb.h"
#include "plenum/deliberation/v1/argument.pb.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "plenum/deliberation/v1/notice.pb.h"
#include "plenum/deliberation/v1/opinion.pb.h"
#include "plenum/ingestion/v1/ingestion.pb.h"
#include "plenum/scoring/v1/scoring.pb.h"
#include "plenum/tally/v1/tally.pb.h"
#include "services/gateway/limits.h"

namespace plenum::gateway::backend {
namespace {

// Without a use of each file's messages the linker leaves its descriptors out.
void LinkDescriptors() {
  using google::protobuf::LinkMessageReflection;
  LinkMessageReflection<deliberation::v1::SignOutRequest>();
  LinkMessageReflection<deliberation::v1::CreateArgumentRequest>();
  LinkMessageReflection<deliberation::v1::CreateDeliberationRequest>();
  LinkMessageReflection<deliberation::v1::CreateWebhookRequest>();
  LinkMessageReflection<deliberation::v1::CreateStatementRequest>();
  LinkMessageReflection<ingestion::v1::ImportDocumentRequest>();
  LinkMessageReflection<scoring::v1::SetScoresRequest>();
  LinkMessageReflection<tally::v1::TallyRequest>();
  LinkMessageReflection<google::rpc::ErrorInfo>();
}

// Methods that take more than rpc::limits::kMaxRequestBytes, as their services' tables say.
struct LargeMethod {
  std::string_view name;
  std::size_t bytes;
};
constexpr std::size_t kMatrixBytes = std::size_t{16} << 20;
constexpr LargeMethod kLarge[] = {
    {"plenum.ingestion.v1.IngestionService/ImportDocument", rpc::limits::kMaxImportRequestBytes},
    {"plenum.ingestion.v1.IngestionService/ExtractMeasures", rpc::limits::kMaxImportRequestBytes},
    {"plenum.scoring.v1.ScoringService/EvaluateMatrix", kMatrixBytes},
};
constexpr std::string_view kLargeService = "plenum.tally.v1.TallyService/";

std::size_t MaxRequestBytes(std::string_view name) {
  for (const auto& large : kLarge) {
    if (large.name == name) return large.bytes;
  }
  if (name.substr(0, kLargeService.size()) == kLargeService) return kMatrixBytes;
  return rpc::limits::kMaxRequestBytes;
}

}  // namespace

MethodTable::MethodTable(const Channels& channels) {
  LinkDescriptors();
  const auto stub = [&](const std::shared_ptr<grpc::Channel>& channel) {
    return stubs_.emplace_back(std::make_unique<grpc::GenericStub>(channel)).get();
  };
  Add("plenum.ingestion.v1.IngestionService", stub(channels.ingestion));
  Add("plenum.scoring.v1.ScoringService", stub(channels.scoring));
  grpc::GenericStub* const deliberation = stub(channels.deliberation);
  for (const char* service :
       {"plenum.deliberation.v1.AccessService", "plenum.deliberation.v1.ArgumentService",
        "plenum.deliberation.v1.DeliberationService", "plenum.deliberation.v1.NoticeService",
        "plenum.deliberation.v1.OpinionService", "plenum.tally.v1.TallyService"}) {
    Add(service, deliberation);
  }
}

void MethodTable::Add(const std::string& service, grpc::GenericStub* stub) {
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service);
  assert(descriptor != nullptr);
  for (int i = 0; i < descriptor->method_count(); ++i) {
    const auto& described = *descriptor->method(i);
    auto method = std::make_unique<Method>();
    method->name = absl::StrCat(service, "/", described.name());
    method->path = "/" + method->name;
    method->request_type = described.input_type()->full_name();
    method->response_type = described.output_type()->full_name();
    method->client_streaming = described.client_streaming();
    method->server_streaming = described.server_streaming();
    method->max_request_bytes = MaxRequestBytes(method->name);
    method->stub = stub;
    by_name_.emplace(method->name, method.get());
    methods_.push_back(std::move(method));
  }
}

const Method* MethodTable::Find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

}  // namespace plenum::gateway::backend
