// measure accept, edit, restore, merge, split, attach, detach, undo, history.
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/commands.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

using ingestion::v1::CurationStep;
using ingestion::v1::Measure;

struct OneOptions {
  std::string measure;
  std::string etag;
};

struct EditOptions {
  std::string measure;
  std::string title;
  std::string actor;
  std::string etag;
  CLI::App* command = nullptr;
};

struct MergeOptions {
  std::string into;
  std::vector<std::string> others;
  std::string title;
  std::string reason;
};

struct SplitOptions {
  std::string measure;
  std::vector<std::string> parts;
  std::string reason;
};

struct AttachOptions {
  std::string measure;
  std::string document;
  std::string text;
  std::string stance;
};

struct DetachOptions {
  std::string measure;
  int quote = 1;
};

struct UndoOptions {
  std::string measure;
  std::string step;
  std::string etag;
};

// What people call a step.
std::string_view KindWord(const CurationStep& step) {
  using namespace ingestion::v1;  // NOLINT(google-build-using-namespace)
  switch (step.kind()) {
    case CURATION_KIND_FOUND:
      return "found";
    case CURATION_KIND_ADDED:
      return "added";
    case CURATION_KIND_ACCEPTED:
      return "accepted";
    case CURATION_KIND_REJECTED:
      return "rejected";
    case CURATION_KIND_RESTORED:
      return "restored";
    case CURATION_KIND_EDITED:
      return "edited";
    case CURATION_KIND_MERGED:
      return step.automatic() ? "merged at import" : "merged";
    case CURATION_KIND_SPLIT:
      return "split";
    case CURATION_KIND_QUOTE_ATTACHED:
      return "quote attached";
    case CURATION_KIND_QUOTE_DETACHED:
      return "quote detached";
    case CURATION_KIND_OPPOSED_LINKED:
      return "linked as opposed";
    case CURATION_KIND_ARGUMENT_ADDED:
      return "argument added";
    case CURATION_KIND_UNDONE:
      return "undone";
    default:
      return "changed";
  }
}

std::string InQuotes(const Measure& measure) {
  return absl::StrCat("\"", text::Printable(measure.title()), "\"");
}

absl::Status Accept(Session& session, const OneOptions& options) {
  const auto measure = session.FindMeasure(options.measure);
  if (!measure.ok()) return measure.status();
  ingestion::v1::AcceptMeasureRequest request;
  request.set_name(measure->name());
  request.set_etag(options.etag);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Ingestions::AcceptMeasure, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "Accepted " << InQuotes(response->measure()) << ".\n";
  return absl::OkStatus();
}

absl::Status Restore(Session& session, const OneOptions& options) {
  const auto measure = session.FindMeasure(options.measure);
  if (!measure.ok()) return measure.status();
  ingestion::v1::RestoreMeasureRequest request;
  request.set_name(measure->name());
  request.set_etag(options.etag);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Ingestions::RestoreMeasure, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << InQuotes(response->measure()) << " takes part again.\n";
  return absl::OkStatus();
}

absl::Status Edit(Session& session, const EditOptions& options) {
  const auto measure = session.FindMeasure(options.measure);
  if (!measure.ok()) return measure.status();
  ingestion::v1::UpdateMeasureRequest request;
  request.mutable_measure()->set_name(measure->name());
  request.mutable_measure()->set_etag(options.etag);
  if (options.command->get_option("--title")->count() > 0) {
    request.mutable_measure()->set_title(options.title);
    request.mutable_update_mask()->add_paths("title");
  }
  if (options.command->get_option("--actor")->count() > 0) {
    request.mutable_measure()->set_actor(options.actor);
    request.mutable_update_mask()->add_paths("actor");
  }
  if (request.update_mask().paths().empty()) {
    return UsageError("say what to change: --title TITLE, --actor ACTOR");
  }
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Ingestions::UpdateMeasure, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "Changed " << InQuotes(response->measure()) << ".\n";
  return absl::OkStatus();
}

