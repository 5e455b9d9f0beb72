// criterion add, list, set.
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

using scoring::v1::Criterion;

struct FieldOptions {
  std::string query;  // TITLE of add, CRITERION of set
  std::string title;
  std::string description;
  std::string better;
  double min = 0;
  double max = 10;
  double weight = 1;
  double floor = 0;
  double target = 0;
  std::vector<std::string> knots;
  std::string worst;
  std::string best;
  std::string etag;
  CLI::App* command = nullptr;

  [[nodiscard]] bool Has(const std::string& option) const {
    return command->get_option(option)->count() > 0;
  }
};

std::string DirectionWords(const Criterion& criterion) {
  if (criterion.value_function().has_target()) {
    return "best at " + text::Number(criterion.value_function().target().score());
  }
  return criterion.direction() == scoring::v1::DIRECTION_LOWER_IS_BETTER ? "less is better"
                                                                         : "more is better";
}

scoring::v1::Direction DirectionOf(const std::string& word) {
  return word == "lower" ? scoring::v1::DIRECTION_LOWER_IS_BETTER
                         : scoring::v1::DIRECTION_HIGHER_IS_BETTER;
}

// "SCORE=VALUE" with values from 0 to 1.
absl::StatusOr<scoring::v1::PiecewiseLinear> ReadKnots(const std::vector<std::string>& words) {
  scoring::v1::PiecewiseLinear form;
  for (const std::string& word : words) {
    const auto equals = word.find('=');
    double score = 0;
    double value = 0;
    if (equals == std::string::npos || !absl::SimpleAtod(word.substr(0, equals), &score) ||
        !absl::SimpleAtod(word.substr(equals + 1), &value)) {
      return UsageError(absl::StrCat("\"", text::Printable(word),
                                     "\" must be of the form SCORE=VALUE, as in 2=0.8"));
    }
    auto* knot = form.add_knots();
    knot->set_score(score);
    knot->set_value(value);
  }
  return form;
}

// The fields that both verbs have and that are only sent when given; their names go to `mask`.
absl::Status ReadExtras(const FieldOptions& options, Criterion& criterion,
                        google::protobuf::FieldMask& mask) {
  if (options.Has("--floor")) {
    criterion.set_floor(options.floor);
    mask.add_paths("floor");
  }
  if (options.Has("--worst")) {
    criterion.set_worst_anchor(options.worst);
    mask.add_paths("worst_anchor");
  }
  if (options.Has("--best")) {
    criterion.set_best_anchor(options.best);
    mask.add_paths("best_anchor");
  }
  if (options.Has("--target")) {
    criterion.mutable_value_function()->mutable_target()->set_score(options.target);
    mask.add_paths("value_function");
  }
  if (options.Has("--knot")) {
    auto knots = ReadKnots(options.knots);
    if (!knots.ok()) return knots.status();
    *criterion.mutable_value_function()->mutable_piecewise() = *std::move(knots);
    mask.add_paths("value_function");
  }
  return absl::OkStatus();
}

absl::Status Add(Session& session, const FieldOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  scoring::v1::CreateCriterionRequest request;
  request.set_parent(who->deliberation);
  Criterion& criterion = *request.mutable_criterion();
  criterion.set_title(options.query);
  criterion.set_description(options.description);
  criterion.set_direction(DirectionOf(options.better));
  criterion.set_scale_min(options.min);
  criterion.set_scale_max(options.max);
  criterion.set_weight(options.weight);
  google::protobuf::FieldMask unused;
  absl::Status extras = ReadExtras(options, criterion, unused);
  if (!extras.ok()) return extras;
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Scorings::CreateCriterion, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const Criterion& added = response->criterion();
  session.out() << "Added \"" << text::Printable(added.title()) << "\": weight "
                << text::Number(added.weight()) << ", scores from " << ScaleInWords(added) << ".\n";
  return absl::OkStatus();
}

absl::Status Set(Session& session, const FieldOptions& options) {
  const auto criterion = session.FindCriterion(options.query);
  if (!criterion.ok()) return criterion.status();
  scoring::v1::UpdateCriterionRequest request;
  Criterion& change = *request.mutable_criterion();
  auto& mask = *request.mutable_update_mask();
  change.set_name(criterion->name());
  change.set_etag(options.etag);
  if (options.Has("--title")) {
    change.set_title(options.title);
    mask.add_paths("title");
  }
  if (options.Has("--description")) {
    change.set_description(options.description);
    mask.add_paths("description");
  }
  if (options.Has("--better")) {
    change.set_direction(DirectionOf(options.better));
    mask.add_paths("direction");
  }
  if (options.Has("--min")) {
    change.set_scale_min(options.min);
    mask.add_paths("scale_min");
  }
  if (options.Has("--max")) {
    change.set_scale_max(options.max);
    mask.add_paths("scale_max");
  }
  if (options.Has("--weight")) {
    change.set_weight(options.weight);
    mask.add_paths("weight");
  }
  absl::Status extras = ReadExtras(options, change, mask);
  if (!extras.ok()) return extras;
  if (mask.paths().empty()) {
    return UsageError("say what to change, for example --weight 30");
  }
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Scorings::UpdateCriterion, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const Criterion& changed = response->criterion();
  session.out() << "\"" << text::Printable(changed.title()) << "\" now has weight "
                << text::Number(changed.weight()) << ", scores from " << ScaleInWords(changed)
                << ".\n";
  return absl::OkStatus();
}

