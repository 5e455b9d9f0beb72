#include "services/deliberation/record/count_vote.h"

#include <gtest/gtest.h>

#include <utility>

#include "services/deliberation/record/packed_ballot.h"

namespace plenum::record {
namespace {

class CountVoteTest : public testing::Test {
 protected:
  CountVoteTest() {
    rules_.deliberation = "deliberations/d";
    rules_.method = "schulze-winning";
    rules_.options = {
        {1, "m0", "Keep things", 40}, {2, "m1", "Hotline", 60}, {3, "m2", "Base", 50}};
    for (int i = 0; i < 10; ++i) voters_.push_back({std::string(1, static_cast<char>('a' + i)), 1});
  }

  // `tiers`: the tier of each option, 0 for one that is left out.
  void Cast(std::vector<std::uint32_t> tiers, std::uint64_t weight = 1) {
    ballots_.push_back({std::string(kSaltBytes, 's'), Pack(tiers), weight});
  }
  CountedVote Count() const {
    auto counted = CountVote(rules_, voters_, ballots_);
    EXPECT_TRUE(counted.ok()) << counted.status();
    return counted.ok() ? *std::move(counted) : CountedVote{};
  }
  std::string ErrorOf() const {
    return std::string(CountVote(rules_, voters_, ballots_).status().message());
  }
  std::vector<std::vector<std::uint64_t>> Places() const { return ClosingOf(Count(), 0, 0).places; }

  Opened rules_;
  std::vector<Voter> voters_;
  std::vector<OpenedBallot> ballots_;
};

TEST_F(CountVoteTest, ABallotCountsAsItsWeight) {
  Cast({1, 2, 3});
  Cast({1, 2, 3});
  Cast({3, 2, 1}, 3);
  const CountedVote counted = Count();
  EXPECT_EQ(counted.ballots, 3U);
  EXPECT_EQ(counted.weight, 5U);
  EXPECT_EQ(counted.outcome.pairwise(2).values(0), 3);
  EXPECT_EQ(Places(), (std::vector<std::vector<std::uint64_t>>{{2}, {1}, {0}}));
}

TEST_F(CountVoteTest, TheTieRuleSeparatesWhatTheVotesLeaveLevel) {
  EXPECT_EQ(Places(), (std::vector<std::vector<std::uint64_t>>{{0, 1, 2}}));
  rules_.tie_rule = rule::kListed;
  EXPECT_EQ(Places(), (std::vector<std::vector<std::uint64_t>>{{0}, {1}, {2}}));
  rules_.tie_rule = rule::kDrawn;
  rules_.tie_seed = "dice 1 4 2";
  // In a shell: for i in 0 1 2; do printf 'dice 1 4 2:%s' $i | sha256sum; done
  // gives 5e, 68 and 4a as the first bytes.
  EXPECT_EQ(Places(), (std::vector<std::vector<std::uint64_t>>{{2}, {0}, {1}}));
  EXPECT_EQ(Count().outcome.working().ties(0).rule(), "seeded permutation");
}

TEST_F(CountVoteTest, AQuorumIsOfPeopleOrOfWeights) {
  rules_.quorum_basis = rule::kRoll;
  rules_.quorum_percent = 25;  // of 10: 3
  Cast({1, 2, 3}, 5);
  Cast({0, 0, 0});
  EXPECT_EQ(Count().decision, kNoQuorum);
  EXPECT_EQ(Count().quorum_needed, 3U);
  Cast({1, 2, 3});
  EXPECT_EQ(Count().decision, kAdopted) << "abstentions count";
  rules_.quorum_basis = rule::kWeights;
  voters_[0].weight = 5;  // 14 together: 25 % are 4
  EXPECT_EQ(Count().quorum_votes, 7U);
  EXPECT_EQ(Count().quorum_needed, 4U);
  EXPECT_EQ(Count().decision, kAdopted);
  rules_.quorum_percent = 51;
  EXPECT_EQ(Count().decision, kNoQuorum);
}

TEST_F(CountVoteTest, AThresholdIsOfTheBallotsThatTellTwoMeasuresApart) {
  rules_.threshold = rule::kMajority;
  EXPECT_EQ(Count().decision, kBelowThreshold) << "nobody voted";
  Cast({1, 2, 3});
  Cast({1, 2, 2});
  Cast({3, 1, 2});
  EXPECT_EQ(Count().decision, kAdopted) << "2 of 3 prefer the first to each";
  EXPECT_EQ(Count().comparisons.size(), 2U);
  rules_.threshold = rule::kTwoThirds;
  EXPECT_EQ(Count().decision, kAdopted) << "two thirds are enough";
  Cast({3, 1, 2});
  EXPECT_EQ(Count().decision, kBelowThreshold);
  rules_.threshold = rule::kMajority;
  EXPECT_EQ(Count().decision, kBelowThreshold) << "a half is no majority";
}

TEST_F(CountVoteTest, ABaselineIsWhatEveryOtherMeasureIsComparedWith) {
  rules_.threshold = rule::kTwoThirds;
  rules_.baseline = "m0";
  Cast({1, 2, 3});
  Cast({2, 1, 3});
  Cast({2, 1, 3});
  const CountedVote counted = Count();
  ASSERT_EQ(counted.comparisons.size(), 2U);
  EXPECT_EQ(counted.comparisons[0].option, 1U);
  EXPECT_TRUE(counted.comparisons[0].passed);
  EXPECT_FALSE(counted.comparisons[1].passed);
  EXPECT_EQ(counted.decision, kAdopted);
  rules_.baseline = "m9";
  EXPECT_EQ(ErrorOf(), "the baseline of the rules is not voted on");
}

TEST_F(CountVoteTest, APackageIsChosenFromWhatBallotsRank) {
  rules_.package_rule = "greedy-votes";
  rules_.budget = 100;
  Cast({0, 1, 2});
  Cast({1, 1, 0});
  Cast({0, 1, 0}, 2);
  const CountedVote counted = Count();
  EXPECT_EQ(ClosingOf(counted, 0, 0).package, (std::vector<std::uint64_t>{1, 0}));
  EXPECT_EQ(counted.package->cost(), "100");
  EXPECT_EQ(counted.package->votes(1), 4);
}

TEST_F(CountVoteTest, RulesThatAreNotKnownAreNamed) {
  const auto with = [&](auto change) {
    const Opened good = rules_;
    change(rules_);
    std::string error = ErrorOf();
    rules_ = good;
    return error;
  };
  const std::string rest = "\" that this version does not know; take a newer one";
  EXPECT_EQ(with([](Opened& o) { o.method = "dice"; }), "the rules name a method \"dice" + rest);
  EXPECT_EQ(with([](Opened& o) { o.tie_rule = "x"; }), "the rules name a tie rule \"x" + rest);
  EXPECT_EQ(with([](Opened& o) { o.secrecy = "x"; }), "the rules name a secrecy level \"x" + rest);
  EXPECT_EQ(with([](Opened& o) { o.threshold = "x"; }), "the rules name a threshold \"x" + rest);
  EXPECT_EQ(with([](Opened& o) { o.quorum_basis = "x"; }), "the rules name a quorum of \"x" + rest);
  EXPECT_EQ(with([](Opened& o) { o.package_rule = "x"; }),
            "the rules name a rule for packages \"x" + rest);
  ballots_.push_back({std::string(kSaltBytes, 's'), "\x01\x05"});
  EXPECT_EQ(ErrorOf(), "ballot 1 is no ranking of the measures");
}

}  // namespace
}  // namespace plenum::record
