#include "services/common/base/status.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace plenum::base {
namespace {

constexpr char kReasonPrefix[] = "ERROR_REASON_";

template <class Detail>
std::string TypeUrl() {
  return absl::StrCat("type.googleapis.com/", Detail::descriptor()->full_name());
}

template <class Detail>
void Attach(absl::Status& status, const Detail& detail) {
  status.SetPayload(TypeUrl<Detail>(), absl::Cord(detail.SerializeAsString()));
}

template <class Detail>
std::optional<Detail> Read(const absl::Status& status) {
  auto payload = status.GetPayload(TypeUrl<Detail>());
  Detail detail;
  if (!payload.has_value() || !detail.ParseFromString(std::string(*payload))) return std::nullopt;
  return detail;
}

std::string ReasonName(ErrorReason reason) {
  return common::v1::ErrorReason_Name(reason).substr(sizeof(kReasonPrefix) - 1);
}

}  // namespace

absl::Status Error(absl::StatusCode code, ErrorReason reason, std::string_view message,
                   std::initializer_list<std::pair<std::string, std::string>> metadata) {
  absl::Status status(code, absl::string_view(message.data(), message.size()));
  google::rpc::ErrorInfo info;
  info.set_reason(ReasonName(reason));
  info.set_domain(std::string(kErrorDomain));
  for (const auto& [key, value] : metadata) (*info.mutable_metadata())[key] = value;
  Attach(status, info);
  return status;
}

absl::Status NotFound(std::string_view resource, std::string_view hint) {
  std::string message = absl::StrCat("there is no ", std::string(resource));
  if (!hint.empty()) absl::StrAppend(&message, "; ", std::string(hint));
  return Error(absl::StatusCode::kNotFound, common::v1::ERROR_REASON_RESOURCE_NOT_FOUND, message,
               {{"resource", std::string(resource)}});
}

absl::Status DeadlinePassed(std::string_view message) {
  return Error(absl::StatusCode::kDeadlineExceeded, common::v1::ERROR_REASON_DEADLINE_PASSED,
               message);
}

absl::Status WithRetryAfter(absl::Status status, int milliseconds) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(milliseconds / 1000);
  retry.mutable_retry_delay()->set_nanos(milliseconds % 1000 * 1'000'000);
  Attach(status, retry);
  return status;
}

void FieldViolations::Add(std::string_view field, std::string_view description) {
  auto* violation = bad_.add_field_violations();
  violation->set_field(std::string(field));
  violation->set_description(std::string(description));
}

absl::Status FieldViolations::ToStatus() const {
  if (empty()) return absl::OkStatus();
  std::string message;
  for (const auto& violation : bad_.field_violations()) {
    absl::StrAppend(&message, message.empty() ? "" : "; ", violation.field(), ": ",
                    violation.description());
  }
  constexpr std::size_t kLongestMessage = 1000;
  if (message.size() > kLongestMessage) {
    message = absl::StrCat(bad_.field_violations_size(),
                           " fields are wrong, the first: ", bad_.field_violations(0).field(), ": ",
                           bad_.field_violations(0).description());
  }
  absl::Status status =
      Error(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_FIELDS, message);
  Attach(status, bad_);
  return status;
}

std::optional<google::rpc::ErrorInfo> GetErrorInfo(const absl::Status& status) {
  return Read<google::rpc::ErrorInfo>(status);
}

std::optional<google::rpc::BadRequest> GetBadRequest(const absl::Status& status) {
  return Read<google::rpc::BadRequest>(status);
}

std::optional<google::rpc::RetryInfo> GetRetryInfo(const absl::Status& status) {
  return Read<google::rpc::RetryInfo>(status);
}

bool HasReason(const absl::Status& status, ErrorReason reason) {
  auto info = GetErrorInfo(status);
  return info.has_value() && info->reason() == ReasonName(reason);
}

}  // namespace plenum::base
