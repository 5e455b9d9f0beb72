#include "services/deliberation/tally/committee/thiele.h"

#include <functional>
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/committee/search.h"

namespace plenum::tally {
namespace {

using committee_internal::StepChoice;
using committee_internal::StepRule;
using committee_internal::StepState;
using committee_internal::TieRule;

// The weights w(1..count) of the rules with one figure; of Adams those of its second figure.
std::vector<Rational> PlainWeights(Thiele rule, size_t count) {
  std::vector<Rational> weights;
  Rational power(1);
  for (size_t i = 1; i <= count; ++i) {
    const auto place = static_cast<int64_t>(i);
    switch (rule) {
      case Thiele::kPav:
        weights.push_back(MakeRational(1, place));
        break;
      case Thiele::kSlav:
        weights.push_back(MakeRational(1, 2 * place - 1));
        break;
      case Thiele::kGeometric:
        weights.push_back(power);
        power /= 2;
        break;
      case Thiele::kAdams:
        weights.push_back(MakeRational(1, std::max<int64_t>(1, place - 1)));
        break;
      case Thiele::kChamberlinCourant:
      case Thiele::kLexChamberlinCourant:
        weights.emplace_back(i == 1 ? 1 : 0);
        break;
    }
  }
  return weights;
}

// Whole weights in the same proportion; for rules that compare in steps, far enough apart.
std::vector<Integer> WholeWeights(Thiele rule, size_t count, int64_t ballots) {
  std::vector<Integer> whole(count);
  if (rule == Thiele::kLexChamberlinCourant) {
    Integer weight(1);
    for (size_t i = count; i-- > 0;) {
      whole[i] = weight;
      weight *= Integer(ballots) + 1;
    }
    return whole;
  }
  const std::vector<Rational> weights = PlainWeights(rule, count);
  Integer scale(1);
  for (const Rational& weight : weights) scale = lcm(scale, weight.get_den());
  Rational all(0);
  for (size_t i = 0; i < count; ++i) {
    const Rational scaled = weights[i] * scale;
    whole[i] = scaled.get_num();
    all += scaled;
  }
  // More than the second figure of all ballots together can be.
  if (rule == Thiele::kAdams) whole[0] += all.get_num() * ballots + 1;
  return whole;
}

int64_t ToNumber(const Integer& value, int64_t) { return value.get_si(); }
const Integer& ToNumber(const Integer& value, const Integer&) { return value; }

// The search's view of a Thiele rule: score and gains of all options, kept up to date.
template <typename Number>
class ThieleProblem {
 public:
  using Value = Number;
  static constexpr int64_t kNodeCost = 1;
  static bool Better(const Number& a, const Number& b) { return a > b; }

  ThieleProblem(const ApprovalProfile& profile, const std::vector<Integer>& weights)
      : groups_(profile.groups()),
        members_(groups_.size(), 0),
        gains_(static_cast<size_t>(profile.option_count()), Number{0}),
        groups_of_(gains_.size()) {
    for (const Integer& weight : weights) weights_.push_back(ToNumber(weight, Number{}));
    weights_.push_back(Number{0});
    for (size_t g = 0; g < groups_.size(); ++g) {
      for (const OptionIndex option : groups_[g].approved) {
        groups_of_[static_cast<size_t>(option)].push_back(g);
        gains_[static_cast<size_t>(option)] += weights_[0] * groups_[g].count;
      }
    }
  }

  void Push(OptionIndex option) {
    score_ += gains_[static_cast<size_t>(option)];
    for (const size_t g : groups_of_[static_cast<size_t>(option)]) {
      const size_t m = members_[g]++;
      Shift(g, (weights_[m] - weights_[m + 1]) * groups_[g].count, /*up=*/false);
    }
  }

  void Pop(OptionIndex option) {
    for (const size_t g : groups_of_[static_cast<size_t>(option)]) {
      const size_t m = --members_[g];
      Shift(g, (weights_[m] - weights_[m + 1]) * groups_[g].count, /*up=*/true);
    }
    score_ -= gains_[static_cast<size_t>(option)];
  }

  Number Bound(std::span<const OptionIndex> rest, int missing) {
    Number bound = score_;
    if (missing == 0) return bound;
    open_.clear();
    for (const OptionIndex option : rest) open_.push_back(gains_[static_cast<size_t>(option)]);
    const auto middle = open_.begin() + missing;
    std::nth_element(open_.begin(), middle - 1, open_.end(), std::greater<Number>());
    for (auto gain = open_.begin(); gain != middle; ++gain) bound += *gain;
    return bound;
  }

