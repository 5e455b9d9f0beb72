// status: the one converter between gRPC's status and ours.
#pragma once

#include <grpcpp/support/status.h>

#include <string_view>

#include "absl/status/status.h"

namespace plenum::rpc {

// Details larger than this are dropped, the least needed first: gRPC turns a trailer of about 7 KiB
// into RESOURCE_EXHAUSTED at the client.
inline constexpr std::size_t kMaxErrorDetailBytes = 4096;

// For the wire. Payloads become google.rpc.Status details. A code that a caller's mistake must
// never have (UNKNOWN, INTERNAL, DATA_LOSS) loses its message: `request_id` is shown instead,
// internals stay in the log.
grpc::Status ToGrpc(const absl::Status& status, std::string_view request_id);

// From the wire.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace plenum::rpc
