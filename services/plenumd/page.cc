#include "services/plenumd/page.h"

#include <iostream>
#include <utility>

#include "services/common/rpc/address.h"
#include "services/common/run/run.h"

namespace plenum::plenumd {

Page::Page(config::WebConfig config, std::unique_ptr<gateway::http::Server> server)
    : config_(std::move(config)),
      server_(std::move(server)),
      url_(gateway::UrlOf(*server_)),
      port_(server_->port()) {}

absl::StatusOr<std::unique_ptr<Page>> Page::Listen(const config::WebConfig& config, bool insecure) {
  if (config.listen.empty()) return nullptr;
  auto server =
      gateway::http::Server::Listen({config.listen, config.tls_cert, config.tls_key, insecure});
  if (absl::IsAlreadyExists(server.status()) && !config.listen_given) {
    std::cerr << "plenumd: serving without the web page: " << server.status().message() << "\n";
    return nullptr;
  }
  if (!server.ok()) return server.status();
  return std::unique_ptr<Page>(new Page(config, *std::move(server)));
}

std::string Page::LinkAddress(const std::string& public_url) const {
  if (!public_url.empty()) return public_url;
  return rpc::IsLoopback(config_.listen) ? url_ : "";
}

void Page::Start(rpc::Server& server, const base::Clock& clock, const std::string& public_url,
                 StartLinks& links) {
  const auto channel = server.InProcessChannel();
  gateway::GatewayOptions options;
  options.channels = {channel, channel, channel};
  options.clock = &clock;
  options.gate = &links;
  options.public_url = public_url;
  options.allow_origins = config_.allow_origins;
  gateway_ = std::make_unique<gateway::Gateway>(std::move(server_), std::move(options));
  gateway_->Start();
}

absl::Status Page::Announce(const std::string& public_url, StartLinks& links) const {
  const std::string address = public_url.empty() ? url_ : public_url;
  auto link = links.Begin(address);
  if (!link.ok()) return link.status();
  auto written = run::WritePortFile(config_.port_file, port_);
  if (!written.ok()) return written;
  std::cout << "the web page is at " << address << std::endl;
  if (!link->empty()) {
    std::cout << "to set up deliberations there, open this link, which works once: " << *link
              << std::endl;
  }
  return absl::OkStatus();
}

}  // namespace plenum::plenumd
