#include "services/deliberation/tally/committee/shares.h"

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/committee/search.h"

namespace plenum::tally {
namespace {

using committee_internal::StepChoice;
using committee_internal::StepRule;
using committee_internal::StepState;
using committee_internal::TieRule;

// What the rules of this file share: who supports what, and the search for the best figure.
class SharesRule : public StepRule {
 public:
  SharesRule(const ApprovalProfile& profile, const base::Stopped& stopped)
      : groups_(profile.groups()),
        stopped_(stopped),
        option_count_(profile.option_count()),
        ballots_(profile.ballots()),
        supporters_(static_cast<size_t>(option_count_)),
        approvals_(static_cast<size_t>(option_count_), 0) {
    for (size_t g = 0; g < groups_.size(); ++g) {
      for (const OptionIndex option : groups_[g].approved) {
        supporters_[static_cast<size_t>(option)].push_back(g);
        approvals_[static_cast<size_t>(option)] += groups_[g].count;
      }
    }
  }

 protected:
  const std::vector<size_t>& Supporters(OptionIndex option) const {
    return supporters_[static_cast<size_t>(option)];
  }
  int64_t Approvals(OptionIndex option) const { return approvals_[static_cast<size_t>(option)]; }

  // The options outside the committee with the highest (or lowest) figure(option), an optional
  // Rational; options without a figure are left out.
  template <typename FigureOf>
  StepChoice BestBy(const StepState& state, bool highest, std::string measure,
                    const FigureOf& figure_of) const {
    StepChoice choice;
    choice.measure = std::move(measure);
    choice.figures.resize(static_cast<size_t>(option_count_));
    for (OptionIndex option = 0; option < option_count_; ++option) {
      if (state.Has(option)) continue;
      if (base::IsStopped(stopped_)) break;
      std::optional<Rational>& figure = choice.figures[static_cast<size_t>(option)];
      figure = figure_of(option);
      if (!figure.has_value()) continue;
      const int order = choice.level.empty() ? 0 : cmp(*figure, choice.figure);
      if (choice.level.empty() || (highest ? order > 0 : order < 0)) {
        choice.level = {option};
        choice.figure = *figure;
      } else if (order == 0) {
        choice.level.push_back(option);
      }
    }
    return choice;
  }

  // Money or load of all supporters together.
  Rational Total(const StepState& state, OptionIndex option) const {
    constexpr int64_t kPerQuestion = 64;
    base::StopWatch watch(stopped_, kPerQuestion);
    Rational total(0);
    for (const size_t g : Supporters(option)) {
      if (watch.After(1)) break;
      total += state.accounts[g] * Rational(groups_[g].count);
    }
    return total;
  }

  // Phragmen's step, from whatever loads there are.
  StepChoice BestByLoad(const StepState& state) const {
    StepChoice choice =
        BestBy(state, /*highest=*/false, "load of its supporters",
               [&](OptionIndex option) -> std::optional<Rational> {
                 if (Approvals(option) == 0) return std::nullopt;
                 return Rational((Total(state, option) + 1) / Rational(Approvals(option)));
               });
    if (choice.level.empty()) choice = BestByApprovals(state);
    return choice;
  }
  void TakeByLoad(StepState& state, OptionIndex option, const StepChoice& choice) const {
    for (const size_t g : Supporters(option)) state.accounts[g] = choice.figure;
    state.Insert(option);
  }

  StepChoice BestByApprovals(const StepState& state) const {
    return BestBy(state, /*highest=*/true, "approvals", [&](OptionIndex option) {
      return std::optional<Rational>(Rational(Approvals(option)));
    });
  }

  StepState StartWith(const Rational& account) const {
    StepState state;
    state.accounts.assign(groups_.size(), account);
    return state;
  }

  std::span<const ApprovalGroup> groups_;
  const base::Stopped& stopped_;
  int option_count_;
  int64_t ballots_;

