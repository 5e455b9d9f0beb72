#include "services/deliberation/tally/committee/counting.h"

#include <functional>
#include <map>

#include "services/deliberation/tally/committee/search.h"

namespace plenum::tally {
namespace {

using committee_internal::TieRule;

// Distances, greatest first, and how many ballots are at each; lower is better.
class DistanceProblem {
 public:
  using Value = std::map<int, int64_t, std::greater<>>;
  static constexpr int64_t kNodeCost = 1;

  DistanceProblem(const ApprovalProfile& profile, int seats, bool lexicographic)
      : profile_(profile),
        seats_(seats),
        lexicographic_(lexicographic),
        state_(static_cast<size_t>(profile.option_count()), kOut) {}

  static bool Better(const Value& a, const Value& b) {
    auto one = a.begin();
    auto other = b.begin();
    for (; one != a.end() && other != b.end(); ++one, ++other) {
      if (one->first != other->first) return one->first < other->first;
      // Fewer ballots at this distance: the next of them is nearer.
      if (one->second != other->second) return one->second < other->second;
    }
    return false;
  }

  void Push(OptionIndex option) { state_[static_cast<size_t>(option)] = kMember; }
  void Pop(OptionIndex option) { state_[static_cast<size_t>(option)] = kOut; }

  // Each ballot's distance if all seats still to be filled went to its own open options.
  Value Bound(std::span<const OptionIndex> rest, int missing) {
    for (const OptionIndex option : rest) state_[static_cast<size_t>(option)] = kOpen;
    Value value;
    for (const ApprovalGroup& group : profile_.groups()) {
      int members = 0;
      int open = 0;
      for (const OptionIndex option : group.approved) {
        members += state_[static_cast<size_t>(option)] == kMember ? 1 : 0;
        open += state_[static_cast<size_t>(option)] == kOpen ? 1 : 0;
      }
      const int shared = members + std::min(open, missing);
      value[static_cast<int>(group.approved.size()) + seats_ - 2 * shared] += group.count;
    }
    for (const OptionIndex option : rest) state_[static_cast<size_t>(option)] = kOut;
    if (!lexicographic_ && !value.empty()) return {{value.begin()->first, 1}};
    return value;
  }

 private:
  enum State : char { kOut, kOpen, kMember };

