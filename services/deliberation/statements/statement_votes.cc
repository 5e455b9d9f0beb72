#include "services/deliberation/statements/statement_votes.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/deliberation/statements/opinion_service.h"

namespace plenum::deliberation {
namespace {

constexpr char kUnseen = ' ';
constexpr char kAgree = '+';
constexpr char kDisagree = '-';
constexpr char kPass = '0';

char At(std::string_view packed, int number) {
  const auto at = static_cast<std::size_t>(number - 1);
  return number >= 1 && at < packed.size() ? packed[at] : kUnseen;
}

opinions::Vote ToMath(char vote) {
  switch (vote) {
    case kAgree:
      return opinions::Vote::kAgree;
    case kDisagree:
      return opinions::Vote::kDisagree;
    case kPass:
      return opinions::Vote::kPass;
    default:
      return opinions::Vote::kUnseen;
  }
}

bool Counts(std::string_view packed, const std::vector<int>& numbers) {
  const int needed =
      std::min(opinions::SurveyOptions{}.min_answers, static_cast<int>(numbers.size()));
  return AnswersTo(packed, numbers) >= std::max(1, needed);
}

// What figures are made of; empty for who does not count.
std::string Counted(const AnswerBook& book, const std::string& member,
                    const std::vector<int>& numbers) {
  const auto found = book.find(member);
  if (found == book.end() || !Counts(found->second, numbers)) return "";
  std::string answers;
  for (const int number : numbers) answers += At(found->second, number);
  return answers;
}

int PeopleIn(const AnswerBook& book, const std::vector<int>& numbers) {
  return static_cast<int>(std::count_if(
      book.begin(), book.end(), [&](const auto& entry) { return Counts(entry.second, numbers); }));
}

}  // namespace

v1::StatementVote VoteOn(std::string_view packed, int number) {
  switch (At(packed, number)) {
    case kAgree:
      return v1::STATEMENT_VOTE_AGREE;
    case kDisagree:
      return v1::STATEMENT_VOTE_DISAGREE;
    case kPass:
      return v1::STATEMENT_VOTE_PASS;
    default:
      return v1::STATEMENT_VOTE_UNSPECIFIED;
  }
}

void SetVote(std::string& packed, int number, v1::StatementVote vote) {
  const auto at = static_cast<std::size_t>(number - 1);
  if (packed.size() <= at) packed.resize(at + 1, kUnseen);
  packed[at] = vote == v1::STATEMENT_VOTE_AGREE      ? kAgree
               : vote == v1::STATEMENT_VOTE_DISAGREE ? kDisagree
               : vote == v1::STATEMENT_VOTE_PASS     ? kPass
                                                     : kUnseen;
}

int AnswersTo(std::string_view packed, const std::vector<int>& numbers) {
  return static_cast<int>(std::count_if(numbers.begin(), numbers.end(),
                                        [&](int number) { return At(packed, number) != kUnseen; }));
}

std::string PackBook(const AnswerBook& book) {
  std::string row;
  for (const auto& [member, packed] : book) absl::StrAppend(&row, member, "\t", packed, "\n");
  return row;
}

absl::StatusOr<AnswerBook> ReadBook(std::string_view row) {
  AnswerBook book;
  while (!row.empty()) {
    const std::size_t tab = row.find('\t');
    const std::size_t end = row.find('\n');
    if (end == std::string_view::npos || tab == std::string_view::npos || tab > end) {
      return absl::InternalError("the released answers to statements cannot be read");
    }
    book.emplace_hint(book.end(), row.substr(0, tab), row.substr(tab + 1, end - tab - 1));
    row.remove_prefix(end + 1);
  }
  return book;
}

opinions::VoteMatrix MatrixOf(const AnswerBook& book, const std::vector<int>& numbers) {
  opinions::VoteMatrix votes(static_cast<int>(book.size()), static_cast<int>(numbers.size()));
  int member = 0;
  for (const auto& [id, packed] : book) {
    for (std::size_t s = 0; s < numbers.size(); ++s) {
      votes.Set(member, static_cast<int>(s), ToMath(At(packed, numbers[s])));
    }
    ++member;
  }
  return votes;
}

bool MayRelease(const AnswerBook& released, const AnswerBook& current,
                const std::vector<int>& numbers, bool closed) {
  std::set<std::string> members;
  for (const auto& [member, packed] : released) members.insert(member);
  for (const auto& [member, packed] : current) members.insert(member);
  const auto changed = std::count_if(members.begin(), members.end(), [&](const auto& member) {
    return Counted(released, member, numbers) != Counted(current, member, numbers);
  });
  const auto least = static_cast<std::size_t>(opinions::SurveyOptions{}.min_people_for_pairs);
  if (closed || released.size() < least) return changed > 0;
  const int shown = PeopleIn(released, numbers);
  const int share = (shown + limits::kReleaseShare - 1) / limits::kReleaseShare;
  return changed >= std::max(limits::kLeastReleased, share);
}

}  // namespace plenum::deliberation
