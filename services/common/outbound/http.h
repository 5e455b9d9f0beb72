// http: one POST to an address that a user named.
//
// By default only https to public addresses (public_address.h) is called; the address is judged
// when the socket is opened, after the name was resolved, so that a name cannot change its mind in
// between. `allow_private` is the operator's word that targets are trusted: it also allows plain
// http. Redirects are not followed, proxies and credentials of the environment are not used, and no
// answer is decompressed. What comes back is read up to a bound and thrown away.
//
//   auto answer = outbound::Post({.url = url, .headers = {{"webhook-id", id}}, .body = body});
//   if (answer.ok() && answer->status / 100 == 2) ...
//
// By libcurl (docs/adr/0017).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"

namespace plenum::outbound {

inline constexpr std::size_t kMaxUrlBytes = 2000;
// Of an answer's body; what is longer is cut off with its connection.
inline constexpr std::size_t kMaxAnswerBytes = std::size_t{64} << 10;

// The flag that lifts the guard, as messages name it.
inline constexpr char kAllowPrivateFlag[] = "--allow-private-webhooks";

struct PostRequest {
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;  // ours: not checked
  std::string body;
  bool allow_private = false;
  std::chrono::milliseconds timeout{10'000};  // of all of it
  base::Stopped stopped{};                    // asked about once a second
  // "HOST:PORT:ADDRESS,ADDRESS..." in place of asking the system for the name; for tests.
  std::string resolve{};
};

struct PostResponse {
  int status = 0;                  // 100 to 599
  std::int64_t retry_after_s = 0;  // of Retry-After, seconds from now; 0 for none
};

// That a url may be called as far as can be told without resolving its name: its form, its scheme,
// and its address when it has one in place of a name. The message is a clause that says what to do,
// and holds nothing of the url. INVALID_ARGUMENT, or PERMISSION_DENIED for what the flag would
// allow.
absl::Status CheckUrl(const std::string& url, bool allow_private);

// Errors: those of CheckUrl; PERMISSION_DENIED for a name that only has addresses which are not
// public; UNAVAILABLE when nobody answers, or not in HTTP or without a good certificate;
// DEADLINE_EXCEEDED; CANCELLED when `stopped`. No message holds anything of url, header or answer.
absl::StatusOr<PostResponse> Post(const PostRequest& request);

}  // namespace plenum::outbound
