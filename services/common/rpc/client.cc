#include "services/common/rpc/client.h"

#include <algorithm>
#include <condition_variable>
#include <thread>

#include "absl/strings/str_cat.h"
#include "services/common/base/random.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"
#include "services/common/rpc/address.h"
#include "services/common/rpc/limits.h"
#include "services/common/rpc/pem.h"
#include "services/common/rpc/status.h"

namespace plenum::rpc {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(const ChannelOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(limits::kMaxMessageBytes);
  arguments.SetMaxSendMessageSize(limits::kMaxMessageBytes);
  // Retries are ours, so that every one of them is bounded by the call's deadline and visible.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  // A proxy is for what is beyond this machine.
  if (IsLoopback(options.target)) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  if (!options.tls) {
    if (!options.ca_file.empty() || !options.client_cert_file.empty() ||
        !options.client_key_file.empty()) {
      return base::Error(absl::StatusCode::kInvalidArgument,
                         common::v1::ERROR_REASON_INVALID_FIELDS,
                         "certificates were given for a connection without TLS: turn TLS on or "
                         "leave them out");
    }
    return grpc::CreateCustomChannel(options.target, grpc::InsecureChannelCredentials(), arguments);
  }
  grpc::SslCredentialsOptions ssl;
  if (!options.ca_file.empty()) {
    auto ca = ReadCertificates(options.ca_file, "the CA to trust");
    if (!ca.ok()) return ca.status();
    ssl.pem_root_certs = *std::move(ca);
  }
  if (!options.client_cert_file.empty()) {
    auto certificate = ReadCertificates(options.client_cert_file, "the client's certificate");
    if (!certificate.ok()) return certificate.status();
    ssl.pem_cert_chain = *std::move(certificate);
  }
  if (!options.client_key_file.empty()) {
    auto key = ReadPrivateKey(options.client_key_file, "the client's private key");
    if (!key.ok()) return key.status();
    ssl.pem_private_key = *std::move(key);
  }
  if (!ssl.pem_cert_chain.empty() && !ssl.pem_private_key.empty()) {
    auto pair = CheckPair(ssl.pem_cert_chain, options.client_cert_file, ssl.pem_private_key,
                          options.client_key_file);
    if (!pair.ok()) return pair;
  }
  return grpc::CreateCustomChannel(options.target, grpc::SslCredentials(ssl), arguments);
}

void Prepare(grpc::ClientContext& context, const CallOptions& options) {
  if (!options.token.empty()) context.AddMetadata("authorization", "Bearer " + options.token);
  if (!options.request_id.empty()) context.AddMetadata("x-request-id", options.request_id);
}

absl::Status Retry(const CallOptions& given,
                   const std::function<grpc::Status(grpc::ClientContext*)>& attempt) {
  CallOptions options = given;
  if (options.request_id.empty()) options.request_id = base::Hex(base::RandomBytes(8));
  const auto deadline = steady_clock::now() + options.deadline;
  const auto wall_deadline = std::chrono::system_clock::now() + options.deadline;
  for (milliseconds backoff{50};; backoff = std::min(backoff * 2, milliseconds{2000})) {
    grpc::ClientContext context;
    context.set_deadline(wall_deadline);
    Prepare(context, options);
    absl::Status status = FromGrpc(attempt(&context));
    // Half to all of the backoff, so that clients of a server that returns do not come at once.
    const milliseconds pause{
        backoff.count() / 2 +
        static_cast<std::int64_t>(base::RandomNumber() %
                                  static_cast<std::uint64_t>(backoff.count() / 2 + 1))};
    // Nobody here cancels a unary call: CANCELLED is a server that ended in the middle of it.
    const bool again = absl::IsUnavailable(status) || absl::IsCancelled(status);
    if (!again || !options.repeatable || steady_clock::now() + pause >= deadline) {
      return status;
    }
    if (options.called_off && options.called_off()) return status;
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace plenum::rpc
