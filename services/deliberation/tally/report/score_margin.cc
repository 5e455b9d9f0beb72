#include "services/deliberation/tally/report/score_margin.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "services/deliberation/tally/cardinal/majority_judgment.h"
#include "services/deliberation/tally/cardinal/score.h"
#include "services/deliberation/tally/cardinal/star.h"
#include "services/deliberation/tally/report/lower_bound.h"

namespace plenum::tally {
namespace {

// Recounts for all rivals: as many as make this many steps of groups x options, within limits.
constexpr int64_t kRecountSteps = 25'000'000;
constexpr int64_t kFewestRecounts = 6;
constexpr int64_t kMostRecounts = 40;
constexpr size_t kMostRivals = 3;

Integer Whole(int64_t number) { return MakeRational(number, 1).get_num(); }

absl::StatusOr<std::optional<OptionIndex>> WinnerOf(const ScoreProfile& profile,
                                                    ScoreMarginRule rule) {
  if (rule == ScoreMarginRule::kStar) {
    const absl::StatusOr<StarResult> result = Star(profile, {});
    if (!result.ok()) return result.status();
    return result->round.winner;
  }
  const absl::StatusOr<Count> count = rule == ScoreMarginRule::kMean
                                          ? Score(profile, ScoreRule::kMean, KeepTied{})
                                          : MajorityJudgment(profile, KeepTied{});
  if (!count.ok()) return count.status();
  const std::span<const OptionIndex> first = count->ranking_by_votes.tier(0);
  return first.size() == 1 ? std::optional<OptionIndex>(first[0]) : std::nullopt;
}

int PointsOf(const ScoreProfile& profile, const ScoreGroup& group, OptionIndex option) {
  return group.scores[static_cast<size_t>(option)].value_or(profile.range().lowest);
}

// How much a ballot favours the winner over another option, in points, and whether it gives it the
// highest.
struct Favour {
  int by = 0;
  bool highest = false;
  // clang-tidy 14 takes the 0 that the compiler compares with for a pointer.
  friend auto operator<=>(const Favour&, const Favour&) = default;  // NOLINT(modernize-use-nullptr)
};

Favour FavourOf(const ScoreProfile& profile, const ScoreGroup& group, OptionIndex winner,
                OptionIndex rival) {
  const int points = PointsOf(profile, group, winner);
  return {points - PointsOf(profile, group, rival), points == profile.range().highest};
}

// How many ballots give an option each number of points.
using Histogram = std::map<int, int64_t>;

Histogram PointsGiven(const ScoreProfile& profile, OptionIndex option, bool with_silent) {
  Histogram points;
  for (const ScoreGroup& group : profile.groups()) {
    const std::optional<int> given = group.scores[static_cast<size_t>(option)];
    if (given || with_silent) points[given.value_or(profile.range().lowest)] += group.count;
  }
  return points;
}

// `changed` of the points at one end, or all, become the other end of the range.
Histogram Pushed(Histogram points, int64_t changed, bool up, ScoreRange range) {
  int64_t left = changed;
  while (left > 0 && !points.empty()) {
    const auto end = up ? points.begin() : std::prev(points.end());
    const int64_t used = std::min(left, end->second);
    left -= used;
    end->second -= used;
    if (end->second == 0) points.erase(end);
  }
  points[up ? range.highest : range.lowest] += changed;
  return points;
}

Rational MeanOf(const Histogram& points) {
  Integer sum;
  Integer ballots;
  for (const auto& [value, count] : points) {
    sum += Whole(value) * Whole(count);
    ballots += Whole(count);
  }
  Rational mean(sum, ballots);
  mean.canonicalize();
  return mean;
}

// Whether the first has the better majority value.
bool IsBetter(const Histogram& first, const Histogram& second) {
  GradeTable table;
  table.counts.resize(2);
  Histogram all = first;
  all.insert(second.begin(), second.end());
  for (const auto& [grade, any] : all) {
    table.grades.push_back(grade);
    for (const size_t option : {size_t{0}, size_t{1}}) {
      const Histogram& points = option == 0 ? first : second;
      const auto found = points.find(grade);
      table.counts[option].push_back(found == points.end() ? 0 : found->second);
    }
  }
  table.ballots = std::accumulate(table.counts[0].begin(), table.counts[0].end(), int64_t{0});
  const std::optional<MajorityStep> step = DecidingStep(table, 0, 1);
  return step && step->grade_a > step->grade_b;
}

// The fewest changes after which another option could be level, were each of the two to choose its
// own ballots.
LowerBound OfEachByItself(const ScoreProfile& profile, ScoreMarginRule rule, OptionIndex winner) {
  const bool mean = rule == ScoreMarginRule::kMean;
  const ScoreRange range = profile.range();
  const Histogram of_winner = PointsGiven(profile, winner, !mean);
  int64_t least = profile.ballots() + 1;
  for (OptionIndex rival = 0; rival < profile.option_count(); ++rival) {
    if (rival == winner) continue;
    const Histogram of_rival = PointsGiven(profile, rival, !mean);
    const auto stays_ahead = [&](int64_t changed) {
      const Histogram first = Pushed(of_winner, changed, false, range);
      const Histogram second = Pushed(of_rival, changed, true, range);
      return mean ? MeanOf(first) > MeanOf(second) : IsBetter(first, second);
    };
    int64_t low = 0;  // stays ahead
    while (low + 1 < least) {
      const int64_t tried = low + (least - low) / 2;
      (stays_ahead(tried) ? low : least) = tried;
    }
  }
  return {std::max<int64_t>(least, 1),
          mean ? "with fewer, the winner's mean without its highest points would still be above "
                 "that of any other option without its lowest"
               : "with fewer, the winner's grades without the best would still have a better "
                 "majority value than those of any other option without the worst (Balinski and "
                 "Laraki 2007)"};
}

// What STAR looks at.
class StarVotes {
 public:
  StarVotes(const ScoreProfile& profile, OptionIndex winner)
      : profile_(profile),
        winner_(winner),
        n_(static_cast<size_t>(profile.option_count())),
        totals_(n_),
        highest_(n_, 0),
        lead_(n_, 0) {
    for (const ScoreGroup& group : profile.groups()) {
      const int of_winner = PointsOf(profile, group, winner);
      for (size_t option = 0; option < n_; ++option) {
        const int points = PointsOf(profile, group, static_cast<OptionIndex>(option));
        totals_[option] += Whole(points) * Whole(group.count);
        if (points == profile.range().highest) highest_[option] += group.count;
        if (points != of_winner) lead_[option] += points < of_winner ? group.count : -group.count;
      }
    }
  }

