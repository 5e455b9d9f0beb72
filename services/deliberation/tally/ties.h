// Tie policy as data: what a method does with options that the votes leave level, and the record of
// each time that it had to. Shared by all methods; registered before voting opens.
//
//   SchulzeOptions options;
//   options.tie_policy = SeededPermutation{"2031-05-04 lottery 07 11 23 31 42"};
//
// A policy never changes the order of options that the votes do separate.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/deliberation/tally/exact.h"
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

// The count stops where the votes leave options level and a decision is needed to go on (a round
// that must eliminate one of them); in a finished ranking they stay level. Either way an event says
// what is to be decided, and the result is marked as held.
struct HoldForDecision {
  friend bool operator==(const HoldForDecision&, const HoldForDecision&) = default;
};

using TieFallback = std::variant<KeepTied, DeclaredOrder, SeededPermutation, HoldForDecision>;

// For methods that count in rounds: the option that was ahead in the latest earlier round that
// tells the tied ones apart. Those that no earlier round tells apart go to `fallback`.
struct Backwards {
  TieFallback fallback = KeepTied{};
  friend bool operator==(const Backwards&, const Backwards&) = default;
};

// As Backwards, but by the first round that tells them apart.
struct Forwards {
  TieFallback fallback = KeepTied{};
  friend bool operator==(const Forwards&, const Forwards&) = default;
};

using TiePolicy =
    std::variant<KeepTied, DeclaredOrder, SeededPermutation, HoldForDecision, Backwards, Forwards>;

// One use of a tie policy.
struct TieEvent {
  std::vector<OptionIndex> tied;      // the options that the votes left level, ascending
  std::vector<OptionIndex> resolved;  // the same options in the order that the policy gave, best
                                      // first; empty when it was held for a decision, or kept
  std::string rule;                   // "declared order", "seeded permutation", "backwards",
                                      // "forwards", "held", or "kept": they leave a round together
  std::optional<int> round = {};      // the round it came up in, from 0, where there are rounds
  friend bool operator==(const TieEvent&, const TieEvent&) = default;
};

// Figures of the rounds so far: history[r][option], for Backwards and Forwards. Higher is better.
// An option that is not in a round's count has nothing there.
using RoundHistory = std::vector<std::vector<std::optional<Rational>>>;

// Decides between level options wherever a method has to, and keeps the record.
//
//   absl::StatusOr<TieBreaker> ties = TieBreaker::Create(policy, option_count);
//   std::vector<std::vector<OptionIndex>> order = ties->Order(tied, history);
//   if (order.size() == 1) ...  // still level: the policy keeps ties, or holds
class TieBreaker {
 public:
  // INVALID_ARGUMENT: a declared order that is no permutation of 0..option_count-1 (names the
  // option), or an empty seed. O(n log n).
  static absl::StatusOr<TieBreaker> Create(const TiePolicy& policy, int option_count);

  // The level options in the policy's order, best first, as tiers: single ones where it separates
  // them, larger ones where it does not. Appends one event when it separated or held any.
  // O(rounds x n + n log n).
  std::vector<std::vector<OptionIndex>> Order(std::span<const OptionIndex> tied,
                                              const RoundHistory& history = {});

  // Splits every tier of more than one option as Order does without a history.
  Ranking Apply(const Ranking& ranking);

  // Whether any tie was held for a decision.
  bool held() const { return held_; }
  const std::vector<TieEvent>& events() const { return events_; }

 private:
  TieBreaker() = default;

  TieFallback fallback_;
  bool by_rounds_ = false;
  bool forwards_ = false;
  std::vector<size_t> position_;  // of each option in the policy's order; empty without one
  bool held_ = false;
  std::vector<TieEvent> events_;
};

// The order of all options that the policy (or its fallback) implies; empty for KeepTied and
// HoldForDecision. Errors as TieBreaker::Create.
absl::StatusOr<std::vector<OptionIndex>> PolicyOrder(const TiePolicy& policy, int option_count);

// Splits every tier of more than one option by the policy and appends one event for each to
// `events`. Backwards and Forwards have no rounds to look at here and go to their fallback. Errors
// as TieBreaker::Create.
absl::StatusOr<Ranking> ApplyTiePolicy(const Ranking& ranking, const TiePolicy& policy,
                                       std::vector<TieEvent>* events);

}  // namespace plenum::tally
