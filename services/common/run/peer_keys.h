// peer_keys: the keys of tokens and the revocations, as the deliberation service publishes them.
#pragma once

#include <memory>

#include "plenum/deliberation/v1/deliberation.grpc.pb.h"
#include "services/common/auth/key_refresher.h"
#include "services/common/rpc/client.h"

namespace plenum::run {

inline auth::KeyRefresher::Fetch FetchKeysFrom(const std::shared_ptr<grpc::Channel>& channel) {
  using Service = deliberation::v1::DeliberationService;
  auto stub = std::shared_ptr<Service::Stub>(Service::NewStub(channel));
  return [stub](std::int64_t position) -> absl::StatusOr<auth::Published> {
    rpc::CallOptions options;
    options.deadline = std::chrono::seconds(2);
    deliberation::v1::ListSigningKeysRequest request;
    request.set_revocations_after(position);
    auto response = rpc::Call(*stub, &Service::Stub::ListSigningKeys, request, options);
    if (!response.ok()) return response.status();
    auth::Published published;
    for (const auto& key : response->keys()) {
      published.keys.push_back({key.key_id(), key.public_key()});
    }
    for (const auto& ended : response->revocations()) {
      published.revocations.push_back(
          {ended.subject(), ended.not_before().seconds(), ended.expire_time().seconds()});
    }
    published.position = response->revocations_position();
    published.more = response->more_revocations();
    return published;
  };
}

}  // namespace plenum::run
