// Reader and writer of ranked ballots as a table: comma-separated values (RFC 4180), one ballot a
// row. The header row names the options, the cells hold their ranks.
//
//   Ann,Bob,"Cy, the third",count
//   1,2,2,5                      five ballots: Ann, then Bob and Cy level
//   ,1,,1                        one ballot that ranks only Bob
//
//   absl::StatusOr<Election> election = ReadCsv(text, Unranked::kTiedLast);
//
// A rank is a whole number from 1, the best, to kMaxCsvRank. Equal ranks tie, numbers may be left
// out (1 and 3 mean the same as 1 and 2), an empty cell leaves the option unranked. A column called
// "count" or "weight", in any case of letters and any place, says how often the row counts (their
// product where both are there, 1 where there is none); all other columns are options. Fields may
// be quoted, with "" for a quote; spaces around a field that is not quoted do not matter. A line
// break inside quotes is refused: no option's name has one. Empty lines are skipped.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/formats/election.h"

namespace plenum::tally {

inline constexpr int kMaxCsvRank = 1'000'000;

// INVALID_ARGUMENT with a message that begins "line L, column C: " for: no header row, an option
// without a name or with one that is there already, more than kMaxOptions options, a row with more
// or fewer fields than the header, a cell that is no rank, a count that is no whole number from 1,
// a quote that is not closed, fields separated by something else (it names that), and what
// Lines::Open refuses (text.h). OUT_OF_RANGE, with the same place, when the total of counts passes
// kMaxBallots. O(text), plus sorting of the ranks of each row.
absl::StatusOr<Election> ReadCsv(std::string_view text, Unranked unranked = Unranked::kTiedLast);

// A table that ReadCsv reads back as the same, given the same `unranked`; but the title and the
// seats are not written. One row for each group in the profile's order, with a column "count" at
// the end. INVALID_ARGUMENT, naming the option, for names that the format cannot hold: "count" or
// "weight", control characters, spaces at the ends, two alike. O(output).
absl::StatusOr<std::string> WriteCsv(const Election& election);

}  // namespace plenum::tally
