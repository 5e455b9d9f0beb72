#include "services/gateway/json/transcoder.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"
#include "services/gateway/json/depth.h"
#include "services/gateway/limits.h"
#include "services/gateway/wire/connect.h"

namespace plenum::gateway::json {
namespace {

namespace util = google::protobuf::util;

constexpr char kPrefix[] = "type.googleapis.com";
constexpr char kReasonType[] = "google.rpc.ErrorInfo";

std::string UrlOf(const std::string& type) { return absl::StrCat(kPrefix, "/", type); }

absl::Status BadJson(const std::string& why) {
  constexpr std::size_t kLongest = 300;
  return base::Error(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_FIELDS,
                     absl::StrCat("the JSON is not that of this method's request: ",
                                  std::string(base::Shorten(why, kLongest))));
}

}  // namespace

Transcoder::Transcoder()
    : types_(util::NewTypeResolverForDescriptorPool(
          kPrefix, google::protobuf::DescriptorPool::generated_pool())) {}

Transcoder::~Transcoder() = default;

absl::StatusOr<std::string> Transcoder::ToBinary(const std::string& type,
                                                 std::string_view json) const {
  if (IsDeeperThan(json, limits::kMaxJsonDepth)) {
    return BadJson(absl::StrCat("it is nested deeper than ", limits::kMaxJsonDepth, " levels"));
  }
  if (json.empty()) return "";
  if (!base::CodePoints(json)) return BadJson("it is no UTF-8");
  std::string binary;
  const auto read =
      util::JsonToBinaryString(types_.get(), UrlOf(type), {json.data(), json.size()}, &binary);
  if (!read.ok()) return BadJson(std::string(read.message()));
  return binary;
}

absl::Status Transcoder::ToMessage(std::string_view json,
                                   google::protobuf::Message& message) const {
  auto binary = ToBinary(message.GetDescriptor()->full_name(), json);
  if (!binary.ok()) return binary.status();
  if (!message.ParseFromString(*binary)) return BadJson("it holds what the message cannot");
  return absl::OkStatus();
}

absl::StatusOr<std::string> Transcoder::ToJson(const std::string& type,
                                               const std::string& bytes) const {
  std::string json;
  const auto written = util::BinaryToJsonString(types_.get(), UrlOf(type), bytes, &json);
  if (!written.ok()) return absl::InternalError("the answer cannot be written as JSON");
  return json;
}

absl::StatusOr<std::string> Transcoder::ToJson(const google::protobuf::Message& message) const {
  return ToJson(message.GetDescriptor()->full_name(), message.SerializeAsString());
}

std::string Transcoder::ErrorJson(const absl::Status& status) const {
  nlohmann::ordered_json error;
  error["code"] = wire::ConnectCode(status.code());
  error["message"] = std::string(status.message());
  // Their order in the status is none; the reason comes first.
  std::vector<std::pair<std::string, std::string>> payloads;
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    payloads.emplace_back(url.substr(url.rfind('/') + 1), payload);
  });
  std::sort(payloads.begin(), payloads.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first != kReasonType, a.first) < std::pair(b.first != kReasonType, b.first);
  });
  auto details = nlohmann::ordered_json::array();
  for (const auto& [type, bytes] : payloads) {
    std::string value = absl::Base64Escape(bytes);
    while (!value.empty() && value.back() == '=') value.pop_back();
    nlohmann::ordered_json detail = {{"type", type}, {"value", value}};
    if (const auto readable = ToJson(type, bytes); readable.ok()) {
      detail["debug"] = nlohmann::ordered_json::parse(*readable, nullptr, false);
    }
    details.push_back(std::move(detail));
  }
  if (!details.empty()) error["details"] = std::move(details);
  return error.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace plenum::gateway::json
