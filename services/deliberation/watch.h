// watch: the events of a deliberation as a feed: replay from a revision, then follow.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/resource/watch_hub.h"
#include "services/common/rpc/method.h"
#include "services/common/store/store.h"

namespace plenum::deliberation {

// An event as members see it.
v1::Event ToMessage(const store::Event& event);

// A feed of WatchDeliberationResponse. `resume_token` empty starts at the first event. Errors:
// INVALID_ARGUMENT for a token of another deliberation or none of ours; OUT_OF_RANGE /
// REVISION_AHEAD for one that is ahead of the stream.
absl::StatusOr<std::unique_ptr<rpc::Feed>> OpenWatch(store::Store& store, resource::WatchHub& hub,
                                                     const std::string& deliberation,
                                                     std::string_view resume_token,
                                                     rpc::Waker waker);

}  // namespace plenum::deliberation
