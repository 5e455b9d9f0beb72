// Reader and writer of ABIF, the Aggregated Ballot Information Format (.abif): ranked, rated and
// approval ballots. Source: the drafts and the grammar 0.31 of https://github.com/electorama/abif
// and the metadata of https://github.com/electorama/abiftool.
//
//   {title: "Where to meet"}
//   =A:[Ann's place]
//   =B:[The bridge]
//   =C:[Café, upstairs]
//   27: A > B = C               # ranks
//   5: [The bridge] > A
//
//   27: A/5, B/2                # or points; this ballot is silent about C
//
//   absl::StatusOr<AnyElection> election = ReadAbif(text, Unranked::kTiedLast);
//
// Read here as the drafts say, and where they are silent or differ:
//   - a comment runs from '#' to the end of its line, outside of brackets and quotes;
//   - a line "ABIF 1.0", with or without metadata, may come first; it is skipped;
//   - a candidate is a bare word, or any text in [brackets] or "quotes"; a declaration may leave
//   out
//     its '=' before anything but a number;
//   - where candidates are declared, votes can name only those, by token or by name; else they are
//     those of the votes, in order of first mention;
//   - ',' is '=': the options on both sides are level, where they have no points;
//   - {ballot_type: "ranked"}, "rated" or "choose_many" ("ordinal", "cardinal", "approval") says
//     how ballots are read; without it a file is rated when a ballot gives points, else ranked;
//   - in a rated file every option that a ballot names has points, or stands between commas and is
//     one that the ballot is silent about; the order of names does not matter, but a '>' or '='
//     that the points contradict is refused. The range is min_rating (0)
//     to max_rating of the metadata, or without it to the largest points given, at least 1;
//   - in a choose_many file a ballot approves of what it names, but for what it gives 0 points;
//   - "5:" is five empty ballots; data after the ballot, ": {...}", is skipped;
//   - "seats" in the metadata is the number of seats; other metadata is skipped,
//     as is a value of null.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/formats/election.h"

namespace plenum::tally {

// An Election, ScoreElection or ApprovalElection, see above. INVALID_ARGUMENT with a message that
// begins "line L, column C: " for anything that does not follow the format, an option that is not
// declared, twice in a ballot or twice declared, points outside the range, weights ("A*1", the
// draft's cumulative ballots), more than kMaxOptions options, no options at all, and what
// Lines::Open refuses (text.h). OUT_OF_RANGE, with the same place, when the total of counts passes
// kMaxBallots. O(text), plus sorting of ties.
absl::StatusOr<AnyElection> ReadAbif(std::string_view text,
                                     Unranked unranked = Unranked::kTiedLast);

// Files that ReadAbif reads back as the same, given the same `unranked`; but grades are not
// written, which the format has no place for. Metadata, all candidates, then one line for each
// group in the profile's order. INVALID_ARGUMENT, naming the option, for names that the format
// cannot hold: square brackets or control characters, spaces at the ends, two alike. O(output).
absl::StatusOr<std::string> WriteAbif(const Election& election);
absl::StatusOr<std::string> WriteAbif(const ScoreElection& election);
absl::StatusOr<std::string> WriteAbif(const ApprovalElection& election);

}  // namespace plenum::tally
