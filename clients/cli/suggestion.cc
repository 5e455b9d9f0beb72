// suggestion list, take, dismiss.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

using ingestion::v1::Suggestion;

constexpr Noun kSuggestion{'s', "suggestion", "plenum suggestion list"};

struct ListOptions {
  bool all = false;
  std::string kind;
  std::string measure;
};

struct OneOptions {
  std::string suggestion;
  std::string etag;
  std::string better;
};

std::string_view KindWord(ingestion::v1::SuggestionKind kind) {
  switch (kind) {
    case ingestion::v1::SUGGESTION_KIND_MERGE:
      return "merge";
    case ingestion::v1::SUGGESTION_KIND_OPPOSED:
      return "opposed";
    case ingestion::v1::SUGGESTION_KIND_ARGUMENT:
      return "argument";
    case ingestion::v1::SUGGESTION_KIND_CRITERION:
      return "criterion";
    default:
      return "unknown";
  }
}

ingestion::v1::SuggestionKind KindOf(const std::string& word) {
  for (const auto kind :
       {ingestion::v1::SUGGESTION_KIND_MERGE, ingestion::v1::SUGGESTION_KIND_OPPOSED,
        ingestion::v1::SUGGESTION_KIND_ARGUMENT, ingestion::v1::SUGGESTION_KIND_CRITERION}) {
    if (word == KindWord(kind)) return kind;
  }
  return ingestion::v1::SUGGESTION_KIND_UNSPECIFIED;
}

std::string_view StateWord(ingestion::v1::SuggestionState state) {
  switch (state) {
    case ingestion::v1::SUGGESTION_STATE_TAKEN:
      return "taken";
    case ingestion::v1::SUGGESTION_STATE_DISMISSED:
      return "dismissed";
    default:
      return "";
  }
}

// What it says, in one line.
std::string Words(const Suggestion& suggestion, const std::vector<Candidate>& measures) {
  const auto named = [&](int i) {
    if (i >= suggestion.measures_size()) return std::string();
    return absl::StrCat(LabelOf(measures, suggestion.measures(i), kMeasure), " ",
                        TitleOf(measures, suggestion.measures(i)));
  };
  switch (suggestion.kind()) {
    case ingestion::v1::SUGGESTION_KIND_MERGE:
      return absl::StrCat(named(0), " = ", named(1));
    case ingestion::v1::SUGGESTION_KIND_OPPOSED:
      return absl::StrCat(named(0), " against ", named(1));
    case ingestion::v1::SUGGESTION_KIND_ARGUMENT:
      return absl::StrCat(suggestion.argument().supports() ? "for " : "against ", named(0), ": \"",
                          text::Printable(suggestion.argument().quote().text()), "\"");
    default:
      break;
  }
  std::string words = text::Printable(suggestion.criterion());
  if (!suggestion.quotes().empty()) {
    absl::StrAppend(&words, ": \"", text::Printable(suggestion.quotes(0).text()), "\"");
  }
  return words;
}

// All of them, those of older imports first: a settled one keeps its number, and what a later
// import suggests comes behind what was there.
absl::StatusOr<ingestion::v1::ListSuggestionsResponse> All(Session& session) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  ingestion::v1::ListSuggestionsRequest request;
  request.set_parent(who->deliberation);
  request.set_show_settled(true);
  auto all = session.CallAll(&Ingestions::ListSuggestions, request);
  if (!all.ok()) return all.status();
  const auto age = [](const Suggestion& suggestion) {
    return std::pair(suggestion.create_time().seconds(), suggestion.create_time().nanos());
  };
  std::stable_sort(all->mutable_suggestions()->begin(), all->mutable_suggestions()->end(),
                   [&](const Suggestion& a, const Suggestion& b) { return age(a) < age(b); });
  return all;
}

absl::StatusOr<Suggestion> Find(Session& session, const std::string& query) {
  const auto all = All(session);
  if (!all.ok()) return all.status();
  std::vector<Candidate> candidates;
  for (const auto& each : all->suggestions()) {
    candidates.push_back({each.name(), each.criterion(), static_cast<int>(candidates.size()) + 1});
  }
  const auto found = Resolve(query, candidates, kSuggestion);
  if (!found.ok()) return found.status();
  return all->suggestions(static_cast<int>(*found));
}

absl::Status ListJson(Session& session, const ListOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  ingestion::v1::ListSuggestionsRequest request;
  request.set_parent(who->deliberation);
  request.set_kind(KindOf(options.kind));
  request.set_show_settled(options.all);
  if (!options.measure.empty()) {
    const auto measure = session.FindMeasure(options.measure);
    if (!measure.ok()) return measure.status();
    request.set_measure(measure->name());
  }
  const auto response = session.CallAll(&Ingestions::ListSuggestions, request);
  if (!response.ok()) return response.status();
  return session.PrintJson(*response);
}

