#include "services/deliberation/access/access_service.h"

#include <utility>

#include "services/common/resource/write.h"

namespace plenum::deliberation {

AccessService::AccessService(Parts parts)
    : parts_(std::move(parts)),
      // What a token signs never has spaces, so that this text is none.
      key_(parts_.signer->key().Sign("plenum key of invitations 1")),
      log_(*parts_.store, *parts_.clock, parts_.signer->key()) {}

absl::StatusOr<v1::RefreshTokenResponse> AccessService::RefreshToken(
    const Caller& caller, const v1::RefreshTokenRequest& request) {
  return parts_.sessions->Refresh(caller, request);
}

absl::StatusOr<v1::SignOutResponse> AccessService::SignOut(const Caller& caller,
                                                           const v1::SignOutRequest& request) {
  if (request.name() != caller.member) {
    base::FieldViolations bad;
    bad.Add("name", "must be your own, " + caller.member +
                        "; a facilitator ends others' tokens with RevokeTokens");
    return bad.ToStatus();
  }
  // A token of an earlier version comes from no sign-in: all that can be ended is everything.
  auto ended = request.everywhere() || caller.session.empty()
                   ? parts_.sessions->EndAll(caller.member, caller.member)
                   : parts_.sessions->End(caller.session, caller.member);
  if (!ended.ok()) return ended;
  return v1::SignOutResponse();
}

absl::StatusOr<v1::RevokeTokensResponse> AccessService::RevokeTokens(
    const Caller& caller, const v1::RevokeTokensRequest& request) {
  const auto member = ReadMember(*parts_.store, request.name());
  if (!member.ok()) return member.status();
  auto ended = parts_.sessions->EndAll(request.name(), caller.member);
  if (!ended.ok()) return ended;
  // The deliberation's own stream tells facilitators and auditors of it.
  store::Mutation mutation;
  mutation.stream = caller.deliberation;
  mutation.events.push_back({v1::EVENT_KIND_TOKENS_REVOKED, request.name(), caller.member, ""});
  auto told = parts_.store->Apply(std::move(mutation));
  if (!told.ok()) return resource::FromStore(told.status());
  return v1::RevokeTokensResponse();
}

rpc::ServiceTable Table(AccessService* service) {
  using rpc::Access;
  using S = AccessService;
  rpc::ServiceTable table("plenum.deliberation.v1.AccessService");
  constexpr rpc::MethodOptions kBySecret = {.access = Access::kAnyone, .guarded = true};
  constexpr rpc::MethodOptions kInvite = {.access = Access::kFacilitator};
  table.Unary("CreateInvitation", kInvite, service, &S::CreateInvitation);
  table.Unary("BatchCreateInvitations", kInvite, service, &S::BatchCreateInvitations);
  table.Unary("ListInvitations", {.access = Access::kAuditor}, service, &S::ListInvitations);
  table.Unary("RevokeInvitation", kInvite, service, &S::RevokeInvitation);
  table.Unary("LookUpInvitation", kBySecret, service, &S::LookUpInvitation);
  table.Unary("AcceptInvitation", kBySecret, service, &S::AcceptInvitation);
  table.Unary("ExchangeIdToken", kBySecret, service, &S::ExchangeIdToken);
  table.Unary("RefreshToken", kBySecret, service, &S::RefreshToken);
  table.Unary("SignOut", {.access = Access::kObserver}, service, &S::SignOut);
  table.Unary("RevokeTokens", {.access = Access::kFacilitator}, service, &S::RevokeTokens);
  return table;
}

}  // namespace plenum::deliberation
