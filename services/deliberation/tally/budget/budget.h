// A package of options under a budget (participatory budgeting): options with costs, some of which
// need others or exclude each other, and ballots that approve of options or give them points.
//
//   absl::StatusOr<BudgetElection> election =
//       BudgetElection::Create(Rational(100), {{Rational(60)}, {Rational(50)}, {Rational(40)}});
//   election->Add({{0, 1}, {2, 1}}, 3);  // three ballots with one point for 0 and one for 2
//   absl::StatusOr<BudgetResult> greedy = GreedyBudget(*election, {});
//   absl::StatusOr<BudgetResult> shares = EqualSharesBudget(*election, {});
//   greedy->funded;  // {0, 2}
//
// Rules for every method here: the cost of what is funded never passes the budget; an option is
// funded only after all that it needs; of a group of exclusions at most one is funded. An option
// that waits for what it needs takes its turn once it is there. All numbers are exact fractions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"
#include "services/deliberation/tally/exact.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/ties.h"
#include "services/deliberation/tally/withdrawal.h"

namespace plenum::tally {

struct BudgetOption {
  Rational cost;
  std::vector<OptionIndex> needs = {};  // all of them have to be funded before it
};

// What a ballot gives to the options that it names; an approval is one point.
using BudgetPoints = std::vector<std::pair<OptionIndex, Rational>>;

struct BudgetGroup {
  BudgetPoints points;  // ascending options
  int64_t count;
};

class BudgetElection {
 public:
  // `exclusions`: groups of options of which at most one can be funded. INVALID_ARGUMENT, naming
  // the option (by its number without `names`): no options or more than kMaxOptions, a budget or
  // cost below 0, a need or exclusion that is no option or is named twice, an option that needs
  // itself (also through others: the circle is named), or one whose needs exclude each other or
  // itself. O(options x (needs + exclusions)).
  static absl::StatusOr<BudgetElection> Create(
      Rational budget, std::vector<BudgetOption> options,
      std::vector<std::vector<OptionIndex>> exclusions = {},
      std::span<const std::string> names = {});

  // Counts the ballot `count` times. INVALID_ARGUMENT: an option that there is not or that is named
  // twice, count < 1. OUT_OF_RANGE: the total would pass kMaxBallots. On an error nothing changes.
  absl::Status Add(BudgetPoints points, int64_t count = 1);

  // The same election with further needs, of an option and what it needs, and further groups of
  // exclusions; those that it has already change nothing. Errors as Create.
  absl::StatusOr<BudgetElection> With(
      const std::vector<std::pair<OptionIndex, std::vector<OptionIndex>>>& needs,
      std::vector<std::vector<OptionIndex>> exclusions,
      std::span<const std::string> names = {}) const;

  // The same options and budget with each group of ballots so often as `counts` says, one for each
  // group, 0 for none. OUT_OF_RANGE: more than kMaxBallots.
  absl::StatusOr<BudgetElection> Drawn(std::span<const int64_t> counts) const;

  // The options of the list and all that need one of them, directly or through others, ascending.
  std::vector<OptionIndex> WithWhatNeeds(std::span<const OptionIndex> options) const;

  // The election between the options that stand, numbered anew; see withdrawal.h. Requires that
  // none of them needs one that does not. O(size of the election).
  BudgetElection Of(const Withdrawal& standing) const;

  const Rational& budget() const { return budget_; }
  int option_count() const { return static_cast<int>(options_.size()); }
  const BudgetOption& option(OptionIndex option) const {
    return options_[static_cast<size_t>(option)];
  }
  // The options that can not be funded together with this one, ascending.
  const std::vector<OptionIndex>& excluded_by(OptionIndex option) const {
    return excluded_by_[static_cast<size_t>(option)];
  }
  int64_t ballots() const { return ballots_; }
  std::span<const BudgetGroup> groups() const { return groups_; }

  // By option: ballots that name it, and the sum of its points. O(sum of ballot sizes).
  std::vector<int64_t> Votes() const;
  std::vector<Rational> Points() const;

 private:
  struct PointsLess {
    bool operator()(const BudgetPoints& a, const BudgetPoints& b) const;
  };

  BudgetElection() = default;

