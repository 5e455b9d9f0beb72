// Meek's method: a single transferable vote in which an elected option keeps just the part of each
// vote that it needs (its keep factor) and passes the rest to the next option of every ballot, also
// of those ballots that reached it by transfer.
//
// Source: B. L. Meek, "A new approach to the single transferable vote", Voting matters 1 (1994);
// I. D. Hill, B. A. Wichmann, D. R. Woodall, "Algorithm 123", The Computer Journal 30 (1987). The
// working, its roundings and its stages are those of stv-rs (github.com/gendx/stv-rs) and of
// Droop's rule "meek" with the parameter omega:
//
//   quota   = (ballots - residual) / (seats + 1) + epsilon, which is 10^-9 in fixed point, else 0
//   elected = votes >= quota in fixed point, votes > quota in fractions
//   keep    = keep * quota / votes for every elected option, rounded up
//   surplus = sum of (votes - quota) over the elected options
//
// A round repeats count, quota and keep factors until an option is elected, the surplus is at most
// omega = 10^-omega_exponent, or the surplus stops getting smaller (a stable state). In the last
// two cases it defeats the option with the fewest votes; options whose votes are within the surplus
// of the fewest are tied, as transfers still to come could swap them, and the tie policy decides:
// the one that it puts last is defeated. The count ends when all seats are filled or when as many
// options are left as there are seats.
//
//   MeekOptions options;
//   options.seats = 3;
//   options.tie_policy = SeededPermutation{"2031-05-04 lottery"};
//   absl::StatusOr<MeekResult> result = Meek(profile, options);
//   result->elected;                                   // {4, 0, 2}, in the order of election
//   absl::StatusOr<Count> count = ToCount(*result);    // the shape that all methods share
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/exact.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/ranking.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

// The numbers that the rule counts with; registered with it, since the roundings are part of it.
enum class MeekArithmetic {
  // Decimal fixed point with 9 places in 64 bits. Shares are cut, keep factors rounded up. Ends in
  // kOverflow beyond 9,223,372,036 ballots; under kEveryOrder also beyond 66 options, since the
  // numbers of ways to choose among more do not fit, and where a tie's weights do not.
  kFixed9,
  // The same in integers of any size: the same figures, rounding down below zero.
  kBigFixed9,
  // Fractions. Exact, but their size doubles with every iteration: for small counts.
  kExact,
  // Fractions, with keep factors rounded up to 6 decimal places, which bounds their size.
  kExactWithRoundedKeepFactors,
};

// One ballot, or several that are alike, with the order in which it lists tied options.
struct MeekBallot {
  std::vector<std::vector<OptionIndex>> tiers;  // best first
  int64_t count = 1;
};

// What a tie within a ballot means.
enum class MeekEqualRanks {
  // The ballot counts as an equal share of every order of the tied options. Computed in closed form
  // (elementary symmetric polynomials of what each passes on), never by listing the orders. In
  // fixed
  // point the last digit depends on the order of the products: the one in which the ballot lists
  // the tied options, or of their indexes where that is not known (a Profile).
  kEveryOrder,
  // As Droop does it: the vote is split evenly among the tied options that are not defeated, and
  // what each passes on goes to the next tier, not to its equals. On a ballot with a tie anywhere,
  // a
  // tier whose options are all defeated blocks what would reach the tiers below it.
  kSplitEvenly,
};

enum class MeekSurplus {
  kPositiveOnly,  // an elected option below the quota counts as 0
  kSigned,        // it lessens the surplus, as Droop does it; can end in kNegativeSurplus
};

struct MeekOptions {
  int seats = 1;
  MeekArithmetic arithmetic = MeekArithmetic::kFixed9;
  int omega_exponent = 6;  // 0..18: a round ends when the surplus is at most 10^-omega_exponent
  MeekEqualRanks equal_ranks = MeekEqualRanks::kEveryOrder;
  MeekSurplus surplus = MeekSurplus::kPositiveOnly;
  // Options that left before the count: struck from every ballot. No option twice.
  std::vector<OptionIndex> withdrawn = {};
  // KeepTied and HoldForDecision both end the count (kHeld) where it must defeat one of several.
  TiePolicy tie_policy = HoldForDecision{};
  // Asked between iterations.
  base::Stopped stopped = {};
};

enum class MeekStatus : uint8_t { kHopeful, kElected, kDefeated, kWithdrawn };

enum class MeekAction {
  kBegin,
  kElect,            // reached the quota
  kIterate,          // a round's iterations ended, see MeekStage::iteration
  kBreakTie,         // the tie policy chose which option to defeat
  kDefeat,           // fewest votes
  kElectRemaining,   // as many options left as seats
  kDefeatRemaining,  // all seats filled
  kComplete,
};

