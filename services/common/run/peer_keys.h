// peer_keys: the keys of tokens, as the deliberation service publishes them.
#pragma once

#include <memory>

#include "plenum/deliberation/v1/deliberation.grpc.pb.h"
#include "services/common/auth/key_refresher.h"
#include "services/common/rpc/client.h"

namespace plenum::run {

inline auth::KeyRefresher::Fetch FetchKeysFrom(const std::shared_ptr<grpc::Channel>& channel) {
  using Service = deliberation::v1::DeliberationService;
  auto stub = std::shared_ptr<Service::Stub>(Service::NewStub(channel));
  return [stub]() -> absl::StatusOr<std::vector<auth::PublicKey>> {
    rpc::CallOptions options;
    options.deadline = std::chrono::seconds(2);
    auto response = rpc::Call(*stub, &Service::Stub::ListSigningKeys,
                              deliberation::v1::ListSigningKeysRequest(), options);
    if (!response.ok()) return response.status();
    std::vector<auth::PublicKey> keys;
    for (const auto& key : response->keys()) keys.push_back({key.key_id(), key.public_key()});
    return keys;
  };
}

}  // namespace plenum::run
