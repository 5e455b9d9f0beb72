#include "services/common/rpc/open_calls.h"

#include "services/common/base/status.h"

namespace plenum::rpc {

absl::Status StreamRegistry::TooMany() {
  return base::WithRetryAfter(
      base::Error(absl::StatusCode::kResourceExhausted, common::v1::ERROR_REASON_OVERLOADED,
                  "the server has too many open streams; try again later"),
      5000);
}

StreamRegistry::StreamRegistry(Options options, Metrics& metrics)
    : options_(options), metrics_(metrics), ticker_([this] { Tick(); }) {}

StreamRegistry::~StreamRegistry() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  ended_.notify_all();
  ticker_.join();
}

bool StreamRegistry::Add(const std::shared_ptr<OpenCall>& stream) {
  std::optional<absl::Status> closed;
  {
    const std::lock_guard lock(mutex_);
    if (streams_.size() >= options_.max_streams) return false;
    streams_.insert(stream);
    metrics_.streams().Set(static_cast<double>(streams_.size()));
    closed = closed_;
  }
  if (closed) stream->Drain(*closed);
  return true;
}

void StreamRegistry::Remove(const std::shared_ptr<OpenCall>& stream) {
  const std::lock_guard lock(mutex_);
  streams_.erase(stream);
  metrics_.streams().Set(static_cast<double>(streams_.size()));
}

std::size_t StreamRegistry::size() const {
  const std::lock_guard lock(mutex_);
  return streams_.size();
}

std::vector<std::shared_ptr<OpenCall>> StreamRegistry::Snapshot() const {
  const std::lock_guard lock(mutex_);
  return {streams_.begin(), streams_.end()};
}

void StreamRegistry::CloseAll(const absl::Status& status) {
  {
    const std::lock_guard lock(mutex_);
    closed_ = status;
  }
  for (const auto& stream : Snapshot()) stream->Drain(status);
}

void StreamRegistry::Tick() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      if (ended_.wait_for(lock, options_.tick, [this] { return ending_; })) return;
    }
    const auto now = std::chrono::steady_clock::now();
    for (const auto& stream : Snapshot()) stream->Tick(now);
  }
}

}  // namespace plenum::rpc
