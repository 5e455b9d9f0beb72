#include "services/deliberation/notices/payload.h"

#include <google/protobuf/util/json_util.h>

#include <cctype>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/auth/hmac.h"
#include "services/common/resource/name.h"
#include "services/common/resource/time.h"
#include "services/deliberation/watch.h"

namespace plenum::deliberation {
namespace {

// "EVENT_KIND_PHASE_CHANGED" -> "phase_changed".
std::string TypeOf(v1::EventKind kind) {
  constexpr std::string_view kPrefix = "EVENT_KIND_";
  std::string type = v1::EventKind_Name(kind);
  if (type.rfind(kPrefix, 0) == 0) type.erase(0, kPrefix.size());
  for (char& c : type) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return type;
}

std::string Base64(std::string_view bytes) {
  return absl::Base64Escape(absl::string_view(bytes.data(), bytes.size()));
}

}  // namespace

v1::WebhookPayload EventPayload(const std::string& deliberation, const store::Event& event) {
  v1::WebhookPayload payload;
  payload.set_id(absl::StrCat(resource::KeyOf(deliberation).id, "_", event.revision));
  v1::Event& data = *payload.mutable_data();
  data = ToMessage(event);
  if (data.kind() == v1::EVENT_KIND_BALLOT_CAST) {
    // Whatever watchers may be told some day: other systems never learn who voted.
    data.clear_subject();
    data.clear_actor();
  }
  payload.set_type(TypeOf(data.kind()));
  *payload.mutable_timestamp() = data.time();
  payload.set_deliberation(deliberation);
  return payload;
}

v1::WebhookPayload PingPayload(const std::string& deliberation, std::string_view id,
                               std::int64_t now_us) {
  v1::WebhookPayload payload;
  payload.set_id(absl::StrCat("ping_", std::string(id)));
  payload.set_type("ping");
  *payload.mutable_timestamp() = resource::ToTimestamp(now_us);
  payload.set_deliberation(deliberation);
  return payload;
}

std::string BodyOf(const v1::WebhookPayload& payload) {
  std::string body;
  // Fails for messages with unknown Any types only, and there is none.
  static_cast<void>(google::protobuf::util::MessageToJsonString(payload, &body));
  return body;
}

std::string ShownSecret(std::string_view key) { return "whsec_" + Base64(key); }

std::vector<std::pair<std::string, std::string>> SignedHeaders(std::string_view key,
                                                               const std::string& id,
                                                               std::int64_t now_s,
                                                               const std::string& body) {
  const std::string signature = auth::HmacSha256(key, absl::StrCat(id, ".", now_s, ".", body));
  return {{"content-type", "application/json"},
          {"webhook-id", id},
          {"webhook-timestamp", absl::StrCat(now_s)},
          {"webhook-signature", "v1," + Base64(signature)}};
}

}  // namespace plenum::deliberation
