// Why one option of a package stands above another, and how one ballot counted: read from the steps
// of a count, as data and as sentences that can be checked against them.
//
//   absl::StatusOr<BudgetWhy> why = ExplainBudgetPair(election, result, std::nullopt, 0, 1, names);
//   why->sentence;  // "Path is funded and Park is not: Path was taken in step 1 with 6 points,
//   when
//                   //  Park had 6; Park costs 50, and only 40 of the budget of 100 were left when
//                   its
//                   //  turn came."
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/budget/budget.h"

namespace plenum::tally {

enum class BudgetWhyKind {
  kFunded,       // the upper one is funded, the lower one is not
  kFundedFirst,  // both are, the upper one in an earlier step
  kNeither,      // neither is; upper is the one asked first
};

// What became of an option.
struct BudgetFate {
  BudgetOutcome outcome = BudgetOutcome::kAfterTheStop;
  std::optional<size_t> step;  // in which it was funded, or found not to fit
  Rational cost;
  Rational left;  // of the budget before that step; without one, in the end
  // kNeedsUnfunded: what it needs and is not funded. kExcluded: what is funded and excludes it.
  std::vector<OptionIndex> because;
  // Equal shares, of an option that was not bought: what its supporters had left together when
  // nothing could be bought any more.
  std::optional<Rational> supporters_left;
};

struct BudgetWhy {
  BudgetWhyKind kind = BudgetWhyKind::kNeither;
  OptionIndex upper = 0;
  OptionIndex lower = 0;
  BudgetFate of_upper;
  BudgetFate of_lower;
  // Of the step that funded the upper one: what was compared, and the two figures. The lower one
  // has none where it could not be taken then.
  std::string measure;
  std::optional<Rational> upper_value;
  std::optional<Rational> lower_value;
  bool level = false;    // they were level then
  std::string tie_rule;  // that put the upper one first; empty: its earlier index
  std::string sentence;
};

// `shares`: the utility of the count by equal shares that the result is of; nothing for a greedy
// count. INVALID_ARGUMENT: an option that there is not, a == b, names or a result of another number
// of options. O(options + sum of ballot sizes + groups log groups).
absl::StatusOr<BudgetWhy> ExplainBudgetPair(const BudgetElection& election,
                                            const BudgetResult& result,
                                            std::optional<BudgetUtility> shares, OptionIndex a,
                                            OptionIndex b, std::span<const std::string> names);

struct BudgetBallotTrace {
  struct Support {
    OptionIndex option = 0;
    Rational points;
    BudgetOutcome outcome = BudgetOutcome::kFunded;
    Rational paid;  // equal shares: what it paid for the option out of its share; 0 in completions
  };
  std::vector<Support> supports;  // what it names, ascending
  // Equal shares: what it had to spend, and has left when nothing could be bought any more.
  std::optional<Rational> endowment;
  std::optional<Rational> left;
  std::string sentence;
};

// The ballot need not be one of those that were counted. INVALID_ARGUMENT: an option that there is
// not or that is named twice, names or a result of another number of options.
absl::StatusOr<BudgetBallotTrace> TraceBudgetBallot(const BudgetElection& election,
                                                    const BudgetResult& result,
                                                    std::optional<BudgetUtility> shares,
                                                    BudgetPoints ballot,
                                                    std::span<const std::string> names);

}  // namespace plenum::tally
