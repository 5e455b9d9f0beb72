#include "services/deliberation/delegation/delegations.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/write.h"

namespace plenum::deliberation {
namespace {

// A row with the revision that it must still have; revision 0 where there is none.
struct Kept {
  store::Key key;
  std::int64_t revision = 0;
  v1::GetDelegationResponse links;  // one of its two fields, with ids
};

absl::StatusOr<Kept> ReadRow(store::Store& store, const std::string& deliberation,
                             const char* collection, const std::string& id) {
  Kept kept{{absl::StrCat(deliberation, "/", collection), id}, 0, {}};
  auto row = store.Get(kept.key);
  if (absl::IsNotFound(row.status())) return kept;
  if (!row.ok()) return resource::FromStore(row.status());
  kept.revision = row->revision;
  if (!kept.links.ParseFromString(row->data)) {
    return absl::InternalError("a delegation cannot be read");
  }
  return kept;
}

absl::StatusOr<Kept> ReadDelegate(store::Store& store, const std::string& deliberation,
                                  const std::string& id) {
  return ReadRow(store, deliberation, "delegations", id);
}

absl::StatusOr<Kept> ReadDelegators(store::Store& store, const std::string& deliberation,
                                    const std::string& id) {
  return ReadRow(store, deliberation, "delegators", id);
}

void Write(const Kept& kept, store::Mutation& mutation) {
  const bool empty = kept.links.delegate().empty() && kept.links.delegators().empty();
  if (empty && kept.revision == 0) return;
  mutation.puts.push_back({kept.key, kept.links.SerializeAsString(), kept.revision, empty});
}

void Require(const Kept& kept, store::Mutation& mutation) {
  mutation.requires_.push_back({kept.key, kept.revision});
}

void Add(const std::string& id, v1::GetDelegationResponse& links) {
  links.add_delegators(id);
  std::sort(links.mutable_delegators()->begin(), links.mutable_delegators()->end());
}

void Remove(const std::string& id, v1::GetDelegationResponse& links) {
  auto* ids = links.mutable_delegators();
  ids->erase(std::remove(ids->begin(), ids->end(), id), ids->end());
}

absl::Status Chain(std::string_view message) {
  return base::Error(absl::StatusCode::kFailedPrecondition,
                     common::v1::ERROR_REASON_DELEGATION_CHAIN, message, {});
}

}  // namespace

absl::StatusOr<Delegations> ReadDelegations(store::Store& store, const std::string& deliberation) {
  Delegations delegations;
  const std::string collection = deliberation + "/delegations";
  absl::Status read = resource::ForEachRow(store, collection, [&](const store::Row& row) {
    v1::GetDelegationResponse links;
    if (!links.ParseFromString(row.data)) return absl::InternalError("a delegation is unreadable");
    delegations[row.key.id] = links.delegate();
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return delegations;
}

absl::StatusOr<v1::GetDelegationResponse> ReadDelegation(store::Store& store,
                                                         const std::string& deliberation,
                                                         const std::string& member) {
  const std::string id = resource::KeyOf(member).id;
  const auto own = ReadDelegate(store, deliberation, id);
  if (!own.ok()) return own.status();
  const auto others = ReadDelegators(store, deliberation, id);
  if (!others.ok()) return others.status();
  const std::string members = deliberation + "/members/";
  v1::GetDelegationResponse response;
  if (!own->links.delegate().empty()) response.set_delegate(members + own->links.delegate());
  for (const std::string& each : others->links.delegators()) {
    response.add_delegators(members + each);
  }
  return response;
}

absl::Status Delegate(store::Store& store, const std::string& deliberation,
                      const std::string& member, const std::string& delegate,
                      store::Mutation& mutation) {
  const std::string from = resource::KeyOf(member).id;
  const std::string to = resource::KeyOf(delegate).id;
  auto own = ReadDelegate(store, deliberation, from);
  if (!own.ok()) return own.status();
  auto to_own = ReadDelegators(store, deliberation, from);
  if (!to_own.ok()) return to_own.status();
  auto other = ReadDelegate(store, deliberation, to);
  if (!other.ok()) return other.status();
  auto to_other = ReadDelegators(store, deliberation, to);
  if (!to_other.ok()) return to_other.status();
  if (other->links.delegate() == from) {
    return Chain("that member delegates to you: your own ballot already counts for both");
  }
  if (!other->links.delegate().empty()) {
    return Chain(
        "that member delegates to somebody else, and delegation goes one step only; "
        "choose a member who votes");
  }
  if (!to_own->links.delegators().empty()) {
    return Chain(absl::StrCat("you vote for ", to_own->links.delegators_size(),
                              " who delegated to you, and delegation goes one step only; ask "
                              "them to take it back first"));
  }
  if (own->links.delegate() == to) return absl::OkStatus();
  if (to_other->links.delegators_size() >= kMaxDelegators) {
    return base::Error(absl::StatusCode::kResourceExhausted, common::v1::ERROR_REASON_LIMIT_REACHED,
                       absl::StrCat(kMaxDelegators,
                                    " members delegate to that one already; choose "
                                    "another, or vote yourself"),
                       {{"limit", absl::StrCat(kMaxDelegators)}});
  }
  if (!own->links.delegate().empty()) {
    auto before = ReadDelegators(store, deliberation, own->links.delegate());
    if (!before.ok()) return before.status();
    Remove(from, before->links);
    Write(*before, mutation);
  }
  own->links.set_delegate(to);
  Write(*own, mutation);
  Add(from, to_other->links);
  Write(*to_other, mutation);
  Require(*other, mutation);
  Require(*to_own, mutation);
  return absl::OkStatus();
}

absl::StatusOr<bool> TakeBack(store::Store& store, const std::string& deliberation,
                              const std::string& member, store::Mutation& mutation) {
  const std::string from = resource::KeyOf(member).id;
  auto own = ReadDelegate(store, deliberation, from);
  if (!own.ok()) return own.status();
  if (own->links.delegate().empty()) return false;
  auto others = ReadDelegators(store, deliberation, own->links.delegate());
  if (!others.ok()) return others.status();
  Remove(from, others->links);
  Write(*others, mutation);
  own->links.clear_delegate();
  Write(*own, mutation);
  return true;
}

}  // namespace plenum::deliberation
