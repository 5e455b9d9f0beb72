#include "services/deliberation/tally/condorcet/split_cycle.h"

#include <utility>

#include "services/deliberation/tally/condorcet/support.h"
#include "services/deliberation/tally/schulze.h"

namespace plenum::tally {

absl::StatusOr<Count> SplitCycle(const PairwiseMatrix& matrix, const TiePolicy& tie_policy) {
  // Schulze's strongest paths by margins are the ones that the definition needs.
  absl::StatusOr<SchulzeResult> paths = Schulze(matrix, {Strength::kMargins, KeepTied{}});
  if (!paths.ok()) return paths.status();
  const auto defeats = [&](OptionIndex a, OptionIndex b) {
    return paths->LinkStrength(a, b) > paths->PathStrength(b, a);
  };
  const int n = matrix.option_count();
  condorcet::Tiers tiers = condorcet::Layers(n, defeats);
  absl::StatusOr<Count> count = condorcet::Finish(n, tiers, tie_policy);
  if (!count.ok()) return count;
  for (const condorcet::Duel& duel : condorcet::DuelsByStrength(matrix, Strength::kMargins)) {
    count->defeats.push_back(condorcet::ToDefeat(duel, defeats(duel.winner, duel.loser)));
  }
  count->sets.push_back({"Split Cycle winners", std::move(tiers.front())});
  return count;
}

}  // namespace plenum::tally
