#include "services/deliberation/tally/condorcet/borda_rules.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "services/deliberation/tally/condorcet/support.h"

namespace plenum::tally {
namespace {

using condorcet::Tiers;

// Borda points up to a constant of the round: the sum of the margins over the others in the count.
// It fits: at most 1,023 margins of at most 2^53. All of a round add up to 0, so their average is
// 0.
class MarginSums {
 public:
  explicit MarginSums(const PairwiseMatrix& matrix)
      : matrix_(matrix), sums_(static_cast<size_t>(matrix.option_count()), 0) {
    in_count_.resize(sums_.size());
    std::iota(in_count_.begin(), in_count_.end(), 0);
    for (const OptionIndex a : in_count_) {
      for (const OptionIndex b : in_count_) sums_[static_cast<size_t>(a)] += matrix.margin(a, b);
    }
  }

  // Ascending.
  const std::vector<OptionIndex>& in_count() const { return in_count_; }
  std::span<const int64_t> sums() const { return sums_; }
  int64_t of(OptionIndex option) const { return sums_[static_cast<size_t>(option)]; }

  void Drop(std::span<const OptionIndex> options) {
    for (const OptionIndex gone : options) {
      in_count_.erase(std::find(in_count_.begin(), in_count_.end(), gone));
      for (const OptionIndex a : in_count_) {
        sums_[static_cast<size_t>(a)] -= matrix_.margin(a, gone);
      }
    }
  }

  // The points themselves; nothing for options that are out of the count.
  std::vector<std::optional<Rational>> Points() const {
    std::vector<std::optional<Rational>> points(sums_.size());
    const Integer from_ballots =
        Integer(static_cast<long>(matrix_.ballots())) * (std::ssize(in_count_) - 1);
    for (const OptionIndex a : in_count_) {
      Rational value(from_ballots + static_cast<long>(of(a)), 2);
      value.canonicalize();
      points[static_cast<size_t>(a)] = std::move(value);
    }
    return points;
  }

 private:
  const PairwiseMatrix& matrix_;
  std::vector<int64_t> sums_;
  std::vector<OptionIndex> in_count_;
};

// The tiers of some options by their sums, best first.
Tiers BySum(const MarginSums& sums, std::vector<OptionIndex> options) {
  std::stable_sort(options.begin(), options.end(),
                   [&](OptionIndex a, OptionIndex b) { return sums.of(a) > sums.of(b); });
  Tiers tiers;
  for (const OptionIndex option : options) {
    if (tiers.empty() || sums.of(tiers.back().front()) != sums.of(option)) tiers.emplace_back();
    tiers.back().push_back(option);
  }
  return tiers;
}

// A count in rounds that is under way.
class Rounds {
 public:
  Rounds(const PairwiseMatrix& matrix, TieBreaker& ties)
      : n_(matrix.option_count()), ties_(ties), sums_(matrix) {}

  MarginSums& sums() { return sums_; }

  void BeginRound() { history_.push_back(sums_.Points()); }

  // The options leave after this round. `tiers` are those options by the votes, best first.
  void Drop(const Tiers& tiers) {
    std::vector<OptionIndex> options;
    for (auto tier = tiers.rbegin(); tier != tiers.rend(); ++tier) {
      Place(*tier);
      options.insert(options.end(), tier->begin(), tier->end());
    }
    std::sort(options.begin(), options.end());
    sums_.Drop(options);
    dropped_.push_back(std::move(options));
  }

  // One option leaves that the tie policy chose among equals.
  void DropChosen(OptionIndex option) {
    worst_first_.push_back({option});
    by_votes_worst_first_.push_back({option});
    sums_.Drop(std::span(&option, 1));
    dropped_.push_back({option});
  }

  // These leave together, though one of them would do: the policy keeps ties.
  void NoteKept(const std::vector<OptionIndex>& together) {
    kept_.push_back({together, {}, "kept", static_cast<int>(history_.size()) - 1});
  }

  // The others of the best tier by the votes, which share it.
  absl::StatusOr<Count> Finish(bool order_rest) {
    const std::vector<OptionIndex> rest = sums_.in_count();
    if (!rest.empty()) {
      if (order_rest) {
        Place(rest);
      } else {
        worst_first_.push_back(rest);
        by_votes_worst_first_.push_back(rest);
      }
    }
    dropped_.resize(history_.size());
    std::reverse(worst_first_.begin(), worst_first_.end());
    std::reverse(by_votes_worst_first_.begin(), by_votes_worst_first_.end());
    absl::StatusOr<Ranking> ranking = Ranking::Create(n_, worst_first_);
    if (!ranking.ok()) return ranking.status();
    absl::StatusOr<Ranking> by_votes = Ranking::Create(n_, by_votes_worst_first_);
    if (!by_votes.ok()) return by_votes.status();
    Count count{.ranking = *std::move(ranking),
                .ranking_by_votes = *std::move(by_votes),
                .events = ties_.events(),
                .held = ties_.held(),
                .proven = true,
                .figures = {},
                .rounds = {},
                .defeats = {},
                .sets = {}};
    count.events.insert(count.events.end(), std::make_move_iterator(kept_.begin()),
                        std::make_move_iterator(kept_.end()));
    count.unit = "Borda points";
    for (size_t r = 0; r < history_.size(); ++r) {
      count.rounds.push_back({std::move(history_[r]), Rational(0), {}, std::move(dropped_[r])});
    }
    return count;
  }

