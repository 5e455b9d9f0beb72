// Reasons from counts of several winners, points and packages.
#include <functional>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/deliberation/counting/counted.h"
#include "services/deliberation/counting/counting.h"
#include "services/deliberation/counting/field.h"
#include "services/deliberation/counting/meek.h"
#include "services/deliberation/counting/messages.h"
#include "services/deliberation/tally/budget/why.h"
#include "services/deliberation/tally/cardinal/trace.h"
#include "services/deliberation/tally/committee/why.h"
#include "services/deliberation/tally/stv/trace.h"
#include "services/deliberation/tally/stv/why.h"

namespace plenum::counting {
namespace {

std::string TextOf(const std::optional<math::Rational>& value) {
  return value.has_value() ? math::ToText(*value) : "";
}

wire::ElectionFate::Outcome OutcomeOf(math::StvOutcome outcome) {
  switch (outcome) {
    case math::StvOutcome::kElected:
      return wire::ElectionFate::OUTCOME_ELECTED;
    case math::StvOutcome::kExcluded:
      return wire::ElectionFate::OUTCOME_EXCLUDED;
    case math::StvOutcome::kUndecided:
      return wire::ElectionFate::OUTCOME_UNDECIDED;
    case math::StvOutcome::kWithdrawn:
      return wire::ElectionFate::OUTCOME_WITHDRAWN;
  }
  return wire::ElectionFate::OUTCOME_UNSPECIFIED;
}

// The kinds of the math in the order of its enumeration, which the messages follow from 1.
template <typename Kind, typename MathKind>
Kind KindOf(MathKind kind) {
  return static_cast<Kind>(static_cast<int>(kind) + 1);
}
static_assert(static_cast<int>(math::StvWhyKind::kLevel) + 1 ==
              wire::ExplainElectionResponse::KIND_LEVEL);
static_assert(static_cast<int>(math::ScoreWhyKind::kAll) + 1 ==
              wire::ExplainScoresResponse::KIND_ALL);
static_assert(static_cast<int>(math::CommitteeWhyKind::kUnknown) + 1 ==
              wire::ExplainCommitteeResponse::KIND_UNKNOWN);
static_assert(static_cast<int>(math::BudgetWhyKind::kNeither) + 1 ==
              wire::ExplainPackageResponse::KIND_NEITHER);
static_assert(static_cast<int>(math::BudgetOutcome::kHeld) + 1 == wire::PackageFate::OUTCOME_HELD);

// Fills messages of an election with the decimals of its rule.
class ElectionFiller {
 public:
  using ToText = std::function<std::string(const math::Rational&)>;

  ElectionFiller(const math::StvResult& result, ToText text)
      : result_(result), text_(std::move(text)) {}

  void Fill(const math::StvWhy& why, wire::ExplainElectionResponse& response) const {
    response.set_kind(KindOf<wire::ExplainElectionResponse::Kind>(why.kind));
    response.set_upper(why.upper);
    response.set_lower(why.lower);
    Fill(why.of_upper, *response.mutable_upper_fate());
    Fill(why.of_lower, *response.mutable_lower_fate());
    response.set_upper_votes(Text(why.upper_votes));
    response.set_lower_votes(Text(why.lower_votes));
    if (why.overtaken) Fill(*why.overtaken, *response.mutable_overtaken());
    if (why.lifted) Fill(*why.lifted, *response.mutable_lifted());
    response.set_tie_rule(why.tie_rule);
    response.set_sentence(why.sentence);
  }

 private:
  std::string Text(const math::Rational& value) const { return text_(value); }

  void Fill(const math::StvFate& fate, wire::ElectionFate& message) const {
    message.set_outcome(OutcomeOf(fate.outcome));
    message.set_stage(static_cast<int>(fate.stage));
    message.set_round(fate.round);
    message.set_votes(Text(fate.votes));
    message.set_quota(Text(fate.quota));
    if (result_.rule == math::StvRule::kQpq) message.set_quotient(Text(fate.quotient));
    message.set_reason(fate.reason);
  }

  void Fill(const math::StvShift& shift, wire::VoteShift& message) const {
    message.set_stage(static_cast<int>(shift.stage));
    message.set_round(shift.round);
    AddOptions(shift.from, message.mutable_from());
    message.set_surplus(shift.surplus);
    message.set_upper_before(Text(shift.upper_before));
    message.set_upper_after(Text(shift.upper_after));
    message.set_lower_before(Text(shift.lower_before));
    message.set_lower_after(Text(shift.lower_after));
  }

