// vote_log: the log of a vote in the store: what is appended to it and when, and its tree.
//
// Rows under "deliberations/{d}":
//   log               the signed checkpoint of the log as it is
//   log-entries/{i}   the entries that are not ballots, 0, 1, … in twelve digits
//   roll              written whenever a member joins: an opening that read an older roll is
//   refused
// The entries of ballots are made from the rows of the ballots, which nothing changes once the vote
// is closed; the checkpoint holds them to what they were (docs/adr/0015).
//
// Everything is appended by the mutation that does the thing, so that the log has it exactly when
// it happened.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/auth/ed25519.h"
#include "services/common/base/clock.h"
#include "services/common/ledger/checkpoint.h"
#include "services/common/ledger/merkle.h"
#include "services/common/store/store.h"
#include "services/deliberation/record/bundle.h"
#include "services/deliberation/record/entries.h"
#include "services/deliberation/voting/ballot_box.h"

namespace plenum::deliberation {

// A log as it was read. Immutable.
struct Log {
  record::Bundle bundle;
  ledger::Tree tree;
  ledger::Checkpoint checkpoint;
  std::int64_t revision = 0;      // of the row with the checkpoint
  std::size_t first_ballot = 0;   // place of the entry that bundle.ballots[0] opens
  std::vector<std::string> roll;  // ids of all voters

  // The place of a ballot's entry; nothing when the log has none of it. O(log ballots).
  [[nodiscard]] std::optional<std::uint64_t> Find(const std::string& commitment) const;
};

v1::Checkpoint ToMessage(const Log& log);

class VoteLog {
 public:
  // The keys of the log and of the salts are derived from the server's signing key, so that
  // replicas share them and nothing else need be kept secret.
  VoteLog(store::Store& store, const base::Clock& clock, const auth::PrivateKey& signing_key);

  [[nodiscard]] const std::string& public_key() const { return key_.public_bytes(); }

  // What is mixed into the commitment of a member's ballot: nobody can guess it, and the same
  // ballot has the same one, so that a repeated request gets the same receipt. record::kSaltBytes.
  [[nodiscard]] std::string SaltOf(std::string_view member, std::string_view packed) const;

  // Adds to the mutation that opens the vote: the log with its first entry. `election` has its
  // rules.
  absl::Status Open(const v1::Deliberation& election, store::Mutation& mutation) const;
  // Adds to the mutation that puts `member` on the roll. `election` is as it was read.
  absl::Status Join(const v1::Deliberation& election, const v1::Member& member,
                    store::Mutation& mutation) const;
  // Adds to the mutation that stores the result of a vote with a log: the ballots and the result.
  absl::Status Close(const Log& open, std::vector<BallotRow> ballots, const v1::Result& result,
                     store::Mutation& mutation) const;

  // NOT_FOUND when there is none; DATA_LOSS when the rows are not those that the checkpoint is of.
  absl::StatusOr<std::shared_ptr<const Log>> Read(const std::string& deliberation) const;

 private:
  absl::StatusOr<std::shared_ptr<const Log>> Load(const std::string& deliberation,
                                                  const store::Row& checkpoint) const;
  // Adds the row of an entry and the checkpoint over `tree`, into which it was appended.
  absl::Status Put(const std::string& deliberation, const ledger::Tree& tree,
                   const std::string& entry, std::int64_t expected,
                   store::Mutation& mutation) const;
  // What is kept of that revision, or null.
  std::shared_ptr<const Log> Find(const std::string& deliberation, std::int64_t revision) const;
  void Keep(const std::string& deliberation, const std::shared_ptr<const Log>& log) const;

  // Of logs that were read last, of at most this many entries together (or one).
  static constexpr std::size_t kMaxCachedEntries = 500'000;

  store::Store& store_;
  const base::Clock& clock_;
  const auth::PrivateKey key_;
  const std::string salt_key_;
  mutable std::mutex mutex_;
  mutable std::list<std::pair<std::string, std::shared_ptr<const Log>>> cache_;  // last used first
};

}  // namespace plenum::deliberation
