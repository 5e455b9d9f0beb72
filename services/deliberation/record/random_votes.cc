#include "services/deliberation/record/random_votes.h"

#include <algorithm>
#include <map>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/ledger/checkpoint.h"
#include "services/common/ledger/merkle.h"
#include "services/deliberation/counting/counting.h"
#include "services/deliberation/record/packed_ballot.h"
#include "services/deliberation/record/verify.h"
#include "services/deliberation/tally/profile.h"

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

Closed Count(const Vote& vote) {
  const int options = static_cast<int>(vote.opened.options.size());
  const auto unranked = vote.opened.unranked == "tied-last" ? tally::v1::UNRANKED_TIED_LAST
                                                            : tally::v1::UNRANKED_NOT_COMPARED;
  auto profile = tally::Profile::Create(options, counting::ToMath(unranked)).value();
  Closed closed;
  closed.voters = vote.opened.voters.size() + vote.joined.size();
  for (const OpenedBallot& ballot : vote.ballots) {
    const auto ranking = Unpack(options, ballot.packed).value();
    profile.Add(ranking).IgnoreError();
    ++closed.ballots;
    if (ranking.tier_count() == 0) ++closed.abstentions;
  }
  std::vector<std::string> titles;
  for (const Option& option : vote.opened.options) titles.push_back(option.title);
  const counting::RankedRequest request{profile, titles, *counting::MethodOf(vote.opened.method)};
  closed.places = PlacesOf(counting::CountRanked(request).value());
  closed.time_us = vote.opened.time_us + 1'000'000;
  return closed;
}

std::string SignedRoot(const Bundle& bundle, const auth::PrivateKey& key) {
  ledger::Tree tree;
  for (const std::string& entry : bundle.entries) tree.Append(ledger::HashOfEntry(entry));
  return ledger::SignCheckpoint({bundle.origin, tree.size(), tree.Root()}, key).value();
}

void ChangeByte(std::string& bytes, Random& random) {
  char& byte = bytes[Below(random, bytes.size())];
  byte = static_cast<char>(byte ^ static_cast<char>(1U << Below(random, 8)));
}

}  // namespace

Vote RandomVote(std::uint64_t seed) {
  Random random(seed);
  Vote vote;
  vote.opened.deliberation = absl::StrCat("deliberations/d", seed);
  vote.opened.method = Below(random, 2) == 0 ? "schulze-winning" : "schulze-margins";
  vote.opened.unranked = Below(random, 2) == 0 ? "tied-last" : "not-compared";
  vote.opened.time_us = 1'700'000'000'000'000 + seed;
  const std::size_t options = 2 + Below(random, 5);
  for (std::size_t i = 0; i < options; ++i) {
    vote.opened.options.push_back({i + 1, absl::StrCat(vote.opened.deliberation, "/measures/m", i),
                                   absl::StrCat("Measure ", i)});
  }
  const std::size_t voters = Below(random, 13);
  for (std::size_t i = 0; i < voters; ++i) {
    std::string voter(1, static_cast<char>('a' + static_cast<char>(i)));
    if (i > 0 && Below(random, 6) == 0) {
      vote.joined.push_back({voter, vote.opened.time_us + i});
    } else {
      vote.opened.voters.push_back(voter);
    }
    if (Below(random, 5) == 0) continue;
    std::string salt;
    while (salt.size() < kSaltBytes) salt.push_back(static_cast<char>(random()));
    vote.ballots.push_back({salt, RandomBallot(random, options)});
  }
  vote.closed = Count(vote);
  return vote;
}

Bundle RecordOf(const Vote& vote, const auth::PrivateKey& key) {
  Bundle bundle;
  bundle.origin = OriginOf(vote.opened.deliberation);
  bundle.public_key = key.public_bytes();
  bundle.entries.push_back(Encode(vote.opened));
  for (const Joined& joined : vote.joined) bundle.entries.push_back(Encode(joined));
  std::map<std::string, OpenedBallot> by_commitment;
  for (const OpenedBallot& ballot : vote.ballots) {
    by_commitment.emplace(CommitmentOf(vote.opened.deliberation, ballot.salt, ballot.packed),
                          ballot);
  }
  for (const auto& [commitment, ballot] : by_commitment) {
    bundle.entries.push_back(Encode(Committed{commitment}));
    bundle.ballots.push_back(ballot);
  }
  bundle.entries.push_back(Encode(vote.closed));
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
  unsigned_one("rules", [&](Bundle& bundle) { ChangeByte(bundle.entries.front(), random); });
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
    changed.joined.push_back({"a", changed.opened.time_us});
    changed.joined.push_back({"a", changed.opened.time_us});
    changed.closed.voters += 2;
  });
  if (!vote.ballots.empty()) {
    const std::size_t at = Below(random, vote.ballots.size());
    unsigned_one("salt", [&](Bundle& bundle) { ChangeByte(bundle.ballots[at].salt, random); });
    unsigned_one("ballot", [&](Bundle& bundle) { ChangeByte(bundle.ballots[at].packed, random); });
    unsigned_one("ballot left out", [&](Bundle& bundle) { bundle.ballots.pop_back(); });
    signed_one("signed: ballot without a voter", [&](Vote& changed) {
      while (changed.ballots.size() <= changed.closed.voters) {
        changed.ballots.push_back(
            {std::string(kSaltBytes, static_cast<char>(changed.ballots.size())),
             changed.ballots.front().packed});
      }
      changed.closed.ballots = changed.ballots.size();
    });
    signed_one("signed: ballot that is no ranking",
               [&](Vote& changed) { changed.ballots[at].packed.back() = '\x7f'; });
  }
  return all;
}

}  // namespace plenum::record
