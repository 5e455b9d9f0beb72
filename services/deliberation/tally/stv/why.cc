#include "services/deliberation/tally/stv/why.h"

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

constexpr const char* kAllFilled = "all seats are filled";
constexpr const char* kReachesQuota = "votes reach the quota";

// Finds the facts about two options.
class Facts {
 public:
  Facts(const StvResult& result, StvWhy& why) : result_(result), why_(why) {}

  void Find() {
    StvFate& upper = why_.of_upper;
    StvFate& lower = why_.of_lower;
    const size_t first = std::min(upper.stage, lower.stage);
    why_.upper_votes = VotesAt(first, why_.upper);
    why_.lower_votes = VotesAt(first, why_.lower);
    why_.kind = KindOf();
    if (const StvStage* tie = DecidingTie(); tie != nullptr) {
      why_.kind = StvWhyKind::kTiePolicy;
      for (const TieEvent& event : result_.events) {
        if (event.round == tie->round && Holds(event.tied, why_.upper) &&
            Holds(event.tied, why_.lower)) {
          why_.tie_rule = event.rule;
        }
      }
    }
    if (result_.rule == StvRule::kQpq || why_.kind == StvWhyKind::kWithdrawn) return;
    FindOvertaking(first);
    if (upper.outcome == StvOutcome::kElected && upper.reason == kReachesQuota) FindLift();
  }

 private:
  const Rational& VotesAt(size_t stage, OptionIndex option) const {
    const StvStage& at = result_.stages[stage];
    const bool quotients = result_.rule == StvRule::kQpq && at.factors != nullptr;
    return (quotients ? *at.factors : *at.votes)[At(option)];
  }

  StvWhyKind KindOf() const {
    const StvOutcome upper = why_.of_upper.outcome;
    const StvOutcome lower = why_.of_lower.outcome;
    if (lower == StvOutcome::kWithdrawn) return StvWhyKind::kWithdrawn;
    if (upper == StvOutcome::kUndecided && lower == StvOutcome::kUndecided) {
      return StvWhyKind::kUndecided;
    }
    const Ranking ranking = ToCount(result_).ranking;
    if (ranking.TierOf(why_.upper) == ranking.TierOf(why_.lower)) return StvWhyKind::kLevel;
    if (upper == StvOutcome::kElected && lower == StvOutcome::kElected) {
      return StvWhyKind::kElectedFirst;
    }
    if (upper == StvOutcome::kElected) return StvWhyKind::kElected;
    return StvWhyKind::kExcludedLater;
  }

  // The tie between the two that the policy broke for one of them, just before that was decided.
  const StvStage* DecidingTie() const {
    for (const auto& [fate, option] :
         {std::pair{&why_.of_lower, why_.lower}, std::pair{&why_.of_upper, why_.upper}}) {
      const bool decided =
          fate->outcome == StvOutcome::kElected || fate->outcome == StvOutcome::kExcluded;
      if (!decided || fate->stage == 0) continue;
      const StvStage& before = result_.stages[fate->stage - 1];
      if (before.action == StvAction::kTie && Holds(before.options, option) &&
          Holds(before.tied, why_.upper) && Holds(before.tied, why_.lower)) {
        return &before;
      }
    }
    return nullptr;
  }

  // Whose ballots were on their way between the stage before and this one.
  void NameSource(StvShift& shift) const {
    // Rules with keep factors have no transfers: the last decisions before the change made it.
    shift.recounted = result_.stages[shift.stage].factors != nullptr;
    for (size_t s = shift.recounted ? shift.stage : shift.stage + 1; s-- > 0;) {
      const StvStage& stage = result_.stages[s];
      const StvAction wanted = shift.recounted ? stage.action : StvAction::kTransfer;
      if (stage.action != wanted) continue;
      if (stage.action == StvAction::kTransfer) {
        shift.from = stage.options;
        shift.surplus = stage.transferred.has_value();
        return;
      }
      if (stage.action != StvAction::kExclude && stage.action != StvAction::kElect) continue;
      shift.surplus = stage.action == StvAction::kElect;
      for (; s < result_.stages.size() && result_.stages[s].action == stage.action; --s) {
        shift.from.insert(shift.from.begin(), result_.stages[s].options.front());
        if (s == 0 || result_.stages[s - 1].round != stage.round) break;
      }
      return;
    }
  }

