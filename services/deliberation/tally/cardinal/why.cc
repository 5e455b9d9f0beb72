#include "services/deliberation/tally/cardinal/why.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/cardinal/majority_judgment.h"
#include "services/deliberation/tally/wording.h"

namespace plenum::tally {
namespace {

size_t At(OptionIndex option) { return static_cast<size_t>(option); }

bool Holds(const std::vector<OptionIndex>& options, OptionIndex option) {
  return std::find(options.begin(), options.end(), option) != options.end();
}

absl::StatusOr<ScoreWhy> Begin(size_t option_count, OptionIndex a, OptionIndex b,
                               std::span<const std::string> names) {
  const auto n = static_cast<OptionIndex>(option_count);
  if (names.size() != option_count) {
    return absl::InvalidArgumentError(absl::StrCat(names.size(), " names for ", n, " options"));
  }
  if (a < 0 || a >= n || b < 0 || b >= n || a == b) {
    return absl::InvalidArgumentError(
        absl::StrCat("two different options of 0 to ", n - 1, " are needed, not ", a, " and ", b));
  }
  ScoreWhy why;
  why.upper = a;
  why.lower = b;
  return why;
}

// The upper one first, by a ranking of all; kTied where they share a tier.
void Order(const Count& count, ScoreWhy& why) {
  if (count.ranking.TierOf(why.lower) < count.ranking.TierOf(why.upper)) {
    std::swap(why.upper, why.lower);
  }
  why.kind = count.ranking.TierOf(why.lower) == count.ranking.TierOf(why.upper)
                 ? ScoreWhyKind::kTied
                 : ScoreWhyKind::kFigure;
}

std::string RuleOf(const std::vector<TieEvent>& events, const ScoreWhy& why) {
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    if (Holds(event->tied, why.upper) && Holds(event->tied, why.lower)) return event->rule;
  }
  return "";
}

std::string TieClause(const ScoreWhy& why) {
  return absl::StrCat("the tie rule",
                      why.tie_rule.empty() ? "" : absl::StrCat(" (", why.tie_rule, ")"), " put ",
                      "it first");
}

// "50 points to 48", "1 point to 0".
std::string Against(const ScoreFigures& figures, const char* to = " to ") {
  const auto [upper, lower] = NumbersApart(figures.upper, figures.lower);
  return absl::StrCat(Amount(upper, figures.upper == 1, figures.name), to, lower);
}

std::string Each(const ScoreFigures& figures) {
  return absl::StrCat(Amount(figures.upper, figures.name), " each");
}

// The sentences of rules that rank all options.
class Words {
 public:
  Words(std::span<const std::string> names, ScoreWhy& why) : names_(names), why_(why) {}

  const std::string& Upper() const { return names_[At(why_.upper)]; }
  const std::string& Lower() const { return names_[At(why_.lower)]; }
  void Above(const std::string& reason) const {
    why_.sentence = absl::StrCat(Upper(), " stands above ", Lower(), ": ", reason, ".");
  }
  void Level(const std::string& reason) const {
    why_.sentence = absl::StrCat(Upper(), " and ", Lower(), " share a place: ", reason, ".");
  }

 private:
  std::span<const std::string> names_;
  ScoreWhy& why_;
};

std::string NameOf(StarStep::Measure measure) {
  switch (measure) {
    case StarStep::Measure::kTotalScores:
      return "points";
    case StarStep::Measure::kComparisonsWon:
      return "comparisons won";
    case StarStep::Measure::kHighestScores:
      return "highest scores";
  }
  return "";
}

std::optional<Rational> ValueOf(const Standing& standing, OptionIndex option) {
  for (size_t i = 0; i < standing.options.size(); ++i) {
    if (standing.options[i] == option) return standing.values[i];
  }
  return std::nullopt;
}

// One seat by STAR, seen from two options of which the upper one is ahead in it.
class StarSeat {
 public:
  StarSeat(const StarRound& round, std::span<const std::string> names, ScoreWhy& why)
      : round_(round), words_(names, why), names_(names), why_(why) {}

