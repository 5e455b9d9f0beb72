// ballot_box: what a ballot must be, the frozen options that it is checked against, and the form in
// which it is kept.
//
//   ElectionSnapshot election(deliberation, revision, secret);
//   base::FieldViolations bad;
//   std::string packed = PackBallot(election, ballot, bad);
//   if (bad.empty()) ...  // store it
//
// A row holds the packed form of record/packed_ballot.h and the salt of its commitment, not the
// message: names of measures are 60 bytes each, and what a vote costs is mostly what is written
// (docs/adr/0009).
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/base/status.h"
#include "services/common/base/string_map.h"
#include "services/deliberation/tally/ranking.h"
#include "services/deliberation/voting/vote_secret.h"

namespace plenum::deliberation {

// A deliberation at one revision, with its options ready to be looked up. Immutable.
class ElectionSnapshot {
 public:
  ElectionSnapshot(v1::Deliberation deliberation, std::int64_t revision, VoteSecret secret = {});

  [[nodiscard]] const v1::Deliberation& deliberation() const { return deliberation_; }
  [[nodiscard]] std::int64_t revision() const { return revision_; }
  // Of the open vote.
  [[nodiscard]] const VoteSecret& secret() const { return secret_; }
  // Index into rules.options; -1 for a measure that is not voted on.
  [[nodiscard]] int IndexOf(const std::string& measure) const;

 private:
  const v1::Deliberation deliberation_;
  const std::int64_t revision_;
  const VoteSecret secret_;
  base::StringMap<int> index_;
};

// The ballot in its packed form. Adds a violation for every measure that is unknown, of another
// deliberation, or there twice, and for every empty tier; the return value is then meaningless.
// O(options + measures on the ballot).
std::string PackBallot(const ElectionSnapshot& election, const v1::Ballot& ballot,
                       base::FieldViolations& bad);

// What is stored of a packed ballot. `argument` is the id of the one that moved the voter, or
// empty.
std::string ToRow(std::string_view salt, std::string_view packed, std::string_view argument = "");

struct BallotRow {
  std::string salt;    // record::kSaltBytes
  std::string packed;  // as PackBallot gave it
  tally::Ranking ranking;
  std::string argument;  // id, or empty
};

// A stored ballot of an election of `option_count` options. INTERNAL when it is not one.
absl::StatusOr<BallotRow> ReadBallotRow(int option_count, std::string_view row);

// The tiers of a ranking of the election's options, with the names of the measures. Tied ones are
// in the order of the options.
void AddTiers(const ElectionSnapshot& election, const tally::Ranking& ranking, v1::Ballot& ballot);

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
  base::StringMap<Pointer> entries_;
};

}  // namespace plenum::deliberation
