// gateway: everything that a browser, or a program that speaks HTTP, needs of Plenum, on one port:
//
//   POST /package.Service/Method                    gRPC-Web, Connect, plain JSON
//   POST /d/{deliberation}/package.Service/Method   the same, by the session cookie of the
//   deliberation POST /session/…, /d/{deliberation}/session      how a browser signs in and out GET
//   /healthz, /readyz GET  everything else                            the files of the page
//
//   auto listener = http::Server::Listen({.listen = "127.0.0.1:8080"});
//   gateway::Gateway gateway(*std::move(listener), {.channels = …, .clock = &clock});
//   gateway.Start();
//
// It keeps no state between requests, so any number of gateways can stand beside each other. docs/
// gateway.md says more.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "services/common/base/clock.h"
#include "services/gateway/backend/methods.h"
#include "services/gateway/http/server.h"
#include "services/gateway/session/endpoints.h"

namespace plenum::gateway {

struct GatewayOptions {
  backend::Channels channels;
  const base::Clock* clock = nullptr;     // required; must outlive the gateway
  session::CreationGate* gate = nullptr;  // null: who creates shows the creation secret
  std::string public_url{};               // where people find the page, when not as it listens
  std::vector<std::string>
      allow_origins{};  // pages of other origins that may call without a cookie
};

class Gateway {
 public:
  Gateway(std::unique_ptr<http::Server> server, GatewayOptions options);
  // Stops.
  ~Gateway();
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  void Start();
  // Takes no new connections, closes each after its answer, waits a little for what runs, and ends the
  // rest. /readyz is 503 meanwhile. Safe to call twice.
  void Stop();

  [[nodiscard]] int port() const;
  // "http://127.0.0.1:8080", as it listens.
  [[nodiscard]] std::string url() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The address of a page that is served there, on this machine: "http://127.0.0.1:8080".
std::string UrlOf(const http::Server& server);

}  // namespace plenum::gateway
