#include "services/deliberation/tally/formats/starvote.h"

#include <gtest/gtest.h>

#include <map>

namespace plenum::tally {
namespace {

using Mistake = StarvoteError::Mistake;

constexpr std::string_view kElection = R"(# a comment
[options]
method = allocated
seats = 2
maximum score = 7
verbosity = 2
tiebreaker = [
    Brian

    # not a name
    Amy
]

[ballots]
3 ballots:
Brian = 2
Amy = 5   # the best
# ends the ballot
Cy = 7
)";

TEST(StarvoteTest, ReadsOptionsAndBallots) {
  const auto election = ReadStarvote(kElection, {"folder/file.starvote", nullptr});
  ASSERT_TRUE(election.ok()) << election.status();
  EXPECT_EQ(election->method, StarvoteMethod::kAllocatedScore);
  EXPECT_EQ(election->seats, 2);
  EXPECT_EQ(election->maximum_score, 7);
  EXPECT_EQ(election->verbosity, 2);
  EXPECT_EQ(election->tiebreaker.kind, StarvoteTiebreaker::Kind::kDeclared);
  EXPECT_EQ(election->tiebreaker.names, (std::vector<std::string>{"Brian", "Amy"}));
  EXPECT_EQ(election->tiebreaker.declared_in, "folder/file.starvote");
  EXPECT_EQ(election->names, (std::vector<std::string>{"Amy", "Brian", "Cy"}));
  ASSERT_EQ(election->ballots.size(), 2U);
  EXPECT_EQ(election->ballots[0].count, 3);
  EXPECT_EQ(election->ballots[0].line, 16);
  EXPECT_EQ(election->ballots[0].scores[0], (std::pair<std::string, int64_t>{"Brian", 2}));
  EXPECT_EQ(election->ballots[1].count, 1);
}

TEST(StarvoteTest, MakesAProfileWithSilenceWhereABallotNamesNobody) {
  const auto profile = MakeScoreProfile(*ReadStarvote(kElection, {}));
  ASSERT_TRUE(profile.ok());
  EXPECT_EQ(profile->ballots(), 4);
  EXPECT_EQ(profile->range(), (ScoreRange{0, 7}));
  EXPECT_EQ(profile->groups()[0].scores, (Scores{5, 2, std::nullopt}));
}

TEST(StarvoteTest, HasDefaultsForAllOptionsButTheMethod) {
  const auto election = ReadStarvote("\xEF\xBB\xBF[ballots]\r\nAmy = 1\r\n", {});
  ASSERT_TRUE(election.ok());
  EXPECT_FALSE(election->method.has_value());
  EXPECT_EQ(election->seats, 1);
  EXPECT_EQ(election->maximum_score, 5);
  EXPECT_EQ(election->tiebreaker.kind, StarvoteTiebreaker::Kind::kHashedBallots);
}

StarvoteTiebreaker Tiebreaker(const std::string& value) {
  const auto election =
      ReadStarvote("[options]\ntiebreaker = " + value + "\n[ballots]\nAmy = 1\n", {});
  EXPECT_TRUE(election.ok()) << election.status();
  return election.ok() ? election->tiebreaker : StarvoteTiebreaker();
}

TEST(StarvoteTest, ReadsTiebreakersByName) {
  EXPECT_EQ(Tiebreaker("none").kind, StarvoteTiebreaker::Kind::kNone);
  EXPECT_EQ(Tiebreaker("hashed_ballots").kind, StarvoteTiebreaker::Kind::kHashedBallots);
  const StarvoteTiebreaker shuffle = Tiebreaker("predefined_permutation_tiebreaker(seed = -7)");
  EXPECT_EQ(shuffle.kind, StarvoteTiebreaker::Kind::kShuffle);
  EXPECT_EQ(shuffle.seed, -7);
  EXPECT_EQ(Tiebreaker("on_demand_random").seed, std::nullopt);
}

struct BadFile {
  std::string text;
  Mistake mistake;
  int line;
  int column;
};

TEST(StarvoteTest, NamesThePlaceOfEveryMistake) {
  const std::vector<BadFile> files = {
      {"method = star\n", Mistake::kNoSection, 1, 1},
      {"[options\n", Mistake::kBadSyntax, 1, 1},
      {"[options]\n  bafflegab\n", Mistake::kBadSyntax, 2, 3},
      {"[choices]\n", Mistake::kUnknownSection, 1, 2},
      {"[options]\n[options]\n", Mistake::kRepeatedSection, 2, 2},
      {"[options]\ntiebreaker = [\n[ballots]\n", Mistake::kSectionInList, 3, 1},
      {"[options]\ntiebreaker = [\n2 ballots:\n", Mistake::kPragmaInList, 3, 1},
      {"[ballots]\nAmy = 1\n\nBo = [\n", Mistake::kUnfinishedList, 5, 1},
      {"[options]\n2 ballots:\n", Mistake::kPragmaInOptions, 2, 1},
      {"[ballots]\nbafflegab:\n", Mistake::kUnknownPragma, 2, 1},
      {"[ballots]\n1 ballots:\n", Mistake::kTooFewRepetitions, 2, 1},
      {"[ballots]\n2 ballot:\n", Mistake::kTooManyRepetitions, 2, 1},
      {"[ballots]\nAmy = 1\n\n2 ballots:", Mistake::kPragmaAtEnd, 4, 1},
      {"[options]\nseat = 1\n", Mistake::kUnknownOption, 2, 1},
      {"[options]\nseats = 1\nseats = 1\n", Mistake::kRepeatedOption, 3, 1},
      {"[ballots]\nAmy = 1\n Amy = 1\n", Mistake::kRepeatedCandidate, 3, 2},
      {"[ballots]\nAmy = five\n", Mistake::kNotANumber, 2, 7},
      {"[ballots]\nAmy = 1__0\n", Mistake::kNotANumber, 2, 7},
      {"[ballots]\nAmy = 99999999999999999999\n", Mistake::kNotANumber, 2, 7},
      {"[ballots]\nx ballots:\n", Mistake::kNotANumber, 2, 1},
      {"[ballots]\nAmy = [\n3\n]\n", Mistake::kListForNumber, 4, 7},
      {"[options]\nmethod = borda\n", Mistake::kUnknownMethod, 2, 10},
      {"[options]\ntiebreaker = coin\n", Mistake::kUnknownTiebreaker, 2, 14},
      {"[options]\ntiebreaker = []\n", Mistake::kEmptyTiebreakerList, 2, 14},
      {"[options]\ntiebreaker = none(\n", Mistake::kTiebreakerUnclosed, 2, 14},
      {"[options]\ntiebreaker = none() x\n", Mistake::kTextAfterTiebreaker, 2, 14},
      {"[options]\ntiebreaker = none(seed)\n", Mistake::kTiebreakerArgument, 2, 14},
      {"[options]\ntiebreaker = none(seed=1,seed=2)\n", Mistake::kTiebreakerArgumentTwice, 2, 14},
      {"[options]\ntiebreaker = none(size=1)\n", Mistake::kTiebreakerArgumentUnknown, 2, 14},
      {"[options]\ntiebreaker = none(seed=q)\n", Mistake::kTiebreakerSeed, 2, 14},
      {"[options]\ntiebreaker = none(seed=1)\n", Mistake::kTiebreakerTakesNoSeed, 2, 14},
      {"[options]\ncsv_path = x.csv\n", Mistake::kMissingFile, 2, 12},
      {"[options]\n# \xC3\n", Mistake::kNotUtf8, 2, 3},
      {"[options]\nmethod = star\n", Mistake::kNoBallots, 3, 1},
      {"", Mistake::kNoBallots, 1, 1},
  };
  for (const BadFile& file : files) {
    StarvoteError error;
    const auto election = ReadStarvote(file.text, {}, &error);
    ASSERT_FALSE(election.ok()) << file.text;
    EXPECT_EQ(error.mistake, file.mistake) << file.text << election.status();
    EXPECT_EQ(error.line, file.line) << file.text;
    EXPECT_EQ(error.column, file.column) << file.text;
    const std::string place =
        "line " + std::to_string(file.line) + ", column " + std::to_string(file.column) + ": ";
    EXPECT_EQ(election.status().message().substr(0, place.size()), place);
    EXPECT_GT(election.status().message().size(), place.size());
  }
}

StarvoteSource Folder(std::map<std::string, std::string> files) {
  return {"here/main.starvote",
          [files = std::move(files)](const std::string& path) -> std::optional<std::string> {
            const auto file = files.find(path);
            if (file == files.end()) return std::nullopt;
            return file->second;
          }};
}

TEST(StarvoteTest, TakesOptionsAndBallotsFromTheFilesThatItNames) {
  const StarvoteSource folder = Folder(
      {{"here/base.starvote",
        "[options]\nmethod = star\nseats = 3\ntiebreaker = [\nAmy\n]\n"
        "[ballots]\nAmy = 1\n"},
       {"here/votes.csv", "Voter,Date,Poll,Amy,\"Bo, \"\"B\"\"\"\r\n1,d,p,2,3\r\n2,d,p,4,5\r\n"}});
  const auto election = ReadStarvote(
      "[options]\nmethod = sss\ncsv_path = votes.csv\nstarvote_path = base.starvote\n"
      "[ballots]\nAmy = 0\n",
      folder);
  ASSERT_TRUE(election.ok()) << election.status();
  EXPECT_EQ(election->method, StarvoteMethod::kSequentiallySpentScore);
  EXPECT_EQ(election->seats, 3);
  EXPECT_EQ(election->tiebreaker.declared_in, "here/base.starvote");
  EXPECT_EQ(election->names, (std::vector<std::string>{"Amy", "Bo, \"B\""}));
  std::vector<int64_t> of_amy;
  for (const StarvoteBallot& ballot : election->ballots) of_amy.push_back(ballot.scores[0].second);
  EXPECT_EQ(of_amy, (std::vector<int64_t>{2, 4, 1, 0}));
}

TEST(StarvoteTest, RefusesFilesThatNameThemselvesOrAreOfAnotherKind) {
  const std::string circle = "[options]\nstarvote_path = main.starvote\n";
  StarvoteError error;
  EXPECT_FALSE(ReadStarvote(circle, Folder({{"here/main.starvote", circle}}), &error).ok());
  EXPECT_EQ(error.mistake, Mistake::kFilesTooDeep);
  EXPECT_FALSE(
      ReadStarvote("[options]\ncsv_path = a.txt\n", Folder({{"here/a.txt", ""}}), &error).ok());
  EXPECT_EQ(error.mistake, Mistake::kWrongExtension);
}

TEST(StarvoteTest, NamesTheOtherFileWhenTheMistakeIsThere) {
  const auto election = ReadStarvote("[options]\nstarvote_path = base.starvote\n",
                                     Folder({{"here/base.starvote", "[ballots]\nAmy = x\n"}}));
  EXPECT_EQ(election.status().message(),
            "here/base.starvote: line 2, column 7: a whole number is needed here, not \"x\"");
}

TEST(StarvoteTest, RefusesBallotsThatMakeNoProfile) {
  const auto profile = [](const std::string& text) {
    return MakeScoreProfile(*ReadStarvote(text, {})).status();
  };
  EXPECT_EQ(profile("[ballots]\nAmy = 5\n\nAmy = 6\n").message(),
            "line 4: this ballot's score of \"Amy\" is 6, outside 0 to 5");
  EXPECT_EQ(profile("[ballots]\nAmy = -1\n").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(profile("[ballots]\n = 1\n").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(profile("[options]\nmaximum score = 0\n[ballots]\nAmy = 0\n").code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(profile("[ballots]\n9007199254740993 ballots:\nAmy = 1\n").code(),
            absl::StatusCode::kOutOfRange);
}

}  // namespace
}  // namespace plenum::tally
