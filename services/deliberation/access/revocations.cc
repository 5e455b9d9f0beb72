#include "services/deliberation/access/revocations.h"

#include <utility>

#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/resource/write.h"
#include "services/deliberation/access/sessions.h"

namespace plenum::deliberation {
namespace {

constexpr char kStream[] = "revocations";

auth::Revocation ToAuth(const v1::Revocation& message) {
  return {message.subject(), message.not_before().seconds(), message.expire_time().seconds()};
}

}  // namespace

absl::Status Revocations::Publish(const std::string& name, std::int64_t not_before_s,
                                  std::string_view actor, std::vector<store::Put> puts) {
  v1::Revocation revocation;
  revocation.set_subject(auth::RevocationSubject(name));
  revocation.mutable_not_before()->set_seconds(not_before_s);
  const std::int64_t now_s = clock_.NowMicros() / 1'000'000;
  revocation.mutable_expire_time()->set_seconds(now_s + limits::kLongestTokenSeconds);
  store::Mutation mutation;
  mutation.stream = kStream;
  mutation.puts = std::move(puts);
  mutation.events.push_back(
      {v1::EVENT_KIND_TOKENS_REVOKED, "", std::string(actor), revocation.SerializeAsString()});
  auto applied = store_.Apply(std::move(mutation));
  if (!applied.ok()) return resource::FromStore(applied.status());
  if (verifier_ != nullptr) verifier_->Revoke({ToAuth(revocation)}, now_s);
  return absl::OkStatus();
}

absl::StatusOr<std::int64_t> Revocations::Start() const {
  auto last = store_.Revision(kStream);
  if (!last.ok()) return resource::FromStore(last.status());
  const std::int64_t old_us = clock_.NowMicros() - limits::kLongestTokenSeconds * 1'000'000;
  std::int64_t low = 0;  // events up to here are too old to matter
  std::int64_t high = *last;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    auto event = store_.Events(kStream, middle, 1);
    if (!event.ok()) return resource::FromStore(event.status());
    if (!event->empty() && event->front().time_us < old_us) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

absl::StatusOr<auth::Published> Revocations::Read(std::int64_t position) const {
  if (position <= 0) {
    auto start = Start();
    if (!start.ok()) return start.status();
    position = *start;
  }
  auto events = store_.Events(kStream, position, kPage + 1);
  if (!events.ok()) return resource::FromStore(events.status());
  auth::Published published;
  published.position = position;
  published.more = events->size() > kPage;
  if (published.more) events->pop_back();
  for (const auto& event : *events) {
    published.position = event.revision;
    v1::Revocation revocation;
    if (!revocation.ParseFromString(event.body.data)) {
      return absl::InternalError("a revocation cannot be read");
    }
    published.revocations.push_back(ToAuth(revocation));
  }
  return published;
}

absl::Status Revocations::Load() const {
  if (verifier_ == nullptr) return absl::OkStatus();
  std::int64_t position = 0;
  for (;;) {
    auto page = Read(position);
    if (!page.ok()) return page.status();
    verifier_->Revoke(page->revocations, clock_.NowMicros() / 1'000'000);
    if (!page->more) return absl::OkStatus();
    position = page->position;
  }
}

}  // namespace plenum::deliberation
