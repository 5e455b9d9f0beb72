#include "services/deliberation/tally/cardinal/star.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <utility>

#include "services/deliberation/tally/cardinal/block.h"

namespace plenum::tally {
namespace {

int ScoreOf(const ScoreProfile& profile, const ScoreGroup& group, OptionIndex option) {
  return group.scores[static_cast<size_t>(option)].value_or(profile.range().lowest);
}

// For each of `options` the comparisons with the others that it wins, summed over the ballots.
StarStep CountComparisons(const ScoreProfile& profile, std::span<const OptionIndex> options) {
  StarStep step{.measure = StarStep::Measure::kComparisonsWon, .standing = {}};
  std::vector<int64_t> won(options.size(), 0);
  std::vector<std::pair<int, size_t>> by_score(options.size());
  for (const ScoreGroup& group : profile.groups()) {
    for (size_t i = 0; i < options.size(); ++i) {
      by_score[i] = {ScoreOf(profile, group, options[i]), i};
    }
    std::sort(by_score.begin(), by_score.end());
    if (by_score.front().first == by_score.back().first) {
      step.no_preference += group.count;
      continue;
    }
    int64_t lower = 0;
    for (size_t i = 0; i < by_score.size(); ++i) {
      if (i > 0 && by_score[i].first != by_score[i - 1].first) lower = static_cast<int64_t>(i);
      won[by_score[i].second] += lower * group.count;
    }
  }
  std::vector<Rational> values(static_cast<size_t>(profile.option_count()));
  for (size_t i = 0; i < options.size(); ++i) values[static_cast<size_t>(options[i])] = won[i];
  step.standing = MakeStanding(options, values);
  return step;
}

StarStep CountHighest(const ScoreProfile& profile, std::span<const OptionIndex> options) {
  std::vector<int64_t> ballots(static_cast<size_t>(profile.option_count()), 0);
  for (const ScoreGroup& group : profile.groups()) {
    for (const OptionIndex option : options) {
      if (ScoreOf(profile, group, option) == profile.range().highest) {
        ballots[static_cast<size_t>(option)] += group.count;
      }
    }
  }
  return {.measure = StarStep::Measure::kHighestScores,
          .standing = MakeStanding(options, {ballots.begin(), ballots.end()})};
}

// One seat. `totals` by option; `options` are those without a seat, ascending.
class SeatCount {
 public:
  SeatCount(const ScoreProfile& profile, const std::vector<Rational>& totals, LastTie* ties,
            int round_number)
      : profile_(profile), totals_(totals), ties_(*ties), round_number_(round_number) {}

  StarRound Run(std::span<const OptionIndex> options) {
    if (options.size() == 1) {
      round_.winner = options[0];
      return std::move(round_);
    }
    const std::optional<std::array<OptionIndex, 2>> finalists = Score(options);
    if (finalists) RunOff(*finalists);
    return std::move(round_);
  }

 private:
  std::optional<std::array<OptionIndex, 2>> Score(std::span<const OptionIndex> options) {
    StarStep step{.standing = MakeStanding(options, totals_)};
    PickTwo(&step.standing, std::nullopt);
    round_.scoring.push_back(std::move(step));
    using Counter = StarStep (*)(const ScoreProfile&, std::span<const OptionIndex>);
    for (const Counter count : {Counter{CountComparisons}, Counter{CountHighest}}) {
      const Standing& before = round_.scoring.back().standing;
      if (before.tied.empty()) break;
      StarStep next = count(profile_, before.tied);
      PickTwo(&next.standing, before.first);
      round_.scoring.push_back(std::move(next));
    }
    const Standing& decided = round_.scoring.back().standing;
    if (decided.tied.empty()) return {{*decided.first, *decided.second}};
    round_.scoring_tie = ties_.Choose(decided.tied, decided.first ? 1 : 2, round_number_);
    const std::vector<OptionIndex>& chosen = round_.scoring_tie->chosen;
    if (chosen.empty()) return std::nullopt;
    if (decided.first) return {{*decided.first, chosen[0]}};
    return {{chosen[0], chosen[1]}};
  }

  void RunOff(const std::array<OptionIndex, 2>& finalists) {
    const auto add = [&](StarStep step) {
      PickFirst(&step.standing);
      round_.runoff.push_back(std::move(step));
      return round_.runoff.back().standing.first.has_value();
    };
    if (add(CountComparisons(profile_, finalists)) ||
        add(StarStep{.standing = MakeStanding(finalists, totals_)}) ||
        add(CountHighest(profile_, finalists))) {
      round_.winner = round_.runoff.back().standing.first;
      return;
    }
    round_.runoff_tie = ties_.Choose(finalists, 1, round_number_);
    if (!round_.runoff_tie->chosen.empty()) round_.winner = round_.runoff_tie->chosen[0];
  }

