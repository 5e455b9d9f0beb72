// protocol: the forms in which a call can come, told apart by their content types, and how the
// answer looks in each.
//
// gRPC-Web's answers are HTTP 200 always, with the status in a frame of trailers. Connect's unary
// errors are HTTP statuses with JSON. JSON on a streaming method, which Connect does not have, is
// for `curl`: a line for each message.
#pragma once

#include <grpcpp/support/byte_buffer.h>

#include <optional>
#include <string>
#include <string_view>

#include "services/gateway/backend/call.h"
#include "services/gateway/backend/methods.h"
#include "services/gateway/http/message.h"
#include "services/gateway/json/transcoder.h"

namespace plenum::gateway::calls {

enum class Protocol {
  kGrpcWeb,
  kGrpcWebText,
  kConnectProto,
  kConnectJson,
  kConnectStreamProto,
  kConnectStreamJson,
  kJsonLines,  // JSON on a streaming method
};

// By the Content-Type; nothing for what is not spoken here.
std::optional<Protocol> ProtocolOf(std::string_view content_type);

constexpr bool IsGrpcWeb(Protocol protocol) {
  return protocol == Protocol::kGrpcWeb || protocol == Protocol::kGrpcWebText;
}
constexpr bool IsConnectStream(Protocol protocol) {
  return protocol == Protocol::kConnectStreamProto || protocol == Protocol::kConnectStreamJson;
}
constexpr bool IsJson(Protocol protocol) {
  return protocol == Protocol::kConnectJson || protocol == Protocol::kConnectStreamJson ||
         protocol == Protocol::kJsonLines;
}
std::string_view ProtocolName(Protocol protocol);

// How large a body can be whose message has at most `message` bytes.
std::size_t MaxBodyBytes(Protocol protocol, std::size_t message);

// The message within a body, still as JSON where the protocol has that.
absl::StatusOr<std::string> Unwrap(Protocol protocol, std::string body);

// Answers in the form of `protocol`.
class Encoder {
 public:
  Encoder(Protocol protocol, const json::Transcoder& transcoder)
      : protocol_(protocol), transcoder_(transcoder) {}

  // A unary call's; `message` as bytes of protobuf or, where the protocol has that, JSON.
  [[nodiscard]] http::Response Unary(const backend::Outcome& outcome, http::Payload message) const;
  // An answer that is no message.
  [[nodiscard]] http::Response Error(const absl::Status& status) const;
  [[nodiscard]] http::Response Error(const backend::Outcome& outcome) const;

  [[nodiscard]] http::ResponseHead StreamHead(const backend::Metadata& headers) const;
  [[nodiscard]] http::Payload StreamMessage(http::Payload message) const;
  [[nodiscard]] http::Payload StreamEnd(const backend::Outcome& outcome) const;

 private:
  [[nodiscard]] std::string_view content_type() const;
  [[nodiscard]] std::string GrpcWebTrailers(const backend::Outcome& outcome) const;
  // Base64 of it all, in the text form.
  [[nodiscard]] http::Payload AsText(http::Payload payload) const;

  const Protocol protocol_;
  const json::Transcoder& transcoder_;
};

// The bytes of a message as a payload, without a copy; and as JSON.
http::Payload BytesPayload(const grpc::ByteBuffer& buffer);
http::Payload TextPayload(std::string text);

}  // namespace plenum::gateway::calls
