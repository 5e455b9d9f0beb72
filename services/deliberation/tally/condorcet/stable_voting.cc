#include "services/deliberation/tally/condorcet/stable_voting.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/condorcet/split_cycle.h"
#include "services/deliberation/tally/condorcet/support.h"

namespace plenum::tally {
namespace {

using condorcet::Tiers;

// With more options nobody reads which defeats were dropped.
constexpr int kMostShown = 100;
using Options = std::vector<OptionIndex>;  // ascending, as a key

// Margins as small numbers in the same order: the rule only compares them.
class MarginRanks {
 public:
  explicit MarginRanks(const PairwiseMatrix& matrix)
      : n_(static_cast<size_t>(matrix.option_count())), ranks_(n_ * n_, 0) {
    std::vector<int64_t> margins;
    const auto margin = [&](size_t a, size_t b) {
      return matrix.margin(static_cast<OptionIndex>(a), static_cast<OptionIndex>(b));
    };
    for (size_t a = 0; a < n_; ++a) {
      for (size_t b = 0; b < n_; ++b) {
        if (margin(a, b) > 0) margins.push_back(margin(a, b));
      }
    }
    std::sort(margins.begin(), margins.end());
    margins.erase(std::unique(margins.begin(), margins.end()), margins.end());
    highest_ = static_cast<int32_t>(margins.size());
    for (size_t a = 0; a < n_; ++a) {
      for (size_t b = 0; b < n_; ++b) {
        if (margin(a, b) <= 0) continue;
        const auto found = std::lower_bound(margins.begin(), margins.end(), margin(a, b));
        const auto rank = static_cast<int32_t>(found - margins.begin() + 1);
        ranks_[a * n_ + b] = rank;
        ranks_[b * n_ + a] = -rank;
      }
    }
  }

  // 0 for level duels and for a with itself; of(b, a) is -of(a, b).
  int32_t of(OptionIndex a, OptionIndex b) const {
    return ranks_[static_cast<size_t>(a) * n_ + static_cast<size_t>(b)];
  }
  int32_t highest() const { return highest_; }

 private:
  size_t n_;
  int32_t highest_ = 0;
  std::vector<int32_t> ranks_;
};

// What is left of the budget; nothing once stopped.
class Budget {
 public:
  Budget(int64_t steps, const base::Stopped& stopped)
      : left_(steps), watch_(stopped, kPerQuestion) {}
  void Take(size_t steps) {
    left_ -= static_cast<int64_t>(steps);
    if (watch_.After(static_cast<int64_t>(steps))) End();
  }
  void End() { left_ = -1; }
  bool ended() const { return left_ < 0; }

 private:
  static constexpr int64_t kPerQuestion = 100'000;
  int64_t left_;
  base::StopWatch watch_;
};

// The options that Split Cycle leaves undefeated among some.
class SplitCycleWinners {
 public:
  SplitCycleWinners(const MarginRanks& ranks, Budget& budget) : ranks_(ranks), budget_(budget) {}

  // Not to be used once the budget has ended.
  Options Of(const Options& options) {
    // No path of victories leads into the Smith set from outside, so it can be counted alone.
    Options smith = SmithOf(options);
    if (smith.size() == 1) return smith;
    const size_t stride = (smith.size() + kLanes - 1) / kLanes;
    budget_.Take(smith.size() * smith.size() * (stride + 2));
    if (ranks_.highest() > std::numeric_limits<int16_t>::max()) budget_.End();
    if (budget_.ended()) return smith;
    WidenPaths(smith, stride);
    Options winners;
    for (size_t a = 0; a < smith.size(); ++a) {
      bool defeated = false;
      for (size_t b = 0; b < smith.size() && !defeated; ++b) {
        defeated = ranks_.of(smith[b], smith[a]) > path(a, b, stride);
      }
      if (!defeated) winners.push_back(smith[a]);
    }
    return winners;
  }

 private:
  static constexpr size_t kLanes = 8;
  typedef int16_t Lane __attribute__((vector_size(16)));  // NOLINT(modernize-use-using)

