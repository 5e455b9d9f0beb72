// call_runner: what every RPC goes through before and after its service method.
//
// In this order: request id, draining, metadata, caller (token), role, rate, request size,
// deadline, decoding, the deliberation that the request is about, a thread of the method's level,
// the method, status mapping, metrics, one log line. Server interceptors of gRPC cannot stop a
// call, so all of it is here.
//
// This header is the part that needs no gRPC types; unary_call.h, stream_call.h and upload_call.h
// put it on the wire.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/auth/token.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/executor.h"
#include "services/common/rpc/method.h"
#include "services/common/rpc/metrics.h"
#include "services/common/rpc/rate_limiter.h"

namespace plenum::rpc {

struct RunnerOptions {
  const base::Clock* clock = nullptr;  // required
  auth::Verifier* verifier = nullptr;  // required
  std::string creation_secret{};       // empty: anybody may create deliberations
  int leaf_threads = 4;                // threads of each level
  int calling_threads = 8;
  double calls_per_second = limits::kCallsPerSecond;
  double call_burst = limits::kCallBurst;
  std::size_t max_queued_calls = limits::kMaxQueuedCalls;
  double guarded_calls_per_second = limits::kGuardedCallsPerSecond;
  double guarded_call_burst = limits::kGuardedCallBurst;
};

// What arrives with a call, before anything is known of it.
struct Arrival {
  std::string_view authorization;  // value of the metadata key, empty when there is none
  std::string_view request_id;     // of x-request-id
  // Tells the address of the connection, without its port. Asked where the token does not say who
  // calls.
  std::function<std::string()> peer{};
  std::size_t request_bytes = 0;
  std::chrono::system_clock::time_point deadline;
  bool repeated_metadata = false;  // more than one authorization: refused
};

// A method with its instruments.
struct RunnableMethod {
  const Method* method = nullptr;
  std::string full_name;  // "plenum.scoring.v1.ScoringService/SetScores"
  std::unique_ptr<MethodMetrics> metrics;
};

class CallRunner {
 public:
  explicit CallRunner(RunnerOptions options);

  RunnableMethod Prepare(const ServiceTable& table, const Method& method);

  // A request id: the caller's when it is well-formed, else a new one. For finding a call in the
  // log: nobody has to be unable to guess it.
  static std::string RequestId(std::string_view given);

  // Everything up to decoding. The error is the call's answer.
  absl::StatusOr<Caller> Admit(const Method& method, const Arrival& arrival,
                               std::string request_id);

  // Whether the token of a caller who was admitted is still good: of streams, which may outlive it.
  [[nodiscard]] absl::Status CheckToken(const Caller& caller) const;

  // The decoded request must be about the caller's deliberation.
  static absl::Status CheckResource(const Method& method, const Caller& caller,
                                    const Method::Message& request);

  // Runs `task` on the method's level: at once for kInline. RESOURCE_EXHAUSTED / OVERLOADED when
  // too much waits; then `task` is not run.
  absl::Status Run(const Method& method, std::size_t request_bytes, std::function<void()> task);

  // More work on a stream that was admitted: never refused because much waits. The streams bound
  // it, each of which asks for one piece at a time. UNAVAILABLE when the server is ending.
  absl::Status Continue(const Method& method, std::function<void()> task);

  // Memory that an upload will hold, until the result is destroyed. RESOURCE_EXHAUSTED / OVERLOADED
  // when all of them together would hold too much.
  using Reservation = std::shared_ptr<void>;
  absl::StatusOr<Reservation> ReserveUpload(std::size_t bytes);

  // Metrics and the log line of a call that ended. The member is not logged: the order of ballots
  // would tell who cast which.
  void Finished(const RunnableMethod& method, const Caller& caller, const std::string& request_id,
                std::size_t request_bytes, const absl::Status& status, double seconds);

  // From now on every new call is UNAVAILABLE.
  void Drain() { draining_ = true; }
  [[nodiscard]] bool draining() const { return draining_; }
  Metrics& metrics() { return metrics_; }

 private:
  // Milliseconds until a call of this method may be made; 0 for now.
  int TakeTurn(const Method& method, const std::string& who);
  absl::StatusOr<Caller> Identify(const Method& method, const Arrival& arrival);
  absl::Status CheckCreator(std::string_view bearer) const;

  const RunnerOptions options_;
  Metrics metrics_;
  RateLimiter limiter_;
  RateLimiter guarded_limiter_;  // of MethodOptions::guarded
  std::atomic<bool> draining_{false};
  // Requests that are queued or worked on: of kStateless, and of all other levels.
  std::atomic<std::size_t> stateless_bytes_{0};
  std::atomic<std::size_t> queued_bytes_{0};
  std::atomic<std::size_t> upload_bytes_{0};
  // Of kStateless, kLeaf, kCallsLeaves, kCallsCallers.
  std::array<std::unique_ptr<Executor>, 4> executors_;
};

}  // namespace plenum::rpc
