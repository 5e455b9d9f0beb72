// measure list, show, add, rename, reject; the rest of curation is in curation.cc.
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

using ingestion::v1::Measure;
using ingestion::v1::Quote;

struct ListOptions {
  bool all = false;
  bool titles = false;
  int quotes = 1;
  int limit = 0;
  bool numbers = false;  // of the quotes
};

struct ShowOptions {
  std::string measure;
};

struct AddOptions {
  std::string title;
  std::string actor;
};

struct RenameOptions {
  std::string measure;
  std::string title;
  std::string etag;
};

struct RejectOptions {
  std::string measure;
  std::string reason;
  std::string etag;
};

Style StanceStyle(ingestion::v1::Stance stance) {
  switch (stance) {
    case ingestion::v1::STANCE_RECOMMENDS:
      return Style::kGood;
    case ingestion::v1::STANCE_OPPOSES:
      return Style::kBad;
    default:
      return Style::kWarning;
  }
}

void PrintWrapped(Session& session, std::string_view words, int indent, Style style) {
  const std::string margin(static_cast<std::size_t>(indent), ' ');
  for (const auto& line : text::Wrap(words, session.terminal().width - indent)) {
    session.out() << margin << session.terminal().Paint(style, line) << "\n";
  }
}

// "m3, m7".
template <class Names>
std::string LabelsOf(const Names& names, const std::vector<Candidate>& measures) {
  std::string labels;
  for (const auto& name : names) {
    absl::StrAppend(&labels, labels.empty() ? "" : ", ", LabelOf(measures, name, kMeasure));
  }
  return labels;
}

std::string Quoted(const Quote& quote, bool unicode) {
  return absl::StrCat(unicode ? "“" : "\"", text::Printable(quote.text()), unicode ? "”" : "\"");
}

// Stance, and where it stands: "recommended in d1 Sharing the burden, under Next steps".
void PrintSource(Session& session, const Quote& quote, const std::vector<Candidate>& documents,
                 int indent) {
  const Terminal& terminal = session.terminal();
  std::string line(static_cast<std::size_t>(indent), ' ');
  const std::string_view stance = StanceWord(quote.stance());
  if (!stance.empty()) {
    line += terminal.Paint(StanceStyle(quote.stance()), std::string(stance)) + " ";
  }
  std::string place = absl::StrCat("in ", LabelOf(documents, quote.document(), kDocument), " ",
                                   TitleOf(documents, quote.document()));
  if (!quote.heading().empty()) {
    absl::StrAppend(&place, ", under ", text::Printable(quote.heading()));
  }
  if (quote.page() > 0) absl::StrAppend(&place, ", page ", quote.page());
  place = text::Truncate(place, terminal.width - text::Width(line), terminal.unicode);
  session.out() << line << terminal.Paint(Style::kDim, place) << "\n";
}

// Why a measure takes no part.
std::string WhyOut(const Measure& measure, const std::vector<Candidate>& measures) {
  switch (measure.state()) {
    case ingestion::v1::MEASURE_STATE_REJECTED:
      return "rejected: " + text::Printable(measure.reject_reason());
    case ingestion::v1::MEASURE_STATE_MERGED:
      return absl::StrCat("merged into ", LabelOf(measures, measure.merged_into(), kMeasure), " ",
                          TitleOf(measures, measure.merged_into()));
    case ingestion::v1::MEASURE_STATE_SPLIT:
      return "split into " + LabelsOf(measure.split_into(), measures);
    default:
      return "from a split that was undone";
  }
}

void PrintMeasure(Session& session, const Measure& measure, int number, int label_width,
                  const std::vector<Candidate>& documents, const std::vector<Candidate>& measures,
                  const ListOptions& options) {
  const Terminal& terminal = session.terminal();
  const int indent = label_width + 2;
  const bool active = measure.state() == ingestion::v1::MEASURE_STATE_ACTIVE;
  const auto title = text::Wrap(text::Printable(measure.title()), terminal.width - indent);
  for (std::size_t i = 0; i < title.size(); ++i) {
    session.out() << terminal.Paint(
                         Style::kAccent,
                         text::PadRight(i == 0 ? Label(kMeasure, number) : "", label_width))
                  << "  " << terminal.Paint(active ? Style::kStrong : Style::kDim, title[i])
                  << "\n";
  }
  if (!active) PrintWrapped(session, WhyOut(measure, measures), indent, Style::kBad);
  if (options.titles) return;
  if (measure.quotes().empty()) {
    PrintWrapped(session, "no quote yet: added by hand", indent, Style::kDim);
    return;
  }
  const int shown = std::min(options.quotes, measure.quotes_size());
  for (int i = 0; i < shown; ++i) {
    const std::string words = Quoted(measure.quotes(i), terminal.unicode);
    // Numbered where they are chosen from: by split and detach.
    PrintWrapped(session, options.numbers ? absl::StrCat(i + 1, ". ", words) : words, indent,
                 Style::kPlain);
    PrintSource(session, measure.quotes(i), documents, indent);
  }
  if (shown < measure.quotes_size()) {
    PrintWrapped(session,
                 absl::StrCat("and ", text::Count(measure.quotes_size() - shown, "more quote")),
                 indent, Style::kDim);
  }
}

