// weight set, list: how much the criteria matter to a member.
#include <cstdlib>
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

constexpr int kBar = 16;

struct SetOptions {
  std::vector<std::string> words;
  std::string method = "direct";
};

scoring::v1::WeightMethod MethodOf(const std::string& word) {
  if (word == "swing") return scoring::v1::WEIGHT_METHOD_SWING;
  if (word == "ranks") return scoring::v1::WEIGHT_METHOD_RANKS;
  if (word == "pairs") return scoring::v1::WEIGHT_METHOD_PAIRS;
  return scoring::v1::WEIGHT_METHOD_DIRECT;
}

std::string_view MethodWord(scoring::v1::WeightMethod method) {
  switch (method) {
    case scoring::v1::WEIGHT_METHOD_SWING:
      return "swing points";
    case scoring::v1::WEIGHT_METHOD_RANKS:
      return "ranks";
    case scoring::v1::WEIGHT_METHOD_PAIRS:
      return "pairs";
    default:
      return "points";
  }
}

// "3", "0.5" or "1/9".
absl::StatusOr<double> NumberOf(const std::string& word) {
  const auto slash = word.find('/');
  double number = 0;
  double divisor = 1;
  if (absl::SimpleAtod(word.substr(0, slash), &number) &&
      (slash == std::string::npos || absl::SimpleAtod(word.substr(slash + 1), &divisor)) &&
      divisor != 0) {
    return number / divisor;
  }
  return UsageError(absl::StrCat("\"", text::Printable(word), "\" is no number"));
}

// CRITERION=NUMBER, or CRITERION:OTHER=RATIO for pairs.
absl::Status AddWord(Session& session, const std::string& word, scoring::v1::Weights& weights) {
  const bool pairs = weights.method() == scoring::v1::WEIGHT_METHOD_PAIRS;
  const auto equals = word.rfind('=');
  const auto colon = word.find(':');
  if (equals == std::string::npos || (pairs && (colon == std::string::npos || colon > equals))) {
    return UsageError(absl::StrCat("\"", text::Printable(word), "\" must be of the form ",
                                   pairs ? "CRITERION:OTHER=RATIO, as in effect:cost=3"
                                         : "CRITERION=NUMBER, as in effect=40"));
  }
  const auto number = NumberOf(word.substr(equals + 1));
  if (!number.ok()) return number.status();
  const auto criterion = session.FindCriterion(word.substr(0, pairs ? colon : equals));
  if (!criterion.ok()) return criterion.status();
  if (!pairs) {
    auto* added = weights.add_numbers();
    added->set_criterion(criterion->name());
    added->set_value(*number);
    return absl::OkStatus();
  }
  const auto other = session.FindCriterion(word.substr(colon + 1, equals - colon - 1));
  if (!other.ok()) return other.status();
  auto* added = weights.add_pairs();
  added->set_criterion(criterion->name());
  added->set_than(other->name());
  added->set_ratio(*number);
  return absl::OkStatus();
}

void Print(Session& session, const scoring::v1::Weights& weights,
           const std::vector<Candidate>& criteria) {
  Table table({{"", Align::kRight}, {"", Align::kLeft, true}, {"", Align::kRight}, {""}});
  for (const auto& weight : weights.weights()) {
    table.Add({LabelOf(criteria, weight.criterion(), kCriterion),
               TitleOf(criteria, weight.criterion()), text::Number(weight.value() * 100, 1) + " %",
               Cell(text::Bar(weight.value(), kBar, session.terminal().unicode), Style::kAccent)});
  }
  session.out() << table.Render(session.terminal());
  if (!weights.has_consistency_ratio()) return;
  const bool contradicts = weights.consistency_ratio() > 0.1;
  session.out() << session.terminal().Paint(
                       contradicts ? Style::kWarning : Style::kDim,
                       absl::StrCat("Consistency ratio ",
                                    text::Number(weights.consistency_ratio(), 2),
                                    contradicts ? ", above 0.1: the pairs contradict one another; "
                                                  "look at them again"
                                                : ": the pairs fit together"))
                << "\n";
}

absl::Status Set(Session& session, const SetOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  scoring::v1::SetWeightsRequest request;
  request.set_parent(who->deliberation);
  request.mutable_weights()->set_method(MethodOf(options.method));
  for (const std::string& word : options.words) {
    absl::Status added = AddWord(session, word, *request.mutable_weights());
    if (!added.ok()) return added;
  }
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Scorings::SetWeights, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const auto criteria = session.Criteria();
  if (!criteria.ok()) return criteria.status();
  Print(session, response->weights(), CandidatesOf(*criteria));
  return absl::OkStatus();
}

absl::Status List(Session& session, const NoOptions&) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  scoring::v1::ListWeightsRequest request;
  request.set_parent(who->deliberation);
  const auto response = session.CallAll(&Scorings::ListWeights, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  if (response->weights().empty()) {
    session.out()
        << "Nobody whom you may see has weighed the criteria; `plenum weight set effect=40 "
           "cost=60` does.\n";
    return absl::OkStatus();
  }
  const auto criteria = session.Criteria();
  if (!criteria.ok()) return criteria.status();
  const auto members = session.Members();
  if (!members.ok()) return members.status();
  for (const auto& weights : response->weights()) {
    session.out() << session.terminal().Paint(Style::kStrong,
                                              TitleOf(CandidatesOf(*members), weights.member()))
                  << ", by " << MethodWord(weights.method()) << "\n";
    Print(session, weights, CandidatesOf(*criteria));
  }
  return absl::OkStatus();
}

}  // namespace

void AddWeightCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "weight", "Say how much the criteria matter to you");
  const auto set = AddVerb<SetOptions>(
      *noun, chosen, "set", "Weigh the criteria, in place of what you said before",
      {"plenum weight set effect=40 cost=30 risk=30",
       "plenum weight set --method swing effect=100 cost=60 risk=20",
       "plenum weight set --method ranks effect=1 cost=2 risk=2",
       "plenum weight set --method pairs effect:cost=3 effect:risk=5 cost:risk=2"},
      Set);
  set.command->add_option("WEIGHTS", set.options->words, "One for each criterion, or the pairs")
      ->required();
  set.command
      ->add_option("--method", set.options->method,
                   "direct: points; swing: 100 for what matters most; ranks: 1 for the most "
                   "important; pairs: how many times as important, 1/9 to 9")
      ->check(CLI::IsMember({"direct", "swing", "ranks", "pairs"}));
  AddVerb<NoOptions>(*noun, chosen, "list",
                     "Show your weights, and everybody's when they may be seen",
                     {"plenum weight list", "plenum weight list --json"}, List);
}

}  // namespace plenum::cli
