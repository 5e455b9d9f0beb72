// stream_call: one server-streaming RPC on gRPC's raw callback API.
//
// A reactor that has two writes in flight or finishes twice fails silently in gRPC, so every step
// goes through `Step`, which decides under the lock and acts after it. At most one message is on
// its way and one pulled batch waits: a slow reader holds its stream and nothing else. One that
// does not read for `write_timeout` is ended; it goes on from its last resume token.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "services/common/rpc/call_runner.h"
#include "services/common/rpc/open_calls.h"

namespace plenum::rpc {

class StreamCall final : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                         public OpenCall,
                         public std::enable_shared_from_this<StreamCall> {
 public:
  static grpc::ServerWriteReactor<grpc::ByteBuffer>* Start(CallRunner& runner,
                                                           StreamRegistry& registry,
                                                           const RunnableMethod& method,
                                                           grpc::CallbackServerContext* context,
                                                           const grpc::ByteBuffer* request);

  StreamCall(CallRunner& runner, StreamRegistry& registry, const RunnableMethod& method,
             grpc::CallbackServerContext* context);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

  // Ends the stream with `status` once the message on its way is out. The first status counts.
  void Close(absl::Status status);
  void Drain(const absl::Status& status) override { Close(status); }
  // Sends a heartbeat when it is time; cuts the connection when the reader is stuck.
  void Tick(std::chrono::steady_clock::time_point now) override;

 private:
  void Begin(const grpc::ByteBuffer& request);
  void Open();
  void Wake();
  void Pull();
  // Decides what comes next and does it: a write, a pull, the end, or nothing. Call without lock.
  void Step();

  CallRunner& runner_;
  StreamRegistry& registry_;
  const RunnableMethod& method_;
  grpc::CallbackServerContext* const context_;
  const std::chrono::steady_clock::time_point arrived_ = std::chrono::steady_clock::now();
  std::string request_id_;
  std::size_t request_size_ = 0;
  Caller caller_;
  std::unique_ptr<Method::Message> request_;

  std::mutex mutex_;
  std::unique_ptr<Feed> feed_;          // used by the one Pull that runs, and under the lock
  std::deque<grpc::ByteBuffer> queue_;  // pulled, not yet written; at most one batch
  grpc::ByteBuffer in_flight_;
  bool writing_ = false;
  bool pulling_ = false;
  bool more_ = false;    // the feed may have something
  bool at_end_ = false;  // the feed has nothing more, and never will
  bool finished_ = false;
  std::optional<absl::Status> closing_;
  std::chrono::steady_clock::time_point last_write_;
  std::shared_ptr<StreamCall> self_;  // until OnDone
};

}  // namespace plenum::rpc