 private:
  void Shift(size_t group, const Number& by, bool up) {
    if (by == 0) return;
    for (const OptionIndex option : groups_[group].approved) {
      Number& gain = gains_[static_cast<size_t>(option)];
      if (up) {
        gain += by;
      } else {
        gain -= by;
      }
    }
  }

  std::span<const ApprovalGroup> groups_;
  std::vector<Number> weights_;
  std::vector<size_t> members_;  // of the group's options, how many are in
  Number score_ = Number{0};
  std::vector<Number> gains_;
  std::vector<std::vector<size_t>> groups_of_;
  std::vector<Number> open_;
};

// Steps of the sequential and the reverse rule. The state is the set of members alone.
class ThieleSteps : public StepRule {
 public:
  ThieleSteps(const ApprovalProfile& profile, Thiele rule, bool reverse)
      : profile_(profile),
        reverse_(reverse),
        weights_(PlainWeights(rule, static_cast<size_t>(profile.option_count()))) {}

  StepState Start() const override {
    StepState state;
    if (reverse_) {
      state.members.resize(static_cast<size_t>(profile_.option_count()));
      std::iota(state.members.begin(), state.members.end(), 0);
    }
    return state;
  }

  StepChoice Best(StepState& state) const override {
    const std::vector<Rational> change = Changes(state);
    StepChoice choice;
    choice.measure = reverse_ ? "score lost" : "score gained";
    choice.figures.resize(change.size());
    for (OptionIndex option = 0; option < profile_.option_count(); ++option) {
      if (state.Has(option) != reverse_) continue;
      const Rational& own = change[static_cast<size_t>(option)];
      choice.figures[static_cast<size_t>(option)] = own;
      const int order = choice.level.empty() ? 1 : cmp(own, choice.figure);
      if (order == 0) {
        choice.level.push_back(option);
      } else if (choice.level.empty() || (order > 0) != reverse_) {
        choice.level = {option};
        choice.figure = own;
      }
    }
    return choice;
  }

  void Take(StepState& state, OptionIndex option, const StepChoice&) const override {
    if (reverse_) {
      state.Erase(option);
    } else {
      state.Insert(option);
    }
  }

  bool adds() const override { return !reverse_; }

 private:
  // By option: what adding it gains, or what taking it out loses.
  std::vector<Rational> Changes(const StepState& state) const {
    const auto n = static_cast<size_t>(profile_.option_count());
    std::vector<char> is_member(n, 0);
    for (const OptionIndex option : state.members) is_member[static_cast<size_t>(option)] = 1;
    std::vector<Rational> change(n);
    for (const ApprovalGroup& group : profile_.groups()) {
      size_t have = 0;
      for (const OptionIndex option : group.approved) {
        have += is_member[static_cast<size_t>(option)] != 0 ? 1 : 0;
      }
      if (reverse_ ? have == 0 : have == n) continue;
      const Rational worth = weights_[reverse_ ? have - 1 : have] * Rational(group.count);
      if (sgn(worth) == 0) continue;
      for (const OptionIndex option : group.approved) {
        if ((is_member[static_cast<size_t>(option)] != 0) == reverse_) {
          change[static_cast<size_t>(option)] += worth;
        }
      }
    }
    return change;
  }

