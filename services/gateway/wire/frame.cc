#include "services/gateway/wire/frame.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/base64.h"

namespace plenum::gateway::wire {
namespace {

constexpr int kByteBits = 8;

absl::Status BadFrame(const std::string& why) {
  return absl::InvalidArgumentError("the request's framing is wrong: " + why);
}

}  // namespace

std::string FramePrefix(std::uint8_t flags, std::size_t size) {
  std::string prefix(kPrefixBytes, '\0');
  prefix[0] = static_cast<char>(flags);
  for (std::size_t i = 1; i < kPrefixBytes; ++i) {
    prefix[i] = static_cast<char>((size >> (kByteBits * (kPrefixBytes - 1 - i))) & 0xFFU);
  }
  return prefix;
}

absl::StatusOr<std::string_view> TakeOnlyMessage(std::string_view body) {
  if (body.size() < kPrefixBytes) return BadFrame("it ends before its length");
  const auto flags = static_cast<std::uint8_t>(body[0]);
  if (flags == kCompressed) {
    return absl::UnimplementedError("compressed requests are not read here; send it as it is");
  }
  if (flags != kMessage) return BadFrame("it begins with something that is no message");
  std::size_t size = 0;
  for (std::size_t i = 1; i < kPrefixBytes; ++i) {
    size = (size << kByteBits) | static_cast<std::uint8_t>(body[i]);
  }
  body.remove_prefix(kPrefixBytes);
  if (size > body.size()) return BadFrame("it ends in the middle of its message");
  if (size < body.size()) return BadFrame("more follows after its only message");
  return body;
}

std::string PercentEncode(std::string_view message) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(message.size());
  for (const char c : message) {
    const auto byte = static_cast<std::uint8_t>(c);
    const bool is_plain = byte >= 0x20 && byte <= 0x7E && c != '%';
    if (is_plain) {
      encoded.push_back(c);
    } else {
      encoded.push_back('%');
      encoded.push_back(kHex[byte >> 4U]);
      encoded.push_back(kHex[byte & 0xFU]);
    }
  }
  return encoded;
}

std::string TrailerFrame(int code, std::string_view message, const Metadata& trailers) {
  std::string lines = absl::StrCat("grpc-status: ", code, "\r\n");
  if (!message.empty()) absl::StrAppend(&lines, "grpc-message: ", PercentEncode(message), "\r\n");
  for (const auto& [name, value] : trailers) absl::StrAppend(&lines, name, ": ", value, "\r\n");
  return FramePrefix(kTrailers, lines.size()) + lines;
}

absl::StatusOr<std::string> DecodeText(std::string_view body) {
  std::string decoded;
  decoded.reserve(body.size() / 4 * 3);
  while (!body.empty()) {
    // A piece goes up to its padding.
    auto end = body.find('=');
    if (end == std::string_view::npos) {
      end = body.size();
    } else {
      end = std::min(body.find_first_not_of('=', end), body.size());
    }
    const auto piece = base::FromBase64(body.substr(0, end));
    if (!piece) return BadFrame("it is no base64");
    decoded += *piece;
    body.remove_prefix(end);
  }
  return decoded;
}

std::string EncodeText(std::string_view bytes) {
  return absl::Base64Escape(absl::string_view(bytes.data(), bytes.size()));
}

}  // namespace plenum::gateway::wire