  const ApprovalProfile& profile_;
  int seats_;
  bool lexicographic_;
  std::vector<State> state_;
};

std::vector<Rational> ScoreOf(const DistanceProblem::Value& distances, bool lexicographic) {
  std::vector<Rational> score;
  for (const auto& [distance, ballots] : distances) {
    score.emplace_back(distance);
    if (lexicographic) score.emplace_back(ballots);
  }
  return score;
}

struct HugoRound {
  std::vector<OptionIndex> going;  // ascending
  std::vector<int64_t> approvals;  // by option
  // By option: the approvals of those that could go; nothing for those whose points save them.
  std::vector<std::optional<Rational>> figures;
};

// Who goes of the options that are still in.
HugoRound NextHugoRound(const ApprovalProfile& profile, const std::vector<char>& is_in) {
  HugoRound round;
  round.approvals.assign(is_in.size(), 0);
  std::vector<Rational> points(is_in.size());
  for (const ApprovalGroup& group : profile.groups()) {
    int64_t remaining = 0;
    for (const OptionIndex option : group.approved) remaining += is_in[static_cast<size_t>(option)];
    for (const OptionIndex option : group.approved) {
      if (is_in[static_cast<size_t>(option)] == 0) continue;
      points[static_cast<size_t>(option)] += MakeRational(group.count, remaining);
      round.approvals[static_cast<size_t>(option)] += group.count;
    }
  }
  std::vector<Rational> sorted;
  for (size_t i = 0; i < is_in.size(); ++i) {
    if (is_in[i] != 0) sorted.push_back(points[i]);
  }
  std::sort(sorted.begin(), sorted.end(),
            [](const Rational& a, const Rational& b) { return a < b; });
  const Rational& cutoff = sorted[std::min<size_t>(1, sorted.size() - 1)];
  std::optional<int64_t> fewest;
  round.figures.resize(is_in.size());
  for (size_t i = 0; i < is_in.size(); ++i) {
    if (is_in[i] == 0 || points[i] > cutoff) continue;
    round.figures[i] = Rational(round.approvals[i]);
    if (fewest.has_value() && round.approvals[i] > *fewest) continue;
    if (!fewest.has_value() || round.approvals[i] < *fewest) round.going.clear();
    fewest = round.approvals[i];
    round.going.push_back(static_cast<OptionIndex>(i));
  }
  return round;
}

absl::StatusOr<TieRule> Check(const ApprovalProfile& profile, const CommitteeOptions& options) {
  const absl::Status status = committee_internal::CheckOptions(profile, options);
  if (!status.ok()) return status;
  return TieRule::Create(options.tie_policy, profile.option_count());
}

// certain and seats - |certain| of possible, into the result.
void FinishWith(const std::vector<OptionIndex>& certain, const std::vector<OptionIndex>& possible,
                const CommitteeOptions& options, TieRule& ties, CommitteeResult* result) {
  std::vector<std::vector<OptionIndex>> committees =
      committee_internal::FillCommittees(certain, possible, options.seats, options.most_committees);
  result->complete = static_cast<int64_t>(committees.size()) <= options.most_committees;
  if (!result->complete) committees.pop_back();
  ties.Finish(std::move(committees), result);
}

}  // namespace

absl::StatusOr<CommitteeResult> ApprovalCommittee(const ApprovalProfile& profile, bool satisfaction,
                                                  const CommitteeOptions& options) {
  absl::StatusOr<TieRule> ties = Check(profile, options);
  if (!ties.ok()) return ties.status();
  std::vector<Rational> points(static_cast<size_t>(profile.option_count()));
  for (const ApprovalGroup& group : profile.groups()) {
    if (group.approved.empty()) continue;
    const Rational share =
        MakeRational(group.count, satisfaction ? static_cast<int64_t>(group.approved.size()) : 1);
    for (const OptionIndex option : group.approved) points[static_cast<size_t>(option)] += share;
  }
  return committee_internal::TopByPoints(std::move(points), options, *ties);
}

absl::StatusOr<CommitteeResult> MinimaxApproval(const ApprovalProfile& profile, bool lexicographic,
                                                const CommitteeOptions& options) {
  absl::StatusOr<TieRule> ties = Check(profile, options);
  if (!ties.ok()) return ties.status();
  CommitteeResult result;
  DistanceProblem problem(profile, options.seats, lexicographic);
  const absl::StatusOr<DistanceProblem::Value> distances = committee_internal::OptimiseCommittee(
      problem, profile, ties->order(), options, *ties, &result);
  if (!distances.ok()) return distances.status();
  result.score = ScoreOf(*distances, lexicographic);
  return result;
}

absl::StatusOr<std::optional<CommitteeRival>> MinimaxApprovalWith(const ApprovalProfile& profile,
                                                                  bool lexicographic,
                                                                  OptionIndex with,
                                                                  OptionIndex without,
                                                                  const CommitteeOptions& options) {
  if (absl::Status status = committee_internal::CheckOptions(profile, options); !status.ok()) {
    return status;
  }
  DistanceProblem problem(profile, options.seats, lexicographic);
  std::vector<OptionIndex> all(static_cast<size_t>(profile.option_count()));
  std::iota(all.begin(), all.end(), 0);
  auto best = committee_internal::OptimiseWith(problem, profile, all, with, without, options);
  if (!best.ok()) return best.status();
  if (!best->has_value()) return std::nullopt;
  (*best)->second.score = ScoreOf((*best)->first, lexicographic);
  return std::move((*best)->second);
}

absl::StatusOr<CommitteeResult> EPluribusHugo(const ApprovalProfile& profile,
                                              const CommitteeOptions& options) {
  absl::StatusOr<TieRule> ties = Check(profile, options);
  if (!ties.ok()) return ties.status();
  CommitteeResult result;
  std::vector<char> is_in(static_cast<size_t>(profile.option_count()), 1);
  int left = profile.option_count();
  HugoRound round;
  while (left > options.seats) {
    if (base::IsStopped(options.stopped)) return base::StoppedWork();
    round = NextHugoRound(profile, is_in);
    const bool last = left - static_cast<int>(round.going.size()) <= options.seats;
    if (last) break;
    for (const OptionIndex option : round.going) {
      is_in[static_cast<size_t>(option)] = 0;
      --left;
      result.steps.push_back({option,
                              false,
                              "approvals",
                              Rational(round.approvals[static_cast<size_t>(option)]),
                              round.going,
                              {},
                              round.figures});
    }
    round = {};
  }
  std::vector<OptionIndex> certain;
  std::vector<OptionIndex> possible;  // in the policy's order: the last of them go first
  for (const OptionIndex option : ties->order()) {
    if (is_in[static_cast<size_t>(option)] == 0) continue;
    const bool at_risk = std::binary_search(round.going.begin(), round.going.end(), option);
    (at_risk ? possible : certain).push_back(option);
  }
  FinishWith(certain, possible, options, *ties, &result);
  result.explained = result.committees.front();
  for (const OptionIndex option : round.going) {
    if (std::binary_search(result.explained.begin(), result.explained.end(), option)) continue;
    result.steps.push_back({option,
                            false,
                            "approvals",
                            Rational(round.approvals[static_cast<size_t>(option)]),
                            round.going,
                            {},
                            round.figures});
  }
  return result;
}

absl::StatusOr<CommitteeResult> TrivialCommittees(const ApprovalProfile& profile,
                                                  const CommitteeOptions& options) {
  absl::StatusOr<TieRule> ties = Check(profile, options);
  if (!ties.ok()) return ties.status();
  CommitteeResult result;
  FinishWith({}, ties->order(), options, *ties, &result);
  return result;
}

}  // namespace plenum::tally
