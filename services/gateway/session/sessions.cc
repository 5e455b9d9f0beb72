#include "services/gateway/session/sessions.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "plenum/deliberation/v1/access.pb.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"
#include "services/common/rpc/status.h"
#include "services/gateway/limits.h"

namespace plenum::gateway::session {
namespace {

namespace v1 = deliberation::v1;

constexpr std::int64_t kRenewBeforeSeconds = 60;

std::string RequestIdOf(const std::string& refresh_token) {
  return base::Base64UrlEncode(base::Sha256("plenum gateway renewal 1:" + refresh_token));
}

bool IsOf(const Bearer& bearer, const std::string& deliberation) {
  return bearer.member.rfind(absl::StrCat("deliberations/", deliberation, "/members/"), 0) == 0;
}

}  // namespace

std::optional<Bearer> ReadBearer(std::string_view token) {
  const auto begin = token.find('.');
  const auto end = begin == std::string_view::npos ? begin : token.find('.', begin + 1);
  if (end == std::string_view::npos) return std::nullopt;
  const auto payload = base::Base64UrlDecode(token.substr(begin + 1, end - begin - 1));
  if (!payload) return std::nullopt;
  const auto claims = nlohmann::json::parse(*payload, nullptr, /*allow_exceptions=*/false);
  if (!claims.is_object()) return std::nullopt;
  const auto text = [&](const char* key) {
    const auto found = claims.find(key);
    return found != claims.end() && found->is_string() ? found->get<std::string>() : "";
  };
  std::string role = text("role");
  std::transform(role.begin(), role.end(), role.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  Bearer bearer{text("sub"), absl::StrCat("ROLE_", role)};
  const auto expires = claims.find("exp");
  if (bearer.member.empty() || expires == claims.end() || !expires->is_number_integer()) {
    return std::nullopt;
  }
  bearer.expires_at_s = expires->get<std::int64_t>();
  return bearer;
}

void Renewer::Renew(const std::string& refresh_token, Done done) {
  const std::string key = RequestIdOf(refresh_token);
  {
    const std::lock_guard lock(mutex_);
    auto& waiting = waiting_[key];
    waiting.push_back(std::move(done));
    if (waiting.size() > 1) return;
  }
  v1::RefreshTokenRequest request;
  request.set_refresh_token(refresh_token);
  request.set_request_id(key);
  backend::CallOptions options;
  options.timeout = limits::kOwnCallTimeout;
  backend::UnaryCall::Start(
      method_, options, backend::ToBuffer(request.SerializeAsString()), calls_,
      [this, key](const backend::Outcome& outcome, const grpc::ByteBuffer& bytes) {
        absl::Status status = rpc::FromGrpc(outcome.status);
        if (!status.ok()) return Finish(key, status);
        v1::RefreshTokenResponse response;
        if (!response.ParseFromString(backend::ToString(bytes))) {
          return Finish(key, absl::InternalError("the answer to RefreshToken is unreadable"));
        }
        Finish(key, std::move(*response.mutable_sign_in()));
      });
}

void Renewer::Finish(const std::string& key, const absl::StatusOr<v1::SignIn>& answer) {
  std::vector<Done> waiting;
  {
    const std::lock_guard lock(mutex_);
    const auto found = waiting_.find(key);
    waiting = std::move(found->second);
    waiting_.erase(found);
  }
  for (const auto& done : waiting) done(answer);
}

Sessions::Sessions(const backend::MethodTable& methods, backend::CallCounter& calls,
                   const Cookies& cookies, const base::Clock& clock)
    : cookies_(cookies),
      clock_(clock),
      renewer_(*methods.Find("plenum.deliberation.v1.AccessService/RefreshToken"), calls) {}

void Sessions::SetCookie(http::Exchange& exchange, const std::string& deliberation,
                         const v1::SignIn& sign_in) const {
  const std::int64_t now_s = clock_.NowMicros() / 1'000'000;
  const std::int64_t end_s = sign_in.refresh_token().empty()
                                 ? sign_in.token_expire_time().seconds()
                                 : sign_in.refresh_expire_time().seconds();
  const SignedIn session{sign_in.token(), sign_in.token_expire_time().seconds(),
                         sign_in.refresh_token()};
  exchange.AddHeader("set-cookie", cookies_.SetSession(deliberation, session,
                                                       std::max<std::int64_t>(end_s - now_s, 0)));
}

void Sessions::ClearCookie(http::Exchange& exchange, const std::string& deliberation) const {
  exchange.AddHeader("set-cookie", cookies_.ClearSession(deliberation));
}

void Sessions::TokenOf(const std::shared_ptr<http::Exchange>& exchange,
                       const std::string& deliberation, Done done) {
  const auto value = FindCookie(exchange->head().Header("cookie"), cookies_.session_name());
  if (!value || value->empty()) return done("");
  auto session = Decode(*value);
  const auto bearer = session ? ReadBearer(session->access_token) : std::nullopt;
  if (!bearer || !IsOf(*bearer, deliberation)) {
    // Of another deliberation, or none: the browser would not have sent that by itself.
    ClearCookie(*exchange, deliberation);
    return done("");
  }
  const std::int64_t now_s = clock_.NowMicros() / 1'000'000;
  if (now_s + kRenewBeforeSeconds < session->expires_at_s) {
    return done(std::move(session->access_token));
  }
  if (session->refresh_token.empty()) {
    // The last minute is good still; after it the service says that the token has ended.
    return done(std::move(session->access_token));
  }
  renewer_.Renew(session->refresh_token, [this, exchange, deliberation, done = std::move(done)](
                                             absl::StatusOr<v1::SignIn> renewed) {
    exchange->Post([this, exchange, deliberation, done, renewed = std::move(renewed)] {
      if (renewed.ok()) {
        SetCookie(*exchange, deliberation, *renewed);
        return done(renewed->token());
      }
      if (absl::IsUnauthenticated(renewed.status())) ClearCookie(*exchange, deliberation);
      done(renewed.status());
    });
  });
}

void Sessions::ClearIfEnded(http::Exchange& exchange, const std::string& deliberation,
                            const absl::Status& status) const {
  if (base::HasReason(status, common::v1::ERROR_REASON_TOKEN_REVOKED) ||
      base::HasReason(status, common::v1::ERROR_REASON_TOKEN_INVALID) ||
      base::HasReason(status, common::v1::ERROR_REASON_TOKEN_EXPIRED)) {
    ClearCookie(exchange, deliberation);
  }
}

}  // namespace plenum::gateway::session