  const RoundHistory& history() const { return history_; }

 private:
  // Puts a tier above what is placed so far, split by the policy.
  void Place(const std::vector<OptionIndex>& tier) {
    by_votes_worst_first_.push_back(tier);
    Tiers split = ties_.Order(tier, history_);
    for (auto part = split.rbegin(); part != split.rend(); ++part) {
      worst_first_.push_back(std::move(*part));
    }
  }

  int n_;
  TieBreaker& ties_;
  MarginSums sums_;
  RoundHistory history_;
  std::vector<std::vector<OptionIndex>> dropped_;  // by round
  std::vector<TieEvent> kept_;
  Tiers worst_first_;
  Tiers by_votes_worst_first_;
};

}  // namespace

absl::StatusOr<Count> BordaOfDuels(const PairwiseMatrix& matrix, const TiePolicy& tie_policy) {
  const MarginSums sums(matrix);
  absl::StatusOr<Count> count =
      condorcet::Finish(matrix.option_count(), condorcet::TiersByScore(sums.sums()), tie_policy);
  if (!count.ok()) return count;
  Figure points;
  points.name = "Borda points";
  for (std::optional<Rational>& value : sums.Points()) points.values.push_back(*std::move(value));
  count->figures.push_back(std::move(points));
  return count;
}

absl::StatusOr<Count> Black(const PairwiseMatrix& matrix, const TiePolicy& tie_policy) {
  const int n = matrix.option_count();
  const MarginSums sums(matrix);
  Tiers tiers = condorcet::TiersByScore(sums.sums());
  const std::optional<OptionIndex> winner = matrix.CondorcetWinner();
  if (winner.has_value()) {
    for (std::vector<OptionIndex>& tier : tiers) std::erase(tier, *winner);
    std::erase_if(tiers, [](const std::vector<OptionIndex>& tier) { return tier.empty(); });
    tiers.insert(tiers.begin(), {*winner});
  }
  absl::StatusOr<Count> count = condorcet::Finish(n, tiers, tie_policy);
  if (!count.ok()) return count;
  Figure points;
  points.name = "Borda points";
  for (std::optional<Rational>& value : sums.Points()) points.values.push_back(*std::move(value));
  count->figures.push_back(std::move(points));
  count->sets.push_back({"Condorcet winner", {}});
  if (winner.has_value()) count->sets.back().options.push_back(*winner);
  return count;
}

absl::StatusOr<Count> Nanson(const PairwiseMatrix& matrix, const NansonOptions& options) {
  absl::StatusOr<TieBreaker> ties = TieBreaker::Create(options.tie_policy, matrix.option_count());
  if (!ties.ok()) return ties.status();
  Rounds rounds(matrix, *ties);
  const MarginSums& sums = rounds.sums();
  while (sums.in_count().size() > 1) {
    rounds.BeginRound();
    std::vector<OptionIndex> below;
    bool all_level = true;
    for (const OptionIndex a : sums.in_count()) {
      const int64_t sum = sums.of(a);
      all_level = all_level && sum == 0;
      if (sum < 0 || (sum == 0 && options.rule == NansonRule::kNotAboveAverage)) {
        below.push_back(a);
      }
    }
    if (all_level) break;
    rounds.Drop(BySum(sums, std::move(below)));
  }
  return rounds.Finish(/*order_rest=*/true);
}

absl::StatusOr<Count> Baldwin(const PairwiseMatrix& matrix, const TiePolicy& tie_policy) {
  absl::StatusOr<TieBreaker> ties = TieBreaker::Create(tie_policy, matrix.option_count());
  if (!ties.ok()) return ties.status();
  Rounds rounds(matrix, *ties);
  const MarginSums& sums = rounds.sums();
  while (sums.in_count().size() > 1) {
    rounds.BeginRound();
    Tiers tiers = BySum(sums, sums.in_count());
    const std::vector<OptionIndex> last = std::move(tiers.back());
    if (tiers.empty()) break;
    if (last.size() == 1) {
      rounds.DropChosen(last.front());
      continue;
    }
    const Tiers split = ties->Order(last, rounds.history());
    if (ties->held()) return rounds.Finish(/*order_rest=*/false);
    if (split.back().size() == 1) {
      rounds.DropChosen(split.back().front());
    } else {
      rounds.NoteKept(split.back());
      rounds.Drop({split.back()});
    }
  }
  return rounds.Finish(/*order_rest=*/true);
}

}  // namespace plenum::tally
