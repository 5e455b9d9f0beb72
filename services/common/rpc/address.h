// address: what a server listens on and a client connects to: HOST:PORT, or unix:PATH.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace plenum::rpc {

inline constexpr std::string_view kUnixScheme = "unix:";

struct HostPort {
  std::string host;  // an IPv6 address without its brackets
  std::string port;  // "0" to "65535"
};

// INVALID_ARGUMENT, saying what to write, for what is none. Not for unix:PATH.
absl::StatusOr<HostPort> SplitAddress(const std::string& address);

// True for 127.0.0.0/8, ::1, localhost and unix sockets.
bool IsLoopback(const std::string& address);

}  // namespace plenum::rpc
