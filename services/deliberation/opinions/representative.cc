#include "services/deliberation/opinions/representative.h"

#include <algorithm>
#include <cmath>

namespace plenum::opinions {
namespace {

Representative Weigh(int statement, Vote vote, const Tally& group, const Tally& others) {
  Representative result{statement, vote, group, others};
  const double inside = Smoothed(group.Of(vote), group.seen());
  result.ratio = inside / Smoothed(others.Of(vote), others.seen());
  result.test = TwoProportionTest(group.Of(vote), group.seen(), others.Of(vote), others.seen());
  const double most = ProportionTest(group.Of(vote), group.seen());
  if (result.test <= kSignificant || most <= kSignificant) return result;
  result.weight = result.ratio * result.test * inside * most;
  return result;
}

}  // namespace

double Smoothed(int successes, int trials) { return (successes + 1.0) / (trials + 2.0); }

double ProportionTest(int successes, int trials) {
  const double n = trials + 1.0;
  return 2 * std::sqrt(n) * ((successes + 1.0) / n - 0.5);
}

double TwoProportionTest(int successes, int trials, int other_successes, int other_trials) {
  const double n1 = trials + 1.0;
  const double n2 = other_trials + 1.0;
  const double s1 = successes + 1.0;
  const double s2 = other_successes + 1.0;
  if (s1 + s2 >= n1 + n2) return 0;
  const double pooled = (s1 + s2) / (n1 + n2);
  return (s1 / n1 - s2 / n2) / std::sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
}

std::vector<Representative> FindRepresentative(std::span<const Tally> group,
                                               std::span<const Tally> others, int min_answers,
                                               int most) {
  std::vector<Representative> found;
  for (std::size_t s = 0; s < group.size(); ++s) {
    if (group[s].seen() < min_answers || others[s].seen() < min_answers) continue;
    const int statement = static_cast<int>(s);
    const Representative agree = Weigh(statement, Vote::kAgree, group[s], others[s]);
    const Representative disagree = Weigh(statement, Vote::kDisagree, group[s], others[s]);
    const Representative& better = agree.test > disagree.test ? agree : disagree;
    if (better.weight > 0) found.push_back(better);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.weight > b.weight; });
  if (found.size() > static_cast<std::size_t>(most)) found.resize(static_cast<std::size_t>(most));
  return found;
}

double GroupInformedConsensus(std::span<const Tally> groups, Vote vote) {
  double product = 1;
  for (const Tally& group : groups) product *= Smoothed(group.Of(vote), group.seen());
  return product;
}

}  // namespace plenum::opinions