absl::Status Merge(Session& session, const MergeOptions& options) {
  const auto measures = session.Measures();
  if (!measures.ok()) return measures.status();
  const auto candidates = CandidatesOf(*measures);
  const auto into = Resolve(options.into, candidates, kMeasure);
  if (!into.ok()) return into.status();
  ingestion::v1::MergeMeasuresRequest request;
  request.set_name((*measures)[*into].name());
  request.set_etag((*measures)[*into].etag());
  for (const auto& word : options.others) {
    const auto other = Resolve(word, candidates, kMeasure);
    if (!other.ok()) return other.status();
    auto* source = request.add_sources();
    source->set_name((*measures)[*other].name());
    source->set_etag((*measures)[*other].etag());
  }
  request.set_title(options.title);
  request.set_reason(options.reason);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Ingestions::MergeMeasures, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << InQuotes(response->measure()) << " now has "
                << text::Count(response->measure().quotes_size(), "quote") << "; "
                << text::Count(response->merged_size(), "measure") << " went into it.\n";
  session.out() << session.terminal().Paint(
                       Style::kDim, absl::StrCat("`plenum measure undo ",
                                                 Label(kMeasure, static_cast<int>(*into) + 1),
                                                 "` takes it back."))
                << "\n";
  return absl::OkStatus();
}

// "Title: 1,3" of a part; without numbers all quotes are meant.
absl::Status AddPart(const std::string& word, int quotes,
                     ingestion::v1::SplitMeasureRequest& request) {
  auto* part = request.add_parts();
  const std::size_t colon = word.rfind(':');
  std::vector<int> numbers;
  bool all_numbers = colon != std::string::npos;
  if (all_numbers) {
    for (const auto& each : absl::StrSplit(word.substr(colon + 1), ',')) {
      int number = 0;
      all_numbers = all_numbers && absl::SimpleAtoi(each, &number);
      numbers.push_back(number);
    }
  }
  if (!all_numbers) {
    part->set_title(word);
    for (int i = 0; i < quotes; ++i) part->add_quotes(i);
    return absl::OkStatus();
  }
  part->set_title(std::string(absl::StripAsciiWhitespace(word.substr(0, colon))));
  for (const int number : numbers) {
    if (number < 1 || number > quotes) {
      return UsageError(absl::StrCat("there is no quote ", number, "; the measure has ", quotes,
                                     ", and `plenum measure show` numbers them"));
    }
    part->add_quotes(number - 1);
  }
  return absl::OkStatus();
}

absl::Status Split(Session& session, const SplitOptions& options) {
  const auto measure = session.FindMeasure(options.measure);
  if (!measure.ok()) return measure.status();
  ingestion::v1::SplitMeasureRequest request;
  request.set_name(measure->name());
  request.set_etag(measure->etag());
  for (const auto& word : options.parts) {
    absl::Status added = AddPart(word, measure->quotes_size(), request);
    if (!added.ok()) return added;
  }
  request.set_reason(options.reason);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Ingestions::SplitMeasure, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "Split " << InQuotes(response->measure()) << " into:\n";
  for (const auto& part : response->parts()) {
    session.out() << "  " << text::Printable(part.title()) << " ("
                  << text::Count(part.quotes_size(), "quote") << ")\n";
  }
  return absl::OkStatus();
}

absl::Status Attach(Session& session, const AttachOptions& options) {
  const auto measure = session.FindMeasure(options.measure);
  if (!measure.ok()) return measure.status();
  const auto document = session.FindDocument(options.document);
  if (!document.ok()) return document.status();
  ingestion::v1::AttachQuoteRequest request;
  request.set_name(measure->name());
  request.set_etag(measure->etag());
  auto& quote = *request.mutable_quote();
  quote.set_document(document->name());
  quote.set_text(options.text);
  if (options.stance == "recommends") quote.set_stance(ingestion::v1::STANCE_RECOMMENDS);
  if (options.stance == "mentions") quote.set_stance(ingestion::v1::STANCE_MENTIONS);
  if (options.stance == "opposes") quote.set_stance(ingestion::v1::STANCE_OPPOSES);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Ingestions::AttachQuote, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << InQuotes(response->measure()) << " now has "
                << text::Count(response->measure().quotes_size(), "quote") << ".\n";
  return absl::OkStatus();
}

absl::Status Detach(Session& session, const DetachOptions& options) {
  const auto measure = session.FindMeasure(options.measure);
  if (!measure.ok()) return measure.status();
  ingestion::v1::DetachQuoteRequest request;
  request.set_name(measure->name());
  request.set_etag(measure->etag());
  request.set_quote(options.quote - 1);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Ingestions::DetachQuote, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << InQuotes(response->measure()) << " now has "
                << text::Count(response->measure().quotes_size(), "quote") << ".\n";
  return absl::OkStatus();
}

absl::StatusOr<std::vector<CurationStep>> StepsOf(Session& session, const std::string& measure) {
  ingestion::v1::ListMeasureHistoryRequest request;
  request.set_name(measure);
  const auto response = session.CallAll(&Ingestions::ListMeasureHistory, request);
  if (!response.ok()) return response.status();
  return std::vector<CurationStep>(response->steps().begin(), response->steps().end());
}

