#include "services/common/outbound/testing/local_servers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace plenum::outbound {
namespace {

int BoundSocket() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) std::abort();
  return fd;
}

int PortOf(int fd) {
  sockaddr_in address{};
  socklen_t size = sizeof(address);
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

void SendAll(int connection, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

// Reads a connection by lines and lengths.
class Reader {
 public:
  explicit Reader(int connection) : connection_(connection) {}

  // Without its CRLF; nothing at the end of the connection.
  std::optional<std::string> Line() {
    for (;;) {
      const auto end = buffer_.find("\r\n");
      if (end != std::string::npos) {
        std::string line = buffer_.substr(0, end);
        buffer_.erase(0, end + 2);
        return line;
      }
      if (!More()) return std::nullopt;
    }
  }
  std::string Exactly(std::size_t size) {
    while (buffer_.size() < size && More()) continue;
    std::string bytes = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return bytes;
  }
  void UntilTheEnd() {
    while (More()) buffer_.clear();
  }

 private:
  bool More() {
    char bytes[4096];
    const ssize_t got = recv(connection_, bytes, sizeof(bytes), 0);
    if (got <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(got));
    return true;
  }

  const int connection_;
  std::string buffer_;
};

// "FROM:<a@b> SIZE=3" -> "a@b".
std::string AddressIn(std::string_view line) {
  const auto open = line.find('<');
  const auto close = line.find('>');
  return std::string(line.substr(open + 1, close - open - 1));
}

}  // namespace

ReservedPort::ReservedPort() : socket_(BoundSocket()) {}

ReservedPort::~ReservedPort() {
  if (socket_ >= 0) close(socket_);
}

int ReservedPort::port() const { return PortOf(socket_); }

int ReservedPort::Take() { return std::exchange(socket_, -1); }

LocalListener::LocalListener(std::function<void(int)> talk, ReservedPort* at)
    : socket_(at == nullptr ? BoundSocket() : at->Take()), port_(PortOf(socket_)) {
  if (listen(socket_, 16) != 0) std::abort();
  thread_ = std::thread([this, talk = std::move(talk)] { Run(talk); });
}

LocalListener::~LocalListener() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    if (connection_ >= 0) shutdown(connection_, SHUT_RDWR);
  }
  shutdown(socket_, SHUT_RDWR);
  thread_.join();
  close(socket_);
}

void LocalListener::Run(const std::function<void(int)>& talk) {
  for (;;) {
    const int connection = accept(socket_, nullptr, nullptr);
    if (connection < 0) return;
    bool goes_on = false;
    {
      const std::lock_guard lock(mutex_);
      goes_on = !ending_;
      connection_ = connection;
    }
    if (goes_on) talk(connection);
    const std::lock_guard lock(mutex_);
    connection_ = -1;
    close(connection);
    if (ending_) return;
  }
}

std::string Answer(int status, std::string_view headers, std::string_view body) {
  return absl::StrCat("HTTP/1.1 ", status, " Answer\r\n", std::string(headers),
                      "Content-Length: ", body.size(), "\r\nConnection: close\r\n\r\n",
                      std::string(body));
}

LocalHttpServer::LocalHttpServer(Handler handler, ReservedPort* at) : handler_(std::move(handler)) {
  listener_ = std::make_unique<LocalListener>([this](int connection) { Talk(connection); }, at);
}

std::string LocalHttpServer::url(std::string_view path) const {
  return absl::StrCat("http://127.0.0.1:", port(), std::string(path));
}

std::vector<Received> LocalHttpServer::WaitFor(std::size_t count) {
  std::unique_lock lock(mutex_);
  arrived_.wait_for(lock, std::chrono::seconds(20), [&] { return requests_.size() >= count; });
  return requests_;
}

