// health: whether the gateway lives, and whether the services behind it answer.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "services/gateway/backend/call.h"
#include "services/gateway/backend/methods.h"
#include "services/gateway/http/message.h"

namespace plenum::gateway {

class Health {
 public:
  // All must outlive the calls.
  Health(const backend::Channels& channels, backend::CallCounter& counter);

  static bool IsHealthPath(std::string_view path);
  void Handle(const std::shared_ptr<http::Exchange>& exchange);
  // /readyz is 503 from now on.
  void Drain() { draining_ = true; }

 private:
  void AskAll(const std::shared_ptr<http::Exchange>& exchange);

  backend::CallCounter& counter_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  std::vector<std::unique_ptr<backend::Method>> checks_;
  std::atomic<bool> draining_{false};
};

}  // namespace plenum::gateway
