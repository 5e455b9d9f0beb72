#include "services/deliberation/roll.h"
#include "services/deliberation/roles.h"

#include "services/common/resource/page.h"

namespace plenum::deliberation {

absl::StatusOr<std::vector<record::Voter>> ReadRoll(store::Store& store,
                                                    const std::string& deliberation) {
  std::vector<record::Voter> voters;
  const std::string members = deliberation + "/members";
  absl::Status read = resource::ForEachRow(store, members, [&](const store::Row& row) {
    v1::Member member;
    if (!member.ParseFromString(row.data)) return absl::InternalError("a member is unreadable");
    if (Votes(member.role())) voters.push_back({row.key.id, WeightOf(member)});
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return voters;
}

}  // namespace plenum::deliberation
