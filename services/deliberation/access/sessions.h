// sessions: who is signed in: short-lived tokens, and the refresh tokens that give the next ones.
//
// Row "sessions/{s}" holds one sign-in; row "{member}/token-floor" since when a member's tokens are
// good. A refresh token names its session and how often that was refreshed; the rest is a secret
// that is derived from the signing key, and of which the row has the hash. So a repeated request
// gets the same answer although no secret is kept, and a refresh token that was replaced is still
// known as such: who shows it has a copy, and the session ends (RFC 9700, section 4.14.2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/access.pb.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/auth/token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id.h"
#include "services/common/resource/write.h"
#include "services/common/rpc/method.h"
#include "services/common/store/store.h"
#include "services/deliberation/access/revocations.h"

namespace plenum::deliberation {

namespace limits {
// No token lives longer, those of earlier versions included.
inline constexpr std::int64_t kLongestTokenSeconds = 30LL * 24 * 3600;
inline constexpr std::int64_t kTokenSeconds = 3600;
inline constexpr std::int64_t kSignInSeconds = 30LL * 24 * 3600;
}  // namespace limits

class Sessions {
 public:
  struct Parts {
    store::Store* store;
    const base::Clock* clock;
    base::IdSource* ids;
    const auth::Signer* signer;
    auth::Verifier* verifier;  // of this process, told of revocations at once; may be null
    std::int64_t token_seconds = limits::kTokenSeconds;     // at most kLongestTokenSeconds
    std::int64_t sign_in_seconds = limits::kSignInSeconds;  // without a refresh
  };
  explicit Sessions(Parts parts);

  // Whether who gets the tokens is who asked for them: see Session.handed_over.
  enum class For { kTheCaller, kSomebodyElse };
  // A new sign-in of a member, durable.
  absl::StatusOr<v1::SignIn> Open(const v1::Member& member, For whom);

  absl::StatusOr<v1::RefreshTokenResponse> Refresh(const rpc::Caller& caller,
                                                   const v1::RefreshTokenRequest& request);

  // Ends one session, and what tokens it gave. OK when it was ended, or is none.
  absl::Status End(const std::string& session, std::string_view actor);
  // Ends all sessions and tokens of a member.
  absl::Status EndAll(const std::string& member, std::string_view actor);

  [[nodiscard]] Revocations& revocations() { return revocations_; }

 private:
  struct Presented {
    std::string session;
    std::int64_t generation = 0;
  };
  // What a refresh token says; nothing when it is none. Proves nothing.
  static std::optional<Presented> Read(std::string_view token);
  [[nodiscard]] std::string RefreshToken(const std::string& session, std::int64_t generation) const;
  absl::StatusOr<std::int64_t> FloorOf(const std::string& member) const;
  [[nodiscard]] v1::SignIn Issue(const v1::Member& member, const std::string& session,
                                 const v1::Session& row, std::int64_t floor_s) const;
  absl::StatusOr<resource::Decision<v1::RefreshTokenResponse>> DecideRefresh(
      const Presented& presented, const std::string& token) const;
  [[nodiscard]] std::int64_t NowSeconds() const { return parts_.clock->NowMicros() / 1'000'000; }

  const Parts parts_;
  const std::string key_;  // of refresh tokens
  Revocations revocations_;
};

}  // namespace plenum::deliberation
