#include "services/deliberation/log/vote_log.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/auth/hmac.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/write.h"
#include "services/deliberation/roles.h"
#include "services/deliberation/roll.h"
#include "services/deliberation/rules/rules.h"

namespace plenum::deliberation {
namespace {

store::Key CheckpointKey(const std::string& deliberation) { return {deliberation, "log"}; }
store::Key RollKey(const std::string& deliberation) { return {deliberation, "roll"}; }
store::Key SecretKey(const std::string& deliberation) { return {deliberation, "vote-secret"}; }

std::string EntriesOf(const std::string& deliberation) { return deliberation + "/log-entries"; }
std::string BallotsOf(const std::string& deliberation) { return deliberation + "/log-ballots"; }

std::string EntryId(std::uint64_t index) { return absl::StrFormat("%012d", index); }

// Of a row of ballots. About 50 KiB with 30 measures.
constexpr std::size_t kBallotsInARow = 1000;

// No two votes of a server are sealed by the same key stream.
std::string NameOfVote(const v1::Deliberation& election) {
  return absl::StrCat(election.name(), " ", election.rules().decision(), " ",
                      election.rules().version());
}

std::uint64_t Now(const base::Clock& clock) {
  return static_cast<std::uint64_t>(clock.NowMicros());
}

absl::Status Damaged(const std::string& deliberation, std::string_view what) {
  return absl::DataLossError(absl::StrCat("the log of ", deliberation, " ", std::string(what),
                                          ": the database was changed by something else than "
                                          "Plenum; put it back from a backup"));
}

bool IsWeighted(const std::vector<record::Voter>& voters) {
  return std::any_of(voters.begin(), voters.end(),
                     [](const record::Voter& voter) { return voter.weight != 1; });
}

// Appends an entry to a log that is being read.
absl::Status AddEntry(const std::string& deliberation, const std::string& bytes, Log& log) {
  auto entry = record::Decode(bytes);
  if (!entry.ok()) return Damaged(deliberation, "has an entry that cannot be read");
  const std::string wrong = log.story.Add(*std::move(entry));
  if (!wrong.empty()) return Damaged(deliberation, "has an entry that " + wrong);
  log.bundle.entries.push_back(bytes);
  log.tree.Append(ledger::HashOfEntry(bytes));
  return absl::OkStatus();
}

absl::Status AddBallots(const std::string& deliberation, const v1::ListLogEntriesResponse& row,
                        Log& log) {
  if (log.story.votes().empty()) return Damaged(deliberation, "has ballots of no vote");
  const std::uint64_t decision = log.story.votes().back().opened.decision;
  const bool goes_on =
      !log.ballots.empty() &&
      log.ballots.back().entry + log.ballots.back().count == log.bundle.entries.size();
  if (!goes_on) log.ballots.push_back({log.bundle.entries.size(), log.bundle.ballots.size(), 0});
  for (const v1::LogEntry& stored : row.entries()) {
    record::OpenedBallot& ballot = log.bundle.ballots.emplace_back();
    ballot.salt = stored.salt();
    ballot.packed = stored.packed();
    ballot.voter = stored.voter();
    ballot.weight = static_cast<std::uint64_t>(stored.weight());
    const std::string commitment = record::CommitmentOf(deliberation, decision, ballot);
    auto added = AddEntry(deliberation, record::Encode(record::Committed{commitment}), log);
    if (!added.ok()) return added;
    ++log.ballots.back().count;
  }
  return absl::OkStatus();
}

}  // namespace

std::optional<std::uint64_t> Log::Find(const std::string& commitment) const {
  const std::string entry = record::Encode(record::Committed{commitment});
  for (const Ballots& range : ballots) {
    const auto begin = bundle.entries.begin() + static_cast<std::ptrdiff_t>(range.entry);
    const auto end = begin + static_cast<std::ptrdiff_t>(range.count);
    const auto found = std::lower_bound(begin, end, entry);
    if (found == end || *found != entry) continue;
    return static_cast<std::uint64_t>(found - bundle.entries.begin());
  }
  return std::nullopt;
}

const record::OpenedBallot* Log::BallotAt(std::size_t entry) const {
  for (const Ballots& range : ballots) {
    if (entry < range.entry || entry - range.entry >= range.count) continue;
    return &bundle.ballots[range.ballot + (entry - range.entry)];
  }
  return nullptr;
}

v1::Checkpoint ToMessage(const Log& log) {
  v1::Checkpoint message;
  message.set_text(log.bundle.checkpoint);
  message.set_size(static_cast<std::int64_t>(log.checkpoint.size));
  message.set_root(log.checkpoint.root);
  message.set_public_key(log.bundle.public_key);
  message.set_verifier_key(ledger::VerifierKey(log.bundle.origin, log.bundle.public_key));
  return message;
}

VoteLog::VoteLog(store::Store& store, const base::Clock& clock, const auth::PrivateKey& signing_key)
    : store_(store),
      clock_(clock),
      // What a token signs never has spaces, so that neither text is one.
      key_(auth::PrivateKey::FromSeed(
               auth::HmacSha256(signing_key.Sign("plenum key of logs 1"), "seed"))
               .value()),
      sealing_key_(signing_key.Sign("plenum sealing of votes 1")) {}

struct VoteLog::Writing {
  std::string deliberation;
  ledger::Tree tree;
  std::int64_t revision = 0;
  std::vector<store::Put> puts;

