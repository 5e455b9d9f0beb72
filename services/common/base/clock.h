// clock: the time, injected, so that tests need not wait.
#pragma once

#include <atomic>
#include <cstdint>

namespace plenum::base {

// Microseconds since 1970 (UTC). Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual std::int64_t NowMicros() const = 0;
};

// The system's clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] std::int64_t NowMicros() const override;
};

// A clock that a test sets.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(std::int64_t micros = 1'700'000'000'000'000) : micros_(micros) {}
  [[nodiscard]] std::int64_t NowMicros() const override { return micros_; }
  void Advance(std::int64_t micros) { micros_ += micros; }

 private:
  std::atomic<std::int64_t> micros_;
};

}  // namespace plenum::base