  const math::StvResult& result_;
  ToText text_;
};

void AddParts(const std::vector<math::StvBallotTrace::Part>& parts,
              google::protobuf::RepeatedPtrField<wire::BallotPart>* messages) {
  for (const auto& part : parts) {
    auto* message = messages->Add();
    message->set_option(part.option);
    message->set_weight(math::ToText(part.weight));
  }
}

void FillBallot(const math::StvBallotTrace& trace, wire::ElectionBallotTrace& message) {
  for (const auto& step : trace.steps) {
    auto* added = message.add_steps();
    added->set_stage(static_cast<int>(step.stage));
    added->set_round(step.round);
    AddOptions(step.from, added->mutable_from());
    added->set_surplus(step.surplus);
    AddParts(step.stands, added->mutable_stands());
    AddParts(step.kept, added->mutable_kept());
    added->set_exhausted(math::ToText(step.exhausted));
  }
  AddParts(trace.helped, message.mutable_helped());
  message.set_sentence(trace.sentence);
}

void FillWhy(const math::ScoreWhy& why, wire::ExplainScoresResponse& response) {
  response.set_kind(KindOf<wire::ExplainScoresResponse::Kind>(why.kind));
  response.set_upper(why.upper);
  response.set_lower(why.lower);
  for (const math::ScoreFigures& figures : why.compared) {
    auto* message = response.add_compared();
    message->set_name(figures.name);
    message->set_upper_value(math::ToText(figures.upper));
    message->set_lower_value(math::ToText(figures.lower));
  }
  response.set_upper_seat(why.upper_seat.value_or(0));
  response.set_lower_seat(why.lower_seat.value_or(0));
  response.set_medians_removed(why.medians_removed.value_or(0));
  response.set_tie_rule(why.tie_rule);
  response.set_sentence(why.sentence);
}

void FillBallot(const math::ScoreBallotTrace& trace, wire::ScoreBallotTrace& message) {
  for (const auto& given : trace.given) {
    if (!given.elected || !given.points.has_value()) continue;
    auto* score = message.add_elected();
    score->set_option(given.option);
    score->set_score(*given.points);
  }
  for (const auto& runoff : trace.runoffs) {
    auto* added = message.add_runoffs();
    added->set_seat(runoff.seat);
    added->set_winner(runoff.winner);
    added->set_loser(runoff.loser);
    if (runoff.supports) added->set_supports(*runoff.supports);
  }
  for (const auto& seat : trace.seats) {
    auto* added = message.add_seats();
    added->set_winner(seat.winner);
    added->set_weight(math::ToText(seat.weight));
    added->set_gave(math::ToText(seat.gave));
  }
  message.set_sentence(trace.sentence);
}

math::SeatsRule SeatsRuleOf(wire::ScoreRule rule) {
  switch (rule) {
    case wire::SCORE_RULE_ALLOCATED_SCORE:
      return math::SeatsRule::kAllocatedScore;
    case wire::SCORE_RULE_SEQUENTIALLY_SPENT_SCORE:
      return math::SeatsRule::kSequentiallySpentScore;
    default:
      return math::SeatsRule::kReweightedRange;
  }
}

absl::StatusOr<math::ScoreBallotTrace> Trace(const CountedScores& counted,
                                             const math::Scores& ballot) {
  const math::ScoreRange range = counted.ballots.get().range();
  const std::vector<std::string>& names = counted.field.names();
  if (const auto* bloc = std::get_if<math::BlocStarResult>(&counted.result)) {
    return math::TraceStar(range, ballot, bloc->rounds, bloc->winners, names);
  }
  if (const auto* seats = std::get_if<math::SeatsResult>(&counted.result)) {
    return math::TraceSeats(range, ballot, *seats, SeatsRuleOf(counted.rule), names);
  }
  const auto first = RankingOf(counted)->ranking.tier(0);
  const std::vector<math::OptionIndex> elected(first.begin(), first.end());
  if (const auto* star = std::get_if<math::StarResult>(&counted.result)) {
    return math::TraceStar(range, ballot, {&star->round, 1}, elected, names);
  }
  return math::TraceScores(range, ballot, elected, names, counted.grades);
}

void FillWhy(const math::CommitteeWhy& why, wire::ExplainCommitteeResponse& response) {
  response.set_kind(KindOf<wire::ExplainCommitteeResponse::Kind>(why.kind));
  response.set_upper(why.upper);
  response.set_lower(why.lower);
  response.set_committees(static_cast<int>(why.committees));
  response.set_committees_with_upper(static_cast<int>(why.with_upper));
  response.set_committees_with_lower(static_cast<int>(why.with_lower));
  response.set_measure(why.measure);
  response.set_upper_value(TextOf(why.upper_value));
  response.set_lower_value(TextOf(why.lower_value));
  if (why.step) response.set_step(static_cast<int>(*why.step) + 1);
  if (why.rival) {
    AddOptions(why.rival->members, response.mutable_rival()->mutable_options());
    for (const math::Rational& score : why.rival->score) {
      response.add_rival_score(math::ToText(score));
    }
    response.set_rival_unproven(!why.rival->proven);
  }
  response.set_tie_rule(why.tie_rule);
  response.set_sentence(why.sentence);
}

void FillBallot(const math::CommitteeBallotTrace& trace, wire::CommitteeBallotTrace& message) {
  AddOptions(trace.members, message.mutable_members());
  message.set_counted(trace.counted);
  message.set_worth_of(trace.worth_of);
  message.set_worth(TextOf(trace.worth));
  for (const auto& step : trace.steps) {
    auto* added = message.add_steps();
    added->set_step(static_cast<int>(step.step) + 1);
    added->set_option(step.option);
    added->set_account(step.account);
    added->set_before(math::ToText(step.before));
    added->set_after(math::ToText(step.after));
  }
  message.set_sentence(trace.sentence);
}

void FillFate(const math::BudgetFate& fate, wire::PackageFate& message) {
  message.set_outcome(KindOf<wire::PackageFate::Outcome>(fate.outcome));
  if (fate.step) message.set_step(static_cast<int>(*fate.step) + 1);
  message.set_cost(math::ToText(fate.cost));
  message.set_left(math::ToText(fate.left));
  AddOptions(fate.because, message.mutable_because());
  message.set_supporters_left(TextOf(fate.supporters_left));
}

void FillWhy(const math::BudgetWhy& why, wire::ExplainPackageResponse& response) {
  response.set_kind(KindOf<wire::ExplainPackageResponse::Kind>(why.kind));
  response.set_upper(why.upper);
  response.set_lower(why.lower);
  FillFate(why.of_upper, *response.mutable_upper_fate());
  FillFate(why.of_lower, *response.mutable_lower_fate());
  response.set_measure(why.measure);
  response.set_upper_value(TextOf(why.upper_value));
  response.set_lower_value(TextOf(why.lower_value));
  response.set_level(why.level);
  response.set_tie_rule(why.tie_rule);
  response.set_sentence(why.sentence);
}

void FillBallot(const math::BudgetBallotTrace& trace, wire::PackageBallotTrace& message) {
  for (const auto& support : trace.supports) {
    auto* added = message.add_supports();
    added->set_option(support.option);
    added->set_outcome(KindOf<wire::PackageFate::Outcome>(support.outcome));
    if (trace.endowment) added->set_paid(math::ToText(support.paid));
  }
  message.set_endowment(TextOf(trace.endowment));
  message.set_left(TextOf(trace.left));
  message.set_sentence(trace.sentence);
}

// Two different options by the numbers of those that stand. `refusal`: of one that does not.
absl::StatusOr<std::pair<int, int>> NumbersOf(const Field& field, int first, int second,
                                              std::string_view refusal = "has withdrawn") {
  const math::Withdrawal& standing = field.standing();
  for (const int option : {first, second}) {
    if (option < 0 || option >= standing.option_count()) {
      return absl::InvalidArgumentError(absl::StrCat("there is no option ", option));
    }
    if (standing.NumberOf(option)) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("\"", field.all_names()[static_cast<size_t>(option)], "\" ",
                     std::string(refusal), ", so that it has no place"));
  }
  return std::pair{*standing.NumberOf(first), *standing.NumberOf(second)};
}

absl::StatusOr<math::Scores> StandingOf(const Field& field, const math::Scores& ballot) {
  if (std::ssize(ballot) != field.standing().option_count()) {
    return absl::InvalidArgumentError("the ballot is over another number of options");
  }
  math::Scores standing;
  for (const int option : field.standing().options()) {
    standing.push_back(ballot[static_cast<size_t>(option)]);
  }
  return standing;
}

}  // namespace

