// The rules of this folder as a list, for callers that run a rule by its identifier, or all of
// them.
//
//   absl::StatusOr<Count> count = CountByRule("ranked_pairs_margins", matrix, KeepTied{});
//   for (const CondorcetRule& rule : CondorcetRules()) ... rule.count(matrix, policy) ...
#pragma once

#include <span>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

struct CondorcetRule {
  std::string_view id;    // "ranked_pairs_margins"
  std::string_view name;  // "Ranked Pairs (margins)"
  // With the defaults of the rule's other options. Errors as in the rule's header.
  absl::StatusOr<Count> (*count)(const PairwiseMatrix& matrix, const TiePolicy& tie_policy);
};

// schulze_winning, schulze_margins, ranked_pairs_winning, ranked_pairs_margins, minimax_winning,
// minimax_margins, minimax_opposition, copeland, kemeny_young, split_cycle, stable_voting, smith,
// schwartz, condorcet_winner, condorcet_loser, black, nanson, baldwin; in that order.
std::span<const CondorcetRule> CondorcetRules();

// NOT_FOUND, with the list, for an unknown identifier; other errors are the rule's.
absl::StatusOr<Count> CountByRule(std::string_view id, const PairwiseMatrix& matrix,
                                  const TiePolicy& tie_policy);

}  // namespace plenum::tally
