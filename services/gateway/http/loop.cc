#include "services/gateway/http/loop.h"

#include <array>
#include <ctime>
#include <vector>

#include "services/gateway/http/connection.h"
#include "services/gateway/limits.h"

namespace plenum::gateway::http {
namespace {

// How late a timeout may be noticed.
constexpr std::chrono::milliseconds kSweep{250};

std::string HttpDate() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 40> text{};
  const std::size_t size =
      std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), size};
}

}  // namespace

bool BodyBudget::Take(std::size_t bytes) {
  if (held_.fetch_add(bytes) + bytes <= limits::kMaxBufferedBytes) return true;
  held_ -= bytes;
  return false;
}

Loop::Loop()
    : work_(context_.get_executor()),
      timer_(context_),
      now_(std::chrono::steady_clock::now()),
      date_(HttpDate()) {}

Loop::~Loop() { Stop(); }

void Loop::Start() {
  Sweep();
  thread_ = std::thread([this] { context_.run(); });
}

void Loop::Stop() {
  if (!thread_.joinable()) return;
  context_.stop();
  thread_.join();
}

void Loop::Add(std::shared_ptr<Connection> connection) {
  connections_.insert(std::move(connection));
  ++count_;
}

void Loop::Remove(const std::shared_ptr<Connection>& connection) {
  if (connections_.erase(connection) > 0) --count_;
}

void Loop::Drain() {
  const std::vector<std::shared_ptr<Connection>> all(connections_.begin(), connections_.end());
  for (const auto& connection : all) connection->Drain();
}

void Loop::CloseAll() {
  const std::vector<std::shared_ptr<Connection>> all(connections_.begin(), connections_.end());
  for (const auto& connection : all) connection->Close();
}

void Loop::Sweep() {
  now_ = std::chrono::steady_clock::now();
  date_ = HttpDate();
  std::vector<std::shared_ptr<Connection>> late;
  for (const auto& connection : connections_) {
    if (connection->deadline() <= now_) late.push_back(connection);
  }
  for (const auto& connection : late) connection->OnDeadline();
  timer_.expires_after(kSweep);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) Sweep();
  });
}

}  // namespace plenum::gateway::http
