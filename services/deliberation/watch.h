// watch: the events of a deliberation as a feed: replay from a revision, then follow.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/rpc/method.h"
#include "services/common/store/store.h"

namespace plenum::deliberation {

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

// An event as members see it.
v1::Event ToMessage(const store::Event& event);

// A feed of WatchDeliberationResponse. `resume_token` empty starts at the first event. Errors:
// INVALID_ARGUMENT for a token of another deliberation or none of ours; OUT_OF_RANGE /
// REVISION_AHEAD for one that is ahead of the stream.
absl::StatusOr<std::unique_ptr<rpc::Feed>> OpenWatch(store::Store& store, WatchHub& hub,
                                                     const std::string& deliberation,
                                                     std::string_view resume_token,
                                                     rpc::Waker waker);

}  // namespace plenum::deliberation