// What the table has no column for: description, ends, knots, floor.
std::string MoreOf(const Criterion& criterion) {
  std::string more;
  const auto add = [&](std::string_view words) {
    absl::StrAppend(&more, more.empty() ? "" : "; ", std::string(words));
  };
  if (!criterion.description().empty()) add(criterion.description());
  if (!criterion.worst_anchor().empty()) add("worst: " + criterion.worst_anchor());
  if (!criterion.best_anchor().empty()) add("best: " + criterion.best_anchor());
  std::string knots;
  for (const auto& knot : criterion.value_function().piecewise().knots()) {
    absl::StrAppend(&knots, knots.empty() ? "worth " : ", ", text::Number(knot.value()), " at ",
                    text::Number(knot.score()));
  }
  if (!knots.empty()) add(knots);
  if (criterion.has_floor()) add("floor at " + text::Number(criterion.floor()));
  return more;
}

absl::Status List(Session& session, const NoOptions&) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  scoring::v1::ListCriteriaRequest request;
  request.set_parent(who->deliberation);
  const auto response = session.CallAll(&Scorings::ListCriteria, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  if (response->criteria().empty()) {
    session.out() << "No criteria yet; `plenum criterion add TITLE --weight 30` adds one.\n";
    return absl::OkStatus();
  }
  double sum = 0;
  for (const Criterion& criterion : response->criteria()) sum += criterion.weight();
  constexpr int kBar = 16;
  Table table({{"", Align::kRight},
               {"Criterion", Align::kLeft, true},
               {"Scores", Align::kRight},
               {""},
               {"Weight", Align::kRight},
               {"Share", Align::kRight},
               {""}});
  int number = 0;
  for (const Criterion& criterion : response->criteria()) {
    const double share = sum > 0 ? criterion.weight() / sum : 0;
    table.Add({Label(kCriterion, ++number), text::Printable(criterion.title()),
               absl::StrCat(text::Number(criterion.scale_min()), " to ",
                            text::Number(criterion.scale_max())),
               DirectionWords(criterion), text::Number(criterion.weight()),
               text::Number(share * 100, 0) + " %",
               Cell(text::Bar(share, kBar, session.terminal().unicode), Style::kAccent)});
  }
  session.out() << table.Render(session.terminal());
  number = 0;
  for (const Criterion& criterion : response->criteria()) {
    const std::string more = MoreOf(criterion);
    ++number;
    if (more.empty()) continue;
    const std::string note = absl::StrCat(Label(kCriterion, number), " ", more);
    for (const auto& line : text::Wrap(text::Printable(note), session.terminal().width)) {
      session.out() << session.terminal().Paint(Style::kDim, line) << "\n";
    }
  }
  return absl::OkStatus();
}

void AddFields(FieldOptions& options, CLI::App& command) {
  options.command = &command;
  command.add_option(
      "--weight", options.weight,
      "Importance of the swing from the worst to the best end of the scale, relative "
      "to the other criteria");
  command.add_option("--min", options.min, "Lowest score (0 for a new one)");
  command.add_option("--max", options.max, "Highest score (10 for a new one)");
  command
      .add_option("--better", options.better,
                  "higher (the default) or lower: which end of the scale is good")
      ->check(CLI::IsMember({"higher", "lower"}));
  command.add_option("--description", options.description, "What it is about");
  command.add_option("--worst", options.worst, "What the worst end of the scale looks like");
  command.add_option("--best", options.best, "What the best end of the scale looks like");
  command
      .add_option("--floor", options.floor,
                  "What a measure needs whatever its other merits: a value from 0 (worst end) to 1 "
                  "(best end)")
      ->check(CLI::Range(0.0, 1.0));
  CLI::Option* target =
      command.add_option("--target", options.target, "The best score; worth falls to both sides");
  command
      .add_option("--knot", options.knots,
                  "SCORE=VALUE, several times from the lowest to the highest score: what scores "
                  "between the ends are worth, 0 to 1")
      ->excludes(target);
}

}  // namespace

std::string ScaleInWords(const Criterion& criterion) {
  return absl::StrCat(text::Number(criterion.scale_min()), " to ",
                      text::Number(criterion.scale_max()), ", ", DirectionWords(criterion));
}

std::string AnchorsInWords(const Criterion& criterion) {
  std::string words;
  if (!criterion.worst_anchor().empty()) {
    absl::StrAppend(&words, "; worst: ", criterion.worst_anchor());
  }
  if (!criterion.best_anchor().empty()) {
    absl::StrAppend(&words, "; best: ", criterion.best_anchor());
  }
  return words;
}

void AddCriterionCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "criterion", "Say what measures are judged by, and its weight");
  const auto add = AddVerb<FieldOptions>(
      *noun, chosen, "add", "Add a criterion",
      {"plenum criterion add Deterrence --weight 40",
       "plenum criterion add Cost --weight 30 --better lower --min 0 --max 500 --description "
       "\"Million a year\"",
       "plenum criterion add Range --max 500 --knot 0=0 --knot 200=0.8 --knot 500=1 --floor 0.3"},
      Add);
  add.command->add_option("TITLE", add.options->query, "Its title")->required();
  AddFields(*add.options, *add.command);
  const auto set = AddVerb<FieldOptions>(
      *noun, chosen, "set", "Change a criterion, for example its weight",
      {"plenum criterion set deterrence --weight 50", "plenum criterion set c2 --title Expense"},
      Set);
  set.command->add_option("CRITERION", set.options->query, "Number, title or id")->required();
  set.command->add_option("--title", set.options->title, "The new title");
  AddFields(*set.options, *set.command);
  set.command->add_option("--etag", set.options->etag, "Only if it is still this version");
  AddVerb<NoOptions>(*noun, chosen, "list", "List the criteria with their weights",
                     {"plenum criterion list", "plenum criterion list --json"}, List);
}

}  // namespace plenum::cli
