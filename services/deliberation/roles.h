// roles: the roles of the API and those of tokens, and who votes.
#pragma once

#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/auth/role.h"

namespace plenum::deliberation {

// kNone for what is no role.
inline auth::Role ToAuth(v1::Role role) {
  switch (role) {
    case v1::ROLE_OBSERVER:
      return auth::Role::kObserver;
    case v1::ROLE_MEMBER:
      return auth::Role::kMember;
    case v1::ROLE_FACILITATOR:
      return auth::Role::kFacilitator;
    case v1::ROLE_AUDITOR:
      return auth::Role::kAuditor;
    case v1::ROLE_SERVICE:
      return auth::Role::kService;
    default:
      return auth::Role::kNone;
  }
}

// What the token of a member says it may do beside reading.
inline auth::Scopes ScopesOf(const v1::Member& member) {
  if (member.role() != v1::ROLE_SERVICE) return 0;
  auth::Scopes scopes = auth::kRead;
  for (const int scope : member.scopes()) {
    if (scope == v1::SCOPE_PROPOSE) scopes |= auth::kPropose;
  }
  return scopes;
}

// Whether people of this role are counted among those who can vote.
inline bool Votes(v1::Role role) { return role == v1::ROLE_MEMBER || role == v1::ROLE_FACILITATOR; }

}  // namespace plenum::deliberation
