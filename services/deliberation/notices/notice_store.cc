#include "services/deliberation/notices/notice_store.h"

#include "absl/strings/str_cat.h"
#include "services/common/resource/name.h"

namespace plenum::deliberation {
namespace {

constexpr int kRowsAtOnce = 500;

store::Mutation ChangeOf(const std::string& name) {
  store::Mutation mutation;
  mutation.stream = name;
  return mutation;
}

}  // namespace

std::string NoticeRowPrefix(std::string_view deliberation) {
  return resource::KeyOf(deliberation).id + ".";
}

std::string NoticeRowId(std::string_view name) {
  const store::Key key = resource::KeyOf(name);              // "deliberations/d1/webhooks", "w1"
  const store::Key above = resource::KeyOf(key.collection);  // "deliberations/d1", "webhooks"
  return NoticeRowPrefix(above.collection) + key.id;
}

store::Mutation PutNotice(const char* collection, const std::string& name,
                          const google::protobuf::MessageLite& row, std::int64_t expected,
                          const v1::Delivery* delivery) {
  store::Mutation mutation = ChangeOf(name);
  mutation.puts.push_back({{collection, NoticeRowId(name)}, row.SerializeAsString(), expected});
  if (delivery == nullptr) {
    mutation.events.push_back({kRowChanged, name, "", ""});
  } else {
    mutation.events.push_back({kAttemptMade, name, "", delivery->SerializeAsString()});
  }
  return mutation;
}

store::Mutation EraseNotice(const char* collection, const std::string& name,
                            std::int64_t expected) {
  store::Mutation mutation = ChangeOf(name);
  mutation.puts.push_back({{collection, NoticeRowId(name)}, "", expected, /*erase=*/true});
  mutation.events.push_back({kRowChanged, name, "", ""});
  return mutation;
}

absl::StatusOr<std::vector<std::string>> NoticeIds(store::Store& store, const char* collection,
                                                   const std::string& prefix) {
  std::vector<std::string> ids;
  std::string after = prefix;
  for (;;) {
    auto rows = store.List(collection, after, kRowsAtOnce);
    if (!rows.ok()) return rows.status();
    for (store::Row& row : *rows) {
      if (row.key.id.rfind(prefix, 0) != 0) return ids;
      ids.push_back(std::move(row.key.id));
    }
    if (static_cast<int>(rows->size()) < kRowsAtOnce) return ids;
    after = ids.back();
  }
}

}  // namespace plenum::deliberation
