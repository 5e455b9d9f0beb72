// Tie policy as data: what a method does with options that the votes leave level, and the record of
// each time that it had to. Shared by all methods; registered before voting opens.
//
//   SchulzeOptions options;
//   options.tie_policy = SeededPermutation{"2031-05-04 lottery 07 11 23 31 42"};
//
// A policy never changes the order of options that the votes do separate.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/deliberation/tally/ranking.h"

namespace plenum::tally {

// Options that the votes leave level share a tier of the result. No events.
struct KeepTied {
  friend bool operator==(const KeepTied&, const KeepTied&) = default;
};

// The option earlier in `order` goes first. `order` names every option exactly once.
struct DeclaredOrder {
  std::vector<OptionIndex> order;
  friend bool operator==(const DeclaredOrder&, const DeclaredOrder&) = default;
};

// A permutation that anyone can recompute from a seed that was published after voting closed or was
// registered before it opened: options sorted by SHA-256 of "<seed>:<option index in decimal>",
// lowest digest first (in a shell: printf '%s' "$seed:0" | sha256sum). The seed is any non-empty
// text.
struct SeededPermutation {
  std::string seed;
  friend bool operator==(const SeededPermutation&, const SeededPermutation&) = default;
};

using TiePolicy = std::variant<KeepTied, DeclaredOrder, SeededPermutation>;

// One use of a tie policy.
struct TieEvent {
  std::vector<OptionIndex> tied;      // the options that the votes left level, ascending
  std::vector<OptionIndex> resolved;  // the same options in the order that the policy gave
  std::string rule;                   // "declared order" or "seeded permutation"
  friend bool operator==(const TieEvent&, const TieEvent&) = default;
};

// The order of all options that the policy implies; empty for KeepTied. INVALID_ARGUMENT: a
// declared order that is no permutation of 0..option_count-1 (names the option), or an empty seed.
// O(n log n).
absl::StatusOr<std::vector<OptionIndex>> PolicyOrder(const TiePolicy& policy, int option_count);

// Splits every tier of more than one option by the policy and appends one event for each to
// `events`. Errors as PolicyOrder.
absl::StatusOr<Ranking> ApplyTiePolicy(const Ranking& ranking, const TiePolicy& policy,
                                       std::vector<TieEvent>* events);

}  // namespace plenum::tally
