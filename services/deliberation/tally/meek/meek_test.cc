#include "services/deliberation/tally/meek/meek.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

MeekResult CountOf(const Profile& profile, const MeekOptions& options) {
  absl::StatusOr<MeekResult> result = Meek(profile, options);
  EXPECT_TRUE(result.ok()) << result.status();
  return *std::move(result);
}

MeekOptions Seats(int seats) {
  MeekOptions options;
  options.seats = seats;
  return options;
}

std::vector<OptionIndex> Sorted(std::vector<OptionIndex> options) {
  std::sort(options.begin(), options.end());
  return options;
}

// 0 has 20 of 30 votes, so at the quota of 10 it keeps half of each; 1 then has 10 of them.
TEST(Meek, PassesOnHalfOfAVoteThatIsTwiceAsMuchAsNeeded) {
  const Profile profile =
      MakeProfile(3, Unranked::kNotCompared, {{{{0}, {1}, {2}}, 20}, {{{2}, {1}}, 10}});
  MeekOptions options = Seats(2);
  options.arithmetic = MeekArithmetic::kExact;
  const MeekResult result = CountOf(profile, options);
  EXPECT_EQ(result.end, MeekEnd::kHeld);  // 10 each for 1 and 2: neither is above the quota
  EXPECT_EQ(result.first_quota, Rational(10));
  const MeekTally& tally = result.tallies.back();
  EXPECT_EQ(tally.votes, (std::vector<Rational>{10, 10, 10}));
  EXPECT_EQ(tally.keep_factors.size(), 1U);
  EXPECT_EQ(tally.keep_factors[0].second, MakeRational(1, 2));
  EXPECT_EQ(tally.residual, 0);
}

// The quota falls with the votes that nobody can use any more, here those for 2 alone.
TEST(Meek, LowersTheQuotaByTheVotesThatAreUsedUp) {
  const Profile profile =
      MakeProfile(4, Unranked::kNotCompared, {{{{0}}, 8}, {{{1}}, 7}, {{{3}}, 6}, {{{2}}, 3}});
  MeekOptions options = Seats(1);
  options.arithmetic = MeekArithmetic::kExact;
  const MeekResult result = CountOf(profile, options);
  EXPECT_EQ(result.defeated, (std::vector<OptionIndex>{2, 3, 1}));
  EXPECT_EQ(result.elected, (std::vector<OptionIndex>{0}));
  EXPECT_EQ(*result.first_quota, 12);
  EXPECT_EQ(result.stages.back().quota, MakeRational(15, 2));  // 3 and 6 of the 24 are used up
}

TEST(Meek, LeavesATieToThePolicyAndRecordsIt) {
  const Profile profile = MakeProfile(3, Unranked::kNotCompared, {{{{0}}, 3}});
  MeekOptions options = Seats(2);
  options.tie_policy = DeclaredOrder{{0, 2, 1}};
  const MeekResult result = CountOf(profile, options);
  EXPECT_EQ(result.elected, (std::vector<OptionIndex>{0, 2}));
  EXPECT_EQ(result.defeated, (std::vector<OptionIndex>{1}));
  ASSERT_EQ(result.events.size(), 1U);
  EXPECT_EQ(result.events[0].tied, (std::vector<OptionIndex>{1, 2}));
  EXPECT_FALSE(result.held);

  options.tie_policy = HoldForDecision{};
  const MeekResult held = CountOf(profile, options);
  EXPECT_EQ(held.end, MeekEnd::kHeld);
  EXPECT_TRUE(held.held);
  const absl::StatusOr<Count> count = ToCount(held);
  ASSERT_TRUE(count.ok()) << count.status();
  EXPECT_EQ(count->ranking.Tiers(), (Tiers{{0}, {1, 2}}));
}

