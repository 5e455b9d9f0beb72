#include "services/deliberation/tally/pairwise.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

#include "absl/strings/str_cat.h"

namespace plenum::tally {
namespace {

// Counting many ballots that each count once, `kLanes` rivals at a time: every ballot is a row of
// small tier numbers, and "a is above b" for one a and kLanes b's is one byte compare. The results
// are added up in bytes, which hold 255 ballots before they have to be emptied into the int64
// matrix.
class ByteCounter {
 public:
  // 255 tiers and the level of the unranked fit a byte, with one number to spare for "not
  // compared".
  static constexpr int kMaxByteOptions = 250;

  explicit ByteCounter(int option_count)
      : n_(static_cast<size_t>(option_count)),
        stride_((n_ + kLanes - 1) / kLanes),
        tiers_(stride_),
        above_(n_ * stride_),
        level_(n_ * stride_) {}

  void Add(const Ranking& ranking, Unranked unranked) {
    // A rival that is not compared stands at 0, above everything, so nothing counts as above it;
    // and as nothing is level with it unless it is itself not compared, such rows are skipped.
    tiers_.assign(stride_, TierLane{});
    auto* const tier_of = reinterpret_cast<int8_t*>(tiers_.data());
    const std::span<const OptionIndex> order = ranking.order();
    const std::span<const int> ends = ranking.tier_ends();
    size_t position = 0;
    for (size_t t = 0; t < ends.size(); ++t) {
      for (; position < static_cast<size_t>(ends[t]); ++position) {
        tier_of[order[position]] = static_cast<int8_t>(t + 1);
      }
    }
    const bool has_ties = ranking.tier_count() != ranking.ranked_count();
    bool ties = has_ties;
    if (unranked == Unranked::kTiedLast) {
      for (const OptionIndex option : ranking.unranked()) {
        tier_of[option] = static_cast<int8_t>(ranking.tier_count() + 1);
      }
      ties = ties || ranking.unranked().size() > 1;
    }
    // Local copies: a store of bytes may alias the members, which would be loaded anew each time.
    const TierLane* const tiers = tiers_.data();
    const size_t stride = stride_;
    for (size_t a = 0; a < n_; ++a) {
      if (tier_of[a] == 0) continue;
      const TierLane own = TierLane{} + tier_of[a];
      Lane* const above = &above_[a * stride];
      // A true lane of a comparison is -1, so subtracting it counts one.
      for (size_t i = 0; i < stride; ++i) above[i] -= reinterpret_cast<Lane>(tiers[i] > own);
      if (!ties) continue;
      Lane* const level = &level_[a * stride];
      for (size_t i = 0; i < stride; ++i) level[i] -= reinterpret_cast<Lane>(tiers[i] == own);
    }
    any_ties_ = any_ties_ || ties;
    ++held_;
  }

  bool full() const { return held_ == 255; }

  // Adds what was counted to row-major n x n matrices and starts again.
  void EmptyInto(int64_t* prefer, int64_t* tied) {
    EmptyOne(above_, prefer);
    if (any_ties_) EmptyOne(level_, tied);
    any_ties_ = false;
    held_ = 0;
  }

 private:
  static constexpr size_t kLanes = 16;
  typedef uint8_t Lane __attribute__((vector_size(kLanes)));     // NOLINT(modernize-use-using)
  typedef int8_t TierLane __attribute__((vector_size(kLanes)));  // NOLINT(modernize-use-using)

  void EmptyOne(std::vector<Lane>& counts, int64_t* into) const {
    for (size_t a = 0; a < n_; ++a) {
      const uint8_t* row = reinterpret_cast<const uint8_t*>(&counts[a * stride_]);
      for (size_t b = 0; b < n_; ++b) {
        if (a != b) into[a * n_ + b] += row[b];
      }
    }
    std::fill(counts.begin(), counts.end(), Lane{});
  }

  size_t n_;
  size_t stride_;  // lanes a row
  std::vector<TierLane> tiers_;
  std::vector<Lane> above_;
  std::vector<Lane> level_;
  bool any_ties_ = false;
  int held_ = 0;
};

// Calls visit(tier, lower) for each tier of tied options and the options that stand below it; the
// unranked are the last tier, or no part of it, as declared.
template <typename Visit>
void ForEachTier(const Ranking& ranking, Unranked unranked, const Visit& visit) {
  const std::span<const OptionIndex> all = ranking.order();
  const auto ranked = static_cast<size_t>(ranking.ranked_count());
  const std::span<const OptionIndex> compared =
      unranked == Unranked::kTiedLast ? all : all.first(ranked);
  size_t begin = 0;
  for (const int tier_end : ranking.tier_ends()) {
    const auto end = static_cast<size_t>(tier_end);
    visit(compared.subspan(begin, end - begin), compared.subspan(end));
    begin = end;
  }
  if (begin < compared.size()) visit(compared.subspan(begin), std::span<const OptionIndex>());
}

}  // namespace

PairwiseMatrix::PairwiseMatrix(int option_count, Unranked unranked)
    : option_count_(option_count),
      unranked_(unranked),
      prefer_(static_cast<size_t>(option_count) * static_cast<size_t>(option_count), 0),
      tied_(prefer_.size(), 0) {}

absl::StatusOr<PairwiseMatrix> PairwiseMatrix::Create(int option_count, Unranked unranked) {
  if (option_count < 1 || option_count > kMaxOptions) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of options must be 1 to ", kMaxOptions, ", not ", option_count));
  }
  return PairwiseMatrix(option_count, unranked);
}

