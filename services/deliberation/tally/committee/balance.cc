#include "services/deliberation/tally/committee/balance.h"

#include <functional>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/committee/flow.h"
#include "services/deliberation/tally/committee/search.h"

namespace plenum::tally {
namespace {

using committee_internal::Flow;
using committee_internal::StepChoice;
using committee_internal::StepRule;
using committee_internal::StepState;
using committee_internal::TieRule;

absl::Status CheckRange(const ApprovalProfile& profile, const CommitteeOptions& options) {
  absl::Status status = committee_internal::CheckOptions(profile, options);
  if (!status.ok()) return status;
  constexpr int64_t kMost = int64_t{1} << 62;
  if (profile.ballots() > kMost / options.seats) {
    return absl::OutOfRangeError(absl::StrCat(profile.ballots(), " ballots times ", options.seats,
                                              " seats pass 2^62, the most this rule can count"));
  }
  return status;
}

// A part of a committee and how many of the voters in question approve of some of it.
struct Part {
  std::vector<OptionIndex> options;
  int64_t voters = 0;
};

// Those of the `members` whose voters (among groups with active[g]) are fewest for their number:
// the largest part S with the lowest voters(S) / |S|. Dinkelbach's iteration: for the ratio p/q at
// hand, a least cut finds the S with the lowest q voters(S) - p |S|, until that is 0.
Part ThinnestPart(const ApprovalProfile& profile, const std::vector<OptionIndex>& members,
                  const std::vector<char>& active) {
  const std::span<const ApprovalGroup> groups = profile.groups();
  std::vector<size_t> node(static_cast<size_t>(profile.option_count()), 0);  // 0: no member
  for (size_t i = 0; i < members.size(); ++i) node[static_cast<size_t>(members[i])] = i + 1;

  // Groups that approve of the same members are the same voters here, and others do not matter.
  struct Voters {
    std::vector<size_t> nodes;
    int64_t count;
  };
  std::vector<Voters> voters;
  for (size_t g = 0; g < groups.size(); ++g) {
    if (active[g] == 0) continue;
    Voters one{{}, groups[g].count};
    for (const OptionIndex option : groups[g].approved) {
      if (node[static_cast<size_t>(option)] != 0) {
        one.nodes.push_back(node[static_cast<size_t>(option)]);
      }
    }
    if (!one.nodes.empty()) voters.push_back(std::move(one));
  }

  const auto part_of = [&](const auto& contains) {
    Part part;
    for (const OptionIndex option : members) {
      if (contains(node[static_cast<size_t>(option)])) part.options.push_back(option);
    }
    for (const Voters& one : voters) {
      if (std::any_of(one.nodes.begin(), one.nodes.end(), contains)) part.voters += one.count;
    }
    return part;
  };

  Part part = part_of([](size_t) { return true; });
  const size_t sink = members.size() + voters.size() + 1;
  while (true) {
    const auto q = static_cast<int64_t>(part.options.size());
    const int64_t p = part.voters;
    // A ratio of 0 cannot be seen as a cut: all options without voters have it.
    if (p == 0) {
      return part_of([&](size_t n) {
        return std::none_of(voters.begin(), voters.end(), [&](const Voters& one) {
          return std::find(one.nodes.begin(), one.nodes.end(), n) != one.nodes.end();
        });
      });
    }
    Flow flow(sink + 1);
    for (size_t i = 0; i < members.size(); ++i) flow.AddEdge(0, i + 1, p);
    for (size_t v = 0; v < voters.size(); ++v) {
      for (const size_t from : voters[v].nodes) {
        flow.AddEdge(from, members.size() + 1 + v, Flow::kUnlimited);
      }
      flow.AddEdge(members.size() + 1 + v, sink, voters[v].count * q);
    }
    const bool lower = flow.Run(0, sink) < p * static_cast<int64_t>(members.size());
    // The largest side of a least cut is what has no way left to the sink.
    const std::vector<char> reaches = flow.ReachesSink(sink);
    Part next = part_of([&](size_t n) { return reaches[n] == 0; });
    if (!lower) return next;
    part = std::move(next);
  }
}

std::vector<char> AllGroups(const ApprovalProfile& profile) {
  std::vector<char> active(profile.groups().size(), 1);
  return active;
}

// Best committee by loads; lower is better.
class LoadProblem {
 public:
  using Value = std::vector<std::pair<Rational, int64_t>>;
  static constexpr int64_t kNodeCost = 50;

