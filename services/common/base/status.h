// status: how errors are made and read.
//
// An error is an absl::Status whose payloads are google.rpc details, keyed by their type URL, so
// that it crosses the network and comes back unchanged (see services/common/rpc/status.h):
//
//   return base::Error(absl::StatusCode::kNotFound, ERROR_REASON_RESOURCE_NOT_FOUND,
//                      "no measure deliberations/d1/measures/m9; `plenum measure list` shows them",
//                      {{"resource", name}});
//
//   base::FieldViolations bad;
//   if (title.empty()) bad.Add("measure.title", "must not be empty");
//   if (!bad.empty()) return bad.ToStatus();
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "google/rpc/error_details.pb.h"
#include "plenum/common/v1/errors.pb.h"

namespace plenum::base {

using common::v1::ErrorReason;

inline constexpr std::string_view kErrorDomain = "plenum";

// An error with its ErrorInfo. `message` says what is wrong and what to do, for people.
absl::Status Error(absl::StatusCode code, ErrorReason reason, std::string_view message,
                   std::initializer_list<std::pair<std::string, std::string>> metadata = {});

// NOT_FOUND for a resource name; `hint` says where names come from, may be empty.
absl::Status NotFound(std::string_view resource, std::string_view hint = "");

// DEADLINE_EXCEEDED / DEADLINE_PASSED; `message` says what took too long, and what to do.
absl::Status DeadlinePassed(std::string_view message);

// `status` with a RetryInfo of `milliseconds`.
absl::Status WithRetryAfter(absl::Status status, int milliseconds);

// Collects what is wrong with a request, so that the caller sees all of it at once.
class FieldViolations {
 public:
  // `field` is the path in the request, "ballot.tiers[2].measures[0]".
  void Add(std::string_view field, std::string_view description);
  [[nodiscard]] bool empty() const { return bad_.field_violations().empty(); }
  // INVALID_ARGUMENT / INVALID_FIELDS with every violation; OK when there is none.
  [[nodiscard]] absl::Status ToStatus() const;

 private:
  google::rpc::BadRequest bad_;
};

// The detail of an error, when it carries one.
std::optional<google::rpc::ErrorInfo> GetErrorInfo(const absl::Status& status);
std::optional<google::rpc::BadRequest> GetBadRequest(const absl::Status& status);
std::optional<google::rpc::RetryInfo> GetRetryInfo(const absl::Status& status);

// True when `status` has this reason.
bool HasReason(const absl::Status& status, ErrorReason reason);

}  // namespace plenum::base
