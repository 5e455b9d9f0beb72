// notice_store: how webhooks and digests are kept.
//
// All of a kind are in one collection, so that a starting server finds them without knowing the
// deliberations: "webhooks" and "digests", with ids "{deliberation}.{webhook}" and
// "{deliberation}.{member}". Each has a stream of its own, named like the resource, so that what is
// written about notices is no event of the deliberation and causes no further notice. The attempts
// of a webhook are the events of its stream.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/store/store.h"
#include "services/deliberation/notices/notice_rows.pb.h"

namespace plenum::deliberation {

inline constexpr char kWebhookRows[] = "webhooks";
inline constexpr char kDigestRows[] = "digests";

// Kinds of the events of these streams.
inline constexpr std::int32_t kRowChanged = 0;
inline constexpr std::int32_t kAttemptMade = 1;  // the payload is a Delivery

// "deliberations/d1/webhooks/w1" -> "d1.w1", and the same of a digest.
std::string NoticeRowId(std::string_view name);
// What the ids of a deliberation's rows begin with: "deliberations/d1" -> "d1.".
std::string NoticeRowPrefix(std::string_view deliberation);

template <class Row>
struct StoredNotice {
  Row row;
  std::int64_t revision = 0;
};

// NOT_FOUND when there is no such row; other errors as the store has them.
template <class Row>
absl::StatusOr<StoredNotice<Row>> ReadNotice(store::Store& store, const char* collection,
                                             const std::string& id) {
  auto read = store.Get({collection, id});
  if (!read.ok()) return read.status();
  StoredNotice<Row> stored;
  stored.revision = read->revision;
  if (!stored.row.ParseFromString(read->data)) {
    return absl::InternalError(id + " cannot be read");
  }
  return stored;
}

// Writes a row of the resource `name` that has revision `expected`, 0 for a new one. `delivery`,
// when set, is an attempt to be remembered.
store::Mutation PutNotice(const char* collection, const std::string& name,
                          const google::protobuf::MessageLite& row, std::int64_t expected,
                          const v1::Delivery* delivery = nullptr);
store::Mutation EraseNotice(const char* collection, const std::string& name, std::int64_t expected);

// The ids of a collection that begin with `prefix`, in order.
absl::StatusOr<std::vector<std::string>> NoticeIds(store::Store& store, const char* collection,
                                                   const std::string& prefix);

}  // namespace plenum::deliberation
