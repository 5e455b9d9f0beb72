#include "services/deliberation/tally/condorcet/minimax.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "services/deliberation/tally/condorcet/support.h"

namespace plenum::tally {
namespace {

// How bad the duel with `other` is for `option`.
int64_t Badness(const PairwiseMatrix& matrix, OptionIndex option, OptionIndex other,
                MinimaxMeasure measure) {
  switch (measure) {
    case MinimaxMeasure::kWinningVotes:
      return matrix.beats(other, option) ? matrix.prefer(other, option) : 0;
    case MinimaxMeasure::kMargins:
      return matrix.margin(other, option);
    case MinimaxMeasure::kOpposition:
      return matrix.prefer(other, option);
  }
  return 0;
}

std::string FigureName(MinimaxMeasure measure) {
  switch (measure) {
    case MinimaxMeasure::kWinningVotes:
      return "votes in the worst defeat";
    case MinimaxMeasure::kMargins:
      return "worst margin";
    case MinimaxMeasure::kOpposition:
      return "most opposing votes";
  }
  return "";
}

}  // namespace

absl::StatusOr<Count> Minimax(const PairwiseMatrix& matrix, const MinimaxOptions& options) {
  const int n = matrix.option_count();
  std::vector<int64_t> worst(static_cast<size_t>(n), 0);
  std::vector<Defeat> defeats;
  for (OptionIndex a = 0; a < n; ++a) {
    OptionIndex against = -1;
    for (OptionIndex b = 0; b < n; ++b) {
      if (a == b) continue;
      const int64_t badness = Badness(matrix, a, b, options.measure);
      if (against >= 0 && badness <= worst[static_cast<size_t>(a)]) continue;
      against = b;
      worst[static_cast<size_t>(a)] = badness;
    }
    if (worst[static_cast<size_t>(a)] > 0) {
      defeats.push_back({against, a, worst[static_cast<size_t>(a)], true});
    }
  }
  std::stable_sort(defeats.begin(), defeats.end(),
                   [](const Defeat& a, const Defeat& b) { return a.strength > b.strength; });
  absl::StatusOr<Count> count = condorcet::Finish(
      n, condorcet::TiersByScore(worst, /*higher_is_better=*/false), options.tie_policy);
  if (!count.ok()) return count;
  count->figures.push_back(
      condorcet::MakeFigure(FigureName(options.measure), worst, /*higher_is_better=*/false));
  count->defeats = std::move(defeats);
  return count;
}

}  // namespace plenum::tally
