#include "services/deliberation/access/members.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/person_name.h"
#include "services/common/base/text.h"
#include "services/common/resource/name.h"
#include "services/common/resource/text_field.h"
#include "services/common/resource/time.h"
#include "services/common/resource/write.h"
#include "services/deliberation/roles.h"

namespace plenum::deliberation {
namespace {

constexpr resource::TextRule kPersonName{.min = 1, .max = 100};

absl::Status NoName(std::string_view name, std::string_view form) {
  base::FieldViolations bad;
  bad.Add("name", absl::StrCat("\"", std::string(base::Shorten(name, 100)),
                               "\" is not of the form ", std::string(form)));
  return bad.ToStatus();
}

}  // namespace

absl::StatusOr<v1::Member> ReadMember(store::Store& store, const std::string& name) {
  if (!resource::Match("deliberations/*/members/*", name)) {
    return NoName(name, "deliberations/ID/members/ID");
  }
  auto row = store.Get(resource::KeyOf(name));
  if (absl::IsNotFound(row.status())) {
    return base::NotFound(name, "`plenum member list` shows the roll");
  }
  if (!row.ok()) return resource::FromStore(row.status());
  v1::Member member;
  if (!member.ParseFromString(row->data)) return absl::InternalError(name + " cannot be read");
  return member;
}

absl::StatusOr<StoredDeliberation> ReadDeliberation(store::Store& store, const std::string& name) {
  if (!resource::Match("deliberations/*", name)) return NoName(name, "deliberations/ID");
  auto row = store.Get(resource::KeyOf(name));
  if (absl::IsNotFound(row.status())) return base::NotFound(name);
  if (!row.ok()) return resource::FromStore(row.status());
  StoredDeliberation stored;
  stored.revision = row->revision;
  if (!stored.deliberation.ParseFromString(row->data)) {
    return absl::InternalError(absl::StrCat(name, " cannot be read"));
  }
  stored.deliberation.set_etag(resource::Etag(row->revision));
  return stored;
}

void CheckDisplayName(std::string_view field, std::string_view name, base::FieldViolations& bad) {
  base::FieldViolations plain;
  resource::CheckText(field, name, kPersonName, plain);
  resource::CheckText(field, name, kPersonName, bad);
  if (!plain.empty()) return;
  if (const auto fault = base::NameFault(name)) bad.Add(field, *fault);
}

void CheckRole(std::string_view prefix, v1::Role role,
               const google::protobuf::RepeatedField<int>& scopes, base::FieldViolations& bad) {
  const std::string before(prefix);
  if (ToAuth(role) == auth::Role::kNone) {
    bad.Add(before + ".role", "must be observer, member, facilitator, auditor or service");
  }
  if (!scopes.empty() && role != v1::ROLE_SERVICE) {
    bad.Add(before + ".scopes", "must be empty: only a service has scopes");
  }
  for (const int scope : scopes) {
    if (scope != v1::SCOPE_READ && scope != v1::SCOPE_PROPOSE) {
      return bad.Add(before + ".scopes", "must be of read and propose");
    }
  }
}

void CheckWeight(std::string_view field, int weight, base::FieldViolations& bad) {
  constexpr int kMaxWeight = 1000;
  if (weight >= 0 && weight <= kMaxWeight) return;
  bad.Add(std::string(field), absl::StrCat("must be 1 to ", kMaxWeight));
}

v1::Member NewMember(const std::string& deliberation, const std::string& id,
                     std::string_view display_name, v1::Role role, std::int64_t now_us) {
  v1::Member member;
  member.set_name(absl::StrCat(deliberation, "/members/", id));
  member.set_display_name(base::Nfc(display_name));
  member.set_role(role);
  *member.mutable_create_time() = resource::ToTimestamp(now_us);
  return member;
}

}  // namespace plenum::deliberation