  int64_t LowerBound() const {
    if (n_ == 2) return InRunoff(winner_ == 0 ? 1 : 0);
    std::vector<Integer> sorted = totals_;
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    int64_t least = SharedPlace(sorted[1]);
    std::vector<Integer> others;
    for (size_t option = 0; option < n_; ++option) {
      if (static_cast<OptionIndex>(option) != winner_) others.push_back(totals_[option]);
    }
    std::sort(others.begin(), others.end(), std::greater<>());
    least = std::min(least, InPoints(Total(winner_) - others[1]));
    for (size_t option = 0; option < n_; ++option) {
      const auto rival = static_cast<OptionIndex>(option);
      if (rival == winner_) continue;
      // To meet the winner it needs more points than all others.
      const int64_t reach = InPoints(others[0] - totals_[option]);
      if (reach < least) least = std::min(least, std::max(reach, InRunoff(rival)));
    }
    return std::max<int64_t>(least, 1);
  }

 private:
  const Integer& Total(OptionIndex option) const { return totals_[static_cast<size_t>(option)]; }

  int64_t InPoints(const Integer& gap) const {
    const ScoreRange range = profile_.range();
    return BallotsToClose(Rational(gap), int64_t{2} * (range.highest - range.lowest));
  }

  // A tie for a place in the runoff that the protocol cannot break: two with the same points, of
  // which so many are the highest.
  int64_t SharedPlace(const Integer& second) const {
    int64_t least = std::numeric_limits<int64_t>::max();
    for (size_t a = 0; a < n_; ++a) {
      for (size_t b = a + 1; b < n_; ++b) {
        const Integer gap = totals_[a] - totals_[b];
        const int64_t reach = InPoints(second - (sgn(gap) > 0 ? totals_[b] : totals_[a]));
        if (reach >= least) continue;
        const int64_t level =
            std::max(InPoints(abs(gap)),
                     BallotsToClose(MakeRational(std::abs(highest_[a] - highest_[b]), 1), 2));
        least = std::min(least, std::max(reach, level));
      }
    }
    return least;
  }

