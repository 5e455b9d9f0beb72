#include "services/deliberation/tally/stv/trace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "services/deliberation/tally/stv/why_testing.h"

namespace plenum::tally {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> Names(int n) { return {kPeople.begin(), kPeople.begin() + n}; }

StvBallotTrace Trace(const StvResult& result, const Tiers& ballot) {
  const auto n = static_cast<int>(result.stages.front().states.size());
  absl::StatusOr<StvBallotTrace> trace =
      TraceStvBallot(MakeRanking(n, ballot), result, std::nullopt, Names(n));
  EXPECT_TRUE(trace.ok()) << trace.status();
  return *std::move(trace);
}

// The step that holds at the stage.
const StvBallotTrace::Step* At(const StvBallotTrace& trace, size_t stage) {
  const StvBallotTrace::Step* at = nullptr;
  for (const auto& step : trace.steps) {
    if (step.stage <= stage) at = &step;
  }
  return at;
}

TEST(TraceStvBallot, FollowsASurplusAndAnExclusion) {
  // Quota 5: option 0 has 7, each of its ballots goes on with 2/7, cut to 0.28571.
  const StvResult result =
      MustCount(MakeProfile(3, Unranked::kNotCompared, {{{{0}, {1}}, 7}, {{{2}}, 4}, {{{1}}, 2}}),
                StvRule::kScottish, 2);
  const StvBallotTrace trace = Trace(result, {{0}, {1}});
  ASSERT_EQ(trace.steps.size(), 3);
  EXPECT_EQ(trace.steps[0].stands[0].option, 0);
  EXPECT_EQ(trace.steps[0].stands[0].weight, 1);
  EXPECT_TRUE(trace.steps[1].surplus);
  EXPECT_THAT(trace.steps[1].from, ElementsAre(0));
  EXPECT_EQ(trace.steps[1].stands[0].option, 1);
  EXPECT_EQ(trace.steps[1].stands[0].weight, MakeRational(28571, 100000));
  EXPECT_EQ(trace.steps[1].kept[0].weight, MakeRational(71429, 100000));
  EXPECT_THAT(trace.steps[2].stands, IsEmpty());
  EXPECT_EQ(trace.steps[2].exhausted, MakeRational(28571, 100000));
  ASSERT_EQ(trace.helped.size(), 1);
  EXPECT_EQ(trace.helped[0].option, 0);
  EXPECT_EQ(trace.sentence,
            "It helped to elect Ann with its whole vote; 0.28571 of it is exhausted, as it ranks "
            "nobody else who was left.");
}

TEST(TraceStvBallot, SaysThatABallotForTheWithdrawnCountsForNobody) {
  const StvResult result =
      MustCount(MakeProfile(3, Unranked::kNotCompared, {{{{0}, {1}}, 7}, {{{2}}, 4}}),
                StvRule::kScottish, 1, HoldForDecision{}, {2});
  const StvBallotTrace trace = Trace(result, {{2}});
  EXPECT_FALSE(trace.valid);
  EXPECT_THAT(trace.sentence, HasSubstr("counts for nobody"));
  EXPECT_FALSE(Trace(result, {}).valid);
}

TEST(TraceStvBallot, RefusesTiesWhereTheRuleDoesAndOtherSizes) {
  const StvResult result = MustCount(
      MakeProfile(3, Unranked::kNotCompared, {{{{0}, {1}}, 7}, {{{2}}, 4}}), StvRule::kWigm, 1);
  EXPECT_EQ(
      TraceStvBallot(MakeRanking(3, {{0, 1}}), result, std::nullopt, Names(3)).status().code(),
      absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(TraceStvBallot(MakeRanking(4, {{0}}), result, std::nullopt, Names(4)).ok());
  EXPECT_FALSE(TraceStvBallot(MakeRanking(3, {{0}}), result, std::nullopt, Names(2)).ok());
}

// Whose votes a stage holds as they were counted: at each decision, but for what QPQ and Meek's
// reference rule leave as it was when they fill the last seats.
bool IsCounted(const StvResult& result, const StvStage& stage) {
  const bool decides = stage.action == StvAction::kElect || stage.action == StvAction::kExclude;
  const bool fills =
      stage.reason == "fills a remaining seat" || stage.reason == "all seats are filled";
  const bool stale = result.rule == StvRule::kQpq || result.rule == StvRule::kMeekPrf;
  return decides && !(fills && stale);
}

class EveryStvRule : public ::testing::TestWithParam<StvRule> {};

// All ballots together must be what the count says of every option that is in it.
TEST_P(EveryStvRule, WhatAllBallotsGiveAddsUpToTheVotes) {
  RandomEngine engine(11);
  for (int trial = 0; trial < 60; ++trial) {
    const int n = 3 + Upto(engine, 4);
    const Profile profile = RandomElection(engine, n);
    const StvResult result = MustCount(profile, GetParam(), 1 + Upto(engine, n - 1));
    std::vector<StvBallotTrace> traces;
    for (const BallotGroup& group : profile.groups()) {
      traces.push_back(*TraceStvBallot(group.ranking, result, std::nullopt, Names(n)));
    }
    for (size_t s = 0; s < result.stages.size(); ++s) {
      const StvStage& stage = result.stages[s];
      if (!IsCounted(result, stage)) continue;
      if (s < traces.front().steps.front().stage) continue;  // QPQ has begun anew since
      std::vector<Rational> votes(static_cast<size_t>(n));
      for (size_t g = 0; g < traces.size(); ++g) {
        const Rational count(profile.groups()[g].count);
        const StvBallotTrace::Step* at = At(traces[g], s);
        ASSERT_NE(at, nullptr);
        Rational all = at->exhausted;
        for (const auto& part : at->stands) {
          votes[static_cast<size_t>(part.option)] += part.weight * count;
          all += part.weight;
        }
        for (const auto& part : at->kept) all += part.weight;
        if (GetParam() != StvRule::kQpq) {
          EXPECT_EQ(all, 1) << "nothing of a ballot is lost";
        }
      }
      for (OptionIndex option = 0; option < n; ++option) {
        const auto i = static_cast<size_t>(option);
        const bool hopeful = stage.states[i] == StvState::kHopeful || option == stage.options[0];
        if (!hopeful) continue;
        // An elected one of Meek's and Warren's rule: what it keeps.
        if (stage.factors != nullptr && stage.action == StvAction::kElect &&
            GetParam() != StvRule::kQpq) {
          continue;
        }
        EXPECT_EQ(votes[i], (*stage.votes)[i])
            << NameOf(GetParam()) << " trial " << trial << " stage " << s << " option " << option;
      }
    }
  }
}

// Who is elected by reaching the quota has it from those who are told that they helped.
TEST_P(EveryStvRule, ThoseWhoHelpedBringTheVotesOfTheElection) {
  RandomEngine engine(12);
  for (int trial = 0; trial < 40; ++trial) {
    const int n = 3 + Upto(engine, 4);
    const Profile profile = RandomElection(engine, n);
    const StvResult result = MustCount(profile, GetParam(), 1 + Upto(engine, n - 1));
    std::vector<Rational> helped(static_cast<size_t>(n));
    for (const BallotGroup& group : profile.groups()) {
      const auto trace = *TraceStvBallot(group.ranking, result, std::nullopt, Names(n));
      EXPECT_EQ(trace.sentence.back(), '.');
      for (const auto& part : trace.helped) {
        helped[static_cast<size_t>(part.option)] += part.weight * Rational(group.count);
      }
    }
    for (const StvStage& stage : result.stages) {
      if (stage.action != StvAction::kElect || !IsCounted(result, stage)) continue;
      if (GetParam() == StvRule::kQpq) continue;  // elections before the last beginning are undone
      if (stage.reason == "keeps its surplus") continue;
      const auto i = static_cast<size_t>(stage.options[0]);
      EXPECT_EQ(helped[i], (*stage.votes)[i]) << NameOf(GetParam()) << " trial " << trial;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, EveryStvRule, ::testing::ValuesIn(kEveryStvRule), RuleNameOf);

}  // namespace
}  // namespace plenum::tally
