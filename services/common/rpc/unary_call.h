// unary_call: one unary RPC on gRPC's raw callback API.
#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "services/common/rpc/call_runner.h"

namespace plenum::rpc {

// What the wire tells of a call. The views live as long as the context.
Arrival ReadArrival(const grpc::CallbackServerContext& context, std::size_t request_bytes);

// Decodes `bytes`; INVALID_ARGUMENT when they are no such message.
absl::Status Decode(const grpc::ByteBuffer& bytes, Method::Message& message);

// Encodes `message`.
grpc::ByteBuffer Encode(const Method::Message& message);

// Lives from arrival until gRPC is done with it. Finishes exactly once, also when the service
// method throws or drops its reply.
class UnaryCall final : public grpc::ServerUnaryReactor,
                        public std::enable_shared_from_this<UnaryCall> {
 public:
  // Starts the call; for CallbackUnaryHandler.
  static grpc::ServerUnaryReactor* Start(CallRunner& runner, const RunnableMethod& method,
                                         grpc::CallbackServerContext* context,
                                         const grpc::ByteBuffer* request,
                                         grpc::ByteBuffer* response);

  UnaryCall(CallRunner& runner, const RunnableMethod& method, grpc::CallbackServerContext* context,
            const grpc::ByteBuffer* request, grpc::ByteBuffer* response);

  void OnDone() override { self_.reset(); }
  void OnCancel() override {}
  // These reactions are trivial, so they may run where the answer was sent. Without this, an answer
  // from a thread of ours wakes one of gRPC's for OnDone alone (gRPC's own default reactor says the
  // same of itself; docs/adr/0009).
  bool InternalInlineable() override { return true; }

 private:
  void Begin();
  void Invoke();
  void Complete(absl::StatusOr<std::unique_ptr<Method::Message>> response);

  CallRunner& runner_;
  const RunnableMethod& method_;
  grpc::CallbackServerContext* const context_;
  const grpc::ByteBuffer* const request_bytes_;
  grpc::ByteBuffer* const response_bytes_;
  const std::chrono::steady_clock::time_point arrived_ = std::chrono::steady_clock::now();
  std::size_t request_size_ = 0;
  std::string request_id_;
  Caller caller_;
  std::unique_ptr<Method::Message> request_;
  std::atomic<bool> completed_{false};
  std::shared_ptr<UnaryCall> self_;  // until OnDone
};

}  // namespace plenum::rpc
