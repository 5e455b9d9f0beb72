// reading: a document's bytes to the messages of the API.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/ingestion/v1/ingestion.pb.h"
#include "services/common/rpc/method.h"

namespace plenum::ingestion {

// A document as it was read, not yet stored.
struct Reading {
  std::string title;
  v1::DocumentFormat format = v1::DOCUMENT_FORMAT_UNSPECIFIED;
  v1::GetDocumentTextResponse text;   // text and blocks
  std::vector<v1::Measure> measures;  // without names; quotes without document
};

// Parses and extracts. Errors: INVALID_ARGUMENT / UNREADABLE_DOCUMENT with a sentence that says
// why; REQUEST_TOO_LARGE when there are more bytes than a document may have.
// DEADLINE_PASSED when the caller's `stopped` says so.
absl::StatusOr<Reading> Read(const rpc::Caller& caller, std::string_view content,
                             const std::string& file_name, v1::DocumentFormat format);

}  // namespace plenum::ingestion
