#include "services/deliberation/tally/formats/pabulib.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace plenum::tally {
namespace {

constexpr const char* kSmall =
    "META\n"
    "key;value\n"
    "description;Two parks\n"
    "num_projects;3\n"
    "num_votes;3\n"
    "budget;100.50\n"
    "vote_type;approval\n"
    "PROJECTS\n"
    "project_id;cost;votes;name;selected\n"
    "p1;60;2;\"Trees; benches \"\"and\"\" more\";1\n"
    "p2;50.25;1;A \"quoted\" word;0\n"
    "x;40;0;;0\n"
    "VOTES\n"
    "voter_id;age;vote\n"
    "1;33;p1,p2\n"
    "2;;p1\n"
    "3;51;\n";

std::string Replaced(const char* from, const char* to, const char* text = kSmall) {
  return absl::StrReplaceAll(text, {{from, to}});
}

PabulibFile MustRead(const std::string& text) {
  absl::StatusOr<PabulibFile> file = ReadPabulib(text);
  EXPECT_TRUE(file.ok()) << file.status();
  return *std::move(file);
}

std::string Mistake(const std::string& text) {
  const absl::StatusOr<PabulibFile> file = ReadPabulib(text);
  EXPECT_EQ(file.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(file.status().message());
}

TEST(PabulibTest, ReadsProjectsVotesAndNumbers) {
  const PabulibFile file = MustRead(kSmall);
  EXPECT_EQ(file.vote_type, PabulibVoteType::kApproval);
  EXPECT_EQ(file.budget, MakeRational(201, 2));
  EXPECT_EQ(file.ids, (std::vector<std::string>{"p1", "p2", "x"}));
  EXPECT_EQ(file.names[0], "Trees; benches \"and\" more");
  EXPECT_EQ(file.names[1], "A \"quoted\" word");
  EXPECT_EQ(file.names[2], "x") << "a project without a name is called by its id";
  EXPECT_EQ(file.costs[1], MakeRational(201, 4));
  EXPECT_EQ(file.Meta("description"), "Two parks");
  EXPECT_FALSE(file.Meta("currency").has_value());
  EXPECT_EQ(*file.ProjectColumn("selected"), (std::vector<std::string>{"1", "0", "0"}));
  ASSERT_EQ(file.votes.size(), 3u);
  EXPECT_EQ(file.votes[0].projects, (std::vector<OptionIndex>{0, 1}));
  EXPECT_TRUE(file.votes[2].projects.empty());

  const absl::StatusOr<BudgetElection> election = ToBudgetElection(file);
  ASSERT_TRUE(election.ok());
  EXPECT_EQ(election->Votes(), (std::vector<int64_t>{2, 1, 0}));
  EXPECT_EQ(election->ballots(), 3);
}

TEST(PabulibTest, WindowsLineEndsEmptyLinesAndAByteOrderMarkMakeNoDifference) {
  const std::string windows = absl::StrCat("\xEF\xBB\xBF", Replaced("\n", "\r\n"), "\r\n\r\n");
  EXPECT_EQ(MustRead(windows).vote_rows, MustRead(kSmall).vote_rows);
  EXPECT_EQ(MustRead(windows).project_rows, MustRead(kSmall).project_rows);
  EXPECT_EQ(MustRead(Replaced("PROJECTS", "\n\nprojects;;")).ids.size(), 3u);
}

TEST(PabulibTest, SpacesAfterSemicolonsAreNoPartOfValuesAndNames) {
  const PabulibFile file = *ReadPabulib(
      "META\nkey; value\nbudget; 2500\nrule; greedy\nvote_type; approval\n"
      "PROJECTS\nproject_id; cost; name\n1; 600; Path \n2; 800;  \n"
      "VOTES\nvoter_id; vote\n1; 1, 2\n");
  EXPECT_EQ(file.Meta("rule"), "greedy");
  EXPECT_EQ(file.budget, Rational(2500));
  EXPECT_THAT(file.names, testing::ElementsAre("Path", "2"));
  EXPECT_THAT(file.votes[0].projects, testing::ElementsAre(0, 1));
}

TEST(PabulibTest, EmptyFieldsThatASpreadsheetAddsToTheRightAreDropped) {
  const PabulibFile file = *ReadPabulib(
      "META;;;\nkey;value;;\nbudget;2500;;\nvote_type;approval;;\n"
      "PROJECTS;;;\nproject_id;cost;;\n1;600;;\n2;800;;\n"
      "VOTES;;;\nvoter_id;age;vote;\n1;;1,2;\n2;;;\n");
  EXPECT_EQ(file.budget, Rational(2500));
  EXPECT_THAT(file.project_columns, testing::ElementsAre("project_id", "cost"));
  EXPECT_THAT(file.costs, testing::ElementsAre(Rational(600), Rational(800)));
  ASSERT_EQ(file.votes.size(), 2U);
  EXPECT_THAT(file.votes[0].projects, testing::ElementsAre(0, 1));
  EXPECT_THAT(file.votes[1].projects, testing::IsEmpty());
}

TEST(PabulibTest, WritingAndReadingGivesTheSame) {
  const std::string one_column =
      "META\nbudget;1\nvote_type;choose-1\nnote;\"two\nlines\"\nPROJECTS\nproject_id;cost\n\"p;1\";"
      "1"
      "\nVOTES\nvote\n\"\"\n\"p;1\"\n";
  for (const std::string& text : {std::string(kSmall), one_column}) {
    const PabulibFile file = MustRead(text);
    const std::string written = WritePabulib(file);
    const PabulibFile again = MustRead(written);
    EXPECT_EQ(again.meta, file.meta);
    EXPECT_EQ(again.project_rows, file.project_rows);
    EXPECT_EQ(again.vote_rows, file.vote_rows);
    EXPECT_EQ(WritePabulib(again), written);
  }
  EXPECT_EQ(WritePabulib(MustRead(kSmall)), kSmall);
  EXPECT_EQ(MustRead(one_column).votes.size(), 2u);
}

std::string Typed(const char* type, const char* vote, const char* meta = "") {
  return absl::StrCat("META\nbudget;10\nvote_type;", type, "\n", meta,
                      "PROJECTS\nproject_id;cost\na;1\nb;2\nc;3\nVOTES\nvote;points\n", vote, "\n");
}

TEST(PabulibTest, EachVoteTypeGivesItsPoints) {
  const auto points = [](const std::string& text) { return MustRead(text).votes[0].points; };
  using Points = std::vector<Rational>;
  EXPECT_EQ(points(Typed("approval", "c,a;")), (Points{1, 1}));
  EXPECT_EQ(points(Typed("choose-1", "b;")), (Points{1}));
  EXPECT_EQ(points(Typed("cumulative", "c,a;3,1.5")), (Points{3, MakeRational(3, 2)}));
  EXPECT_EQ(points(Typed("scoring", "c,a;-2,0")), (Points{-2, 0}));
  EXPECT_EQ(points(Typed("scoring", "c,a;-2,0", "default_score;0\n")), (Points{-2, 0}));
  // The others, in the order of the file, get what META says.
  const PabulibFile file = MustRead(Typed("scoring", "c;5", "default_score;1.5\n"));
  EXPECT_EQ(file.votes[0].projects, (std::vector<OptionIndex>{2, 0, 1}));
  EXPECT_EQ(file.votes[0].points, (Points{5, MakeRational(3, 2), MakeRational(3, 2)}));
  EXPECT_EQ(points(Typed("ordinal", "c,a,b;")), (Points{3, 2, 1}));
  EXPECT_EQ(points(Typed("ordinal", "c,a,b;", "max_length;2\n")), (Points{2, 1, 0}));
}

TEST(PabulibTest, TellsTheScoreThatAProjectNeeds) {
  EXPECT_EQ(MustRead(Typed("approval", "c;")).least_score, std::nullopt);
  EXPECT_EQ(MustRead(Typed("approval", "c;", "min_project_score_threshold; 2\n")).least_score,
            Rational(2));
  EXPECT_THAT(Mistake(Typed("approval", "c;", "min_project_score_threshold;many\n")),
              testing::HasSubstr("the value of min_project_score_threshold is \"many\""));
}

TEST(PabulibTest, NeedsAndExclusionsReachTheElection) {
  const std::string text =
      "META\nbudget;10\nvote_type;approval\nPROJECTS\nproject_id;cost;needs;excludes\n"
      "a;1;c;\nb;2;;a\nc;3;;\nVOTES\nvote\na,b\n";
  const absl::StatusOr<BudgetElection> election = ToBudgetElection(MustRead(text));
  ASSERT_TRUE(election.ok());
  EXPECT_EQ(election->option(0).needs, (std::vector<OptionIndex>{2}));
  EXPECT_EQ(election->excluded_by(0), (std::vector<OptionIndex>{1}));
  EXPECT_EQ(election->excluded_by(1), (std::vector<OptionIndex>{0}));
}

TEST(PabulibTest, MistakesAreNamedWithTheirPlace) {
  EXPECT_EQ(Mistake(""), "line 1, column 1: the section META must come first");
  EXPECT_EQ(Mistake("META\nbudget;1\n"), "line 3, column 1: the section PROJECTS is missing");
  EXPECT_EQ(Mistake(Replaced("budget;100.50\n", "")),
            "line 7, column 1: META has no budget; write a line such as budget;100000 above");
  EXPECT_EQ(Mistake(Replaced("100.50", "1e9")),
            "line 6, column 8: the value of budget: \"1e9\" is no amount; write a number such as "
            "1200 or 99.50, not below 0");
  EXPECT_EQ(Mistake(Replaced("100.50", "-4")),
            "line 6, column 8: the value of budget: \"-4\" is no amount; write a number such as "
            "1200 or 99.50, not below 0");
  EXPECT_EQ(Mistake(Replaced("vote_type;approval", "vote_type;guess")),
            "line 7, column 11: the value of vote_type is \"guess\"; write approval, cumulative, "
            "scoring, ordinal or choose-1");
  EXPECT_EQ(Mistake(Replaced("vote_type;approval\n", "vote_type;approval\nbudget;3\n")),
            "line 8, column 1: META has budget twice");
  EXPECT_EQ(Mistake(Replaced("project_id;cost", "id;cost")),
            "line 9, column 1: there is no column project_id; this line names the columns");
  EXPECT_EQ(Mistake(Replaced("voter_id;age", "age;age")),
            "line 14, column 5: column age is there twice");
  EXPECT_EQ(Mistake(Replaced("p2;50.25", "p1;50.25")),
            "line 11, column 1: column project_id: project p1 is there twice; write an id of the "
            "project's own");
  EXPECT_EQ(
      Mistake(Replaced("x;40;0;;0", "x;forty;0;;0")),
      "line 12, column 3: column cost: \"forty\" is no amount; write a number such as 1200 or "
      "99.50, not below 0");
  EXPECT_EQ(Mistake(Replaced("x;40;0;;0", "x;40;0;0")),
            "line 12, column 8: the row has 4 fields for 5 columns; write one for each, in "
            "quotation marks where it holds a semicolon");
  EXPECT_EQ(Mistake(Replaced("1;33;p1,p2", "1;33;p1,p9")),
            "line 15, column 9: column vote: there is no project \"p9\"; write ids of PROJECTS, "
            "parted by commas");
  EXPECT_EQ(Mistake(Replaced("1;33;p1,p2", "1;33;p1,p1")),
            "line 15, column 9: column vote: project p1 is named twice; write it once");
  EXPECT_EQ(Mistake(Replaced("1;33;p1,p2", "1;33;p1,p2;x")),
            "line 15, column 12: the row has 4 fields for 3 columns; write one for each, in "
            "quotation marks where it holds a semicolon");
  EXPECT_EQ(Mistake(Replaced("3;51;\n", "")),
            "line 5, column 11: num_votes is 3, but the file has 2; add what is missing, or write "
            "that number");
  EXPECT_EQ(Mistake(Replaced("2;;p1", "2;\"p1")),
            "line 16, column 3: the quotation mark is not closed");
  EXPECT_EQ(Mistake(Replaced("Two parks", "Two \xFFparks")),
            "line 3, column 17: the text is not UTF-8");
  EXPECT_EQ(Mistake(Replaced("PROJECTS", "VOTES")),
            "line 8, column 1: the section PROJECTS must be next");
  EXPECT_EQ(Mistake(absl::StrCat(kSmall, "META\n")),
            "line 18, column 1: VOTES is the last section");
}

TEST(PabulibTest, VotesThatTheTypeForbidsAreRefused) {
  EXPECT_EQ(Mistake(Typed("choose-1", "a,b;")),
            "line 11, column 1: column vote: a choose-1 vote for more than one project; write one "
            "id");
  EXPECT_EQ(Mistake(Typed("cumulative", "a,b;1")),
            "line 11, column 5: column points: 1 for 2 projects; write one for each");
  EXPECT_EQ(
      Mistake(Typed("cumulative", "a,b;1,two")),
      "line 11, column 7: column points: \"two\" is no number; write points such as 3 or 1.5, "
      "one for each project of the vote");
  EXPECT_EQ(
      Mistake(
          "META\nbudget;1\nvote_type;scoring\nPROJECTS\nproject_id;cost\na;1\nVOTES\nvote\na\n"),
      "line 8, column 1: there is no column points; this line names the columns");
}

TEST(PabulibTest, DecimalsAreExact) {
  EXPECT_EQ(ParseDecimal("0.1"), MakeRational(1, 10));
  EXPECT_EQ(ParseDecimal(" 1234,50 "), MakeRational(2469, 2));
  EXPECT_EQ(ParseDecimal("-3"), Rational(-3));
  EXPECT_EQ(ToText(*ParseDecimal("123456789012345678901234567890")),
            "123456789012345678901234567890");
  for (const char* text : {"", "-", ".", "1.", ".5", "1.2.3", "1 000", "0x1", "1e3", "nan", "+1"}) {
    EXPECT_FALSE(ParseDecimal(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace plenum::tally