 private:
  std::vector<std::vector<size_t>> supporters_;
  std::vector<int64_t> approvals_;
};

class PhragmenRule : public SharesRule {
 public:
  using SharesRule::SharesRule;
  StepState Start() const override { return StartWith(Rational(0)); }
  StepChoice Best(StepState& state) const override { return BestByLoad(state); }
  void Take(StepState& state, OptionIndex option, const StepChoice& choice) const override {
    TakeByLoad(state, option, choice);
  }
};

class EnestroemRule : public SharesRule {
 public:
  EnestroemRule(const ApprovalProfile& profile, const CommitteeOptions& options)
      : SharesRule(profile, options.stopped),
        price_(MakeRational(profile.ballots(), options.seats)) {}
  StepState Start() const override { return StartWith(Rational(1)); }
  StepChoice Best(StepState& state) const override {
    return BestBy(state, /*highest=*/true, "weight of its supporters", [&](OptionIndex option) {
      return std::optional<Rational>(Total(state, option));
    });
  }
  void Take(StepState& state, OptionIndex option, const StepChoice& choice) const override {
    const Rational kept =
        choice.figure > price_ ? Rational((choice.figure - price_) / choice.figure) : Rational(0);
    for (const size_t g : Supporters(option)) state.accounts[g] *= kept;
    state.Insert(option);
  }

 private:
  Rational price_;
};

class ConsensusRule : public SharesRule {
 public:
  using SharesRule::SharesRule;
  StepState Start() const override { return StartWith(Rational(1)); }
  StepChoice Best(StepState& state) const override {
    return BestBy(state, /*highest=*/true, "credit of its supporters",
                  [&](OptionIndex option) -> std::optional<Rational> {
                    Rational total(0);
                    for (const size_t g : Supporters(option)) {
                      if (sgn(state.accounts[g]) > 0) {
                        total += state.accounts[g] * Rational(groups_[g].count);
                      }
                    }
                    return total;
                  });
  }
  // Ends with the credit for the next seat, so that what is shown is what is there to be spent.
  void Take(StepState& state, OptionIndex option, const StepChoice&) const override {
    int64_t payers = 0;
    for (const size_t g : Supporters(option)) {
      if (sgn(state.accounts[g]) > 0) payers += groups_[g].count;
    }
    if (payers > 0) {
      const Rational payment = MakeRational(ballots_, payers);
      for (const size_t g : Supporters(option)) {
        if (sgn(state.accounts[g]) > 0) state.accounts[g] -= payment;
      }
    }
    for (Rational& account : state.accounts) account += 1;
    state.Insert(option);
  }
};

class EqualSharesRule : public SharesRule {
 public:
  EqualSharesRule(const ApprovalProfile& profile, SharesCompletion completion, Rational endowment,
                  const base::Stopped& stopped)
      : SharesRule(profile, stopped), completion_(completion), endowment_(std::move(endowment)) {}

  StepState Start() const override { return StartWith(endowment_); }

  StepChoice Best(StepState& state) const override {
    if (!state.completing) {
      StepChoice choice = BestBy(state, /*highest=*/false, "payment of each supporter",
                                 [&](OptionIndex option) { return Payment(state, option); });
      if (!choice.level.empty()) return choice;
      state.completing = true;
      if (completion_ == SharesCompletion::kPhragmen) {
        for (Rational& account : state.accounts) account = -account;
      }
    }
    switch (completion_) {
      case SharesCompletion::kPhragmen:
        return BestByLoad(state);
      case SharesCompletion::kApproval:
        return BestByApprovals(state);
      case SharesCompletion::kNone:
        break;
    }
    return {};
  }

  void Take(StepState& state, OptionIndex option, const StepChoice& choice) const override {
    if (!state.completing) {
      for (const size_t g : Supporters(option)) {
        Rational& money = state.accounts[g];
        money = money > choice.figure ? Rational(money - choice.figure) : Rational(0);
      }
      state.Insert(option);
    } else if (completion_ == SharesCompletion::kPhragmen) {
      TakeByLoad(state, option, choice);
    } else {
      state.Insert(option);
    }
  }

