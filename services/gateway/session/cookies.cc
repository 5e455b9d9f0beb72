#include "services/gateway/session/cookies.h"

#include <algorithm>
#include <charconv>

#include "absl/strings/str_cat.h"
#include "services/common/base/id.h"

namespace plenum::gateway::session {
namespace {

// VERSION~END~REFRESH~ACCESS. None of the parts holds a "~".
constexpr std::string_view kVersion = "1";
constexpr char kSeparator = '~';
constexpr std::int64_t kStartSeconds =
    400LL * 24 * 3600;  // the longest that browsers keep a cookie

bool IsTokenText(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}

std::string_view TakePart(std::string_view& text) {
  const auto end = text.find(kSeparator);
  const auto part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return part;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

std::string Encode(const SignedIn& session) {
  return absl::StrCat(std::string(kVersion), "~", session.expires_at_s, "~", session.refresh_token,
                      "~", session.access_token);
}

std::optional<SignedIn> Decode(std::string_view value) {
  if (TakePart(value) != kVersion) return std::nullopt;
  SignedIn session;
  const auto end = TakePart(value);
  const auto read = std::from_chars(end.data(), end.data() + end.size(), session.expires_at_s);
  if (read.ec != std::errc() || read.ptr != end.data() + end.size()) return std::nullopt;
  session.refresh_token = std::string(TakePart(value));
  session.access_token = std::string(value);
  if (session.access_token.empty() || !IsTokenText(session.access_token) ||
      !IsTokenText(session.refresh_token)) {
    return std::nullopt;
  }
  return session;
}

std::optional<std::string_view> FindCookie(std::string_view header, std::string_view name) {
  std::optional<std::string_view> found;
  while (!header.empty()) {
    const auto end = header.find(';');
    const auto pair = Trim(header.substr(0, end));
    header.remove_prefix(end == std::string_view::npos ? header.size() : end + 1);
    if (pair.size() <= name.size() || pair.substr(0, name.size()) != name ||
        pair[name.size()] != '=') {
      continue;
    }
    // Of two, one was put there by somebody else: a program beside ours on the same host.
    if (found) return std::nullopt;
    found = pair.substr(name.size() + 1);
  }
  return found;
}

bool IsDeliberationId(std::string_view id) { return base::IsValidId(id); }

std::string Cookies::Make(std::string_view name, std::string_view value, std::string_view path,
                          std::int64_t seconds) const {
  return absl::StrCat(std::string(name), "=", std::string(value), "; Path=", std::string(path),
                      "; Max-Age=", seconds, "; HttpOnly; SameSite=Strict",
                      secure_ ? "; Secure" : "");
}

std::string Cookies::SetSession(std::string_view deliberation, const SignedIn& session,
                                std::int64_t seconds) const {
  return Make(session_name(), Encode(session), absl::StrCat("/d/", std::string(deliberation)),
              seconds);
}

std::string Cookies::ClearSession(std::string_view deliberation) const {
  return Make(session_name(), "", absl::StrCat("/d/", std::string(deliberation)), 0);
}

std::string Cookies::SetStart(std::string_view value) const {
  return Make(start_name(), value, "/session", kStartSeconds);
}

}  // namespace plenum::gateway::session