  const ApprovalProfile& profile_;
  bool reverse_;
  std::vector<Rational> weights_;
};

// Whether scores and bounds do: a bound adds up to 2 x seats gains, each at most the first weight
// times all ballots.
bool FitInt64(const std::vector<Integer>& weights, const ApprovalProfile& profile,
              const CommitteeOptions& options) {
  const Integer largest = weights.front() * profile.ballots() * options.seats * 2;
  return largest.fits_slong_p();
}

template <typename Number>
absl::StatusOr<std::optional<CommitteeRival>> OptimiseWith(const ApprovalProfile& profile,
                                                           const std::vector<Integer>& weights,
                                                           OptionIndex with, OptionIndex without,
                                                           const CommitteeOptions& options) {
  std::vector<OptionIndex> all(static_cast<size_t>(profile.option_count()));
  std::iota(all.begin(), all.end(), 0);
  ThieleProblem<Number> problem(profile, weights);
  auto best = committee_internal::OptimiseWith(problem, profile, all, with, without, options);
  if (!best.ok()) return best.status();
  if (!best->has_value()) return std::nullopt;
  return std::move((*best)->second);
}

absl::StatusOr<CommitteeResult> Steps(const ApprovalProfile& profile, Thiele rule, bool reverse,
                                      const CommitteeOptions& options) {
  if (rule == Thiele::kLexChamberlinCourant || rule == Thiele::kAdams) {
    return absl::InvalidArgumentError("a rule that compares in steps has no sequential form here");
  }
  const absl::Status status = committee_internal::CheckOptions(profile, options);
  if (!status.ok()) return status;
  absl::StatusOr<TieRule> ties = TieRule::Create(options.tie_policy, profile.option_count());
  if (!ties.ok()) return ties.status();
  absl::StatusOr<CommitteeResult> result =
      committee_internal::RunSteps(ThieleSteps(profile, rule, reverse), options, *ties);
  if (!result.ok()) return result;
  // Tied committees of a sequential rule can differ in score: it is that of the explained one.
  result->score = ThieleScore(profile, rule, result->explained);
  return result;
}

}  // namespace

std::vector<Rational> ThieleScore(const ApprovalProfile& profile, Thiele rule,
                                  const std::vector<OptionIndex>& committee) {
  std::vector<char> is_member(static_cast<size_t>(profile.option_count()), 0);
  for (const OptionIndex option : committee) is_member[static_cast<size_t>(option)] = 1;
  std::vector<int64_t> with(committee.size() + 1, 0);  // [h]: ballots with h or more members
  for (const ApprovalGroup& group : profile.groups()) {
    size_t have = 0;
    for (const OptionIndex option : group.approved) {
      if (is_member[static_cast<size_t>(option)] != 0) with[++have] += group.count;
    }
  }
  if (rule == Thiele::kLexChamberlinCourant) return {with.begin() + 1, with.end()};
  const std::vector<Rational> weights = PlainWeights(rule, committee.size());
  Rational score(0);
  for (size_t h = 0; h < weights.size(); ++h) score += weights[h] * Rational(with[h + 1]);
  if (rule != Thiele::kAdams) return {score};
  return {committee.empty() ? Rational(0) : Rational(with[1]), score};
}

absl::StatusOr<CommitteeResult> ThieleExact(const ApprovalProfile& profile, Thiele rule,
                                            const CommitteeOptions& options) {
  const absl::Status status = committee_internal::CheckOptions(profile, options);
  if (!status.ok()) return status;
  absl::StatusOr<TieRule> ties = TieRule::Create(options.tie_policy, profile.option_count());
  if (!ties.ok()) return ties.status();
  const std::vector<Integer> weights =
      WholeWeights(rule, static_cast<size_t>(options.seats), profile.ballots());
  CommitteeResult result;
  const auto optimise = [&](auto problem) {
    return committee_internal::OptimiseCommittee(problem, profile, ties->order(), options, *ties,
                                                 &result)
        .status();
  };
  const absl::Status optimised = FitInt64(weights, profile, options)
                                     ? optimise(ThieleProblem<int64_t>(profile, weights))
                                     : optimise(ThieleProblem<Integer>(profile, weights));
  if (!optimised.ok()) return optimised;
  result.score = ThieleScore(profile, rule, result.committees.front());
  return result;
}

absl::StatusOr<std::optional<CommitteeRival>> ThieleExactWith(const ApprovalProfile& profile,
                                                              Thiele rule, OptionIndex with,
                                                              OptionIndex without,
                                                              const CommitteeOptions& options) {
  const absl::Status status = committee_internal::CheckOptions(profile, options);
  if (!status.ok()) return status;
  const std::vector<Integer> weights =
      WholeWeights(rule, static_cast<size_t>(options.seats), profile.ballots());
  absl::StatusOr<std::optional<CommitteeRival>> rival =
      FitInt64(weights, profile, options)
          ? OptimiseWith<int64_t>(profile, weights, with, without, options)
          : OptimiseWith<Integer>(profile, weights, with, without, options);
  if (rival.ok() && rival->has_value()) {
    (*rival)->score = ThieleScore(profile, rule, (*rival)->members);
  }
  return rival;
}

absl::StatusOr<CommitteeResult> ThieleSequential(const ApprovalProfile& profile, Thiele rule,
                                                 const CommitteeOptions& options) {
  return Steps(profile, rule, /*reverse=*/false, options);
}

absl::StatusOr<CommitteeResult> ThieleReverse(const ApprovalProfile& profile, Thiele rule,
                                              const CommitteeOptions& options) {
  return Steps(profile, rule, /*reverse=*/true, options);
}

}  // namespace plenum::tally
