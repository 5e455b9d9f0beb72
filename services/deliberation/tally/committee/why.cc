#include "services/deliberation/tally/committee/why.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/wording.h"

namespace plenum::tally {
namespace {

size_t At(OptionIndex option) { return static_cast<size_t>(option); }

bool Holds(const std::vector<OptionIndex>& options, OptionIndex option) {
  return std::find(options.begin(), options.end(), option) != options.end();
}

// What part `i` of a rule's score is, and whether more of it is better.
struct ScorePart {
  std::string name;
  bool more_is_better = true;
};

ScorePart PartOf(CommitteeRule rule, size_t i) {
  const bool even = i % 2 == 0;
  switch (rule) {
    case CommitteeRule::kPav:
      return {"PAV score"};
    case CommitteeRule::kSlav:
      return {"SLAV score"};
    case CommitteeRule::kGeometric:
      return {"geometric score"};
    case CommitteeRule::kChamberlinCourant:
      return {"number of ballots with a member"};
    case CommitteeRule::kLexChamberlinCourant:
      return {i == 0 ? "number of ballots with a member"
                     : absl::StrCat("number of ballots with ", i + 1, " members or more")};
    case CommitteeRule::kAdams:
      return {i == 0 ? "number of ballots with a member" : "Adams score"};
    case CommitteeRule::kMinimaxPhragmen:
      return {"highest load of a voter", false};
    case CommitteeRule::kLeximaxPhragmen:
      return {even ? absl::StrCat(i == 0 ? "highest" : "next", " load of a voter")
                   : "number of voters with that load",
              false};
    case CommitteeRule::kMonroe:
      return {"number of voters in the district of a member they approve of"};
    case CommitteeRule::kMinimaxApproval:
      return {"greatest distance to a ballot", false};
    case CommitteeRule::kLexMinimaxApproval:
      return {even ? absl::StrCat(i == 0 ? "greatest" : "next", " distance to a ballot")
                   : "number of ballots at that distance",
              false};
    default:
      return {"score"};
  }
}

// What each option's points are.
const char* PointsOf(CommitteeRule rule) {
  return rule == CommitteeRule::kSatisfactionApproval ? "points" : "approvals";
}

// Finds the facts and words them.
class Reason {
 public:
  Reason(const ApprovalProfile& profile, CommitteeRule rule, const CommitteeOptions& options,
         const CommitteeResult& result, std::span<const std::string> names, CommitteeWhy& why)
      : profile_(profile),
        rule_(rule),
        options_(options),
        result_(result),
        names_(names),
        why_(why) {}

  absl::Status Explain() {
    CountCommittees();
    if (!result_.points.empty()) {
      ByPoints();
    } else if (!result_.steps.empty()) {
      BySteps();
    } else {
      if (absl::Status status = ByScore(); !status.ok()) return status;
    }
    if (why_.committees > 1) Say(absl::StrCat(why_.sentence, " ", HowManyHave()));
    return absl::OkStatus();
  }

 private:
  const std::string& Upper() const { return names_[At(why_.upper)]; }
  const std::string& Lower() const { return names_[At(why_.lower)]; }
  void Say(std::string sentence) { why_.sentence = std::move(sentence); }

  void CountCommittees() {
    why_.committees = std::ssize(result_.committees);
    for (const std::vector<OptionIndex>& committee : result_.committees) {
      why_.with_upper += Holds(committee, why_.upper) ? 1 : 0;
      why_.with_lower += Holds(committee, why_.lower) ? 1 : 0;
    }
    if (why_.with_lower > why_.with_upper) Swap();
  }
  void Swap() {
    std::swap(why_.upper, why_.lower);
    std::swap(why_.with_upper, why_.with_lower);
  }

  // "Of the 6 committees that win, Ann is on all and Bob on 2."
  std::string HowManyHave() const {
    const auto on = [&](int64_t with) -> std::string {
      if (with == why_.committees) return "all";
      return with == 0 ? "none" : absl::StrCat(with);
    };
    return absl::StrCat("Of the ", why_.committees, result_.complete ? "" : " listed",
                        " committees that are level, ", Upper(), " is on ", on(why_.with_upper),
                        " and ", Lower(), " on ", on(why_.with_lower), ".");
  }

