// Curation: what concerns several measures, taking steps back, and the history of it all.
#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/resource/page.h"
#include "services/ingestion/ingestion_service.h"

namespace plenum::ingestion {
namespace {

using base::FieldViolations;
using resource::Decision;

constexpr int kHistoryBatch = 100;

absl::Status NotUndoable(const std::string& sentence, const std::string& step) {
  return base::Error(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_NOT_UNDOABLE,
                     sentence, {{"step", step}});
}

// "rejected", "merged" ... of CURATION_KIND_REJECTED.
std::string KindWord(v1::CurationKind kind) {
  std::string word = v1::CurationKind_Name(kind).substr(std::string("CURATION_KIND_").size());
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return c == '_' ? ' ' : static_cast<char>(c | 0x20); });
  return word;
}

void AddUnique(google::protobuf::RepeatedPtrField<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) *names.Add() = name;
}

bool Names(const google::protobuf::RepeatedPtrField<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Adds to `into` what `from` has and it has not: quotes, arguments, links, actor.
void TakeOver(const v1::Measure& from, v1::Measure& into) {
  for (const auto& quote : from.quotes()) {
    const bool there = std::any_of(into.quotes().begin(), into.quotes().end(),
                                   [&](const v1::Quote& known) { return SamePlace(known, quote); });
    if (!there) *into.add_quotes() = quote;
  }
  for (const auto& argument : from.arguments()) {
    const bool there = std::any_of(
        into.arguments().begin(), into.arguments().end(),
        [&](const v1::Argument& known) { return SamePlace(known.quote(), argument.quote()); });
    if (!there && into.arguments_size() < service_limits::kMaxQuotes) {
      *into.add_arguments() = argument;
    }
  }
  for (const auto& name : from.opposed_to()) {
    if (name != into.name()) AddUnique(*into.mutable_opposed_to(), name);
  }
  if (into.actor().empty()) into.set_actor(from.actor());
}

absl::Status CheckMergeRequest(const std::string& deliberation,
                               const v1::MergeMeasuresRequest& request) {
  FieldViolations bad;
  if (request.sources().empty() || request.sources_size() > service_limits::kMaxMergeSources) {
    bad.Add("sources", absl::StrCat("are ", request.sources_size(), "; give 1 to ",
                                    service_limits::kMaxMergeSources));
  }
  std::set<std::string> seen = {request.name()};
  for (int i = 0; i < request.sources_size(); ++i) {
    const std::string& name = request.sources(i).name();
    const std::string field = absl::StrCat("sources[", i, "].name");
    if (!resource::Match(kMeasureForm, name) || name.rfind(deliberation + "/", 0) != 0) {
      bad.Add(field, "is no measure of " + deliberation);
    } else if (!seen.insert(name).second) {
      bad.Add(field, name == request.name() ? "is the measure that stays" : "is named twice");
    }
  }
  if (!request.title().empty()) resource::CheckText("title", request.title(), kTitleRule, bad);
  resource::CheckText("reason", request.reason(), kNoteRule, bad);
  resource::CheckRequestId(request.request_id(), bad);
  return bad.ToStatus();
}

absl::Status CheckSplitRequest(const v1::SplitMeasureRequest& request) {
  FieldViolations bad;
  if (request.etag().empty()) bad.Add("etag", "is needed, since quotes are named by position");
  if (request.parts_size() < 2 || request.parts_size() > service_limits::kMaxSplitParts) {
    bad.Add("parts", absl::StrCat("are ", request.parts_size(), "; give 2 to ",
                                  service_limits::kMaxSplitParts));
  }
  for (int i = 0; i < request.parts_size(); ++i) {
    const std::string part = absl::StrCat("parts[", i, "]");
    resource::CheckText(part + ".title", request.parts(i).title(), kTitleRule, bad);
    resource::CheckText(part + ".actor", request.parts(i).actor(), kActorRule, bad);
  }
  resource::CheckText("reason", request.reason(), kNoteRule, bad);
  resource::CheckRequestId(request.request_id(), bad);
  return bad.ToStatus();
}

// Every quote is dealt out, to parts that can hold it.
absl::Status CheckDeal(const v1::SplitMeasureRequest& request, int quotes) {
  FieldViolations bad;
  std::set<int> dealt;
  for (int i = 0; i < request.parts_size(); ++i) {
    const std::string field = absl::StrCat("parts[", i, "].quotes");
    std::set<int> own;
    for (const int quote : request.parts(i).quotes()) {
      if (quote < 0 || quote >= quotes) {
        bad.Add(field, absl::StrCat("there is no quote ", quote, "; the measure has ", quotes,
                                    ", counted from 0"));
      } else if (!own.insert(quote).second) {
        bad.Add(field, absl::StrCat("quote ", quote, " is named twice"));
      }
      dealt.insert(quote);
    }
    if (own.empty() && quotes > 0) bad.Add(field, "are none; give the part at least one");
  }
  for (int quote = 0; bad.empty() && quote < quotes; ++quote) {
    if (!dealt.contains(quote)) {
      bad.Add("parts", absl::StrCat("none of them gets quote ", quote, "; deal out every one"));
    }
  }
  return bad.ToStatus();
}

v1::Measure MakePart(const v1::Measure& whole, const v1::SplitPart& given, std::string name) {
  v1::Measure part;
  part.set_name(std::move(name));
  part.set_title(given.title());
  part.set_actor(given.actor().empty() ? whole.actor() : given.actor());
  for (const int quote : given.quotes()) *part.add_quotes() = whole.quotes(quote);
  part.set_state(v1::MEASURE_STATE_ACTIVE);
  part.set_confidence(whole.confidence());
  part.set_accepted(whole.accepted());
  part.set_split_from(whole.name());
  *part.mutable_arguments() = whole.arguments();
  *part.mutable_opposed_to() = whole.opposed_to();
  NoteQuotes(part);
  return part;
}

}  // namespace

