#include "services/deliberation/counting/meek.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/deliberation/counting/messages.h"
#include "services/deliberation/tally/meek/kept.h"
#include "services/deliberation/tally/meek/meek.h"

namespace plenum::counting {
namespace {

// The decimals that the rule counts with, and those that fractions are shown with.
constexpr int kFixedPlaces = 9;
constexpr int kFractionPlaces = 12;

struct Shown {
  std::string_view action;
  std::string_view reason;
};

Shown ShownAs(const math::MeekStage& stage) {
  switch (stage.action) {
    case math::MeekAction::kBegin:
      return {"begin", ""};
    case math::MeekAction::kElect:
      return {"elect", "votes reach the quota"};
    case math::MeekAction::kIterate:
      return {"iterate", *stage.iteration == math::MeekIteration::kElected ? "votes reach the quota"
                         : *stage.iteration == math::MeekIteration::kStable
                             ? "surpluses do not decrease any more"
                             : "surpluses are below the limit"};
    case math::MeekAction::kBreakTie:
      return {"tie", "fewest votes"};
    case math::MeekAction::kDefeat:
      return {"exclude", "fewest votes"};
    case math::MeekAction::kElectRemaining:
      return {"elect", "fills a remaining seat"};
    case math::MeekAction::kDefeatRemaining:
      return {"exclude", "all seats are filled"};
    case math::MeekAction::kComplete:
      return {"end", ""};
  }
  return {"", ""};
}

void AddStage(const math::MeekResult& result, const math::MeekStage& stage, int places,
              wire::ElectResponse& response) {
  const math::MeekTally& tally = result.tallies[static_cast<size_t>(stage.tally)];
  const Shown shown = ShownAs(stage);
  auto* message = response.add_stages();
  message->set_action(std::string(shown.action));
  message->set_round(stage.round);
  if (stage.option) message->add_options(*stage.option);
  message->set_reason(std::string(shown.reason));
  for (const math::Rational& votes : tally.votes) {
    message->add_votes(math::ToDecimal(votes, places));
  }
  message->set_quota(math::ToDecimal(stage.quota, places));
  message->set_nontransferable(math::ToDecimal(tally.residual, places));
}

int PlacesOf(wire::StvRule rule) {
  return rule == wire::STV_RULE_MEEK_SHARED ? kFixedPlaces : kFractionPlaces;
}

math::StvAction ActionOf(math::MeekAction action) {
  switch (action) {
    case math::MeekAction::kBegin:
      return math::StvAction::kBegin;
    case math::MeekAction::kElect:
    case math::MeekAction::kElectRemaining:
      return math::StvAction::kElect;
    case math::MeekAction::kIterate:
      return math::StvAction::kIterate;
    case math::MeekAction::kBreakTie:
      return math::StvAction::kTie;
    case math::MeekAction::kDefeat:
    case math::MeekAction::kDefeatRemaining:
      return math::StvAction::kExclude;
    case math::MeekAction::kComplete:
      break;
  }
  return math::StvAction::kEnd;
}

math::StvState StateOf(math::MeekStatus status) {
  switch (status) {
    case math::MeekStatus::kElected:
      return math::StvState::kElected;
    case math::MeekStatus::kDefeated:
      return math::StvState::kExcluded;
    case math::MeekStatus::kWithdrawn:
      return math::StvState::kWithdrawn;
    case math::MeekStatus::kHopeful:
      break;
  }
  return math::StvState::kHopeful;
}

// Where the ballot stands in a stage in which votes were counted.
math::StvBallotTrace::Step StepOf(const math::Ranking& ballot, const math::MeekResult& result,
                                  size_t s) {
  const math::MeekStage& stage = result.stages[s];
  math::StvBallotTrace::Step step;
  step.stage = s;
  step.round = stage.round;
  step.exhausted = 1;
  const std::vector<math::Rational> kept = math::KeptOf(ballot, result, s);
  for (size_t i = 0; i < kept.size(); ++i) {
    if (sgn(kept[i]) == 0) continue;
    const bool elected = stage.statuses[i] == math::MeekStatus::kElected;
    (elected ? step.kept : step.stands).push_back({static_cast<int>(i), kept[i]});
    step.exhausted -= kept[i];
  }
  return step;
}

// An elected option keeps all that it has at first.
bool Same(const math::StvBallotTrace::Step& a, const math::StvBallotTrace::Step& b) {
  const auto together = [](const math::StvBallotTrace::Step& step) {
    std::vector<math::StvBallotTrace::Part> parts = step.stands;
    parts.insert(parts.end(), step.kept.begin(), step.kept.end());
    std::sort(parts.begin(), parts.end(),
              [](const auto& one, const auto& other) { return one.option < other.option; });
    return parts;
  };
  return together(a) == together(b) && a.exhausted == b.exhausted;
}

// What the stages since the step before did: exclusions, or else elections.
void NameCause(const math::MeekResult& result, size_t from, math::StvBallotTrace::Step& step) {
  for (const bool surplus : {false, true}) {
    const auto wanted = surplus ? math::MeekAction::kElect : math::MeekAction::kDefeat;
    for (size_t s = from; s < step.stage; ++s) {
      const math::MeekStage& stage = result.stages[s];
      if (stage.action == wanted && stage.option) step.from.push_back(*stage.option);
    }
    step.surplus = surplus;
    if (!step.from.empty()) return;
  }
  // The shares of those who are elected are still being found.
  const std::vector<math::MeekStatus>& statuses = result.stages[step.stage].statuses;
  for (const math::OptionIndex option : result.elected) {
    if (statuses[static_cast<size_t>(option)] == math::MeekStatus::kElected) {
      step.from.push_back(option);
    }
  }
}

math::MeekArithmetic ArithmeticOf(wire::StvRule rule) {
  switch (rule) {
    case wire::STV_RULE_MEEK_SHARED_EXACT:
      return math::MeekArithmetic::kExact;
    case wire::STV_RULE_MEEK_SHARED_ROUNDED:
      return math::MeekArithmetic::kExactWithRoundedKeepFactors;
    default:
      return math::MeekArithmetic::kBigFixed9;
  }
}

}  // namespace

absl::StatusOr<math::MeekResult> CountMeekShared(const SeatsRequest& request, const Field& field) {
  const auto standing = static_cast<int>(field.standing().options().size());
  if (request.seats < 1 || request.seats > standing) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of seats must be 1 to ", standing,
                     ", as many as there are options that stand, not ", request.seats));
  }
  math::MeekOptions options;
  options.seats = request.seats;
  options.arithmetic = ArithmeticOf(request.rule);
  options.withdrawn = request.withdrawn;
  options.tie_policy = IsSet(request.tie_policy)
                           ? field.all_ties()
                           : math::TiePolicy(math::Backwards{math::HoldForDecision{}});
  options.stopped = request.stopped;
  auto result = math::Meek(request.profile, options);
  if (!result.ok()) return result.status();
  if (absl::Status end = math::CheckEnd(result->end); !end.ok()) return end;
  return result;
}

