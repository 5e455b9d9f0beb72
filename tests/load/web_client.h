// web_client: HTTP/1.1 for benchmarks, from one thread: a closed loop of requests on connections
// that stay open, and streams that are held open. It does as little as it can, since it shares the
// machine with what it measures; requests are sent as they are given.
#pragma once

#include <string>
#include <vector>

#include "tests/load/load_client.h"

namespace plenum::load {

struct WebLoad {
  int port = 0;
  std::string request;  // whole, with its headers
  int in_flight = 1;    // each on a connection of its own
  double seconds = 1;   // measured; a tenth of it before is not
};

// Every answer must be 200 with a Content-Length, and hold `expected`.
Measured RunWeb(const WebLoad& load, const std::string& expected);

// Connections on each of which one request was sent and the answer goes on.
class WebStreams {
 public:
  WebStreams(int port, const std::string& request, int count);
  ~WebStreams();
  WebStreams(const WebStreams&) = delete;
  WebStreams& operator=(const WebStreams&) = delete;

  // Reads until every stream has had `bytes` more than at the last call; ends the program when that
  // takes too long.
  void AwaitEach(std::size_t bytes);
  [[nodiscard]] std::size_t open() const { return sockets_.size(); }

 private:
  std::vector<int> sockets_;
  int poll_;
};

}  // namespace plenum::load