  bool InRunoff(OptionIndex option) const {
    return !round_.runoff.empty() && Holds(round_.runoff[0].standing.options, option);
  }

  // Fills what was compared and the kind; returns the clause that says so.
  std::string Explain() {
    if (InRunoff(why_.upper) && InRunoff(why_.lower)) return Runoff();
    if (InRunoff(why_.upper)) {
      why_.kind = ScoreWhyKind::kFinalist;
      return Finalist();
    }
    Compare(round_.scoring);
    return why_.compared.empty() ? "" : absl::StrCat("it has ", Against(why_.compared.back()));
  }

 private:
  // The steps in turn until one tells them apart.
  void Compare(const std::vector<StarStep>& steps) {
    for (const StarStep& step : steps) {
      const std::optional<Rational> upper = ValueOf(step.standing, why_.upper);
      const std::optional<Rational> lower = ValueOf(step.standing, why_.lower);
      if (!upper || !lower) return;
      const bool runoff = &step == round_.runoff.data();
      why_.compared.push_back(
          {runoff ? "votes in the runoff" : NameOf(step.measure), *upper, *lower});
      if (*upper != *lower) return;
    }
  }

  bool Differ() const {
    return !why_.compared.empty() && why_.compared.back().upper != why_.compared.back().lower;
  }

  // "both have 40 points and 12 comparisons won".
  std::string LevelSoFar(size_t steps) const {
    std::string list;
    for (size_t i = 0; i < steps; ++i) {
      absl::StrAppend(&list, i == 0 ? "" : " and ",
                      Amount(why_.compared[i].upper, why_.compared[i].name));
    }
    return absl::StrCat("both have ", list);
  }

  std::string Runoff() {
    why_.kind = ScoreWhyKind::kRunoff;
    Compare(round_.runoff);
    const ScoreFigures& votes = why_.compared.front();
    const Rational same(round_.runoff[0].no_preference);
    const std::string aside = sgn(same) == 0
                                  ? ""
                                  : absl::StrCat(" (", Amount(same, "ballots"),
                                                 same == 1 ? " gives" : " give", " both the same)");
    if (why_.compared.size() == 1) {
      const ScoreFigures points = {"points", *ValueOf(round_.scoring[0].standing, why_.upper),
                                   *ValueOf(round_.scoring[0].standing, why_.lower)};
      const auto [upper, lower] = NumbersApart(votes.upper, votes.lower);
      return absl::StrCat(
          "it wins the runoff between them with ", Amount(upper, votes.upper == 1, "votes"), " to ",
          lower, aside, "; their points are ", Number(points.upper), " and ", Number(points.lower));
    }
    const std::string level = absl::StrCat("the runoff between them is level, ",
                                           Amount(votes.upper, "votes"), " each", aside);
    if (Differ()) return absl::StrCat(level, ", and it has ", Against(why_.compared.back()));
    why_.kind = ScoreWhyKind::kTiePolicy;
    return absl::StrCat(level, ", and so are points and highest scores");
  }

  std::string Finalist() {
    Compare(round_.scoring);
    const std::string runoff = absl::StrCat(" and meets ", Other(), " in the runoff");
    if (why_.compared.size() == 1 && Differ()) {
      const auto [upper, lower] = NumbersApart(why_.compared[0].upper, why_.compared[0].lower);
      return absl::StrCat("it is one of the two with the most points, ", upper, " to ", lower, ",",
                          runoff);
    }
    if (Differ()) {
      return absl::StrCat(LevelSoFar(why_.compared.size() - 1), "; it has ",
                          Against(why_.compared.back()), runoff);
    }
    why_.kind = ScoreWhyKind::kTiePolicy;
    return LevelSoFar(why_.compared.size());
  }