  // "Ann is on the committee and Bob is not", as in all of the winning ones or the explained one.
  std::string Head(bool upper_in, bool lower_in) const {
    if (upper_in && lower_in) {
      return absl::StrCat("Both ", Upper(), " and ", Lower(), " are on the committee");
    }
    if (upper_in) return absl::StrCat(Upper(), " is on the committee and ", Lower(), " is not");
    return absl::StrCat("Neither ", Upper(), " nor ", Lower(), " is on the committee");
  }

  void NameTieRule() {
    for (const TieEvent& event : result_.events) {
      const bool both = Holds(event.tied, why_.upper) && Holds(event.tied, why_.lower);
      if (both) why_.tie_rule = event.rule;
    }
  }
  std::string TieClause() const {
    if (!why_.tie_rule.empty()) {
      return absl::StrCat("the tie rule (", why_.tie_rule, ") put ", Upper(), " first");
    }
    if (why_.committees > 1) return "the tie could go either way";
    // These two name one committee, whatever the policy.
    const bool by_index = rule_ == CommitteeRule::kGreedyMonroe ||
                          rule_ == CommitteeRule::kEqualSharesIncrementCompletion;
    return by_index ? "the earlier option goes first"
                    : "it makes no difference which of them comes first";
  }

  void ByPoints() {
    const bool upper_in = why_.with_upper > 0;
    const bool lower_in = why_.with_lower > 0;
    if (upper_in == lower_in && result_.points[At(why_.upper)] < result_.points[At(why_.lower)]) {
      Swap();
    }
    why_.measure = PointsOf(rule_);
    why_.upper_value = result_.points[At(why_.upper)];
    why_.lower_value = result_.points[At(why_.lower)];
    const std::string head = Head(why_.with_upper > 0, why_.with_lower > 0);
    if (*why_.upper_value == *why_.lower_value) {
      const bool decided = why_.committees == 1 && upper_in != lower_in;
      why_.kind = decided ? CommitteeWhyKind::kTiePolicy : CommitteeWhyKind::kLevel;
      if (decided) NameTieRule();
      const bool all = why_.with_upper == why_.committees && why_.with_lower == why_.committees;
      Say(absl::StrCat(why_.committees > 1 && !all && upper_in
                           ? absl::StrCat(Upper(), " and ", Lower(), " are level")
                           : head,
                       ": both have ", Amount(*why_.upper_value, why_.measure),
                       decided ? absl::StrCat(", and ", TieClause()) : "", "."));
      return;
    }
    why_.kind = CommitteeWhyKind::kPoints;
    const auto [upper, lower] = NumbersApart(*why_.upper_value, *why_.lower_value);
    Say(absl::StrCat(head, ": ", Upper(), " has ",
                     Amount(upper, *why_.upper_value == 1, why_.measure), " and ", Lower(), " ",
                     lower, "."));
  }

  std::optional<size_t> StepOf(OptionIndex option) const {
    for (size_t s = 0; s < result_.steps.size(); ++s) {
      if (result_.steps[s].option == option) return s;
    }
    return std::nullopt;
  }

  // On the path that the steps show: added early, or taken out late.
  void BySteps() {
    const bool adds = result_.steps.front().added;
    std::optional<size_t> upper = StepOf(why_.upper);
    std::optional<size_t> lower = StepOf(why_.lower);
    const auto order = [&](const std::optional<size_t>& step) {
      const auto last = std::ssize(result_.steps);
      return adds ? (step ? static_cast<std::ptrdiff_t>(*step) : last)
                  : (step ? last - static_cast<std::ptrdiff_t>(*step) : std::ptrdiff_t{0});
    };
    if (order(lower) < order(upper)) {
      Swap();
      std::swap(upper, lower);
    }
    const bool upper_in = Holds(result_.explained, why_.upper);
    const bool lower_in = Holds(result_.explained, why_.lower);
    const std::string head = Head(upper_in, lower_in);
    why_.step = adds ? upper : lower;
    why_.taken_out = !adds && why_.step.has_value();
    if (!why_.step.has_value()) {  // no step is about either
      why_.kind = upper_in ? CommitteeWhyKind::kBoth : CommitteeWhyKind::kNeither;
      Say(absl::StrCat(head, upper_in ? ", and no step took either out." : LastStep()));
      return;
    }
    FillFigures(*why_.step);
    why_.kind = CommitteeWhyKind::kStep;
    if (Holds(result_.steps[*why_.step].level, adds ? why_.lower : why_.upper)) {
      NameTieRule();
      why_.kind = why_.tie_rule.empty() ? CommitteeWhyKind::kLevel : CommitteeWhyKind::kTiePolicy;
    }
    Say(absl::StrCat(head, ": ", StepClause(adds), "."));
  }