  // So that the rival has no fewer votes than the winner in a runoff of the two, when the votes are
  // level no fewer points, and then no fewer of the highest.
  int64_t InRunoff(OptionIndex rival) const {
    const int64_t lead = lead_[static_cast<size_t>(rival)];
    const int64_t changed = BallotsToClose(MakeRational(lead, 1), 2);
    if (lead < 0 || lead % 2 != 0) return std::max<int64_t>(changed, 1);
    // Level votes take as many ballots of those that prefer the winner.
    std::map<Favour, int64_t, std::greater<>> preferring;
    for (const ScoreGroup& group : profile_.groups()) {
      const Favour favour = FavourOf(profile_, group, winner_, rival);
      if (favour.by > 0) preferring[favour] += group.count;
    }
    Integer points = Total(winner_) - Total(rival);
    int64_t highest = highest_[static_cast<size_t>(winner_)] - highest_[static_cast<size_t>(rival)];
    int64_t left = changed;
    for (const auto& [favour, count] : preferring) {
      const int64_t used = std::min(left, count);
      left -= used;
      points -= Whole(used) * Whole(favour.by + profile_.range().highest - profile_.range().lowest);
      highest -= used * (favour.highest ? 2 : 1);
    }
    const bool ahead = sgn(points) > 0 || (sgn(points) == 0 && highest > 0);
    return std::max<int64_t>(ahead ? changed + 1 : changed, 1);
  }

  const ScoreProfile& profile_;
  OptionIndex winner_;
  size_t n_;
  std::vector<Integer> totals_;
  std::vector<int64_t> highest_;  // ballots that give the highest score
  std::vector<int64_t> lead_;     // votes of the winner in a runoff less those of the option
};

LowerBound ProveScoreBound(const ScoreProfile& profile, ScoreMarginRule rule, OptionIndex winner) {
  if (rule != ScoreMarginRule::kStar) return OfEachByItself(profile, rule, winner);
  return {StarVotes(profile, winner).LowerBound(),
          "one ballot moves a gap in points by at most twice the range, and a gap in votes of the "
          "runoff by at most two"};
}

// The ballots with some replaced by ones that give the rival the highest points, the winner the
// lowest and the others all `rest`; those that favour the winner most go first.
class ScoreReplacement {
 public:
  ScoreReplacement(const ScoreProfile& profile, OptionIndex winner, OptionIndex rival, int rest)
      : profile_(profile), instead_(static_cast<size_t>(profile.option_count()), rest) {
    instead_[static_cast<size_t>(winner)] = profile.range().lowest;
    instead_[static_cast<size_t>(rival)] = profile.range().highest;
    order_.resize(profile.groups().size());
    std::iota(order_.begin(), order_.end(), size_t{0});
    const auto favour = [&](size_t g) {
      return FavourOf(profile, profile.groups()[g], winner, rival);
    };
    std::stable_sort(order_.begin(), order_.end(),
                     [&](size_t a, size_t b) { return favour(a) > favour(b); });
  }

