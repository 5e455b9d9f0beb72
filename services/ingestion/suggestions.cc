// Suggestions: what an import merges by itself, what it offers, and what becomes of the offers.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/common/resource/page.h"
#include "services/common/resource/time.h"
#include "services/ingestion/extraction/extraction.h"
#include "services/ingestion/extraction/matching.h"
#include "services/ingestion/ingestion_service.h"

namespace plenum::ingestion {
namespace {

using resource::Decision;

constexpr std::string_view kHint = "`plenum suggestion list` shows them";

MeasureText TextOf(const v1::Measure& measure) {
  MeasureText text{measure.title(), {}};
  for (const auto& quote : measure.quotes()) text.quotes.push_back(quote.text());
  return text;
}

bool IsActive(const v1::Measure& measure) { return measure.state() == v1::MEASURE_STATE_ACTIVE; }

v1::Suggestion NewSuggestion(v1::SuggestionKind kind, const std::string& name,
                             const google::protobuf::Timestamp& time) {
  v1::Suggestion suggestion;
  suggestion.set_name(name);
  suggestion.set_kind(kind);
  suggestion.set_state(v1::SUGGESTION_STATE_OPEN);
  *suggestion.mutable_create_time() = time;
  return suggestion;
}

void AddLink(v1::Measure& measure, const std::string& other) {
  const auto& known = measure.opposed_to();
  if (std::find(known.begin(), known.end(), other) == known.end()) measure.add_opposed_to(other);
}

}  // namespace

// The found measures behind the known ones, as one list.
struct IngestionService::Relating {
  std::vector<KeptMeasure> measures;  // known active ones, then found ones
  std::size_t first_found = 0;
  std::vector<RelatedPair> pairs;
  std::vector<std::size_t> root;  // what each became part of, or itself