  int32_t path(size_t a, size_t b, size_t stride) const {
    return paths_[a * stride + b / kLanes][b % kLanes];
  }

  // Strengths of the strongest paths, as in schulze.cc but in ranks, eight at a time.
  void WidenPaths(const Options& options, size_t stride) {
    const size_t size = options.size();
    paths_.assign(size * stride, Lane{});
    for (size_t a = 0; a < size; ++a) {
      for (size_t b = 0; b < size; ++b) {
        const int32_t rank = std::max(ranks_.of(options[a], options[b]), 0);
        paths_[a * stride + b / kLanes][b % kLanes] = static_cast<int16_t>(rank);
      }
    }
    for (size_t via = 0; via < size; ++via) {
      const Lane* const from_via = &paths_[via * stride];
      for (size_t a = 0; a < size; ++a) {
        const auto to_via = static_cast<int16_t>(path(a, via, stride));
        if (to_via == 0 || a == via) continue;
        const Lane limit = Lane{} + to_via;
        Lane* const row = &paths_[a * stride];
        for (size_t i = 0; i < stride; ++i) {
          const Lane through = from_via[i] < limit ? from_via[i] : limit;
          row[i] = row[i] > through ? row[i] : through;
        }
      }
    }
  }

  // Options with the most duels won (half for level ones) are in the set, and whoever one of the
  // set does not beat.
  Options SmithOf(const Options& options) {
    budget_.Take(2 * options.size() * options.size());
    size_t best = 0;
    int best_score = -1;
    for (size_t i = 0; i < options.size(); ++i) {
      int score = 0;
      for (const OptionIndex b : options) {
        const int32_t rank = ranks_.of(options[i], b);
        score += (rank > 0 ? 1 : 0) + (rank >= 0 ? 1 : 0);
      }
      if (score > best_score) best = i, best_score = score;
    }
    Options smith = {options[best]};
    std::vector<char> in(options.size(), 0);
    in[best] = 1;
    for (size_t head = 0; head < smith.size(); ++head) {
      for (size_t i = 0; i < options.size(); ++i) {
        if (in[i] != 0 || ranks_.of(smith[head], options[i]) > 0) continue;
        in[i] = 1;
        smith.push_back(options[i]);
      }
    }
    std::sort(smith.begin(), smith.end());
    return smith;
  }

  const MarginRanks& ranks_;
  Budget& budget_;
  std::vector<Lane> paths_;
};

class Search {
 public:
  Search(const PairwiseMatrix& matrix, const StableVotingOptions& options)
      : ranks_(matrix),
        simple_(options.simple),
        budget_(options.max_steps, options.stopped),
        split_cycle_(ranks_, budget_) {}

  // The winners among some options, or nothing when the budget ended.
  std::optional<Options> Winners(const Options& options) {  // NOLINT(misc-no-recursion)
    if (options.size() == 1) return options;
    if (budget_.ended()) return std::nullopt;
    if (const auto known = known_.find(options); known != known_.end()) return known->second;
    const Options contenders = simple_ ? options : split_cycle_.Of(options);
    std::optional<Options> winners = contenders;
    if (contenders.size() > 1) winners = FirstMatches(options, contenders);
    if (budget_.ended() || !winners.has_value()) return std::nullopt;
    known_.emplace(options, *winners);
    return winners;
  }

  // The rival without whom a winner among the options wins, by the best margin over it; -1 where
  // the winner is the only contender. After Winners() that is known.
  OptionIndex WinsWithout(const Options& options, OptionIndex winner) {
    if (options.size() == 1 || (!simple_ && split_cycle_.Of(options).size() == 1)) return -1;
    OptionIndex best = -1;
    for (const OptionIndex rival : options) {
      if (rival == winner) continue;
      if (best >= 0 && ranks_.of(winner, rival) <= ranks_.of(winner, best)) continue;
      Options without = options;
      std::erase(without, rival);
      const std::optional<Options> would_win = Winners(without);
      if (would_win && std::binary_search(would_win->begin(), would_win->end(), winner)) {
        best = rival;
      }
    }
    return best;
  }