  ScoreProfile Ballots(int64_t changed) const {
    ScoreProfile replaced = *ScoreProfile::Create(profile_.option_count(), profile_.range());
    int64_t left = changed;
    for (const size_t g : order_) {
      const ScoreGroup& group = profile_.groups()[g];
      const int64_t out = std::min(left, group.count);
      left -= out;
      if (group.count > out) replaced.Add(group.scores, group.count - out).IgnoreError();
    }
    if (changed > 0) replaced.Add(instead_, changed).IgnoreError();
    return replaced;
  }

 private:
  const ScoreProfile& profile_;
  Scores instead_;
  std::vector<size_t> order_;
};

// Fewer changes than margin.at_most that move the winner, where they are found.
absl::Status Search(const ScoreProfile& profile, ScoreMarginRule rule, OptionIndex winner,
                    OptionIndex rival, int rest, int64_t recounts, const base::Stopped& stopped,
                    FlipMargin& margin) {
  const ScoreReplacement replacement(profile, winner, rival, rest);
  int64_t low = margin.at_least - 1;  // does not move it
  int64_t high = margin.at_most.value_or(profile.ballots() + 1);
  bool found = false;
  for (int64_t step = margin.at_least; recounts > 0 && low + 1 < high; --recounts) {
    if (base::IsStopped(stopped)) return base::StoppedWork();
    const int64_t tried = found || low + step >= high ? low + (high - low) / 2
                                                      : std::max(low + step, margin.at_least);
    const auto now = WinnerOf(replacement.Ballots(tried), rule);
    if (!now.ok()) return now.status();
    if (*now != winner) {
      high = tried;
      found = true;
      margin.at_most = tried;
      margin.rival = rival;
    } else {
      low = tried;
      step *= 2;
    }
  }
  return absl::OkStatus();
}

// The options that the fewest ballots put below the winner, first.
std::vector<OptionIndex> Rivals(const ScoreProfile& profile, OptionIndex winner) {
  std::vector<Integer> lead(static_cast<size_t>(profile.option_count()));
  for (const ScoreGroup& group : profile.groups()) {
    for (OptionIndex option = 0; option < profile.option_count(); ++option) {
      lead[static_cast<size_t>(option)] +=
          Whole(PointsOf(profile, group, winner) - PointsOf(profile, group, option)) *
          Whole(group.count);
    }
  }
  std::vector<OptionIndex> rivals;
  for (OptionIndex option = 0; option < profile.option_count(); ++option) {
    if (option != winner) rivals.push_back(option);
  }
  std::stable_sort(rivals.begin(), rivals.end(), [&](OptionIndex a, OptionIndex b) {
    return lead[static_cast<size_t>(a)] < lead[static_cast<size_t>(b)];
  });
  if (rivals.size() > kMostRivals) rivals.resize(kMostRivals);
  return rivals;
}

}  // namespace

absl::StatusOr<FlipMargin> FindScoreFlipMargin(const ScoreProfile& profile, ScoreMarginRule rule,
                                               const base::Stopped& stopped) {
  FlipMargin margin;
  const auto winner = WinnerOf(profile, rule);
  if (!winner.ok()) return winner.status();
  if (!*winner) {
    margin.at_most = 0;
    return margin;
  }
  if (profile.option_count() == 1) return margin;
  LowerBound bound = ProveScoreBound(profile, rule, **winner);
  margin.at_least = bound.ballots;
  margin.because = std::move(bound.because);
  const int64_t steps = std::ssize(profile.groups()) * profile.option_count() + 1;
  const int64_t recounts = std::clamp(kRecountSteps / steps, kFewestRecounts, kMostRecounts);
  for (const OptionIndex rival : Rivals(profile, **winner)) {
    for (const int rest : {profile.range().lowest, profile.range().highest}) {
      if (margin.exact()) return margin;
      const absl::Status status =
          Search(profile, rule, **winner, rival, rest, recounts, stopped, margin);
      if (!status.ok()) return status;
    }
  }
  return margin;
}

}  // namespace plenum::tally
