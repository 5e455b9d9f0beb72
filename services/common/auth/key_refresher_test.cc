#include "services/common/auth/key_refresher.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "services/common/base/status.h"

namespace plenum::auth {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

constexpr std::int64_t kNow = 1'800'000'000;

// A source of keys that fails as often as it is told, and counts how often it was asked.
class Source {
 public:
  absl::StatusOr<Published> Fetch(std::int64_t position) {
    const std::lock_guard lock(mutex_);
    ++asked_;
    changed_.notify_all();
    if (failures_ > 0) {
      --failures_;
      return absl::UnavailableError("down");
    }
    Published published{keys_, {}, position, false};
    if (position < static_cast<std::int64_t>(revocations_.size())) {
      published.revocations = {revocations_[static_cast<std::size_t>(position)]};
      published.position = position + 1;
      published.more = published.position < static_cast<std::int64_t>(revocations_.size());
    }
    return published;
  }
  void Revoke(const Revocation& revocation) {
    const std::lock_guard lock(mutex_);
    revocations_.push_back(revocation);
  }
  void Set(std::vector<PublicKey> keys, int failures) {
    const std::lock_guard lock(mutex_);
    keys_ = std::move(keys);
    failures_ = failures;
  }
  void AwaitAsked(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return asked_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<PublicKey> keys_;
  std::vector<Revocation> revocations_;
  int failures_ = 0;
  int asked_ = 0;
};

TEST(KeyRefresherTest, FetchesUntilItSucceedsAndAgainForANewKey) {
  const Signer first = Signer::Generate();
  const Signer second = Signer::Generate();
  const auto token = [](const Signer& signer) {
    return signer.Sign({"deliberations/d1/members/m1", Role::kMember, kNow, kNow + 60});
  };
  Source source;
  source.Set({first.public_key()}, /*failures=*/2);
  Verifier verifier;
  const base::FakeClock clock;
  const KeyRefresher refresher(verifier, clock,
                               [&](std::int64_t position) { return source.Fetch(position); },
                               {.min_interval = milliseconds(0), .interval = hours(1)});
  source.AwaitAsked(3);
  absl::StatusOr<Claims> claims = absl::UnavailableError("");
  while (absl::IsUnavailable(claims.status())) claims = verifier.Verify(token(first), kNow);
  EXPECT_TRUE(claims.ok()) << claims.status();

  source.Set({second.public_key(), first.public_key()}, 0);
  claims = absl::UnavailableError("");
  while (absl::IsUnavailable(claims.status())) claims = verifier.Verify(token(second), kNow);
  EXPECT_TRUE(claims.ok()) << claims.status();
}

TEST(KeyRefresherTest, AKeyThatIsNobodysIsNotAskedForAgainAndAgain) {
  Source source;
  source.Set({Signer::Generate().public_key()}, 0);
  Verifier verifier;
  const base::FakeClock clock;
  const KeyRefresher refresher(verifier, clock,
                               [&](std::int64_t position) { return source.Fetch(position); },
                               {.min_interval = hours(1), .interval = hours(1)});
  const std::string token = Signer::Generate().Sign({"m", Role::kMember, kNow, kNow + 60});
  absl::StatusOr<Claims> claims = absl::UnavailableError("");
  while (absl::IsUnavailable(claims.status())) claims = verifier.Verify(token, kNow);
  EXPECT_EQ(claims.status().code(), absl::StatusCode::kUnauthenticated);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(verifier.Verify(token, kNow).status().code(), absl::StatusCode::kUnauthenticated);
  }
}

TEST(KeyRefresherTest, RevocationsComeBeforeTheKeysAndAreFollowed) {
  const Signer signer = Signer::Generate();
  const base::FakeClock clock;
  const std::int64_t now = clock.NowMicros() / 1'000'000;
  const auto token = [&](const std::string& member) {
    return signer.Sign({member, Role::kMember, now, now + 60});
  };
  Source source;
  source.Set({signer.public_key()}, 0);
  for (const char* member : {"m1", "m2"}) {
    source.Revoke({RevocationSubject(member), now + 1, now + 60});
  }
  Verifier verifier;
  const KeyRefresher refresher(verifier, clock,
                               [&](std::int64_t position) { return source.Fetch(position); },
                               {.min_interval = milliseconds(0), .interval = milliseconds(1)});
  absl::StatusOr<Claims> claims = absl::UnavailableError("");
  while (absl::IsUnavailable(claims.status())) claims = verifier.Verify(token("m2"), now);
  EXPECT_TRUE(base::HasReason(claims.status(), common::v1::ERROR_REASON_TOKEN_REVOKED));
  EXPECT_TRUE(verifier.Verify(token("m3"), now).ok());
  source.Revoke({RevocationSubject("m3"), now + 1, now + 60});
  while (verifier.Verify(token("m3"), now).ok()) {
  }
}

}  // namespace
}  // namespace plenum::auth
