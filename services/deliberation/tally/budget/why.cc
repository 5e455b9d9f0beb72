#include "services/deliberation/tally/budget/why.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/wording.h"

namespace plenum::tally {
namespace {

constexpr const char* kPrice = "price of a unit of utility";

size_t At(OptionIndex option) { return static_cast<size_t>(option); }

bool Holds(const std::vector<OptionIndex>& options, OptionIndex option) {
  return std::find(options.begin(), options.end(), option) != options.end();
}

// A funded option's worth to a ballot that gives it these points, as EqualSharesBudget has it.
Rational UtilityOf(const BudgetElection& election, BudgetUtility utility, OptionIndex option,
                   const Rational& points) {
  if (utility == BudgetUtility::kPoints) return points;
  const Rational& cost = election.option(option).cost;
  return utility == BudgetUtility::kCost && sgn(cost) > 0 ? cost : Rational(1);
}

// One voter group behind an option.
struct Backer {
  Rational money;    // of each voter
  Rational utility;  // to each voter
  int64_t voters;
};

// The lowest price of a unit at which the backers, each paying price x utility or all they have,
// raise the cost; nothing when they cannot. Those who run out first have the least money for each
// unit.
std::optional<Rational> PriceOf(std::vector<Backer> backers, Rational cost) {
  std::sort(backers.begin(), backers.end(), [](const Backer& a, const Backer& b) {
    return a.money * b.utility < b.money * a.utility;
  });
  Rational utility;
  for (const Backer& backer : backers) utility += backer.utility * Rational(backer.voters);
  for (const Backer& backer : backers) {
    const Rational price = cost / utility;
    if (price * backer.utility <= backer.money) return price;
    cost -= backer.money * Rational(backer.voters);
    utility -= backer.utility * Rational(backer.voters);
  }
  return std::nullopt;
}

// Large sums to the hundredth.
std::string Money(const Rational& value) {
  if (value < 100 || value.get_den() == 1) return Number(value);
  return ToDecimal(value, 2);
}

// The result with what is asked of it again and again.
class Working {
 public:
  Working(const BudgetElection& election, const BudgetResult& result,
          std::optional<BudgetUtility> shares)
      : election_(election), result_(result), shares_(shares) {}

  const BudgetElection& election() const { return election_; }
  const BudgetStep& step(size_t s) const { return result_.steps[s]; }
  bool shares() const { return shares_.has_value(); }
  bool ByShares(size_t s) const { return result_.steps[s].measure == kPrice; }

  BudgetFate FateOf(OptionIndex option) const {
    BudgetFate fate;
    fate.outcome = result_.outcomes[At(option)];
    fate.cost = election_.option(option).cost;
    fate.left = election_.budget();
    for (size_t s = 0; s < result_.steps.size(); ++s) {
      if (step(s).option == option) {
        fate.step = s;
        break;
      }
      fate.left = step(s).left;
    }
    if (fate.outcome == BudgetOutcome::kNeedsUnfunded) {
      for (const OptionIndex need : election_.option(option).needs) {
        if (!IsFunded(need)) fate.because.push_back(need);
      }
    } else if (fate.outcome == BudgetOutcome::kExcluded) {
      for (const OptionIndex other : election_.excluded_by(option)) {
        if (IsFunded(other)) fate.because.push_back(other);
      }
    }
    const bool bought = fate.step.has_value() && ByShares(*fate.step);
    if (shares() && !bought) fate.supporters_left = SupportersLeft(option);
    return fate;
  }

  bool IsFunded(OptionIndex option) const {
    return std::binary_search(result_.funded.begin(), result_.funded.end(), option);
  }

  // Whether the option could be taken in that step, as far as others go.
  bool IsOpen(OptionIndex option, size_t s) const {
    std::vector<OptionIndex> funded;
    for (size_t before = 0; before < s; ++before) {
      if (step(before).outcome == BudgetOutcome::kFunded) funded.push_back(step(before).option);
    }
    const std::vector<OptionIndex>& needs = election_.option(option).needs;
    const std::vector<OptionIndex>& others = election_.excluded_by(option);
    return !Holds(funded, option) && std::all_of(needs.begin(), needs.end(), [&](OptionIndex o) {
      return Holds(funded, o);
    }) && std::none_of(others.begin(), others.end(), [&](OptionIndex o) {
      return Holds(funded, o);
    });
  }

