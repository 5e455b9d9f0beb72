// VoteCounter: gives every option its votes for the keep factors of the moment, in one of the
// arithmetics of arithmetic.h. Part of the library's inside.
//
// Source: stv-rs (github.com/gendx/stv-rs), whose figures it reproduces to the last digit. It adds
// whole beginnings of ballots at once (ballot_trie.h); a share of one ballot is always worked out
// first and then taken times the ballots, so the order and the grouping change no digit.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "services/deliberation/tally/exact.h"
#include "services/deliberation/tally/meek/ballot_trie.h"
#include "services/deliberation/tally/meek/meek.h"

namespace plenum::tally::meek_internal {

// Row n of Pascal's triangle.
inline std::vector<Integer> Binomials(int n) {
  std::vector<Integer> row(static_cast<size_t>(n) + 1);
  for (int k = 0; k <= n; ++k) {
    mpz_bin_uiui(row[static_cast<size_t>(k)].get_mpz_t(), static_cast<unsigned long>(n),
                 static_cast<unsigned long>(k));
  }
  return row;
}

template <typename Arithmetic>
class VoteCounter {
 public:
  using Number = typename Arithmetic::Number;

  // `ballots` is what BallotTrie::Of takes. Keeps `arithmetic`, which must outlive it.
  template <typename Ballots>
  VoteCounter(const Ballots& ballots, const std::vector<bool>& withdrawn,
              MeekEqualRanks equal_ranks, Arithmetic* arithmetic)
      : arithmetic_(*arithmetic) {
    using Take = BallotTrie::Take;
    const bool every_order = equal_ranks == MeekEqualRanks::kEveryOrder;
    flowing_ = BallotTrie::Of(ballots, withdrawn, every_order ? Take::kAll : Take::kWithoutTies);
    if (!every_order) splitting_ = BallotTrie::Of(ballots, withdrawn, Take::kWithTies);
    shares_.resize(static_cast<size_t>(flowing_.tier_count()));
  }

  int64_t ballots() const { return flowing_.ballots() + splitting_.ballots(); }

  // keep[option] of every vote that reaches it stays with it. Afterwards (*votes)[option] are its
  // votes, unless arithmetic.failure() says that they did not fit.
  void Count(const std::vector<Number>& keep, std::vector<Number>* votes) {
    keep_ = &keep;
    votes_ = votes;
    votes->assign(keep.size(), Arithmetic::Zero());
    pass_.clear();
    for (const Number& kept : keep) pass_.push_back(arithmetic_.Sub(Arithmetic::One(), kept));
    for (Share& share : shares_) share.known = false;
    CountFlowing();
    CountSplitting();
  }

 private:
  // What a tier makes of one vote, under kEveryOrder.
  struct Share {
    bool known = false;
    std::vector<Number> kept;  // by the tier's options
    Number passed;             // to the next tier
  };
  // So many ways of a vote through the ballot's tiers arrive with the same part of it.
  struct Arrival {
    Number part;
    int64_t ways;
  };

  bool IsOne(const Number& number) const { return number == Arithmetic::One(); }
  bool IsZero(const Number& number) const { return Arithmetic::IsZero(number); }
  const Number& keep(OptionIndex option) const { return (*keep_)[static_cast<size_t>(option)]; }
  const Number& pass(OptionIndex option) const { return pass_[static_cast<size_t>(option)]; }

  void Give(OptionIndex option, const Number& part, int64_t ballots) {
    Number& votes = (*votes_)[static_cast<size_t>(option)];
    votes = arithmetic_.Add(votes, arithmetic_.TimesCount(part, ballots));
  }

