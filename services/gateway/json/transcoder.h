// transcoder: JSON to messages and back, by the descriptors of the messages that are linked in.
//
//   const json::Transcoder transcoder;
//   auto bytes = transcoder.ToBinary("plenum.tally.v1.TallyRequest", R"({"method": "SCHULZE"})");
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace google::protobuf {
class Message;
namespace util {
class TypeResolver;
}
}  // namespace google::protobuf

namespace plenum::gateway::json {

// Thread-safe.
class Transcoder {
 public:
  Transcoder();
  ~Transcoder();

  // INVALID_ARGUMENT / INVALID_FIELDS for JSON that is none, is nested deeper than
  // limits::kMaxJsonDepth, or has a field that the message has not, which is named. An empty text
  // is the empty message.
  [[nodiscard]] absl::StatusOr<std::string> ToBinary(const std::string& type,
                                                     std::string_view json) const;
  [[nodiscard]] absl::Status ToMessage(std::string_view json,
                                       google::protobuf::Message& message) const;
  // INTERNAL for bytes that are no such message.
  [[nodiscard]] absl::StatusOr<std::string> ToJson(const std::string& type,
                                                   const std::string& bytes) const;
  [[nodiscard]] absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message) const;

  // {"code": …, "message": …, "details": […]}: an error as the Connect protocol writes it.
  [[nodiscard]] std::string ErrorJson(const absl::Status& status) const;

 private:
  std::unique_ptr<google::protobuf::util::TypeResolver> types_;
};

}  // namespace plenum::gateway::json