absl::Status Undo(Session& session, const UndoOptions& options) {
  const auto measure = session.FindMeasure(options.measure);
  if (!measure.ok()) return measure.status();
  ingestion::v1::UndoMeasureStepRequest request;
  request.set_name(measure->name());
  request.set_etag(options.etag);
  if (!options.step.empty()) {
    const auto steps = StepsOf(session, measure->name());
    if (!steps.ok()) return steps.status();
    std::vector<Candidate> candidates;
    for (const auto& step : *steps) {
      candidates.push_back(
          {step.name(), std::string(KindWord(step)), static_cast<int>(candidates.size()) + 1});
    }
    constexpr Noun kStep{'#', "step", "plenum measure history MEASURE"};
    const auto found = Resolve(options.step, candidates, kStep);
    if (!found.ok()) return found.status();
    request.set_step(candidates[*found].name);
  }
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Ingestions::UndoMeasureStep, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "Undid \"" << KindWord(response->step()) << "\" of "
                << TimeWord(response->step().create_time()) << "; "
                << text::Count(response->measures_size(), "measure")
                << " changed. The step stays in the history.\n";
  return absl::OkStatus();
}

// What a step did to this measure, in words.
std::string WhatChanged(const CurationStep& step, const std::string& name,
                        const std::vector<Candidate>& measures) {
  std::string words;
  const auto add = [&](const std::string& more) {
    absl::StrAppend(&words, words.empty() ? "" : "; ", more);
  };
  for (const auto& change : step.changes()) {
    if (change.measure() != name) continue;
    const Measure& before = change.before();
    const Measure& after = change.after();
    if (!change.has_before()) add(InQuotes(after));
    if (change.has_before() && before.title() != after.title()) {
      add(absl::StrCat(InQuotes(before), " became ", InQuotes(after)));
    }
    if (change.has_before() && before.actor() != after.actor()) {
      add(absl::StrCat("who acts: ", text::Printable(after.actor())));
    }
    if (change.has_before() && before.quotes_size() != after.quotes_size()) {
      add(absl::StrCat(before.quotes_size(), " to ", text::Count(after.quotes_size(), "quote")));
    }
    if (before.merged_into() != after.merged_into() && !after.merged_into().empty()) {
      add(absl::StrCat("into ", LabelOf(measures, after.merged_into(), kMeasure)));
    }
    for (int i = before.merged_from_size(); i < after.merged_from_size(); ++i) {
      add(absl::StrCat("from ", LabelOf(measures, after.merged_from(i), kMeasure)));
    }
    for (int i = before.split_into_size(); i < after.split_into_size(); ++i) {
      add(absl::StrCat("into ", LabelOf(measures, after.split_into(i), kMeasure)));
    }
  }
  if (!step.reason().empty()) add(text::Printable(step.reason()));
  return words;
}

