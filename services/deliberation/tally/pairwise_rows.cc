// Compiled with -O3 (see CMakeLists.txt), which turns the loops over bytes into vector instructions
// where they are not written as such.
#include "services/deliberation/tally/pairwise_rows.h"

#include <array>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace plenum::tally {
namespace {

using Row = RankBlocks::Row;

// How one kind of machine compares two rows: bit i of Less is x[i] < y[i], of NonZero x[i] != 0.
struct Portable {
  static_assert(std::endian::native == std::endian::little, "Gather reads the lowest byte first");

  // Eight bytes of 0 or 1 as eight bits: the product moves byte i to bit 56 + i.
  static uint64_t Gather(const std::array<uint8_t, RankBlocks::kLanes>& bytes) {
    uint64_t bits = 0;
    for (size_t i = 0; i < RankBlocks::kLanes; i += 8) {
      uint64_t eight;
      std::memcpy(&eight, &bytes[i], sizeof(eight));
      bits |= (eight * 0x0102040810204080U >> 56U) << i;
    }
    return bits;
  }
  static uint64_t Less(const Row& x, const Row& y) {
    std::array<uint8_t, RankBlocks::kLanes> less;
    for (size_t i = 0; i < less.size(); ++i) less[i] = x.places[i] < y.places[i] ? 1 : 0;
    return Gather(less);
  }
  static uint64_t NonZero(const Row& x) { return Less(Row{}, x); }
};

#if defined(__x86_64__)
#define PLENUM_AVX2 "avx2,popcnt"
#define PLENUM_AVX512 "avx512bw,popcnt"

// Functions for one kind of machine are only inlined into others for it, so that these are not
// forced to be: CountAny and CountStrict, which call them, are for none.
struct Avx2 {
  // There is no comparison of unsigned bytes: x < y where the greater of both is not x.
  [[gnu::target(PLENUM_AVX2)]] static uint64_t Half(const uint8_t* x, const uint8_t* y) {
    const __m256i a = _mm256_load_si256(reinterpret_cast<const __m256i*>(x));
    const __m256i b = _mm256_load_si256(reinterpret_cast<const __m256i*>(y));
    const __m256i not_less = _mm256_cmpeq_epi8(_mm256_max_epu8(a, b), a);
    return static_cast<uint32_t>(~_mm256_movemask_epi8(not_less));
  }
  [[gnu::target(PLENUM_AVX2)]] static uint64_t Less(const Row& x, const Row& y) {
    return Half(&x.places[0], &y.places[0]) | Half(&x.places[32], &y.places[32]) << 32U;
  }
  [[gnu::target(PLENUM_AVX2)]] static uint64_t NonZero(const Row& x) { return Less(Row{}, x); }
};

struct Avx512 {
  [[gnu::target(PLENUM_AVX512)]] static uint64_t Less(const Row& x, const Row& y) {
    return _mm512_cmplt_epu8_mask(_mm512_load_si512(&x), _mm512_load_si512(&y));
  }
  [[gnu::target(PLENUM_AVX512)]] static uint64_t NonZero(const Row& x) {
    const __m512i places = _mm512_load_si512(&x);
    return _mm512_test_epi8_mask(places, places);
  }
};
#endif

// What the ballots of these bits count in all.
[[gnu::always_inline]] inline int64_t Weigh(uint64_t ballots, std::span<const uint64_t> planes) {
  int64_t weight = std::popcount(ballots & planes[0]);
  for (size_t k = 1; k < planes.size(); ++k) {
    weight += int64_t{std::popcount(ballots & planes[k])} << k;
  }
  return weight;
}

template <typename Machine>
[[gnu::always_inline]] inline void CountAny(const Row* rows, size_t n,
                                            std::span<const uint64_t> planes,
                                            const PairCounts& counts) {
  size_t pair = 0;
  std::array<uint64_t, RankBlocks::kMostOptions> compared;
  for (size_t a = 0; a < n; ++a) compared[a] = Machine::NonZero(rows[a]);
  for (size_t a = 0; a < n; ++a) {
    for (size_t b = a + 1; b < n; ++b, ++pair) {
      const uint64_t both = compared[a] & compared[b];
      const uint64_t above = Machine::Less(rows[a], rows[b]) & both;
      const uint64_t below = Machine::Less(rows[b], rows[a]) & both;
      counts.above[pair] += Weigh(above, planes);
      counts.below[pair] += Weigh(below, planes);
      counts.level[pair] += Weigh(both & ~(above | below), planes);
    }
  }
}

template <typename Machine>
[[gnu::always_inline]] inline void CountStrict(const Row* rows, size_t n,
                                               std::span<const uint64_t> planes,
                                               const PairCounts& counts) {
  int64_t* __restrict above = counts.above;
  if (planes.size() == 1) {
    const uint64_t present = planes[0];
    for (size_t a = 0; a < n; ++a) {
      for (size_t b = a + 1; b < n; ++b) {
        *above++ += std::popcount(Machine::Less(rows[a], rows[b]) & present);
      }
    }
    return;
  }
  for (size_t a = 0; a < n; ++a) {
    for (size_t b = a + 1; b < n; ++b) {
      *above++ += Weigh(Machine::Less(rows[a], rows[b]), planes);
    }
  }
}

void AnyPortable(const Row* rows, size_t n, std::span<const uint64_t> planes,
                 const PairCounts& counts) {
  CountAny<Portable>(rows, n, planes, counts);
}
void StrictPortable(const Row* rows, size_t n, std::span<const uint64_t> planes,
                    const PairCounts& counts) {
  CountStrict<Portable>(rows, n, planes, counts);
}

#if defined(__x86_64__)
[[gnu::target(PLENUM_AVX2)]] void AnyAvx2(const Row* rows, size_t n,
                                          std::span<const uint64_t> planes,
                                          const PairCounts& counts) {
  CountAny<Avx2>(rows, n, planes, counts);
}
[[gnu::target(PLENUM_AVX2)]] void StrictAvx2(const Row* rows, size_t n,
                                             std::span<const uint64_t> planes,
                                             const PairCounts& counts) {
  CountStrict<Avx2>(rows, n, planes, counts);
}
[[gnu::target(PLENUM_AVX512)]] void AnyAvx512(const Row* rows, size_t n,
                                              std::span<const uint64_t> planes,
                                              const PairCounts& counts) {
  CountAny<Avx512>(rows, n, planes, counts);
}
[[gnu::target(PLENUM_AVX512)]] void StrictAvx512(const Row* rows, size_t n,
                                                 std::span<const uint64_t> planes,
                                                 const PairCounts& counts) {
  CountStrict<Avx512>(rows, n, planes, counts);
}
#endif

}  // namespace

RowCounters PortableRowCounters() { return {AnyPortable, StrictPortable}; }

RowCounters FastestRowCounters() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("popcnt")) {
    if (__builtin_cpu_supports("avx512bw")) return {AnyAvx512, StrictAvx512};
    if (__builtin_cpu_supports("avx2")) return {AnyAvx2, StrictAvx2};
  }
#endif
  return PortableRowCounters();
}

}  // namespace plenum::tally
