// Single transferable vote: several options are elected from ranked ballots so that groups of
// voters get seats in proportion to their size. A ballot counts for the highest option on it that
// is still in the count; what an elected option has above the quota, and what an excluded one had,
// goes on to the next options on the ballots.
//
// All rules in use that have a public specification, each with its own arithmetic:
//
//   StvOptions options;
//   options.rule = StvRule::kScottish;
//   options.seats = 3;
//   options.ties = Backwards{SeededPermutation{"2031-05-04 lottery 07 11 23 31 42"}};
//   absl::StatusOr<StvResult> result = CountStv(profile, options);
//   result->elected;                                    // in the order of their election
//   for (const StvStage& stage : result->stages) ...    // every step with all figures
//   ToText(result->stages[1].quota, result->arithmetic);  // "19.00000"
//
// Ties: each rule says when options are level for its purposes and the policy chooses among them:
// for a transfer or an election the one that it puts first, for an exclusion the one that it puts
// last. KeepTied means HoldForDecision here, as a round cannot go on with a tie. Backwards looks at
// the votes at the start of the rounds so far, the latest first (as article 49(2) and 51(2) of the
// Scottish Order). With a `lot` the rule's own procedure is followed to the letter instead.
//
// Cost, with g distinct ballots on n options: the transfer rules look at each ballot once for each
// option that it counts for and do their arithmetic once for each distinct transfer value, so about
// O(g n) in all; Meek and Warren do one pass of the distinct beginnings of ballots, down to the
// first option that keeps everything, for each iteration.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/exact.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

// Reference implementation of all: Droop 0.12 by J. Lundell (https://github.com/jklundell/droop).
enum class StvRule {
  // The Scottish Local Government Elections Order 2007 (SSI 2007/42), articles 45 to 52. One option
  // is excluded at a time, transfer values have five decimals, the quota is whole.
  kScottish,
  // Weighted inclusive Gregory method in general: all ballots of an elected option are transferred
  // at their value times surplus / votes. Quota ballots / (seats + 1); arithmetic as asked for.
  kWigm,
  // The Proportional Representation Foundation's reference WIGM rule, four decimals; the second
  // also excludes at once all that cannot be elected any more (step B.2).
  kWigmPrf,
  kWigmPrfBatch,
  // Meek's method: B. L. Meek, Matematiques et sciences humaines 25 (1969) 13-23; I. D. Hill et
  // al., Computer Journal 30 (1987) 277-281. Each elected option keeps the same share of every
  // ballot that reaches it, and excluded ones are as if they had never stood. Quota and shares
  // are found by iteration until the surpluses are below 10^-omega in all.
  kMeek,
  // The Proportional Representation Foundation's reference Meek rule: nine decimals, omega 6.
  kMeekPrf,
  // C. H. E. Warren's variant (Voting matters 4, 1995): each elected option keeps the same amount,
  // not the same share, of every ballot.
  kWarren,
  // Quota preferential by quotient: D. R. Woodall, Voting matters 17 (2003) 1-7. Starts again after
  // each exclusion; 9 decimals and 9 guard digits.
  kQpq,
  // Minneapolis Code of Ordinances, title 8.5, 167.70 as of 2018, four decimals. Write-ins that
  // were not declared are excluded in the second round.
  kMinneapolis,
  // Californians for Electoral Reform, draft of chapter 2 of the Elections Code, section 10059:
  // five decimals; the second also excludes defeat sets (subdivision k).
  kCfer,
  kCferBatch,
};

// "scottish", "wigm", "wigm-prf", "wigm-prf-batch", "meek", "meek-prf", "warren", "qpq",
// "minneapolis", "cfer", "cfer-batch"; and the rule of such a name.
std::string_view NameOf(StvRule rule);
std::optional<StvRule> StvRuleNamed(std::string_view name);

// How a count calculates and shows its numbers.
struct StvArithmetic {
  enum class Kind {
    // Decimals that are cut after `precision` places (rounded up where the rule says so).
    kFixed,
    // Decimals with `guard` further places, where numbers that differ by less than half a unit of
    // the last place before these are equal: the outcomes of exact numbers at the cost of fixed
    // ones. At least one guard digit.
    kGuarded,
    // Exact fractions. Meek's and Warren's rule may need very long ones.
    kRational,
  };
  Kind kind = Kind::kGuarded;
  int precision = 18;  // places, 0..100; not used by kRational
  int guard = 9;       // 0..100; only for kGuarded
  int display = 18;    // places shown, 0..200; rounded half up

  friend bool operator==(const StvArithmetic&, const StvArithmetic&) = default;
};

// What a rule counts with unless asked otherwise; the rules with arithmetic of their own
// (all but kWigm, kMeek and kWarren) know no other.
StvArithmetic ArithmeticOf(StvRule rule);

// "18.80000", with `display` places, a minus sign before a negative number.
std::string ToText(const Rational& value, const StvArithmetic& arithmetic);

// What is done with options that share a place on a ballot.
enum class EqualRanks {
  kRefuse,  // INVALID_ARGUMENT
  kStop,    // the ballot counts down to that place (statutes that call it an error or overvote)
  kSkip,    // the ballot counts but for that place (Minneapolis)
  kShare,   // each gets an equal share, and what they do not keep goes on (Meek and Warren only)
};

// What the rule says, see StvOptions::equal_ranks.
EqualRanks EqualRanksOf(StvRule rule);

