// Stopped: how work that has begun is asked to give up, because nobody waits for its answer any
// more. Libraries know no clock; who has one lends the question, and searches and long loops ask it
// between their nodes, rounds and steps:
//
//   CommitteeOptions options;
//   options.stopped = caller.stopped;
//   ElectCommittee(profile, rule, options);  // CANCELLED soon after stopped() says true
//
// It may be asked from several workers at the same time, some hundred thousand times a second, and
// once it has said true it must say so for ever. What was worked out until then is thrown away.
#pragma once

#include <cstdint>
#include <functional>

#include "absl/status/status.h"

namespace plenum::base {

// Empty: never.
using Stopped = std::function<bool()>;

inline bool IsStopped(const Stopped& stopped) { return stopped && stopped(); }

// The error of all work that was stopped: CANCELLED.
inline absl::Status StoppedWork() { return absl::CancelledError("the work was stopped"); }

// Asks once in so many steps, for loops whose steps cost less than the question. Once stopped it
// stays so.
class StopWatch {
 public:
  // `stopped` must outlive this.
  StopWatch(const Stopped& stopped, int64_t every) : stopped_(stopped), every_(every) {}

  bool After(int64_t steps) {
    left_ -= steps;
    if (left_ > 0 || is_stopped_) return is_stopped_;
    left_ = every_;
    is_stopped_ = IsStopped(stopped_);
    return is_stopped_;
  }
  bool is_stopped() const { return is_stopped_; }

 private:
  const Stopped& stopped_;
  int64_t every_;
  int64_t left_ = 0;
  bool is_stopped_ = false;
};

}  // namespace plenum::base
