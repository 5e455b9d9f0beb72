// cookies: what the browser keeps for the gateway, which keeps nothing itself.
//
// A sign-in of one deliberation is a cookie whose Path is /d/{deliberation}: a browser sends it to
// that deliberation's calls alone. Its value is a secret and never logged.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plenum::gateway::session {

struct SignedIn {
  std::string access_token;
  std::int64_t expires_at_s = 0;  // of the access token, seconds since 1970
  std::string refresh_token;      // may be empty: then it ends with the access token
};

// The value of a cookie and back; nothing for what no gateway made.
std::string Encode(const SignedIn& session);
std::optional<SignedIn> Decode(std::string_view value);

// Value of the cookie of this name in a Cookie header; nothing when there is none, or two.
std::optional<std::string_view> FindCookie(std::string_view header, std::string_view name);

// True for an id that can stand in a path and a resource name.
bool IsDeliberationId(std::string_view id);

class Cookies {
 public:
  // `secure`: browsers are to send them by TLS only.
  explicit Cookies(bool secure) : secure_(secure) {}

  [[nodiscard]] std::string session_name() const {
    return secure_ ? "__Secure-plenum_session" : "plenum_session";
  }
  [[nodiscard]] std::string start_name() const {
    return secure_ ? "__Secure-plenum_start" : "plenum_start";
  }
  // Values of Set-Cookie. `seconds` is how long the browser keeps it.
  [[nodiscard]] std::string SetSession(std::string_view deliberation, const SignedIn& session,
                                       std::int64_t seconds) const;
  [[nodiscard]] std::string ClearSession(std::string_view deliberation) const;
  [[nodiscard]] std::string SetStart(std::string_view value) const;

 private:
  [[nodiscard]] std::string Make(std::string_view name, std::string_view value,
                                 std::string_view path, std::int64_t seconds) const;
  const bool secure_;
};

}  // namespace plenum::gateway::session
