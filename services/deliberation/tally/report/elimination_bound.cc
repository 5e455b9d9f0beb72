#include "services/deliberation/tally/report/elimination_bound.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <limits>
#include <queue>
#include <set>
#include <tuple>
#include <utility>

namespace plenum::tally {
namespace {

using Options = std::vector<OptionIndex>;

constexpr int64_t kNever = std::numeric_limits<int64_t>::max();
// Counted states times what one of them takes.
constexpr int64_t kSteps = 25'000'000;
constexpr int64_t kMostStates = 20'000;
// Sets of options that can leave together are looked at up to 2 to this power a state.
constexpr size_t kMostTied = 10;

// What has to change in a round.
struct Costs {
  std::vector<std::pair<int64_t, OptionIndex>> others;  // that an option leaves, cheapest first
  int64_t winner = kNever;                              // that the winner leaves
  int64_t other_wins = kNever;                          // that another option wins here
  int64_t goes_on = 0;                                  // that the winner does not win here
};

Costs CostsOf(const Profile& profile, EliminationRule rule, TiedPreferences tied,
              const Options& standing, OptionIndex winner) {
  using Side = StandingVotes::Side;
  Costs costs;
  const bool lowest = rule == EliminationRule::kFewestVotes;
  const StandingVotes votes(profile, standing, tied, lowest ? Side::kFirst : Side::kLast);
  std::vector<Rational> figures;
  for (const OptionIndex option : standing) figures.push_back(votes.Votes(option));
  for (size_t i = 0; i < standing.size(); ++i) {
    const OptionIndex option = standing[i];
    std::vector<Rational> gaps;
    for (const Rational& other : figures) {
      gaps.emplace_back(lowest ? figures[i] - other : other - figures[i]);
    }
    const int64_t cost = BallotsToLeave(std::move(gaps));
    if (option == winner) {
      costs.winner = cost;
    } else {
      costs.others.emplace_back(cost, option);
    }
  }
  std::sort(costs.others.begin(), costs.others.end());
  if (lowest) return costs;
  // One ballot moves twice the first choices less the ballots that have one by at most two.
  const StandingVotes first(profile, standing, tied, Side::kFirst);
  const Rational ballots = MakeRational(profile.ballots() - first.exhausted(), 1);
  for (const OptionIndex option : standing) {
    const Rational missing = ballots - 2 * first.Votes(option);
    if (option == winner) {
      costs.goes_on = BallotsToClose(-missing, 2);
    } else {
      costs.other_wins = std::min(costs.other_wins, BallotsToClose(missing, 2));
    }
  }
  return costs;
}

class OrderSearch {
 public:
  OrderSearch(const Profile& profile, EliminationRule rule, TiedPreferences tied,
              OptionIndex winner, const base::Stopped& stopped)
      : profile_(profile), rule_(rule), tied_(tied), winner_(winner), stopped_(stopped) {
    const int64_t once = std::ssize(profile.groups()) * profile.option_count() + 1;
    states_left_ = std::clamp<int64_t>(kSteps / once, 2, kMostStates);
    nodes_.push_back({AllOptions(profile.option_count()), 0, {}, {}});
    queue_.emplace(0, 0, kNew);
  }

  LowerBound Run() {
    int64_t reached = 0;
    while (!queue_.empty()) {
      const auto [cost, node, next] = queue_.top();
      if (cost >= best_) break;
      queue_.pop();
      reached = cost;
      const bool may_go_on = next == kNew ? Open(node, cost) : Expand(node, cost, next);
      if (!may_go_on) return {std::max<int64_t>(reached, 1), "", {}};
    }
    return {std::max<int64_t>(best_, 1), "", Path()};
  }

 private:
  static constexpr int kNew = -1;

  struct Node {
    Options standing;
    size_t parent;
    Options left;  // who left the parent's round
    Costs costs;
  };

  // Counts the round of a node. False at the limit.
  bool Open(size_t node, int64_t cost) {
    if (!seen_.insert(nodes_[node].standing).second) return true;  // reached as cheaply before
    if (states_left_-- == 0 || base::IsStopped(stopped_)) return false;
    Costs costs = CostsOf(profile_, rule_, tied_, nodes_[node].standing, winner_);
    const int64_t leaves = std::max(costs.winner, costs.goes_on);
    const int64_t moved = std::max(cost, std::min(leaves, costs.other_wins));
    if (moved < best_) {
      best_ = moved;
      best_node_ = node;
    }
    // With one other option it is decided here.
    if (costs.others.size() > 1) {
      queue_.emplace(std::max({cost, costs.goes_on, costs.others[0].first}), node, 0);
    }
    nodes_[node].costs = std::move(costs);
    return true;
  }

