// What the transfer rules (WIGM, Scottish, Minneapolis, CfER) have in common: piles of ballots and
// the votes that follow from them. Internal to the stv folder.
#pragma once

#include <string>
#include <vector>

#include "services/deliberation/tally/stv/election.h"
#include "services/deliberation/tally/stv/piles.h"

namespace plenum::tally::stv {

template <typename Numbers>
class Transfers {
 public:
  using Value = typename Numbers::Value;

  explicit Transfers(Election<Numbers>& election)
      : election_(election),
        piles_(election.numbers(), election.ballots(), election.option_count()) {
    piles_.Deal(election.Open(), election.numbers().Whole(1));
    Update();
  }

  // Sends all ballots of the elected option on, each at its value as changed by value_of(value,
  // surplus, votes), and leaves the option with the quota.
  template <typename ValueOf>
  void Surplus(OptionIndex option, const ValueOf& value_of) {
    const Value votes = election_.votes(option);
    const Value surplus = votes - election_.quota;
    piles_.Move(option, election_.Open(),
                [&](const Value& value) { return value_of(value, surplus, votes); });
    election_.votes(option) = election_.quota;
    Update();
  }

  // As the above, with the new value cut after the multiplication and again after the division.
  void SurplusCutTwice(OptionIndex option) {
    const Numbers& numbers = election_.numbers();
    Surplus(option, [&numbers](const Value& value, const Value& surplus, const Value& votes) {
      return numbers.Divided(numbers.Times(value, surplus), votes);
    });
  }

  // Sends the ballots of excluded options on at their values.
  void Excluded(const std::vector<OptionIndex>& options) {
    const std::vector<bool> open = election_.Open();
    for (const OptionIndex option : options) {
      piles_.Move(option, open, [](const Value& value) { return value; });
      election_.votes(option) = Value(0);
    }
    Update();
  }

 private:
  void Update() {
    for (const OptionIndex option : election_.Hopeful()) {
      election_.votes(option) = piles_.votes(option);
    }
    election_.nontransferable = piles_.exhausted();
  }

  Election<Numbers>& election_;
  Piles<Numbers> piles_;
};

// Elects the hopeful options that has_quota(option) names, most votes first, with their surpluses
// to be transferred where is_pending(option) says so.
template <typename Numbers, typename HasQuota, typename IsPending>
void ElectWithQuota(Election<Numbers>& election, const HasQuota& has_quota,
                    const IsPending& is_pending) {
  const std::vector<OptionIndex> by_votes = election.ByVotes(election.Hopeful());
  for (auto option = by_votes.rbegin(); option != by_votes.rend(); ++option) {
    if (has_quota(*option)) election.Elect(*option, "votes reach the quota", is_pending(*option));
  }
}

// Elects the hopeful options into the seats that are left, in their order, and excludes the others.
template <typename Numbers>
void FillOrExclude(Election<Numbers>& election) {
  for (const OptionIndex option : election.Hopeful()) {
    if (election.seats_left() > 0) {
      election.Elect(option, "fills a remaining seat");
    } else {
      election.Exclude(option, "all seats are filled");
    }
  }
}

}  // namespace plenum::tally::stv
