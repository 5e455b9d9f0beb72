#include <algorithm>

#include "services/deliberation/tally/budget/budget.h"
#include "services/deliberation/tally/budget/package.h"

namespace plenum::tally {
namespace {

using budget_internal::FirstOf;
using budget_internal::Package;

// A group that supports an option, and the option's utility to each of its voters.
struct Supporter {
  size_t group;
  Rational utility;
};

// One run of equal shares with given endowments.
class Run {
 public:
  Run(const BudgetElection& election, const std::vector<std::vector<Supporter>>& supporters,
      const Rational& endowment, const base::Stopped& stopped)
      : election_(election),
        stopped_(stopped),
        supporters_(supporters),
        package_(election, endowment * Rational(election.ballots())),
        accounts_(election.groups().size(), endowment),
        approximate_(accounts_.size(), endowment.get_d()),
        price_(supporters.size()),
        is_out_(supporters.size(), 0) {}

  // Buys until nothing can be bought, or it is stopped. False when a tie is held.
  bool Buy(FirstOf& ties, std::vector<BudgetStep>* steps) {
    while (true) {
      const std::vector<OptionIndex> level = Cheapest();
      if (level.empty() || base::IsStopped(stopped_)) return true;
      // Which of them can still be bought after one is can only be seen by buying it, so that any
      // tie counts as deciding.
      const std::optional<OptionIndex> pick = ties.Pick(level, /*decides=*/true);
      if (!pick.has_value()) return false;
      const Rational price = price_[static_cast<size_t>(*pick)];
      Pay(*pick, price);
      package_.Fund(*pick);
      steps->push_back({*pick, BudgetOutcome::kFunded, "price of a unit of utility", price, level,
                        package_.left(), accounts_});
    }
  }

  const Package& package() const { return package_; }
  Rational Cost() const {
    Rational cost(0);
    for (const OptionIndex option : package_.Funded()) cost += election_.option(option).cost;
    return cost;
  }

 private:
  // The open options of the lowest price, ascending. Prices only rise as money is spent: an option
  // whose last price is above the best one found is not looked at again.
  std::vector<OptionIndex> Cheapest() {
    std::vector<OptionIndex> open;
    for (OptionIndex option = 0; option < election_.option_count(); ++option) {
      if (is_out_[static_cast<size_t>(option)] == 0 && package_.IsOpen(option)) {
        open.push_back(option);
      }
    }
    std::sort(open.begin(), open.end(), [&](OptionIndex a, OptionIndex b) {
      const int order = cmp(price_[static_cast<size_t>(a)], price_[static_cast<size_t>(b)]);
      return order != 0 ? order < 0 : a < b;
    });
    std::vector<OptionIndex> level;
    Rational best;
    for (const OptionIndex option : open) {
      const auto i = static_cast<size_t>(option);
      if (!level.empty() && price_[i] > best) break;
      if (base::IsStopped(stopped_)) break;
      const std::optional<Rational> price = Price(option);
      if (!price.has_value()) {
        is_out_[i] = 1;  // money only gets less
        continue;
      }
      price_[i] = *price;
      if (level.empty() || *price < best) {
        best = *price;
        level = {option};
      } else if (*price == best) {
        level.push_back(option);
      }
    }
    std::sort(level.begin(), level.end());
    return level;
  }

  // Whether a voter of the group has less than price x utility. In doubles where these are clear.
  bool IsPoor(const Supporter& supporter, const Rational& price, double approximate_price) const {
    const double money = approximate_[supporter.group];
    const double due = approximate_price * supporter.utility.get_d();
    constexpr double kMargin = 1e-9;
    if (money < due * (1 - kMargin)) return true;
    if (money > due * (1 + kMargin)) return false;
    return accounts_[supporter.group] < price * supporter.utility;
  }

  // The lowest r at which the supporters raise the cost; nothing when they cannot. Starts with all
  // paying in proportion and moves those who cannot to "pays all", until there is none.
  std::optional<Rational> Price(OptionIndex option) const {
    std::vector<const Supporter*> rich;
    Rational utility(0);
    for (const Supporter& supporter : supporters_[static_cast<size_t>(option)]) {
      rich.push_back(&supporter);
      utility += supporter.utility * Rational(Count(supporter));
    }
    Rational to_raise = election_.option(option).cost;
    while (!rich.empty()) {
      if (sgn(to_raise) < 0) break;
      const Rational price = to_raise / utility;
      const double approximate_price = price.get_d();
      const auto poor = std::partition(rich.begin(), rich.end(), [&](const Supporter* supporter) {
        return !IsPoor(*supporter, price, approximate_price);
      });
      if (poor == rich.end()) return price;
      for (auto it = poor; it != rich.end(); ++it) {
        to_raise -= accounts_[(*it)->group] * Rational(Count(**it));
        utility -= (*it)->utility * Rational(Count(**it));
      }
      rich.erase(poor, rich.end());
    }
    return std::nullopt;
  }

