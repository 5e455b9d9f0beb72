#include "clients/cli/errors.h"

#include <nlohmann/json.hpp>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/text.h"
#include "services/common/base/status.h"

namespace plenum::cli {
namespace {

// Marks errors of the command line, which end with 2 where the same code of a server ends with 1.
constexpr char kUsagePayload[] = "plenum.cli/usage";
constexpr char kRequestInfoPayload[] = "type.googleapis.com/google.rpc.RequestInfo";

bool IsUsage(const absl::Status& status) { return status.GetPayload(kUsagePayload).has_value(); }

std::string RequestIdOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kRequestInfoPayload);
  google::rpc::RequestInfo info;
  if (!payload || !info.ParseFromString(static_cast<std::string>(*payload))) return "";
  return info.request_id();
}

// What to do, where the message itself cannot know the commands.
std::string_view HintOf(const absl::Status& status) {
  using namespace common::v1;  // NOLINT(google-build-using-namespace)
  if (base::HasReason(status, ERROR_REASON_TOKEN_MISSING)) {
    return "sign in with `plenum login TOKEN`";
  }
  if (base::HasReason(status, ERROR_REASON_TOKEN_EXPIRED) ||
      base::HasReason(status, ERROR_REASON_TOKEN_INVALID) ||
      base::HasReason(status, ERROR_REASON_TOKEN_REVOKED) ||
      base::HasReason(status, ERROR_REASON_SIGN_IN_ENDED) ||
      base::HasReason(status, ERROR_REASON_SIGN_IN_REUSED)) {
    return "ask the facilitator for a new sign-in (`plenum member token NAME`)";
  }
  if (base::HasReason(status, ERROR_REASON_FOREIGN_DELIBERATION)) {
    return "choose the deliberation with `plenum use`";
  }
  if (base::HasReason(status, ERROR_REASON_ROLE_TOO_LOW)) {
    return "`plenum whoami` shows your role";
  }
  if (base::HasReason(status, ERROR_REASON_STALE_ETAG)) {
    return "someone changed it meanwhile; look at it again and repeat the command";
  }
  if (base::HasReason(status, ERROR_REASON_WRONG_PHASE)) {
    return "`plenum deliberation show` tells the phase and what comes next";
  }
  if (base::HasReason(status, ERROR_REASON_STORAGE_FULL)) {
    return "tell whoever runs the server to make room on its disk, and repeat the command then";
  }
  if (absl::IsUnavailable(status)) return "`plenum server check` tells which services answer";
  if (absl::IsDeadlineExceeded(status)) return "try again, or wait longer with --timeout";
  return "";
}

// Servers write all wrong fields into the message as well, for clients that read nothing else.
bool RepeatsTheFields(const absl::Status& status, const google::rpc::BadRequest& bad) {
  if (bad.field_violations().empty()) return false;
  const auto& first = bad.field_violations(0);
  return MessageOf(status).find(absl::StrCat(first.field(), ": ", first.description())) !=
         std::string::npos;
}

std::string CodeName(absl::StatusCode code) { return absl::StatusCodeToString(code); }

}  // namespace

absl::Status UsageError(std::string_view message) {
  absl::Status status(absl::StatusCode::kInvalidArgument,
                      absl::string_view(message.data(), message.size()));
  status.SetPayload(kUsagePayload, absl::Cord("1"));
  return status;
}

absl::Status Cancelled(std::string_view message) {
  return {absl::StatusCode::kCancelled, absl::string_view(message.data(), message.size())};
}

absl::Status NotSignedIn() {
  return base::Error(
      absl::StatusCode::kUnauthenticated, common::v1::ERROR_REASON_TOKEN_MISSING,
      "you are not signed in to a deliberation: join one with `plenum join SERVER CODE`, "
      "sign in with `plenum login TOKEN`, or start one with `plenum deliberation create TITLE`");
}

std::string MessageOf(const absl::Status& status) { return absl::StrCat(status.message()); }

ExitCode ExitCodeOf(const absl::Status& status) {
  if (IsUsage(status)) return kExitUsage;
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kExitOk;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return kExitUnreachable;
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
      return kExitNotAllowed;
    case absl::StatusCode::kNotFound:
      return kExitNotFound;
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
      return kExitConflict;
    default:
      return kExitRefused;
  }
}

std::string FormatError(const absl::Status& status, const Terminal& terminal) {
  std::string message = text::PrintableLines(MessageOf(status));
  if (message.empty() && absl::IsUnimplemented(status)) {
    message =
        "the server that answers does not have this service: if the services run apart, name each "
        "with --ingestion, --scoring and --deliberation (`plenum server check` tells which "
        "answers)";
  }
  if (message.empty()) message = "failed: " + CodeName(status.code());
  const auto fields = base::GetBadRequest(status);
  const bool repeats = fields && RepeatsTheFields(status, *fields);
  const bool single = repeats && fields->field_violations_size() == 1;
  if (repeats && !single) {
    message = absl::StrCat(fields->field_violations_size(), " values are wrong:");
  }
  std::string out = terminal.Paint(Style::kBad, "plenum:") + " " + message + "\n";
  if (fields && !single) {
    for (const auto& violation : fields->field_violations()) {
      absl::StrAppend(&out, "  ", text::Printable(violation.field()), ": ",
                      text::Printable(violation.description()), "\n");
    }
  }
  const std::string request_id = RequestIdOf(status);
  if (!request_id.empty()) {
    absl::StrAppend(&out, "  request ", text::Printable(request_id), " in the server's log\n");
  }
  const std::string_view hint = HintOf(status);
  // A message often says it already; the command in brackets may differ.
  const std::string_view gist = hint.substr(0, hint.find(" ("));
  if (!hint.empty() && message.find(gist) == std::string::npos) {
    out += terminal.Paint(Style::kDim, "  " + std::string(hint)) + "\n";
  }
  return out;
}

std::string FormatErrorJson(const absl::Status& status) {
  nlohmann::ordered_json error;
  error["code"] = CodeName(status.code());
  if (const auto info = base::GetErrorInfo(status)) {
    error["reason"] = info->reason();
    for (const auto& [key, value] : info->metadata()) error["metadata"][key] = value;
  }
  error["message"] = MessageOf(status);
  error["exitCode"] = static_cast<int>(ExitCodeOf(status));
  if (const auto fields = base::GetBadRequest(status)) {
    for (const auto& violation : fields->field_violations()) {
      error["fields"].push_back(
          {{"field", violation.field()}, {"description", violation.description()}});
    }
  }
  const std::string request_id = RequestIdOf(status);
  if (!request_id.empty()) error["requestId"] = request_id;
  const nlohmann::ordered_json document = {{"error", error}};
  return document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace plenum::cli
