// server: listens for HTTP/1.1, with TLS or without, and serves all connections on a few threads.
//
//   auto server = http::Server::Listen({.listen = "127.0.0.1:0"});
//   (*server)->Start(handler, "x-content-type-options: nosniff\r\n");
//   ...
//   (*server)->Stop();
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/gateway/http/message.h"
#include "services/gateway/limits.h"

namespace plenum::gateway::http {

struct ListenOptions {
  std::string listen{};  // HOST:PORT, port 0 takes a free one
  std::string tls_cert{};
  std::string tls_key{};
  bool insecure = false;  // plaintext on an address that is not loopback
  std::size_t max_connections = limits::kMaxConnections;
  std::chrono::milliseconds drain = limits::kDrain;  // for answers that are made when it stops
};

class Server {
 public:
  // Binds. ALREADY_EXISTS when the port is in use; INVALID_ARGUMENT for an address or certificate
  // that cannot be used; FAILED_PRECONDITION for plaintext that was not asked for by name.
  static absl::StatusOr<std::unique_ptr<Server>> Listen(const ListenOptions& options);
  ~Server();

  [[nodiscard]] int port() const;
  [[nodiscard]] bool has_tls() const;
  // The address with the port that was bound, "127.0.0.1:8080".
  [[nodiscard]] const std::string& address() const;

  // `handler` must outlive the server's Stop. `security_headers` are whole lines.
  void Start(Handler& handler, std::string security_headers);
  // Takes no new connections, and closes each after its answer.
  void Drain();
  // Closes what is left after a while, and ends the threads once `handlers_done` says that no
  // handler uses an exchange any more.
  void Stop(const std::function<void()>& handlers_done);
  [[nodiscard]] std::size_t connections() const;

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace plenum::gateway::http