  // Whom the upper one met.
  const std::string& Other() const {
    for (const OptionIndex option : round_.runoff[0].standing.options) {
      if (option != why_.upper) return names_[At(option)];
    }
    return words_.Upper();
  }

  const StarRound& round_;
  Words words_;
  std::span<const std::string> names_;
  ScoreWhy& why_;
};

// Seats from 1, and which of the two has the earlier one; kNeither without any.
void PlaceSeats(const std::vector<OptionIndex>& winners, bool every_option_wins, ScoreWhy& why) {
  const auto seat_of = [&](OptionIndex option) -> std::optional<int> {
    const auto found = std::find(winners.begin(), winners.end(), option);
    if (found == winners.end()) return std::nullopt;
    return static_cast<int>(found - winners.begin()) + 1;
  };
  why.upper_seat = seat_of(why.upper);
  why.lower_seat = seat_of(why.lower);
  const bool swap =
      why.lower_seat.has_value() && (!why.upper_seat || *why.lower_seat < *why.upper_seat);
  if (every_option_wins) {
    why.kind = ScoreWhyKind::kAll;
    why.upper_seat.reset();
    why.lower_seat.reset();
    return;
  }
  if (swap) {
    std::swap(why.upper, why.lower);
    std::swap(why.upper_seat, why.lower_seat);
  }
  why.kind = why.upper_seat.has_value() ? ScoreWhyKind::kSeat : ScoreWhyKind::kNeither;
}

std::string SeatsHead(const ScoreWhy& why, const std::string& upper, const std::string& lower) {
  if (why.lower_seat.has_value()) {
    return absl::StrCat(upper, " has seat ", *why.upper_seat, " and ", lower, " seat ",
                        *why.lower_seat, ": ");
  }
  return absl::StrCat(upper, " is elected and ", lower, " is not: ");
}

std::string AllSentence(const std::string& upper, const std::string& lower) {
  return absl::StrCat(upper, " and ", lower,
                      " are both elected: there are as many seats as options, so that nothing is "
                      "counted.");
}

std::string NeitherSentence(const ScoreWhy& why, const std::string& upper, const std::string& lower,
                            const std::string& when) {
  const std::string head = absl::StrCat("Neither ", upper, " nor ", lower, " is elected");
  if (why.compared.empty()) return head + ".";
  const auto [more, less] = NumbersApart(why.compared[0].upper, why.compared[0].lower);
  return absl::StrCat(head, ": they have ", more, " and ", less, " ", why.compared[0].name, when,
                      ", and the rule ranks nobody without a seat.");
}

}  // namespace

absl::StatusOr<ScoreWhy> ExplainScore(const Count& count, ScoreRule rule, OptionIndex a,
                                      OptionIndex b, std::span<const std::string> names) {
  absl::StatusOr<ScoreWhy> why = Begin(count.figures.front().values.size(), a, b, names);
  if (!why.ok()) return why;
  Order(count, *why);
  const Words words(names, *why);
  const std::vector<Rational>& values = count.figures[0].values;
  const std::vector<Rational>& givers = count.figures[1].values;
  const bool mean = rule == ScoreRule::kMean;
  why->compared = {
      {mean ? "points on average" : "points", values[At(why->upper)], values[At(why->lower)]}};
  if (why->compared[0].upper == why->compared[0].lower) {
    if (why->kind == ScoreWhyKind::kTied) {
      words.Level(absl::StrCat("they have ", Each(why->compared[0])));
      return why;
    }
    why->kind = ScoreWhyKind::kTiePolicy;
    why->tie_rule = RuleOf(count.events, *why);
    words.Above(absl::StrCat("both have ", Amount(why->compared[0].upper, why->compared[0].name),
                             ", and ", TieClause(*why)));
    return why;
  }
  const std::string from =
      !mean ? ""
      : givers[At(why->upper)] == givers[At(why->lower)]
          ? absl::StrCat(" (over ", Amount(givers[At(why->upper)], "ballots"), " each)")
          : absl::StrCat(" (over ", Amount(givers[At(why->upper)], "ballots"), " and ",
                         Number(givers[At(why->lower)]), ")");
  words.Above(absl::StrCat("it has ", Against(why->compared[0]), from));
  return why;
}

