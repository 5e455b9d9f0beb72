#include "services/common/base/log.h"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>

namespace plenum::base {
namespace {

constexpr std::size_t kQueuedLines = 8192;
constexpr std::size_t kBufferBytes = 64 << 10;

// Gathers lines and hands them to the kernel in large pieces; the logger flushes it when idle.
class StderrSink final : public spdlog::sinks::base_sink<std::mutex> {
 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    buffer_.append(message.payload.data(), message.payload.size());
    buffer_.push_back('\n');
    if (buffer_.size() >= kBufferBytes) flush_();
  }
  void flush_() override {
    for (std::size_t written = 0; written < buffer_.size();) {
      const ssize_t count =
          write(STDERR_FILENO, buffer_.data() + written, buffer_.size() - written);
      if (count <= 0) break;  // nowhere to complain to
      written += static_cast<std::size_t>(count);
    }
    buffer_.clear();
  }

 private:
  std::string buffer_;
};

struct Logger {
  Logger() {
    logger->set_level(spdlog::level::trace);
    logger->flush_on(spdlog::level::warn);
    // A flush a second keeps `tail -f` useful and costs nothing under load.
    spdlog::register_logger(logger);
    spdlog::flush_every(std::chrono::seconds(1));
  }
  std::shared_ptr<spdlog::details::thread_pool> pool =
      std::make_shared<spdlog::details::thread_pool>(kQueuedLines, 1);
  std::shared_ptr<spdlog::async_logger> logger =
      std::make_shared<spdlog::async_logger>("plenum", std::make_shared<StderrSink>(), pool,
                                             spdlog::async_overflow_policy::overrun_oldest);
};

Logger& TheLogger() {
  static Logger logger;
  return logger;
}

std::atomic<LogLevel> minimum_level{LogLevel::kWarning};

std::string_view LevelName(LogLevel level) {
  constexpr std::array<std::string_view, 5> kNames = {"debug", "info", "warning", "error", "off"};
  return kNames[static_cast<std::size_t>(level)];
}

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  return level >= LogLevel::kWarning ? spdlog::level::warn : spdlog::level::info;
}

void AppendEscaped(std::string& line, std::string_view value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      line.push_back('\\');
      line.push_back(c);
    } else if (byte < 0x20 || byte == 0x7f) {
      line.append("\\u00");
      line.push_back(kDigits[byte >> 4]);
      line.push_back(kDigits[byte & 15]);
    } else {
      line.push_back(c);
    }
  }
}

void AppendNow(std::string& line, std::int64_t now_ms) {
  const std::time_t seconds = now_ms / 1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 40> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
  line.append(text.data(), size);
  const auto ms = static_cast<int>(now_ms % 1000);
  line.push_back('.');
  for (const int divisor : {100, 10, 1}) line.push_back(static_cast<char>('0' + ms / divisor % 10));
  line.push_back('Z');
}

}  // namespace

void SetLogLevel(LogLevel level) { minimum_level = level; }

bool LogEnabled(LogLevel level) { return level >= minimum_level.load(std::memory_order_relaxed); }

void Log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (!LogEnabled(level)) return;
  const std::int64_t now_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                                  std::chrono::system_clock::now().time_since_epoch())
                                  .count();
  std::string line;
  line.reserve(256);
  line.append(R"({"time":")");
  AppendNow(line, now_ms);
  line.append(R"(","level":")").append(LevelName(level));
  line.append(R"(","event":")").append(event).push_back('"');
  for (const auto& field : fields) {
    line.append(",\"").append(field.key).append("\":\"");
    AppendEscaped(line, field.value);
    line.push_back('"');
  }
  line.push_back('}');
  TheLogger().logger->log(ToSpdlog(level), spdlog::string_view_t(line.data(), line.size()));
}

std::uint64_t LostLogLines() { return TheLogger().pool->overrun_counter(); }

void FlushLog() { TheLogger().logger->flush(); }

}  // namespace plenum::base
