// ballot_box: what a ballot must be, and the frozen options that it is checked against.
//
//   ElectionSnapshot election(deliberation, revision);
//   base::FieldViolations bad;
//   CheckBallot(election, ballot, bad);
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/base/status.h"
#include "services/deliberation/tally/ranking.h"

namespace plenum::deliberation {

// A deliberation at one revision, with its options ready to be looked up. Immutable.
class ElectionSnapshot {
 public:
  ElectionSnapshot(v1::Deliberation deliberation, std::int64_t revision);

  [[nodiscard]] const v1::Deliberation& deliberation() const { return deliberation_; }
  [[nodiscard]] std::int64_t revision() const { return revision_; }
  // Index into rules.options; -1 for a measure that is not voted on.
  [[nodiscard]] int IndexOf(const std::string& measure) const;

 private:
  const v1::Deliberation deliberation_;
  const std::int64_t revision_;
  std::unordered_map<std::string, int> index_;
};

// Adds a violation for every measure that is unknown, of another deliberation, or there twice, and
// for every empty tier. O(measures on the ballot).
void CheckBallot(const ElectionSnapshot& election, const v1::Ballot& ballot,
                 base::FieldViolations& bad);

// A checked ballot as the count takes it. INTERNAL when it is not a checked one.
absl::StatusOr<tally::Ranking> ToRanking(const ElectionSnapshot& election,
                                         const v1::Ballot& ballot);

// The snapshots of deliberations that are being voted on, so that casting a ballot reads nothing. A
// snapshot may be old: the store checks its revision when the ballot is committed. Thread-safe.
class ElectionCache {
 public:
  using Pointer = std::shared_ptr<const ElectionSnapshot>;

  // Null when there is none.
  Pointer Find(const std::string& deliberation);
  void Put(Pointer snapshot);
  void Drop(const std::string& deliberation);

 private:
  static constexpr std::size_t kMaxEntries = 1024;
  std::mutex mutex_;
  std::unordered_map<std::string, Pointer> entries_;
};

}  // namespace plenum::deliberation
