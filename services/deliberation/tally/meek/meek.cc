#include "services/deliberation/tally/meek/meek.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/meek/arithmetic.h"
#include "services/deliberation/tally/meek/vote_counter.h"

namespace plenum::tally {

namespace {

using meek_internal::BigFixed9;
using meek_internal::Fixed9;
using meek_internal::Fractions;
using meek_internal::VoteCounter;

constexpr int kMaxOmegaExponent = 18;

// One count from its beginning to its end. Every step that can fail leaves result_.end set and
// returns false; the stages so far stay in the result.
template <typename Arithmetic>
class Election {
 public:
  using Number = typename Arithmetic::Number;

  template <typename Ballots>
  Election(const Ballots& ballots, const MeekOptions& options, const std::vector<bool>& withdrawn,
           TieBreaker ties)
      : counter_(ballots, withdrawn, options.equal_ranks, &arithmetic_),
        ties_(std::move(ties)),
        to_elect_(options.seats) {
    result_.options = options;
    result_.option_count = static_cast<int>(withdrawn.size());
    result_.ballots = counter_.ballots();
    for (const bool gone : withdrawn) {
      statuses_.push_back(gone ? MeekStatus::kWithdrawn : MeekStatus::kHopeful);
    }
    keep_.assign(withdrawn.size(), Arithmetic::One());
  }

  MeekResult Run() {
    if (Begin() && RunRounds() && SettleRemaining()) Record({.action = MeekAction::kComplete});
    if (arithmetic_.failure().has_value()) result_.end = *arithmetic_.failure();
    result_.events = ties_.events();
    result_.held = ties_.held() || result_.end == MeekEnd::kHeld;
    return std::move(result_);
  }

 private:
  bool fits() const { return !arithmetic_.failure().has_value(); }

  bool Stop(MeekEnd end) {
    result_.end = end;
    return false;
  }

  bool Begin() {
    if (result_.options.equal_ranks == MeekEqualRanks::kEveryOrder) {
      arithmetic_.CheckOptionCount(result_.option_count);
    }
    all_ballots_ = arithmetic_.FromCount(result_.ballots);
    residual_ = Arithmetic::Zero();
    SetQuota();
    omega_ = Arithmetic::One();
    for (int i = 0; i < result_.options.omega_exponent; ++i) {
      omega_ = arithmetic_.OverCount(omega_, 10);
    }
    if (!fits()) return false;
    result_.first_quota = Arithmetic::ToRational(quota_);
    result_.omega = Arithmetic::ToRational(omega_);
    surplus_ = Arithmetic::Zero();
    if (!CountVotes()) return false;
    const Number residual = std::exchange(residual_, Arithmetic::Zero());
    Record({.action = MeekAction::kBegin});  // by the rule, without the residual
    residual_ = residual;
    recorded_ = false;
    return true;
  }

  void SetQuota() {
    quota_ = arithmetic_.Add(arithmetic_.OverCount(arithmetic_.Sub(all_ballots_, residual_),
                                                   int64_t{result_.options.seats} + 1),
                             Arithmetic::Epsilon());
  }

  // Counts for the keep factors of now, unless that is what votes_ and residual_ are already.
  bool CountVotes() {
    if (counted_) return true;
    counted_ = true;
    counter_.Count(keep_, &votes_);
    residual_ = all_ballots_;
    for (const Number& votes : votes_) residual_ = arithmetic_.Sub(residual_, votes);
    recorded_ = false;
    return fits();
  }

  bool RunRounds() {
    for (;;) {
      const auto hopeful = std::count(statuses_.begin(), statuses_.end(), MeekStatus::kHopeful);
      if (hopeful < to_elect_) return Stop(MeekEnd::kTooFewOptions);
      if (to_elect_ == 0 || hopeful == to_elect_) return true;
      ++result_.rounds;
      if (!RunRound()) return false;
    }
  }