absl::Status IngestionService::Merge(const KeptMeasure& target,
                                     const std::vector<KeptMeasure>& sources,
                                     const std::string& title, StepWriter& step) {
  auto active = RequireActive(target.measure);
  v1::Measure into = target.measure;
  if (!title.empty()) into.set_title(title);
  for (const auto& source : sources) {
    if (active.ok()) active = RequireActive(source.measure);
    TakeOver(source.measure, into);
    AddUnique(*into.mutable_merged_from(), source.measure.name());
  }
  if (!active.ok()) return active;
  auto* opposed = into.mutable_opposed_to();
  opposed->erase(
      std::remove_if(opposed->begin(), opposed->end(),
                     [&](const std::string& name) { return Names(into.merged_from(), name); }),
      opposed->end());
  if (into.quotes_size() > service_limits::kMaxQuotes) {
    return LimitReached("the quotes of a measure, here of the merged ones together, are at most",
                        service_limits::kMaxQuotes);
  }
  NoteQuotes(into);
  step.Change(target.measure, target.revision, into);
  for (const auto& source : sources) {
    v1::Measure merged = source.measure;
    merged.set_state(v1::MEASURE_STATE_MERGED);
    merged.set_merged_into(into.name());
    step.Change(source.measure, source.revision, merged);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::MergeMeasuresResponse> IngestionService::MergeMeasures(
    const Caller& caller, const v1::MergeMeasuresRequest& request) {
  auto well_formed = CheckMergeRequest(caller.deliberation, request);
  if (!well_formed.ok()) return well_formed;
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::MergeMeasuresResponse>> {
    auto target = ReadForChange(caller, request.name(), request.etag());
    if (!target.ok()) return target.status();
    std::vector<KeptMeasure> sources;
    for (const auto& each : request.sources()) {
      auto source = ReadKept(each.name(), each.etag());
      if (!source.ok()) return source.status();
      sources.push_back(*std::move(source));
    }
    StepWriter step = NewStep(caller, v1::CURATION_KIND_MERGED);
    step.step().set_reason(request.reason());
    auto merged = Merge(*target, sources, request.title(), step);
    if (!merged.ok()) return merged;
    Decision<v1::MergeMeasuresResponse> decision;
    step.AddTo(decision.mutation);
    auto changed = step.Changed();
    *decision.response.mutable_measure() = std::move(changed.front());
    for (std::size_t i = 1; i < changed.size(); ++i) {
      *decision.response.add_merged() = std::move(changed[i]);
    }
    return decision;
  };
  return resource::Write<v1::MergeMeasuresResponse>(
      *parts_.store, caller, "MergeMeasures", request, decide,
      [](v1::MergeMeasuresResponse& response, std::int64_t revision) {
        response.mutable_measure()->set_etag(resource::Etag(revision));
        for (auto& measure : *response.mutable_merged()) {
          measure.set_etag(resource::Etag(revision));
        }
      });
}

absl::StatusOr<v1::SplitMeasureResponse> IngestionService::SplitMeasure(
    const Caller& caller, const v1::SplitMeasureRequest& request) {
  auto well_formed = CheckSplitRequest(request);
  if (!well_formed.ok()) return well_formed;
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::SplitMeasureResponse>> {
    auto kept = ReadForChange(caller, request.name(), request.etag());
    if (!kept.ok()) return kept.status();
    auto active = RequireActive(kept->measure);
    if (!active.ok()) return active;
    auto deal = CheckDeal(request, kept->measure.quotes_size());
    if (!deal.ok()) return deal;
    auto room = CheckRoom(caller.deliberation, request.parts_size() - 1);
    if (!room.ok()) return room;
    Decision<v1::SplitMeasureResponse> decision;
    StepWriter step = NewStep(caller, v1::CURATION_KIND_SPLIT);
    step.step().set_reason(request.reason());
    v1::Measure& whole = *decision.response.mutable_measure() = kept->measure;
    whole.set_state(v1::MEASURE_STATE_SPLIT);
    for (const auto& given : request.parts()) {
      v1::Measure& part = *decision.response.add_parts() =
          MakePart(kept->measure, given,
                   absl::StrCat(caller.deliberation, "/measures/", parts_.ids->NewId()));
      whole.add_split_into(part.name());
    }
    step.Change(kept->measure, kept->revision, whole);
    for (auto& part : *decision.response.mutable_parts()) step.Create(part);
    step.AddTo(decision.mutation);
    return decision;
  };
  return resource::Write<v1::SplitMeasureResponse>(
      *parts_.store, caller, "SplitMeasure", request, decide,
      [](v1::SplitMeasureResponse& response, std::int64_t revision) {
        response.mutable_measure()->set_etag(resource::Etag(revision));
        for (auto& part : *response.mutable_parts()) part.set_etag(resource::Etag(revision));
      });
}

absl::StatusOr<std::vector<v1::CurationStep>> IngestionService::ReadSteps(
    const std::string& measure, const std::string& after_id) const {
  const std::string deliberation = measure.substr(0, measure.find("/measures/"));
  std::vector<v1::CurationStep> steps;
  std::string after = after_id;
  for (;;) {
    auto rows = parts_.store->List(measure + "/steps", after, kHistoryBatch);
    if (!rows.ok()) return resource::FromStore(rows.status());
    for (const auto& row : *rows) {
      auto step = parts_.store->Get({deliberation + "/steps", row.key.id});
      if (!step.ok()) return resource::FromStore(step.status());
      auto read = ReadRow(*step, steps.emplace_back());
      if (!read.ok()) return read;
      after = row.key.id;
    }
    if (rows->size() < kHistoryBatch) return steps;
  }
}

absl::StatusOr<store::Row> IngestionService::FindUndoable(const v1::UndoMeasureStepRequest& request,
                                                          v1::CurationStep& step) const {
  std::string name = request.step();
  if (name.empty()) {
    auto steps = ReadSteps(request.name(), "");
    if (!steps.ok()) return steps.status();
    const auto last = std::find_if(steps->rbegin(), steps->rend(), [](const auto& each) {
      return IsUndoable(each.kind()) && each.undone_by().empty();
    });
    if (last == steps->rend()) {
      return NotUndoable(
          "nothing was done to this measure that could be undone; one that should not take part is "
          "rejected",
          "");
    }
    name = last->name();
  }
  auto row = GetRow(*parts_.store, name, kStepForm, "`plenum measure history MEASURE` shows them");
  if (!row.ok()) return row;
  auto read = ReadRow(*row, step);
  if (!read.ok()) return read;
  const bool own = std::any_of(
      step.changes().begin(), step.changes().end(),
      [&](const v1::MeasureChange& change) { return change.measure() == request.name(); });
  if (!own) return NotUndoable(name + " is no step of this measure", name);
  if (!step.undone_by().empty()) return NotUndoable("this step was undone already", name);
  if (!IsUndoable(step.kind())) {
    return NotUndoable(
        absl::StrCat("a step of the kind \"", KindWord(step.kind()), "\" cannot be undone"), name);
  }
  return row;
}

absl::Status IngestionService::RequireNothingDepends(const v1::CurationStep& step) const {
  for (const auto& change : step.changes()) {
    auto later = ReadSteps(change.measure(), resource::KeyOf(step.name()).id);
    if (!later.ok()) return later.status();
    for (const auto& each : *later) {
      if (!Depends(each, step, change.measure())) continue;
      return NotUndoable(
          absl::StrCat("\"", change.after().title(), "\" was later ", KindWord(each.kind()),
                       " in a way that depends on this step; undo that first, it is the step ",
                       resource::KeyOf(each.name()).id),
          each.name());
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::UndoMeasureStepResponse> IngestionService::UndoMeasureStep(
    const Caller& caller, const v1::UndoMeasureStepRequest& request) {
  FieldViolations bad;
  if (!request.step().empty() && (!resource::Match(kStepForm, request.step()) ||
                                  request.step().rfind(caller.deliberation + "/", 0) != 0)) {
    bad.Add("step", "is no step of " + caller.deliberation);
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::UndoMeasureStepResponse>> {
    auto asked = ReadForChange(caller, request.name(), request.etag());
    if (!asked.ok()) return asked.status();
    Decision<v1::UndoMeasureStepResponse> decision;
    v1::CurationStep& step = *decision.response.mutable_step();
    auto row = FindUndoable(request, step);
    if (!row.ok()) return row.status();
    // The measures are read first: a step that comes in between changes their revisions.
    StepWriter undoing = NewStep(caller, v1::CURATION_KIND_UNDONE);
    int active = 0;
    for (const auto& change : step.changes()) {
      auto now = ReadKept(change.measure(), "");
      if (!now.ok()) return now.status();
      v1::Measure back = TakeBack(change, now->measure);
      active += back.state() == v1::MEASURE_STATE_ACTIVE ? 1 : 0;
      active -= now->measure.state() == v1::MEASURE_STATE_ACTIVE ? 1 : 0;
      undoing.Change(now->measure, now->revision, back);
    }
    auto free = RequireNothingDepends(step);
    if (!free.ok()) return free;
    if (active > 0) {
      auto room = CheckRoom(caller.deliberation, active);
      if (!room.ok()) return room;
    }
    undoing.step().set_undoes(step.name());
    step.set_undone_by(undoing.step().name());
    undoing.AddTo(decision.mutation);
    decision.mutation.puts.push_back({row->key, step.SerializeAsString(), row->revision});
    if (!step.suggestion().empty()) {
      auto reopened = ReopenSuggestion(step.suggestion(), decision.mutation);
      if (!reopened.ok()) return reopened;
    }
    for (auto& measure : undoing.Changed()) *decision.response.add_measures() = std::move(measure);
    return decision;
  };
  return resource::Write<v1::UndoMeasureStepResponse>(
      *parts_.store, caller, "UndoMeasureStep", request, decide,
      [](v1::UndoMeasureStepResponse& response, std::int64_t revision) {
        for (auto& measure : *response.mutable_measures()) {
          measure.set_etag(resource::Etag(revision));
        }
      });
}

absl::StatusOr<v1::ListMeasureHistoryResponse> IngestionService::ListMeasureHistory(
    const Caller& /*caller*/, const v1::ListMeasureHistoryRequest& request) {
  auto measure = GetMeasureRow(*parts_.store, request.name());
  if (!measure.ok()) return measure.status();
  auto page =
      resource::ReadPage(request.name() + "/steps", "", request.page_size(), request.page_token());
  if (!page.ok()) return page.status();
  auto rows = parts_.store->List(page->collection, page->after, page->size + 1);
  if (!rows.ok()) return resource::FromStore(rows.status());
  v1::ListMeasureHistoryResponse response;
  response.set_next_page_token(resource::NextToken(*page, *rows));
  const std::string steps = request.name().substr(0, request.name().find("/measures/")) + "/steps";
  for (const auto& row : *rows) {
    auto step = parts_.store->Get({steps, row.key.id});
    if (!step.ok()) return resource::FromStore(step.status());
    auto read = ReadRow(*step, *response.add_steps());
    if (!read.ok()) return read;
  }
  return response;
}

}  // namespace plenum::ingestion
