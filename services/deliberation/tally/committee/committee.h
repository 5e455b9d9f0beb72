// Committees: a fixed number of options chosen together from approval ballots, by the rules of the
// approval-based committee literature. This header holds what all of them share (options, result)
// and the one entry point; the families are in thiele.h, shares.h, balance.h and counting.h.
//
//   CommitteeOptions options;
//   options.seats = 3;
//   absl::StatusOr<CommitteeResult> result =
//       ElectCommittee(profile, CommitteeRule::kPav, options);
//   result->committees;  // every winning committee, each ascending
//   result->steps;       // of step-by-step rules: who was added, at what figure, what each paid
//
// Source of the definitions, unless a family's header names another: M. Lackner and P. Skowron,
// "Multi-Winner Voting with Approval Preferences", Springer 2023 (arXiv:2007.01795).
//
// Ties. With KeepTied every committee that some way of breaking the ties would elect is returned
// ("parallel universes" for step-by-step rules). HoldForDecision returns the same and marks the
// result as held when there is more than one. With an order (declared or seeded) there is one
// committee: step-by-step rules add (or remove last) the tied option that is earlier in the order;
// rules that optimise take, of the best committees, the one that is first when committees are
// compared by their earliest members. Backwards and Forwards have no rounds of votes to look at
// here and go to their fallback.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"
#include "services/deliberation/tally/approval_profile.h"
#include "services/deliberation/tally/exact.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

enum class CommitteeRule {
  // Points for each option on its own (counting.h).
  kApproval,              // AV
  kSatisfactionApproval,  // SAV
  // Thiele: a ballot's weight for its first, second, ... elected option (thiele.h).
  kPav,
  kSlav,
  kChamberlinCourant,
  kLexChamberlinCourant,
  kGeometric,
  kAdams,
  kSequentialPav,
  kReverseSequentialPav,
  kSequentialSlav,
  kSequentialChamberlinCourant,
  // Each seat has a price that its supporters pay (shares.h).
  kSequentialPhragmen,
  kPhragmenEnestroem,
  kEqualShares,                     // completed by sequential Phragmen
  kEqualSharesWithoutCompletion,    // may leave seats empty
  kEqualSharesApprovalCompletion,   // completed by approvals
  kEqualSharesIncrementCompletion,  // completed by larger budgets; always one committee
  kConsensus,
  // Support or burden balanced over the voters, and Monroe's districts (balance.h).
  kMinimaxPhragmen,
  kLeximaxPhragmen,
  kMaximinSupport,
  kMonroe,
  kGreedyMonroe,  // always one committee
  // Distances, eliminations (counting.h).
  kMinimaxApproval,
  kLexMinimaxApproval,
  kEPluribusHugo,
  kTrivial,  // every committee of that size; the baseline
};

struct CommitteeOptions {
  int seats = 1;
  TiePolicy tie_policy = KeepTied{};
  // At most so many tied committees are listed, the lowest option indexes first; >= 1.
  int64_t most_committees = 1000;
  // Budget of rules that search (Thiele, minimax, Monroe): partial committees looked at (those of
  // balance.h, each of which takes flows through a network, are charged as 50); of the
  // increment completion: budgets tried. >= 1.
  int64_t most_nodes = 1'000'000;
  // Asked between nodes, steps and options of a step; see stopped.h.
  base::Stopped stopped = {};
};

// One step of a step-by-step rule.
struct CommitteeStep {
  OptionIndex option = 0;
  bool added = true;               // false: taken out (reverse rules)
  std::string measure;             // what `figure` is: "PAV score gained", "load of its supporters"
  Rational figure;                 // the best one of this step
  std::vector<OptionIndex> level;  // the options that had that figure, ascending; `option` is one
  // By group of the profile, after the step: load, money left or weight left of each of its voters,
  // where the rule keeps such accounts; empty otherwise.
  std::vector<Rational> accounts;
  // By option: its own figure in this step; nothing for those that could not be chosen, such as
  // members, or options that their supporters cannot pay.
  std::vector<std::optional<Rational>> figures = {};
};

struct CommitteeResult {
  // Ascending members; committees in lexicographic order. One, if the tie policy is an order. Fewer
  // members than seats only by equal shares without completion.
  std::vector<std::vector<OptionIndex>> committees;
  // False: there are (or, for step-by-step rules, there may be) more tied committees than
  // most_committees.
  bool complete = true;
  // False: the search ran out of most_nodes; the committees are the best ones found.
  bool proven = true;
  // What the rule optimises, of any winning committee, most important first; its header says what
  // it is. Empty for rules that optimise nothing as a whole.
  std::vector<Rational> score;
  // By option, for rules that add up points for each option alone; empty otherwise.
  std::vector<Rational> points;
  // The steps to `explained`; empty for rules without steps.
  std::vector<CommitteeStep> steps;
  std::vector<OptionIndex> explained;
  std::vector<TieEvent> events;
  bool held = false;
};

// Elects. INVALID_ARGUMENT: seats outside 1..option_count, a limit below 1, or a malformed tie
// policy. OUT_OF_RANGE: ballots times seats beyond 2^62 for the rules of balance.h.
// RESOURCE_EXHAUSTED: the increment completion found no budget within most_nodes, or the fractions
// of a rule of shares.h grew too long (kMostFractionBits). CANCELLED: stopped. Profiles without
// ballots are no error: all options are then level. Time: see each family's header.
absl::StatusOr<CommitteeResult> ElectCommittee(const ApprovalProfile& profile, CommitteeRule rule,
                                               const CommitteeOptions& options);

// The best committee that has the one option and not the other, for rules that pick the best of all
// committees.
struct CommitteeRival {
  std::vector<OptionIndex> members;  // ascending
  std::vector<Rational> score;       // as CommitteeResult::score
  bool proven = true;                // false: the search ran out of most_nodes
};

// Nothing for rules that do not pick the best of all, where every committee has both, and, for the
// Phragmen rules, where too few options have supporters. Requires two different options. Errors and
// time as ElectCommittee.
absl::StatusOr<std::optional<CommitteeRival>> BestCommitteeWith(const ApprovalProfile& profile,
                                                                CommitteeRule rule,
                                                                OptionIndex with,
                                                                OptionIndex without,
                                                                const CommitteeOptions& options);

// "pav", "seqphragmen", ...: the names that abcvoting uses, where it has the rule.
std::string_view RuleName(CommitteeRule rule);
std::optional<CommitteeRule> CommitteeRuleByName(std::string_view name);
// All of them, in the order of the enumeration.
std::vector<CommitteeRule> AllCommitteeRules();

// Whether every group of ballots/seats or more voters that agree on an option has a member of the
// committee on one of its ballots (justified representation; Aziz et al., Social Choice and Welfare
// 48 (2017) 461-485). An option whose unrepresented supporters are such a group, or nothing when
// the committee passes. Polynomial: O(sum of ballot sizes). `seats` is the target size.
std::optional<OptionIndex> JustifiedRepresentationViolation(
    const ApprovalProfile& profile, const std::vector<OptionIndex>& committee, int seats);

// One sentence for each step, in order, with the options' names:
//   "Ann is added (PAV score gained 7/2), level with Bob and Cy."
std::vector<std::string> ExplainSteps(const CommitteeResult& result,
                                      const std::vector<std::string>& names);

}  // namespace plenum::tally
