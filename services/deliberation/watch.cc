#include "services/deliberation/watch.h"

#include <charconv>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"

namespace plenum::deliberation {
namespace {

constexpr std::size_t kFingerprintBytes = 8;

std::string Fingerprint(const std::string& deliberation) {
  return base::Sha256("watch\n" + deliberation).substr(0, kFingerprintBytes);
}

std::string MakeToken(const std::string& deliberation, std::int64_t revision) {
  return base::Base64UrlEncode(Fingerprint(deliberation) + absl::StrCat(revision));
}

absl::StatusOr<std::int64_t> ReadToken(const std::string& deliberation, std::string_view token) {
  if (token.empty()) return 0;
  const auto bytes = base::Base64UrlDecode(token);
  std::int64_t revision = -1;
  if (bytes && bytes->size() > kFingerprintBytes &&
      bytes->substr(0, kFingerprintBytes) == Fingerprint(deliberation)) {
    const char* end = bytes->data() + bytes->size();
    const auto read = std::from_chars(bytes->data() + kFingerprintBytes, end, revision);
    if (read.ec != std::errc() || read.ptr != end) revision = -1;
  }
  if (revision >= 0) return revision;
  base::FieldViolations bad;
  bad.Add("resume_token", "was not made for this deliberation; leave it empty to start anew");
  return bad.ToStatus();
}

class EventFeed final : public rpc::Feed {
 public:
  EventFeed(store::Store& store, WatchHub& hub, std::string deliberation, std::int64_t revision,
            rpc::Waker waker)
      : store_(store), hub_(hub), deliberation_(std::move(deliberation)), revision_(revision) {
    id_ = hub_.Add(deliberation_, std::move(waker));
  }
  ~EventFeed() override { hub_.Remove(deliberation_, id_); }

  absl::StatusOr<std::vector<std::unique_ptr<google::protobuf::MessageLite>>> Pull(
      int max) override {
    auto events = store_.Events(deliberation_, revision_, max);
    if (!events.ok()) return events.status();
    std::vector<std::unique_ptr<google::protobuf::MessageLite>> messages;
    for (const auto& event : *events) {
      auto message = std::make_unique<v1::WatchDeliberationResponse>();
      *message->mutable_event() = ToMessage(event);
      message->set_resume_token(MakeToken(deliberation_, event.revision));
      messages.push_back(std::move(message));
      revision_ = event.revision;
    }
    return messages;
  }

  std::unique_ptr<google::protobuf::MessageLite> Heartbeat() override {
    auto message = std::make_unique<v1::WatchDeliberationResponse>();
    message->set_resume_token(MakeToken(deliberation_, revision_));
    return message;
  }

 private:
  store::Store& store_;
  WatchHub& hub_;
  const std::string deliberation_;
  std::int64_t revision_;
  std::uint64_t id_ = 0;
};

}  // namespace

WatchHub::WatchHub(store::Store& store)
    : store_(store),
      listener_(store_.Listen(
          [this](const std::string& stream, std::int64_t /*revision*/) { Wake(stream); })) {}

WatchHub::~WatchHub() { store_.Unlisten(listener_); }

std::uint64_t WatchHub::Add(const std::string& stream, rpc::Waker waker) {
  const std::lock_guard lock(mutex_);
  wakers_[stream].emplace(next_id_, std::move(waker));
  return next_id_++;
}

void WatchHub::Remove(const std::string& stream, std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  const auto it = wakers_.find(stream);
  if (it == wakers_.end()) return;
  it->second.erase(id);
  if (it->second.empty()) wakers_.erase(it);
}

void WatchHub::Wake(const std::string& stream) {
  std::vector<rpc::Waker> wakers;
  {
    const std::lock_guard lock(mutex_);
    const auto it = wakers_.find(stream);
    if (it == wakers_.end()) return;
    for (const auto& [id, waker] : it->second) wakers.push_back(waker);
  }
  // A waker may run a stream to its end, and with it Remove.
  for (const auto& waker : wakers) waker();
}

v1::Event ToMessage(const store::Event& event) {
  v1::Event message;
  // The payload holds what only some kinds have.
  if (!event.body.data.empty()) message.ParseFromString(event.body.data);
  message.set_revision(event.revision);
  message.mutable_time()->set_seconds(event.time_us / 1'000'000);
  message.mutable_time()->set_nanos(static_cast<std::int32_t>(event.time_us % 1'000'000 * 1000));
  message.set_kind(static_cast<v1::EventKind>(event.body.kind));
  message.set_subject(event.body.subject);
  message.set_actor(event.body.actor);
  return message;
}

absl::StatusOr<std::unique_ptr<rpc::Feed>> OpenWatch(store::Store& store, WatchHub& hub,
                                                     const std::string& deliberation,
                                                     std::string_view resume_token,
                                                     rpc::Waker waker) {
  auto revision = ReadToken(deliberation, resume_token);
  if (!revision.ok()) return revision.status();
  if (*revision > 0) {
    // The event before the position must be there; else the token is from the future, for example
    // of a database that was restored from a backup.
    auto last = store.Events(deliberation, *revision - 1, 1);
    if (!last.ok()) return last.status();
    if (last->empty()) {
      return base::Error(absl::StatusCode::kOutOfRange, common::v1::ERROR_REASON_REVISION_AHEAD,
                         "the resume token is ahead of what this server knows; start anew without "
                         "one and compare");
    }
  }
  return std::make_unique<EventFeed>(store, hub, deliberation, *revision, std::move(waker));
}

}  // namespace plenum::deliberation
