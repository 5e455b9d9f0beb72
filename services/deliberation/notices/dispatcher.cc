#include "services/deliberation/notices/dispatcher.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "services/common/resource/name.h"
#include "services/deliberation/notices/notice_store.h"
#include "services/deliberation/notices/webhook_sender.h"

namespace plenum::deliberation {
namespace {

constexpr int kSenders = 4;
constexpr std::size_t kMaxQueued = 1024;
// Everything is looked at this often: leases of other replicas run out, clocks are set.
constexpr std::chrono::seconds kSweep{30};
// Commits that come within this time are looked at together, so that a rush of ballots does not
// keep the thread busy.
constexpr std::chrono::milliseconds kGather{50};

}  // namespace

Dispatcher::Dispatcher(store::Store& store, const base::Clock& clock, Send send)
    : store_(store),
      clock_(clock),
      send_(std::move(send)),
      senders_(std::make_unique<rpc::Executor>(kSenders, kMaxQueued)),
      listener_(store.Listen(
          [this](const std::string& stream, std::int64_t /*revision*/) { Heard(stream); })),
      thread_([this] { Run(); }) {}

Dispatcher::~Dispatcher() {
  store_.Unlisten(listener_);
  {
    const base::MutexLock lock(mutex_);
    ending_ = true;
  }
  changed_.NotifyAll();
  thread_.join();
  senders_.reset();
}

void Dispatcher::Heard(const std::string& stream) {
  {
    const base::MutexLock lock(mutex_);
    heard_.insert(stream);
    woken_ = true;
  }
  changed_.NotifyOne();
}

void Dispatcher::Run() {
  auto next_sweep = std::chrono::steady_clock::now();
  for (;;) {
    std::set<std::string> streams;
    {
      const base::MutexLock lock(mutex_);
      if (ending_) return;
      std::swap(streams, heard_);
      woken_ = false;
    }
    const bool sweep = std::chrono::steady_clock::now() >= next_sweep;
    if (sweep) next_sweep = std::chrono::steady_clock::now() + kSweep;
    Find(streams, sweep);
    const base::MutexLock lock(mutex_);
    Start();
    Wait();
  }
}

void Dispatcher::Find(const std::set<std::string>& streams, bool all) {
  if (all) {
    AddDue(kWebhookRows, "");
    AddDue(kDigestRows, "");
  }
  for (const std::string& stream : streams) {
    if (resource::Match("deliberations/*", stream)) {
      AddDue(kWebhookRows, NoticeRowPrefix(stream));
      continue;
    }
    const bool is_webhook = resource::Match("deliberations/*/webhooks/*", stream).has_value();
    if (!is_webhook && !resource::Match("deliberations/*/digests/*", stream)) continue;
    const base::MutexLock lock(mutex_);
    due_[{is_webhook ? kWebhookRows : kDigestRows, NoticeRowId(stream)}] = clock_.NowMicros();
  }
}

void Dispatcher::AddDue(const char* collection, const std::string& prefix) {
  auto ids = NoticeIds(store_, collection, prefix);
  // A database that does not answer is asked again by the next sweep.
  if (!ids.ok()) return;
  const base::MutexLock lock(mutex_);
  for (std::string& id : *ids) due_[{collection, std::move(id)}] = clock_.NowMicros();
}

void Dispatcher::Start() {
  const std::int64_t now = clock_.NowMicros();
  for (auto it = due_.begin(); it != due_.end();) {
    if (it->second > now || running_.contains(it->first)) {
      ++it;
      continue;
    }
    const NoticeJob job = it->first;
    const bool taken = senders_->Submit([this, job] {
      const std::int64_t again = send_(job);
      {
        const base::MutexLock inner(mutex_);
        running_.erase(job);
        if (again != kNeverUs) {
          const auto [known, is_new] = due_.try_emplace(job, again);
          if (!is_new) known->second = std::min(known->second, again);
        }
        woken_ = true;
      }
      changed_.NotifyOne();
    });
    if (!taken) return;  // enough wait; whoever ends wakes this thread
    running_.insert(job);
    it = due_.erase(it);
  }
}

void Dispatcher::Wait() {
  const auto gathered = std::chrono::steady_clock::now() + kGather;
  while (!ending_ && std::chrono::steady_clock::now() < gathered) {
    changed_.WaitFor(mutex_, kGather);
  }
  const auto until = std::chrono::steady_clock::now() + kSweep;
  while (!ending_ && !woken_ && std::chrono::steady_clock::now() < until) {
    const auto left = until - std::chrono::steady_clock::now();
    std::int64_t wait_us = std::chrono::duration_cast<std::chrono::microseconds>(left).count();
    for (const auto& [job, when] : due_) {
      if (!running_.contains(job)) wait_us = std::min(wait_us, when - clock_.NowMicros());
    }
    if (wait_us <= 0) return;
    changed_.WaitFor(mutex_, std::chrono::microseconds(wait_us));
  }
}

}  // namespace plenum::deliberation
