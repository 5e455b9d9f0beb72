#include "services/ingestion/rows.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/base/text.h"
#include "services/common/resource/write.h"

namespace plenum::ingestion {
namespace {

absl::Status WrongState(const v1::Measure& measure, std::string_view sentence) {
  return base::Error(
      absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_WRONG_STATE,
      absl::StrCat("\"", measure.title(), "\" ", std::string(sentence)),
      {{"resource", measure.name()}, {"state", v1::MeasureState_Name(measure.state())}});
}

constexpr std::size_t kMaxFileName = 255;

}  // namespace

absl::Status BadName(std::string_view field, std::string_view name, std::string_view form) {
  base::FieldViolations bad;
  bad.Add(field, absl::StrCat("\"", std::string(base::Shorten(name, 100)), "\" is not of the form ",
                              absl::StrReplaceAll(std::string(form), {{"*", "ID"}})));
  return bad.ToStatus();
}

absl::StatusOr<store::Row> GetRow(store::Store& store, std::string_view name, std::string_view form,
                                  std::string_view hint) {
  if (!resource::Match(form, name)) return BadName("name", name, form);
  auto row = store.Get(resource::KeyOf(name));
  if (absl::IsNotFound(row.status())) return base::NotFound(name, hint);
  if (!row.ok()) return resource::FromStore(row.status());
  return row;
}

absl::StatusOr<store::Row> GetMeasureRow(store::Store& store, std::string_view name) {
  return GetRow(store, name, kMeasureForm, "`plenum measure list` shows them");
}

absl::Status LimitReached(std::string_view what, int limit) {
  return base::Error(absl::StatusCode::kResourceExhausted, common::v1::ERROR_REASON_LIMIT_REACHED,
                     absl::StrCat(std::string(what), " ", limit), {{"limit", absl::StrCat(limit)}});
}

absl::Status RequireCurrent(const v1::Measure& measure) {
  switch (measure.state()) {
    case v1::MEASURE_STATE_MERGED:
      return WrongState(measure, "was merged into another measure; undo the merge first");
    case v1::MEASURE_STATE_SPLIT:
      return WrongState(measure, "was split into others; undo the split first");
    case v1::MEASURE_STATE_UNDONE:
      return WrongState(measure, "came from a split that was undone; it takes no part any more");
    default:
      return absl::OkStatus();
  }
}

absl::Status RequireActive(const v1::Measure& measure) {
  if (measure.state() == v1::MEASURE_STATE_REJECTED) {
    return WrongState(measure, "is rejected; restore it first");
  }
  return RequireCurrent(measure);
}

void CheckFile(const std::string& file_name, bool needed, v1::DocumentFormat format,
               base::FieldViolations& bad) {
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

absl::StatusOr<std::vector<KeptMeasure>> ReadMeasures(store::Store& store,
                                                      const std::string& deliberation) {
  auto rows = store.List(deliberation + "/measures", "", service_limits::kMaxKeptMeasures + 1);
  if (!rows.ok()) return resource::FromStore(rows.status());
  std::vector<KeptMeasure> measures;
  measures.reserve(rows->size());
  for (const auto& row : *rows) {
    auto& kept = measures.emplace_back();
    auto read = ReadRow(row, kept.measure);
    if (!read.ok()) return read;
    kept.measure.clear_etag();
    kept.revision = row.revision;
  }
  return measures;
}

bool SamePlace(const v1::Quote& a, const v1::Quote& b) {
  return a.document() == b.document() && a.start() == b.start() && a.end() == b.end();
}

void FillPlace(const v1::GetDocumentTextResponse& text, v1::Quote& quote) {
  // Blocks are in order and do not overlap: the last one that begins at or before the quote.
  const auto after = std::upper_bound(
      text.blocks().begin(), text.blocks().end(), quote.start(),
      [](std::int64_t start, const v1::Block& block) { return start < block.start(); });
  quote.clear_heading();
  quote.clear_page();
  if (after == text.blocks().begin()) return;
  quote.set_heading(std::prev(after)->heading_path());
  quote.set_page(std::prev(after)->page());
}

}  // namespace plenum::ingestion
