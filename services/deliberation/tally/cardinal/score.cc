#include "services/deliberation/tally/cardinal/score.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "services/deliberation/tally/cardinal/standing.h"
#include "services/deliberation/tally/cardinal/wide.h"

namespace plenum::tally {

absl::StatusOr<Count> CountByFigure(std::vector<Figure> figures, const TiePolicy& tie_policy) {
  Ranking by_votes = RankByValue(figures[0].values);
  absl::StatusOr<TieBreaker> ties = TieBreaker::Create(tie_policy, by_votes.option_count());
  if (!ties.ok()) return ties.status();
  Ranking ranking = ties->Apply(by_votes);
  return Count{.ranking = std::move(ranking),
               .ranking_by_votes = std::move(by_votes),
               .events = ties->events(),
               .held = ties->held(),
               .figures = std::move(figures),
               .rounds = {},
               .defeats = {},
               .sets = {}};
}

absl::StatusOr<Count> Approval(const ApprovalProfile& profile, const TiePolicy& tie_policy) {
  std::vector<int64_t> approvals(static_cast<size_t>(profile.option_count()), 0);
  for (const ApprovalGroup& group : profile.groups()) {
    for (const OptionIndex option : group.approved) {
      approvals[static_cast<size_t>(option)] += group.count;
    }
  }
  Figure figure{.name = "approvals", .values = {}};
  for (const int64_t number : approvals) figure.values.emplace_back(number);
  return CountByFigure({std::move(figure)}, tie_policy);
}

absl::StatusOr<Count> Score(const ScoreProfile& profile, ScoreRule rule,
                            const TiePolicy& tie_policy) {
  std::vector<Wide> sums(static_cast<size_t>(profile.option_count()), 0);
  std::vector<int64_t> scored(sums.size(), 0);
  for (const ScoreGroup& group : profile.groups()) {
    for (size_t option = 0; option < sums.size(); ++option) {
      const std::optional<int>& score = group.scores[option];
      if (!score) continue;
      sums[option] += static_cast<Wide>(*score) * group.count;
      scored[option] += group.count;
    }
  }
  const int lowest = profile.range().lowest;
  Figure points{.name = rule == ScoreRule::kSum ? "total scores" : "mean scores", .values = {}};
  Figure givers{.name = "ballots that score the option", .values = {}};
  for (size_t option = 0; option < sums.size(); ++option) {
    if (rule == ScoreRule::kSum) {
      const int64_t silent = profile.ballots() - scored[option];
      points.values.emplace_back(ToInteger(sums[option] + static_cast<Wide>(lowest) * silent));
    } else if (scored[option] == 0) {
      points.values.emplace_back(lowest);
    } else {
      Rational mean(ToInteger(sums[option]), Integer(scored[option]));
      mean.canonicalize();
      points.values.push_back(std::move(mean));
    }
    givers.values.emplace_back(scored[option]);
  }
  return CountByFigure({std::move(points), std::move(givers)}, tie_policy);
}

}  // namespace plenum::tally
