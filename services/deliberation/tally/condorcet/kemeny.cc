#include "services/deliberation/tally/condorcet/kemeny.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <numeric>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/condorcet/kemeny_block.h"
#include "services/deliberation/tally/condorcet/support.h"

namespace plenum::tally {
namespace {

using condorcet::ExactOrders;
using condorcet::FoundOrder;
using condorcet::Reachability;
using condorcet::StrongComponents;
using condorcet::Tiers;
using condorcet::Wide;

Integer ToInteger(Wide value) {  // not negative
  const auto high = static_cast<unsigned long>(value >> 64);
  return (Integer(high) << 64) + static_cast<unsigned long>(value);
}

// A group of options that is ordered alone: its best orders, or one good one.
struct Block {
  std::vector<OptionIndex> options;
  std::optional<ExactOrders> exact;
  FoundOrder found;  // without `exact`
};

// The groups, in an order in which no option beats one of an earlier group. The exact way to the
// finest tiers is to order options that level duels hold together in one group; up to this many
// options that costs next to nothing. When stopped, fewer groups, or ones that are not finished.
std::vector<Block> MakeBlocks(const PairwiseMatrix& matrix, const KemenyOptions& options) {
  constexpr size_t kTogether = 12;
  Tiers groups;
  const Tiers lines = StrongComponents(
      matrix.option_count(), [&](OptionIndex a, OptionIndex b) { return !matrix.beats(b, a); });
  for (const std::vector<OptionIndex>& line : lines) {
    if (line.size() <= kTogether) {
      groups.push_back(line);
      continue;
    }
    const Tiers parts = StrongComponents(static_cast<int>(line.size()), [&](int a, int b) {
      return matrix.beats(line[static_cast<size_t>(a)], line[static_cast<size_t>(b)]);
    });
    for (const std::vector<int>& part : parts) {
      groups.emplace_back();
      for (const int place : part) groups.back().push_back(line[static_cast<size_t>(place)]);
    }
  }
  std::vector<Block> blocks;
  blocks.reserve(groups.size());
  for (std::vector<OptionIndex>& group : groups) {
    if (base::IsStopped(options.stopped)) break;
    Block block;
    if (std::ssize(group) <= kKemenyExactOptions) {
      block.exact.emplace(matrix, group, options.stopped);
    } else {
      block.found = condorcet::SearchOrder(matrix, group, options.search_nodes, options.stopped);
    }
    block.options = std::move(group);
    blocks.push_back(std::move(block));
  }
  return blocks;
}

std::vector<size_t> BlockOfOptions(const std::vector<Block>& blocks, int n) {
  std::vector<size_t> block_of(static_cast<size_t>(n), 0);
  for (size_t i = 0; i < blocks.size(); ++i) {
    for (const OptionIndex option : blocks[i].options) block_of[static_cast<size_t>(option)] = i;
  }
  return block_of;
}

// By option: its best place in any best order, from 0, as far as `blocks` tell; one that precedes
// another in all best orders has a better one. An option is certain to precede another when all
// best orders of their block say so, when it beats it from another block, or through a third
// option.
std::vector<int64_t> BestPlaces(const PairwiseMatrix& matrix, const std::vector<Block>& blocks,
                                const base::Stopped& stopped) {
  const int n = matrix.option_count();
  const std::vector<size_t> block_of = BlockOfOptions(blocks, n);
  std::vector<int> place(static_cast<size_t>(n), 0);  // in its block
  Reachability certain(n);
  for (OptionIndex a = 0; a < n; ++a) {
    for (OptionIndex b = 0; b < n; ++b) {
      const bool apart = block_of[static_cast<size_t>(a)] != block_of[static_cast<size_t>(b)];
      if (apart && matrix.beats(a, b)) certain.Link(a, b);
    }
  }
  for (const Block& block : blocks) {
    if (!block.exact.has_value()) {
      for (size_t i = 0; i < block.found.order.size(); ++i) {
        place[static_cast<size_t>(block.found.order[i])] = static_cast<int>(i);
        if (i > 0) certain.Link(block.found.order[i - 1], block.found.order[i]);
      }
      continue;
    }
    const ExactOrders::Survey survey = block.exact->AllBest(stopped);
    for (size_t a = 0; a < block.options.size(); ++a) {
      place[static_cast<size_t>(block.options[a])] = survey.best_place[a];
      for (size_t b = 0; b < block.options.size(); ++b) {
        if (a != b && (survey.after[b] >> a & 1) == 0) {
          certain.Link(block.options[a], block.options[b]);
        }
      }
    }
  }
  // Those that precede it from other blocks come on top; then down every chain at least one more.
  std::vector<int> above(static_cast<size_t>(n), 0);
  for (OptionIndex a = 0; a < n; ++a) {
    for (OptionIndex b = 0; b < n; ++b) {
      if (a == b || !certain.Has(a, b)) continue;
      ++above[static_cast<size_t>(b)];
      const bool apart = block_of[static_cast<size_t>(a)] != block_of[static_cast<size_t>(b)];
      if (apart) ++place[static_cast<size_t>(b)];
    }
  }
  std::vector<OptionIndex> order(static_cast<size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](OptionIndex a, OptionIndex b) {
    return above[static_cast<size_t>(a)] < above[static_cast<size_t>(b)];
  });
  for (const OptionIndex a : order) {
    for (OptionIndex b = 0; b < n; ++b) {
      if (a == b || !certain.Has(a, b)) continue;
      place[static_cast<size_t>(b)] =
          std::max(place[static_cast<size_t>(b)], place[static_cast<size_t>(a)] + 1);
    }
  }
  return {place.begin(), place.end()};
}

// The best order of all that comes first by `position`: at each place the first option by it that
// can stand there in a best order. `winners`: all that can stand first in one. O(n^2).
std::vector<OptionIndex> FirstBestOrder(const PairwiseMatrix& matrix,
                                        const std::vector<Block>& blocks,
                                        const std::vector<size_t>& position,
                                        std::vector<OptionIndex>& winners) {
  const int n = matrix.option_count();
  const std::vector<size_t> block_of = BlockOfOptions(blocks, n);
  const auto apart = [&](OptionIndex a, OptionIndex b) {
    return block_of[static_cast<size_t>(a)] != block_of[static_cast<size_t>(b)];
  };
  // How many options of other blocks that are not yet placed beat the option.
  std::vector<int> waits_for(static_cast<size_t>(n), 0);
  for (OptionIndex a = 0; a < n; ++a) {
    for (OptionIndex b = 0; b < n; ++b) {
      if (apart(a, b) && matrix.beats(b, a)) ++waits_for[static_cast<size_t>(a)];
    }
  }
  std::vector<uint32_t> rest(blocks.size(), 0);  // exact blocks: the options not yet placed
  std::vector<size_t> done(blocks.size(), 0);    // others: how many of the order are placed
  std::vector<std::vector<OptionIndex>> next(blocks.size());
  const auto find_next = [&](size_t i) {
    const Block& block = blocks[i];
    next[i].clear();
    if (!block.exact.has_value()) {
      if (done[i] < block.found.order.size()) next[i].push_back(block.found.order[done[i]]);
      return;
    }
    for (uint32_t first = block.exact->FirstOf(rest[i]); first != 0; first &= first - 1) {
      next[i].push_back(block.options[static_cast<size_t>(std::countr_zero(first))]);
    }
  };
  for (size_t i = 0; i < blocks.size(); ++i) {
    if (blocks[i].exact.has_value()) rest[i] = (uint32_t{1} << blocks[i].options.size()) - 1;
    find_next(i);
  }
  std::vector<OptionIndex> order;
  while (std::ssize(order) < n) {
    OptionIndex chosen = -1;
    for (const std::vector<OptionIndex>& options : next) {
      for (const OptionIndex option : options) {
        if (waits_for[static_cast<size_t>(option)] > 0) continue;
        if (order.empty()) winners.push_back(option);
        if (chosen < 0 ||
            position[static_cast<size_t>(option)] < position[static_cast<size_t>(chosen)]) {
          chosen = option;
        }
      }
    }
    order.push_back(chosen);
    const size_t i = block_of[static_cast<size_t>(chosen)];
    const auto place = std::find(blocks[i].options.begin(), blocks[i].options.end(), chosen) -
                       blocks[i].options.begin();
    rest[i] &= ~(blocks[i].exact.has_value() ? uint32_t{1} << place : 0);
    ++done[i];
    find_next(i);
    for (OptionIndex a = 0; a < n; ++a) {
      if (apart(a, chosen) && matrix.beats(chosen, a)) --waits_for[static_cast<size_t>(a)];
    }
  }
  return order;
}

// The best order chosen, when the policy splits any tier; else the tiers.
Tiers Decide(const Tiers& tiers, const std::vector<OptionIndex>& order, TieBreaker& ties) {
  bool splits = false;
  for (const std::vector<OptionIndex>& tier : tiers) {
    if (tier.size() > 1 && ties.Order(tier).size() > 1) splits = true;
  }
  if (!splits) return tiers;
  Tiers single;
  for (const OptionIndex option : order) single.push_back({option});
  return single;
}

std::vector<size_t> Positions(const TiePolicy& policy, int n) {
  std::vector<size_t> position(static_cast<size_t>(n));
  std::iota(position.begin(), position.end(), 0);
  const absl::StatusOr<std::vector<OptionIndex>> order = PolicyOrder(policy, n);
  if (!order.ok()) return position;
  for (size_t i = 0; i < order->size(); ++i) position[static_cast<size_t>((*order)[i])] = i;
  return position;
}

}  // namespace