  bool RunRound() {
    MeekIteration iteration{};
    if (!Iterate(&iteration)) return false;
    Record({.action = MeekAction::kIterate, .iteration = iteration});
    AddToHistory();
    if (iteration == MeekIteration::kElected) return true;
    OptionIndex loser = 0;
    if (!ChooseLoser(&loser)) return false;
    Defeat(loser);
    Record({.action = MeekAction::kDefeat, .option = loser, .iteration = iteration});
    keep_[static_cast<size_t>(loser)] = Arithmetic::Zero();
    counted_ = false;
    return CountVotes();
  }

  bool Iterate(MeekIteration* iteration) {
    Number last_surplus = all_ballots_;
    for (;;) {
      if (!CanGoOn() || !CountVotes()) return false;
      SetQuota();
      if (!fits()) return false;
      const size_t elected_before = result_.elected.size();
      if (!ElectThoseWithQuota()) return false;
      SumSurplus();
      if (!fits()) return false;
      if (result_.elected.size() > elected_before) {
        *iteration = MeekIteration::kElected;
        return true;
      }
      if (surplus_ <= omega_) {
        *iteration = MeekIteration::kOmega;
        return true;
      }
      if (surplus_ >= last_surplus) {
        *iteration = MeekIteration::kStable;
        return true;
      }
      last_surplus = surplus_;
      for (const OptionIndex option : result_.elected) {
        Number& keep = keep_[static_cast<size_t>(option)];
        keep = arithmetic_.KeepFactor(keep, quota_, votes_[static_cast<size_t>(option)]);
      }
      counted_ = false;
      if (!fits()) return false;
    }
  }

  bool CanGoOn() {
    if (base::IsStopped(result_.options.stopped)) return Stop(MeekEnd::kStopped);
    // Only fractions grow; the keep factors are the longest, as the votes are made of them.
    for (const OptionIndex option : result_.elected) {
      const Number& keep = keep_[static_cast<size_t>(option)];
      if constexpr (std::is_same_v<Number, Rational>) {
        if (!CheckFractions({&keep, 1}).ok()) return Stop(MeekEnd::kTooLong);
      }
    }
    return true;
  }

  bool ElectThoseWithQuota() {
    for (OptionIndex option = 0; option < result_.option_count; ++option) {
      const auto o = static_cast<size_t>(option);
      if (statuses_[o] != MeekStatus::kHopeful) continue;
      if (Arithmetic::kQuotaElects ? votes_[o] < quota_ : votes_[o] <= quota_) continue;
      if (to_elect_ == 0) return Stop(MeekEnd::kTooManyElected);
      Elect(option);
      Record({.action = MeekAction::kElect, .option = option});
    }
    return true;
  }

  void Elect(OptionIndex option) {
    statuses_[static_cast<size_t>(option)] = MeekStatus::kElected;
    result_.elected.push_back(option);
    --to_elect_;
  }

  void Defeat(OptionIndex option) {
    statuses_[static_cast<size_t>(option)] = MeekStatus::kDefeated;
    result_.defeated.push_back(option);
  }

  void SumSurplus() {
    surplus_ = Arithmetic::Zero();
    for (const OptionIndex option : result_.elected) {
      const Number over = arithmetic_.Sub(votes_[static_cast<size_t>(option)], quota_);
      if (over < Arithmetic::Zero() && result_.options.surplus == MeekSurplus::kPositiveOnly) {
        continue;
      }
      surplus_ = arithmetic_.Add(surplus_, over);
    }
  }

  bool ChooseLoser(OptionIndex* loser) {
    const Number* fewest = nullptr;
    for (size_t o = 0; o < votes_.size(); ++o) {
      if (statuses_[o] == MeekStatus::kHopeful && (fewest == nullptr || votes_[o] < *fewest)) {
        fewest = &votes_[o];
      }
    }
    const Number limit = arithmetic_.Add(*fewest, surplus_);
    if (!fits()) return false;
    std::vector<OptionIndex> tied;
    for (size_t o = 0; o < votes_.size(); ++o) {
      if (statuses_[o] == MeekStatus::kHopeful && votes_[o] <= limit) {
        tied.push_back(static_cast<OptionIndex>(o));
      }
    }
    // A negative surplus can leave even the lowest option above the limit.
    if (tied.empty()) return Stop(MeekEnd::kNegativeSurplus);
    *loser = tied.front();
    if (tied.size() == 1) return true;
    const std::vector<std::vector<OptionIndex>> order = ties_.Order(tied, history_);
    if (order.back().size() != 1) return Stop(MeekEnd::kHeld);
    *loser = order.back().front();
    Record({.action = MeekAction::kBreakTie, .option = *loser, .tied = std::move(tied)});
    return true;
  }