  const ScoreProfile& profile_;
  const std::vector<Rational>& totals_;
  LastTie& ties_;
  int round_number_;
  StarRound round_;
};

// The options of an unfinished round that are still level.
std::vector<OptionIndex> Undecided(const StarRound& round) {
  if (round.winner) return {};
  return round.runoff_tie ? round.runoff_tie->tied : round.scoring_tie->tied;
}

// The ranking that StarResult describes; the options in `top` go before all others, tier by tier.
Ranking RankAfter(const std::vector<std::vector<OptionIndex>>& top,
                  const std::vector<Rational>& totals) {
  std::vector<bool> placed(totals.size(), false);
  std::vector<std::vector<OptionIndex>> tiers = top;
  for (const std::vector<OptionIndex>& tier : top) {
    for (const OptionIndex option : tier) placed[static_cast<size_t>(option)] = true;
  }
  const Ranking by_total = RankByValue(totals);
  for (int t = 0; t < by_total.tier_count(); ++t) {
    std::vector<OptionIndex> tier;
    for (const OptionIndex option : by_total.tier(t)) {
      if (!placed[static_cast<size_t>(option)]) tier.push_back(option);
    }
    if (!tier.empty()) tiers.push_back(std::move(tier));
  }
  return *Ranking::Create(static_cast<int>(totals.size()), tiers);
}

std::vector<Round> Rounds(const StarRound& round, size_t option_count) {
  std::vector<Round> rounds;
  const auto add = [&](const Standing& standing) {
    rounds.emplace_back();
    rounds.back().votes.resize(option_count);
    for (size_t i = 0; i < standing.options.size(); ++i) {
      rounds.back().votes[static_cast<size_t>(standing.options[i])] = standing.values[i];
    }
  };
  if (!round.scoring.empty()) add(round.scoring[0].standing);
  if (!round.runoff.empty()) {
    std::vector<OptionIndex> finalists = round.runoff[0].standing.options;
    for (OptionIndex option = 0; option < static_cast<OptionIndex>(option_count); ++option) {
      if (std::find(finalists.begin(), finalists.end(), option) == finalists.end()) {
        rounds.back().eliminated.push_back(option);
      }
    }
    add(round.runoff[0].standing);
    rounds.back().exhausted = round.runoff[0].no_preference;
    if (round.winner) rounds.back().elected = {*round.winner};
  }
  return rounds;
}

// The first tiers: what the last tie policy decided is taken as decided only `with_policy`.
std::vector<std::vector<OptionIndex>> TopTiers(const StarRound& round, bool with_policy) {
  if (round.runoff.empty() || (!with_policy && round.scoring_tie)) {
    if (round.winner && !round.scoring_tie) return {{*round.winner}};
    // More than two options are in reach of the runoff: those that are level and, if the totals
    // have found it, the first finalist.
    std::vector<OptionIndex> open = round.scoring_tie->tied;
    const std::optional<OptionIndex>& sure = round.scoring.back().standing.first;
    if (sure) open.push_back(*sure);
    std::sort(open.begin(), open.end());
    return {open};
  }
  std::vector<OptionIndex> finalists = round.runoff[0].standing.options;
  std::sort(finalists.begin(), finalists.end());
  if (!round.winner || (!with_policy && round.runoff_tie)) return {finalists};
  if (finalists[0] != *round.winner) std::swap(finalists[0], finalists[1]);
  return {{finalists[0]}, {finalists[1]}};
}

}  // namespace

absl::StatusOr<StarResult> Star(const ScoreProfile& profile, const StarOptions& options) {
  absl::StatusOr<LastTie> ties = LastTie::Create(options.last_tie, profile);
  if (!ties.ok()) return ties.status();
  std::vector<OptionIndex> all(static_cast<size_t>(profile.option_count()));
  std::iota(all.begin(), all.end(), 0);
  std::vector<Rational> totals = ScoreTotals(profile);
  StarRound round = SeatCount(profile, totals, &*ties, 0).Run(all);
  Count count{.ranking = RankAfter(TopTiers(round, true), totals),
              .ranking_by_votes = RankAfter(TopTiers(round, false), totals),
              .events = ties->events(),
              .held = ties->held(),
              .figures = {},
              .rounds = Rounds(round, all.size()),
              .defeats = {},
              .sets = {}};
  count.figures.push_back({.name = "total scores", .values = std::move(totals)});
  count.unit = "points, or votes of the runoff";
  return StarResult{.count = std::move(count), .round = std::move(round)};
}

absl::StatusOr<BlocStarResult> BlocStar(const ScoreProfile& profile, int seats,
                                        const StarOptions& options) {
  if (absl::Status fits = CheckSeats(seats, profile.option_count()); !fits.ok()) return fits;
  absl::StatusOr<LastTie> ties = LastTie::Create(options.last_tie, profile);
  if (!ties.ok()) return ties.status();
  BlocStarResult result;
  std::vector<OptionIndex> left(static_cast<size_t>(profile.option_count()));
  std::iota(left.begin(), left.end(), 0);
  if (seats == profile.option_count()) {
    result.every_option_wins = true;
    result.winners = std::move(left);
    return result;
  }
  const std::vector<Rational> totals = ScoreTotals(profile);
  for (int seat = 0; seat < seats; ++seat) {
    result.rounds.push_back(SeatCount(profile, totals, &*ties, seat).Run(left));
    const StarRound& round = result.rounds.back();
    if (!round.winner) {
      result.undecided = Undecided(round);
      break;
    }
    result.winners.push_back(*round.winner);
    left.erase(std::find(left.begin(), left.end(), *round.winner));
  }
  result.events = ties->events();
  result.held = ties->held();
  return result;
}

}  // namespace plenum::tally