absl::StatusOr<ScoreWhy> ExplainMajorityJudgment(const ScoreProfile& profile, const Count& count,
                                                 OptionIndex a, OptionIndex b,
                                                 std::span<const std::string> names,
                                                 std::span<const std::string> grades) {
  absl::StatusOr<ScoreWhy> why = Begin(static_cast<size_t>(profile.option_count()), a, b, names);
  if (!why.ok()) return why;
  Order(count, *why);
  const Words words(names, *why);
  const GradeTable table = GradeCounts(profile);
  if (table.ballots == 0) {
    words.Level("no ballot gives a grade");
    return why;
  }
  const auto text = [&](int grade) { return GradeText(profile.range(), grades, grade); };
  const int median = Gauge(table, why->upper).median;
  const int median_below = Gauge(table, why->lower).median;
  why->compared = {{"median grades", Rational(median), Rational(median_below)}};
  const auto step = DecidingStep(table, why->upper, why->lower);
  if (!step.has_value()) {
    if (why->kind == ScoreWhyKind::kTied) {
      words.Level("each grade was given to both as often");
      return why;
    }
    why->kind = ScoreWhyKind::kTiePolicy;
    why->tie_rule = RuleOf(count.events, *why);
    words.Above(absl::StrCat("each grade was given to both as often, and ", TieClause(*why)));
    return why;
  }
  why->medians_removed = step->ballots_removed;
  if (step->ballots_removed == 0) {
    words.Above(absl::StrCat("its median grade is ", text(median), ", that of ", words.Lower(), " ",
                             text(median_below)));
    return why;
  }
  why->compared.push_back(
      {"grades then in the middle", Rational(step->grade_a), Rational(step->grade_b)});
  const bool one = step->ballots_removed == 1;
  words.Above(absl::StrCat("both have the median grade ", text(median), "; when ",
                           one ? "that is" : absl::StrCat(step->ballots_removed, " medians are"),
                           " taken away from each, the next is ", text(step->grade_a), " for ",
                           words.Upper(), " and ", text(step->grade_b), " for ", words.Lower()));
  return why;
}

absl::StatusOr<ScoreWhy> ExplainStar(const StarResult& result, OptionIndex a, OptionIndex b,
                                     std::span<const std::string> names) {
  absl::StatusOr<ScoreWhy> why = Begin(result.count.figures.front().values.size(), a, b, names);
  if (!why.ok()) return why;
  Order(result.count, *why);
  const Words words(names, *why);
  if (why->kind == ScoreWhyKind::kTied) {
    const std::vector<Rational>& points = result.count.figures[0].values;
    why->compared = {{"points", points[At(why->upper)], points[At(why->lower)]}};
    const bool stopped =
        !result.round.winner.has_value() && result.count.ranking.TierOf(why->upper) == 0;
    words.Level(stopped ? absl::StrCat("a tie is not decided yet; their points are ",
                                       Number(why->compared[0].upper), " and ",
                                       Number(why->compared[0].lower))
                        : absl::StrCat("they have ", Each(why->compared[0])));
    return why;
  }
  StarSeat seat(result.round, names, *why);
  std::string clause = seat.Explain();
  if (why->kind == ScoreWhyKind::kTiePolicy) {
    why->tie_rule = RuleOf(result.count.events, *why);
    absl::StrAppend(&clause, ", and ", TieClause(*why));
  }
  words.Above(clause);
  return why;
}

