// Reader of Condorcet Election Format v1 (.cvotes): candidates, parameters and ranked votes as
// text. Specification: https://github.com/CondorcetVote/CondorcetElectionFormat (v1, 2022-04-27).
//
//   #/Candidates: Ann ; Bob ; Cy
//   #/Implicit Ranking: false
//   Ann > Bob = Cy * 5        # five ballots
//   tag one, tag two || Cy ^7 # weight 7, counted where "Weight Allowed" is true
//   /EMPTY_RANKING/ * 2       # two ballots that rank nothing
//
//   absl::StatusOr<Election> election = ReadCvotes(text);
//   election->profile.ballots();
//
// Read here as the specification says, and where it is silent:
//   - "Implicit Ranking" true (also the default) is Unranked::kTiedLast, false is kNotCompared;
//   - without "Candidates" they are taken from the votes, in order of first mention;
//   - a vote may name candidates who do not stand: they are ignored, and so is a rank of only
//     those; Election::passed_over says which, and on how many ballots;
//   - weights count where "Weight Allowed" is true, and else as 1, which passed_over also says;
//   - "Voting Methods" (a parameter that programs have added, names parted by semicolons) goes to
//     Election::methods as it is;
//   - "/EMPTY/" and "/EMPTY_RANKING/" are both the empty ranking;
//   - lines end by LF or CRLF; a byte order mark at the start is skipped; unknown parameters are
//     kept out of the result but are no error.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/formats/election.h"

namespace plenum::tally {

// INVALID_ARGUMENT with a message that begins "line L, column C: " (both from 1, columns in bytes)
// for anything the format forbids: a parameter after the first vote, a candidate twice, an empty
// rank, a character that is not allowed, a quantifier or weight that is no positive integer, weight
// after quantifier, more than kMaxOptions candidates, no candidates at all, and what Lines::Open
// refuses (text.h). OUT_OF_RANGE, with the same place, when the total of counts passes kMaxBallots.
// O(text), plus sorting of each rank.
absl::StatusOr<Election> ReadCvotes(std::string_view text);

// The election as a file that ReadCvotes reads back as the same (but for the title, which the
// format has no place for): all parameters, then one line for each group in the profile's order.
// INVALID_ARGUMENT, naming the option, for names that the format cannot hold: characters of
// "<>=;,#/*^|" or control characters, spaces at the ends, two alike. O(output).
absl::StatusOr<std::string> WriteCvotes(const Election& election);

}  // namespace plenum::tally
