// `plenum tally` and `plenum convert` as a whole, on files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "clients/cli/app_testing.h"

namespace plenum::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST_F(AppTest, TallyCountsAFileWithoutAServer) {
  const std::string file = root_ + "/e.cvotes";
  std::ofstream(file) << "A > B > C * 3\nB > C > A * 2\n";
  const Ran ran = RunPlenum({"tally", file, "--json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json["outcome"]["ballotCount"], "5");
  EXPECT_EQ(json["outcome"]["ranking"][0]["options"][0], 0);
  EXPECT_EQ(json["outcome"]["pairwise"][0]["values"][1], "3");
  EXPECT_THAT(RunPlenum({"tally", file}).out, HasSubstr("5 ballots."));
  std::ofstream(file) << "A > > B\n";
  const Ran bad = RunPlenum({"tally", file});
  EXPECT_EQ(bad.code, kExitUsage);
  EXPECT_THAT(bad.err, HasSubstr("line 1"));
}

TEST_F(AppTest, TallyCountsByAnyMethodAndSaysWhy) {
  const std::string file = root_ + "/e.csv";
  std::ofstream(file) << "A,B,C,count\n1,2,3,3\n3,1,2,2\n";
  EXPECT_THAT(RunPlenum({"tally", file, "--method", "borda"}).out, HasSubstr("by Borda"));
  EXPECT_THAT(RunPlenum({"tally", file, "--method", "instant-runoff", "--stages"}).out,
              HasSubstr("Round by round (votes)"));
  EXPECT_THAT(RunPlenum({"tally", file, "--why", "A > C"}).out, HasSubstr("A is above C"));
  EXPECT_THAT(RunPlenum({"tally", file, "--ballot", "B > A"}).out,
              HasSubstr("How the ballot counted"));
  const std::string report = RunPlenum({"tally", file, "--report", "--samples", "20"}).out;
  EXPECT_THAT(report, HasSubstr("What other methods say"));
  EXPECT_THAT(RunPlenum({"tally", file, "--seats", "2"}).out, HasSubstr("Elected"));
  EXPECT_THAT(RunPlenum({"tally", "--methods"}).out, HasSubstr("kemeny-young"));
  const Ran unknown = RunPlenum({"tally", file, "--method", "best"});
  EXPECT_EQ(unknown.code, kExitUsage);
  EXPECT_THAT(unknown.err, HasSubstr("ranked-pairs-margins"));
  EXPECT_EQ(RunPlenum({"tally", file, "--ties", "coin"}).code, kExitUsage);
  EXPECT_EQ(RunPlenum({"tally", file, "--why", "A > X"}).code, kExitUsage);
  EXPECT_EQ(RunPlenum({"tally"}).code, kExitUsage);
}

TEST_F(AppTest, TallyReadsElectionsPointsApprovalsAndBudgets) {
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(root_ + "/" + name) << text;
    return root_ + "/" + name;
  };
  const std::string blt = write("e.blt", "3 2\n3 1 0\n2 2 3 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"T\"\n");
  EXPECT_THAT(RunPlenum({"tally", blt}).out, HasSubstr("single transferable vote"));
  EXPECT_THAT(RunPlenum({"tally", blt, "--method", "copeland"}).out, HasSubstr("by Copeland"));
  const std::string star = write("e.starvote", "[ballots]\nA = 5\nB = 2\n\nA = 4\nB = 5\n");
  EXPECT_THAT(RunPlenum({"tally", star, "--method", "star"}).out, HasSubstr("1.  A"));
  const std::string pb = write("e.pb",
                               "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\n"
                               "project_id;cost;name\n1;60;Path\n2;50;Park\nVOTES\nvoter_id;vote\n"
                               "1;1\n2;1,2\n");
  const Ran package = RunPlenum({"tally", pb, "--method", "greedy-votes", "--stages"});
  EXPECT_THAT(package.out, HasSubstr("Path"));
  EXPECT_THAT(package.out, HasSubstr("It costs 60."));
  const Ran cut = RunPlenum({"tally", write("cut.blt", "3 2\n3 1")});
  EXPECT_EQ(cut.code, kExitUsage);
  EXPECT_THAT(cut.err, HasSubstr("line 2"));
}

TEST_F(AppTest, TallyTakesWhatProjectsNeedAndExclude) {
  const std::string pb = root_ + "/e.pb";
  std::ofstream(pb) << "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\n"
                       "project_id;cost;name;needs\n1;60;Path;\n2;40;Park;\n3;40;Lights;2\n"
                       "VOTES\nvoter_id;vote\n1;1,2\n2;1,2,3\n3;1,3\n4;1,3\n";
  for (const char* method : {"greedy-votes", "greedy-votes-per-cost", "equal-shares"}) {
    const auto funded = [&](std::vector<std::string> words) {
      words.insert(words.begin(), {"tally", pb, "--method", method, "--json"});
      const Ran ran = RunPlenum(words);
      EXPECT_EQ(ran.code, 0) << ran.err;
      auto selected = nlohmann::json::parse(ran.out)["selected"];
      std::sort(selected.begin(), selected.end());
      return selected;
    };
    EXPECT_EQ(funded({}), nlohmann::json::array({0, 1})) << method;
    EXPECT_EQ(funded({"--excludes", "Path, Park"}), nlohmann::json::array({0})) << method;
    EXPECT_EQ(funded({"--requires", "Path = Lights"}), nlohmann::json::array({1, 2})) << method;
  }
  const Ran why = RunPlenum({"tally", pb, "--excludes", "Path, Park", "--why", "Path > Park"});
  EXPECT_THAT(why.out, HasSubstr("Path is funded, and with it Park cannot be."));
  const auto refusal = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"tally", pb});
    const Ran ran = RunPlenum(words);
    EXPECT_EQ(ran.code, kExitUsage);
    return ran.err;
  };
  EXPECT_THAT(refusal({"--requires", "Path = Pool"}),
              HasSubstr("--requires: there is no option \"Pool\"; there are: Path, Park, Lights"));
  EXPECT_THAT(refusal({"--requires", "Path = Path"}), HasSubstr("Path stands there twice"));
  EXPECT_THAT(refusal({"--requires", "Path = Lights", "--requires", "Park = Path"}),
              HasSubstr("\"Path\" needs \"Lights\", which needs \"Park\", which needs \"Path\""));
  EXPECT_THAT(refusal({"--excludes", "Lights, Park"}),
              HasSubstr("\"Lights\" can never be funded: it needs \"Park\", and the two exclude"));
  EXPECT_THAT(refusal({"--excludes", "Park"}), HasSubstr("--excludes: takes options"));
  EXPECT_EQ(RunPlenum({"tally", "--excludes", "Path, Park", pb}).code, 0) << "the file last";
  const std::string csv = root_ + "/e.csv";
  std::ofstream(csv) << "A,B\n1,2\n";
  const Ran ranked = RunPlenum({"tally", csv, "--excludes", "A, B"});
  EXPECT_EQ(ranked.code, kExitUsage);
  EXPECT_THAT(ranked.err, HasSubstr("--excludes is for packages under a budget"));
}