 private:
  // The lowest q at which the supporters, each paying q or all they have, raise 1; nothing when
  // they have less than 1. The poorest pay all: q is right once nobody left has less than it.
  std::optional<Rational> Payment(const StepState& state, OptionIndex option) const {
    if (Total(state, option) < 1) return std::nullopt;
    std::vector<size_t> by_money = Supporters(option);
    std::sort(by_money.begin(), by_money.end(),
              [&](size_t a, size_t b) { return cmp(state.accounts[a], state.accounts[b]) < 0; });
    Rational to_raise(1);
    int64_t payers = Approvals(option);
    for (const size_t g : by_money) {
      Rational q = to_raise / Rational(payers);
      if (q <= state.accounts[g]) return q;
      to_raise -= state.accounts[g] * Rational(groups_[g].count);
      payers -= groups_[g].count;
    }
    return std::nullopt;  // not reached: together they have enough
  }

  SharesCompletion completion_;
  Rational endowment_;
};

template <typename MakeRule>
absl::StatusOr<CommitteeResult> Run(const ApprovalProfile& profile, const CommitteeOptions& options,
                                    const MakeRule& make_rule) {
  const absl::Status status = committee_internal::CheckOptions(profile, options);
  if (!status.ok()) return status;
  absl::StatusOr<TieRule> ties = TieRule::Create(options.tie_policy, profile.option_count());
  if (!ties.ok()) return ties.status();
  return committee_internal::RunSteps(make_rule(), options, *ties);
}

// What each voter has to spend; nothing when there are no voters.
Rational Endowment(int64_t seats, int64_t ballots) {
  return ballots == 0 ? Rational(0) : MakeRational(seats, ballots);
}

}  // namespace

absl::StatusOr<CommitteeResult> SequentialPhragmen(const ApprovalProfile& profile,
                                                   const CommitteeOptions& options) {
  return Run(profile, options, [&] { return PhragmenRule(profile, options.stopped); });
}

absl::StatusOr<CommitteeResult> PhragmenEnestroem(const ApprovalProfile& profile,
                                                  const CommitteeOptions& options) {
  return Run(profile, options, [&] { return EnestroemRule(profile, options); });
}

absl::StatusOr<CommitteeResult> EqualShares(const ApprovalProfile& profile,
                                            SharesCompletion completion,
                                            const CommitteeOptions& options) {
  return Run(profile, options, [&] {
    return EqualSharesRule(profile, completion, Endowment(options.seats, profile.ballots()),
                           options.stopped);
  });
}

absl::StatusOr<CommitteeResult> EqualSharesByIncrement(const ApprovalProfile& profile,
                                                       const CommitteeOptions& options) {
  const absl::Status status = committee_internal::CheckOptions(profile, options);
  if (!status.ok()) return status;
  CommitteeOptions single = options;
  absl::StatusOr<std::vector<OptionIndex>> order =
      PolicyOrder(options.tie_policy, profile.option_count());
  if (!order.ok()) return order.status();
  if (order->empty()) {
    order->resize(static_cast<size_t>(profile.option_count()));
    std::iota(order->begin(), order->end(), 0);
    single.tie_policy = DeclaredOrder{*order};
  }
  std::vector<char> is_approved(static_cast<size_t>(profile.option_count()), 0);
  for (const ApprovalGroup& group : profile.groups()) {
    for (const OptionIndex option : group.approved) is_approved[static_cast<size_t>(option)] = 1;
  }
  if (std::count(is_approved.begin(), is_approved.end(), 1) < options.seats) {
    // No budget fills the seats: the approved options, then any others.
    return EqualShares(profile, SharesCompletion::kApproval, single);
  }
  for (int64_t tried = 0; tried < options.most_nodes; ++tried) {
    const Rational endowment = Endowment(options.seats + tried, profile.ballots());
    absl::StatusOr<CommitteeResult> result = Run(profile, single, [&] {
      return EqualSharesRule(profile, SharesCompletion::kNone, endowment, options.stopped);
    });
    if (!result.ok() || static_cast<int>(result->explained.size()) == options.seats) return result;
  }
  return absl::ResourceExhaustedError(absl::StrCat(
      "no budget filled ", options.seats, " seats within ", options.most_nodes, " increments"));
}

absl::StatusOr<CommitteeResult> Consensus(const ApprovalProfile& profile,
                                          const CommitteeOptions& options) {
  return Run(profile, options, [&] { return ConsensusRule(profile, options.stopped); });
}

}  // namespace plenum::tally
