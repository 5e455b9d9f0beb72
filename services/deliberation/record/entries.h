// entries: what the log of a deliberation holds, as bytes that anyone can hash.
//
// An entry is a byte 1, the version of this form; a byte that says its kind; and the fields of the
// kind in the order of the structs below. A text is its length in bytes (4 bytes, big-endian) and
// its bytes; a number has 8 bytes, big-endian; a list is the number of its items (4 bytes,
// big-endian) and the items. Hashes and commitments stand as their 32 bytes. Nothing may follow.
// clients/python/verify_bundle.py reads the same form by itself.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"

namespace plenum::record {

inline constexpr std::size_t kSaltBytes = 16;
inline constexpr std::size_t kCommitmentBytes = 32;
inline constexpr std::size_t kHashBytes = 32;

// Names of what a rule may say; the first of each is what is meant when nothing was chosen.
namespace rule {
inline constexpr std::string_view kNotCompared = "not-compared";
inline constexpr std::string_view kTiedLast = "tied-last";
inline constexpr std::string_view kShared = "shared";  // level options share a place
inline constexpr std::string_view kListed = "listed";  // the first in the list of options
inline constexpr std::string_view kDrawn = "drawn";    // by SHA-256 of "<seed>:<option index>"
inline constexpr std::string_view kDetached = "detached";
inline constexpr std::string_view kOpen = "open";
inline constexpr std::string_view kNone = "none";
inline constexpr std::string_view kRoll = "roll";        // a quorum of the people
inline constexpr std::string_view kWeights = "weights";  // or of their weights
inline constexpr std::string_view kMajority = "majority";
inline constexpr std::string_view kTwoThirds = "two-thirds";
}  // namespace rule

struct Option {
  std::uint64_t number = 0;  // what people call it by
  std::string measure;       // resource name
  std::string title;
  std::uint64_t cost = 0;  // where a package is chosen
  friend bool operator==(const Option&, const Option&) = default;
};

struct Voter {
  std::string id;
  std::uint64_t weight = 1;
  friend bool operator==(const Voter&, const Voter&) = default;
};

// Kind 1. A vote was opened, by these rules, which hold until it is closed.
struct Opened {
  std::string deliberation;    // "deliberations/{d}"
  std::uint64_t decision = 1;  // which vote of the deliberation
  std::uint64_t version = 1;   // how often it was opened
  std::string method;          // "schulze-winning": what the command line calls it
  std::string unranked = std::string(rule::kTiedLast);
  std::string tie_rule = std::string(rule::kShared);
  std::string tie_seed;
  std::string secrecy = std::string(rule::kDetached);
  std::string quorum_basis = std::string(rule::kNone);
  std::uint64_t quorum_percent = 0;
  std::string threshold = std::string(rule::kNone);
  std::string baseline;      // resource name of a measure, or empty
  std::string package_rule;  // "equal-shares"; empty when no package is chosen
  std::uint64_t budget = 0;
  std::uint64_t close_time_us = 0;  // 0: a facilitator closes it
  std::vector<Option> options;
  std::vector<Voter> voters;  // members who may vote, ascending by id
  std::uint64_t time_us = 0;  // since 1970
  friend bool operator==(const Opened&, const Opened&) = default;
};

// Kind 2. A voter joined the roll while the vote was open.
struct Joined {
  Voter voter;
  std::uint64_t time_us = 0;
  friend bool operator==(const Joined&, const Joined&) = default;
};

// Kind 3. A ballot that was counted, and nothing of whose it is or what it says.
struct Committed {
  std::string commitment;
  friend bool operator==(const Committed&, const Committed&) = default;
};

// Kind 4. The vote was closed, with this result. It comes right after the ballots.
struct Closed {
  std::uint64_t voters = 0;       // on the roll
  std::uint64_t ballots = 0;      // counted
  std::uint64_t abstentions = 0;  // of these, ballots that rank nothing
  std::uint64_t delegated = 0;    // of these, ballots that stand for a member who delegated
  std::uint64_t weight = 0;       // of the ballots together
  std::string decision;           // "adopted", "no-quorum" or "below-threshold"
  std::vector<std::vector<std::uint64_t>> places;  // best first; indexes of the options
  std::vector<std::uint64_t> package;              // options chosen, in the order of choosing
  std::uint64_t time_us = 0;
  friend bool operator==(const Closed&, const Closed&) = default;
};

// Kind 5. The deliberation went from one phase to another.
struct Moved {
  std::string from;  // "draft"
  std::string to;    // "scoring"
  std::uint64_t time_us = 0;
  friend bool operator==(const Moved&, const Moved&) = default;
};

struct Hashed {
  std::string name;  // resource name
  std::string hash;  // SHA-256, kHashBytes
  friend bool operator==(const Hashed&, const Hashed&) = default;
};

// Kind 6. What the deliberation held when it went to another phase. docs/record.md says of what the
// hashes are.
struct Content {
  std::vector<Hashed> documents;
  std::vector<Hashed> measures;
  std::vector<Hashed> arguments;
  std::uint64_t scores = 0;
  std::string scores_hash;  // kHashBytes
  std::uint64_t time_us = 0;
  friend bool operator==(const Content&, const Content&) = default;
};

using Entry = std::variant<Opened, Joined, Committed, Closed, Moved, Content>;

std::string Encode(const Entry& entry);
// INVALID_ARGUMENT for bytes that Encode does not give.
absl::StatusOr<Entry> Decode(std::string_view bytes);

// A ballot when it is opened. `voter` is empty unless the vote is open; `weight` is the voter's.
struct OpenedBallot {
  std::string salt;    // kSaltBytes
  std::string packed;  // see packed_ballot.h
  std::uint64_t weight = 1;
  std::string voter = {};
  friend bool operator==(const OpenedBallot&, const OpenedBallot&) = default;
};

// What the log holds of a ballot: SHA-256 of "plenum ballot 2", the deliberation's name, the number
// of its vote, the voter (nothing in a detached vote) and the weight, in decimal, each with a line
// break behind it, and of the salt and the packed ballot.
std::string CommitmentOf(std::string_view deliberation, std::uint64_t decision,
                         const OpenedBallot& ballot);

// Six words with spaces between, which a person can compare, of the commitment's first 48 bits. Two
// ballots of a vote have the same ones by chance in less than one of 500 votes with a million
// ballots.
std::string WordsOf(std::string_view commitment);

}  // namespace plenum::record
