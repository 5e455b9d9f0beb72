#include "services/deliberation/tally/stv/trace.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/stv/ballots.h"
#include "services/deliberation/tally/stv/keep.h"
#include "services/deliberation/tally/stv/numbers.h"
#include "services/deliberation/tally/stv/why.h"
#include "services/deliberation/tally/wording.h"

namespace plenum::tally {
namespace {

using stv::Ballots;
using stv::DecimalNumbers;
using stv::RationalNumbers;
using Part = StvBallotTrace::Part;
using Step = StvBallotTrace::Step;

size_t At(OptionIndex option) { return static_cast<size_t>(option); }

bool Holds(const std::vector<OptionIndex>& options, OptionIndex option) {
  return std::find(options.begin(), options.end(), option) != options.end();
}

bool IsMeek(StvRule rule) {
  return rule == StvRule::kMeek || rule == StvRule::kMeekPrf || rule == StvRule::kWarren;
}

// Follows one ballot. `tiers`: its places among the options that stand, best first.
template <typename Numbers>
class Follower {
 public:
  using Value = typename Numbers::Value;

  Follower(Numbers numbers, const StvResult& result, std::vector<std::vector<OptionIndex>> tiers)
      : numbers_(std::move(numbers)), result_(result), tiers_(std::move(tiers)) {
    for (const OptionIndex option : result.elected) {
      elected_in_.push_back(FateOf(result, option).stage);
    }
  }

  StvBallotTrace Run() {
    if (IsMeek(result_.rule)) {
      FollowKeepFactors();
    } else if (result_.rule == StvRule::kQpq) {
      FollowQuotients();
    } else {
      FollowTransfers();
    }
    return std::move(trace_);
  }

 private:
  // The rules with transfers and QPQ know no ties on a ballot: each place holds one option.
  bool exhausted() const { return place_ == tiers_.size(); }
  OptionIndex option() const { return tiers_[place_].front(); }

  template <typename IsOpen>
  void GoOn(const IsOpen& is_open) {
    while (!exhausted() && !is_open(option())) ++place_;
  }
  static auto HopefulAt(const StvStage& stage) {
    return [&stage](OptionIndex option) { return stage.states[At(option)] == StvState::kHopeful; };
  }

  void Helped(size_t stage, const Rational& weight, OptionIndex helped) {
    for (size_t i = 0; i < elected_in_.size(); ++i) {
      if (elected_in_[i] == stage && result_.elected[i] == helped && sgn(weight) > 0) {
        trace_.helped.push_back({helped, weight});
      }
    }
  }

  // Where it stands, as one step of the trace.
  Step& AddStep(size_t stage, const Value& value) {
    Step& step = trace_.steps.emplace_back();
    step.stage = stage;
    step.round = result_.stages[stage].round;
    step.kept = kept_;
    if (exhausted()) {
      step.exhausted = numbers_.Exactly(value);
    } else {
      step.stands = {{option(), numbers_.Exactly(value)}};
    }
    return step;
  }

  void FollowTransfers() {
    Value value = numbers_.Whole(1);
    GoOn(HopefulAt(result_.stages.front()));
    AddStep(0, value);
    for (size_t s = 0; s < result_.stages.size(); ++s) {
      const StvStage& stage = result_.stages[s];
      if (exhausted() || !Holds(stage.options, option())) continue;
      if (stage.action == StvAction::kElect) Helped(s, numbers_.Exactly(value), option());
      if (stage.action != StvAction::kTransfer) continue;
      const OptionIndex from = option();
      if (stage.transferred.has_value()) {
        Value next = Transferred(stage, value);
        kept_.push_back({from, numbers_.Exactly(value - next)});
        value = std::move(next);
      }
      GoOn(HopefulAt(stage));
      Step& step = AddStep(s, value);
      step.from = stage.options;
      step.surplus = stage.transferred.has_value();
    }
  }

  // A surplus goes on with value x surplus / votes, cut once by the Scottish Order (48(3)), and
  // after each operation by the others.
  Value Transferred(const StvStage& stage, const Value& value) const {
    const Value surplus = numbers_.Held(*stage.transferred);
    const Value of = numbers_.Held(*stage.transferred_of);
    if (result_.rule == StvRule::kScottish) return numbers_.TimesDivided(value, surplus, of);
    return numbers_.Divided(numbers_.Times(value, surplus), of);
  }