  StvShift ShiftAt(size_t stage, size_t before) const {
    StvShift shift;
    shift.stage = stage;
    shift.round = result_.stages[stage].round;
    shift.upper_before = VotesAt(before, why_.upper);
    shift.upper_after = VotesAt(stage, why_.upper);
    shift.lower_before = VotesAt(before, why_.lower);
    shift.lower_after = VotesAt(stage, why_.lower);
    NameSource(shift);
    return shift;
  }

  // The last change before `last` after which the upper one was no longer behind.
  void FindOvertaking(size_t last) {
    for (size_t s = last; s > 0; --s) {
      if (result_.stages[s].votes == result_.stages[s - 1].votes) continue;
      if (VotesAt(s, why_.upper) < VotesAt(s, why_.lower)) return;
      if (VotesAt(s - 1, why_.upper) >= VotesAt(s - 1, why_.lower)) continue;
      why_.overtaken = ShiftAt(s, s - 1);
      if (why_.overtaken->from.empty()) why_.overtaken.reset();
      return;
    }
  }

  void FindLift() {
    for (size_t s = why_.of_upper.stage; s > 0; --s) {
      if (result_.stages[s].votes == result_.stages[s - 1].votes) continue;
      // Below the quota of the decision before, so that it is this change that took it there.
      if (VotesAt(s - 1, why_.upper) >= why_.of_upper.quota) continue;
      if (VotesAt(s, why_.upper) < why_.of_upper.quota) return;
      if (VotesAt(s, why_.upper) == VotesAt(s - 1, why_.upper)) return;
      why_.lifted = ShiftAt(s, s - 1);
      if (why_.lifted->from.empty()) why_.lifted.reset();
      return;
    }
  }

  const StvResult& result_;
  StvWhy& why_;
};

// Puts the facts into words.
class Words {
 public:
  Words(const StvResult& result, std::span<const std::string> names, const StvWhy& why)
      : names_(names), why_(why), qpq_(result.rule == StvRule::kQpq) {}

  std::string Sentence() const {
    switch (why_.kind) {
      case StvWhyKind::kElected:
        return absl::StrCat(Upper(), " is elected and ", Lower(), " is not: ", InOrder(),
                            Overtaking(), ".");
      case StvWhyKind::kElectedFirst:
        return absl::StrCat(Upper(), " is elected before ", Lower(), ": ",
                            TogetherOr([&] { return InOrder(); }), Overtaking(), ".");
      case StvWhyKind::kExcludedLater:
        return absl::StrCat(Upper(), " stands above ", Lower(), ", ", NeitherClause(), ": ",
                            TogetherOr([&] { return InOrder(); }), Overtaking(), ".");
      case StvWhyKind::kTiePolicy:
        return TieSentence();
      case StvWhyKind::kWithdrawn:
        return WithdrawnSentence();
      case StvWhyKind::kUndecided:
        return UndecidedSentence();
      case StvWhyKind::kLevel:
        return LevelSentence();
    }
    return "";
  }

 private:
  const std::string& Upper() const { return names_[At(why_.upper)]; }
  const std::string& Lower() const { return names_[At(why_.lower)]; }
  const char* Unit() const { return qpq_ ? "a quotient of " : ""; }

  std::string Figure(const Rational& value) const {
    return qpq_ ? absl::StrCat("a quotient of ", Number(value)) : Amount(value, "votes");
  }
  const Rational& FigureOf(const StvFate& fate) const { return qpq_ ? fate.quotient : fate.votes; }

  static std::string InRound(int round) {
    return round == 0 ? "at once" : absl::StrCat("in round ", round);
  }

  std::string NeitherClause() const {
    const bool out = why_.of_upper.outcome == StvOutcome::kExcluded;
    return out ? "though neither is elected" : "though the count was held";
  }

