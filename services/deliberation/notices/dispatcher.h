// dispatcher: the threads that send notices, beside those that answer calls.
//
// One thread keeps what is due and when; a few others send. A commit only leaves a mark for the
// first one, so that no call ever waits for a notice. A slow target holds one sender, and others go
// on.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <tuple>

#include "services/common/base/clock.h"
#include "services/common/base/mutex.h"
#include "services/common/rpc/executor.h"
#include "services/common/store/store.h"

namespace plenum::deliberation {

// A row of one of the collections of notice_store.h.
struct NoticeJob {
  std::string collection;  // kWebhookRows or kDigestRows
  std::string id;
  friend bool operator<(const NoticeJob& a, const NoticeJob& b) {
    return std::tie(a.collection, a.id) < std::tie(b.collection, b.id);
  }
};

class Dispatcher {
 public:
  // `send` does what is due of a job and says when to ask again; it runs for one job once at a
  // time. It must come to an end soon after the owner asked it to, before this ends. All must
  // outlive this.
  using Send = std::function<std::int64_t(const NoticeJob&)>;
  Dispatcher(store::Store& store, const base::Clock& clock, Send send);
  ~Dispatcher();
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

 private:
  void Heard(const std::string& stream);
  void Run();
  // Looks up what the marks mean. Without the lock: it asks the store.
  void Find(const std::set<std::string>& streams, bool all);
  void AddDue(const char* collection, const std::string& prefix);
  void Start() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Wait() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  store::Store& store_;
  const base::Clock& clock_;
  const Send send_;
  base::Mutex mutex_;
  base::CondVar changed_;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  std::set<std::string> heard_ ABSL_GUARDED_BY(mutex_);            // streams with commits
  std::map<NoticeJob, std::int64_t> due_ ABSL_GUARDED_BY(mutex_);  // when, by the clock
  std::set<NoticeJob> running_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<rpc::Executor> senders_;
  std::uint64_t listener_;
  std::thread thread_;
};

}  // namespace plenum::deliberation
