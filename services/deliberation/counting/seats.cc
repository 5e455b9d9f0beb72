// Several winners, points and packages.
#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/deliberation/counting/counted.h"
#include "services/deliberation/counting/counting.h"
#include "services/deliberation/counting/field.h"
#include "services/deliberation/counting/meek.h"
#include "services/deliberation/counting/messages.h"
#include "services/deliberation/tally/cardinal/block.h"
#include "services/deliberation/tally/cardinal/majority_judgment.h"
#include "services/deliberation/tally/cardinal/score.h"
#include "services/deliberation/tally/cardinal/seats.h"
#include "services/deliberation/tally/cardinal/star.h"
#include "services/deliberation/tally/committee/committee.h"
#include "services/deliberation/tally/stv/stv.h"

namespace plenum::counting {
namespace {

// The first name stands for METHOD_UNSPECIFIED, the default.
constexpr std::array kStvRules = {
    math::StvRule::kScottish,    math::StvRule::kScottish,     math::StvRule::kWigm,
    math::StvRule::kWigmPrf,     math::StvRule::kWigmPrfBatch, math::StvRule::kMeek,
    math::StvRule::kMeekPrf,     math::StvRule::kWarren,       math::StvRule::kQpq,
    math::StvRule::kMinneapolis, math::StvRule::kCfer,         math::StvRule::kCferBatch};
// The rules after these are of another engine, meek.cc.
static_assert(kStvRules.size() == wire::STV_RULE_MEEK_SHARED);

constexpr std::array kCommitteeRules = {
    math::CommitteeRule::kEqualShares, math::CommitteeRule::kApproval,
    math::CommitteeRule::kSatisfactionApproval, math::CommitteeRule::kPav,
    math::CommitteeRule::kSequentialPav, math::CommitteeRule::kChamberlinCourant,
    math::CommitteeRule::kSequentialPhragmen, math::CommitteeRule::kEqualShares,
    math::CommitteeRule::kGreedyMonroe, math::CommitteeRule::kSlav,
    math::CommitteeRule::kLexChamberlinCourant, math::CommitteeRule::kGeometric,
    math::CommitteeRule::kAdams, math::CommitteeRule::kReverseSequentialPav,
    math::CommitteeRule::kSequentialSlav, math::CommitteeRule::kSequentialChamberlinCourant,
    math::CommitteeRule::kPhragmenEnestroem, math::CommitteeRule::kEqualSharesWithoutCompletion,
    math::CommitteeRule::kEqualSharesApprovalCompletion,
    math::CommitteeRule::kEqualSharesIncrementCompletion, math::CommitteeRule::kConsensus,
    math::CommitteeRule::kMinimaxPhragmen, math::CommitteeRule::kLeximaxPhragmen,
    math::CommitteeRule::kMaximinSupport, math::CommitteeRule::kMonroe,
    math::CommitteeRule::kMinimaxApproval, math::CommitteeRule::kLexMinimaxApproval,
    math::CommitteeRule::kEPluribusHugo, math::CommitteeRule::kTrivial,
    // Block voting refuses ballots that approval voting takes; it elects the same.
    math::CommitteeRule::kApproval};
static_assert(kCommitteeRules.size() == wire::CommitteeRule_ARRAYSIZE);

std::string_view NameOf(math::StvAction action) {
  switch (action) {
    case math::StvAction::kBegin:
      return "begin";
    case math::StvAction::kRound:
      return "round";
    case math::StvAction::kCount:
      return "count";
    case math::StvAction::kTie:
      return "tie";
    case math::StvAction::kElect:
      return "elect";
    case math::StvAction::kChoose:
      return "choose";
    case math::StvAction::kExclude:
      return "exclude";
    case math::StvAction::kTransfer:
      return "transfer";
    case math::StvAction::kIterate:
      return "iterate";
    case math::StvAction::kEnd:
      return "end";
  }
  return "";
}

void AddStage(const math::StvStage& stage, const math::StvArithmetic& arithmetic,
              wire::ElectResponse& response) {
  auto* message = response.add_stages();
  message->set_action(std::string(NameOf(stage.action)));
  message->set_round(stage.round);
  AddOptions(stage.options, message->mutable_options());
  message->set_reason(stage.reason);
  for (const math::Rational& votes : *stage.votes) {
    message->add_votes(math::ToText(votes, arithmetic));
  }
  message->set_quota(math::ToText(stage.quota, arithmetic));
  message->set_nontransferable(math::ToText(stage.nontransferable, arithmetic));
  // Guarded digits that nobody sees can be lost, too.
  const std::string lost = math::ToText(stage.lost, arithmetic);
  if (lost.find_first_not_of("-0.") != std::string::npos) message->set_lost(lost);
}

wire::ScoreRule OrDefault(wire::ScoreRule rule) {
  return rule == wire::SCORE_RULE_UNSPECIFIED ? wire::SCORE_RULE_SUM : rule;
}

// One seat of a proportional rule as a round: the weighted totals that it was given by.
math::Round RoundOf(const math::SeatRound& seat, int option_count) {
  math::Round round;
  round.votes.resize(static_cast<size_t>(option_count));
  for (size_t i = 0; i < seat.standing.options.size(); ++i) {
    round.votes[static_cast<size_t>(seat.standing.options[i])] = seat.standing.values[i];
  }
  if (seat.winner) round.elected.push_back(*seat.winner);
  return round;
}

math::Round RoundOf(const math::StarRound& seat, int option_count) {
  math::Round round;
  round.votes.resize(static_cast<size_t>(option_count));
  if (!seat.scoring.empty()) {
    const math::Standing& totals = seat.scoring[0].standing;
    for (size_t i = 0; i < totals.options.size(); ++i) {
      round.votes[static_cast<size_t>(totals.options[i])] = totals.values[i];
    }
  }
  if (seat.winner) round.elected.push_back(*seat.winner);
  return round;
}

template <typename Result>
void FillSeats(const Result& result, int option_count, wire::TallyScoresResponse& response) {
  AddOptions(result.winners, response.mutable_elected());
  AddOptions(result.undecided, response.mutable_undecided());
  // Only the rounds of it are shown; a result with several winners has no ranking.
  const math::Ranking none = *math::Ranking::Create(option_count, {});
  math::Count count{.ranking = none, .ranking_by_votes = none};
  for (const auto& seat : result.rounds) count.rounds.push_back(RoundOf(seat, option_count));
  count.unit = "weighted points";
  count.events = result.events;
  count.held = result.held;
  FillWorking(count, response.mutable_working());
}

wire::PackageRule OrDefault(wire::PackageRule rule) {
  return rule == wire::PACKAGE_RULE_UNSPECIFIED ? wire::PACKAGE_RULE_EQUAL_SHARES : rule;
}

bool IsEqualShares(wire::PackageRule rule) {
  return rule == wire::PACKAGE_RULE_EQUAL_SHARES ||
         rule == wire::PACKAGE_RULE_EQUAL_SHARES_INCREMENT_COMPLETION ||
         rule == wire::PACKAGE_RULE_EQUAL_SHARES_WITHOUT_COMPLETION;
}

absl::StatusOr<math::BudgetResult> RunPackage(const PackageRequest& request,
                                              const math::BudgetElection& election,
                                              const math::TiePolicy& ties) {
  const wire::PackageRule rule = OrDefault(request.rule);
  if (IsEqualShares(rule)) {
    math::EqualSharesOptions options;
    options.increments = rule == wire::PACKAGE_RULE_EQUAL_SHARES_INCREMENT_COMPLETION;
    if (rule != wire::PACKAGE_RULE_EQUAL_SHARES_WITHOUT_COMPLETION) {
      options.greedy_completion = math::BudgetMeasure::kPoints;
    }
    options.tie_policy = ties;
    options.stopped = request.stopped;
    return math::EqualSharesBudget(election, options);
  }
  math::GreedyOptions options;
  if (request.rule == wire::PACKAGE_RULE_GREEDY_VOTES_PER_COST) {
    options.measure = math::BudgetMeasure::kPointsPerCost;
  }
  options.tie_policy = ties;
  options.stopped = request.stopped;
  return math::GreedyBudget(election, options);
}

absl::Status FillResult(const ScoresRequest& request, CountedScores& counted) {
  const math::ScoreProfile& profile = counted.ballots.get();
  const math::TiePolicy& ties = counted.field.ties();
  const auto last = math::ToLastTiePolicy(ties);
  const auto keep = [&](auto result) -> absl::Status {
    if (!result.ok()) return result.status();
    counted.result = *std::move(result);
    return absl::OkStatus();
  };
  switch (counted.rule) {
    case wire::SCORE_RULE_MEAN:
      return keep(math::Score(profile, math::ScoreRule::kMean, ties));
    case wire::SCORE_RULE_MAJORITY_JUDGMENT:
      return keep(math::MajorityJudgment(profile, ties));
    case wire::SCORE_RULE_STAR:
      return keep(math::Star(profile, {last}));
    case wire::SCORE_RULE_BLOC_STAR:
      return keep(math::BlocStar(profile, request.seats, {last}));
    case wire::SCORE_RULE_ALLOCATED_SCORE:
      return keep(math::AllocatedScore(profile, request.seats, last,
                                       math::AllocationReading::kWeight, request.stopped));
    case wire::SCORE_RULE_SEQUENTIALLY_SPENT_SCORE:
      return keep(math::SequentiallySpentScore(profile, request.seats, last,
                                               math::SpentScoreReading::kRule, request.stopped));
    case wire::SCORE_RULE_REWEIGHTED_RANGE:
      return keep(math::ReweightedRange(profile, request.seats, last, request.stopped));
    default:
      return keep(math::Score(profile, math::ScoreRule::kSum, ties));
  }
}

// A reason for every place.
absl::Status ExplainPlaces(const CountedScores& counted, wire::TallyScoresResponse& response) {
  const int last = response.ranking_size() - 1;
  for (int p = 0; p <= last; ++p) {
    auto& place = *response.mutable_ranking(p);
    if (last == 0 && place.options_size() == 1) {
      place.set_reason("It is the only option.");
      continue;
    }
    const int other =
        last == 0 ? place.options(1) : response.ranking(p < last ? p + 1 : p - 1).options(0);
    const auto why = ExplainPair(counted, place.options(0), other);
    if (!why.ok()) return why.status();
    place.set_reason(why->sentence);
  }
  return absl::OkStatus();
}

// Why each option that had no turn, or was passed over, is not in the package.
void AddRefusals(const math::BudgetResult& result, const std::vector<std::string>& names,
                 wire::SelectPackageResponse& response) {
  for (size_t option = 0; option < result.outcomes.size(); ++option) {
    const char* reason = nullptr;
    switch (result.outcomes[option]) {
      case math::BudgetOutcome::kNeedsUnfunded:
        reason = "something that it needs is not funded";
        break;
      case math::BudgetOutcome::kExcluded:
        reason = "something that excludes it is funded";
        break;
      case math::BudgetOutcome::kTooFewVotes:
        reason = "it has too few votes";
        break;
      case math::BudgetOutcome::kCannotBePaid:
        reason = "its supporters have too little left";
        break;
      case math::BudgetOutcome::kDoesNotFit:
        reason = "it costs more than is left";
        break;
      case math::BudgetOutcome::kFunded:
      case math::BudgetOutcome::kAfterTheStop:
      case math::BudgetOutcome::kHeld:
        break;
    }
    // Its step may have said so.
    const std::string said = absl::StrCat(names[option], " costs more than is left");
    const bool known = std::any_of(response.steps().begin(), response.steps().end(),
                                   [&](const std::string& step) { return step.starts_with(said); });
    if (reason != nullptr && !known) {
      response.add_steps(absl::StrCat(names[option], " is not funded: ", reason, "."));
    }
  }
}

}  // namespace

math::EqualRanks TiesOnABallot(math::StvRule rule) {
  const bool shares = rule == math::StvRule::kMeek || rule == math::StvRule::kMeekPrf ||
                      rule == math::StvRule::kWarren;
  return shares ? math::EqualRanks::kShare : math::EqualRanks::kRefuse;
}

absl::StatusOr<math::StvResult> CountElection(const SeatsRequest& request, const Field& field) {
  math::StvOptions options;
  options.rule = kStvRules[static_cast<size_t>(request.rule)];
  options.seats = request.seats;
  options.withdrawn = request.withdrawn;
  options.stopped = request.stopped;
  options.equal_ranks = TiesOnABallot(options.rule);
  if (IsSet(request.tie_policy)) options.ties = field.all_ties();
  return math::CountStv(request.profile, options);
}

absl::StatusOr<Field> FieldOf(const SeatsRequest& request) {
  if (!wire::StvRule_IsValid(request.rule)) {
    return absl::InvalidArgumentError("the rule is not known");
  }
  return Field::Create(request, request.profile.option_count());
}

absl::StatusOr<wire::ElectResponse> Elect(const SeatsRequest& request) {
  const auto field = FieldOf(request);
  if (!field.ok()) return field.status();
  if (request.rule >= wire::STV_RULE_MEEK_SHARED) return ElectByMeekShared(request, *field);
  const auto result = CountElection(request, *field);
  if (!result.ok()) return result.status();
  wire::ElectResponse response;
  AddOptions(result->elected, response.mutable_elected());
  response.set_rule(request.rule == wire::STV_RULE_UNSPECIFIED ? wire::STV_RULE_SCOTTISH
                                                               : request.rule);
  response.set_valid_ballots(result->valid_ballots);
  for (const math::StvStage& stage : result->stages) {
    AddStage(stage, result->arithmetic, response);
  }
  AddTies(result->events, 0, response.mutable_ties());  // numbered as in the stages
  response.set_held(result->held);
  AddOptions(field->standing().withdrawn(), response.mutable_withdrawn());
  return response;
}

absl::StatusOr<CountedScores> CountByScores(const ScoresRequest& request) {
  if (!wire::ScoreRule_IsValid(request.rule)) {
    return absl::InvalidArgumentError("the rule is not known");
  }
  auto field = Field::Create(request, request.profile.option_count());
  if (!field.ok()) return field.status();
  const wire::ScoreRule rule = OrDefault(request.rule);
  if (rule < wire::SCORE_RULE_BLOC_STAR && request.seats != 1) {
    return absl::InvalidArgumentError(
        "this rule has one winner; for several choose bloc STAR, allocated score, sequentially "
        "spent score or reweighted range voting");
  }
  const math::ScoreRange range = request.profile.range();
  const int64_t points = int64_t{range.highest} - range.lowest + 1;
  if (!request.grades.empty() && std::ssize(request.grades) != points) {
    return absl::InvalidArgumentError(
        absl::StrCat("there are ", request.grades.size(), " names of grades; give one for each of ",
                     range.lowest, " to ", range.highest, ", or none"));
  }
  Ballots ballots(*field, request.profile);
  CountedScores counted{*std::move(field), std::move(ballots), rule, {}, request.grades};
  const absl::Status status = FillResult(request, counted);
  if (!status.ok()) return status;
  return counted;
}

const math::Count* RankingOf(const CountedScores& counted) {
  if (const auto* star = std::get_if<math::StarResult>(&counted.result)) return &star->count;
  return std::get_if<math::Count>(&counted.result);
}

absl::StatusOr<math::ScoreWhy> ExplainPair(const CountedScores& counted, int first, int second) {
  const std::vector<std::string>& names = counted.field.names();
  if (const auto* star = std::get_if<math::StarResult>(&counted.result)) {
    return math::ExplainStar(*star, first, second, names);
  }
  if (const auto* bloc = std::get_if<math::BlocStarResult>(&counted.result)) {
    return math::ExplainBlocStar(*bloc, first, second, names);
  }
  if (const auto* seats = std::get_if<math::SeatsResult>(&counted.result)) {
    return math::ExplainSeats(*seats, first, second, names);
  }
  const auto& count = std::get<math::Count>(counted.result);
  if (counted.rule == wire::SCORE_RULE_MAJORITY_JUDGMENT) {
    return math::ExplainMajorityJudgment(counted.ballots.get(), count, first, second, names,
                                         counted.grades);
  }
  return math::ExplainScore(
      count, counted.rule == wire::SCORE_RULE_MEAN ? math::ScoreRule::kMean : math::ScoreRule::kSum,
      first, second, names);
}

absl::StatusOr<wire::TallyScoresResponse> CountScores(const ScoresRequest& request) {
  const auto counted = CountByScores(request);
  if (!counted.ok()) return counted.status();
  wire::TallyScoresResponse response;
  response.set_rule(counted->rule);
  const math::ScoreProfile& profile = counted->ballots.get();
  response.set_ballot_count(profile.ballots());
  if (const auto* bloc = std::get_if<math::BlocStarResult>(&counted->result)) {
    FillSeats(*bloc, profile.option_count(), response);
  } else if (const auto* seats = std::get_if<math::SeatsResult>(&counted->result)) {
    FillSeats(*seats, profile.option_count(), response);
  } else {
    const math::Count& count = *RankingOf(*counted);
    AddPlaces(count.ranking, response.mutable_ranking());
    const auto first = count.ranking.tier(0);
    if (first.size() == 1) response.add_elected(first[0]);
    FillWorking(count, response.mutable_working());
    const absl::Status explained = ExplainPlaces(*counted, response);
    if (!explained.ok()) return explained;
  }
  counted->field.Restore(response);
  return response;
}

absl::StatusOr<CountedCommittee> CountCommittee(const CommitteeRequest& request) {
  if (!wire::CommitteeRule_IsValid(request.rule)) {
    return absl::InvalidArgumentError("the rule is not known");
  }
  auto field = Field::Create(request, request.profile.option_count());
  if (!field.ok()) return field.status();
  Ballots ballots(*field, request.profile);
  CountedCommittee counted{*std::move(field),
                           std::move(ballots),
                           kCommitteeRules[static_cast<size_t>(request.rule)],
                           {},
                           {}};
  math::CommitteeOptions& options = counted.options;
  options.seats = request.seats;
  options.tie_policy = counted.field.ties();
  options.most_committees = request.most_committees.value_or(options.most_committees);
  options.most_nodes = request.most_nodes.value_or(options.most_nodes);
  options.stopped = request.stopped;
  const math::ApprovalProfile& profile = counted.ballots.get();
  if (request.rule == wire::COMMITTEE_RULE_BLOCK) {
    const auto block =
        math::Block(profile, request.seats, math::BlockRule::kPluralityAtLarge, options.tie_policy);
    if (!block.ok()) return block.status();
  }
  auto result = math::ElectCommittee(profile, counted.rule, options);
  if (!result.ok()) return result.status();
  counted.result = *std::move(result);
  return counted;
}

absl::StatusOr<wire::ElectCommitteeResponse> ElectCommittee(const CommitteeRequest& request) {
  const auto counted = CountCommittee(request);
  if (!counted.ok()) return counted.status();
  const Field* const field = &counted->field;
  const math::CommitteeResult* const result = &counted->result;
  wire::ElectCommitteeResponse response;
  response.set_rule(request.rule == wire::COMMITTEE_RULE_UNSPECIFIED
                        ? wire::COMMITTEE_RULE_EQUAL_SHARES
                        : request.rule);
  for (const auto& committee : result->committees) {
    AddOptions(committee, response.add_committees()->mutable_options());
  }
  response.set_incomplete(!result->complete);
  response.set_unproven(!result->proven);
  for (const math::Rational& score : result->score) response.add_score(math::ToText(score));
  for (const math::Rational& points : result->points) response.add_points(math::ToText(points));
  for (std::string& step : math::ExplainSteps(*result, field->names())) {
    response.add_steps(std::move(step));
  }
  AddTies(result->events, 1, response.mutable_ties());
  field->Restore(response);
  return response;
}

std::optional<wire::CommitteeRule> CommitteeRuleOf(std::string_view word) {
  constexpr size_t kPrefix = std::string_view("COMMITTEE_RULE_").size();
  for (int i = 1; i < wire::CommitteeRule_ARRAYSIZE; ++i) {
    std::string name =
        wire::CommitteeRule_Name(static_cast<wire::CommitteeRule>(i)).substr(kPrefix);
    for (char& c : name) c = c == '_' ? '-' : static_cast<char>(c | 0x20);
    if (name == word) return static_cast<wire::CommitteeRule>(i);
  }
  const auto rule = math::CommitteeRuleByName(word);
  if (!rule) return std::nullopt;
  const auto found = std::find(kCommitteeRules.begin() + 1, kCommitteeRules.end(), *rule);
  return static_cast<wire::CommitteeRule>(found - kCommitteeRules.begin());
}

absl::StatusOr<CountedPackage> CountPackage(const PackageRequest& request) {
  if (!wire::PackageRule_IsValid(request.rule)) {
    return absl::InvalidArgumentError("the rule is not known");
  }
  auto all = Field::Create(request, request.election.option_count());
  if (!all.ok()) return all.status();
  // What needs a withdrawn option can be in no package.
  const std::vector<math::OptionIndex> out =
      request.election.WithWhatNeeds(all->standing().withdrawn());
  if (std::ssize(out) == request.election.option_count()) {
    return absl::InvalidArgumentError("all that stand need options that have withdrawn");
  }
  auto field = all->LeavingOut(out);
  if (!field.ok()) return field.status();
  Ballots ballots(*field, request.election);
  CountedPackage counted{
      *std::move(all), *std::move(field), std::move(ballots), OrDefault(request.rule), {}, {}};
  if (IsEqualShares(counted.rule)) {
    counted.shares = math::EqualSharesOptions().utility;
  }
  auto result = RunPackage(request, counted.ballots.get(), counted.field.ties());
  if (!result.ok()) return result.status();
  counted.result = *std::move(result);
  return counted;
}

absl::StatusOr<wire::SelectPackageResponse> SelectPackage(const PackageRequest& request) {
  const auto counted = CountPackage(request);
  if (!counted.ok()) return counted.status();
  const Field* const all = &counted->all;
  const Field* const field = &counted->field;
  const math::BudgetResult* const result = &counted->result;
  wire::SelectPackageResponse response;
  response.set_rule(OrDefault(request.rule));
  for (const math::BudgetStep& step : result->steps) {
    if (step.outcome == math::BudgetOutcome::kFunded) response.add_selected(step.option);
  }
  response.set_cost(math::ToText(result->spent));
  for (std::string& step : math::ExplainBudget(*result, field->names())) {
    response.add_steps(std::move(step));
  }
  if (result->runs_exhausted) {
    response.add_steps(
        "The increments ended at their limit of runs: larger ones might fund other options.");
  }
  AddRefusals(*result, field->names(), response);
  AddTies(result->events, 1, response.mutable_ties());
  field->Restore(response);
  const std::vector<int64_t> votes = request.election.Votes();
  for (int option = 0; option < request.election.option_count(); ++option) {
    const bool stands = all->standing().NumberOf(option).has_value();
    response.add_votes(stands ? votes[static_cast<size_t>(option)] : 0);
    if (!stands || field->standing().NumberOf(option)) continue;
    response.add_steps(absl::StrCat(request.names[static_cast<size_t>(option)],
                                    " is not funded: something that it needs has withdrawn."));
  }
  return response;
}

}  // namespace plenum::counting
