#include "services/common/resource/write.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "absl/strings/str_cat.h"
#include "services/common/base/log.h"

namespace plenum::resource {

using absl::StatusCode;
using base::Error;

absl::Status FromStore(const absl::Status& status) {
  if (store::IsRequestReuse(status)) {
    return Error(StatusCode::kAlreadyExists, common::v1::ERROR_REASON_REQUEST_ID_REUSED,
                 "this request_id was used for another request; use a new one for a new request");
  }
  if (status.code() != StatusCode::kAborted && status.code() != StatusCode::kOk) {
    base::Log(base::LogLevel::kWarning, "store_refused",
              {{"code", absl::StatusCodeToString(status.code())},
               {"detail", std::string_view(status.message().data(), status.message().size())}});
  }
  switch (status.code()) {
    case StatusCode::kOk:
      return status;
    case StatusCode::kAborted:
      return base::WithRetryAfter(Error(StatusCode::kAborted, common::v1::ERROR_REASON_CONTENTION,
                                        "others are changing the same thing; try again"),
                                  100);
    case StatusCode::kResourceExhausted:
      if (store::IsStorageFull(status)) {
        // Without a RetryInfo: trying again changes nothing.
        return Error(StatusCode::kResourceExhausted, common::v1::ERROR_REASON_STORAGE_FULL,
                     "the server has no space left on its disk, and nothing was written; its "
                     "operator must make room, then try again");
      }
      return base::WithRetryAfter(
          Error(StatusCode::kResourceExhausted, common::v1::ERROR_REASON_OVERLOADED,
                "the server has too many writes waiting; nothing was written, try again in a "
                "moment"),
          200);
    case StatusCode::kUnavailable:
      return Error(StatusCode::kUnavailable, common::v1::ERROR_REASON_UNAVAILABLE,
                   "the database does not answer; nothing was written, try again");
    case StatusCode::kUnknown:
      return Error(StatusCode::kUnavailable, common::v1::ERROR_REASON_OUTCOME_UNKNOWN,
                   "the database went away while the write was being made, and it may have been "
                   "made; repeat it with the same request_id");
    case StatusCode::kInvalidArgument:
      return Error(StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_FIELDS,
                   "a name or token in the request cannot be one");
    default:
      // Whatever it is, it is not the caller's doing, and its text is not for the caller.
      return absl::InternalError(absl::StrCat("store: ", std::string(status.message())));
  }
}

std::string DigestOf(std::string_view method, const google::protobuf::MessageLite& body) {
  std::string bytes(method);
  bytes.push_back('\n');
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream output(&stream);
    output.SetSerializationDeterministic(true);
    body.SerializeToCodedStream(&output);
  }
  return base::Sha256(bytes);
}

void CheckRequestId(std::string_view request_id, base::FieldViolations& bad) {
  if (request_id.empty() || base::IsValidRequestId(request_id)) return;
  bad.Add("request_id", "must be 1 to 64 of the characters A-Z, a-z, 0-9, _ and -");
}

}  // namespace plenum::resource
