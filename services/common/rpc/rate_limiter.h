// rate_limiter: a token bucket for each caller.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string_view>

#include "services/common/base/string_map.h"

namespace plenum::rpc {

// Thread-safe. Time comes with each call, so that tests need no clock.
class RateLimiter {
 public:
  // `per_second` calls sustained, `burst` at once, for each of at most `max_callers` callers. When
  // more come, those whose buckets are full again are forgotten first.
  RateLimiter(double per_second, double burst, std::size_t max_callers);

  // 0 when `caller` may call now; otherwise the milliseconds until it may.
  int Take(std::string_view caller, std::int64_t now_us);

 private:
  struct Bucket {
    double calls;
    std::int64_t at_us;
  };
  struct Shard {
    std::mutex mutex;
    base::StringMap<Bucket> buckets;
  };
  void MakeRoom(Shard& shard, std::int64_t now_us) const;

  static constexpr std::size_t kShards = 16;
  const double per_us_;
  const double burst_;
  const std::size_t max_per_shard_;
  std::array<Shard, kShards> shards_;
};

}  // namespace plenum::rpc
