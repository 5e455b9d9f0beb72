// message: a mail as it goes over the wire (RFC 5322 and MIME): plain text in UTF-8.
//
//   std::string bytes = outbound::Compose({.from = "plenum@example.org", .to = "ann@example.org",
//                                          .subject = "Your vote is needed", .text = text,
//                                          .id = ids.NewId(), .date_us = clock.NowMicros()});
//
// Whatever the subject and the text hold, they cannot add a header or end the mail: the subject is
// printable ASCII or encoded words (RFC 2047), the body is base64.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plenum::outbound {

struct Message {
  std::string from;  // addresses for which IsMailAddress holds
  std::string to;
  std::string subject;       // UTF-8
  std::string text;          // UTF-8, lines end in \n
  std::string id;            // of [a-z0-9.-]: with the host of `from` the Message-ID
  std::int64_t date_us = 0;  // microseconds since 1970 (UTC)
  // More headers. What is not printable ASCII is left out of their values.
  std::vector<std::pair<std::string, std::string>> headers{};
};

inline constexpr std::size_t kMaxMailAddressBytes = 254;

// True for LOCAL@HOST as nearly all addresses are: a dot-atom of RFC 5322, and a host name with a
// dot, or "localhost". Quoted local parts, address literals and letters outside of ASCII are not.
bool IsMailAddress(std::string_view address);

// Lines end in CRLF and have at most 998 bytes.
std::string Compose(const Message& message);

}  // namespace plenum::outbound
