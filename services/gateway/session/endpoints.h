// endpoints: how a browser gets its cookies: /session/… and /d/{deliberation}/session….
//
// They stand between the page and AccessService, so that no script ever holds a token. All of them
// answer to the own page only (origin.h).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/gateway/backend/call.h"
#include "services/gateway/backend/methods.h"
#include "services/gateway/http/message.h"
#include "services/gateway/json/transcoder.h"
#include "services/gateway/session/origin.h"
#include "services/gateway/session/sessions.h"

namespace plenum::gateway::session {

// Who may create deliberations through the gateway, where it knows. Thread-safe.
class CreationGate {
 public:
  virtual ~CreationGate() = default;
  // Whether a browser with this value of the start cookie may ("" without one).
  virtual bool MayCreate(std::string_view cookie) = 0;
  // Takes the code of a one-time link, and gives the value of the start cookie. NOT_FOUND for a
  // code that is none, or was used.
  virtual absl::StatusOr<std::string> Redeem(std::string_view code) = 0;
  // What the deliberation service wants to see of who creates; empty for nothing.
  [[nodiscard]] virtual std::string secret() const = 0;
  // What to tell who may not.
  [[nodiscard]] virtual std::string how_to_get_in() const = 0;
};

class Endpoints {
 public:
  // `gate` null: callers show the creation secret themselves. All must outlive the calls.
  struct Parts {
    const backend::MethodTable* methods;
    const json::Transcoder* transcoder;
    const OriginPolicy* origins;
    Sessions* sessions;
    backend::CallCounter* counter;
    CreationGate* gate;
  };
  explicit Endpoints(const Parts& parts) : parts_(parts) {}

  // Whether a path is one of these.
  static bool IsEndpoint(std::string_view path);
  http::Admission Admit(const http::RequestHead& head);
  void Handle(const std::shared_ptr<http::Exchange>& exchange);

 private:
  using Exchange = std::shared_ptr<http::Exchange>;
  void Join(const Exchange& exchange);
  void Create(const Exchange& exchange);
  void SignIn(const Exchange& exchange);
  void Start(const Exchange& exchange);
  void TellCreation(const Exchange& exchange);
  void TellSession(const Exchange& exchange, const std::string& deliberation);
  void SignOut(const Exchange& exchange, const std::string& deliberation);

  [[nodiscard]] bool MayCreate(const http::RequestHead& head) const;
  // Calls `method` with a message, and `next` with the answer on the connection's thread; errors
  // are answered.
  template <class Response, class Request>
  void Call(const Exchange& exchange, const char* method, const Request& request,
            const std::string& authorization, std::function<void(Response)> next);
  void Answer(const Exchange& exchange, std::string json) const;
  void Fail(const Exchange& exchange, const absl::Status& status) const;

  const Parts parts_;
};

}  // namespace plenum::gateway::session
