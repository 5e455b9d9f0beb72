#include "services/deliberation/notices/notices.h"

#include <utility>

#include "services/deliberation/notices/notice_store.h"

namespace plenum::deliberation {
namespace {

constexpr int kPingThreads = 2;
constexpr std::size_t kMaxQueuedPings = 16;

}  // namespace

Notices::Notices(Parts parts)
    : store_(*parts.store),
      clock_(*parts.clock),
      options_(std::move(parts.options)),
      keys_(*parts.signing_key),
      log_(*parts.store, *parts.clock, *parts.signing_key),
      webhooks_({parts.store, parts.clock, &keys_, &options_, [this] { return stopping_.load(); },
                 parts.ids->NewId()}),
      digests_({parts.store, parts.clock, parts.ids, &keys_, &options_,
                [this] { return stopping_.load(); }, &log_}),
      service_({parts.store, parts.clock, parts.ids, &keys_, &options_, &webhooks_,
                [this](std::function<void()> task) { return pings_->Submit(std::move(task)); }}),
      pings_(std::make_unique<rpc::Executor>(kPingThreads, kMaxQueuedPings)) {}

Notices::~Notices() {
  stopping_ = true;
  pings_.reset();
  dispatcher_.reset();
}

void Notices::Start() {
  dispatcher_ = std::make_unique<Dispatcher>(store_, clock_,
                                             [this](const NoticeJob& job) { return Send(job); });
}

std::int64_t Notices::Send(const NoticeJob& job) {
  return job.collection == kWebhookRows ? webhooks_.Send(job.id) : digests_.Send(job.id);
}

void Notices::SendDue() {
  for (const char* collection : {kWebhookRows, kDigestRows}) {
    const auto ids = NoticeIds(store_, collection, "");
    if (!ids.ok()) continue;
    for (const std::string& id : *ids) {
      while (Send({collection, id}) <= clock_.NowMicros()) continue;
    }
  }
}

}  // namespace plenum::deliberation
