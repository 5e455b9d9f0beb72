// ParallelFor: independent pieces of work on a few threads. Which thread does which piece is left
// open, so each piece writes only to a place of its own; the result is then the same for any
// number. Pure computation takes Workers instead (workers.h).
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "services/common/base/workers.h"

namespace plenum::base {

// Calls work(0) to work(count - 1), on the calling thread and up to threads - 1 others. `work` must
// not throw.
inline void ParallelFor(size_t count, int threads, const std::function<void(size_t)>& work) {
  std::atomic<size_t> next{0};
  const auto run = [&] {
    for (size_t piece = next++; piece < count; piece = next++) work(piece);
  };
  std::vector<std::thread> others;
  const size_t extra = std::min(count, static_cast<size_t>(std::max(threads, 1)));
  for (size_t i = 1; i < extra; ++i) others.emplace_back(run);
  run();
  for (std::thread& other : others) other.join();
}

// Workers that are threads: the calling one and up to threads - 1 others for each use.
inline Workers OnThreads(int threads, Stopped stopped = {}) {
  return {threads,
          [threads](size_t count, const std::function<void(size_t)>& work) {
            ParallelFor(count, threads, work);
          },
          std::move(stopped)};
}

}  // namespace plenum::base
