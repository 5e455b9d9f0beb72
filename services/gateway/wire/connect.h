// connect: names and numbers of the Connect protocol (https://connectrpc.com/docs/protocol).
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace plenum::gateway::wire {

// "not_found"; "unknown" for what is no code. OK has no name.
std::string_view ConnectCode(absl::StatusCode code);
// The HTTP status of a unary error.
int HttpStatus(absl::StatusCode code);

}  // namespace plenum::gateway::wire
