// timeout: how long a caller waits, as the two protocols write it, in microseconds.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace plenum::gateway::wire {

// The value of "grpc-timeout": 1 to 8 digits and one of H M S m u n. Nothing for what is none.
std::optional<std::int64_t> ParseGrpcTimeout(std::string_view text);
// The value of "connect-timeout-ms": 1 to 10 digits.
std::optional<std::int64_t> ParseConnectTimeout(std::string_view text);

}  // namespace plenum::gateway::wire