  // " when Ann had 14": the other one's figure at the first decision.
  std::string When(const std::string& other, const Rational& figure) const {
    return absl::StrCat(", when ", other, " had ", Unit(), Number(figure));
  }

  std::string Fate(const StvFate& fate, const std::string& name, const std::string& when) const {
    const std::string round = InRound(fate.round);
    const Rational& figure = FigureOf(fate);
    switch (fate.outcome) {
      case StvOutcome::kElected:
        return ElectedClause(fate, name, figure, round, when);
      case StvOutcome::kExcluded:
        if (fate.reason == kAllFilled) {
          return absl::StrCat(name, " was left with ", Figure(figure), when, " ", round,
                              ", all seats being filled");
        }
        if (fate.reason.starts_with("fewest") || fate.reason.starts_with("smallest")) {
          return absl::StrCat(name, " was excluded ", round, " with the ",
                              qpq_ ? "smallest quotient" : "fewest votes", ", ", Number(figure),
                              when);
        }
        return absl::StrCat(name, " was excluded ", round, Because(fate.reason), " with ",
                            Figure(figure), when);
      case StvOutcome::kUndecided:
        return absl::StrCat(name, " was still in the count with ", Figure(figure),
                            " when it was held for a decision ", round);
      case StvOutcome::kWithdrawn:
        return absl::StrCat(name, " was withdrawn");
    }
    return "";
  }

  static std::string Because(const std::string& reason) {
    return reason == "cannot be elected any more" ? ", as it could not be elected any more,"
                                                  : absl::StrCat(" (", reason, ")");
  }

  std::string ElectedClause(const StvFate& fate, const std::string& name, const Rational& figure,
                            const std::string& round, const std::string& when) const {
    const auto [has, quota] = NumbersApart(figure, fate.quota);
    const bool by_quota = fate.reason == kReachesQuota || fate.reason == "quotient above the quota";
    if (by_quota) {
      return absl::StrCat(
          name, " reached the quota of ", quota, " ", round, " with ",
          qpq_ ? absl::StrCat("a quotient of ", has) : Amount(has, figure == 1, "votes"),
          &fate == &why_.of_upper ? Lift() : "", when);
    }
    if (fate.reason == "fills a remaining seat") {
      return absl::StrCat(
          name, " took a seat that was left ", round, " with ", Figure(figure),
          figure < fate.quota && !qpq_ ? absl::StrCat(", below the quota of ", quota) : "", when);
    }
    return absl::StrCat(name, " was elected ", round, Because(fate.reason), " with ",
                        Figure(figure), when);
  }

  // "the surplus of Cy", "the exclusion of Cy and Dee".
  std::string Source(const StvShift& shift) const {
    return absl::StrCat(shift.surplus ? "the surplus of " : "the exclusion of ",
                        ListOf(shift.from, names_));
  }

  // " (4.5 of them from the surplus of Cy)".
  std::string Lift() const {
    if (!why_.lifted.has_value()) return "";
    const StvShift& shift = *why_.lifted;
    return absl::StrCat(" (", Number(shift.upper_after - shift.upper_before),
                        shift.recounted ? " more than before " : " of them from ", Source(shift),
                        ")");
  }

  std::string Overtaking() const {
    if (!why_.overtaken.has_value()) return "";
    const StvShift& shift = *why_.overtaken;
    const bool stayed = shift.lower_before == shift.lower_after;
    return absl::StrCat(
        "; ", Lower(), stayed ? absl::StrCat(", with ", Number(shift.lower_before), ",") : "",
        " had been ahead until ", Source(shift), " took ", Upper(), " from ",
        Number(shift.upper_before), " to ", Number(shift.upper_after),
        stayed ? ""
               : absl::StrCat(" and ", Lower(), " from ", Number(shift.lower_before), " to ",
                              Number(shift.lower_after)),
        " ", InRound(shift.round));
  }