  // The option's figure in that step; nothing where it could not be taken.
  std::optional<Rational> FigureIn(size_t s, OptionIndex option) const {
    if (!IsOpen(option, s)) return std::nullopt;
    if (ByShares(s)) return PriceOf(BackersOf(option, s), election_.option(option).cost);
    const std::string& measure = step(s).measure;
    Rational figure = measure.starts_with("votes") ? Rational(election_.Votes()[At(option)])
                                                   : election_.Points()[At(option)];
    if (!measure.ends_with("per cost")) return figure;
    const Rational& cost = election_.option(option).cost;
    if (sgn(cost) == 0) return std::nullopt;  // before all others
    return figure / cost;
  }

  // "votes" where every point is one, so that the sums are the same.
  std::string MeasureOf(size_t s) const {
    const std::string& measure = step(s).measure;
    if (!measure.starts_with("points")) return measure;
    const std::vector<int64_t> votes = election_.Votes();
    const std::vector<Rational> points = election_.Points();
    const bool same = std::equal(votes.begin(), votes.end(), points.begin(),
                                 [](int64_t a, const Rational& b) { return b == a; });
    return same ? absl::StrCat("votes", measure.substr(6)) : measure;
  }

  // The rule of a tie that named both.
  std::string TieRule(OptionIndex a, OptionIndex b) const {
    std::string rule;
    for (const TieEvent& event : result_.events) {
      if (Holds(event.tied, a) && Holds(event.tied, b)) rule = event.rule;
    }
    return rule;
  }

  const BudgetResult& result() const { return result_; }
  BudgetUtility utility() const { return *shares_; }

 private:
  // By group, before the step; of the first completing step, what was left of the shares.
  Rational MoneyBefore(size_t s, size_t group) const {
    while (s > 0 && !ByShares(s - 1)) --s;
    return s == 0 ? result_.endowment : step(s - 1).accounts[group];
  }

  std::vector<Backer> BackersOf(OptionIndex option, size_t s) const {
    std::vector<Backer> backers;
    for (size_t g = 0; g < election_.groups().size(); ++g) {
      for (const auto& [named, points] : election_.groups()[g].points) {
        if (named != option || sgn(points) <= 0) continue;
        backers.push_back({MoneyBefore(s, g), UtilityOf(election_, *shares_, option, points),
                           election_.groups()[g].count});
      }
    }
    return backers;
  }

  Rational SupportersLeft(OptionIndex option) const {
    Rational left;
    for (const Backer& backer : BackersOf(option, result_.steps.size())) {
      left += backer.money * Rational(backer.voters);
    }
    return left;
  }

  const BudgetElection& election_;
  const BudgetResult& result_;
  std::optional<BudgetUtility> shares_;
};

class Words {
 public:
  Words(const Working& working, std::span<const std::string> names, const BudgetWhy& why)
      : working_(working), names_(names), why_(why) {}

  std::string Sentence() const {
    const std::string& upper = names_[At(why_.upper)];
    const std::string& lower = names_[At(why_.lower)];
    switch (why_.kind) {
      case BudgetWhyKind::kFunded:
        return absl::StrCat(upper, " is funded and ", lower, " is not: ", Taken(), "; ",
                            Refused(why_.of_lower, lower), ".");
      case BudgetWhyKind::kFundedFirst:
        return absl::StrCat("Both are funded, ", upper, " before ", lower, ": ", Taken(), ".");
      case BudgetWhyKind::kNeither:
        return absl::StrCat("Neither ", upper, " nor ", lower,
                            " is funded: ", Refused(why_.of_upper, upper), "; ",
                            Refused(why_.of_lower, lower), ".");
    }
    return "";
  }

 private:
  // How the upper one was funded, and where the lower one stood then.
  std::string Taken() const {
    const size_t s = *why_.of_upper.step;
    const std::string& lower = names_[At(why_.lower)];
    const std::string head = absl::StrCat(names_[At(why_.upper)], " was taken in step ", s + 1);
    if (why_.level) {
      const std::string by = why_.tie_rule.empty()
                                 ? "the earlier option goes first"
                                 : absl::StrCat("the tie rule (", why_.tie_rule, ") put it first");
      return absl::StrCat(head, " ", Figure(s, *why_.upper_value), ", as much as ", lower, ", and ",
                          by);
    }
    if (!why_.upper_value.has_value()) return absl::StrCat(head, ", as it costs nothing");
    std::string text = absl::StrCat(head, " ", Figure(s, *why_.upper_value));
    if (why_.lower_value.has_value()) {
      absl::StrAppend(&text, ", when ", lower, " had ", Bare(s, *why_.lower_value));
    } else {
      absl::StrAppend(&text, NotYet(s, lower));
    }
    return text;
  }

