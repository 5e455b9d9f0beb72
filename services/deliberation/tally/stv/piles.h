// Piles: which ballot counts for which option, and at what value. Ballots of one pile that have the
// same value lie together in a parcel, so that a transfer calculates once for each parcel, not for
// each ballot; votes are multiples of values, which no arithmetic here rounds, so that the sums are
// the same. Internal to the stv folder.
//
//   Piles<DecimalNumbers> piles(numbers, ballots, option_count);
//   piles.Deal(hopeful, one);                       // each ballot to its first hopeful option
//   piles.Move(elected, hopeful, [&](const Integer& value) { return ...; });
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "services/deliberation/tally/ranking.h"
#include "services/deliberation/tally/stv/ballots.h"

namespace plenum::tally::stv {

template <typename Numbers>
class Piles {
 public:
  using Value = typename Numbers::Value;

  Piles(const Numbers& numbers, const Ballots& ballots, int option_count)
      : numbers_(numbers),
        ballots_(ballots),
        places_(ballots.size()),
        piles_(static_cast<size_t>(option_count)),
        dealt_(static_cast<size_t>(option_count)) {}

  // Puts every ballot at the given value on the pile of the first option on it that is open, or
  // among the exhausted ones.
  void Deal(const std::vector<bool>& open, const Value& value) {
    for (Pile& pile : piles_) pile = Pile();
    exhausted_ = Value(0);
    Parcel all{value, {}};
    all.ballots.resize(ballots_.size());
    for (size_t b = 0; b < ballots_.size(); ++b) all.ballots[b] = static_cast<uint32_t>(b);
    places_.assign(ballots_.size(), 0);
    MoveParcel(all, open);
  }

  // Takes the option's pile away and puts each ballot on the pile of the next option on it that is
  // open. Its value is then value_of(old value).
  template <typename ValueOf>
  void Move(OptionIndex from, const std::vector<bool>& open, const ValueOf& value_of) {
    const Pile pile = std::exchange(piles_[static_cast<size_t>(from)], Pile());
    for (const Parcel& parcel : pile.parcels) {
      MoveParcel({value_of(parcel.value), parcel.ballots}, open);
    }
  }

  // Of the option's pile: the ballots, and these times their values.
  int64_t ballots(OptionIndex option) const { return piles_[static_cast<size_t>(option)].ballots; }
  const Value& votes(OptionIndex option) const { return piles_[static_cast<size_t>(option)].votes; }
  // The ballots that name no open option, times their values.
  const Value& exhausted() const { return exhausted_; }
  // The ballots that are not exhausted.
  int64_t active() const {
    int64_t active = 0;
    for (const Pile& pile : piles_) active += pile.ballots;
    return active;
  }

 private:
  struct Parcel {
    Value value;
    std::vector<uint32_t> ballots;
  };
  struct Pile {
    std::vector<Parcel> parcels;
    int64_t ballots = 0;
    Value votes = Value(0);
  };
  struct Dealt {
    std::vector<uint32_t> ballots;
    int64_t count = 0;
  };

  void MoveParcel(const Parcel& parcel, const std::vector<bool>& open) {
    int64_t exhausted = 0;
    for (const uint32_t ballot : parcel.ballots) {
      const std::span<const uint16_t> options = ballots_.options(ballot);
      uint16_t& place = places_[ballot];
      while (place < options.size() && !open[options[place]]) ++place;
      if (place == options.size()) {
        exhausted += ballots_.count(ballot);
        continue;
      }
      Dealt& dealt = dealt_[options[place]];
      dealt.ballots.push_back(ballot);
      dealt.count += ballots_.count(ballot);
    }
    exhausted_ += numbers_.Times(parcel.value, exhausted);
    for (size_t option = 0; option < dealt_.size(); ++option) {
      if (dealt_[option].count > 0) Put(parcel.value, dealt_[option], piles_[option]);
    }
  }

  void Put(const Value& value, Dealt& dealt, Pile& pile) {
    pile.ballots += dealt.count;
    pile.votes += numbers_.Times(value, dealt.count);
    dealt.count = 0;
    for (Parcel& parcel : pile.parcels) {
      if (parcel.value != value) continue;
      parcel.ballots.insert(parcel.ballots.end(), dealt.ballots.begin(), dealt.ballots.end());
      dealt.ballots.clear();
      return;
    }
    pile.parcels.push_back({value, std::exchange(dealt.ballots, {})});
  }

  const Numbers& numbers_;
  const Ballots& ballots_;
  std::vector<uint16_t> places_;  // of each ballot, where it counts
  std::vector<Pile> piles_;
  Value exhausted_ = Value(0);
  std::vector<Dealt> dealt_;  // of one parcel, emptied after it
};

}  // namespace plenum::tally::stv
