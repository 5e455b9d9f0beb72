// members: what the ways onto the roll share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/base/status.h"
#include "services/common/store/store.h"

namespace plenum::deliberation {

// A member of the roll. INVALID_ARGUMENT for what is no member's name; NOT_FOUND.
absl::StatusOr<v1::Member> ReadMember(store::Store& store, const std::string& name);

// A deliberation, with its etag, and its revision. INVALID_ARGUMENT; NOT_FOUND.
struct StoredDeliberation {
  v1::Deliberation deliberation;
  std::int64_t revision = 0;
};
absl::StatusOr<StoredDeliberation> ReadDeliberation(store::Store& store, const std::string& name);

// Adds a violation of `field` for what is no name of a person: 1 to 100 code points in one line, of
// which all can be seen.
void CheckDisplayName(std::string_view field, std::string_view name, base::FieldViolations& bad);
// Adds violations of "`prefix`.role" and "`prefix`.scopes".
void CheckRole(std::string_view prefix, v1::Role role,
               const google::protobuf::RepeatedField<int>& scopes, base::FieldViolations& bad);
// Adds a violation of `field` for what is no weight of a ballot: 1 to 1000, or 0 for nothing said.
void CheckWeight(std::string_view field, int weight, base::FieldViolations& bad);

// With the name in Unicode's normalization form C.
v1::Member NewMember(const std::string& deliberation, const std::string& id,
                     std::string_view display_name, v1::Role role, std::int64_t now_us);

}  // namespace plenum::deliberation
