// sessions: the tokens behind the cookies: read, renewed in time, handed to calls.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/base/clock.h"
#include "services/gateway/backend/call.h"
#include "services/gateway/backend/methods.h"
#include "services/gateway/http/message.h"
#include "services/gateway/session/cookies.h"

namespace plenum::gateway::session {

// Asks the deliberation service for the next tokens, once for all requests that need the same ones.
// Other gateways that ask at the same time get the same answer, since the request_id follows from
// the refresh token. Thread-safe.
class Renewer {
 public:
  using Done = std::function<void(absl::StatusOr<deliberation::v1::SignIn>)>;
  // `method` is AccessService/RefreshToken. All must outlive the calls.
  Renewer(const backend::Method& method, backend::CallCounter& calls)
      : method_(method), calls_(calls) {}
  // `done` is called on a thread of gRPC.
  void Renew(const std::string& refresh_token, Done done);

 private:
  void Finish(const std::string& key, const absl::StatusOr<deliberation::v1::SignIn>& answer);

  const backend::Method& method_;
  backend::CallCounter& calls_;
  std::mutex mutex_;
  std::map<std::string, std::vector<Done>> waiting_;  // by request_id
};

// Who a token says that its bearer is. Not proof: the services check the token.
struct Bearer {
  std::string member;  // "deliberations/{d}/members/{m}"
  std::string role;    // "ROLE_MEMBER"
  std::int64_t expires_at_s = 0;
};
std::optional<Bearer> ReadBearer(std::string_view token);

class Sessions {
 public:
  Sessions(const backend::MethodTable& methods, backend::CallCounter& calls, const Cookies& cookies,
           const base::Clock& clock);

  // The access token of the request's session, renewed when it is about to end, in which case the
  // answer sets the new cookie; "" when nobody is signed in. UNAUTHENTICATED when it cannot be
  // renewed any more; then the answer clears the cookie. `done` runs on the connection's thread, at
  // once when it can.
  using Done = std::function<void(absl::StatusOr<std::string>)>;
  void TokenOf(const std::shared_ptr<http::Exchange>& exchange, const std::string& deliberation,
               Done done);
  // The answer to a call by the session's token: when the services know that it is not good any
  // more, the cookie goes.
  void ClearIfEnded(http::Exchange& exchange, const std::string& deliberation,
                    const absl::Status& status) const;

  void SetCookie(http::Exchange& exchange, const std::string& deliberation,
                 const deliberation::v1::SignIn& sign_in) const;
  void ClearCookie(http::Exchange& exchange, const std::string& deliberation) const;
  Renewer& renewer() { return renewer_; }
  [[nodiscard]] const Cookies& cookies() const { return cookies_; }

 private:
  const Cookies& cookies_;
  const base::Clock& clock_;
  Renewer renewer_;
};

}  // namespace plenum::gateway::session