  // QPQ: a ballot stands whole with one option; what it has filled of a seat is its value.
  void FollowQuotients() {
    Value filled(0);
    const Value one = numbers_.Whole(1);
    bool begins = true;
    for (size_t s = 0; s < result_.stages.size(); ++s) {
      const StvStage& stage = result_.stages[s];
      const bool decides = stage.action == StvAction::kElect || stage.action == StvAction::kExclude;
      if (decides && begins) {
        begins = false;
        BeginAnew(stage);
        filled = Value(0);
        AddStep(s, one);
      }
      if (stage.action == StvAction::kElect && !exhausted() && stage.options.front() == option()) {
        Helped(s, Rational(1), option());
      }
      if (stage.action != StvAction::kTransfer) continue;
      const bool excluded = stage.states[At(stage.options.front())] == StvState::kExcluded;
      begins = excluded;
      if (excluded || exhausted() || stage.options.front() != option()) continue;
      Value now = numbers_.Divided(one, numbers_.Held((*stage.factors)[At(option())]));
      kept_.push_back({option(), numbers_.Exactly(now - filled)});
      filled = std::move(now);
      GoOn(HopefulAt(stage));
      Step& step = AddStep(s, one);
      step.from = stage.options;
      step.surplus = true;
    }
  }

  // All who are not excluded are in the count again; the one that the stage decides on, too.
  void BeginAnew(const StvStage& stage) {
    place_ = 0;
    kept_.clear();
    trace_ = StvBallotTrace();
    GoOn([&](OptionIndex option) {
      const StvState state = stage.states[At(option)];
      return option == stage.options.front() ||
             (state != StvState::kExcluded && state != StvState::kWithdrawn);
    });
  }

  void FollowKeepFactors() {
    size_t last = 0;
    for (size_t s = 0; s < result_.stages.size(); ++s) {
      const StvStage& stage = result_.stages[s];
      // Between these the keep factors are not those by which the votes were counted.
      const bool counted = stage.action == StvAction::kBegin || stage.action == StvAction::kElect ||
                           stage.action == StvAction::kExclude ||
                           stage.action == StvAction::kIterate ||
                           (stage.action == StvAction::kEnd && result_.rule != StvRule::kMeekPrf);
      if (!counted) continue;
      Step step = Spread(stage);
      step.stage = s;
      step.round = stage.round;
      if (stage.action == StvAction::kElect) {
        for (const Part& part : step.kept) {
          if (part.option == stage.options.front()) Helped(s, part.weight, part.option);
        }
      }
      if (!trace_.steps.empty()) {
        const Step& before = trace_.steps.back();
        // An elected option keeps all at first.
        if (Together(before) == Together(step) && before.exhausted == step.exhausted) continue;
        NameCause(last, s, step);
      }
      last = s;
      trace_.steps.push_back(std::move(step));
    }
  }

  static std::vector<Part> Together(const Step& step) {
    std::vector<Part> parts = step.stands;
    parts.insert(parts.end(), step.kept.begin(), step.kept.end());
    std::sort(parts.begin(), parts.end(),
              [](const Part& a, const Part& b) { return a.option < b.option; });
    return parts;
  }

  // The exclusions since the step before, or else the elections.
  void NameCause(size_t from, size_t to, Step& step) const {
    for (const StvAction action : {StvAction::kExclude, StvAction::kElect}) {
      for (size_t s = from; s < to; ++s) {
        const StvStage& stage = result_.stages[s];
        if (stage.action == action) step.from.push_back(stage.options.front());
      }
      step.surplus = action == StvAction::kElect;
      if (!step.from.empty()) return;
    }
    // The shares of those who are elected are still being found.
    for (const OptionIndex option : result_.elected) {
      if (result_.stages[to].states[At(option)] == StvState::kElected) step.from.push_back(option);
    }
  }

  // What each option has of it, by the keep factors of the stage.
  Step Spread(const StvStage& stage) const {
    Step step;
    const Value one = numbers_.Whole(1);
    Value weight = one;
    Rational kept_in_all;
    for (const std::vector<OptionIndex>& tier : tiers_) {
      std::vector<OptionIndex> takers;
      for (const OptionIndex option : tier) {
        if (sgn((*stage.factors)[At(option)]) != 0) takers.push_back(option);
      }
      if (takers.empty()) continue;
      const auto sharers = static_cast<int64_t>(takers.size());
      const Value share = sharers == 1 ? weight : numbers_.Divided(weight, sharers);
      weight = Value(0);
      for (const OptionIndex option : takers) {
        const auto [keep, rest] = stv::KeepOf(numbers_, result_.rule, one, share,
                                              numbers_.Held((*stage.factors)[At(option)]));
        const bool elected = stage.states[At(option)] == StvState::kElected ||
                             stage.states[At(option)] == StvState::kPending;
        (elected ? step.kept : step.stands).push_back({option, numbers_.Exactly(keep)});
        kept_in_all += numbers_.Exactly(keep);
        weight += rest;
      }
      if (numbers_.Compare(weight, Value(0)) <= 0) break;
    }
    step.exhausted = Rational(1) - kept_in_all;
    return step;
  }