Integer KemenyScore(const PairwiseMatrix& matrix, std::span<const OptionIndex> order) {
  Wide score = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    for (size_t j = i + 1; j < order.size(); ++j) score += matrix.prefer(order[i], order[j]);
  }
  return ToInteger(score);
}

absl::StatusOr<KemenyResult> Kemeny(const PairwiseMatrix& matrix, const KemenyOptions& options) {
  if (options.search_nodes < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("the search nodes must be 0 or more, not ", options.search_nodes));
  }
  const int n = matrix.option_count();
  absl::StatusOr<TieBreaker> ties = TieBreaker::Create(options.tie_policy, n);
  if (!ties.ok()) return ties.status();
  const std::vector<Block> blocks = MakeBlocks(matrix, options);
  if (base::IsStopped(options.stopped)) return base::StoppedWork();
  Wide gap = 0;
  for (const Block& block : blocks) {
    if (!block.exact.has_value()) gap += block.found.cost - block.found.bound;
  }
  const std::vector<int64_t> best_places = BestPlaces(matrix, blocks, options.stopped);
  const Tiers tiers = condorcet::TiersByScore(best_places, /*higher_is_better=*/false);
  if (base::IsStopped(options.stopped)) return base::StoppedWork();
  std::vector<OptionIndex> first;
  std::vector<OptionIndex> order =
      FirstBestOrder(matrix, blocks, Positions(options.tie_policy, n), first);
  std::sort(first.begin(), first.end());
  absl::StatusOr<Ranking> by_votes = Ranking::Create(n, tiers);
  if (!by_votes.ok()) return by_votes.status();
  absl::StatusOr<Ranking> ranking = Ranking::Create(n, Decide(tiers, order, *ties));
  if (!ranking.ok()) return ranking.status();
  KemenyResult result{.count = {.ranking = *std::move(ranking),
                                .ranking_by_votes = *std::move(by_votes),
                                .events = ties->events(),
                                .held = ties->held(),
                                .proven = gap == 0,
                                .figures = {},
                                .rounds = {},
                                .defeats = {},
                                .sets = {{"Kemeny winners", std::move(first)}}},
                      .order = std::move(order),
                      .best_score = 0,
                      .score_bound = 0};
  if (tiers.size() < static_cast<size_t>(n)) {
    // Several best orders: these are what the tiers are made of.
    Figure figure{"as best place in the orders that the ballots contradict least", {}, false};
    for (const int64_t place : best_places) figure.values.push_back(MakeRational(place + 1, 1));
    result.count.figures.push_back(std::move(figure));
  }
  result.best_score = KemenyScore(matrix, result.order);
  result.score_bound = result.best_score + ToInteger(gap);
  std::vector<size_t> place(static_cast<size_t>(n), 0);
  for (size_t i = 0; i < result.order.size(); ++i) {
    place[static_cast<size_t>(result.order[i])] = i;
  }
  for (const condorcet::Duel& duel : condorcet::DuelsByStrength(matrix, Strength::kMargins)) {
    const bool kept =
        place[static_cast<size_t>(duel.winner)] < place[static_cast<size_t>(duel.loser)];
    result.count.defeats.push_back(condorcet::ToDefeat(duel, kept));
  }
  return result;
}

