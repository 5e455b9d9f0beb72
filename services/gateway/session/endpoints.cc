#include "services/gateway/session/endpoints.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "plenum/deliberation/v1/access.pb.h"
#include "services/common/base/log.h"
#include "services/common/base/status.h"
#include "services/common/rpc/status.h"
#include "services/gateway/json/depth.h"
#include "services/gateway/limits.h"
#include "services/gateway/wire/connect.h"

namespace plenum::gateway::session {
namespace {

namespace v1 = deliberation::v1;

constexpr std::string_view kSessionPrefix = "/session/";
constexpr char kJoin[] = "/session/join";
constexpr char kCreate[] = "/session/create";
constexpr char kSignIn[] = "/session/sign-in";
constexpr char kStart[] = "/session/start";
constexpr std::string_view kDeliberationPrefix = "/d/";
constexpr std::string_view kSession = "/session";
constexpr std::string_view kSignOut = "/session/sign-out";

struct DeliberationPath {
  std::string_view deliberation;
  std::string_view rest;  // "/session" or "/session/sign-out"
};

std::optional<DeliberationPath> ParsePath(std::string_view path) {
  if (path.substr(0, kDeliberationPrefix.size()) != kDeliberationPrefix) return std::nullopt;
  path.remove_prefix(kDeliberationPrefix.size());
  const auto slash = path.find('/');
  if (slash == std::string_view::npos || !IsDeliberationId(path.substr(0, slash))) {
    return std::nullopt;
  }
  const DeliberationPath parsed{path.substr(0, slash), path.substr(slash)};
  if (parsed.rest != kSession && parsed.rest != kSignOut) return std::nullopt;
  return parsed;
}

// "d1" of "deliberations/d1/members/m1" and "deliberations/d1".
std::string DeliberationOf(const std::string& name) {
  constexpr std::string_view kCollection = "deliberations/";
  if (name.rfind(kCollection, 0) != 0) return "";
  return name.substr(kCollection.size(), name.find('/', kCollection.size()) - kCollection.size());
}

absl::StatusOr<nlohmann::json> ReadObject(const std::string& body) {
  if (!json::IsDeeperThan(body, limits::kMaxJsonDepth)) {
    auto parsed = nlohmann::json::parse(body, nullptr, /*allow_exceptions=*/false);
    if (parsed.is_object()) return parsed;
  }
  return base::Error(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_FIELDS,
                     "the body must be a JSON object");
}

absl::StatusOr<std::string> TextField(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  if (found != object.end() && found->is_string()) return found->get<std::string>();
  base::FieldViolations bad;
  bad.Add(key, "is required, as text");
  return bad.ToStatus();
}

bool IsGet(const http::RequestHead& head) { return head.method == "GET"; }

}  // namespace

bool Endpoints::IsEndpoint(std::string_view path) {
  return path.substr(0, kSessionPrefix.size()) == kSessionPrefix || ParsePath(path).has_value();
}

http::Admission Endpoints::Admit(const http::RequestHead& head) {
  const auto refuse = [&](int status, const absl::Status& why) {
    auto refusal = http::TextResponse(status, "");
    refusal.head.headers[0].second = "application/json";
    refusal.body.before = parts_.transcoder->ErrorJson(why);
    return http::Admission{0, std::move(refusal)};
  };
  const auto refuse_as = [&](const absl::Status& why) {
    return refuse(wire::HttpStatus(why.code()), why);
  };
  const auto path = ParsePath(head.path);
  const bool is_known = path || head.path == kJoin || head.path == kCreate ||
                        head.path == kSignIn || head.path == kStart;
  if (!is_known) return refuse_as(absl::NotFoundError("there is nothing at this path"));
  const bool has_get = head.path == kStart || (path && path->rest == kSession);
  const bool has_post = !path || path->rest == kSignOut;
  if (!(IsGet(head) && has_get) && !(head.method == "POST" && has_post)) {
    return refuse(http::status::kMethodNotAllowed,
                  absl::UnimplementedError(absl::StrCat("this path takes ", has_get ? "GET" : "",
                                                        has_get && has_post ? " and " : "",
                                                        has_post ? "POST" : "")));
  }
  if (auto page = parts_.origins->CheckOwnPage(head); !page.ok()) return refuse_as(page);
  if (IsGet(head)) return {};
  const auto type = head.Header("content-type");
  if (!http::EqualsIgnoreCase(type.substr(0, type.find(';')), "application/json")) {
    return refuse(http::status::kUnsupportedType,
                  absl::InvalidArgumentError("send application/json"));
  }
  http::Admission admission;
  admission.max_body_bytes = limits::kMaxSessionBodyBytes;
  return admission;
}

void Endpoints::Handle(const Exchange& exchange) {
  const auto& head = exchange->head();
  if (const auto path = ParsePath(head.path)) {
    const std::string deliberation(path->deliberation);
    if (path->rest == kSession) return TellSession(exchange, deliberation);
    return SignOut(exchange, deliberation);
  }
  if (head.path == kJoin) return Join(exchange);
  if (head.path == kCreate) return Create(exchange);
  if (head.path == kSignIn) return SignIn(exchange);
  if (IsGet(head)) return TellCreation(exchange);
  return Start(exchange);
}

void Endpoints::Answer(const Exchange& exchange, std::string json) const {
  http::Response response;
  response.head.headers = {{"content-type", "application/json"}, {"cache-control", "no-store"}};
  response.body.before = std::move(json);
  exchange->Send(std::move(response));
}

void Endpoints::Fail(const Exchange& exchange, const absl::Status& status) const {
  base::Log(base::LogLevel::kInfo, "web_session",
            {{"path", exchange->head().path}, {"code", wire::ConnectCode(status.code())}});
  http::Response response;
  response.head.status = wire::HttpStatus(status.code());
  response.head.headers = {{"content-type", "application/json"}, {"cache-control", "no-store"}};
  response.body.before = parts_.transcoder->ErrorJson(status);
  exchange->Send(std::move(response));
}

template <class Response, class Request>
void Endpoints::Call(const Exchange& exchange, const char* method, const Request& request,
                     const std::string& authorization, std::function<void(Response)> next) {
  backend::CallOptions options;
  options.authorization = authorization;
  options.request_id = std::string(exchange->head().Header("x-request-id"));
  options.timeout = limits::kOwnCallTimeout;
  backend::UnaryCall::Start(
      *parts_.methods->Find(method), options, backend::ToBuffer(request.SerializeAsString()),
      *parts_.counter,
      [this, exchange, next = std::move(next)](const backend::Outcome& outcome,
                                               const grpc::ByteBuffer& bytes) {
        absl::Status status = rpc::FromGrpc(outcome.status);
        Response response;
        if (status.ok() && !response.ParseFromString(backend::ToString(bytes))) {
          status = absl::InternalError("an answer is unreadable");
        }
        exchange->Post([this, exchange, next, status, response = std::move(response)]() mutable {
          if (!status.ok()) return Fail(exchange, status);
          next(std::move(response));
        });
      });
}

void Endpoints::Join(const Exchange& exchange) {
  v1::AcceptInvitationRequest request;
  auto read = parts_.transcoder->ToMessage(exchange->body(), request);
  if (!read.ok()) return Fail(exchange, read);
  Call<v1::AcceptInvitationResponse>(
      exchange, "plenum.deliberation.v1.AccessService/AcceptInvitation", request, "",
      [this, exchange](v1::AcceptInvitationResponse response) {
        parts_.sessions->SetCookie(*exchange, DeliberationOf(response.member().name()),
                                   response.sign_in());
        response.clear_sign_in();
        const auto json = parts_.transcoder->ToJson(response);
        if (!json.ok()) return Fail(exchange, json.status());
        Answer(exchange, *json);
      });
}

bool Endpoints::MayCreate(const http::RequestHead& head) const {
  const auto cookie = FindCookie(head.Header("cookie"), parts_.sessions->cookies().start_name());
  return parts_.gate == nullptr || parts_.gate->MayCreate(cookie.value_or(""));
}

void Endpoints::Create(const Exchange& exchange) {
  v1::CreateDeliberationRequest request;
  auto read = parts_.transcoder->ToMessage(exchange->body(), request);
  if (!read.ok()) return Fail(exchange, read);
  std::string authorization(exchange->head().Header("authorization"));
  // Who shows a creation secret is judged by the service.
  if (parts_.gate != nullptr && authorization.empty()) {
    if (!MayCreate(exchange->head())) {
      return Fail(exchange, absl::PermissionDeniedError(parts_.gate->how_to_get_in()));
    }
    if (const std::string secret = parts_.gate->secret(); !secret.empty()) {
      authorization = "Bearer " + secret;
    }
  }
  Call<v1::CreateDeliberationResponse>(
      exchange, "plenum.deliberation.v1.DeliberationService/CreateDeliberation", request,
      authorization, [this, exchange](v1::CreateDeliberationResponse response) {
        parts_.sessions->SetCookie(*exchange, DeliberationOf(response.deliberation().name()),
                                   response.sign_in());
        response.clear_sign_in();
        response.clear_token();
        const auto json = parts_.transcoder->ToJson(response);
        if (!json.ok()) return Fail(exchange, json.status());
        Answer(exchange, *json);
      });
}

void Endpoints::SignIn(const Exchange& exchange) {
  const auto body = ReadObject(exchange->body());
  if (!body.ok()) return Fail(exchange, body.status());
  auto refresh_token = TextField(*body, "refreshToken");
  if (!refresh_token.ok()) return Fail(exchange, refresh_token.status());
  parts_.sessions->renewer().Renew(*refresh_token, [this,
                                                    exchange](absl::StatusOr<v1::SignIn> answer) {
    exchange->Post([this, exchange, answer = std::move(answer)] {
      if (!answer.ok()) return Fail(exchange, answer.status());
      const auto bearer = ReadBearer(answer->token());
      if (!bearer) return Fail(exchange, absl::InternalError("a token is unreadable"));
      parts_.sessions->SetCookie(*exchange, DeliberationOf(bearer->member), *answer);
      Answer(exchange, nlohmann::json({{"member", bearer->member}, {"role", bearer->role}}).dump());
    });
  });
}

void Endpoints::Start(const Exchange& exchange) {
  const auto body = ReadObject(exchange->body());
  if (!body.ok()) return Fail(exchange, body.status());
  const auto code = TextField(*body, "code");
  if (!code.ok()) return Fail(exchange, code.status());
  if (parts_.gate == nullptr) {
    return Fail(exchange, absl::UnimplementedError("this server has no links to start by"));
  }
  const auto cookie = parts_.gate->Redeem(*code);
  if (!cookie.ok()) return Fail(exchange, cookie.status());
  exchange->AddHeader("set-cookie", parts_.sessions->cookies().SetStart(*cookie));
  Answer(exchange, "{}");
}

void Endpoints::TellCreation(const Exchange& exchange) {
  const char* creation = parts_.gate == nullptr        ? "secret"
                         : MayCreate(exchange->head()) ? "allowed"
                                                       : "link";
  Answer(exchange, nlohmann::json({{"creation", creation}}).dump());
}

void Endpoints::TellSession(const Exchange& exchange, const std::string& deliberation) {
  parts_.sessions->TokenOf(
      exchange, deliberation, [this, exchange](const absl::StatusOr<std::string>& token) {
        // Nobody is signed in any more, which is an answer; a server that does not answer is none.
        if (!token.ok() && !absl::IsUnauthenticated(token.status())) {
          return Fail(exchange, token.status());
        }
        const auto bearer = token.ok() ? ReadBearer(*token) : std::nullopt;
        if (!bearer) return Answer(exchange, "{}");
        Answer(exchange,
               nlohmann::json({{"member", bearer->member}, {"role", bearer->role}}).dump());
      });
}

void Endpoints::SignOut(const Exchange& exchange, const std::string& deliberation) {
  const auto body = ReadObject(exchange->body());
  if (!body.ok()) return Fail(exchange, body.status());
  const auto everywhere = body->find("everywhere");
  const bool all = everywhere != body->end() && everywhere->is_boolean() && everywhere->get<bool>();
  parts_.sessions->TokenOf(
      exchange, deliberation,
      [this, exchange, deliberation, all](const absl::StatusOr<std::string>& token) {
        if (!token.ok() && !absl::IsUnauthenticated(token.status())) {
          return Fail(exchange, token.status());
        }
        const auto bearer = token.ok() ? ReadBearer(*token) : std::nullopt;
        if (!bearer) return Answer(exchange, "{}");  // was signed out before
        v1::SignOutRequest request;
        request.set_name(bearer->member);
        request.set_everywhere(all);
        Call<v1::SignOutResponse>(exchange, "plenum.deliberation.v1.AccessService/SignOut", request,
                                  "Bearer " + *token,
                                  [this, exchange, deliberation](const v1::SignOutResponse&) {
                                    parts_.sessions->ClearCookie(*exchange, deliberation);
                                    Answer(exchange, "{}");
                                  });
      });
}

}  // namespace plenum::gateway::session
