// Meek's rule, Warren's rule, and the reference Meek rule of the Proportional Representation
// Foundation, whose steps (A to C) the comments name.
#include <algorithm>
#include <functional>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/stv/ballot_tree.h"
#include "services/deliberation/tally/stv/keep.h"
#include "services/deliberation/tally/stv/rules.h"
#include "services/deliberation/tally/stv/transfers.h"

namespace plenum::tally::stv {
namespace {

constexpr size_t kMostBits = size_t{4} << 20;

template <typename Numbers>
class MeekCount {
 public:
  using Value = typename Numbers::Value;

  MeekCount(Election<Numbers>& election, int omega)
      : election_(election),
        numbers_(election.numbers()),
        rule_(election.options().rule),
        tree_(election.ballots()),
        one_(numbers_.Whole(1)),
        omega_(numbers_.Divided(one_, Value(numbers_.Whole(1) * PowerOfTen(omega)))) {}

  absl::Status Run() {
    for (const OptionIndex option : election_.Hopeful()) election_.factor(option) = one_;  // A
    election_.quota = QuotaOf(numbers_.Whole(election_.ballots().total()));
    Distribute();
    election_.nontransferable = Value(0);
    election_.Record(StvAction::kBegin, {});
    while (election_.hopeful_count() > election_.seats_left() && election_.seats_left() > 0) {
      election_.NewRound();
      const absl::StatusOr<Status> status = Iterate();
      if (!status.ok()) return status.status();
      if (rule_ != StvRule::kMeekPrf) {
        election_.Record(StvAction::kIterate, {}, std::string(TextOf(*status)));
      }
      if (*status == Status::kHeld) return absl::OkStatus();
      if (*status == Status::kElected) continue;
      if (*status == Status::kBatch) {
        ExcludeBatch();
      } else if (!ExcludeLowest(*status)) {
        return absl::OkStatus();
      }
    }
    Finish();
    return absl::OkStatus();
  }

 private:
  enum class Status { kElected, kConverged, kStable, kBatch, kHeld };

  static std::string_view TextOf(Status status) {
    switch (status) {
      case Status::kElected:
        return "votes reach the quota";
      case Status::kConverged:
        return "surpluses are below the limit";
      case Status::kStable:
        return "surpluses do not decrease any more";
      case Status::kBatch:
        return "options cannot be elected any more";
      case Status::kHeld:
        return "a tie is held for a decision";
    }
    return "";
  }

  Value QuotaOf(const Value& votes) const {
    const Value quota = numbers_.Divided(votes, numbers_.Whole(election_.options().seats + 1));
    return numbers_.exact() ? quota : Value(quota + numbers_.smallest());
  }

  bool HasQuota(OptionIndex option) const {
    const int order = numbers_.Compare(election_.votes(option), election_.quota);
    return numbers_.exact() ? order > 0 : order >= 0;
  }

  // All votes anew, by the keep factors.
  void Distribute() {
    for (const OptionIndex option : election_.Hopeful()) election_.votes(option) = Value(0);
    for (const OptionIndex option : election_.Elected()) election_.votes(option) = Value(0);
    Descend(tree_.root(), one_);
    election_.nontransferable = numbers_.Whole(election_.ballots().total()) - AllVotes();
  }

  Value AllVotes() const {
    return election_.VotesOf(election_.Hopeful()) + election_.VotesOf(election_.Elected());
  }

  // Spends the weight that each ballot of the node has left on what comes next on it.
  void Descend(BallotTree::Node& node, const Value& weight) {
    for (BallotTree::Node& child : tree_.Children(node)) {
      const auto takes = [this](OptionIndex option) {
        return election_.state(option) != StvState::kExcluded && sgn(election_.factor(option)) != 0;
      };
      const auto takers = std::count_if(child.tier.begin(), child.tier.end(), takes);
      if (takers == 0) {
        Descend(child, weight);
        continue;
      }
      const Value share = takers == 1 ? weight : numbers_.Divided(weight, int64_t{takers});
      Value left(0);
      for (const OptionIndex option : child.tier) {
        if (!takes(option)) continue;
        const auto [keep, rest] = KeepOf(numbers_, rule_, one_, share, election_.factor(option));
        election_.votes(option) += numbers_.Times(keep, child.count);
        left += rest;
      }
      if (numbers_.Compare(left, Value(0)) > 0) Descend(child, left);
    }
  }

  // B.2.
  absl::StatusOr<Status> Iterate() {
    Value last_surplus = numbers_.Whole(election_.ballots().total());
    while (true) {
      if (base::IsStopped(election_.options().stopped)) return base::StoppedWork();
      Distribute();
      election_.quota = QuotaOf(AllVotes());
      std::vector<OptionIndex> reached;
      for (const OptionIndex option : election_.Hopeful()) {
        if (HasQuota(option)) reached.push_back(option);
      }
      const bool all = ElectReached(reached);
      UpdateSurplus();
      if (!reached.empty()) return all ? Status::kElected : Status::kHeld;
      const int to_omega = numbers_.Compare(election_.surplus, omega_);
      if (to_omega < 0 || (to_omega == 0 && rule_ != StvRule::kMeekPrf)) return Status::kConverged;
      if (numbers_.Compare(election_.surplus, last_surplus) >= 0) return Status::kStable;
      if (rule_ != StvRule::kMeekPrf && election_.options().batch) {
        batch_ = SureLosers(election_, election_.surplus);
        if (!batch_.empty()) return Status::kBatch;
      }
      last_surplus = election_.surplus;
      for (const OptionIndex option : election_.Elected()) {  // B.2.f
        // Elected for want of others, and nothing reaches it: there is nothing to keep less of.
        if (sgn(election_.votes(option)) == 0) continue;
        Value& factor = election_.factor(option);
        factor =
            numbers_.DividedUp(numbers_.TimesUp(factor, election_.quota), election_.votes(option));
        if (Bits(factor) > kMostBits) {
          return absl::ResourceExhaustedError(
              "the fractions of the count have grown beyond four million bits: count with guarded "
              "arithmetic");
        }
      }
    }
  }

