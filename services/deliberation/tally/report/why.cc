#include "services/deliberation/tally/report/why.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/deliberation/tally/wording.h"

namespace plenum::tally {
namespace {

// Fills one Why: tries the kinds of reasons in turn.
class Reason {
 public:
  struct Index {
    const std::vector<std::vector<OptionIndex>>& beats;
    const std::vector<int>& elected_in;
    const std::vector<int>& eliminated_in;
  };

  Reason(const Count& count, const PairwiseMatrix& pairwise, std::span<const std::string> names,
         Index index, Why& why)
      : count_(count), pairwise_(pairwise), names_(names), index_(index), why_(why) {}

  void Explain() {
    if (!count_.as_a_whole.empty()) {
      why_.kind = WhyKind::kOrder;
      if (count_.wins_without.empty()) {
        Say(absl::StrCat(count_.as_a_whole, "; head to head it is ", Duel()));
      } else {
        Say(absl::StrCat(PlacedAlone(), "; ",
                         FindDropped() ? Dropped() : absl::StrCat("head to head it is ", Duel())));
      }
      return;
    }
    if (BySet() || ByRound() || ByFigure() || ByDefeats()) return;
    why_.kind = WhyKind::kOrder;
    Say(absl::StrCat("the method ranks it so; head to head it is ", Duel()));
  }

  void ByPolicy() {
    why_.kind = WhyKind::kTiePolicy;
    for (const TieEvent& event : count_.events) {
      const auto names = [&](OptionIndex option) {
        return std::find(event.resolved.begin(), event.resolved.end(), option) !=
               event.resolved.end();
      };
      if (names(why_.upper) && names(why_.lower)) why_.tie_rule = event.rule;
    }
    const std::string level = Level();
    Say(absl::StrCat("the votes leave them level",
                     level.empty() ? "" : absl::StrCat(" (", level, ")"), ", and the tie rule",
                     why_.tie_rule.empty() ? "" : absl::StrCat(" (", why_.tie_rule, ")"),
                     " put it first"));
  }

  void Tied() {
    why_.kind = WhyKind::kTied;
    const std::string level = Level();
    why_.sentence = absl::StrCat(Name(why_.upper), " and ", Name(why_.lower), " share a place",
                                 level.empty() ? "" : absl::StrCat(": ", level),
                                 "; head to head it is ", Duel(), ".");
  }

 private:
  static size_t At(OptionIndex option) { return static_cast<size_t>(option); }

  const std::string& Name(OptionIndex option) const { return names_[At(option)]; }

  std::string Duel() const { return absl::StrCat(why_.votes_upper, " to ", why_.votes_lower); }

  void Say(const std::string& reason) {
    why_.sentence =
        absl::StrCat(Name(why_.upper), " stands above ", Name(why_.lower), ": ", reason, ".");
  }

  // "A beats B 6 to 3".
  std::string Beats(OptionIndex winner, OptionIndex loser) const {
    return absl::StrCat(Name(winner), " beats ", Name(loser), " ", pairwise_.prefer(winner, loser),
                        " to ", pairwise_.prefer(loser, winner));
  }

  std::string Chain(const std::vector<OptionIndex>& path) const {
    std::vector<std::string> steps;
    for (size_t i = 0; i + 1 < path.size(); ++i) steps.push_back(Beats(path[i], path[i + 1]));
    return absl::StrJoin(steps, ", ");
  }

  // Stable Voting: what placed the upper one.
  std::string PlacedAlone() const {
    const OptionIndex rival = count_.wins_without[At(why_.upper)];
    if (rival < 0) {
      return "of those not yet placed it alone is undefeated, once the weakest defeat of each "
             "cycle is dropped";
    }
    return absl::StrCat(
        "of all that win among those not yet placed when one rival is left out, it "
        "has the best margin over that rival (",
        Name(rival), ", ", pairwise_.prefer(why_.upper, rival), " to ",
        pairwise_.prefer(rival, why_.upper), ")");
  }

