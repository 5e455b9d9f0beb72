#include "tests/load/web_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "tests/load/bench_setup.h"

namespace plenum::load {
namespace {

using Clock = std::chrono::steady_clock;

int Connect(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
    Die(absl::StrCat("cannot connect: ", std::strerror(errno)));
  }
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  return fd;
}

void Send(int fd, const std::string& bytes) {
  if (send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size())) {
    Die("a request could not be sent at once");
  }
}

void Watch(int poll, int fd, std::uint64_t what) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = what;
  epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
}

// Bytes of a whole answer; 0 while its headers have not come.
std::size_t AnswerSize(std::string_view text) {
  const auto end = text.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  constexpr std::string_view kLength = "content-length: ";
  const auto at = text.substr(0, end).find(kLength);
  if (at == std::string_view::npos) Die(absl::StrCat("no length: ", std::string(text)));
  std::size_t length = 0;
  std::from_chars(text.data() + at + kLength.size(), text.data() + end, length);
  return end + 4 + length;
}

struct Connection {
  int fd = -1;
  std::string answer;
  Clock::time_point sent;
};

}  // namespace

Measured RunWeb(const WebLoad& load, const std::string& expected) {
  const int poll = epoll_create1(EPOLL_CLOEXEC);
  std::vector<Connection> connections(static_cast<std::size_t>(load.in_flight));
  const auto duration = [&](double share) {
    return std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double>(load.seconds * share));
  };
  Measured measured;
  std::vector<double> latencies;
  const auto begin = Clock::now() + duration(0.1);
  const auto end = begin + duration(1);
  const auto start = [&](Connection& connection) {
    connection.answer.clear();
    connection.sent = Clock::now();
    ++measured.started;
    Send(connection.fd, load.request);
  };
  for (std::size_t i = 0; i < connections.size(); ++i) {
    connections[i].fd = Connect(load.port);
    Watch(poll, connections[i].fd, i);
    start(connections[i]);
  }
  std::size_t open = connections.size();
  std::array<epoll_event, 256> events{};
  std::array<char, 16384> buffer{};
  while (open > 0) {
    const int count = epoll_wait(poll, events.data(), events.size(), 10'000);
    if (count <= 0) Die("no answer for ten seconds");
    for (int i = 0; i < count; ++i) {
      auto& connection = connections[events[static_cast<std::size_t>(i)].data.u64];
      const ssize_t size = recv(connection.fd, buffer.data(), buffer.size(), 0);
      if (size <= 0) Die("the server closed a connection");
      connection.answer.append(buffer.data(), static_cast<std::size_t>(size));
      const std::size_t whole = AnswerSize(connection.answer);
      if (whole == 0 || connection.answer.size() < whole) continue;
      const auto now = Clock::now();
      if (now >= begin && now < end) {
        const bool is_right = connection.answer.compare(0, 12, "HTTP/1.1 200") == 0 &&
                              connection.answer.find(expected) != std::string::npos;
        if (is_right) {
          ++measured.calls;
          latencies.push_back(
              std::chrono::duration<double, std::micro>(now - connection.sent).count());
        } else if (measured.failed++ == 0) {
          measured.first_failure = connection.answer;
        }
      }
      if (now < end) {
        start(connection);
      } else {
        close(connection.fd);
        --open;
      }
    }
  }
  close(poll);
  std::sort(latencies.begin(), latencies.end());
  measured.seconds = load.seconds;
  if (!latencies.empty()) {
    measured.p50_us = latencies[latencies.size() / 2];
    measured.p99_us = latencies[latencies.size() * 99 / 100];
  }
  return measured;
}

WebStreams::WebStreams(int port, const std::string& request, int count)
    : poll_(epoll_create1(EPOLL_CLOEXEC)) {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  for (int i = 0; i < count; ++i) {
    sockets_.push_back(Connect(port));
    Watch(poll_, sockets_.back(), static_cast<std::uint64_t>(i));
    Send(sockets_.back(), request);
  }
}

WebStreams::~WebStreams() {
  for (const int fd : sockets_) close(fd);
  close(poll_);
}

void WebStreams::AwaitEach(std::size_t bytes) {
  std::vector<std::size_t> got(sockets_.size());
  std::size_t waiting = sockets_.size();
  std::array<epoll_event, 256> events{};
  std::array<char, 16384> buffer{};
  while (waiting > 0) {
    const int count = epoll_wait(poll_, events.data(), events.size(), 30'000);
    if (count <= 0) Die(absl::StrCat(waiting, " streams say nothing"));
    for (int i = 0; i < count; ++i) {
      const std::size_t stream = events[static_cast<std::size_t>(i)].data.u64;
      const ssize_t size = recv(sockets_[stream], buffer.data(), buffer.size(), 0);
      if (size <= 0) Die("a stream was closed");
      const bool had = got[stream] >= bytes;
      got[stream] += static_cast<std::size_t>(size);
      if (!had && got[stream] >= bytes) --waiting;
    }
  }
}

}  // namespace plenum::load
