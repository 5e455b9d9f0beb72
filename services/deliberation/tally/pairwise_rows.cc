// Compiled with -O3 (see CMakeLists.txt), which turns the loops over bytes into vector instructions
// of the width that each function may use.
#include "services/deliberation/tally/pairwise_rows.h"

#include <cstring>

namespace plenum::tally {
namespace {

constexpr size_t kShortRow = 16;
constexpr size_t kLongBlock = 64;

// Rows of one 16-byte register, which every x86-64 and ARM machine has.
void CountShort(const uint8_t* tiers, size_t n, size_t /*stride*/, uint8_t* above, uint8_t* level) {
  typedef uint8_t Row __attribute__((vector_size(kShortRow)));  // NOLINT(modernize-use-using)
  Row all;
  std::memcpy(&all, tiers, kShortRow);
  const auto add = [](uint8_t* counts, const Row& delta) {
    Row row;
    std::memcpy(&row, counts, kShortRow);
    row -= delta;  // a true lane of a comparison is -1
    std::memcpy(counts, &row, kShortRow);
  };
  for (size_t a = 0; a < n; ++a) {
    if (tiers[a] == 0) continue;
    const Row own = Row{} + tiers[a];
    add(above + a * kShortRow, reinterpret_cast<Row>(all > own));
    if (level != nullptr) add(level + a * kShortRow, reinterpret_cast<Row>(all == own));
  }
}

// Rows of any length, in blocks that the compiler turns into whole vector registers.
[[gnu::always_inline]] inline void CountLong(const uint8_t* __restrict tiers, size_t n,
                                             size_t stride, uint8_t* __restrict above,
                                             uint8_t* __restrict level) {
  for (size_t a = 0; a < n; ++a) {
    const uint8_t own = tiers[a];
    if (own == 0) continue;
    uint8_t* __restrict above_row = above + a * stride;
    for (size_t block = 0; block < stride; block += kLongBlock) {
      for (size_t i = block; i < block + kLongBlock; ++i) {
        above_row[i] = static_cast<uint8_t>(above_row[i] + (tiers[i] > own));
      }
    }
    if (level == nullptr) continue;
    uint8_t* __restrict level_row = level + a * stride;
    for (size_t block = 0; block < stride; block += kLongBlock) {
      for (size_t i = block; i < block + kLongBlock; ++i) {
        level_row[i] = static_cast<uint8_t>(level_row[i] + (tiers[i] == own));
      }
    }
  }
}

void CountLongPlain(const uint8_t* tiers, size_t n, size_t stride, uint8_t* above, uint8_t* level) {
  CountLong(tiers, n, stride, above, level);
}

#if defined(__x86_64__)
// GCC takes half the width unless it is told; clang does not know the word.
#if defined(__clang__)
#define PLENUM_AVX512 "avx512bw"
#else
#define PLENUM_AVX512 "avx512bw,prefer-vector-width=512"
#endif

[[gnu::target("avx2")]] void CountLongAvx2(const uint8_t* tiers, size_t n, size_t stride,
                                           uint8_t* above, uint8_t* level) {
  CountLong(tiers, n, stride, above, level);
}

[[gnu::target(PLENUM_AVX512)]] void CountLongAvx512(const uint8_t* tiers, size_t n, size_t stride,
                                                    uint8_t* above, uint8_t* level) {
  CountLong(tiers, n, stride, above, level);
}
#endif

}  // namespace

size_t RowStride(size_t n) {
  return n <= kShortRow ? kShortRow : (n + kLongBlock - 1) / kLongBlock * kLongBlock;
}

RowCounter* FastestRowCounter(size_t n) {
  if (n <= kShortRow) return CountShort;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bw")) return CountLongAvx512;
  if (__builtin_cpu_supports("avx2")) return CountLongAvx2;
#endif
  return CountLongPlain;
}

}  // namespace plenum::tally