  // Why nothing tells the two apart, as a clause; empty where the working does not say.
  std::string Level() {
    if (!count_.level_as_a_whole.empty()) return count_.level_as_a_whole;
    if (!count_.figures.empty()) {
      const Figure& figure = count_.figures.front();
      return absl::StrCat("both have ", Amount(figure.values[At(why_.upper)], figure.name));
    }
    if (!count_.rounds.empty()) return LevelInRounds();
    if (!count_.defeats.empty()) {
      if (FindDropped()) return Dropped();
      return why_.votes_upper == why_.votes_lower
                 ? "their duel is level"
                 : "no chain of defeats leads from one to the other";
    }
    if (count_.sets.empty()) return "";
    const std::vector<OptionIndex>& set = count_.sets.front().options;
    const bool in = std::find(set.begin(), set.end(), why_.upper) != set.end();
    return absl::StrCat(in ? "both are in the " : "neither is in the ", count_.sets.front().name);
  }

  std::string LevelInRounds() const {
    const int rounds = static_cast<int>(count_.rounds.size());
    const auto together = [&](const std::vector<int>& in) {
      return in[At(why_.upper)] < rounds && in[At(why_.upper)] == in[At(why_.lower)];
    };
    const bool elected = together(index_.elected_in);
    if (!elected && !together(index_.eliminated_in)) return "";
    const int round = (elected ? index_.elected_in : index_.eliminated_in)[At(why_.upper)];
    const Rational votes = VotesIn(round, why_.upper);
    std::string in_round =
        absl::StrCat("both ", elected ? "were left" : "went out", " in round ", round + 1);
    if (votes != VotesIn(round, why_.lower)) return in_round;
    return absl::StrCat(in_round, " with ", Amount(votes, UnitOf(count_.rounds[At(round)])));
  }

  // The defeat between the two where it was dropped, with the cycle in which it is the weakest.
  bool FindDropped() {
    for (const Defeat& defeat : count_.defeats) {
      const bool theirs = (defeat.winner == why_.upper && defeat.loser == why_.lower) ||
                          (defeat.winner == why_.lower && defeat.loser == why_.upper);
      if (!theirs || defeat.kept) continue;
      why_.cycle = KeptPath(defeat.loser, defeat.winner);
      if (!why_.cycle.empty()) return true;
      // Equally strong defeats of one cycle can be dropped together.
      std::vector<std::vector<OptionIndex>> no_weaker(names_.size());
      for (const Defeat& other : count_.defeats) {
        if (other.strength >= defeat.strength) no_weaker[At(other.winner)].push_back(other.loser);
      }
      why_.cycle = ShortestPath(no_weaker, defeat.loser, defeat.winner);
      return !why_.cycle.empty();
    }
    return false;
  }

  std::string Dropped() const {
    return absl::StrCat("the defeat of ", Name(why_.cycle.front()), " by ", Name(why_.cycle.back()),
                        ", ", pairwise_.prefer(why_.cycle.back(), why_.cycle.front()), " to ",
                        pairwise_.prefer(why_.cycle.front(), why_.cycle.back()),
                        ", is dropped as the weakest of a cycle (", Chain(why_.cycle), ")");
  }

  bool BySet() {
    for (size_t i = 0; i < count_.sets.size(); ++i) {
      const std::string& name = count_.sets[i].name;
      // Who wins is no reason why.
      if (name.ends_with("winners")) continue;
      const std::vector<OptionIndex>& options = count_.sets[i].options;
      const auto holds = [&](OptionIndex option) {
        return std::find(options.begin(), options.end(), option) != options.end();
      };
      if (!holds(why_.upper) || holds(why_.lower)) continue;
      why_.kind = WhyKind::kSet;
      why_.set = i;
      Say(name.starts_with("Condorcet") ? absl::StrCat("it is the ", name)
          : options.size() == 1         ? absl::StrCat("it alone is in the ", name)
                                : absl::StrCat("it is in the ", name, ", the other is not"));
      return true;
    }
    return false;
  }