  // Elects those that reached the quota. Votes are decimals that were cut, so that with very many
  // ballots more options can seem to reach it than there are seats: then those with the most votes,
  // and among level ones those that the tie policy puts first. False when it holds the tie.
  bool ElectReached(std::vector<OptionIndex> reached) {
    constexpr char kReason[] = "votes reach the quota";
    while (static_cast<int>(reached.size()) > election_.seats_left()) {
      if (election_.seats_left() == 0) return true;
      const OptionIndex most = *std::max_element(
          reached.begin(), reached.end(),
          [&](OptionIndex a, OptionIndex b) { return election_.votes(a) < election_.votes(b); });
      std::vector<OptionIndex> level;
      for (const OptionIndex option : reached) {
        if (numbers_.Compare(election_.votes(option), election_.votes(most)) >= 0) {
          level.push_back(option);
        }
      }
      const std::optional<OptionIndex> first = election_.OneOf(level, true, kReason);
      if (!first.has_value()) return false;
      election_.Elect(*first, kReason);
      std::erase(reached, *first);
    }
    for (const OptionIndex option : reached) election_.Elect(option, kReason);
    return true;
  }

  void UpdateSurplus() {
    election_.surplus = Value(0);
    for (const OptionIndex option : election_.Elected()) {
      election_.surplus += election_.votes(option) - election_.quota;
    }
    if (rule_ == StvRule::kMeekPrf && sgn(election_.surplus) < 0) election_.surplus = Value(0);
  }

  void Clear(OptionIndex option) {
    election_.factor(option) = Value(0);
    election_.votes(option) = Value(0);
  }

  void ExcludeBatch() {
    std::sort(batch_.begin(), batch_.end());
    for (const OptionIndex option : batch_) {
      election_.Exclude(option, "cannot be elected any more");
      Clear(option);
      Distribute();
    }
  }

  // B.3. Options within the surpluses of the fewest votes are level. Returns whether the count goes
  // on.
  bool ExcludeLowest(Status status) {
    const std::vector<OptionIndex> hopeful = election_.Hopeful();
    OptionIndex lowest = hopeful.front();
    for (const OptionIndex option : hopeful) {
      if (election_.votes(option) < election_.votes(lowest)) lowest = option;
    }
    const Value reach = election_.votes(lowest) + election_.surplus;
    std::vector<OptionIndex> level;
    for (const OptionIndex option : hopeful) {
      if (numbers_.Compare(reach, election_.votes(option)) >= 0) level.push_back(option);
    }
    const std::optional<OptionIndex> option = election_.OneOf(level, false, "fewest votes");
    if (!option.has_value()) return false;
    election_.Exclude(
        *option, absl::StrCat("fewest votes, as ",
                              absl::string_view(TextOf(status).data(), TextOf(status).size())));
    Clear(*option);
    if (rule_ != StvRule::kMeekPrf) Distribute();
    return true;
  }

  // C.
  void Finish() {
    for (const OptionIndex option : election_.Hopeful()) {
      if (election_.seats_left() > 0) {
        election_.Elect(option, "fills a remaining seat");
      } else {
        election_.Exclude(option, "all seats are filled");
        Clear(option);
      }
      if (rule_ != StvRule::kMeekPrf) Distribute();
    }
    election_.nontransferable =
        numbers_.Whole(election_.ballots().total()) - election_.VotesOf(election_.Elected());
    election_.Record(StvAction::kEnd, {});
  }

  Election<Numbers>& election_;
  const Numbers& numbers_;
  const StvRule rule_;
  BallotTree tree_;
  const Value one_;
  const Value omega_;
  std::vector<OptionIndex> batch_;
};

// The limit when none is asked for.
int DefaultOmega(const StvOptions& options) {
  const StvArithmetic arithmetic = options.arithmetic.value_or(ArithmeticOf(options.rule));
  switch (arithmetic.kind) {
    case StvArithmetic::Kind::kRational:
      return 10;
    case StvArithmetic::Kind::kGuarded:
      return arithmetic.precision / 2;
    case StvArithmetic::Kind::kFixed:
      return arithmetic.precision * 2 / 3;
  }
  return 0;
}

}  // namespace

template <typename Numbers>
absl::Status CountMeek(Election<Numbers>& election) {
  const StvOptions& options = election.options();
  return MeekCount<Numbers>(election, options.omega.value_or(DefaultOmega(options))).Run();
}

template absl::Status CountMeek(Election<DecimalNumbers>&);
template absl::Status CountMeek(Election<RationalNumbers>&);

absl::Status CountMeekPrf(Election<DecimalNumbers>& election) {
  constexpr int kOmega = 6;
  return MeekCount<DecimalNumbers>(election, kOmega).Run();
}

}  // namespace plenum::tally::stv