  LoadProblem(const ApprovalProfile& profile, bool all_loads)
      : profile_(profile), all_loads_(all_loads) {}

  // More load on the most loaded is worse; with equal loads so far, any further load is.
  static bool Better(const Value& a, const Value& b) {
    for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
      const int load = cmp(a[i].first, b[i].first);
      if (load != 0) return load < 0;
      // With as many voters at that load, go on; with fewer, what follows is lower.
      if (a[i].second != b[i].second) return a[i].second < b[i].second;
    }
    return a.size() < b.size();
  }

  void Push(OptionIndex option) {
    members_.push_back(option);
    loads_.emplace_back();
  }
  void Pop(OptionIndex) {
    members_.pop_back();
    loads_.pop_back();
  }

  // A part of a committee never has more load than the whole; and the whole has at least its seats
  // spread evenly over the most voters that the open options can bring.
  Value Bound(std::span<const OptionIndex> rest, int missing) {
    const Rational even = missing > 0 ? EvenLoad(rest, static_cast<size_t>(missing)) : Rational(0);
    if (members_.empty()) return {{even, 1}};
    std::optional<Value>& loads = loads_.back();
    if (!loads.has_value()) {
      loads = all_loads_ ? BalancedLoads(profile_, members_)
                         : Value{{1 / SupportOfLeast(profile_, members_), 1}};
    }
    if (even > loads->front().first) return {{even, 1}};
    return *loads;
  }

 private:
  Rational EvenLoad(std::span<const OptionIndex> rest, size_t missing) const {
    std::vector<char> is_member(static_cast<size_t>(profile_.option_count()), 0);
    for (const OptionIndex option : members_) is_member[static_cast<size_t>(option)] = 1;
    std::vector<int64_t> fresh(is_member.size(), 0);  // voters that no member has
    int64_t voters = 0;
    for (const ApprovalGroup& group : profile_.groups()) {
      const bool has_member = std::any_of(
          group.approved.begin(), group.approved.end(),
          [&](OptionIndex option) { return is_member[static_cast<size_t>(option)] != 0; });
      if (has_member) {
        voters += group.count;
        continue;
      }
      for (const OptionIndex option : group.approved) {
        fresh[static_cast<size_t>(option)] += group.count;
      }
    }
    std::vector<int64_t> open;
    for (const OptionIndex option : rest) open.push_back(fresh[static_cast<size_t>(option)]);
    const auto middle = open.begin() + static_cast<std::ptrdiff_t>(missing);
    std::nth_element(open.begin(), middle - 1, open.end(), std::greater<>());
    for (auto most = open.begin(); most != middle; ++most) {
      voters = std::min(profile_.ballots(), voters + *most);
    }
    return MakeRational(static_cast<int64_t>(members_.size() + missing),
                        std::max<int64_t>(1, voters));
  }

  const ApprovalProfile& profile_;
  bool all_loads_;
  std::vector<OptionIndex> members_;
  std::vector<std::optional<Value>> loads_;  // of the first 1, 2, ... members, once asked for
};

class MonroeProblem {
 public:
  using Value = int64_t;
  static constexpr int64_t kNodeCost = 50;

  MonroeProblem(const ApprovalProfile& profile, int seats) : profile_(profile), seats_(seats) {}
  static bool Better(int64_t a, int64_t b) { return a > b; }
  void Push(OptionIndex option) { members_.push_back(option); }
  void Pop(OptionIndex) { members_.pop_back(); }