  // Why the lower one, though it is funded later, had no figure.
  std::string NotYet(size_t s, const std::string& lower) const {
    if (why_.kind != BudgetWhyKind::kFundedFirst) return "";
    std::vector<OptionIndex> waiting;
    for (const OptionIndex need : working_.election().option(why_.lower).needs) {
      const std::optional<size_t> at = working_.FateOf(need).step;
      if (at.has_value() && *at >= s) waiting.push_back(need);
    }
    if (!waiting.empty()) {
      return absl::StrCat(", when ", lower, " waited for ", ListOf(waiting, names_),
                          ", which it needs");
    }
    return working_.ByShares(s)
               ? absl::StrCat(", when the supporters of ", lower, " could not raise its cost")
               : "";
  }

  // For a utility of cost, price is one over the number of supporters who would pay in full.
  bool BySupport(size_t s, const Rational& value) const {
    return working_.ByShares(s) && working_.utility() == BudgetUtility::kCost && sgn(value) > 0;
  }
  std::string Bare(size_t s, const Rational& value) const {
    if (BySupport(s, value)) return Number(1 / value);
    return Number(value);
  }
  std::string Figure(size_t s, const Rational& value) const {
    if (BySupport(s, value)) {
      return absl::StrCat("with an effective support of ", Amount(Rational(1 / value), "votes"));
    }
    if (working_.ByShares(s)) {
      return absl::StrCat("at a price of ", Number(value), " for each unit of utility");
    }
    return absl::StrCat("with ", Amount(value, working_.MeasureOf(s)));
  }

  std::string Refused(const BudgetFate& fate, const std::string& name) const {
    const std::string cost = Money(fate.cost);
    const std::string left =
        sgn(fate.left) == 0 ? "nothing" : absl::StrCat("only ", Money(fate.left));
    const char* were = sgn(fate.left) == 0 ? " was" : " were";
    std::string shares;
    if (fate.supporters_left.has_value() && fate.outcome != BudgetOutcome::kHeld) {
      shares = *fate.supporters_left < fate.cost
                   ? absl::StrCat("the supporters of ", name, " had only ",
                                  Money(*fate.supporters_left), " left for its cost of ", cost)
                   : "";
    }
    const auto with_shares = [&](const std::string& rest, const char* glue) {
      return shares.empty() ? rest : absl::StrCat(shares, glue, rest);
    };
    switch (fate.outcome) {
      case BudgetOutcome::kDoesNotFit:
        return shares.empty()
                   ? absl::StrCat(name, " costs ", cost, ", and ", left, " of the budget of ",
                                  Money(working_.election().budget()), were,
                                  " left when its turn came")
                   : absl::StrCat(shares,
                                  ", and when the rest of the budget was spent in order of ",
                                  working_.MeasureOf(*fate.step), ", ", left, were, " left");
      case BudgetOutcome::kCannotBePaid:
        return shares.empty() ? absl::StrCat(name, " could not be paid by its supporters") : shares;
      case BudgetOutcome::kNeedsUnfunded:
        return absl::StrCat(
            name, " needs ", ListOf(fate.because, names_),
            fate.because.size() == 1 ? ", which is not funded" : ", which are not funded");
      case BudgetOutcome::kExcluded:
        return absl::StrCat(ListOf(fate.because, names_), fate.because.size() == 1 ? " is" : " are",
                            " funded, and with ", fate.because.size() == 1 ? "it " : "them ", name,
                            " cannot be");
      case BudgetOutcome::kTooFewVotes:
        return absl::StrCat(name, " has fewer votes than are asked for");
      case BudgetOutcome::kAfterTheStop:
        return with_shares(absl::StrCat("the count ended before the turn of ", name, " came"),
                           ", and ");
      case BudgetOutcome::kHeld:
        return absl::StrCat("the count was held at a tie before it decided on ", name);
      case BudgetOutcome::kFunded:
        break;
    }
    return absl::StrCat(name, " is funded");
  }

