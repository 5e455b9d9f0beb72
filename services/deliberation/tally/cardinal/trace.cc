#include "services/deliberation/tally/cardinal/trace.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/wording.h"

namespace plenum::tally {
namespace {

size_t At(OptionIndex option) { return static_cast<size_t>(option); }

absl::StatusOr<ScoreBallotTrace> Begin(ScoreRange range, const Scores& ballot,
                                       const std::vector<OptionIndex>& elected,
                                       std::span<const std::string> names) {
  if (ballot.size() != names.size()) {
    return absl::InvalidArgumentError(absl::StrCat("the ballot is over ", ballot.size(),
                                                   " options, the count over ", names.size()));
  }
  ScoreBallotTrace trace;
  for (size_t i = 0; i < ballot.size(); ++i) {
    if (ballot[i] && (*ballot[i] < range.lowest || *ballot[i] > range.highest)) {
      return absl::InvalidArgumentError(absl::StrCat("the ballot gives ", names[i], " ", *ballot[i],
                                                     " points, but they go from ", range.lowest,
                                                     " to ", range.highest));
    }
    const auto option = static_cast<OptionIndex>(i);
    const bool wins = std::find(elected.begin(), elected.end(), option) != elected.end();
    trace.given.push_back({option, ballot[i], wins});
  }
  return trace;
}

int ScoreOf(ScoreRange range, const Scores& ballot, OptionIndex option) {
  return ballot[At(option)].value_or(range.lowest);
}

// "Of the elected it gives Ann 5 points and Bob 0". With grades: "Ann "good" and Bob "poor"".
std::string GivesTheElected(ScoreRange range, const Scores& ballot,
                            const std::vector<OptionIndex>& elected,
                            std::span<const std::string> names,
                            std::span<const std::string> grades = {}) {
  if (elected.empty()) return "Nobody is elected yet";
  const auto given = [&](OptionIndex option, bool with_unit) {
    const int score = ScoreOf(range, ballot, option);
    return with_unit && grades.empty() ? Amount(Rational(score), "points")
                                       : GradeText(range, grades, score);
  };
  if (elected.size() == 1) {
    return absl::StrCat("It gives ", names[At(elected[0])], ", which is elected, ",
                        grades.empty() ? "" : "the grade ", given(elected[0], true));
  }
  std::string list;
  for (size_t i = 0; i < elected.size(); ++i) {
    absl::StrAppend(&list,
                    i == 0                   ? ""
                    : i + 1 < elected.size() ? ", "
                                             : " and ",
                    names[At(elected[i])], " ", given(elected[i], i == 0));
  }
  return absl::StrCat("Of the elected it gives ", list);
}

// What is left of a ballot's weight after a seat.
Rational WeightAfter(const SeatRound& round, SeatsRule rule, const Rational& weight, int score,
                     int highest) {
  const Rational gave = weight * score;
  switch (rule) {
    case SeatsRule::kReweightedRange:
      // C / (C + s): 1 / weight grows by s / C.
      return Rational(1 / (1 / weight + MakeRational(score, highest)));
    case SeatsRule::kSequentiallySpentScore:
      return weight * (1 - MakeRational(score, highest) * round.share_paid);
    case SeatsRule::kAllocatedScore:
      for (const Allocation& allocation : round.allocations) {
        if (score > 0 && allocation.score == gave) return weight * (1 - allocation.share);
      }
      return weight;
  }
  return weight;
}

}  // namespace

absl::StatusOr<ScoreBallotTrace> TraceScores(ScoreRange range, const Scores& ballot,
                                             const std::vector<OptionIndex>& elected,
                                             std::span<const std::string> names,
                                             std::span<const std::string> grades) {
  absl::StatusOr<ScoreBallotTrace> trace = Begin(range, ballot, elected, names);
  if (!trace.ok()) return trace;
  trace->sentence = GivesTheElected(range, ballot, elected, names, grades) + ".";
  return trace;
}

absl::StatusOr<ScoreBallotTrace> TraceStar(ScoreRange range, const Scores& ballot,
                                           std::span<const StarRound> rounds,
                                           const std::vector<OptionIndex>& elected,
                                           std::span<const std::string> names) {
  absl::StatusOr<ScoreBallotTrace> trace = Begin(range, ballot, elected, names);
  if (!trace.ok()) return trace;
  std::string runoffs;
  for (size_t seat = 0; seat < rounds.size(); ++seat) {
    const StarRound& round = rounds[seat];
    if (round.runoff.empty() || !round.winner) continue;
    ScoreBallotTrace::Runoff runoff{static_cast<int>(seat) + 1, *round.winner, 0, {}};
    for (const OptionIndex option : round.runoff[0].standing.options) {
      if (option != runoff.winner) runoff.loser = option;
    }
    const int winner = ScoreOf(range, ballot, runoff.winner);
    const int loser = ScoreOf(range, ballot, runoff.loser);
    if (winner != loser) runoff.supports = winner > loser ? runoff.winner : runoff.loser;
    absl::StrAppend(&runoffs, "; in the runoff between ", names[At(runoff.winner)], " and ",
                    names[At(runoff.loser)], " it ",
                    runoff.supports ? absl::StrCat("is a vote for ", names[At(*runoff.supports)])
                                    : "has no preference");
    trace->runoffs.push_back(runoff);
  }
  trace->sentence = absl::StrCat(GivesTheElected(range, ballot, elected, names), runoffs, ".");
  return trace;
}

absl::StatusOr<ScoreBallotTrace> TraceSeats(ScoreRange range, const Scores& ballot,
                                            const SeatsResult& result, SeatsRule rule,
                                            std::span<const std::string> names) {
  absl::StatusOr<ScoreBallotTrace> trace = Begin(range, ballot, result.winners, names);
  if (!trace.ok()) return trace;
  const int highest = range.highest - range.lowest;
  Rational weight(1);
  for (const SeatRound& round : result.rounds) {
    if (!round.winner) break;
    const int score = ScoreOf(range, ballot, *round.winner) - range.lowest;
    trace->seats.push_back({*round.winner, weight, weight * score});
    if (sgn(weight) > 0) weight = WeightAfter(round, rule, weight, score, highest);
  }
  trace->sentence = GivesTheElected(range, ballot, result.winners, names);
  if (!trace->seats.empty()) {
    const Rational& last = trace->seats.back().weight;
    absl::StrAppend(&trace->sentence, "; for the last seat it weighed ",
                    last == 1       ? "as much as at first"
                    : sgn(last) > 0 ? absl::StrCat(Number(last), " of what it did at first")
                                    : "nothing any more");
  }
  absl::StrAppend(&trace->sentence, ".");
  return trace;
}

}  // namespace plenum::tally
