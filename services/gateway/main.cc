// plenum-gateway: the web page, and the services over gRPC-Web, Connect and JSON, for services that
// run apart.
#include <unistd.h>

#include <iostream>
#include <string>

#include "services/common/base/log.h"
#include "services/common/run/run.h"
#include "services/gateway/check.h"
#include "services/gateway/gateway.h"

namespace {

constexpr char kProgram[] = "plenum-gateway";

int Main(int argc, char** argv) {
  using namespace plenum;  // NOLINT(google-build-using-namespace): main only
  config::WebConfig web;
  config::ProcessConfig process;
  config::PeerConfig peers;
  std::string public_url;
  config::Reader reader(kProgram, "The web page of Plenum, and its services over HTTP.");
  reader.Add(web, "127.0.0.1:8080");
  reader.Add(process);
  reader.Add(peers, {"ingestion", "scoring", "deliberation"});
  reader.AddPublicUrl(public_url);
  reader.AddCommand("serve", "Answer calls");
  reader.AddCommand("check", "Ask the gateway that listens there whether it is ready, and end");
  if (auto exit_code = reader.Parse(argc, argv)) return *exit_code;
  run::Begin(process);
  if (reader.Chosen() == "check") {
    auto ready = gateway::CheckReady(web.listen, !web.tls_cert.empty());
    return ready.ok() ? run::kOk : run::Fail(kProgram, ready);
  }

  gateway::GatewayOptions options;
  for (const auto& [address, channel] :
       {std::pair(&peers.ingestion, &options.channels.ingestion),
        std::pair(&peers.scoring, &options.channels.scoring),
        std::pair(&peers.deliberation, &options.channels.deliberation)}) {
    auto connected = run::ConnectPeer(*address, peers);
    if (!connected.ok()) return run::Fail(kProgram, connected.status());
    *channel = *std::move(connected);
  }
  auto server =
      gateway::http::Server::Listen({web.listen, web.tls_cert, web.tls_key, process.insecure});
  if (!server.ok()) return run::Fail(kProgram, server.status());
  const base::SystemClock clock;
  options.clock = &clock;
  options.public_url = public_url;
  options.allow_origins = web.allow_origins;
  gateway::Gateway gateway(*std::move(server), std::move(options));
  gateway.Start();
  auto written = run::WritePortFile(web.port_file, gateway.port());
  if (!written.ok()) return run::Fail(kProgram, written);
  base::Log(base::LogLevel::kInfo, "serving",
            {{"program", kProgram}, {"listen", gateway.url()}, {"pid", std::to_string(getpid())}});
  std::cout << kProgram << " is ready on " << gateway.url() << std::endl;
  const int signal = rpc::WaitForSignal();
  base::Log(base::LogLevel::kInfo, "draining", {{"signal", std::to_string(signal)}});
  gateway.Stop();
  base::Log(base::LogLevel::kInfo, "ended", {{"program", kProgram}});
  base::FlushLog();
  return run::kOk;
}

}  // namespace

int main(int argc, char** argv) { return Main(argc, argv); }
