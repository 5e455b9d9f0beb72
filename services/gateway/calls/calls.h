// calls: RPCs that come by HTTP: from the request's bytes to the service and back.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "services/common/rpc/executor.h"
#include "services/gateway/backend/call.h"
#include "services/gateway/backend/methods.h"
#include "services/gateway/http/message.h"
#include "services/gateway/json/transcoder.h"
#include "services/gateway/session/origin.h"
#include "services/gateway/session/sessions.h"

namespace plenum::gateway::calls {

// What all calls use; all must outlive them.
struct Parts {
  const backend::MethodTable* methods;
  const json::Transcoder* transcoder;
  const session::OriginPolicy* origins;
  session::Sessions* sessions;
  backend::CallCounter* counter;
  rpc::Executor* json_executor;
};

// "/package.Service/Method", or the same below "/d/{deliberation}".
struct CallPath {
  std::string_view deliberation;  // empty without
  std::string_view method;        // "package.Service/Method"
};
// Nothing for a path that is no call's.
std::optional<CallPath> ParseCallPath(std::string_view path);

class Calls {
 public:
  explicit Calls(const Parts& parts) : parts_(parts) {}

  http::Admission Admit(const http::RequestHead& head, const CallPath& path);
  void Handle(std::shared_ptr<http::Exchange> exchange);

 private:
  const Parts parts_;
  std::atomic<std::size_t> streams_{0};
};

}  // namespace plenum::gateway::calls
