// The methods of NoticeService for webhooks, and its table.
#include "services/deliberation/notices/notice_service.h"

#include <algorithm>
#include <memory>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/outbound/http.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/time.h"
#include "services/deliberation/notices/payload.h"

namespace plenum::deliberation {
namespace {

using base::FieldViolations;
using resource::Decision;

constexpr char kHint[] = "`plenum webhook list` shows them";

// As facilitators see it.
v1::Webhook Shown(const WebhookRow& row) {
  v1::Webhook webhook = row.webhook();
  webhook.set_settled_revision(row.cursor());
  webhook.set_failed_attempts(row.failed_attempts());
  if (row.next_attempt_us() > 0) {
    *webhook.mutable_next_attempt_time() = resource::ToTimestamp(row.next_attempt_us());
  }
  return webhook;
}

void CheckParent(std::string_view parent, FieldViolations& bad) {
  if (!resource::Match("deliberations/*", parent)) {
    bad.Add("parent", "must be of the form deliberations/ID");
  }
}

absl::Status CheckWebhookName(std::string_view field, std::string_view name) {
  FieldViolations bad;
  if (!resource::Match("deliberations/*/webhooks/*", name)) {
    bad.Add(field, "must be of the form deliberations/ID/webhooks/ID");
  }
  return bad.ToStatus();
}

void CheckKinds(const v1::Webhook& webhook, FieldViolations& bad) {
  if (webhook.kinds_size() > limits::kMaxKinds) {
    return bad.Add("webhook.kinds", absl::StrCat("has more than ", limits::kMaxKinds));
  }
  std::set<int> seen;
  for (const int kind : webhook.kinds()) {
    if (kind == v1::EVENT_KIND_UNSPECIFIED || !v1::EventKind_IsValid(kind)) {
      bad.Add("webhook.kinds", absl::StrCat(kind, " is no kind of event"));
    } else if (!seen.insert(kind).second) {
      bad.Add("webhook.kinds",
              v1::EventKind_Name(static_cast<v1::EventKind>(kind)) + " stands there twice");
    }
  }
}

}  // namespace

absl::StatusOr<NoticeService::StoredWebhook> NoticeService::ReadWebhook(
    const std::string& name) const {
  auto formed = CheckWebhookName("name", name);
  if (!formed.ok()) return formed;
  auto stored = ReadNotice<WebhookRow>(*parts_.store, kWebhookRows, NoticeRowId(name));
  if (absl::IsNotFound(stored.status())) return base::NotFound(name, kHint);
  if (!stored.ok()) return resource::FromStore(stored.status());
  return stored;
}

absl::StatusOr<v1::CreateWebhookResponse> NoticeService::CreateWebhook(
    const Caller& caller, const v1::CreateWebhookRequest& request) {
  FieldViolations bad;
  CheckParent(request.parent(), bad);
  CheckKinds(request.webhook(), bad);
  auto callable =
      outbound::CheckUrl(request.webhook().url(), parts_.options->allow_private_webhooks);
  if (!callable.ok()) bad.Add("webhook.url", std::string(callable.message()));
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  const std::string name = absl::StrCat(request.parent(), "/webhooks/", parts_.ids->NewId());
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::CreateWebhookResponse>> {
    auto ids = NoticeIds(*parts_.store, kWebhookRows, NoticeRowPrefix(request.parent()));
    if (!ids.ok()) return resource::FromStore(ids.status());
    if (static_cast<int>(ids->size()) >= limits::kMaxWebhooks) {
      return base::Error(absl::StatusCode::kResourceExhausted,
                         common::v1::ERROR_REASON_LIMIT_REACHED,
                         absl::StrCat("a deliberation has at most ", limits::kMaxWebhooks,
                                      " webhooks; delete one that is not needed"),
                         {{"limit", absl::StrCat(limits::kMaxWebhooks)}});
    }
    auto head = parts_.store->Revision(request.parent());
    if (!head.ok()) return resource::FromStore(head.status());
    WebhookRow row;
    row.set_cursor(*head);
    v1::Webhook& webhook = *row.mutable_webhook();
    webhook.set_name(name);
    webhook.set_url(request.webhook().url());
    *webhook.mutable_kinds() = request.webhook().kinds();
    webhook.set_state(v1::WEBHOOK_STATE_ACTIVE);
    *webhook.mutable_create_time() = resource::ToTimestamp(parts_.clock->NowMicros());
    webhook.set_creator(caller.member);
    Decision<v1::CreateWebhookResponse> decision;
    *decision.response.mutable_webhook() = Shown(row);
    decision.mutation = PutNotice(kWebhookRows, name, row, 0);
    return decision;
  };
  return resource::Write<v1::CreateWebhookResponse>(
      *parts_.store, caller, "CreateWebhook", request, decide,
      [&](v1::CreateWebhookResponse& response, std::int64_t /*revision*/) {
        response.set_secret(ShownSecret(parts_.keys->WebhookKey(response.webhook().name())));
      });
}

absl::StatusOr<v1::ListWebhooksResponse> NoticeService::ListWebhooks(
    const Caller& /*caller*/, const v1::ListWebhooksRequest& request) {
  FieldViolations bad;
  CheckParent(request.parent(), bad);
  if (!bad.empty()) return bad.ToStatus();
  auto page = resource::ReadPage(request.parent() + "/webhooks", "", request.page_size(),
                                 request.page_token());
  if (!page.ok()) return page.status();
  const std::string prefix = NoticeRowPrefix(request.parent());
  auto rows = parts_.store->List(kWebhookRows, std::max(prefix, page->after), page->size + 1);
  if (!rows.ok()) return resource::FromStore(rows.status());
  const auto is_of_another = [&](const store::Row& row) {
    return row.key.id.rfind(prefix, 0) != 0;
  };
  rows->erase(std::find_if(rows->begin(), rows->end(), is_of_another), rows->end());
  v1::ListWebhooksResponse response;
  response.set_next_page_token(resource::NextToken(*page, *rows));
  for (const store::Row& stored : *rows) {
    WebhookRow row;
    if (!row.ParseFromString(stored.data)) {
      return absl::InternalError(stored.key.id + " cannot be read");
    }
    *response.add_webhooks() = Shown(row);
  }
  return response;
}

absl::StatusOr<v1::DeleteWebhookResponse> NoticeService::DeleteWebhook(
    const Caller& caller, const v1::DeleteWebhookRequest& request) {
  FieldViolations bad;
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::DeleteWebhookResponse>> {
    auto stored = ReadWebhook(request.name());
    if (!stored.ok()) return stored.status();
    Decision<v1::DeleteWebhookResponse> decision;
    decision.mutation = EraseNotice(kWebhookRows, request.name(), stored->revision);
    return decision;
  };
  return resource::Write<v1::DeleteWebhookResponse>(
      *parts_.store, caller, "DeleteWebhook", request, decide,
      [](v1::DeleteWebhookResponse& /*response*/, std::int64_t /*revision*/) {});
}

template <class Response, class Request, class Change>
absl::StatusOr<Response> NoticeService::ModifyWebhook(const Caller& caller, std::string_view method,
                                                      const Request& request, Change change) {
  FieldViolations bad;
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  const auto decide = [&]() -> absl::StatusOr<Decision<Response>> {
    auto stored = ReadWebhook(request.name());
    if (!stored.ok()) return stored.status();
    change(stored->row);
    Decision<Response> decision;
    *decision.response.mutable_webhook() = Shown(stored->row);
    decision.mutation = PutNotice(kWebhookRows, request.name(), stored->row, stored->revision);
    return decision;
  };
  return resource::Write<Response>(*parts_.store, caller, method, request, decide,
                                   [](Response& /*response*/, std::int64_t /*revision*/) {});
}

absl::StatusOr<v1::PauseWebhookResponse> NoticeService::PauseWebhook(
    const Caller& caller, const v1::PauseWebhookRequest& request) {
  return ModifyWebhook<v1::PauseWebhookResponse>(
      caller, "PauseWebhook", request, [](WebhookRow& row) {
        // One that was given up stays so, with its reason.
        if (row.webhook().state() != v1::WEBHOOK_STATE_ACTIVE) return;
        row.mutable_webhook()->set_state(v1::WEBHOOK_STATE_PAUSED);
      });
}

absl::StatusOr<v1::ResumeWebhookResponse> NoticeService::ResumeWebhook(
    const Caller& caller, const v1::ResumeWebhookRequest& request) {
  return ModifyWebhook<v1::ResumeWebhookResponse>(
      caller, "ResumeWebhook", request, [](WebhookRow& row) {
        row.mutable_webhook()->set_state(v1::WEBHOOK_STATE_ACTIVE);
        row.mutable_webhook()->clear_disabled_reason();
        row.set_failed_attempts(0);
        row.set_first_failure_us(0);
        row.set_next_attempt_us(0);
      });
}

absl::StatusOr<v1::ListDeliveriesResponse> NoticeService::ListDeliveries(
    const Caller& /*caller*/, const v1::ListDeliveriesRequest& request) {
  auto formed = CheckWebhookName("parent", request.parent());
  if (!formed.ok()) return formed;
  auto page = resource::ReadPage(request.parent() + "/deliveries", "", request.page_size(),
                                 request.page_token());
  if (!page.ok()) return page.status();
  auto stored = ReadWebhook(request.parent());
  if (!stored.ok()) return stored.status();
  // Pages go backwards: what is before the oldest that was looked at.
  std::int64_t before = 0;
  if (!absl::SimpleAtoi(page->after, &before)) {
    auto head = parts_.store->Revision(request.parent());
    if (!head.ok()) return resource::FromStore(head.status());
    before = *head + 1;
  }
  const std::int64_t after = std::max<std::int64_t>(0, before - 1 - page->size);
  auto events = parts_.store->Events(request.parent(), after, static_cast<int>(before - 1 - after));
  if (!events.ok()) return resource::FromStore(events.status());
  v1::ListDeliveriesResponse response;
  for (auto event = events->rbegin(); event != events->rend(); ++event) {
    if (event->body.kind != kAttemptMade) continue;
    if (!response.add_deliveries()->ParseFromString(event->body.data)) {
      return absl::InternalError("a delivery cannot be read");
    }
  }
  if (after > 0) response.set_next_page_token(resource::MakeToken(*page, absl::StrCat(after + 1)));
  return response;
}

void NoticeService::TestWebhook(const Caller& /*caller*/, v1::TestWebhookRequest request,
                                Done<v1::TestWebhookResponse> done) {
  auto stored = ReadWebhook(request.name());
  if (!stored.ok()) return done(stored.status());
  const auto answer = std::make_shared<Done<v1::TestWebhookResponse>>(std::move(done));
  const bool taken = parts_.defer([this, name = std::move(*request.mutable_name()), answer] {
    auto delivery = parts_.webhooks->Ping(NoticeRowId(name), parts_.ids->NewId());
    if (absl::IsNotFound(delivery.status())) return (*answer)(base::NotFound(name, kHint));
    if (!delivery.ok()) return (*answer)(resource::FromStore(delivery.status()));
    v1::TestWebhookResponse response;
    *response.mutable_delivery() = *std::move(delivery);
    (*answer)(std::move(response));
  });
  if (!taken) (*answer)(resource::FromStore(absl::ResourceExhaustedError("")));
}

rpc::ServiceTable Table(NoticeService* service) {
  using rpc::Access;
  using S = NoticeService;
  rpc::ServiceTable table("plenum.deliberation.v1.NoticeService");
  table.Unary("CreateWebhook", {.access = Access::kFacilitator}, service, &S::CreateWebhook);
  table.Unary("ListWebhooks", {.access = Access::kFacilitator}, service, &S::ListWebhooks);
  table.Unary("DeleteWebhook", {.access = Access::kFacilitator}, service, &S::DeleteWebhook);
  table.Unary("PauseWebhook", {.access = Access::kFacilitator}, service, &S::PauseWebhook);
  table.Unary("ResumeWebhook", {.access = Access::kFacilitator}, service, &S::ResumeWebhook);
  table.Unary("ListDeliveries", {.access = Access::kFacilitator}, service, &S::ListDeliveries);
  table.Unary("TestWebhook", {.access = Access::kFacilitator}, service, &S::TestWebhook);
  table.Unary("SetDigest", {.access = Access::kObserver}, service, &S::SetDigest);
  table.Unary("ConfirmDigest", {.access = Access::kObserver}, service, &S::ConfirmDigest);
  table.Unary("GetDigest", {.access = Access::kObserver}, service, &S::GetDigest);
  table.Unary("DeleteDigest", {.access = Access::kObserver}, service, &S::DeleteDigest);
  return table;
}

}  // namespace plenum::deliberation