absl::StatusOr<ScoreWhy> ExplainBlocStar(const BlocStarResult& result, OptionIndex a, OptionIndex b,
                                         std::span<const std::string> names) {
  absl::StatusOr<ScoreWhy> why = Begin(names.size(), a, b, names);
  if (!why.ok()) return why;
  PlaceSeats(result.winners, result.every_option_wins, *why);
  const std::string& upper = names[At(why->upper)];
  const std::string& lower = names[At(why->lower)];
  if (why->kind == ScoreWhyKind::kAll) {
    why->sentence = AllSentence(upper, lower);
    return why;
  }
  if (why->kind == ScoreWhyKind::kNeither) {
    // Totals do not change from seat to seat.
    const Standing& totals = result.rounds.back().scoring[0].standing;
    why->compared = {{"points", *ValueOf(totals, why->upper), *ValueOf(totals, why->lower)}};
    why->sentence = NeitherSentence(*why, upper, lower, "");
    return why;
  }
  const StarRound& round = result.rounds[static_cast<size_t>(*why->upper_seat) - 1];
  std::string clause = StarSeat(round, names, *why).Explain();
  if (why->kind == ScoreWhyKind::kTiePolicy) {
    why->tie_rule = RuleOf(result.events, *why);
    absl::StrAppend(&clause, ", and ", TieClause(*why));
  } else {
    why->kind = ScoreWhyKind::kSeat;
  }
  why->sentence = absl::StrCat(
      SeatsHead(*why, upper, lower), "for seat ", *why->upper_seat, " ", clause,
      why->compared.front().name == "points" && !round.runoff.empty() ? ", which it wins" : "",
      ".");
  return why;
}

absl::StatusOr<ScoreWhy> ExplainSeats(const SeatsResult& result, OptionIndex a, OptionIndex b,
                                      std::span<const std::string> names) {
  absl::StatusOr<ScoreWhy> why = Begin(names.size(), a, b, names);
  if (!why.ok()) return why;
  PlaceSeats(result.winners, result.every_option_wins, *why);
  const std::string& upper = names[At(why->upper)];
  const std::string& lower = names[At(why->lower)];
  if (why->kind == ScoreWhyKind::kAll) {
    why->sentence = AllSentence(upper, lower);
    return why;
  }
  const bool neither = why->kind == ScoreWhyKind::kNeither;
  const size_t seat =
      neither ? result.rounds.size() - 1 : static_cast<size_t>(*why->upper_seat) - 1;
  const SeatRound& round = result.rounds[seat];
  why->compared = {{"weighted points", *ValueOf(round.standing, why->upper),
                    *ValueOf(round.standing, why->lower)}};
  if (neither) {
    why->sentence = NeitherSentence(*why, upper, lower, absl::StrCat(" for seat ", seat + 1));
    return why;
  }
  const std::string for_seat = absl::StrCat("for seat ", seat + 1, " ");
  if (why->compared[0].upper == why->compared[0].lower) {
    why->kind = ScoreWhyKind::kTiePolicy;
    why->tie_rule = RuleOf(result.events, *why);
    why->sentence = absl::StrCat(SeatsHead(*why, upper, lower), for_seat, "they have ",
                                 Each(why->compared[0]), ", and ", TieClause(*why), ".");
    return why;
  }
  const auto [more, less] = NumbersApart(why->compared[0].upper, why->compared[0].lower);
  why->sentence = absl::StrCat(SeatsHead(*why, upper, lower), for_seat, upper, " has ",
                               Amount(more, why->compared[0].upper == 1, why->compared[0].name),
                               " and ", lower, " ", less);
  if (!why->lower_seat.has_value() && seat + 1 < result.rounds.size()) {
    const SeatRound& last = result.rounds.back();
    const Rational own = *ValueOf(last.standing, why->lower);
    absl::StrAppend(&why->sentence, "; for the last seat ", lower, " has ", Number(own),
                    last.winner ? absl::StrCat(" and ", names[At(*last.winner)], " ",
                                               Number(*ValueOf(last.standing, *last.winner)))
                                : "");
  }
  absl::StrAppend(&why->sentence, ".");
  return why;
}

}  // namespace plenum::tally
