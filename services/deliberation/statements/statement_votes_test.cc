#include "services/deliberation/statements/statement_votes.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "services/deliberation/statements/opinion_service.h"

namespace plenum::deliberation {
namespace {

using ::testing::ElementsAre;

TEST(StatementVotes, AreKeptByNumber) {
  std::string packed;
  SetVote(packed, 3, v1::STATEMENT_VOTE_DISAGREE);
  SetVote(packed, 1, v1::STATEMENT_VOTE_AGREE);
  SetVote(packed, 4, v1::STATEMENT_VOTE_PASS);
  EXPECT_EQ(VoteOn(packed, 1), v1::STATEMENT_VOTE_AGREE);
  EXPECT_EQ(VoteOn(packed, 2), v1::STATEMENT_VOTE_UNSPECIFIED);
  EXPECT_EQ(VoteOn(packed, 3), v1::STATEMENT_VOTE_DISAGREE);
  EXPECT_EQ(VoteOn(packed, 4), v1::STATEMENT_VOTE_PASS);
  EXPECT_EQ(VoteOn(packed, 5), v1::STATEMENT_VOTE_UNSPECIFIED);
  EXPECT_EQ(VoteOn(packed, 0), v1::STATEMENT_VOTE_UNSPECIFIED);
  EXPECT_EQ(AnswersTo(packed, {1, 2, 4, 9}), 2);
  const opinions::VoteMatrix votes = MatrixOf({{"ann", packed}, {"ben", ""}}, {4, 3, 2});
  EXPECT_THAT(votes.Row(0), ElementsAre(opinions::Vote::kPass, opinions::Vote::kDisagree,
                                        opinions::Vote::kUnseen));
  EXPECT_EQ(votes.At(1, 0), opinions::Vote::kUnseen);
}

TEST(StatementVotes, OfAllAreOneRow) {
  const AnswerBook book = {{"ann", "+- 0"}, {"ben", ""}, {"chloe", " "}};
  EXPECT_EQ(*ReadBook(PackBook(book)), book);
  EXPECT_TRUE(ReadBook("")->empty());
  for (const char* damaged : {"ann", "ann\t+", "ann\n\t+"}) {
    EXPECT_EQ(ReadBook(damaged).status().code(), absl::StatusCode::kInternal) << damaged;
  }
}

AnswerBook People(int count, const std::string& packed) {
  AnswerBook book;
  for (int i = 0; i < count; ++i) book[absl::StrCat("m", 1000 + i)] = packed;
  return book;
}

// `before` with other answers of `count` people.
AnswerBook Changed(AnswerBook before, int count, const std::string& packed) {
  for (auto& [member, answers] : before) {
    if (count-- > 0) answers = packed;
  }
  return before;
}

TEST(Release, WaitsForThreePeopleOrTwoPercent) {
  const std::vector<int> numbers = {1, 2, 3};
  for (const auto& [people, needed] :
       std::vector<std::pair<int, int>>{{4, 3}, {100, 3}, {150, 3}, {151, 4}, {200, 4}, {201, 5}}) {
    const AnswerBook before = People(people, "++-");
    EXPECT_FALSE(MayRelease(before, Changed(before, needed - 1, "+--"), numbers, false)) << people;
    EXPECT_TRUE(MayRelease(before, Changed(before, needed, "+--"), numbers, false)) << people;
    EXPECT_TRUE(MayRelease(before, Changed(before, 1, "+--"), numbers, true)) << people;
    EXPECT_FALSE(MayRelease(before, before, numbers, true)) << people;
  }
}

TEST(Release, CountsOnlyWhatFiguresAreMadeOf) {
  const AnswerBook before = People(4, "++-");
  // Another statement, that is hidden; and people who have not answered enough.
  EXPECT_FALSE(MayRelease(before, Changed(before, 4, "++-+"), {1, 2, 3}, false));
  AnswerBook current = before;
  for (const char* member : {"x1", "x2", "x3"}) current[member] = "+ -";
  EXPECT_FALSE(MayRelease(before, current, {1, 2, 3}, false));
  for (const char* member : {"x1", "x2", "x3"}) current[member] = "+0-";
  EXPECT_TRUE(MayRelease(before, current, {1, 2, 3}, false));
}

// With three people there are no figures yet, and nothing can be read off them.
TEST(Release, NeedsNoWaitBeforeTheFirstFigures) {
  EXPECT_TRUE(MayRelease({}, People(1, "++-"), {1, 2, 3}, false));
  const AnswerBook before = People(3, "++-");
  EXPECT_TRUE(MayRelease(before, Changed(before, 1, "+--"), {1, 2, 3}, false));
  EXPECT_FALSE(MayRelease(before, before, {1, 2, 3}, false));
}

// Hiding all statements but a new one leaves nobody who counts; that is no beginning.
TEST(Release, IsNotForcedByHidingStatements) {
  const AnswerBook before = People(9, "++-");
  AnswerBook current = Changed(before, 1, "---");
  current["facilitator"] = "   +";
  EXPECT_FALSE(MayRelease(before, current, {4}, false));
}

}  // namespace
}  // namespace plenum::deliberation