absl::StatusOr<std::optional<Integer>> KemenyCostOfReversing(const PairwiseMatrix& matrix,
                                                             OptionIndex upper, OptionIndex lower,
                                                             const KemenyOptions& options) {
  const int n = matrix.option_count();
  if (upper < 0 || upper >= n || lower < 0 || lower >= n || upper == lower) {
    return absl::InvalidArgumentError(absl::StrCat("two different options of 0 to ", n - 1,
                                                   " are needed, not ", upper, " and ", lower));
  }
  absl::StatusOr<KemenyResult> best = Kemeny(matrix, options);
  if (!best.ok()) return best.status();
  // Ballots for the lower one that outweigh all others together, and are level in every other duel
  // (after D. C. McGarvey 1953): two orders that agree on this pair alone.
  Tiers one = {{lower}, {upper}};
  Tiers other;
  for (OptionIndex option = 0; option < n; ++option) {
    if (option != upper && option != lower) one.push_back({option});
  }
  for (size_t t = one.size(); t-- > 2;) other.push_back(one[t]);
  other.insert(other.end(), {{lower}, {upper}});
  const int64_t pairs = int64_t{n} * (n - 1) / 2;
  if (!best->count.proven || matrix.ballots() > kMaxBallots / 4 / pairs) return std::nullopt;
  PairwiseMatrix forced = matrix;
  for (const Tiers& tiers : {one, other}) {
    absl::StatusOr<Ranking> ranking = Ranking::Create(n, tiers);
    if (!ranking.ok()) return ranking.status();
    absl::Status added = forced.Add(*ranking, matrix.ballots() * pairs + 1);
    if (!added.ok()) return added;
  }
  absl::StatusOr<KemenyResult> reversed = Kemeny(forced, options);
  if (!reversed.ok()) return reversed.status();
  if (!reversed->count.proven) return std::nullopt;
  return std::optional<Integer>(best->best_score - KemenyScore(matrix, reversed->order));
}

absl::StatusOr<Count> KemenyCount(const PairwiseMatrix& matrix, const KemenyOptions& options) {
  absl::StatusOr<KemenyResult> result = Kemeny(matrix, options);
  if (!result.ok()) return result.status();
  Count& count = result->count;
  if (!count.proven) {
    count.as_a_whole =
        "the order that the ballots contradict least of all that were found has it so (that there "
        "is no better one is not proven)";
  } else if (count.figures.empty()) {
    count.as_a_whole = "of all orders, the one that the ballots contradict least has it so";
  } else if (count.ranking != count.ranking_by_votes) {
    count.as_a_whole =
        "of the orders that the ballots contradict least the tie rule picked one that has it so";
  }
  count.level_as_a_whole =
      "in the orders that the ballots contradict least both have this place at best";
  return std::move(result->count);
}

}  // namespace plenum::tally
