#include "services/deliberation/tally/pairwise.h"

#include <algorithm>
#include <array>
#include <bit>
#include <span>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/ballot_count.h"
#include "services/deliberation/tally/pairwise_rows.h"

namespace plenum::tally {
namespace {

// Counts blocks of a profile's ballots, and adds them to the matrices of preferred and of tied
// options when all are counted.
class BlockCounter {
 public:
  explicit BlockCounter(const Profile& profile)
      : profile_(profile),
        blocks_(profile.rank_blocks()),
        n_(static_cast<size_t>(profile.option_count())),
        counters_(FastestRowCounters()) {
    for (std::vector<int64_t>* counts : {&above_, &below_, &level_, &strict_above_}) {
      counts->resize(n_ * (n_ - 1) / 2);
    }
  }

  void Add(size_t block) {
    const RankBlocks::Row* rows = &blocks_.row(block, 0);
    const std::span<const uint64_t> planes = Planes(block);
    if (blocks_.loose(block) != 0) {
      counters_.any(rows, n_, planes, {above_.data(), below_.data(), level_.data()});
      return;
    }
    counters_.strict(rows, n_, planes, {strict_above_.data(), nullptr, nullptr});
    strict_ballots_ += ballots_;
  }

  // Into row-major n x n matrices.
  void EmptyInto(int64_t* prefer, int64_t* tied) const {
    size_t pair = 0;
    for (size_t a = 0; a < n_; ++a) {
      for (size_t b = a + 1; b < n_; ++b, ++pair) {
        prefer[a * n_ + b] += above_[pair] + strict_above_[pair];
        prefer[b * n_ + a] += below_[pair] + strict_ballots_ - strict_above_[pair];
        tied[a * n_ + b] += level_[pair];
        tied[b * n_ + a] += level_[pair];
      }
    }
  }

 private:
  // The counts of the block's ballots as binary digits, the lowest first, and their sum.
  std::span<const uint64_t> Planes(size_t block) {
    const uint64_t present = blocks_.present(block);
    planes_[0] = present;
    ballots_ = std::popcount(present);
    size_t used = 1;
    for (uint64_t heavy = blocks_.heavy(block); heavy != 0; heavy &= heavy - 1) {
      const auto lane = static_cast<size_t>(std::countr_zero(heavy));
      const int64_t count = profile_.groups()[block * RankBlocks::kLanes + lane].count;
      ballots_ += count - 1;
      planes_[0] &= ~(uint64_t{1} << lane);
      for (auto digits = static_cast<uint64_t>(count); digits != 0; digits &= digits - 1) {
        const auto digit = static_cast<size_t>(std::countr_zero(digits));
        for (; used <= digit; ++used) planes_[used] = 0;
        planes_[digit] |= uint64_t{1} << lane;
      }
    }
    return {planes_.data(), used};
  }

  const Profile& profile_;
  const RankBlocks& blocks_;
  size_t n_;
  RowCounters counters_;
  // By pair, see PairCounts; of ballots that put all options at different places, only one half.
  std::vector<int64_t> above_;
  std::vector<int64_t> below_;
  std::vector<int64_t> level_;
  std::vector<int64_t> strict_above_;
  int64_t strict_ballots_ = 0;
  std::array<uint64_t, 64> planes_;  // of the block that is counted
  int64_t ballots_ = 0;
};

// Another worker is worth its start from about this many compared pairs, one by one and in blocks.
constexpr int64_t kPairsPerPart = 2'000'000;
constexpr int64_t kBlockPairsPerPart = 20'000'000;
// So many are compared between two questions whether to stop.
constexpr int64_t kPairsPerQuestion = 1'000'000;

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

PairwiseMatrix PairwiseMatrix::FromProfile(const Profile& profile, const base::Workers& workers) {
  PairwiseMatrix matrix(profile.option_count(), profile.unranked());
  // What is shared out: blocks of ballots, or with very many options single ones.
  const size_t blocks = profile.rank_blocks().blocks();
  const size_t pieces = blocks > 0 ? blocks : profile.groups().size();
  const int64_t pairs_a_piece = (blocks > 0 ? int64_t{RankBlocks::kLanes} : 1) *
                                profile.option_count() * profile.option_count();
  const int64_t pairs = static_cast<int64_t>(pieces) * pairs_a_piece;
  const int64_t pairs_a_part = blocks > 0 ? kBlockPairsPerPart : kPairsPerPart;
  const auto parts =
      static_cast<size_t>(std::clamp<int64_t>(pairs / pairs_a_part, 1, workers.count));
  // Each part but the first is counted into a matrix of its own; whole numbers add up to the same
  // in any order.
  std::vector<PairwiseMatrix> others(parts - 1, matrix);
  workers.ForEach(parts, [&](size_t part) {
    PairwiseMatrix& counted = part == 0 ? matrix : others[part - 1];
    counted.CountPieces(profile, pieces * part / parts, pieces * (part + 1) / parts,
                        base::StopWatch(workers.stopped, kPairsPerQuestion), pairs_a_piece);
  });
  for (const PairwiseMatrix& other : others) matrix.AddTimes(other, 1);
  matrix.ballots_ = profile.ballots();
  return matrix;
}

void PairwiseMatrix::CountPieces(const Profile& profile, size_t begin, size_t end,
                                 base::StopWatch watch, int64_t pairs_a_piece) {
  if (profile.rank_blocks().blocks() == 0) {
    for (const BallotGroup& group : profile.groups().subspan(begin, end - begin)) {
      if (watch.After(pairs_a_piece)) return;
      Apply(group.ranking, group.count);
    }
    return;
  }
  BlockCounter counter(profile);
  for (size_t block = begin; block < end; ++block) {
    if (watch.After(pairs_a_piece)) return;
    counter.Add(block);
  }
  counter.EmptyInto(prefer_.data(), tied_.data());
}

absl::Status PairwiseMatrix::CheckArguments(const Ranking& ranking, int64_t count) const {
  if (ranking.option_count() != option_count_) {
    return absl::InvalidArgumentError(absl::StrCat("the ballot is over ", ranking.option_count(),
                                                   " options, the matrix over ", option_count_));
  }
  return CheckAtLeastOnce(count);
}

absl::Status PairwiseMatrix::Add(const Ranking& ranking, int64_t count) {
  if (absl::Status status = CheckArguments(ranking, count); !status.ok()) return status;
  if (absl::Status refusal = CheckCount(count, ballots_); !refusal.ok()) return refusal;
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

void PairwiseMatrix::AddTimes(const PairwiseMatrix& other, int64_t times) {
  ballots_ += times * other.ballots_;
  for (size_t cell = 0; cell < prefer_.size(); ++cell) {
    prefer_[cell] += times * other.prefer_[cell];
    tied_[cell] += times * other.tied_[cell];
  }
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