TEST_F(AppTest, TallyTakesWithdrawnOptionsByEveryMethod) {
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(root_ + "/" + name) << text;
    return root_ + "/" + name;
  };
  const std::string file = write("e.csv", "Ann,Bob,\"Cy, the third\",count\n1,2,3,3\n3,1,2,2\n");
  for (const char* method : {"schulze-winning", "borda", "scottish", "meek-shared"}) {
    const Ran ran = RunPlenum({"tally", file, "--method", method, "--withdrawn", "Ann"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("1.  Bob")) << method;
    EXPECT_THAT(ran.out, HasSubstr("taken off every ballot: Ann.")) << method;
  }
  const Ran two = RunPlenum({"tally", file, "--withdrawn", "\"Cy, the third\", Bob", "--json"});
  EXPECT_EQ(nlohmann::json::parse(two.out)["outcome"]["withdrawn"], nlohmann::json::array({1, 2}));
  const Ran all = RunPlenum({"tally", file, "--withdrawn", "Ann, Bob, Cy"});
  EXPECT_EQ(all.code, kExitUsage);
  EXPECT_THAT(all.err, HasSubstr("all options have withdrawn"));
  EXPECT_THAT(RunPlenum({"tally", file, "--withdrawn", "Di"}).err, HasSubstr("--withdrawn"));
  // Those of the file, whatever counts it.
  const std::string blt =
      write("e.blt", "3 1\n-1\n3 1 2 0\n2 3 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"T\"\n");
  EXPECT_THAT(RunPlenum({"tally", blt, "--method", "copeland"}).out, HasSubstr("1.  B"));
  const std::string approvals = write("e.abif", "{ballot_type: \"approval\"}\n3: A=B\n2: C\n");
  for (const char* method : {"block", "seqphragmen", "leximax-phragmen"}) {
    EXPECT_THAT(
        RunPlenum({"tally", approvals, "--seats", "2", "--withdrawn", "A", "--method", method}).out,
        HasSubstr("1.  B\n 2.  C"))
        << method;
  }
  EXPECT_THAT(RunPlenum({"tally", file, "--ties", "order:Ann > Bob"}).err,
              HasSubstr("\"Cy, the third\" is missing"));
}

