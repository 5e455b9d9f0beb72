// PythonRandom: the random numbers of the programming language Python's random.Random, to the bit.
// Tie-breaks that were published by a Python program (the STAR tabulator starvote shuffles by it)
// can be repeated with it.
//
//   PythonRandom random(int64_t{42});
//   random.Shuffle(&options);         // as random.Random(42).shuffle(options)
//
// Sources: M. Matsumoto and T. Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed
// uniform pseudo-random number generator", ACM TOMACS 8 (1998), with the array seeding that its
// authors published in 2002; Python's documentation of the module random ("version 2" seeds).
// No source of secrets: whoever knows the seed knows the order, which is the purpose.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "services/deliberation/tally/ranking.h"

namespace plenum::tally {

class PythonRandom {
 public:
  // As random.Random(seed) for a whole number: its sign does not matter.
  explicit PythonRandom(int64_t seed);
  // As random.Random(seed) for a byte string, which is followed by its SHA-512 first.
  explicit PythonRandom(std::string_view seed_bytes);

  // Uniform in 0..count-1. Requires 1 <= count < 2^31.
  uint32_t Below(uint32_t count);

  // As random.shuffle. O(n).
  void Shuffle(std::vector<OptionIndex>* options);

  // As random.sample(population, wanted), for 0 <= wanted <= 5 and at most the population. O(n).
  std::vector<OptionIndex> Sample(std::span<const OptionIndex> population, int wanted);

 private:
  static constexpr size_t kStateSize = 624;

  void Seed(std::span<const uint32_t> key);
  void Refill();
  uint32_t Next();

  std::array<uint32_t, kStateSize> state_{};
  size_t used_ = kStateSize;
};

}  // namespace plenum::tally
