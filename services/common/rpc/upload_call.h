// upload_call: one RPC that gathers a client stream and answers on the way, on gRPC's raw callback
// API; the only bidirectional reactor there is.
//
// What can go wrong silently in gRPC 1.51, and what is done: a reactor that finishes twice, or that
// starts a read or a write after Finish, is undefined, so `Step` alone writes and finishes, it
// decides under the lock, and it waits while a read is being dealt with. A read that fails means
// that the client closed its side *or* that the connection is gone; so the end of the stream never
// completes an upload, only the announced number of bytes does. Finish is called only when the
// method's work has returned: then nothing of the call outlives it.
//
// In order: first message (the resource, the service's checks, room in memory), the others, the
// work. Meanwhile one read stays open, for a message that calls it off.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "services/common/base/stopped.h"
#include "services/common/rpc/call_runner.h"
#include "services/common/rpc/open_calls.h"

namespace plenum::rpc {

class UploadCall final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                         public OpenCall,
                         public std::enable_shared_from_this<UploadCall> {
 public:
  static grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* Start(
      CallRunner& runner, StreamRegistry& registry, const RunnableMethod& method,
      grpc::CallbackServerContext* context);

  UploadCall(CallRunner& runner, StreamRegistry& registry, const RunnableMethod& method,
             grpc::CallbackServerContext* context);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

  // One that is being stored ends by itself, the others now.
  void Drain(const absl::Status& status) override;
  // Ends the call when the client is silent, does not read, or is out of time.
  void Tick(std::chrono::steady_clock::time_point now) override;

 private:
  enum class Phase { kFirst, kTaking, kWorking };

  void Begin();
  // Deals with the message that was read.
  absl::Status Handle();
  absl::Status Open(const Method::Message& first);
  absl::Status StartWork();
  void Work();
  void Report(std::unique_ptr<Method::Message> message);
  // False when the call is ending: its effect must not happen any more.
  bool Seal();
  // Ends the call with `status`; the first one counts.
  void Close(absl::Status status);
  // Decides what comes next and does it: a write, the end, or nothing. Call without lock.
  void Step();

  CallRunner& runner_;
  StreamRegistry& registry_;
  const RunnableMethod& method_;
  grpc::CallbackServerContext* const context_;
  const std::chrono::steady_clock::time_point arrived_ = std::chrono::steady_clock::now();
  std::string request_id_;
  Caller caller_;
  base::Stopped out_of_time_;  // what the runner says, without what this call knows
  CallRunner::Reservation reservation_;
  std::unique_ptr<Intake> intake_;  // of the one reaction to a read, then of Work
  grpc::ByteBuffer incoming_;

  std::mutex mutex_;
  Phase phase_ = Phase::kFirst;
  int handling_ = 0;  // reads that are dealt with, until the next one is on its way
  bool working_ = false;
  bool writing_ = false;
  bool finished_ = false;
  bool sealed_ = false;
  std::size_t received_bytes_ = 0;
  grpc::ByteBuffer in_flight_;
  std::optional<grpc::ByteBuffer> progress_;  // the last one, not yet written
  std::optional<grpc::ByteBuffer> result_;    // not yet written
  std::optional<absl::Status> closing_;
  std::chrono::steady_clock::time_point last_message_;
  std::chrono::steady_clock::time_point last_write_;
  std::shared_ptr<UploadCall> self_;  // until OnDone
};

}  // namespace plenum::rpc
