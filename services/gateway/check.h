// check: asks a running gateway whether it is ready, for the health check of its container.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace plenum::gateway {

// OK when the gateway that listens on `listen` (HOST:PORT, as its own flag says it) answers /readyz
// well. UNAVAILABLE, with a sentence, when not. The certificate is not checked: it is for the name
// by which others come.
absl::Status CheckReady(const std::string& listen, bool tls);

}  // namespace plenum::gateway
