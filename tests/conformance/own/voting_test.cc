// Voting cases of our own, which need no third-party folder: examples with known results, worked
// out from the literature or by hand, and read through the same reader as any other election.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/deliberation/tally/explain.h"
#include "services/deliberation/tally/formats/cvotes.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/schulze.h"

namespace plenum::tally {
namespace {

using ::testing::ElementsAre;

Election Read(std::string_view text) {
  absl::StatusOr<Election> election = ReadCvotes(text);
  EXPECT_TRUE(election.ok()) << election.status();
  return *std::move(election);
}

SchulzeResult Count(const Election& election, Strength strength = Strength::kWinningVotes) {
  absl::StatusOr<SchulzeResult> result =
      Schulze(PairwiseMatrix::FromProfile(election.profile), {strength, KeepTied{}});
  EXPECT_TRUE(result.ok()) << result.status();
  return *std::move(result);
}

std::string OrderOf(const SchulzeResult& result, const std::vector<std::string>& names) {
  std::string text;
  for (const auto& tier : result.ranking().Tiers()) {
    for (size_t i = 0; i < tier.size(); ++i) {
      text += (i > 0 ? "=" : (text.empty() ? "" : ">")) + names[static_cast<size_t>(tier[i])];
    }
  }
  return text;
}

using Table = std::vector<std::vector<int64_t>>;

template <typename Get>
Table TableOf(int n, const Get& get) {
  Table table(static_cast<size_t>(n));
  for (OptionIndex a = 0; a < n; ++a) {
    for (OptionIndex b = 0; b < n; ++b) table[static_cast<size_t>(a)].push_back(get(a, b));
  }
  return table;
}

// The 45 voters and five candidates of M. Schulze, "A New Monotonic and Clone-Independent
// Single-Winner Election Method", Voting Matters 17 (2003); result E > A > C > B > D.
TEST(OwnVotingConformance, SchulzesFortyFiveVoters) {
  const Election election = Read(
      "#/Candidates: A ; B ; C ; D ; E\n"
      "A > C > B > E > D * 5\n"
      "A > D > E > C > B * 5\n"
      "B > E > D > A > C * 8\n"
      "C > A > B > E > D * 3\n"
      "C > A > E > B > D * 7\n"
      "C > B > A > D > E * 2\n"
      "D > C > E > B > A * 7\n"
      "E > B > A > D > C * 8\n");
  const SchulzeResult result = Count(election);
  EXPECT_EQ(TableOf(5, [&](int a, int b) { return result.pairwise().prefer(a, b); }),
            (Table{{0, 20, 26, 30, 22},
                   {25, 0, 16, 33, 18},
                   {19, 29, 0, 17, 24},
                   {15, 12, 28, 0, 14},
                   {23, 27, 21, 31, 0}}));
  EXPECT_EQ(TableOf(5, [&](int a, int b) { return result.PathStrength(a, b); }),
            (Table{{0, 28, 28, 30, 24},
                   {25, 0, 28, 33, 24},
                   {25, 29, 0, 29, 24},
                   {25, 28, 28, 0, 24},
                   {25, 28, 28, 31, 0}}));
  EXPECT_EQ(OrderOf(result, election.names), "E>A>C>B>D");
  EXPECT_EQ(OrderOf(Count(election, Strength::kMargins), election.names), "E>A>C>B>D");
}

// Worked out by hand. Four voters in two camps, and a fifth who ranks nothing: the duels A-B and
// A-C are level 2 to 2, B beats C by 3 to 1, so that A and B are tied and C, level with A, is below
// as B beats it. The two readings of unranked options differ only for the ballot that stops after
// B.
TEST(OwnVotingConformance, LevelDuelsAndTruncation) {
  const std::string votes =
      "A > B > C * 2\n"
      "B > C > A\n"
      "C > B > A\n"
      "/EMPTY_RANKING/\n";
  const std::string head = "#/Candidates: A ; B ; C\n";
  for (const std::string reading : {"true", "false"}) {
    const Election election = Read(head + "#/Implicit Ranking: " + reading + "\n" + votes);
    const SchulzeResult result = Count(election);
    EXPECT_EQ(OrderOf(result, election.names), "A=B>C");
    EXPECT_EQ(result.pairwise().ballots(), 5);
    EXPECT_EQ(result.pairwise().prefer(1, 2), 3);
    EXPECT_EQ(result.pairwise().tied(0, 1), reading == "true" ? 1 : 0);
    const absl::StatusOr<PairExplanation> pair = ExplainPair(result, 0, 2);
    ASSERT_TRUE(pair.ok());
    EXPECT_EQ(pair->reason, PairReason::kLayer);
    EXPECT_EQ(pair->layer_by, 1);
  }
  const std::string short_ballot = head + "#/Implicit Ranking: ";
  EXPECT_EQ(OrderOf(Count(Read(short_ballot + "true\nB\n")), {"A", "B", "C"}), "B>A=C");
  EXPECT_EQ(OrderOf(Count(Read(short_ballot + "false\nB\n")), {"A", "B", "C"}), "A=B=C");
}

// Winning votes and margins can disagree; worked out by hand. A beats B by 5 to 4, B beats C by 6
// to 1, and C beats A by 4 to 2 of the ballots that compare them.
//   winning votes: links 5, 6, 4; A to C holds 5 against 4 back, so A > B > C;
//   margins: links 1, 5, 2; A to C holds 1 against 2 back, B to A holds 2 against 1, so B > C > A.
TEST(OwnVotingConformance, WinningVotesAndMarginsDisagree) {
  const Election election = Read(
      "#/Candidates: A ; B ; C\n"
      "#/Implicit Ranking: false\n"
      "A > B * 5\n"
      "B > A * 4\n"
      "B > C * 6\n"
      "C > B\n"
      "C > A * 4\n"
      "A > C * 2\n");
  EXPECT_EQ(OrderOf(Count(election), election.names), "A>B>C");
  EXPECT_EQ(OrderOf(Count(election, Strength::kMargins), election.names), "B>C>A");
}

}  // namespace
}  // namespace plenum::tally
