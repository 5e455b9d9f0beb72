// How one approval ballot counted; see why.h.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/committee/thiele.h"
#include "services/deliberation/tally/committee/why.h"
#include "services/deliberation/tally/wording.h"

namespace plenum::tally {
namespace {

// What the accounts of a step are.
const char* AccountOf(const CommitteeStep& step) {
  if (step.measure == "load of its supporters") return "load";
  if (step.measure == "weight of its supporters") return "weight";
  if (step.measure == "credit of its supporters") return "credit";
  return "money";
}

// What every voter has before the first step.
Rational StartOf(const ApprovalProfile& profile, CommitteeRule rule,
                 const CommitteeOptions& options, const CommitteeStep& first, bool approves,
                 size_t group) {
  switch (rule) {
    case CommitteeRule::kSequentialPhragmen:
      return 0;
    case CommitteeRule::kPhragmenEnestroem:
    case CommitteeRule::kConsensus:
      return 1;
    default:
      break;
  }
  // Equal shares. All have the same, so that in the first step nobody pays less than the others;
  // where nothing could be bought at all, it is what the seats are worth.
  if (first.measure == "payment of each supporter") {
    return first.accounts[group] + (approves ? first.figure : Rational(0));
  }
  return MakeRational(options.seats, profile.ballots());
}

// The Thiele rule whose score a ballot adds to; nothing for other rules.
std::optional<std::pair<Thiele, const char*>> ThieleOf(CommitteeRule rule) {
  switch (rule) {
    case CommitteeRule::kPav:
    case CommitteeRule::kSequentialPav:
    case CommitteeRule::kReverseSequentialPav:
      return {{Thiele::kPav, "PAV score"}};
    case CommitteeRule::kSlav:
    case CommitteeRule::kSequentialSlav:
      return {{Thiele::kSlav, "SLAV score"}};
    case CommitteeRule::kGeometric:
      return {{Thiele::kGeometric, "geometric score"}};
    case CommitteeRule::kChamberlinCourant:
    case CommitteeRule::kSequentialChamberlinCourant:
      return {{Thiele::kChamberlinCourant, "number of ballots with a member"}};
    default:
      return std::nullopt;
  }
}

void FillWorth(CommitteeRule rule, int option_count, const std::vector<OptionIndex>& committee,
               CommitteeBallotTrace& trace) {
  const auto members = static_cast<int64_t>(trace.members.size());
  const auto approved = static_cast<int64_t>(trace.approved.size());
  if (rule == CommitteeRule::kApproval) {
    trace.worth_of = "approvals of members";
    trace.worth = Rational(members);
  } else if (rule == CommitteeRule::kSatisfactionApproval) {
    trace.worth_of = "points of members";
    trace.worth = approved == 0 ? Rational(0) : MakeRational(members, approved);
  } else if (rule == CommitteeRule::kMinimaxApproval ||
             rule == CommitteeRule::kLexMinimaxApproval) {
    trace.worth_of = "distance to the committee";
    trace.worth = Rational(approved + std::ssize(committee) - 2 * members);
  } else if (const auto thiele = ThieleOf(rule); thiele.has_value()) {
    ApprovalProfile alone = *ApprovalProfile::Create(option_count);
    if (!alone.Add(trace.approved).ok()) return;  // checked before
    trace.worth_of = thiele->second;
    trace.worth = ThieleScore(alone, thiele->first, committee).front();
  }
}

std::string StepClause(const CommitteeBallotTrace::Step& step, std::span<const std::string> names) {
  const std::string& name = names[static_cast<size_t>(step.option)];
  if (step.account == "load") {
    return absl::StrCat("for ", name, " its load goes from ", Number(step.before), " to ",
                        Number(step.after));
  }
  return absl::StrCat("for ", name, " it gives ", Number(step.before - step.after), " of its ",
                      step.account, ", ", Number(step.after), " left");
}

std::string Summary(const CommitteeBallotTrace& trace, std::span<const std::string> names) {
  if (trace.approved.empty()) return "The ballot approves of nobody.";
  std::string text =
      trace.members.empty()
          ? "It approves of nobody on the committee"
          : absl::StrCat("It approves of ", ListOf(trace.members, names), " on the committee");
  if (trace.worth.has_value()) {
    absl::StrAppend(
        &text, trace.worth_of.starts_with("distance")
                   ? absl::StrCat("; its distance to it is ", Number(*trace.worth))
                   : absl::StrCat("; to the ", trace.worth_of, " it adds ", Number(*trace.worth)));
  }
  for (const auto& step : trace.steps) absl::StrAppend(&text, "; ", StepClause(step, names));
  return text + ".";
}

}  // namespace

absl::StatusOr<CommitteeBallotTrace> TraceApprovals(const ApprovalProfile& profile,
                                                    CommitteeRule rule,
                                                    const CommitteeOptions& options,
                                                    const CommitteeResult& result,
                                                    std::vector<OptionIndex> approved,
                                                    std::span<const std::string> names) {
  if (std::ssize(names) != profile.option_count()) {
    return absl::InvalidArgumentError(
        absl::StrCat(names.size(), " names for ", profile.option_count(), " options"));
  }
  ApprovalProfile checked = *ApprovalProfile::Create(profile.option_count());
  if (absl::Status added = checked.Add(std::move(approved)); !added.ok()) return added;
  CommitteeBallotTrace trace;
  trace.approved = checked.groups().front().approved;
  const std::vector<OptionIndex>& committee =
      result.explained.empty() ? result.committees.front() : result.explained;
  for (const OptionIndex option : trace.approved) {
    if (std::find(committee.begin(), committee.end(), option) != committee.end()) {
      trace.members.push_back(option);
    }
  }
  FillWorth(rule, profile.option_count(), committee, trace);
  const std::span<const ApprovalGroup> groups = profile.groups();
  size_t group = 0;
  while (group < groups.size() && groups[group].approved != trace.approved) ++group;
  trace.counted = group < groups.size();
  for (size_t s = 0; trace.counted && s < result.steps.size(); ++s) {
    const CommitteeStep& step = result.steps[s];
    const bool approves =
        std::binary_search(trace.approved.begin(), trace.approved.end(), step.option);
    if (step.accounts.empty()) continue;
    // Completions by approvals leave the money as it is.
    if (!approves || step.measure == "approvals") continue;
    CommitteeBallotTrace::Step& added = trace.steps.emplace_back(
        CommitteeBallotTrace::Step{s, step.option, AccountOf(step), {}, {}});
    added.after = step.accounts[group];
    added.before = s == 0 ? StartOf(profile, rule, options, step, approves, group)
                          : result.steps[s - 1].accounts[group];
    // The completion by Phragmen begins from loads of minus the money left.
    const bool turns = added.account == "load" && rule != CommitteeRule::kSequentialPhragmen &&
                       (s == 0 || std::string_view(AccountOf(result.steps[s - 1])) != "load");
    if (turns) added.before = -added.before;
    // The credit for the next seat is in the accounts already.
    if (added.account == "credit") added.after -= 1;
  }
  trace.sentence = Summary(trace, names);
  return trace;
}

}  // namespace plenum::tally
