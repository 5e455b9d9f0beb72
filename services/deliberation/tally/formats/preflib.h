// Reader and writer of PrefLib's files: orders (.soc .soi .toc .toi) and categories (.cat).
// Specification: https://preflib.github.io/PrefLib-Jekyll/format (the format since 2022).
//
//   # DATA TYPE: toi
//   # NUMBER ALTERNATIVES: 3
//   # NUMBER VOTERS: 7
//   # ALTERNATIVE NAME 1: Ann
//   5: 1,{2,3}
//   2: 3
//
//   absl::StatusOr<AnyElection> election = ReadPreflib(text, Unranked::kTiedLast);
//
// Read here as the specification says, and where it is silent:
//   - the type is what "DATA TYPE" says, without it cat where there are categories, else toi; a soc
//   or soi file holds no ties, a soc or
//     toc file ranks every alternative in every line;
//   - an alternative without a name is called by its number; a name given twice is refused;
//   - lines with the same order add up; "5:" is five ballots that rank nothing;
//   - "NUMBER VOTERS", where it is there, must be the total of the counts, which is how a file cut
//     short shows; "NUMBER UNIQUE ORDERS" and the keys that only describe are not looked at, but
//     for "TITLE";
//   - spaces may stand between any two tokens; empty lines are skipped.
//
// Categories: the first is the best. Two categories (or one) are approvals: what stands in the
// first is approved. More are points: of k categories, category c gives k - c points, so that the
// last one gives 0, and the categories' names are the grades; where the names are themselves whole
// numbers, each one less than the one before, they are the points. An alternative in no category is
// one that the ballot is silent about (or does not approve of).
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/formats/election.h"

namespace plenum::tally {

// The extension and "DATA TYPE" of a file of orders, without the dot: "soc" when every ballot is
// complete and strict, "soi" strict, "toc" complete, else "toi". O(groups).
std::string_view PreflibTypeOf(const Profile& profile);

// An Election for orders, whose unranked alternatives the format leaves to the reader (`unranked`);
// a ScoreElection or ApprovalElection for categories. INVALID_ARGUMENT with a message that begins
// "line L, column C: " for anything that does not follow the format, a file in the format of before
// 2022 (it says so), more than kMaxOptions alternatives or categories, and what Lines::Open refuses
// (text.h). OUT_OF_RANGE, with the same place, when the total of counts passes kMaxBallots.
// O(text), plus sorting of ties.
absl::StatusOr<AnyElection> ReadPreflib(std::string_view text,
                                        Unranked unranked = Unranked::kTiedLast);

// Files that ReadPreflib reads back as the same, given the same `unranked`; but seats are not
// written, which the format has no place for. One line for each group in the profile's order. For
// scores the categories are named by the grades, else by the points. INVALID_ARGUMENT: names that
// the format cannot hold (control characters, spaces at the ends, two alike), fewer than three or
// more than kMaxOptions different points, grades that are not one for each point, look like points,
// or go with a lowest point that is not 0; a type that the orders do not fit. O(output).
// `type` is the type to write, "toi" for orders that would also fit "soc"; the narrowest that fits
// without it.
absl::StatusOr<std::string> WritePreflib(const Election& election, std::string_view type = {});
absl::StatusOr<std::string> WritePreflib(const ScoreElection& election);
absl::StatusOr<std::string> WritePreflib(const ApprovalElection& election);

}  // namespace plenum::tally