absl::Status ListJson(Session& session, const ListOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  ingestion::v1::ListMeasuresRequest request;
  request.set_parent(who->deliberation);
  request.set_show_rejected(options.all);
  auto response = session.CallAll(&Ingestions::ListMeasures, request);
  if (!response.ok()) return response.status();
  if (options.limit > 0 && response->measures_size() > options.limit) {
    response->mutable_measures()->DeleteSubrange(options.limit,
                                                 response->measures_size() - options.limit);
  }
  return session.PrintJson(*response);
}

absl::Status List(Session& session, const ListOptions& options) {
  if (session.json()) return ListJson(session, options);
  const auto measures = session.Measures();
  if (!measures.ok()) return measures.status();
  const auto listed_documents = session.Documents();
  if (!listed_documents.ok()) return listed_documents.status();
  const auto documents = CandidatesOf(*listed_documents);
  const auto candidates = CandidatesOf(*measures);
  const int label_width =
      static_cast<int>(Label(kMeasure, static_cast<int>(measures->size())).size());
  int number = 0;
  int shown = 0;
  int left_out = 0;
  int out = 0;
  for (const Measure& measure : *measures) {
    ++number;
    if (measure.state() != ingestion::v1::MEASURE_STATE_ACTIVE && !options.all) {
      ++out;
    } else if (options.limit > 0 && shown >= options.limit) {
      ++left_out;
    } else {
      ++shown;
      PrintMeasure(session, measure, number, label_width, documents, candidates, options);
    }
  }
  if (shown == 0) {
    session.out()
        << "No measures yet; `plenum document import FILE...` finds them, `plenum measure "
           "add TITLE` adds one.\n";
  }
  std::string note;
  if (left_out > 0) note = absl::StrCat(left_out, " more; leave out --limit to see them. ");
  if (out > 0) absl::StrAppend(&note, out, " rejected, merged or split; --all shows them too.");
  if (!note.empty()) PrintWrapped(session, note, 0, Style::kDim);
  return absl::OkStatus();
}

void PrintArgument(Session& session, const ingestion::v1::Argument& argument, bool suggested,
                   int indent) {
  const std::string words = absl::StrCat(argument.supports() ? "+ " : "- ",
                                         Quoted(argument.quote(), session.terminal().unicode),
                                         suggested ? " (suggested)" : "");
  PrintWrapped(session, words, indent, suggested ? Style::kDim : Style::kPlain);
}

// Those that somebody confirmed, then those that are suggested.
void PrintArguments(Session& session, const Measure& measure, int indent) {
  for (const auto& argument : measure.arguments()) PrintArgument(session, argument, false, indent);
  ingestion::v1::ListSuggestionsRequest request;
  request.set_parent(measure.name().substr(0, measure.name().find("/measures/")));
  request.set_measure(measure.name());
  request.set_kind(ingestion::v1::SUGGESTION_KIND_ARGUMENT);
  const auto suggested = session.CallAll(&Ingestions::ListSuggestions, request);
  if (!suggested.ok()) return;  // a server that does not know them
  for (const auto& each : suggested->suggestions()) {
    PrintArgument(session, each.argument(), true, indent);
  }
}

