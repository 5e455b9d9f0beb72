#include "services/common/run/run.h"

#include <unistd.h>

#include <google/protobuf/stubs/logging.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "services/common/base/log.h"
#include "services/common/rpc/client.h"

namespace plenum::run {
namespace {

std::string HostOf(const std::string& listen) { return listen.substr(0, listen.rfind(':')); }

// What the library says of a caller's bytes, as a line of the log like all others.
void LogProtobuf(google::protobuf::LogLevel level, const char* /*file*/, int /*line*/,
                 const std::string& message) {
  base::Log(
      level >= google::protobuf::LOGLEVEL_ERROR ? base::LogLevel::kWarning : base::LogLevel::kDebug,
      "protobuf", {{"message", message}});
}

}  // namespace

void Begin(const config::ProcessConfig& config) {
  static const std::map<std::string, base::LogLevel> kLevels = {
      {"debug", base::LogLevel::kDebug},
      {"info", base::LogLevel::kInfo},
      {"warning", base::LogLevel::kWarning},
      {"error", base::LogLevel::kError},
      {"off", base::LogLevel::kOff}};
  // Debian's Abseil is built with deadlock detection on, at a cost to each of gRPC's locks.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  google::protobuf::SetLogHandler(LogProtobuf);
  rpc::BlockSignals();
  base::SetLogLevel(kLevels.at(config.log_level));
}

int Fail(const std::string& program, const absl::Status& status) {
  base::FlushLog();
  std::cerr << program << ": " << status.message() << "\n";
  return kFailed;
}

absl::StatusOr<std::unique_ptr<store::Store>> OpenStore(const std::string& url) {
  store::StoreOptions options;
  options.url = url;
  options.migrate = url.rfind("sqlite:", 0) == 0;
  return store::OpenStore(options);
}

absl::StatusOr<std::unique_ptr<auth::IdTokenVerifier>> OpenIdentityProvider(
    const config::IdentityConfig& config) {
  if (config.oidc_issuer.empty() && config.oidc_audience.empty() && config.oidc_keys.empty()) {
    return nullptr;
  }
  return auth::IdTokenVerifier::Open({config.oidc_issuer, config.oidc_audience, config.oidc_keys});
}

int Migrate(const std::string& program, const std::string& url) {
  auto version = store::MigrateStore(url);
  if (!version.ok()) return Fail(program, version.status());
  std::cout << "the schema is at version " << *version << "\n";
  return kOk;
}

absl::Status WritePortFile(const std::string& path, int port) {
  if (path.empty()) return absl::OkStatus();
  const std::string temporary = path + ".new";
  std::ofstream file(temporary);
  file << port << "\n";
  file.close();
  if (!file || std::rename(temporary.c_str(), path.c_str()) != 0) {
    return absl::InvalidArgumentError(absl::StrCat("cannot write the port file ", path));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> ConnectPeer(const std::string& address,
                                                           const config::PeerConfig& config) {
  rpc::ChannelOptions options;
  options.target = address;
  options.tls = !config.peer_ca.empty();
  options.ca_file = config.peer_ca;
  return rpc::MakeChannel(options);
}

int Serve(const std::string& program, const config::ServerConfig& config, rpc::RunnerOptions runner,
          std::vector<rpc::ServiceTable> tables,
          const std::function<absl::Status(rpc::Server&)>& connect) {
  rpc::ServerOptions options;
  options.listen = config.listen;
  options.tls_cert = config.tls_cert;
  options.tls_key = config.tls_key;
  options.tls_client_ca = config.tls_client_ca;
  options.insecure = config.insecure;
  options.metrics_listen = config.metrics_listen;
  options.runner = std::move(runner);
  auto server = rpc::Server::Start(std::move(options), std::move(tables));
  if (!server.ok()) return Fail(program, server.status());
  auto connected = connect(**server);
  if (!connected.ok()) return Fail(program, connected);
  (*server)->SetServing(true);
  auto written = WritePortFile(config.port_file, (*server)->port());
  if (!written.ok()) return Fail(program, written);
  const std::string address = (*server)->port() == 0
                                  ? config.listen
                                  : absl::StrCat(HostOf(config.listen), ":", (*server)->port());
  base::Log(base::LogLevel::kInfo, "serving",
            {{"program", program}, {"listen", address}, {"pid", std::to_string(getpid())}});
  std::cout << program << " is ready on " << address << std::endl;
  const int signal = rpc::WaitForSignal();
  base::Log(base::LogLevel::kInfo, "draining", {{"signal", std::to_string(signal)}});
  (*server)->Shutdown();
  base::Log(base::LogLevel::kInfo, "ended", {{"program", program}});
  base::FlushLog();
  return kOk;
}

}  // namespace plenum::run
