#include "services/common/auth/key_refresher.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

namespace plenum::auth {
namespace {

constexpr std::int64_t kNow = 1'800'000'000;

// A source of keys that fails as often as it is told, and counts how often it was asked.
class Source {
 public:
  absl::StatusOr<std::vector<PublicKey>> Fetch() {
    const std::lock_guard lock(mutex_);
    ++asked_;
    changed_.notify_all();
    if (failures_ > 0) {
      --failures_;
      return absl::UnavailableError("down");
    }
    return keys_;
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
  const KeyRefresher refresher(
      verifier, [&] { return source.Fetch(); }, std::chrono::milliseconds(0));
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
  const KeyRefresher refresher(
      verifier, [&] { return source.Fetch(); }, std::chrono::hours(1));
  const std::string token = Signer::Generate().Sign({"m", Role::kMember, kNow, kNow + 60});
  absl::StatusOr<Claims> claims = absl::UnavailableError("");
  while (absl::IsUnavailable(claims.status())) claims = verifier.Verify(token, kNow);
  EXPECT_EQ(claims.status().code(), absl::StatusCode::kUnauthenticated);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(verifier.Verify(token, kNow).status().code(), absl::StatusCode::kUnauthenticated);
  }
}

}  // namespace
}  // namespace plenum::auth