TEST(Meek, LooksBackAtEarlierRoundsWhereThePolicySaysSo) {
  // 1 and 2 are level once 3 is out; before that 2 had more.
  const Profile profile = MakeProfile(4, Unranked::kNotCompared,
                                      {{{{0}}, 10}, {{{1}}, 4}, {{{2}}, 5}, {{{3}, {1}}, 1}});
  MeekOptions options = Seats(1);
  options.arithmetic = MeekArithmetic::kExact;
  options.tie_policy = Backwards{};
  const MeekResult result = CountOf(profile, options);
  ASSERT_EQ(result.end, MeekEnd::kComplete);
  EXPECT_EQ(result.defeated, (std::vector<OptionIndex>{3, 1, 2}));
}

// 0 has 59 of 71 votes, 50 of which name nobody else. Its keep factor k settles where 59 k is the
// quota (71 - 50 (1 - k)) / 3, so at k = 21/127 and a quota of 9.76: 1 has 2 + 9 (1 - k) = 9.51,
// 2 has 7 and, once 3 is out, 10.
TEST(Meek, RanksAllOptionsInItsCount) {
  const Profile profile =
      MakeProfile(5, Unranked::kNotCompared,
                  {{{{0}, {1}}, 9}, {{{1}}, 2}, {{{2}}, 7}, {{{3}, {2}}, 3}, {{{4}, {0}}, 50}});
  MeekOptions options = Seats(2);
  options.withdrawn = {4};
  const MeekResult result = CountOf(profile, options);
  EXPECT_EQ(result.ballots, 71);
  const absl::StatusOr<Count> count = ToCount(result);
  ASSERT_TRUE(count.ok()) << count.status();
  EXPECT_EQ(count->ranking.Tiers(), (Tiers{{0}, {2}, {1}, {3}, {4}}));
  EXPECT_EQ(result.elected, (std::vector<OptionIndex>{0, 2}));
  ASSERT_FALSE(count->rounds.empty());
  EXPECT_EQ(count->rounds[0].elected, (std::vector<OptionIndex>{0}));
  EXPECT_FALSE(count->rounds[0].votes[4].has_value());
}

TEST(Meek, CountsTheSameInBothFixedPoints) {
  RandomEngine engine(17);
  for (int run = 0; run < 200; ++run) {
    const int n = 2 + Upto(engine, 6);
    const Profile profile =
        MakeProfile(n, Unranked::kNotCompared, RandomBallots(engine, n, run % 3 == 0));
    MeekOptions options = Seats(1 + Upto(engine, n - 1));
    options.equal_ranks = run % 2 == 0 ? MeekEqualRanks::kEveryOrder : MeekEqualRanks::kSplitEvenly;
    options.tie_policy = SeededPermutation{"run"};
    const MeekResult narrow = CountOf(profile, options);
    options.arithmetic = MeekArithmetic::kBigFixed9;
    const MeekResult wide = CountOf(profile, options);
    ASSERT_EQ(narrow.end, wide.end);
    EXPECT_EQ(narrow.elected, wide.elected);
    EXPECT_EQ(narrow.defeated, wide.defeated);
    ASSERT_EQ(narrow.tallies.size(), wide.tallies.size());
    for (size_t t = 0; t < narrow.tallies.size(); ++t) {
      EXPECT_EQ(narrow.tallies[t].votes, wide.tallies[t].votes);
    }
  }
}

