#include "services/common/rpc/server.h"

#include <arpa/inet.h>
#include <google/protobuf/descriptor.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/service_type.h>
#include <netdb.h>
#include <prometheus/exposer.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/log.h"
#include "services/common/base/status.h"
#include "services/common/rpc/address.h"
#include "services/common/rpc/pem.h"
#include "services/common/rpc/unary_call.h"
#include "services/common/rpc/upload_call.h"

namespace plenum::rpc {

// A table as a gRPC service: what a generated class would do, for any table.
class TableService final : public grpc::Service {
 public:
  TableService(CallRunner& runner, StreamRegistry& streams, const ServiceTable& table) {
    methods_.reserve(table.methods().size());
    for (const Method& method : table.methods()) {
      const RunnableMethod& added = methods_.emplace_back(runner.Prepare(table, method));
      paths_.push_back("/" + added.full_name);
    }
    for (std::size_t i = 0; i < methods_.size(); ++i) Register(runner, streams, i);
  }

 private:
  void Register(CallRunner& runner, StreamRegistry& streams, std::size_t index) {
    using grpc::ByteBuffer;
    namespace internal = grpc::internal;
    const RunnableMethod& method = methods_[index];
    const bool is_stream = static_cast<bool>(method.method->stream);
    const bool is_upload = static_cast<bool>(method.method->upload);
    const auto type = is_upload   ? internal::RpcMethod::BIDI_STREAMING
                      : is_stream ? internal::RpcMethod::SERVER_STREAMING
                                  : internal::RpcMethod::NORMAL_RPC;
    AddMethod(new internal::RpcServiceMethod(paths_[index].c_str(), type, nullptr));
    if (is_upload) {
      MarkMethodRawCallback(static_cast<int>(index),
                            new internal::CallbackBidiHandler<ByteBuffer, ByteBuffer>(
                                [&](grpc::CallbackServerContext* context) {
                                  return UploadCall::Start(runner, streams, method, context);
                                }));
      return;
    }
    if (is_stream) {
      MarkMethodRawCallback(
          static_cast<int>(index),
          new internal::CallbackServerStreamingHandler<ByteBuffer, ByteBuffer>(
              [&](grpc::CallbackServerContext* context, const ByteBuffer* request) {
                return StreamCall::Start(runner, streams, method, context, request);
              }));
      return;
    }
    MarkMethodRawCallback(static_cast<int>(index),
                          new internal::CallbackUnaryHandler<ByteBuffer, ByteBuffer>(
                              [&](grpc::CallbackServerContext* context, const ByteBuffer* request,
                                  ByteBuffer* response) {
                                return UnaryCall::Start(runner, method, context, request, response);
                              }));
  }

