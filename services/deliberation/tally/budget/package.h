// Internal to the budget rules: the package as it grows, which options may still join it, and the
// decision between level options.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/budget/budget.h"

namespace plenum::tally::budget_internal {

class Package {
 public:
  // `left` may be more than the election's budget (equal shares runs with larger endowments).
  explicit Package(const BudgetElection& election, Rational left)
      : election_(election),
        left_(std::move(left)),
        outcomes_(static_cast<size_t>(election.option_count()), BudgetOutcome::kAfterTheStop),
        is_funded_(outcomes_.size(), 0),
        is_excluded_(outcomes_.size(), 0) {}

  const Rational& left() const { return left_; }
  bool IsFunded(OptionIndex option) const { return is_funded_[static_cast<size_t>(option)] != 0; }
  bool IsExcluded(OptionIndex option) const {
    return is_excluded_[static_cast<size_t>(option)] != 0;
  }
  bool HasNeeds(OptionIndex option) const;
  bool Fits(OptionIndex option) const { return election_.option(option).cost <= left_; }
  // Not funded, not excluded, and all that it needs is there.
  bool IsOpen(OptionIndex option) const {
    return !IsFunded(option) && !IsExcluded(option) && HasNeeds(option);
  }
  // Whether all of the level options can be funded, in any order.
  bool AllFit(const std::vector<OptionIndex>& level) const;

  void Fund(OptionIndex option);
  std::vector<OptionIndex> Funded() const;
  // What became of an option that is not funded, `otherwise` if nothing stands in its way.
  BudgetOutcome OutcomeOf(OptionIndex option, BudgetOutcome otherwise) const;

 private:
  const BudgetElection& election_;
  Rational left_;
  std::vector<BudgetOutcome> outcomes_;
  std::vector<char> is_funded_;
  std::vector<char> is_excluded_;
};

// The tie policy where one option has to go first.
class FirstOf {
 public:
  static absl::StatusOr<FirstOf> Create(const TiePolicy& policy, int option_count);

  // The option that goes first; nothing when the tie is held. `decides`: not all of them can be
  // funded, so that this is a use of the policy.
  std::optional<OptionIndex> Pick(const std::vector<OptionIndex>& level, bool decides);

  void MoveInto(BudgetResult* result) const;

 private:
  explicit FirstOf(TieBreaker breaker) : breaker_(std::move(breaker)) {}

  TieBreaker breaker_;
  std::vector<size_t> position_;  // empty without an order
  bool decided_ = false;
};

// Greedy on top of a package that has begun; appends to the result's steps and sets its outcomes of
// all options that are not funded.
void RunGreedy(const BudgetElection& election, const GreedyOptions& options, Package& package,
               FirstOf& ties, BudgetResult* result);

// funded, spent and the outcomes of funded options.
void Finish(const BudgetElection& election, const Package& package, BudgetResult* result);

}  // namespace plenum::tally::budget_internal
