#include "services/common/rpc/status.h"

#include <array>
#include <string>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/common/base/text.h"

namespace plenum::rpc {
namespace {

constexpr char kTypePrefix[] = "type.googleapis.com/google.rpc.";

// Lower is kept longer when the details do not all fit.
int Priority(std::string_view type_url) {
  constexpr std::array<std::string_view, 4> kOrder = {"ErrorInfo", "RequestInfo", "RetryInfo",
                                                      "BadRequest"};
  for (std::size_t i = 0; i < kOrder.size(); ++i) {
    if (type_url == absl::StrCat(kTypePrefix, std::string(kOrder[i]))) return static_cast<int>(i);
  }
  return static_cast<int>(kOrder.size());
}

bool ShowsInternals(absl::StatusCode code) {
  return code == absl::StatusCode::kUnknown || code == absl::StatusCode::kInternal ||
         code == absl::StatusCode::kDataLoss;
}

// As many violations as fit; a last one says that there are more.
std::string Shorten(const std::string& serialized, std::size_t room) {
  google::rpc::BadRequest all;
  google::rpc::BadRequest kept;
  if (!all.ParseFromString(serialized)) return "";
  constexpr std::size_t kRoomForNote = 80;
  for (const auto& violation : all.field_violations()) {
    if (kept.ByteSizeLong() + violation.ByteSizeLong() + kRoomForNote > room) break;
    *kept.add_field_violations() = violation;
  }
  const int dropped = all.field_violations_size() - kept.field_violations_size();
  if (kept.field_violations().empty()) return "";
  kept.add_field_violations()->set_description(
      absl::StrCat("and ", dropped, " more fields are wrong"));
  return kept.SerializeAsString();
}

absl::Status WithoutInternals(const absl::Status& status, std::string_view request_id) {
  absl::Status shown(status.code(),
                     absl::StrCat("the server failed to do this; its operator can find the cause "
                                  "under request id ",
                                  std::string(request_id)));
  google::rpc::ErrorInfo info;
  info.set_reason("INTERNAL");
  info.set_domain("plenum");
  shown.SetPayload(absl::StrCat(kTypePrefix, "ErrorInfo"), absl::Cord(info.SerializeAsString()));
  google::rpc::RequestInfo request;
  request.set_request_id(std::string(request_id));
  shown.SetPayload(absl::StrCat(kTypePrefix, "RequestInfo"),
                   absl::Cord(request.SerializeAsString()));
  return shown;
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status, std::string_view request_id) {
  if (status.ok()) return grpc::Status::OK;
  const absl::Status shown =
      ShowsInternals(status.code()) ? WithoutInternals(status, request_id) : status;

  std::vector<std::pair<std::string, std::string>> details;
  shown.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    details.emplace_back(std::string(url.data(), url.size()), std::string(payload));
  });
  std::sort(details.begin(), details.end(), [](const auto& a, const auto& b) {
    return std::pair(Priority(a.first), a.first) < std::pair(Priority(b.first), b.first);
  });

  constexpr std::size_t kLongestMessage = 1024;
  const std::string message(base::Shorten(
      std::string_view(shown.message().data(), shown.message().size()), kLongestMessage));
  google::rpc::Status rich;
  rich.set_code(static_cast<int>(shown.code()));
  rich.set_message(message);
  for (auto& [url, value] : details) {
    constexpr std::size_t kFraming = 16;
    const std::size_t used = rich.ByteSizeLong() + url.size() + kFraming;
    const std::size_t room = used < kMaxErrorDetailBytes ? kMaxErrorDetailBytes - used : 0;
    if (value.size() > room && Priority(url) == Priority(absl::StrCat(kTypePrefix, "BadRequest"))) {
      value = Shorten(value, room);
    }
    if (value.empty() || value.size() > room) continue;
    auto* any = rich.add_details();
    any->set_type_url(url);
    any->set_value(value);
  }
  return {static_cast<grpc::StatusCode>(shown.code()), message, rich.SerializeAsString()};
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status rich;
  if (rich.ParseFromString(status.error_details())) {
    for (const auto& any : rich.details()) {
      result.SetPayload(any.type_url(), absl::Cord(any.value()));
    }
  }
  return result;
}

}  // namespace plenum::rpc
