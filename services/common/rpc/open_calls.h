// open_calls: the calls of a server that stay open, watches and uploads, and the thread that looks
// after them: it gives heartbeats and ends those that are stuck. No gRPC types.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_set>
#include <vector>

#include "absl/status/status.h"
#include "services/common/rpc/limits.h"
#include "services/common/rpc/metrics.h"

namespace plenum::rpc {

class OpenCall {
 public:
  virtual ~OpenCall() = default;
  // The server is ending: end as soon as nothing is lost by it.
  virtual void Drain(const absl::Status& status) = 0;
  // Comes now and then; ends the call when it is stuck.
  virtual void Tick(std::chrono::steady_clock::time_point now) = 0;
};

class StreamRegistry {
 public:
  struct Options {
    std::size_t max_streams = limits::kMaxStreams;
    std::chrono::milliseconds heartbeat = limits::kHeartbeatInterval;
    std::chrono::milliseconds write_timeout{30'000};
    std::chrono::milliseconds upload_idle = limits::kUploadIdle;
    std::chrono::milliseconds tick{500};
  };
  StreamRegistry(Options options, Metrics& metrics);
  ~StreamRegistry();

  // False when there are too many.
  bool Add(const std::shared_ptr<OpenCall>& stream);
  void Remove(const std::shared_ptr<OpenCall>& stream);
  // Ends every call with `status`, and those that come later.
  void CloseAll(const absl::Status& status);
  [[nodiscard]] const Options& options() const { return options_; }
  [[nodiscard]] std::size_t size() const;

  // RESOURCE_EXHAUSTED / OVERLOADED: what the caller of a call that was not added is told.
  static absl::Status TooMany();

 private:
  void Tick();
  std::vector<std::shared_ptr<OpenCall>> Snapshot() const;

  const Options options_;
  Metrics& metrics_;
  mutable std::mutex mutex_;
  std::condition_variable ended_;
  std::unordered_set<std::shared_ptr<OpenCall>> streams_;
  std::optional<absl::Status> closed_;
  bool ending_ = false;
  std::thread ticker_;
};

}  // namespace plenum::rpc
