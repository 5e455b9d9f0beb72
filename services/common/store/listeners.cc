#include "services/common/store/listeners.h"

#include <utility>

namespace plenum::store {

std::uint64_t Listeners::Add(Store::Listener listener) {
  auto entry = std::make_shared<Entry>();
  entry->listener = std::move(listener);
  base::MutexLock lock(mutex_);
  const std::uint64_t id = next_id_++;
  entries_.emplace(id, std::move(entry));
  return id;
}

void Listeners::Remove(std::uint64_t id) {
  std::shared_ptr<Entry> entry;
  {
    base::MutexLock lock(mutex_);
    const auto found = entries_.find(id);
    if (found == entries_.end()) return;
    entry = std::move(found->second);
    entries_.erase(found);
  }
  const std::lock_guard<std::recursive_mutex> wait_for_running_call(entry->mutex);
  entry->removed = true;
}

bool Listeners::empty() const {
  base::MutexLock lock(mutex_);
  return entries_.empty();
}

void Listeners::Notify(const std::string& stream, std::int64_t revision) {
  std::vector<std::shared_ptr<Entry>> entries;
  {
    base::MutexLock lock(mutex_);
    if (entries_.empty()) return;
    std::int64_t& told = told_[stream];
    if (revision <= told) return;
    told = revision;
    for (const auto& [id, entry] : entries_) entries.push_back(entry);
  }
  for (const auto& entry : entries) {
    const std::lock_guard<std::recursive_mutex> one_call(entry->mutex);
    if (!entry->removed) entry->listener(stream, revision);
  }
}

void Listeners::KeepOnly(const std::map<std::string, std::int64_t>& streams) {
  base::MutexLock lock(mutex_);
  std::erase_if(told_, [&](const auto& entry) { return !streams.contains(entry.first); });
}

}  // namespace plenum::store
