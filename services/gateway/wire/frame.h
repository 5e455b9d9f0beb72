// frame: messages on the wire of gRPC-Web and of Connect's streams: a byte of flags, four bytes of
// length (the highest first), and as many bytes.
//
//   auto message = TakeOnlyMessage(body);           // of a request
//   payload.before = FramePrefix(kMessage, size);   // of an answer
//
// gRPC-Web: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md;
// Connect: https://connectrpc.com/docs/protocol. Pure; linear in the bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace plenum::gateway::wire {

inline constexpr std::size_t kPrefixBytes = 5;
inline constexpr std::uint8_t kMessage = 0x00;
inline constexpr std::uint8_t kCompressed = 0x01;
inline constexpr std::uint8_t kConnectEnd = 0x02;
inline constexpr std::uint8_t kTrailers = 0x80;

std::string FramePrefix(std::uint8_t flags, std::size_t size);

// The message of a body that is exactly one frame. UNIMPLEMENTED when it is compressed, else
// INVALID_ARGUMENT for a body that is cut off, is longer than its frame, or has flags of no
// message.
absl::StatusOr<std::string_view> TakeOnlyMessage(std::string_view body);

// Trailers of gRPC-Web: a frame of "name: value\r\n" lines.
using Metadata = std::vector<std::pair<std::string, std::string>>;
std::string TrailerFrame(int code, std::string_view message, const Metadata& trailers);

// What "grpc-message" may hold, the rest as %XX.
std::string PercentEncode(std::string_view message);

// gRPC-Web's text form: base64, in which each piece that was written ends with its own padding.
// INVALID_ARGUMENT for what is none.
absl::StatusOr<std::string> DecodeText(std::string_view body);
std::string EncodeText(std::string_view bytes);

}  // namespace plenum::gateway::wire