absl::StatusOr<wire::ExplainElectionResponse> ExplainElection(const SeatsRequest& request,
                                                              int first, int second,
                                                              const math::Ranking* ballot) {
  const auto field = FieldOf(request);
  if (!field.ok()) return field.status();
  std::optional<math::MeekResult> shared;
  math::StvResult result;
  if (request.rule >= wire::STV_RULE_MEEK_SHARED) {
    auto counted = CountMeekShared(request, *field);
    if (!counted.ok()) return counted.status();
    shared = *std::move(counted);
    result = AsStv(*shared, request);
  } else {
    auto counted = CountElection(request, *field);
    if (!counted.ok()) return counted.status();
    result = *std::move(counted);
  }
  wire::ExplainElectionResponse response;
  if (first != second) {
    const auto why = math::ExplainStv(result, first, second, request.names);
    if (!why.ok()) return why.status();
    const auto text = [&](const math::Rational& value) {
      return shared ? MeekText(value, request.rule) : math::ToText(value, result.arithmetic);
    };
    ElectionFiller(result, text).Fill(*why, response);
  }
  if (ballot != nullptr) {
    const auto trace =
        shared ? TraceMeekBallot(*ballot, *shared, request.names)
               : math::TraceStvBallot(*ballot, result, TiesOnABallot(result.rule), request.names);
    if (!trace.ok()) return trace.status();
    FillBallot(*trace, *response.mutable_ballot());
  }
  return response;
}

