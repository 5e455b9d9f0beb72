// Elimination: the working of one count in rounds, shared by the methods of this folder: the rounds
// so far, and the tie policy where a round leaves options level. Places collects the ranking from
// both ends. Internal to the folder; callers see only the Count that Finish returns.
//
//   while (votes.standing().size() > 1) {
//     work.Begin(votes.ToRound());
//     if (!EliminateOneOf(votes.Lowest(), votes, work, places)) break;  // held for a decision
//   }
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/ranking.h"
#include "services/deliberation/tally/rounds/standing_votes.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

// The places of a ranking, given from the top and from the bottom towards the middle.
class Places {
 public:
  void Top(std::vector<OptionIndex> tier) { top_.push_back(std::move(tier)); }
  void Bottom(std::vector<OptionIndex> tier) { bottom_.push_back(std::move(tier)); }
  // Best first.
  std::vector<std::vector<OptionIndex>> Tiers() const;

 private:
  std::vector<std::vector<OptionIndex>> top_;
  std::vector<std::vector<OptionIndex>> bottom_;  // the last place first
};

class Elimination {
 public:
  // Errors as TieBreaker::Create.
  static absl::StatusOr<Elimination> Create(const TiePolicy& policy, int option_count);

  // Starts a round with these figures (Round::votes and exhausted set). For Backwards and Forwards
  // more is better, or worse where `more_is_better` is false.
  Round& Begin(Round round, bool more_is_better = true);
  Round& round() { return count_.rounds.back(); }

  // Of options that the round leaves level, those that the policy puts last (or first): one, or
  // several that stay level. Empty when the policy holds; the count must then stop.
  std::vector<OptionIndex> Last(std::span<const OptionIndex> level);
  std::vector<OptionIndex> First(std::span<const OptionIndex> level);
  // All of them, best first, as TieBreaker::Order.
  std::vector<std::vector<OptionIndex>> Order(std::span<const OptionIndex> level);

  // Records that several options leave the round together, because the policy keeps ties: who is
  // still in the count hangs on it.
  void NoteKept(std::span<const OptionIndex> together);

  bool held() const { return count_.held; }
  // For sets and figures of the method.
  Count& count() { return count_; }

  // The result with these tiers, in which every option stands once. ranking_by_votes is the same:
  // where the policy was used, the method counts again without it (see CountWithTies).
  Count Finish(const std::vector<std::vector<OptionIndex>>& tiers);

 private:
  Elimination(TieBreaker by_rounds, TieBreaker fallback, bool keeps_history, Count count)
      : by_rounds_(std::move(by_rounds)),
        fallback_(std::move(fallback)),
        keeps_history_(keeps_history),
        count_(std::move(count)) {}

  // The part of the level options at one end that the earlier rounds cannot tell apart, or that the
  // fallback can.
  std::vector<OptionIndex> End(std::span<const OptionIndex> level, bool last);
  void CollectEvents();

  // Two breakers, so that the fallback is asked only about options that a decision is needed for.
  TieBreaker by_rounds_;
  TieBreaker fallback_;
  size_t by_rounds_seen_ = 0;
  size_t fallback_seen_ = 0;
  bool keeps_history_;
  RoundHistory history_;  // with empty rounds unless the policy looks at them
  Count count_;
};

// Ends the current round by taking out the one of `level` that the tie policy puts last, or all
// that stay level, and gives them the next place from the bottom; if that is all who still stand,
// they are the round's `elected`. False when the policy holds: all who still stand then get one
// place together, none is taken out, and the count is over.
bool EliminateOneOf(const std::vector<OptionIndex>& level, StandingVotes& votes, Elimination& work,
                    Places& places);

// After the last round: the one option that still stands, if there is one, gets the place that is
// left and is `elected` of the last round.
void PlaceLastStanding(const StandingVotes& votes, Elimination& work, Places& places);

// Runs `count(policy)` and, where the policy had to be used, `count(KeepTied{})` for
// ranking_by_votes: in a count by rounds a tie that is broken changes what follows, so that what
// the votes alone say is the count that keeps ties (and eliminates level options together).
template <typename CountFunction>
absl::StatusOr<Count> CountWithTies(const TiePolicy& policy, const CountFunction& count) {
  absl::StatusOr<Count> result = count(policy);
  if (!result.ok() || result->events.empty()) return result;
  absl::StatusOr<Count> by_votes = count(TiePolicy(KeepTied{}));
  if (!by_votes.ok()) return by_votes.status();
  result->ranking_by_votes = std::move(by_votes->ranking);
  return result;
}

}  // namespace plenum::tally
