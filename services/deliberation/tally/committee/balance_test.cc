#include "services/deliberation/tally/committee/balance.h"

#include <gtest/gtest.h>

#include <functional>

#include "services/deliberation/tally/committee/approval_testing.h"

namespace plenum::tally {
namespace {

using Committee = std::vector<OptionIndex>;

// voters(S) for the members that `set` picks.
int64_t VotersOf(const ApprovalProfile& profile, const Committee& members, unsigned set) {
  int64_t voters = 0;
  for (const ApprovalGroup& group : profile.groups()) {
    bool any = false;
    for (size_t i = 0; i < members.size(); ++i) {
      any = any || ((set >> i & 1u) != 0 &&
                    std::binary_search(group.approved.begin(), group.approved.end(), members[i]));
    }
    voters += any ? group.count : 0;
  }
  return voters;
}

Rational NaiveSupport(const ApprovalProfile& profile, const Committee& members) {
  std::optional<Rational> least;
  for (unsigned set = 1; set < 1u << members.size(); ++set) {
    const Rational ratio = MakeRational(VotersOf(profile, members, set), __builtin_popcount(set));
    if (!least.has_value() || ratio < *least) least = ratio;
  }
  return *least;
}

// The best assignment of voters to districts, by trying all: voters one by one.
int64_t NaiveMonroe(const ApprovalProfile& profile, const Committee& members) {
  std::vector<const ApprovalGroup*> voters;
  for (const ApprovalGroup& group : profile.groups()) {
    for (int64_t i = 0; i < group.count; ++i) voters.push_back(&group);
  }
  const size_t small = voters.size() / members.size();
  const size_t larger = voters.size() % members.size();
  std::vector<size_t> size(members.size(), 0);
  int64_t best = 0;
  const std::function<void(size_t, int64_t)> assign = [&](size_t v, int64_t score) {
    if (v == voters.size()) {
      best = std::max(best, score);
      return;
    }
    if (score + static_cast<int64_t>(voters.size() - v) <= best) return;
    const size_t at_larger = static_cast<size_t>(std::count(size.begin(), size.end(), small + 1));
    for (size_t i = 0; i < members.size(); ++i) {
      const bool has_room = size[i] < small || (size[i] == small && at_larger < larger);
      if (!has_room) continue;
      ++size[i];
      assign(v + 1, score + MembersOn(*voters[v], {members[i]}));
      --size[i];
    }
  };
  assign(0, 0);
  return best;
}

ApprovalProfile FewVoters(RandomEngine& engine, int options) {
  ApprovalProfile profile = MakeApprovals(options, {});
  for (int i = 2 + Upto(engine, 5); i >= 0; --i) {
    Committee approved;
    for (OptionIndex option = 0; option < options; ++option) {
      if (Upto(engine, 3) == 0) approved.push_back(option);
    }
    EXPECT_TRUE(profile.Add(approved, 1).ok());
  }
  return profile;
}

TEST(BalanceTest, SupportOfLeastEqualsLookingAtAllParts) {
  RandomEngine engine(3);
  for (int trial = 0; trial < 200; ++trial) {
    const ApprovalProfile profile = RandomApprovals(engine, 7);
    Committee members = RandomPermutation(engine, 7);
    members.resize(1 + static_cast<size_t>(Upto(engine, 6)));
    EXPECT_EQ(SupportOfLeast(profile, members), NaiveSupport(profile, members));
  }
}

TEST(BalanceTest, BalancedLoadsCarryAllSeatsAndBeginWithTheHighest) {
  RandomEngine engine(5);
  for (int trial = 0; trial < 200; ++trial) {
    const ApprovalProfile profile = RandomApprovals(engine, 7);
    Committee members;
    for (OptionIndex option = 0; option < 7; ++option) {
      if (VotersOf(profile, {option}, 1) > 0) members.push_back(option);
    }
    if (members.empty()) continue;
    const auto loads = BalancedLoads(profile, members);
    Rational total(0);
    for (size_t i = 0; i < loads.size(); ++i) {
      total += loads[i].first * Rational(loads[i].second);
      if (i > 0) {
        EXPECT_LT(loads[i].first, loads[i - 1].first);
      }
    }
    EXPECT_EQ(total, Rational(static_cast<int64_t>(members.size())));
    EXPECT_EQ(loads.front().first, 1 / NaiveSupport(profile, members));
  }
}

TEST(BalanceTest, MinimaxEqualsLookingAtAllCommittees) {
  RandomEngine engine(7);
  for (int trial = 0; trial < 60; ++trial) {
    const ApprovalProfile profile = RandomApprovals(engine, 7);
    int approved = 0;
    for (OptionIndex option = 0; option < 7; ++option) {
      approved += VotersOf(profile, {option}, 1) > 0 ? 1 : 0;
    }
    const int seats = 1 + Upto(engine, 4);
    if (approved < seats) continue;
    const Committees best =
        BestByBruteForce(7, seats, [&](const Committee& c) { return NaiveSupport(profile, c); });
    EXPECT_EQ(Winners(profile, CommitteeRule::kMinimaxPhragmen, seats), best);
    const Committees leximax = Winners(profile, CommitteeRule::kLeximaxPhragmen, seats);
    EXPECT_TRUE(std::includes(best.begin(), best.end(), leximax.begin(), leximax.end()));
  }
}

TEST(BalanceTest, LeximaxGoesOnWhereMinimaxIsLevel) {
  // 0 has one voter, who carries 1 in any case; 1 is carried by two, 2 by three.
  const ApprovalProfile profile = MakeApprovals(3, {{{0}, 1}, {{1}, 2}, {{2}, 3}});
  EXPECT_EQ(Winners(profile, CommitteeRule::kLeximaxPhragmen, 2), (Committees{{1, 2}}));
  const CommitteeResult result = MustElect(profile, CommitteeRule::kLeximaxPhragmen, Seats(2));
  EXPECT_EQ(result.score, (std::vector<Rational>{MakeRational(1, 2), 2, MakeRational(1, 3), 3}));
  const ApprovalProfile forced = MakeApprovals(4, {{{0}, 1}, {{1}, 1}, {{2}, 2}, {{3}, 2}});
  EXPECT_EQ(Winners(forced, CommitteeRule::kMinimaxPhragmen, 3).size(), 4u);
  EXPECT_EQ(Winners(forced, CommitteeRule::kLeximaxPhragmen, 3),
            (Committees{{0, 2, 3}, {1, 2, 3}}));
}

TEST(BalanceTest, OptionsWithoutSupportersComeLast) {
  const ApprovalProfile profile = MakeApprovals(4, {{{0, 3}, 2}});
  for (const CommitteeRule rule : {CommitteeRule::kMinimaxPhragmen, CommitteeRule::kLeximaxPhragmen,
                                   CommitteeRule::kMaximinSupport}) {
    EXPECT_EQ(Winners(profile, rule, 2), (Committees{{0, 3}})) << RuleName(rule);
    EXPECT_EQ(Winners(profile, rule, 3), (Committees{{0, 1, 3}, {0, 2, 3}})) << RuleName(rule);
  }
}

TEST(BalanceTest, MonroeScoreEqualsTryingAllAssignments) {
  RandomEngine engine(11);
  for (int trial = 0; trial < 120; ++trial) {
    const ApprovalProfile profile = FewVoters(engine, 5);
    Committee members = RandomPermutation(engine, 5);
    members.resize(1 + static_cast<size_t>(Upto(engine, 4)));
    EXPECT_EQ(MonroeScore(profile, members), NaiveMonroe(profile, members));
  }
}

TEST(BalanceTest, MonroeEqualsLookingAtAllCommittees) {
  RandomEngine engine(13);
  for (int trial = 0; trial < 40; ++trial) {
    const ApprovalProfile profile = FewVoters(engine, 6);
    const int seats = 1 + Upto(engine, 4);
    EXPECT_EQ(
        Winners(profile, CommitteeRule::kMonroe, seats),
        BestByBruteForce(6, seats, [&](const Committee& c) { return NaiveMonroe(profile, c); }));
  }
}

TEST(BalanceTest, GreedyMonroeRepresentsTheEarlierBallotsFirst) {
  // Four ballots, two seats: districts of two. Option 0 has three supporters. If the two {0,1} are
  // represented by it, {0,2} and {2} are free and 2 is next; if one {0,1} and {0,2} are, 1 and 2
  // have one free supporter each.
  const ApprovalProfile profile = MakeApprovals(3, {{{0, 1}, 2}, {{0, 2}, 1}, {{2}, 1}});
  CommitteeOptions options = Seats(2);
  EXPECT_EQ(GreedyMonroe(profile, options)->committees, (Committees{{0, 2}}));
  const absl::StatusOr<CommitteeResult> other = GreedyMonroe(profile, options, {1, 0, 0, 2});
  ASSERT_TRUE(other.ok());
  EXPECT_EQ(other->committees, (Committees{{0, 1}}));
  EXPECT_EQ(other->steps[1].level, (Committee{1, 2}));
}

TEST(BalanceTest, GreedyMonroeNeverBeatsMonroe) {
  RandomEngine engine(17);
  for (int trial = 0; trial < 60; ++trial) {
    const ApprovalProfile profile = RandomApprovals(engine, 6);
    const CommitteeResult greedy = MustElect(profile, CommitteeRule::kGreedyMonroe, Seats(3));
    EXPECT_LE(MonroeScore(profile, greedy.committees.front()),
              MustElect(profile, CommitteeRule::kMonroe, Seats(3)).score.front());
  }
}

TEST(BalanceTest, AWrongVoterOrderIsRefused) {
  const ApprovalProfile profile = MakeApprovals(2, {{{0}, 2}, {{1}, 1}});
  for (const VoterOrder& order : {VoterOrder{0, 1}, VoterOrder{0, 1, 1}, VoterOrder{0, 0, 2}}) {
    EXPECT_EQ(GreedyMonroe(profile, Seats(1), order).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(BalanceTest, WhatCouldOverflowIsRefused) {
  ApprovalProfile profile = MakeApprovals(1000, {});
  ASSERT_TRUE(profile.Add({0}, kMaxBallots).ok());
  for (const CommitteeRule rule :
       {CommitteeRule::kMinimaxPhragmen, CommitteeRule::kMonroe, CommitteeRule::kMaximinSupport}) {
    EXPECT_EQ(ElectCommittee(profile, rule, Seats(600)).status().code(),
              absl::StatusCode::kOutOfRange)
        << RuleName(rule);
  }
}

}  // namespace
}  // namespace plenum::tally
