// server: starts a gRPC server over service tables and ends it without losing a call.
//
//   auto server = rpc::Server::Start(options, {Table(&ingestion), Table(&scoring)});
//   ...
//   (*server)->SetServing(true);
//   rpc::WaitForSignal();
//   (*server)->Shutdown();
//
// Health (per service and as a whole) and reflection answer on every server.
#pragma once

#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/rpc/call_runner.h"
#include "services/common/rpc/stream_call.h"

namespace prometheus {
class Exposer;
}

namespace plenum::rpc {

struct ServerOptions {
  std::string listen = "127.0.0.1:0";  // "HOST:PORT", port 0 takes a free one; "unix:PATH"
  std::string tls_cert;                // PEM files; both or none
  std::string tls_key;
  std::string tls_client_ca;                // PEM; clients must show a certificate of it (mTLS)
  bool insecure = false;                    // allow plaintext on a listener that is not loopback
  std::string metrics_listen;               // "HOST:PORT" of the Prometheus page; empty for none
  std::chrono::milliseconds drain{10'000};  // for calls that run when the server ends
  std::chrono::milliseconds linger{100};    // before that: new calls are told to go elsewhere
  RunnerOptions runner;
  StreamRegistry::Options streams;
};

class TableService;

class Server {
 public:
  // Errors, each a sentence that says what to do: INVALID_ARGUMENT for an address or combination of
  // options; ALREADY_EXISTS when the port is in use; FAILED_PRECONDITION for a plaintext listener
  // that is not loopback; INTERNAL when a table does not match its .proto.
  static absl::StatusOr<std::unique_ptr<Server>> Start(ServerOptions options,
                                                       std::vector<ServiceTable> tables);
  ~Server();

  // The port that was bound; 0 for a unix socket.
  [[nodiscard]] int port() const { return port_; }
  // Calls into this server without a socket, through the same runner.
  std::shared_ptr<grpc::Channel> InProcessChannel();
  // What health answers; false until it is set.
  void SetServing(bool serving);
  // Refuses new calls, ends the streams, waits up to options.drain for the others, then answers
  // them CANCELLED or UNAVAILABLE; returns when their methods have returned, too. Safe to call
  // twice.
  void Shutdown();
  CallRunner& runner() { return *runner_; }
  StreamRegistry& streams() { return *streams_; }

 private:
  Server(ServerOptions options, std::vector<ServiceTable> tables);
  absl::Status Listen();

  ServerOptions options_;
  const std::vector<ServiceTable> tables_;
  std::unique_ptr<CallRunner> runner_;
  std::unique_ptr<StreamRegistry> streams_;
  std::vector<std::unique_ptr<TableService>> services_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<prometheus::Exposer> exposer_;
  int port_ = 0;
  bool shut_down_ = false;
};

// Must run before any thread starts: from then on SIGINT and SIGTERM reach only WaitForSignal.
void BlockSignals();
// Returns the signal that asks the process to end.
int WaitForSignal();

}  // namespace plenum::rpc