  const Working& working_;
  std::span<const std::string> names_;
  const BudgetWhy& why_;
};

absl::Status CheckSizes(const BudgetElection& election, const BudgetResult& result,
                        std::span<const std::string> names) {
  const auto n = static_cast<size_t>(election.option_count());
  if (names.size() == n && result.outcomes.size() == n) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(names.size(), " names and a result of ",
                                                 result.outcomes.size(), " options for ", n,
                                                 " options"));
}

std::string Summary(const BudgetBallotTrace& trace, std::span<const std::string> names) {
  std::vector<OptionIndex> funded;
  std::vector<OptionIndex> others;
  for (const auto& support : trace.supports) {
    if (sgn(support.points) <= 0) continue;
    (support.outcome == BudgetOutcome::kFunded ? funded : others).push_back(support.option);
  }
  if (funded.empty() && others.empty()) return "The ballot supports nothing.";
  std::string text = funded.empty()
                         ? absl::StrCat("Nothing that it supports is funded")
                         : absl::StrCat("Of what it supports, ", ListOf(funded, names),
                                        funded.size() == 1 ? " is funded" : " are funded");
  if (!funded.empty() && !others.empty()) {
    absl::StrAppend(&text, " and ", ListOf(others, names),
                    others.size() == 1 ? " is not" : " are not");
  }
  if (trace.endowment.has_value()) {
    absl::StrAppend(&text, "; of its share of ", Money(*trace.endowment), " it spent ",
                    Money(*trace.endowment - *trace.left));
  }
  return text + ".";
}

}  // namespace

absl::StatusOr<BudgetWhy> ExplainBudgetPair(const BudgetElection& election,
                                            const BudgetResult& result,
                                            std::optional<BudgetUtility> shares, OptionIndex a,
                                            OptionIndex b, std::span<const std::string> names) {
  if (absl::Status sizes = CheckSizes(election, result, names); !sizes.ok()) return sizes;
  const int n = election.option_count();
  if (a < 0 || a >= n || b < 0 || b >= n || a == b) {
    return absl::InvalidArgumentError(
        absl::StrCat("two different options of 0 to ", n - 1, " are needed, not ", a, " and ", b));
  }
  const Working working(election, result, shares);
  BudgetWhy why;
  why.upper = a;
  why.lower = b;
  why.of_upper = working.FateOf(a);
  why.of_lower = working.FateOf(b);
  const bool upper_in = why.of_upper.outcome == BudgetOutcome::kFunded;
  const bool lower_in = why.of_lower.outcome == BudgetOutcome::kFunded;
  if (lower_in && (!upper_in || *why.of_lower.step < *why.of_upper.step)) {
    std::swap(why.upper, why.lower);
    std::swap(why.of_upper, why.of_lower);
  }
  if (upper_in || lower_in) {
    why.kind = upper_in && lower_in ? BudgetWhyKind::kFundedFirst : BudgetWhyKind::kFunded;
    const size_t s = *why.of_upper.step;
    why.measure = working.MeasureOf(s);
    why.upper_value = working.FigureIn(s, why.upper);
    why.lower_value = working.FigureIn(s, why.lower);
    why.level = Holds(result.steps[s].level, why.lower);
    if (why.level) why.tie_rule = working.TieRule(why.upper, why.lower);
  }
  why.sentence =
      ShortenRepeats(Words(working, names, why).Sentence(), {names[At(a)], names[At(b)]});
  return why;
}

absl::StatusOr<BudgetBallotTrace> TraceBudgetBallot(const BudgetElection& election,
                                                    const BudgetResult& result,
                                                    std::optional<BudgetUtility> shares,
                                                    BudgetPoints ballot,
                                                    std::span<const std::string> names) {
  if (absl::Status sizes = CheckSizes(election, result, names); !sizes.ok()) return sizes;
  std::sort(ballot.begin(), ballot.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  BudgetBallotTrace trace;
  for (const auto& [option, points] : ballot) {
    if (option < 0 || option >= election.option_count()) {
      return absl::InvalidArgumentError(absl::StrCat("the ballot: there is no option ", option));
    }
    if (!trace.supports.empty() && trace.supports.back().option == option) {
      return absl::InvalidArgumentError(absl::StrCat("the ballot names option ", option, " twice"));
    }
    trace.supports.push_back({option, points, result.outcomes[At(option)], Rational(0)});
  }
  if (shares.has_value()) {
    trace.endowment = result.endowment;
    trace.left = result.endowment;
    for (const BudgetStep& step : result.steps) {
      if (step.measure != kPrice) continue;
      for (auto& support : trace.supports) {
        if (support.option != step.option || sgn(support.points) <= 0) continue;
        const Rational due =
            step.figure * UtilityOf(election, *shares, step.option, support.points);
        support.paid = due < *trace.left ? due : *trace.left;
        *trace.left -= support.paid;
      }
    }
  }
  trace.sentence = Summary(trace, names);
  return trace;
}

}  // namespace plenum::tally
