#include "clients/cli/tally_ballot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/errors.h"

namespace plenum::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

const std::vector<std::string> kNames = {"Ann", "Anna", "Bob", "2", "12", "Smith, J."};

BallotReader Reader() { return BallotReader("--ballot", kNames); }

TEST(BallotReader, FindsOptionsByNameOrByAPartThatOnlyOneHas) {
  EXPECT_EQ(*Reader().Pair("Ann > bob"), (std::pair{0, 2}));
  EXPECT_EQ(*Reader().Pair("2, Bo"), (std::pair{3, 2}));
  EXPECT_EQ(*Reader().Pair("\"Smith, J.\" > 12"), (std::pair{5, 4}));
  EXPECT_EQ(*Reader().Pair("smith > nna"), (std::pair{5, 1}));
}

TEST(BallotReader, SaysWhatIsWrong) {
  const auto message = [](const auto& read) { return MessageOf(read.status()); };
  EXPECT_THAT(message(Reader().Pair("Ann > Cy")),
              HasSubstr("--ballot: there is no option \"Cy\"; there are: Ann, Anna"));
  EXPECT_THAT(message(Reader().Pair("An > Bob")), HasSubstr("could be \"Ann\" or \"Anna\""));
  EXPECT_THAT(message(Reader().Pair("Ann > Ann")), HasSubstr("names Ann twice"));
  EXPECT_THAT(message(Reader().Pair("Ann")), HasSubstr("takes two options"));
  EXPECT_THAT(message(Reader().Ranked("Ann > > Bob")), HasSubstr("is missing"));
  EXPECT_THAT(message(Reader().Ranked("Ann > Bob = Ann")), HasSubstr("Ann stands there twice"));
  EXPECT_THAT(message(Reader().Ranked("\"Ann")), HasSubstr("not closed"));
  EXPECT_THAT(message(Reader().Points("Ann=5, Bob")), HasSubstr("Bob has none"));
  EXPECT_THAT(message(Reader().Points("Ann=5, Bob=x")), HasSubstr("Bob has \"x\""));
  EXPECT_THAT(message(Reader().Points("Ann=5=3")), HasSubstr("A=5, B=3"));
  EXPECT_THAT(message(Reader().Approvals("Ann=5")), HasSubstr("A, B"));
  EXPECT_THAT(message(Reader().Approvals("Bob, bob")), HasSubstr("Bob stands there twice"));
  EXPECT_EQ(Reader().Ranked("").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(BallotReader, ReadsEveryKindOfBallot) {
  EXPECT_EQ(Reader().Ranked("Bob > Ann = Anna")->DebugString(), "2 > 0 = 1");
  const auto points = Reader().Points("Ann = 5, Bob=0");
  EXPECT_EQ((*points)[0], 5);
  EXPECT_EQ((*points)[2], 0);
  EXPECT_FALSE((*points)[1].has_value());
  const std::vector<std::string> grades = {"poor", "fair", "good"};
  const auto graded = Reader().Points("Ann = Good, Bob=poor, 12=2", 1, grades);
  EXPECT_EQ((*graded)[0], 3);
  EXPECT_EQ((*graded)[2], 1);
  EXPECT_EQ((*graded)[4], 2);
  EXPECT_THAT(MessageOf(Reader().Points("Ann=great", 1, grades).status()),
              HasSubstr("\"great\"; the grades are: poor, fair, good"));
  EXPECT_THAT(*Reader().Approvals("Bob, Ann"), ElementsAre(2, 0));
  EXPECT_THAT(*Reader().Budget("Bob, Ann=3"), ElementsAre(Pair(2, plenum::tally::Rational(1)),
                                                          Pair(0, plenum::tally::Rational(3))));
}

TEST(BallotReader, ReadsWhatOptionsOfABudgetNeedAndExclude) {
  EXPECT_THAT(*Reader().Needs("Bob = Ann"), Pair(2, ElementsAre(0)));
  EXPECT_THAT(*Reader().Needs("bob=Ann, \"Smith, J.\""), Pair(2, ElementsAre(0, 5)));
  EXPECT_THAT(*Reader().Exclusion("Bob, 12, Ann"), ElementsAre(2, 4, 0));
  const auto message = [](const auto& read) { return MessageOf(read.status()); };
  for (const char* words : {"Bob", "Bob, Ann", "Bob = Ann = Anna", "Bob, Ann = Anna"}) {
    EXPECT_THAT(message(Reader().Needs(words)), HasSubstr("\"A = B, C\"")) << words;
  }
  EXPECT_THAT(message(Reader().Needs("Bob = Bob")), HasSubstr("Bob stands there twice"));
  EXPECT_THAT(message(Reader().Needs("Bob = Cy")), HasSubstr("there is no option \"Cy\""));
  EXPECT_THAT(message(Reader().Needs("Bob =")), HasSubstr("is missing"));
  EXPECT_THAT(message(Reader().Needs("")), HasSubstr("is missing"));
  EXPECT_THAT(message(Reader().Exclusion("Bob")), HasSubstr("\"A, B\""));
  EXPECT_THAT(message(Reader().Exclusion("Bob = Ann")), HasSubstr("\"A, B\""));
  EXPECT_THAT(message(Reader().Exclusion("Bob, bob")), HasSubstr("Bob stands there twice"));
}

}  // namespace
}  // namespace plenum::cli