  bool SettleRemaining() {
    for (OptionIndex option = 0; option < result_.option_count; ++option) {
      const auto o = static_cast<size_t>(option);
      if (statuses_[o] != MeekStatus::kHopeful) continue;
      if (to_elect_ > 0) {
        Elect(option);
        Record({.action = MeekAction::kElectRemaining, .option = option});
      } else {
        Defeat(option);
        Record({.action = MeekAction::kDefeatRemaining, .option = option});
        keep_[o] = Arithmetic::Zero();
        counted_ = false;
      }
      if (!CountVotes()) return false;
    }
    return true;
  }

  void Record(MeekStage stage) {
    if (!recorded_) {
      MeekTally tally;
      for (const Number& votes : votes_) tally.votes.push_back(Arithmetic::ToRational(votes));
      tally.residual = Arithmetic::ToRational(residual_);
      for (size_t o = 0; o < keep_.size(); ++o) {
        if (statuses_[o] != MeekStatus::kElected) continue;
        tally.keep_factors.emplace_back(static_cast<OptionIndex>(o),
                                        Arithmetic::ToRational(keep_[o]));
      }
      result_.tallies.push_back(std::move(tally));
      recorded_ = true;
    }
    stage.round = result_.rounds;
    stage.tally = static_cast<int>(result_.tallies.size()) - 1;
    stage.statuses = statuses_;
    stage.quota = Arithmetic::ToRational(quota_);
    stage.surplus = Arithmetic::ToRational(surplus_);
    result_.stages.push_back(std::move(stage));
  }

  void AddToHistory() {
    std::vector<std::optional<Rational>> row(votes_.size());
    for (size_t o = 0; o < votes_.size(); ++o) {
      if (statuses_[o] == MeekStatus::kHopeful) row[o] = Arithmetic::ToRational(votes_[o]);
    }
    history_.push_back(std::move(row));
  }

  Arithmetic arithmetic_;
  VoteCounter<Arithmetic> counter_;
  TieBreaker ties_;
  int to_elect_;
  MeekResult result_;
  std::vector<MeekStatus> statuses_;
  std::vector<Number> keep_;
  std::vector<Number> votes_;
  Number all_ballots_;
  Number residual_;
  Number quota_;
  Number surplus_;
  Number omega_;
  bool counted_ = false;   // votes_ and residual_ are those of keep_
  bool recorded_ = false;  // the votes of now are the last of result_.tallies
  RoundHistory history_;
};

absl::Status CheckOptions(int option_count, const MeekOptions& options) {
  if (options.seats < 1 || options.seats > kMaxOptions) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of seats must be 1 to ", kMaxOptions, ", not ", options.seats));
  }
  if (options.omega_exponent < 0 || options.omega_exponent > kMaxOmegaExponent) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the omega exponent must be 0 to ", kMaxOmegaExponent, ", not ", options.omega_exponent));
  }
  std::vector<bool> seen(static_cast<size_t>(option_count), false);
  for (const OptionIndex option : options.withdrawn) {
    if (option < 0 || option >= option_count) {
      return absl::InvalidArgumentError(absl::StrCat(
          "withdrawn option ", option, " is not one of the ", option_count, " options"));
    }
    if (seen[static_cast<size_t>(option)]) {
      return absl::InvalidArgumentError(absl::StrCat("option ", option, " is withdrawn twice"));
    }
    seen[static_cast<size_t>(option)] = true;
  }
  return absl::OkStatus();
}

template <typename Arithmetic, typename Ballots>
MeekResult RunElection(const Ballots& ballots, const MeekOptions& options,
                       const std::vector<bool>& withdrawn, TieBreaker ties) {
  return Election<Arithmetic>(ballots, options, withdrawn, std::move(ties)).Run();
}

