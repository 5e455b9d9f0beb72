#include "services/deliberation/tally/condorcet/schulze_count.h"

#include "services/deliberation/tally/condorcet/support.h"

namespace plenum::tally {

absl::StatusOr<Count> SchulzeCount(const PairwiseMatrix& matrix, const SchulzeOptions& options) {
  absl::StatusOr<SchulzeResult> result = Schulze(matrix, options);
  if (!result.ok()) return result.status();
  absl::StatusOr<Count> count = condorcet::Finish(
      matrix.option_count(), result->ranking_by_votes().Tiers(), options.tie_policy);
  if (!count.ok()) return count;
  for (const condorcet::Duel& duel : condorcet::DuelsByStrength(matrix, options.strength)) {
    count->defeats.push_back(condorcet::ToDefeat(duel, result->Beats(duel.winner, duel.loser)));
  }
  count->sets.push_back({"Schulze winners", result->ranking_by_votes().Tiers().front()});
  return count;
}

}  // namespace plenum::tally
