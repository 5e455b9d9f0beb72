// Quota preferential by quotient, D. R. Woodall, Voting matters 17 (2003) 1-7; the comments name
// the paragraphs of his section 2.
#include "services/deliberation/tally/stv/piles.h"
#include "services/deliberation/tally/stv/rules.h"

namespace plenum::tally::stv {
namespace {

// 2.3 and 2.4. The value of a ballot is the part of a seat that it has filled so far.
void UpdateQuotients(Election<DecimalNumbers>& election, const Piles<DecimalNumbers>& piles) {
  const DecimalNumbers& numbers = election.numbers();
  for (const OptionIndex option : election.Hopeful()) {
    election.votes(option) = numbers.Whole(piles.ballots(option));
    election.factor(option) =
        numbers.Divided(election.votes(option), numbers.Whole(1) + piles.votes(option));
  }
  election.nontransferable = piles.exhausted();
  election.quota = numbers.Divided(numbers.Whole(piles.active()),
                                   numbers.Whole(election.options().seats + 1) - piles.exhausted());
}

// 2.5. Returns whether the count goes on.
bool Stage(Election<DecimalNumbers>& election, Piles<DecimalNumbers>& piles, bool& restart) {
  const DecimalNumbers& numbers = election.numbers();
  const std::vector<OptionIndex> hopeful = election.Hopeful();
  const auto quotient = [&](OptionIndex option) -> const Integer& {
    return election.factor(option);
  };
  const std::vector<OptionIndex> highest = election.Extreme(hopeful, true, quotient);
  // The reference implementation compares the largest quotient itself, not the one chosen among
  // nearly equal ones, and so does this, as all of these are equal in guarded numbers.
  if (numbers.Compare(quotient(highest.front()), election.quota) > 0) {
    const std::optional<OptionIndex> option = election.OneOf(highest, true, "largest quotient");
    if (!option.has_value()) return false;
    election.Elect(*option, "quotient above the quota");
    Integer value = numbers.Divided(numbers.Whole(1), quotient(*option));
    piles.Move(*option, election.Open(), [&](const Integer&) { return value; });
    election.Record(StvAction::kTransfer, {*option}, "elected");
    return true;
  }
  const std::optional<OptionIndex> option =
      election.OneOf(election.Extreme(hopeful, false, quotient), false, "smallest quotient");
  if (!option.has_value()) return false;
  election.Exclude(*option, "smallest quotient");
  election.Record(StvAction::kTransfer, {*option}, "excluded");
  restart = true;
  return true;
}

}  // namespace

void CountQpq(Election<DecimalNumbers>& election) {
  const DecimalNumbers& numbers = election.numbers();
  Piles<DecimalNumbers> piles(numbers, election.ballots(), election.option_count());
  election.quota = numbers.Divided(numbers.Whole(election.ballots().total()),
                                   numbers.Whole(election.options().seats + 1));
  election.factor(0) = 0;  // quotients are part of the record from the first stage on
  election.Record(StvAction::kBegin, {});
  bool restart = true;
  while (election.seats_left() > 0 && election.hopeful_count() > election.seats_left()) {
    election.NewRound();
    if (restart) {
      restart = false;
      election.Unelect();
      piles.Deal(election.Open(), Integer(0));
    }
    UpdateQuotients(election, piles);
    if (!Stage(election, piles, restart)) return;
  }
  if (election.hopeful_count() <= election.seats_left()) {
    election.ElectAll(election.Hopeful(), "fills a remaining seat");
  }
  election.ExcludeAll(election.Hopeful(), "all seats are filled");
  election.Record(StvAction::kEnd, {});
}

}  // namespace plenum::tally::stv