TEST_F(AppTest, TallyFollowsWhatAFileSaysOfTies) {
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(root_ + "/" + name) << text;
    return root_ + "/" + name;
  };
  const std::string tail = "2 1 0\n2 2 0\n0\n\"A\"\n\"B\"\n\"T\"\n";
  EXPECT_THAT(RunPlenum({"tally", write("e.blt", "2 1\n" + tail)}).out, HasSubstr("Held"));
  const std::string blt = write("f.blt", "2 1\n[tie 2 1]\n" + tail);
  EXPECT_THAT(RunPlenum({"tally", blt}).out, HasSubstr("1.  B"));
  EXPECT_THAT(RunPlenum({"tally", blt, "--ties", "hold"}).out, HasSubstr("Held"));
  // Before the order the Scottish rule asks earlier stages.
  const std::string earlier = write("g.blt",
                                    "4 1\n[tie 3 2 1 4]\n5 1 0\n3 2 0\n2 3 0\n1 4 3 0\n0\n"
                                    "\"A\" \"B\" \"C\" \"D\"\n");
  EXPECT_THAT(RunPlenum({"tally", earlier, "--stages"}).out,
              AllOf(HasSubstr("exclude C"), HasSubstr("broken by the latest round before")));
  EXPECT_THAT(RunPlenum({"tally", earlier, "--method", "wigm", "--stages"}).out,
              HasSubstr("exclude B"));

  const std::string ballots = "[ballots]\nA = 5\nB = 0\n\nA = 0\nB = 5\n";
  const std::string list = "[options]\nmethod = star\ntiebreaker = [\nB\nA\n]\n";
  EXPECT_THAT(RunPlenum({"tally", write("e.starvote", list + ballots)}).out, HasSubstr("1.  B\n"));
  const std::string short_list = "[options]\nmethod = star\ntiebreaker = [\nB\n]\n";
  EXPECT_THAT(RunPlenum({"tally", write("f.starvote", short_list + ballots)}).err,
              HasSubstr("does not name every option once"));
  const std::string random =
      "[options]\nmethod = star\ntiebreaker = on_demand_random_tiebreaker(seed=3)\n";
  EXPECT_THAT(RunPlenum({"tally", write("g.starvote", random + ballots)}).err,
              HasSubstr("at random"));
}

TEST_F(AppTest, TallyFollowsWhatABudgetFileSaysOfItsRule) {
  const std::string file = root_ + "/e.pb";
  const auto tally = [&](const std::string& meta) {
    std::ofstream(file) << "META\nkey;value\nbudget;100\nvote_type;approval\n"
                        << meta
                        << "PROJECTS\nproject_id;cost;name\n1;60;Path\n2;50;Park\n3;40;Pool\n"
                           "VOTES\nvoter_id;vote\n1;1\n2;1,2\n3;2,3\n";
    return RunPlenum({"tally", file});
  };
  EXPECT_THAT(tally("rule;equalshares/add1\n").out,
              HasSubstr("by equal-shares-increment-completion"));
  const Ran unknown = tally("rule;unknown\n");
  EXPECT_THAT(unknown.out, HasSubstr("by equal-shares"));
  EXPECT_EQ(unknown.err, "");
  const Ran all = tally("rule;greedy\n");
  EXPECT_THAT(all.out, AllOf(HasSubstr("Path"), HasSubstr("Pool")));
  const Ran few = tally("rule;greedy\nmin_project_score_threshold;2\n");
  EXPECT_THAT(few.err, HasSubstr("needs 2 points (min_project_score_threshold)"));
  EXPECT_THAT(few.err, HasSubstr("out of the count: Pool"));
  EXPECT_THAT(few.out, HasSubstr("It costs 60."));
  // A third of the budget for each voter: two can pay for Path, nobody for what is left.
  EXPECT_THAT(RunPlenum({"tally", file, "--method", "equal-shares-without-completion"}).out,
              HasSubstr("It costs 60."));
  std::ofstream(file) << "META\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;60\n"
                         "VOTES\nvote\n1\n\"\"\n";
  EXPECT_THAT(RunPlenum({"tally", file, "--method", "equal-shares-without-completion"}).out,
              HasSubstr("no option has supporters who can pay for it out of their shares"));
}

