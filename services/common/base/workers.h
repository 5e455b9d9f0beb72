// Workers: how a computation runs pieces of work that do not depend on each other. Libraries of
// pure computation start no threads; who has some lends them:
//
//   base::Workers workers = base::OnThreads(2);  // parallel.h
//   PairwiseMatrix::FromProfile(profile, workers);
//
// Each piece writes only to a place of its own, so that results are the same for any number.
// Between pieces `stopped` is asked; work whose pieces were left out returns StoppedWork().
#pragma once

#include <cstddef>
#include <functional>

#include "services/common/base/stopped.h"

namespace plenum::base {

struct Workers {
  // How many pieces can run at the same time; 1 or more.
  int count = 1;
  // Calls work(0) to work(count - 1) in any order, also at the same time, and returns when all are
  // done. Without it they run one after the other.
  std::function<void(size_t count, const std::function<void(size_t)>& work)> run = {};
  // See stopped.h.
  Stopped stopped = {};

  // Pieces that have not begun when `stopped` says true are left out; their places hold nothing.
  void ForEach(size_t pieces, const std::function<void(size_t)>& work) const {
    const auto unless_stopped = [&](size_t piece) {
      if (!IsStopped(stopped)) work(piece);
    };
    if (run && count > 1) {
      run(pieces, unless_stopped);
      return;
    }
    for (size_t piece = 0; piece < pieces; ++piece) unless_stopped(piece);
  }
};

}  // namespace plenum::base