PairwiseMatrix PairwiseMatrix::FromProfile(const Profile& profile) {
  PairwiseMatrix matrix(profile.option_count(), profile.unranked());
  matrix.ballots_ = profile.ballots();
  if (profile.option_count() > ByteCounter::kMaxByteOptions) {
    for (const BallotGroup& group : profile.groups()) matrix.Apply(group.ranking, group.count);
    return matrix;
  }
  ByteCounter counter(profile.option_count());
  for (const BallotGroup& group : profile.groups()) {
    if (group.count > 1) {
      matrix.Apply(group.ranking, group.count);
      continue;
    }
    counter.Add(group.ranking, profile.unranked());
    if (counter.full()) counter.EmptyInto(matrix.prefer_.data(), matrix.tied_.data());
  }
  counter.EmptyInto(matrix.prefer_.data(), matrix.tied_.data());
  return matrix;
}

absl::Status PairwiseMatrix::CheckArguments(const Ranking& ranking, int64_t count) const {
  if (ranking.option_count() != option_count_) {
    return absl::InvalidArgumentError(absl::StrCat("the ballot is over ", ranking.option_count(),
                                                   " options, the matrix over ", option_count_));
  }
  if (count < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("a ballot counts at least once, not ", count, " times"));
  }
  return absl::OkStatus();
}

absl::Status PairwiseMatrix::Add(const Ranking& ranking, int64_t count) {
  if (absl::Status status = CheckArguments(ranking, count); !status.ok()) return status;
  if (count > kMaxBallots - ballots_) {
    return absl::OutOfRangeError(
        absl::StrCat("the ballots would pass 2^53 in total (", ballots_, " and ", count, " more)"));
  }
  Apply(ranking, count);
  ballots_ += count;
  return absl::OkStatus();
}

absl::Status PairwiseMatrix::Remove(const Ranking& ranking, int64_t count) {
  if (absl::Status status = CheckArguments(ranking, count); !status.ok()) return status;
  if (count > ballots_ || !Holds(ranking, count)) {
    return absl::FailedPreconditionError(
        absl::StrCat("the ballot ", ranking.DebugString(), " was not counted ", count, " times"));
  }
  Apply(ranking, -count);
  ballots_ -= count;
  return absl::OkStatus();
}

void PairwiseMatrix::Apply(const Ranking& ranking, int64_t delta) {
  ForEachTier(ranking, unranked_,
              [&](std::span<const OptionIndex> tier, std::span<const OptionIndex> lower) {
                for (const OptionIndex a : tier) {
                  int64_t* row = &prefer_[Cell(a, 0)];
                  for (const OptionIndex b : lower) row[b] += delta;
                  if (tier.size() == 1) continue;
                  for (const OptionIndex b : tier) {
                    if (a != b) tied_[Cell(a, b)] += delta;
                  }
                }
              });
}

bool PairwiseMatrix::Holds(const Ranking& ranking, int64_t count) const {
  int64_t least = count;
  ForEachTier(ranking, unranked_,
              [&](std::span<const OptionIndex> tier, std::span<const OptionIndex> lower) {
                for (const OptionIndex a : tier) {
                  const int64_t* row = &prefer_[Cell(a, 0)];
                  for (const OptionIndex b : lower) least = std::min(least, row[b]);
                  for (const OptionIndex b : tier) {
                    if (a != b) least = std::min(least, tied_[Cell(a, b)]);
                  }
                }
              });
  return least >= count;
}

std::optional<OptionIndex> PairwiseMatrix::CondorcetWinner() const {
  for (OptionIndex a = 0; a < option_count_; ++a) {
    bool wins_all = true;
    for (OptionIndex b = 0; b < option_count_ && wins_all; ++b) wins_all = a == b || beats(a, b);
    if (wins_all) return a;
  }
  return std::nullopt;
}

std::optional<OptionIndex> PairwiseMatrix::CondorcetLoser() const {
  for (OptionIndex a = 0; a < option_count_; ++a) {
    bool loses_all = true;
    for (OptionIndex b = 0; b < option_count_ && loses_all; ++b) loses_all = a == b || beats(b, a);
    if (loses_all) return a;
  }
  return std::nullopt;
}

std::vector<OptionIndex> PairwiseMatrix::SmithSet() const {
  // An option with the most duel wins (Copeland's winner, a level duel counting half) is in the
  // Smith set, and with x so is everyone that x does not beat. Closing over that gives the set.
  std::vector<int> doubled_wins(static_cast<size_t>(option_count_), 0);
  for (OptionIndex a = 0; a < option_count_; ++a) {
    for (OptionIndex b = 0; b < option_count_; ++b) {
      if (a == b) continue;
      const int64_t m = margin(a, b);
      doubled_wins[static_cast<size_t>(a)] += m > 0 ? 2 : (m == 0 ? 1 : 0);
    }
  }
  const auto best = std::max_element(doubled_wins.begin(), doubled_wins.end());
  std::vector<OptionIndex> members = {static_cast<OptionIndex>(best - doubled_wins.begin())};
  std::vector<bool> inside(static_cast<size_t>(option_count_), false);
  inside[static_cast<size_t>(members[0])] = true;
  for (size_t i = 0; i < members.size(); ++i) {
    for (OptionIndex b = 0; b < option_count_; ++b) {
      if (inside[static_cast<size_t>(b)] || beats(members[i], b)) continue;
      inside[static_cast<size_t>(b)] = true;
      members.push_back(b);
    }
  }
  std::sort(members.begin(), members.end());
  return members;
}

}  // namespace plenum::tally
