// random_votes: votes by chance with their records, and records that were tampered with, for tests
// of the verifiers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/common/auth/ed25519.h"
#include "services/deliberation/record/bundle.h"
#include "services/deliberation/record/entries.h"

namespace plenum::record {

struct Vote {
  std::vector<Vote>
      earlier;  // votes of the same deliberation before this one; none of them has any
  Opened opened;
  std::vector<Joined> joined;
  std::vector<OpenedBallot> ballots;  // in the order of casting
  Closed closed;
};

// A vote on 2 to 6 options by up to 12 voters, some of whom abstain or do not vote, counted, by
// rules by chance; sometimes the second one of its deliberation. The same seed gives the same vote.
Vote RandomVote(std::uint64_t seed);

// The record of a vote, and of those before it, as a server makes and signs it.
Bundle RecordOf(const Vote& vote, const auth::PrivateKey& key);

// A vote's record after somebody changed something.
struct Tampered {
  std::string what;  // the class of bytes that was changed: "leaf", "proof" …
  Bundle bundle;
};

// One record of each class, in which the byte or part that `seed` says was changed. Those that
// begin with "signed" are signed anew by the key, as only an operator could.
std::vector<Tampered> TamperWith(const Vote& vote, const auth::PrivateKey& key, std::uint64_t seed);

}  // namespace plenum::record
