#include "services/deliberation/tally/cardinal/majority_judgment.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace plenum::tally {
namespace {

// One option's sorted grades, read from a place outwards as runs of equal grades.
class OutwardReader {
 public:
  // Reads `length` grades beginning with the one that has `before` grades on the side that the
  // reading comes from; `step` is +1 to read towards better grades, -1 towards worse ones.
  OutwardReader(const std::vector<int64_t>& counts, int64_t before, int step)
      : counts_(counts), step_(step), at_(step > 0 ? 0 : std::ssize(counts) - 1) {
    left_ = Here();
    Skip(before);
  }

  ptrdiff_t grade() const { return at_; }
  int64_t run() const { return left_; }
  void Skip(int64_t number) {
    while (number >= left_ && at_ + step_ >= 0 && at_ + step_ < std::ssize(counts_)) {
      number -= left_;
      at_ += step_;
      left_ = Here();
    }
    left_ -= number;
  }

 private:
  int64_t Here() const { return counts_[static_cast<size_t>(at_)]; }

  const std::vector<int64_t>& counts_;
  ptrdiff_t step_;
  ptrdiff_t at_;
  int64_t left_ = 0;
};

struct Difference {
  int64_t at = 0;  // how many equal grades come before
  ptrdiff_t grade_a = 0;
  ptrdiff_t grade_b = 0;
};

// The first of `length` grades in which two options differ.
std::optional<Difference> FirstDifference(OutwardReader a, OutwardReader b, int64_t length) {
  for (int64_t at = 0; at < length;) {
    if (a.grade() != b.grade()) return Difference{at, a.grade(), b.grade()};
    const int64_t run = std::min({a.run(), b.run(), length - at});
    a.Skip(run);
    b.Skip(run);
    at += run;
  }
  return std::nullopt;
}

}  // namespace

GradeTable GradeCounts(const ScoreProfile& profile) {
  const int lowest = profile.range().lowest;
  const auto step = [&](const std::optional<int>& score) {
    return static_cast<size_t>(score.value_or(lowest) - lowest);
  };
  GradeTable table;
  table.ballots = profile.ballots();
  // By steps above the lowest grade: the place in table.grades, once they are known.
  constexpr size_t kUnused = static_cast<size_t>(-1);
  std::vector<size_t> place(static_cast<size_t>(profile.range().highest - lowest) + 1, kUnused);
  for (const ScoreGroup& group : profile.groups()) {
    for (const std::optional<int>& score : group.scores) place[step(score)] = 0;
  }
  for (size_t i = 0; i < place.size(); ++i) {
    if (place[i] == kUnused) continue;
    place[i] = table.grades.size();
    table.grades.push_back(lowest + static_cast<int>(i));
  }
  table.counts.assign(static_cast<size_t>(profile.option_count()),
                      std::vector<int64_t>(table.grades.size(), 0));
  for (const ScoreGroup& group : profile.groups()) {
    for (size_t option = 0; option < group.scores.size(); ++option) {
      table.counts[option][place[step(group.scores[option])]] += group.count;
    }
  }
  return table;
}

MajorityGauge Gauge(const GradeTable& table, OptionIndex option) {
  const std::vector<int64_t>& counts = table.counts[static_cast<size_t>(option)];
  MajorityGauge gauge;
  size_t i = 0;
  // The lower middle has (ballots - 1) / 2 grades below it, the half rounded down.
  while (gauge.below + counts[i] <= (table.ballots - 1) / 2) gauge.below += counts[i++];
  gauge.median = table.grades[i];
  gauge.above = table.ballots - gauge.below - counts[i];
  return gauge;
}

std::optional<MajorityStep> DecidingStep(const GradeTable& table, OptionIndex a, OptionIndex b) {
  if (table.ballots == 0) return std::nullopt;
  const std::vector<int64_t>& of_a = table.counts[static_cast<size_t>(a)];
  const std::vector<int64_t>& of_b = table.counts[static_cast<size_t>(b)];
  // The lower half, read from the middle down, and the upper half, read up. With an even number the
  // medians come from them by turns, the lower one first; with an odd number the lower half has the
  // middle grade as one more at its head, which is taken away before the turns begin.
  const int64_t upper = table.ballots / 2;
  const int64_t lower = table.ballots - upper;
  const std::optional<Difference> down =
      FirstDifference(OutwardReader(of_a, upper, -1), OutwardReader(of_b, upper, -1), lower);
  const std::optional<Difference> up =
      FirstDifference(OutwardReader(of_a, lower, 1), OutwardReader(of_b, lower, 1), upper);
  const bool odd = table.ballots % 2 == 1;
  // When the i-th grade of each half is taken away, from 0.
  const auto turn_down = [&](int64_t i) { return odd ? std::max<int64_t>(0, 2 * i - 1) : 2 * i; };
  const auto turn_up = [&](int64_t i) { return odd ? 2 * i + 2 : 2 * i + 1; };
  const auto grade = [&](ptrdiff_t i) { return table.grades[static_cast<size_t>(i)]; };
  if (down && (!up || turn_down(down->at) < turn_up(up->at))) {
    return MajorityStep{turn_down(down->at), grade(down->grade_a), grade(down->grade_b)};
  }
  if (up) return MajorityStep{turn_up(up->at), grade(up->grade_a), grade(up->grade_b)};
  return std::nullopt;
}

absl::StatusOr<Count> MajorityJudgment(const ScoreProfile& profile, const TiePolicy& tie_policy) {
  const int n = profile.option_count();
  const GradeTable table = GradeCounts(profile);
  std::vector<OptionIndex> order(static_cast<size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  const auto better = [&](OptionIndex a, OptionIndex b) {
    const std::optional<MajorityStep> step = DecidingStep(table, a, b);
    return step && step->grade_a > step->grade_b;
  };
  std::stable_sort(order.begin(), order.end(), better);
  std::vector<std::vector<OptionIndex>> tiers;
  for (const OptionIndex option : order) {
    if (tiers.empty() || DecidingStep(table, tiers.back().front(), option)) tiers.emplace_back();
    tiers.back().push_back(option);
  }
  Ranking by_votes = *Ranking::Create(n, tiers);
  absl::StatusOr<TieBreaker> ties = TieBreaker::Create(tie_policy, n);
  if (!ties.ok()) return ties.status();
  Ranking ranking = ties->Apply(by_votes);
  Count count{.ranking = std::move(ranking),
              .ranking_by_votes = std::move(by_votes),
              .events = ties->events(),
              .held = ties->held(),
              .figures = {},
              .rounds = {},
              .defeats = {},
              .sets = {}};
  if (table.ballots == 0) return count;
  Figure medians{.name = "median grades", .values = {}};
  Figure above{.name = "ballots above the median", .values = {}};
  Figure below{.name = "ballots below the median", .values = {}, .higher_is_better = false};
  for (OptionIndex option = 0; option < n; ++option) {
    const MajorityGauge gauge = Gauge(table, option);
    medians.values.emplace_back(gauge.median);
    above.values.emplace_back(gauge.above);
    below.values.emplace_back(gauge.below);
  }
  count.figures = {std::move(medians), std::move(above), std::move(below)};
  return count;
}

}  // namespace plenum::tally
