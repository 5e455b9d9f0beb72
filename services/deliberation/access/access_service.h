// access_service: how people get into a deliberation, stay signed in, and are signed out.
#pragma once

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/access.pb.h"
#include "services/common/rpc/method.h"
#include "services/common/store/store.h"
#include "services/deliberation/access/sessions.h"

namespace plenum::deliberation {

class AccessService {
 public:
  struct Parts {
    store::Store* store;
    Sessions* sessions;
  };
  explicit AccessService(Parts parts) : parts_(parts) {}

  using Caller = rpc::Caller;
  absl::StatusOr<v1::RefreshTokenResponse> RefreshToken(const Caller& caller,
                                                        const v1::RefreshTokenRequest& request);
  absl::StatusOr<v1::SignOutResponse> SignOut(const Caller& caller,
                                              const v1::SignOutRequest& request);
  absl::StatusOr<v1::RevokeTokensResponse> RevokeTokens(const Caller& caller,
                                                        const v1::RevokeTokensRequest& request);

 private:
  const Parts parts_;
};

rpc::ServiceTable Table(AccessService* service);

}  // namespace plenum::deliberation