absl::Status Show(Session& session, const ShowOptions& options) {
  const auto measures = session.Measures();
  if (!measures.ok()) return measures.status();
  const auto found = Resolve(options.measure, CandidatesOf(*measures), kMeasure);
  if (!found.ok()) return found.status();
  ingestion::v1::GetMeasureRequest request;
  request.set_name((*measures)[*found].name());
  const auto response = session.Call(&Ingestions::GetMeasure, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const auto documents = session.Documents();
  if (!documents.ok()) return documents.status();
  const Measure& measure = response->measure();
  const int number = static_cast<int>(*found) + 1;
  ListOptions everything;
  everything.quotes = measure.quotes_size();
  everything.numbers = true;
  const auto candidates = CandidatesOf(*measures);
  const int label_width = static_cast<int>(Label(kMeasure, number).size());
  PrintMeasure(session, measure, number, label_width, CandidatesOf(*documents), candidates,
               everything);
  PrintArguments(session, measure, label_width + 2);
  Table table({{""}, {"", Align::kLeft, true}});
  if (!measure.actor().empty()) {
    table.Add({Cell("Who acts", Style::kDim), text::Printable(measure.actor())});
  }
  if (measure.confidence() > 0) {
    table.Add({Cell("Confidence", Style::kDim), text::Number(measure.confidence(), 2)});
  }
  table.Add({Cell("Reviewed", Style::kDim), measure.accepted() ? "accepted" : "not yet"});
  const auto add = [&](const char* what, const std::string& value) {
    if (!value.empty()) table.Add({Cell(what, Style::kDim), value});
  };
  add("Merged from", LabelsOf(measure.merged_from(), candidates));
  add("Split into", LabelsOf(measure.split_into(), candidates));
  if (!measure.split_from().empty()) {
    add("Split from", LabelOf(candidates, measure.split_from(), kMeasure));
  }
  add("Opposed to", LabelsOf(measure.opposed_to(), candidates));
  table.Add({Cell("Changed", Style::kDim), TimeWord(measure.update_time())});
  table.Add({Cell("Id", Style::kDim), text::Printable(LastSegment(measure.name()))});
  session.out() << table.Render(session.terminal(), label_width + 2);
  return absl::OkStatus();
}

absl::Status Add(Session& session, const AddOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  ingestion::v1::CreateMeasureRequest request;
  request.set_parent(who->deliberation);
  request.mutable_measure()->set_title(options.title);
  request.mutable_measure()->set_actor(options.actor);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Ingestions::CreateMeasure, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "Added \"" << text::Printable(response->measure().title()) << "\".\n";
  return absl::OkStatus();
}

absl::Status Rename(Session& session, const RenameOptions& options) {
  const auto measure = session.FindMeasure(options.measure);
  if (!measure.ok()) return measure.status();
  ingestion::v1::UpdateMeasureRequest request;
  request.mutable_measure()->set_name(measure->name());
  request.mutable_measure()->set_title(options.title);
  request.mutable_measure()->set_etag(options.etag);
  request.mutable_update_mask()->add_paths("title");
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Ingestions::UpdateMeasure, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "\"" << text::Printable(measure->title()) << "\" is now \""
                << text::Printable(response->measure().title()) << "\".\n";
  return absl::OkStatus();
}

absl::Status Reject(Session& session, const RejectOptions& options) {
  const auto measure = session.FindMeasure(options.measure);
  if (!measure.ok()) return measure.status();
  ingestion::v1::RejectMeasureRequest request;
  request.set_name(measure->name());
  request.set_reason(options.reason);
  request.set_etag(options.etag);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Ingestions::RejectMeasure, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "Rejected \"" << text::Printable(response->measure().title())
                << "\"; its quotes and your reason are kept.\n";
  return absl::OkStatus();
}

void AddChanges(CLI::App& noun, Action& chosen) {
  const auto add = AddVerb<AddOptions>(
      noun, chosen, "add", "Add a measure by hand",
      {"plenum measure add \"Hold yearly consultations\" --actor \"the two allies\""}, Add);
  add.command->add_option("TITLE", add.options->title, "A short imperative")->required();
  add.command->add_option("--actor", add.options->actor, "Who would act");
  const auto rename =
      AddVerb<RenameOptions>(noun, chosen, "rename", "Change a measure's title",
                             {"plenum measure rename m3 \"Add crisis hotlines\""}, Rename);
  rename.command->add_option("MEASURE", rename.options->measure, "Number, title or id")->required();
  rename.command->add_option("TITLE", rename.options->title, "The new title")->required();
  rename.command->add_option("--etag", rename.options->etag, "Only if it is still this version");
  const auto reject = AddVerb<RejectOptions>(
      noun, chosen, "reject", "Take a measure out of the decision; it is kept with the reason",
      {"plenum measure reject m7 --reason \"The same as m2\""}, Reject);
  reject.command->add_option("MEASURE", reject.options->measure, "Number, title or id")->required();
  reject.command->add_option("--reason", reject.options->reason, "Why; shown to the members")
      ->required();
  reject.command->add_option("--etag", reject.options->etag, "Only if it is still this version");
}

}  // namespace

void AddMeasureCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "measure", "See and curate the measures to decide on");
  const auto list =
      AddVerb<ListOptions>(*noun, chosen, "list", "List the measures with their quotes",
                           {"plenum measure list", "plenum measure list --titles",
                            "plenum measure list --json | jq -r '.measures[].title'"},
                           List);
  list.command->add_flag("--all", list.options->all, "Rejected, merged and split ones too");
  list.command->add_flag("--titles", list.options->titles, "Titles only");
  list.command->add_option("--quotes", list.options->quotes, "Quotes for each measure (default 1)")
      ->check(CLI::Range(1, 1000));
  list.command->add_option("--limit", list.options->limit, "At most this many")
      ->check(CLI::Range(1, 1000000));
  const auto show =
      AddVerb<ShowOptions>(*noun, chosen, "show", "Show one measure with all its quotes",
                           {"plenum measure show 3", "plenum measure show hotlines --json"}, Show);
  show.command->add_option("MEASURE", show.options->measure, "Number, title or id")->required();
  AddChanges(*noun, chosen);
  AddCurationVerbs(*noun, chosen);
}

}  // namespace plenum::cli
