// Minneapolis Code of Ordinances, title 8.5, section 167.70(c); the comments name the clauses of
// its paragraph (1).
#include "services/deliberation/tally/stv/rules.h"
#include "services/deliberation/tally/stv/transfers.h"

namespace plenum::tally::stv {
namespace {

// a. and b.: a write-in that was not declared cannot reach the threshold, nor have a surplus.
bool IsUndeclared(const Election<DecimalNumbers>& election, OptionIndex option) {
  const std::vector<OptionIndex>& undeclared = election.options().undeclared;
  return std::find(undeclared.begin(), undeclared.end(), option) != undeclared.end();
}

bool HasQuota(const Election<DecimalNumbers>& election, OptionIndex option) {
  return election.votes(option) >= election.quota && !IsUndeclared(election, option);
}

void UpdateSurplus(Election<DecimalNumbers>& election) {  // b.
  election.surplus = 0;
  for (OptionIndex option = 0; option < election.option_count(); ++option) {
    if (!IsUndeclared(election, option)) election.surplus += election.SurplusOf(option);
  }
}

std::vector<OptionIndex> HopefulWithQuota(const Election<DecimalNumbers>& election) {
  std::vector<OptionIndex> with_quota;
  for (const OptionIndex option : election.Hopeful()) {
    if (HasQuota(election, option)) with_quota.push_back(option);
  }
  return with_quota;
}

// 167.20: for whom it is mathematically impossible to be elected. Levels of equal votes are taken
// or left together, in the order of the options.
std::vector<OptionIndex> CertainLosers(const Election<DecimalNumbers>& election) {
  const std::vector<OptionIndex> by_votes = election.ByVotes(election.Hopeful());
  const int most = election.hopeful_count() - election.seats_left();
  Integer reach = election.surplus;
  size_t losers = 0;
  for (size_t i = 0; i + 1 < by_votes.size() && static_cast<int>(i) < most; ++i) {
    reach += election.votes(by_votes[i]);
    const Integer& next = election.votes(by_votes[i + 1]);
    if (election.votes(by_votes[i]) < next && reach < next) losers = i + 1;
  }
  std::vector<OptionIndex> set(by_votes.begin(),
                               by_votes.begin() + static_cast<std::ptrdiff_t>(losers));
  std::sort(set.begin(), set.end());
  return set;
}

void ExcludeTogether(Election<DecimalNumbers>& election, Transfers<DecimalNumbers>& transfers,
                     const std::vector<OptionIndex>& options, const std::string& reason) {
  election.ExcludeAll(options, reason);
  transfers.Excluded(options);
  UpdateSurplus(election);
  election.Record(StvAction::kTransfer, options, "excluded");
}

// c. Returns whether anyone was excluded.
bool ExcludeCertainLosers(Election<DecimalNumbers>& election,
                          Transfers<DecimalNumbers>& transfers) {
  if (election.round() == 2) {
    std::vector<OptionIndex> undeclared;
    for (const OptionIndex option : election.options().undeclared) {
      if (election.state(option) == StvState::kHopeful) undeclared.push_back(option);
    }
    std::sort(undeclared.begin(), undeclared.end());
    if (!undeclared.empty()) {
      ExcludeTogether(election, transfers, undeclared, "write-in that was not declared");
      return true;
    }
  }
  const std::vector<OptionIndex> losers = CertainLosers(election);
  if (losers.empty()) return false;
  ExcludeTogether(election, transfers, losers, "cannot be elected any more");
  return true;
}

enum class Next { kRound, kEnd, kHeld };

Next ElectHighest(Election<DecimalNumbers>& election, Transfers<DecimalNumbers>& transfers,
                  const std::vector<OptionIndex>& with_quota) {  // d.
  const std::optional<OptionIndex> option =
      election.OneOf(election.MostVotes(with_quota), true, "largest surplus");
  if (!option.has_value()) return Next::kHeld;
  election.Elect(*option, "votes reach the quota");
  const Integer votes = election.votes(*option);
  transfers.SurplusCutTwice(*option);
  UpdateSurplus(election);
  election.RecordSurplus(*option, votes - election.quota, votes);
  return Next::kRound;
}

Next ExcludeLowest(Election<DecimalNumbers>& election,
                   Transfers<DecimalNumbers>& transfers) {  // e.
  if (election.hopeful_count() > election.seats_left()) {
    const std::optional<OptionIndex> option =
        election.OneOf(election.FewestVotes(election.Hopeful()), false, "fewest votes");
    if (!option.has_value()) return Next::kHeld;
    election.Exclude(*option, "fewest votes");
    if (election.hopeful_count() > election.seats_left()) {
      transfers.Excluded({*option});
      UpdateSurplus(election);
      election.Record(StvAction::kTransfer, {*option}, "excluded");
    }
  }
  return election.hopeful_count() <= election.seats_left() ? Next::kEnd : Next::kRound;  // f.
}

Next Round(Election<DecimalNumbers>& election, Transfers<DecimalNumbers>& transfers) {
  UpdateSurplus(election);
  election.Record(StvAction::kCount, {});
  const std::vector<OptionIndex> with_quota = HopefulWithQuota(election);
  if (election.elected_count() + static_cast<int>(with_quota.size()) >= election.options().seats) {
    ElectWithQuota(  // a.
        election, [&](OptionIndex option) { return HasQuota(election, option); },
        [](OptionIndex) { return false; });
    return Next::kEnd;
  }
  election.NewRound();
  if (ExcludeCertainLosers(election, transfers)) return Next::kRound;
  const std::vector<OptionIndex> still_with_quota = HopefulWithQuota(election);
  if (!still_with_quota.empty()) return ElectHighest(election, transfers, still_with_quota);
  return ExcludeLowest(election, transfers);
}

}  // namespace

void CountMinneapolis(Election<DecimalNumbers>& election) {
  // 167.20, threshold.
  election.quota =
      election.numbers().Whole(election.ballots().total() / (election.options().seats + 1) + 1);
  Transfers<DecimalNumbers> transfers(election);
  election.NewRound();
  Next next = Next::kRound;
  while (next == Next::kRound) next = Round(election, transfers);
  if (next == Next::kHeld) return;
  FillOrExclude(election);
  election.Record(StvAction::kEnd, {});
}

}  // namespace plenum::tally::stv
