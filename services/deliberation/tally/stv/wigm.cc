// The weighted inclusive Gregory method: the general form and the reference rule of the
// Proportional Representation Foundation, whose steps (A to D) the comments name.
#include "services/deliberation/tally/stv/rules.h"
#include "services/deliberation/tally/stv/transfers.h"

namespace plenum::tally::stv {
namespace {

template <typename Numbers>
typename Numbers::Value Quota(const Election<Numbers>& election) {
  using Value = typename Numbers::Value;
  const Numbers& numbers = election.numbers();
  const int64_t shares = election.options().seats + 1;
  if (election.options().rule == StvRule::kWigm && election.options().whole_quota) {
    return numbers.Whole(1 + election.ballots().total() / shares);
  }
  const Value quota =
      numbers.Divided(numbers.Whole(election.ballots().total()), numbers.Whole(shares));
  return numbers.exact() ? quota : Value(quota + numbers.smallest());
}

// Excludes the option with the fewest votes, or all without votes where that is asked for.
// Returns whether the count goes on.
template <typename Numbers>
bool ExcludeLowest(Election<Numbers>& election, Transfers<Numbers>& transfers) {
  using Value = typename Numbers::Value;
  std::vector<OptionIndex> lowest = election.FewestVotes(election.Hopeful());
  const bool all = election.options().rule == StvRule::kWigm && election.options().batch_zero &&
                   election.numbers().Compare(election.votes(lowest.front()), Value(0)) == 0;
  if (!all) {
    const std::optional<OptionIndex> option = election.OneOf(lowest, false, "fewest votes");
    if (!option.has_value()) return false;
    lowest = {*option};
  }
  election.ExcludeAll(lowest, all ? "no votes" : "fewest votes");
  for (const OptionIndex option : lowest) {
    transfers.Excluded({option});
    election.Record(StvAction::kTransfer, {option}, "excluded");
  }
  return true;
}

// B.2: excludes those that cannot be elected any more. Returns whether there were any.
bool ExcludeSureLosers(Election<DecimalNumbers>& election, Transfers<DecimalNumbers>& transfers) {
  const std::vector<OptionIndex> pending = election.Pending();
  Integer surplus = election.VotesOf(pending);
  surplus -= election.quota * Integer(static_cast<int64_t>(pending.size()));
  const std::vector<OptionIndex> losers = SureLosers(election, surplus);
  if (losers.empty()) return false;
  std::vector<OptionIndex> in_order = losers;
  std::sort(in_order.begin(), in_order.end());
  election.ExcludeAll(in_order, "cannot be elected any more");
  if (election.hopeful_count() <= election.seats_left()) return true;
  transfers.Excluded(losers);
  election.Record(StvAction::kTransfer, losers, "excluded");
  return true;
}

// B.3 and B.4. Returns whether the count goes on.
template <typename Numbers>
bool TransferOrExclude(Election<Numbers>& election, Transfers<Numbers>& transfers) {
  using Value = typename Numbers::Value;
  const std::vector<OptionIndex> pending = election.Pending();
  if (pending.empty()) {
    return election.hopeful_count() == 0 || ExcludeLowest(election, transfers);
  }
  const std::optional<OptionIndex> option =
      election.OneOf(election.MostVotes(pending), true, "largest surplus");
  if (!option.has_value()) return false;
  election.Choose(*option, "largest surplus");
  const Value votes = election.votes(*option);
  transfers.SurplusCutTwice(*option);
  election.RecordSurplus(*option, votes - election.quota, votes);
  return true;
}

template <typename Numbers>
void Count(Election<Numbers>& election) {
  const Numbers& numbers = election.numbers();
  election.quota = Quota(election);
  Transfers<Numbers> transfers(election);
  election.Record(StvAction::kBegin, {});
  const auto has_quota = [&](OptionIndex option) {
    const int order = numbers.Compare(election.votes(option), election.quota);
    return numbers.exact() ? order > 0 : order >= 0;
  };
  while (election.hopeful_count() > election.seats_left() && election.seats_left() > 0) {
    election.NewRound();
    ElectWithQuota(election, has_quota, [](OptionIndex) { return true; });
    if constexpr (std::is_same_v<Numbers, DecimalNumbers>) {
      if (election.options().rule == StvRule::kWigmPrfBatch &&
          ExcludeSureLosers(election, transfers)) {
        continue;
      }
    }
    if (!TransferOrExclude(election, transfers)) return;
  }
  election.SettlePending();
  FillOrExclude(election);
  election.Record(StvAction::kEnd, {});
}

}  // namespace

template <typename Numbers>
void CountWigm(Election<Numbers>& election) {
  Count(election);
}

template void CountWigm(Election<DecimalNumbers>&);
template void CountWigm(Election<RationalNumbers>&);

void CountWigmPrf(Election<DecimalNumbers>& election) { Count(election); }

}  // namespace plenum::tally::stv
