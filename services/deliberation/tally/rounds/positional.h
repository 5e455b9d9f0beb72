// Positional rules: a place on a ballot is worth points, and the points are added up.
//
//   absl::StatusOr<Count> count = Borda(profile, {});
//   count->figures[0].values[2];  // Borda points of option 2, exact
//
// Options tied on a ballot share the places that they take up and each get the average of their
// points. With Unranked::kTiedLast the unranked are tied at the end; with kNotCompared the ballot
// gives them no points. Options level in points go to the tie policy (Backwards and Forwards have
// no rounds to look at here and go to their fallback).
#pragma once

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

// The points of place p = 0, 1, ... of n options. On complete ballots all three rank alike.
enum class BordaPoints {
  // n - p: as J.-C. de Borda, "Memoire sur les elections au scrutin" (1781), counted, and
  // CondorcetPHP does.
  kFromOptionCount,
  // n - 1 - p: one for each option below.
  kFromZero,
  // One for each option that the ballot puts below it, less one for each that it puts above: the
  // sum of the margins of its duels (D. Black, "Partial Justification of the Borda Count", Public
  // Choice 28 (1976), 1-15). Under kNotCompared the only one that keeps silent about the unranked.
  kDuels,
};

struct BordaOptions {
  BordaPoints points = BordaPoints::kFromOptionCount;
  TiePolicy tie_policy = KeepTied{};
};

// The Borda count. One figure, "Borda points". INVALID_ARGUMENT only for a malformed tie policy.
// With no ballots all options are level. O(places named on distinct ballots; with kTiedLast and
// truncated ballots n for each).
absl::StatusOr<Count> Borda(const Profile& profile, const BordaOptions& options);

struct DowdallOptions {
  TiePolicy tie_policy = KeepTied{};
};

// Dowdall's rule (Nauru): the first place is worth 1, the second 1/2, the third 1/3 and so on.
// Source: J. Fraenkel and B. Grofman, "The Borda Count and its real-world alternatives: comparing
// scoring rules in Nauru and Slovenia", Australian Journal of Political Science 49 (2014), 186-205.
// One figure, "Dowdall points", exact. Errors as Borda. Time as Borda, plus n^2 exact numbers and
// one for each option and distinct (place, size) of tied tiers; memory is bounded at 64 MiB for
// these.
absl::StatusOr<Count> Dowdall(const Profile& profile, const DowdallOptions& options);

}  // namespace plenum::tally
