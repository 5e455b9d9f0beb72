// connection: HTTP/1.1 on one transport: requests in, answers out, one after the other.
//
// A read is pending at all times, also while an answer is made, so that a client that leaves is
// noticed at once. What comes meanwhile is kept, up to the size of one request's headers.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>  // before Boost 1.74's Asio, which forgets it

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "services/gateway/http/loop.h"
#include "services/gateway/http/message.h"
#include "services/gateway/http/transport.h"

namespace plenum::gateway::http {

// What connections of one server share.
struct ConnectionOptions {
  Handler* handler = nullptr;
  BodyBudget* budget = nullptr;
  std::string security_headers;  // "name: value\r\n…", added to every answer
  std::atomic<bool>* draining = nullptr;
};

class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Loop& loop, std::unique_ptr<Transport> transport, const ConnectionOptions& options);
  ~Connection();

  void Start();
  void Close();
  void Drain();
  [[nodiscard]] std::chrono::steady_clock::time_point deadline() const { return deadline_; }
  void OnDeadline();

 private:
  class Answer;
  friend class Answer;
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  enum class State { kGreeting, kHeader, kBody, kAnswering, kLingering, kClosed };

  void Read();
  void OnRead(const boost::system::error_code& error, std::size_t size);
  // Goes on with what has come, as far as it goes.
  void Advance();
  // These three are false when more bytes are needed or nothing more is to be read.
  bool TakeHeader();
  bool TakeBody();
  bool Admit();

  void ExtendBodyDeadline();
  void Dispatch();
  // Answers something that is not worth reading on after, and closes.
  void Refuse(Response response);
  void Refuse(int status, std::string_view why);
  [[nodiscard]] std::string HeadText(const ResponseHead& head, const HeaderList& added,
                                     std::optional<std::size_t> length) const;
  // `done` is called on success and failure. Writes go out one after the other.
  void Write(std::shared_ptr<const Payload> payload, std::function<void(bool)> done);
  void WriteNext();
  void WriteDone(bool sent);
  void AnswerDone();
  void Linger();
  void SetDeadline(std::chrono::milliseconds from_now);

  Loop& loop_;
  const std::unique_ptr<Transport> transport_;
  const ConnectionOptions& options_;
  State state_ = State::kGreeting;
  std::chrono::steady_clock::time_point deadline_;
  std::chrono::steady_clock::time_point body_began_;
  std::array<char, 8192> incoming_{};  // where the pending read goes
  std::string input_;                  // what came and was not used yet
  std::size_t scanned_ = 0;            // of input_, for the end of the headers
  bool reading_ = false;
  bool in_advance_ = false;
  bool keep_alive_ = true;
  struct Outgoing {
    std::shared_ptr<const Payload> payload;
    std::function<void(bool)> done;
  };
  std::deque<Outgoing> outgoing_;  // the first is on its way
  // Refuses chunk extensions: nobody needs them, and programs read them differently.
  std::function<void(std::uint64_t, boost::beast::string_view, boost::system::error_code&)>
      chunk_check_;
  // The request that is read.
  std::unique_ptr<Parser> parser_;
  RequestHead head_;
  Admission admission_;
  std::size_t body_bytes_ = 0;
  std::size_t reserved_ = 0;  // of the budget
  std::shared_ptr<Answer> answer_;
};

}  // namespace plenum::gateway::http
