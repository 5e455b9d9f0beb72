#include "services/gateway/http/connection.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/gateway/http/strict.h"
#include "services/gateway/limits.h"

namespace plenum::gateway::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr std::string_view kEndOfHeaders = "\r\n\r\n";

std::string_view View(const beast::string_view& text) { return {text.data(), text.size()}; }

std::string ChunkBegin(std::size_t size) { return absl::StrCat(absl::Hex(size), "\r\n"); }

}  // namespace

// The exchange of one request. Lives as long as its handler wants, but speaks to its connection
// only while that waits for it.
class Connection::Answer final : public Exchange,
                                 public std::enable_shared_from_this<Connection::Answer> {
 public:
  Answer(std::shared_ptr<Connection> connection, std::unique_ptr<Parser> parser, RequestHead head,
         std::size_t reserved)
      : connection_(std::move(connection)),
        parser_(std::move(parser)),
        head_(std::move(head)),
        budget_(connection_->options_.budget),
        reserved_(reserved) {}
  ~Answer() override { budget_->Give(reserved_); }
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;

  [[nodiscard]] const RequestHead& head() const override { return head_; }
  [[nodiscard]] const std::string& body() const override { return parser_->get().body(); }
  std::string TakeBody() override { return std::move(parser_->get().body()); }

  void Post(std::function<void()> task) override {
    asio::post(connection_->loop_.context(), std::move(task));
  }
  void OnGone(std::function<void()> gone) override { gone_ = std::move(gone); }
  [[nodiscard]] bool is_gone() const override { return left_; }

  void AddHeader(std::string name, std::string value) override {
    added_.emplace_back(std::move(name), std::move(value));
  }
  void Send(Response response) override;
  void Begin(ResponseHead head, Done done) override;
  void Write(Payload piece, Done done) override;
  void End(Payload last) override;

  // The client has left.
  void Leave() {
    if (left_ || ended_) return;
    left_ = true;
    const auto gone = std::exchange(gone_, nullptr);
    if (gone) gone();
  }

 private:
  void Finish(std::shared_ptr<const Payload> payload);

  const std::shared_ptr<Connection> connection_;
  const std::unique_ptr<Parser> parser_;
  const RequestHead head_;
  BodyBudget* const budget_;
  const std::size_t reserved_;
  HeaderList added_;
  std::function<void()> gone_;
  std::string pending_head_;
  bool left_ = false;
  bool ended_ = false;
};

void Connection::Answer::Finish(std::shared_ptr<const Payload> payload) {
  ended_ = true;
  gone_ = nullptr;
  connection_->Write(std::move(payload),
                     [self = shared_from_this()](bool) { self->connection_->AnswerDone(); });
}

void Connection::Answer::Send(Response response) {
  if (left_ || ended_) return;
  const int status = response.head.status;
  const bool is_bodiless = status == status::kNoContent || status == status::kNotModified;
  const auto length = is_bodiless ? std::nullopt : std::optional<std::size_t>(response.body.size());
  auto payload = std::make_shared<Payload>(std::move(response.body));
  if (is_bodiless || head_.method == "HEAD") *payload = Payload();
  payload->before = connection_->HeadText(response.head, added_, length) + payload->before;
  Finish(std::move(payload));
}

void Connection::Answer::Begin(ResponseHead head, Done done) {
  if (left_ || ended_) return done(false);
  head.headers.emplace_back("transfer-encoding", "chunked");
  auto payload = std::make_shared<Payload>();
  payload->before = connection_->HeadText(head, added_, std::nullopt);
  connection_->Write(std::move(payload), std::move(done));
}

void Connection::Answer::Write(Payload piece, Done done) {
  if (left_ || ended_) return done(false);
  const std::size_t size = piece.size();
  if (size == 0) return done(true);  // an empty chunk would be the last
  auto payload = std::make_shared<Payload>(std::move(piece));
  payload->before.insert(0, ChunkBegin(size));
  payload->after += "\r\n";
  connection_->Write(std::move(payload), std::move(done));
}

