#include "services/deliberation/log/vote_log.h"

#include <algorithm>
#include <optional>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/auth/hmac.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/write.h"
#include "services/deliberation/counting/counting.h"
#include "services/deliberation/record/verify.h"
#include "services/deliberation/roles.h"

namespace plenum::deliberation {
namespace {

store::Key CheckpointKey(const std::string& deliberation) { return {deliberation, "log"}; }
store::Key RollKey(const std::string& deliberation) { return {deliberation, "roll"}; }

std::string EntriesOf(const std::string& deliberation) { return deliberation + "/log-entries"; }

std::string EntryId(std::uint64_t index) { return absl::StrFormat("%012d", index); }

std::string UnrankedName(tally::v1::Unranked unranked) {
  return unranked == tally::v1::UNRANKED_NOT_COMPARED ? "not-compared" : "tied-last";
}

std::uint64_t Now(const base::Clock& clock) {
  return static_cast<std::uint64_t>(clock.NowMicros());
}

absl::Status Damaged(const std::string& deliberation, std::string_view what) {
  return absl::DataLossError(absl::StrCat("the log of the vote of ", deliberation, " ",
                                          std::string(what),
                                          ": the database was changed by something else than "
                                          "Plenum; put it back from a backup"));
}

// The ids of everyone who may vote, ascending.
absl::StatusOr<std::vector<std::string>> ReadRoll(store::Store& store,
                                                  const std::string& deliberation) {
  std::vector<std::string> voters;
  absl::Status read =
      resource::ForEachRow(store, deliberation + "/members", [&](const store::Row& row) {
        v1::Member member;
        if (!member.ParseFromString(row.data)) return absl::InternalError("a member is unreadable");
        if (Votes(member.role())) voters.push_back(row.key.id);
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return voters;
}

record::Opened OpeningOf(const v1::Deliberation& election, std::vector<std::string> voters,
                         std::uint64_t now_us) {
  record::Opened opened;
  opened.deliberation = election.name();
  opened.method = counting::IdOf(election.rules().method());
  opened.unranked = UnrankedName(election.rules().unranked());
  for (const auto& option : election.rules().options()) {
    opened.options.push_back(
        {static_cast<std::uint64_t>(option.number()), option.measure(), option.title()});
  }
  opened.voters = std::move(voters);
  opened.time_us = now_us;
  return opened;
}

// Ballots in the order of their commitments, which says nothing of when or by whom they were cast.
std::vector<std::pair<std::string, record::OpenedBallot>> Commitments(
    const std::string& deliberation, std::vector<BallotRow> ballots) {
  std::vector<std::pair<std::string, record::OpenedBallot>> commitments;
  commitments.reserve(ballots.size());
  for (BallotRow& ballot : ballots) {
    std::string commitment = record::CommitmentOf(deliberation, ballot.salt, ballot.packed);
    commitments.emplace_back(std::move(commitment), record::OpenedBallot{std::move(ballot.salt),
                                                                         std::move(ballot.packed)});
  }
  std::sort(commitments.begin(), commitments.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return commitments;
}

}  // namespace

std::optional<std::uint64_t> Log::Find(const std::string& commitment) const {
  const std::string entry = record::Encode(record::Committed{commitment});
  const auto begin = bundle.entries.begin() + static_cast<std::ptrdiff_t>(first_ballot);
  const auto end = begin + static_cast<std::ptrdiff_t>(bundle.ballots.size());
  const auto found = std::lower_bound(begin, end, entry);
  if (found == end || *found != entry) return std::nullopt;
  return static_cast<std::uint64_t>(found - bundle.entries.begin());
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
      salt_key_(signing_key.Sign("plenum salts of ballots 1")) {}

std::string VoteLog::SaltOf(std::string_view member, std::string_view packed) const {
  std::string text(member);
  text.append("\n").append(packed);
  return auth::HmacSha256(salt_key_, text).substr(0, record::kSaltBytes);
}

absl::Status VoteLog::Put(const std::string& deliberation, const ledger::Tree& tree,
                          const std::string& entry, std::int64_t expected,
                          store::Mutation& mutation) const {
  auto text =
      ledger::SignCheckpoint({record::OriginOf(deliberation), tree.size(), tree.Root()}, key_);
  if (!text.ok()) return text.status();
  mutation.puts.push_back(
      {{EntriesOf(deliberation), EntryId(tree.size() - 1)}, entry, std::int64_t{0}});
  mutation.puts.push_back({CheckpointKey(deliberation), *std::move(text), expected});
  return absl::OkStatus();
}

absl::Status VoteLog::Open(const v1::Deliberation& election, store::Mutation& mutation) const {
  // Before the roll itself: a member who joins from here on makes the opening begin again.
  const auto roll = store_.Get(RollKey(election.name()));
  if (!roll.ok() && !absl::IsNotFound(roll.status())) return resource::FromStore(roll.status());
  auto voters = ReadRoll(store_, election.name());
  if (!voters.ok()) return voters.status();
  mutation.requires_.push_back({RollKey(election.name()), roll.ok() ? roll->revision : 0});
  const std::string entry = record::Encode(OpeningOf(election, *std::move(voters), Now(clock_)));
  ledger::Tree tree;
  tree.Append(ledger::HashOfEntry(entry));
  return Put(election.name(), tree, entry, 0, mutation);
}

absl::Status VoteLog::Join(const v1::Deliberation& election, const v1::Member& member,
                           store::Mutation& mutation) const {
  if (election.phase() != v1::PHASE_VOTING) {
    mutation.puts.push_back({RollKey(election.name()), "", std::nullopt});
    return absl::OkStatus();
  }
  if (!election.vote_logged() || !Votes(member.role())) return absl::OkStatus();
  const auto log = Read(election.name());
  if (!log.ok()) return log.status();
  const std::string entry =
      record::Encode(record::Joined{resource::KeyOf(member.name()).id, Now(clock_)});
  ledger::Tree tree = (*log)->tree;
  tree.Append(ledger::HashOfEntry(entry));
  return Put(election.name(), tree, entry, (*log)->revision, mutation);
}

absl::Status VoteLog::Close(const Log& open, std::vector<BallotRow> ballots,
                            const v1::Result& result, store::Mutation& mutation) const {
  const std::string deliberation = mutation.stream;
  ledger::Tree tree = open.tree;
  for (const auto& [commitment, opening] : Commitments(deliberation, std::move(ballots))) {
    tree.Append(ledger::HashOfEntry(record::Encode(record::Committed{commitment})));
  }
  record::Closed closed;
  closed.voters = open.roll.size();
  closed.ballots = static_cast<std::uint64_t>(result.ballot_count());
  closed.abstentions = static_cast<std::uint64_t>(result.abstention_count());
  closed.places = record::PlacesOf(result.outcome());
  closed.time_us = Now(clock_);
  const std::string entry = record::Encode(closed);
  tree.Append(ledger::HashOfEntry(entry));
  return Put(deliberation, tree, entry, open.revision, mutation);
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
  std::optional<std::string> closed;
  std::size_t options = 0;
  absl::Status read =
      resource::ForEachRow(store_, EntriesOf(deliberation), [&](const store::Row& row) {
        auto entry = record::Decode(row.data);
        if (!entry.ok()) return Damaged(deliberation, "has an entry that cannot be read");
        if (const auto* opening = std::get_if<record::Opened>(&*entry)) {
          log->roll = opening->voters;
          options = opening->options.size();
        }
        if (const auto* joined = std::get_if<record::Joined>(&*entry)) {
          log->roll.push_back(joined->voter);
        }
        if (std::holds_alternative<record::Closed>(*entry)) {
          closed = row.data;
        } else {
          log->bundle.entries.push_back(row.data);
        }
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  log->first_ballot = log->bundle.entries.size();
  if (closed) {
    std::vector<BallotRow> ballots;
    read = resource::ForEachRow(store_, deliberation + "/ballots", [&](const store::Row& row) {
      auto ballot = ReadBallotRow(static_cast<int>(options), row.data);
      if (!ballot.ok()) return Damaged(deliberation, "has a ballot that cannot be read");
      ballots.push_back(*std::move(ballot));
      return absl::OkStatus();
    });
    if (!read.ok()) return read;
    for (auto& [commitment, opening] : Commitments(deliberation, std::move(ballots))) {
      log->bundle.entries.push_back(record::Encode(record::Committed{commitment}));
      log->bundle.ballots.push_back(std::move(opening));
    }
    log->bundle.entries.push_back(*std::move(closed));
  }
  for (const std::string& entry : log->bundle.entries) {
    log->tree.Append(ledger::HashOfEntry(entry));
  }
  if (log->tree.size() != log->checkpoint.size || log->tree.Root() != log->checkpoint.root) {
    return Damaged(deliberation, "does not have the entries that were signed");
  }
  return log;
}

}  // namespace plenum::deliberation
