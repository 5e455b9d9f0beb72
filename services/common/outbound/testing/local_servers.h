// local_servers: an HTTP and an SMTP server on loopback for tests, each on a port of its own.
//
//   LocalHttpServer target([](const Received&) { return Answer(500); });
//   ... post to target.url() ...
//   EXPECT_EQ(target.WaitFor(1)[0].headers.at("webhook-id"), "d1_7");
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace plenum::outbound {

// A port on which nobody listens: connections are refused, and no other program can get it.
class ReservedPort {
 public:
  ReservedPort();
  ~ReservedPort();
  ReservedPort(const ReservedPort&) = delete;
  ReservedPort& operator=(const ReservedPort&) = delete;
  [[nodiscard]] int port() const;
  // The bound socket, for a listener that begins after all.
  int Take();

 private:
  int socket_;
};

// Takes connections one after the other, on a thread of its own, until it ends.
class LocalListener {
 public:
  // `talk` has the connection's socket, which is closed after it. Without `at` on a free port.
  explicit LocalListener(std::function<void(int)> talk, ReservedPort* at = nullptr);
  ~LocalListener();
  LocalListener(const LocalListener&) = delete;
  LocalListener& operator=(const LocalListener&) = delete;
  [[nodiscard]] int port() const { return port_; }

 private:
  void Run(const std::function<void(int)>& talk);

  int socket_;
  int port_ = 0;
  std::mutex mutex_;
  int connection_ = -1;
  bool ending_ = false;
  std::thread thread_;
};

// What came with one request.
struct Received {
  std::string method;
  std::string path;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

// A whole answer with this status; `headers` as lines that end in CRLF.
std::string Answer(int status, std::string_view headers = "", std::string_view body = "");

class LocalHttpServer {
 public:
  // An empty answer says nothing and waits until the client is gone.
  using Handler = std::function<std::string(const Received&)>;
  explicit LocalHttpServer(Handler handler, ReservedPort* at = nullptr);
  ~LocalHttpServer() = default;

  [[nodiscard]] std::string url(std::string_view path = "/hook") const;
  [[nodiscard]] int port() const { return listener_->port(); }
  // All requests so far, when there are `count` or more; those that there are after a long time.
  std::vector<Received> WaitFor(std::size_t count);
  std::vector<Received> requests() { return WaitFor(0); }

 private:
  void Talk(int connection);

  const Handler handler_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Received> requests_;
  std::unique_ptr<LocalListener> listener_;  // last: its thread uses the others
};

struct ReceivedMail {
  std::string from{};
  std::vector<std::string> to{};
  std::string data{};  // headers and body as sent, dots unstuffed
  std::string user{};  // of AUTH PLAIN
  std::string password{};
  // The body, decoded from base64.
  [[nodiscard]] std::string Text() const;
  // The value of a header, unfolded; empty when there is none.
  [[nodiscard]] std::string Header(std::string_view name) const;
};

class LocalSmtpServer {
 public:
  LocalSmtpServer();
  [[nodiscard]] std::string url() const;
  [[nodiscard]] int port() const { return listener_->port(); }
  std::vector<ReceivedMail> mails();
  // From now on every recipient is answered with this line; "250 ok" at first.
  void AnswerRecipients(std::string line);

 private:
  void Talk(int connection);

  std::mutex mutex_;
  std::string recipient_answer_ = "250 ok";
  std::vector<ReceivedMail> mails_;
  std::unique_ptr<LocalListener> listener_;
};

}  // namespace plenum::outbound
