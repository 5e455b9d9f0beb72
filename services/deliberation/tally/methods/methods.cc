#include "services/deliberation/tally/methods/methods.h"

#include <algorithm>
#include <array>
#include <string>

#include "services/deliberation/tally/condorcet/borda_rules.h"
#include "services/deliberation/tally/condorcet/copeland.h"
#include "services/deliberation/tally/condorcet/kemeny.h"
#include "services/deliberation/tally/condorcet/minimax.h"
#include "services/deliberation/tally/condorcet/ranked_pairs.h"
#include "services/deliberation/tally/condorcet/schulze_count.h"
#include "services/deliberation/tally/condorcet/sets.h"
#include "services/deliberation/tally/condorcet/split_cycle.h"
#include "services/deliberation/tally/condorcet/stable_voting.h"
#include "services/deliberation/tally/rounds/bucklin.h"
#include "services/deliberation/tally/rounds/condorcet_runoff.h"
#include "services/deliberation/tally/rounds/coombs.h"
#include "services/deliberation/tally/rounds/instant_runoff.h"
#include "services/deliberation/tally/rounds/plurality.h"
#include "services/deliberation/tally/rounds/positional.h"

namespace plenum::tally {
namespace {

using MatrixRule = absl::StatusOr<Count> (*)(const PairwiseMatrix&, const TiePolicy&);

template <MatrixRule rule>
absl::StatusOr<Count> OfMatrix(const Profile& /*profile*/, const PairwiseMatrix& matrix,
                               const TiePolicy& ties, const base::Stopped& /*stopped*/) {
  return rule(matrix, ties);
}

// A search on the matrix, which can be stopped.
template <typename Options, absl::StatusOr<Count> (*rule)(const PairwiseMatrix&, const Options&)>
absl::StatusOr<Count> SearchOf(const Profile& /*profile*/, const PairwiseMatrix& matrix,
                               const TiePolicy& ties, const base::Stopped& stopped) {
  Options options;
  options.tie_policy = ties;
  options.stopped = stopped;
  return rule(matrix, options);
}

template <Strength strength>
absl::StatusOr<Count> SchulzeBy(const PairwiseMatrix& matrix, const TiePolicy& ties) {
  return SchulzeCount(matrix, {strength, ties});
}

template <Strength strength>
absl::StatusOr<Count> RankedPairsBy(const PairwiseMatrix& matrix, const TiePolicy& ties) {
  return RankedPairs(matrix, {strength, ties});
}

template <MinimaxMeasure measure>
absl::StatusOr<Count> MinimaxBy(const PairwiseMatrix& matrix, const TiePolicy& ties) {
  return Minimax(matrix, {measure, ties});
}

absl::StatusOr<Count> NansonBy(const PairwiseMatrix& matrix, const TiePolicy& ties) {
  return Nanson(matrix, {NansonRule::kNotAboveAverage, ties});
}

absl::StatusOr<Count> BordaBy(const Profile& profile, const PairwiseMatrix& matrix,
                              const TiePolicy& ties, const base::Stopped& /*stopped*/) {
  // A ballot says nothing of options that it does not compare: their duels alone give points.
  if (profile.unranked() == Unranked::kNotCompared) return BordaOfDuels(matrix, ties);
  return Borda(profile, {BordaPoints::kFromZero, ties});
}

// A method on ballots whose options have a tie_policy.
template <typename Options, absl::StatusOr<Count> (*rule)(const Profile&, const Options&)>
absl::StatusOr<Count> OfBallots(const Profile& profile, const PairwiseMatrix& /*matrix*/,
                                const TiePolicy& ties, const base::Stopped& /*stopped*/) {
  Options options;
  options.tie_policy = ties;
  return rule(profile, options);
}

template <absl::StatusOr<Count> (*rule)(const Profile&, const PairwiseMatrix&,
                                        const CondorcetRunoffOptions&)>
absl::StatusOr<Count> OfBoth(const Profile& profile, const PairwiseMatrix& matrix,
                             const TiePolicy& ties, const base::Stopped& /*stopped*/) {
  CondorcetRunoffOptions options;
  options.tie_policy = ties;
  return rule(profile, matrix, options);
}

absl::StatusOr<Count> RunoffSkippingTies(const Profile& profile, const PairwiseMatrix& /*matrix*/,
                                         const TiePolicy& ties, const base::Stopped& /*stopped*/) {
  InstantRunoffOptions options;
  options.tied_preferences = TiedPreferences::kSkip;
  options.tie_policy = ties;
  return InstantRunoff(profile, options);
}

constexpr bool kByMatrix = true;
constexpr bool kByBallots = false;
constexpr bool kPolynomial = false;
constexpr bool kExponential = true;

constexpr std::array kMethods = {
    RankedMethod{"schulze-winning", "Schulze (winning votes)",
                 "M. Schulze, Social Choice and Welfare 36 (2011) 267-303", "n^3", kPolynomial,
                 kByMatrix, MarginRule::kCondorcet, OfMatrix<SchulzeBy<Strength::kWinningVotes>>},
    RankedMethod{"schulze-margins", "Schulze (margins)",
                 "M. Schulze, Social Choice and Welfare 36 (2011) 267-303", "n^3", kPolynomial,
                 kByMatrix, MarginRule::kCondorcet, OfMatrix<SchulzeBy<Strength::kMargins>>},
    RankedMethod{"ranked-pairs-winning", "Ranked pairs (winning votes)",
                 "T. N. Tideman, Social Choice and Welfare 4 (1987) 185-206", "n^3", kPolynomial,
                 kByMatrix, MarginRule::kCondorcet,
                 OfMatrix<RankedPairsBy<Strength::kWinningVotes>>},
    RankedMethod{"ranked-pairs-margins", "Ranked pairs (margins)",
                 "T. N. Tideman, Social Choice and Welfare 4 (1987) 185-206", "n^3", kPolynomial,
                 kByMatrix, MarginRule::kCondorcet, OfMatrix<RankedPairsBy<Strength::kMargins>>},
    RankedMethod{"minimax-winning", "Minimax (winning votes)",
                 "P. B. Simpson, Quarterly Journal of Economics 83 (1969) 478-490", "n^2",
                 kPolynomial, kByMatrix, MarginRule::kCondorcet,
                 OfMatrix<MinimaxBy<MinimaxMeasure::kWinningVotes>>},
    RankedMethod{"minimax-margins", "Minimax (margins)",
                 "G. H. Kramer, Journal of Economic Theory 16 (1977) 310-334", "n^2", kPolynomial,
                 kByMatrix, MarginRule::kCondorcet, OfMatrix<MinimaxBy<MinimaxMeasure::kMargins>>},
    RankedMethod{"minimax-opposition", "Minimax (opposition)",
                 "P. B. Simpson, Quarterly Journal of Economics 83 (1969) 478-490", "n^2",
                 kPolynomial, kByMatrix, MarginRule::kOpposition,
                 OfMatrix<MinimaxBy<MinimaxMeasure::kOpposition>>},
    RankedMethod{"copeland", "Copeland", "A. H. Copeland, University of Michigan seminar (1951)",
                 "n^2", kPolynomial, kByMatrix, MarginRule::kCondorcet, OfMatrix<Copeland>},
    RankedMethod{"kemeny-young", "Kemeny-Young",
                 "H. P. Young and A. Levenglick, SIAM Journal on Applied Mathematics 35 (1978) "
                 "285-300",
                 "2^m n for the largest cycle of m options", kExponential, kByMatrix,
                 MarginRule::kCondorcet, SearchOf<KemenyOptions, KemenyCount>},
    RankedMethod{"split-cycle", "Split Cycle",
                 "W. H. Holliday and E. Pacuit, Public Choice 197 (2023) 1-62", "n^3", kPolynomial,
                 kByMatrix, MarginRule::kCondorcet, OfMatrix<SplitCycle>},
    RankedMethod{"stable-voting", "Stable Voting",
                 "W. H. Holliday and E. Pacuit, Constitutional Political Economy 34 (2023) 421-433",
                 "2^n at worst", kExponential, kByMatrix, MarginRule::kCondorcet,
                 SearchOf<StableVotingOptions, StableVoting>},
    RankedMethod{"smith", "Smith set", "J. H. Smith, Econometrica 41 (1973) 1027-1041", "n^2",
                 kPolynomial, kByMatrix, MarginRule::kCondorcet, OfMatrix<SmithCount>},
    RankedMethod{"schwartz", "Schwartz set", "T. Schwartz, Nous 6 (1972) 97-111", "n^3",
                 kPolynomial, kByMatrix, MarginRule::kCondorcet, OfMatrix<SchwartzCount>},
    RankedMethod{"black", "Black",
                 "D. Black, The Theory of Committees and Elections (1958) chapter 9", "n^2",
                 kPolynomial, kByMatrix, MarginRule::kCondorcet, OfMatrix<Black>},
    RankedMethod{"nanson", "Nanson",
                 "E. J. Nanson, Transactions of the Royal Society of Victoria 19 (1882) 197-240",
                 "n^3", kPolynomial, kByMatrix, MarginRule::kCondorcet, OfMatrix<NansonBy>},
    RankedMethod{"baldwin", "Baldwin",
                 "J. M. Baldwin, Proceedings of the Royal Society of Victoria 39 (1926) 42-52",
                 "n^3", kPolynomial, kByMatrix, MarginRule::kCondorcet, OfMatrix<Baldwin>},
    RankedMethod{"instant-runoff", "Instant runoff",
                 "D. M. Farrell, Electoral Systems (2011) chapter 3", "g n", kPolynomial,
                 kByBallots, MarginRule::kEliminatesLowest,
                 OfBallots<InstantRunoffOptions, InstantRunoff>},
    RankedMethod{"smith-instant-runoff", "Smith//IRV",
                 "J. Green-Armytage, Voting matters 29 (2011) 1-14", "g n", kPolynomial, kByBallots,
                 MarginRule::kCondorcet, OfBoth<SmithInstantRunoff>},
    RankedMethod{"tideman-alternative", "Tideman's alternative",
                 "T. N. Tideman, Collective Decisions and Voting (2006) p. 232", "g n^2",
                 kPolynomial, kByBallots, MarginRule::kCondorcet, OfBoth<TidemanAlternative>},
    RankedMethod{"benham", "Benham", "J. Green-Armytage, Voting matters 29 (2011) 1-14", "g n",
                 kPolynomial, kByBallots, MarginRule::kCondorcet, OfBoth<Benham>},
    RankedMethod{"coombs", "Coombs", "C. H. Coombs, A Theory of Data (1964) p. 397", "g n",
                 kPolynomial, kByBallots, MarginRule::kCoombs, OfBallots<CoombsOptions, Coombs>},
    RankedMethod{"plurality", "Plurality",
                 "T. N. Tideman, Collective Decisions and Voting (2006) p. 170", "g", kPolynomial,
                 kByBallots, MarginRule::kPlurality, OfBallots<PluralityOptions, Plurality>},
    RankedMethod{"two-round", "Two rounds",
                 "T. N. Tideman, Collective Decisions and Voting (2006) p. 191", "g n", kPolynomial,
                 kByBallots, MarginRule::kTwoRounds, OfBallots<PluralityOptions, TwoRound>},
    RankedMethod{"bucklin", "Bucklin",
                 "T. N. Tideman, Collective Decisions and Voting (2006) p. 203", "g n", kPolynomial,
                 kByBallots, MarginRule::kBucklin, OfBallots<BucklinOptions, Bucklin>},
    RankedMethod{"borda", "Borda", "J.-C. de Borda, Memoire sur les elections au scrutin (1781)",
                 "g n", kPolynomial, kByBallots, MarginRule::kBorda, BordaBy},
    RankedMethod{"dowdall", "Dowdall",
                 "J. Fraenkel and B. Grofman, Australian Journal of Political Science 49 (2014) "
                 "186-205",
                 "g n", kPolynomial, kByBallots, MarginRule::kDowdall,
                 OfBallots<DowdallOptions, Dowdall>},
    RankedMethod{"instant-runoff-skip", "Instant runoff (tied ranks skipped)",
                 "D. M. Farrell, Electoral Systems (2011) chapter 3", "g n", kPolynomial,
                 kByBallots, MarginRule::kEliminatesLowestSkip, RunoffSkippingTies},
};

}  // namespace

std::span<const RankedMethod> RankedMethods() { return kMethods; }

const RankedMethod* FindRankedMethod(std::string_view id) {
  const auto* const found = std::find_if(kMethods.begin(), kMethods.end(),
                                         [&](const RankedMethod& m) { return m.id == id; });
  return found == kMethods.end() ? nullptr : found;
}

MethodUnderTest UnderTest(const RankedMethod& method, const TiePolicy& tie_policy,
                          const base::Stopped& stopped) {
  return {std::string(method.id),
          [count = method.count, tie_policy, stopped](const Profile& profile,
                                                      const PairwiseMatrix& matrix) {
            return count(profile, matrix, tie_policy, stopped);
          },
          method.by_matrix, method.margin, method.exponential};
}

}  // namespace plenum::tally