  Rational VotesIn(int round, OptionIndex option) const {
    return count_.rounds[At(round)].votes[At(option)].value_or(Rational(0));
  }

  bool ByRound() {
    const int upper_elected = index_.elected_in[At(why_.upper)];
    const int lower_elected = index_.elected_in[At(why_.lower)];
    const int upper_out = index_.eliminated_in[At(why_.upper)];
    const int lower_out = index_.eliminated_in[At(why_.lower)];
    const int rounds = static_cast<int>(count_.rounds.size());
    // That the lower one had gone already says more than what the upper one reached later; and in
    // one round, more than that it was the last one left.
    const bool gone_before =
        lower_out < rounds && lower_out < upper_out &&
        (lower_out < upper_elected || (lower_out == upper_elected && !DecidesAtTheTop(lower_out)));
    const bool elected =
        !gone_before && (upper_elected < lower_elected ||
                         (upper_elected == lower_elected && upper_elected < rounds));
    const bool outlasted = lower_out < upper_out;
    const bool together = lower_out == upper_out && lower_out < rounds;
    if (lower_elected < upper_elected) return false;
    if (!(elected || outlasted || together)) return ByLastMajorityRound();
    const int round = elected ? upper_elected : lower_out;
    why_.upper_value = VotesIn(round, why_.upper);
    why_.lower_value = VotesIn(round, why_.lower);
    if (!elected && together && why_.upper_value == why_.lower_value) return false;
    why_.kind = WhyKind::kRound;
    why_.round = round;
    Say(elected ? PlacedClause(upper_elected == lower_elected) : GoneClause(together));
    return true;
  }

  bool DecidesAtTheTop(int round) const {
    return count_.rounds[At(round)].majority_of.has_value() || count_.rounds[At(round)].beats_all;
  }

  const std::string& UnitOf(const Round& round) const {
    return round.unit.empty() ? count_.unit : round.unit;
  }

  // Why the upper one was placed from the top in the round; `both`: the lower one in the same.
  std::string PlacedClause(bool both) const {
    const Round& round = count_.rounds[At(*why_.round)];
    const std::string in_round = absl::StrCat(" in round ", *why_.round + 1);
    const auto [upper, lower] = NumbersApart(why_.upper_value, why_.lower_value);
    const std::string has = Amount(upper, why_.upper_value == 1, UnitOf(round));
    const bool compared = round.votes[At(why_.lower)].has_value();
    if (round.beats_all) {
      const auto left = std::count_if(round.votes.begin(), round.votes.end(),
                                      [](const auto& votes) { return votes.has_value(); });
      if (left == 2) {
        return absl::StrCat("only the two were left", in_round, ", and it wins their duel ",
                            Duel());
      }
      return absl::StrCat("it beats every other option that was left", in_round, " head to head, ",
                          Name(why_.lower), " by ", Duel());
    }
    if (round.majority_of.has_value()) {
      const std::string of = Amount(*round.majority_of, "ballots");
      const bool lower_too = both && why_.lower_value * 2 > *round.majority_of;
      if (lower_too) {
        return absl::StrCat("both reached a majority", in_round, ", and it with more, ", upper,
                            " against ", Amount(lower, why_.lower_value == 1, UnitOf(round)),
                            " on ", of);
      }
      return absl::StrCat(
          "it reached a majority", in_round, ", ", has, " on ", of,
          compared ? absl::StrCat(", when ", Name(why_.lower), " had ", lower) : "");
    }
    if (compared && why_.upper_value > why_.lower_value) {
      return absl::StrCat("it had the most ", UnitOf(round), in_round, ", ", upper, ", when ",
                          Name(why_.lower), " had ", lower);
    }
    return absl::StrCat("it was placed ", both ? "first" : "", both ? in_round : in_round.substr(1),
                        " with ", has);
  }