  void Add(const std::string& entry) {
    puts.push_back({{EntriesOf(deliberation), EntryId(tree.size())}, entry, std::int64_t{0}});
    tree.Append(ledger::HashOfEntry(entry));
  }
};

absl::StatusOr<VoteLog::Writing> VoteLog::Begin(const std::string& deliberation) const {
  Writing writing;
  writing.deliberation = deliberation;
  const auto log = Read(deliberation);
  if (absl::IsNotFound(log.status())) return writing;
  if (!log.ok()) return log.status();
  writing.tree = (*log)->tree;
  writing.revision = (*log)->revision;
  return writing;
}

absl::Status VoteLog::Finish(const Writing& writing, store::Mutation& mutation) const {
  auto text = ledger::SignCheckpoint(
      {record::OriginOf(writing.deliberation), writing.tree.size(), writing.tree.Root()}, key_);
  if (!text.ok()) return text.status();
  mutation.puts.insert(mutation.puts.end(), writing.puts.begin(), writing.puts.end());
  mutation.puts.push_back(
      {CheckpointKey(writing.deliberation), *std::move(text), writing.revision});
  return absl::OkStatus();
}

absl::Status VoteLog::Open(v1::Deliberation& election, std::vector<std::string> before,
                           const std::string& secret, store::Mutation& mutation) const {
  // Before the roll itself: a member who joins from here on makes the opening begin again.
  const auto roll = store_.Get(RollKey(election.name()));
  if (!roll.ok() && !absl::IsNotFound(roll.status())) return resource::FromStore(roll.status());
  auto voters = ReadRoll(store_, election.name());
  if (!voters.ok()) return voters.status();
  mutation.requires_.push_back({RollKey(election.name()), roll.ok() ? roll->revision : 0});
  mutation.puts.push_back({SecretKey(election.name()),
                           VoteSecret::Seal(sealing_key_, NameOfVote(election), secret),
                           std::int64_t{0}});
  election.mutable_rules()->set_weighted(IsWeighted(*voters));
  before.push_back(record::Encode(
      OpeningOf(election.name(), election.rules(), *std::move(voters), clock_.NowMicros())));
  return Append(election.name(), before, mutation);
}

absl::Status VoteLog::Join(const v1::Deliberation& election, std::int64_t revision,
                           const v1::Member& member, store::Mutation& mutation) const {
  if (election.phase() != v1::PHASE_VOTING) {
    mutation.puts.push_back({RollKey(election.name()), "", std::nullopt});
    return absl::OkStatus();
  }
  if (!Votes(member.role())) return absl::OkStatus();
  if (WeightOf(member) != 1 && !election.rules().weighted()) {
    // Ballots of the others stay as they are: each of their voters has the weight 1.
    v1::Deliberation weighted = election;
    weighted.mutable_rules()->set_weighted(true);
    weighted.clear_etag();
    mutation.puts.push_back(
        {resource::KeyOf(election.name()), weighted.SerializeAsString(), revision});
  }
  return Append(election.name(),
                {record::Encode(record::Joined{
                    {resource::KeyOf(member.name()).id, WeightOf(member)}, Now(clock_)})},
                mutation);
}

absl::Status VoteLog::Append(const std::string& deliberation,
                             const std::vector<std::string>& entries,
                             store::Mutation& mutation) const {
  auto writing = Begin(deliberation);
  if (!writing.ok()) return writing.status();
  for (const std::string& entry : entries) writing->Add(entry);
  return Finish(*writing, mutation);
}

void VoteLog::Forget(const std::string& deliberation, store::Mutation& mutation) const {
  mutation.puts.push_back({SecretKey(deliberation), "", std::nullopt, /*erase=*/true});
}

absl::Status VoteLog::Close(const Log& open, std::vector<record::OpenedBallot> ballots,
                            const std::vector<std::string>& slots, const record::Closed& closed,
                            store::Mutation& mutation) const {
  Writing writing{mutation.stream, open.tree, open.revision, {}};
  const std::uint64_t decision = open.story.votes().back().opened.decision;
  // The order of commitments says nothing of when or by whom ballots were cast.
  std::vector<std::pair<std::string, record::OpenedBallot>> ordered;
  ordered.reserve(ballots.size());
  for (record::OpenedBallot& ballot : ballots) {
    std::string commitment = record::CommitmentOf(mutation.stream, decision, ballot);
    ordered.emplace_back(std::move(commitment), std::move(ballot));
  }
  std::sort(ordered.begin(), ordered.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t first = 0; first < ordered.size(); first += kBallotsInARow) {
    v1::ListLogEntriesResponse row;
    const std::string id = EntryId(writing.tree.size());
    const std::size_t end = std::min(ordered.size(), first + kBallotsInARow);
    for (std::size_t i = first; i < end; ++i) {
      auto& [commitment, ballot] = ordered[i];
      writing.tree.Append(ledger::HashOfEntry(record::Encode(record::Committed{commitment})));
      v1::LogEntry& entry = *row.add_entries();
      entry.set_salt(std::move(ballot.salt));
      entry.set_packed(std::move(ballot.packed));
      entry.set_voter(std::move(ballot.voter));
      entry.set_weight(static_cast<int>(ballot.weight));
    }
    writing.puts.push_back(
        {{BallotsOf(mutation.stream), id}, row.SerializeAsString(), std::int64_t{0}});
  }
  for (const std::string& slot : slots) {
    mutation.puts.push_back({{mutation.stream + "/ballots", slot}, "", std::nullopt, true});
  }
  Forget(mutation.stream, mutation);
  writing.Add(record::Encode(closed));
  return Finish(writing, mutation);
}

absl::StatusOr<VoteSecret> VoteLog::ReadSecret(const v1::Deliberation& election) const {
  const auto row = store_.Get(SecretKey(election.name()));
  if (absl::IsNotFound(row.status())) return row.status();
  if (!row.ok()) return resource::FromStore(row.status());
  if (row->data.size() != VoteSecret::kBytes) {
    return absl::InternalError("the secret of a vote cannot be read");
  }
  return VoteSecret(VoteSecret::Seal(sealing_key_, NameOfVote(election), row->data),
                    election.rules().secrecy() != v1::SECRECY_OPEN);
}

std::shared_ptr<const Log> VoteLog::Find(const std::string& deliberation,
                                         std::int64_t revision) const {
  const std::lock_guard lock(mutex_);
  for (auto it = cache_.begin(); it != cache_.end(); ++it) {
    if (it->first != deliberation || it->second->revision != revision) continue;
    cache_.splice(cache_.begin(), cache_, it);
    return cache_.front().second;
  }
  return nullptr;
}

absl::StatusOr<std::shared_ptr<const Log>> VoteLog::Read(const std::string& deliberation) const {
  std::int64_t failed_revision = 0;
  for (;;) {
    auto row = store_.Get(CheckpointKey(deliberation));
    if (absl::IsNotFound(row.status())) return row.status();
    if (!row.ok()) return resource::FromStore(row.status());
    if (auto found = Find(deliberation, row->revision)) return found;
    auto log = Load(deliberation, *row);
    if (log.ok()) Keep(deliberation, *log);
    // An entry may have been appended between the two readings: only what stays wrong is damage.
    if (!absl::IsDataLoss(log.status()) || row->revision == failed_revision) return log;
    failed_revision = row->revision;
  }
}

void VoteLog::Keep(const std::string& deliberation, const std::shared_ptr<const Log>& log) const {
  const std::lock_guard lock(mutex_);
  cache_.remove_if([&](const auto& kept) { return kept.first == deliberation; });
  cache_.emplace_front(deliberation, log);
  std::size_t entries = 0;
  auto last = cache_.begin();
  for (; last != cache_.end(); ++last) {
    entries += last->second->bundle.entries.size();
    if (entries > kMaxCachedEntries && last != cache_.begin()) break;
  }
  cache_.erase(last, cache_.end());
}

absl::StatusOr<std::shared_ptr<const Log>> VoteLog::Load(const std::string& deliberation,
                                                         const store::Row& checkpoint) const {
  auto log = std::make_shared<Log>();
  log->revision = checkpoint.revision;
  log->bundle.origin = record::OriginOf(deliberation);
  log->bundle.public_key = public_key();
  log->bundle.checkpoint = checkpoint.data;
  auto opened = ledger::OpenCheckpoint(checkpoint.data, log->bundle.origin, public_key());
  if (!opened.ok()) {
    return Damaged(deliberation, absl::StrCat("has no good checkpoint (",
                                              std::string(opened.status().message()), ")"));
  }
  log->checkpoint = *std::move(opened);
  // By their places: single entries, and ballots.
  std::map<std::string, std::string> entries;
  absl::Status read =
      resource::ForEachRow(store_, EntriesOf(deliberation), [&](const store::Row& row) {
        entries.emplace(row.key.id, row.data);
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  std::map<std::string, v1::ListLogEntriesResponse> ballots;
  read = resource::ForEachRow(store_, BallotsOf(deliberation), [&](const store::Row& row) {
    if (!ballots[row.key.id].ParseFromString(row.data)) {
      return Damaged(deliberation, "has ballots that cannot be read");
    }
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  while (!entries.empty() || !ballots.empty()) {
    const std::string id = EntryId(log->bundle.entries.size());
    if (auto entry = entries.extract(id)) {
      auto added = AddEntry(deliberation, entry.mapped(), *log);
      if (!added.ok()) return added;
    } else if (auto row = ballots.extract(id)) {
      auto added = AddBallots(deliberation, row.mapped(), *log);
      if (!added.ok()) return added;
    } else {
      return Damaged(deliberation, absl::StrCat("has no entry ", id));
    }
  }
  if (log->tree.size() != log->checkpoint.size || log->tree.Root() != log->checkpoint.root) {
    return Damaged(deliberation, "does not have the entries that were signed");
  }
  return log;
}

}  // namespace plenum::deliberation
