#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/budget/budget.h"
#include "services/deliberation/tally/budget/package.h"

namespace plenum::tally {
namespace budget_internal {
namespace {

// By option, what the measure says; nothing stands for "before all others" (no cost).
using Figures = std::vector<std::optional<Rational>>;

Figures MeasureAll(const BudgetElection& election, BudgetMeasure measure) {
  const bool by_votes = measure == BudgetMeasure::kVotes || measure == BudgetMeasure::kVotesPerCost;
  const bool per_cost =
      measure == BudgetMeasure::kPointsPerCost || measure == BudgetMeasure::kVotesPerCost;
  std::vector<Rational> totals;
  if (by_votes) {
    for (const int64_t votes : election.Votes()) totals.emplace_back(votes);
  } else {
    totals = election.Points();
  }
  Figures figures(totals.begin(), totals.end());
  for (OptionIndex option = 0; per_cost && option < election.option_count(); ++option) {
    std::optional<Rational>& figure = figures[static_cast<size_t>(option)];
    if (sgn(election.option(option).cost) == 0) {
      figure.reset();
    } else {
      *figure /= election.option(option).cost;
    }
  }
  return figures;
}

const char* MeasureName(BudgetMeasure measure) {
  switch (measure) {
    case BudgetMeasure::kPoints:
      return "points";
    case BudgetMeasure::kVotes:
      return "votes";
    case BudgetMeasure::kPointsPerCost:
      return "points per cost";
    case BudgetMeasure::kVotesPerCost:
      return "votes per cost";
  }
  return "";
}

// < 0 when a comes after b.
int CompareFigures(const std::optional<Rational>& a, const std::optional<Rational>& b) {
  if (!a.has_value() || !b.has_value()) {
    return static_cast<int>(!a.has_value()) - static_cast<int>(!b.has_value());
  }
  return cmp(*a, *b);
}

// The open options of the highest figure among those that `is_done` does not name, ascending.
std::vector<OptionIndex> Highest(const Figures& figures, const Package& package,
                                 const std::vector<char>& is_done) {
  std::vector<OptionIndex> level;
  for (size_t i = 0; i < figures.size(); ++i) {
    const auto option = static_cast<OptionIndex>(i);
    if (is_done[i] != 0 || !package.IsOpen(option)) continue;
    const int order =
        level.empty() ? 1 : CompareFigures(figures[i], figures[static_cast<size_t>(level.front())]);
    if (order < 0) continue;
    if (order > 0) level.clear();
    level.push_back(option);
  }
  return level;
}

}  // namespace

bool Package::HasNeeds(OptionIndex option) const {
  const std::vector<OptionIndex>& needs = election_.option(option).needs;
  return std::all_of(needs.begin(), needs.end(), [&](OptionIndex need) { return IsFunded(need); });
}

bool Package::AllFit(const std::vector<OptionIndex>& level) const {
  Rational cost(0);
  for (const OptionIndex option : level) {
    cost += election_.option(option).cost;
    const std::vector<OptionIndex>& others = election_.excluded_by(option);
    for (const OptionIndex other : level) {
      if (std::binary_search(others.begin(), others.end(), other)) return false;
    }
  }
  return cost <= left_;
}

void Package::Fund(OptionIndex option) {
  is_funded_[static_cast<size_t>(option)] = 1;
  left_ -= election_.option(option).cost;
  for (const OptionIndex other : election_.excluded_by(option)) {
    is_excluded_[static_cast<size_t>(other)] = 1;
  }
}

std::vector<OptionIndex> Package::Funded() const {
  std::vector<OptionIndex> funded;
  for (size_t i = 0; i < is_funded_.size(); ++i) {
    if (is_funded_[i] != 0) funded.push_back(static_cast<OptionIndex>(i));
  }
  return funded;
}

BudgetOutcome Package::OutcomeOf(OptionIndex option, BudgetOutcome otherwise) const {
  if (IsFunded(option)) return BudgetOutcome::kFunded;
  if (IsExcluded(option)) return BudgetOutcome::kExcluded;
  if (!HasNeeds(option)) return BudgetOutcome::kNeedsUnfunded;
  return otherwise;
}

absl::StatusOr<FirstOf> FirstOf::Create(const TiePolicy& policy, int option_count) {
  absl::StatusOr<TieBreaker> breaker = TieBreaker::Create(policy, option_count);
  if (!breaker.ok()) return breaker.status();
  const absl::StatusOr<std::vector<OptionIndex>> order = PolicyOrder(policy, option_count);
  if (!order.ok()) return order.status();
  FirstOf first(*std::move(breaker));
  first.position_.resize(order->size());
  for (size_t i = 0; i < order->size(); ++i) {
    first.position_[static_cast<size_t>((*order)[i])] = i;
  }
  return first;
}

std::optional<OptionIndex> FirstOf::Pick(const std::vector<OptionIndex>& level, bool decides) {
  if (level.size() > 1 && decides) {
    decided_ = true;
    breaker_.Order(level);
    if (breaker_.held()) return std::nullopt;
  }
  if (position_.empty()) return level.front();
  return *std::min_element(level.begin(), level.end(), [&](OptionIndex a, OptionIndex b) {
    return position_[static_cast<size_t>(a)] < position_[static_cast<size_t>(b)];
  });
}

void FirstOf::MoveInto(BudgetResult* result) const {
  result->tie_decided = decided_;
  result->events = breaker_.events();
  result->held = breaker_.held();
}

void RunGreedy(const BudgetElection& election, const GreedyOptions& options, Package& package,
               FirstOf& ties, BudgetResult* result) {
  const auto n = static_cast<size_t>(election.option_count());
  const Figures figures = MeasureAll(election, options.measure);
  const std::vector<int64_t> votes = election.Votes();
  std::vector<char> is_done(n, 0);
  result->outcomes.resize(n, BudgetOutcome::kAfterTheStop);
  for (size_t i = 0; i < n; ++i) {
    if (votes[i] < options.least_votes && !package.IsFunded(static_cast<OptionIndex>(i))) {
      is_done[i] = 1;
      result->outcomes[i] = BudgetOutcome::kTooFewVotes;
    }
  }
  bool stopped = false;
  bool held = false;
  while (!stopped && !held && !base::IsStopped(options.stopped)) {
    const std::vector<OptionIndex> level = Highest(figures, package, is_done);
    if (level.empty()) break;
    // Where none of them fits, it does not matter who is refused first.
    const bool any_fits = std::any_of(level.begin(), level.end(),
                                      [&](OptionIndex option) { return package.Fits(option); });
    const std::optional<OptionIndex> pick = ties.Pick(level, any_fits && !package.AllFit(level));
    if (!pick.has_value()) {
      held = true;
      break;
    }
    const auto i = static_cast<size_t>(*pick);
    is_done[i] = 1;
    BudgetStep step{*pick,
                    BudgetOutcome::kFunded,
                    MeasureName(options.measure),
                    figures[i].value_or(Rational(0)),
                    level,
                    {}};
    if (package.Fits(*pick)) {
      package.Fund(*pick);
    } else {
      step.outcome = BudgetOutcome::kDoesNotFit;
      stopped = options.stop_at_misfit;
    }
    result->outcomes[i] = step.outcome;
    step.left = package.left();
    result->steps.push_back(std::move(step));
  }
  for (size_t i = 0; i < n; ++i) {
    const auto option = static_cast<OptionIndex>(i);
    if (is_done[i] == 0) {
      result->outcomes[i] =
          package.OutcomeOf(option, held ? BudgetOutcome::kHeld : BudgetOutcome::kAfterTheStop);
    }
  }
}

void Finish(const BudgetElection& election, const Package& package, BudgetResult* result) {
  result->funded = package.Funded();
  result->spent = 0;
  for (const OptionIndex option : result->funded) {
    result->spent += election.option(option).cost;
    result->outcomes[static_cast<size_t>(option)] = BudgetOutcome::kFunded;
  }
}

}  // namespace budget_internal

absl::StatusOr<BudgetResult> GreedyBudget(const BudgetElection& election,
                                          const GreedyOptions& options) {
  absl::StatusOr<budget_internal::FirstOf> ties =
      budget_internal::FirstOf::Create(options.tie_policy, election.option_count());
  if (!ties.ok()) return ties.status();
  BudgetResult result;
  budget_internal::Package package(election, election.budget());
  budget_internal::RunGreedy(election, options, package, *ties, &result);
  if (base::IsStopped(options.stopped)) return base::StoppedWork();
  budget_internal::Finish(election, package, &result);
  ties->MoveInto(&result);
  return result;
}

std::vector<std::string> ExplainBudget(const BudgetResult& result,
                                       const std::vector<std::string>& names) {
  std::vector<std::string> sentences;
  for (const BudgetStep& step : result.steps) {
    std::string sentence = absl::StrCat(
        names[static_cast<size_t>(step.option)],
        step.outcome == BudgetOutcome::kFunded ? " is funded (" : " costs more than is left (",
        step.measure, " ", ToText(step.figure), "), ", ToText(step.left), " are left");
    if (step.level.size() > 1) {
      absl::StrAppend(&sentence, "; level with ");
      bool first = true;
      for (const OptionIndex option : step.level) {
        if (option == step.option) continue;
        absl::StrAppend(&sentence, first ? "" : ", ", names[static_cast<size_t>(option)]);
        first = false;
      }
    }
    sentences.push_back(sentence + ".");
  }
  return sentences;
}

}  // namespace plenum::tally
