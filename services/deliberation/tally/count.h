// Count: what every method that ranks options returns: the ranking, and the working that led to it
// in a form that can be shown, stored and explained without knowing the method.
//
// Which parts are filled depends on the method: figures for rules that add up points, rounds for
// rules that eliminate or elect step by step, defeats for rules that lock or drop head-to-head
// defeats. Units and meaning are in each method's header.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/deliberation/tally/exact.h"
#include "services/deliberation/tally/ranking.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

// One number for each option, such as its Borda points.
struct Figure {
  std::string name;  // a noun in lower case, in the plural: "Borda points", "duels won"
  std::vector<Rational> values;
  bool higher_is_better = true;
};

// One round of a method that counts in rounds.
struct Round {
  // By option: its votes (or points) in this round; nothing for one that is out of the count.
  std::vector<std::optional<Rational>> votes;
  Rational exhausted = 0;                 // votes of ballots that name no option still in the count
  std::vector<OptionIndex> elected = {};  // in this round, best first
  std::vector<OptionIndex> eliminated = {};  // after this round, in the order of the options

  std::string unit = {};  // of `votes` where it is not Count::unit, a noun in the plural
  // Where a majority decides: the ballots of which it is one. Who is elected has the votes of more
  // than half of them.
  std::optional<Rational> majority_of = {};
  bool most_leave = false;  // `votes` are votes against, and who has the most is eliminated
  bool beats_all = false;   // who is elected beats every other option of the round head to head
};

// A head-to-head defeat and what became of it.
struct Defeat {
  OptionIndex winner = 0;
  OptionIndex loser = 0;
  int64_t strength = 0;  // as the method measures it
  bool kept = true;      // false: dropped, because it would close a cycle of stronger defeats
};

struct Count {
  Ranking ranking;           // complete: every option stands in a tier, best first
  Ranking ranking_by_votes;  // the same before the tie policy split any tier
  std::vector<TieEvent> events = {};
  // A tie was held for a decision: the ranking is what could be said without it.
  bool held = false;
  // Only where a method can fail to prove its result optimal within its budget (Kemeny-Young).
  bool proven = true;

  std::vector<Figure> figures = {};  // the one that decides first, tie-breaking ones after it
  std::vector<Round> rounds = {};
  std::vector<Defeat> defeats = {};  // in the order in which the method considered them
  // Sets that the method works with, best first: {"Smith set", {0, 2, 5}}.
  struct NamedSet {
    std::string name;
    std::vector<OptionIndex> options;
  };
  std::vector<NamedSet> sets = {};
  // For methods that choose an order as a whole: why this one, as a clause, and why options that
  // share a place do. The defeats are then shown, but decide nothing one by one.
  std::string as_a_whole = {};
  std::string level_as_a_whole = {};
  // Stable Voting: by option, the rival without whom it wins among those not yet placed, by the
  // best margin over the rival; -1 where it alone is undefeated there. Else empty.
  std::vector<OptionIndex> wins_without = {};
  std::string unit = "votes";  // of the rounds' figures, a noun in the plural
};

}  // namespace plenum::tally