  void Pay(OptionIndex option, const Rational& price) {
    for (const Supporter& supporter : supporters_[static_cast<size_t>(option)]) {
      Rational& money = accounts_[supporter.group];
      const Rational due = price * supporter.utility;
      money = money > due ? Rational(money - due) : Rational(0);
      approximate_[supporter.group] = money.get_d();
    }
  }

  int64_t Count(const Supporter& supporter) const {
    return election_.groups()[supporter.group].count;
  }

  const BudgetElection& election_;
  const base::Stopped& stopped_;
  const std::vector<std::vector<Supporter>>& supporters_;
  Package package_;
  std::vector<Rational> accounts_;   // by group: what each of its voters has left
  std::vector<double> approximate_;  // the same, nearly
  std::vector<Rational> price_;      // the last one found; 0 at first
  std::vector<char> is_out_;
};

std::vector<std::vector<Supporter>> FindSupporters(const BudgetElection& election,
                                                   BudgetUtility utility) {
  std::vector<std::vector<Supporter>> supporters(static_cast<size_t>(election.option_count()));
  for (size_t g = 0; g < election.groups().size(); ++g) {
    for (const auto& [option, points] : election.groups()[g].points) {
      if (sgn(points) <= 0) continue;
      // An option of no cost is as good as free in any unit.
      const Rational& cost = election.option(option).cost;
      const bool by_cost = utility == BudgetUtility::kCost && sgn(cost) > 0;
      supporters[static_cast<size_t>(option)].push_back({g, utility == BudgetUtility::kPoints
                                                                ? points
                                                            : by_cost ? cost
                                                                      : Rational(1)});
    }
  }
  return supporters;
}

// Whether any option outside the package could join it within the budget.
bool IsExhaustive(const BudgetElection& election, const Package& package, const Rational& cost) {
  for (OptionIndex option = 0; option < election.option_count(); ++option) {
    if (package.IsOpen(option) && cost + election.option(option).cost <= election.budget()) {
      return false;
    }
  }
  return true;
}

}  // namespace

absl::StatusOr<BudgetResult> EqualSharesBudget(const BudgetElection& election,
                                               const EqualSharesOptions& options) {
  if (sgn(options.increment) <= 0 || options.most_runs < 1) {
    return absl::InvalidArgumentError("the increment must be above 0 and the runs 1 or more");
  }
  absl::StatusOr<FirstOf> ties = FirstOf::Create(options.tie_policy, election.option_count());
  if (!ties.ok()) return ties.status();
  const std::vector<std::vector<Supporter>> supporters = FindSupporters(election, options.utility);

  BudgetResult result;
  Rational endowment = election.ballots() == 0
                           ? Rational(0)
                           : Rational(election.budget() / Rational(election.ballots()));
  FirstOf last_ties = *ties;
  std::vector<OptionIndex> funded;
  bool held = false;
  for (int64_t runs = 0;; ++runs) {
    if (runs == options.most_runs) {
      result.runs_exhausted = true;
      break;
    }
    FirstOf run_ties = *ties;
    std::vector<BudgetStep> steps;
    Run run(election, supporters, endowment, options.stopped);
    const bool finished = run.Buy(run_ties, &steps);
    if (base::IsStopped(options.stopped)) return base::StoppedWork();
    const Rational cost = run.Cost();
    if (cost > election.budget()) break;  // the run before counts
    held = !finished;
    last_ties = std::move(run_ties);
    result.steps = std::move(steps);
    result.endowment = endowment;
    funded = run.package().Funded();
    // With all of the budget in every hand, no larger endowment buys more.
    if (held || !options.increments || endowment > election.budget() ||
        IsExhaustive(election, run.package(), cost)) {
      break;
    }
    endowment += options.increment;
  }

  // What is left is counted against the budget, not against the endowments.
  Package package(election, election.budget());
  for (size_t i = 0; i < funded.size(); ++i) {
    package.Fund(result.steps[i].option);
    result.steps[i].left = package.left();
  }
  result.outcomes.assign(static_cast<size_t>(election.option_count()), BudgetOutcome::kFunded);
  if (options.greedy_completion.has_value() && !held) {
    GreedyOptions greedy;
    greedy.measure = *options.greedy_completion;
    greedy.stopped = options.stopped;
    budget_internal::RunGreedy(election, greedy, package, last_ties, &result);
  } else {
    for (OptionIndex option = 0; option < election.option_count(); ++option) {
      result.outcomes[static_cast<size_t>(option)] =
          package.OutcomeOf(option, held ? BudgetOutcome::kHeld : BudgetOutcome::kCannotBePaid);
    }
  }
  if (base::IsStopped(options.stopped)) return base::StoppedWork();
  budget_internal::Finish(election, package, &result);
  last_ties.MoveInto(&result);
  return result;
}

}  // namespace plenum::tally
