// The methods of DeliberationService with which a member lets another one vote for both.
#include "services/common/resource/name.h"
#include "services/deliberation/delegation/delegations.h"
#include "services/deliberation/deliberation_service.h"
#include "services/deliberation/phases/phases.h"
#include "services/deliberation/roles.h"
#include "services/deliberation/roll.h"

namespace plenum::deliberation {
namespace {

using resource::Decision;

absl::Status RequireOpen(const v1::Deliberation& deliberation) {
  if (deliberation.phase() != v1::PHASE_CLOSED && deliberation.phase() != v1::PHASE_PUBLISHED) {
    return absl::OkStatus();
  }
  return RequirePhase(deliberation.phase(), {v1::PHASE_VOTING}, "delegating");
}

// As the deliberation was read: nothing is delegated any more once the vote is closed.
store::Mutation MutationOf(const std::string& name, std::int64_t revision) {
  store::Mutation mutation;
  mutation.stream = name;
  mutation.requires_.push_back({resource::KeyOf(name), revision});
  return mutation;
}

}  // namespace

absl::StatusOr<v1::SetDelegationResponse> DeliberationService::SetDelegation(
    const Caller& caller, const v1::SetDelegationRequest& request) {
  base::FieldViolations bad;
  resource::CheckRequestId(request.request_id(), bad);
  const bool is_member = resource::Match("deliberations/*/members/*", request.delegate()) &&
                         request.delegate().starts_with(request.parent() + "/");
  if (!is_member) {
    bad.Add("delegate", "must be a member of the deliberation");
  } else if (request.delegate() == caller.member) {
    bad.Add("delegate", "is you; who delegates to nobody votes for themselves");
  }
  if (!bad.empty()) return bad.ToStatus();
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::SetDelegationResponse>> {
    auto stored = Read(request.parent());
    if (!stored.ok()) return stored.status();
    if (auto open = RequireOpen(stored->deliberation); !open.ok()) return open;
    auto delegate = ReadMember(*parts_.store, request.delegate());
    if (!delegate.ok()) return delegate.status();
    if (!Votes(delegate->role())) {
      return base::Error(absl::StatusCode::kFailedPrecondition,
                         common::v1::ERROR_REASON_WRONG_STATE,
                         "that member does not vote; choose one who does", {});
    }
    Decision<v1::SetDelegationResponse> decision;
    decision.response.set_delegate(request.delegate());
    decision.mutation = MutationOf(request.parent(), stored->revision);
    auto delegated = Delegate(*parts_.store, request.parent(), caller.member, request.delegate(),
                              decision.mutation);
    if (!delegated.ok()) return delegated;
    if (decision.mutation.puts.empty()) return decision;
    decision.mutation.events.push_back({v1::EVENT_KIND_DELEGATION_CHANGED, "", "", ""});
    return decision;
  };
  return resource::Write<v1::SetDelegationResponse>(
      *parts_.store, caller, "SetDelegation", request, decide,
      [](v1::SetDelegationResponse& /*response*/, std::int64_t /*revision*/) {});
}

absl::StatusOr<v1::DeleteDelegationResponse> DeliberationService::DeleteDelegation(
    const Caller& caller, const v1::DeleteDelegationRequest& request) {
  base::FieldViolations bad;
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::DeleteDelegationResponse>> {
    auto stored = Read(request.parent());
    if (!stored.ok()) return stored.status();
    if (auto open = RequireOpen(stored->deliberation); !open.ok()) return open;
    Decision<v1::DeleteDelegationResponse> decision;
    decision.mutation = MutationOf(request.parent(), stored->revision);
    auto changed = TakeBack(*parts_.store, request.parent(), caller.member, decision.mutation);
    if (!changed.ok()) return changed.status();
    if (*changed) {
      decision.mutation.events.push_back({v1::EVENT_KIND_DELEGATION_CHANGED, "", "", ""});
    }
    return decision;
  };
  return resource::Write<v1::DeleteDelegationResponse>(
      *parts_.store, caller, "DeleteDelegation", request, decide,
      [](v1::DeleteDelegationResponse& /*response*/, std::int64_t /*revision*/) {});
}

absl::StatusOr<v1::GetDelegationResponse> DeliberationService::GetDelegation(
    const Caller& caller, const v1::GetDelegationRequest& request) {
  return ReadDelegation(*parts_.store, request.parent(), caller.member);
}

}  // namespace plenum::deliberation
