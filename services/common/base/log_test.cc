#include "services/common/base/log.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <future>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace plenum::base {
namespace {

// Standard error as a pipe, for as long as it lives.
class PipedStderr {
 public:
  PipedStderr() : real_(dup(STDERR_FILENO)) {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) std::abort();
    dup2(ends_[1], STDERR_FILENO);
  }
  ~PipedStderr() {
    FlushLog();
    Restore();
    close(ends_[0]);
  }
  PipedStderr(const PipedStderr&) = delete;
  PipedStderr& operator=(const PipedStderr&) = delete;

  // Everything that is written until `write` returns.
  template <typename Write>
  std::string Read(const Write& write) {
    auto text = std::async(std::launch::async, [this] {
      std::string all;
      std::array<char, 4096> piece{};
      for (ssize_t n = 0; (n = read(ends_[0], piece.data(), piece.size())) > 0;) {
        all.append(piece.data(), static_cast<std::size_t>(n));
      }
      return all;
    });
    write();
    FlushLog();
    Restore();  // the last writing end, so that reading ends
    return text.get();
  }

 private:
  void Restore() {
    if (real_ < 0) return;
    dup2(real_, STDERR_FILENO);
    close(real_);
    close(ends_[1]);
    real_ = -1;
  }

  int real_;
  std::array<int, 2> ends_{};
};

TEST(LogTest, LinesOfManyThreadsArriveWholeAndInTheOrderOfEach) {
  SetLogLevel(LogLevel::kInfo);
  constexpr int kThreads = 8;
  constexpr int kLines = 2000;
  PipedStderr pipe;
  std::istringstream text(pipe.Read([] {
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([t] {
        for (int i = 0; i < kLines; ++i) {
          Log(LogLevel::kInfo, "tested",
              {{"thread", std::to_string(t)}, {"line", std::to_string(i)}});
        }
      });
    }
    for (auto& thread : threads) thread.join();
  }));
  std::array<int, kThreads> next{};
  for (std::string line; std::getline(text, line);) {
    int thread = -1;
    int number = -1;
    ASSERT_EQ(std::sscanf(line.c_str() + std::min(line.size(), line.find(R"("event")")),
                          R"("event":"tested","thread":"%d","line":"%d"})", &thread, &number),
              2)
        << line;
    EXPECT_EQ(number, next.at(static_cast<std::size_t>(thread))++) << line;
    EXPECT_EQ(line.back(), '}');
  }
  for (const int lines : next) EXPECT_EQ(lines, kLines);
}

TEST(LogTest, AReaderThatStopsLosesLinesAndStopsNobody) {
  SetLogLevel(LogLevel::kInfo);
  const std::uint64_t lost_before = LostLogLines();
  PipedStderr pipe;
  const std::string long_value(100'000, 'x');
  // Nobody reads: the pipe holds 64 KiB, the queue a few MiB, and these are 20 MB.
  constexpr std::uint64_t kLines = 200;
  for (std::uint64_t i = 0; i < kLines; ++i) {
    Log(LogLevel::kInfo, "long", {{"value", long_value}});
  }
  const std::uint64_t lost = LostLogLines() - lost_before;
  EXPECT_GT(lost, 0U);
  const std::string text = pipe.Read([] {});
  const auto arrived = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
  EXPECT_EQ(arrived + lost, kLines) << "each line is written or counted as lost";
}

TEST(LogTest, ValuesAreEscaped) {
  SetLogLevel(LogLevel::kInfo);
  PipedStderr pipe;
  const std::string text = pipe.Read([] {
    Log(LogLevel::kInfo, "escaped", {{"value", "a\"b\\c\nd\x7f"}});
  });
  EXPECT_NE(text.find(R"("value":"a\"b\\c\u000ad\u007f"})"), std::string::npos) << text;
}

TEST(LogTest, BelowTheLevelNothingIsWritten) {
  SetLogLevel(LogLevel::kError);
  PipedStderr pipe;
  EXPECT_EQ(pipe.Read([] { Log(LogLevel::kWarning, "quiet"); }), "");
}

}  // namespace
}  // namespace plenum::base