absl::StatusOr<wire::ExplainScoresResponse> ExplainScores(const ScoresRequest& request, int first,
                                                          int second, const math::Scores* ballot) {
  const auto counted = CountByScores(request);
  if (!counted.ok()) return counted.status();
  wire::ExplainScoresResponse response;
  if (first != second) {
    const auto pair = NumbersOf(counted->field, first, second);
    if (!pair.ok()) return pair.status();
    const auto why = ExplainPair(*counted, pair->first, pair->second);
    if (!why.ok()) return why.status();
    FillWhy(*why, response);
  }
  if (ballot != nullptr) {
    const auto standing = StandingOf(counted->field, *ballot);
    if (!standing.ok()) return standing.status();
    const auto trace = Trace(*counted, *standing);
    if (!trace.ok()) return trace.status();
    FillBallot(*trace, *response.mutable_ballot());
  }
  counted->field.Restore(response);
  return response;
}

absl::StatusOr<wire::ExplainCommitteeResponse> ExplainCommittee(
    const CommitteeRequest& request, int first, int second,
    const std::vector<math::OptionIndex>* ballot) {
  const auto counted = CountCommittee(request);
  if (!counted.ok()) return counted.status();
  const Field& field = counted->field;
  const math::ApprovalProfile& profile = counted->ballots.get();
  wire::ExplainCommitteeResponse response;
  if (first != second) {
    const auto pair = NumbersOf(field, first, second);
    if (!pair.ok()) return pair.status();
    const auto why =
        math::ExplainCommittee(profile, counted->rule, counted->options, counted->result,
                               pair->first, pair->second, field.names());
    if (!why.ok()) return why.status();
    FillWhy(*why, response);
  }
  if (ballot != nullptr) {
    // Checked over all options, then without those that have withdrawn.
    auto checked = math::ApprovalProfile::Create(field.standing().option_count());
    if (!checked.ok()) return checked.status();
    if (absl::Status added = checked->Add(*ballot); !added.ok()) return added;
    const auto trace =
        math::TraceApprovals(profile, counted->rule, counted->options, counted->result,
                             field.standing().NumbersOf(*ballot), field.names());
    if (!trace.ok()) return trace.status();
    FillBallot(*trace, *response.mutable_ballot());
  }
  field.Restore(response);
  return response;
}

absl::StatusOr<wire::ExplainPackageResponse> ExplainPackage(const PackageRequest& request,
                                                            int first, int second,
                                                            const math::BudgetPoints* ballot) {
  const auto counted = CountPackage(request);
  if (!counted.ok()) return counted.status();
  const Field& field = counted->field;
  const math::BudgetElection& election = counted->ballots.get();
  wire::ExplainPackageResponse response;
  if (first != second) {
    const auto pair = NumbersOf(field, first, second, "has withdrawn or needs one that has");
    if (!pair.ok()) return pair.status();
    const auto why = math::ExplainBudgetPair(election, counted->result, counted->shares,
                                             pair->first, pair->second, field.names());
    if (!why.ok()) return why.status();
    FillWhy(*why, response);
  }
  if (ballot != nullptr) {
    math::BudgetPoints standing;
    for (const auto& [option, points] : *ballot) {
      if (option < 0 || option >= field.standing().option_count()) {
        return absl::InvalidArgumentError(absl::StrCat("the ballot: there is no option ", option));
      }
      const auto number = field.standing().NumberOf(option);
      if (number) standing.emplace_back(*number, points);
    }
    const auto trace = math::TraceBudgetBallot(election, counted->result, counted->shares,
                                               std::move(standing), field.names());
    if (!trace.ok()) return trace.status();
    FillBallot(*trace, *response.mutable_ballot());
  }
  field.Restore(response);
  return response;
}

}  // namespace plenum::counting
