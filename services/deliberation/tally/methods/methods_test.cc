// What holds for every method of the list.
#include "services/deliberation/tally/methods/methods.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/deliberation/tally/report/trace.h"
#include "services/deliberation/tally/report/why.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

class EveryMethod : public ::testing::TestWithParam<const RankedMethod*> {
 protected:
  static Count CountOf(const Profile& profile, const TiePolicy& ties = KeepTied{}) {
    absl::StatusOr<Count> count =
        GetParam()->count(profile, PairwiseMatrix::FromProfile(profile), ties, {});
    EXPECT_TRUE(count.ok()) << count.status();
    return *std::move(count);
  }
};

Profile RandomProfile(RandomEngine& engine, int n, bool complete) {
  return MakeProfile(n, Upto(engine, 2) == 0 ? Unranked::kTiedLast : Unranked::kNotCompared,
                     RandomBallots(engine, n, complete));
}

TEST_P(EveryMethod, RanksEveryOptionOnce) {
  RandomEngine engine(1);
  for (int trial = 0; trial < 50; ++trial) {
    const Profile profile = RandomProfile(engine, 1 + Upto(engine, 6), false);
    const Count count = CountOf(profile);
    EXPECT_EQ(count.ranking.option_count(), profile.option_count());
    EXPECT_TRUE(count.ranking.complete());
    EXPECT_TRUE(count.ranking_by_votes.complete());
    EXPECT_EQ(count.ranking, count.ranking_by_votes);
    for (const TieEvent& event : count.events) EXPECT_EQ(event.rule, "kept");
  }
}

TEST_P(EveryMethod, NamesOfOptionsMakeNoDifference) {
  RandomEngine engine(2);
  for (int trial = 0; trial < 50; ++trial) {
    const int n = 2 + Upto(engine, 4);
    const std::vector<CastBallot> ballots = RandomBallots(engine, n, false);
    const std::vector<OptionIndex> renamed = RandomPermutation(engine, n);
    const auto rename = [&](const Tiers& tiers) {
      Tiers result = tiers;
      for (auto& tier : result) {
        for (OptionIndex& option : tier) option = renamed[static_cast<size_t>(option)];
      }
      return result;
    };
    std::vector<CastBallot> others;
    for (const CastBallot& ballot : ballots) others.push_back({rename(ballot.tiers), ballot.count});
    std::reverse(others.begin(), others.end());
    const Ranking one = CountOf(MakeProfile(n, Unranked::kTiedLast, ballots)).ranking;
    const Ranking other = CountOf(MakeProfile(n, Unranked::kTiedLast, others)).ranking;
    EXPECT_EQ(MakeRanking(n, rename(one.Tiers())), other);
  }
}

TEST_P(EveryMethod, AnUnanimousOrderIsTheResult) {
  const Tiers order = {{2}, {0}, {3}, {1}};
  const Count count = CountOf(MakeProfile(4, Unranked::kTiedLast, {{order, 7}}));
  // Rules that look at first places or sets alone leave the rest level, but contradict nobody.
  EXPECT_EQ(count.ranking.tier(0)[0], 2);
  for (int t = 0; t + 1 < count.ranking.tier_count(); ++t) {
    for (const OptionIndex upper : count.ranking.tier(t)) {
      for (const OptionIndex lower : count.ranking.tier(t + 1)) {
        const Ranking ballot = MakeRanking(4, order);
        EXPECT_LT(ballot.TierOf(upper), ballot.TierOf(lower)) << GetParam()->id;
      }
    }
  }
}

TEST_P(EveryMethod, WithNoBallotsAllAreLevel) {
  for (const Unranked unranked : {Unranked::kTiedLast, Unranked::kNotCompared}) {
    EXPECT_EQ(CountOf(*Profile::Create(3, unranked)).ranking.tier_count(), 1);
    EXPECT_EQ(CountOf(MakeProfile(3, unranked, {{{}, 4}})).ranking.tier_count(), 1);
    EXPECT_EQ(CountOf(MakeProfile(1, unranked, {{{{0}}, 4}})).ranking.tier_count(), 1);
  }
}

