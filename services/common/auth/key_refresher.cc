#include "services/common/auth/key_refresher.h"

#include <algorithm>
#include <utility>

#include "services/common/base/log.h"

namespace plenum::auth {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

KeyRefresher::KeyRefresher(Verifier& verifier, Fetch fetch, milliseconds min_interval)
    : verifier_(verifier), fetch_(std::move(fetch)), min_interval_(min_interval) {
  verifier_.SetOnUnknownKey([this] { return OnUnknownKey(); });
  thread_ = std::thread([this] { Run(); });
}

KeyRefresher::~KeyRefresher() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool KeyRefresher::OnUnknownKey() {
  const std::lock_guard lock(mutex_);
  if (wanted_) return true;
  // What was fetched a moment ago is what there is: the token is simply not good.
  if (steady_clock::now() - last_success_ < min_interval_) return false;
  wanted_ = true;
  changed_.notify_all();
  return true;
}

void KeyRefresher::Run() {
  constexpr milliseconds kLongestBackoff{5000};
  milliseconds backoff{100};
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || wanted_; });
    if (ending_) return;
    lock.unlock();
    auto keys = fetch_();
    if (keys.ok()) verifier_.SetKeys(*keys);
    lock.lock();
    if (keys.ok()) {
      wanted_ = false;
      last_success_ = steady_clock::now();
      backoff = milliseconds{100};
      continue;
    }
    base::Log(base::LogLevel::kWarning, "token_keys_not_fetched",
              {{"code", absl::StatusCodeToString(keys.status().code())}});
    changed_.wait_for(lock, backoff, [this] { return ending_; });
    backoff = std::min(backoff * 2, kLongestBackoff);
  }
}

}  // namespace plenum::auth