TEST(Meek, ConservesVotesAndFillsTheSeats) {
  RandomEngine engine(23);
  const MeekArithmetic arithmetics[] = {MeekArithmetic::kFixed9,
                                        MeekArithmetic::kExactWithRoundedKeepFactors};
  for (int run = 0; run < 300; ++run) {
    const int n = 1 + Upto(engine, 7);
    const Profile profile = MakeProfile(n, Unranked::kNotCompared, RandomBallots(engine, n, false));
    MeekOptions options = Seats(1 + Upto(engine, n));
    options.arithmetic = arithmetics[run % 2];
    options.tie_policy = SeededPermutation{"run"};
    const MeekResult result = CountOf(profile, options);
    ASSERT_EQ(result.end, MeekEnd::kComplete) << MeekEndText(result.end);
    EXPECT_EQ(result.elected.size(), static_cast<size_t>(options.seats));
    EXPECT_EQ(result.elected.size() + result.defeated.size(), static_cast<size_t>(n));
    for (size_t t = 1; t < result.tallies.size(); ++t) {  // the first reports no residual
      Rational total = result.tallies[t].residual;
      for (const Rational& votes : result.tallies[t].votes) {
        EXPECT_GE(votes, 0);
        total += votes;
      }
      EXPECT_EQ(total, result.ballots);
    }
    const absl::StatusOr<Count> count = ToCount(result);
    ASSERT_TRUE(count.ok()) << count.status();
    EXPECT_TRUE(count->ranking.complete());
  }
}

// Cut products of three and more factors differ with their order; fractions do not.
TEST(Meek, TakesTiedOptionsInTheOrderOfTheBallot) {
  RandomEngine engine(37);
  int different = 0;
  for (int run = 0; run < 10; ++run) {
    std::vector<CastBallot> sorted;
    std::vector<MeekBallot> listed;
    for (int b = 0; b < 8; ++b) {
      const std::vector<OptionIndex> order = RandomPermutation(engine, 10);
      const Tiers tiers = {{order.begin(), order.begin() + 5}, {order.begin() + 5, order.end()}};
      sorted.push_back({tiers, 1 + Upto(engine, 50)});
      listed.push_back({tiers, sorted.back().count});
    }
    MeekOptions options = Seats(6);
    options.tie_policy = SeededPermutation{"listed"};
    const Profile profile = MakeProfile(10, Unranked::kNotCompared, sorted);
    const MeekResult a = CountOf(profile, options);
    const absl::StatusOr<MeekResult> b = Meek(10, listed, options);
    ASSERT_TRUE(b.ok()) << b.status();
    if (a.tallies.back().votes != b->tallies.back().votes) ++different;
    options.arithmetic = MeekArithmetic::kExactWithRoundedKeepFactors;
    const MeekResult c = CountOf(profile, options);
    const absl::StatusOr<MeekResult> d = Meek(10, listed, options);
    ASSERT_TRUE(d.ok()) << d.status();
    EXPECT_EQ(c.tallies.back().votes, d->tallies.back().votes);
  }
  EXPECT_GT(different, 0);
}

