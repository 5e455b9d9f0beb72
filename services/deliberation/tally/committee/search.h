// Internal to the committee rules: the ties of a result, and the two engines that the rules share.
//   OptimiseCommittee  branch and bound for rules that pick the best of all committees
//   RunSteps           rules that add (or take out) one option after the other
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/deliberation/tally/committee/committee.h"

namespace plenum::tally::committee_internal {

// seats and limits; the tie policy is checked by MakeTieRule.
absl::Status CheckOptions(const ApprovalProfile& profile, const CommitteeOptions& options);

// The tie policy as the rules need it: one order, or all committees.
class TieRule {
 public:
  static absl::StatusOr<TieRule> Create(const TiePolicy& policy, int option_count);

  // True when ties are to be broken, by order().
  bool single() const { return single_; }
  // All options; by index when ties are kept or held.
  const std::vector<OptionIndex>& order() const { return order_; }

  // The first of `level` in the order. Makes an event when ties are to be broken and there are
  // more. `last` takes the last one instead (what a reverse rule takes out).
  OptionIndex Pick(const std::vector<OptionIndex>& level, bool last = false);

  // Puts the tied committees into the result: the first of them alone when ties are broken (they
  // must then be in the order of the policy), all of them sorted otherwise; with events and held.
  void Finish(std::vector<std::vector<OptionIndex>> committees, CommitteeResult* result);

  // The events of Pick, moved into the result.
  void MoveEvents(CommitteeResult* result);

 private:
  explicit TieRule(TieBreaker breaker) : breaker_(std::move(breaker)) {}

  TieBreaker breaker_;
  std::vector<OptionIndex> order_;
  std::vector<size_t> position_;
  bool single_ = false;
  bool hold_ = false;
};

// All committees `certain` + (seats - |certain|) of `possible`, in lexicographic order of
// `possible`, at most limit + 1 of them.
std::vector<std::vector<OptionIndex>> FillCommittees(const std::vector<OptionIndex>& certain,
                                                     const std::vector<OptionIndex>& possible,
                                                     int seats, int64_t limit);

// The best `seats` options by points (or all ways to choose among the level ones).
CommitteeResult TopByPoints(std::vector<Rational> points, const CommitteeOptions& options,
                            TieRule& ties);

// A partial committee in a rule that steps: members ascending, and the accounts of the groups.
struct StepState {
  std::vector<OptionIndex> members;
  std::vector<Rational> accounts;
  bool completing = false;  // equal shares: the money has run out

  bool Has(OptionIndex option) const {
    return std::binary_search(members.begin(), members.end(), option);
  }
  void Insert(OptionIndex option) {
    members.insert(std::lower_bound(members.begin(), members.end(), option), option);
  }
  void Erase(OptionIndex option) {
    members.erase(std::lower_bound(members.begin(), members.end(), option));
  }
};

struct StepChoice {
  std::vector<OptionIndex> level;  // ascending; empty: the rule adds no more
  Rational figure;
  std::string measure;
  std::vector<std::optional<Rational>> figures = {};  // see CommitteeStep
};

class StepRule {
 public:
  virtual ~StepRule() = default;
  virtual StepState Start() const = 0;
  // The options that may come next. May turn the state to its completion phase.
  virtual StepChoice Best(StepState& state) const = 0;
  virtual void Take(StepState& state, OptionIndex option, const StepChoice& choice) const = 0;
  virtual bool adds() const { return true; }
};

// Steps until there are `seats` members or the rule stops. Follows one path for `steps` and, when
// ties are kept, all paths (equal states are merged; at most most_committees states in a step).
// CANCELLED when stopped, RESOURCE_EXHAUSTED when an account grows beyond kMostFractionBits.
absl::StatusOr<CommitteeResult> RunSteps(const StepRule& rule, const CommitteeOptions& options,
                                         TieRule& ties);

// Branch and bound. Problem has
//   using Value;                                  figure of a committee
//   static constexpr int64_t kNodeCost;           how many nodes one is charged as
//   static bool Better(const Value& a, const Value& b);   strict
//   void Push(OptionIndex); void Pop(OptionIndex);        in stack order
//   Value Bound(std::span<const OptionIndex> rest, int missing);
//       no completion by `missing` options of `rest` is better; exact when missing is 0.
template <typename Problem>
class CommitteeSearch {
 public:
  using Value = typename Problem::Value;

  CommitteeSearch(Problem& problem, const CommitteeOptions& options)
      : problem_(problem),
        seats_(options.seats),
        nodes_(options.most_nodes),
        watch_(options.stopped, 1) {}

  // The best value, looking at the options in `order` (the promising ones first); nothing when
  // stopped.
  std::optional<Value> Best(const std::vector<OptionIndex>& order) {
    order_ = order;
    listing_ = false;
    Descend(0);
    return best_;
  }

