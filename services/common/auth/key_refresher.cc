#include "services/common/auth/key_refresher.h"

#include <algorithm>
#include <utility>

#include "services/common/base/log.h"

namespace plenum::auth {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

KeyRefresher::KeyRefresher(Verifier& verifier, const base::Clock& clock, Fetch fetch,
                           Options options)
    : verifier_(verifier), clock_(clock), fetch_(std::move(fetch)), options_(options) {
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
  if (steady_clock::now() - last_success_ < options_.min_interval) return false;
  wanted_ = true;
  changed_.notify_all();
  return true;
}

absl::Status KeyRefresher::FetchAll() {
  for (;;) {
    auto published = fetch_(position_);
    if (!published.ok()) return published.status();
    verifier_.Revoke(published->revocations, clock_.NowMicros() / 1'000'000);
    position_ = published->position;
    if (published->more) continue;
    // The same keys are not set again: that would forget every token that was verified by them.
    if (keys_ != published->keys) verifier_.SetKeys(published->keys);
    keys_ = std::move(published->keys);
    return absl::OkStatus();
  }
}

void KeyRefresher::Run() {
  constexpr milliseconds kLongestBackoff{5000};
  milliseconds backoff{100};
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait_for(lock, options_.interval, [this] { return ending_ || wanted_; });
    if (ending_) return;
    lock.unlock();
    const absl::Status fetched = FetchAll();
    lock.lock();
    if (fetched.ok()) {
      wanted_ = false;
      last_success_ = steady_clock::now();
      backoff = milliseconds{100};
      continue;
    }
    base::Log(base::LogLevel::kWarning, "token_keys_not_fetched",
              {{"code", absl::StatusCodeToString(fetched.code())}});
    changed_.wait_for(lock, backoff, [this] { return ending_; });
    backoff = std::min(backoff * 2, kLongestBackoff);
  }
}

}  // namespace plenum::auth
