#include "services/deliberation/tally/report/why.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace plenum::tally {
namespace {

// Whole numbers as they are, fractions with up to six places.
std::string Number(const Rational& value) {
  if (value.get_den() == 1) return ToText(value);
  std::string text = ToDecimal(value, 6);
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

// "1 vote", "2 votes": units and names of figures are plurals that end in s.
std::string Amount(const Rational& value, const std::string& unit) {
  const bool one = value == 1 && unit.ends_with('s');
  return absl::StrCat(Number(value), " ", one ? unit.substr(0, unit.size() - 1) : unit);
}

class Explainer {
 public:
  Explainer(const Count& count, std::span<const std::string> names, Why& why)
      : count_(count), names_(names), why_(why) {}

  void Explain() {
    if (BySet() || ByRound() || ByDefeats() || ByFigure()) return;
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
    Say(absl::StrCat("the votes leave them level, and the tie rule",
                     why_.tie_rule.empty() ? "" : absl::StrCat(" (", why_.tie_rule, ")"),
                     " put it first"));
  }

  void Tied() {
    why_.kind = WhyKind::kTied;
    why_.sentence = absl::StrCat(Name(why_.upper), " and ", Name(why_.lower),
                                 " share a place; head to head it is ", Duel(), ".");
  }

 private:
  const std::string& Name(OptionIndex option) const { return names_[static_cast<size_t>(option)]; }

  std::string Duel() const { return absl::StrCat(why_.votes_upper, " to ", why_.votes_lower); }

  void Say(const std::string& reason) {
    why_.sentence =
        absl::StrCat(Name(why_.upper), " stands above ", Name(why_.lower), ": ", reason, ".");
  }

  bool BySet() {
    for (size_t i = 0; i < count_.sets.size(); ++i) {
      const std::vector<OptionIndex>& options = count_.sets[i].options;
      const auto holds = [&](OptionIndex option) {
        return std::find(options.begin(), options.end(), option) != options.end();
      };
      if (!holds(why_.upper) || holds(why_.lower)) continue;
      why_.kind = WhyKind::kSet;
      why_.set = i;
      Say(options.size() == 1
              ? absl::StrCat("it is the ", count_.sets[i].name)
              : absl::StrCat("it is in the ", count_.sets[i].name, ", the other is not"));
      return true;
    }
    return false;
  }

  // The round in which the option is listed, or one past the last.
  size_t RoundOf(OptionIndex option, std::vector<OptionIndex> Round::*list) const {
    for (size_t r = 0; r < count_.rounds.size(); ++r) {
      const std::vector<OptionIndex>& options = count_.rounds[r].*list;
      if (std::find(options.begin(), options.end(), option) != options.end()) return r;
    }
    return count_.rounds.size();
  }

  Rational VotesIn(size_t round, OptionIndex option) const {
    return count_.rounds[round].votes[static_cast<size_t>(option)].value_or(Rational(0));
  }

  bool ByRound() {
    const size_t upper_elected = RoundOf(why_.upper, &Round::elected);
    const size_t lower_elected = RoundOf(why_.lower, &Round::elected);
    const size_t upper_out = RoundOf(why_.upper, &Round::eliminated);
    const size_t lower_out = RoundOf(why_.lower, &Round::eliminated);
    const bool elected = upper_elected < lower_elected;
    if (!elected && (lower_elected < upper_elected || lower_out >= upper_out)) return false;
    const size_t round = elected ? upper_elected : lower_out;
    why_.kind = WhyKind::kRound;
    why_.round = static_cast<int>(round);
    why_.upper_value = VotesIn(round, why_.upper);
    why_.lower_value = VotesIn(round, why_.lower);
    if (elected) {
      Say(absl::StrCat("it was elected in round ", round + 1, " with ",
                       Amount(why_.upper_value, count_.unit)));
    } else {
      Say(absl::StrCat(Name(why_.lower), " went out in round ", round + 1, " with ",
                       Amount(why_.lower_value, count_.unit), ", when ", Name(why_.upper), " had ",
                       Number(why_.upper_value)));
    }
    return true;
  }

  // The shortest chain of kept defeats from upper to lower.
  std::vector<OptionIndex> KeptPath() const {
    std::vector<OptionIndex> before(names_.size(), -1);
    std::vector<OptionIndex> open = {why_.upper};
    before[static_cast<size_t>(why_.upper)] = why_.upper;
    for (size_t i = 0; i < open.size(); ++i) {
      for (const Defeat& defeat : count_.defeats) {
        OptionIndex& seen = before[static_cast<size_t>(defeat.loser)];
        if (!defeat.kept || defeat.winner != open[i] || seen >= 0) continue;
        seen = defeat.winner;
        open.push_back(defeat.loser);
      }
    }
    if (before[static_cast<size_t>(why_.lower)] < 0) return {};
    std::vector<OptionIndex> path = {why_.lower};
    while (path.back() != why_.upper) path.push_back(before[static_cast<size_t>(path.back())]);
    std::reverse(path.begin(), path.end());
    return path;
  }

  bool ByDefeats() {
    if (count_.defeats.empty()) return false;
    why_.path = KeptPath();
    if (why_.path.empty()) return false;
    if (why_.path.size() == 2) {
      why_.kind = WhyKind::kDefeat;
      Say(absl::StrCat("it wins their duel ", Duel(), ", and no stronger defeats contradict that"));
      return true;
    }
    why_.kind = WhyKind::kPath;
    std::vector<std::string> steps;
    for (const OptionIndex option : why_.path) steps.push_back(Name(option));
    Say(absl::StrCat("a chain of defeats that all count leads from the one to the other (",
                     absl::StrJoin(steps, " beats "), "); head to head it is ", Duel()));
    return true;
  }

  bool ByFigure() {
    for (size_t i = 0; i < count_.figures.size(); ++i) {
      const Figure& figure = count_.figures[i];
      const Rational& upper = figure.values[static_cast<size_t>(why_.upper)];
      const Rational& lower = figure.values[static_cast<size_t>(why_.lower)];
      if (upper == lower) continue;
      why_.kind = WhyKind::kFigure;
      why_.figure = i;
      why_.upper_value = upper;
      why_.lower_value = lower;
      Say(absl::StrCat(Number(upper), " against ", Number(lower), " ", figure.name,
                       figure.higher_is_better ? "" : " (fewer is better)"));
      return true;
    }
    return false;
  }

  const Count& count_;
  std::span<const std::string> names_;
  Why& why_;
};

}  // namespace

absl::StatusOr<Why> ExplainAbove(const Count& count, const PairwiseMatrix& pairwise, OptionIndex a,
                                 OptionIndex b, std::span<const std::string> names) {
  const int n = count.ranking.option_count();
  if (a < 0 || a >= n || b < 0 || b >= n || a == b) {
    return absl::InvalidArgumentError(
        absl::StrCat("two different options of 0 to ", n - 1, " are needed, not ", a, " and ", b));
  }
  if (std::ssize(names) != n || pairwise.option_count() != n) {
    return absl::InvalidArgumentError("the names, the matrix and the count are of different sizes");
  }
  // A count's ranking is complete, so both stand in a tier.
  if (count.ranking.TierOf(b) < count.ranking.TierOf(a)) std::swap(a, b);
  Why why;
  why.upper = a;
  why.lower = b;
  why.votes_upper = pairwise.prefer(a, b);
  why.votes_lower = pairwise.prefer(b, a);
  Explainer explainer(count, names, why);
  if (count.ranking.TierOf(a) == count.ranking.TierOf(b)) {
    explainer.Tied();
  } else if (count.ranking_by_votes.TierOf(a) == count.ranking_by_votes.TierOf(b)) {
    explainer.ByPolicy();
  } else {
    explainer.Explain();
  }
  return why;
}

}  // namespace plenum::tally
