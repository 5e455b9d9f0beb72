#include "services/gateway/http/server.h"

#include <sys/resource.h>

#include <array>
#include <atomic>
#include <future>
#include <thread>
#include <utility>  // before Boost 1.74's Asio, which forgets it
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "absl/strings/str_cat.h"
#include "services/common/base/log.h"
#include "services/common/rpc/address.h"
#include "services/common/rpc/pem.h"
#include "services/gateway/http/connection.h"
#include "services/gateway/http/loop.h"
#include "services/gateway/limits.h"

namespace plenum::gateway::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// A connection is a file; the usual soft limit of 1024 is less than what is served here.
void RaiseFileLimit() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  constexpr rlim_t kWanted = limits::kMaxConnections + 1024;
  if (files.rlim_cur >= kWanted) return;
  files.rlim_cur = std::min<rlim_t>(kWanted, files.rlim_max);
  setrlimit(RLIMIT_NOFILE, &files);
}

absl::StatusOr<std::unique_ptr<asio::ssl::context>> MakeTls(const ListenOptions& options) {
  auto certificates = rpc::ReadCertificates(options.tls_cert, "--web-tls-cert");
  if (!certificates.ok()) return certificates.status();
  auto key = rpc::ReadPrivateKey(options.tls_key, "--web-tls-key");
  if (!key.ok()) return key.status();
  auto pair = rpc::CheckPair(*certificates, options.tls_cert, *key, options.tls_key);
  if (!pair.ok()) return pair;
  auto tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  error_code error;
  tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                       asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                       asio::ssl::context::no_tlsv1_1,
                   error);
  SSL_CTX_set_options(tls->native_handle(), SSL_OP_NO_RENEGOTIATION);
  if (!error) tls->use_certificate_chain(asio::buffer(*certificates), error);
  if (!error) tls->use_private_key(asio::buffer(*key), asio::ssl::context::pem, error);
  if (error) {
    return absl::InvalidArgumentError(absl::StrCat("the certificate ", options.tls_cert,
                                                   " cannot be used for TLS: ", error.message()));
  }
  return tls;
}

absl::StatusOr<tcp::endpoint> Resolve(asio::io_context& context, const std::string& listen) {
  auto parts = rpc::SplitAddress(listen);
  if (!parts.ok()) return parts.status();
  tcp::resolver resolver(context);
  error_code error;
  const auto found = resolver.resolve(
      parts->host, parts->port, tcp::resolver::passive | tcp::resolver::numeric_service, error);
  if (error || found.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot listen on ", listen, ": ", error.message()));
  }
  return found.begin()->endpoint();
}

absl::Status CheckOptions(const ListenOptions& options) {
  if (auto address = rpc::SplitAddress(options.listen); !address.ok()) return address.status();
  if (options.tls_cert.empty() != options.tls_key.empty()) {
    return absl::InvalidArgumentError(
        "--web-tls-cert and --web-tls-key go together: give both or none");
  }
  if (options.tls_cert.empty() && !options.insecure && !rpc::IsLoopback(options.listen)) {
    return absl::FailedPreconditionError(
        absl::StrCat("refusing to serve the page on ", options.listen,
                     " without TLS: give --web-tls-cert and --web-tls-key, or say --insecure when "
                     "the network is trusted"));
  }
  return absl::OkStatus();
}

}  // namespace

struct Server::Impl {
  Impl() : acceptor(loops[0].context()), retry(loops[0].context()) {}

  absl::Status Bind(const ListenOptions& options);
  void Accept();
  void Take(tcp::socket socket, Loop& loop);
  void DrainAll();
  [[nodiscard]] std::size_t connections() const {
    std::size_t sum = 0;
    for (const auto& loop : loops) sum += loop.connections();
    return sum;
  }
  // Runs on the thread of each loop, and waits for it.
  void OnEachLoop(const std::function<void(Loop&)>& task);

  // Connections use these to their end, and end with their loops.
  std::unique_ptr<asio::ssl::context> tls;
  BodyBudget budget;
  std::atomic<bool> draining{false};
  ConnectionOptions connection_options;
  std::array<Loop, limits::kIoThreads> loops;
  tcp::acceptor acceptor;
  asio::steady_timer retry;
  std::size_t max_connections = limits::kMaxConnections;
  std::chrono::milliseconds drain = limits::kDrain;
  std::size_t next_loop = 0;
  std::string address;
  int port = 0;
  bool started = false;
};

