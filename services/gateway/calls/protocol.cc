#include "services/gateway/calls/protocol.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/rpc/status.h"
#include "services/gateway/limits.h"
#include "services/gateway/wire/connect.h"
#include "services/gateway/wire/frame.h"

namespace plenum::gateway::calls {
namespace {

constexpr std::string_view kStatusDetails = "grpc-status-details-bin";

struct ContentType {
  std::string_view name;
  Protocol protocol;
};
constexpr ContentType kContentTypes[] = {
    {"application/grpc-web+proto", Protocol::kGrpcWeb},
    {"application/grpc-web", Protocol::kGrpcWeb},
    {"application/grpc-web-text+proto", Protocol::kGrpcWebText},
    {"application/grpc-web-text", Protocol::kGrpcWebText},
    {"application/proto", Protocol::kConnectProto},
    {"application/json", Protocol::kConnectJson},
    {"application/connect+proto", Protocol::kConnectStreamProto},
    {"application/connect+json", Protocol::kConnectStreamJson},
    {"application/x-ndjson", Protocol::kJsonLines},
};

// Bytes in a header are base64 without padding (gRPC over HTTP/2, "Binary-Header").
std::string HeaderBytes(const std::string& bytes) {
  std::string text = absl::Base64Escape(bytes);
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

void AddMetadata(const backend::Metadata& metadata, const std::string& prefix,
                 http::HeaderList& headers) {
  for (const auto& [name, value] : metadata) headers.emplace_back(prefix + name, value);
}

std::string Flatten(const http::Payload& payload) {
  std::string bytes = payload.before;
  for (const auto piece : payload.pieces) bytes.append(piece);
  bytes += payload.after;
  return bytes;
}

}  // namespace

std::optional<Protocol> ProtocolOf(std::string_view content_type) {
  content_type = content_type.substr(0, content_type.find(';'));
  while (!content_type.empty() && content_type.back() == ' ') content_type.remove_suffix(1);
  for (const auto& known : kContentTypes) {
    if (http::EqualsIgnoreCase(content_type, known.name)) return known.protocol;
  }
  return std::nullopt;
}

std::string_view ProtocolName(Protocol protocol) {
  switch (protocol) {
    case Protocol::kGrpcWeb:
      return "grpc-web";
    case Protocol::kGrpcWebText:
      return "grpc-web-text";
    case Protocol::kConnectProto:
      return "connect";
    case Protocol::kConnectJson:
      return "json";
    case Protocol::kConnectStreamProto:
      return "connect-stream";
    case Protocol::kConnectStreamJson:
      return "connect-stream-json";
    case Protocol::kJsonLines:
      return "json-lines";
  }
  return "";
}

std::size_t MaxBodyBytes(Protocol protocol, std::size_t message) {
  // Base64 makes four bytes of three; bytes within JSON are base64, too.
  const std::size_t as_text = message / 3 * 4;
  switch (protocol) {
    case Protocol::kConnectProto:
      return message;
    case Protocol::kGrpcWeb:
    case Protocol::kConnectStreamProto:
      return message + limits::kFrameBytes;
    case Protocol::kGrpcWebText:
      return as_text + 4 * limits::kFrameBytes;
    default:
      return as_text + limits::kJsonRoomBytes;
  }
}

absl::StatusOr<std::string> Unwrap(Protocol protocol, std::string body) {
  if (protocol == Protocol::kGrpcWebText) {
    auto decoded = wire::DecodeText(body);
    if (!decoded.ok()) return decoded.status();
    body = *std::move(decoded);
  }
  if (IsGrpcWeb(protocol) || IsConnectStream(protocol)) {
    auto message = wire::TakeOnlyMessage(body);
    if (!message.ok()) return message.status();
    body.erase(0, body.size() - message->size());
  }
  return body;
}

std::string_view Encoder::content_type() const {
  if (protocol_ == Protocol::kGrpcWeb) return "application/grpc-web+proto";
  if (protocol_ == Protocol::kGrpcWebText) return "application/grpc-web-text+proto";
  for (const auto& known : kContentTypes) {
    if (known.protocol == protocol_) return known.name;
  }
  return "";
}

std::string Encoder::GrpcWebTrailers(const backend::Outcome& outcome) const {
  wire::Metadata trailers = outcome.trailers;
  if (const std::string details = outcome.status.error_details(); !details.empty()) {
    trailers.emplace_back(std::string(kStatusDetails), HeaderBytes(details));
  }
  return wire::TrailerFrame(outcome.status.error_code(), outcome.status.error_message(), trailers);
}

http::Payload Encoder::AsText(http::Payload payload) const {
  if (protocol_ != Protocol::kGrpcWebText) return payload;
  return TextPayload(wire::EncodeText(Flatten(payload)));
}

http::Response Encoder::Unary(const backend::Outcome& outcome, http::Payload message) const {
  http::Response response;
  response.head.headers = {{"content-type", std::string(content_type())},
                           {"cache-control", "no-store"}};
  AddMetadata(outcome.headers, "", response.head.headers);
  response.body = std::move(message);
  if (IsGrpcWeb(protocol_)) {
    response.body.before =
        wire::FramePrefix(wire::kMessage, response.body.size()) + response.body.before;
    response.body.after += GrpcWebTrailers(outcome);
    response.body = AsText(std::move(response.body));
  } else {
    AddMetadata(outcome.trailers, "trailer-", response.head.headers);
  }
  return response;
}

http::Response Encoder::Error(const absl::Status& status) const {
  return Error({rpc::ToGrpc(status, ""), {}, {}});
}

http::Response Encoder::Error(const backend::Outcome& outcome) const {
  http::Response response;
  response.head = StreamHead(outcome.headers);
  if (IsGrpcWeb(protocol_) || IsConnectStream(protocol_)) {
    response.body = StreamEnd(outcome);
    return response;
  }
  const absl::Status status = rpc::FromGrpc(outcome.status);
  response.head.status = wire::HttpStatus(status.code());
  response.head.headers[0].second = "application/json";
  AddMetadata(outcome.trailers, "trailer-", response.head.headers);
  response.body.before = transcoder_.ErrorJson(status);
  return response;
}

http::ResponseHead Encoder::StreamHead(const backend::Metadata& headers) const {
  http::ResponseHead head;
  head.headers = {{"content-type", std::string(content_type())}, {"cache-control", "no-store"}};
  AddMetadata(headers, "", head.headers);
  return head;
}

http::Payload Encoder::StreamMessage(http::Payload message) const {
  if (protocol_ == Protocol::kJsonLines) {
    message.before = "{\"result\":" + message.before;
    message.after += "}\n";
    return message;
  }
  message.before = wire::FramePrefix(wire::kMessage, message.size()) + message.before;
  return AsText(std::move(message));
}

http::Payload Encoder::StreamEnd(const backend::Outcome& outcome) const {
  if (IsGrpcWeb(protocol_)) return AsText(TextPayload(GrpcWebTrailers(outcome)));
  const absl::Status status = rpc::FromGrpc(outcome.status);
  const std::string error = status.ok() ? "" : "\"error\":" + transcoder_.ErrorJson(status);
  if (protocol_ == Protocol::kJsonLines) {
    return TextPayload(error.empty() ? "" : absl::StrCat("{", error, "}\n"));
  }
  std::string end = absl::StrCat("{", error);
  if (!outcome.trailers.empty()) {
    absl::StrAppend(&end, error.empty() ? "" : ",", "\"metadata\":{");
    const char* comma = "";
    for (const auto& [name, value] : outcome.trailers) {
      absl::StrAppend(&end, comma, "\"", name, "\":[\"", absl::CHexEscape(value), "\"]");
      comma = ",";
    }
    end += "}";
  }
  end += "}";
  return TextPayload(wire::FramePrefix(wire::kConnectEnd, end.size()) + end);
}

http::Payload BytesPayload(const grpc::ByteBuffer& buffer) {
  auto slices = std::make_shared<std::vector<grpc::Slice>>();
  http::Payload payload;
  if (!buffer.Dump(slices.get()).ok()) return payload;
  for (const auto& slice : *slices) {
    payload.pieces.emplace_back(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  payload.owner = std::move(slices);
  return payload;
}

http::Payload TextPayload(std::string text) {
  http::Payload payload;
  payload.before = std::move(text);
  return payload;
}

}  // namespace plenum::gateway::calls