  void CountFlowing() {
    std::vector<Number> arriving(static_cast<size_t>(flowing_.depth()) + 1);
    arriving[0] = Arithmetic::One();
    const std::vector<BallotTrie::Node>& nodes = flowing_.nodes();
    for (size_t i = 0; i < nodes.size();) {
      const BallotTrie::Node& node = nodes[i];
      const Number& part = arriving[static_cast<size_t>(node.depth)];
      Number& onward = arriving[static_cast<size_t>(node.depth) + 1];
      const std::span<const OptionIndex> tier = flowing_.tier(node.tier);
      if (tier.size() == 1) {
        PassThroughOne(tier[0], part, node.count, &onward);
      } else {
        PassThroughTie(node, tier, part, &onward);
      }
      i = IsZero(onward) ? node.end : i + 1;
    }
  }

  void PassThroughOne(OptionIndex option, const Number& part, int64_t ballots, Number* onward) {
    if (IsOne(keep(option))) {
      Give(option, part, ballots);
      *onward = Arithmetic::Zero();
    } else if (IsZero(keep(option))) {
      *onward = part;
    } else {
      Give(option, arithmetic_.Mul(part, keep(option)), ballots);
      *onward = arithmetic_.Mul(part, pass(option));
    }
  }

  void PassThroughTie(const BallotTrie::Node& node, std::span<const OptionIndex> tier,
                      const Number& part, Number* onward) {
    Share& share = shares_[static_cast<size_t>(node.tier)];
    if (!share.known) WorkOutShare(tier, &share);
    for (size_t k = 0; k < tier.size(); ++k) {
      if (!IsZero(share.kept[k])) {
        Give(tier[k], arithmetic_.Mul(part, share.kept[k]), node.count);
      }
    }
    *onward = arithmetic_.Mul(part, share.passed);
  }

  // An option at place j of a random order of the m tied ones gets what the j before it pass on:
  // the mean over all sets of j others, which is the elementary symmetric polynomial e_j of what
  // the others pass on over (m-1 choose j). All places are equally likely.
  void WorkOutShare(std::span<const OptionIndex> tier, Share* share) {
    const std::vector<Integer>& choices = ChoicesFor(tier.size());
    share->kept.assign(tier.size(), Arithmetic::Zero());
    std::optional<Number> reaching_hopeful;  // the same for all: leaving one out changes nothing
    for (size_t k = 0; k < tier.size(); ++k) {
      const Number& kept = keep(tier[k]);
      if (IsZero(kept)) continue;
      Number reaching;
      if (IsZero(pass(tier[k])) && reaching_hopeful.has_value()) {
        reaching = *reaching_hopeful;
      } else {
        reaching = MeanReaching(tier, k, choices);
        if (IsZero(pass(tier[k]))) reaching_hopeful = reaching;
      }
      share->kept[k] =
          arithmetic_.OverCount(arithmetic_.Mul(reaching, kept), static_cast<int64_t>(tier.size()));
    }
    share->passed = Arithmetic::One();
    for (const OptionIndex option : tier) {
      share->passed = arithmetic_.Mul(share->passed, pass(option));
    }
    share->known = true;
  }

  // The sum over all places of the mean part of a vote that reaches the option at tier[skip].
  Number MeanReaching(std::span<const OptionIndex> tier, size_t skip,
                      const std::vector<Integer>& choices) {
    std::vector<Number> symmetric = {Arithmetic::One()};  // e_0, e_1, ... of the options so far
    for (size_t k = 0; k < tier.size(); ++k) {
      if (k == skip || IsZero(pass(tier[k]))) continue;
      symmetric.push_back(Arithmetic::Zero());
      for (size_t j = symmetric.size() - 1; j > 0; --j) {
        symmetric[j] =
            arithmetic_.Add(symmetric[j], arithmetic_.Mul(symmetric[j - 1], pass(tier[k])));
      }
    }
    Number mean = Arithmetic::Zero();
    for (size_t j = 0; j < symmetric.size(); ++j) {
      if (IsZero(symmetric[j])) continue;
      mean = arithmetic_.Add(mean, arithmetic_.OverWhole(symmetric[j], choices[j]));
    }
    return mean;
  }

