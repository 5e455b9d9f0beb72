// entries: what the log of a vote holds, as bytes that anyone can hash.
//
// An entry is a byte 1, the version of this form; a byte that says its kind; and the fields of the
// kind in the order of the structs below. A text is its length in bytes (4 bytes, big-endian) and
// its bytes; a number has 8 bytes, big-endian; a list is the number of its items (4 bytes,
// big-endian) and the items. A commitment stands as its 32 bytes. Nothing may follow.
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

struct Option {
  std::uint64_t number = 0;  // what people call it by
  std::string measure;       // resource name
  std::string title;
  friend bool operator==(const Option&, const Option&) = default;
};

// Kind 1. The vote was opened, by these rules. The first entry of every log.
struct Opened {
  std::string deliberation;  // "deliberations/{d}"
  std::string method;        // "schulze-winning": what the command line calls it
  std::string unranked;      // "not-compared" or "tied-last"
  std::vector<Option> options;
  std::vector<std::string> voters;  // ids of the members who may vote, ascending
  std::uint64_t time_us = 0;        // since 1970
  friend bool operator==(const Opened&, const Opened&) = default;
};

// Kind 2. A voter joined the roll while the vote was open.
struct Joined {
  std::string voter;  // id
  std::uint64_t time_us = 0;
  friend bool operator==(const Joined&, const Joined&) = default;
};

// Kind 3. A ballot that was counted, and nothing of whose it is or what it says.
struct Committed {
  std::string commitment;
  friend bool operator==(const Committed&, const Committed&) = default;
};

// Kind 4. The vote was closed, with this result. The last entry.
struct Closed {
  std::uint64_t voters = 0;                        // on the roll
  std::uint64_t ballots = 0;                       // counted
  std::uint64_t abstentions = 0;                   // of these, ballots that rank nothing
  std::vector<std::vector<std::uint64_t>> places;  // best first; indexes of the options
  std::uint64_t time_us = 0;
  friend bool operator==(const Closed&, const Closed&) = default;
};

using Entry = std::variant<Opened, Joined, Committed, Closed>;

std::string Encode(const Entry& entry);
// INVALID_ARGUMENT for bytes that Encode does not give.
absl::StatusOr<Entry> Decode(std::string_view bytes);

// What the log holds of a ballot: SHA-256 of "plenum ballot 1", the deliberation's name, the salt
// (kSaltBytes) and the packed ballot, the first two each with a line break behind it.
std::string CommitmentOf(std::string_view deliberation, std::string_view salt,
                         std::string_view packed);

// Six words with spaces between, which a person can compare, of the commitment's first 48 bits. Two
// ballots of a vote have the same ones by chance in less than one of 500 votes with a million
// ballots.
std::string WordsOf(std::string_view commitment);

}  // namespace plenum::record
