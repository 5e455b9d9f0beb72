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
// the ballot groups that stand with it, so that an elimination touches no others, and the ballots
// are copied into one compact array, as the count visits them over and over.
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
  // they had never stood. O(all places named on distinct ballots), and as many 16-bit numbers of
  // memory; with kLast and Unranked::kTiedLast n for each distinct ballot.
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

  // Lays the ballot groups out as rows; sets largest_share_.
  void LayOut(const Profile& profile);
  void LayOutFirst(const Ranking& ranking, bool unranked_last);
  void LayOutLast(const Ranking& ranking, bool unranked_last);
  void AppendTier(std::span<const OptionIndex> tier);

  // Puts the ballots of the group on their next tier with standing options, from `at` on.
  void Place(GroupIndex group, uint32_t at);
  // Collects the standing options of the tier that begins at `at` into sharers_; returns its end.
  uint32_t CollectSharers(GroupIndex group, uint32_t at);
  // Adds `count` votes (negative to take away) that `sharers` options have in common.
  void AddShare(OptionIndex option, size_t sharers, int64_t count);

  // Ballots that count for "the rest": see rest_.
  void EnterRest(GroupIndex group);
  void CountRest(GroupIndex group, int64_t count);
  void LeaveRest(OptionIndex option);

  void Leave(OptionIndex option);
  // Brings the totals up to date after votes have moved.
  void Settle();
  const Integer& Total(OptionIndex option) const {
    return (rest_.used ? rest_.totals : votes_)[static_cast<size_t>(option)];
  }
  template <typename Better>
  std::vector<OptionIndex> Best(const Better& better) const;

  TiedPreferences tied_;
  Side side_;
  std::vector<OptionIndex> standing_;
  std::vector<char> stands_;  // by option

  // The ballot groups: the options of each in the order in which its vote moves, in one row after
  // the other; the last of each tier is marked. The vote ends at vote_end.
  static constexpr uint16_t kTierEnd = 0x8000;
  static_assert(kMaxOptions < kTierEnd);
  struct Group {
    int64_t count;
    size_t row;         // where its row begins
    uint32_t vote_end;  // in the row
    uint32_t at;        // the tier that it stands on: where that begins in the row
    bool spreads;       // after the last tier the vote is shared by all who stand
    bool rest_first;    // before the first tier it is for the rest
  };
  std::vector<uint16_t> rows_;
  std::vector<Group> groups_;
  std::vector<std::vector<GroupIndex>> lists_;  // by option: the groups that stand with it
  std::vector<OptionIndex> sharers_;            // scratch

  // Votes by option, times scale_; unit_[k-1] is scale_ / k. Changes gather in pending_ (by option
  // and k) until Settle.
  size_t largest_share_ = 1;
  Integer scale_ = 1;
  std::vector<Integer> unit_;
  std::vector<Integer> votes_;
  std::vector<int64_t> pending_;
  std::vector<size_t> touched_;

  // Votes against the unranked of truncated ballots. There are many of these options and few
  // ranked ones, so that the latter are kept: with s options standing and r of them ranked on a
  // ballot, each of the other s - r has 1 / (s - r) of its vote. Only a ballot that ranks the
  // option that leaves changes its r.
  struct Rest {
    bool used = false;
    std::vector<int> ranked;                        // by group: its r, -1 when not in here
    std::vector<int64_t> ballots;                   // by r
    std::vector<int64_t> ranking;                   // by option and r: those that rank the option
    std::vector<std::vector<GroupIndex>> by_count;  // by r; may hold groups that have moved on
    std::vector<std::vector<GroupIndex>> lists;     // by option: groups that rank it; as above
    std::vector<Integer> totals;                    // by option: votes_ and the share of these
  };
  Rest rest_;

  int64_t spread_ = 0;  // ballots whose vote all standing options share
  int64_t exhausted_ = 0;
};

}  // namespace plenum::tally
