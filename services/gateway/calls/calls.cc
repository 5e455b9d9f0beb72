#include "services/gateway/calls/calls.h"

#include <chrono>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/log.h"
#include "services/common/base/status.h"
#include "services/common/rpc/status.h"
#include "services/gateway/calls/protocol.h"
#include "services/gateway/limits.h"
#include "services/gateway/wire/connect.h"
#include "services/gateway/wire/timeout.h"

namespace plenum::gateway::calls {
namespace {

using absl::StatusCode;
using std::chrono::steady_clock;

constexpr std::string_view kDeliberationPrefix = "/d/";

constexpr char kPreflightHeaders[] =
    "content-type, authorization, x-request-id, x-grpc-web, x-user-agent, grpc-timeout, "
    "connect-protocol-version, connect-timeout-ms";
constexpr char kExposedHeaders[] =
    "grpc-status, grpc-message, grpc-status-details-bin, x-request-id, trailer-x-request-id";

absl::Status Unimplemented(std::string_view method, std::string_view why) {
  return absl::UnimplementedError(absl::StrCat(std::string(method), " ", std::string(why)));
}

absl::Status TooLarge(const backend::Method& method) {
  return base::Error(StatusCode::kInvalidArgument, common::v1::ERROR_REASON_REQUEST_TOO_LARGE,
                     absl::StrCat("the request is larger than ", method.max_request_bytes,
                                  " bytes, which is all that ", method.name, " takes"),
                     {{"limit_bytes", absl::StrCat(method.max_request_bytes)}});
}

absl::Status Overloaded() {
  return base::WithRetryAfter(
      base::Error(StatusCode::kResourceExhausted, common::v1::ERROR_REASON_OVERLOADED,
                  "the gateway has too much to do; try again in a moment"),
      1000);
}

// JSON on a streaming method is answered in lines.
Protocol ProtocolFor(Protocol protocol, const backend::Method& method) {
  return protocol == Protocol::kConnectJson && method.server_streaming ? Protocol::kJsonLines
                                                                       : protocol;
}

void AddCors(const session::OriginPolicy& origins, const http::RequestHead& head,
             http::HeaderList& headers) {
  if (!origins.has_allowed()) return;
  headers.emplace_back("vary", "origin");
  const auto origin = origins.AllowedOrigin(head);
  if (origin.empty()) return;
  headers.emplace_back("access-control-allow-origin", std::string(origin));
  headers.emplace_back("access-control-expose-headers", kExposedHeaders);
}

http::Response Preflight(const session::OriginPolicy& origins, const http::RequestHead& head) {
  http::Response response;
  response.head.status = http::status::kNoContent;
  if (origins.AllowedOrigin(head).empty()) {
    response =
        http::TextResponse(http::status::kForbidden, "pages of this origin may not call here");
    return response;
  }
  AddCors(origins, head, response.head.headers);
  response.head.headers.emplace_back("access-control-allow-methods", "POST");
  response.head.headers.emplace_back("access-control-allow-headers", kPreflightHeaders);
  response.head.headers.emplace_back("access-control-max-age", "7200");
  return response;
}

http::Response WrongType() {
  auto response = http::TextResponse(
      http::status::kUnsupportedType,
      "send one of application/grpc-web, application/grpc-web-text, application/json, "
      "application/proto, application/connect+json, application/connect+proto");
  response.head.headers.emplace_back("accept-post",
                                     "application/grpc-web, application/grpc-web-text, "
                                     "application/json, application/proto, "
                                     "application/connect+json, application/connect+proto");
  return response;
}

// Why this protocol cannot carry this method; OK when it can.
absl::Status CheckShape(Protocol protocol, const backend::Method& method) {
  if (method.client_streaming) {
    return Unimplemented(method.name,
                         "streams from the client, which no browser can send; call it by gRPC");
  }
  const bool needs_stream = IsConnectStream(protocol) || protocol == Protocol::kJsonLines;
  if (needs_stream && !method.server_streaming) {
    return Unimplemented(method.name,
                         "does not stream; send application/json or application/proto");
  }
  if (protocol == Protocol::kConnectProto && method.server_streaming) {
    return Unimplemented(method.name, "streams; send application/connect+proto");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::chrono::microseconds>> TimeoutOf(const http::RequestHead& head) {
  const auto grpc = head.Header("grpc-timeout");
  const auto connect = head.Header("connect-timeout-ms");
  if (grpc.empty() && connect.empty()) return std::nullopt;
  const auto timeout =
      grpc.empty() ? wire::ParseConnectTimeout(connect) : wire::ParseGrpcTimeout(grpc);
  if (!timeout) return absl::InvalidArgumentError("the timeout of the call is no timeout");
  return std::optional(std::min<std::chrono::microseconds>(std::chrono::microseconds(*timeout),
                                                           rpc::limits::kMaxDeadline));
}

bool IsCompressed(const http::RequestHead& head) {
  for (const char* name : {"content-encoding", "connect-content-encoding", "grpc-encoding"}) {
    const auto encoding = head.Header(name);
    if (!encoding.empty() && encoding != "identity") return true;
  }
  return false;
}

}  // namespace

std::optional<CallPath> ParseCallPath(std::string_view path) {
  CallPath parsed;
  if (path.substr(0, kDeliberationPrefix.size()) == kDeliberationPrefix) {
    path.remove_prefix(kDeliberationPrefix.size());
    const auto slash = path.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    parsed.deliberation = path.substr(0, slash);
    if (!session::IsDeliberationId(parsed.deliberation)) return std::nullopt;
    path.remove_prefix(slash);
  }
  if (path.empty() || path.front() != '/') return std::nullopt;
  path.remove_prefix(1);
  const auto slash = path.find('/');
  const bool is_call = slash != std::string_view::npos &&
                       path.substr(0, slash).find('.') != std::string_view::npos &&
                       path.find('/', slash + 1) == std::string_view::npos;
  if (!is_call) return std::nullopt;
  parsed.method = path;
  return parsed;
}

http::Admission Calls::Admit(const http::RequestHead& head, const CallPath& path) {
  if (head.method == "OPTIONS" && path.deliberation.empty()) {
    return {0, Preflight(*parts_.origins, head)};
  }
  if (head.method != "POST") {
    auto refusal = http::TextResponse(http::status::kMethodNotAllowed, "calls are POST requests");
    refusal.head.headers.emplace_back("allow", "POST");
    return {0, std::move(refusal)};
  }
  const auto protocol = ProtocolOf(head.Header("content-type"));
  if (!protocol) return {0, WrongType()};
  const auto refuse = [&](Protocol as, const absl::Status& status) {
    auto refusal = Encoder(as, *parts_.transcoder).Error(status);
    AddCors(*parts_.origins, head, refusal.head.headers);
    return http::Admission{0, std::move(refusal)};
  };
  const backend::Method* method = parts_.methods->Find(path.method);
  if (method == nullptr) {
    return refuse(*protocol, Unimplemented(path.method, "is no method of this server"));
  }
  const Protocol form = ProtocolFor(*protocol, *method);
  if (auto fits = CheckShape(form, *method); !fits.ok()) return refuse(form, fits);
  if (IsCompressed(head)) {
    return refuse(form, absl::UnimplementedError("compressed requests are not read here"));
  }
  const auto page = path.deliberation.empty() ? parts_.origins->CheckAllowedPage(head)
                                              : parts_.origins->CheckOwnPage(head);
  if (!page.ok()) {
    // For browsers and people alike, whatever the protocol: the call was not made.
    auto refusal = Encoder(form, *parts_.transcoder).Error(page);
    refusal.head.status = http::status::kForbidden;
    return {0, std::move(refusal)};
  }
  if (!path.deliberation.empty() && !head.Header("authorization").empty()) {
    return refuse(form, absl::InvalidArgumentError(
                            "a call below /d/ has the token of its cookie: leave authorization "
                            "out, or call without /d/…"));
  }
  http::Admission admission;
  admission.max_body_bytes = MaxBodyBytes(form, method->max_request_bytes);
  admission.too_large = [this, form, method] {
    return Encoder(form, *parts_.transcoder).Error(TooLarge(*method));
  };
  return admission;
}

namespace {

// One call, from the request that came whole to the end of the answer. Everything of it happens on
// the connection's thread, except where said.
class Running : public std::enable_shared_from_this<Running> {
 public:
  Running(const Parts& parts, std::atomic<std::size_t>& streams,
          std::shared_ptr<http::Exchange> exchange, const CallPath& path)
      : parts_(parts),
        streams_(streams),
        exchange_(std::move(exchange)),
        deliberation_(path.deliberation),
        method_(*parts.methods->Find(path.method)),
        protocol_(ProtocolFor(*ProtocolOf(exchange_->head().Header("content-type")), method_)),
        encoder_(protocol_, *parts.transcoder) {}
  ~Running() {
    if (counted_) --streams_;
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  void Start();

 private:
  void Decode(std::string message);
  void Authorize(std::string message);
  void Call(std::string message, const std::string& token);
  void CallUnary(std::string message, const backend::CallOptions& options);
  void CallStream(std::string message, const backend::CallOptions& options);
  void UnaryDone(const backend::Outcome& outcome, const grpc::ByteBuffer& bytes);
  void OnHeaders(const backend::Metadata& headers);
  void OnMessage(const grpc::ByteBuffer& bytes);
  void WriteMessage(http::Payload message);
  void StreamDone(const backend::Outcome& outcome);
  // Makes JSON of a message, on another thread when it is large, and goes on with it.
  void ToJson(const grpc::ByteBuffer& bytes, std::function<void(absl::StatusOr<std::string>)> next);
  // Runs `work` beside the connection's thread and then `next` with what it gave.
  void Aside(std::function<absl::StatusOr<std::string>()> work,
             std::function<void(absl::StatusOr<std::string>)> next);
  void Fail(const absl::Status& status);
  void Log(absl::StatusCode code) const;

  const Parts& parts_;
  std::atomic<std::size_t>& streams_;
  const std::shared_ptr<http::Exchange> exchange_;
  const std::string deliberation_;
  const backend::Method& method_;
  const Protocol protocol_;
  const Encoder encoder_;
  const steady_clock::time_point began_ = steady_clock::now();
  std::shared_ptr<backend::StreamCall> stream_;
  bool counted_ = false;
  bool begun_ = false;      // the answer's head is out
  bool cancelled_ = false;  // by us, since the answer cannot go on
};

void Running::Start() {
  http::HeaderList cors;
  AddCors(*parts_.origins, exchange_->head(), cors);
  for (auto& [name, value] : cors) exchange_->AddHeader(std::move(name), std::move(value));
  auto message = Unwrap(protocol_, exchange_->TakeBody());
  if (!message.ok()) return Fail(message.status());
  Decode(*std::move(message));
}

void Running::Decode(std::string message) {
  if (!IsJson(protocol_)) return Authorize(std::move(message));
  const auto self = shared_from_this();
  const auto next = [self](absl::StatusOr<std::string> decoded) {
    if (!decoded.ok()) return self->Fail(decoded.status());
    self->Authorize(*std::move(decoded));
  };
  if (message.size() <= limits::kInlineJsonBytes) {
    return next(parts_.transcoder->ToBinary(method_.request_type, message));
  }
  Aside(
      [self, message = std::move(message)] {
        return self->parts_.transcoder->ToBinary(self->method_.request_type, message);
      },
      next);
}

void Running::Aside(std::function<absl::StatusOr<std::string>()> work,
                    std::function<void(absl::StatusOr<std::string>)> next) {
  parts_.counter->Add();
  const bool taken = parts_.json_executor->Submit(
      [self = shared_from_this(), work = std::move(work), next]() mutable {
        self->exchange_->Post([next = std::exchange(next, nullptr), result = work()]() mutable {
          next(std::move(result));
        });
        // Nothing of the call may be held here when it is counted out.
        backend::CallCounter& counter = *self->parts_.counter;
        work = nullptr;
        self = nullptr;
        counter.Remove();
      });
  if (taken) return;
  parts_.counter->Remove();
  next(Overloaded());
}

void Running::Authorize(std::string message) {
  if (message.size() > method_.max_request_bytes) return Fail(TooLarge(method_));
  if (deliberation_.empty()) {
    const auto given = exchange_->head().Header("authorization");
    return Call(std::move(message), std::string(given));
  }
  parts_.sessions->TokenOf(
      exchange_, deliberation_,
      [self = shared_from_this(), message = std::move(message)](absl::StatusOr<std::string> token) {
        if (!token.ok()) return self->Fail(token.status());
        self->Call(message, token->empty() ? "" : "Bearer " + *token);
      });
}

void Running::Call(std::string message, const std::string& token) {
  if (exchange_->is_gone()) return;
  backend::CallOptions options;
  options.authorization = token;
  options.request_id = std::string(exchange_->head().Header("x-request-id"));
  auto timeout = TimeoutOf(exchange_->head());
  if (!timeout.ok()) return Fail(timeout.status());
  options.timeout = *timeout;
  if (method_.server_streaming) {
    CallStream(std::move(message), options);
  } else {
    CallUnary(std::move(message), options);
  }
}

void Running::CallUnary(std::string message, const backend::CallOptions& options) {
  const auto call = backend::UnaryCall::Start(
      method_, options, backend::ToBuffer(std::move(message)), *parts_.counter,
      [self = shared_from_this()](backend::Outcome outcome, const grpc::ByteBuffer& bytes) {
        // On a thread of gRPC.
        self->exchange_->Post(
            [self, outcome = std::move(outcome), bytes] { self->UnaryDone(outcome, bytes); });
      });
  exchange_->OnGone([call] { call->Cancel(); });
}

void Running::UnaryDone(const backend::Outcome& outcome, const grpc::ByteBuffer& bytes) {
  Log(static_cast<StatusCode>(outcome.status.error_code()));
  if (!outcome.status.ok()) {
    if (!deliberation_.empty()) {
      parts_.sessions->ClearIfEnded(*exchange_, deliberation_, rpc::FromGrpc(outcome.status));
    }
    return exchange_->Send(encoder_.Error(outcome));
  }
  if (!IsJson(protocol_)) return exchange_->Send(encoder_.Unary(outcome, BytesPayload(bytes)));
  ToJson(bytes, [self = shared_from_this(), outcome](absl::StatusOr<std::string> json) {
    if (!json.ok()) return self->exchange_->Send(self->encoder_.Error(json.status()));
    self->exchange_->Send(self->encoder_.Unary(outcome, TextPayload(*std::move(json))));
  });
}

void Running::ToJson(const grpc::ByteBuffer& bytes,
                     std::function<void(absl::StatusOr<std::string>)> next) {
  std::string message = backend::ToString(bytes);
  if (message.size() <= limits::kInlineJsonBytes) {
    return next(parts_.transcoder->ToJson(method_.response_type, message));
  }
  Aside(
      [self = shared_from_this(), message = std::move(message)] {
        return self->parts_.transcoder->ToJson(self->method_.response_type, message);
      },
      std::move(next));
}

void Running::CallStream(std::string message, const backend::CallOptions& options) {
  counted_ = true;
  if (++streams_ > limits::kMaxStreams) return Fail(Overloaded());
  const auto self = shared_from_this();
  backend::StreamCall::Events events;
  // These come on threads of gRPC, one after the other.
  events.headers = [self](const backend::Metadata& headers) {
    self->exchange_->Post([self, headers] { self->OnHeaders(headers); });
  };
  events.message = [self](const grpc::ByteBuffer& bytes) {
    self->exchange_->Post([self, bytes] { self->OnMessage(bytes); });
  };
  events.done = [self](backend::Outcome outcome) {
    self->exchange_->Post([self, outcome = std::move(outcome)] { self->StreamDone(outcome); });
  };
  stream_ = backend::StreamCall::Start(method_, options, backend::ToBuffer(std::move(message)),
                                       *parts_.counter, std::move(events));
  exchange_->OnGone([call = stream_] { call->Cancel(); });
}

void Running::OnHeaders(const backend::Metadata& headers) {
  // An error before the first message is answered whole, so the head waits for what comes first:
  // gRPC reports the headers of such an error, too, and those are empty.
  if (headers.empty()) return stream_->Read();
  begun_ = true;
  exchange_->Begin(encoder_.StreamHead(headers),
                   [self = shared_from_this()](bool) { self->stream_->Read(); });
}

void Running::OnMessage(const grpc::ByteBuffer& bytes) {
  if (cancelled_) return stream_->Read();
  if (!IsJson(protocol_)) return WriteMessage(BytesPayload(bytes));
  ToJson(bytes, [self = shared_from_this()](absl::StatusOr<std::string> json) {
    if (json.ok()) return self->WriteMessage(TextPayload(*std::move(json)));
    self->cancelled_ = true;
    self->stream_->Cancel();
    self->stream_->Read();
  });
}

void Running::WriteMessage(http::Payload message) {
  auto write = [self = shared_from_this(),
                payload = encoder_.StreamMessage(std::move(message))](bool) mutable {
    self->exchange_->Write(std::move(payload), [self](bool) { self->stream_->Read(); });
  };
  if (begun_) return write(true);
  begun_ = true;
  exchange_->Begin(encoder_.StreamHead({}), std::move(write));
}

void Running::StreamDone(const backend::Outcome& outcome) {
  Log(static_cast<StatusCode>(outcome.status.error_code()));
  stream_ = nullptr;
  if (begun_) return exchange_->End(encoder_.StreamEnd(outcome));
  if (!outcome.status.ok()) {
    if (!deliberation_.empty()) {
      parts_.sessions->ClearIfEnded(*exchange_, deliberation_, rpc::FromGrpc(outcome.status));
    }
    return exchange_->Send(encoder_.Error(outcome));
  }
  exchange_->Begin(encoder_.StreamHead({}), [self = shared_from_this(), outcome](bool) {
    self->exchange_->End(self->encoder_.StreamEnd(outcome));
  });
}

void Running::Fail(const absl::Status& status) {
  Log(status.code());
  exchange_->Send(encoder_.Error(status));
}

void Running::Log(absl::StatusCode code) const {
  if (!base::LogEnabled(base::LogLevel::kInfo)) return;
  const auto micros =
      std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began_).count();
  base::Log(base::LogLevel::kInfo, "web_call",
            {{"method", method_.name},
             {"protocol", ProtocolName(protocol_)},
             {"code", code == StatusCode::kOk ? "ok" : wire::ConnectCode(code)},
             {"us", std::to_string(micros)}});
}

}  // namespace

void Calls::Handle(std::shared_ptr<http::Exchange> exchange) {
  const auto path = ParseCallPath(exchange->head().path);
  std::make_shared<Running>(parts_, streams_, std::move(exchange), *path)->Start();
}

}  // namespace plenum::gateway::calls
