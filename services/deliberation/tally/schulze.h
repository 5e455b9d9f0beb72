// Schulze's method (also "beatpath"): option a stands above option b when the strongest path of
// head-to-head victories from a to b is stronger than the strongest path back.
//
// Source: M. Schulze, "The Schulze Method of Voting", arXiv:1804.02973, section 2; a shorter form
// is "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
// single-winner election method", Social Choice and Welfare 36 (2011) 267-303.
//
//   link(a,b)  = prefer(a,b) if prefer(a,b) > prefer(b,a), else no link     (winning votes)
//              = prefer(a,b) - prefer(b,a) under the same condition         (margins)
//   strength of a path = its weakest link;  P(a,b) = the strongest path's strength, 0 without a
//   path a beats b  iff  P(a,b) > P(b,a)
//
// "Beats" is transitive, but being level is not, so the full ranking is made in layers: the first
// tier is every option that none beats, the next tier is the same among the rest, and so on. An
// option can thus stand below another that is level with it; explain.h says so where it happens.
//
//   PairwiseMatrix matrix = PairwiseMatrix::FromProfile(profile);
//   absl::StatusOr<SchulzeResult> result = Schulze(matrix, SchulzeOptions{});
//   result->ranking();               // tiers, best first
//   result->DecisivePath(2, 0);      // options from 2 to 0 and the weakest link among them
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/ranking.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

// What the strength of a victory is.
enum class Strength {
  kWinningVotes,  // the ballots for the winner of the duel
  kMargins,       // those less the ballots for its loser
};

struct SchulzeOptions {
  Strength strength = Strength::kWinningVotes;
  TiePolicy tie_policy = KeepTied{};
};

// A strongest path, with the fewest links among the equally strong ones and, among those, the
// lowest option indexes first.
struct BeatPath {
  std::vector<OptionIndex> options;  // from the first to the last, both included
  int64_t strength = 0;              // of the weakest link
  OptionIndex weakest_from = 0;      // the first link of that strength on the path
  OptionIndex weakest_to = 0;
};

class SchulzeResult {
 public:
  // All options in tiers, best first; complete. The tie policy has been applied.
  const Ranking& ranking() const { return ranking_; }
  // The tiers before the tie policy: what the votes alone say.
  const Ranking& ranking_by_votes() const { return ranking_by_votes_; }
  // Each use of the tie policy, best tier first; empty with KeepTied.
  const std::vector<TieEvent>& events() const { return events_; }

  const SchulzeOptions& options() const { return options_; }
  const PairwiseMatrix& pairwise() const { return pairwise_; }
  int option_count() const { return pairwise_.option_count(); }

  // Strength of the duel a against b: 0 unless a wins it.
  int64_t LinkStrength(OptionIndex a, OptionIndex b) const { return links_[Cell(a, b)]; }
  // P(a,b); 0 when no path leads from a to b and when a == b.
  int64_t PathStrength(OptionIndex a, OptionIndex b) const { return paths_[Cell(a, b)]; }
  // a's strongest path to b is stronger than b's path back.
  bool Beats(OptionIndex a, OptionIndex b) const { return PathStrength(a, b) > PathStrength(b, a); }

  // The path that gives P(a,b); nothing when P(a,b) is 0. O(n^2).
  std::optional<BeatPath> DecisivePath(OptionIndex a, OptionIndex b) const;

 private:
  friend absl::StatusOr<SchulzeResult> Schulze(const PairwiseMatrix&, const SchulzeOptions&);

  SchulzeResult(PairwiseMatrix pairwise, SchulzeOptions options, std::vector<int64_t> links,
                std::vector<int64_t> paths, Ranking ranking_by_votes, Ranking ranking,
                std::vector<TieEvent> events);

  size_t Cell(OptionIndex a, OptionIndex b) const {
    return static_cast<size_t>(a) * static_cast<size_t>(pairwise_.option_count()) +
           static_cast<size_t>(b);
  }

  PairwiseMatrix pairwise_;
  SchulzeOptions options_;
  std::vector<int64_t> links_;  // row-major n x n
  std::vector<int64_t> paths_;  // row-major n x n
  Ranking ranking_by_votes_;
  Ranking ranking_;
  std::vector<TieEvent> events_;
};

// Counts. INVALID_ARGUMENT only for a malformed tie policy. With no ballots all options are level.
// O(n^3) time, O(n^2) memory.
absl::StatusOr<SchulzeResult> Schulze(const PairwiseMatrix& pairwise,
                                      const SchulzeOptions& options);

}  // namespace plenum::tally