absl::Status History(Session& session, const OneOptions& options) {
  const auto measures = session.Measures();
  if (!measures.ok()) return measures.status();
  const auto candidates = CandidatesOf(*measures);
  const auto found = Resolve(options.measure, candidates, kMeasure);
  if (!found.ok()) return found.status();
  const std::string& name = (*measures)[*found].name();
  ingestion::v1::ListMeasureHistoryRequest request;
  request.set_name(name);
  const auto response = session.CallAll(&Ingestions::ListMeasureHistory, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const auto members = session.Members();
  // The history is readable without the member list.
  const auto people = members.ok() ? CandidatesOf(*members) : std::vector<Candidate>();
  Table table({{"", Align::kRight}, {"When"}, {"Who"}, {"What"}, {"", Align::kLeft, true}});
  int number = 0;
  for (const auto& step : response->steps()) {
    std::string what(KindWord(step));
    if (!step.undone_by().empty()) what += " (undone)";
    const Style style = step.undone_by().empty() ? Style::kPlain : Style::kDim;
    table.Add({std::to_string(++number), TimeWord(step.create_time()),
               TitleOf(people, step.actor()), Cell(what, style),
               Cell(WhatChanged(step, name, candidates), style)});
  }
  session.out() << table.Render(session.terminal());
  return absl::OkStatus();
}

template <class Options>
void AddMeasureWord(const Verb<Options>& verb) {
  verb.command->add_option("MEASURE", verb.options->measure, "Number, title or id")->required();
}

void AddEtag(CLI::App& command, std::string& etag) {
  command.add_option("--etag", etag, "Only if it is still this version");
}

void AddSingle(CLI::App& noun, Action& chosen) {
  const auto accept =
      AddVerb<OneOptions>(noun, chosen, "accept", "Note that a measure was looked at and is fine",
                          {"plenum measure accept m3"}, Accept);
  AddMeasureWord(accept);
  AddEtag(*accept.command, accept.options->etag);
  const auto restore =
      AddVerb<OneOptions>(noun, chosen, "restore", "Take a rejected measure back into the decision",
                          {"plenum measure restore m7"}, Restore);
  AddMeasureWord(restore);
  AddEtag(*restore.command, restore.options->etag);
  const auto edit = AddVerb<EditOptions>(
      noun, chosen, "edit", "Change a measure's title or who acts",
      {"plenum measure edit m3 --title \"Add crisis hotlines\" --actor \"the two allies\""}, Edit);
  AddMeasureWord(edit);
  edit.options->command = edit.command;
  edit.command->add_option("--title", edit.options->title, "The new title");
  edit.command->add_option("--actor", edit.options->actor, "Who would act; \"\" for nobody");
  AddEtag(*edit.command, edit.options->etag);
}

void AddSeveral(CLI::App& noun, Action& chosen) {
  const auto merge = AddVerb<MergeOptions>(
      noun, chosen, "merge", "Make one measure of several; the first stays and gets all quotes",
      {"plenum measure merge m2 m7", "plenum measure merge m2 m7 m9 --title \"Add hotlines\""},
      Merge);
  merge.command->add_option("MEASURE", merge.options->into, "The one that stays")->required();
  merge.command->add_option("OTHER", merge.options->others, "Those that go into it")->required();
  merge.command->add_option("--title", merge.options->title, "New title of the one that stays");
  merge.command->add_option("--reason", merge.options->reason, "Why; shown to the members");
  const auto split = AddVerb<SplitOptions>(
      noun, chosen, "split", "Make several measures of one, and deal its quotes out",
      {"plenum measure split m4 \"Cut exercises: 1,3\" \"Move the base: 2\"",
       "plenum measure split m4 \"Cut exercises\" \"Move the base\"   # each gets all quotes"},
      Split);
  AddMeasureWord(split);
  split.command
      ->add_option("PART", split.options->parts,
                   "\"TITLE: 1,3\" with the numbers of its quotes; two or more")
      ->required();
  split.command->add_option("--reason", split.options->reason, "Why; shown to the members");
}

void AddQuotes(CLI::App& noun, Action& chosen) {
  const auto attach = AddVerb<AttachOptions>(
      noun, chosen, "attach", "Add a quote of a document to a measure",
      {"plenum measure attach m9 d1 \"the allies should hold yearly consultations\""}, Attach);
  AddMeasureWord(attach);
  attach.command->add_option("DOCUMENT", attach.options->document, "Number, title or id")
      ->required();
  attach.command
      ->add_option("TEXT", attach.options->text,
                   "The words, exactly as they stand in the document, where they stand once")
      ->required();
  attach.command->add_option("--stance", attach.options->stance, "recommends, mentions or opposes")
      ->check(CLI::IsMember({"recommends", "mentions", "opposes"}));
  const auto detach =
      AddVerb<DetachOptions>(noun, chosen, "detach", "Take a quote off a measure",
                             {"plenum measure detach m9 2   # its second quote"}, Detach);
  AddMeasureWord(detach);
  detach.command->add_option("QUOTE", detach.options->quote, "Its number, from 1")
      ->required()
      ->check(CLI::Range(1, 1000));
}

}  // namespace

void AddCurationVerbs(CLI::App& noun, Action& chosen) {
  AddSingle(noun, chosen);
  AddSeveral(noun, chosen);
  AddQuotes(noun, chosen);
  const auto undo = AddVerb<UndoOptions>(
      noun, chosen, "undo", "Take the last step on a measure back, or an earlier one",
      {"plenum measure undo m2", "plenum measure undo m2 --step 4   # see plenum measure history"},
      Undo);
  AddMeasureWord(undo);
  undo.command->add_option("--step", undo.options->step, "Its number in the history, or its id");
  AddEtag(*undo.command, undo.options->etag);
  const auto history = AddVerb<OneOptions>(
      noun, chosen, "history", "Show what was done to a measure, by whom and when",
      {"plenum measure history m2", "plenum measure history m2 --json | jq '.steps[].kind'"},
      History);
  AddMeasureWord(history);
}

}  // namespace plenum::cli
