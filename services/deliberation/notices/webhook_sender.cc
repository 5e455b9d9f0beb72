#include "services/deliberation/notices/webhook_sender.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/log.h"
#include "services/common/outbound/http.h"
#include "services/common/resource/name.h"
#include "services/common/resource/time.h"
#include "services/common/resource/write.h"
#include "services/deliberation/notices/payload.h"
#include "services/deliberation/watch.h"

namespace plenum::deliberation {
namespace {

constexpr int kEventsAtOnce = 500;
constexpr int kGone = 410;
constexpr RetrySchedule kSchedule;

std::string DeliberationOf(const v1::Webhook& webhook) {
  return resource::KeyOf(resource::KeyOf(webhook.name()).collection).collection;
}

bool Wants(const v1::Webhook& webhook, std::int32_t kind) {
  // Other systems are told what an observer may see.
  if (!Sees(auth::Role::kObserver, kind)) return false;
  return webhook.kinds().empty() ||
         std::find(webhook.kinds().begin(), webhook.kinds().end(), kind) != webhook.kinds().end();
}

bool IsTaken(const v1::Delivery& delivery) {
  return delivery.status() >= 200 && delivery.status() <= 299;
}

void ClearFailures(WebhookRow& row) {
  row.set_failed_attempts(0);
  row.set_first_failure_us(0);
  row.set_next_attempt_us(0);
}

void ClearLease(WebhookRow& row) {
  row.clear_lease_holder();
  row.clear_lease_until_us();
}

void Disable(WebhookRow& row, std::string why, v1::Delivery& delivery) {
  row.mutable_webhook()->set_state(v1::WEBHOOK_STATE_DISABLED);
  row.mutable_webhook()->set_disabled_reason(std::move(why));
  row.set_next_attempt_us(0);
  delivery.set_outcome(v1::DELIVERY_OUTCOME_GIVEN_UP);
}

// What an attempt makes of the row, and of itself.
void Apply(WebhookRow& row, v1::Delivery& delivery, std::int64_t now, std::int64_t retry_after_us) {
  delivery.set_attempt(row.failed_attempts() + 1);
  if (IsTaken(delivery)) {
    delivery.set_outcome(v1::DELIVERY_OUTCOME_DELIVERED);
    row.set_cursor(delivery.revision());
    ClearFailures(row);
    return;
  }
  row.set_failed_attempts(row.failed_attempts() + 1);
  if (row.first_failure_us() == 0) row.set_first_failure_us(now);
  if (delivery.status() == kGone) {
    return Disable(row, "the target answered 410: it is gone", delivery);
  }
  if (now - row.first_failure_us() >= limits::kGiveUpAfterUs) {
    return Disable(
        row, absl::StrCat("nothing was taken for 3 days; the last attempt: ", delivery.error()),
        delivery);
  }
  const std::int64_t delay =
      RetryDelay(kSchedule, absl::StrCat(row.webhook().name(), "\n", delivery.event_id()),
                 row.failed_attempts());
  const std::int64_t asked = std::min(retry_after_us, kSchedule.longest_us);
  row.set_next_attempt_us(now + std::max(delay, asked));
  delivery.set_outcome(v1::DELIVERY_OUTCOME_RETRYING);
  *delivery.mutable_next_attempt_time() = resource::ToTimestamp(row.next_attempt_us());
}

}  // namespace

std::int64_t WebhookSender::Send(const std::string& row_id) {
  for (int sent = 0; sent < limits::kMostInARow; ++sent) {
    if (const auto again = Step(row_id)) return *again;
  }
  return parts_.clock->NowMicros();
}

std::optional<std::int64_t> WebhookSender::Step(const std::string& row_id) {
  auto stored = ReadNotice<WebhookRow>(*parts_.store, kWebhookRows, row_id);
  const std::int64_t now = parts_.clock->NowMicros();
  if (absl::IsNotFound(stored.status())) {
    const base::MutexLock lock(mutex_);
    searched_.erase(row_id);
    return kNeverUs;
  }
  if (!stored.ok()) return now + kStoreRetryUs;
  const WebhookRow& row = stored->row;
  if (row.webhook().state() != v1::WEBHOOK_STATE_ACTIVE) return kNeverUs;
  const bool is_others = !row.lease_holder().empty() && row.lease_holder() != parts_.holder;
  if (is_others && row.lease_until_us() > now) return row.lease_until_us();
  auto event = Next(row_id, row);
  if (!event.ok()) return now + kStoreRetryUs;
  if (!event->has_value() || base::IsStopped(parts_.stopped)) {
    if (!row.lease_holder().empty()) Release(*stored);
    return kNeverUs;
  }
  if (row.next_attempt_us() > now) return row.next_attempt_us();
  return SendOne(*stored, **event);
}

std::optional<std::int64_t> WebhookSender::SendOne(Stored& stored, const store::Event& event) {
  const std::int64_t now = parts_.clock->NowMicros();
  if (const absl::Status claimed = Claim(stored); !claimed.ok()) {
    if (absl::IsAborted(claimed)) return std::nullopt;  // look again
    return now + kStoreRetryUs;
  }
  std::int64_t retry_after_us = 0;
  const v1::WebhookPayload payload = EventPayload(DeliberationOf(stored.row.webhook()), event);
  v1::Delivery delivery = Call(stored.row.webhook(), payload, retry_after_us);
  if (base::IsStopped(parts_.stopped) && !IsTaken(delivery)) {
    Release(stored);
    return kNeverUs;
  }
  auto goes_on = Settle(stored, std::move(delivery), retry_after_us);
  if (!goes_on.ok()) return now + kStoreRetryUs;
  if (*goes_on) return std::nullopt;
  return std::max(now, stored.row.next_attempt_us());
}

absl::StatusOr<std::optional<store::Event>> WebhookSender::Next(const std::string& row_id,
                                                                const WebhookRow& row) {
  std::int64_t after = row.cursor();
  {
    const base::MutexLock lock(mutex_);
    if (const auto known = searched_.find(row_id); known != searched_.end()) {
      after = std::max(after, known->second);
    }
  }
  const std::string deliberation = DeliberationOf(row.webhook());
  std::optional<store::Event> found;
  for (bool more = true; more && !found;) {
    auto events = parts_.store->Events(deliberation, after, kEventsAtOnce);
    if (!events.ok()) return events.status();
    more = static_cast<int>(events->size()) == kEventsAtOnce;
    for (store::Event& event : *events) {
      if (Wants(row.webhook(), event.body.kind)) {
        found = std::move(event);
        break;
      }
      after = event.revision;
    }
  }
  const base::MutexLock lock(mutex_);
  searched_[row_id] = after;
  return found;
}

absl::Status WebhookSender::Claim(Stored& stored) {
  const std::int64_t now = parts_.clock->NowMicros();
  WebhookRow& row = stored.row;
  // Enough of it is left for one call, and a write for each would be too many.
  if (row.lease_holder() == parts_.holder && row.lease_until_us() - now > limits::kLeaseUs / 2) {
    return absl::OkStatus();
  }
  row.set_lease_holder(parts_.holder);
  row.set_lease_until_us(now + limits::kLeaseUs);
  auto applied =
      parts_.store->Apply(PutNotice(kWebhookRows, row.webhook().name(), row, stored.revision));
  if (!applied.ok()) return applied.status();
  stored.revision = applied->revision;
  return absl::OkStatus();
}

v1::Delivery WebhookSender::Call(const v1::Webhook& webhook, const v1::WebhookPayload& payload,
                                 std::int64_t& retry_after_us) {
  const std::int64_t now = parts_.clock->NowMicros();
  v1::Delivery delivery;
  delivery.set_event_id(payload.id());
  delivery.set_revision(payload.data().revision());
  delivery.set_kind(payload.data().kind());
  *delivery.mutable_attempt_time() = resource::ToTimestamp(now);
  outbound::PostRequest request;
  request.url = webhook.url();
  request.body = BodyOf(payload);
  request.headers = SignedHeaders(parts_.keys->WebhookKey(webhook.name()), payload.id(),
                                  now / kSecondUs, request.body);
  request.allow_private = parts_.options->allow_private_webhooks;
  request.timeout = parts_.options->call_timeout;
  request.stopped = parts_.stopped;
  const auto answer = outbound::Post(request);
  if (!answer.ok()) {
    const bool of_url =
        absl::IsPermissionDenied(answer.status()) || absl::IsInvalidArgument(answer.status());
    delivery.set_error(
        absl::StrCat(of_url ? "the url " : "", std::string(answer.status().message())));
    return delivery;
  }
  delivery.set_status(answer->status);
  retry_after_us = std::min(answer->retry_after_s, kDayUs / kSecondUs) * kSecondUs;
  if (!IsTaken(delivery)) {
    delivery.set_error(absl::StrCat("the target answered ", answer->status));
  }
  return delivery;
}

absl::StatusOr<bool> WebhookSender::Settle(Stored& stored, v1::Delivery delivery,
                                           std::int64_t retry_after_us) {
  const std::int64_t now = parts_.clock->NowMicros();
  const std::string name = stored.row.webhook().name();
  for (int attempt = 0; attempt < resource::kMaxAttempts; ++attempt) {
    Apply(stored.row, delivery, now, retry_after_us);
    bool goes_on = delivery.outcome() == v1::DELIVERY_OUTCOME_DELIVERED &&
                   stored.row.webhook().state() == v1::WEBHOOK_STATE_ACTIVE;
    if (goes_on) {
      auto next = Next(NoticeRowId(name), stored.row);
      if (!next.ok()) return next.status();
      goes_on = next->has_value();
    }
    if (!goes_on) ClearLease(stored.row);
    auto applied =
        parts_.store->Apply(PutNotice(kWebhookRows, name, stored.row, stored.revision, &delivery));
    if (applied.ok()) {
      stored.revision = applied->revision;
      Log(stored.row.webhook(), delivery);
      return goes_on;
    }
    if (!absl::IsAborted(applied.status())) return applied.status();
    // Somebody paused it meanwhile, or it was given to somebody else, or it is gone.
    auto again = ReadNotice<WebhookRow>(*parts_.store, kWebhookRows, NoticeRowId(name));
    if (absl::IsNotFound(again.status())) return false;
    if (!again.ok()) return again.status();
    stored = *std::move(again);
    const bool is_ours = stored.row.lease_holder() == parts_.holder;
    if (!is_ours || stored.row.cursor() >= delivery.revision()) return false;
  }
  return absl::AbortedError("too many changes at once");
}

void WebhookSender::Release(Stored& stored) {
  ClearLease(stored.row);
  // When it fails, the lease ends by itself.
  static_cast<void>(parts_.store->Apply(
      PutNotice(kWebhookRows, stored.row.webhook().name(), stored.row, stored.revision)));
}

absl::StatusOr<v1::Delivery> WebhookSender::Ping(const std::string& row_id,
                                                 std::string_view ping_id) {
  auto stored = ReadNotice<WebhookRow>(*parts_.store, kWebhookRows, row_id);
  if (!stored.ok()) return stored.status();
  const v1::Webhook& webhook = stored->row.webhook();
  std::int64_t unused = 0;
  v1::Delivery delivery = Call(
      webhook, PingPayload(DeliberationOf(webhook), ping_id, parts_.clock->NowMicros()), unused);
  delivery.set_attempt(1);
  delivery.set_outcome(IsTaken(delivery) ? v1::DELIVERY_OUTCOME_DELIVERED
                                         : v1::DELIVERY_OUTCOME_GIVEN_UP);
  store::Mutation remembered;
  remembered.stream = webhook.name();
  remembered.events.push_back({kAttemptMade, webhook.name(), "", delivery.SerializeAsString()});
  auto applied = parts_.store->Apply(std::move(remembered));
  if (!applied.ok()) return applied.status();
  Log(webhook, delivery);
  return delivery;
}

// Neither the url, which may hold a secret path, nor anything of the answer.
void WebhookSender::Log(const v1::Webhook& webhook, const v1::Delivery& delivery) const {
  const bool is_taken = IsTaken(delivery);
  base::Log(is_taken ? base::LogLevel::kInfo : base::LogLevel::kWarning, "webhook",
            {{"webhook", webhook.name()},
             {"event_id", delivery.event_id()},
             {"attempt", absl::StrCat(delivery.attempt())},
             {"outcome", v1::DeliveryOutcome_Name(delivery.outcome())},
             {"status", absl::StrCat(delivery.status())},
             {"error", delivery.error()}});
}

}  // namespace plenum::deliberation
