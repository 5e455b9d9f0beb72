#include "services/deliberation/tally/condorcet/copeland.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "services/deliberation/tally/condorcet/support.h"

namespace plenum::tally {

absl::StatusOr<Count> Copeland(const PairwiseMatrix& matrix, const TiePolicy& tie_policy) {
  const int n = matrix.option_count();
  const auto size = static_cast<size_t>(n);
  std::vector<int64_t> score(size, 0);
  std::vector<int64_t> won(size, 0);
  std::vector<int64_t> lost(size, 0);
  std::vector<int64_t> level(size, 0);
  for (OptionIndex a = 0; a < n; ++a) {
    const auto i = static_cast<size_t>(a);
    for (OptionIndex b = 0; b < n; ++b) {
      if (a == b) continue;
      const int64_t margin = matrix.margin(a, b);
      ++(margin > 0 ? won : margin < 0 ? lost : level)[i];
    }
    score[i] = won[i] - lost[i];
  }
  absl::StatusOr<Count> count = condorcet::Finish(n, condorcet::TiersByScore(score), tie_policy);
  if (!count.ok()) return count;
  count->figures.push_back(condorcet::MakeFigure("duels won less duels lost", score));
  count->figures.push_back(condorcet::MakeFigure("duels won", won));
  count->figures.push_back(condorcet::MakeFigure("duels lost", lost, /*higher_is_better=*/false));
  count->figures.push_back(condorcet::MakeFigure("level duels", level));
  return count;
}

}  // namespace plenum::tally