  // The two decisions, the earlier one first, with the other's figure at it.
  std::string InOrder() const {
    const bool upper_first = why_.of_upper.stage < why_.of_lower.stage;
    // Elected ones have left the comparison: the other one's figure says nothing once they have.
    const std::string upper =
        Fate(why_.of_upper, Upper(), upper_first ? When(Lower(), why_.lower_votes) : "");
    const std::string lower =
        Fate(why_.of_lower, Lower(), upper_first ? "" : When(Upper(), why_.upper_votes));
    return upper_first ? absl::StrCat(upper, "; ", lower) : absl::StrCat(lower, "; ", upper);
  }

  // Both by one kind of decision in one round.
  template <typename Otherwise>
  std::string TogetherOr(const Otherwise& otherwise) const {
    const StvFate& upper = why_.of_upper;
    const StvFate& lower = why_.of_lower;
    if (upper.round != lower.round || upper.reason != lower.reason ||
        upper.outcome != lower.outcome || upper.outcome == StvOutcome::kUndecided) {
      return otherwise();
    }
    const auto [more, less] = NumbersApart(FigureOf(upper), FigureOf(lower));
    const std::string against =
        absl::StrCat(Upper(), " with ", Unit(), more, " and ", Lower(), " with ",
                     qpq_ ? less : Amount(less, FigureOf(lower) == 1, "votes"));
    const std::string round = InRound(upper.round);
    if (upper.reason == kReachesQuota) {
      return absl::StrCat("both reached the quota of ", Number(upper.quota), " ", round, ", ",
                          against);
    }
    if (upper.reason == "fills a remaining seat") {
      return absl::StrCat("both took a seat that was left ", round, ", ", against);
    }
    if (upper.reason == kAllFilled) {
      return absl::StrCat("both were left when all seats were filled ", round, ", ", against);
    }
    return absl::StrCat("both were ",
                        upper.outcome == StvOutcome::kElected ? "elected" : "excluded", " ", round,
                        " (", upper.reason, "), ", against);
  }

  std::string TieSentence() const {
    const bool excluded = why_.of_lower.outcome == StvOutcome::kExcluded &&
                          (why_.of_lower.stage < why_.of_upper.stage ||
                           why_.of_upper.outcome != StvOutcome::kElected);
    const StvFate& decided = excluded ? why_.of_lower : why_.of_upper;
    const auto [upper, lower] = NumbersApart(why_.upper_votes, why_.lower_votes);
    const std::string figures =
        why_.upper_votes == why_.lower_votes
            ? absl::StrCat("both had ", Figure(why_.upper_votes))
            : absl::StrCat(Upper(), " had ", Unit(), upper, " and ", Lower(), " ", lower,
                           ", which the rule takes as level");
    return absl::StrCat(Upper(), " stands above ", Lower(), ": ", figures, " ",
                        InRound(decided.round), ", ", TieClause(excluded), ".");
  }

  std::string TieClause(bool excluded) const {
    const bool both = why_.of_lower.outcome == StvOutcome::kElected;
    const std::string done = excluded ? absl::StrCat(" excluded ", Lower())
                                      : absl::StrCat(" elected ", Upper(), both ? " first" : "");
    const bool backwards = why_.tie_rule == "backwards";
    if (backwards || why_.tie_rule == "forwards") {
      return absl::StrCat(
          "but ", Upper(), " was ahead in the ", backwards ? "latest earlier" : "first",
          " round that tells them apart, so that ", excluded ? Lower() : Upper(), " was",
          excluded ? " excluded" : " elected", !excluded && both ? " first" : "");
    }
    return absl::StrCat("and the tie rule", why_.tie_rule.empty() ? "" : " (", why_.tie_rule,
                        why_.tie_rule.empty() ? "" : ")", done);
  }

  std::string WithdrawnSentence() const {
    if (why_.of_upper.outcome == StvOutcome::kWithdrawn) {
      return absl::StrCat(
          "Neither ", Upper(), " nor ", Lower(),
          " stands: both were withdrawn, and ballots count as if they did not name them.");
    }
    return absl::StrCat(Lower(), " was withdrawn, and ballots count as if they did not name it; ",
                        Fate(why_.of_upper, Upper(), ""), ".");
  }

