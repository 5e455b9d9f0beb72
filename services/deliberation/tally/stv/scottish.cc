// The Scottish Local Government Elections Order 2007; the comments name its articles.
#include "services/deliberation/tally/stv/rules.h"
#include "services/deliberation/tally/stv/transfers.h"

namespace plenum::tally::stv {
namespace {

bool Complete(const Election<DecimalNumbers>& election) {  // 52
  return election.seats_left() <= 0 || election.hopeful_count() <= election.seats_left();
}

// One stage: the largest surplus goes on (48, 49), or the option with the fewest votes is excluded
// (50, 51). Returns whether the count goes on.
bool Stage(Election<DecimalNumbers>& election, Transfers<DecimalNumbers>& transfers) {
  const std::vector<OptionIndex> pending = election.Pending();
  if (pending.empty()) {
    const std::optional<OptionIndex> option =
        election.OneOf(election.FewestVotes(election.Hopeful()), false, "fewest votes");
    if (!option.has_value()) return false;
    election.Exclude(*option, "fewest votes");
    transfers.Excluded({*option});
    election.Record(StvAction::kTransfer, {*option}, "excluded");
    return true;
  }
  const std::optional<OptionIndex> option =
      election.OneOf(election.MostVotes(pending), true, "largest surplus");
  if (!option.has_value()) return false;
  election.Choose(*option, "largest surplus");
  const Integer votes = election.votes(*option);
  const DecimalNumbers& numbers = election.numbers();
  transfers.Surplus(*option, [&](const Integer& value, const Integer& surplus, const Integer& of) {
    return numbers.TimesDivided(value, surplus, of);  // 48(3)
  });
  election.RecordSurplus(*option, votes - election.quota, votes);
  return true;
}

}  // namespace

void CountScottish(Election<DecimalNumbers>& election) {
  const DecimalNumbers& numbers = election.numbers();
  election.quota =
      numbers.Whole(election.ballots().total() / (election.options().seats + 1) + 1);  // 46
  Transfers<DecimalNumbers> transfers(election);                                       // 45
  election.Record(StvAction::kBegin, {});
  while (true) {
    ElectWithQuota(  // 47
        election, [&](OptionIndex option) { return election.votes(option) >= election.quota; },
        [](OptionIndex) { return true; });
    if (Complete(election)) break;
    election.NewRound();
    election.surplus = 0;
    for (const OptionIndex option : election.Pending()) {
      election.surplus += election.SurplusOf(option);
    }
    if (!Stage(election, transfers)) return;
    if (Complete(election)) break;
  }
  election.SettlePending();
  FillOrExclude(election);
  election.Record(StvAction::kEnd, {});
}

}  // namespace plenum::tally::stv
