// watch: the events of a deliberation as a feed: replay from a revision, then follow.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/auth/role.h"
#include "services/common/resource/watch_hub.h"
#include "services/common/rpc/method.h"
#include "services/common/store/store.h"

namespace plenum::deliberation {

// Whether a role sees events of a kind. What is not in the table is for who leads, or audits.
bool Sees(auth::Role role, int kind);

// An event as members see it.
v1::Event ToMessage(const store::Event& event);

// A feed of WatchDeliberationResponse for a role. Resume tokens pass over what it does not see, so
// that nothing is missed or read twice by who goes on with one. `resume_token` empty starts at the
// first event. Errors: INVALID_ARGUMENT for a token of another deliberation or none of ours;
// OUT_OF_RANGE / REVISION_AHEAD for one that is ahead of the stream.
absl::StatusOr<std::unique_ptr<rpc::Feed>> OpenWatch(store::Store& store, resource::WatchHub& hub,
                                                     const std::string& deliberation,
                                                     auth::Role role, std::string_view resume_token,
                                                     rpc::Waker waker);

}  // namespace plenum::deliberation
