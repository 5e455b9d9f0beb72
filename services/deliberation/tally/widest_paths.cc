// Compiled with -O3 (see CMakeLists.txt), which turns the loop over a row into vector instructions
// of the width that each function may use.
#include "services/deliberation/tally/widest_paths.h"

#include <algorithm>

namespace plenum::tally {
namespace {

template <typename Strength>
[[gnu::always_inline]] inline void Widen(Strength* __restrict paths, size_t n) {
  for (size_t via = 0; via < n; ++via) {
    for (size_t a = 0; a < n; ++a) {
      const Strength to_via = paths[a * n + via];
      if (a == via || to_via == 0) continue;
      const Strength* __restrict from_via = paths + via * n;
      Strength* __restrict row = paths + a * n;
      for (size_t b = 0; b < n; ++b) {
        const Strength through = from_via[b] < to_via ? from_via[b] : to_via;
        row[b] = row[b] < through ? through : row[b];
      }
      row[a] = 0;  // a cycle through `via` is no path
    }
  }
}

void Plain(int32_t* paths, size_t n) { Widen(paths, n); }
void Plain(int64_t* paths, size_t n) { Widen(paths, n); }

#if defined(__x86_64__)
[[gnu::target("avx2")]] void Avx2(int32_t* paths, size_t n) { Widen(paths, n); }
[[gnu::target("avx2")]] void Avx2(int64_t* paths, size_t n) { Widen(paths, n); }
[[gnu::target("avx512vl")]] void Avx512(int32_t* paths, size_t n) { Widen(paths, n); }
[[gnu::target("avx512vl")]] void Avx512(int64_t* paths, size_t n) { Widen(paths, n); }
#endif

template <typename Strength>
void WidenFast(Strength* paths, size_t n) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512vl")) return Avx512(paths, n);
  if (__builtin_cpu_supports("avx2")) return Avx2(paths, n);
#endif
  Plain(paths, n);
}

}  // namespace

void WidenPaths(std::vector<int64_t>& strengths, size_t n) {
  // Half the bytes are half the time, and few elections have more than 2^31 votes.
  if (std::ranges::all_of(strengths, [](int64_t s) { return s <= INT32_MAX; })) {
    std::vector<int32_t> narrow(strengths.begin(), strengths.end());
    WidenFast(narrow.data(), n);
    std::ranges::copy(narrow, strengths.begin());
    return;
  }
  WidenFast(strengths.data(), n);
}

}  // namespace plenum::tally
