// origin: whether a request comes from the gateway's own page, from another page that was allowed,
// or from one that a browser was led to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "services/gateway/http/message.h"

namespace plenum::gateway::session {

class OriginPolicy {
 public:
  struct Options {
    std::string public_url{};  // where people find the page; empty when it is as it listens
    std::vector<std::string> allowed{};  // origins of other pages that may call without a cookie
    bool has_tls = false;
    bool is_loopback = false;  // listens on this machine only
  };
  explicit OriginPolicy(Options options);

  // Of a request that would use or set a cookie: that it comes from the own page. PERMISSION_DENIED
  // for all others.
  [[nodiscard]] absl::Status CheckOwnPage(const http::RequestHead& head) const;
  // Of a request without cookies: that it comes from no page, the own one, or an allowed one.
  [[nodiscard]] absl::Status CheckAllowedPage(const http::RequestHead& head) const;
  // The origin to name in the CORS headers of an answer; empty for none.
  [[nodiscard]] std::string_view AllowedOrigin(const http::RequestHead& head) const;
  // False for a host name that is not this server's: a page elsewhere whose name was pointed at
  // this machine ("DNS rebinding") would otherwise count as the own one. Only where the server
  // knows its names: on loopback.
  [[nodiscard]] bool IsOwnHost(std::string_view host) const;
  [[nodiscard]] bool has_allowed() const { return !options_.allowed.empty(); }

 private:
  [[nodiscard]] bool IsOwnOrigin(std::string_view origin, std::string_view host) const;

  const Options options_;
  std::string public_origin_;
  std::string public_host_;
};

// "https://plenum.example" of "https://plenum.example/team/a".
std::string OriginOf(std::string_view url);

}  // namespace plenum::gateway::session
