// generator: votes on statements of people whose groups are known, as Polis gathers them: most have
// seen only a part of the statements, some pass, and nobody answers quite as their group does. For
// tests and benchmarks.
//
//   const KnownGroups known = Generate({.groups = 3}, seed);
//   AdjustedRandIndex(known.group, found)
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "services/deliberation/opinions/votes.h"

namespace plenum::opinions {

enum class Shape {
  // Groups stand around a circle, statements ask for one direction each: the spatial model of
  // voting
  // (item response model of two dimensions). Two dimensions hold all that tells groups apart.
  kCircle,
  // Every group is for or against every statement by the toss of a coin: it takes groups - 1
  // dimensions to tell them all apart.
  kCoins,
};

struct GeneratorOptions {
  int members = 120;
  int statements = 40;
  int groups = 3;
  Shape shape = Shape::kCircle;
  double unseen = 0.4;  // of all votes, 0 to 1
  double pass = 0.1;    // of the votes
  double noise = 0.1;   // of the votes: agree or disagree, as likely
  double shared = 0.2;  // of the statements: all groups say the same
};

struct KnownGroups {
  VoteMatrix votes;
  std::vector<int> group;  // of each member; the sizes differ by a factor of up to two
};

// The same for the same seed, on every machine.
KnownGroups Generate(const GeneratorOptions& options, std::uint64_t seed);

// How far two divisions are the same: 1 for the same, about 0 by chance. Source: L. Hubert, P.
// Arabie, "Comparing partitions", Journal of Classification 2, 1985.
double AdjustedRandIndex(std::span<const int> one, std::span<const int> other);

}  // namespace plenum::opinions
