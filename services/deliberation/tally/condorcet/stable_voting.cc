#include "services/deliberation/tally/condorcet/stable_voting.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/condorcet/support.h"

namespace plenum::tally {
namespace {

using condorcet::Tiers;
using Options = std::vector<OptionIndex>;  // ascending, as a key

// The options that a restricted Split Cycle leaves undefeated.
class SplitCycleWinners {
 public:
  SplitCycleWinners(const PairwiseMatrix& matrix, int64_t& steps)
      : matrix_(matrix), steps_(steps) {}

  Options Of(const Options& options) {
    // No path of victories leads into the Smith set from outside, so it can be counted alone.
    const Options smith = SmithOf(options);
    const size_t size = smith.size();
    steps_ -= Cubed(size);
    if (size == 1 || steps_ < 0) return smith;
    std::vector<int64_t> links(size * size, 0);
    for (size_t a = 0; a < size; ++a) {
      for (size_t b = 0; b < size; ++b) {
        links[a * size + b] = std::max<int64_t>(matrix_.margin(smith[a], smith[b]), 0);
      }
    }
    std::vector<int64_t> paths = links;
    for (size_t via = 0; via < size; ++via) {
      for (size_t a = 0; a < size; ++a) {
        const int64_t to_via = paths[a * size + via];
        if (to_via == 0 || a == via) continue;
        for (size_t b = 0; b < size; ++b) {
          paths[a * size + b] =
              std::max(paths[a * size + b], std::min(to_via, paths[via * size + b]));
        }
      }
    }
    Options winners;
    for (size_t a = 0; a < size; ++a) {
      bool defeated = false;
      for (size_t b = 0; b < size && !defeated; ++b) {
        defeated = links[b * size + a] > paths[a * size + b];
      }
      if (!defeated) winners.push_back(smith[a]);
    }
    return winners;
  }

 private:
  static int64_t Cubed(size_t size) {
    return static_cast<int64_t>(size) * static_cast<int64_t>(size) * static_cast<int64_t>(size);
  }

  // Options with the most duels won (half for level ones) are in the set, and whoever one of the
  // set does not beat.
  Options SmithOf(const Options& options) {
    steps_ -= static_cast<int64_t>(options.size() * options.size());
    size_t best = 0;
    int best_score = -1;
    for (size_t i = 0; i < options.size(); ++i) {
      int score = 0;
      for (const OptionIndex b : options) {
        const int64_t margin = matrix_.margin(options[i], b);
        score += margin > 0 ? 2 : (margin == 0 ? 1 : 0);
      }
      if (score > best_score) best = i, best_score = score;
    }
    Options smith = {options[best]};
    std::vector<char> in(options.size(), 0);
    in[best] = 1;
    for (size_t head = 0; head < smith.size(); ++head) {
      for (size_t i = 0; i < options.size(); ++i) {
        if (in[i] != 0 || matrix_.beats(smith[head], options[i])) continue;
        in[i] = 1;
        smith.push_back(options[i]);
      }
    }
    std::sort(smith.begin(), smith.end());
    return smith;
  }

  const PairwiseMatrix& matrix_;
  int64_t& steps_;
};

class Search {
 public:
  Search(const PairwiseMatrix& matrix, bool simple, int64_t steps)
      : matrix_(matrix), simple_(simple), steps_(steps), split_cycle_(matrix, steps_) {}

  // The winners among some options, or nothing when the budget ended.
  std::optional<Options> Winners(const Options& options) {  // NOLINT(misc-no-recursion)
    if (options.size() == 1) return options;
    if (const auto known = known_.find(options); known != known_.end()) return known->second;
    const Options contenders = simple_ ? options : split_cycle_.Of(options);
    std::optional<Options> winners = contenders;
    if (contenders.size() > 1) winners = FirstMatches(options, contenders);
    if (steps_ < 0 || !winners.has_value()) return std::nullopt;
    known_.emplace(options, *winners);
    return winners;
  }

 private:
  struct Match {
    int64_t margin;
    OptionIndex winner;
    OptionIndex loser;
  };

  std::optional<Options> FirstMatches(const Options& options,  // NOLINT(misc-no-recursion)
                                      const Options& contenders) {
    std::vector<Match> matches;
    for (const OptionIndex a : contenders) {
      for (const OptionIndex b : options) {
        if (a != b) matches.push_back({matrix_.margin(a, b), a, b});
      }
    }
    steps_ -= 16 * std::ssize(matches);  // for the sorting
    if (steps_ < 0) return std::nullopt;
    std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
      return std::tuple(-a.margin, a.winner, a.loser) < std::tuple(-b.margin, b.winner, b.loser);
    });
    Options winners;
    for (size_t i = 0; i < matches.size(); ++i) {
      if (!winners.empty() && matches[i].margin != matches[i - 1].margin) break;
      if (!winners.empty() && winners.back() == matches[i].winner) continue;
      Options without = options;
      std::erase(without, matches[i].loser);
      const std::optional<Options> would_win = Winners(without);
      if (!would_win.has_value()) return std::nullopt;
      if (std::binary_search(would_win->begin(), would_win->end(), matches[i].winner)) {
        winners.push_back(matches[i].winner);
      }
    }
    // A contender always wins without some rival in the source's elections; never give nobody.
    return winners.empty() ? contenders : winners;
  }

  const PairwiseMatrix& matrix_;
  bool simple_;
  int64_t steps_;
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
  Search search(matrix, options.simple, options.max_steps);
  Options left(static_cast<size_t>(n));
  std::iota(left.begin(), left.end(), 0);
  Tiers tiers;
  bool proven = true;
  while (!left.empty()) {
    std::optional<Options> winners = search.Winners(left);
    if (!winners.has_value()) {
      if (tiers.empty()) {
        return absl::ResourceExhaustedError(
            absl::StrCat("Stable Voting over ", n, " options needs more than the ",
                         options.max_steps, " steps allowed: raise them, or use Split Cycle"));
      }
      proven = false;
      winners = left;
    }
    for (const OptionIndex placed : *winners) std::erase(left, placed);
    tiers.push_back(*std::move(winners));
  }
  absl::StatusOr<Count> count = condorcet::Finish(n, tiers, options.tie_policy);
  if (!count.ok()) return count;
  count->proven = proven;
  count->sets.push_back({"Stable Voting winners", std::move(tiers.front())});
  return count;
}

}  // namespace plenum::tally
