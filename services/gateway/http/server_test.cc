#include "services/gateway/http/server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/gateway/limits.h"

namespace plenum::gateway::http {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::size_t kMaxBody = 100;

// A count that a test waits for.
class Count {
 public:
  void Add() {
    const std::lock_guard lock(mutex_);
    ++count_;
    changed_.notify_all();
  }
  int get() {
    const std::lock_guard lock(mutex_);
    return count_;
  }
  bool Await(int count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(30), [&] { return count_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

// Answers by path: /echo the body; /stream pieces without end; /wait nothing, until the client
// leaves.
class TestHandler final : public Handler {
 public:
  Admission Admit(const RequestHead& head) override {
    if (head.path == "/refuse") return {0, TextResponse(status::kForbidden, "no")};
    Admission admission;
    admission.max_body_bytes = kMaxBody;
    return admission;
  }

  void Handle(std::shared_ptr<Exchange> exchange) override {
    const auto path = exchange->head().path;
    if (path == "/wait") {
      exchange->OnGone([this, exchange] { gone.Add(); });
      return waiting.Add();
    }
    if (path == "/stream") {
      exchange->OnGone([this] { gone.Add(); });
      return exchange->Begin({}, [this, exchange](bool ok) { Stream(exchange, ok); });
    }
    Response response;
    response.body.before = exchange->body();
    exchange->Send(std::move(response));
  }

  Count waiting;
  Count gone;
  Count written;

 private:
  void Stream(const std::shared_ptr<Exchange>& exchange, bool ok) {
    if (!ok) return;
    Payload piece;
    piece.before = std::string(64 << 10, 'x');
    exchange->Write(std::move(piece), [this, exchange](bool taken) {
      if (taken) written.Add();
      Stream(exchange, taken);
    });
  }
};

class Client {
 public:
  explicit Client(int port) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    const timeval patience{30, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  }
  ~Client() { Leave(); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void Leave() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }
  void Send(const std::string& bytes) const {
    EXPECT_EQ(send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  // Up to and with `end`; all until the server closes when that is empty.
  std::string Read(const std::string& end) {
    std::array<char, 4096> buffer{};
    std::size_t at = std::string::npos;
    while (end.empty() || (at = rest_.find(end)) == std::string::npos) {
      const ssize_t size = recv(fd_, buffer.data(), buffer.size(), 0);
      if (size <= 0) return std::exchange(rest_, "");
      rest_.append(buffer.data(), static_cast<std::size_t>(size));
    }
    std::string text = rest_.substr(0, at + end.size());
    rest_.erase(0, text.size());
    return text;
  }

  // Reads this many bytes and forgets them.
  void Skip(std::size_t bytes) {
    std::string buffer(bytes, '\0');
    EXPECT_EQ(recv(fd_, buffer.data(), bytes, MSG_WAITALL), static_cast<ssize_t>(bytes));
  }

 private:
  int fd_;
  std::string rest_;  // came after what was asked for
};

class ServerTest : public ::testing::Test {
 protected:
  explicit ServerTest(std::size_t max_connections = limits::kMaxConnections) {
    auto server = Server::Listen({.listen = "127.0.0.1:0",
                                  .max_connections = max_connections,
                                  .drain = std::chrono::milliseconds(100)});
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    server_->Start(handler_, "x-test: yes\r\n");
  }
  ~ServerTest() override {
    server_->Stop([] {});
  }

  static std::string Request(const std::string& path, const std::string& body = "",
                             const std::string& headers = "") {
    return absl::StrCat("POST ", path, " HTTP/1.1\r\nHost: a\r\nContent-Length: ", body.size(),
                        "\r\n", headers, "\r\n", body);
  }
  std::string Ask(const std::string& request) {
    Client client(server_->port());
    client.Send(request);
    return client.Read("");
  }

  TestHandler handler_;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, AnswersOneRequestAfterTheOther) {
  Client client(server_->port());
  client.Send(Request("/echo", "one") + Request("/echo", "two"));
  EXPECT_THAT(client.Read("one"), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(client.Read("two"), HasSubstr("x-test: yes\r\n"));
  client.Send(Request("/echo", "three", "Connection: close\r\n"));
  EXPECT_THAT(client.Read(""), HasSubstr("connection: close\r\n"));
}

TEST_F(ServerTest, ARefusalWithoutABodyKeepsTheConnection) {
  Client client(server_->port());
  client.Send(Request("/refuse") + Request("/echo", "on"));
  EXPECT_THAT(client.Read("on"), HasSubstr("HTTP/1.1 403"));
  EXPECT_THAT(Ask(Request("/refuse", "body")), HasSubstr("connection: close"));
}

TEST_F(ServerTest, BodiesAreTakenUpToTheLimit) {
  const std::string most(kMaxBody, 'x');
  Client client(server_->port());
  client.Send(Request("/echo", most));
  EXPECT_THAT(client.Read(most), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(Ask(Request("/echo", most + "x")), StartsWith("HTTP/1.1 413"));
  const std::string chunked =
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
      "Connection: close\r\n\r\n";
  EXPECT_THAT(Ask(chunked + "64\r\n" + most + "\r\n0\r\n\r\n"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(Ask(chunked + "64\r\n" + most + "\r\n1\r\nx\r\n0\r\n\r\n"),
              StartsWith("HTTP/1.1 413"));
}

TEST_F(ServerTest, AHeadIsAnsweredWithoutItsBody) {
  Client client(server_->port());
  client.Send("HEAD /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.Read(""), testing::EndsWith("\r\n\r\n"));
}

TEST_F(ServerTest, WhoWaitsForLeaveIsTold) {
  Client client(server_->port());
  client.Send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.Read("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.Send("ab");
  EXPECT_THAT(client.Read("ab"), StartsWith("HTTP/1.1 200"));
}

TEST_F(ServerTest, AClientThatLeavesIsNoticedWhileNothingIsSaid) {
  Client client(server_->port());
  client.Send(Request("/wait"));
  ASSERT_TRUE(handler_.waiting.Await(1));
  EXPECT_EQ(handler_.gone.get(), 0);
  client.Leave();
  EXPECT_TRUE(handler_.gone.Await(1));
}

TEST_F(ServerTest, AStreamWaitsForItsReader) {
  Client client(server_->port());
  client.Send(Request("/stream"));
  EXPECT_THAT(client.Read("\r\n\r\n"), HasSubstr("transfer-encoding: chunked"));
  ASSERT_TRUE(handler_.written.Await(1));
  // The network's buffers fill, and then nothing more is taken, while others are served.
  for (int before = -1; handler_.written.get() != before;) {
    before = handler_.written.get();
    for (int i = 0; i < 50; ++i) {
      EXPECT_THAT(Ask(Request("/echo", "x", "Connection: close\r\n")), StartsWith("HTTP/1.1 200"));
    }
  }
  const int stuck = handler_.written.get();
  EXPECT_LT(stuck, 1000) << "64 MB for nobody";
  for (int i = 0; i < 1000 && handler_.written.get() == stuck; ++i) client.Skip(64 << 10);
  EXPECT_GT(handler_.written.get(), stuck) << "it goes on when the reader does";
  client.Leave();
  EXPECT_TRUE(handler_.gone.Await(1));
}

TEST_F(ServerTest, StopEndsWhatRuns) {
  Client client(server_->port());
  client.Send(Request("/wait"));
  ASSERT_TRUE(handler_.waiting.Await(1));
  Client idle(server_->port());
  idle.Send(Request("/echo", "x"));
  idle.Read("x-test");
  server_->Drain();
  std::thread stopping([&] { server_->Stop([] {}); });
  EXPECT_TRUE(handler_.gone.Await(1));
  stopping.join();
  EXPECT_EQ(client.Read(""), "");
}

class ThreeConnections : public ServerTest {
 protected:
  ThreeConnections() : ServerTest(3) {}
};

TEST_F(ThreeConnections, TheFourthIsClosed) {
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<Client>(server_->port()));
    clients.back()->Send(Request("/wait"));
  }
  ASSERT_TRUE(handler_.waiting.Await(3));
  Client fourth(server_->port());
  EXPECT_EQ(fourth.Read(""), "");
  clients.pop_back();
  ASSERT_TRUE(handler_.gone.Await(1));
  // The place of who left is free once the server has closed its side.
  for (bool answered = false; !answered;) {
    Client next(server_->port());
    next.Send(Request("/echo", "x", "Connection: close\r\n"));
    answered = next.Read("").rfind("HTTP/1.1 200", 0) == 0;
  }
}

TEST(ListenTest, SaysWhatIsWrong) {
  auto first = Server::Listen({.listen = "127.0.0.1:0"});
  ASSERT_TRUE(first.ok());
  EXPECT_TRUE(absl::IsAlreadyExists(
      Server::Listen({.listen = absl::StrCat("127.0.0.1:", (*first)->port())}).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(Server::Listen({.listen = "0.0.0.0:0"}).status()));
  EXPECT_TRUE(Server::Listen({.listen = "0.0.0.0:0", .insecure = true}).ok());
  EXPECT_TRUE(absl::IsInvalidArgument(Server::Listen({.listen = "8080"}).status()));
  EXPECT_TRUE(
      absl::IsInvalidArgument(Server::Listen({.listen = "127.0.0.1:0", .tls_cert = "x"}).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(
      Server::Listen({.listen = "127.0.0.1:0", .tls_cert = "none", .tls_key = "none"}).status()));
}

}  // namespace
}  // namespace plenum::gateway::http