TEST_P(EveryMethod, AnOrderForTiesSeparatesAllOptionsAndSaysSo) {
  RandomEngine engine(3);
  for (int trial = 0; trial < 50; ++trial) {
    const int n = 2 + Upto(engine, 4);
    const Profile profile = RandomProfile(engine, n, false);
    const Count count = CountOf(profile, SeededPermutation{"seed"});
    EXPECT_EQ(count.ranking.tier_count(), n) << GetParam()->id;
    EXPECT_FALSE(count.held);
    EXPECT_TRUE(count.ranking_by_votes.tier_count() == n || !count.events.empty());
  }
  EXPECT_FALSE(GetParam()
                   ->count(*Profile::Create(2, Unranked::kTiedLast),
                           *PairwiseMatrix::Create(2, Unranked::kTiedLast), DeclaredOrder{{0}}, {})
                   .ok());
}

TEST_P(EveryMethod, HoldsTiesForADecision) {
  const Profile level = MakeProfile(2, Unranked::kTiedLast, {{{{0}, {1}}, 3}, {{{1}, {0}}, 3}});
  const Count count = CountOf(level, HoldForDecision{});
  EXPECT_TRUE(count.held) << GetParam()->id;
  EXPECT_FALSE(count.events.empty());
}

TEST_P(EveryMethod, CountsUpTo2To53) {
  const int64_t most = kMaxBallots / 2;
  const Count count = CountOf(
      MakeProfile(3, Unranked::kTiedLast, {{{{0}, {1}, {2}}, most}, {{{0}, {2}, {1}}, most}}));
  EXPECT_EQ(count.ranking.tier(0)[0], 0);
  EXPECT_EQ(count.ranking.tier(0).size(), 1);
}

TEST_P(EveryMethod, ExplainsEveryPairAndEveryBallot) {
  RandomEngine engine(4);
  const std::vector<std::string> names = {"Ann", "Bob", "Cy", "Dee", "Eve"};
  for (int trial = 0; trial < 20; ++trial) {
    const Profile profile = RandomProfile(engine, 5, false);
    const PairwiseMatrix matrix = PairwiseMatrix::FromProfile(profile);
    const Count count = CountOf(profile);
    for (OptionIndex a = 0; a < 5; ++a) {
      for (OptionIndex b = 0; b < a; ++b) {
        const absl::StatusOr<Why> why = ExplainAbove(count, matrix, a, b, names);
        ASSERT_TRUE(why.ok());
        EXPECT_FALSE(why->sentence.empty());
        if (why->kind == WhyKind::kTied) continue;
        EXPECT_LT(count.ranking.TierOf(why->upper), count.ranking.TierOf(why->lower));
        // Only Kemeny-Young and Stable Voting find an order as a whole.
        const bool whole = GetParam()->id == "kemeny-young" || GetParam()->id == "stable-voting";
        EXPECT_TRUE(whole || why->kind != WhyKind::kOrder) << GetParam()->id << why->sentence;
        if (why->kind == WhyKind::kFigure) {
          const bool higher = count.figures[*why->figure].higher_is_better;
          EXPECT_EQ(why->upper_value > why->lower_value, higher) << GetParam()->id;
        }
      }
    }
    for (const BallotGroup& group : profile.groups()) {
      const absl::StatusOr<BallotTrace> trace =
          TraceBallot(group.ranking, count, profile.unranked());
      ASSERT_TRUE(trace.ok());
      EXPECT_EQ(trace->rounds.size(), count.rounds.size());
    }
  }
}