  // The seats still to be filled count as districts for whoever approves of an open option.
  int64_t Bound(std::span<const OptionIndex> rest, int missing) const {
    const std::span<const ApprovalGroup> groups = profile_.groups();
    std::vector<size_t> node(static_cast<size_t>(profile_.option_count()), 0);
    for (size_t i = 0; i < members_.size(); ++i) node[static_cast<size_t>(members_[i])] = i + 1;
    const size_t open = members_.size() + 1;
    if (missing > 0) {
      for (const OptionIndex option : rest) node[static_cast<size_t>(option)] = open;
    }
    const size_t larger = open + 1;
    const size_t first_group = larger + 1;
    const size_t sink = first_group + groups.size();
    Flow flow(sink + 1);
    for (size_t g = 0; g < groups.size(); ++g) {
      flow.AddEdge(0, first_group + g, groups[g].count);
      for (const OptionIndex option : groups[g].approved) {
        const size_t to = node[static_cast<size_t>(option)];
        if (to != 0) flow.AddEdge(first_group + g, to, groups[g].count);
      }
    }
    const int64_t district = profile_.ballots() / seats_;
    const int64_t larger_ones = profile_.ballots() % seats_;
    for (size_t i = 1; i <= open; ++i) {
      const int64_t seats_here = i == open ? missing : 1;
      if (seats_here == 0) continue;
      flow.AddEdge(i, sink, district * seats_here);
      flow.AddEdge(i, larger, seats_here);
    }
    flow.AddEdge(larger, sink, larger_ones);
    return flow.Run(0, sink);
  }

 private:
  const ApprovalProfile& profile_;
  int seats_;
  std::vector<OptionIndex> members_;
};

class MaximinRule : public StepRule {
 public:
  MaximinRule(const ApprovalProfile& profile, const base::Stopped& stopped)
      : profile_(profile), stopped_(stopped) {}
  StepState Start() const override { return {}; }
  StepChoice Best(StepState& state) const override {
    StepChoice choice;
    choice.measure = "support of the least supported member";
    choice.figures.resize(static_cast<size_t>(profile_.option_count()));
    for (OptionIndex option = 0; option < profile_.option_count(); ++option) {
      if (state.Has(option)) continue;
      if (base::IsStopped(stopped_)) break;
      std::vector<OptionIndex> members = state.members;
      members.push_back(option);
      const Rational support = SupportOfLeast(profile_, members);
      choice.figures[static_cast<size_t>(option)] = support;
      if (choice.level.empty() || support > choice.figure) {
        choice.level = {option};
        choice.figure = support;
      } else if (support == choice.figure) {
        choice.level.push_back(option);
      }
    }
    return choice;
  }
  void Take(StepState& state, OptionIndex option, const StepChoice&) const override {
    state.Insert(option);
  }

 private:
  const ApprovalProfile& profile_;
  const base::Stopped& stopped_;
};

// The options that somebody approves of.
std::vector<OptionIndex> Approved(const ApprovalProfile& profile) {
  std::set<OptionIndex> approved;
  for (const ApprovalGroup& group : profile.groups()) {
    approved.insert(group.approved.begin(), group.approved.end());
  }
  return {approved.begin(), approved.end()};
}

std::vector<Rational> ScoreOf(const LoadProblem::Value& loads, bool all_loads) {
  std::vector<Rational> score;
  for (const auto& [load, voters] : loads) {
    score.push_back(load);
    if (all_loads) score.emplace_back(voters);
  }
  return score;
}

absl::StatusOr<CommitteeResult> ByLoads(const ApprovalProfile& profile, bool all_loads,
                                        const CommitteeOptions& options) {
  const absl::Status status = CheckRange(profile, options);
  if (!status.ok()) return status;
  absl::StatusOr<TieRule> ties = TieRule::Create(options.tie_policy, profile.option_count());
  if (!ties.ok()) return ties.status();
  std::vector<char> is_approved(static_cast<size_t>(profile.option_count()), 0);
  for (const ApprovalGroup& group : profile.groups()) {
    for (const OptionIndex option : group.approved) is_approved[static_cast<size_t>(option)] = 1;
  }
  std::vector<OptionIndex> approved;
  std::vector<OptionIndex> others;
  for (const OptionIndex option : ties->order()) {
    (is_approved[static_cast<size_t>(option)] != 0 ? approved : others).push_back(option);
  }
  CommitteeResult result;
  if (static_cast<int>(approved.size()) < options.seats) {
    std::vector<std::vector<OptionIndex>> committees = committee_internal::FillCommittees(
        approved, others, options.seats, options.most_committees);
    result.complete = static_cast<int64_t>(committees.size()) <= options.most_committees;
    if (!result.complete) committees.pop_back();
    ties->Finish(std::move(committees), &result);
    return result;
  }
  LoadProblem problem(profile, all_loads);
  const absl::StatusOr<LoadProblem::Value> loads =
      committee_internal::OptimiseCommittee(problem, profile, approved, options, *ties, &result);
  if (!loads.ok()) return loads.status();
  result.score = ScoreOf(*loads, all_loads);
  return result;
}

}  // namespace

