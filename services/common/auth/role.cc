#include "services/common/auth/role.h"

#include <algorithm>
#include <iterator>

namespace plenum::auth {
namespace {

constexpr unsigned Bit(Role role) { return 1U << static_cast<unsigned>(role); }

constexpr unsigned kEverybody = Bit(Role::kObserver) | Bit(Role::kMember) |
                                Bit(Role::kFacilitator) | Bit(Role::kAuditor) | Bit(Role::kService);

struct Line {
  Access access;
  unsigned roles;
  Scopes of_service;  // what a service needs beside its role
  std::string_view who;
};

// The table.
constexpr Line kTable[] = {
    {Access::kObserver, kEverybody, 0, "observer"},
    {Access::kMember, Bit(Role::kMember) | Bit(Role::kFacilitator), 0, "member or facilitator"},
    {Access::kAuditor, Bit(Role::kFacilitator) | Bit(Role::kAuditor), 0, "facilitator or auditor"},
    {Access::kContributor, Bit(Role::kFacilitator) | Bit(Role::kService), kPropose,
     "facilitator, or service with the scope \"propose\""},
    {Access::kFacilitator, Bit(Role::kFacilitator), 0, "facilitator"},
};

const Line* Find(Access access) {
  const auto* found = std::find_if(std::begin(kTable), std::end(kTable),
                                   [&](const Line& line) { return line.access == access; });
  return found == std::end(kTable) ? nullptr : found;
}

}  // namespace

std::string_view RoleName(Role role) {
  switch (role) {
    case Role::kObserver:
      return "observer";
    case Role::kMember:
      return "member";
    case Role::kFacilitator:
      return "facilitator";
    case Role::kAuditor:
      return "auditor";
    case Role::kService:
      return "service";
    case Role::kNone:
      break;
  }
  return "none";
}

std::optional<Role> RoleFromName(std::string_view name) {
  for (const Role role : kRoles) {
    if (RoleName(role) == name) return role;
  }
  return std::nullopt;
}

std::string ScopeText(Scopes scopes) {
  std::string text = (scopes & kRead) != 0 ? "read" : "";
  if ((scopes & kPropose) != 0) text += text.empty() ? "propose" : " propose";
  return text;
}

Scopes ScopesFromText(std::string_view text) {
  Scopes scopes = 0;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    if (word == "read") scopes |= kRead;
    if (word == "propose") scopes |= kPropose;
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  return scopes;
}

bool Allows(Access access, Role role, Scopes scopes) {
  if (!NeedsToken(access)) return true;
  const Line* line = Find(access);
  if (line == nullptr || (line->roles & Bit(role)) == 0) return false;
  return role != Role::kService || (scopes & line->of_service) == line->of_service;
}

std::string_view WhoHas(Access access) {
  const Line* line = Find(access);
  return line == nullptr ? "anybody" : line->who;
}

}  // namespace plenum::auth
