// transport: a connected socket, with TLS or without. All calls and callbacks are on the thread of
// its io_context; one read and one write may be pending at a time.
#pragma once

#include <functional>
#include <memory>
#include <utility>  // before Boost 1.74's Asio, which forgets it
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

namespace plenum::gateway::http {

class Transport {
 public:
  using Done = std::function<void(const boost::system::error_code&, std::size_t)>;
  virtual ~Transport() = default;

  // TLS's greeting; nothing to do without.
  virtual void Handshake(Done done) = 0;
  virtual void ReadSome(boost::asio::mutable_buffer into, Done done) = 0;
  // Writes all of `from`; `progress` is called whenever some of it went out.
  virtual void Write(std::vector<boost::asio::const_buffer> from, std::function<void()> progress,
                     Done done) = 0;
  // Nothing more is sent; what is pending fails.
  virtual void Close() = 0;
  // Tells the other side that nothing more comes, and still reads.
  virtual void FinishSending() = 0;
};

// `tls` null: plaintext. It must outlive the transport.
std::unique_ptr<Transport> MakeTransport(boost::asio::ip::tcp::socket socket,
                                         boost::asio::ssl::context* tls);

}  // namespace plenum::gateway::http