void LocalHttpServer::Talk(int connection) {
  Reader reader(connection);
  Received received;
  const auto first = reader.Line();
  if (!first) return;
  const auto space = first->find(' ');
  received.method = first->substr(0, space);
  received.path = first->substr(space + 1, first->rfind(' ') - space - 1);
  while (const auto line = reader.Line()) {
    if (line->empty()) break;
    const auto colon = line->find(':');
    received.headers[Lower(line->substr(0, colon))] =
        line->substr(std::min(line->size(), colon + 2));
  }
  if (const auto length = received.headers.find("content-length");
      length != received.headers.end()) {
    received.body = reader.Exactly(std::stoul(length->second));
  }
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(received);
  }
  arrived_.notify_all();
  const std::string answer = handler_(received);
  if (answer.empty()) return reader.UntilTheEnd();
  SendAll(connection, answer);
}

std::string ReceivedMail::Header(std::string_view name) const {
  const std::string wanted = Lower(absl::StrCat("\r\n", std::string(name), ":"));
  const std::string head = "\r\n" + data.substr(0, data.find("\r\n\r\n"));
  const auto at = Lower(head).find(wanted);
  if (at == std::string::npos) return "";
  std::string value;
  for (std::size_t i = at + wanted.size(); i < head.size(); ++i) {
    if (head.compare(i, 2, "\r\n") == 0) {
      if (i + 2 >= head.size() || head[i + 2] != ' ') break;
      ++i;
      continue;
    }
    value.push_back(head[i]);
  }
  return value.empty() ? value : value.substr(1);
}

std::string ReceivedMail::Text() const {
  std::string lines = data.substr(data.find("\r\n\r\n") + 4);
  lines.erase(
      std::remove_if(lines.begin(), lines.end(), [](char c) { return c == '\r' || c == '\n'; }),
      lines.end());
  std::string text;
  if (!absl::Base64Unescape(lines, &text)) return "";
  return text;
}

LocalSmtpServer::LocalSmtpServer() {
  listener_ = std::make_unique<LocalListener>([this](int connection) { Talk(connection); });
}

std::string LocalSmtpServer::url() const { return absl::StrCat("smtp://127.0.0.1:", port()); }

std::vector<ReceivedMail> LocalSmtpServer::mails() {
  const std::lock_guard lock(mutex_);
  return mails_;
}

void LocalSmtpServer::AnswerRecipients(std::string line) {
  const std::lock_guard lock(mutex_);
  recipient_answer_ = std::move(line);
}

// RFC 5321, as far as one client needs it.
void LocalSmtpServer::Talk(int connection) {
  Reader reader(connection);
  ReceivedMail mail;
  const auto say = [&](const std::string& line) { SendAll(connection, line + "\r\n"); };
  say("220 localhost");
  while (const auto line = reader.Line()) {
    const std::string verb = Lower(line->substr(0, 4));
    if (verb == "ehlo") {
      say("250-localhost\r\n250-8BITMIME\r\n250 AUTH PLAIN");
    } else if (verb == "auth") {
      std::string encoded = line->substr(line->rfind(' ') + 1);
      if (Lower(encoded) == "plain") {
        say("334 ");
        encoded = reader.Line().value_or("");
      }
      std::string decoded;
      if (!absl::Base64Unescape(encoded, &decoded)) decoded.assign(2, '\0');
      const auto second = decoded.find('\0', 1);
      mail.user = decoded.substr(1, second - 1);
      mail.password = decoded.substr(second + 1);
      say("235 ok");
    } else if (verb == "mail") {
      mail.from = AddressIn(*line);
      say("250 ok");
    } else if (verb == "rcpt") {
      const std::lock_guard lock(mutex_);
      mail.to.push_back(AddressIn(*line));
      say(recipient_answer_);
    } else if (verb == "data") {
      say("354 go on");
      while (const auto text = reader.Line()) {
        if (*text == ".") break;
        absl::StrAppend(&mail.data, absl::StartsWith(*text, ".") ? text->substr(1) : *text, "\r\n");
      }
      {
        const std::lock_guard lock(mutex_);
        mails_.push_back(mail);
      }
      say("250 ok");
    } else if (verb == "quit") {
      say("221 bye");
      return;
    } else {
      say("250 ok");
    }
  }
}

}  // namespace plenum::outbound