  std::size_t RootOf(std::size_t i) const {
    while (root[i] != i) i = root[i];
    return i;
  }
  std::size_t FoundOf(const RelatedPair& pair) const { return first_found + pair.found; }
  std::size_t OtherOf(const RelatedPair& pair) const {
    return pair.other_is_known ? pair.other : first_found + pair.other;
  }
};

absl::Status IngestionService::AddFound(const Caller& caller, Reading reading,
                                        const std::string& document, std::vector<KeptMeasure> known,
                                        ImportDecision& decision) const {
  Relating relating;
  std::vector<MeasureText> known_texts;
  for (auto& kept : known) {
    if (!IsActive(kept.measure)) continue;
    known_texts.push_back(TextOf(kept.measure));
    relating.measures.push_back(std::move(kept));
  }
  relating.first_found = relating.measures.size();
  std::vector<MeasureText> found_texts;
  std::vector<v1::Measure> argued;
  for (auto& measure : reading.measures) {
    measure.set_name(absl::StrCat(caller.deliberation, "/measures/", parts_.ids->NewId()));
    for (auto& quote : *measure.mutable_quotes()) quote.set_document(document);
    for (auto& argument : *measure.mutable_arguments()) {
      argument.mutable_quote()->set_document(document);
    }
    found_texts.push_back(TextOf(measure));
    // Arguments are offered, not taken.
    v1::Measure stored = measure;
    stored.clear_arguments();
    StepWriter step = NewStep(caller, v1::CURATION_KIND_FOUND);
    step.step().set_automatic(true);
    step.Create(stored);
    step.AddTo(decision.mutation);
    relating.measures.push_back({std::move(stored), 0});
  }
  relating.pairs = RelateMeasures(known_texts, found_texts);
  MergeSame(caller, relating, decision);
  auto suggested = SuggestAfterImport(reading, document, relating, decision);
  if (!suggested.ok()) return suggested;
  for (std::size_t i = relating.first_found; i < relating.measures.size(); ++i) {
    *decision.response.add_measures() = relating.measures[i].measure;
  }
  return absl::OkStatus();
}

void IngestionService::MergeSame(const Caller& caller, Relating& relating,
                                 ImportDecision& decision) const {
  auto& measures = relating.measures;
  relating.root.resize(measures.size());
  for (std::size_t i = 0; i < measures.size(); ++i) relating.root[i] = i;
  std::map<std::size_t, std::vector<std::size_t>> merges;
  std::map<std::size_t, int> quotes;
  for (const auto& pair : relating.pairs) {
    const std::size_t found = relating.FoundOf(pair);
    const std::size_t into = relating.RootOf(relating.OtherOf(pair));
    if (pair.relation != Relation::kSame || relating.root[found] != found || into == found) {
      continue;
    }
    if (merges.contains(found)) continue;  // others are part of it already
    const int more = quotes[into] + measures[found].measure.quotes_size();
    if (measures[into].measure.quotes_size() + more > service_limits::kMaxQuotes) continue;
    quotes[into] = more;
    merges[into].push_back(found);
    relating.root[found] = into;
  }
  for (const auto& [into, sources] : merges) {
    std::vector<KeptMeasure> merged;
    for (const std::size_t source : sources) merged.push_back(measures[source]);
    StepWriter step = NewStep(caller, v1::CURATION_KIND_MERGED);
    step.step().set_automatic(true);
    step.step().set_reason("the same measure, found again");
    if (!Merge(measures[into], merged, "", step).ok()) continue;
    step.AddTo(decision.mutation);
    auto changed = step.Changed();
    measures[into].measure = std::move(changed[0]);
    for (std::size_t i = 0; i < sources.size(); ++i) {
      measures[sources[i]].measure = std::move(changed[i + 1]);
    }
  }
}

absl::Status IngestionService::SuggestAfterImport(Reading& reading, const std::string& document,
                                                  const Relating& relating,
                                                  ImportDecision& decision) const {
  const auto& time = decision.response.document().create_time();
  const std::string parent = document.substr(0, document.find("/documents/"));
  const auto name = [&] { return absl::StrCat(parent, "/suggestions/", parts_.ids->NewId()); };
  const auto put = [&](const v1::Suggestion& suggestion) {
    decision.mutation.puts.push_back(
        {resource::KeyOf(suggestion.name()), suggestion.SerializeAsString(), 0});
  };
  std::set<std::pair<std::size_t, std::size_t>> offered;
  for (const auto& pair : relating.pairs) {
    const std::size_t other = relating.RootOf(relating.OtherOf(pair));
    const std::size_t found = relating.RootOf(relating.FoundOf(pair));
    if (other == found || !offered.insert(std::minmax(other, found)).second) continue;
    auto suggestion =
        NewSuggestion(pair.relation == Relation::kOpposed ? v1::SUGGESTION_KIND_OPPOSED
                                                          : v1::SUGGESTION_KIND_MERGE,
                      name(), time);
    // The older one stays.
    suggestion.add_measures(relating.measures[std::min(other, found)].measure.name());
    suggestion.add_measures(relating.measures[std::max(other, found)].measure.name());
    suggestion.set_similarity(pair.similarity);
    put(suggestion);
  }
  for (std::size_t i = 0; i < reading.measures.size(); ++i) {
    const std::size_t measure = relating.RootOf(relating.first_found + i);
    for (auto& argument : *reading.measures[i].mutable_arguments()) {
      auto suggestion = NewSuggestion(v1::SUGGESTION_KIND_ARGUMENT, name(), time);
      suggestion.add_measures(relating.measures[measure].measure.name());
      *suggestion.mutable_argument() = std::move(argument);
      put(suggestion);
    }
  }
  return SuggestCriteria(reading, document, parent, decision);
}

absl::Status IngestionService::SuggestCriteria(Reading& reading, const std::string& document,
                                               const std::string& parent,
                                               ImportDecision& decision) const {
  for (auto& found : reading.criteria) {
    // One suggestion for all documents that argue with it: its id comes from its name.
    const std::string id = "c" + base::Hex(base::Sha256(found.name())).substr(0, 24);
    const store::Key key{parent + "/suggestions", id};
    auto row = parts_.store->Get(key);
    if (!row.ok() && !absl::IsNotFound(row.status())) return resource::FromStore(row.status());
    v1::Suggestion suggestion =
        NewSuggestion(v1::SUGGESTION_KIND_CRITERION, absl::StrCat(parent, "/suggestions/", id),
                      decision.response.document().create_time());
    suggestion.set_criterion(found.name());
    if (row.ok()) {
      auto read = ReadRow(*row, suggestion);
      if (!read.ok()) return read;
      suggestion.clear_etag();
    }
    const int before = suggestion.quotes_size();
    for (auto& quote : *found.mutable_quotes()) {
      if (suggestion.quotes_size() >= static_cast<int>(kMostCriterionQuotes)) break;
      quote.set_document(document);
      *suggestion.add_quotes() = std::move(quote);
    }
    if (row.ok() && suggestion.quotes_size() == before) continue;
    decision.mutation.puts.push_back(
        {key, suggestion.SerializeAsString(), row.ok() ? row->revision : 0});
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ListSuggestionsResponse> IngestionService::ListSuggestions(
    const Caller& /*caller*/, const v1::ListSuggestionsRequest& request) {
  if (!resource::Match(kDeliberationForm, request.parent())) {
    return BadName("parent", request.parent(), kDeliberationForm);
  }
  base::FieldViolations bad;
  if (!v1::SuggestionKind_IsValid(request.kind())) bad.Add("kind", "is not known");
  if (!request.measure().empty() && !resource::Match(kMeasureForm, request.measure())) {
    bad.Add("measure", "must be of the form deliberations/ID/measures/ID");
  }
  if (!bad.empty()) return bad.ToStatus();
  const std::string filter = absl::StrCat(static_cast<int>(request.kind()), " ", request.measure(),
                                          " ", request.show_settled() ? "all" : "open");
  auto page = resource::ReadPage(request.parent() + "/suggestions", filter, request.page_size(),
                                 request.page_token());
  if (!page.ok()) return page.status();
  auto measures = ReadMeasures(*parts_.store, request.parent());
  if (!measures.ok()) return measures.status();
  std::set<std::string> active;
  for (const auto& kept : *measures) {
    if (IsActive(kept.measure)) active.insert(kept.measure.name());
  }
  const auto is_shown = [&](const v1::Suggestion& suggestion) {
    const auto& about = suggestion.measures();
    if (request.kind() != v1::SUGGESTION_KIND_UNSPECIFIED && suggestion.kind() != request.kind()) {
      return false;
    }
    if (!request.measure().empty() &&
        std::find(about.begin(), about.end(), request.measure()) == about.end()) {
      return false;
    }
    return request.show_settled() ||
           (suggestion.state() == v1::SUGGESTION_STATE_OPEN &&
            std::all_of(about.begin(), about.end(),
                        [&](const std::string& name) { return active.contains(name); }));
  };
  v1::ListSuggestionsResponse response;
  // Rows that the filter drops are read on over, so that a page is full unless it is the last.
  for (;;) {
    auto rows = parts_.store->List(page->collection, page->after, page->size + 1);
    if (!rows.ok()) return resource::FromStore(rows.status());
    const bool more = rows->size() > static_cast<std::size_t>(page->size);
    for (const auto& row : *rows) {
      v1::Suggestion suggestion;
      auto read = ReadRow(row, suggestion);
      if (!read.ok()) return read;
      const bool shown = is_shown(suggestion);
      if (shown && response.suggestions_size() == page->size) {
        response.set_next_page_token(resource::MakeToken(*page, page->after));
        return response;
      }
      if (shown) *response.add_suggestions() = std::move(suggestion);
      page->after = row.key.id;
    }
    if (!more) return response;
  }
}

absl::Status IngestionService::Take(const Caller& caller, const v1::Suggestion& suggestion,
                                    Decision<v1::TakeSuggestionResponse>& decision) const {
  std::vector<KeptMeasure> measures;
  for (const auto& name : suggestion.measures()) {
    auto measure = ReadKept(name, "");
    if (!measure.ok()) return measure.status();
    auto active = RequireActive(measure->measure);
    if (!active.ok()) return active;
    measures.push_back(*std::move(measure));
  }
  v1::CurationKind kind = v1::CURATION_KIND_ARGUMENT_ADDED;
  if (suggestion.kind() == v1::SUGGESTION_KIND_MERGE) kind = v1::CURATION_KIND_MERGED;
  if (suggestion.kind() == v1::SUGGESTION_KIND_OPPOSED) kind = v1::CURATION_KIND_OPPOSED_LINKED;
  StepWriter step = NewStep(caller, kind);
  step.step().set_suggestion(suggestion.name());
  switch (suggestion.kind()) {
    case v1::SUGGESTION_KIND_MERGE: {
      auto merged = Merge(measures[0], {measures[1]}, "", step);
      if (!merged.ok()) return merged;
      break;
    }
    case v1::SUGGESTION_KIND_OPPOSED:
      for (std::size_t i = 0; i < 2; ++i) {
        v1::Measure after = measures[i].measure;
        AddLink(after, measures[1 - i].measure.name());
        step.Change(measures[i].measure, measures[i].revision, after);
      }
      break;
    case v1::SUGGESTION_KIND_ARGUMENT: {
      v1::Measure after = measures[0].measure;
      if (after.arguments_size() >= service_limits::kMaxQuotes) {
        return LimitReached("the arguments of a measure are at most", service_limits::kMaxQuotes);
      }
      *after.add_arguments() = suggestion.argument();
      step.Change(measures[0].measure, measures[0].revision, after);
      break;
    }
    default:  // a criterion: made elsewhere, settled here
      decision.mutation.stream = caller.deliberation;
      decision.mutation.events.push_back({kSuggestionTaken, suggestion.name(), caller.member, ""});
      return absl::OkStatus();
  }
  step.AddTo(decision.mutation);
  for (auto& measure : step.Changed()) *decision.response.add_measures() = std::move(measure);
  return absl::OkStatus();
}

absl::StatusOr<v1::TakeSuggestionResponse> IngestionService::TakeSuggestion(
    const Caller& caller, const v1::TakeSuggestionRequest& request) {
  base::FieldViolations bad;
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::TakeSuggestionResponse>> {
    auto row = GetRow(*parts_.store, request.name(), kSuggestionForm, kHint);
    if (!row.ok()) return row.status();
    auto draft = RequireDraft(caller, caller.deliberation, "taking suggestions");
    if (!draft.ok()) return draft;
    auto current = resource::CheckEtag(request.etag(), row->revision, request.name());
    if (!current.ok()) return current;
    Decision<v1::TakeSuggestionResponse> decision;
    v1::Suggestion& suggestion = *decision.response.mutable_suggestion();
    auto read = ReadRow(*row, suggestion);
    if (!read.ok()) return read;
    suggestion.clear_etag();
    if (suggestion.state() == v1::SUGGESTION_STATE_TAKEN) {
      return base::Error(absl::StatusCode::kFailedPrecondition,
                         common::v1::ERROR_REASON_WRONG_STATE,
                         "the suggestion was taken already; undo that step to take it back",
                         {{"resource", request.name()}, {"state", "SUGGESTION_STATE_TAKEN"}});
    }
    auto taken = Take(caller, suggestion, decision);
    if (!taken.ok()) return taken;
    suggestion.set_state(v1::SUGGESTION_STATE_TAKEN);
    decision.mutation.puts.push_back({row->key, suggestion.SerializeAsString(), row->revision});
    return decision;
  };
  return resource::Write<v1::TakeSuggestionResponse>(
      *parts_.store, caller, "TakeSuggestion", request, decide,
      [](v1::TakeSuggestionResponse& response, std::int64_t revision) {
        response.mutable_suggestion()->set_etag(resource::Etag(revision));
        for (auto& measure : *response.mutable_measures()) {
          measure.set_etag(resource::Etag(revision));
        }
      });
}

absl::StatusOr<v1::DismissSuggestionResponse> IngestionService::DismissSuggestion(
    const Caller& caller, const v1::DismissSuggestionRequest& request) {
  base::FieldViolations bad;
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::DismissSuggestionResponse>> {
    auto row = GetRow(*parts_.store, request.name(), kSuggestionForm, kHint);
    if (!row.ok()) return row.status();
    auto draft = RequireDraft(caller, caller.deliberation, "dismissing suggestions");
    if (!draft.ok()) return draft;
    auto current = resource::CheckEtag(request.etag(), row->revision, request.name());
    if (!current.ok()) return current;
    Decision<v1::DismissSuggestionResponse> decision;
    v1::Suggestion& suggestion = *decision.response.mutable_suggestion();
    auto read = ReadRow(*row, suggestion);
    if (!read.ok()) return read;
    suggestion.clear_etag();
    if (suggestion.state() == v1::SUGGESTION_STATE_TAKEN) {
      return base::Error(absl::StatusCode::kFailedPrecondition,
                         common::v1::ERROR_REASON_WRONG_STATE,
                         "the suggestion was taken already; undo that step instead",
                         {{"resource", request.name()}, {"state", "SUGGESTION_STATE_TAKEN"}});
    }
    suggestion.set_state(v1::SUGGESTION_STATE_DISMISSED);
    decision.mutation.stream = caller.deliberation;
    decision.mutation.puts.push_back({row->key, suggestion.SerializeAsString(), row->revision});
    decision.mutation.events.push_back({kSuggestionDismissed, request.name(), caller.member, ""});
    return decision;
  };
  return resource::Write<v1::DismissSuggestionResponse>(
      *parts_.store, caller, "DismissSuggestion", request, decide,
      [](v1::DismissSuggestionResponse& response, std::int64_t revision) {
        response.mutable_suggestion()->set_etag(resource::Etag(revision));
      });
}

absl::Status IngestionService::ReopenSuggestion(const std::string& name,
                                                store::Mutation& mutation) const {
  auto row = parts_.store->Get(resource::KeyOf(name));
  if (!row.ok()) return resource::FromStore(row.status());
  v1::Suggestion suggestion;
  auto read = ReadRow(*row, suggestion);
  if (!read.ok()) return read;
  suggestion.clear_etag();
  suggestion.set_state(v1::SUGGESTION_STATE_OPEN);
  mutation.puts.push_back({row->key, suggestion.SerializeAsString(), row->revision});
  return absl::OkStatus();
}

}  // namespace plenum::ingestion
