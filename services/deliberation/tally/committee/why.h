// Why one option is on a committee and another is not, and how one ballot counted: the figures of
// the rule, as data and as sentences that can be checked against the ballots.
//
//   absl::StatusOr<CommitteeWhy> why =
//       ExplainCommittee(profile, CommitteeRule::kPav, options, *result, 0, 3, names);
//   why->sentence;  // "Ann is on the committee and Dee is not: the committee's PAV score is 12,
//                   //  and the best committee with Dee and without Ann (Bob, Cy and Dee) has 11."
//
// What a reason rests on depends on the rule: points of each option alone; the step that decided
// between the two; or, for rules that pick the best of all committees, the best one that has the
// lower option in place of the upper one, as far as the search can prove it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/committee/committee.h"

namespace plenum::tally {

enum class CommitteeWhyKind {
  kPoints,  // each option's own points
  kStep,    // the step that added the upper one, or took the lower one out
  kScore,   // the committee's score against the best with the lower one in place of the upper one
  kTiePolicy,  // level by the rule; the tie policy decided
  kLevel,      // level by the rule: winning committees have the one, the other, both or neither
  kBoth,       // both are on it, and the rule puts neither first
  kNeither,    // neither is, and the rule puts neither first
  kUnknown,    // the search ended before it found a committee to compare with
};

struct CommitteeWhy {
  CommitteeWhyKind kind = CommitteeWhyKind::kLevel;
  OptionIndex upper = 0;  // where neither is ahead, the one asked first
  OptionIndex lower = 0;
  // The winning committees that are listed, and those of them that have each.
  int64_t committees = 0;
  int64_t with_upper = 0;
  int64_t with_lower = 0;
  // What was compared, and the figures. kStep: of the step; an option that could not be chosen then
  // has none. kScore: the first part of the scores that differs.
  std::string measure;
  std::optional<Rational> upper_value;
  std::optional<Rational> lower_value;
  std::optional<size_t> step;  // kStep, kTiePolicy of a step: index into CommitteeResult::steps
  bool taken_out = false;      // kStep: it took the lower one out
  std::optional<CommitteeRival> rival;  // kScore, kTiePolicy of rules that optimise
  std::string tie_rule;                 // kTiePolicy
  std::string sentence;
};

// `options` and `result` as of ElectCommittee. Rules that optimise are searched again, within
// options.most_nodes. INVALID_ARGUMENT: an option that there is not, a == b, names of another
// number of options; and the errors of ElectCommittee.
absl::StatusOr<CommitteeWhy> ExplainCommittee(const ApprovalProfile& profile, CommitteeRule rule,
                                              const CommitteeOptions& options,
                                              const CommitteeResult& result, OptionIndex a,
                                              OptionIndex b, std::span<const std::string> names);

struct CommitteeBallotTrace {
  struct Step {
    size_t step = 0;  // index into CommitteeResult::steps; only of options that it approves of
    OptionIndex option = 0;
    // What the rule keeps for each voter, before and after the step: "load", "money", "weight" or
    // "credit".
    std::string account;
    Rational before;
    Rational after;
  };
  std::vector<OptionIndex> approved;  // ascending
  std::vector<OptionIndex> members;   // those of them on the committee (that the steps led to)
  bool counted = false;               // it is one of the ballots that were counted
  // What one such ballot adds to what the rule adds up, by its name: "approvals", "PAV score".
  std::string worth_of;
  std::optional<Rational> worth;
  std::vector<Step> steps;  // of counted ballots, for rules with accounts
  std::string sentence;
};

// `approved` in any order. INVALID_ARGUMENT: an option that there is not or that is named twice,
// names of another number of options. O(sum of ballot sizes + steps).
absl::StatusOr<CommitteeBallotTrace> TraceApprovals(const ApprovalProfile& profile,
                                                    CommitteeRule rule,
                                                    const CommitteeOptions& options,
                                                    const CommitteeResult& result,
                                                    std::vector<OptionIndex> approved,
                                                    std::span<const std::string> names);

}  // namespace plenum::tally
