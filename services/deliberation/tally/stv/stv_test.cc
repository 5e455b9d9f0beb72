#include "services/deliberation/tally/stv/stv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "services/deliberation/tally/testing.h"

namespace plenum::tally {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::array kAllRules = {StvRule::kScottish,     StvRule::kWigm,     StvRule::kWigmPrf,
                                  StvRule::kWigmPrfBatch, StvRule::kMeek,     StvRule::kMeekPrf,
                                  StvRule::kWarren,       StvRule::kQpq,      StvRule::kMinneapolis,
                                  StvRule::kCfer,         StvRule::kCferBatch};

constexpr StvArithmetic kFractions = {StvArithmetic::Kind::kRational, 0, 0, 12};

StvOptions Options(StvRule rule, int seats) {
  StvOptions options;
  options.rule = rule;
  options.seats = seats;
  options.ties = Backwards{SeededPermutation{"tests"}};
  return options;
}

StvResult Counted(const Profile& profile, const StvOptions& options) {
  absl::StatusOr<StvResult> result = CountStv(profile, options);
  EXPECT_TRUE(result.ok()) << NameOf(options.rule) << ": " << result.status();
  return *std::move(result);
}

Profile Ballots(int option_count, const std::vector<CastBallot>& ballots) {
  return MakeProfile(option_count, Unranked::kNotCompared, ballots);
}

// Ballots without ties, some of them short.
Profile RandomStrict(RandomEngine& engine, int option_count, int distinct, int most = 5) {
  std::vector<CastBallot> ballots;
  for (int i = 0; i < distinct; ++i) {
    const std::vector<OptionIndex> order = RandomPermutation(engine, option_count);
    Tiers tiers;
    const int length = 1 + Upto(engine, option_count);
    for (int place = 0; place < length; ++place) {
      tiers.push_back({order[static_cast<size_t>(place)]});
    }
    ballots.push_back({tiers, 1 + Upto(engine, most)});
  }
  return Ballots(option_count, ballots);
}

std::vector<std::string> VotesAt(const StvResult& result, size_t stage) {
  std::vector<std::string> texts;
  for (const Rational& votes : *result.stages[stage].votes) {
    texts.push_back(ToText(votes, result.arithmetic));
  }
  return texts;
}

std::set<OptionIndex> AsSet(const std::vector<OptionIndex>& options) {
  return {options.begin(), options.end()};
}

TEST(Scottish, TransfersASurplusAtFiveDecimalsAndLosesTheRest) {
  // Quota 13 / 3 + 1 = 5. Option 0 has 7, so that each of its ballots goes on with 2 / 7.
  const StvResult result = Counted(Ballots(3, {{{{0}, {1}}, 7}, {{{2}}, 4}, {{{1}}, 2}}),
                                   Options(StvRule::kScottish, 2));
  std::vector<StvAction> actions;
  for (const StvStage& stage : result.stages) actions.push_back(stage.action);
  EXPECT_THAT(actions, ElementsAre(StvAction::kBegin, StvAction::kElect, StvAction::kRound,
                                   StvAction::kChoose, StvAction::kTransfer, StvAction::kRound,
                                   StvAction::kExclude, StvAction::kTransfer, StvAction::kElect,
                                   StvAction::kEnd));
  EXPECT_EQ(result.valid_ballots, 13);
  EXPECT_EQ(ToText(result.stages[0].quota, result.arithmetic), "5.00000");
  EXPECT_THAT(VotesAt(result, 0), ElementsAre("7.00000", "2.00000", "4.00000"));
  EXPECT_EQ(result.stages[1].states[0], StvState::kPending);
  EXPECT_EQ(*result.stages[4].transferred, 2);
  EXPECT_EQ(*result.stages[4].transferred_of, 7);
  EXPECT_THAT(VotesAt(result, 4), ElementsAre("5.00000", "3.99997", "4.00000"));
  EXPECT_EQ(result.stages[6].options, std::vector<OptionIndex>{1});
  EXPECT_THAT(VotesAt(result, 7), ElementsAre("5.00000", "0.00000", "4.00000"));
  EXPECT_EQ(ToText(result.stages[7].nontransferable, result.arithmetic), "3.99997");
  // 13 ballots: what is neither with an option nor at its end went with the sixth decimals.
  EXPECT_EQ(result.stages[0].lost, 0);
  EXPECT_EQ(ToText(result.stages[7].lost, result.arithmetic), "0.00003");
  EXPECT_EQ(result.stages.back().lost, result.stages[7].lost);
  EXPECT_THAT(result.elected, ElementsAre(0, 2));
  EXPECT_THAT(result.excluded, ElementsAre(1));
  EXPECT_THAT(result.events, IsEmpty());
}

TEST(Meek, FindsTheKeepFactorsExactly) {
  // Quota 9 / 3. Option 0 keeps 3 / 7 of its 7 ballots; option 1 gets the other 4.
  StvOptions options = Options(StvRule::kMeek, 2);
  options.arithmetic = kFractions;
  const StvResult result = Counted(Ballots(3, {{{{0}, {1}}, 7}, {{{2}}, 2}}), options);
  EXPECT_THAT(result.elected, ElementsAre(0, 1));
  const StvStage& last = result.stages.back();
  EXPECT_EQ((*last.factors)[0], MakeRational(3, 7));
  EXPECT_EQ((*last.votes)[0], 3);
  EXPECT_EQ((*last.votes)[1], 4);
}

TEST(Meek, CountsAsIfExcludedOptionsHadNeverStood) {
  RandomEngine engine(5);
  for (int i = 0; i < 30; ++i) {
    const Profile profile = RandomStrict(engine, 6, 25);
    StvOptions options = Options(StvRule::kMeek, 2);
    options.batch = false;
    const StvResult all = Counted(profile, options);
    if (!all.events.empty() || all.excluded.empty()) continue;
    options.withdrawn = {all.excluded.front()};
    EXPECT_EQ(AsSet(Counted(profile, options).elected), AsSet(all.elected));
  }
}

// Votes by keep factors, ballot by ballot.
std::vector<Rational> NaiveMeekVotes(const Profile& profile, const std::vector<Rational>& factors,
                                     bool warren) {
  std::vector<Rational> votes(factors.size());
  for (const BallotGroup& group : profile.groups()) {
    Rational weight = 1;
    for (int t = 0; t < group.ranking.tier_count(); ++t) {
      const auto option = static_cast<size_t>(group.ranking.tier(t)[0]);
      const Rational keep =
          warren ? std::min(factors[option], weight) : Rational(weight * factors[option]);
      votes[option] += keep * Rational(group.count);
      weight -= keep;
    }
  }
  return votes;
}

TEST(Meek, GivesEveryOptionWhatTheKeepFactorsSayOfEachBallot) {
  RandomEngine engine(6);
  for (const StvRule rule : {StvRule::kMeek, StvRule::kWarren}) {
    for (int i = 0; i < 10; ++i) {
      const Profile profile = RandomStrict(engine, 5, 12);
      StvOptions options = Options(rule, 2);
      options.arithmetic = kFractions;
      options.omega = 3;
      for (const StvStage& stage : Counted(profile, options).stages) {
        if (stage.action != StvAction::kIterate) continue;
        EXPECT_EQ(*stage.votes, NaiveMeekVotes(profile, *stage.factors, rule == StvRule::kWarren));
      }
    }
  }
}

// WIGM with fractions, one ballot after the other, written apart from the engine. Ties go to
// whoever stands earlier, for transfer and for exclusion.
std::vector<OptionIndex> NaiveWigm(const Profile& profile, int seats) {
  const auto n = static_cast<size_t>(profile.option_count());
  struct Paper {
    std::vector<OptionIndex> order;
    Rational value;
  };
  std::vector<Paper> papers;
  Rational total = 0;
  for (const BallotGroup& group : profile.groups()) {
    std::vector<OptionIndex> order;
    order.reserve(static_cast<size_t>(group.ranking.tier_count()));
    for (int t = 0; t < group.ranking.tier_count(); ++t) {
      order.push_back(group.ranking.tier(t)[0]);
    }
    papers.push_back({order, group.count});
    total += group.count;
  }
  const Rational quota = total / (seats + 1);
  std::vector<bool> gone(n);
  std::vector<OptionIndex> elected;
  std::vector<OptionIndex> waiting;
  const auto top = [&](const Paper& paper) -> OptionIndex {
    for (const OptionIndex option : paper.order) {
      const bool waits = std::find(waiting.begin(), waiting.end(), option) != waiting.end();
      if (!gone[static_cast<size_t>(option)] || waits) return option;
    }
    return -1;
  };
  // Papers of a waiting option stay where they are until it is its turn.
  std::vector<OptionIndex> holder;
  holder.reserve(papers.size());
  for (const Paper& paper : papers) holder.push_back(top(paper));
  while (true) {
    std::vector<Rational> votes(n);
    for (size_t p = 0; p < papers.size(); ++p) {
      if (holder[p] >= 0) votes[static_cast<size_t>(holder[p])] += papers[p].value;
    }
    const auto hopeful = std::count(gone.begin(), gone.end(), false);
    const auto left = seats - static_cast<int>(elected.size());
    if (left == 0) return elected;
    if (hopeful <= left) {
      for (size_t o = 0; o < n; ++o) {
        if (!gone[o]) elected.push_back(static_cast<OptionIndex>(o));
      }
      return elected;
    }
    for (size_t o = 0; o < n; ++o) {
      if (gone[o] || votes[o] <= quota) continue;
      gone[o] = true;
      elected.push_back(static_cast<OptionIndex>(o));
      waiting.push_back(static_cast<OptionIndex>(o));
    }
    OptionIndex leaving = -1;
    Rational factor = 1;
    if (!waiting.empty()) {
      std::sort(waiting.begin(), waiting.end());
      leaving = *std::max_element(waiting.begin(), waiting.end(), [&](int a, int b) {
        return votes[static_cast<size_t>(a)] < votes[static_cast<size_t>(b)];
      });
      waiting.erase(std::find(waiting.begin(), waiting.end(), leaving));
      const Rational& had = votes[static_cast<size_t>(leaving)];
      factor = (had - quota) / had;
    } else {
      for (size_t o = 0; o < n; ++o) {
        if (gone[o]) continue;
        if (leaving < 0 || votes[o] < votes[static_cast<size_t>(leaving)]) {
          leaving = static_cast<OptionIndex>(o);
        }
      }
      gone[static_cast<size_t>(leaving)] = true;
    }
    for (size_t p = 0; p < papers.size(); ++p) {
      if (holder[p] != leaving) continue;
      papers[p].value *= factor;
      holder[p] = -1;
      for (const OptionIndex option : papers[p].order) {
        if (gone[static_cast<size_t>(option)]) continue;
        holder[p] = option;
        break;
      }
    }
  }
}

TEST(Wigm, ElectsWhomACountOfSinglePapersElects) {
  RandomEngine engine(11);
  for (int i = 0; i < 300; ++i) {
    const int option_count = 3 + Upto(engine, 5);
    const int seats = 1 + Upto(engine, option_count);
    const Profile profile = RandomStrict(engine, option_count, 3 + Upto(engine, 30));
    StvOptions options = Options(StvRule::kWigm, seats);
    options.arithmetic = kFractions;
    options.lot = RandomPermutation(engine, option_count);
    std::sort(options.lot.begin(), options.lot.end());
    const std::vector<OptionIndex> expected = NaiveWigm(profile, seats);
    EXPECT_EQ(AsSet(Counted(profile, options).elected), AsSet(expected)) << "profile " << i;
    options.arithmetic.reset();  // guarded: the same outcome
    EXPECT_EQ(AsSet(Counted(profile, options).elected), AsSet(expected)) << "profile " << i;
  }
}

TEST(Stv, FillsAllSeatsAndNeverLosesTrackOfAnOption) {
  RandomEngine engine(12);
  for (int i = 0; i < 60; ++i) {
    const int option_count = 1 + Upto(engine, 8);
    const int seats = 1 + Upto(engine, option_count);
    const Profile profile = RandomStrict(engine, option_count, 2 + Upto(engine, 20));
    for (const StvRule rule : kAllRules) {
      const StvResult result = Counted(profile, Options(rule, seats));
      EXPECT_FALSE(result.held);
      EXPECT_EQ(result.elected.size(), static_cast<size_t>(seats)) << NameOf(rule);
      EXPECT_EQ(result.excluded.size(), static_cast<size_t>(option_count - seats));
      const Count count = ToCount(result);
      EXPECT_TRUE(count.ranking.complete());
      for (size_t r = 0; r < count.rounds.size(); ++r) {
        EXPECT_EQ(count.rounds[r].votes.size(), static_cast<size_t>(option_count));
      }
    }
  }
}

TEST(Stv, ConservesEveryVoteWithFractionsAndLosesOnlyDecimalsElse) {
  RandomEngine engine(13);
  for (int i = 0; i < 40; ++i) {
    const Profile profile = RandomStrict(engine, 6, 15);
    for (const StvRule rule : kAllRules) {
      if (rule == StvRule::kQpq) continue;  // its figures are seats, not votes
      StvOptions options = Options(rule, 1 + Upto(engine, 4));
      if (rule == StvRule::kWigm || rule == StvRule::kMeek || rule == StvRule::kWarren) {
        options.arithmetic = kFractions;
        options.omega = 3;
      }
      const StvResult result = Counted(profile, options);
      const Rational most_lost =
          options.arithmetic.has_value()
              ? Rational(0)
              : Rational(profile.ballots()) * MakeRational(10, 10000);  // ten cuts of each ballot
      for (const StvStage& stage : result.stages) {
        // An option that is excluded at the end keeps or loses its votes, as the rule says.
        if (stage.action == StvAction::kEnd || stage.reason == "all seats are filled") continue;
        // The reference Meek rule lets go of an excluded option's votes before it deals them anew.
        const bool in_transit =
            rule == StvRule::kMeekPrf &&
            (stage.action == StvAction::kRound || stage.reason == "fills a remaining seat");
        if (in_transit) continue;
        const Rational lost = profile.ballots() - stage.votes_in_all - stage.nontransferable;
        EXPECT_GE(lost, 0) << NameOf(rule);
        if (rule != StvRule::kQpq) {
          EXPECT_EQ(stage.lost, lost) << NameOf(rule);
        }
        EXPECT_LE(lost, most_lost) << NameOf(rule);
      }
    }
  }
}

TEST(Stv, GivesASolidCoalitionItsSeats) {
  RandomEngine engine(14);
  for (int i = 0; i < 150; ++i) {
    const int option_count = 4 + Upto(engine, 5);
    const int seats = 1 + Upto(engine, 4);
    const int size = 1 + Upto(engine, option_count - 1);  // the coalition's options: 0..size-1
    std::vector<CastBallot> ballots;
    int64_t total = 0;
    int64_t coalition = 0;
    for (int b = 0; b < 25; ++b) {
      std::vector<OptionIndex> order = RandomPermutation(engine, option_count);
      const int64_t count = 1 + Upto(engine, 6);
      const bool member = Upto(engine, 2) == 0;
      if (member) {
        std::stable_partition(order.begin(), order.end(), [&](int o) { return o < size; });
        coalition += count;
      }
      total += count;
      Tiers tiers;
      for (const OptionIndex option : order) tiers.push_back({option});
      ballots.push_back({tiers, count});
    }
    const auto quotas = static_cast<int>(coalition / (total / (seats + 1) + 1));
    const Profile profile = Ballots(option_count, ballots);
    for (const StvRule rule : kAllRules) {
      const StvResult result = Counted(profile, Options(rule, seats));
      const auto got = std::count_if(result.elected.begin(), result.elected.end(),
                                     [&](OptionIndex option) { return option < size; });
      EXPECT_GE(got, std::min(quotas, size)) << NameOf(rule) << " profile " << i;
    }
  }
}

TEST(Stv, TreatsOptionsAlikeWhateverTheirNumbers) {
  RandomEngine engine(15);
  for (int i = 0; i < 40; ++i) {
    constexpr int kOptions = 6;
    const Profile profile = RandomStrict(engine, kOptions, 25, 1000);
    const std::vector<OptionIndex> renamed = RandomPermutation(engine, kOptions);
    std::vector<CastBallot> ballots;
    for (const BallotGroup& group : profile.groups()) {
      Tiers tiers = group.ranking.Tiers();
      for (auto& tier : tiers) tier = {renamed[static_cast<size_t>(tier[0])]};
      ballots.push_back({tiers, group.count});
    }
    const Profile other = Ballots(kOptions, ballots);
    for (const StvRule rule : kAllRules) {
      const StvResult a = Counted(profile, Options(rule, 3));
      const StvResult b = Counted(other, Options(rule, 3));
      if (!a.events.empty()) continue;
      std::set<OptionIndex> expected;
      for (const OptionIndex option : a.elected) {
        expected.insert(renamed[static_cast<size_t>(option)]);
      }
      EXPECT_EQ(AsSet(b.elected), expected) << NameOf(rule);
    }
  }
}

// Options 1 and 2 are level with 3 votes each in round 2; at the start of round 1, option 2 had 2.
Profile LevelInRoundTwo() {
  return Ballots(4, {{{{0}}, 5}, {{{1}}, 3}, {{{2}}, 2}, {{{3}, {2}}, 1}});
}

TEST(TiesInStv, FollowThePolicy) {
  StvOptions options = Options(StvRule::kScottish, 1);
  const auto second_excluded = [&options](const TiePolicy& policy) {
    options.ties = policy;
    return Counted(LevelInRoundTwo(), options).excluded[1];
  };
  EXPECT_EQ(second_excluded(Backwards{}), 2);
  EXPECT_EQ(second_excluded(Forwards{}), 2);
  EXPECT_EQ(second_excluded(DeclaredOrder{{0, 2, 1, 3}}), 1);
  EXPECT_EQ(second_excluded(DeclaredOrder{{0, 1, 2, 3}}), 2);
  options.ties = SeededPermutation{"b"};
  const std::vector<OptionIndex> order = *PolicyOrder(options.ties, 4);
  const bool one_first =
      std::find(order.begin(), order.end(), 1) < std::find(order.begin(), order.end(), 2);
  EXPECT_EQ(second_excluded(options.ties), one_first ? 2 : 1);
}

TEST(TiesInStv, LeaveAnEventThatSaysWhoWasLevel) {
  const StvResult result = Counted(LevelInRoundTwo(), Options(StvRule::kScottish, 1));
  ASSERT_EQ(result.events.size(), 1u);
  EXPECT_EQ(result.events[0], (TieEvent{{1, 2}, {1, 2}, "backwards", 2}));
  const auto tie = std::find_if(result.stages.begin(), result.stages.end(),
                                [](const auto& stage) { return stage.action == StvAction::kTie; });
  ASSERT_NE(tie, result.stages.end());
  EXPECT_THAT(tie->tied, ElementsAre(1, 2));
  EXPECT_THAT(tie->options, ElementsAre(2));
}

TEST(TiesInStv, HoldTheCountWhereADecisionIsNeeded) {
  for (const TiePolicy& policy : {TiePolicy(HoldForDecision{}), TiePolicy(KeepTied{})}) {
    StvOptions options = Options(StvRule::kScottish, 1);
    options.ties = policy;
    const StvResult result = Counted(LevelInRoundTwo(), options);
    EXPECT_TRUE(result.held);
    EXPECT_THAT(result.elected, IsEmpty());
    EXPECT_THAT(result.excluded, ElementsAre(3));
    ASSERT_EQ(result.events.size(), 1u);
    EXPECT_EQ(result.events[0], (TieEvent{{1, 2}, {}, "held", 2}));
    EXPECT_EQ(result.stages.back().action, StvAction::kTie);
    const Count count = ToCount(result);
    EXPECT_TRUE(count.held);
    EXPECT_EQ(count.ranking.Tiers(), (Tiers{{0}, {1, 2}, {3}}));
  }
}

TEST(TiesInStv, HoldNothingWhoseOrderDoesNotMatter) {
  // Options 1, 2 and 3 are level now; the start of round 1 tells only that 3 comes last.
  const Profile profile =
      Ballots(5, {{{{0}}, 6}, {{{1}}, 3}, {{{2}}, 3}, {{{3}}, 2}, {{{4}, {3}}, 1}});
  StvOptions options = Options(StvRule::kScottish, 1);
  options.ties = Backwards{HoldForDecision{}};
  const StvResult result = Counted(profile, options);
  ASSERT_GE(result.excluded.size(), 2u);
  EXPECT_EQ(result.excluded[1], 3);
  EXPECT_EQ(result.events.front().rule, "backwards");
}

TEST(TiesInStv, TakeWhomTheLotDrawsFirst) {
  const Profile profile = Ballots(3, {{{{0}}, 3}, {{{1}}, 3}, {{{2}}, 3}});
  for (const StvRule rule : kAllRules) {
    StvOptions options = Options(rule, 2);
    options.lot = {1, 2, 0};
    const StvResult result = Counted(profile, options);
    EXPECT_THAT(result.excluded, ElementsAre(1)) << NameOf(rule);
    EXPECT_EQ(result.events.front().rule, "lot");
  }
}

TEST(EqualRanks, AreRefusedSkippedStoppedAtOrShared) {
  const Profile profile = Ballots(4, {{{{0, 1}, {2}}, 4}, {{{3}, {0, 1}, {2}}, 3}, {{{0}}, 1}});
  const auto votes = [&](StvRule rule, EqualRanks equal) {
    StvOptions options = Options(rule, 1);
    options.equal_ranks = equal;
    return VotesAt(Counted(profile, options), 0);
  };
  EXPECT_THAT(votes(StvRule::kWigmPrf, EqualRanks::kSkip),
              ElementsAre("1.0000", "0.0000", "4.0000", "3.0000"));
  EXPECT_THAT(votes(StvRule::kWigmPrf, EqualRanks::kStop),
              ElementsAre("1.0000", "0.0000", "0.0000", "3.0000"));
  EXPECT_THAT(votes(StvRule::kMeekPrf, EqualRanks::kShare),
              ElementsAre("3.000000000", "2.000000000", "0.000000000", "3.000000000"));
  StvOptions options = Options(StvRule::kWigm, 1);
  EXPECT_EQ(
      CountStv(profile, options).status().message(),
      "the ballot 0 = 1 > 2 (options by their number, from 0) ties options, and the rule has no "
      "answer to that; Meek's rules have (meek, meek-shared)");
  // A tie with an option that does not stand is none.
  options.withdrawn = {1};
  EXPECT_EQ(Counted(profile, options).valid_ballots, 8);
}

TEST(Minneapolis, ExcludesUndeclaredWriteInsInTheSecondRound) {
  StvOptions options = Options(StvRule::kMinneapolis, 1);
  options.undeclared = {0};
  const StvResult result = Counted(Ballots(3, {{{{0}, {1}}, 5}, {{{2}}, 4}}), options);
  EXPECT_EQ(result.excluded.front(), 0);
  EXPECT_THAT(result.elected, ElementsAre(1));
}

TEST(StvAsCount, RanksByElectionAndExclusionWithTheRoundFigures) {
  const Count count =
      ToCount(Counted(Ballots(5, {{{{0}, {1}}, 7}, {{{2}}, 4}, {{{1}}, 2}, {{{3}, {2}}, 1}}), [] {
        StvOptions options = Options(StvRule::kScottish, 2);
        options.withdrawn = {4};
        return options;
      }()));
  EXPECT_EQ(count.ranking.Tiers(), (Tiers{{0}, {2}, {1}, {3}, {4}}));
  EXPECT_EQ(count.ranking_by_votes, count.ranking);
  ASSERT_GE(count.rounds.size(), 2u);
  EXPECT_EQ(count.rounds[0].votes[0], Rational(7));
  EXPECT_EQ(count.rounds[0].votes[4], std::nullopt);
  EXPECT_THAT(count.rounds[0].elected, ElementsAre(0));
  EXPECT_THAT(count.rounds[2].elected, ElementsAre(2));
  EXPECT_THAT(count.rounds[2].eliminated, ElementsAre(1, 3));
  ASSERT_EQ(count.sets.size(), 1u);
  EXPECT_THAT(count.sets[0].options, ElementsAre(0, 2));
}

TEST(Stv, RefusesWhatItCannotCount) {
  const Profile profile = Ballots(3, {{{{0}, {1}}, 2}, {{{2}}, 1}});
  const auto message = [](const Profile& ballots, const StvOptions& options) {
    const absl::Status status = CountStv(ballots, options).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    std::string text(status.message());
    return text;
  };
  const StvOptions good = Options(StvRule::kScottish, 1);
  EXPECT_EQ(message(profile, Options(StvRule::kScottish, 0)),
            "the number of seats must be at least 1, not 0");
  EXPECT_EQ(message(profile, Options(StvRule::kMeek, -3)),
            "the number of seats must be at least 1, not -3");
  EXPECT_EQ(message(profile, Options(StvRule::kQpq, 4)),
            "there are 4 seats but only 3 options that stand");
  StvOptions bad = good;
  bad.withdrawn = {3};
  EXPECT_EQ(message(profile, bad), "withdrawn options: there is no option 3");
  bad.withdrawn = {1, 1};
  EXPECT_EQ(message(profile, bad), "withdrawn options: option 1 is listed twice");
  bad.withdrawn = {0, 1, 2};
  EXPECT_EQ(message(profile, bad), "there are 1 seats but only 0 options that stand");
  bad = good;
  bad.lot = {0, 1};
  EXPECT_EQ(message(profile, bad), "the lot must name every option");
  bad = good;
  bad.arithmetic = StvArithmetic();
  EXPECT_EQ(message(profile, bad), "the rule has arithmetic of its own");
  bad = Options(StvRule::kWigm, 1);
  bad.arithmetic = StvArithmetic{StvArithmetic::Kind::kGuarded, 9, 0, 9};
  EXPECT_THAT(message(profile, bad), testing::StartsWith("arithmetic: precision must be"));
  bad.arithmetic = StvArithmetic{StvArithmetic::Kind::kFixed, -1, 0, 9};
  EXPECT_THAT(message(profile, bad), testing::StartsWith("arithmetic: precision must be"));
  bad = Options(StvRule::kMeek, 1);
  bad.omega = -1;
  EXPECT_EQ(message(profile, bad), "omega must be from 0 to 100");
  bad = good;
  bad.equal_ranks = EqualRanks::kShare;
  EXPECT_EQ(message(profile, bad), "the rule cannot share a ballot between options of equal rank");
  bad = good;
  bad.ties = SeededPermutation{""};
  EXPECT_EQ(message(profile, bad), "the tie policy's seed is empty: publish a seed");
  const std::string nothing = "no ballot ranks an option that stands, so there is nothing to count";
  EXPECT_EQ(message(Ballots(3, {}), good), nothing);
  EXPECT_EQ(message(Ballots(3, {{{}, 5}}), good), nothing);
  bad = good;
  bad.withdrawn = {2};
  EXPECT_EQ(message(Ballots(3, {{{{2}}, 5}}), bad), nothing);
}

TEST(Stv, CountsOnWhereAllBallotsAreExhausted) {
  // After option 0 nobody has a vote: the last seats go by the tie policy.
  const Profile profile = Ballots(4, {{{{0}}, 9}});
  for (const StvRule rule : kAllRules) {
    const StvResult result = Counted(profile, Options(rule, 3));
    EXPECT_EQ(result.elected.size(), 3u) << NameOf(rule);
    EXPECT_EQ(result.elected.front(), 0) << NameOf(rule);
  }
}

// An option can be elected to fill a seat and then be reached by nothing.
TEST(Stv, MeekGoesOnWhenAnElectedOptionHasNoVotes) {
  for (const int64_t most : {int64_t{1}, int64_t{1000}, int64_t{1} << 48}) {
    const Profile profile =
        MakeProfile(6, Unranked::kNotCompared, {{{{3}}, most}, {{{3}, {2}}, 1}, {{{5}}, 1}});
    for (const StvRule rule : {StvRule::kMeekPrf, StvRule::kMeek, StvRule::kWarren}) {
      StvOptions options;
      options.rule = rule;
      options.seats = 3;
      options.ties = SeededPermutation{"seed"};
      const absl::StatusOr<StvResult> result = CountStv(profile, options);
      ASSERT_TRUE(result.ok()) << result.status();
      EXPECT_EQ(result->elected.size(), 3);
    }
  }
}

TEST(Stv, IsExactAtTheLargestNumberOfBallots) {
  constexpr int64_t kThird = kMaxBallots / 3;
  const Profile profile = Ballots(
      3, {{{{0}, {1}}, kMaxBallots - kThird - kThird + 1}, {{{1}}, kThird - 1}, {{{2}}, kThird}});
  for (const StvRule rule : kAllRules) {
    const StvResult result = Counted(profile, Options(rule, 1));
    EXPECT_EQ(result.valid_ballots, kMaxBallots);
    EXPECT_THAT(result.elected, ElementsAre(0)) << NameOf(rule);
  }
  StvOptions options = Options(StvRule::kWigm, 1);
  options.arithmetic = kFractions;
  EXPECT_EQ(Counted(profile, options).stages[0].quota, MakeRational(kMaxBallots, 2));
}

TEST(Stv, TakesAsManyOptionsAsThereCanBe) {
  std::vector<CastBallot> ballots;
  ballots.reserve(kMaxOptions);
  for (int i = 0; i < kMaxOptions; ++i) ballots.push_back({{{i}, {(i * 7 + 1) % kMaxOptions}}, 1});
  const Profile profile = Ballots(kMaxOptions, ballots);
  StvOptions options = Options(StvRule::kScottish, kMaxOptions - 8);
  EXPECT_EQ(Counted(profile, options).elected.size(), static_cast<size_t>(kMaxOptions - 8));
}

TEST(StvText, ShowsDecimalsRoundedHalfUp) {
  const StvArithmetic three = {StvArithmetic::Kind::kRational, 0, 0, 3};
  EXPECT_EQ(ToText(MakeRational(1, 3), three), "0.333");
  EXPECT_EQ(ToText(MakeRational(2, 3), three), "0.667");
  EXPECT_EQ(ToText(MakeRational(1, 2000), three), "0.001");
  EXPECT_EQ(ToText(MakeRational(-1, 2), three), "-0.500");
  EXPECT_EQ(ToText(MakeRational(-1, 9999), three), "0.000");
  EXPECT_EQ(ToText(12, {StvArithmetic::Kind::kFixed, 0, 0, 0}), "12");
}

TEST(StvRules, HaveNamesThatFindThem) {
  for (const StvRule rule : kAllRules) EXPECT_EQ(StvRuleNamed(NameOf(rule)), rule);
  EXPECT_EQ(StvRuleNamed("borda"), std::nullopt);
}

TEST(Stv, IterationsEndWhenTheyAreStopped) {
  const Profile profile =
      MakeProfile(3, Unranked::kNotCompared, {{{{0}, {1}, {2}}, 20}, {{{2}, {1}}, 10}});
  for (const StvRule rule : {StvRule::kMeek, StvRule::kMeekPrf, StvRule::kWarren}) {
    StvOptions options;
    options.rule = rule;
    options.seats = 2;
    int asked = 0;
    options.stopped = [&] { return ++asked > 1; };
    EXPECT_EQ(CountStv(profile, options).status().code(), absl::StatusCode::kCancelled);
    EXPECT_EQ(asked, 2);
  }
}

// With 2^46 ballots the cut decimals put four options at a quota that only three can reach.
TEST(Meek, NeverElectsMoreThanThereAreSeats) {
  constexpr int64_t kMany = int64_t{1} << 45;
  const Profile profile =
      MakeProfile(6, Unranked::kNotCompared,
                  {{{{0}, {5}}, kMany}, {{{1}, {2}}, kMany}, {{{3}, {1}}, 1}, {{{0}}, 1}});
  for (const StvRule rule : {StvRule::kMeek, StvRule::kWarren, StvRule::kMeekPrf}) {
    StvOptions options;
    options.rule = rule;
    options.seats = 3;
    options.ties = SeededPermutation{"seed"};
    const absl::StatusOr<StvResult> result = CountStv(profile, options);
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->elected.size(), 3U) << NameOf(rule);
    options.ties = HoldForDecision{};
    const absl::StatusOr<StvResult> held = CountStv(profile, options);
    ASSERT_TRUE(held.ok());
    EXPECT_LE(held->elected.size(), 3U) << NameOf(rule);
  }
}

}  // namespace
}  // namespace plenum::tally
