// revocations: which tokens were ended before their time, as all services are told.
//
// They are the events of one stream, "revocations": in the order of their commits, without gaps,
// so that a service that polls needs to remember one number (docs/adr/0020). A verifier in the same
// process is told at once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/auth/key_refresher.h"
#include "services/common/auth/token.h"
#include "services/common/base/clock.h"
#include "services/common/store/store.h"

namespace plenum::deliberation {

class Revocations {
 public:
  static constexpr int kPage = 1000;

  // `verifier` of this process, may be null.
  Revocations(store::Store& store, const base::Clock& clock, auth::Verifier* verifier)
      : store_(store), clock_(clock), verifier_(verifier) {}

  // From its return on, no token of the member (or session) that was issued before `not_before_s`
  // is good here; in other processes, when they have asked. `put` is written with it.
  absl::Status Publish(const std::string& name, std::int64_t not_before_s, std::string_view actor,
                       std::vector<store::Put> puts = {});

  // Those after `position`, at most kPage. 0 begins with the first that still matters.
  absl::StatusOr<auth::Published> Read(std::int64_t position) const;

  // Tells the verifier of this process all that there are.
  absl::Status Load() const;

 private:
  // The position before the first event that is younger than any token. O(log events) reads.
  absl::StatusOr<std::int64_t> Start() const;

  store::Store& store_;
  const base::Clock& clock_;
  auth::Verifier* const verifier_;
};

}  // namespace plenum::deliberation
