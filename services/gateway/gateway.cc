#include "services/gateway/gateway.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/rpc/address.h"
#include "services/gateway/backend/call.h"
#include "services/gateway/calls/calls.h"
#include "services/gateway/files/assets.h"
#include "services/gateway/health.h"
#include "services/gateway/json/transcoder.h"
#include "services/gateway/limits.h"
#include "services/gateway/session/cookies.h"
#include "services/gateway/session/origin.h"
#include "services/gateway/session/sessions.h"

namespace plenum::gateway {
namespace {

constexpr char kSecurityHeaders[] =
    "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'\r\n"
    "x-content-type-options: nosniff\r\n"
    "referrer-policy: no-referrer\r\n"
    "cross-origin-opener-policy: same-origin\r\n"
    "cross-origin-resource-policy: same-origin\r\n"
    "permissions-policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n";
constexpr char kHsts[] = "strict-transport-security: max-age=31536000\r\n";

bool IsHttps(std::string_view url) { return url.rfind("https://", 0) == 0; }

session::OriginPolicy::Options OriginOptions(const http::Server& server,
                                             const GatewayOptions& options) {
  return {options.public_url, options.allow_origins, server.has_tls(),
          rpc::IsLoopback(server.address())};
}

http::Admission Refuse(int status, std::string_view why) {
  return {0, http::TextResponse(status, why)};
}

}  // namespace

struct Gateway::Impl final : public http::Handler {
  Impl(std::unique_ptr<http::Server> given, GatewayOptions settings)
      : options(std::move(settings)),
        is_https(given->has_tls() || IsHttps(options.public_url)),
        methods(options.channels),
        origins(OriginOptions(*given, options)),
        cookies(is_https),
        sessions(methods, counter, cookies, *options.clock),
        calls({&methods, &transcoder, &origins, &sessions, &counter, &json_executor}),
        endpoints({&methods, &transcoder, &origins, &sessions, &counter, options.gate}),
        health(options.channels, counter),
        page(files::PackedAssets()),
        server(std::move(given)) {}

  http::Admission Admit(const http::RequestHead& head) override {
    // What asks for health does not know our names.
    if (health.IsHealthPath(head.path)) return AdmitGet(head);
    if (!origins.IsOwnHost(head.host)) {
      return Refuse(http::status::kMisdirected,
                    "this server listens on its own machine only and has another name there; give "
                    "--public-url when the name is right");
    }
    if (session::Endpoints::IsEndpoint(head.path)) return endpoints.Admit(head);
    if (const auto path = calls::ParseCallPath(head.path)) return calls.Admit(head, *path);
    return AdmitGet(head);
  }

  static http::Admission AdmitGet(const http::RequestHead& head) {
    if (head.method == "GET" || head.method == "HEAD") return {};
    auto admission = Refuse(http::status::kMethodNotAllowed, "this path takes GET and HEAD");
    admission.refusal->head.headers.emplace_back("allow", "GET, HEAD");
    return admission;
  }

  void Handle(std::shared_ptr<http::Exchange> exchange) override {
    const auto& head = exchange->head();
    if (health.IsHealthPath(head.path)) return health.Handle(exchange);
    if (session::Endpoints::IsEndpoint(head.path)) return endpoints.Handle(exchange);
    if (calls::ParseCallPath(head.path)) return calls.Handle(std::move(exchange));
    exchange->Send(page.Answer(head));
  }

  const GatewayOptions options;
  const bool is_https;
  // Those above are used by those below, and the server, whose threads use them all, ends first.
  backend::CallCounter counter;
  const backend::MethodTable methods;
  const json::Transcoder transcoder;
  const session::OriginPolicy origins;
  const session::Cookies cookies;
  session::Sessions sessions;
  rpc::Executor json_executor{limits::kJsonThreads, limits::kMaxQueuedJson};
  calls::Calls calls;
  session::Endpoints endpoints;
  Health health;
  const files::Files page;
  const std::unique_ptr<http::Server> server;
};

std::string UrlOf(const http::Server& server) {
  const char* scheme = server.has_tls() ? "https://" : "http://";
  const auto parts = rpc::SplitAddress(server.address());
  const bool is_any = parts.ok() && (parts->host == "0.0.0.0" || parts->host == "::");
  return is_any ? absl::StrCat(scheme, "localhost:", server.port())
                : absl::StrCat(scheme, server.address());
}

Gateway::Gateway(std::unique_ptr<http::Server> server, GatewayOptions options)
    : impl_(std::make_unique<Impl>(std::move(server), std::move(options))) {}

Gateway::~Gateway() { Stop(); }

void Gateway::Start() {
  std::string headers = kSecurityHeaders;
  if (impl_->is_https) headers += kHsts;
  impl_->server->Start(*impl_, std::move(headers));
}

void Gateway::Stop() {
  impl_->health.Drain();
  impl_->server->Stop([this] { impl_->counter.AwaitNone(); });
}

int Gateway::port() const { return impl_->server->port(); }

std::string Gateway::url() const { return UrlOf(*impl_->server); }

}  // namespace plenum::gateway
