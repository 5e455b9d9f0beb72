#include "services/common/resource/watch_hub.h"

#include <charconv>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"

namespace plenum::resource {
namespace {

constexpr std::size_t kStreamFingerprintBytes = 8;

std::string Fingerprint(const std::string& deliberation) {
  return base::Sha256("watch\n" + deliberation).substr(0, kStreamFingerprintBytes);
}

std::int64_t RevisionOf(const std::string& stream, std::string_view token) {
  const auto bytes = base::Base64UrlDecode(token);
  std::int64_t revision = -1;
  if (bytes && bytes->size() > kStreamFingerprintBytes &&
      bytes->substr(0, kStreamFingerprintBytes) == Fingerprint(stream)) {
    const char* end = bytes->data() + bytes->size();
    const auto read = std::from_chars(bytes->data() + kStreamFingerprintBytes, end, revision);
    if (read.ec != std::errc() || read.ptr != end) revision = -1;
  }
  return revision;
}

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

std::string MakeResumeToken(const std::string& stream, std::int64_t revision) {
  return base::Base64UrlEncode(Fingerprint(stream) + absl::StrCat(revision));
}

absl::StatusOr<std::int64_t> ReadResumeToken(store::Store& store, const std::string& stream,
                                             std::string_view token) {
  if (token.empty()) return 0;
  const std::int64_t revision = RevisionOf(stream, token);
  if (revision < 0) {
    base::FieldViolations bad;
    bad.Add("resume_token", "was not made for this deliberation; leave it empty to start anew");
    return bad.ToStatus();
  }
  const auto last = store.Revision(stream);
  if (!last.ok()) return last.status();
  if (*last < revision) {
    return base::Error(absl::StatusCode::kOutOfRange, common::v1::ERROR_REASON_REVISION_AHEAD,
                       "the resume token is ahead of what this server knows; start anew without "
                       "one and compare");
  }
  return revision;
}

}  // namespace plenum::resource
