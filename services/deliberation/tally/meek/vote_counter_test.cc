#include "services/deliberation/tally/meek/vote_counter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "services/deliberation/tally/meek/arithmetic.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally::meek_internal {
namespace {

using Exact = Fractions<false>;

template <typename Arithmetic>
std::vector<typename Arithmetic::Number> CountVotes(
    const Profile& profile, MeekEqualRanks equal_ranks,
    const std::vector<typename Arithmetic::Number>& keep) {
  Arithmetic arithmetic;
  const std::vector<bool> nobody(keep.size(), false);
  VoteCounter<Arithmetic> counter(profile.groups(), nobody, equal_ranks, &arithmetic);
  std::vector<typename Arithmetic::Number> votes;
  counter.Count(keep, &votes);
  EXPECT_FALSE(arithmetic.failure().has_value());
  return votes;
}

// Gives `weight` of one strict ballot to the options in its order.
void Flow(const std::vector<OptionIndex>& order, const std::vector<Rational>& keep, Rational weight,
          std::vector<Rational>* votes) {
  for (const OptionIndex option : order) {
    const auto o = static_cast<size_t>(option);
    (*votes)[o] += weight * keep[o];
    weight *= 1 - keep[o];
  }
}

// Every order of every tier, one by one.
void FlowAllOrders(Tiers tiers, size_t from, const std::vector<OptionIndex>& before,
                   const std::vector<Rational>& keep, const Rational& weight,
                   std::vector<Rational>* votes) {
  if (from == tiers.size()) {
    Flow(before, keep, weight, votes);
    return;
  }
  std::vector<OptionIndex>& tier = tiers[from];
  std::sort(tier.begin(), tier.end());
  int64_t orders = 1;
  for (size_t k = 2; k <= tier.size(); ++k) orders *= static_cast<int64_t>(k);
  do {
    std::vector<OptionIndex> order = before;
    order.insert(order.end(), tier.begin(), tier.end());
    FlowAllOrders(tiers, from + 1, order, keep, weight / Rational(orders), votes);
  } while (std::next_permutation(tier.begin(), tier.end()));
}

// The literal reading of kSplitEvenly: one call for each way through the ballot.
template <typename Arithmetic>
void Descend(const Tiers& tiers, size_t depth, typename Arithmetic::Number part, int64_t ballots,
             const std::vector<typename Arithmetic::Number>& keep, Arithmetic* arithmetic,
             std::vector<typename Arithmetic::Number>* votes) {
  if (depth == tiers.size()) return;
  std::vector<OptionIndex> open;
  for (const OptionIndex option : tiers[depth]) {
    if (!Arithmetic::IsZero(keep[static_cast<size_t>(option)])) open.push_back(option);
  }
  if (open.empty()) return;
  part = arithmetic->OverCount(part, static_cast<int64_t>(open.size()));
  for (const OptionIndex option : open) {
    const auto o = static_cast<size_t>(option);
    (*votes)[o] += arithmetic->TimesCount(arithmetic->Mul(part, keep[o]), ballots);
    Descend(tiers, depth + 1, arithmetic->Mul(part, arithmetic->Sub(Arithmetic::One(), keep[o])),
            ballots, keep, arithmetic, votes);
  }
}

bool HasTie(const Tiers& tiers) {
  return std::any_of(tiers.begin(), tiers.end(), [](const auto& tier) { return tier.size() > 1; });
}

std::vector<Rational> RandomKeepFactors(RandomEngine& engine, int options) {
  std::vector<Rational> keep;
  for (int o = 0; o < options; ++o) {
    const int kind = Upto(engine, 4);
    keep.push_back(kind == 0 ? Rational(1) : MakeRational(kind == 1 ? 0 : Upto(engine, 99), 99));
  }
  return keep;
}

TEST(VoteCounter, SharesAsAllOrdersOfTheTiesWouldOneByOne) {
  RandomEngine engine(3);
  for (int run = 0; run < 150; ++run) {
    const int options = 1 + Upto(engine, 5);
    const std::vector<CastBallot> ballots = RandomBallots(engine, options, false);
    const std::vector<Rational> keep = RandomKeepFactors(engine, options);
    std::vector<Rational> expected(static_cast<size_t>(options));
    for (const CastBallot& ballot : ballots) {
      FlowAllOrders(ballot.tiers, 0, {}, keep, Rational(ballot.count), &expected);
    }
    EXPECT_EQ(CountVotes<Exact>(MakeProfile(options, Unranked::kNotCompared, ballots),
                                MeekEqualRanks::kEveryOrder, keep),
              expected);
  }
}

TEST(VoteCounter, MergesWaysWithoutChangingADigitOfTheEvenSplit) {
  RandomEngine engine(5);
  for (int run = 0; run < 300; ++run) {
    const int options = 2 + Upto(engine, 7);
    const std::vector<CastBallot> ballots = RandomBallots(engine, options, run % 2 == 0);
    std::vector<int64_t> keep;
    for (const Rational& factor : RandomKeepFactors(engine, options)) {
      const Integer scaled = factor.get_num() * kUnit / factor.get_den();
      keep.push_back(scaled.get_si());
    }
    Fixed9 arithmetic;
    std::vector<int64_t> expected(static_cast<size_t>(options), 0);
    for (const CastBallot& ballot : ballots) {
      if (HasTie(ballot.tiers)) {
        Descend(ballot.tiers, 0, kUnit, ballot.count, keep, &arithmetic, &expected);
        continue;
      }
      int64_t part = kUnit;
      for (const auto& tier : ballot.tiers) {
        const auto o = static_cast<size_t>(tier[0]);
        expected[o] += ballot.count * arithmetic.Mul(part, keep[o]);
        part = arithmetic.Mul(part, kUnit - keep[o]);
      }
    }
    const Profile profile = MakeProfile(options, Unranked::kNotCompared, ballots);
    EXPECT_EQ(CountVotes<Fixed9>(profile, MeekEqualRanks::kSplitEvenly, keep), expected);
    const std::vector<Integer> big(keep.begin(), keep.end());
    const std::vector<Integer> big_votes =
        CountVotes<BigFixed9>(profile, MeekEqualRanks::kSplitEvenly, big);
    EXPECT_TRUE(std::equal(expected.begin(), expected.end(), big_votes.begin()));
  }
}

TEST(VoteCounter, BlocksAtADefeatedTierOnlyOnBallotsWithTies) {
  const Profile profile =
      MakeProfile(4, Unranked::kNotCompared, {{{{0}, {1}, {2, 3}}, 9}, {{{0}, {1}, {2}}, 4}});
  const std::vector<Rational> keep = {0, 1, 1, 1};
  EXPECT_EQ(CountVotes<Exact>(profile, MeekEqualRanks::kSplitEvenly, keep),
            (std::vector<Rational>{0, 4, 0, 0}));
  EXPECT_EQ(CountVotes<Exact>(profile, MeekEqualRanks::kEveryOrder, keep),
            (std::vector<Rational>{0, 13, 0, 0}));
}

// An elected option's equal gets what it passes on; by the even split the next tier gets it.
TEST(VoteCounter, PassesOnWithinATieFirstUnderEveryOrder) {
  const Profile profile = MakeProfile(3, Unranked::kNotCompared, {{{{0, 1}, {2}}, 12}});
  const std::vector<Rational> keep = {MakeRational(1, 2), 1, 1};
  EXPECT_EQ(CountVotes<Exact>(profile, MeekEqualRanks::kEveryOrder, keep),
            (std::vector<Rational>{3, 9, 0}));
  EXPECT_EQ(CountVotes<Exact>(profile, MeekEqualRanks::kSplitEvenly, keep),
            (std::vector<Rational>{3, 6, 3}));
}

TEST(VoteCounter, GivesOneVoteOutOfATieOfAThousand) {
  Tiers tiers(1);
  for (OptionIndex option = 0; option < 1000; ++option) tiers[0].push_back(option);
  const Profile profile = MakeProfile(1000, Unranked::kNotCompared, {{tiers, 1}});
  std::vector<Rational> keep(1000, Rational(1));
  for (size_t o = 0; o < 20; ++o) keep[o] = MakeRational(static_cast<int64_t>(o), 20);
  const std::vector<Rational> votes = CountVotes<Exact>(profile, MeekEqualRanks::kEveryOrder, keep);
  Rational sum;
  for (const Rational& of_one : votes) sum += of_one;
  EXPECT_EQ(sum, 1);
  EXPECT_GT(votes[999], votes[19]);
}

TEST(Fixed9, NotesOverflowAndDivisionByZero) {
  Fixed9 large;
  large.FromCount(9'223'372'037);
  EXPECT_EQ(large.failure(), MeekEnd::kOverflow);
  Fixed9 fits;
  EXPECT_EQ(fits.FromCount(9'223'372'036), 9'223'372'036'000'000'000);
  EXPECT_EQ(fits.Mul(fits.FromCount(1000), fits.FromCount(1000)), fits.FromCount(1'000'000));
  EXPECT_FALSE(fits.failure().has_value());
  fits.KeepFactor(kUnit, kUnit, 0);
  EXPECT_EQ(fits.failure(), MeekEnd::kDivisionByZero);
}

TEST(Arithmetic, RoundsSharesDownAndKeepFactorsUp) {
  Fixed9 fixed;
  EXPECT_EQ(fixed.OverCount(kUnit, 3), 333'333'333);
  EXPECT_EQ(fixed.KeepFactor(kUnit, kUnit, 3 * kUnit), 333'333'334);
  BigFixed9 big;
  EXPECT_EQ(big.OverCount(-kUnit, 3), -333'333'334);
  EXPECT_EQ(fixed.OverCount(-kUnit, 3), -333'333'333);
  Fractions<true> rounded;
  EXPECT_EQ(rounded.KeepFactor(1, 1, 3), MakeRational(333'334, 1'000'000));
  Fractions<false> exact;
  EXPECT_EQ(exact.KeepFactor(1, 1, 3), MakeRational(1, 3));
}

}  // namespace
}  // namespace plenum::tally::meek_internal
