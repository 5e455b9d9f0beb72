// statement_votes: how members' answers to statements are kept, and which of them figures are made
// of.
//
// A member's answers are one row, one byte for each statement by its number. Figures are not made
// of the rows but of a copy of all of them, the released votes, which is taken anew only when
// enough people have answered since: who looks at the figures before and after one person's answer
// must not read it off the difference.
//
//   std::string packed;
//   SetVote(packed, statement.number(), v1::STATEMENT_VOTE_AGREE);
//   if (MayRelease(released, current, visible, /*closed=*/false)) ...
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/opinion.pb.h"
#include "services/deliberation/opinions/landscape.h"
#include "services/deliberation/opinions/votes.h"

namespace plenum::deliberation {

// A member's answer to the statement of this number, from 1.
v1::StatementVote VoteOn(std::string_view packed, int number);
void SetVote(std::string& packed, int number, v1::StatementVote vote);

// How many of the statements with these numbers are answered.
int AnswersTo(std::string_view packed, const std::vector<int>& numbers);

// Packed answers by the member's id.
using AnswerBook = std::map<std::string, std::string>;

// A book as one row, and back; INTERNAL when it is none.
std::string PackBook(const AnswerBook& book);
absl::StatusOr<AnswerBook> ReadBook(std::string_view row);

// Members in the order of the book, statements in that of `numbers`.
opinions::VoteMatrix MatrixOf(const AnswerBook& book, const std::vector<int>& numbers);

// Whether figures may go from the released answers to the current ones: when the counted answers to
// the statements of `numbers`, the visible ones, differ for limits::kLeastReleased people or more,
// or one in limits::kReleaseShare of those counted when that is more. For one or more when no more
// will come (`closed`), or when nothing can be read off figures, since too few people are in the
// released answers. Those are people with any answer, counted or not: else statements could be
// hidden for a moment to have the figures made anew.
bool MayRelease(const AnswerBook& released, const AnswerBook& current,
                const std::vector<int>& numbers, bool closed);

}  // namespace plenum::deliberation