TEST_F(AppTest, TallyReadsTheFilesThatAStarvoteFileNames) {
  std::ofstream(root_ + "/ballots.starvote") << "[ballots]\nA = 5\nB = 2\n";
  const std::string file = root_ + "/e.starvote";
  std::ofstream(file) << "[options]\nmethod = star\nstarvote_path = ballots.starvote\n";
  EXPECT_THAT(RunPlenum({"tally", file}).out, HasSubstr("1.  A"));
  EXPECT_EQ(RunPlenum({"convert", file, root_ + "/e.abif"}).code, 0);
  std::ofstream(file) << "[options]\nmethod = star\nstarvote_path = none.starvote\n";
  EXPECT_THAT(RunPlenum({"tally", file}).err, HasSubstr("there is no file \"none.starvote\""));
}

TEST_F(AppTest, TallyFollowsWhatACvotesFileSaysAndNotesTheRest) {
  const std::string file = root_ + "/e.cvotes";
  std::ofstream(file) << "#/Candidates: A ; B\n#/Voting Methods: Dodgson Quick ; Borda Count\n"
                         "A > X > B ^4 * 3\nB\n";
  const Ran ran = RunPlenum({"tally", file});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("by Borda"));
  EXPECT_THAT(ran.err, HasSubstr("\"Dodgson Quick\", which is not known here"));
  EXPECT_THAT(ran.err,
              HasSubstr("3 ballots name options that do not stand, which were passed over: X"));
  EXPECT_THAT(ran.err, HasSubstr("weights on 1 line count as 1"));
  EXPECT_THAT(RunPlenum({"tally", file, "--method", "copeland"}).out, HasSubstr("by Copeland"));
  std::ofstream(file) << "#/Number of Seats: 2\n#/Voting Methods: STV\nA > B > C * 3\nC * 2\n";
  EXPECT_THAT(RunPlenum({"tally", file}).out, HasSubstr("2.  C"));
}

TEST_F(AppTest, ConvertRefusesWhatWouldBeLost) {
  const std::string toi = root_ + "/e.toi";
  std::ofstream(toi) << "# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: Ann\n5: 1,{2,3}\n2: 3\n";
  const std::string soi = root_ + "/e.soi";
  const Ran refused = RunPlenum({"convert", toi, soi});
  EXPECT_EQ(refused.code, kExitUsage);
  EXPECT_THAT(refused.err, HasSubstr("ties on 5 ballots"));
  EXPECT_FALSE(std::filesystem::exists(soi));
  const Ran lossy = RunPlenum({"convert", toi, soi, "--lossy"});
  EXPECT_EQ(lossy.code, 0) << lossy.err;
  EXPECT_THAT(lossy.err, HasSubstr("lost: ties"));
  EXPECT_THAT(RunPlenum({"convert", soi, "-", "--to", "cvotes"}).out,
              HasSubstr("Ann > 2 > 3 * 5\n3 * 2\n"));
  EXPECT_THAT(RunPlenum({"convert", toi, "-"}).err, HasSubstr("--to"));
  const std::string link = root_ + "/link.toi";
  std::filesystem::create_hard_link(toi, link);
  for (const std::string& out : {toi, link}) {
    const Ran same = RunPlenum({"convert", toi, out});
    EXPECT_EQ(same.code, kExitUsage);
    EXPECT_THAT(same.err, HasSubstr("is the file that is read"));
  }
  EXPECT_THAT(RunPlenum({"convert", toi, root_ + "/e.doc"}).err, HasSubstr(".doc"));
  EXPECT_THAT(RunPlenum({"convert", toi, root_ + "/e.pb"}).err, HasSubstr("needs a budget"));
  EXPECT_THAT(RunPlenum({"convert", toi, "-", "--to", "csv", "--from", "pdf"}).err,
              HasSubstr("--from"));
}