void Connection::Answer::End(Payload last) {
  if (left_ || ended_) return;
  auto payload = std::make_shared<Payload>(std::move(last));
  if (const std::size_t size = payload->size(); size > 0) {
    payload->before.insert(0, ChunkBegin(size));
    payload->after += "\r\n";
  }
  payload->after += "0\r\n\r\n";
  Finish(std::move(payload));
}

Connection::Connection(Loop& loop, std::unique_ptr<Transport> transport,
                       const ConnectionOptions& options)
    : loop_(loop), transport_(std::move(transport)), options_(options) {
  chunk_check_ = [](std::uint64_t, beast::string_view extensions, error_code& error) {
    if (!extensions.empty()) error = beast::http::error::bad_chunk_extension;
  };
  SetDeadline(limits::kHeaderTimeout);
}

Connection::~Connection() { options_.budget->Give(reserved_); }

void Connection::SetDeadline(milliseconds from_now) { deadline_ = loop_.now() + from_now; }

void Connection::Start() {
  transport_->Handshake([self = shared_from_this()](const error_code& error, std::size_t) {
    if (self->state_ == State::kClosed) return;
    if (error) return self->Close();
    self->state_ = State::kHeader;
    self->Read();
  });
}

void Connection::Close() {
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  transport_->Close();
  loop_.Remove(shared_from_this());
  if (const auto answer = std::exchange(answer_, nullptr)) answer->Leave();
}

void Connection::Drain() {
  keep_alive_ = false;
  const bool is_idle = state_ == State::kHeader && input_.empty();
  if (is_idle || state_ == State::kGreeting) Close();
}

void Connection::OnDeadline() {
  const bool is_half_way = state_ == State::kBody || (state_ == State::kHeader && !input_.empty());
  if (!is_half_way) return Close();
  Refuse(status::kTimeout, "the request took too long to come");
}

void Connection::Read() {
  // While an answer is made, no more is kept than the headers of one request.
  if (reading_ || state_ == State::kClosed || input_.size() > limits::kMaxHeaderBytes) return;
  reading_ = true;
  transport_->ReadSome(asio::buffer(incoming_),
                       [self = shared_from_this()](const error_code& error, std::size_t size) {
                         self->OnRead(error, size);
                       });
}

void Connection::OnRead(const error_code& error, std::size_t size) {
  reading_ = false;
  if (state_ == State::kClosed) return;
  if (error) return Close();
  if (state_ == State::kLingering) return Read();  // thrown away
  if (state_ == State::kHeader && input_.empty()) SetDeadline(limits::kHeaderTimeout);
  input_.append(incoming_.data(), size);
  Advance();
  Read();
}

void Connection::Advance() {
  if (in_advance_) return;  // an answer that came at once
  in_advance_ = true;
  const auto self = shared_from_this();
  for (bool more = true; more;) {
    more = state_ == State::kHeader ? TakeHeader() : state_ == State::kBody && TakeBody();
  }
  in_advance_ = false;
}

bool Connection::TakeHeader() {
  // Empty lines before a request are allowed (RFC 9112, section 2.2); old clients send one.
  while (input_.compare(0, 2, "\r\n") == 0) input_.erase(0, 2);
  const std::size_t from = scanned_ < kEndOfHeaders.size() ? 0 : scanned_ - kEndOfHeaders.size();
  const auto end = input_.find(kEndOfHeaders, from);
  const std::size_t size = end == std::string::npos ? input_.size() : end + kEndOfHeaders.size();
  if (size > limits::kMaxHeaderBytes) {
    Refuse(status::kHeadersTooLarge, "the headers are too large");
    return false;
  }
  if (end == std::string::npos) {
    scanned_ = input_.size();
    return false;
  }
  scanned_ = 0;
  if (const auto wrong = CheckHeaderBytes({input_.data(), size}); !wrong.empty()) {
    Refuse(status::kBadRequest, wrong);
    return false;
  }
  parser_ = std::make_unique<Parser>();
  parser_->header_limit(limits::kMaxHeaderBytes);
  parser_->body_limit(std::numeric_limits<std::uint64_t>::max());  // until it is known which holds
  error_code error;
  parser_->put(asio::buffer(input_.data(), size), error);
  const bool is_whole = parser_->is_header_done();
  if ((error && error != beast::http::error::need_more) || !is_whole) {
    Refuse(status::kBadRequest, "the request cannot be read: " + error.message());
    return false;
  }
  input_.erase(0, size);
  return Admit();
}