  std::string UndecidedSentence() const {
    const auto [upper, lower] = NumbersApart(FigureOf(why_.of_upper), FigureOf(why_.of_lower));
    const bool level = FigureOf(why_.of_upper) == FigureOf(why_.of_lower);
    return absl::StrCat(
        "Nothing is decided yet between ", Upper(), " and ", Lower(),
        ": the count was held for a decision ", InRound(why_.of_upper.round), ", with ",
        level ? absl::StrCat(Figure(FigureOf(why_.of_upper)), " each")
              : absl::StrCat(Unit(), upper, " against ",
                             qpq_ ? lower : Amount(lower, FigureOf(why_.of_lower) == 1, "votes")),
        ".");
  }

  std::string LevelSentence() const {
    const StvFate& fate = why_.of_upper;
    const char* what = fate.outcome == StvOutcome::kElected ? "elected"
                       : fate.reason == kAllFilled          ? "left when all seats were filled"
                                                            : "excluded";
    return absl::StrCat(Upper(), " and ", Lower(), " are level: both were ", what, " ",
                        InRound(fate.round), " with ", Figure(FigureOf(fate)), " each.");
  }

  std::span<const std::string> names_;
  const StvWhy& why_;
  bool qpq_;
};

// In the order of ToCount; of options of one tier the first one asked for.
bool StandsAbove(const StvResult& result, OptionIndex a, OptionIndex b) {
  const Ranking ranking = ToCount(result).ranking;
  return *ranking.TierOf(a) <= *ranking.TierOf(b);
}

}  // namespace

StvFate FateOf(const StvResult& result, OptionIndex option) {
  const std::vector<StvStage>& stages = result.stages;
  StvFate fate;
  StvAction action = StvAction::kEnd;
  if (Holds(result.withdrawn, option)) {
    fate.outcome = StvOutcome::kWithdrawn;
  } else if (Holds(result.elected, option)) {
    fate.outcome = StvOutcome::kElected;
    action = StvAction::kElect;
  } else if (Holds(result.excluded, option)) {
    fate.outcome = StvOutcome::kExcluded;
    action = StvAction::kExclude;
  } else {
    fate.stage = stages.size() - 1;
  }
  for (size_t s = 0; s < stages.size(); ++s) {
    if (stages[s].action != action || !Holds(stages[s].options, option)) continue;
    // QPQ decides anew after each exclusion; elsewhere a later stage only says that the option
    // keeps its seat.
    const bool again = action == StvAction::kElect && s > 0 &&
                       stages[s - 1].states[At(option)] == StvState::kPending;
    if (!again) fate.stage = s;
  }
  const StvStage& stage = stages[fate.stage];
  fate.round = stage.round;
  fate.votes = (*stage.votes)[At(option)];
  fate.quota = stage.quota;
  if (result.rule == StvRule::kQpq && stage.factors != nullptr) {
    fate.quotient = (*stage.factors)[At(option)];
  }
  if (action != StvAction::kEnd) fate.reason = stage.reason;
  return fate;
}

absl::StatusOr<StvWhy> ExplainStv(const StvResult& result, OptionIndex a, OptionIndex b,
                                  std::span<const std::string> names) {
  const auto n = static_cast<OptionIndex>(result.stages.front().states.size());
  if (std::ssize(names) != n) {
    return absl::InvalidArgumentError(absl::StrCat(names.size(), " names for ", n, " options"));
  }
  if (a < 0 || a >= n || b < 0 || b >= n || a == b) {
    return absl::InvalidArgumentError(
        absl::StrCat("two different options of 0 to ", n - 1, " are needed, not ", a, " and ", b));
  }
  if (!StandsAbove(result, a, b)) std::swap(a, b);
  StvWhy why;
  why.upper = a;
  why.lower = b;
  why.of_upper = FateOf(result, a);
  why.of_lower = FateOf(result, b);
  Facts(result, why).Find();
  why.sentence = ShortenRepeats(Words(result, names, why).Sentence(), {names[At(a)], names[At(b)]});
  return why;
}

}  // namespace plenum::tally
