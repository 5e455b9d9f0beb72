// vote_log: the log of a deliberation in the store: what is appended to it and when, and its tree.
//
// Rows under "deliberations/{d}":
//   log               the signed checkpoint of the log as it is
//   log-entries/{i}   the entries that are not ballots, by their place in twelve digits
//   log-ballots/{i}   the ballots of closed votes, in the order of their commitments, some in a
//   row,
//                     by the place of the first: a ListLogEntriesResponse without the entries'
//                     bytes
//   vote-secret       what keeps ballots apart from voters while a vote is open (vote_secret.h)
//   roll              written whenever the roll changes: an opening that read an older one is
//   refused
// When a vote is closed its ballots leave the rows in which they were cast, so that nothing is left
// of who cast them and when (docs/adr/0016).
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
#include "services/deliberation/record/story.h"
#include "services/deliberation/voting/vote_secret.h"

namespace plenum::deliberation {

// A log as it was read. Immutable.
struct Log {
  // The ballots of a vote in bundle.entries: bundle.ballots[ballot] opens entry `entry`, and so on.
  struct Ballots {
    std::size_t entry = 0;
    std::size_t ballot = 0;
    std::size_t count = 0;
  };

  record::Bundle bundle;
  record::LogStory story;
  std::vector<Ballots> ballots;  // one for each closed vote that has any
  ledger::Tree tree;
  ledger::Checkpoint checkpoint;
  std::int64_t revision = 0;  // of the row with the checkpoint; 0 when there is no log yet

  // The place of a ballot's entry; nothing when the log has none of it. O(votes log ballots).
  [[nodiscard]] std::optional<std::uint64_t> Find(const std::string& commitment) const;
  // The ballot that an entry is of; nothing for other entries.
  [[nodiscard]] const record::OpenedBallot* BallotAt(std::size_t entry) const;
  // Everybody on the roll of the vote that was opened last.
  [[nodiscard]] const std::vector<record::Voter>& roll() const {
    return story.votes().back().voters;
  }
};

v1::Checkpoint ToMessage(const Log& log);

class VoteLog {
 public:
  // The key of the log is derived from the server's signing key, so that replicas share it and
  // nothing else need be kept secret.
  VoteLog(store::Store& store, const base::Clock& clock, const auth::PrivateKey& signing_key);

  [[nodiscard]] const std::string& public_key() const { return key_.public_bytes(); }

  // Adds to the mutation that opens the vote: the opening and what came before it in the same step,
  // and the vote's secret. `election` has its rules, and is told whether its roll is weighted;
  // `secret` is VoteSecret::kBytes by chance.
  absl::Status Open(v1::Deliberation& election, std::vector<std::string> before,
                    const std::string& secret, store::Mutation& mutation) const;
  // Adds to the mutation that puts `member` on the roll. `election` is as it was read at
  // `revision`; it changes when the member is the first one of an open vote with another weight.
  absl::Status Join(const v1::Deliberation& election, std::int64_t revision,
                    const v1::Member& member, store::Mutation& mutation) const;
  // Adds to the mutation that stores the result: the ballots, which go out of the rows `slots` in
  // which they were cast, and the closing.
  absl::Status Close(const Log& open, std::vector<record::OpenedBallot> ballots,
                     const std::vector<std::string>& slots, const record::Closed& closed,
                     store::Mutation& mutation) const;
  // Adds any other entries.
  absl::Status Append(const std::string& deliberation, const std::vector<std::string>& entries,
                      store::Mutation& mutation) const;
  // Takes the secret of a vote that is taken back.
  void Forget(const std::string& deliberation, store::Mutation& mutation) const;

  // What keeps the ballots of the open vote apart. NOT_FOUND when none is open.
  absl::StatusOr<VoteSecret> ReadSecret(const v1::Deliberation& election) const;

  // NOT_FOUND when there is none; DATA_LOSS when the rows are not those that the checkpoint is of.
  absl::StatusOr<std::shared_ptr<const Log>> Read(const std::string& deliberation) const;

 private:
  struct Writing;  // entries on their way into a log

  absl::StatusOr<Writing> Begin(const std::string& deliberation) const;
  absl::Status Finish(const Writing& writing, store::Mutation& mutation) const;

  absl::StatusOr<std::shared_ptr<const Log>> Load(const std::string& deliberation,
                                                  const store::Row& checkpoint) const;
  // What is kept of that revision, or null.
  std::shared_ptr<const Log> Find(const std::string& deliberation, std::int64_t revision) const;
  void Keep(const std::string& deliberation, const std::shared_ptr<const Log>& log) const;

  // Of logs that were read last, of at most this many entries together (or one).
  static constexpr std::size_t kMaxCachedEntries = 500'000;

  store::Store& store_;
  const base::Clock& clock_;
  const auth::PrivateKey key_;
  const std::string sealing_key_;
  mutable std::mutex mutex_;
  mutable std::list<std::pair<std::string, std::shared_ptr<const Log>>> cache_;  // last used first
};

}  // namespace plenum::deliberation
