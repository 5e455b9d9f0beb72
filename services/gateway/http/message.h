// message: requests and answers of HTTP, and the exchange of one for the other, without sockets.
//
// A handler gets an Exchange when its request has come whole, and answers once: by Send, or piece
// by piece by Begin, Write and End.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plenum::gateway::http {

// Statuses that are answered here (RFC 9110, section 15).
namespace status {
inline constexpr int kOk = 200;
inline constexpr int kNoContent = 204;
inline constexpr int kNotModified = 304;
inline constexpr int kBadRequest = 400;
inline constexpr int kForbidden = 403;
inline constexpr int kNotFound = 404;
inline constexpr int kMethodNotAllowed = 405;
inline constexpr int kTimeout = 408;
inline constexpr int kTooLarge = 413;
inline constexpr int kUnsupportedType = 415;
inline constexpr int kMisdirected = 421;
inline constexpr int kHeadersTooLarge = 431;
inline constexpr int kNotImplemented = 501;
inline constexpr int kUnavailable = 503;
inline constexpr int kUnsupportedVersion = 505;
}  // namespace status

// What a request says before its body. Views are good as long as the exchange.
struct RequestHead {
  std::string_view method;
  std::string_view path;   // begins with "/", without the query
  std::string_view query;  // without "?"
  std::string_view host;   // HOST or HOST:PORT
  // Names as they came; several of one name are several entries.
  std::vector<std::pair<std::string_view, std::string_view>> headers;

  // The value of the first header of this name (given in lower case), "" when there is none.
  [[nodiscard]] std::string_view Header(std::string_view name) const;
};

// Bytes of an answer, in this order, some of which belong to somebody else.
struct Payload {
  std::string before;
  std::vector<std::string_view> pieces;
  std::shared_ptr<const void> owner;  // of the pieces
  std::string after;

  [[nodiscard]] std::size_t size() const;
};

using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct ResponseHead {
  int status = 200;
  HeaderList headers;
};

struct Response {
  ResponseHead head;
  Payload body;
};

// One request and its answer. Everything but Post is called on the thread of its connection.
class Exchange {
 public:
  virtual ~Exchange() = default;

  [[nodiscard]] virtual const RequestHead& head() const = 0;
  [[nodiscard]] virtual const std::string& body() const = 0;
  // Takes the body out.
  virtual std::string TakeBody() = 0;

  // Runs `task` on the thread of the connection. Any thread.
  virtual void Post(std::function<void()> task) = 0;
  // `gone` is called when the client leaves before the answer is complete, at most once. What is
  // sent from then on goes nowhere.
  virtual void OnGone(std::function<void()> gone) = 0;
  [[nodiscard]] virtual bool is_gone() const = 0;

  // Adds a header to whatever will be answered. Before Send and Begin.
  virtual void AddHeader(std::string name, std::string value) = 0;
  // The whole answer.
  virtual void Send(Response response) = 0;
  // An answer whose length is not known yet. `done` is called when the last bytes were taken by the
  // network, with false when the client has left. One at a time.
  using Done = std::function<void(bool)>;
  virtual void Begin(ResponseHead head, Done done) = 0;
  virtual void Write(Payload piece, Done done) = 0;
  virtual void End(Payload last) = 0;
};

// How a request is to go on after its headers.
struct Admission {
  std::size_t max_body_bytes = 0;
  // Set: this is the answer, and the body is not read.
  std::optional<Response> refusal{};
  // Answers a body that is larger.
  std::function<Response()> too_large{};
};

class Handler {
 public:
  virtual ~Handler() = default;
  // Decides by the headers. Quick.
  virtual Admission Admit(const RequestHead& head) = 0;
  virtual void Handle(std::shared_ptr<Exchange> exchange) = 0;
};

// A short answer in plain text.
Response TextResponse(int status, std::string_view text);
std::string_view ReasonPhrase(int status);
// Compares without regard to the case of ASCII letters.
bool EqualsIgnoreCase(std::string_view a, std::string_view b);

}  // namespace plenum::gateway::http