Rational SupportOfLeast(const ApprovalProfile& profile, const std::vector<OptionIndex>& members) {
  const Part part = ThinnestPart(profile, members, AllGroups(profile));
  return MakeRational(part.voters, static_cast<int64_t>(part.options.size()));
}

std::vector<std::pair<Rational, int64_t>> BalancedLoads(const ApprovalProfile& profile,
                                                        const std::vector<OptionIndex>& members) {
  std::vector<std::pair<Rational, int64_t>> loads;
  std::vector<char> active = AllGroups(profile);
  std::vector<OptionIndex> left = members;
  while (!left.empty()) {
    const Part part = ThinnestPart(profile, left, active);
    if (part.voters == 0) break;  // only without the supporters that the header asks for
    loads.emplace_back(MakeRational(static_cast<int64_t>(part.options.size()), part.voters),
                       part.voters);
    const auto in_part = [&](OptionIndex option) {
      return std::find(part.options.begin(), part.options.end(), option) != part.options.end();
    };
    for (size_t g = 0; g < active.size(); ++g) {
      const std::vector<OptionIndex>& approved = profile.groups()[g].approved;
      if (std::any_of(approved.begin(), approved.end(), in_part)) active[g] = 0;
    }
    left.erase(std::remove_if(left.begin(), left.end(), in_part), left.end());
  }
  return loads;
}

int64_t MonroeScore(const ApprovalProfile& profile, const std::vector<OptionIndex>& members) {
  MonroeProblem problem(profile, static_cast<int>(members.size()));
  for (const OptionIndex option : members) problem.Push(option);
  return problem.Bound({}, 0);
}

absl::StatusOr<std::optional<CommitteeRival>> PhragmenWith(const ApprovalProfile& profile,
                                                           bool all_loads, OptionIndex with,
                                                           OptionIndex without,
                                                           const CommitteeOptions& options) {
  if (absl::Status status = CheckRange(profile, options); !status.ok()) return status;
  LoadProblem problem(profile, all_loads);
  auto best =
      committee_internal::OptimiseWith(problem, profile, Approved(profile), with, without, options);
  if (!best.ok()) return best.status();
  if (!best->has_value()) return std::nullopt;
  (*best)->second.score = ScoreOf((*best)->first, all_loads);
  return std::move((*best)->second);
}

absl::StatusOr<std::optional<CommitteeRival>> MonroeWith(const ApprovalProfile& profile,
                                                         OptionIndex with, OptionIndex without,
                                                         const CommitteeOptions& options) {
  if (absl::Status status = CheckRange(profile, options); !status.ok()) return status;
  MonroeProblem problem(profile, options.seats);
  std::vector<OptionIndex> all(static_cast<size_t>(profile.option_count()));
  std::iota(all.begin(), all.end(), 0);
  auto best = committee_internal::OptimiseWith(problem, profile, all, with, without, options);
  if (!best.ok()) return best.status();
  if (!best->has_value()) return std::nullopt;
  (*best)->second.score = {Rational((*best)->first)};
  return std::move((*best)->second);
}

absl::StatusOr<CommitteeResult> MinimaxPhragmen(const ApprovalProfile& profile,
                                                const CommitteeOptions& options) {
  return ByLoads(profile, /*all_loads=*/false, options);
}

absl::StatusOr<CommitteeResult> LeximaxPhragmen(const ApprovalProfile& profile,
                                                const CommitteeOptions& options) {
  return ByLoads(profile, /*all_loads=*/true, options);
}