TEST(Meek, RefusesMalformedListedBallots) {
  const auto code = [](const std::vector<MeekBallot>& ballots) {
    return Meek(2, ballots, Seats(1)).status().code();
  };
  EXPECT_EQ(code({{{{0}, {0}}, 1}}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({{{{2}}, 1}}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({{{{}}, 1}}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({{{{0}}, 0}}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({{{{0}}, kMaxBallots}, {{{1}}, 1}}), absl::StatusCode::kOutOfRange);
}

// Other numbers for the options: the same options are elected. With exact figures, as the products
// of a tie round in the order of the options; held ties are the same ones.
TEST(Meek, DoesNotDependOnTheNumbersOfTheOptions) {
  RandomEngine engine(29);
  for (int run = 0; run < 200; ++run) {
    const int n = 2 + Upto(engine, 5);
    const std::vector<CastBallot> ballots = RandomBallots(engine, n, false);
    const std::vector<OptionIndex> renamed = RandomPermutation(engine, n);
    std::vector<CastBallot> others = ballots;
    for (CastBallot& ballot : others) {
      for (auto& tier : ballot.tiers) {
        for (OptionIndex& option : tier) option = renamed[static_cast<size_t>(option)];
      }
    }
    MeekOptions options = Seats(1 + Upto(engine, n - 1));
    options.arithmetic = MeekArithmetic::kExactWithRoundedKeepFactors;
    const MeekResult a = CountOf(MakeProfile(n, Unranked::kNotCompared, ballots), options);
    const MeekResult b = CountOf(MakeProfile(n, Unranked::kNotCompared, others), options);
    EXPECT_EQ(a.end, b.end);
    std::vector<OptionIndex> elected = a.elected;
    for (OptionIndex& option : elected) option = renamed[static_cast<size_t>(option)];
    EXPECT_EQ(Sorted(elected), Sorted(b.elected));
  }
}

TEST(Meek, EndsWhereSixtyFourBitsDoNotHoldTheVotes) {
  const Profile profile =
      MakeProfile(2, Unranked::kNotCompared, {{{{0}}, kMaxBallots - 1}, {{{1}}, 1}});
  MeekOptions options = Seats(1);
  const MeekResult narrow = CountOf(profile, options);
  EXPECT_EQ(narrow.end, MeekEnd::kOverflow);
  EXPECT_TRUE(narrow.stages.empty());
  EXPECT_EQ(ToCount(narrow).status().code(), absl::StatusCode::kOutOfRange);
  options.arithmetic = MeekArithmetic::kBigFixed9;
  EXPECT_EQ(CountOf(profile, options).elected, (std::vector<OptionIndex>{0}));
}

TEST(Meek, EndsAtOnceWhereSixtyFourBitsDoNotHoldTheWeightsOfTies) {
  MeekOptions options = Seats(1);
  options.tie_policy = SeededPermutation{"many"};
  const auto end = [&options](int option_count) {
    return CountOf(MakeProfile(option_count, Unranked::kNotCompared, {{{{0, 1}}, 3}}), options).end;
  };
  EXPECT_EQ(end(66), MeekEnd::kComplete);
  EXPECT_EQ(end(67), MeekEnd::kOverflow);
  options.arithmetic = MeekArithmetic::kBigFixed9;
  EXPECT_EQ(end(67), MeekEnd::kComplete);
  options.arithmetic = MeekArithmetic::kFixed9;
  options.equal_ranks = MeekEqualRanks::kSplitEvenly;
  EXPECT_EQ(end(67), MeekEnd::kComplete);
}

TEST(Meek, HasAnAnswerForEmptyCounts) {
  const Profile none = MakeProfile(2, Unranked::kTiedLast, {});
  EXPECT_EQ(CountOf(none, Seats(1)).end, MeekEnd::kHeld);
  EXPECT_EQ(CountOf(none, Seats(2)).elected, (std::vector<OptionIndex>{0, 1}));
  const Profile abstained = MakeProfile(2, Unranked::kTiedLast, {{{}, 5}});
  MeekOptions options = Seats(1);
  options.tie_policy = DeclaredOrder{{1, 0}};
  const MeekResult result = CountOf(abstained, options);
  EXPECT_EQ(result.ballots, 0);
  EXPECT_EQ(result.elected, (std::vector<OptionIndex>{1}));
  const Profile alone = MakeProfile(1, Unranked::kTiedLast, {{{{0}}, 1}});
  EXPECT_EQ(CountOf(alone, Seats(1)).elected, (std::vector<OptionIndex>{0}));
}

TEST(Meek, SaysThatThereAreFewerOptionsThanSeats) {
  const MeekResult result = CountOf(MakeProfile(2, Unranked::kTiedLast, {{{{0}}, 1}}), Seats(3));
  EXPECT_EQ(result.end, MeekEnd::kTooFewOptions);
  const absl::Status status = ToCount(result).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), "there are fewer options than seats");
}

// Cutting leaves the elected option 10^-9 below the quota, and nobody is that much below the
// fewest.
TEST(Meek, StopsAtANegativeSurplusUnlessItIsTakenAsZero) {
  const Profile profile =
      MakeProfile(3, Unranked::kNotCompared, {{{{0, 1}, {2}}, 10}, {{{0, 2}, {1}}, 10}});
  MeekOptions options = Seats(2);
  options.surplus = MeekSurplus::kSigned;
  options.tie_policy = DeclaredOrder{{0, 2, 1}};
  const MeekResult stopped = CountOf(profile, options);
  EXPECT_EQ(stopped.end, MeekEnd::kNegativeSurplus);
  EXPECT_EQ(stopped.stages.back().surplus, MakeRational(-1, 1'000'000'000));
  EXPECT_EQ(ToCount(stopped).status().code(), absl::StatusCode::kFailedPrecondition);
  options.surplus = MeekSurplus::kPositiveOnly;
  EXPECT_EQ(CountOf(profile, options).elected, (std::vector<OptionIndex>{0, 2}));
}

TEST(Meek, RefusesMalformedOptions) {
  const Profile profile = MakeProfile(2, Unranked::kTiedLast, {{{{0}}, 1}});
  const auto code = [&profile](const MeekOptions& options) {
    return Meek(profile, options).status().code();
  };
  EXPECT_EQ(code(Seats(-1)), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code(Seats(0)), absl::StatusCode::kInvalidArgument);
  MeekOptions options;
  options.omega_exponent = 19;
  EXPECT_EQ(code(options), absl::StatusCode::kInvalidArgument);
  options = {};
  options.withdrawn = {2};
  EXPECT_EQ(code(options), absl::StatusCode::kInvalidArgument);
  options.withdrawn = {1, 1};
  EXPECT_EQ(code(options), absl::StatusCode::kInvalidArgument);
  options = {};
  options.tie_policy = DeclaredOrder{{0, 0}};
  EXPECT_EQ(code(options), absl::StatusCode::kInvalidArgument);
}

TEST(Meek, CountsAThousandOptions) {
  RandomEngine engine(31);
  std::vector<CastBallot> ballots;
  for (int b = 0; b < 200; ++b) {
    const std::vector<OptionIndex> order = RandomPermutation(engine, 1000);
    Tiers tiers;
    for (size_t i = 0; i < 30; ++i) tiers.push_back({order[i]});
    ballots.push_back({tiers, 1});
  }
  MeekOptions options = Seats(5);
  options.equal_ranks = MeekEqualRanks::kSplitEvenly;
  options.tie_policy = SeededPermutation{"thousand"};
  const MeekResult result = CountOf(MakeProfile(1000, Unranked::kNotCompared, ballots), options);
  EXPECT_EQ(result.end, MeekEnd::kComplete);
  EXPECT_EQ(result.elected.size(), 5U);
}

// With every iteration the fractions get about twice as long.
TEST(Meek, EndsWhereFractionsGrowTooLongOrItIsStopped) {
  RandomEngine engine(41);
  Profile profile = *Profile::Create(10, Unranked::kNotCompared);
  for (int ballot = 0; ballot < 40; ++ballot) {
    ASSERT_TRUE(
        profile.Add(MakeRanking(10, RandomTiers(engine, 10, false)), 1 + Upto(engine, 9973)).ok());
  }
  MeekOptions options = Seats(4);
  options.tie_policy = SeededPermutation{"seed"};
  options.arithmetic = MeekArithmetic::kExact;
  const MeekResult result = CountOf(profile, options);
  EXPECT_EQ(result.end, MeekEnd::kTooLong);
  EXPECT_EQ(ToCount(result).status().code(), absl::StatusCode::kResourceExhausted);
  options.arithmetic = MeekArithmetic::kExactWithRoundedKeepFactors;
  int64_t asked = 0;
  options.stopped = [&] { return ++asked, false; };
  ASSERT_EQ(CountOf(profile, options).end, MeekEnd::kComplete);
  ASSERT_GT(asked, 4);
  const int64_t limit = asked / 2;
  asked = 0;
  options.stopped = [&] { return ++asked > limit; };
  const MeekResult stopped = CountOf(profile, options);
  EXPECT_EQ(stopped.end, MeekEnd::kStopped);
  EXPECT_EQ(asked, limit + 1);
  EXPECT_EQ(ToCount(stopped).status().code(), absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace plenum::tally
