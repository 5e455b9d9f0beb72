// Documents: reading, storing and giving them out.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/common/resource/page.h"
#include "services/common/resource/time.h"
#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/ingestion_service.h"

namespace plenum::ingestion {
namespace {

using base::FieldViolations;

// Fills in what a document is before it has measures.
v1::Document MakeDocument(const Reading& reading, const std::string& name,
                          const std::string& file_name, const std::string& sha256,
                          std::size_t size) {
  v1::Document document;
  document.set_name(name);
  document.set_title(reading.title);
  document.set_file_name(file_name);
  document.set_format(reading.format);
  document.set_sha256(sha256);
  document.set_size_bytes(static_cast<std::int64_t>(size));
  document.set_text_length(static_cast<std::int64_t>(CountCodePoints(reading.text.text())));
  document.set_measure_count(static_cast<std::int32_t>(reading.measures.size()));
  document.set_author(reading.author);
  document.set_date(reading.date);
  document.set_source(reading.source);
  document.set_language(reading.language);
  document.set_searched(reading.searched);
  return document;
}

absl::Status CheckRoomFor(const std::string& file_name, std::size_t found,
                          const std::vector<KeptMeasure>& known) {
  const auto active = std::count_if(known.begin(), known.end(), [](const KeptMeasure& kept) {
    return kept.measure.state() == v1::MEASURE_STATE_ACTIVE;
  });
  const bool fits = static_cast<std::size_t>(active) + found <= service_limits::kMaxMeasures &&
                    known.size() + found <= service_limits::kMaxKeptMeasures;
  if (fits) return absl::OkStatus();
  return base::Error(
      absl::StatusCode::kResourceExhausted, common::v1::ERROR_REASON_LIMIT_REACHED,
      absl::StrCat(file_name, " has ", found, " measures; with the ", active,
                   " that are there this passes the limit of ", service_limits::kMaxMeasures,
                   " of one deliberation; split the document, or reject and merge measures"),
      {{"limit", absl::StrCat(service_limits::kMaxMeasures)}});
}

}  // namespace

absl::Status IngestionService::RequireDraft(const Caller& caller, const std::string& deliberation,
                                            std::string_view what) const {
  deliberation::v1::GetDeliberationRequest request;
  request.set_name(deliberation);
  auto response = parts_.deliberation->Call(
      &deliberation::v1::DeliberationService::Stub::GetDeliberation, request, caller);
  if (!response.ok()) return response.status();
  const auto phase = response->deliberation().phase();
  const bool set_up =
      phase == deliberation::v1::PHASE_DRAFT || phase == deliberation::v1::PHASE_COLLECTING;
  if (set_up) return absl::OkStatus();
  return base::Error(
      absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_WRONG_PHASE,
      absl::StrCat(
          std::string(what),
          " is possible in the phases draft and collecting only, before scoring and voting"),
      {{"required", "draft"}});
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
  auto measures = ReadMeasures(*parts_.store, parent);
  if (!measures.ok()) return measures.status();
  for (auto& [measure, revision] : *measures) {
    const bool of_document =
        std::any_of(measure.quotes().begin(), measure.quotes().end(),
                    [&](const v1::Quote& quote) { return quote.document() == name; });
    if (!of_document) continue;
    measure.set_etag(resource::Etag(revision));
    *response.add_measures() = std::move(measure);
  }
  return response;
}

absl::StatusOr<IngestionService::ImportDecision> IngestionService::DecideImport(
    const Caller& caller, const ImportInput& input, const std::string& sha256,
    std::optional<Reading>& reading) const {
  const std::string& parent = input.parent;
  auto draft = RequireDraft(caller, parent, "importing documents");
  if (!draft.ok()) return draft;
  ImportDecision decision;
  const store::Key digest_key{parent + "/digests", sha256};
  auto known = parts_.store->Get(digest_key);
  if (known.ok()) {
    auto duplicate = ReadDuplicate(parent, known->data);
    if (!duplicate.ok()) return duplicate.status();
    decision.response = *std::move(duplicate);
    decision.mutation.stream = parent;
    return decision;
  }
  if (!absl::IsNotFound(known.status())) return resource::FromStore(known.status());
  if (!reading) {
    auto read = Read(caller, input.content, input.file_name, input.format, input.progress);
    if (!read.ok()) return read.status();
    reading = *std::move(read);
  }
  auto measures = ReadMeasures(*parts_.store, parent);
  if (!measures.ok()) return measures.status();
  auto room = CheckRoomFor(input.file_name, reading->measures.size(), *measures);
  if (!room.ok()) return room;

  const std::string id = parts_.ids->NewId();
  auto& document = *decision.response.mutable_document();
  document = MakeDocument(*reading, absl::StrCat(parent, "/documents/", id), input.file_name,
                          sha256, input.content.size());
  *document.mutable_create_time() = resource::ToTimestamp(parts_.clock->NowMicros());
  auto& mutation = decision.mutation;
  mutation.stream = parent;
  mutation.puts.push_back({digest_key, id, 0});
  mutation.puts.push_back({resource::KeyOf(document.name()), document.SerializeAsString(), 0});
  mutation.puts.push_back({PartKey(document.name(), "text"), reading->text.SerializeAsString(), 0});
  mutation.puts.push_back({PartKey(document.name(), "original"), std::string(input.content), 0});
  mutation.events.push_back({kDocumentImported, document.name(), caller.member, ""});
  auto added = AddFound(caller, *reading, document.name(), *std::move(measures), decision);
  if (!added.ok()) return added;
  if (input.progress) input.progress(v1::UPLOAD_STAGE_STORING, 0);
  if (input.seal && !input.seal()) return absl::CancelledError("called off before it was stored");
  return decision;
}

absl::StatusOr<std::optional<Reading>> IngestionService::ReadUnlessKnown(
    const Caller& caller, const ImportInput& input, const std::string& sha256) const {
  auto draft = RequireDraft(caller, input.parent, "importing documents");
  if (!draft.ok()) return draft;
  auto known = parts_.store->Get({input.parent + "/digests", sha256});
  if (known.ok()) return std::optional<Reading>();
  auto reading = Read(caller, input.content, input.file_name, input.format, input.progress);
  if (!reading.ok()) return reading.status();
  return std::optional<Reading>(*std::move(reading));
}

template <class Request>
absl::StatusOr<v1::ImportDocumentResponse> IngestionService::Import(const Caller& caller,
                                                                    const Request& request,
                                                                    const ImportInput& input) {
  const std::string sha256 = base::Hex(base::Sha256(input.content));
  auto reading = ReadUnlessKnown(caller, input, sha256);
  // Documents that say the same change the same measures: decided side by side, all but one would
  // be decided again and again. Those of other replicas still meet in the store.
  const std::lock_guard lock(
      import_locks_[std::hash<std::string>()(input.parent) % import_locks_.size()]);
  return resource::Write<v1::ImportDocumentResponse>(
      *parts_.store, caller, input.method, request,
      [&]() -> absl::StatusOr<ImportDecision> {
        if (!reading.ok()) return reading.status();
        return DecideImport(caller, input, sha256, *reading);
      },
      [](v1::ImportDocumentResponse& response, std::int64_t revision) {
        if (response.duplicate()) return;  // its etags are those that were read
        response.mutable_document()->set_etag(resource::Etag(revision));
        for (auto& measure : *response.mutable_measures()) {
          measure.set_etag(resource::Etag(revision));
        }
      });
}

template absl::StatusOr<v1::ImportDocumentResponse> IngestionService::Import(
    const Caller&, const v1::ImportDocumentRequest&, const ImportInput&);
template absl::StatusOr<v1::ImportDocumentResponse> IngestionService::Import(
    const Caller&, const v1::UploadMetadata&, const ImportInput&);

absl::StatusOr<v1::ImportDocumentResponse> IngestionService::ImportDocument(
    const Caller& caller, const v1::ImportDocumentRequest& request) {
  FieldViolations bad;
  CheckFile(request.file_name(), /*needed=*/true, request.format(), bad);
  if (request.content().empty()) bad.Add("content", "is empty; choose a file with some text");
  if (!resource::Match(kDeliberationForm, request.parent())) {
    bad.Add("parent", "must be of the form deliberations/ID");
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  return Import(caller, request,
                {.method = "ImportDocument",
                 .parent = request.parent(),
                 .file_name = request.file_name(),
                 .format = request.format(),
                 .content = request.content()});
}

absl::StatusOr<v1::GetDocumentResponse> IngestionService::GetDocument(
    const Caller& /*caller*/, const v1::GetDocumentRequest& request) {
  auto row =
      GetRow(*parts_.store, request.name(), kDocumentForm, "`plenum document list` shows them");
  if (!row.ok()) return row.status();
  v1::GetDocumentResponse response;
  auto read = ReadRow(*row, *response.mutable_document());
  if (!read.ok()) return read;
  return response;
}

absl::StatusOr<v1::GetDocumentTextResponse> IngestionService::GetDocumentText(
    const Caller& /*caller*/, const v1::GetDocumentTextRequest& request) {
  if (!resource::Match(kDocumentForm, request.name())) {
    return BadName("name", request.name(), kDocumentForm);
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

absl::StatusOr<v1::GetDocumentContentResponse> IngestionService::GetDocumentContent(
    const Caller& /*caller*/, const v1::GetDocumentContentRequest& request) {
  if (!resource::Match(kDocumentForm, request.name())) {
    return BadName("name", request.name(), kDocumentForm);
  }
  auto row = parts_.store->Get(PartKey(request.name(), "original"));
  if (absl::IsNotFound(row.status())) return base::NotFound(request.name());
  if (!row.ok()) return resource::FromStore(row.status());
  v1::GetDocumentContentResponse response;
  response.set_content(std::move(row->data));
  return response;
}

absl::StatusOr<v1::ListDocumentsResponse> IngestionService::ListDocuments(
    const Caller& /*caller*/, const v1::ListDocumentsRequest& request) {
  if (!resource::Match(kDeliberationForm, request.parent())) {
    return BadName("parent", request.parent(), kDeliberationForm);
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
  for (auto& criterion : reading->criteria) *response.add_criteria() = std::move(criterion);
  response.set_language(reading->language);
  response.set_text(std::move(*reading->text.mutable_text()));
  return response;
}

}  // namespace plenum::ingestion