template <typename Ballots>
absl::StatusOr<MeekResult> CountBallots(int option_count, const Ballots& ballots,
                                        const MeekOptions& options) {
  if (const absl::Status status = CheckOptions(option_count, options); !status.ok()) return status;
  absl::StatusOr<TieBreaker> ties = TieBreaker::Create(options.tie_policy, option_count);
  if (!ties.ok()) return ties.status();
  std::vector<bool> withdrawn(static_cast<size_t>(option_count), false);
  for (const OptionIndex option : options.withdrawn) withdrawn[static_cast<size_t>(option)] = true;
  switch (options.arithmetic) {
    case MeekArithmetic::kFixed9:
      return RunElection<Fixed9>(ballots, options, withdrawn, *std::move(ties));
    case MeekArithmetic::kBigFixed9:
      return RunElection<BigFixed9>(ballots, options, withdrawn, *std::move(ties));
    case MeekArithmetic::kExact:
      return RunElection<Fractions<false>>(ballots, options, withdrawn, *std::move(ties));
    case MeekArithmetic::kExactWithRoundedKeepFactors:
      return RunElection<Fractions<true>>(ballots, options, withdrawn, *std::move(ties));
  }
  return absl::InvalidArgumentError("there is no such arithmetic");
}

// Appends the options as tiers, those with more votes first, those with equal votes together.
void AddByVotes(std::vector<OptionIndex> options, const std::vector<Rational>& votes,
                std::vector<std::vector<OptionIndex>>* tiers) {
  const auto of = [&votes](OptionIndex option) -> const Rational& {
    return votes[static_cast<size_t>(option)];
  };
  std::stable_sort(options.begin(), options.end(),
                   [&of](OptionIndex a, OptionIndex b) { return of(a) > of(b); });
  for (size_t i = 0; i < options.size(); ++i) {
    if (i == 0 || of(options[i]) != of(options[i - 1])) tiers->emplace_back();
    tiers->back().push_back(options[i]);
  }
}

// What one round, or the settling of the remaining options after the last, did.
struct Step {
  std::vector<OptionIndex> elected;
  std::vector<OptionIndex> defeated;
  int tally = 0;
};

std::vector<Step> StepsOf(const MeekResult& result) {
  std::vector<Step> steps;
  int round = 0;
  bool settling = false;
  for (const MeekStage& stage : result.stages) {
    const bool remaining =
        stage.action == MeekAction::kElectRemaining || stage.action == MeekAction::kDefeatRemaining;
    if (stage.round > round || (remaining && !settling)) {
      steps.emplace_back();
      steps.back().tally = stage.tally;
      round = stage.round;
      settling = remaining;
    }
    if (steps.empty()) continue;
    if (!remaining && stage.action != MeekAction::kComplete) steps.back().tally = stage.tally;
    if (stage.action == MeekAction::kElect || stage.action == MeekAction::kElectRemaining) {
      steps.back().elected.push_back(*stage.option);
    } else if (stage.action == MeekAction::kDefeat ||
               stage.action == MeekAction::kDefeatRemaining) {
      steps.back().defeated.push_back(*stage.option);
    }
  }
  return steps;
}

std::vector<std::vector<OptionIndex>> TiersOf(const MeekResult& result,
                                              const std::vector<Step>& steps) {
  std::vector<std::vector<OptionIndex>> tiers;
  for (const Step& step : steps) {
    AddByVotes(step.elected, result.tallies[static_cast<size_t>(step.tally)].votes, &tiers);
  }
  std::vector<OptionIndex> undecided;
  std::vector<OptionIndex> withdrawn;
  const std::vector<MeekStatus>& statuses = result.stages.back().statuses;
  for (size_t o = 0; o < statuses.size(); ++o) {
    if (statuses[o] == MeekStatus::kHopeful) undecided.push_back(static_cast<OptionIndex>(o));
    if (statuses[o] == MeekStatus::kWithdrawn) withdrawn.push_back(static_cast<OptionIndex>(o));
  }
  if (!undecided.empty()) tiers.push_back(std::move(undecided));
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    AddByVotes(step->defeated, result.tallies[static_cast<size_t>(step->tally)].votes, &tiers);
  }
  if (!withdrawn.empty()) tiers.push_back(std::move(withdrawn));
  return tiers;
}

}  // namespace