// A method says that a Condorcet winner is its winner; the bound of the report rests on that.
TEST_P(EveryMethod, ElectsACondorcetWinnerIfItSaysSo) {
  if (GetParam()->margin != MarginRule::kCondorcet) return;
  RandomEngine engine(5);
  int found = 0;
  for (int trial = 0; trial < 300; ++trial) {
    const Profile profile = RandomProfile(engine, 4, trial % 2 == 0);
    const auto winner = PairwiseMatrix::FromProfile(profile).CondorcetWinner();
    if (!winner) continue;
    ++found;
    const Ranking ranking = CountOf(profile).ranking;
    EXPECT_EQ(ranking.tier(0).size(), 1) << GetParam()->id;
    EXPECT_EQ(ranking.tier(0)[0], *winner) << GetParam()->id;
  }
  EXPECT_GT(found, 50);
}

std::vector<const RankedMethod*> Pointers() {
  std::vector<const RankedMethod*> methods;
  for (const RankedMethod& method : RankedMethods()) methods.push_back(&method);
  return methods;
}

std::string NameOf(const ::testing::TestParamInfo<const RankedMethod*>& info) {
  std::string name(info.param->id);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, EveryMethod, ::testing::ValuesIn(Pointers()), NameOf);

TEST(RankedMethods, HaveNamesOfTheirOwn) {
  std::set<std::string_view> ids;
  for (const RankedMethod& method : RankedMethods()) {
    EXPECT_TRUE(ids.insert(method.id).second) << method.id;
    EXPECT_EQ(FindRankedMethod(method.id), &method);
    EXPECT_FALSE(method.source.empty());
  }
  EXPECT_EQ(FindRankedMethod("unknown"), nullptr);
}

// All methods side by side, and the bounds on how few ballots move the first place, against every
// possible change of small elections.
TEST(RankedMethods, ReportOnAnyBallots) {
  RandomEngine engine(6);
  std::vector<MethodUnderTest> methods;
  for (const RankedMethod& method : RankedMethods()) {
    methods.push_back(UnderTest(method, KeepTied{}));
  }
  for (int trial = 0; trial < 10; ++trial) {
    const Profile profile = RandomProfile(engine, 4, false);
    for (size_t chosen = 0; chosen < methods.size(); ++chosen) {
      RobustnessOptions options;
      options.samples = 5;
      const absl::StatusOr<Robustness> report = CheckRobustness(profile, methods, chosen, options);
      ASSERT_TRUE(report.ok()) << report.status();
      EXPECT_LE(report->margin.at_least, report->margin.at_most.value_or(kMaxBallots));
    }
  }
}

// A tournament without a Condorcet winner, in which the searches have something to do.
PairwiseMatrix RandomTournament(int n, uint64_t seed) {
  RandomEngine engine(seed);
  PairwiseMatrix matrix = *PairwiseMatrix::Create(n, Unranked::kTiedLast);
  for (int ballot = 0; ballot < 40; ++ballot) {
    const absl::Status added = matrix.Add(MakeRanking(n, RandomTiers(engine, n, true)));
    EXPECT_TRUE(added.ok()) << added;
  }
  return matrix;
}

TEST(Searches, EndSoonAfterTheyAreStopped) {
  struct Case {
    const char* id;
    int options;
  };
  for (const auto& [id, n] :
       {Case{"kemeny-young", 20}, Case{"kemeny-young", 40}, Case{"stable-voting", 40}}) {
    const PairwiseMatrix matrix = RandomTournament(n, 11);
    const Profile none = *Profile::Create(n, Unranked::kTiedLast);
    int64_t asked = 0;
    (void)FindRankedMethod(id)->count(none, matrix, KeepTied{}, [&] { return ++asked, false; });
    ASSERT_GT(asked, 4) << id << " " << n;
    for (const int64_t limit : {int64_t{0}, asked / 2}) {
      int64_t questions = 0;
      const auto count = FindRankedMethod(id)->count(none, matrix, KeepTied{},
                                                     [&] { return ++questions > limit; });
      EXPECT_EQ(count.status().code(), absl::StatusCode::kCancelled) << id << " " << n;
      EXPECT_LT(questions, limit + 10) << id << " " << n;
    }
  }
}

}  // namespace
}  // namespace plenum::tally
