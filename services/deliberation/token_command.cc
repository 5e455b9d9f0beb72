#include "services/deliberation/token_command.h"

#include <iostream>

#include "absl/strings/str_cat.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/deliberation/access/members.h"

namespace plenum::deliberation {
namespace {

absl::Status WhoLeads(store::Store& store, const std::string& deliberation) {
  std::string who;
  absl::Status read =
      resource::ForEachRow(store, deliberation + "/members", [&](const store::Row& row) {
        v1::Member member;
        if (!member.ParseFromString(row.data)) return absl::InternalError("a member is unreadable");
        if (member.role() == v1::ROLE_FACILITATOR) {
          absl::StrAppend(&who, "\n  ", member.name(), "  ", member.display_name());
        }
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  if (who.empty()) return base::NotFound(deliberation);
  return absl::InvalidArgumentError(absl::StrCat("name one of those who lead it:", who));
}

}  // namespace

absl::Status PrintToken(store::Store& store, Sessions& sessions, const std::string& member) {
  if (resource::Match("deliberations/*", member)) return WhoLeads(store, member);
  const auto found = ReadMember(store, member);
  if (!found.ok()) return found.status();
  const auto sign_in = sessions.Open(*found, Sessions::For::kSomebodyElse);
  if (!sign_in.ok()) return sign_in.status();
  std::cout << sign_in->refresh_token() << "\n";
  return absl::OkStatus();
}

}  // namespace plenum::deliberation
