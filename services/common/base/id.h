// id: names for new resources.
//
// An id is 16 characters of Crockford's base 32 in lower case: 45 bits of milliseconds, then 35
// random bits, so that ids made later sort later (which keeps index pages together) and two servers
// do not meet. Ids of one source are strictly increasing, also within a millisecond.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "services/common/base/clock.h"

namespace plenum::base {

// Makes ids. Thread-safe. Tests inject their own.
class IdSource {
 public:
  virtual ~IdSource() = default;
  virtual std::string NewId() = 0;
};

// Ids by `clock` and the system's random generator.
class TimeOrderedIds final : public IdSource {
 public:
  explicit TimeOrderedIds(const Clock& clock) : clock_(clock) {}
  std::string NewId() override;

 private:
  const Clock& clock_;
  std::mutex mutex_;
  std::uint64_t last_time_ = 0;
  std::uint64_t last_random_ = 0;
};

// A request_id for a write: 31 characters that nobody can guess (128 random bits) and that sort by
// the time of their making, so that a server's memory of them grows at one end.
std::string NewRequestId(const Clock& clock);

// True for what NewId makes and what people may choose: 1 to 63 of [a-z0-9-].
bool IsValidId(std::string_view id);

// True for a request_id: 1 to 64 of [A-Za-z0-9_-].
bool IsValidRequestId(std::string_view id);

}  // namespace plenum::base
