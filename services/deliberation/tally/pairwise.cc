#include "services/deliberation/tally/pairwise.h"

#include <algorithm>
#include <span>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/ballot_count.h"
#include "services/deliberation/tally/pairwise_rows.h"

namespace plenum::tally {
namespace {

// Counting many ballots that each count once: every ballot is a row of small tier numbers, and "a
// is above b" for one a and many b's is one compare of bytes. The results are added up in bytes,
// which hold 255 ballots before they have to be emptied into the int64 matrix.
class ByteCounter {
 public:
  // A tier number and the level of the unranked fit a byte, with 0 to spare for "not compared".
  static constexpr int kMaxByteOptions = 250;

  explicit ByteCounter(int option_count)
      : n_(static_cast<size_t>(option_count)),
        stride_(RowStride(n_)),
        count_(FastestRowCounter(n_)),
        tiers_(stride_),
        above_(n_ * stride_),
        level_(n_ * stride_) {}

  void Add(const Ranking& ranking, Unranked unranked) {
    // A rival that is not compared stands at 0, above everything, so nothing counts as above it;
    // and as nothing is level with it unless it is itself not compared, such rows are skipped.
    if (!ranking.complete()) std::fill(tiers_.begin(), tiers_.end(), uint8_t{0});
    uint8_t* const tier_of = tiers_.data();
    const std::span<const OptionIndex> order = ranking.order();
    const std::span<const int> ends = ranking.tier_ends();
    size_t position = 0;
    for (size_t t = 0; t < ends.size(); ++t) {
      for (; position < static_cast<size_t>(ends[t]); ++position) {
        tier_of[order[position]] = static_cast<uint8_t>(t + 1);
      }
    }
    bool ties = ranking.tier_count() != ranking.ranked_count();
    if (unranked == Unranked::kTiedLast) {
      for (const OptionIndex option : ranking.unranked()) {
        tier_of[option] = static_cast<uint8_t>(ranking.tier_count() + 1);
      }
      ties = ties || ranking.unranked().size() > 1;
    }
    count_(tiers_.data(), n_, stride_, above_.data(), ties ? level_.data() : nullptr);
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
  void EmptyOne(std::vector<uint8_t>& counts, int64_t* into) const {
    for (size_t a = 0; a < n_; ++a) {
      const uint8_t* row = &counts[a * stride_];
      for (size_t b = 0; b < n_; ++b) {
        if (a != b) into[a * n_ + b] += row[b];
      }
    }
    std::fill(counts.begin(), counts.end(), uint8_t{0});
  }

  size_t n_;
  size_t stride_;  // bytes a row
  RowCounter* count_;
  std::vector<uint8_t> tiers_;
  std::vector<uint8_t> above_;
  std::vector<uint8_t> level_;
  bool any_ties_ = false;
  int held_ = 0;
};

// Another worker is worth its start from about this many compared pairs.
constexpr int64_t kPairsPerPart = 2'000'000;

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

PairwiseMatrix PairwiseMatrix::FromProfile(const Profile& profile, const Workers& workers) {
  PairwiseMatrix matrix(profile.option_count(), profile.unranked());
  const std::span<const BallotGroup> groups = profile.groups();
  const int64_t pairs = std::ssize(groups) * profile.option_count() * profile.option_count();
  const auto parts =
      static_cast<size_t>(std::clamp<int64_t>(pairs / kPairsPerPart, 1, workers.count));
  // Each part but the first is counted into a matrix of its own; whole numbers add up to the same
  // in any order.
  std::vector<PairwiseMatrix> others(parts - 1, matrix);
  workers.ForEach(parts, [&](size_t part) {
    const size_t begin = groups.size() * part / parts;
    const size_t end = groups.size() * (part + 1) / parts;
    (part == 0 ? matrix : others[part - 1])
        .CountGroups(groups.subspan(begin, end - begin), workers.stopped);
  });
  for (const PairwiseMatrix& other : others) matrix.AddTimes(other, 1);
  matrix.ballots_ = profile.ballots();
  return matrix;
}

void PairwiseMatrix::CountGroups(std::span<const BallotGroup> groups, const Stopped& stopped) {
  constexpr int64_t kPairsPerQuestion = 1'000'000;
  const int64_t pairs = int64_t{option_count_} * option_count_;
  StopWatch watch(stopped, kPairsPerQuestion);
  if (option_count_ > ByteCounter::kMaxByteOptions) {
    for (const BallotGroup& group : groups) {
      if (watch.After(pairs)) return;
      Apply(group.ranking, group.count);
    }
    return;
  }
  ByteCounter counter(option_count_);
  for (const BallotGroup& group : groups) {
    if (watch.After(pairs)) return;
    if (group.count > 1) {
      Apply(group.ranking, group.count);
      continue;
    }
    counter.Add(group.ranking, unranked_);
    if (counter.full()) counter.EmptyInto(prefer_.data(), tied_.data());
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