absl::StatusOr<wire::ElectResponse> ElectByMeekShared(const SeatsRequest& request,
                                                      const Field& field) {
  const auto result = CountMeekShared(request, field);
  if (!result.ok()) return result.status();
  wire::ElectResponse response;
  AddOptions(result->elected, response.mutable_elected());
  response.set_rule(request.rule);
  response.set_valid_ballots(result->ballots);
  const int places = PlacesOf(request.rule);
  for (const math::MeekStage& stage : result->stages) {
    AddStage(*result, stage, places, response);
  }
  AddTies(result->events, 1, response.mutable_ties());
  response.set_held(result->held);
  AddOptions(field.standing().withdrawn(), response.mutable_withdrawn());
  return response;
}

std::string MeekText(const math::Rational& value, wire::StvRule rule) {
  return math::ToDecimal(value, PlacesOf(rule));
}

math::StvResult AsStv(const math::MeekResult& result, const SeatsRequest& request) {
  math::StvResult stv;
  stv.rule = math::StvRule::kMeek;
  stv.seats = request.seats;
  stv.valid_ballots = result.ballots;
  stv.elected = result.elected;
  stv.excluded = result.defeated;
  stv.withdrawn = request.withdrawn;
  stv.held = result.held;
  for (const math::TieEvent& event : result.events) {
    stv.events.push_back(event);
    if (event.round) ++*stv.events.back().round;  // the stages' rounds begin at 1
  }
  std::vector<std::shared_ptr<const std::vector<math::Rational>>> votes;
  for (const math::MeekTally& tally : result.tallies) {
    votes.push_back(std::make_shared<const std::vector<math::Rational>>(tally.votes));
  }
  // Reasons only ask whether there are keep factors.
  const auto factors =
      std::make_shared<const std::vector<math::Rational>>(request.names.size(), math::Rational(1));
  for (const math::MeekStage& from : result.stages) {
    math::StvStage& stage = stv.stages.emplace_back();
    stage.action = ActionOf(from.action);
    stage.round = from.round;
    if (from.option) stage.options = {*from.option};
    stage.tied = from.tied;
    stage.reason = std::string(ShownAs(from).reason);
    stage.votes = votes[static_cast<size_t>(from.tally)];
    for (const math::MeekStatus status : from.statuses) stage.states.push_back(StateOf(status));
    stage.factors = factors;
    stage.quota = from.quota;
    stage.surplus = from.surplus;
  }
  return stv;
}

absl::StatusOr<math::StvBallotTrace> TraceMeekBallot(const math::Ranking& ballot,
                                                     const math::MeekResult& result,
                                                     const std::vector<std::string>& names) {
  if (ballot.option_count() != result.option_count) {
    return absl::InvalidArgumentError("the ballot is over another number of options");
  }
  math::StvBallotTrace trace;
  size_t last = 0;
  for (size_t s = 0; s < result.stages.size(); ++s) {
    const math::MeekStage& stage = result.stages[s];
    const bool elects = stage.action == math::MeekAction::kElect ||
                        stage.action == math::MeekAction::kElectRemaining;
    if (!elects && stage.action != math::MeekAction::kBegin &&
        stage.action != math::MeekAction::kIterate && stage.action != math::MeekAction::kDefeat) {
      continue;
    }
    math::StvBallotTrace::Step step = StepOf(ballot, result, s);
    for (const auto& part : step.kept) {
      if (elects && part.option == *stage.option) trace.helped.push_back(part);
    }
    if (!trace.steps.empty()) {
      if (Same(trace.steps.back(), step)) continue;
      NameCause(result, last, step);
    }
    last = s;
    trace.steps.push_back(std::move(step));
  }
  trace.valid = trace.steps.front().exhausted != 1;
  if (!trace.valid) trace.steps.clear();
  trace.sentence = math::SentenceOf(trace, names);
  return trace;
}

}  // namespace plenum::counting
