// Helpers for the tests of this folder: random matrices, relabelled and reversed ballots, and the
// tiers of a count.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {

inline PairwiseMatrix MatrixOf(int n, Unranked unranked, const std::vector<CastBallot>& ballots) {
  return PairwiseMatrix::FromProfile(MakeProfile(n, unranked, ballots));
}

inline Count Must(absl::StatusOr<Count> count) {
  EXPECT_TRUE(count.ok()) << count.status();
  return *std::move(count);
}

// Runs check(ballots, matrix) for `runs` random elections of least..most options, with ties,
// truncation and both readings of it.
template <typename Check>
void ForRandomElections(uint64_t seed, int runs, int least, int most, const Check& check) {
  RandomEngine engine(seed);
  for (int run = 0; run < runs; ++run) {
    const int n = least + Upto(engine, most - least + 1);
    const std::vector<CastBallot> ballots = RandomBallots(engine, n, Upto(engine, 3) == 0);
    const Unranked unranked = run % 2 == 0 ? Unranked::kTiedLast : Unranked::kNotCompared;
    check(ballots, MatrixOf(n, unranked, ballots));
    if (testing::Test::HasFailure()) return;
  }
}

// Strict complete ballots, with few equal duels.
inline std::vector<CastBallot> StrictBallots(RandomEngine& engine, int n, int kinds, int most) {
  std::vector<CastBallot> ballots;
  for (int i = 0; i < kinds; ++i) {
    Tiers tiers;
    for (const OptionIndex option : RandomPermutation(engine, n)) tiers.push_back({option});
    ballots.push_back({std::move(tiers), 1 + Upto(engine, most)});
  }
  return ballots;
}

// Option o becomes new_index[o].
inline Tiers Relabelled(const Tiers& tiers, const std::vector<OptionIndex>& new_index) {
  Tiers result = tiers;
  for (std::vector<OptionIndex>& tier : result) {
    for (OptionIndex& option : tier) option = new_index[static_cast<size_t>(option)];
    std::sort(tier.begin(), tier.end());
  }
  return result;
}

inline std::vector<CastBallot> Relabelled(std::vector<CastBallot> ballots,
                                          const std::vector<OptionIndex>& new_index) {
  for (CastBallot& ballot : ballots) ballot.tiers = Relabelled(ballot.tiers, new_index);
  return ballots;
}

inline std::vector<CastBallot> Reversed(std::vector<CastBallot> ballots) {
  for (CastBallot& ballot : ballots) std::reverse(ballot.tiers.begin(), ballot.tiers.end());
  return ballots;
}

// No two duels won are equally strong, and none is level.
inline bool NoEqualDuels(const PairwiseMatrix& matrix) {
  std::vector<int64_t> margins;
  for (OptionIndex a = 0; a < matrix.option_count(); ++a) {
    for (OptionIndex b = a + 1; b < matrix.option_count(); ++b) {
      margins.push_back(std::abs(matrix.margin(a, b)));
    }
  }
  std::sort(margins.begin(), margins.end());
  return std::adjacent_find(margins.begin(), margins.end()) == margins.end() &&
         (margins.empty() || margins.front() > 0);
}

// The capital of Tennessee: 0 Memphis, 1 Nashville, 2 Chattanooga, 3 Knoxville.
inline std::vector<CastBallot> Tennessee() {
  return {{{{0}, {1}, {2}, {3}}, 42},
          {{{1}, {2}, {3}, {0}}, 26},
          {{{2}, {3}, {1}, {0}}, 15},
          {{{3}, {2}, {1}, {0}}, 17}};
}

// M. Schulze's 45 voters, A to E as 0 to 4: Voting Matters 17 (2003).
inline std::vector<CastBallot> SchulzesFortyFive() {
  return {{{{0}, {2}, {1}, {4}, {3}}, 5}, {{{0}, {3}, {4}, {2}, {1}}, 5},
          {{{1}, {4}, {3}, {0}, {2}}, 8}, {{{2}, {0}, {1}, {4}, {3}}, 3},
          {{{2}, {0}, {4}, {1}, {3}}, 7}, {{{2}, {1}, {0}, {3}, {4}}, 2},
          {{{3}, {2}, {4}, {1}, {0}}, 7}, {{{4}, {1}, {0}, {3}, {2}}, 8}};
}

}  // namespace plenum::tally