absl::Status List(Session& session, const ListOptions& options) {
  if (session.json()) return ListJson(session, options);
  const auto all = All(session);
  if (!all.ok()) return all.status();
  const auto measures = session.Measures();
  if (!measures.ok()) return measures.status();
  const auto candidates = CandidatesOf(*measures);
  std::string about;
  if (!options.measure.empty()) {
    const auto found = Resolve(options.measure, candidates, kMeasure);
    if (!found.ok()) return found.status();
    about = candidates[*found].name;
  }
  const auto is_active = [&](const std::string& name) {
    return std::any_of(measures->begin(), measures->end(), [&](const auto& measure) {
      return measure.name() == name && measure.state() == ingestion::v1::MEASURE_STATE_ACTIVE;
    });
  };
  Table table({{"", Align::kRight}, {"Kind"}, {"Suggestion", Align::kLeft, true}, {""}});
  int number = 0;
  for (const auto& each : all->suggestions()) {
    ++number;
    const auto& names = each.measures();
    const bool open = each.state() == ingestion::v1::SUGGESTION_STATE_OPEN &&
                      std::all_of(names.begin(), names.end(), is_active);
    const bool wanted =
        (options.kind.empty() || each.kind() == KindOf(options.kind)) &&
        (about.empty() || std::find(names.begin(), names.end(), about) != names.end());
    if (!wanted || (!open && !options.all)) continue;
    table.Add({Label(kSuggestion, number), std::string(KindWord(each.kind())),
               Words(each, candidates), Cell(std::string(StateWord(each.state())), Style::kDim)});
  }
  if (table.empty()) {
    session.out() << "No open suggestions.\n";
    return absl::OkStatus();
  }
  session.out() << table.Render(session.terminal());
  return absl::OkStatus();
}

// Costs and risks are better when they are low.
bool LessIsBetter(const std::string& criterion, const std::string& better) {
  if (!better.empty()) return better == "lower";
  const std::string name = text::Fold(criterion);
  return name.find("cost") != std::string::npos || name.find("risk") != std::string::npos;
}

absl::Status AddCriterion(Session& session, const Suggestion& suggestion, bool lower) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  scoring::v1::CreateCriterionRequest request;
  request.set_parent(who->deliberation);
  auto& criterion = *request.mutable_criterion();
  criterion.set_title(suggestion.criterion());
  criterion.set_direction(lower ? scoring::v1::DIRECTION_LOWER_IS_BETTER
                                : scoring::v1::DIRECTION_HIGHER_IS_BETTER);
  criterion.set_scale_max(10);
  criterion.set_weight(1);
  request.set_request_id(NewRequestId());
  return session.Call(&Scorings::CreateCriterion, request).status();
}

absl::Status Take(Session& session, const OneOptions& options) {
  const auto suggestion = Find(session, options.suggestion);
  if (!suggestion.ok()) return suggestion.status();
  const bool is_criterion = suggestion->kind() == ingestion::v1::SUGGESTION_KIND_CRITERION;
  const bool lower = LessIsBetter(suggestion->criterion(), options.better);
  ingestion::v1::TakeSuggestionRequest request;
  request.set_name(suggestion->name());
  request.set_etag(options.etag);
  request.set_request_id(NewRequestId());
  // The criterion first: if that fails, the suggestion stays open.
  if (is_criterion && suggestion->state() != ingestion::v1::SUGGESTION_STATE_TAKEN) {
    absl::Status added = AddCriterion(session, *suggestion, lower);
    if (!added.ok()) return added;
  }
  const auto response = session.Call(&Ingestions::TakeSuggestion, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  if (is_criterion) {
    session.out() << "Added the criterion \"" << text::Printable(suggestion->criterion())
                  << "\": scores from 0 to 10, " << (lower ? "less" : "more")
                  << " is better; `plenum criterion set` changes that.\n";
    return absl::OkStatus();
  }
  session.out() << "Done; " << text::Count(response->measures_size(), "measure")
                << " changed. `plenum measure undo` takes it back.\n";
  return absl::OkStatus();
}

absl::Status Dismiss(Session& session, const OneOptions& options) {
  const auto suggestion = Find(session, options.suggestion);
  if (!suggestion.ok()) return suggestion.status();
  ingestion::v1::DismissSuggestionRequest request;
  request.set_name(suggestion->name());
  request.set_etag(options.etag);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Ingestions::DismissSuggestion, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "Put aside; `plenum suggestion list --all` still shows it.\n";
  return absl::OkStatus();
}

}  // namespace

void AddSuggestionCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun =
      AddNoun(app, "suggestion", "What the documents suggest: merges, arguments, criteria");
  const auto list =
      AddVerb<ListOptions>(*noun, chosen, "list", "List the suggestions that nobody has settled",
                           {"plenum suggestion list", "plenum suggestion list --kind merge",
                            "plenum suggestion list --measure m3 --json"},
                           List);
  list.command->add_flag("--all", list.options->all, "Taken and dismissed ones too");
  list.command->add_option("--kind", list.options->kind, "merge, opposed, argument or criterion")
      ->check(CLI::IsMember({"merge", "opposed", "argument", "criterion"}));
  list.command->add_option("--measure", list.options->measure, "Only about this measure");
  const auto take = AddVerb<OneOptions>(
      *noun, chosen, "take", "Do what a suggestion says; `plenum measure undo` takes it back",
      {"plenum suggestion take s2", "plenum suggestion take s9 --better lower   # a criterion"},
      Take);
  take.command->add_option("SUGGESTION", take.options->suggestion, "Number or id")->required();
  take.command
      ->add_option("--better", take.options->better,
                   "Of a criterion: higher or lower (lower for costs and risks)")
      ->check(CLI::IsMember({"higher", "lower"}));
  take.command->add_option("--etag", take.options->etag, "Only if it is still this version");
  const auto dismiss = AddVerb<OneOptions>(*noun, chosen, "dismiss", "Put a suggestion aside",
                                           {"plenum suggestion dismiss s2"}, Dismiss);
  dismiss.command->add_option("SUGGESTION", dismiss.options->suggestion, "Number or id")
      ->required();
  dismiss.command->add_option("--etag", dismiss.options->etag, "Only if it is still this version");
}

}  // namespace plenum::cli
