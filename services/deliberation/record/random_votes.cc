#include "services/deliberation/record/random_votes.h"

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/ledger/checkpoint.h"
#include "services/common/ledger/merkle.h"
#include "services/deliberation/record/count_vote.h"
#include "services/deliberation/record/packed_ballot.h"

namespace plenum::record {
namespace {

using Random = std::mt19937_64;

std::size_t Below(Random& random, std::size_t limit) { return random() % limit; }

// Some options in tiers without gaps, possibly none.
std::string RandomBallot(Random& random, std::size_t options) {
  std::vector<std::uint32_t> tier_of(options);
  std::uint32_t last = 0;
  for (std::size_t i = 0; i < options; ++i) {
    const std::size_t option = Below(random, options);
    if (tier_of[option] != 0) continue;
    if (last == 0 || Below(random, 3) > 0) ++last;
    tier_of[option] = last;
  }
  if (Below(random, 8) == 0) std::fill(tier_of.begin(), tier_of.end(), 0);
  return Pack(tier_of);
}

std::vector<Voter> RollOf(const Vote& vote) {
  std::vector<Voter> roll = vote.opened.voters;
  for (const Joined& joined : vote.joined) roll.push_back(joined.voter);
  return roll;
}

Closed Count(const Vote& vote, std::uint64_t delegated) {
  const auto counted = CountVote(vote.opened, RollOf(vote), vote.ballots);
  return ClosingOf(counted.value(), delegated, vote.opened.time_us + 1'000'000);
}

template <std::size_t n>
std::string OneOf(Random& random, const std::array<std::string_view, n>& texts) {
  return std::string(texts[Below(random, n)]);
}

Opened RandomRules(Random& random, const std::string& deliberation, std::uint64_t seed) {
  Opened rules;
  rules.deliberation = deliberation;
  rules.method = OneOf<2>(random, {"schulze-winning", "schulze-margins"});
  rules.unranked = OneOf<2>(random, {rule::kTiedLast, rule::kNotCompared});
  rules.tie_rule = OneOf<3>(random, {rule::kShared, rule::kListed, rule::kDrawn});
  if (rules.tie_rule == rule::kDrawn) rules.tie_seed = absl::StrCat("lot ", Below(random, 1000));
  rules.secrecy = OneOf<2>(random, {rule::kDetached, rule::kOpen});
  rules.quorum_basis = OneOf<3>(random, {rule::kNone, rule::kRoll, rule::kWeights});
  if (rules.quorum_basis != rule::kNone) rules.quorum_percent = 1 + Below(random, 100);
  rules.threshold = OneOf<3>(random, {rule::kNone, rule::kMajority, rule::kTwoThirds});
  rules.time_us = 1'700'000'000'000'000 + seed;
  if (Below(random, 3) == 0) rules.close_time_us = rules.time_us + 900'000;
  const std::size_t options = 2 + Below(random, 5);
  for (std::size_t i = 0; i < options; ++i) {
    rules.options.push_back({i + 1, absl::StrCat(deliberation, "/measures/m", i),
                             absl::StrCat("Measure ", i), Below(random, 5)});
  }
  if (rules.threshold != rule::kNone && Below(random, 2) == 0) {
    rules.baseline = rules.options[Below(random, options)].measure;
  }
  return rules;
}

Vote OneVote(Random& random, const std::string& deliberation, std::uint64_t seed) {
  Vote vote;
  vote.opened = RandomRules(random, deliberation, seed);
  const std::size_t voters = Below(random, 13);
  const bool weighted = Below(random, 3) == 0;
  for (std::size_t i = 0; i < voters; ++i) {
    const Voter voter{std::string(1, static_cast<char>('a' + static_cast<char>(i))),
                      weighted ? 1 + Below(random, 4) : 1};
    if (i > 0 && Below(random, 6) == 0) {
      vote.joined.push_back({voter, vote.opened.time_us + i});
    } else {
      vote.opened.voters.push_back(voter);
    }
    if (Below(random, 5) == 0) continue;
    std::string salt;
    while (salt.size() < kSaltBytes) salt.push_back(static_cast<char>(random()));
    vote.ballots.push_back({salt, RandomBallot(random, vote.opened.options.size()), voter.weight,
                            vote.opened.secrecy == rule::kOpen ? voter.id : ""});
  }
  vote.closed = Count(vote, Below(random, vote.ballots.size() + 1));
  return vote;
}

std::string SignedRoot(const Bundle& bundle, const auth::PrivateKey& key) {
  ledger::Tree tree;
  for (const std::string& entry : bundle.entries) tree.Append(ledger::HashOfEntry(entry));
  return ledger::SignCheckpoint({bundle.origin, tree.size(), tree.Root()}, key).value();
}

// Adds the entries of a vote. One without a result was taken back.
void AddVote(const Vote& vote, Bundle& bundle) {
  const std::string hash(kHashBytes, 'h');
  const std::uint64_t now_us = vote.opened.time_us;
  bundle.entries.push_back(Encode(Content{{{"d/documents/1", hash}}, {}, {}, 7, hash, now_us}));
  bundle.entries.push_back(Encode(Moved{"scoring", "voting", now_us}));
  bundle.entries.push_back(Encode(vote.opened));
  for (const Joined& joined : vote.joined) bundle.entries.push_back(Encode(joined));
  if (vote.closed.decision.empty()) {
    bundle.entries.push_back(Encode(Moved{"voting", "scoring", now_us + 2}));
    return;
  }
  bundle.entries.push_back(Encode(Moved{"voting", "closed", now_us + 2}));
  std::map<std::string, OpenedBallot> by_commitment;
  for (const OpenedBallot& ballot : vote.ballots) {
    by_commitment.emplace(CommitmentOf(vote.opened.deliberation, vote.opened.decision, ballot),
                          ballot);
  }
  for (const auto& [commitment, ballot] : by_commitment) {
    bundle.entries.push_back(Encode(Committed{commitment}));
    bundle.ballots.push_back(ballot);
  }
  bundle.entries.push_back(Encode(vote.closed));
}

void ChangeByte(std::string& bytes, Random& random) {
  char& byte = bytes[Below(random, bytes.size())];
  byte = static_cast<char>(byte ^ static_cast<char>(1U << Below(random, 8)));
}

}  // namespace

Vote RandomVote(std::uint64_t seed) {
  Random random(seed);
  const std::string deliberation = absl::StrCat("deliberations/d", seed);
  Vote vote = OneVote(random, deliberation, seed);
  if (Below(random, 4) > 0) return vote;
  Vote second = OneVote(random, deliberation, seed + 10'000'000);
  if (Below(random, 3) == 0) {
    // The first was taken back before anybody had voted.
    vote.ballots.clear();
    vote.closed = {};
    second.opened.version = 2;
  } else {
    second.opened.decision = 2;
  }
  second.earlier.push_back(std::move(vote));
  return second;
}

Bundle RecordOf(const Vote& vote, const auth::PrivateKey& key) {
  Bundle bundle;
  bundle.origin = OriginOf(vote.opened.deliberation);
  bundle.public_key = key.public_bytes();
  for (const Vote& earlier : vote.earlier) AddVote(earlier, bundle);
  AddVote(vote, bundle);
  bundle.checkpoint = SignedRoot(bundle, key);
  return bundle;
}

std::vector<Tampered> TamperWith(const Vote& vote, const auth::PrivateKey& key,
                                 std::uint64_t seed) {
  Random random(seed);
  const Bundle good = RecordOf(vote, key);
  std::vector<Tampered> all;
  // `change` of a copy of the record.
  const auto unsigned_one = [&](const char* what, auto change) {
    Bundle bundle = good;
    change(bundle);
    all.push_back({what, std::move(bundle)});
  };
  // `change` of a copy of the vote, recorded and signed anew.
  const auto signed_one = [&](const char* what, auto change) {
    Vote changed = vote;
    change(changed);
    all.push_back({what, RecordOf(changed, key)});
  };
  unsigned_one("rules", [&](Bundle& bundle) { ChangeByte(bundle.entries[2], random); });
  unsigned_one("result", [&](Bundle& bundle) { ChangeByte(bundle.entries.back(), random); });
  unsigned_one("leaf", [&](Bundle& bundle) {
    ChangeByte(bundle.entries[Below(random, bundle.entries.size())], random);
  });
  unsigned_one("entry left out", [&](Bundle& bundle) {
    bundle.entries.erase(bundle.entries.begin() +
                         static_cast<std::ptrdiff_t>(Below(random, bundle.entries.size())));
  });
  unsigned_one("checkpoint", [&](Bundle& bundle) { ChangeByte(bundle.checkpoint, random); });
  unsigned_one("key", [&](Bundle& bundle) { ChangeByte(bundle.public_key, random); });
  unsigned_one("origin", [&](Bundle& bundle) { bundle.origin += "x"; });
  signed_one("signed: result", [&](Vote& changed) {
    std::reverse(changed.closed.places.begin(), changed.closed.places.end());
    if (changed.closed.places == vote.closed.places) changed.closed.places.emplace_back();
  });
  signed_one("signed: roll", [&](Vote& changed) { changed.closed.voters += 1 + Below(random, 3); });
  signed_one("signed: abstentions", [&](Vote& changed) { ++changed.closed.abstentions; });
  signed_one("signed: twice on the roll", [&](Vote& changed) {
    changed.joined.push_back({{"a"}, changed.opened.time_us});
    changed.joined.push_back({{"a"}, changed.opened.time_us});
    changed.closed.voters += 2;
  });
  signed_one("signed: decision", [&](Vote& changed) {
    changed.closed.decision = changed.closed.decision == kAdopted ? kNoQuorum : kAdopted;
  });
  signed_one("signed: vote number", [&](Vote& changed) { ++changed.opened.decision; });
  signed_one("signed: opened twice", [&](Vote& changed) {
    changed.earlier.push_back(changed);
    changed.earlier.back().earlier.clear();
  });
  if (!vote.ballots.empty()) {
    const std::size_t at = Below(random, good.ballots.size());
    unsigned_one("salt", [&](Bundle& bundle) { ChangeByte(bundle.ballots[at].salt, random); });
    unsigned_one("ballot", [&](Bundle& bundle) { ChangeByte(bundle.ballots[at].packed, random); });
    unsigned_one("ballot left out", [&](Bundle& bundle) { bundle.ballots.pop_back(); });
    unsigned_one("weight", [&](Bundle& bundle) { ++bundle.ballots[at].weight; });
    unsigned_one("voter", [&](Bundle& bundle) { bundle.ballots[at].voter += "x"; });
    const std::size_t own = Below(random, vote.ballots.size());
    signed_one("signed: weight of a ballot", [&](Vote& changed) {
      changed.ballots[own].weight += 100;
      changed.closed = Count(changed, changed.closed.delegated);
    });
    signed_one("signed: delegated",
               [&](Vote& changed) { changed.closed.delegated = changed.closed.ballots + 1; });
    if (vote.opened.secrecy == rule::kOpen) {
      signed_one("signed: ballot of nobody",
                 [&](Vote& changed) { changed.ballots[own].voter = "nobody"; });
    }
    signed_one("signed: ballot without a voter", [&](Vote& changed) {
      while (changed.ballots.size() <= changed.closed.voters) {
        changed.ballots.push_back(changed.ballots.front());
        changed.ballots.back().salt.assign(kSaltBytes, static_cast<char>(changed.ballots.size()));
      }
      changed.closed.ballots = changed.ballots.size();
    });
    signed_one("signed: ballot that is no ranking",
               [&](Vote& changed) { changed.ballots[own].packed.back() = '\x7f'; });
  }
  return all;
}

}  // namespace plenum::record
