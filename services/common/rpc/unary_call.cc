#include "services/common/rpc/unary_call.h"

#include <grpcpp/support/proto_buffer_reader.h>

#include <exception>
#include <utility>

#include "services/common/base/status.h"
#include "services/common/rpc/status.h"

namespace plenum::rpc {
namespace {

std::string_view View(const grpc::string_ref& text) { return {text.data(), text.size()}; }

absl::Status PastDeadline() {
  return base::DeadlinePassed("the deadline passed while the call waited");
}

// Hands a reply on, and answers for a method that dropped it.
class ReplyOnce {
 public:
  explicit ReplyOnce(Method::Reply reply) : reply_(std::move(reply)) {}
  ~ReplyOnce() {
    if (!used_.exchange(true)) reply_(absl::InternalError("the method dropped its reply"));
  }
  ReplyOnce(const ReplyOnce&) = delete;
  ReplyOnce& operator=(const ReplyOnce&) = delete;
  void operator()(absl::StatusOr<std::unique_ptr<Method::Message>> response) {
    if (!used_.exchange(true)) reply_(std::move(response));
  }

 private:
  Method::Reply reply_;
  std::atomic<bool> used_{false};
};

}  // namespace

Arrival ReadArrival(const grpc::CallbackServerContext& context, std::size_t request_bytes) {
  Arrival arrival;
  const auto& metadata = context.client_metadata();
  const auto authorization = metadata.equal_range("authorization");
  if (authorization.first != authorization.second) {
    arrival.authorization = View(authorization.first->second);
    arrival.repeated_metadata = std::next(authorization.first) != authorization.second;
  }
  if (const auto id = metadata.find("x-request-id"); id != metadata.end()) {
    arrival.request_id = View(id->second);
  }
  arrival.peer = [&context] {
    const std::string peer = context.peer();  // "ipv4:127.0.0.1:45678"
    return peer.substr(0, peer.rfind(':'));
  };
  arrival.request_bytes = request_bytes;
  arrival.deadline = context.deadline();
  return arrival;
}

absl::Status Decode(const grpc::ByteBuffer& bytes, Method::Message& message) {
  grpc::ByteBuffer copy = bytes;  // counts references only
  grpc::ProtoBufferReader reader(&copy);
  if (reader.status().ok() && message.ParseFromZeroCopyStream(&reader)) return absl::OkStatus();
  return base::Error(absl::StatusCode::kInvalidArgument,
                     common::v1::ERROR_REASON_UNDECODABLE_REQUEST,
                     "the request is no message of type " + message.GetTypeName() +
                         ", or a text in it is not UTF-8");
}

grpc::ByteBuffer Encode(const Method::Message& message) {
  grpc::Slice slice(message.ByteSizeLong());
  message.SerializeWithCachedSizesToArray(const_cast<std::uint8_t*>(slice.begin()));
  return {&slice, 1};
}

grpc::ServerUnaryReactor* UnaryCall::Start(CallRunner& runner, const RunnableMethod& method,
                                           grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) {
  auto call = std::make_shared<UnaryCall>(runner, method, context, request, response);
  call->self_ = call;
  call->Begin();
  return call.get();
}

UnaryCall::UnaryCall(CallRunner& runner, const RunnableMethod& method,
                     grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                     grpc::ByteBuffer* response)
    : runner_(runner),
      method_(method),
      context_(context),
      request_bytes_(request),
      response_bytes_(response) {}

void UnaryCall::Begin() {
  const Method& method = *method_.method;
  const Arrival arrival = ReadArrival(*context_, request_bytes_->Length());
  request_size_ = arrival.request_bytes;
  request_id_ = CallRunner::RequestId(arrival.request_id);
  auto admitted = runner_.Admit(method, arrival, request_id_);
  if (!admitted.ok()) return Complete(admitted.status());
  caller_ = *std::move(admitted);
  // Large requests are decoded on the method's thread, not on gRPC's.
  auto run = [self = shared_from_this()] { self->Invoke(); };
  auto queued = runner_.Run(method, request_size_, std::move(run));
  if (!queued.ok()) Complete(std::move(queued));
}

void UnaryCall::Invoke() {
  const Method& method = *method_.method;
  if (context_->IsCancelled() || std::chrono::system_clock::now() >= caller_.deadline) {
    return Complete(PastDeadline());
  }
  request_ = method.new_request();
  auto decoded = Decode(*request_bytes_, *request_);
  if (!decoded.ok()) return Complete(std::move(decoded));
  auto own = CallRunner::CheckResource(method, caller_, *request_);
  if (!own.ok()) return Complete(std::move(own));
  auto once = std::make_shared<ReplyOnce>(
      [self = shared_from_this()](auto response) { self->Complete(std::move(response)); });
  try {
    method.unary(caller_, *request_, [once](auto response) { (*once)(std::move(response)); });
  } catch (const std::exception& fault) {
    (*once)(absl::InternalError(std::string("exception: ") + fault.what()));
  }
}

void UnaryCall::Complete(absl::StatusOr<std::unique_ptr<Method::Message>> response) {
  if (completed_.exchange(true)) return;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - arrived_;
  runner_.Finished(method_, caller_, request_id_, request_size_, response.status(), took.count());
  if (!response.ok()) {
    // What failed is what gets looked up in the log.
    context_->AddTrailingMetadata("x-request-id", request_id_);
    return Finish(ToGrpc(response.status(), request_id_));
  }
  *response_bytes_ = Encode(**response);
  Finish(grpc::Status::OK);
}

}  // namespace plenum::rpc