  // Row m-1 of Pascal's triangle, for a tier of m options.
  const std::vector<Integer>& ChoicesFor(size_t m) {
    if (choices_.size() <= m) choices_.resize(m + 1);
    if (choices_[m] == nullptr) {
      choices_[m] = std::make_unique<std::vector<Integer>>(Binomials(static_cast<int>(m) - 1));
    }
    return *choices_[m];
  }

  void CountSplitting() {
    std::vector<std::vector<Arrival>> arriving(static_cast<size_t>(splitting_.depth()) + 1);
    arriving[0] = {{Arithmetic::One(), 1}};
    const std::vector<BallotTrie::Node>& nodes = splitting_.nodes();
    for (size_t i = 0; i < nodes.size();) {
      const BallotTrie::Node& node = nodes[i];
      std::vector<Arrival>& onward = arriving[static_cast<size_t>(node.depth) + 1];
      onward.clear();
      Split(node, arriving[static_cast<size_t>(node.depth)], &onward);
      Merge(&onward);
      i = onward.empty() ? node.end : i + 1;
    }
  }

  void Split(const BallotTrie::Node& node, const std::vector<Arrival>& arriving,
             std::vector<Arrival>* onward) {
    open_.clear();
    for (const OptionIndex option : splitting_.tier(node.tier)) {
      if (!IsZero(keep(option))) open_.push_back(option);
    }
    if (open_.empty()) return;  // the tier blocks the vote
    for (const Arrival& arrival : arriving) {
      const Number part = arithmetic_.OverCount(arrival.part, static_cast<int64_t>(open_.size()));
      for (const OptionIndex option : open_) {
        if (IsOne(keep(option))) {
          Give(option, arithmetic_.TimesCount(part, arrival.ways), node.count);
          continue;
        }
        const Number kept = arithmetic_.Mul(part, keep(option));
        Give(option, arithmetic_.TimesCount(kept, arrival.ways), node.count);
        Number rest = arithmetic_.Mul(part, pass(option));
        if (!IsZero(rest)) onward->push_back({std::move(rest), arrival.ways});
      }
    }
  }

  // One entry for each different part. Where sums can be split at will, one entry for all.
  void Merge(std::vector<Arrival>* arrivals) {
    if (arrivals->size() < 2) return;
    if constexpr (Arithmetic::kLinear) {
      Number sum = Arithmetic::Zero();
      for (const Arrival& arrival : *arrivals) sum = arithmetic_.Add(sum, arrival.part);
      *arrivals = {{std::move(sum), 1}};
    } else {
      std::sort(arrivals->begin(), arrivals->end(),
                [](const Arrival& a, const Arrival& b) { return a.part < b.part; });
      size_t last = 0;
      for (size_t i = 1; i < arrivals->size(); ++i) {
        if ((*arrivals)[i].part == (*arrivals)[last].part) {
          int64_t& ways = (*arrivals)[last].ways;
          if (__builtin_add_overflow(ways, (*arrivals)[i].ways, &ways)) arithmetic_.NoteOverflow();
        } else {
          (*arrivals)[++last] = std::move((*arrivals)[i]);
        }
      }
      arrivals->erase(arrivals->begin() + static_cast<std::ptrdiff_t>(last) + 1, arrivals->end());
    }
  }

  Arithmetic& arithmetic_;
  BallotTrie flowing_;    // ballots whose votes flow from tier to tier in one part
  BallotTrie splitting_;  // ballots with ties, under kSplitEvenly
  const std::vector<Number>* keep_ = nullptr;
  std::vector<Number> pass_;  // 1 - keep
  std::vector<Number>* votes_ = nullptr;
  std::vector<Share> shares_;  // by tier of flowing_
  std::vector<OptionIndex> open_;
  std::vector<std::unique_ptr<std::vector<Integer>>> choices_;
};

}  // namespace plenum::tally::meek_internal
