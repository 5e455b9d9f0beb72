// The rule that Californians for Electoral Reform drafted as section 10059 of the Elections Code;
// the comments name its subdivisions.
#include "services/deliberation/tally/stv/rules.h"
#include "services/deliberation/tally/stv/transfers.h"

namespace plenum::tally::stv {
namespace {

// (k): the largest set of options with the fewest votes that may be excluded at once without a
// change of the outcome or of the order of election.
std::vector<OptionIndex> DefeatSet(const Election<DecimalNumbers>& election) {
  Integer surplus = 0;
  for (const OptionIndex option : election.Pending()) surplus += election.SurplusOf(option);
  const std::vector<OptionIndex> by_votes = election.ByVotes(election.Hopeful());
  const Integer missing = election.quota - election.votes(by_votes.back());
  const int elected = election.elected_count();
  const int seats = election.options().seats;
  size_t set_size = 0;
  Integer votes = 0;
  for (size_t size = 1; size < by_votes.size(); ++size) {
    const int others = static_cast<int>(by_votes.size() - size);
    if (others + elected < seats) break;  // (1)
    const Integer& last = election.votes(by_votes[size - 1]);
    votes += last;
    if (votes + surplus >= election.votes(by_votes[size])) continue;  // (2)
    if (elected + 1 == seats || others + elected == seats ||          // (3)(A), (3)(B)
        votes + surplus < missing ||                                  // (3)(C)
        (surplus == 0 && votes - last < missing)) {                   // (3)(D)
      set_size = size;
    }
  }
  return {by_votes.begin(), by_votes.begin() + static_cast<std::ptrdiff_t>(set_size)};
}

void TransferSurpluses(Election<DecimalNumbers>& election,
                       Transfers<DecimalNumbers>& transfers) {  // (g)
  for (const OptionIndex option : election.Pending()) {
    election.Choose(option, "surplus");
    const Integer votes = election.votes(option);
    transfers.SurplusCutTwice(option);
    election.RecordSurplus(option, votes - election.quota, votes);
  }
}

enum class Next { kRound, kEnd, kHeld };

Next Round(Election<DecimalNumbers>& election, Transfers<DecimalNumbers>& transfers) {
  election.NewRound();
  if (election.round() == 1 && election.hopeful_count() <= election.options().seats) {  // (c)
    election.ElectAll(election.Hopeful(), "there is a seat for each");
    return Next::kEnd;
  }
  ElectWithQuota(  // (d)
      election, [&](OptionIndex option) { return election.votes(option) >= election.quota; },
      [&](OptionIndex option) { return election.votes(option) > election.quota; });
  if (election.seats_left() <= 0) {  // (e)
    election.SettlePending();
    election.ExcludeAll(election.Hopeful(), "all seats are filled");
    return Next::kEnd;
  }
  std::vector<OptionIndex> excluded;
  if (election.options().rule == StvRule::kCferBatch) excluded = DefeatSet(election);  // (f)
  if (!excluded.empty()) {
    std::vector<OptionIndex> in_order = excluded;
    std::sort(in_order.begin(), in_order.end());
    election.ExcludeAll(in_order, "cannot be elected any more");
  } else if (!election.Pending().empty()) {
    TransferSurpluses(election, transfers);
    return Next::kRound;
  } else {  // (h)
    const std::optional<OptionIndex> option =
        election.OneOf(election.FewestVotes(election.Hopeful()), false, "fewest votes");
    if (!option.has_value()) return Next::kHeld;
    election.Exclude(*option, "fewest votes");
    excluded = {*option};
  }
  if (election.hopeful_count() <= election.seats_left()) {  // (i)(1)
    election.ElectAll(election.Pending(), "keeps its surplus");
    election.ElectAll(election.Hopeful(), "fills a remaining seat");
    return Next::kEnd;
  }
  transfers.Excluded(excluded);  // (i)(2)
  election.Record(StvAction::kTransfer, excluded, "excluded");
  return Next::kRound;
}

}  // namespace

void CountCfer(Election<DecimalNumbers>& election) {
  const DecimalNumbers& numbers = election.numbers();
  // (a)(2) would make the threshold whole; the reference implementation, which the drafters' cases
  // follow, adds the smallest fraction.
  election.quota = numbers.Divided(numbers.Whole(election.ballots().total()),
                                   numbers.Whole(election.options().seats + 1)) +
                   numbers.smallest();
  Transfers<DecimalNumbers> transfers(election);
  election.Record(StvAction::kBegin, {});
  Next next = Next::kRound;
  while (next == Next::kRound) next = Round(election, transfers);
  if (next == Next::kEnd) election.Record(StvAction::kEnd, {});
}

}  // namespace plenum::tally::stv
