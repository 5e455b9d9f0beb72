#include "services/common/rpc/address.h"

#include <arpa/inet.h>

#include <charconv>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"

namespace plenum::rpc {
namespace {

absl::Status BadAddress(const std::string& message) {
  return base::Error(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_FIELDS,
                     message);
}

}  // namespace

absl::StatusOr<HostPort> SplitAddress(const std::string& address) {
  const auto colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == address.size()) {
    return BadAddress(absl::StrCat("\"", address,
                                   "\" is no address to listen on; write HOST:PORT, "
                                   "for example 127.0.0.1:7400"));
  }
  HostPort parts{address.substr(0, colon), address.substr(colon + 1)};
  constexpr int kMaxPort = 65535;
  int port = -1;
  const char* end = parts.port.data() + parts.port.size();
  const auto read = std::from_chars(parts.port.data(), end, port);
  if (read.ec != std::errc() || read.ptr != end || port < 0 || port > kMaxPort) {
    return BadAddress(absl::StrCat("\"", parts.port, "\" in ", address,
                                   " is no port; give 0 (a free one) to ", kMaxPort));
  }
  if (parts.host.front() == '[' && parts.host.back() == ']') {
    parts.host = parts.host.substr(1, parts.host.size() - 2);
  }
  return parts;
}

bool IsLoopback(const std::string& address) {
  if (address.rfind(kUnixScheme, 0) == 0) return true;
  auto parts = SplitAddress(address);
  if (!parts.ok()) return false;
  in_addr ipv4{};
  constexpr unsigned kLoopbackNet = 127;
  const bool is_ipv4 = inet_pton(AF_INET, parts->host.c_str(), &ipv4) == 1;
  return parts->host == "localhost" || parts->host == "::1" ||
         (is_ipv4 && (ntohl(ipv4.s_addr) >> 24U) == kLoopbackNet);
}

}  // namespace plenum::rpc
