#include "services/deliberation/tally/committee/search.h"

#include "absl/strings/str_cat.h"

namespace plenum::tally::committee_internal {
namespace {

// Orders states by members, then accounts.
struct StateLess {
  bool operator()(const StepState& a, const StepState& b) const {
    if (a.members != b.members) return a.members < b.members;
    if (a.completing != b.completing) return b.completing;
    for (size_t i = 0; i < std::min(a.accounts.size(), b.accounts.size()); ++i) {
      const int order = cmp(a.accounts[i], b.accounts[i]);
      if (order != 0) return order < 0;
    }
    return a.accounts.size() < b.accounts.size();
  }
};

using States = std::set<StepState, StateLess>;

// Whether a rule can go on from a state.
absl::Status CheckState(const StepState& state, const base::Stopped& stopped) {
  if (base::IsStopped(stopped)) return base::StoppedWork();
  return CheckFractions(state.accounts);
}

// One step of all paths; states that are finished go to `finished`.
absl::StatusOr<States> StepAll(const StepRule& rule, const States& states,
                               const base::Stopped& stopped,
                               std::set<std::vector<OptionIndex>>& finished) {
  States next;
  for (StepState state : states) {
    if (absl::Status status = CheckState(state, stopped); !status.ok()) return status;
    const StepChoice choice = rule.Best(state);
    if (choice.level.empty()) finished.insert(state.members);
    for (const OptionIndex option : choice.level) {
      StepState after = state;
      rule.Take(after, option, choice);
      next.insert(std::move(after));
    }
  }
  return next;
}

}  // namespace

absl::Status CheckOptions(const ApprovalProfile& profile, const CommitteeOptions& options) {
  if (options.seats < 1 || options.seats > profile.option_count()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of seats must be 1 to ", profile.option_count(),
                     " (the number of options), not ", options.seats));
  }
  if (options.most_committees < 1 || options.most_nodes < 1) {
    return absl::InvalidArgumentError("the limits on committees and on nodes must be 1 or more");
  }
  return absl::OkStatus();
}

absl::StatusOr<TieRule> TieRule::Create(const TiePolicy& policy, int option_count) {
  absl::StatusOr<TieBreaker> breaker = TieBreaker::Create(policy, option_count);
  if (!breaker.ok()) return breaker.status();
  const absl::StatusOr<std::vector<OptionIndex>> order = PolicyOrder(policy, option_count);
  if (!order.ok()) return order.status();
  TieRule rule(*std::move(breaker));
  rule.order_ = *order;
  rule.single_ = !rule.order_.empty();
  if (!rule.single_) {
    rule.order_.resize(static_cast<size_t>(option_count));
    std::iota(rule.order_.begin(), rule.order_.end(), 0);
    const std::vector<OptionIndex> pair = {0, 1};
    if (option_count > 1) {  // a policy without an order keeps ties or holds them
      TieBreaker probe = rule.breaker_;
      probe.Order(pair);
      rule.hold_ = probe.held();
    }
  }
  rule.position_.resize(rule.order_.size());
  for (size_t i = 0; i < rule.order_.size(); ++i) {
    rule.position_[static_cast<size_t>(rule.order_[i])] = i;
  }
  return rule;
}

OptionIndex TieRule::Pick(const std::vector<OptionIndex>& level, bool last) {
  if (single_ && level.size() > 1) breaker_.Order(level);
  const auto before = [&](OptionIndex a, OptionIndex b) {
    return position_[static_cast<size_t>(a)] < position_[static_cast<size_t>(b)];
  };
  return last ? *std::max_element(level.begin(), level.end(), before)
              : *std::min_element(level.begin(), level.end(), before);
}

void TieRule::Finish(std::vector<std::vector<OptionIndex>> committees, CommitteeResult* result) {
  for (std::vector<OptionIndex>& committee : committees) {
    std::sort(committee.begin(), committee.end());
  }
  if (committees.size() > 1 && (single_ || hold_)) {
    // What is tied: the options that are in some of the committees, but not in all.
    std::vector<size_t> seen(order_.size(), 0);
    for (const std::vector<OptionIndex>& committee : committees) {
      for (const OptionIndex option : committee) ++seen[static_cast<size_t>(option)];
    }
    std::vector<OptionIndex> tied;
    for (size_t i = 0; i < seen.size(); ++i) {
      if (seen[i] > 0 && seen[i] < committees.size()) tied.push_back(static_cast<OptionIndex>(i));
    }
    breaker_.Order(tied);
  }
  if (single_) {
    committees.resize(std::min<size_t>(committees.size(), 1));
    result->complete = true;
  }
  std::sort(committees.begin(), committees.end());
  result->committees = std::move(committees);
  MoveEvents(result);
}