  // Then: the committees of that value in lexicographic order of `order`, at most `limit` of them.
  std::vector<std::vector<OptionIndex>> List(const std::vector<OptionIndex>& order, int64_t limit) {
    order_ = order;
    listing_ = true;
    limit_ = limit;
    Descend(0);
    if (found_.empty()) found_.push_back(incumbent_);  // only when out of nodes
    return std::move(found_);
  }

  bool exhausted() const { return exhausted_; }
  bool stopped() const { return watch_.is_stopped(); }
  // The committee of the best value.
  const std::vector<OptionIndex>& incumbent() const { return incumbent_; }

 private:
  void Descend(size_t next) {
    const int missing = seats_ - static_cast<int>(chosen_.size());
    if (listing_ && static_cast<int64_t>(found_.size()) >= limit_) return;
    if (static_cast<size_t>(missing) > order_.size() - next) return;
    if (watch_.After(1)) return;
    // The first descent always reaches a committee, so that there is a value to return.
    if (nodes_ <= 0) exhausted_ = true;
    nodes_ -= Problem::kNodeCost;
    if (exhausted_ && best_.has_value()) return;
    const std::span<const OptionIndex> order = order_;
    const std::span<const OptionIndex> rest = order.subspan(next);
    Value bound = problem_.Bound(rest, missing);
    if (best_.has_value()) {
      const bool hopeless =
          listing_ ? Problem::Better(*best_, bound) : !Problem::Better(bound, *best_);
      if (hopeless) return;
    }
    if (missing == 0) {
      if (listing_) {
        found_.push_back(chosen_);
      } else {
        best_ = std::move(bound);
        incumbent_ = chosen_;
      }
      return;
    }
    problem_.Push(order_[next]);
    chosen_.push_back(order_[next]);
    Descend(next + 1);
    chosen_.pop_back();
    problem_.Pop(order_[next]);
    Descend(next + 1);
  }

  Problem& problem_;
  int seats_;
  int64_t nodes_;
  base::StopWatch watch_;
  bool exhausted_ = false;
  bool listing_ = false;
  int64_t limit_ = 0;
  std::vector<OptionIndex> order_;
  std::vector<OptionIndex> chosen_;
  std::vector<OptionIndex> incumbent_;
  std::optional<Value> best_;
  std::vector<std::vector<OptionIndex>> found_;
};

// Options by approvals, most first.
std::vector<OptionIndex> ByApprovals(const ApprovalProfile& profile);

// Searches the committees of `candidates` (in the order of the tie rule, at least as many as there
// are seats) and puts the best ones into `result`; returns their value. CANCELLED when stopped.
template <typename Problem>
absl::StatusOr<typename Problem::Value> OptimiseCommittee(
    Problem& problem, const ApprovalProfile& profile, const std::vector<OptionIndex>& candidates,
    const CommitteeOptions& options, TieRule& ties, CommitteeResult* result) {
  CommitteeSearch<Problem> search(problem, options);
  std::vector<OptionIndex> promising = ByApprovals(profile);
  std::erase_if(promising, [&](OptionIndex option) {
    return std::find(candidates.begin(), candidates.end(), option) == candidates.end();
  });
  std::optional<typename Problem::Value> best = search.Best(promising);
  if (search.stopped()) return base::StoppedWork();
  std::vector<std::vector<OptionIndex>> committees =
      search.List(candidates, options.most_committees + 1);
  if (search.stopped()) return base::StoppedWork();
  result->proven = !search.exhausted();
  result->complete =
      result->proven && static_cast<int64_t>(committees.size()) <= options.most_committees;
  if (static_cast<int64_t>(committees.size()) > options.most_committees) committees.pop_back();
  ties.Finish(std::move(committees), result);
  return *std::move(best);
}

// The best committee of `candidates` that has the one option and not the other, and its value;
// nothing when there is none. CANCELLED when stopped.
template <typename Problem>
absl::StatusOr<std::optional<std::pair<typename Problem::Value, CommitteeRival>>> OptimiseWith(
    Problem& problem, const ApprovalProfile& profile, std::vector<OptionIndex> candidates,
    OptionIndex with, OptionIndex without, const CommitteeOptions& options) {
  if (std::find(candidates.begin(), candidates.end(), with) == candidates.end()) {
    return std::nullopt;
  }
  std::vector<OptionIndex> promising = ByApprovals(profile);
  std::erase_if(promising, [&](OptionIndex option) {
    return option == with || option == without ||
           std::find(candidates.begin(), candidates.end(), option) == candidates.end();
  });
  if (std::ssize(promising) < options.seats - 1) return std::nullopt;
  problem.Push(with);
  CommitteeOptions others = options;
  --others.seats;
  CommitteeSearch<Problem> search(problem, others);
  std::optional<typename Problem::Value> value = search.Best(promising);
  if (search.stopped()) return base::StoppedWork();
  CommitteeRival rival{search.incumbent(), {}, !search.exhausted()};
  rival.members.push_back(with);
  std::sort(rival.members.begin(), rival.members.end());
  return std::pair{*std::move(value), std::move(rival)};
}

}  // namespace plenum::tally::committee_internal
