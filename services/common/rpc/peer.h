// peer: another service that this one calls.
//
// A peer is connected after construction, because in `plenumd` the services call each other through
// the server that they are part of. Until then, and when it does not answer, calls are UNAVAILABLE.
//
//   rpc::Peer<IngestionService> ingestion;
//   ingestion.Connect(channel);
//   auto response = ingestion.Call(&IngestionService::Stub::ListMeasures, request, caller);
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "services/common/base/status.h"
#include "services/common/rpc/client.h"
#include "services/common/rpc/method.h"

namespace plenum::rpc {

template <class Service>
class Peer {
 public:
  using Stub = typename Service::Stub;

  void Connect(const std::shared_ptr<grpc::ChannelInterface>& channel) {
    auto stub = std::shared_ptr<Stub>(Service::NewStub(channel));
    const std::lock_guard lock(mutex_);
    stub_ = std::move(stub);
  }

  // Calls with the caller's own token, request id and remaining time.
  template <class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request, const Caller& caller) const {
    std::shared_ptr<Stub> stub;
    {
      const std::lock_guard lock(mutex_);
      stub = stub_;
    }
    if (stub == nullptr) {
      return base::Error(absl::StatusCode::kUnavailable, common::v1::ERROR_REASON_UNAVAILABLE,
                         "a service that this one needs is not connected yet; try again");
    }
    CallOptions options;
    options.token = caller.token;
    options.request_id = caller.request_id;
    constexpr std::chrono::milliseconds kLongest{5000};
    options.deadline = std::min(kLongest, std::chrono::duration_cast<std::chrono::milliseconds>(
                                              caller.deadline - std::chrono::system_clock::now()));
    auto response = rpc::Call(*stub, method, request, options);
    // What gRPC says of a connection is not the caller's business.
    if (!response.ok() && !base::GetErrorInfo(response.status())) {
      return base::Error(absl::StatusCode::kUnavailable, common::v1::ERROR_REASON_UNAVAILABLE,
                         std::string(Service::service_full_name()) +
                             " does not answer; try again, or ask the operator whether it runs");
    }
    return response;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<Stub> stub_;
};

}  // namespace plenum::rpc
