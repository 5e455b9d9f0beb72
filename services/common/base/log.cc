#include "services/common/base/log.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <string>
#include <thread>

#include "services/common/base/mutex.h"

namespace plenum::base {
namespace {

// Written when so much has gathered, or so long after the first line of it.
constexpr std::size_t kPieceBytes = 64 << 10;
constexpr std::chrono::milliseconds kLongestWait{200};
// Lines that would wait beyond this are lost.
constexpr std::size_t kMostBytes = 4 << 20;

void WriteAll(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(STDERR_FILENO, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;  // nowhere to complain to
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

// Gathers lines for a thread that hands them to the kernel in large pieces. A line costs its caller
// a copy and, once per piece, a wake: waking the thread for each line was a tenth of a ballot.
class Writer {
 public:
  Writer() : thread_([this] { Run(); }) {}
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void Add(std::string_view line, bool at_once) {
    bool wake = at_once;
    {
      MutexLock lock(mutex_);
      if (waiting_.size() + line.size() > kMostBytes) {
        ++lost_;
        return;
      }
      wake = wake || waiting_.empty() ||
             (waiting_.size() < kPieceBytes && waiting_.size() + line.size() >= kPieceBytes);
      waiting_.append(line);
      at_once_ = at_once_ || at_once;
    }
    if (wake) wake_.NotifyAll();
  }

  void Flush() {
    MutexLock lock(mutex_);
    at_once_ = true;
    wake_.NotifyAll();
    while (!waiting_.empty() || writing_) written_.Wait(mutex_);
  }

  std::uint64_t lost() {
    MutexLock lock(mutex_);
    return lost_;
  }

 private:
  void AwaitPiece(std::string& piece) {
    MutexLock lock(mutex_);
    while (waiting_.empty()) wake_.Wait(mutex_);
    const auto until = std::chrono::steady_clock::now() + kLongestWait;
    while (waiting_.size() < kPieceBytes && !at_once_) {
      const auto left = until - std::chrono::steady_clock::now();
      if (left <= std::chrono::steady_clock::duration::zero()) break;
      wake_.WaitFor(mutex_, left);
    }
    at_once_ = false;
    std::swap(piece, waiting_);
    writing_ = true;
  }

  void Run() {
    std::string piece;
    for (;;) {
      AwaitPiece(piece);
      WriteAll(piece);
      piece.clear();
      MutexLock lock(mutex_);
      writing_ = false;
      written_.NotifyAll();
    }
  }

  Mutex mutex_;
  CondVar wake_;
  CondVar written_;
  std::string waiting_ ABSL_GUARDED_BY(mutex_);
  bool at_once_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  std::uint64_t lost_ ABSL_GUARDED_BY(mutex_) = 0;
  std::thread thread_;  // last: it uses the others
};

Writer& TheWriter() {
  // Never destroyed: other threads may log until the very end.
  static Writer* const kWriter = new Writer;
  return *kWriter;
}

std::atomic<LogLevel> minimum_level{LogLevel::kWarning};

std::string_view LevelName(LogLevel level) {
  constexpr std::array<std::string_view, 5> kNames = {"debug", "info", "warning", "error", "off"};
  return kNames[static_cast<std::size_t>(level)];
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
  const std::chrono::sys_time<std::chrono::milliseconds> now{std::chrono::milliseconds(now_ms)};
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(now - day);
  const auto append = [&](std::int64_t number, int digits, char end) {
    for (std::int64_t divisor = digits == 4   ? 1000
                                : digits == 3 ? 100
                                              : 10;
         divisor > 0; divisor /= 10) {
      line.push_back(static_cast<char>('0' + number / divisor % 10));
    }
    line.push_back(end);
  };
  append(static_cast<int>(date.year()), 4, '-');
  append(static_cast<unsigned>(date.month()), 2, '-');
  append(static_cast<unsigned>(date.day()), 2, 'T');
  append(time.hours().count(), 2, ':');
  append(time.minutes().count(), 2, ':');
  append(time.seconds().count(), 2, '.');
  append(time.subseconds().count(), 3, 'Z');
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
  line.append("}\n");
  TheWriter().Add(line, level >= LogLevel::kWarning);
}

std::uint64_t LostLogLines() { return TheWriter().lost(); }

void FlushLog() { TheWriter().Flush(); }

}  // namespace plenum::base
