#include "services/common/base/clock.h"

#include <chrono>

namespace plenum::base {

std::int64_t SystemClock::NowMicros() const {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace plenum::base