  void FillFigures(size_t step) {
    const CommitteeStep& at = result_.steps[step];
    why_.measure = at.measure;
    if (at.figures.empty()) return;
    why_.upper_value = at.figures[At(why_.upper)];
    why_.lower_value = at.figures[At(why_.lower)];
  }

  // ": in the last step Ann had 3 and Bob 2 (score gained), and Cy was added with 4".
  std::string LastStep() {
    const CommitteeStep& last = result_.steps.back();
    FillFigures(result_.steps.size() - 1);
    const auto figure = [&](const std::optional<Rational>& value) {
      return value.has_value() ? Number(*value) : "nothing to compare";
    };
    return absl::StrCat(": in the last step ", Upper(), " had ", figure(why_.upper_value), " and ",
                        Lower(), " ", figure(why_.lower_value), ", and ", names_[At(last.option)],
                        " was ", last.added ? "added" : "taken out", " with ",
                        Best(last, Number(last.figure)), ".");
  }

  // "the lowest load of its supporters, 1/4", as a rule takes the best.
  static std::string Best(const CommitteeStep& step, const std::string& figure) {
    const std::string& measure = step.measure;
    const bool low =
        measure.starts_with("load") || measure.starts_with("payment") || measure == "score lost";
    const char* extreme = measure == "approvals" && !step.added ? "the fewest "
                          : low                                 ? "the lowest "
                          : measure.ends_with('s') && !measure.ends_with("supporters")
                              ? "the most "
                              : "the highest ";
    return absl::StrCat(measure == "free supporters" ? "the most " : extreme, measure, ", ",
                        figure);
  }

  std::string StepClause(bool adds) const {
    const CommitteeStep& step = result_.steps[*why_.step];
    const std::string& moved = adds ? Upper() : Lower();
    const std::string& other = adds ? Lower() : Upper();
    const std::optional<Rational>& own = adds ? why_.upper_value : why_.lower_value;
    const std::optional<Rational>& others = adds ? why_.lower_value : why_.upper_value;
    std::string text =
        absl::StrCat(moved, adds ? " was added" : " was taken out", " in step ", *why_.step + 1);
    if (!own.has_value()) return text;
    if (!others.has_value()) {
      return absl::StrCat(text, " with ", Best(step, Number(*own)), ", when ",
                          NoFigure(step, other));
    }
    const auto [first, second] = NumbersApart(*own, *others);
    absl::StrAppend(&text, " with ", Best(step, first), ", when ", other, " had ");
    if (*own == *others) return absl::StrCat(text, "the same, and ", TieClause());
    return absl::StrCat(text, second);
  }

  std::string NoFigure(const CommitteeStep& step, const std::string& other) const {
    if (step.measure == "payment of each supporter") {
      return absl::StrCat("the supporters of ", other, " could not pay for a seat");
    }
    if (rule_ == CommitteeRule::kEPluribusHugo) {
      return absl::StrCat(other, " was not among those of the fewest points");
    }
    if (step.measure == "load of its supporters") {
      return absl::StrCat("nobody approves of ", other);
    }
    return absl::StrCat(other, " could not be chosen");
  }

  // Rules that pick the best of all committees.
  absl::Status ByScore() {
    const bool upper_in = why_.with_upper == why_.committees;
    const bool lower_out = why_.with_lower == 0;
    const std::string head = Head(why_.with_upper > 0, why_.with_lower > 0);
    if (rule_ == CommitteeRule::kEqualSharesWithoutCompletion) {
      why_.kind = CommitteeWhyKind::kNeither;
      Say(absl::StrCat(head, ", as no option's supporters can pay for a seat."));
      return absl::OkStatus();
    }
    if (why_.with_upper == why_.with_lower) {
      why_.kind = !upper_in && !lower_out ? CommitteeWhyKind::kLevel
                  : upper_in              ? CommitteeWhyKind::kBoth
                                          : CommitteeWhyKind::kNeither;
      Say(why_.kind == CommitteeWhyKind::kLevel
              ? absl::StrCat(Upper(), " and ", Lower(), " are level.")
              : absl::StrCat(head, ", and the rule puts neither before the other."));
      return absl::OkStatus();
    }
    if (rule_ == CommitteeRule::kTrivial) {
      why_.kind = CommitteeWhyKind::kTiePolicy;
      NameTieRule();
      Say(absl::StrCat(Upper(), " comes before ", Lower(),
                       ": the rule takes all options alike, and ", TieClause(), "."));
      return absl::OkStatus();
    }
    if (result_.score.empty()) {
      why_.kind = CommitteeWhyKind::kLevel;
      Say(absl::StrCat(
          Upper(), " comes before ", Lower(),
          ": fewer options than seats have a supporter, and those that have go first."));
      return absl::OkStatus();
    }
    const auto rival = BestCommitteeWith(profile_, rule_, why_.lower, why_.upper, options_);
    if (!rival.ok()) return rival.status();
    why_.rival = *rival;
    WordScore(upper_in && lower_out
                  ? head
                  : absl::StrCat(Upper(), " is more often on a winning committee than ", Lower()));
    return absl::OkStatus();
  }

