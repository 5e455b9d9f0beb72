// listeners: who wants to know that a stream grew. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "services/common/base/mutex.h"
#include "services/common/store/store.h"

namespace plenum::store {

class Listeners {
 public:
  // See Store. A listener may add and remove listeners, itself too.
  std::uint64_t Add(Store::Listener listener);
  void Remove(std::uint64_t id);
  bool empty() const;

  // Calls every listener, one call at a time for each of them. A revision at or below the one that
  // was told last for this stream is not told again: the writer and the poller may see the same.
  void Notify(const std::string& stream, std::int64_t revision);

  // Forgets what was told of all streams but these, so that the memory of it stays small.
  void KeepOnly(const std::map<std::string, std::int64_t>& streams);

 private:
  struct Entry {
    // Recursive: Remove waits for a running call by taking it, and may be called from that call.
    std::recursive_mutex mutex;
    Store::Listener listener;
    bool removed = false;  // guarded by mutex
  };

  mutable base::Mutex mutex_;
  std::uint64_t next_id_ ABSL_GUARDED_BY(mutex_) = 1;
  std::map<std::uint64_t, std::shared_ptr<Entry>> entries_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::int64_t> told_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace plenum::store
