// notice_service: webhooks and digests as people set them up. What is sent, and when, is the
// senders' (webhook_sender.h, digest_sender.h).
//
// Rows: notice_store.h. Nothing of this is an event of the deliberation.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/notice.pb.h"
#include "services/common/base/clock.h"
#include "services/common/base/id.h"
#include "services/common/resource/write.h"
#include "services/common/rpc/method.h"
#include "services/common/store/store.h"
#include "services/deliberation/notices/notice_keys.h"
#include "services/deliberation/notices/notice_options.h"
#include "services/deliberation/notices/notice_store.h"
#include "services/deliberation/notices/webhook_sender.h"

namespace plenum::deliberation {

namespace limits {
inline constexpr int kMaxWebhooks = 10;  // of one deliberation
inline constexpr int kMaxKinds = 100;    // that one webhook names
inline constexpr int kMaxCodeMails = 5;  // to whatever addresses of one member, in a day
inline constexpr int kMaxCodeAttempts = 10;
inline constexpr std::int64_t kCodeGoodUs = kDayUs;
inline constexpr std::size_t kMaxCodeBytes = 100;
}  // namespace limits

class NoticeService {
 public:
  struct Parts {
    store::Store* store;
    const base::Clock* clock;
    base::IdSource* ids;
    const NoticeKeys* keys;
    const NoticeOptions* options;
    WebhookSender* webhooks;
    // Runs a task that calls a webhook; false when too many wait.
    std::function<bool(std::function<void()>)> defer;
  };
  explicit NoticeService(Parts parts) : parts_(std::move(parts)) {}

  using Caller = rpc::Caller;
  template <class Response>
  using Done = std::function<void(absl::StatusOr<Response>)>;

  absl::StatusOr<v1::CreateWebhookResponse> CreateWebhook(const Caller& caller,
                                                          const v1::CreateWebhookRequest& request);
  absl::StatusOr<v1::ListWebhooksResponse> ListWebhooks(const Caller& caller,
                                                        const v1::ListWebhooksRequest& request);
  absl::StatusOr<v1::DeleteWebhookResponse> DeleteWebhook(const Caller& caller,
                                                          const v1::DeleteWebhookRequest& request);
  absl::StatusOr<v1::PauseWebhookResponse> PauseWebhook(const Caller& caller,
                                                        const v1::PauseWebhookRequest& request);
  absl::StatusOr<v1::ResumeWebhookResponse> ResumeWebhook(const Caller& caller,
                                                          const v1::ResumeWebhookRequest& request);
  absl::StatusOr<v1::ListDeliveriesResponse> ListDeliveries(
      const Caller& caller, const v1::ListDeliveriesRequest& request);
  void TestWebhook(const Caller& caller, v1::TestWebhookRequest request,
                   Done<v1::TestWebhookResponse> done);

  absl::StatusOr<v1::SetDigestResponse> SetDigest(const Caller& caller,
                                                  const v1::SetDigestRequest& request);
  absl::StatusOr<v1::ConfirmDigestResponse> ConfirmDigest(const Caller& caller,
                                                          const v1::ConfirmDigestRequest& request);
  absl::StatusOr<v1::GetDigestResponse> GetDigest(const Caller& caller,
                                                  const v1::GetDigestRequest& request);
  absl::StatusOr<v1::DeleteDigestResponse> DeleteDigest(const Caller& caller,
                                                        const v1::DeleteDigestRequest& request);

 private:
  using StoredWebhook = StoredNotice<WebhookRow>;
  using StoredDigest = StoredNotice<DigestRow>;

  absl::StatusOr<StoredWebhook> ReadWebhook(const std::string& name) const;
  // Reads a webhook, changes it by `change(row)` and writes it.
  template <class Response, class Request, class Change>
  absl::StatusOr<Response> ModifyWebhook(const Caller& caller, std::string_view method,
                                         const Request& request, Change change);

  // The caller's digest, an empty row when there never was one.
  absl::StatusOr<StoredDigest> ReadDigest(const std::string& name) const;
  absl::Status RequireMail() const;
  absl::Status AskForCode(DigestRow& row) const;
  // The caller's digest when that is its code; else the attempt is counted.
  absl::StatusOr<StoredDigest> CheckCode(const Caller& caller, const std::string& code) const;

  const Parts parts_;
};

rpc::ServiceTable Table(NoticeService* service);

}  // namespace plenum::deliberation
