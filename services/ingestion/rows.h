// rows: how this service reads what it stored, and checks what it is given.
//
// Rows, all under "deliberations/{d}": documents/{x} (the Document), documents/{x}/parts/text (text
// and blocks) and documents/{x}/parts/original (the imported bytes), digests/{sha256} (the id of
// the document with these bytes, so that no document is there twice), measures/{m}, steps/{s} (the
// CurationStep), measures/{m}/steps/{s} (empty: the step is one of the measure's), suggestions/{s}.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "plenum/ingestion/v1/ingestion.pb.h"
#include "services/common/base/status.h"
#include "services/common/resource/name.h"
#include "services/common/resource/text_field.h"
#include "services/common/store/store.h"

namespace plenum::ingestion {

namespace service_limits {
// Measures of one deliberation that take part. A ballot cannot have more.
inline constexpr int kMaxMeasures = 1000;
// Measures of one deliberation, those that take no part included.
inline constexpr int kMaxKeptMeasures = 20'000;
// Quotes of one measure, and arguments of one.
inline constexpr int kMaxQuotes = 100;
// Measures that one call merges into another, and parts that one call splits one into.
inline constexpr int kMaxMergeSources = 50;
inline constexpr int kMaxSplitParts = 20;
}  // namespace service_limits

inline constexpr resource::TextRule kTitleRule{.min = 1, .max = 200};
inline constexpr resource::TextRule kActorRule{.min = 0, .max = 200};
inline constexpr resource::TextRule kReasonRule{.min = 1, .max = 1000, .one_line = false};
inline constexpr resource::TextRule kNoteRule{.min = 0, .max = 1000, .one_line = false};

inline constexpr std::string_view kDeliberationForm = "deliberations/*";
inline constexpr std::string_view kDocumentForm = "deliberations/*/documents/*";
inline constexpr std::string_view kMeasureForm = "deliberations/*/measures/*";
inline constexpr std::string_view kStepForm = "deliberations/*/steps/*";
inline constexpr std::string_view kSuggestionForm = "deliberations/*/suggestions/*";

// INVALID_ARGUMENT: `field` holds `name`, which is not of the form `form`.
absl::Status BadName(std::string_view field, std::string_view name, std::string_view form);

// The row of a resource. INVALID_ARGUMENT when the name is not of that form; NOT_FOUND.
absl::StatusOr<store::Row> GetRow(store::Store& store, std::string_view name, std::string_view form,
                                  std::string_view hint);

// The row of a measure.
absl::StatusOr<store::Row> GetMeasureRow(store::Store& store, std::string_view name);

// The message of a row, with its etag where it has one.
template <class Message>
absl::Status ReadRow(const store::Row& row, Message& message) {
  if (!message.ParseFromString(row.data)) {
    return absl::InternalError(resource::NameOf(row.key) + " cannot be read");
  }
  if constexpr (requires { message.set_etag(""); }) {
    message.set_etag(resource::Etag(row.revision));
  }
  return absl::OkStatus();
}

// RESOURCE_EXHAUSTED / LIMIT_REACHED.
absl::Status LimitReached(std::string_view what, int limit);

// FAILED_PRECONDITION / WRONG_STATE unless the measure is ACTIVE; the sentence says what to do.
absl::Status RequireActive(const v1::Measure& measure);
// The same unless it is ACTIVE or REJECTED.
absl::Status RequireCurrent(const v1::Measure& measure);

// Adds a violation of file_name or format where they cannot be those of a document.
void CheckFile(const std::string& file_name, bool needed, v1::DocumentFormat format,
               base::FieldViolations& bad);

// Where a document's text (and blocks) or its original bytes are.
store::Key PartKey(const std::string& document, std::string part);

// All measures of a deliberation, in order, with their revisions.
struct KeptMeasure {
  v1::Measure measure;  // without etag
  std::int64_t revision = 0;
};
absl::StatusOr<std::vector<KeptMeasure>> ReadMeasures(store::Store& store,
                                                      const std::string& deliberation);

// Whether two quotes are the same stretch of the same document.
bool SamePlace(const v1::Quote& a, const v1::Quote& b);

// Fills in heading and page of a quote from the blocks of its document.
void FillPlace(const v1::GetDocumentTextResponse& text, v1::Quote& quote);

}  // namespace plenum::ingestion