  Rational budget_;
  std::vector<BudgetOption> options_;
  std::vector<std::vector<OptionIndex>> excluded_by_;
  int64_t ballots_ = 0;
  std::vector<BudgetGroup> groups_;
  std::map<BudgetPoints, size_t, PointsLess> index_;
};

// Why an option is where it is.
enum class BudgetOutcome {
  kFunded,
  kDoesNotFit,     // costs more than was left when its turn came
  kCannotBePaid,   // equal shares: its supporters had too little money left
  kNeedsUnfunded,  // something that it needs is not funded
  kExcluded,       // something that excludes it is funded
  kTooFewVotes,    // below GreedyOptions::least_votes
  kAfterTheStop,   // the count stopped at an option that did not fit
  kHeld,           // the count was held at a tie before it was decided
};

// One option's turn.
struct BudgetStep {
  OptionIndex option = 0;
  BudgetOutcome outcome = BudgetOutcome::kFunded;
  std::string measure;  // what `figure` is: "votes", "price of a unit of utility"
  Rational figure;
  std::vector<OptionIndex> level;  // the options that had that figure at that time, ascending
  Rational left;                   // of the budget, after the step
  // Equal shares: what each voter of a group has left after the step, by group; else empty.
  std::vector<Rational> accounts = {};
};

struct BudgetResult {
  std::vector<OptionIndex> funded;  // ascending
  Rational spent;
  std::vector<BudgetStep> steps;  // in order; funded options, and those whose turn was a refusal
  std::vector<BudgetOutcome> outcomes;  // by option
  // A tie decided what is funded: level options that could not all be funded. With KeepTied the
  // lowest index went first; with an order, an event tells.
  bool tie_decided = false;
  std::vector<TieEvent> events;
  bool held = false;
  // Equal shares: what each voter had to spend in the run that counts, and whether increments ended
  // by the limit on runs, so that a later one might have funded more.
  Rational endowment;
  bool runs_exhausted = false;
};

enum class BudgetMeasure { kPoints, kVotes, kPointsPerCost, kVotesPerCost };

struct GreedyOptions {
  BudgetMeasure measure = BudgetMeasure::kPoints;
  // True: ends at the first option that does not fit. False: skips it and goes on.
  bool stop_at_misfit = false;
  // Options with fewer votes than this are not funded.
  int64_t least_votes = 0;
  TiePolicy tie_policy = KeepTied{};
  base::Stopped stopped = {};
};

// Takes the options by the measure, highest first, and funds what fits. An option of no cost comes
// before all others in the measures per cost. HoldForDecision ends the count at the first tie that
// matters. INVALID_ARGUMENT: a malformed tie policy. CANCELLED: stopped. O(options^2 + sum of
// ballot sizes).
// Source: the rule of most cities' votes; D. Peters, G. Pierczynski, P. Skowron, "Proportional
// Participatory Budgeting with Additive Utilities", NeurIPS 2021, section 1, as "utilitarian
// greedy"; measures per cost: N. Talmon, P. Faliszewski, AAAI 2019.
absl::StatusOr<BudgetResult> GreedyBudget(const BudgetElection& election,
                                          const GreedyOptions& options);

// What a funded option is worth to a ballot that gives it points (above 0).
enum class BudgetUtility {
  kCount,   // 1
  kCost,    // its cost
  kPoints,  // the points
};

struct EqualSharesOptions {
  BudgetUtility utility = BudgetUtility::kCost;
  // Run anew with `increment` more for each voter, until the package would cost more than the
  // budget (the last package that did not counts) or nothing more fits.
  bool increments = false;
  Rational increment = Rational(1);
  int64_t most_runs = 100'000;
  // Spend what is left by GreedyBudget (skipping misfits) with this measure.
  std::optional<BudgetMeasure> greedy_completion = std::nullopt;
  TiePolicy tie_policy = KeepTied{};
  base::Stopped stopped = {};  // asked for each option of each step
};

// The Method of Equal Shares. Each ballot gets budget/ballots; an option can be bought at price r
// of a unit of utility when its supporters, each paying r x utility or all they have, raise its
// cost; the lowest r is bought next. Peters, Pierczynski, Skowron as above; "add one" completion:
// as in G. Boehmer et al., "Evaluation of Project Performance in Participatory Budgeting", 2023,
// and equalshares.net. INVALID_ARGUMENT: malformed tie policy, increment <= 0, most_runs < 1.
// CANCELLED: stopped. Each run: O(options^2 x sum of supporters) at worst, far less in practice as
// prices only rise.
absl::StatusOr<BudgetResult> EqualSharesBudget(const BudgetElection& election,
                                               const EqualSharesOptions& options);

// One sentence for each step: "Bike lanes is funded (votes 120), 3000 are left."
std::vector<std::string> ExplainBudget(const BudgetResult& result,
                                       const std::vector<std::string>& names);

}  // namespace plenum::tally
