#include "services/deliberation/tally/committee/committee.h"

#include <gtest/gtest.h>

#include <set>

#include "services/deliberation/tally/committee/approval_testing.h"

namespace plenum::tally {
namespace {

TEST(CommitteeTest, NamesFindTheirRules) {
  for (const CommitteeRule rule : AllCommitteeRules()) {
    EXPECT_EQ(CommitteeRuleByName(RuleName(rule)), rule);
  }
  EXPECT_FALSE(CommitteeRuleByName("condorcet").has_value());
}

TEST(CommitteeTest, BadOptionsAreRefusedByEveryRule) {
  const ApprovalProfile profile = TwoParties();
  for (const CommitteeRule rule : AllCommitteeRules()) {
    for (const int seats : {-1, 0, 7}) {
      EXPECT_EQ(ElectCommittee(profile, rule, Seats(seats)).status().code(),
                absl::StatusCode::kInvalidArgument)
          << RuleName(rule) << " " << seats;
    }
    CommitteeOptions options = Seats(2);
    options.most_committees = 0;
    EXPECT_FALSE(ElectCommittee(profile, rule, options).ok()) << RuleName(rule);
    options = Seats(2);
    options.tie_policy = DeclaredOrder{{0, 1, 2}};
    EXPECT_FALSE(ElectCommittee(profile, rule, options).ok()) << RuleName(rule);
  }
}

TEST(CommitteeTest, WithoutBallotsEveryOptionIsLevel) {
  for (const bool empty_ballots : {false, true}) {
    ApprovalProfile profile = MakeApprovals(4, {});
    if (empty_ballots) {
      ASSERT_TRUE(profile.Add({}, 5).ok());
    }
    for (const CommitteeRule rule : AllCommitteeRules()) {
      const CommitteeResult result = MustElect(profile, rule, Seats(2));
      if (rule == CommitteeRule::kEqualSharesWithoutCompletion) {
        EXPECT_EQ(result.committees, Committees{{}});
      } else if (rule == CommitteeRule::kEqualSharesIncrementCompletion ||
                 rule == CommitteeRule::kGreedyMonroe) {
        EXPECT_EQ(result.committees, (Committees{{0, 1}})) << RuleName(rule);
      } else {
        EXPECT_EQ(result.committees.size(), 6u) << RuleName(rule);
      }
    }
  }
}

TEST(CommitteeTest, AllSeatsForAllOptions) {
  const ApprovalProfile profile = TwoParties();
  for (const CommitteeRule rule : AllCommitteeRules()) {
    if (rule == CommitteeRule::kEqualSharesWithoutCompletion) continue;
    EXPECT_EQ(Winners(profile, rule, 6), (Committees{{0, 1, 2, 3, 4, 5}})) << RuleName(rule);
  }
  const ApprovalProfile one = MakeApprovals(1, {{{0}, 3}});
  for (const CommitteeRule rule : AllCommitteeRules()) {
    EXPECT_EQ(Winners(one, rule, 1), (Committees{{0}})) << RuleName(rule);
  }
}

TEST(CommitteeTest, ProportionalRulesGiveEachPartyItsShare) {
  const ApprovalProfile profile = TwoParties();
  for (const CommitteeRule rule :
       {CommitteeRule::kPav, CommitteeRule::kSequentialPav, CommitteeRule::kReverseSequentialPav,
        CommitteeRule::kSequentialPhragmen, CommitteeRule::kEqualShares, CommitteeRule::kMonroe,
        CommitteeRule::kLeximaxPhragmen, CommitteeRule::kMaximinSupport,
        CommitteeRule::kPhragmenEnestroem, CommitteeRule::kEqualSharesWithoutCompletion}) {
    for (const std::vector<OptionIndex>& committee : Winners(profile, rule, 3)) {
      EXPECT_EQ(std::count_if(committee.begin(), committee.end(), [](int o) { return o < 3; }), 2)
          << RuleName(rule);
    }
  }
  EXPECT_EQ(Winners(profile, CommitteeRule::kApproval, 3), (Committees{{0, 1, 2}}));
}

TEST(CommitteeTest, AnOrderGivesOneOfTheTiedCommittees) {
  RandomEngine engine(11);
  for (int trial = 0; trial < 40; ++trial) {
    const ApprovalProfile profile = RandomApprovals(engine, 6);
    CommitteeOptions options = Seats(3);
    options.tie_policy = DeclaredOrder{RandomPermutation(engine, 6)};
    for (const CommitteeRule rule : AllCommitteeRules()) {
      if (rule == CommitteeRule::kEqualSharesIncrementCompletion ||
          rule == CommitteeRule::kGreedyMonroe) {
        continue;  // these have one committee under any policy
      }
      const Committees all = Winners(profile, rule, 3);
      const CommitteeResult one = MustElect(profile, rule, options);
      ASSERT_EQ(one.committees.size(), 1u) << RuleName(rule);
      EXPECT_TRUE(std::binary_search(all.begin(), all.end(), one.committees.front()))
          << RuleName(rule);
      if (all.size() > 1) {
        EXPECT_FALSE(one.events.empty()) << RuleName(rule);
      }
      EXPECT_FALSE(one.held);
    }
  }
}

TEST(CommitteeTest, TheOrderDecidesBetweenLevelOptions) {
  const ApprovalProfile profile = MakeApprovals(3, {{{0}, 1}, {{1}, 1}, {{2}, 1}});
  CommitteeOptions options = Seats(1);
  options.tie_policy = DeclaredOrder{{2, 0, 1}};
  for (const CommitteeRule rule : AllCommitteeRules()) {
    // A third of a seat's price in each hand buys nothing.
    if (rule == CommitteeRule::kEqualSharesWithoutCompletion) continue;
    EXPECT_EQ(MustElect(profile, rule, options).committees, (Committees{{2}})) << RuleName(rule);
  }
}

TEST(CommitteeTest, AHeldTieIsReportedWithAllCommittees) {
  const ApprovalProfile profile = MakeApprovals(3, {{{0}, 2}, {{1}, 1}, {{2}, 1}});
  CommitteeOptions options = Seats(2);
  options.tie_policy = HoldForDecision{};
  for (const CommitteeRule rule : {CommitteeRule::kPav, CommitteeRule::kSequentialPhragmen,
                                   CommitteeRule::kApproval, CommitteeRule::kMonroe}) {
    const CommitteeResult result = MustElect(profile, rule, options);
    EXPECT_TRUE(result.held) << RuleName(rule);
    EXPECT_EQ(result.committees, (Committees{{0, 1}, {0, 2}})) << RuleName(rule);
    ASSERT_EQ(result.events.size(), 1u);
    EXPECT_EQ(result.events.front().tied, (std::vector<OptionIndex>{1, 2}));
  }
}

TEST(CommitteeTest, ALimitOnCommitteesIsSaidToHaveCut) {
  const ApprovalProfile profile = MakeApprovals(8, {});
  for (const CommitteeRule rule : AllCommitteeRules()) {
    CommitteeOptions options = Seats(4);
    options.most_committees = 5;
    const CommitteeResult result = MustElect(profile, rule, options);
    EXPECT_LE(result.committees.size(), 5u) << RuleName(rule);
    EXPECT_EQ(result.complete, result.committees.size() == 1) << RuleName(rule);
    EXPECT_TRUE(std::is_sorted(result.committees.begin(), result.committees.end()));
  }
}

TEST(CommitteeTest, ARunOutOfNodesIsNoProof) {
  RandomEngine engine(5);
  const ApprovalProfile profile = RandomApprovals(engine, 12);
  CommitteeOptions options = Seats(6);
  options.most_nodes = 3;
  for (const CommitteeRule rule :
       {CommitteeRule::kPav, CommitteeRule::kMonroe, CommitteeRule::kMinimaxApproval,
        CommitteeRule::kLexChamberlinCourant}) {
    const CommitteeResult result = MustElect(profile, rule, options);
    EXPECT_FALSE(result.proven) << RuleName(rule);
    EXPECT_FALSE(result.complete) << RuleName(rule);
    ASSERT_EQ(result.committees.size(), 1u);
    EXPECT_EQ(result.committees.front().size(), 6u);
  }
}

// Renaming the options renames the committees.
TEST(CommitteeTest, RulesAreNeutral) {
  RandomEngine engine(17);
  for (int trial = 0; trial < 15; ++trial) {
    const ApprovalProfile profile = RandomApprovals(engine, 6);
    const std::vector<OptionIndex> name = RandomPermutation(engine, 6);
    ApprovalProfile renamed = MakeApprovals(6, {});
    for (const ApprovalGroup& group : profile.groups()) {
      std::vector<OptionIndex> approved;
      for (const OptionIndex o : group.approved) approved.push_back(name[static_cast<size_t>(o)]);
      ASSERT_TRUE(renamed.Add(approved, group.count).ok());
    }
    for (const CommitteeRule rule : AllCommitteeRules()) {
      if (rule == CommitteeRule::kEqualSharesIncrementCompletion ||
          rule == CommitteeRule::kGreedyMonroe) {
        continue;  // these break ties in any case
      }
      Committees want;
      for (std::vector<OptionIndex> committee : Winners(profile, rule, 3)) {
        for (OptionIndex& option : committee) option = name[static_cast<size_t>(option)];
        std::sort(committee.begin(), committee.end());
        want.push_back(committee);
      }
      std::sort(want.begin(), want.end());
      EXPECT_EQ(Winners(renamed, rule, 3), want) << RuleName(rule);
    }
  }
}

// A group that counts n times is n voters: multiplying all counts changes nothing for rules without
// districts of whole voters.
TEST(CommitteeTest, RulesLookAtSharesOfTheBallotsOnly) {
  RandomEngine engine(23);
  for (int trial = 0; trial < 15; ++trial) {
    const ApprovalProfile profile = RandomApprovals(engine, 6);
    ApprovalProfile larger = MakeApprovals(6, {});
    for (const ApprovalGroup& group : profile.groups()) {
      ASSERT_TRUE(larger.Add(group.approved, group.count * 1'000'000'000'000).ok());
    }
    for (const CommitteeRule rule : AllCommitteeRules()) {
      if (rule == CommitteeRule::kEqualSharesIncrementCompletion ||
          rule == CommitteeRule::kGreedyMonroe || rule == CommitteeRule::kMonroe) {
        continue;
      }
      EXPECT_EQ(Winners(profile, rule, 3), Winners(larger, rule, 3)) << RuleName(rule);
    }
  }
}

// Justified representation; and for PAV and equal shares the extended form, checked by looking at
// all sets of options that a group can agree on: it has to contain a voter with as many members as
// the group deserves seats.
bool HasExtendedRepresentation(const ApprovalProfile& profile,
                               const std::vector<OptionIndex>& committee, int seats) {
  for (int l = 1; l <= seats; ++l) {
    for (const std::vector<OptionIndex>& agreed : AllCommittees(profile.option_count(), l)) {
      int64_t poor = 0;  // agree on all of them and have fewer than l members
      for (const ApprovalGroup& group : profile.groups()) {
        if (MembersOn(group, agreed) == l && MembersOn(group, committee) < l) poor += group.count;
      }
      if (poor > 0 && poor * seats >= l * profile.ballots()) return false;
    }
  }
  return true;
}

TEST(CommitteeTest, RepresentationIsGivenWhereTheTheoryPromisesIt) {
  RandomEngine engine(29);
  for (int trial = 0; trial < 120; ++trial) {
    const ApprovalProfile profile = RandomApprovals(engine, 6);
    const int seats = 1 + Upto(engine, 4);
    for (const CommitteeRule rule : {CommitteeRule::kPav, CommitteeRule::kEqualShares,
                                     CommitteeRule::kEqualSharesWithoutCompletion,
                                     CommitteeRule::kEqualSharesApprovalCompletion}) {
      for (const std::vector<OptionIndex>& committee : Winners(profile, rule, seats)) {
        EXPECT_TRUE(HasExtendedRepresentation(profile, committee, seats)) << RuleName(rule);
      }
    }
    for (const CommitteeRule rule :
         {CommitteeRule::kSequentialPhragmen, CommitteeRule::kMaximinSupport,
          CommitteeRule::kChamberlinCourant, CommitteeRule::kSequentialChamberlinCourant,
          CommitteeRule::kLeximaxPhragmen}) {
      for (const std::vector<OptionIndex>& committee : Winners(profile, rule, seats)) {
        EXPECT_FALSE(JustifiedRepresentationViolation(profile, committee, seats).has_value())
            << RuleName(rule);
      }
    }
  }
}

TEST(CommitteeTest, AViolationOfRepresentationIsNamed) {
  const ApprovalProfile profile = TwoParties();
  EXPECT_EQ(JustifiedRepresentationViolation(profile, {0, 1, 2}, 3), 3);
  EXPECT_FALSE(JustifiedRepresentationViolation(profile, {0, 1, 4}, 3).has_value());
  EXPECT_FALSE(HasExtendedRepresentation(profile, {0, 1, 2}, 3));
}

// A larger committee of a rule that only adds contains a smaller one.
TEST(CommitteeTest, SequentialRulesAreCommitteeMonotone) {
  RandomEngine engine(31);
  for (int trial = 0; trial < 40; ++trial) {
    const ApprovalProfile profile = RandomApprovals(engine, 7);
    for (const CommitteeRule rule :
         {CommitteeRule::kApproval, CommitteeRule::kSatisfactionApproval,
          CommitteeRule::kSequentialPav, CommitteeRule::kReverseSequentialPav,
          CommitteeRule::kSequentialSlav, CommitteeRule::kSequentialChamberlinCourant,
          CommitteeRule::kSequentialPhragmen, CommitteeRule::kMaximinSupport,
          CommitteeRule::kConsensus}) {
      std::vector<OptionIndex> before;
      for (int seats = 1; seats <= 7; ++seats) {
        CommitteeOptions options = Seats(seats);
        options.tie_policy = SeededPermutation{"monotone"};
        const std::vector<OptionIndex> now = MustElect(profile, rule, options).committees.front();
        EXPECT_TRUE(std::includes(now.begin(), now.end(), before.begin(), before.end()))
            << RuleName(rule);
        before = now;
      }
    }
  }
}

TEST(CommitteeTest, StepsLeadToTheExplainedCommittee) {
  RandomEngine engine(37);
  for (int trial = 0; trial < 20; ++trial) {
    const ApprovalProfile profile = RandomApprovals(engine, 6);
    for (const CommitteeRule rule : AllCommitteeRules()) {
      const CommitteeResult result = MustElect(profile, rule, Seats(3));
      if (result.steps.empty()) continue;
      std::set<OptionIndex> members;
      if (!result.steps.front().added) members = {0, 1, 2, 3, 4, 5};
      for (const CommitteeStep& step : result.steps) {
        EXPECT_TRUE(std::binary_search(step.level.begin(), step.level.end(), step.option));
        if (step.added) {
          EXPECT_TRUE(members.insert(step.option).second);
        } else {
          EXPECT_EQ(members.erase(step.option), 1u);
        }
      }
      EXPECT_EQ(result.explained, std::vector<OptionIndex>(members.begin(), members.end()))
          << RuleName(rule);
      EXPECT_TRUE(
          std::binary_search(result.committees.begin(), result.committees.end(), result.explained))
          << RuleName(rule);
    }
  }
}

TEST(CommitteeTest, StepsAreToldInSentences) {
  const ApprovalProfile profile = MakeApprovals(3, {{{0}, 3}, {{1}, 2}, {{2}, 2}});
  const CommitteeResult result = MustElect(profile, CommitteeRule::kSequentialPav, Seats(2));
  EXPECT_EQ(ExplainSteps(result, {"Ann", "Bob", "Cy"}),
            (std::vector<std::string>{"Ann is added (score gained 3).",
                                      "Bob is added (score gained 2), level with Cy."}));
}

TEST(CommitteeTest, AThousandOptionsAreCounted) {
  ApprovalProfile profile = MakeApprovals(1000, {});
  RandomEngine engine(41);
  for (int i = 0; i < 200; ++i) {
    std::vector<OptionIndex> approved = RandomPermutation(engine, 1000);
    approved.resize(10);
    ASSERT_TRUE(profile.Add(approved, 1).ok());
  }
  for (const CommitteeRule rule :
       {CommitteeRule::kApproval, CommitteeRule::kSatisfactionApproval,
        CommitteeRule::kSequentialPav, CommitteeRule::kSequentialPhragmen,
        CommitteeRule::kEqualShares, CommitteeRule::kEPluribusHugo}) {
    CommitteeOptions options = Seats(10);
    options.tie_policy = SeededPermutation{"thousand"};
    EXPECT_EQ(MustElect(profile, rule, options).committees.front().size(), 10u) << RuleName(rule);
  }
}

// Every rule asks at least once before its answer, and soon again; what it had by then is not
// given.
TEST(Committee, EveryRuleEndsSoonAfterItIsStopped) {
  RandomEngine engine(3);
  ApprovalProfile profile = *ApprovalProfile::Create(14);
  for (int ballot = 0; ballot < 30; ++ballot) {
    std::vector<OptionIndex> approved = RandomPermutation(engine, 14);
    approved.resize(2 + static_cast<size_t>(Upto(engine, 5)));
    ASSERT_TRUE(profile.Add(approved, 1 + Upto(engine, 3)).ok());
  }
  for (const CommitteeRule rule : AllCommitteeRules()) {
    int64_t asked = 0;
    CommitteeOptions options;
    options.seats = 6;
    options.stopped = [&] { return ++asked, false; };
    ASSERT_TRUE(ElectCommittee(profile, rule, options).ok()) << RuleName(rule);
    const bool adds_up = rule == CommitteeRule::kApproval || rule == CommitteeRule::kTrivial ||
                         rule == CommitteeRule::kSatisfactionApproval ||
                         rule == CommitteeRule::kGreedyMonroe;
    if (adds_up) continue;
    ASSERT_GT(asked, 2) << RuleName(rule);
    for (const int64_t limit : {int64_t{0}, asked / 2}) {
      int64_t questions = 0;
      options.stopped = [&] { return ++questions > limit; };
      EXPECT_EQ(ElectCommittee(profile, rule, options).status().code(),
                absl::StatusCode::kCancelled)
          << RuleName(rule) << " " << limit;
      EXPECT_LT(questions, limit + 40) << RuleName(rule);
    }
  }
}

// Each seat multiplies the weights by fractions made of the weights before.
TEST(Committee, EnestroemGivesUpWhenItsFractionsGrowTooLong) {
  RandomEngine engine(5);
  ApprovalProfile profile = *ApprovalProfile::Create(60);
  for (int ballot = 0; ballot < 60; ++ballot) {
    std::vector<OptionIndex> approved = RandomPermutation(engine, 60);
    approved.resize(20);
    ASSERT_TRUE(profile.Add(approved, 1 + Upto(engine, 997)).ok());
  }
  CommitteeOptions options;
  options.seats = 50;
  EXPECT_EQ(ElectCommittee(profile, CommitteeRule::kPhragmenEnestroem, options).status().code(),
            absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace plenum::tally