  // The rounds after those in which others[next] leaves and nobody who is dearer. False at the
  // limit.
  bool Expand(size_t node, int64_t cost, int next) {
    const auto index = static_cast<size_t>(next);
    if (index > kMostTied) return false;
    const std::vector<std::pair<int64_t, OptionIndex>> others = nodes_[node].costs.others;
    for (size_t with = 0; with < size_t{1} << index; ++with) {
      Options left = {others[index].second};
      for (size_t i = 0; i < index; ++i) {
        if ((with >> i & 1) != 0) left.push_back(others[i].second);
      }
      if (left.size() == others.size()) continue;  // the winner would be alone
      std::sort(left.begin(), left.end());
      Options standing;
      std::set_difference(nodes_[node].standing.begin(), nodes_[node].standing.end(), left.begin(),
                          left.end(), std::back_inserter(standing));
      if (seen_.contains(standing)) continue;
      nodes_.push_back({std::move(standing), node, std::move(left), {}});
      queue_.emplace(cost, nodes_.size() - 1, kNew);
    }
    if (index + 1 < others.size()) {
      queue_.emplace(std::max(cost, others[index + 1].first), node, next + 1);
    }
    return true;
  }

  std::vector<Options> Path() const {
    std::vector<Options> path = {{winner_}};
    for (size_t node = best_node_; node != 0; node = nodes_[node].parent) {
      path.push_back(nodes_[node].left);
    }
    std::reverse(path.begin(), path.end());
    return path;
  }

  const Profile& profile_;
  EliminationRule rule_;
  TiedPreferences tied_;
  OptionIndex winner_;
  const base::Stopped& stopped_;
  std::vector<Node> nodes_;
  std::set<Options> seen_;
  // Cost, node, and which of the node's options is the dearest to leave.
  using Entry = std::tuple<int64_t, size_t, int>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue_;
  int64_t states_left_ = 0;
  int64_t best_ = kNever;
  size_t best_node_ = 0;
};

// Half the closest gap of a round of the count: as long as every round drops the same options, the
// winner stays.
int64_t ClosestRound(const Count& count) {
  int64_t least = kNever;
  for (const Round& round : count.rounds) {
    if (round.eliminated.empty()) continue;
    if (round.eliminated.size() > 1) return 1;
    const auto votes_of = [&](OptionIndex option) {
      return round.votes[static_cast<size_t>(option)];
    };
    for (OptionIndex option = 0; option < std::ssize(round.votes); ++option) {
      if (option == round.eliminated[0] || !votes_of(option)) continue;
      const Rational gap = *votes_of(option) - votes_of(round.eliminated[0]).value_or(Rational(0));
      least = std::min(least, BallotsToClose(gap, 2));
    }
  }
  return least == kNever ? 1 : std::max<int64_t>(least, 1);
}

}  // namespace

int64_t BallotsToLeave(std::vector<Rational> gaps) {
  std::sort(gaps.begin(), gaps.end(), std::greater<>());
  int64_t most = 0;
  Rational sum;
  for (size_t i = 0; i < gaps.size() && sgn(gaps[i]) > 0; ++i) {
    sum += gaps[i];
    most = std::max(most, BallotsToClose(sum, static_cast<int64_t>(i) + 2));
  }
  return most;
}

LowerBound CheapestElimination(const Profile& profile, EliminationRule rule, TiedPreferences tied,
                               const Count& count, OptionIndex winner,
                               const base::Stopped& stopped) {
  LowerBound bound = OrderSearch(profile, rule, tied, winner, stopped).Run();
  const bool lowest = rule == EliminationRule::kFewestVotes;
  bound.because =
      lowest
          ? "one ballot takes a vote from one option and gives one to another, and every order "
            "of elimination without the winner has a round whose gaps fewer ballots cannot close "
            "(after Magrino, Rivest, Shen, Wagner 2011)"
          : "one ballot takes a vote or a last place from one option and gives one to another, "
            "and every order of elimination without the winner has a round whose gaps fewer "
            "ballots cannot close (after Magrino, Rivest, Shen, Wagner 2011)";
  const int64_t closest = lowest ? ClosestRound(count) : 1;
  if (closest > bound.ballots) {
    return {closest,
            "it is half the closest gap of a round: with fewer changed ballots all options leave "
            "in the same order (Magrino, Rivest, Shen, Wagner 2011)"};
  }
  return bound;
}

}  // namespace plenum::tally