  // Why the lower one went out; `both`: the upper one in the same round.
  std::string GoneClause(bool both) const {
    const Round& round = count_.rounds[At(*why_.round)];
    const auto [upper, lower] = NumbersApart(why_.upper_value, why_.lower_value);
    const std::string had = Amount(lower, why_.lower_value == 1, UnitOf(round));
    if (both) {
      return absl::StrCat("both went out in round ", *why_.round + 1, ", with ", upper, " against ",
                          had);
    }
    const bool most = round.most_leave && why_.lower_value > why_.upper_value;
    return absl::StrCat(Name(why_.lower), " went out in round ", *why_.round + 1, " with ",
                        most ? "the most " : "",
                        most ? absl::StrCat(UnitOf(round), ", ", lower) : had, ", when ",
                        Name(why_.upper), " had ", upper);
  }

  // Where a majority decides and neither ever had one, the votes in the end do.
  bool ByLastMajorityRound() {
    if (count_.rounds.empty() || !count_.rounds.back().majority_of.has_value()) return false;
    const Round& round = count_.rounds.back();
    const std::optional<Rational>& upper = round.votes[At(why_.upper)];
    const std::optional<Rational>& lower = round.votes[At(why_.lower)];
    if (!upper.has_value() || !lower.has_value() || *upper <= *lower) return false;
    why_.kind = WhyKind::kRound;
    why_.round = static_cast<int>(count_.rounds.size()) - 1;
    why_.upper_value = *upper;
    why_.lower_value = *lower;
    Say(absl::StrCat("neither ever had a majority of the ", Amount(*round.majority_of, "ballots"),
                     ", and in the end it had more, ", Number(*upper), " against ",
                     Amount(*lower, UnitOf(round))));
    return true;
  }

  // The shortest chain of kept defeats; empty when there is none.
  std::vector<OptionIndex> KeptPath(OptionIndex from, OptionIndex to) const {
    return ShortestPath(index_.beats, from, to);
  }

  static std::vector<OptionIndex> ShortestPath(const std::vector<std::vector<OptionIndex>>& beats,
                                               OptionIndex from, OptionIndex to) {
    std::vector<OptionIndex> before(beats.size(), -1);
    std::vector<OptionIndex> open = {from};
    before[At(from)] = from;
    for (size_t i = 0; i < open.size() && before[At(to)] < 0; ++i) {
      for (const OptionIndex loser : beats[At(open[i])]) {
        if (before[At(loser)] >= 0) continue;
        before[At(loser)] = open[i];
        open.push_back(loser);
      }
    }
    if (before[At(to)] < 0) return {};
    std::vector<OptionIndex> path = {to};
    while (path.back() != from) path.push_back(before[At(path.back())]);
    std::reverse(path.begin(), path.end());
    return path;
  }

  bool ByDefeats() {
    if (count_.defeats.empty()) return false;
    why_.path = KeptPath(why_.upper, why_.lower);
    if (why_.path.empty()) return ByLayer();
    if (why_.path.size() == 2) {
      why_.kind = WhyKind::kDefeat;
      Say(absl::StrCat("it wins their duel ", Duel(), ", and no stronger defeats contradict that"));
      return true;
    }
    why_.kind = WhyKind::kPath;
    const bool against = FindDropped();
    Say(absl::StrCat(
        "a chain of defeats that all count leads from the one to the other (", Chain(why_.path),
        ")",
        against ? absl::StrCat("; its own defeat, ", why_.votes_upper, " to ", why_.votes_lower,
                               ", is no stronger than any of these, and dropped")
                : absl::StrCat("; head to head it is ", Duel())));
    return true;
  }

  bool ByLayer() {
    for (const OptionIndex other : count_.ranking.order()) {
      if (count_.ranking.TierOf(other) >= count_.ranking.TierOf(why_.lower)) return false;
      const std::vector<OptionIndex>& beaten = index_.beats[At(other)];
      if (std::find(beaten.begin(), beaten.end(), why_.lower) == beaten.end()) continue;
      why_.kind = WhyKind::kLayer;
      why_.path = {other, why_.lower};
      Say(absl::StrCat("no chain of defeats leads from one to the other, but ", Name(other),
                       ", which stands above ", Name(why_.lower), ", beats it",
                       FindDropped() ? absl::StrCat("; ", Dropped()) : ""));
      return true;
    }
    return false;
  }

