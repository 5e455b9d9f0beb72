#include "services/deliberation/counting/meek.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/deliberation/counting/messages.h"
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

absl::StatusOr<wire::ElectResponse> ElectByMeekShared(const SeatsRequest& request,
                                                      const Field& field) {
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
  const auto result = math::Meek(request.profile, options);
  if (!result.ok()) return result.status();
  if (absl::Status end = math::CheckEnd(result->end); !end.ok()) return end;
  wire::ElectResponse response;
  AddOptions(result->elected, response.mutable_elected());
  response.set_rule(request.rule);
  response.set_valid_ballots(result->ballots);
  const int places = request.rule == wire::STV_RULE_MEEK_SHARED ? kFixedPlaces : kFractionPlaces;
  for (const math::MeekStage& stage : result->stages) {
    AddStage(*result, stage, places, response);
  }
  AddTies(result->events, 1, response.mutable_ties());
  response.set_held(result->held);
  AddOptions(field.standing().withdrawn(), response.mutable_withdrawn());
  return response;
}

}  // namespace plenum::counting
