// run: what the main functions of the servers share: start, say so, wait for a signal, drain.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/auth/id_token.h"
#include "services/common/auth/key_refresher.h"
#include "services/common/config/config.h"
#include "services/common/rpc/server.h"
#include "services/common/store/store.h"

namespace plenum::run {

inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;

// Before any thread starts: log level, signals.
void Begin(const config::ProcessConfig& config);

// Prints "PROGRAM: MESSAGE" to standard error, logs end, and gives the exit code.
int Fail(const std::string& program, const absl::Status& status);

// The store of a service. SQLite is migrated on opening; PostgreSQL must have been.
absl::StatusOr<std::unique_ptr<store::Store>> OpenStore(const std::string& url);

// The identity provider that is configured, null for none. INVALID_ARGUMENT when only a part of it
// is; FAILED_PRECONDITION for a file of keys that cannot be used.
absl::StatusOr<std::unique_ptr<auth::IdTokenVerifier>> OpenIdentityProvider(
    const config::IdentityConfig& config);

// The `migrate` command.
int Migrate(const std::string& program, const std::string& url);

// Starts the server, calls `connect` with it, turns SERVING, writes the port file, says `ready`
// with the address, waits for SIGINT or SIGTERM, drains. Returns the exit code.
int Serve(const std::string& program, const config::ServerConfig& config, rpc::RunnerOptions runner,
          std::vector<rpc::ServiceTable> tables,
          const std::function<absl::Status(rpc::Server&)>& connect);

// Writes `port` to the file, which appears whole or not at all: a script waits for it. Nothing to
// do for an empty path.
absl::Status WritePortFile(const std::string& path, int port);

// A channel to another service.
absl::StatusOr<std::shared_ptr<grpc::Channel>> ConnectPeer(const std::string& address,
                                                           const config::PeerConfig& config);

}  // namespace plenum::run
