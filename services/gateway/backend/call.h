// call: calls of services by bytes, without knowing the messages.
//
// Callbacks come on threads of gRPC and must not block; they hand over to the connection's thread.
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/client_callback.h>
#include <grpcpp/support/status.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/gateway/backend/methods.h"

namespace plenum::gateway::backend {

struct CallOptions {
  std::string authorization{};  // "Bearer …"; empty for none
  std::string request_id{};     // for the log; empty: the service makes one up
  std::optional<std::chrono::microseconds> timeout{};
};

using Metadata = std::vector<std::pair<std::string, std::string>>;

// How a call ended.
struct Outcome {
  grpc::Status status;
  Metadata headers;   // those that are passed on, see kPassedOn in call.cc
  Metadata trailers;  // the same, without the status and its details
};

// Counts the calls that run, so that what they report to can wait for them.
class CallCounter {
 public:
  void Add();
  void Remove();
  void AwaitNone();
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  std::mutex mutex_;
  std::condition_variable none_;
  std::atomic<std::size_t> count_{0};
};

class UnaryCall : public std::enable_shared_from_this<UnaryCall> {
 public:
  // `counter` must outlive the call.
  using Done = std::function<void(Outcome, const grpc::ByteBuffer&)>;
  static std::shared_ptr<UnaryCall> Start(const Method& method, const CallOptions& options,
                                          const grpc::ByteBuffer& request, CallCounter& counter,
                                          Done done);
  void Cancel() { context_.TryCancel(); }

 private:
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
};

// A server stream. After the headers and after each message the next one comes only when it is
// asked for by Read, which must be done each time, also once the call was cancelled.
class StreamCall final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                         public std::enable_shared_from_this<StreamCall> {
 public:
  struct Events {
    std::function<void(const Metadata&)> headers;  // at most once, before the first message
    std::function<void(const grpc::ByteBuffer&)> message;
    std::function<void(Outcome)> done;
  };
  static std::shared_ptr<StreamCall> Start(const Method& method, const CallOptions& options,
                                           const grpc::ByteBuffer& request, CallCounter& counter,
                                           Events events);
  void Read();
  void Cancel() { context_.TryCancel(); }

 private:
  explicit StreamCall(CallCounter& counter, Events events)
      : counter_(counter), events_(std::move(events)) {}
  void OnReadInitialMetadataDone(bool ok) override;
  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

  CallCounter& counter_;
  Events events_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer message_;
  std::shared_ptr<StreamCall> self_;  // until OnDone
};

// The bytes as one string.
std::string ToString(const grpc::ByteBuffer& buffer);
// Takes the string over, without a copy.
grpc::ByteBuffer ToBuffer(std::string bytes);

}  // namespace plenum::gateway::backend
