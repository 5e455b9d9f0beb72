// notices: everything that sends notices, put together for a server.
//
//   deliberation::Notices notices({store, &clock, &ids, &signer.key(), options});
//   tables.push_back(deliberation::Table(&notices.service()));
//   notices.Start();
#pragma once

#include <atomic>
#include <memory>

#include "services/common/auth/ed25519.h"
#include "services/common/rpc/executor.h"
#include "services/deliberation/log/vote_log.h"
#include "services/deliberation/notices/digest_sender.h"
#include "services/deliberation/notices/dispatcher.h"
#include "services/deliberation/notices/notice_service.h"
#include "services/deliberation/notices/webhook_sender.h"

namespace plenum::deliberation {

class Notices {
 public:
  struct Parts {
    store::Store* store;
    const base::Clock* clock;
    base::IdSource* ids;
    const auth::PrivateKey* signing_key;
    NoticeOptions options;
  };
  explicit Notices(Parts parts);
  // Gives up calls that run; what they were about is sent after the next start.
  ~Notices();

  NoticeService& service() { return service_; }
  // Begins to send, on threads of its own. Once.
  void Start();
  // Sends everything that is due on this thread, until nothing is. For tests, in place of Start().
  void SendDue();

 private:
  std::int64_t Send(const NoticeJob& job);

  store::Store& store_;
  const base::Clock& clock_;
  const NoticeOptions options_;
  const NoticeKeys keys_;
  const VoteLog log_;
  std::atomic<bool> stopping_ = false;
  WebhookSender webhooks_;
  DigestSender digests_;
  NoticeService service_;
  std::unique_ptr<Dispatcher> dispatcher_;
  // Ends first: pings use the others.
  std::unique_ptr<rpc::Executor> pings_;
};

}  // namespace plenum::deliberation
