#include "services/deliberation/tally/formats/convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/formats/random_elections.h"
#include "services/deliberation/tally/formats/same.h"

namespace plenum::tally {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::array kRankedTargets = {Target::kCvotes, Target::kSoc,  Target::kSoi, Target::kToc,
                                       Target::kToi,    Target::kAbif, Target::kCsv, Target::kBlt};

std::string FileOf(Target target) { return absl::StrCat("x.", std::string(ExtensionOf(target))); }

BallotFile Read(const std::string& name, const std::string& text,
                Unranked unranked = Unranked::kTiedLast) {
  auto file = ReadBallotFile(name, text, unranked);
  EXPECT_TRUE(file.ok()) << name << ": " << file.status() << "\n" << text;
  return *std::move(file);
}

Converted To(const BallotFile& file, Target target) {
  auto converted = Convert(file, target);
  EXPECT_TRUE(converted.ok()) << ExtensionOf(target) << ": " << converted.status();
  return *std::move(converted);
}

const Profile& RankedIn(const BallotFile& file) {
  if (const auto* blt = std::get_if<BltElection>(&file.content)) return blt->profile;
  return std::get<Election>(file.content).profile;
}

// With what a ballot leaves out as a last tie, which is what it means where it is tied last.
Profile Completed(const Profile& profile) {
  if (profile.unranked() == Unranked::kNotCompared) return profile;
  Profile completed = *Profile::Create(profile.option_count(), profile.unranked());
  for (const BallotGroup& group : profile.groups()) {
    std::vector<std::vector<OptionIndex>> tiers;
    for (int t = 0; t < group.ranking.tier_count(); ++t) {
      tiers.emplace_back(group.ranking.tier(t).begin(), group.ranking.tier(t).end());
    }
    if (!group.ranking.complete()) {
      tiers.emplace_back(group.ranking.unranked().begin(), group.ranking.unranked().end());
    }
    EXPECT_TRUE(completed.Add(MakeRanking(profile.option_count(), tiers), group.count).ok());
  }
  return completed;
}

// The only loss is a reading that the reader of the file is told again.
bool OnlyTheReading(const Converted& converted, Target target) {
  const bool fills_in = target == Target::kSoc || target == Target::kToc;
  return converted.losses.empty() || (!fills_in && converted.losses.size() == 1 &&
                                      converted.losses[0].find("say nothing") != std::string::npos);
}

// From every format to every other that holds the ballots, and back: the same ballots.
TEST(Convert, EveryPairOfRankedFormatsKeepsTheBallots) {
  RandomEngine engine(17);
  std::set<std::pair<Target, Target>> pairs;
  for (int trial = 0; trial < 80; ++trial) {
    Election election = RandomElection(engine, /*hard=*/false);
    const Unranked unranked = election.profile.unranked();
    for (size_t i = 0; i < election.names.size(); ++i) {
      election.names[i] = absl::StrCat("Option ", i);
    }
    const BallotFile file{FileFormat::kCvotes, election};
    const Profile expected = Completed(election.profile);
    for (const Target from : kRankedTargets) {
      const Converted first = To(file, from);
      if (!OnlyTheReading(first, from)) continue;
      const BallotFile between = Read(FileOf(from), first.text, unranked);
      EXPECT_TRUE(SameBallots(Completed(RankedIn(between)), expected)) << first.text;
      for (const Target to : kRankedTargets) {
        const Converted second = To(between, to);
        if (!OnlyTheReading(second, to)) continue;
        const BallotFile after = Read(FileOf(to), second.text, unranked);
        EXPECT_TRUE(SameBallots(Completed(RankedIn(after)), expected)) << second.text;
        pairs.emplace(from, to);
      }
    }
  }
  EXPECT_EQ(pairs.size(), kRankedTargets.size() * kRankedTargets.size());
}

TEST(Convert, PointsAndApprovalsGoBetweenCatAndAbif) {
  RandomEngine engine(19);
  for (int trial = 0; trial < 60; ++trial) {
    ScoreElection scores = RandomScores(engine);
    ApprovalElection approvals = RandomApprovals(engine);
    for (auto* names : {&scores.names, &approvals.names}) {
      for (size_t i = 0; i < names->size(); ++i) (*names)[i] = absl::StrCat("o", i);
    }
    if (scores.profile.ballots() == 0 || approvals.profile.ballots() == 0) continue;
    for (const auto& [from, to] :
         {std::pair{Target::kCat, Target::kAbif}, std::pair{Target::kAbif, Target::kCat}}) {
      const Converted points = To({FileFormat::kAbif, scores}, from);
      EXPECT_THAT(points.losses, IsEmpty());
      const Converted there = To(Read(FileOf(from), points.text), to);
      EXPECT_THAT(there.losses, IsEmpty());
      const BallotFile back = Read(FileOf(to), there.text);
      EXPECT_TRUE(SameBallots(std::get<ScoreElection>(back.content).profile, scores.profile));
      const Converted marks = To({FileFormat::kAbif, approvals}, from);
      const Converted again = To(Read(FileOf(from), marks.text), to);
      EXPECT_THAT(again.losses, IsEmpty());
      EXPECT_TRUE(
          SameBallots(std::get<ApprovalElection>(Read(FileOf(to), again.text).content).profile,
                      approvals.profile));
    }
  }
}

TEST(Convert, ABudgetFileStaysTheSameAndLosesItsCostsElsewhere) {
  const std::string text =
      "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost;name\n"
      "1;60;Path\n2;50;Park\nVOTES\nvoter_id;vote\n1;1\n2;1,2\n";
  const BallotFile file = Read("x.pb", text);
  EXPECT_EQ(To(file, Target::kPabulib).text, text);
  const Converted abif = To(file, Target::kAbif);
  EXPECT_THAT(abif.losses, ElementsAre(HasSubstr("budget")));
  const BallotFile approvals = Read("x.abif", abif.text);
  EXPECT_EQ(std::get<ApprovalElection>(approvals.content).profile.ballots(), 2);
  EXPECT_THAT(std::string(Convert(approvals, Target::kPabulib).status().message()),
              HasSubstr("needs a budget"));
}

TEST(Convert, SaysWhatWouldBeLost) {
  const BallotFile ties = Read("x.cvotes", "#/Number of Seats: 3\nA = B > C * 2\nA\n");
  EXPECT_THAT(To(ties, Target::kSoc).losses,
              ElementsAre(HasSubstr("seats (3)"), HasSubstr("ties on 2 ballots"),
                          HasSubstr("that 1 ballot leave options out")));
  EXPECT_THAT(To(ties, Target::kSoi).losses,
              ElementsAre(HasSubstr("seats (3)"), HasSubstr("ties on 2 ballots")));
  EXPECT_THAT(To(ties, Target::kAbif).losses, IsEmpty());
  EXPECT_THAT(To(ties, Target::kBlt).losses, IsEmpty());
  EXPECT_THAT(To(ties, Target::kBlt).notes, ElementsAre(HasSubstr("no title"), HasSubstr("1=2")));
  EXPECT_THAT(To(ties, Target::kSoc).text, HasSubstr("3: 1,2,3"));
  const BallotFile silent = Read("x.cvotes", "#/Implicit Ranking: false\nA > B\nC\n");
  EXPECT_THAT(To(silent, Target::kCsv).losses, ElementsAre(HasSubstr("say nothing")));
  EXPECT_THAT(To(silent, Target::kCvotes).losses, IsEmpty());
  const BallotFile blt =
      Read("x.blt", "3 1\n-2\n[tie 3 2 1]\n4 1 2 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"T\"\n");
  EXPECT_THAT(To(blt, Target::kCvotes).losses,
              ElementsAre(HasSubstr("withdrawn (B)"), HasSubstr("breaks ties")));
  EXPECT_THAT(To(blt, Target::kCvotes).notes, ElementsAre(HasSubstr("title")));
  EXPECT_THAT(To(blt, Target::kBlt).losses, IsEmpty());
  const BallotFile points = Read("x.abif", "5: A/5, B/1\n");
  EXPECT_THAT(To(points, Target::kSoi).losses, ElementsAre(HasSubstr("points")));
  EXPECT_FALSE(Convert(silent, Target::kCat).ok());
}

TEST(Convert, NamesWhatHasNoTitleAfterItsFile) {
  const BallotFile file = Read("votes/board 2031.cvotes", "A > B * 2\nB\n");
  const Converted blt = To(file, Target::kBlt);
  EXPECT_THAT(blt.notes, ElementsAre(HasSubstr("\"board 2031\"")));
  EXPECT_EQ(std::get<BltElection>(Read("x.blt", blt.text).content).title, "board 2031");
  EXPECT_THAT(To(file, Target::kSoi).text, HasSubstr("# TITLE: board 2031\n"));
  EXPECT_THAT(To(file, Target::kCvotes).notes, IsEmpty());
  const std::string titled = "1 1\n1 1 0\n0\n\"A\"\n\"Its own\"\n";
  EXPECT_EQ(To(Read("x.blt", titled), Target::kBlt).text, titled);
  EXPECT_THAT(To(Read("x.blt", "1 1\n1 1 0\n0\n\"A\"\n"), Target::kBlt).text, HasSubstr("\"x\"\n"));
}

TEST(Convert, AProjectWithoutANameIsCalledByItsId) {
  const BallotFile file =
      Read("x.pb",
           "META\nkey;value\nbudget;9\nvote_type;approval\nPROJECTS\n"
           "project_id;cost;name\np1;6;\np2;5;Park\nVOTES\nvoter_id;vote\n1;p1\n");
  EXPECT_THAT(To(file, Target::kBlt).text, HasSubstr("\"p1\"\n\"Park\"\n"));
}

TEST(Convert, KnowsItsTargetsByExtension) {
  for (const char* name :
       {"cvotes", "soc", "soi", "toc", "toi", "cat", "abif", "csv", "blt", "pb"}) {
    EXPECT_EQ(ExtensionOf(*TargetNamed(name)), name);
  }
  EXPECT_EQ(TargetNamed("TOI"), Target::kToi);
  EXPECT_FALSE(TargetNamed("starvote").has_value());
  EXPECT_FALSE(TargetNamed("").has_value());
}

}  // namespace
}  // namespace plenum::tally
