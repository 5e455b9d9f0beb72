// Several winners, points and packages.
#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
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
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/report/why.h"
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
}

wire::ScoreRule OrDefault(wire::ScoreRule rule) {
  return rule == wire::SCORE_RULE_UNSPECIFIED ? wire::SCORE_RULE_SUM : rule;
}

// Rules with one winner and a ranking of all.
absl::StatusOr<math::Count> RankByScores(const math::ScoreProfile& profile, wire::ScoreRule rule,
                                         const math::TiePolicy& ties) {
  switch (rule) {
    case wire::SCORE_RULE_MEAN:
      return math::Score(profile, math::ScoreRule::kMean, ties);
    case wire::SCORE_RULE_MAJORITY_JUDGMENT:
      return math::MajorityJudgment(profile, ties);
    case wire::SCORE_RULE_STAR: {
      auto star = math::Star(profile, {math::ToLastTiePolicy(ties)});
      if (!star.ok()) return star.status();
      return std::move(star->count);
    }
    default:
      return math::Score(profile, math::ScoreRule::kSum, ties);
  }
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
  // Only the rounds of it are shown; a result with several winners has no ranking.
  const math::Ranking none = *math::Ranking::Create(option_count, {});
  math::Count count{.ranking = none, .ranking_by_votes = none};
  for (const auto& seat : result.rounds) count.rounds.push_back(RoundOf(seat, option_count));
  count.unit = "weighted points";
  count.events = result.events;
  count.held = result.held;
  FillWorking(count, response.mutable_working());
}

absl::Status ElectByScores(const ScoresRequest& request, const math::ScoreProfile& profile,
                           wire::ScoreRule rule, const math::TiePolicy& ties,
                           wire::TallyScoresResponse& response) {
  const auto last = math::ToLastTiePolicy(ties);
  const int n = profile.option_count();
  const int seats = request.seats;
  if (rule == wire::SCORE_RULE_BLOC_STAR) {
    const auto result = math::BlocStar(profile, seats, {last});
    if (result.ok()) FillSeats(*result, n, response);
    return result.status();
  }
  const auto result =
      rule == wire::SCORE_RULE_ALLOCATED_SCORE
          ? math::AllocatedScore(profile, seats, last, math::AllocationReading::kWeight,
                                 request.stopped)
      : rule == wire::SCORE_RULE_SEQUENTIALLY_SPENT_SCORE
          ? math::SequentiallySpentScore(profile, seats, last, math::SpentScoreReading::kRule,
                                         request.stopped)
          : math::ReweightedRange(profile, seats, last, request.stopped);
  if (result.ok()) FillSeats(*result, n, response);
  return result.status();
}

// A reason for every place.
absl::Status ExplainScores(const math::Count& count, const math::ScoreProfile& profile,
                           const std::vector<std::string>& names,
                           wire::TallyScoresResponse& response) {
  const auto matrix =
      math::PairwiseMatrix::FromProfile(profile.ToRanked(math::Unranked::kTiedLast));
  const auto explainer = math::Explainer::Create(count, matrix, names);
  if (!explainer.ok()) return explainer.status();
  const int last = response.ranking_size() - 1;
  for (int p = 0; p <= last && last > 0; ++p) {
    auto& place = *response.mutable_ranking(p);
    const int other = response.ranking(p < last ? p + 1 : p - 1).options(0);
    const auto why = explainer->Above(place.options(0), other);
    if (!why.ok()) return why.status();
    place.set_reason(why->sentence);
  }
  return absl::OkStatus();
}

wire::PackageRule OrDefault(wire::PackageRule rule) {
  return rule == wire::PACKAGE_RULE_UNSPECIFIED ? wire::PACKAGE_RULE_EQUAL_SHARES : rule;
}

absl::StatusOr<math::BudgetResult> RunPackage(const PackageRequest& request,
                                              const math::BudgetElection& election,
                                              const math::TiePolicy& ties) {
  if (OrDefault(request.rule) == wire::PACKAGE_RULE_EQUAL_SHARES) {
    math::EqualSharesOptions options;
    options.greedy_completion = math::BudgetMeasure::kPoints;
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
    if (reason != nullptr) {
      response.add_steps(absl::StrCat(names[option], " is not funded: ", reason, "."));
    }
  }
}

}  // namespace