absl::Status Server::Impl::Bind(const ListenOptions& options) {
  auto endpoint = Resolve(loops[0].context(), options.listen);
  if (!endpoint.ok()) return endpoint.status();
  error_code error;
  acceptor.open(endpoint->protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(*endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error == asio::error::address_in_use) {
    return absl::AlreadyExistsError(
        absl::StrCat("port ", endpoint->port(),
                     " for the page is in use by another program; choose another with "
                     "--web-listen HOST:PORT (port 0 takes a free one), or none with "
                     "--web-listen="));
  }
  if (error) {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot listen on ", options.listen, ": ", error.message()));
  }
  port = acceptor.local_endpoint(error).port();
  address = absl::StrCat(options.listen.substr(0, options.listen.rfind(':')), ":", port);
  return absl::OkStatus();
}

void Server::Impl::Accept() {
  Loop& loop = loops[next_loop++ % loops.size()];
  acceptor.async_accept(loop.context(), [this, &loop](const error_code& error, tcp::socket socket) {
    if (error == asio::error::operation_aborted || !acceptor.is_open()) return;
    if (!error) {
      asio::post(loop.context(),
                 [this, &loop, moved = std::make_shared<tcp::socket>(std::move(socket))]() mutable {
                   Take(std::move(*moved), loop);
                 });
      return Accept();
    }
    // Out of files, most likely: some connection will end.
    constexpr std::chrono::milliseconds kPause{100};
    retry.expires_after(kPause);
    retry.async_wait([this](const error_code& cancelled) {
      if (!cancelled) Accept();
    });
  });
}

void Server::Impl::Take(tcp::socket socket, Loop& loop) {
  // Over the limit the socket closes here: a browser says that the server does not answer, and
  // tries again.
  if (connections() >= max_connections || draining) return;
  auto connection = std::make_shared<Connection>(loop, MakeTransport(std::move(socket), tls.get()),
                                                 connection_options);
  loop.Add(connection);
  connection->Start();
}

void Server::Impl::OnEachLoop(const std::function<void(Loop&)>& task) {
  for (Loop& loop : loops) {
    std::promise<void> done;
    asio::post(loop.context(), [&] {
      task(loop);
      done.set_value();
    });
    done.get_future().wait();
  }
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() {
  for (Loop& loop : impl_->loops) loop.Stop();
}

absl::StatusOr<std::unique_ptr<Server>> Server::Listen(const ListenOptions& options) {
  auto checked = CheckOptions(options);
  if (!checked.ok()) return checked;
  auto impl = std::make_unique<Impl>();
  impl->max_connections = options.max_connections;
  impl->drain = options.drain;
  if (!options.tls_cert.empty()) {
    auto tls = MakeTls(options);
    if (!tls.ok()) return tls.status();
    impl->tls = *std::move(tls);
  }
  auto bound = impl->Bind(options);
  if (!bound.ok()) return bound;
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

int Server::port() const { return impl_->port; }
bool Server::has_tls() const { return impl_->tls != nullptr; }
const std::string& Server::address() const { return impl_->address; }
std::size_t Server::connections() const { return impl_->connections(); }

void Server::Start(Handler& handler, std::string security_headers) {
  RaiseFileLimit();
  impl_->connection_options = {&handler, &impl_->budget, std::move(security_headers),
                               &impl_->draining};
  impl_->started = true;
  impl_->Accept();
  for (Loop& loop : impl_->loops) loop.Start();
}

void Server::Drain() {
  if (!impl_->started || impl_->draining.exchange(true)) return;
  impl_->OnEachLoop([this](Loop& loop) {
    if (&loop == impl_->loops.data()) {
      error_code ignored;
      impl_->acceptor.close(ignored);
      impl_->retry.cancel();
    }
    loop.Drain();
  });
}

void Server::Stop(const std::function<void()>& handlers_done) {
  if (!impl_->started) return;
  Drain();
  const auto end = std::chrono::steady_clock::now() + impl_->drain;
  constexpr std::chrono::milliseconds kLook{10};
  while (connections() > 0 && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(kLook);
  }
  impl_->OnEachLoop([](Loop& loop) { loop.CloseAll(); });
  handlers_done();
  for (Loop& loop : impl_->loops) loop.Stop();
  impl_->started = false;
}

}  // namespace plenum::gateway::http