  Numbers numbers_;
  const StvResult& result_;
  std::vector<std::vector<OptionIndex>> tiers_;
  std::vector<size_t> elected_in_;  // beside StvResult::elected: the stage
  size_t place_ = 0;
  std::vector<Part> kept_;
  StvBallotTrace trace_;
};

std::string Weight(const Rational& weight) {
  return weight == 1 ? "its whole vote" : absl::StrCat(Number(weight), " of its vote");
}

// Its places without the options that do not stand; empty when it ranks nobody who does.
absl::StatusOr<std::vector<std::vector<OptionIndex>>> PlacesOf(
    const Ranking& ballot, const StvResult& result, std::optional<EqualRanks> equal_ranks) {
  std::vector<bool> stands(At(ballot.option_count()), true);
  for (const OptionIndex option : result.withdrawn) stands[At(option)] = false;
  std::vector<std::vector<OptionIndex>> places;
  bool ranks_any = false;
  for (int t = 0; t < ballot.tier_count(); ++t) {
    for (const OptionIndex option : ballot.tier(t)) ranks_any = ranks_any || stands[At(option)];
  }
  if (!ranks_any) return places;
  Profile profile = *Profile::Create(ballot.option_count(), Unranked::kNotCompared);
  if (absl::Status added = profile.Add(ballot); !added.ok()) return added;
  const auto ballots =
      Ballots::Create(profile, stands, equal_ranks.value_or(EqualRanksOf(result.rule)));
  if (!ballots.ok()) return ballots.status();
  const std::span<const uint16_t> options = ballots->options(0);
  for (size_t begin = 0; begin < options.size();) {
    const size_t size = ballots->TierSize(0, begin);
    places.emplace_back(options.begin() + static_cast<std::ptrdiff_t>(begin),
                        options.begin() + static_cast<std::ptrdiff_t>(begin + size));
    begin += size;
  }
  return places;
}

}  // namespace

std::string SentenceOf(const StvBallotTrace& trace, std::span<const std::string> names) {
  if (!trace.valid) return "The ballot ranks no option that stands, so it counts for nobody.";
  std::string text;
  for (size_t i = 0; i < trace.helped.size(); ++i) {
    const char* glue = i == 0                        ? "It helped to elect "
                       : i + 1 < trace.helped.size() ? ", "
                                                     : " and ";
    absl::StrAppend(&text, glue, names[At(trace.helped[i].option)], " with ",
                    Weight(trace.helped[i].weight));
  }
  if (text.empty()) text = "It stood with none of the elected when they were elected";
  const Step& end = trace.steps.back();
  if (end.exhausted == 1) {
    absl::StrAppend(&text, "; in the end it is exhausted, as it ranks nobody who was left");
  } else if (end.exhausted > MakeRational(1, 1'000'000)) {  // less is lost in the last decimals
    absl::StrAppend(&text, "; ", Number(end.exhausted),
                    " of it is exhausted, as it ranks nobody else who was left");
  }
  if (!end.stands.empty() && sgn(end.stands.front().weight) > 0) {
    std::vector<OptionIndex> last;
    for (const Part& part : end.stands) {
      const auto same = [&](const Part& helped) { return helped.option == part.option; };
      if (std::none_of(trace.helped.begin(), trace.helped.end(), same)) last.push_back(part.option);
    }
    if (!last.empty()) absl::StrAppend(&text, "; in the end it stands with ", ListOf(last, names));
  }
  return text + ".";
}

absl::StatusOr<StvBallotTrace> TraceStvBallot(const Ranking& ballot, const StvResult& result,
                                              std::optional<EqualRanks> equal_ranks,
                                              std::span<const std::string> names) {
  const size_t n = result.stages.front().states.size();
  if (At(ballot.option_count()) != n || names.size() != n) {
    return absl::InvalidArgumentError(absl::StrCat("the ballot is over ", ballot.option_count(),
                                                   " options with ", names.size(),
                                                   " names, the count over ", n));
  }
  absl::StatusOr<std::vector<std::vector<OptionIndex>>> places =
      PlacesOf(ballot, result, equal_ranks);
  if (!places.ok()) return places.status();
  StvBallotTrace trace;
  trace.valid = !places->empty();
  if (trace.valid) {
    const StvArithmetic& arithmetic = result.arithmetic;
    const bool guarded = arithmetic.kind == StvArithmetic::Kind::kGuarded;
    trace = arithmetic.kind == StvArithmetic::Kind::kRational
                ? Follower(RationalNumbers(), result, *std::move(places)).Run()
                : Follower(DecimalNumbers(arithmetic.precision, guarded ? arithmetic.guard : 0),
                           result, *std::move(places))
                      .Run();
  }
  trace.sentence = SentenceOf(trace, names);
  return trace;
}

}  // namespace plenum::tally
