// criterion add, list, set.
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
  std::string etag;
  CLI::App* command = nullptr;

  [[nodiscard]] bool Has(const std::string& option) const {
    return command->get_option(option)->count() > 0;
  }
};

std::string_view DirectionWord(scoring::v1::Direction direction) {
  return direction == scoring::v1::DIRECTION_LOWER_IS_BETTER ? "less is better" : "more is better";
}

scoring::v1::Direction DirectionOf(const std::string& word) {
  return word == "lower" ? scoring::v1::DIRECTION_LOWER_IS_BETTER
                         : scoring::v1::DIRECTION_HIGHER_IS_BETTER;
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
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Scorings::CreateCriterion, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const Criterion& added = response->criterion();
  session.out() << "Added \"" << text::Printable(added.title()) << "\": weight "
                << text::Number(added.weight()) << ", scores from "
                << text::Number(added.scale_min()) << " to " << text::Number(added.scale_max())
                << ", " << DirectionWord(added.direction()) << ".\n";
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
  if (mask.paths().empty()) {
    return UsageError("say what to change, for example --weight 30");
  }
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Scorings::UpdateCriterion, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const Criterion& changed = response->criterion();
  session.out() << "\"" << text::Printable(changed.title()) << "\" now has weight "
                << text::Number(changed.weight()) << ", scores from "
                << text::Number(changed.scale_min()) << " to " << text::Number(changed.scale_max())
                << ", " << DirectionWord(changed.direction()) << ".\n";
  return absl::OkStatus();
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
               std::string(DirectionWord(criterion.direction())), text::Number(criterion.weight()),
               text::Number(share * 100, 0) + " %",
               Cell(text::Bar(share, kBar, session.terminal().unicode), Style::kAccent)});
  }
  session.out() << table.Render(session.terminal());
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
  command.add_option("--description", options.description, "What the ends of the scale mean");
}

}  // namespace

void AddCriterionCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "criterion", "Say what measures are judged by, and its weight");
  const auto add = AddVerb<FieldOptions>(
      *noun, chosen, "add", "Add a criterion",
      {"plenum criterion add Deterrence --weight 40",
       "plenum criterion add Cost --weight 30 --better lower --min 0 --max 500 --description "
       "\"Million a year\""},
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
