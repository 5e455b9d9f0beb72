// client: channels to Plenum services and calls on them.
//
//   auto channel = rpc::MakeChannel({.target = "127.0.0.1:7400"});
//   auto stub = deliberation::v1::DeliberationService::NewStub(channel);
//   rpc::CallOptions options;
//   options.token = token;
//   auto response = rpc::Call(*stub, &DeliberationService::Stub::GetTurnout, request, options);
//
// A call always has a deadline. UNAVAILABLE is tried again with backoff until the deadline: safe,
// because every write carries a request_id (and one without is not retried, see `repeatable`).
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace plenum::rpc {

struct ChannelOptions {
  std::string target{};   // "host:port", "unix:PATH"
  bool tls = false;       // verify the server with ca_file, or the system's roots when empty
  std::string ca_file{};  // PEM
  std::string client_cert_file{};  // PEM, for mTLS; with client_key_file
  std::string client_key_file{};   // PEM
};

// Errors: INVALID_ARGUMENT when a named file cannot be read or the combination makes no sense.
absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(const ChannelOptions& options);

struct CallOptions {
  std::string token;       // bearer token, empty for none
  std::string request_id;  // of the call (not of the write), for logs; made up when empty
  std::chrono::milliseconds deadline{10'000};
  bool repeatable = true;  // false: never sent twice
  // Asked before the call is sent again; true ends it with the last error. For calls that a person
  // can call off. Empty: never called off.
  std::function<bool()> called_off{};
};

// Runs `attempt` until it succeeds, fails for good, or the deadline passes, each time with a new
// context that is prepared for it. For calls that are not unary; the others go through Call.
absl::Status Retry(const CallOptions& options,
                   const std::function<grpc::Status(grpc::ClientContext*)>& attempt);

// One unary call. Errors carry the server's details, see base/status.h.
template <class Stub, class Request, class Response>
absl::StatusOr<Response> Call(Stub& stub,
                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
                              const Request& request, const CallOptions& options) {
  Response response;
  absl::Status status = Retry(options, [&](grpc::ClientContext* context) {
    response.Clear();
    return (stub.*method)(context, request, &response);
  });
  if (!status.ok()) return status;
  return response;
}

// Puts deadline, token and request id on the context of a call that is not unary.
void Prepare(grpc::ClientContext& context, const CallOptions& options);

}  // namespace plenum::rpc