bool Connection::Admit() {
  const auto& message = parser_->get();
  head_ = RequestHead();
  head_.method = View(message.method_string());
  for (const auto& field : message) {
    head_.headers.emplace_back(View(field.name_string()), View(field.value()));
  }
  const auto wrong = CheckRequest(View(message.target()), message.version(), head_);
  if (wrong.status != 0) {
    Refuse(wrong.status, wrong.why);
    return false;
  }
  keep_alive_ = keep_alive_ && message.keep_alive();
  admission_ = options_.handler->Admit(head_);
  const std::uint64_t length = parser_->content_length().value_or(0);
  const bool has_body = length > 0 || parser_->chunked();
  if (admission_.refusal && !has_body) {
    // Nothing unread stands in the way: the connection may go on.
    admission_.max_body_bytes = 0;
  } else if (admission_.refusal) {
    Refuse(*std::move(admission_.refusal));
    return false;
  }
  if (length > admission_.max_body_bytes) {
    Refuse(admission_.too_large ? admission_.too_large()
                                : TextResponse(status::kTooLarge, "the body is too large"));
    return false;
  }
  const std::size_t expected = parser_->chunked() ? admission_.max_body_bytes : length;
  if (expected > limits::kSmallBodyBytes) {
    if (!options_.budget->Take(expected)) {
      Refuse(status::kUnavailable,
             "too many large requests are on their way; try again in some seconds");
      return false;
    }
    reserved_ = expected;
  }
  parser_->body_limit(admission_.max_body_bytes);
  parser_->on_chunk_header(chunk_check_);
  state_ = State::kBody;
  body_began_ = loop_.now();
  body_bytes_ = 0;
  ExtendBodyDeadline();
  if (has_body && input_.empty() && EqualsIgnoreCase(head_.Header("expect"), "100-continue")) {
    auto go_on = std::make_shared<Payload>();
    go_on->before = "HTTP/1.1 100 Continue\r\n\r\n";
    Write(std::move(go_on), [self = shared_from_this()](bool) {});
  }
  return true;
}

void Connection::ExtendBodyDeadline() {
  const auto earned = milliseconds(1000 * body_bytes_ / limits::kSlowestBodyBytesPerSecond);
  deadline_ =
      std::min(loop_.now() + limits::kBodyIdleTimeout, body_began_ + limits::kBodyGrace + earned);
}

bool Connection::TakeBody() {
  error_code error;
  parser_->eager(true);
  std::size_t used = 0;
  while (!error && !parser_->is_done() && used < input_.size()) {
    used += parser_->put(asio::buffer(input_.data() + used, input_.size() - used), error);
  }
  input_.erase(0, used);
  body_bytes_ += used;
  if (error == beast::http::error::body_limit) {
    Refuse(admission_.too_large ? admission_.too_large()
                                : TextResponse(status::kTooLarge, "the body is too large"));
    return false;
  }
  if (error && error != beast::http::error::need_more) {
    Refuse(status::kBadRequest, "the body of the request is not well-formed: " + error.message());
    return false;
  }
  if (!parser_->is_done()) {
    if (input_.size() > limits::kMaxHeaderBytes) {
      Refuse(status::kBadRequest, "a part of the body's framing is too long");
    } else {
      ExtendBodyDeadline();
    }
    return false;
  }
  Dispatch();
  return false;
}

