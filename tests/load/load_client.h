// load_client: a closed loop of unary calls, as many in flight as asked, from one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace plenum::load {

struct Load {
  std::string target;  // "127.0.0.1:PORT"
  std::string method;  // "/package.Service/Method"
  int in_flight = 1;
  int channels = 1;    // connections
  double seconds = 1;  // measured; a tenth of it before is not
  // Serialized request and bearer token ("" for none) of the n-th call.
  struct Request {
    std::string body;
    std::string token;
  };
  std::function<Request(std::uint64_t n)> make_request;
};

struct Measured {
  std::uint64_t calls = 0;    // answered OK
  std::uint64_t failed = 0;   // answered otherwise
  std::uint64_t started = 0;  // all, with those before and after what is measured
  std::string first_failure;  // its message
  double seconds = 0;
  double p50_us = 0;
  double p99_us = 0;
  [[nodiscard]] double PerSecond() const { return static_cast<double>(calls) / seconds; }
};

Measured Run(const Load& load);

}  // namespace plenum::load