absl::StatusOr<CommitteeResult> MaximinSupport(const ApprovalProfile& profile,
                                               const CommitteeOptions& options) {
  const absl::Status status = CheckRange(profile, options);
  if (!status.ok()) return status;
  absl::StatusOr<TieRule> ties = TieRule::Create(options.tie_policy, profile.option_count());
  if (!ties.ok()) return ties.status();
  return committee_internal::RunSteps(MaximinRule(profile, options.stopped), options, *ties);
}

absl::StatusOr<CommitteeResult> Monroe(const ApprovalProfile& profile,
                                       const CommitteeOptions& options) {
  const absl::Status status = CheckRange(profile, options);
  if (!status.ok()) return status;
  absl::StatusOr<TieRule> ties = TieRule::Create(options.tie_policy, profile.option_count());
  if (!ties.ok()) return ties.status();
  CommitteeResult result;
  MonroeProblem problem(profile, options.seats);
  const absl::StatusOr<int64_t> score = committee_internal::OptimiseCommittee(
      problem, profile, ties->order(), options, *ties, &result);
  if (!score.ok()) return score.status();
  result.score.emplace_back(*score);
  return result;
}

absl::StatusOr<CommitteeResult> GreedyMonroe(const ApprovalProfile& profile,
                                             const CommitteeOptions& options,
                                             const VoterOrder& voters) {
  const absl::Status status = committee_internal::CheckOptions(profile, options);
  if (!status.ok()) return status;
  absl::StatusOr<TieRule> ties = TieRule::Create(options.tie_policy, profile.option_count());
  if (!ties.ok()) return ties.status();
  const std::span<const ApprovalGroup> groups = profile.groups();
  std::vector<int64_t> free(groups.size(), 0);
  for (const size_t g : voters) {
    if (g >= groups.size()) {
      return absl::InvalidArgumentError(
          absl::StrCat("the voter order names group ", g, " of ", groups.size()));
    }
    ++free[g];
  }
  for (size_t g = 0; g < groups.size(); ++g) {
    if (voters.empty()) free[g] = groups[g].count;
    if (free[g] != groups[g].count) {
      return absl::InvalidArgumentError(absl::StrCat("the voter order names group ", g, " ",
                                                     free[g], " times, not ", groups[g].count));
    }
  }
  std::vector<char> is_represented(voters.size(), 0);

  CommitteeResult result;
  StepState state;
  const int64_t larger_ones = profile.ballots() % options.seats;
  for (int seat = 0; seat < options.seats; ++seat) {
    std::vector<int64_t> support(static_cast<size_t>(profile.option_count()), 0);
    for (size_t g = 0; g < groups.size(); ++g) {
      for (const OptionIndex option : groups[g].approved) {
        support[static_cast<size_t>(option)] += free[g];
      }
    }
    int64_t most = -1;
    std::vector<OptionIndex> level;
    std::vector<std::optional<Rational>> figures(support.size());
    for (OptionIndex option = 0; option < profile.option_count(); ++option) {
      if (state.Has(option)) continue;
      figures[static_cast<size_t>(option)] = Rational(support[static_cast<size_t>(option)]);
      if (support[static_cast<size_t>(option)] < most) continue;
      if (support[static_cast<size_t>(option)] > most) level.clear();
      most = support[static_cast<size_t>(option)];
      level.push_back(option);
    }
    const OptionIndex option = ties->Pick(level);
    state.Insert(option);
    int64_t room = profile.ballots() / options.seats + (seat < larger_ones ? 1 : 0);
    const auto approves = [&](size_t g) {
      return std::binary_search(groups[g].approved.begin(), groups[g].approved.end(), option);
    };
    for (size_t v = 0; v < voters.size() && room > 0; ++v) {
      if (is_represented[v] != 0 || !approves(voters[v])) continue;
      is_represented[v] = 1;
      --free[voters[v]];
      --room;
    }
    for (size_t g = 0; voters.empty() && g < groups.size() && room > 0; ++g) {
      if (!approves(g)) continue;
      const int64_t taken = std::min(room, free[g]);
      free[g] -= taken;
      room -= taken;
    }
    result.steps.push_back(
        {option, true, "free supporters", Rational(most), level, {}, std::move(figures)});
  }
  result.explained = state.members;
  result.committees = {state.members};
  ties->MoveEvents(&result);
  return result;
}

}  // namespace plenum::tally
