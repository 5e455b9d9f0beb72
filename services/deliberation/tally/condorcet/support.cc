#include "services/deliberation/tally/condorcet/support.h"

#include <numeric>
#include <tuple>
#include <utility>

namespace plenum::tally::condorcet {
namespace {

// Tarjan's search; one object is one run.
class ComponentSearch {
 public:
  ComponentSearch(int vertices, const std::function<bool(int, int)>& edge)
      : vertices_(vertices),
        edge_(edge),
        number_(static_cast<size_t>(vertices), -1),
        low_(static_cast<size_t>(vertices), 0),
        on_stack_(static_cast<size_t>(vertices), 0) {}

  std::vector<std::vector<int>> Run() {
    for (int v = 0; v < vertices_; ++v) {
      if (number_[static_cast<size_t>(v)] < 0) Visit(v);
    }
    // The search finishes a component only after those that it leads to.
    std::reverse(found_.begin(), found_.end());
    return std::move(found_);
  }

 private:
  // As deep as there are vertices, which is kMaxOptions at most.
  void Visit(int v) {  // NOLINT(misc-no-recursion)
    const auto at = static_cast<size_t>(v);
    number_[at] = low_[at] = next_number_++;
    stack_.push_back(v);
    on_stack_[at] = 1;
    for (int to = 0; to < vertices_; ++to) {
      if (to == v || !edge_(v, to)) continue;
      const auto target = static_cast<size_t>(to);
      if (number_[target] < 0) {
        Visit(to);
        low_[at] = std::min(low_[at], low_[target]);
      } else if (on_stack_[target] != 0) {
        low_[at] = std::min(low_[at], number_[target]);
      }
    }
    if (low_[at] != number_[at]) return;
    std::vector<int> component;
    int member = -1;
    do {
      member = stack_.back();
      stack_.pop_back();
      on_stack_[static_cast<size_t>(member)] = 0;
      component.push_back(member);
    } while (member != v);
    std::sort(component.begin(), component.end());
    found_.push_back(std::move(component));
  }

  int vertices_;
  const std::function<bool(int, int)>& edge_;
  std::vector<int> number_;
  std::vector<int> low_;
  std::vector<char> on_stack_;
  std::vector<int> stack_;
  int next_number_ = 0;
  std::vector<std::vector<int>> found_;
};

}  // namespace

std::vector<Duel> DuelsByStrength(const PairwiseMatrix& matrix, Strength strength) {
  const int n = matrix.option_count();
  std::vector<Duel> duels;
  for (OptionIndex a = 0; a < n; ++a) {
    for (OptionIndex b = 0; b < n; ++b) {
      const int64_t margin = matrix.margin(a, b);
      if (margin <= 0) continue;
      duels.push_back({a, b, strength == Strength::kMargins ? margin : matrix.prefer(a, b),
                       matrix.prefer(b, a)});
    }
  }
  std::sort(duels.begin(), duels.end(), [](const Duel& a, const Duel& b) {
    return std::tuple(-a.strength, a.opposition, a.winner, a.loser) <
           std::tuple(-b.strength, b.opposition, b.winner, b.loser);
  });
  return duels;
}

Defeat ToDefeat(const Duel& duel, bool kept) {
  return {duel.winner, duel.loser, duel.strength, kept};
}

Tiers TiersByScore(std::span<const int64_t> scores, bool higher_is_better) {
  std::vector<OptionIndex> order(scores.size());
  std::iota(order.begin(), order.end(), 0);
  const auto score = [&](OptionIndex option) { return scores[static_cast<size_t>(option)]; };
  std::stable_sort(order.begin(), order.end(), [&](OptionIndex a, OptionIndex b) {
    return higher_is_better ? score(a) > score(b) : score(a) < score(b);
  });
  Tiers tiers;
  for (const OptionIndex option : order) {
    if (tiers.empty() || score(tiers.back().front()) != score(option)) tiers.emplace_back();
    tiers.back().push_back(option);
  }
  return tiers;
}

Figure MakeFigure(std::string name, std::span<const int64_t> values, bool higher_is_better) {
  Figure figure;
  figure.name = std::move(name);
  figure.higher_is_better = higher_is_better;
  figure.values.reserve(values.size());
  for (const int64_t value : values) figure.values.emplace_back(static_cast<long>(value));
  return figure;
}

absl::StatusOr<Count> FinishWith(TieBreaker& ties, int option_count, const Tiers& tiers) {
  absl::StatusOr<Ranking> by_votes = Ranking::Create(option_count, tiers);
  if (!by_votes.ok()) return by_votes.status();
  Ranking ranking = ties.Apply(*by_votes);
  return Count{.ranking = std::move(ranking),
               .ranking_by_votes = *std::move(by_votes),
               .events = ties.events(),
               .held = ties.held(),
               .proven = true,
               .figures = {},
               .rounds = {},
               .defeats = {},
               .sets = {}};
}

absl::StatusOr<Count> Finish(int option_count, const Tiers& tiers, const TiePolicy& policy) {
  absl::StatusOr<TieBreaker> ties = TieBreaker::Create(policy, option_count);
  if (!ties.ok()) return ties.status();
  return FinishWith(*ties, option_count, tiers);
}

std::vector<std::vector<int>> StrongComponents(int vertices,
                                               const std::function<bool(int, int)>& edge) {
  return ComponentSearch(vertices, edge).Run();
}

Reachability::Reachability(int vertices)
    : vertices_(vertices),
      words_((static_cast<size_t>(vertices) + 63) / 64),
      bits_(static_cast<size_t>(vertices) * words_, 0) {
  for (int v = 0; v < vertices; ++v) {
    row(v)[static_cast<size_t>(v) / 64] |= uint64_t{1} << (static_cast<size_t>(v) % 64);
  }
}

void Reachability::Link(int from, int to) {
  if (Has(from, to)) return;
  const uint64_t* const reached = row(to);
  for (int v = 0; v < vertices_; ++v) {
    if (!Has(v, from) || Has(v, to)) continue;
    uint64_t* const bits = row(v);
    for (size_t i = 0; i < words_; ++i) bits[i] |= reached[i];
  }
}

}  // namespace plenum::tally::condorcet
