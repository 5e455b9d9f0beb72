// Measures: adding one by hand, reading them, and what changes a single one.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/resource/page.h"
#include "services/common/resource/time.h"
#include "services/ingestion/extraction/extraction.h"
#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/ingestion_service.h"

namespace plenum::ingestion {
namespace {

using base::FieldViolations;
using resource::Decision;

// Where `quote` stands in `text`, when it says so by its words alone. A sentence that says what is
// wrong, empty when nothing is.
std::string FindPlace(const std::string& text, v1::Quote& quote) {
  const std::size_t at = text.find(quote.text());
  if (at == std::string::npos) return "does not stand in the document, word for word";
  if (text.find(quote.text(), at + 1) != std::string::npos) {
    return "stands in the document more than once; give start and end";
  }
  const std::size_t start = CountCodePoints(std::string_view(text).substr(0, at));
  quote.set_start(static_cast<std::int64_t>(start));
  quote.set_end(static_cast<std::int64_t>(start + CountCodePoints(quote.text())));
  return "";
}

std::string CheckVerbatim(const std::string& text, v1::Quote& quote) {
  if (quote.text().empty()) return "has no text";
  if (quote.start() == 0 && quote.end() == 0) return FindPlace(text, quote);
  if (quote.start() < 0 || quote.end() < quote.start()) {
    return "start and end are no range of the text";
  }
  const absl::Status verbatim =
      VerifyQuote(text, {quote.text(), static_cast<std::size_t>(quote.start()),
                         static_cast<std::size_t>(quote.end())});
  return std::string(verbatim.message());
}

}  // namespace

absl::Status IngestionService::CheckQuote(const std::string& parent, const std::string& field,
                                          v1::Quote& quote, FieldViolations& bad) const {
  if (!resource::Match(kDocumentForm, quote.document()) ||
      quote.document().rfind(parent + "/", 0) != 0) {
    bad.Add(field + ".document", "is no document of " + parent);
    return absl::OkStatus();
  }
  if (!v1::Stance_IsValid(quote.stance())) bad.Add(field + ".stance", "is not known");
  auto row = parts_.store->Get(PartKey(quote.document(), "text"));
  if (absl::IsNotFound(row.status())) {
    bad.Add(field + ".document", absl::StrCat("there is no ", quote.document()));
    return absl::OkStatus();
  }
  if (!row.ok()) return resource::FromStore(row.status());
  v1::GetDocumentTextResponse text;
  if (!text.ParseFromString(row->data)) return absl::InternalError("a text is unreadable");
  const std::string wrong = CheckVerbatim(text.text(), quote);
  if (!wrong.empty()) bad.Add(field, wrong);
  FillPlace(text, quote);
  return absl::OkStatus();
}

absl::StatusOr<v1::CreateMeasureResponse> IngestionService::CreateMeasure(
    const Caller& caller, const v1::CreateMeasureRequest& request) {
  const v1::Measure& given = request.measure();
  FieldViolations bad;
  if (!resource::Match(kDeliberationForm, request.parent())) {
    bad.Add("parent", "must be of the form deliberations/ID");
  }
  resource::CheckText("measure.title", given.title(), kTitleRule, bad);
  resource::CheckText("measure.actor", given.actor(), kActorRule, bad);
  if (given.quotes_size() > service_limits::kMaxQuotes) {
    bad.Add("measure.quotes",
            absl::StrCat("are ", given.quotes_size(), "; at most ", service_limits::kMaxQuotes));
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();

  const auto decide = [&]() -> absl::StatusOr<Decision<v1::CreateMeasureResponse>> {
    auto draft = RequireDraft(caller, request.parent(), "adding measures");
    if (!draft.ok()) return draft;
    Decision<v1::CreateMeasureResponse> decision;
    auto& measure = *decision.response.mutable_measure();
    measure.set_name(absl::StrCat(request.parent(), "/measures/", parts_.ids->NewId()));
    measure.set_title(given.title());
    measure.set_actor(given.actor());
    FieldViolations wrong;
    for (int i = 0; i < given.quotes_size(); ++i) {
      auto& quote = *measure.add_quotes() = given.quotes(i);
      auto checked =
          CheckQuote(request.parent(), absl::StrCat("measure.quotes[", i, "]"), quote, wrong);
      if (!checked.ok()) return checked;
    }
    if (!wrong.empty()) return wrong.ToStatus();
    auto room = CheckRoom(request.parent(), 1);
    if (!room.ok()) return room;
    measure.set_state(v1::MEASURE_STATE_ACTIVE);
    measure.set_accepted(true);
    NoteQuotes(measure);
    StepWriter step = NewStep(caller, v1::CURATION_KIND_ADDED);
    step.Create(measure);
    step.AddTo(decision.mutation);
    return decision;
  };
  return resource::Write<v1::CreateMeasureResponse>(
      *parts_.store, caller, "CreateMeasure", request, decide,
      [](v1::CreateMeasureResponse& response, std::int64_t revision) {
        response.mutable_measure()->set_etag(resource::Etag(revision));
      });
}

absl::StatusOr<v1::GetMeasureResponse> IngestionService::GetMeasure(
    const Caller& /*caller*/, const v1::GetMeasureRequest& request) {
  auto row = GetMeasureRow(*parts_.store, request.name());
  if (!row.ok()) return row.status();
  v1::GetMeasureResponse response;
  auto read = ReadRow(*row, *response.mutable_measure());
  if (!read.ok()) return read;
  return response;
}

absl::StatusOr<v1::ListMeasuresResponse> IngestionService::ListMeasures(
    const Caller& /*caller*/, const v1::ListMeasuresRequest& request) {
  if (!resource::Match(kDeliberationForm, request.parent())) {
    return BadName("parent", request.parent(), kDeliberationForm);
  }
  auto page =
      resource::ReadPage(request.parent() + "/measures", request.show_rejected() ? "all" : "active",
                         request.page_size(), request.page_token());
  if (!page.ok()) return page.status();
  v1::ListMeasuresResponse response;
  // Rows that the filter drops are read on over, so that a page is full unless it is the last.
  for (;;) {
    auto rows = parts_.store->List(page->collection, page->after, page->size + 1);
    if (!rows.ok()) return resource::FromStore(rows.status());
    const bool more = rows->size() > static_cast<std::size_t>(page->size);
    for (const auto& row : *rows) {
      v1::Measure measure;
      auto read = ReadRow(row, measure);
      if (!read.ok()) return read;
      const bool shown = request.show_rejected() || measure.state() == v1::MEASURE_STATE_ACTIVE;
      if (shown && response.measures_size() == page->size) {
        response.set_next_page_token(resource::MakeToken(*page, page->after));
        return response;
      }
      if (shown) *response.add_measures() = std::move(measure);
      page->after = row.key.id;
    }
    if (!more) return response;
  }
}

StepWriter IngestionService::NewStep(const Caller& caller, v1::CurationKind kind) const {
  return {kind, caller.deliberation, caller.member, parts_.ids->NewId(), parts_.clock->NowMicros()};
}

absl::Status IngestionService::CheckRoom(const std::string& deliberation, int more) const {
  auto measures = ReadMeasures(*parts_.store, deliberation);
  if (!measures.ok()) return measures.status();
  const auto active = std::count_if(
      measures->begin(), measures->end(),
      [](const KeptMeasure& kept) { return kept.measure.state() == v1::MEASURE_STATE_ACTIVE; });
  if (active + more > service_limits::kMaxMeasures) {
    return LimitReached("the measures of a deliberation are at most", service_limits::kMaxMeasures);
  }
  if (measures->size() + static_cast<std::size_t>(more) > service_limits::kMaxKeptMeasures) {
    return LimitReached(
        "the measures of a deliberation, rejected and merged ones included, are "
        "at most",
        service_limits::kMaxKeptMeasures);
  }
  return absl::OkStatus();
}

absl::StatusOr<KeptMeasure> IngestionService::ReadKept(const std::string& name,
                                                       const std::string& etag) const {
  auto row = GetMeasureRow(*parts_.store, name);
  if (!row.ok()) return row.status();
  auto current = resource::CheckEtag(etag, row->revision, name);
  if (!current.ok()) return current;
  KeptMeasure kept;
  auto read = ReadRow(*row, kept.measure);
  if (!read.ok()) return read;
  kept.measure.clear_etag();
  kept.revision = row->revision;
  return kept;
}

absl::StatusOr<KeptMeasure> IngestionService::ReadForChange(const Caller& caller,
                                                            const std::string& name,
                                                            const std::string& etag) const {
  auto exists = GetMeasureRow(*parts_.store, name);
  if (!exists.ok()) return exists.status();
  auto draft = RequireDraft(caller, caller.deliberation, "changing measures");
  if (!draft.ok()) return draft;
  return ReadKept(name, etag);
}

template <class Response, class Request, class Change>
absl::StatusOr<Response> IngestionService::ChangeMeasure(
    const Caller& caller, std::string_view method, const Request& request, const std::string& name,
    const std::string& etag, v1::CurationKind kind, Change change) {
  const auto decide = [&]() -> absl::StatusOr<Decision<Response>> {
    auto kept = ReadForChange(caller, name, etag);
    if (!kept.ok()) return kept.status();
    Decision<Response> decision;
    v1::Measure& after = *decision.response.mutable_measure() = kept->measure;
    StepWriter step = NewStep(caller, kind);
    const absl::Status changed = change(after, step);
    if (!changed.ok()) return changed;
    if (after.SerializeAsString() == kept->measure.SerializeAsString()) {
      decision.mutation.stream = caller.deliberation;
      decision.revision = kept->revision;
      return decision;
    }
    step.Change(kept->measure, kept->revision, after);
    step.AddTo(decision.mutation);
    return decision;
  };
  return resource::Write<Response>(*parts_.store, caller, method, request, decide,
                                   [](Response& response, std::int64_t revision) {
                                     response.mutable_measure()->set_etag(resource::Etag(revision));
                                   });
}

absl::StatusOr<v1::UpdateMeasureResponse> IngestionService::UpdateMeasure(
    const Caller& caller, const v1::UpdateMeasureRequest& request) {
  const auto& given = request.measure();
  FieldViolations bad;
  if (request.update_mask().paths().empty()) bad.Add("update_mask", "must name what to change");
  for (const auto& path : request.update_mask().paths()) {
    if (path == "title") {
      resource::CheckText("measure.title", given.title(), kTitleRule, bad);
    } else if (path == "actor") {
      resource::CheckText("measure.actor", given.actor(), kActorRule, bad);
    } else {
      bad.Add("update_mask", absl::StrCat("\"", path, "\" cannot be changed; title and actor can"));
    }
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  return ChangeMeasure<v1::UpdateMeasureResponse>(
      caller, "UpdateMeasure", request, given.name(), given.etag(), v1::CURATION_KIND_EDITED,
      [&](v1::Measure& measure, StepWriter&) {
        for (const auto& path : request.update_mask().paths()) {
          if (path == "title") measure.set_title(given.title());
          if (path == "actor") measure.set_actor(given.actor());
        }
        return RequireCurrent(measure);
      });
}

absl::StatusOr<v1::RejectMeasureResponse> IngestionService::RejectMeasure(
    const Caller& caller, const v1::RejectMeasureRequest& request) {
  FieldViolations bad;
  resource::CheckText("reason", request.reason(), kReasonRule, bad);
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  return ChangeMeasure<v1::RejectMeasureResponse>(caller, "RejectMeasure", request, request.name(),
                                                  request.etag(), v1::CURATION_KIND_REJECTED,
                                                  [&](v1::Measure& measure, StepWriter& step) {
                                                    auto current = RequireCurrent(measure);
                                                    if (!current.ok()) return current;
                                                    step.step().set_reason(request.reason());
                                                    measure.set_state(v1::MEASURE_STATE_REJECTED);
                                                    measure.set_reject_reason(request.reason());
                                                    measure.set_accepted(false);
                                                    return absl::OkStatus();
                                                  });
}

absl::StatusOr<v1::RestoreMeasureResponse> IngestionService::RestoreMeasure(
    const Caller& caller, const v1::RestoreMeasureRequest& request) {
  FieldViolations bad;
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  return ChangeMeasure<v1::RestoreMeasureResponse>(
      caller, "RestoreMeasure", request, request.name(), request.etag(), v1::CURATION_KIND_RESTORED,
      [&](v1::Measure& measure, StepWriter&) {
        auto current = RequireCurrent(measure);
        if (!current.ok()) return current;
        measure.set_state(v1::MEASURE_STATE_ACTIVE);
        measure.clear_reject_reason();
        return absl::OkStatus();
      });
}

absl::StatusOr<v1::AcceptMeasureResponse> IngestionService::AcceptMeasure(
    const Caller& caller, const v1::AcceptMeasureRequest& request) {
  FieldViolations bad;
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  return ChangeMeasure<v1::AcceptMeasureResponse>(caller, "AcceptMeasure", request, request.name(),
                                                  request.etag(), v1::CURATION_KIND_ACCEPTED,
                                                  [&](v1::Measure& measure, StepWriter&) {
                                                    auto active = RequireActive(measure);
                                                    if (active.ok()) measure.set_accepted(true);
                                                    return active;
                                                  });
}

absl::StatusOr<v1::AttachQuoteResponse> IngestionService::AttachQuote(
    const Caller& caller, const v1::AttachQuoteRequest& request) {
  FieldViolations bad;
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  return ChangeMeasure<v1::AttachQuoteResponse>(
      caller, "AttachQuote", request, request.name(), request.etag(),
      v1::CURATION_KIND_QUOTE_ATTACHED, [&](v1::Measure& measure, StepWriter&) -> absl::Status {
        auto current = RequireCurrent(measure);
        if (!current.ok()) return current;
        if (measure.quotes_size() >= service_limits::kMaxQuotes) {
          return LimitReached("the quotes of a measure are at most", service_limits::kMaxQuotes);
        }
        FieldViolations wrong;
        v1::Quote quote = request.quote();
        auto checked = CheckQuote(caller.deliberation, "quote", quote, wrong);
        if (!checked.ok()) return checked;
        const bool there =
            std::any_of(measure.quotes().begin(), measure.quotes().end(),
                        [&](const v1::Quote& known) { return SamePlace(known, quote); });
        if (wrong.empty() && there) wrong.Add("quote", "is a quote of the measure already");
        if (!wrong.empty()) return wrong.ToStatus();
        *measure.add_quotes() = std::move(quote);
        NoteQuotes(measure);
        return absl::OkStatus();
      });
}

absl::StatusOr<v1::DetachQuoteResponse> IngestionService::DetachQuote(
    const Caller& caller, const v1::DetachQuoteRequest& request) {
  FieldViolations bad;
  if (request.etag().empty()) bad.Add("etag", "is needed, since the quote is named by position");
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  return ChangeMeasure<v1::DetachQuoteResponse>(
      caller, "DetachQuote", request, request.name(), request.etag(),
      v1::CURATION_KIND_QUOTE_DETACHED, [&](v1::Measure& measure, StepWriter&) -> absl::Status {
        auto current = RequireCurrent(measure);
        if (!current.ok()) return current;
        if (request.quote() < 0 || request.quote() >= measure.quotes_size()) {
          FieldViolations wrong;
          wrong.Add("quote", absl::StrCat("there is no quote ", request.quote(), "; it has ",
                                          measure.quotes_size(), ", counted from 0"));
          return wrong.ToStatus();
        }
        measure.mutable_quotes()->DeleteSubrange(request.quote(), 1);
        NoteQuotes(measure);
        return absl::OkStatus();
      });
}

}  // namespace plenum::ingestion
