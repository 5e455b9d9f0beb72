#include "services/gateway/http/transport.h"

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <type_traits>

namespace plenum::gateway::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Socket = asio::ip::tcp::socket;

// Both kinds differ only in the stream that bytes go through.
template <class Stream>
class StreamTransport final : public Transport {
 public:
  template <class... Arguments>
  explicit StreamTransport(Arguments&&... arguments)
      : stream_(std::forward<Arguments>(arguments)...) {}

  void Handshake(Done done) override {
    if constexpr (std::is_same_v<Stream, Socket>) {
      done({}, 0);
    } else {
      stream_.async_handshake(
          asio::ssl::stream_base::server,
          [done = std::move(done)](const error_code& error) { done(error, 0); });
    }
  }

  void ReadSome(asio::mutable_buffer into, Done done) override {
    stream_.async_read_some(into, std::move(done));
  }

  void Write(std::vector<asio::const_buffer> from, std::function<void()> progress,
             Done done) override {
    constexpr std::size_t kAtOnce = std::size_t{256} << 10;
    asio::async_write(
        stream_, std::move(from),
        [progress = std::move(progress)](const error_code& error, std::size_t sent) -> std::size_t {
          if (sent > 0) progress();
          return error ? 0 : kAtOnce;
        },
        std::move(done));
  }

  void Close() override {
    error_code ignored;
    auto& socket = stream_.lowest_layer();
    socket.shutdown(Socket::shutdown_both, ignored);
    socket.close(ignored);
  }

  void FinishSending() override {
    error_code ignored;
    stream_.lowest_layer().shutdown(Socket::shutdown_send, ignored);
  }

 private:
  Stream stream_;
};

}  // namespace

std::unique_ptr<Transport> MakeTransport(Socket socket, asio::ssl::context* tls) {
  error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  if (tls == nullptr) return std::make_unique<StreamTransport<Socket>>(std::move(socket));
  return std::make_unique<StreamTransport<asio::ssl::stream<Socket>>>(std::move(socket), *tls);
}

}  // namespace plenum::gateway::http