  void WordScore(const std::string& head) {
    if (!why_.rival.has_value()) {
      why_.kind = CommitteeWhyKind::kUnknown;
      Say(absl::StrCat(head, ": there is no committee with ", Lower(), " and without ", Upper(),
                       " to compare it with."));
      return;
    }
    const std::vector<Rational>& own = result_.score;
    const std::vector<Rational>& other = why_.rival->score;
    const auto part = [](const std::vector<Rational>& score, size_t i) {
      return i < score.size() ? score[i] : Rational(0);
    };
    size_t i = 0;
    while (i < std::max(own.size(), other.size()) && part(own, i) == part(other, i)) ++i;
    const std::string whom = absl::StrCat(Lower(), " and without ", Upper(), " (",
                                          ListOf(why_.rival->members, names_), ")");
    const bool proven = why_.rival->proven && result_.proven;
    if (i == std::max(own.size(), other.size())) {
      why_.kind = why_.committees == 1 ? CommitteeWhyKind::kTiePolicy : CommitteeWhyKind::kLevel;
      why_.measure = PartOf(rule_, 0).name;
      why_.upper_value = part(own, 0);
      why_.lower_value = part(other, 0);
      if (why_.committees == 1) NameTieRule();
      Say(absl::StrCat(head, ": the committee is as good as one with ", whom,
                       why_.committees == 1 ? absl::StrCat(", and ", TieClause()) : "", "."));
      return;
    }
    why_.kind = CommitteeWhyKind::kScore;
    const ScorePart measure = PartOf(rule_, i);
    why_.measure = measure.name;
    why_.upper_value = part(own, i);
    why_.lower_value = part(other, i);
    const auto [upper, lower] = NumbersApart(*why_.upper_value, *why_.lower_value);
    Say(absl::StrCat(head, ": the committee's ", measure.name, " is ", upper, ", and ",
                     proven ? "the best committee with " : "the best that the search found with ",
                     whom, " has ", lower, measure.more_is_better ? "" : ", where less is better",
                     proven ? "." : "; that no better one exists is not proven."));
  }

  const ApprovalProfile& profile_;
  CommitteeRule rule_;
  const CommitteeOptions& options_;
  const CommitteeResult& result_;
  std::span<const std::string> names_;
  CommitteeWhy& why_;
};

}  // namespace

absl::StatusOr<CommitteeWhy> ExplainCommittee(const ApprovalProfile& profile, CommitteeRule rule,
                                              const CommitteeOptions& options,
                                              const CommitteeResult& result, OptionIndex a,
                                              OptionIndex b, std::span<const std::string> names) {
  const int n = profile.option_count();
  if (std::ssize(names) != n) {
    return absl::InvalidArgumentError(absl::StrCat(names.size(), " names for ", n, " options"));
  }
  if (a < 0 || a >= n || b < 0 || b >= n || a == b) {
    return absl::InvalidArgumentError(
        absl::StrCat("two different options of 0 to ", n - 1, " are needed, not ", a, " and ", b));
  }
  CommitteeWhy why;
  why.upper = a;
  why.lower = b;
  Reason reason(profile, rule, options, result, names, why);
  if (absl::Status status = reason.Explain(); !status.ok()) return status;
  why.sentence = ShortenRepeats(std::move(why.sentence), {names[At(a)], names[At(b)]});
  return why;
}

}  // namespace plenum::tally
