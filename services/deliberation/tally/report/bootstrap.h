// Drawing the ballots of a count again: see Bootstrap in robustness.h.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/report/robustness.h"

namespace plenum::tally {

// Draws from Mersenne Twister 64 seeded by the first eight bytes (big-endian) of
// SHA-256("<seed>:<what>"), so that anyone can draw the same.
//
//   Draws draws("2031-05-04", "sample 7");
//   draws.Poisson(3);
class Draws {
 public:
  Draws(const std::string& seed, const std::string& what);

  // 0 <= x < bound, for bound >= 1.
  uint64_t Below(uint64_t bound);

  // A Poisson variable of this mean, 0 <= mean <= 2^53: by inversion, one unit at a time, up to a
  // mean of 32; above that by rounding the normal approximation (the sum of twelve uniform
  // variables, whole numbers only), cut at 0.
  int64_t Poisson(int64_t mean);

 private:
  std::mt19937_64 engine_;
};

// Counts `options.samples` redrawn sets of ballots, or fewer where a recount takes many steps.
absl::StatusOr<Bootstrap> RunBootstrap(const Profile& profile, const MethodUnderTest& method,
                                       const RobustnessOptions& options);

}  // namespace plenum::tally
