// batch: decides in memory what becomes of the mutations of one transaction. No SQL, no threads.
//
// The writer locks and looks up the facts that a batch depends on, and this decides, in order,
// which mutations apply; a mutation sees what the earlier ones of its batch did. The plan is what
// is left to write.
//
//   Lookups lookups = LookupsOf(mutations);
//   Facts facts = ...;                              // from the database, under locks
//   Plan plan = Evaluate(mutations, now_us, facts);
//   ... write plan, commit ...
//   mutations[i] was answered plan.outcomes[i]
//
// Time is O(n log n) in the number of keys of the batch.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/store/columns.h"
#include "services/common/store/store.h"

namespace plenum::store {

// The largest name (collection, id, stream, subject, actor, request scope or id) in bytes. Two of
// them have to fit into an index entry of PostgreSQL (2704 bytes).
inline constexpr std::size_t kMaxNameBytes = 1024;

// INVALID_ARGUMENT when the mutation could not be stored whatever the database holds: no event, no
// stream, two puts of one key, or a name that is empty where it must not be, too long, not UTF-8 or
// with a NUL (which PostgreSQL's text refuses).
absl::Status Validate(const Mutation& mutation);

// OK when `name` can be a stored text: UTF-8 without NUL, at most kMaxNameBytes long.
absl::Status ValidateName(std::string_view what, std::string_view name);

struct RequestKey {
  std::string scope;
  std::string id;
  friend bool operator<(const RequestKey& a, const RequestKey& b) {
    const int order = a.scope.compare(b.scope);
    return order != 0 ? order < 0 : a.id < b.id;
  }
};

struct KeyLess {
  bool operator()(const Key& a, const Key& b) const {
    const int order = a.collection.compare(b.collection);
    return order != 0 ? order < 0 : a.id < b.id;
  }
};

// What the batch needs to know, sorted, so that all processes take locks in the same order.
struct Lookups {
  std::set<std::string> streams;
  std::set<RequestKey> requests;
  std::set<Key, KeyLess> keys;
};
Lookups LookupsOf(std::span<const Mutation> mutations);

struct Remembered {
  std::string digest;
  std::string response;
  std::int64_t revision = 0;
};

// What the database holds. Keys and requests that it does not hold are absent.
struct Facts {
  std::unordered_map<std::string, std::int64_t> heads;
  std::map<RequestKey, Remembered> requests;
  std::map<Key, std::int64_t, KeyLess> revisions;
};

struct Plan {
  std::vector<absl::StatusOr<Applied>> outcomes;  // one per mutation
  // Input of Op::kAddEvents, kPutRows, kEraseRows, kAddRequests and kSetHeads.
  Columns events;
  Columns puts;
  Columns erases;
  Columns requests;
  Columns heads;
  // New head of every stream that got events, for listeners.
  std::map<std::string, std::int64_t> moved;

  bool writes() const { return !moved.empty(); }
};
Plan Evaluate(std::span<const Mutation> mutations, std::int64_t now_us, Facts facts);

// The answer to a request that was applied before, or the refusal of another one with its id.
absl::StatusOr<Applied> Replay(const Remembered& remembered, std::string_view digest);

}  // namespace plenum::store
