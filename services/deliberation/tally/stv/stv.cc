#include "services/deliberation/tally/stv/stv.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/stv/ballots.h"
#include "services/deliberation/tally/stv/numbers.h"
#include "services/deliberation/tally/stv/rules.h"

namespace plenum::tally {
namespace {

using stv::Ballots;
using stv::DecimalNumbers;
using stv::Election;
using stv::RationalNumbers;

constexpr std::array<std::pair<StvRule, std::string_view>, 11> kNames = {{
    {StvRule::kScottish, "scottish"},
    {StvRule::kWigm, "wigm"},
    {StvRule::kWigmPrf, "wigm-prf"},
    {StvRule::kWigmPrfBatch, "wigm-prf-batch"},
    {StvRule::kMeek, "meek"},
    {StvRule::kMeekPrf, "meek-prf"},
    {StvRule::kWarren, "warren"},
    {StvRule::kQpq, "qpq"},
    {StvRule::kMinneapolis, "minneapolis"},
    {StvRule::kCfer, "cfer"},
    {StvRule::kCferBatch, "cfer-batch"},
}};

constexpr int kMostPlaces = 100;

bool HasFreeArithmetic(StvRule rule) {
  return rule == StvRule::kWigm || rule == StvRule::kMeek || rule == StvRule::kWarren;
}

bool CanShare(StvRule rule) {
  return rule == StvRule::kMeek || rule == StvRule::kMeekPrf || rule == StvRule::kWarren;
}

// Marks the options of a list in which each may stand once.
absl::StatusOr<std::vector<bool>> Marked(const std::vector<OptionIndex>& options, int option_count,
                                         const char* what) {
  std::vector<bool> marked(static_cast<size_t>(option_count));
  for (const OptionIndex option : options) {
    if (option < 0 || option >= option_count) {
      return absl::InvalidArgumentError(absl::StrCat(what, ": there is no option ", option));
    }
    if (marked[static_cast<size_t>(option)]) {
      return absl::InvalidArgumentError(
          absl::StrCat(what, ": option ", option, " is listed twice"));
    }
    marked[static_cast<size_t>(option)] = true;
  }
  return marked;
}

absl::Status CheckArithmetic(const StvArithmetic& arithmetic) {
  const bool guarded = arithmetic.kind == StvArithmetic::Kind::kGuarded;
  if (arithmetic.precision < 0 || arithmetic.precision > kMostPlaces ||
      (guarded && (arithmetic.guard < 1 || arithmetic.guard > kMostPlaces)) ||
      arithmetic.display < 0 || arithmetic.display > 2 * kMostPlaces) {
    return absl::InvalidArgumentError(
        "arithmetic: precision must be from 0 to 100, guard from 1 to 100 and display from 0 to "
        "200 places");
  }
  return absl::OkStatus();
}

absl::Status CheckOptions(const StvOptions& options, int option_count) {
  if (options.seats < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of seats must be at least 1, not ", options.seats));
  }
  if (options.arithmetic.has_value()) {
    if (!HasFreeArithmetic(options.rule)) {
      return absl::InvalidArgumentError("the rule has arithmetic of its own");
    }
    if (absl::Status status = CheckArithmetic(*options.arithmetic); !status.ok()) return status;
  }
  if (options.omega.has_value() && (*options.omega < 0 || *options.omega > kMostPlaces)) {
    return absl::InvalidArgumentError("omega must be from 0 to 100");
  }
  if (options.equal_ranks == EqualRanks::kShare && !CanShare(options.rule)) {
    return absl::InvalidArgumentError(
        "the rule cannot share a ballot between options of equal rank");
  }
  if (absl::StatusOr<std::vector<bool>> undeclared =
          Marked(options.undeclared, option_count, "undeclared options");
      !undeclared.ok()) {
    return undeclared.status();
  }
  const absl::StatusOr<std::vector<bool>> lot = Marked(options.lot, option_count, "lot");
  if (!lot.ok()) return lot.status();
  if (!options.lot.empty() && options.lot.size() != static_cast<size_t>(option_count)) {
    return absl::InvalidArgumentError("the lot must name every option");
  }
  return absl::OkStatus();
}

// A count cannot go on with a tie, so that keeping one is to hold it.
TiePolicy WithoutKeptTies(TiePolicy policy) {
  const auto hold = [](auto& by_rounds) {
    if (std::holds_alternative<KeepTied>(by_rounds.fallback)) {
      by_rounds.fallback = HoldForDecision{};
    }
  };
  if (auto* backwards = std::get_if<Backwards>(&policy)) hold(*backwards);
  if (auto* forwards = std::get_if<Forwards>(&policy)) hold(*forwards);
  if (std::holds_alternative<KeepTied>(policy)) policy = HoldForDecision{};
  return policy;
}

void CountByRule(Election<DecimalNumbers>& election, absl::Status& status) {
  switch (election.options().rule) {
    case StvRule::kScottish:
      return CountScottish(election);
    case StvRule::kWigm:
      return CountWigm(election);
    case StvRule::kWigmPrf:
    case StvRule::kWigmPrfBatch:
      return CountWigmPrf(election);
    case StvRule::kMeek:
    case StvRule::kWarren:
      status = CountMeek(election);
      return;
    case StvRule::kMeekPrf:
      status = CountMeekPrf(election);
      return;
    case StvRule::kQpq:
      return CountQpq(election);
    case StvRule::kMinneapolis:
      return CountMinneapolis(election);
    case StvRule::kCfer:
    case StvRule::kCferBatch:
      return CountCfer(election);
  }
}

void CountByRule(Election<RationalNumbers>& election, absl::Status& status) {
  if (election.options().rule == StvRule::kWigm) {
    CountWigm(election);
  } else {
    status = CountMeek(election);
  }
}

template <typename Numbers>
absl::StatusOr<StvResult> CountWith(Numbers numbers, const StvOptions& options,
                                    const std::vector<bool>& stands, const Ballots& ballots,
                                    TieBreaker ties) {
  Election<Numbers> election(options, stands, ballots, std::move(numbers), std::move(ties));
  absl::Status status;
  CountByRule(election, status);
  if (!status.ok()) return status;
  return election.TakeResult();
}

// One decision of a count: who was elected or excluded in one go, and with how many votes.
struct Decision {
  std::string reason;
  std::vector<std::pair<Rational, OptionIndex>> options;
};

// Tiers of the options of a decision, most votes first.
void AppendTiers(Decision decision, std::vector<std::vector<OptionIndex>>& tiers) {
  std::stable_sort(decision.options.begin(), decision.options.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (size_t i = 0; i < decision.options.size(); ++i) {
    if (i == 0 || decision.options[i].first != decision.options[i - 1].first) tiers.emplace_back();
    tiers.back().push_back(decision.options[i].second);
  }
}

// The decisions that made the options of `outcome` what they are, in their order. Steps that follow
// each other for the same reason are one.
std::vector<Decision> DecisionsOn(const StvResult& result, StvAction action,
                                  const std::vector<OptionIndex>& outcome) {
  // The stage that decided on each: the last, as QPQ starts again; but the first where a later one
  // only says that the option keeps its seat.
  const std::vector<StvStage>& stages = result.stages;
  std::vector<size_t> deciding;
  for (const OptionIndex option : outcome) {
    size_t decided = stages.size();
    for (size_t s = 0; s < stages.size(); ++s) {
      const bool again = s > 0 && action == StvAction::kElect &&
                         stages[s - 1].states[static_cast<size_t>(option)] == StvState::kPending;
      if (stages[s].action == action && stages[s].options.front() == option && !again) decided = s;
    }
    if (decided < stages.size()) deciding.push_back(decided);
  }
  std::sort(deciding.begin(), deciding.end());
  std::vector<Decision> decisions;
  for (size_t i = 0; i < deciding.size(); ++i) {
    const StvStage& stage = stages[deciding[i]];
    const bool same =
        i > 0 && deciding[i] == deciding[i - 1] + 1 && stage.reason == decisions.back().reason;
    if (!same) decisions.push_back({stage.reason, {}});
    const OptionIndex option = stage.options.front();
    const auto& figures =
        stage.factors != nullptr && result.rule == StvRule::kQpq ? *stage.factors : *stage.votes;
    decisions.back().options.emplace_back(figures[static_cast<size_t>(option)], option);
  }
  return decisions;
}

std::vector<std::vector<OptionIndex>> TiersOf(const StvResult& result) {
  std::vector<std::vector<OptionIndex>> tiers;
  for (const Decision& decision : DecisionsOn(result, StvAction::kElect, result.elected)) {
    AppendTiers(decision, tiers);
  }
  const StvStage& last = result.stages.back();
  Decision undecided;
  for (size_t i = 0; i < last.states.size(); ++i) {
    if (last.states[i] != StvState::kHopeful) continue;
    undecided.options.emplace_back((*last.votes)[i], static_cast<OptionIndex>(i));
  }
  AppendTiers(undecided, tiers);
  std::vector<Decision> excluded = DecisionsOn(result, StvAction::kExclude, result.excluded);
  std::reverse(excluded.begin(), excluded.end());
  for (const Decision& decision : excluded) AppendTiers(decision, tiers);
  if (!result.withdrawn.empty()) tiers.push_back(result.withdrawn);
  return tiers;
}

// Puts neighbouring tiers together that a tie policy separated.
std::vector<std::vector<OptionIndex>> WithoutPolicy(
    const std::vector<std::vector<OptionIndex>>& tiers, const std::vector<TieEvent>& events) {
  const auto in = [](const TieEvent& event, const std::vector<OptionIndex>& tier) {
    return std::find(event.tied.begin(), event.tied.end(), tier.front()) != event.tied.end();
  };
  std::vector<std::vector<OptionIndex>> merged;
  for (size_t t = 0; t < tiers.size(); ++t) {
    const bool together =
        t > 0 && std::any_of(events.begin(), events.end(), [&](const TieEvent& event) {
          return in(event, tiers[t - 1]) && in(event, tiers[t]);
        });
    if (!together) merged.emplace_back();
    merged.back().insert(merged.back().end(), tiers[t].begin(), tiers[t].end());
  }
  return merged;
}

Round RoundOf(const StvStage& stage) {
  Round round;
  for (size_t i = 0; i < stage.states.size(); ++i) {
    const bool in_count =
        stage.states[i] != StvState::kWithdrawn && stage.states[i] != StvState::kExcluded;
    round.votes.push_back(in_count || sgn((*stage.votes)[i]) != 0
                              ? std::optional<Rational>((*stage.votes)[i])
                              : std::nullopt);
  }
  round.exhausted = stage.nontransferable;
  return round;
}

}  // namespace

std::string_view NameOf(StvRule rule) {
  for (const auto& [named, name] : kNames) {
    if (named == rule) return name;
  }
  return "";
}

std::optional<StvRule> StvRuleNamed(std::string_view name) {
  for (const auto& [rule, known] : kNames) {
    if (known == name) return rule;
  }
  return std::nullopt;
}

EqualRanks EqualRanksOf(StvRule rule) {
  switch (rule) {
    case StvRule::kMeek:
    case StvRule::kMeekPrf:
    case StvRule::kWarren:
      return EqualRanks::kShare;
    case StvRule::kMinneapolis:
      return EqualRanks::kSkip;
    case StvRule::kScottish:
    case StvRule::kCfer:
    case StvRule::kCferBatch:
      return EqualRanks::kStop;
    case StvRule::kWigm:
    case StvRule::kWigmPrf:
    case StvRule::kWigmPrfBatch:
    case StvRule::kQpq:
      break;
  }
  return EqualRanks::kRefuse;
}

StvArithmetic ArithmeticOf(StvRule rule) {
  using Kind = StvArithmetic::Kind;
  switch (rule) {
    case StvRule::kScottish:
    case StvRule::kCfer:
    case StvRule::kCferBatch:
      return {Kind::kFixed, 5, 0, 5};
    case StvRule::kWigmPrf:
    case StvRule::kWigmPrfBatch:
    case StvRule::kMinneapolis:
      return {Kind::kFixed, 4, 0, 4};
    case StvRule::kMeekPrf:
      return {Kind::kFixed, 9, 0, 9};
    case StvRule::kQpq:
      return {Kind::kGuarded, 9, 9, 9};
    case StvRule::kWigm:
    case StvRule::kMeek:
    case StvRule::kWarren:
      break;
  }
  return {Kind::kGuarded, 18, 9, 18};
}

std::string ToText(const Rational& value, const StvArithmetic& arithmetic) {
  const Rational magnitude = abs(value);
  const Integer doubled =
      magnitude.get_num() * stv::PowerOfTen(arithmetic.display) * 2 + magnitude.get_den();
  const Integer rounded = doubled / (magnitude.get_den() * 2);  // half up
  std::string digits = rounded.get_str();
  const auto places = static_cast<size_t>(arithmetic.display);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (places > 0) digits.insert(digits.size() - places, 1, '.');
  return sgn(value) < 0 && sgn(rounded) != 0 ? "-" + digits : digits;
}

Integer stv::PowerOfTen(int exponent) {
  Integer power;
  mpz_ui_pow_ui(power.get_mpz_t(), 10, static_cast<unsigned long>(exponent));
  return power;
}

namespace {

// What is missing from the valid ballots at each stage, of the rules that cut votes.
void FillLost(StvResult& result) {
  const bool cuts_none = result.rule == StvRule::kMeek || result.rule == StvRule::kMeekPrf ||
                         result.rule == StvRule::kWarren || result.rule == StvRule::kQpq;
  if (cuts_none) return;
  Rational lost;
  for (StvStage& stage : result.stages) {
    const bool drops_votes =
        stage.action == StvAction::kEnd || stage.reason == "all seats are filled";
    if (!drops_votes) {
      lost = MakeRational(result.valid_ballots, 1) - stage.votes_in_all - stage.nontransferable;
    }
    stage.lost = lost;
  }
}

}  // namespace

absl::StatusOr<StvResult> CountStv(const Profile& profile, const StvOptions& options) {
  const int option_count = profile.option_count();
  if (absl::Status status = CheckOptions(options, option_count); !status.ok()) return status;
  absl::StatusOr<std::vector<bool>> stands =
      Marked(options.withdrawn, option_count, "withdrawn options");
  if (!stands.ok()) return stands.status();
  stands->flip();
  const auto standing = std::count(stands->begin(), stands->end(), true);
  if (options.seats > standing) {
    return absl::InvalidArgumentError(absl::StrCat("there are ", options.seats, " seats but only ",
                                                   standing, " options that stand"));
  }
  absl::StatusOr<TieBreaker> ties = TieBreaker::Create(WithoutKeptTies(options.ties), option_count);
  if (!ties.ok()) return ties.status();
  const absl::StatusOr<Ballots> ballots =
      Ballots::Create(profile, *stands, options.equal_ranks.value_or(EqualRanksOf(options.rule)));
  if (!ballots.ok()) return ballots.status();

  const StvArithmetic arithmetic = options.arithmetic.value_or(ArithmeticOf(options.rule));
  const bool guarded = arithmetic.kind == StvArithmetic::Kind::kGuarded;
  absl::StatusOr<StvResult> result =
      arithmetic.kind == StvArithmetic::Kind::kRational
          ? CountWith(RationalNumbers(), options, *stands, *ballots, *std::move(ties))
          : CountWith(DecimalNumbers(arithmetic.precision, guarded ? arithmetic.guard : 0), options,
                      *stands, *ballots, *std::move(ties));
  if (!result.ok()) return result;
  result->rule = options.rule;
  result->seats = options.seats;
  result->arithmetic = arithmetic;
  result->valid_ballots = ballots->total();
  FillLost(*result);
  result->withdrawn = options.withdrawn;
  std::sort(result->withdrawn.begin(), result->withdrawn.end());
  return result;
}

Count ToCount(const StvResult& result) {
  const std::vector<StvStage>& stages = result.stages;
  const auto option_count = static_cast<int>(stages.front().states.size());
  const std::vector<std::vector<OptionIndex>> tiers = TiersOf(result);
  // Every option stands in exactly one tier: elected, undecided, excluded or withdrawn.
  Count count{*Ranking::Create(option_count, tiers),
              *Ranking::Create(option_count, WithoutPolicy(tiers, result.events)),
              result.events,
              result.held,
              true,
              {},
              {},
              {},
              {}};
  const int first_round = stages.front().round;
  for (TieEvent& event : count.events) {
    if (event.round.has_value()) *event.round -= first_round;
  }
  // The figures of a round are those of its first decision, or else of its first stage.
  std::vector<bool> decided;
  for (const StvStage& stage : stages) {
    const auto place = static_cast<size_t>(stage.round - first_round);
    const bool decides = stage.action == StvAction::kElect || stage.action == StvAction::kExclude ||
                         stage.action == StvAction::kTie;
    if (place == count.rounds.size()) {
      count.rounds.push_back(RoundOf(stage));
      decided.push_back(decides);
    } else if (decides && !decided[place]) {
      count.rounds[place] = RoundOf(stage);
      decided[place] = true;
    }
    if (stage.action == StvAction::kElect) {
      count.rounds[place].elected.push_back(stage.options.front());
    } else if (stage.action == StvAction::kExclude) {
      count.rounds[place].eliminated.push_back(stage.options.front());
    }
  }
  for (Round& round : count.rounds) std::sort(round.eliminated.begin(), round.eliminated.end());
  count.sets.push_back({"elected", result.elected});
  return count;
}

}  // namespace plenum::tally
