// key_refresher: keeps a verifier's keys and revocations those that the deliberation service
// publishes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/auth/token.h"
#include "services/common/base/clock.h"

namespace plenum::auth {

// What is published.
struct Published {
  std::vector<PublicKey> keys;
  std::vector<Revocation> revocations;  // those after the position that was asked for
  std::int64_t position = 0;            // of the last of them
  bool more = false;                    // there are more after it
};

// Fetches on a thread of its own: at once, again after failures, every `interval`, and when a token
// shows up whose key is not known, at most once in `min_interval`. A verifier gets no keys before
// it has all revocations: until then it takes no token. `verifier` and `clock` must outlive it.
class KeyRefresher {
 public:
  using Fetch = std::function<absl::StatusOr<Published>(std::int64_t position)>;
  struct Options {
    std::chrono::milliseconds min_interval = std::chrono::seconds(5);
    std::chrono::milliseconds interval = std::chrono::seconds(5);
  };
  KeyRefresher(Verifier& verifier, const base::Clock& clock, Fetch fetch, Options options);
  KeyRefresher(Verifier& verifier, const base::Clock& clock, Fetch fetch)
      : KeyRefresher(verifier, clock, std::move(fetch), Options{}) {}
  ~KeyRefresher();
  KeyRefresher(const KeyRefresher&) = delete;
  KeyRefresher& operator=(const KeyRefresher&) = delete;

 private:
  // True when a fetch is under way that may bring the missing key.
  bool OnUnknownKey();
  absl::Status FetchAll();
  void Run();

  Verifier& verifier_;
  const base::Clock& clock_;
  const Fetch fetch_;
  const Options options_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool wanted_ = true;
  bool ending_ = false;
  std::chrono::steady_clock::time_point last_success_{};
  // Of the thread alone.
  std::int64_t position_ = 0;
  std::vector<PublicKey> keys_;
  std::thread thread_;
};

}  // namespace plenum::auth