 private:
  // A pair of options as one number, the greatest margin first, then by index.
  uint64_t Match(OptionIndex winner, OptionIndex loser) const {
    static_assert(kMaxOptions <= 1 << 10);
    const auto weakness = static_cast<uint64_t>(ranks_.highest() - ranks_.of(winner, loser));
    return weakness << 20 | static_cast<uint64_t>(winner) << 10 | static_cast<uint64_t>(loser);
  }

  std::optional<Options> FirstMatches(const Options& options,  // NOLINT(misc-no-recursion)
                                      const Options& contenders) {
    budget_.Take(4 * contenders.size() * options.size());
    if (budget_.ended()) return std::nullopt;
    std::vector<uint64_t> matches;
    matches.reserve(contenders.size() * options.size());
    for (const OptionIndex a : contenders) {
      for (const OptionIndex b : options) {
        if (a != b) matches.push_back(Match(a, b));
      }
    }
    // Only few are ever looked at: a heap takes them out in order without sorting the others.
    std::make_heap(matches.begin(), matches.end(), std::greater<>());
    Options winners;
    std::optional<uint64_t> weakness;  // of the winners' matches
    while (!matches.empty()) {
      const uint64_t match = matches.front();
      std::pop_heap(matches.begin(), matches.end(), std::greater<>());
      matches.pop_back();
      const auto winner = static_cast<OptionIndex>(match >> 10 & 1023);
      if (weakness.has_value() && match >> 20 != *weakness) break;
      if (!winners.empty() && winners.back() == winner) continue;
      Options without = options;
      std::erase(without, static_cast<OptionIndex>(match & 1023));
      const std::optional<Options> would_win = Winners(without);
      if (!would_win.has_value()) return std::nullopt;
      if (std::binary_search(would_win->begin(), would_win->end(), winner)) {
        winners.push_back(winner);
        weakness = match >> 20;
      }
    }
    // A contender always wins without some rival in the source's elections; never give nobody.
    return winners.empty() ? contenders : winners;
  }

  const MarginRanks ranks_;
  bool simple_;
  Budget budget_;
  SplitCycleWinners split_cycle_;
  absl::flat_hash_map<Options, Options> known_;
};

}  // namespace

absl::StatusOr<Count> StableVoting(const PairwiseMatrix& matrix,
                                   const StableVotingOptions& options) {
  if (options.max_steps < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("the steps of the search must be 1 or more, not ", options.max_steps));
  }
  const int n = matrix.option_count();
  Search search(matrix, options);
  Options left(static_cast<size_t>(n));
  std::iota(left.begin(), left.end(), 0);
  Tiers tiers;
  bool proven = true;
  std::vector<OptionIndex> wins_without(static_cast<size_t>(n), -1);
  while (!left.empty()) {
    std::optional<Options> winners = search.Winners(left);
    if (!winners.has_value()) {
      if (base::IsStopped(options.stopped)) return base::StoppedWork();
      if (tiers.empty()) {
        return absl::ResourceExhaustedError(absl::StrCat(
            "Stable Voting over ", n, " options needs more than the ", options.max_steps,
            " steps it may take: use Split Cycle, or fewer options"));
      }
      proven = false;
      winners = left;
    }
    for (const OptionIndex placed : *winners) {
      if (proven) wins_without[static_cast<size_t>(placed)] = search.WinsWithout(left, placed);
    }
    for (const OptionIndex placed : *winners) std::erase(left, placed);
    tiers.push_back(*std::move(winners));
  }
  absl::StatusOr<Count> count = condorcet::Finish(n, tiers, options.tie_policy);
  if (!count.ok()) return count;
  count->proven = proven;
  count->as_a_whole =
      "the duel with the largest margin whose winner also wins without its loser decides, place by "
      "place";
  if (n <= kMostShown) {
    absl::StatusOr<Count> split = SplitCycle(matrix, KeepTied{});
    if (!split.ok()) return split;
    count->defeats = std::move(split->defeats);
  }
  count->level_as_a_whole = "the same margin puts them at this place";
  count->wins_without = std::move(wins_without);
  count->sets.push_back({"Stable Voting winners", std::move(tiers.front())});
  return count;
}

}  // namespace plenum::tally
