#include "services/deliberation/watch.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace plenum::deliberation {
namespace {

// What everybody on the roll sees.
constexpr int kOpenKinds[] = {
    v1::EVENT_KIND_DELIBERATION_CREATED, v1::EVENT_KIND_DELIBERATION_UPDATED,
    v1::EVENT_KIND_PHASE_CHANGED,        v1::EVENT_KIND_MEMBER_CREATED,
    v1::EVENT_KIND_BALLOT_CAST,          v1::EVENT_KIND_RESULT_STORED,
    v1::EVENT_KIND_ARGUMENT_CREATED,     v1::EVENT_KIND_ARGUMENT_UPDATED,
    v1::EVENT_KIND_ARGUMENT_HIDDEN,      v1::EVENT_KIND_ARGUMENT_RESTORED,
    v1::EVENT_KIND_DELEGATION_CHANGED,   v1::EVENT_KIND_STATEMENT_CREATED,
    v1::EVENT_KIND_STATEMENT_HIDDEN,     v1::EVENT_KIND_STATEMENT_RESTORED,
};

class EventFeed final : public rpc::Feed {
 public:
  EventFeed(store::Store& store, resource::WatchHub& hub, std::string deliberation, auth::Role role,
            std::int64_t revision, rpc::Waker waker)
      : store_(store),
        hub_(hub),
        deliberation_(std::move(deliberation)),
        role_(role),
        revision_(revision) {
    id_ = hub_.Add(deliberation_, std::move(waker));
  }
  ~EventFeed() override { hub_.Remove(deliberation_, id_); }

  absl::StatusOr<std::vector<std::unique_ptr<google::protobuf::MessageLite>>> Pull(
      int max) override {
    std::vector<std::unique_ptr<google::protobuf::MessageLite>> messages;
    // Fewer than `max` say that there are no more now.
    for (;;) {
      const int wanted = max - static_cast<int>(messages.size());
      auto events = store_.Events(deliberation_, revision_, wanted);
      if (!events.ok()) return events.status();
      Take(*events, messages);
      if (static_cast<int>(events->size()) < wanted || static_cast<int>(messages.size()) >= max) {
        break;
      }
    }
    return messages;
  }

  std::unique_ptr<google::protobuf::MessageLite> Heartbeat() override {
    auto message = std::make_unique<v1::WatchDeliberationResponse>();
    message->set_resume_token(resource::MakeResumeToken(deliberation_, revision_));
    return message;
  }

 private:
  void Take(const std::vector<store::Event>& events,
            std::vector<std::unique_ptr<google::protobuf::MessageLite>>& messages) {
    for (const auto& event : events) {
      revision_ = event.revision;
      if (!Sees(role_, event.body.kind)) continue;
      auto message = std::make_unique<v1::WatchDeliberationResponse>();
      *message->mutable_event() = ToMessage(event);
      message->set_resume_token(resource::MakeResumeToken(deliberation_, event.revision));
      messages.push_back(std::move(message));
    }
  }

  store::Store& store_;
  resource::WatchHub& hub_;
  const std::string deliberation_;
  const auth::Role role_;
  std::int64_t revision_;
  std::uint64_t id_ = 0;
};

}  // namespace

bool Sees(auth::Role role, int kind) {
  return auth::MayReadWithheld(role) ||
         std::find(std::begin(kOpenKinds), std::end(kOpenKinds), kind) != std::end(kOpenKinds);
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

absl::StatusOr<std::unique_ptr<rpc::Feed>> OpenWatch(store::Store& store, resource::WatchHub& hub,
                                                     const std::string& deliberation,
                                                     auth::Role role, std::string_view resume_token,
                                                     rpc::Waker waker) {
  auto revision = resource::ReadResumeToken(store, deliberation, resume_token);
  if (!revision.ok()) return revision.status();
  return std::make_unique<EventFeed>(store, hub, deliberation, role, *revision, std::move(waker));
}

}  // namespace plenum::deliberation