  std::vector<RunnableMethod> methods_;  // addresses are kept by the handlers
  std::vector<std::string> paths_;
};

namespace {

using absl::StatusCode;

absl::Status BadOption(std::string_view message) {
  return absl::InvalidArgumentError(absl::string_view(message.data(), message.size()));
}

// Each RPC of the .proto has a row of the right types, and the table has no others.
absl::Status CheckTable(const ServiceTable& table) {
  const auto* service =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(table.full_name());
  if (service == nullptr) return absl::InternalError("no such service: " + table.full_name());
  if (service->method_count() != static_cast<int>(table.methods().size())) {
    return absl::InternalError(absl::StrCat(table.full_name(), " has ", service->method_count(),
                                            " methods, its table ", table.methods().size()));
  }
  for (const Method& method : table.methods()) {
    const auto* descriptor = service->FindMethodByName(method.name);
    if (descriptor == nullptr || descriptor->input_type()->full_name() != method.request_type ||
        descriptor->output_type()->full_name() != method.response_type ||
        descriptor->client_streaming() != static_cast<bool>(method.upload) ||
        descriptor->server_streaming() != static_cast<bool>(method.stream || method.upload)) {
      return absl::InternalError(absl::StrCat(table.full_name(), ".", method.name,
                                              " is not the method of that name in the .proto"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> Credentials(const ServerOptions& options) {
  if (options.tls_cert.empty() != options.tls_key.empty()) {
    return BadOption("--tls-cert and --tls-key go together: give both or none");
  }
  if (options.tls_cert.empty()) {
    if (!options.tls_client_ca.empty()) {
      return BadOption("--tls-client-ca needs --tls-cert and --tls-key");
    }
    return grpc::InsecureServerCredentials();
  }
  if (options.insecure) {
    return BadOption("--insecure contradicts --tls-cert: leave one of them out");
  }
  auto cert = ReadCertificates(options.tls_cert, "--tls-cert");
  if (!cert.ok()) return cert.status();
  auto key = ReadPrivateKey(options.tls_key, "--tls-key");
  if (!key.ok()) return key.status();
  auto pair = CheckPair(*cert, options.tls_cert, *key, options.tls_key);
  if (!pair.ok()) return pair;
  grpc::SslServerCredentialsOptions ssl(
      options.tls_client_ca.empty() ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
                                    : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  ssl.pem_key_cert_pairs.push_back({*key, *cert});
  if (!options.tls_client_ca.empty()) {
    auto ca = ReadCertificates(options.tls_client_ca, "--tls-client-ca");
    if (!ca.ok()) return ca.status();
    ssl.pem_root_certs = *ca;
  }
  return grpc::SslServerCredentials(ssl);
}

// gRPC takes a socket file over from whoever listens there.
absl::Status TryUnix(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof(address.sun_path)) {
    return BadOption(absl::StrCat("\"", path, "\" is no path of a socket; it may have 1 to ",
                                  sizeof(address.sun_path) - 1, " bytes"));
  }
  path.copy(address.sun_path, path.size());
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool answered =
      connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  close(fd);
  if (!answered) return absl::OkStatus();
  return absl::AlreadyExistsError(
      absl::StrCat("the socket ", path, " is in use by another program; choose another path"));
}

// gRPC only says that it could not listen; a bind of our own tells why.
absl::Status TryBind(const std::string& listen) {
  if (listen.rfind(kUnixScheme, 0) == 0) return TryUnix(listen.substr(kUnixScheme.size()));
  auto parts = SplitAddress(listen);
  if (!parts.ok()) return parts.status();
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (const int error = getaddrinfo(parts->host.c_str(), parts->port.c_str(), &hints, &found)) {
    return BadOption(absl::StrCat("cannot listen on ", listen, ": ", gai_strerror(error)));
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> addresses(found, freeaddrinfo);
  const int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  // Only listen notices a port in use when both sides have SO_REUSEADDR.
  const bool bound = bind(fd, found->ai_addr, found->ai_addrlen) == 0 && ::listen(fd, 1) == 0;
  const int error = errno;
  close(fd);
  if (bound) return absl::OkStatus();
  if (error == EADDRINUSE) {
    return absl::AlreadyExistsError(absl::StrCat(
        "port ", parts->port, " on ", parts->host,
        " is in use by another program; choose another with --listen, or port 0 for a free one"));
  }
  return BadOption(absl::StrCat("cannot listen on ", listen, ": ", std::strerror(error)));
}

}  // namespace

Server::Server(ServerOptions options, std::vector<ServiceTable> tables)
    : options_(std::move(options)),
      tables_(std::move(tables)),
      runner_(std::make_unique<CallRunner>(options_.runner)),
      streams_(std::make_unique<StreamRegistry>(options_.streams, runner_->metrics())) {
  for (const auto& table : tables_) {
    services_.push_back(std::make_unique<TableService>(*runner_, *streams_, table));
  }
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(ServerOptions options,
                                                      std::vector<ServiceTable> tables) {
  for (const auto& table : tables) {
    auto matches = CheckTable(table);
    if (!matches.ok()) return matches;
  }
  if (options.listen.rfind("unix:", 0) != 0) {
    auto address = SplitAddress(options.listen);
    if (!address.ok()) return address.status();
  }
  if (!options.metrics_listen.empty() && !options.insecure && !IsLoopback(options.metrics_listen)) {
    return absl::FailedPreconditionError(
        absl::StrCat("refusing to serve metrics in plaintext on ", options.metrics_listen,
                     ": choose a loopback address, or say --insecure when the network is trusted"));
  }
  if (options.tls_cert.empty() && !options.insecure && !IsLoopback(options.listen)) {
    return absl::FailedPreconditionError(
        absl::StrCat("refusing to listen on ", options.listen,
                     " without TLS: give --tls-cert and --tls-key, or say --insecure when the "
                     "network is trusted"));
  }
  std::unique_ptr<Server> server(new Server(std::move(options), std::move(tables)));
  auto listening = server->Listen();
  if (!listening.ok()) return listening;
  return server;
}

absl::Status Server::Listen() {
  auto credentials = Credentials(options_);
  if (!credentials.ok()) return credentials.status();
  auto free = TryBind(options_.listen);
  if (!free.ok()) return free;

  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(limits::kMaxMessageBytes);
  builder.SetMaxSendMessageSize(limits::kMaxMessageBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, limits::kMaxMetadataBytes);
  // Otherwise a second server could share the port and take half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddListeningPort(options_.listen, *credentials, &port_);
  for (const auto& service : services_) builder.RegisterService(service.get());
  server_ = builder.BuildAndStart();
  const bool is_unix = options_.listen.rfind("unix:", 0) == 0;
  if (server_ == nullptr || (port_ <= 0 && !is_unix)) {
    return absl::AlreadyExistsError(
        absl::StrCat("cannot listen on ", options_.listen,
                     ": the address is in use by another program; choose another with --listen"));
  }
  if (is_unix) port_ = 0;
  SetServing(false);
  if (!options_.metrics_listen.empty()) {
    try {
      exposer_ = std::make_unique<prometheus::Exposer>(options_.metrics_listen, 1);
      exposer_->RegisterCollectable(runner_->metrics().registry());
      exposer_->RegisterCollectable(runner_->metrics().others());
    } catch (const std::exception&) {
      return BadOption(absl::StrCat("cannot serve metrics on ", options_.metrics_listen,
                                    "; choose a free HOST:PORT with --metrics-listen"));
    }
  }
  return absl::OkStatus();
}

Server::~Server() { Shutdown(); }

std::shared_ptr<grpc::Channel> Server::InProcessChannel() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(limits::kMaxMessageBytes);
  arguments.SetMaxSendMessageSize(limits::kMaxMessageBytes);
  return server_->InProcessChannel(arguments);
}

void Server::SetServing(bool serving) {
  auto* health = server_->GetHealthCheckService();
  health->SetServingStatus(serving);
  for (const auto& table : tables_) health->SetServingStatus(table.full_name(), serving);
}

void Server::Shutdown() {
  if (shut_down_ || server_ == nullptr) return;
  shut_down_ = true;
  SetServing(false);
  runner_->Drain();
  // Shutdown waits for open streams, so they end first.
  // A call that is on its way already meets an answer instead of a closed connection.
  std::this_thread::sleep_for(options_.linger);
  streams_->CloseAll(base::Error(StatusCode::kUnavailable, common::v1::ERROR_REASON_UNAVAILABLE,
                                 "the server is ending; go on from the last resume token"));
  server_->Shutdown(std::chrono::system_clock::now() + options_.drain);
  server_->Wait();
}

void BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);  // NOLINT(cert-err33-c)
}

int WaitForSignal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  int received = 0;
  sigwait(&signals, &received);
  return received;
}

}  // namespace plenum::rpc
