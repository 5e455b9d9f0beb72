// count_vote: from the rules and the ballots of a log to its result. The service counts by this
// when a vote is closed, and verifiers when they count again: nothing else goes in.
//
//   absl::StatusOr<record::CountedVote> counted = record::CountVote(opened, voters, ballots);
//   record::Closed closed = record::ClosingOf(*counted, ...);
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/tally/v1/tally.pb.h"
#include "services/deliberation/record/entries.h"

namespace plenum::record {

// What a threshold asks of two options.
struct Comparison {
  std::uint64_t option = 0;   // has to win
  std::uint64_t against = 0;  // this one
  std::uint64_t votes_for = 0;
  std::uint64_t votes_against = 0;
  bool passed = false;
};

struct CountedVote {
  tally::v1::Outcome outcome;
  std::optional<tally::v1::SelectPackageResponse> package;
  std::uint64_t ballots = 0;
  std::uint64_t abstentions = 0;
  std::uint64_t weight = 0;       // of the ballots
  std::uint64_t roll = 0;         // voters
  std::uint64_t roll_weight = 0;  // of all voters
  // Of the quorum's basis; needed is 0 when the rules have no quorum.
  std::uint64_t quorum_votes = 0;
  std::uint64_t quorum_needed = 0;
  std::vector<Comparison> comparisons;
  std::string decision;  // one of those below
};

inline constexpr std::string_view kAdopted = "adopted";
inline constexpr std::string_view kNoQuorum = "no-quorum";
inline constexpr std::string_view kBelowThreshold = "below-threshold";

// INVALID_ARGUMENT, with a sentence for people: a rule that this version does not know, rules that
// cannot be counted by, a ballot that is no ranking of the options. The cost of the method.
absl::StatusOr<CountedVote> CountVote(const Opened& rules, std::span<const Voter> voters,
                                      std::span<const OpenedBallot> ballots);

// What enters the log of a count.
Closed ClosingOf(const CountedVote& counted, std::uint64_t delegated, std::uint64_t now_us);

}  // namespace plenum::record