enum class MeekIteration {
  kElected,  // an option was elected
  kStable,   // the surplus was not smaller than in the iteration before
  kOmega,    // the surplus was at most omega
};

// One distribution of all votes.
struct MeekTally {
  std::vector<Rational> votes;  // by option; 0 for defeated and withdrawn ones
  Rational residual;            // votes that no option keeps: ballots at their end, and cut digits
  // Of the elected options only: hopeful ones keep all (1), defeated ones nothing (0).
  std::vector<std::pair<OptionIndex, Rational>> keep_factors;
};

// One step of the working, with the state of affairs after it.
struct MeekStage {
  MeekAction action = MeekAction::kBegin;
  int round = 0;                                // 0: before the first
  std::optional<OptionIndex> option = {};       // elected or defeated
  std::vector<OptionIndex> tied = {};           // of kBreakTie, ascending
  std::optional<MeekIteration> iteration = {};  // of kIterate; of kDefeat: why
  int tally = 0;                                // place in MeekResult::tallies
  std::vector<MeekStatus> statuses = {};        // by option
  Rational quota = {};
  Rational surplus = {};
};

enum class MeekEnd {
  kComplete,
  kHeld,             // a tie must be decided first
  kTooFewOptions,    // fewer options than seats
  kTooManyElected,   // more options reached the quota than there are seats: only possible once
                     // elected ones have fallen below it
  kNegativeSurplus,  // elected options fell below the quota, and no option is within the surplus of
                     // the fewest votes: the flaw that kPositiveOnly mends
  kOverflow,         // the votes do not fit kFixed9
  kDivisionByZero,   // an elected option lost all its votes while there was a surplus
  kTooLong,          // fractions longer than kMostFractionBits (exact.h)
  kStopped,          // MeekOptions::stopped said true
};

struct MeekResult {
  MeekOptions options;
  int option_count = 0;
  int64_t ballots = 0;  // that name an option which is not withdrawn; others are not counted
  MeekEnd end = MeekEnd::kComplete;
  std::optional<Rational> first_quota;  // nothing only if even that did not fit the arithmetic
  Rational omega;
  int rounds = 0;  // begun
  std::vector<MeekTally> tallies;
  std::vector<MeekStage> stages;      // all up to the end, whichever it was
  std::vector<OptionIndex> elected;   // in the order of election
  std::vector<OptionIndex> defeated;  // in the order of defeat
  std::vector<TieEvent> events;
  bool held = false;
};

// Counts. A count that the rule itself cannot finish is a result with another end than kComplete
// and the stages so far. INVALID_ARGUMENT: seats outside 1..kMaxOptions, an omega exponent outside
// 0..18, a withdrawn option that is unknown or named twice, a malformed tie policy. The profile's
// reading of unranked options does not matter: a ballot passes to nobody after its last option.
//
// Ballots with a common beginning are counted together, so an iteration costs at most the number of
// distinct beginnings, and only as far as votes flow: with h elected options in a tier of m,
// O(m h^2) more for each distinct tier under kEveryOrder. Under kSplitEvenly beginnings that carry
// the same vote are merged; in the worst case they double with every tier of two elected options.
absl::StatusOr<MeekResult> Meek(const Profile& profile, const MeekOptions& options);

// The same from ballots with the order in which they list tied options, to reproduce the last digit
// of counts made elsewhere. INVALID_ARGUMENT and OUT_OF_RANGE also for what Ranking::Create and
// Profile::Add refuse.
absl::StatusOr<MeekResult> Meek(int option_count, std::span<const MeekBallot> ballots,
                                const MeekOptions& options);

// The result as all methods give it: elected options in the order of rounds and, within one, of
// votes; undecided ones level; then defeated ones, the last defeated first; withdrawn ones last.
// Options with equal votes share a tier where the count did not need to separate them. One Round
// for each round, and one more where remaining options were elected or defeated.
// The errors of CheckEnd.
absl::StatusOr<Count> ToCount(const MeekResult& result);

// OK for kComplete and kHeld; OUT_OF_RANGE for kOverflow, RESOURCE_EXHAUSTED for kTooLong,
// CANCELLED for kStopped, FAILED_PRECONDITION for the other ends, with a sentence.
absl::Status CheckEnd(MeekEnd end);

// "more options reached the quota than there are seats": the end as a sentence without a full stop.
std::string MeekEndText(MeekEnd end);

}  // namespace plenum::tally
