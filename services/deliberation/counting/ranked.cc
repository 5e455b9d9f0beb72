#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/deliberation/counting/counting.h"
#include "services/deliberation/counting/field.h"
#include "services/deliberation/counting/messages.h"
#include "services/deliberation/tally/condorcet/kemeny.h"
#include "services/deliberation/tally/explain.h"
#include "services/deliberation/tally/methods/methods.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/report/robustness.h"
#include "services/deliberation/tally/report/trace.h"
#include "services/deliberation/tally/report/why.h"
#include "services/deliberation/tally/schulze.h"
#include "services/deliberation/tally/wording.h"

namespace plenum::counting {
namespace {

// The enumeration of the messages lists the methods in the order of the math's list, from 1.
const math::RankedMethod& Info(wire::Method method) {
  return math::RankedMethods()[static_cast<size_t>(OrDefault(method)) - 1];
}

wire::Method MessageOf(size_t index) { return static_cast<wire::Method>(index + 1); }

bool IsSchulze(wire::Method method) {
  return method == wire::METHOD_SCHULZE_WINNING_VOTES || method == wire::METHOD_SCHULZE_MARGINS;
}

// A request, counted over the options that stand.
struct Counted {
  Field field;
  math::PairwiseMatrix matrix;
  math::Count count;
};

absl::StatusOr<Counted> CountRequest(const RankedRequest& request) {
  if (!wire::Method_IsValid(request.method)) {
    return absl::InvalidArgumentError("the method is not known");
  }
  auto field = Field::Create(request, request.profile.option_count());
  if (!field.ok()) return field.status();
  const Ballots ballots(*field, request.profile);
  math::PairwiseMatrix matrix = math::PairwiseMatrix::FromProfile(ballots.get(), request.workers);
  const base::Stopped& stopped = request.workers.stopped;
  if (base::IsStopped(stopped)) return base::StoppedWork();
  absl::StatusOr<math::Count> count =
      Info(request.method).count(ballots.get(), matrix, field->ties(), stopped);
  if (!count.ok()) return count.status();
  return Counted{*std::move(field), std::move(matrix), *std::move(count)};
}

void AddRow(google::protobuf::RepeatedPtrField<wire::MatrixRow>& matrix, int size, auto value) {
  auto* row = matrix.Add();
  row->mutable_values()->Reserve(size);
  for (int j = 0; j < size; ++j) row->add_values(value(j));
}

void AddPath(wire::Outcome& outcome, const math::SchulzeResult& result, int from, int to) {
  auto* path = outcome.add_decisive_paths();
  path->set_from(from);
  path->set_to(to);
  const auto found = result.DecisivePath(from, to);
  if (!found) return;
  path->set_strength(found->strength);
  for (const int option : found->options) path->add_options(option);
}

// Schulze's own reasons, which know about strongest paths, and the paths themselves.
absl::Status ExplainSchulze(const Counted& counted, std::string_view noun, wire::Outcome& outcome) {
  const std::vector<std::string>& names = counted.field.names();
  const auto strength = outcome.method() == wire::METHOD_SCHULZE_MARGINS
                            ? math::Strength::kMargins
                            : math::Strength::kWinningVotes;
  const auto result = math::Schulze(counted.matrix, {strength, counted.field.ties()});
  if (!result.ok()) return result.status();
  const int n = outcome.options_size();
  for (int i = 0; i < n; ++i) {
    AddRow(*outcome.mutable_strengths(), n, [&](int j) { return result->PathStrength(i, j); });
  }
  const auto places = math::ExplainPlaces(*result, names, noun);
  if (!places.ok()) return places.status();
  for (const auto& option : *places) {
    for (auto& place : *outcome.mutable_ranking()) {
      // One reason for all that share the place.
      if (place.position() == option.place) place.set_reason(option.sentence);
    }
  }
  for (int p = 0; p + 1 < outcome.ranking_size(); ++p) {
    const int upper = outcome.ranking(p).options(0);
    const int lower = outcome.ranking(p + 1).options(0);
    AddPath(outcome, *result, upper, lower);
    AddPath(outcome, *result, lower, upper);
  }
  return absl::OkStatus();
}

// One place for all, with the figure by which they are level when the method has one.
std::string AllLevel(const math::Count& count) {
  if (count.figures.empty() || count.figures.front().values.empty()) {
    return "The method puts all of them level.";
  }
  const math::Figure& figure = count.figures.front();
  return absl::StrCat("The method puts all of them level, at ",
                      math::Amount(figure.values.front(), figure.name), " each.");
}

// Each place by the next one down, the last by the one above it.
absl::Status ExplainNeighbours(const Counted& counted, wire::Outcome& outcome) {
  const auto explainer =
      math::Explainer::Create(counted.count, counted.matrix, counted.field.names());
  if (!explainer.ok()) return explainer.status();
  const int last = outcome.ranking_size() - 1;
  for (int p = 0; p <= last; ++p) {
    auto& place = *outcome.mutable_ranking(p);
    const bool shared = place.options_size() > 1;
    if (last == 0) {
      place.set_reason(shared ? AllLevel(counted.count) : "It is the only option.");
      continue;
    }
    std::string reason;
    if (shared) {
      const auto level = explainer->Above(place.options(0), place.options(1));
      if (!level.ok()) return level.status();
      reason = absl::StrCat(level->sentence, " ");
    }
    const int other = outcome.ranking(p < last ? p + 1 : p - 1).options(0);
    const auto why = explainer->Above(place.options(0), other);
    if (!why.ok()) return why.status();
    place.set_reason(absl::StrCat(reason, p < last || shared ? "" : "It is last. ", why->sentence));
  }
  return absl::OkStatus();
}

void FillBallot(const math::BallotTrace& trace, wire::BallotTrace* message) {
  for (const auto& round : trace.rounds) {
    AddOptions(round.options, message->add_rounds()->mutable_options());
  }
  for (const auto& pair : trace.pairs) {
    auto* added = message->add_pairs();
    added->set_upper(pair.upper);
    added->set_lower(pair.lower);
    switch (pair.says) {
      case math::BallotTrace::Says::kAgrees:
        added->set_says(wire::BallotTrace::SAYS_AGREES);
        break;
      case math::BallotTrace::Says::kDisagrees:
        added->set_says(wire::BallotTrace::SAYS_DISAGREES);
        break;
      case math::BallotTrace::Says::kLevel:
        added->set_says(wire::BallotTrace::SAYS_LEVEL);
        break;
      case math::BallotTrace::Says::kNothing:
        break;
    }
  }
  message->set_agrees(trace.agrees);
  message->set_disagrees(trace.disagrees);
}

wire::ExplainResponse::Kind KindOf(math::WhyKind kind) {
  switch (kind) {
    case math::WhyKind::kSet:
      return wire::ExplainResponse::KIND_SET;
    case math::WhyKind::kRound:
      return wire::ExplainResponse::KIND_ROUND;
    case math::WhyKind::kDefeat:
      return wire::ExplainResponse::KIND_DEFEAT;
    case math::WhyKind::kPath:
      return wire::ExplainResponse::KIND_PATH;
    case math::WhyKind::kLayer:
      return wire::ExplainResponse::KIND_LAYER;
    case math::WhyKind::kFigure:
      return wire::ExplainResponse::KIND_FIGURE;
    case math::WhyKind::kTiePolicy:
      return wire::ExplainResponse::KIND_TIE_POLICY;
    case math::WhyKind::kOrder:
      return wire::ExplainResponse::KIND_ORDER;
    case math::WhyKind::kTied:
      return wire::ExplainResponse::KIND_TIED;
  }
  return wire::ExplainResponse::KIND_UNSPECIFIED;
}

void FillWhy(const math::Why& why, const math::Count& count, wire::ExplainResponse& response) {
  response.set_kind(KindOf(why.kind));
  response.set_upper(why.upper);
  response.set_lower(why.lower);
  response.set_votes_upper(why.votes_upper);
  response.set_votes_lower(why.votes_lower);
  if (why.round) {
    const math::Round& round = count.rounds[static_cast<size_t>(*why.round)];
    response.set_round(*why.round + 1);
    response.set_unit(round.unit.empty() ? count.unit : round.unit);
    if (round.majority_of) response.set_majority_of(math::ToText(*round.majority_of));
  }
  if (why.round || why.figure) {
    response.set_upper_value(math::ToText(why.upper_value));
    response.set_lower_value(math::ToText(why.lower_value));
  }
  if (why.figure) response.set_figure(count.figures[*why.figure].name);
  AddOptions(why.path, response.mutable_path());
  AddOptions(why.cycle, response.mutable_cycle());
  response.set_unproven(!count.proven);
  response.set_sentence(why.sentence);
}

// What it would cost to have the two the other way round.
absl::Status FillKemenyWhy(const RankedRequest& request, const Counted& counted,
                           wire::ExplainResponse& response) {
  math::KemenyOptions options;
  options.stopped = request.workers.stopped;
  const auto cost =
      math::KemenyCostOfReversing(counted.matrix, response.upper(), response.lower(), options);
  if (!cost.ok()) return cost.status();
  if (!*cost) return absl::OkStatus();
  response.set_cost_of_reversing((*cost)->get_str());
  response.set_sentence(absl::StrCat(
      response.sentence(), " The best order with the two the other way round ",
      **cost == 0 ? "is as good."
                  : absl::StrCat("contradicts ",
                                 math::Amount(math::Rational(**cost), "preferences"), " more.")));
  return absl::OkStatus();
}

// Schulze's reasons are strongest paths, which its own explanation knows.
absl::Status FillSchulzeWhy(const RankedRequest& request, const Counted& counted,
                            wire::ExplainResponse& response) {
  const auto strength = OrDefault(request.method) == wire::METHOD_SCHULZE_MARGINS
                            ? math::Strength::kMargins
                            : math::Strength::kWinningVotes;
  const auto result = math::Schulze(counted.matrix, {strength, counted.field.ties()});
  if (!result.ok()) return result.status();
  const auto pair = math::ExplainPair(*result, response.upper(), response.lower());
  if (!pair.ok()) return pair.status();
  const auto sentence =
      math::ExplainPairSentence(*result, pair->upper, pair->lower, counted.field.names());
  if (!sentence.ok()) return sentence.status();
  response.set_sentence(*sentence);
  response.clear_path();
  switch (pair->reason) {
    case math::PairReason::kDuel:
      response.set_kind(wire::ExplainResponse::KIND_DEFEAT);
      break;
    case math::PairReason::kPath:
      response.set_kind(wire::ExplainResponse::KIND_PATH);
      break;
    case math::PairReason::kLayer:
      response.set_kind(wire::ExplainResponse::KIND_LAYER);
      if (pair->layer_by) {
        response.add_path(*pair->layer_by);
        response.add_path(pair->lower);
      }
      return absl::OkStatus();
    case math::PairReason::kTiePolicy:
      response.set_kind(wire::ExplainResponse::KIND_TIE_POLICY);
      break;
    case math::PairReason::kTied:
      response.set_kind(wire::ExplainResponse::KIND_TIED);
      break;
  }
  if (pair->path) AddOptions(pair->path->options, response.mutable_path());
  return absl::OkStatus();
}

void FillReport(const math::Robustness& report, const std::vector<size_t>& order,
                wire::CheckRobustnessResponse& response) {
  for (size_t i = 0; i < order.size(); ++i) {
    const auto& outcome = report.outcomes[i];
    auto* message = response.add_outcomes();
    message->set_method(MessageOf(order[i]));
    message->set_refusal(outcome.refusal);
    if (outcome.count) AddPlaces(outcome.count->ranking, message->mutable_ranking());
    for (size_t j = i + 1; j < order.size(); ++j) {
      const auto& agreement = report.agreement[i][j];
      if (!agreement) continue;
      auto* added = response.add_agreements();
      added->set_first(MessageOf(order[i]));
      added->set_second(MessageOf(order[j]));
      added->set_concordant(static_cast<int>(agreement->concordant));
      added->set_discordant(static_cast<int>(agreement->discordant));
      if (const auto tau = agreement->TauB()) added->set_tau_b(*tau);
    }
  }
  for (size_t option = 0; option < report.best_place.size(); ++option) {
    auto* stability = response.add_options();
    stability->set_option(static_cast<int>(option));
    stability->set_best_place(report.best_place[option]);
    stability->set_worst_place(report.worst_place[option]);
    if (report.bootstrap.samples == 0) continue;
    for (const int samples : report.bootstrap.places[option]) stability->add_places(samples);
  }
  FillMargin(report.margin, response.mutable_margin());
  response.set_samples(report.bootstrap.samples);
}

}  // namespace

wire::Method OrDefault(wire::Method method) {
  return method == wire::METHOD_UNSPECIFIED ? wire::METHOD_SCHULZE_WINNING_VOTES : method;
}

wire::Unranked OrDefault(wire::Unranked unranked) {
  return unranked == wire::UNRANKED_UNSPECIFIED ? wire::UNRANKED_TIED_LAST : unranked;
}

math::Unranked ToMath(wire::Unranked unranked) {
  return OrDefault(unranked) == wire::UNRANKED_NOT_COMPARED ? math::Unranked::kNotCompared
                                                            : math::Unranked::kTiedLast;
}

std::string_view IdOf(wire::Method method) { return Info(method).id; }
std::string_view TitleOf(wire::Method method) { return Info(method).title; }

std::optional<wire::Method> MethodOf(std::string_view id) {
  const math::RankedMethod* found = math::FindRankedMethod(id);
  if (found == nullptr) return std::nullopt;
  return MessageOf(static_cast<size_t>(found - math::RankedMethods().data()));
}

wire::ListMethodsResponse ListMethods() {
  wire::ListMethodsResponse response;
  for (size_t i = 0; i < math::RankedMethods().size(); ++i) {
    const math::RankedMethod& method = math::RankedMethods()[i];
    auto* info = response.add_methods();
    info->set_method(MessageOf(i));
    info->set_id(std::string(method.id));
    info->set_title(std::string(method.title));
    info->set_source(std::string(method.source));
    info->set_complexity(std::string(method.complexity));
  }
  AddRules(response);
  return response;
}

absl::StatusOr<wire::Outcome> CountRanked(const RankedRequest& request) {
  const absl::StatusOr<Counted> counted = CountRequest(request);
  if (!counted.ok()) return counted.status();
  const math::Profile& profile = request.profile;
  const int n = counted->matrix.option_count();
  wire::Outcome outcome;
  outcome.set_method(OrDefault(request.method));
  outcome.set_unranked(profile.unranked() == math::Unranked::kTiedLast
                           ? wire::UNRANKED_TIED_LAST
                           : wire::UNRANKED_NOT_COMPARED);
  for (const auto& name : counted->field.names()) outcome.add_options(name);
  outcome.set_ballot_count(profile.ballots());
  for (int i = 0; i < n; ++i) {
    AddRow(*outcome.mutable_pairwise(), n,
           [&](int j) { return i == j ? 0 : counted->matrix.prefer(i, j); });
  }
  if (n > 1) {
    const auto winner = counted->matrix.CondorcetWinner();
    if (winner) outcome.set_condorcet_winner(*winner);
    const auto loser = counted->matrix.CondorcetLoser();
    if (loser) outcome.set_condorcet_loser(*loser);
  }
  AddPlaces(counted->count.ranking, outcome.mutable_ranking());
  FillWorking(counted->count, outcome.mutable_working());
  const absl::Status explained = IsSchulze(outcome.method())
                                     ? ExplainSchulze(*counted, request.noun, outcome)
                                     : ExplainNeighbours(*counted, outcome);
  if (!explained.ok()) return explained;
  counted->field.Restore(outcome);
  return outcome;
}

absl::StatusOr<wire::ExplainResponse> Explain(const RankedRequest& request, int first, int second,
                                              const math::Ranking* ballot) {
  const absl::StatusOr<Counted> counted = CountRequest(request);
  if (!counted.ok()) return counted.status();
  const math::Withdrawal& standing = counted->field.standing();
  wire::ExplainResponse response;
  if (first != second) {
    for (const int option : {first, second}) {
      if (option < 0 || option >= standing.option_count()) {
        return absl::InvalidArgumentError(absl::StrCat("there is no option number ", option,
                                                       "; they are numbered from 0 to ",
                                                       standing.option_count() - 1));
      }
      if (standing.NumberOf(option)) continue;
      return absl::InvalidArgumentError(absl::StrCat("\"",
                                                     request.names[static_cast<size_t>(option)],
                                                     "\" has withdrawn, so that it has no place"));
    }
    const auto why = math::ExplainAbove(counted->count, counted->matrix, *standing.NumberOf(first),
                                        *standing.NumberOf(second), counted->field.names());
    if (!why.ok()) return why.status();
    FillWhy(*why, counted->count, response);
    if (IsSchulze(OrDefault(request.method))) {
      const absl::Status own = FillSchulzeWhy(request, *counted, response);
      if (!own.ok()) return own;
    }
    if (OrDefault(request.method) == wire::METHOD_KEMENY_YOUNG) {
      const absl::Status own = FillKemenyWhy(request, *counted, response);
      if (!own.ok()) return own;
    }
  }
  if (ballot != nullptr) {
    const auto trace =
        math::TraceBallot(standing.Of(*ballot), counted->count, request.profile.unranked());
    if (!trace.ok()) return trace.status();
    FillBallot(*trace, response.mutable_ballot());
  }
  counted->field.Restore(response);
  return response;
}

absl::StatusOr<wire::CheckRobustnessResponse> CheckRobustness(const RankedRequest& request,
                                                              const std::string& seed,
                                                              int samples) {
  const auto field = Field::Create(request, request.profile.option_count());
  if (!field.ok()) return field.status();
  if (!wire::Method_IsValid(request.method)) {
    return absl::InvalidArgumentError("the method is not known");
  }
  const size_t chosen = static_cast<size_t>(OrDefault(request.method)) - 1;
  // The examined method first.
  std::vector<size_t> order = {chosen};
  order.reserve(math::RankedMethods().size());
  for (size_t i = 0; i < math::RankedMethods().size(); ++i) {
    if (i != chosen) order.push_back(i);
  }
  std::vector<math::MethodUnderTest> methods;
  methods.reserve(order.size());
  for (const size_t i : order) {
    methods.push_back(UnderTest(math::RankedMethods()[i], field->ties(), request.workers.stopped));
  }
  math::RobustnessOptions options;
  if (!seed.empty()) options.seed = seed;
  if (samples != 0) options.samples = samples;
  options.workers = request.workers;
  const Ballots ballots(*field, request.profile);
  const auto report = math::CheckRobustness(ballots.get(), methods, 0, options);
  if (!report.ok()) return report.status();
  wire::CheckRobustnessResponse response;
  FillReport(*report, order, response);
  response.set_seed(options.seed);
  field->Restore(response);
  return response;
}

}  // namespace plenum::counting
