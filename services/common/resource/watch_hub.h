// watch_hub: what the watch streams of all services share: who is woken by a commit, and the tokens
// with which a reader goes on where it was.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "absl/status/statusor.h"
#include "services/common/rpc/method.h"
#include "services/common/store/store.h"

namespace plenum::resource {

// Wakes the feeds of a stream after each commit to it. One listener on the store serves all feeds.
// Thread-safe.
class WatchHub {
 public:
  explicit WatchHub(store::Store& store);
  ~WatchHub();
  WatchHub(const WatchHub&) = delete;
  WatchHub& operator=(const WatchHub&) = delete;

  std::uint64_t Add(const std::string& stream, rpc::Waker waker);
  void Remove(const std::string& stream, std::uint64_t id);

 private:
  void Wake(const std::string& stream);

  store::Store& store_;
  std::mutex mutex_;
  std::uint64_t next_id_ = 1;
  std::unordered_map<std::string, std::unordered_map<std::uint64_t, rpc::Waker>> wakers_;
  std::uint64_t listener_;
};

// A token that says: everything of `stream` up to `revision` was seen.
std::string MakeResumeToken(const std::string& stream, std::int64_t revision);

// The revision of a token, 0 for an empty one. Errors: INVALID_ARGUMENT for a token of another
// stream or none of ours; OUT_OF_RANGE / REVISION_AHEAD for one that is ahead of the stream, for
// example of a database that was restored from a backup.
absl::StatusOr<std::int64_t> ReadResumeToken(store::Store& store, const std::string& stream,
                                             std::string_view token);

}  // namespace plenum::resource
