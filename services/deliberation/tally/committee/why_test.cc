#include "services/deliberation/tally/committee/why.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "services/deliberation/tally/committee/approval_testing.h"
#include "services/deliberation/tally/committee/thiele.h"

namespace plenum::tally {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::vector<std::string> kNames = {"Ann", "Bob", "Cy", "Dee", "Eve", "Flo"};

std::vector<std::string> Names(int n) { return {kNames.begin(), kNames.begin() + n}; }

CommitteeWhy Why(const ApprovalProfile& profile, CommitteeRule rule,
                 const CommitteeOptions& options, OptionIndex a, OptionIndex b) {
  const CommitteeResult result = MustElect(profile, rule, options);
  const absl::StatusOr<CommitteeWhy> why =
      ExplainCommittee(profile, rule, options, result, a, b, Names(profile.option_count()));
  EXPECT_TRUE(why.ok()) << why.status();
  return *why;
}

CommitteeBallotTrace Trace(const ApprovalProfile& profile, CommitteeRule rule, int seats,
                           std::vector<OptionIndex> approved) {
  const CommitteeResult result = MustElect(profile, rule, Seats(seats));
  const absl::StatusOr<CommitteeBallotTrace> trace = TraceApprovals(
      profile, rule, Seats(seats), result, std::move(approved), Names(profile.option_count()));
  EXPECT_TRUE(trace.ok()) << trace.status();
  return *trace;
}

TEST(ExplainCommittee, ComparesApprovals) {
  const CommitteeWhy why =
      Why(MakeApprovals(3, {{{0, 1}, 6}, {{1, 2}, 4}}), CommitteeRule::kApproval, Seats(2), 2, 0);
  EXPECT_EQ(why.kind, CommitteeWhyKind::kPoints);
  EXPECT_EQ(why.sentence, "Ann is on the committee and Cy is not: Ann has 6 approvals and Cy 4.");
}

TEST(ExplainCommittee, WhereAllCommitteesAreAlikeTheTieRuleDecides) {
  CommitteeOptions options = Seats(2);
  options.tie_policy = DeclaredOrder{{2, 3, 1, 0}};
  const CommitteeWhy why =
      Why(MakeApprovals(4, {{{0, 1}, 6}, {{1, 2}, 4}}), CommitteeRule::kTrivial, options, 0, 3);
  EXPECT_EQ(why.kind, CommitteeWhyKind::kTiePolicy);
  EXPECT_EQ(why.upper, 3);
  EXPECT_THAT(why.sentence, HasSubstr("Dee comes before Ann: the rule takes all options alike, and "
                                      "the tie rule (declared order) put Dee first"));
}

TEST(ExplainCommittee, ComparesTheStepThatDecided) {
  // Two parties of 6 and 3: the first seat and the second go to the first party.
  const CommitteeWhy pav = Why(TwoParties(), CommitteeRule::kSequentialPav, Seats(1), 0, 3);
  EXPECT_EQ(pav.sentence,
            "Ann is on the committee and Dee is not: Ann was added in step 1 with the highest "
            "score gained, 6, when Dee had 3. Of the 3 committees that are level, Ann is on 1 and "
            "Dee on none.");
  const CommitteeWhy load = Why(TwoParties(), CommitteeRule::kSequentialPhragmen, Seats(1), 3, 0);
  EXPECT_EQ(load.upper, 0);
  EXPECT_EQ(load.upper_value, MakeRational(1, 6));
  EXPECT_EQ(load.lower_value, MakeRational(1, 3));
}

TEST(ExplainCommittee, ComparesWithTheBestCommitteeThatHasTheOtherInstead) {
  const ApprovalProfile profile = MakeApprovals(4, {{{0, 1}, 5}, {{2}, 4}, {{3}, 2}});
  const CommitteeWhy why = Why(profile, CommitteeRule::kPav, Seats(2), 3, 2);
  EXPECT_EQ(why.kind, CommitteeWhyKind::kScore);
  EXPECT_EQ(why.upper, 2);
  EXPECT_THAT(why.rival->members, ElementsAre(0, 3));
  EXPECT_EQ(why.sentence,
            "Cy is on the committee and Dee is not: the committee's PAV score is 9, and the best "
            "committee with Dee and without Cy (Ann and Dee) has 7. Of the 2 committees that are "
            "level, Cy is on all and Dee on none.");
}

TEST(ExplainCommittee, SaysWhenTheSearchEndedEarly) {
  RandomEngine engine(5);
  const ApprovalProfile profile = RandomApprovals(engine, 6);
  CommitteeOptions options = Seats(3);
  options.most_nodes = 1;
  const CommitteeResult result = MustElect(profile, CommitteeRule::kPav, options);
  ASSERT_FALSE(result.proven);
  for (OptionIndex a = 1; a < 6; ++a) {
    const CommitteeWhy why =
        *ExplainCommittee(profile, CommitteeRule::kPav, options, result, a, 0, Names(6));
    if (why.kind != CommitteeWhyKind::kScore) continue;
    EXPECT_THAT(why.sentence, HasSubstr("is not proven"));
  }
}

TEST(ExplainCommittee, RefusesWhatIsNotThere) {
  const ApprovalProfile profile = TwoParties();
  const CommitteeResult result = MustElect(profile, CommitteeRule::kPav, Seats(2));
  const auto explain = [&](OptionIndex a, OptionIndex b, int names) {
    return ExplainCommittee(profile, CommitteeRule::kPav, Seats(2), result, a, b, Names(names))
        .status()
        .code();
  };
  EXPECT_EQ(explain(0, 6, 6), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(explain(1, 1, 6), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(explain(0, 1, 5), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(
      TraceApprovals(profile, CommitteeRule::kPav, Seats(2), result, {1, 1}, Names(6)).ok());
  EXPECT_FALSE(TraceApprovals(profile, CommitteeRule::kPav, Seats(2), result, {6}, Names(6)).ok());
}

TEST(TraceApprovals, SaysWhatTheBallotGaveToTheCommittee) {
  const ApprovalProfile profile = MakeApprovals(3, {{{0, 1}, 6}, {{2}, 4}});
  EXPECT_EQ(
      Trace(MakeApprovals(3, {{{0, 1}, 9}, {{2}, 4}}), CommitteeRule::kPav, 2, {1, 0}).sentence,
      "It approves of Ann and Bob on the committee; to the PAV score it adds 1.5.");
  EXPECT_EQ(Trace(profile, CommitteeRule::kSequentialPhragmen, 2, {0, 1}).sentence,
            "It approves of Ann on the committee; for Ann its load goes from 0 to 0.166667.");
  EXPECT_EQ(Trace(profile, CommitteeRule::kEqualShares, 2, {0, 1}).sentence,
            "It approves of Ann on the committee; for Ann it gives 0.166667 of its money, 0.033333 "
            "left.");
  const CommitteeBallotTrace other = Trace(profile, CommitteeRule::kEqualShares, 2, {1, 2});
  EXPECT_FALSE(other.counted);
  EXPECT_EQ(Trace(profile, CommitteeRule::kEqualShares, 2, {}).sentence,
            "The ballot approves of nobody.");
}

// The committee of every rule that optimises, against looking at all committees.
TEST(ExplainCommittee, TheRivalIsTheBestOfAllWithTheOtherInstead) {
  RandomEngine engine(41);
  int scores = 0;
  for (int trial = 0; trial < 60; ++trial) {
    const int n = 4 + Upto(engine, 3);
    const ApprovalProfile profile = RandomApprovals(engine, n);
    const int seats = 1 + Upto(engine, n - 1);
    for (const auto& [rule, thiele] :
         {std::pair{CommitteeRule::kPav, Thiele::kPav},
          std::pair{CommitteeRule::kSlav, Thiele::kSlav},
          std::pair{CommitteeRule::kAdams, Thiele::kAdams},
          std::pair{CommitteeRule::kLexChamberlinCourant, Thiele::kLexChamberlinCourant}}) {
      const CommitteeResult result = MustElect(profile, rule, Seats(seats));
      for (OptionIndex a = 0; a < n; ++a) {
        const OptionIndex b = (a + 1 + Upto(engine, n - 1)) % n;
        const CommitteeWhy why =
            *ExplainCommittee(profile, rule, Seats(seats), result, a, b, Names(n));
        EXPECT_EQ(why.sentence.back(), '.');
        if (why.kind != CommitteeWhyKind::kScore) continue;
        ++scores;
        std::vector<Rational> best;
        for (const auto& committee : AllCommittees(n, seats)) {
          const auto has = [&](OptionIndex option) {
            return std::binary_search(committee.begin(), committee.end(), option);
          };
          if (!has(why.lower) || has(why.upper)) continue;
          const std::vector<Rational> score = ThieleScore(profile, thiele, committee);
          if (best.empty() || best < score) best = score;
        }
        EXPECT_EQ(why.rival->score, best) << RuleName(rule);
        EXPECT_LT(best, result.score);
        EXPECT_GT(*why.upper_value, *why.lower_value);
      }
    }
  }
  EXPECT_GT(scores, 100);
}

// What adding the option to the members gains, ballot by ballot.
Rational NaiveGain(const ApprovalProfile& profile, const std::vector<OptionIndex>& members,
                   OptionIndex option) {
  std::vector<OptionIndex> more = members;
  more.push_back(option);
  std::sort(more.begin(), more.end());
  Rational gain;
  for (const ApprovalGroup& group : profile.groups()) {
    for (int i = MembersOn(group, members) + 1; i <= MembersOn(group, more); ++i) {
      gain += MakeRational(group.count, i);
    }
  }
  return gain;
}

// The equal load of the option's supporters once they carry it, from the loads of all.
std::optional<Rational> NaiveLoad(const ApprovalProfile& profile,
                                  const std::vector<Rational>& loads, OptionIndex option) {
  Rational all(1);
  int64_t voters = 0;
  for (size_t g = 0; g < loads.size(); ++g) {
    const ApprovalGroup& group = profile.groups()[g];
    if (MembersOn(group, {option}) == 0) continue;
    all += loads[g] * Rational(group.count);
    voters += group.count;
  }
  if (voters == 0) return std::nullopt;
  return Rational(all / Rational(voters));
}

// Whether supporters who pay q, or all they have, raise 1.
bool Raises(const ApprovalProfile& profile, const std::vector<Rational>& money, OptionIndex option,
            const Rational& q) {
  Rational raised;
  for (size_t g = 0; g < money.size(); ++g) {
    const ApprovalGroup& group = profile.groups()[g];
    if (MembersOn(group, {option}) == 0) continue;
    raised += (q < money[g] ? q : money[g]) * Rational(group.count);
  }
  return raised >= 1;
}

TEST(ExplainCommittee, EveryStepsFiguresAreTrueOfTheBallots) {
  RandomEngine engine(42);
  int compared = 0;
  for (int trial = 0; trial < 100; ++trial) {
    const int n = 3 + Upto(engine, 4);
    const ApprovalProfile profile = RandomApprovals(engine, n);
    const int seats = 1 + Upto(engine, n - 1);
    for (const CommitteeRule rule :
         {CommitteeRule::kSequentialPav, CommitteeRule::kSequentialPhragmen,
          CommitteeRule::kEqualShares}) {
      const CommitteeResult result = MustElect(profile, rule, Seats(seats));
      for (OptionIndex a = 0; a < n; ++a) {
        const OptionIndex b = (a + 1 + Upto(engine, n - 1)) % n;
        const CommitteeWhy why =
            *ExplainCommittee(profile, rule, Seats(seats), result, a, b, Names(n));
        EXPECT_EQ(why.sentence.back(), '.');
        if (!why.step.has_value()) continue;
        const CommitteeStep& step = result.steps[*why.step];
        EXPECT_EQ(step.option, why.upper);
        if (!why.lower_value.has_value()) continue;
        ++compared;
        std::vector<OptionIndex> members;
        std::vector<Rational> accounts(profile.groups().size());
        if (rule == CommitteeRule::kEqualShares) {
          accounts.assign(accounts.size(), MakeRational(seats, profile.ballots()));
        }
        for (size_t s = 0; s < *why.step; ++s) {
          members.push_back(result.steps[s].option);
          accounts = result.steps[s].accounts;
        }
        if (rule == CommitteeRule::kSequentialPav) {
          EXPECT_EQ(*why.upper_value, NaiveGain(profile, members, why.upper));
          EXPECT_EQ(*why.lower_value, NaiveGain(profile, members, why.lower));
          EXPECT_GE(*why.upper_value, *why.lower_value);
        } else if (rule == CommitteeRule::kSequentialPhragmen && step.measure != "approvals") {
          EXPECT_EQ(*why.upper_value, NaiveLoad(profile, accounts, why.upper));
          EXPECT_EQ(*why.lower_value, NaiveLoad(profile, accounts, why.lower));
          EXPECT_LE(*why.upper_value, *why.lower_value);
        } else if (step.measure == "payment of each supporter") {
          for (const auto& [option, value] :
               {std::pair{why.upper, *why.upper_value}, std::pair{why.lower, *why.lower_value}}) {
            EXPECT_TRUE(Raises(profile, accounts, option, value));
            EXPECT_FALSE(Raises(profile, accounts, option, value * MakeRational(999, 1000)));
          }
          EXPECT_LE(*why.upper_value, *why.lower_value);
        }
      }
    }
  }
  EXPECT_GT(compared, 200);
}

// What all ballots give for a seat by equal shares is its price, 1.
TEST(TraceApprovals, TheBallotsPayThePriceOfASeat) {
  RandomEngine engine(43);
  for (int trial = 0; trial < 60; ++trial) {
    const int n = 3 + Upto(engine, 4);
    const ApprovalProfile profile = RandomApprovals(engine, n);
    const int seats = 1 + Upto(engine, n - 1);
    const CommitteeResult result = MustElect(profile, CommitteeRule::kEqualShares, Seats(seats));
    std::vector<Rational> paid(result.steps.size());
    for (const ApprovalGroup& group : profile.groups()) {
      const CommitteeBallotTrace trace = *TraceApprovals(
          profile, CommitteeRule::kEqualShares, Seats(seats), result, group.approved, Names(n));
      EXPECT_TRUE(trace.counted);
      for (const auto& step : trace.steps) {
        paid[step.step] +=
            (step.account == "money" ? step.before - step.after : step.after - step.before) *
            Rational(group.count);
      }
    }
    for (size_t s = 0; s < paid.size(); ++s) {
      if (result.steps[s].measure == "approvals") continue;  // nobody approves of what is left
      EXPECT_EQ(paid[s], 1) << result.steps[s].measure;
    }
  }
}

// No rule is without a reason, whatever the ballots.
TEST(ExplainCommittee, EveryRuleGivesEveryPairAReason) {
  RandomEngine engine(44);
  for (int trial = 0; trial < 8; ++trial) {
    const ApprovalProfile profile = RandomApprovals(engine, 5);
    for (const CommitteeRule rule : AllCommitteeRules()) {
      for (const TiePolicy& ties : {TiePolicy(KeepTied{}), TiePolicy(SeededPermutation{"tests"})}) {
        CommitteeOptions options = Seats(1 + Upto(engine, 5));
        options.tie_policy = ties;
        const CommitteeResult result = MustElect(profile, rule, options);
        for (OptionIndex a = 0; a < 5; ++a) {
          for (OptionIndex b = 0; b < 5; ++b) {
            if (a == b) continue;
            const absl::StatusOr<CommitteeWhy> why =
                ExplainCommittee(profile, rule, options, result, a, b, Names(5));
            ASSERT_TRUE(why.ok()) << RuleName(rule) << why.status();
            EXPECT_EQ(why->sentence.back(), '.');
            EXPECT_THAT(why->sentence, HasSubstr(kNames[static_cast<size_t>(a)]));
            EXPECT_THAT(why->sentence, HasSubstr(kNames[static_cast<size_t>(b)]));
          }
        }
        for (const ApprovalGroup& group : profile.groups()) {
          EXPECT_TRUE(
              TraceApprovals(profile, rule, options, result, group.approved, Names(5)).ok());
        }
      }
    }
  }
}

}  // namespace
}  // namespace plenum::tally
