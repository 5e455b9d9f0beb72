#include "services/common/rpc/rate_limiter.h"

#include <algorithm>
#include <cmath>

namespace plenum::rpc {

RateLimiter::RateLimiter(double per_second, double burst, std::size_t max_callers)
    : per_us_(per_second / 1e6), burst_(burst), max_per_shard_(max_callers / kShards + 1) {}

void RateLimiter::MakeRoom(Shard& shard, std::int64_t now_us) const {
  std::erase_if(shard.buckets, [&](const auto& entry) {
    const Bucket& bucket = entry.second;
    return bucket.calls + static_cast<double>(now_us - bucket.at_us) * per_us_ >= burst_;
  });
  // Everybody is busy: forgetting all lets each have one more burst, which memory prefers.
  if (shard.buckets.size() >= max_per_shard_) shard.buckets.clear();
}

int RateLimiter::Take(std::string_view caller, std::int64_t now_us) {
  Shard& shard = shards_[std::hash<std::string_view>{}(caller) % shards_.size()];
  const std::lock_guard lock(shard.mutex);
  auto it = shard.buckets.find(caller);
  if (it == shard.buckets.end()) {
    if (shard.buckets.size() >= max_per_shard_) MakeRoom(shard, now_us);
    it = shard.buckets.emplace(std::string(caller), Bucket{burst_, now_us}).first;
  }
  Bucket& bucket = it->second;
  // A clock that was set back adds nothing.
  const auto passed = static_cast<double>(std::max<std::int64_t>(0, now_us - bucket.at_us));
  bucket.calls = std::min(burst_, bucket.calls + passed * per_us_);
  bucket.at_us = now_us;
  if (bucket.calls >= 1) {
    bucket.calls -= 1;
    return 0;
  }
  return std::max(1, static_cast<int>(std::ceil((1 - bucket.calls) / per_us_ / 1000)));
}

}  // namespace plenum::rpc