struct StvOptions {
  StvRule rule = StvRule::kScottish;
  int seats = 1;
  TiePolicy ties = Backwards{HoldForDecision{}};
  // The result of a drawing of lots that was made before the count: all options, and of those that
  // are level at any time the first one is drawn, whatever for. When not empty it stands in place
  // of `ties`, after the earlier stages for kScottish.
  std::vector<OptionIndex> lot;
  // Options that do not stand; ballots count as if they did not name them.
  std::vector<OptionIndex> withdrawn;
  // Only for kMinneapolis: write-ins that were not declared.
  std::vector<OptionIndex> undeclared;
  // What the rule says when not given: kShare for Meek and Warren, kSkip for kMinneapolis, kStop
  // for kScottish and the kCfer rules, kRefuse for the others.
  std::optional<EqualRanks> equal_ranks;
  // Only for kWigm, kMeek and kWarren.
  std::optional<StvArithmetic> arithmetic;
  // Only for kMeek and kWarren: they iterate until surpluses are at most 10^-omega in all. When not
  // given, 10 for fractions, half the precision for guarded, two thirds of it for fixed numbers.
  std::optional<int> omega;
  // Only for kMeek and kWarren: exclude at once all that cannot be elected any more.
  bool batch = true;
  // Only for kWigm: exclude all options without votes at once; round the quota up to a whole.
  bool batch_zero = false;
  bool whole_quota = false;
  // Asked between the iterations of Meek's and Warren's rule; the others never take long.
  base::Stopped stopped = {};
};

enum class StvState {
  kWithdrawn,
  kHopeful,
  kPending,  // elected, with a surplus that is still to be transferred
  kElected,
  kExcluded,
};

enum class StvAction {
  kBegin,     // first preferences are counted
  kRound,     // a new round begins
  kCount,     // votes and surpluses are looked at (Minneapolis)
  kTie,       // options are level, and one of them is chosen
  kElect,     // an option is elected
  kChoose,    // a pending option is chosen for its surplus to be transferred
  kExclude,   // an option is excluded
  kTransfer,  // ballots have been transferred
  kIterate,   // the iteration of Meek's or Warren's rule has ended
  kEnd,
};

// One step of a count, with all figures after it. They are exact values of what the arithmetic
// holds.
struct StvStage {
  StvAction action = StvAction::kBegin;
  int round = 0;
  // Whom it is about: elected, excluded or chosen; for kTie the chosen one; for kTransfer those
  // whose ballots went on.
  std::vector<OptionIndex> options;
  std::vector<OptionIndex> tied;  // for kTie, ascending
  // Why, in a few words: "votes reach the quota", "fewest votes", "fills a remaining seat".
  std::string reason;
  // For the transfer of a surplus: how much of how many votes. A ballot of value v went on with
  // v * surplus / votes, by the arithmetic of the rule.
  std::optional<Rational> transferred;
  std::optional<Rational> transferred_of;

  // By option. Stages between which no vote changed share them.
  std::shared_ptr<const std::vector<Rational>> votes;
  std::vector<StvState> states;
  // By option: keep factors of Meek's and Warren's rule, quotients of QPQ; else null.
  std::shared_ptr<const std::vector<Rational>> factors;
  Rational quota;
  Rational votes_in_all;  // of all options
  // Surpluses in all where the rule looks at them (Scottish, Minneapolis, Meek, Warren), as of when
  // it last did; else 0.
  Rational surplus;
  // Votes of ballots that name no option in the count any more, and for Meek and Warren all votes
  // that nobody keeps; for QPQ the seats that such ballots have filled.
  Rational nontransferable;
  // Votes that were lost by cutting decimals, so far: votes_in_all + nontransferable + lost is the
  // number of valid ballots. 0 for Meek and Warren, whose lost decimals are among nontransferable,
  // and for QPQ. Steps after the last seat is filled, which drop the votes of those that they
  // exclude, keep the figure before them.
  Rational lost;
};

struct StvResult {
  StvRule rule = StvRule::kScottish;
  int seats = 0;
  StvArithmetic arithmetic;
  int64_t valid_ballots = 0;           // those that rank an option that stands
  std::vector<OptionIndex> elected;    // in the order of election
  std::vector<OptionIndex> excluded;   // in the order of exclusion
  std::vector<OptionIndex> withdrawn;  // ascending
  std::vector<StvStage> stages;
  std::vector<TieEvent> events;  // `round` as in the stages
  // A tie was held for a decision and the count stopped there: the last event says between whom,
  // and the last stage how it stood.
  bool held = false;
};

// INVALID_ARGUMENT, with a sentence that names what is wrong: seats below 1 or above the options
// that stand, no ballot that ranks one of them, an option that does not exist or is listed twice,
// an incomplete lot, ties on a ballot where they are refused, kShare or arithmetic with a rule that
// knows none, places out of range, a tie policy that TieBreaker refuses. RESOURCE_EXHAUSTED when
// fractions grow beyond four million bits: guarded arithmetic is the way out. CANCELLED: stopped.
absl::StatusOr<StvResult> CountStv(const Profile& profile, const StvOptions& options);

// The result in the shape of all methods: elected options in the order of their election, then
// those still in the count where it was held, then the excluded ones, the last first, and the
// withdrawn. Options that one step elected or excluded with equal votes share a tier of
// `ranking_by_votes`, as do those that a tie policy separated. One round for each round of the
// count with the votes that its decisions were made on; the first is that of the first preferences
// where the rule has one. Quota and seats are figures of the stages, not of the Count.
Count ToCount(const StvResult& result);

}  // namespace plenum::tally
