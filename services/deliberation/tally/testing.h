// Helpers for the tally's tests: ballots and profiles in one line, and seeded random ones.
//
//   Profile p = MakeProfile(3, Unranked::kTiedLast, {{Order({{0}, {1, 2}}), 5}});
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/ranking.h"

namespace plenum::tally {

using Tiers = std::vector<std::vector<OptionIndex>>;

// One ballot as tiers, and how often it was cast.
struct CastBallot {
  Tiers tiers;
  int64_t count = 1;
};

inline Ranking MakeRanking(int option_count, const Tiers& tiers) {
  absl::StatusOr<Ranking> ranking = Ranking::Create(option_count, tiers);
  EXPECT_TRUE(ranking.ok()) << ranking.status();
  return *std::move(ranking);
}

inline Profile MakeProfile(int option_count, Unranked unranked,
                           const std::vector<CastBallot>& ballots) {
  absl::StatusOr<Profile> profile = Profile::Create(option_count, unranked);
  EXPECT_TRUE(profile.ok()) << profile.status();
  for (const CastBallot& ballot : ballots) {
    const absl::Status status = profile->Add(MakeRanking(option_count, ballot.tiers), ballot.count);
    EXPECT_TRUE(status.ok()) << status;
  }
  return *std::move(profile);
}

using RandomEngine = std::mt19937_64;

// 0 <= x < count, the same on every platform.
inline int Upto(RandomEngine& engine, int count) {
  return static_cast<int>(engine() % static_cast<uint64_t>(count));
}

// The numbers 0..size-1 shuffled.
inline std::vector<OptionIndex> RandomPermutation(RandomEngine& engine, int size) {
  std::vector<OptionIndex> order(static_cast<size_t>(size));
  std::iota(order.begin(), order.end(), 0);
  for (int i = size - 1; i > 0; --i) {
    std::swap(order[static_cast<size_t>(i)], order[static_cast<size_t>(Upto(engine, i + 1))]);
  }
  return order;
}

// A weak order with ties and, unless `complete`, truncation; it may be empty.
inline Tiers RandomTiers(RandomEngine& engine, int option_count, bool complete) {
  const std::vector<OptionIndex> order = RandomPermutation(engine, option_count);
  const int ranked = complete ? option_count : Upto(engine, option_count + 1);
  Tiers tiers;
  for (int i = 0; i < ranked; ++i) {
    const bool tie_with_last = !tiers.empty() && Upto(engine, 4) == 0;
    if (!tie_with_last) tiers.emplace_back();
    tiers.back().push_back(order[static_cast<size_t>(i)]);
  }
  return tiers;
}

inline std::vector<CastBallot> RandomBallots(RandomEngine& engine, int option_count,
                                             bool complete) {
  std::vector<CastBallot> ballots;
  for (int i = Upto(engine, 12); i >= 0; --i) {
    ballots.push_back({RandomTiers(engine, option_count, complete), 1 + Upto(engine, 3)});
  }
  return ballots;
}

}  // namespace plenum::tally
