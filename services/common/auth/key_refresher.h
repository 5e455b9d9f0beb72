// key_refresher: keeps a verifier's keys those that the deliberation service publishes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/auth/token.h"

namespace plenum::auth {

// Fetches on a thread of its own: at once, again after failures, and when a token shows up whose
// key is not known, at most once in `min_interval`. `verifier` must outlive it.
class KeyRefresher {
 public:
  using Fetch = std::function<absl::StatusOr<std::vector<PublicKey>>()>;
  KeyRefresher(Verifier& verifier, Fetch fetch,
               std::chrono::milliseconds min_interval = std::chrono::seconds(5));
  ~KeyRefresher();
  KeyRefresher(const KeyRefresher&) = delete;
  KeyRefresher& operator=(const KeyRefresher&) = delete;

 private:
  // True when a fetch is under way that may bring the missing key.
  bool OnUnknownKey();
  void Run();

  Verifier& verifier_;
  const Fetch fetch_;
  const std::chrono::milliseconds min_interval_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool wanted_ = true;
  bool ending_ = false;
  std::chrono::steady_clock::time_point last_success_{};
  std::thread thread_;
};

}  // namespace plenum::auth