absl::StatusOr<MeekResult> Meek(const Profile& profile, const MeekOptions& options) {
  return CountBallots(profile.option_count(), profile.groups(), options);
}

absl::StatusOr<MeekResult> Meek(int option_count, std::span<const MeekBallot> ballots,
                                const MeekOptions& options) {
  absl::StatusOr<Profile> profile = Profile::Create(option_count, Unranked::kNotCompared);
  if (!profile.ok()) return profile.status();
  for (const MeekBallot& ballot : ballots) {
    const absl::StatusOr<Ranking> ranking = Ranking::Create(option_count, ballot.tiers);
    if (!ranking.ok()) return ranking.status();
    const absl::Status status = profile->Add(*ranking, ballot.count);
    if (!status.ok()) return status;
  }
  return CountBallots(option_count, ballots, options);
}

absl::StatusOr<Count> ToCount(const MeekResult& result) {
  if (absl::Status status = CheckEnd(result.end); !status.ok()) return status;
  const std::vector<Step> steps = StepsOf(result);
  absl::StatusOr<Ranking> ranking = Ranking::Create(result.option_count, TiersOf(result, steps));
  if (!ranking.ok()) return ranking.status();
  // What the votes alone would say has no answer here: who is defeated changes all later votes.
  Count count{*ranking, *std::move(ranking), result.events, result.held, true, {}, {}, {}, {}};
  std::vector<bool> out(static_cast<size_t>(result.option_count), false);
  for (const OptionIndex option : result.options.withdrawn) out[static_cast<size_t>(option)] = true;
  for (const Step& step : steps) {
    const MeekTally& tally = result.tallies[static_cast<size_t>(step.tally)];
    Round round{.votes = {},
                .exhausted = tally.residual,
                .elected = step.elected,
                .eliminated = step.defeated};
    for (size_t o = 0; o < out.size(); ++o) {
      round.votes.push_back(out[o] ? std::nullopt : std::optional<Rational>(tally.votes[o]));
    }
    for (const OptionIndex option : step.defeated) out[static_cast<size_t>(option)] = true;
    count.rounds.push_back(std::move(round));
  }
  return count;
}

absl::Status CheckEnd(MeekEnd end) {
  switch (end) {
    case MeekEnd::kComplete:
    case MeekEnd::kHeld:
      return absl::OkStatus();
    case MeekEnd::kOverflow:
      return absl::OutOfRangeError(MeekEndText(end));
    case MeekEnd::kTooLong:
      return absl::ResourceExhaustedError(MeekEndText(end));
    case MeekEnd::kStopped:
      return base::StoppedWork();
    default:
      return absl::FailedPreconditionError(MeekEndText(end));
  }
}

std::string MeekEndText(MeekEnd end) {
  switch (end) {
    case MeekEnd::kComplete:
      return "the count is complete";
    case MeekEnd::kHeld:
      return "a tie for the fewest votes is held for a decision";
    case MeekEnd::kTooFewOptions:
      return "there are fewer options than seats";
    case MeekEnd::kTooManyElected:
      return "more options reached the quota than there are seats";
    case MeekEnd::kNegativeSurplus:
      return "elected options fell below the quota, so that no option can be defeated";
    case MeekEnd::kOverflow:
      return "the votes do not fit 64-bit fixed point; count in big fixed point";
    case MeekEnd::kDivisionByZero:
      return "an elected option lost all its votes while there was a surplus";
    case MeekEnd::kTooLong:
      return "the fractions of the count have grown too long: count with keep factors rounded to "
             "six decimals, or in fixed point";
    case MeekEnd::kStopped:
      return "the count was stopped";
  }
  return "the count is complete";
}

}  // namespace plenum::tally
