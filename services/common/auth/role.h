// role: who may do what, in one table.
//
// A method says which access it needs (its line in the service's method table), a token which role
// its bearer has. This is the only place that says which role has which access:
//
//   if (!auth::Allows(Access::kMember, claims.role, claims.scopes)) return ...;
//
// docs/access.md shows it for people, and services/plenumd/access_test.cc walks every method with
// every role.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plenum::auth {

// What a caller is. No order: an auditor reads more than a member, and does less.
enum class Role { kNone, kObserver, kMember, kFacilitator, kAuditor, kService };

inline constexpr Role kRoles[] = {Role::kObserver, Role::kMember, Role::kFacilitator,
                                  Role::kAuditor, Role::kService};

// "none", "observer", "member", "facilitator", "auditor", "service".
std::string_view RoleName(Role role);
// Nothing for what is no role, "none" included.
std::optional<Role> RoleFromName(std::string_view name);

// What a service may do beside reading, as a set of bits.
using Scopes = std::uint32_t;
inline constexpr Scopes kRead = 1;
inline constexpr Scopes kPropose = 2;

// "read", "read propose": the form of RFC 8693 section 4.2, and back; unknown words are passed
// over, so that a token of a newer server says no more here than is known.
std::string ScopeText(Scopes scopes);
Scopes ScopesFromText(std::string_view text);

// What a method needs of its caller.
enum class Access {
  kAnyone,       // no token
  kCreator,      // the creation secret, when the server has one
  kObserver,     // the rest: a token of the deliberation. Of whatever role
  kMember,       // of someone who scores and votes
  kAuditor,      // of someone who may read what is kept from members
  kContributor,  // of someone who may add documents and measures
  kFacilitator,
};

inline constexpr bool NeedsToken(Access access) {
  return access != Access::kAnyone && access != Access::kCreator;
}

// Whether a caller with this role and, of a service, these scopes has the access.
bool Allows(Access access, Role role, Scopes scopes);

// The roles that have it, for people: "member or facilitator".
std::string_view WhoHas(Access access);

// The words of what was hidden, invitations, revocations: what a facilitator sees and members do
// not.
inline bool MayReadWithheld(Role role) { return Allows(Access::kAuditor, role, 0); }

}  // namespace plenum::auth