TEST_F(AppTest, TallyExplainsEveryKindOfBallots) {
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(root_ + "/" + name) << text;
    return root_ + "/" + name;
  };
  const auto out = [](std::vector<std::string> words, const std::string& file) {
    words.insert(words.begin(), {"tally", file});
    const Ran ran = RunPlenum(words);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.out;
  };
  const std::string blt =
      write("e.blt", "3 2\n5 1 2 0\n2 2 0\n2 3 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"T\"\n");
  EXPECT_THAT(out({"--why", "B > C"}, blt), HasSubstr("B is elected and C is not: C was"));
  EXPECT_THAT(out({"--ballot", "A > B"}, blt), HasSubstr("the surplus of A"));
  const std::string star =
      write("e.starvote", "[ballots]\nA = 5\nB = 2\n\nA = 4\nB = 5\n\nA=5\nB=1\n");
  EXPECT_THAT(out({"--method", "star", "--why", "A > B"}, star), HasSubstr("with 2 votes to 1"));
  EXPECT_THAT(out({"--ballot", "A=1, B=5"}, star),
              HasSubstr("It gives A, which is elected, 1 point."));
  const std::string approvals =
      write("e.abif", "{ballot_type: \"choose_many\"}\n=A:[A]\n=B:[B]\n=C:[C]\n5: A, B\n3: C\n");
  EXPECT_THAT(out({"--seats", "2", "--method", "pav", "--why", "A > C"}, approvals),
              HasSubstr("committees that are level"));
  EXPECT_THAT(out({"--seats", "2", "--ballot", "B, C"}, approvals),
              HasSubstr("No ballot like it was counted."));
  const std::string pb = write("e.pb",
                               "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\n"
                               "project_id;cost;name\n1;60;Path\n2;50;Park\nVOTES\nvoter_id;vote\n"
                               "1;1\n2;1,2\n");
  EXPECT_THAT(out({"--why", "Path > Park"}, pb), HasSubstr("Path is funded and Park is not"));
  EXPECT_THAT(out({"--ballot", "Path"}, pb), HasSubstr("of its share of 50"));
  const auto json = nlohmann::json::parse(out({"--why", "Park > Path", "--json"}, pb));
  EXPECT_EQ(json["kind"], "KIND_FUNDED");
  EXPECT_EQ(json["lowerFate"]["cost"], "50");
}

TEST_F(AppTest, ReportShowsHowTheMethodsAgree) {
  const std::string file = root_ + "/e.csv";
  // A has most first places, B beats everybody.
  std::ofstream(file) << "A,B,C,count\n1,2,3,4\n3,1,2,3\n3,2,1,2\n";
  const std::string out = RunPlenum({"tally", file, "--report", "--samples", "5"}).out;
  const std::string square = out.substr(out.find("How the methods agree with each other"));
  // One row for all that rank alike, and a number for each two rows: 2 of 3 pairs the same way.
  EXPECT_THAT(square, HasSubstr("schulze-winning, schulze-margins"));
  EXPECT_THAT(square, HasSubstr("plurality"));
  EXPECT_THAT(square, HasSubstr("-0.33"));
  EXPECT_THAT(square, HasSubstr("Methods in one row rank the options alike."));
  const auto json =
      nlohmann::json::parse(RunPlenum({"tally", file, "--report", "--samples", "5", "--json"}).out);
  const size_t counted = json["outcomes"].size();
  EXPECT_EQ(json["agreements"].size(), counted * (counted - 1) / 2);
  EXPECT_TRUE(json["agreements"][0].contains("tauB"));
}

