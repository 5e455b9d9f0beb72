// bench_setup: deliberations for plenum-bench to load, and how soon a watcher of a ranking is told.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace plenum::load {

inline constexpr int kPeople = 256;
inline constexpr int kMeasures = 10;
inline constexpr int kCriteria = 5;

// Ends the program.
[[noreturn]] void Die(const std::string& message);

template <class Response>
Response OrDie(absl::StatusOr<Response> response) {
  if (!response.ok()) Die(std::string(response.status().message()));
  return *std::move(response);
}

// What a deliberation can be loaded with, over and over: the n-th request goes with the token
// n % kPeople.
struct Traffic {
  std::vector<std::string> tokens;  // kPeople
  std::vector<std::string> bodies;  // serialized, without a request id; a multiple of kPeople
  std::size_t bytes = 0;            // of one with a request id
};

// A deliberation in phase voting; a ballot of each member that ranks every measure.
Traffic OpenElection(const std::string& target);

// A deliberation in phase scoring; one score of each member on each measure and criterion.
Traffic OpenScoring(const std::string& target);

// From sending a score until a watcher of the ranking has read what it changed; the call itself
// beside it. One score at a time, in a ranking of kPeople members.
struct WatchDelay {
  double call_p50_us = 0;
  double told_p50_us = 0;
  double told_p99_us = 0;
};
WatchDelay MeasureWatch(const std::string& target, int scores);

}  // namespace plenum::load
