#include "clients/cli/opinion_view.h"

#include <gmock/gmock.h>

namespace plenum::cli {
namespace {

using deliberation::v1::AnswerCounts;
using deliberation::v1::OpinionGroups;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kAgree = deliberation::v1::STATEMENT_VOTE_AGREE;
constexpr auto kDisagree = deliberation::v1::STATEMENT_VOTE_DISAGREE;

void Fill(AnswerCounts& counts, int agree, int disagree, int pass = 0) {
  counts.set_agree(agree);
  counts.set_disagree(disagree);
  counts.set_pass(pass);
}

std::string Words(const OpinionGroups& opinions, bool may_answer = true) {
  Terminal terminal;
  terminal.width = 200;
  return OpinionsInWords(opinions, may_answer, terminal);
}

OpinionGroups TwoGroups() {
  OpinionGroups opinions;
  opinions.set_basis(deliberation::v1::OPINION_BASIS_GROUPS);
  opinions.set_people(17);
  opinions.set_answers_needed(7);
  opinions.set_own_answers(7);
  opinions.set_own_group(2);
  opinions.set_silhouette(0.8);
  for (const int size : {9, 8}) {
    auto& group = *opinions.add_groups();
    group.set_number(opinions.groups_size());
    group.set_size(size);
  }
  auto& found = *opinions.mutable_groups(1)->add_representative();
  found.set_number(3);
  found.set_text("More \x1b[31mships");
  found.set_vote(kDisagree);
  Fill(*found.mutable_group(), 0, 7, 1);
  Fill(*found.mutable_others(), 8, 1);
  auto& shared = *opinions.add_shared();
  shared.set_number(5);
  shared.set_text("Answer every call");
  shared.set_vote(kAgree);
  Fill(*shared.add_groups(), 9, 0);
  Fill(*shared.add_groups(), 7, 1);
  auto& dividing = *opinions.add_dividing();
  dividing.set_number(3);
  dividing.set_text("More ships");
  Fill(*dividing.add_groups(), 8, 1);
  Fill(*dividing.add_groups(), 0, 7, 1);
  return opinions;
}

TEST(OpinionView, SaysWhatGroupsHoldShareAndDivideOn) {
  const std::string words = Words(TwoGroups());
  EXPECT_THAT(words, AllOf(HasSubstr("17 people in 2 groups of opinion."),
                           HasSubstr("They part clearly (silhouette 0.8)."),
                           HasSubstr("Group 1: 9 people\n"),
                           HasSubstr("Nothing sets it apart with enough certainty."),
                           HasSubstr("Group 2: 8 people, you among them")));
  EXPECT_THAT(words, AllOf(HasSubstr("7 of 8; of the others 1 of 9"),
                           HasSubstr("What all groups share"), ContainsRegex("group 1 +group 2"),
                           ContainsRegex("Answer every call +9 of 9 +7 of 8"),
                           HasSubstr("What divides (how many agree : disagree)"),
                           ContainsRegex("More ships +8 : 1 +0 : 7")));
  EXPECT_THAT(words, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("You have answered"))));
}

TEST(OpinionView, SaysWhenChanceWouldDividePeopleSo) {
  OpinionGroups opinions = TwoGroups();
  opinions.set_silhouette(0.45);
  EXPECT_THAT(Words(opinions), HasSubstr("They part faintly, as people who answer by chance"));
  opinions.mutable_groups()->RemoveLast();
  EXPECT_THAT(Words(opinions), HasSubstr("17 people who do not part into groups."));
}

TEST(OpinionView, SaysHowFarFewPeopleAgree) {
  OpinionGroups opinions;
  opinions.set_basis(deliberation::v1::OPINION_BASIS_PAIRS);
  opinions.set_people(6);
  opinions.set_people_for_groups(15);
  opinions.mutable_agreement()->set_pairs(15);
  opinions.mutable_agreement()->set_mean(0.715);
  auto& own = *opinions.mutable_agreement()->mutable_own();
  own.set_others(5);
  own.set_mean(0.6);
  own.set_near(2);
  own.set_between(3);
  auto& dividing = *opinions.add_dividing();
  dividing.set_number(1);
  Fill(*dividing.add_groups(), 3, 1, 2);
  EXPECT_THAT(Words(opinions),
              AllOf(HasSubstr("6 people; groups are looked for from 15."),
                    HasSubstr("Two of them say the same on 72 % of what both take a side on"),
                    HasSubstr("You and 5 others: 60 %. 2 of them near to you"),
                    ContainsRegex("s1 +3 : 1")));
}

TEST(OpinionView, SaysHowManyAnswersAreMissing) {
  OpinionGroups opinions;
  opinions.set_basis(deliberation::v1::OPINION_BASIS_TOO_FEW);
  opinions.set_people(1);
  opinions.set_people_for_pairs(4);
  opinions.set_answers_needed(7);
  opinions.set_own_answers(3);
  EXPECT_THAT(Words(opinions),
              AllOf(HasSubstr("1 person has answered enough statements; there is something to say "
                              "from 4 people."),
                    HasSubstr("You have answered 3; 7 make you count")));
  EXPECT_THAT(Words(opinions, false), Not(HasSubstr("You have answered")));
}

}  // namespace
}  // namespace plenum::cli
