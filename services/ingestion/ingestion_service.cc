#include "services/ingestion/ingestion_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/base/text.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/text_field.h"
#include "services/common/resource/time.h"
#include "services/ingestion/extraction/extraction.h"
#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/reading.h"

namespace plenum::ingestion {
namespace {

using base::FieldViolations;
using resource::Decision;

constexpr resource::TextRule kTitle{.min = 1, .max = 200};
constexpr resource::TextRule kActor{.min = 0, .max = 200};
constexpr resource::TextRule kReason{.min = 1, .max = 1000, .one_line = false};
constexpr std::size_t kMaxFileName = 255;
constexpr int kMaxQuotes = 100;

absl::Status BadName(std::string_view field, std::string_view name, std::string_view form) {
  FieldViolations bad;
  bad.Add(field, absl::StrCat("\"", std::string(base::Shorten(name, 100)), "\" is not of the form ",
                              absl::StrReplaceAll(std::string(form), {{"*", "ID"}})));
  return bad.ToStatus();
}

absl::StatusOr<store::Row> GetRow(store::Store& store, std::string_view name,
                                  std::string_view pattern, std::string_view hint) {
  if (!resource::Match(pattern, name)) return BadName("name", name, pattern);
  auto row = store.Get(resource::KeyOf(name));
  if (absl::IsNotFound(row.status())) return base::NotFound(name, hint);
  if (!row.ok()) return resource::FromStore(row.status());
  return row;
}

template <class Message>
absl::Status ReadRow(const store::Row& row, Message& message) {
  if (!message.ParseFromString(row.data)) {
    return absl::InternalError(resource::NameOf(row.key) + " cannot be read");
  }
  message.set_etag(resource::Etag(row.revision));
  return absl::OkStatus();
}

absl::Status LimitReached(std::string_view what, int limit) {
  return base::Error(absl::StatusCode::kResourceExhausted, common::v1::ERROR_REASON_LIMIT_REACHED,
                     absl::StrCat("a deliberation holds at most ", limit, " ", std::string(what)),
                     {{"limit", absl::StrCat(limit)}});
}

void CheckFile(const std::string& file_name, bool needed, v1::DocumentFormat format,
               FieldViolations& bad) {
  if ((needed && file_name.empty()) || file_name.size() > kMaxFileName) {
    bad.Add("file_name", absl::StrCat("has ", file_name.size(), " bytes; give ", needed ? 1 : 0,
                                      " to ", kMaxFileName));
  } else if (base::HasControlCharacters(file_name)) {
    bad.Add("file_name", "must not hold control characters");
  }
  if (!v1::DocumentFormat_IsValid(format)) bad.Add("format", "is not known");
}

store::Key PartKey(const std::string& document, std::string part) {
  return {document + "/parts", std::move(part)};
}

}  // namespace

absl::Status IngestionService::RequireDraft(const Caller& caller, const std::string& deliberation,
                                            std::string_view what) const {
  deliberation::v1::GetDeliberationRequest request;
  request.set_name(deliberation);
  auto response = parts_.deliberation->Call(
      &deliberation::v1::DeliberationService::Stub::GetDeliberation, request, caller);
  if (!response.ok()) return response.status();
  if (response->deliberation().phase() == deliberation::v1::PHASE_DRAFT) return absl::OkStatus();
  return base::Error(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_WRONG_PHASE,
                     absl::StrCat(std::string(what),
                                  " is possible in phase draft only, before scoring and voting"),
                     {{"required", "draft"}});
}

absl::StatusOr<int> IngestionService::CountMeasures(const std::string& deliberation) const {
  auto rows = parts_.store->List(deliberation + "/measures", "", service_limits::kMaxMeasures + 1);
  if (!rows.ok()) return resource::FromStore(rows.status());
  return static_cast<int>(rows->size());
}

absl::StatusOr<v1::ImportDocumentResponse> IngestionService::ReadDuplicate(
    const std::string& parent, const std::string& id) const {
  const std::string name = absl::StrCat(parent, "/documents/", id);
  auto row = parts_.store->Get(resource::KeyOf(name));
  if (!row.ok()) return resource::FromStore(row.status());
  v1::ImportDocumentResponse response;
  response.set_duplicate(true);
  auto read = ReadRow(*row, *response.mutable_document());
  if (!read.ok()) return read;
  auto measures = parts_.store->List(parent + "/measures", "", service_limits::kMaxMeasures);
  if (!measures.ok()) return resource::FromStore(measures.status());
  for (const auto& each : *measures) {
    v1::Measure measure;
    read = ReadRow(each, measure);
    if (!read.ok()) return read;
    const bool of_document =
        std::any_of(measure.quotes().begin(), measure.quotes().end(),
                    [&](const v1::Quote& quote) { return quote.document() == name; });
    if (of_document) *response.add_measures() = std::move(measure);
  }
  return response;
}

absl::StatusOr<v1::ImportDocumentResponse> IngestionService::ImportDocument(
    const Caller& caller, const v1::ImportDocumentRequest& request) {
  FieldViolations bad;
  CheckFile(request.file_name(), /*needed=*/true, request.format(), bad);
  if (request.content().empty()) bad.Add("content", "is empty; choose a file with some text");
  if (!resource::Match("deliberations/*", request.parent())) {
    bad.Add("parent", "must be of the form deliberations/ID");
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();

  const std::string& parent = request.parent();
  const std::string sha256 = base::Hex(base::Sha256(request.content()));
  const store::Key digest_key{parent + "/digests", sha256};
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::ImportDocumentResponse>> {
    auto draft = RequireDraft(caller, parent, "importing documents");
    if (!draft.ok()) return draft;
    Decision<v1::ImportDocumentResponse> decision;
    auto known = parts_.store->Get(digest_key);
    if (known.ok()) {
      auto duplicate = ReadDuplicate(parent, known->data);
      if (!duplicate.ok()) return duplicate.status();
      decision.response = *std::move(duplicate);
      decision.mutation.stream = parent;
      return decision;
    }
    if (!absl::IsNotFound(known.status())) return resource::FromStore(known.status());
    auto reading = Read(caller, request.content(), request.file_name(), request.format());
    if (!reading.ok()) return reading.status();
    auto count = CountMeasures(parent);
    if (!count.ok()) return count.status();
    if (*count + static_cast<int>(reading->measures.size()) > service_limits::kMaxMeasures) {
      return base::Error(
          absl::StatusCode::kResourceExhausted, common::v1::ERROR_REASON_LIMIT_REACHED,
          absl::StrCat(request.file_name(), " has ", reading->measures.size(),
                       " measures; with the ", *count, " that are there this passes the limit of ",
                       service_limits::kMaxMeasures, " of one deliberation; split the document"),
          {{"limit", absl::StrCat(service_limits::kMaxMeasures)}});
    }

    const std::string id = parts_.ids->NewId();
    auto& document = *decision.response.mutable_document();
    document.set_name(absl::StrCat(parent, "/documents/", id));
    document.set_title(reading->title);
    document.set_file_name(request.file_name());
    document.set_format(reading->format);
    document.set_sha256(sha256);
    document.set_size_bytes(static_cast<std::int64_t>(request.content().size()));
    document.set_text_length(static_cast<std::int64_t>(CountCodePoints(reading->text.text())));
    document.set_measure_count(static_cast<std::int32_t>(reading->measures.size()));
    *document.mutable_create_time() = resource::ToTimestamp(parts_.clock->NowMicros());

    auto& mutation = decision.mutation;
    mutation.stream = parent;
    mutation.puts.push_back({digest_key, id, 0});
    mutation.puts.push_back({resource::KeyOf(document.name()), document.SerializeAsString(), 0});
    mutation.puts.push_back(
        {PartKey(document.name(), "text"), reading->text.SerializeAsString(), 0});
    mutation.puts.push_back({PartKey(document.name(), "original"), request.content(), 0});
    mutation.events.push_back({kDocumentImported, document.name(), caller.member, ""});
    for (auto& measure : reading->measures) {
      measure.set_name(absl::StrCat(parent, "/measures/", parts_.ids->NewId()));
      *measure.mutable_create_time() = document.create_time();
      *measure.mutable_update_time() = document.create_time();
      for (auto& quote : *measure.mutable_quotes()) quote.set_document(document.name());
      mutation.puts.push_back({resource::KeyOf(measure.name()), measure.SerializeAsString(), 0});
      mutation.events.push_back({kMeasureCreated, measure.name(), caller.member, ""});
      *decision.response.add_measures() = std::move(measure);
    }
    return decision;
  };
  return resource::Write<v1::ImportDocumentResponse>(
      *parts_.store, caller, "ImportDocument", request, decide,
      [](v1::ImportDocumentResponse& response, std::int64_t revision) {
        if (response.duplicate()) return;  // its etags are those that were read
        response.mutable_document()->set_etag(resource::Etag(revision));
        for (auto& measure : *response.mutable_measures()) {
          measure.set_etag(resource::Etag(revision));
        }
      });
}

absl::StatusOr<v1::GetDocumentResponse> IngestionService::GetDocument(
    const Caller& /*caller*/, const v1::GetDocumentRequest& request) {
  auto row = GetRow(*parts_.store, request.name(), "deliberations/*/documents/*",
                    "`plenum document list` shows them");
  if (!row.ok()) return row.status();
  v1::GetDocumentResponse response;
  auto read = ReadRow(*row, *response.mutable_document());
  if (!read.ok()) return read;
  return response;
}

absl::StatusOr<v1::GetDocumentTextResponse> IngestionService::GetDocumentText(
    const Caller& /*caller*/, const v1::GetDocumentTextRequest& request) {
  if (!resource::Match("deliberations/*/documents/*", request.name())) {
    return BadName("name", request.name(), "deliberations/*/documents/*");
  }
  auto row = parts_.store->Get(PartKey(request.name(), "text"));
  if (absl::IsNotFound(row.status())) return base::NotFound(request.name());
  if (!row.ok()) return resource::FromStore(row.status());
  v1::GetDocumentTextResponse response;
  if (!response.ParseFromString(row->data)) {
    return absl::InternalError("the text of " + request.name() + " cannot be read");
  }
  return response;
}

absl::StatusOr<v1::ListDocumentsResponse> IngestionService::ListDocuments(
    const Caller& /*caller*/, const v1::ListDocumentsRequest& request) {
  if (!resource::Match("deliberations/*", request.parent())) {
    return BadName("parent", request.parent(), "deliberations/*");
  }
  auto page = resource::ReadPage(request.parent() + "/documents", "", request.page_size(),
                                 request.page_token());
  if (!page.ok()) return page.status();
  auto rows = parts_.store->List(page->collection, page->after, page->size + 1);
  if (!rows.ok()) return resource::FromStore(rows.status());
  v1::ListDocumentsResponse response;
  response.set_next_page_token(resource::NextToken(*page, *rows));
  for (const auto& row : *rows) {
    auto read = ReadRow(row, *response.add_documents());
    if (!read.ok()) return read;
  }
  return response;
}

absl::Status IngestionService::CheckQuotes(const std::string& parent,
                                           const v1::Measure& measure) const {
  FieldViolations bad;
  if (measure.quotes_size() > kMaxQuotes) {
    bad.Add("measure.quotes",
            absl::StrCat("are ", measure.quotes_size(), "; at most ", kMaxQuotes));
    return bad.ToStatus();
  }
  for (int i = 0; i < measure.quotes_size(); ++i) {
    const v1::Quote& quote = measure.quotes(i);
    const std::string field = absl::StrCat("measure.quotes[", i, "]");
    if (!resource::Match("deliberations/*/documents/*", quote.document()) ||
        quote.document().rfind(parent + "/", 0) != 0) {
      bad.Add(field + ".document", "is no document of " + parent);
      continue;
    }
    auto text = parts_.store->Get(PartKey(quote.document(), "text"));
    if (absl::IsNotFound(text.status())) {
      bad.Add(field + ".document", absl::StrCat("there is no ", quote.document()));
      continue;
    }
    if (!text.ok()) return resource::FromStore(text.status());
    v1::GetDocumentTextResponse stored;
    if (!stored.ParseFromString(text->data)) return absl::InternalError("a text is unreadable");
    const bool in_range = quote.start() >= 0 && quote.end() >= quote.start();
    const absl::Status verbatim =
        in_range
            ? VerifyQuote(stored.text(), {quote.text(), static_cast<std::size_t>(quote.start()),
                                          static_cast<std::size_t>(quote.end())})
            : absl::InvalidArgumentError("start and end are no range of the text");
    if (!verbatim.ok()) bad.Add(field, std::string(verbatim.message()));
  }
  return bad.ToStatus();
}

absl::StatusOr<v1::CreateMeasureResponse> IngestionService::CreateMeasure(
    const Caller& caller, const v1::CreateMeasureRequest& request) {
  FieldViolations bad;
  if (!resource::Match("deliberations/*", request.parent())) {
    bad.Add("parent", "must be of the form deliberations/ID");
  }
  resource::CheckText("measure.title", request.measure().title(), kTitle, bad);
  resource::CheckText("measure.actor", request.measure().actor(), kActor, bad);
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();

  const std::string id = parts_.ids->NewId();
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::CreateMeasureResponse>> {
    auto draft = RequireDraft(caller, request.parent(), "adding measures");
    if (!draft.ok()) return draft;
    auto verbatim = CheckQuotes(request.parent(), request.measure());
    if (!verbatim.ok()) return verbatim;
    auto count = CountMeasures(request.parent());
    if (!count.ok()) return count.status();
    if (*count >= service_limits::kMaxMeasures) {
      return LimitReached("measures", service_limits::kMaxMeasures);
    }
    Decision<v1::CreateMeasureResponse> decision;
    auto& measure = *decision.response.mutable_measure();
    measure.set_name(absl::StrCat(request.parent(), "/measures/", id));
    measure.set_title(request.measure().title());
    measure.set_actor(request.measure().actor());
    *measure.mutable_quotes() = request.measure().quotes();
    measure.set_state(v1::MEASURE_STATE_ACTIVE);
    *measure.mutable_create_time() = resource::ToTimestamp(parts_.clock->NowMicros());
    *measure.mutable_update_time() = measure.create_time();
    decision.mutation.stream = request.parent();
    decision.mutation.puts.push_back(
        {resource::KeyOf(measure.name()), measure.SerializeAsString(), 0});
    decision.mutation.events.push_back({kMeasureCreated, measure.name(), caller.member, ""});
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
  auto row = GetRow(*parts_.store, request.name(), "deliberations/*/measures/*",
                    "`plenum measure list` shows them");
  if (!row.ok()) return row.status();
  v1::GetMeasureResponse response;
  auto read = ReadRow(*row, *response.mutable_measure());
  if (!read.ok()) return read;
  return response;
}

absl::StatusOr<v1::ListMeasuresResponse> IngestionService::ListMeasures(
    const Caller& /*caller*/, const v1::ListMeasuresRequest& request) {
  if (!resource::Match("deliberations/*", request.parent())) {
    return BadName("parent", request.parent(), "deliberations/*");
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

template <class Response, class Request, class Change>
absl::StatusOr<Response> IngestionService::ChangeMeasure(
    const Caller& caller, std::string_view method, const Request& request, const std::string& name,
    const std::string& etag, EventKind kind, Change change) {
  const auto decide = [&]() -> absl::StatusOr<Decision<Response>> {
    auto row = GetRow(*parts_.store, name, "deliberations/*/measures/*",
                      "`plenum measure list` shows them");
    if (!row.ok()) return row.status();
    auto draft = RequireDraft(caller, caller.deliberation, "changing measures");
    if (!draft.ok()) return draft;
    auto current = resource::CheckEtag(etag, row->revision, name);
    if (!current.ok()) return current;
    Decision<Response> decision;
    v1::Measure& measure = *decision.response.mutable_measure();
    auto read = ReadRow(*row, measure);
    if (!read.ok()) return read;
    change(measure);
    *measure.mutable_update_time() = resource::ToTimestamp(parts_.clock->NowMicros());
    measure.clear_etag();
    decision.mutation.stream = caller.deliberation;
    decision.mutation.puts.push_back({row->key, measure.SerializeAsString(), row->revision});
    decision.mutation.events.push_back({kind, name, caller.member, ""});
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
      resource::CheckText("measure.title", given.title(), kTitle, bad);
    } else if (path == "actor") {
      resource::CheckText("measure.actor", given.actor(), kActor, bad);
    } else {
      bad.Add("update_mask", absl::StrCat("\"", path, "\" cannot be changed; title and actor can"));
    }
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  return ChangeMeasure<v1::UpdateMeasureResponse>(
      caller, "UpdateMeasure", request, given.name(), given.etag(), kMeasureUpdated,
      [&](v1::Measure& measure) {
        for (const auto& path : request.update_mask().paths()) {
          if (path == "title") measure.set_title(given.title());
          if (path == "actor") measure.set_actor(given.actor());
        }
      });
}

absl::StatusOr<v1::RejectMeasureResponse> IngestionService::RejectMeasure(
    const Caller& caller, const v1::RejectMeasureRequest& request) {
  FieldViolations bad;
  resource::CheckText("reason", request.reason(), kReason, bad);
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  return ChangeMeasure<v1::RejectMeasureResponse>(caller, "RejectMeasure", request, request.name(),
                                                  request.etag(), kMeasureRejected,
                                                  [&](v1::Measure& measure) {
                                                    measure.set_state(v1::MEASURE_STATE_REJECTED);
                                                    measure.set_reject_reason(request.reason());
                                                  });
}

absl::StatusOr<v1::ExtractMeasuresResponse> IngestionService::ExtractMeasures(
    const Caller& caller, const v1::ExtractMeasuresRequest& request) {
  FieldViolations bad;
  CheckFile(request.file_name(), /*needed=*/false, request.format(), bad);
  if (request.content().empty()) bad.Add("content", "is empty; send a document with some text");
  if (!bad.empty()) return bad.ToStatus();
  auto reading = Read(caller, request.content(), request.file_name(), request.format());
  if (!reading.ok()) return reading.status();
  v1::ExtractMeasuresResponse response;
  for (auto& measure : reading->measures) *response.add_measures() = std::move(measure);
  response.set_text(std::move(*reading->text.mutable_text()));
  return response;
}

rpc::ServiceTable Table(IngestionService* service) {
  using rpc::Access;
  using rpc::Level;
  using S = IngestionService;
  constexpr std::size_t kImport = rpc::limits::kMaxImportRequestBytes;
  rpc::ServiceTable table("plenum.ingestion.v1.IngestionService");
  table.Unary(
      "ImportDocument",
      {.access = Access::kFacilitator, .level = Level::kCallsLeaves, .max_request_bytes = kImport},
      service, &S::ImportDocument);
  table.Unary("GetDocument", {.access = Access::kObserver}, service, &S::GetDocument);
  table.Unary("GetDocumentText", {.access = Access::kObserver}, service, &S::GetDocumentText);
  table.Unary("ListDocuments", {.access = Access::kObserver}, service, &S::ListDocuments);
  table.Unary("CreateMeasure", {.access = Access::kFacilitator, .level = Level::kCallsLeaves},
              service, &S::CreateMeasure);
  table.Unary("GetMeasure", {.access = Access::kObserver}, service, &S::GetMeasure);
  table.Unary("ListMeasures", {.access = Access::kObserver}, service, &S::ListMeasures);
  table.Unary("UpdateMeasure", {.access = Access::kFacilitator, .level = Level::kCallsLeaves},
              service, &S::UpdateMeasure);
  table.Unary("RejectMeasure", {.access = Access::kFacilitator, .level = Level::kCallsLeaves},
              service, &S::RejectMeasure);
  table.Unary("ExtractMeasures",
              {.access = Access::kAnyone, .level = Level::kStateless, .max_request_bytes = kImport},
              service, &S::ExtractMeasures);
  return table;
}

}  // namespace plenum::ingestion
