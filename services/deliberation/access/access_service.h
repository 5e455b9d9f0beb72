// access_service: how people get into a deliberation, stay signed in, and are signed out.
//
// Rows: "deliberations/{d}/invitations/{i}", the hash of the code's secret and then the invitation;
// "deliberations/{d}/identities/{hash}", the member that a person of the identity provider is;
// those of sessions.h. A code names deliberation and invitation; its secret is derived from the
// signing key, so that a repeated request gets the same code although none is kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/access.pb.h"
#include "services/common/auth/id_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id.h"
#include "services/common/rpc/method.h"
#include "services/common/store/store.h"
#include "services/deliberation/access/members.h"
#include "services/deliberation/access/sessions.h"
#include "services/deliberation/log/vote_log.h"

namespace plenum::deliberation {

namespace limits {
inline constexpr int kMaxInvitations = 200'000;  // of one deliberation
inline constexpr int kMaxInvitationsAtOnce = 1000;
inline constexpr std::int64_t kInvitationSeconds = 14LL * 24 * 3600;
inline constexpr std::int64_t kMinInvitationSeconds = 60;
inline constexpr std::int64_t kMaxInvitationSeconds = 365LL * 24 * 3600;
}  // namespace limits

class AccessService {
 public:
  struct Parts {
    store::Store* store;
    const base::Clock* clock;
    base::IdSource* ids;
    const auth::Signer* signer;
    Sessions* sessions;
    std::string public_url{};  // where the web page is, "https://…"; empty for nowhere
    auth::IdTokenVerifier* id_tokens = nullptr;  // null without an identity provider
  };
  explicit AccessService(Parts parts);

  using Caller = rpc::Caller;
  absl::StatusOr<v1::CreateInvitationResponse> CreateInvitation(
      const Caller& caller, const v1::CreateInvitationRequest& request);
  absl::StatusOr<v1::BatchCreateInvitationsResponse> BatchCreateInvitations(
      const Caller& caller, const v1::BatchCreateInvitationsRequest& request);
  absl::StatusOr<v1::ListInvitationsResponse> ListInvitations(
      const Caller& caller, const v1::ListInvitationsRequest& request);
  absl::StatusOr<v1::RevokeInvitationResponse> RevokeInvitation(
      const Caller& caller, const v1::RevokeInvitationRequest& request);
  absl::StatusOr<v1::LookUpInvitationResponse> LookUpInvitation(
      const Caller& caller, const v1::LookUpInvitationRequest& request);
  absl::StatusOr<v1::AcceptInvitationResponse> AcceptInvitation(
      const Caller& caller, const v1::AcceptInvitationRequest& request);
  absl::StatusOr<v1::ExchangeIdTokenResponse> ExchangeIdToken(
      const Caller& caller, const v1::ExchangeIdTokenRequest& request);
  absl::StatusOr<v1::RefreshTokenResponse> RefreshToken(const Caller& caller,
                                                        const v1::RefreshTokenRequest& request);
  absl::StatusOr<v1::SignOutResponse> SignOut(const Caller& caller,
                                              const v1::SignOutRequest& request);
  absl::StatusOr<v1::RevokeTokensResponse> RevokeTokens(const Caller& caller,
                                                        const v1::RevokeTokensRequest& request);

 private:
  struct StoredInvitation {
    std::string secret_hash;
    v1::Invitation invitation;
    std::int64_t revision = 0;
  };
  [[nodiscard]] std::string SecretOf(const std::string& invitation) const;
  [[nodiscard]] std::string CodeOf(const std::string& invitation) const;
  static std::string ToRow(std::string_view secret_hash, v1::Invitation invitation);
  static absl::StatusOr<StoredInvitation> FromRow(const store::Row& row);
  // With the state that it has now.
  [[nodiscard]] v1::Invitation AsOfNow(v1::Invitation invitation) const;
  void CheckInvitation(const std::string& field, const v1::Invitation& given,
                       base::FieldViolations& bad) const;
  [[nodiscard]] v1::Invitation NewInvitation(const std::string& parent,
                                             const v1::Invitation& given) const;
  void Issue(v1::IssuedInvitation& issued, std::int64_t revision) const;
  // By a code or a link. INVITATION_UNKNOWN whatever is wrong with it.
  absl::StatusOr<StoredInvitation> FindByCode(std::string_view code) const;
  // Makes the mutation by which a person joins as `member_id`; `decision.response` is filled in.
  absl::StatusOr<resource::Decision<v1::AcceptInvitationResponse>> DecideJoin(
      std::string_view code, const std::string& display_name, const std::string& member_id) const;

  // Who an identity provider's person is in a deliberation; without the sign-in.
  absl::StatusOr<v1::ExchangeIdTokenResponse> SignInLinked(const std::string& deliberation,
                                                           const auth::Identity& who) const;
  // Joins by an invitation, and links the person with the member in the same commit.
  absl::StatusOr<v1::ExchangeIdTokenResponse> JoinLinked(const Caller& caller,
                                                         const v1::ExchangeIdTokenRequest& request,
                                                         const auth::Identity& who) const;

  const Parts parts_;
  const std::string key_;  // of codes
  const VoteLog log_;
};

rpc::ServiceTable Table(AccessService* service);

}  // namespace plenum::deliberation
