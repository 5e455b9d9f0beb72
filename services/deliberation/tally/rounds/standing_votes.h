// StandingVotes: where every ballot stands while options leave the count one after the other. The
// counting core of all methods with rounds: instant runoff, Coombs, Benham, plurality and so on.
//
//   StandingVotes votes(profile, AllOptions(profile.option_count()), TiedPreferences::kSplit,
//                       StandingVotes::Side::kFirst);
//   votes.Lowest();        // the options with the fewest votes, ascending
//   votes.Eliminate({3});  // moves only the ballots that stood with option 3
//
// Counts are integers, also where ballots are split: a vote that is shared by k options is counted
// under k, and only the totals are brought to a common denominator. Every option keeps the list of
// the ballot groups that stand with it, so that an elimination touches no others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/exact.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/ranking.h"

namespace plenum::tally {

// Whose vote a ballot is that puts several options level. Registered before voting opens.
enum class TiedPreferences {
  // The best tier that holds options still in the count shares the vote equally among them.
  kSplit,
  // A tier that named several options when the ballot was cast never has a vote, also not once only
  // one of them is left; the vote goes to the best tier of a single option. So counts CondorcetPHP.
  kSkip,
};

// 0..option_count-1.
std::vector<OptionIndex> AllOptions(int option_count);

class StandingVotes {
 public:
  // Which end of the ballots gives the votes.
  enum class Side {
    // The best place among the options in the count. With Unranked::kTiedLast the unranked are a
    // last tier; with kNotCompared a ballot is exhausted after its last ranked tier.
    kFirst,
    // The worst place among them, for rules that count votes against. The best tier of a ballot, as
    // cast, is never voted against; a ballot on which only that is left is exhausted. With
    // kTiedLast the unranked are the worst tier, with kNotCompared they are no part of the ballot.
    kLast,
  };

  // Counts the ballots among `contestants` (ascending, without duplicates); other options are as if
  // they had never stood. The profile must outlive this and not change. O(all places named on
  // distinct ballots).
  StandingVotes(const Profile& profile, std::vector<OptionIndex> contestants, TiedPreferences tied,
                Side side);

  // The options still in the count, ascending.
  const std::vector<OptionIndex>& standing() const { return standing_; }
  // Those with the fewest or the most votes, ascending. O(n).
  std::vector<OptionIndex> Lowest() const;
  std::vector<OptionIndex> Highest() const;
  // The standing options in tiers, the most votes first. O(n log n).
  std::vector<std::vector<OptionIndex>> Tiers() const;

  // Exact votes of an option in the count.
  Rational Votes(OptionIndex option) const;
  // Votes of ballots that name no option in the count.
  int64_t exhausted() const { return exhausted_; }
  // The votes of all, as a round without decisions. Their sum and exhausted make the number of
  // ballots.
  Round ToRound() const;

  // Takes standing options out; their ballots go on to the next place. O(places passed over on the
  // ballots that stood with them).
  void Eliminate(std::span<const OptionIndex> options);

 private:
  using GroupIndex = uint32_t;

  bool Stands(OptionIndex option) const { return stands_[static_cast<size_t>(option)] != 0; }
  // Tiers of the ballot in the order in which its vote moves; the last may be shared by all that
  // stand (see Spreads).
  int TierCount(const Ranking& ranking) const;
  std::span<const OptionIndex> TierAt(const Ranking& ranking, int step) const;
  // Whether the tier, once the vote has moved to it, holds all options that are still in the count.
  bool Spreads(const Ranking& ranking, int step) const;
  int LargestSharedTier() const;

  // Puts the ballots of the group on their next tier with standing options, from `step` on.
  void Place(GroupIndex group, int step);
  void Leave(OptionIndex option);
  // Adds `count` votes (negative to take away) that `sharers` options have in common.
  void AddShare(OptionIndex option, size_t sharers, int64_t count);
  void Settle();

  std::span<const BallotGroup> groups_;
  bool unranked_last_;
  TiedPreferences tied_;
  Side side_;
  std::vector<OptionIndex> standing_;
  std::vector<char> stands_;  // by option

  std::vector<int> step_;                       // by group: the tier that it stands on
  std::vector<std::vector<GroupIndex>> lists_;  // by option: the groups that stand with it
  std::vector<OptionIndex> sharers_;            // scratch

  // Votes by option, times scale_; unit_[k-1] is scale_ / k. Changes gather in pending_ (by option
  // and k) until Settle.
  size_t largest_share_;
  Integer scale_ = 1;
  std::vector<Integer> unit_;
  std::vector<Integer> votes_;
  std::vector<int64_t> pending_;
  std::vector<size_t> touched_;

  int64_t spread_ = 0;  // ballots whose vote all standing options share
  int64_t exhausted_ = 0;
};

}  // namespace plenum::tally