TEST_F(AppTest, ReportTakesElectionsPointsCommitteesAndPackages) {
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(root_ + "/" + name) << text;
    return root_ + "/" + name;
  };
  const std::string blt =
      write("e.blt", "3 2\n50 1 2 0\n20 2 0\n25 3 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"T\"\n");
  const Ran election = RunPlenum({"tally", blt, "--report", "--seed", "lots"});
  EXPECT_EQ(election.code, 0) << election.err;
  EXPECT_THAT(election.out, HasSubstr("The same are elected in "));
  EXPECT_THAT(election.out, HasSubstr("Samples are by scottish: 200 samples, seed \"lots\"."));
  EXPECT_THAT(election.out, HasSubstr("All rules that count these ballots elect the same."));
  const std::string scores = write("e.abif", "6: A/5, B/4, C/0\n5: A/0, B/4, C/5\n");
  const Ran points = RunPlenum({"tally", scores, "--report"});
  EXPECT_EQ(points.code, 0) << points.err;
  EXPECT_THAT(points.out, HasSubstr("The same are elected until 2 ballots change (A would"));
  EXPECT_THAT(points.out, HasSubstr("How many both elect"));
  const std::string approvals = write("a.abif", "{ballot_type: \"choose_many\"}\n6: A, B\n4: C\n");
  const auto json = nlohmann::json::parse(
      RunPlenum({"tally", approvals, "--report", "--seats", "2", "--json"}).out);
  EXPECT_EQ(json["winners"]["rules"][0]["rule"], "equal-shares");
  EXPECT_EQ(json["winners"]["options"][2]["option"], 2);
  const std::string pb = write("e.pb",
                               "META\nkey;value\nbudget;9\nvote_type;approval\nPROJECTS\n"
                               "project_id;cost\n1;6\nVOTES\nvoter_id;vote\n1;1\n");
  const Ran package = RunPlenum({"tally", pb, "--report"});
  EXPECT_EQ(package.code, 0) << package.err;
  EXPECT_THAT(package.out, HasSubstr("The same are elected in 100% of the samples"));
  EXPECT_THAT(package.out, HasSubstr("no bound is known for this rule"));
}

TEST_F(AppTest, TallyRefusesFlagsThatWouldChangeNothing) {
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(root_ + "/" + name) << text;
    return root_ + "/" + name;
  };
  const auto error = [](std::vector<std::string> words, const std::string& file) {
    words.insert(words.begin(), {"tally", file});
    const Ran ran = RunPlenum(words);
    EXPECT_EQ(ran.code, kExitUsage) << ran.out;
    return ran.err;
  };
  const std::string ranked = write("e.csv", "A,B,C\n1,2,3\n3,1,2\n");
  EXPECT_THAT(error({"--method", "borda", "--seats", "2"}, ranked),
              AllOf(HasSubstr("borda ranks all options"), HasSubstr("leave --seats out"),
                    HasSubstr("scottish")));
  EXPECT_EQ(RunPlenum({"tally", ranked, "--method", "borda", "--seats", "1"}).code, 0);
  const std::string pb = write("e.pb",
                               "META\nkey;value\nbudget;9\nvote_type;approval\nPROJECTS\n"
                               "project_id;cost\n1;6\nVOTES\nvoter_id;vote\n1;1\n");
  const std::string scores = write("e.abif", "5: A/5, B/1\n");
  const std::string approvals = write("a.abif", "{ballot_type: \"choose_many\"}\n5: A, B\n");
  for (const auto& [file, more] : {std::pair{pb, std::vector<std::string>{}},
                                   {scores, {}},
                                   {approvals, {}},
                                   {ranked, {"--method", "scottish"}}}) {
    std::vector<std::string> words = {"--unranked", "tied-last"};
    words.insert(words.end(), more.begin(), more.end());
    EXPECT_THAT(error(words, file), HasSubstr("leave --unranked out")) << file;
  }
  EXPECT_EQ(RunPlenum({"tally", scores, "--method", "borda", "--unranked", "tied-last"}).code, 0);
  EXPECT_THAT(error({"--seats", "2"}, pb), HasSubstr("leave --seats out"));
  EXPECT_THAT(error({"--samples", "20"}, ranked), HasSubstr("add --report"));
}

TEST_F(AppTest, TallySaysWhatIsWrongWithAPairOrABallot) {
  const std::string file = root_ + "/e.blt";
  std::ofstream(file) << "3 2\n5 1 2 0\n2 2 0\n2 3 0\n0\n\"A\"\n\"B\"\n\"2\"\n\"T\"\n";
  const auto error = [&](const std::string& flag, const std::string& words) {
    const Ran ran = RunPlenum({"tally", file, flag, words});
    EXPECT_EQ(ran.code, kExitUsage);
    return ran.err;
  };
  EXPECT_THAT(error("--why", "A > X"),
              HasSubstr("--why: there is no option \"X\"; there are: A, B, 2"));
  EXPECT_THAT(error("--why", "A > A"), HasSubstr("names A twice"));
  EXPECT_THAT(error("--ballot", "A > B > A"), HasSubstr("--ballot: A stands there twice"));
  EXPECT_THAT(error("--ballot", "A = B"), HasSubstr("ties options"));
  // An option that is called like a number is the one that is called so.
  EXPECT_THAT(RunPlenum({"tally", file, "--why", "2 > B"}).out, HasSubstr("2"));
}

}  // namespace
}  // namespace plenum::cli
