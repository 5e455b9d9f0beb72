#include "services/deliberation/tally/condorcet/rules.h"

#include <array>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/condorcet/borda_rules.h"
#include "services/deliberation/tally/condorcet/copeland.h"
#include "services/deliberation/tally/condorcet/kemeny.h"
#include "services/deliberation/tally/condorcet/minimax.h"
#include "services/deliberation/tally/condorcet/ranked_pairs.h"
#include "services/deliberation/tally/condorcet/schulze_count.h"
#include "services/deliberation/tally/condorcet/sets.h"
#include "services/deliberation/tally/condorcet/split_cycle.h"
#include "services/deliberation/tally/condorcet/stable_voting.h"

namespace plenum::tally {
namespace {

template <Strength kStrength>
absl::StatusOr<Count> SchulzeBy(const PairwiseMatrix& matrix, const TiePolicy& ties) {
  return SchulzeCount(matrix, {kStrength, ties});
}

template <Strength kStrength>
absl::StatusOr<Count> RankedPairsBy(const PairwiseMatrix& matrix, const TiePolicy& ties) {
  return RankedPairs(matrix, {kStrength, ties});
}

template <MinimaxMeasure kMeasure>
absl::StatusOr<Count> MinimaxBy(const PairwiseMatrix& matrix, const TiePolicy& ties) {
  return Minimax(matrix, {kMeasure, ties});
}

absl::StatusOr<Count> KemenyBy(const PairwiseMatrix& matrix, const TiePolicy& ties) {
  KemenyOptions options;
  options.tie_policy = ties;
  return KemenyCount(matrix, options);
}

absl::StatusOr<Count> StableVotingBy(const PairwiseMatrix& matrix, const TiePolicy& ties) {
  StableVotingOptions options;
  options.tie_policy = ties;
  return StableVoting(matrix, options);
}

absl::StatusOr<Count> NansonBy(const PairwiseMatrix& matrix, const TiePolicy& ties) {
  return Nanson(matrix, {NansonRule::kNotAboveAverage, ties});
}

constexpr std::array kRules = {
    CondorcetRule{"schulze_winning", "Schulze (winning votes)", SchulzeBy<Strength::kWinningVotes>},
    CondorcetRule{"schulze_margins", "Schulze (margins)", SchulzeBy<Strength::kMargins>},
    CondorcetRule{"ranked_pairs_winning", "Ranked Pairs (winning votes)",
                  RankedPairsBy<Strength::kWinningVotes>},
    CondorcetRule{"ranked_pairs_margins", "Ranked Pairs (margins)",
                  RankedPairsBy<Strength::kMargins>},
    CondorcetRule{"minimax_winning", "Minimax (winning votes)",
                  MinimaxBy<MinimaxMeasure::kWinningVotes>},
    CondorcetRule{"minimax_margins", "Minimax (margins)", MinimaxBy<MinimaxMeasure::kMargins>},
    CondorcetRule{"minimax_opposition", "Minimax (opposition)",
                  MinimaxBy<MinimaxMeasure::kOpposition>},
    CondorcetRule{"copeland", "Copeland", Copeland},
    CondorcetRule{"kemeny_young", "Kemeny-Young", KemenyBy},
    CondorcetRule{"split_cycle", "Split Cycle", SplitCycle},
    CondorcetRule{"stable_voting", "Stable Voting", StableVotingBy},
    CondorcetRule{"smith", "Smith set", SmithCount},
    CondorcetRule{"schwartz", "Schwartz set", SchwartzCount},
    CondorcetRule{"condorcet_winner", "Condorcet winner", CondorcetWinnerCount},
    CondorcetRule{"condorcet_loser", "Condorcet loser", CondorcetLoserCount},
    CondorcetRule{"black", "Black", Black},
    CondorcetRule{"nanson", "Nanson", NansonBy},
    CondorcetRule{"baldwin", "Baldwin", Baldwin},
};

}  // namespace

std::span<const CondorcetRule> CondorcetRules() { return kRules; }

absl::StatusOr<Count> CountByRule(std::string_view id, const PairwiseMatrix& matrix,
                                  const TiePolicy& tie_policy) {
  std::string known;
  for (const CondorcetRule& rule : kRules) {
    if (rule.id == id) return rule.count(matrix, tie_policy);
    absl::StrAppend(&known, known.empty() ? "" : ", ", std::string(rule.id));
  }
  return absl::NotFoundError(
      absl::StrCat("there is no rule \"", std::string(id), "\" here; there are ", known));
}

}  // namespace plenum::tally