void TieRule::MoveEvents(CommitteeResult* result) {
  result->events = breaker_.events();
  result->held = breaker_.held();
}

std::vector<std::vector<OptionIndex>> FillCommittees(const std::vector<OptionIndex>& certain,
                                                     const std::vector<OptionIndex>& possible,
                                                     int seats, int64_t limit) {
  std::vector<std::vector<OptionIndex>> committees;
  const size_t missing = static_cast<size_t>(seats) - certain.size();
  std::vector<size_t> pick(missing);  // ascending positions in `possible`
  std::iota(pick.begin(), pick.end(), size_t{0});
  while (static_cast<int64_t>(committees.size()) <= limit) {
    committees.push_back(certain);
    for (const size_t p : pick) committees.back().push_back(possible[p]);
    // The next combination: move the last position that can move.
    size_t i = missing;
    while (i > 0 && pick[i - 1] == possible.size() - missing + i - 1) --i;
    if (i == 0) break;
    ++pick[i - 1];
    for (; i < missing; ++i) pick[i] = pick[i - 1] + 1;
  }
  return committees;
}

CommitteeResult TopByPoints(std::vector<Rational> points, const CommitteeOptions& options,
                            TieRule& ties) {
  const size_t seats = static_cast<size_t>(options.seats);
  std::vector<Rational> sorted = points;
  std::sort(sorted.begin(), sorted.end(),
            [](const Rational& a, const Rational& b) { return a > b; });
  const Rational& cutoff = sorted[seats - 1];
  std::vector<OptionIndex> certain;
  std::vector<OptionIndex> possible;
  for (const OptionIndex option : ties.order()) {
    const Rational& own = points[static_cast<size_t>(option)];
    if (own > cutoff) certain.push_back(option);
    if (own == cutoff) possible.push_back(option);
  }
  CommitteeResult result;
  result.score.push_back(std::accumulate(
      sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(seats), Rational(0)));
  std::vector<std::vector<OptionIndex>> committees =
      FillCommittees(certain, possible, options.seats, options.most_committees);
  result.complete = static_cast<int64_t>(committees.size()) <= options.most_committees;
  if (!result.complete) committees.pop_back();
  result.points = std::move(points);
  ties.Finish(std::move(committees), &result);
  return result;
}

absl::StatusOr<CommitteeResult> RunSteps(const StepRule& rule, const CommitteeOptions& options,
                                         TieRule& ties) {
  const size_t seats = static_cast<size_t>(options.seats);
  CommitteeResult result;
  bool tied = false;
  StepState state = rule.Start();
  while (state.members.size() != seats) {
    const StepChoice choice = rule.Best(state);
    // After the choice, which is not to be used when it was stopped half way.
    if (absl::Status status = CheckState(state, options.stopped); !status.ok()) return status;
    if (choice.level.empty()) break;
    tied = tied || choice.level.size() > 1;
    const OptionIndex option = ties.Pick(choice.level, !rule.adds());
    rule.Take(state, option, choice);
    result.steps.push_back({option, rule.adds(), choice.measure, choice.figure, choice.level,
                            state.accounts, choice.figures});
  }
  result.explained = state.members;
  if (ties.single() || !tied) {
    result.committees = {state.members};
    ties.MoveEvents(&result);
    return result;
  }

  States states = {rule.Start()};
  std::set<std::vector<OptionIndex>> finished;
  while (!states.empty() && states.begin()->members.size() != seats) {
    absl::StatusOr<States> next = StepAll(rule, states, options.stopped, finished);
    if (!next.ok()) return next.status();
    states = *std::move(next);
    while (static_cast<int64_t>(states.size()) > options.most_committees) {
      states.erase(std::prev(states.end()));
      result.complete = false;
    }
  }
  if (base::IsStopped(options.stopped)) return base::StoppedWork();
  for (const StepState& end : states) finished.insert(end.members);
  while (static_cast<int64_t>(finished.size()) > options.most_committees) {
    finished.erase(std::prev(finished.end()));
    result.complete = false;
  }
  ties.Finish({finished.begin(), finished.end()}, &result);
  return result;
}

std::vector<OptionIndex> ByApprovals(const ApprovalProfile& profile) {
  std::vector<int64_t> approvals(static_cast<size_t>(profile.option_count()), 0);
  for (const ApprovalGroup& group : profile.groups()) {
    for (const OptionIndex option : group.approved) {
      approvals[static_cast<size_t>(option)] += group.count;
    }
  }
  std::vector<OptionIndex> order(approvals.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](OptionIndex a, OptionIndex b) {
    return approvals[static_cast<size_t>(a)] > approvals[static_cast<size_t>(b)];
  });
  return order;
}

}  // namespace plenum::tally::committee_internal