absl::StatusOr<wire::ElectResponse> Elect(const SeatsRequest& request) {
  if (!wire::StvRule_IsValid(request.rule)) {
    return absl::InvalidArgumentError("the rule is not known");
  }
  const auto field = Field::Create(request, request.profile.option_count());
  if (!field.ok()) return field.status();
  if (request.rule >= wire::STV_RULE_MEEK_SHARED) return ElectByMeekShared(request, *field);
  math::StvOptions options;
  options.rule = kStvRules[static_cast<size_t>(request.rule)];
  options.seats = request.seats;
  options.withdrawn = request.withdrawn;
  options.stopped = request.stopped;
  // No ballot is passed over in silence; Meek and Warren know what a tie on a ballot means.
  const bool shares = options.rule == math::StvRule::kMeek ||
                      options.rule == math::StvRule::kMeekPrf ||
                      options.rule == math::StvRule::kWarren;
  options.equal_ranks = shares ? math::EqualRanks::kShare : math::EqualRanks::kRefuse;
  if (IsSet(request.tie_policy)) options.ties = field->all_ties();
  const auto result = math::CountStv(request.profile, options);
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

absl::StatusOr<wire::TallyScoresResponse> CountScores(const ScoresRequest& request) {
  if (!wire::ScoreRule_IsValid(request.rule)) {
    return absl::InvalidArgumentError("the rule is not known");
  }
  const auto field = Field::Create(request, request.profile.option_count());
  if (!field.ok()) return field.status();
  const Ballots ballots(*field, request.profile);
  const math::ScoreProfile& profile = ballots.get();
  wire::TallyScoresResponse response;
  const wire::ScoreRule rule = OrDefault(request.rule);
  response.set_rule(rule);
  response.set_ballot_count(profile.ballots());
  if (rule >= wire::SCORE_RULE_BLOC_STAR) {
    const absl::Status elected = ElectByScores(request, profile, rule, field->ties(), response);
    if (!elected.ok()) return elected;
    field->Restore(response);
    return response;
  }
  if (request.seats != 1) {
    return absl::InvalidArgumentError(
        "this rule has one winner; for several choose bloc STAR, allocated score, sequentially "
        "spent score or reweighted range voting");
  }
  const auto count = RankByScores(profile, rule, field->ties());
  if (!count.ok()) return count.status();
  AddPlaces(count->ranking, response.mutable_ranking());
  const auto first = count->ranking.tier(0);
  if (first.size() == 1) response.add_elected(first[0]);
  FillWorking(*count, response.mutable_working());
  const absl::Status explained = ExplainScores(*count, profile, field->names(), response);
  if (!explained.ok()) return explained;
  field->Restore(response);
  return response;
}

absl::StatusOr<wire::ElectCommitteeResponse> ElectCommittee(const CommitteeRequest& request) {
  if (!wire::CommitteeRule_IsValid(request.rule)) {
    return absl::InvalidArgumentError("the rule is not known");
  }
  const auto field = Field::Create(request, request.profile.option_count());
  if (!field.ok()) return field.status();
  const Ballots ballots(*field, request.profile);
  math::CommitteeOptions options;
  options.seats = request.seats;
  options.tie_policy = field->ties();
  options.most_committees = request.most_committees.value_or(options.most_committees);
  options.most_nodes = request.most_nodes.value_or(options.most_nodes);
  options.stopped = request.stopped;
  if (request.rule == wire::COMMITTEE_RULE_BLOCK) {
    const auto block = math::Block(ballots.get(), request.seats, math::BlockRule::kPluralityAtLarge,
                                   field->ties());
    if (!block.ok()) return block.status();
  }
  const auto result = math::ElectCommittee(
      ballots.get(), kCommitteeRules[static_cast<size_t>(request.rule)], options);
  if (!result.ok()) return result.status();
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

absl::StatusOr<wire::SelectPackageResponse> SelectPackage(const PackageRequest& request) {
  if (!wire::PackageRule_IsValid(request.rule)) {
    return absl::InvalidArgumentError("the rule is not known");
  }
  const auto all = Field::Create(request, request.election.option_count());
  if (!all.ok()) return all.status();
  // What needs a withdrawn option can be in no package.
  const std::vector<math::OptionIndex> out =
      request.election.WithWhatNeeds(all->standing().withdrawn());
  if (std::ssize(out) == request.election.option_count()) {
    return absl::InvalidArgumentError("all that stand need options that have withdrawn");
  }
  const auto field = all->LeavingOut(out);
  if (!field.ok()) return field.status();
  const Ballots ballots(*field, request.election);
  const auto result = RunPackage(request, ballots.get(), field->ties());
  if (!result.ok()) return result.status();
  wire::SelectPackageResponse response;
  response.set_rule(OrDefault(request.rule));
  for (const math::BudgetStep& step : result->steps) {
    if (step.outcome == math::BudgetOutcome::kFunded) response.add_selected(step.option);
  }
  response.set_cost(math::ToText(result->spent));
  for (std::string& step : math::ExplainBudget(*result, field->names())) {
    response.add_steps(std::move(step));
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