void Connection::Dispatch() {
  state_ = State::kAnswering;
  deadline_ = steady_clock::time_point::max();
  answer_ = std::make_shared<Answer>(shared_from_this(), std::move(parser_), std::move(head_),
                                     std::exchange(reserved_, 0));
  const auto answer = answer_;
  if (admission_.refusal) return answer->Send(*std::move(admission_.refusal));
  options_.handler->Handle(answer);
}

std::string Connection::HeadText(const ResponseHead& head, const HeaderList& added,
                                 std::optional<std::size_t> length) const {
  std::string text;
  constexpr std::size_t kRoom = 512;
  text.reserve(options_.security_headers.size() + kRoom);
  absl::StrAppend(&text, "HTTP/1.1 ", head.status, " ", std::string(ReasonPhrase(head.status)),
                  "\r\ndate: ", loop_.date(), "\r\n");
  for (const auto* list : {&head.headers, &added}) {
    for (const auto& [name, value] : *list) absl::StrAppend(&text, name, ": ", value, "\r\n");
  }
  if (length) absl::StrAppend(&text, "content-length: ", *length, "\r\n");
  if (!keep_alive_) text += "connection: close\r\n";
  text += options_.security_headers;
  text += "\r\n";
  return text;
}

void Connection::Write(std::shared_ptr<const Payload> payload, std::function<void(bool)> done) {
  if (state_ == State::kClosed) return done(false);
  outgoing_.push_back({std::move(payload), std::move(done)});
  if (outgoing_.size() == 1) WriteNext();
}

void Connection::WriteNext() {
  const Payload& payload = *outgoing_.front().payload;
  std::vector<asio::const_buffer> buffers;
  buffers.reserve(payload.pieces.size() + 2);
  const auto add = [&](std::string_view bytes) {
    if (!bytes.empty()) buffers.emplace_back(bytes.data(), bytes.size());
  };
  add(payload.before);
  for (const auto piece : payload.pieces) add(piece);
  add(payload.after);
  const auto progress = [this] {
    if (state_ == State::kAnswering) SetDeadline(limits::kWriteTimeout);
  };
  progress();
  transport_->Write(std::move(buffers), progress,
                    [self = shared_from_this()](const error_code& error, std::size_t) {
                      self->WriteDone(!error);
                    });
}

void Connection::WriteDone(bool sent) {
  const auto done = std::move(outgoing_.front().done);
  outgoing_.pop_front();
  if (state_ == State::kAnswering) deadline_ = steady_clock::time_point::max();
  if (!sent) Close();
  std::deque<Outgoing> lost;
  if (state_ == State::kClosed) {
    lost.swap(outgoing_);
  } else if (!outgoing_.empty()) {
    WriteNext();
  }
  done(sent);
  // Whoever waits for a write is always told, so that nothing waits for ever.
  for (const auto& waiting : lost) waiting.done(false);
}

void Connection::AnswerDone() {
  if (state_ != State::kAnswering) return;
  answer_ = nullptr;
  if (!keep_alive_ || *options_.draining) return Linger();
  state_ = State::kHeader;
  SetDeadline(input_.empty() ? limits::kKeepAliveTimeout : limits::kHeaderTimeout);
  if (!input_.empty()) Advance();
  Read();
}

void Connection::Refuse(int status, std::string_view why) { Refuse(TextResponse(status, why)); }

void Connection::Refuse(Response response) {
  keep_alive_ = false;
  state_ = State::kAnswering;
  auto payload = std::make_shared<Payload>(std::move(response.body));
  const std::size_t length = payload->size();
  if (head_.method == "HEAD") *payload = Payload();
  payload->before.insert(0, HeadText(response.head, {}, length));
  Write(std::move(payload), [self = shared_from_this()](bool sent) {
    if (sent) self->Linger();
  });
}

// A socket that is closed with bytes unread resets the connection, which can take the answer away
// from the client before it was read. So the rest is read and thrown away for a while.
void Connection::Linger() {
  constexpr milliseconds kLinger{1000};
  state_ = State::kLingering;
  input_.clear();
  SetDeadline(kLinger);
  transport_->FinishSending();
  Read();
}

}  // namespace plenum::gateway::http
