// payload: what a webhook is called with, signed as Standard Webhooks says
// (github.com/standard-webhooks/standard-webhooks, version 1).
//
//   const v1::WebhookPayload payload = EventPayload("deliberations/d1", event);
//   const std::string body = BodyOf(payload);
//   request.headers = SignedHeaders(key, payload.id(), now_s, body);
//
// The receiver computes HMAC-SHA-256 over "ID.TIMESTAMP.BODY" with the webhook's secret and
// compares.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plenum/deliberation/v1/notice.pb.h"
#include "services/common/store/store.h"

namespace plenum::deliberation {

// The event as WatchDeliberation shows it to an observer. Its id depends on deliberation and
// revision alone.
v1::WebhookPayload EventPayload(const std::string& deliberation, const store::Event& event);

// `id` tells it from other pings: of [a-z0-9-].
v1::WebhookPayload PingPayload(const std::string& deliberation, std::string_view id,
                               std::int64_t now_us);

// JSON by protobuf's mapping, in one line.
std::string BodyOf(const v1::WebhookPayload& payload);

// How a key is shown to people: "whsec_" and base64.
std::string ShownSecret(std::string_view key);

// webhook-id, webhook-timestamp, webhook-signature, and the content's type.
std::vector<std::pair<std::string, std::string>> SignedHeaders(std::string_view key,
                                                               const std::string& id,
                                                               std::int64_t now_s,
                                                               const std::string& body);

}  // namespace plenum::deliberation
