// webhook_sender: calls webhooks, event by event.
//
// What holds: every event that a webhook asks for is sent until the target takes it, in order, and
// the next one only then; how far it is stands in the webhook's row, so that a restart goes on
// there. A target may get an event more than once (the answer may be lost), always with the same
// id. Whoever sends holds a lease on the row, so that replicas do not send side by side; a lease of
// a process that died ends by itself.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/base/clock.h"
#include "services/common/base/mutex.h"
#include "services/common/base/stopped.h"
#include "services/common/store/store.h"
#include "services/deliberation/notices/notice_keys.h"
#include "services/deliberation/notices/notice_options.h"
#include "services/deliberation/notices/notice_store.h"
#include "services/deliberation/notices/retry.h"

namespace plenum::deliberation {

// Nothing is due until something happens.
inline constexpr std::int64_t kNeverUs = std::numeric_limits<std::int64_t>::max();
// When the database did not answer.
inline constexpr std::int64_t kStoreRetryUs = 5 * kSecondUs;

namespace limits {
inline constexpr std::int64_t kGiveUpAfterUs = 3 * kDayUs;  // of failures without a success
inline constexpr std::int64_t kLeaseUs = 60 * kSecondUs;    // longer than a call can take
inline constexpr int kMostInARow = 100;                     // events, before others have a turn
}  // namespace limits

// Thread-safe.
class WebhookSender {
 public:
  struct Parts {
    store::Store* store;
    const base::Clock* clock;
    const NoticeKeys* keys;
    const NoticeOptions* options;
    base::Stopped stopped;  // gives up the call that runs, which then counts for nothing
    std::string holder;     // tells this process from the other replicas
  };
  explicit WebhookSender(Parts parts) : parts_(std::move(parts)) {}

  // Sends what is due of the webhook with this row. Returns when to ask again, by the clock. Must
  // not run twice at a time for one row in one process.
  std::int64_t Send(const std::string& row_id);

  // One ping, whatever the webhook's state. NOT_FOUND when there is no such webhook.
  absl::StatusOr<v1::Delivery> Ping(const std::string& row_id, std::string_view ping_id);

 private:
  using Stored = StoredNotice<WebhookRow>;
  // Sends the next event when it is due. Nothing when more may be due, else when to ask again.
  std::optional<std::int64_t> Step(const std::string& row_id);
  std::optional<std::int64_t> SendOne(Stored& stored, const store::Event& event);
  // The next event that the webhook asks for.
  absl::StatusOr<std::optional<store::Event>> Next(const std::string& row_id,
                                                   const WebhookRow& row);
  // Takes or renews the lease. ABORTED when somebody was faster.
  absl::Status Claim(Stored& stored);
  // Calls the target; the attempt, without what is to come of it.
  v1::Delivery Call(const v1::Webhook& webhook, const v1::WebhookPayload& payload,
                    std::int64_t& retry_after_us);
  // Writes what came of an attempt. OK with false when it is not ours to go on.
  absl::StatusOr<bool> Settle(Stored& stored, v1::Delivery delivery, std::int64_t retry_after_us);
  void Release(Stored& stored);
  void Log(const v1::Webhook& webhook, const v1::Delivery& delivery) const;

  const Parts parts_;
  base::Mutex mutex_;
  // Row id -> up to where the stream was searched without finding anything. Only saves time.
  std::map<std::string, std::int64_t> searched_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace plenum::deliberation