  bool ByFigure() {
    for (size_t i = 0; i < count_.figures.size(); ++i) {
      const Figure& figure = count_.figures[i];
      const Rational& upper = figure.values[At(why_.upper)];
      const Rational& lower = figure.values[At(why_.lower)];
      if (upper == lower) continue;
      why_.kind = WhyKind::kFigure;
      why_.figure = i;
      why_.upper_value = upper;
      why_.lower_value = lower;
      const auto [more, less] = NumbersApart(upper, lower);
      Say(absl::StrCat(more, " against ", less, " ", figure.name,
                       figure.higher_is_better ? "" : " (less is better)"));
      return true;
    }
    return false;
  }

  const Count& count_;
  const PairwiseMatrix& pairwise_;
  std::span<const std::string> names_;
  Index index_;
  Why& why_;
};

}  // namespace

Explainer::Explainer(const Count& count, const PairwiseMatrix& pairwise,
                     std::span<const std::string> names)
    : count_(count),
      pairwise_(pairwise),
      names_(names),
      beats_(names.size()),
      elected_in_(names.size(), static_cast<int>(count.rounds.size())),
      eliminated_in_(elected_in_) {
  for (const Defeat& defeat : count.defeats) {
    if (defeat.kept) beats_[static_cast<size_t>(defeat.winner)].push_back(defeat.loser);
  }
  for (size_t r = count.rounds.size(); r-- > 0;) {
    for (const OptionIndex option : count.rounds[r].elected) {
      elected_in_[static_cast<size_t>(option)] = static_cast<int>(r);
    }
    for (const OptionIndex option : count.rounds[r].eliminated) {
      eliminated_in_[static_cast<size_t>(option)] = static_cast<int>(r);
    }
  }
}

absl::StatusOr<Explainer> Explainer::Create(const Count& count, const PairwiseMatrix& pairwise,
                                            std::span<const std::string> names) {
  const int n = count.ranking.option_count();
  if (std::ssize(names) != n || pairwise.option_count() != n) {
    return absl::InvalidArgumentError("the names, the matrix and the count are of different sizes");
  }
  return Explainer(count, pairwise, names);
}

absl::StatusOr<Why> Explainer::Above(OptionIndex a, OptionIndex b) const {
  const int n = count_.ranking.option_count();
  if (a < 0 || a >= n || b < 0 || b >= n || a == b) {
    return absl::InvalidArgumentError(
        absl::StrCat("two different options of 0 to ", n - 1, " are needed, not ", a, " and ", b));
  }
  // A count's ranking is complete, so both stand in a tier.
  if (count_.ranking.TierOf(b) < count_.ranking.TierOf(a)) std::swap(a, b);
  Why why;
  why.upper = a;
  why.lower = b;
  why.votes_upper = pairwise_.prefer(a, b);
  why.votes_lower = pairwise_.prefer(b, a);
  Reason reason(count_, pairwise_, names_, {beats_, elected_in_, eliminated_in_}, why);
  if (count_.ranking.TierOf(a) == count_.ranking.TierOf(b)) {
    reason.Tied();
  } else if (count_.ranking_by_votes.TierOf(a) == count_.ranking_by_votes.TierOf(b)) {
    reason.ByPolicy();
  } else {
    reason.Explain();
  }
  why.sentence = ShortenRepeats(std::move(why.sentence),
                                {names_[static_cast<size_t>(a)], names_[static_cast<size_t>(b)]});
  return why;
}

absl::StatusOr<Why> ExplainAbove(const Count& count, const PairwiseMatrix& pairwise, OptionIndex a,
                                 OptionIndex b, std::span<const std::string> names) {
  absl::StatusOr<Explainer> explainer = Explainer::Create(count, pairwise, names);
  if (!explainer.ok()) return explainer.status();
  return explainer->Above(a, b);
}

}  // namespace plenum::tally
