#include "services/deliberation/tally/rounds/plurality.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "services/deliberation/tally/rounds/elimination.h"

namespace plenum::tally {
namespace {

using Tiers = std::vector<std::vector<OptionIndex>>;

StandingVotes VotesAmong(const Profile& profile, std::vector<OptionIndex> options,
                         TiedPreferences tied) {
  return StandingVotes(profile, std::move(options), tied, StandingVotes::Side::kFirst);
}

Figure FirstChoices(const Round& round) {
  Figure figure{"votes", {}, true};
  for (const std::optional<Rational>& votes : round.votes) figure.values.push_back(*votes);
  return figure;
}

// The tiers with each split by the tie policy.
Tiers Split(const Tiers& tiers, Elimination& work) {
  Tiers split;
  for (const std::vector<OptionIndex>& tier : tiers) {
    for (auto& part : work.Order(tier)) split.push_back(std::move(part));
  }
  return split;
}

// The two best of the first round, with all who are level for the second place and whom the policy
// does not part; ascending. Empty when the policy holds.
std::vector<OptionIndex> Finalists(const Tiers& by_votes, Elimination& work) {
  std::vector<OptionIndex> finalists = by_votes[0];
  if (finalists.size() > 2) {
    const std::vector<OptionIndex>& level = by_votes[0];
    finalists = work.First(level);
    if (finalists.size() == 1) {
      std::vector<OptionIndex> rest;
      std::copy_if(level.begin(), level.end(), std::back_inserter(rest),
                   [&](OptionIndex option) { return option != finalists.front(); });
      const std::vector<OptionIndex> second = work.First(rest);
      if (second.empty()) return {};
      finalists.insert(finalists.end(), second.begin(), second.end());
    }
  } else if (finalists.size() == 1) {
    const std::vector<OptionIndex> second = work.First(by_votes[1]);
    if (second.empty()) return {};
    finalists.insert(finalists.end(), second.begin(), second.end());
  }
  std::sort(finalists.begin(), finalists.end());
  return finalists;
}

absl::StatusOr<Count> TwoRoundOnce(const Profile& profile, const PluralityOptions& options,
                                   const TiePolicy& policy) {
  const int n = profile.option_count();
  absl::StatusOr<Elimination> work = Elimination::Create(policy, n);
  if (!work.ok()) return work.status();
  const StandingVotes first = VotesAmong(profile, AllOptions(n), options.tied_preferences);
  Tiers tiers = first.Tiers();
  Round& opening = work->Begin(first.ToRound());
  work->count().figures.push_back(FirstChoices(opening));
  const Rational half = MakeRational(profile.ballots() - first.exhausted(), 2);
  if (n <= 2 || sgn(half) == 0 || first.Votes(tiers[0][0]) > half) {
    opening.elected = tiers[0];
    if (sgn(half) > 0 && first.Votes(tiers[0][0]) > half) opening.majority_of = half * 2;
    return work->Finish(Split(tiers, *work));
  }
  const std::vector<OptionIndex> finalists = Finalists(tiers, *work);
  if (finalists.empty()) return work->Finish(tiers);
  const auto in_final = [&](OptionIndex option) {
    return std::binary_search(finalists.begin(), finalists.end(), option);
  };
  Tiers below = Split(tiers, *work);
  for (std::vector<OptionIndex>& tier : below) std::erase_if(tier, in_final);
  std::erase_if(below, [](const std::vector<OptionIndex>& tier) { return tier.empty(); });
  for (const auto& tier : below) {
    opening.eliminated.insert(opening.eliminated.end(), tier.begin(), tier.end());
  }
  std::sort(opening.eliminated.begin(), opening.eliminated.end());
  const StandingVotes second = VotesAmong(profile, finalists, options.tied_preferences);
  work->Begin(second.ToRound());
  tiers = Split(second.Tiers(), *work);
  work->round().elected = tiers[0];
  tiers.insert(tiers.end(), below.begin(), below.end());
  return work->Finish(tiers);
}

}  // namespace

absl::StatusOr<Count> Plurality(const Profile& profile, const PluralityOptions& options) {
  const int n = profile.option_count();
  return CountWithTies(options.tie_policy, [&](const TiePolicy& policy) -> absl::StatusOr<Count> {
    absl::StatusOr<Elimination> work = Elimination::Create(policy, n);
    if (!work.ok()) return work.status();
    const StandingVotes votes = VotesAmong(profile, AllOptions(n), options.tied_preferences);
    const Round& round = work->Begin(votes.ToRound());
    work->count().figures.push_back(FirstChoices(round));
    const Tiers tiers = Split(votes.Tiers(), *work);
    work->round().elected = tiers[0];
    return work->Finish(tiers);
  });
}

absl::StatusOr<Count> TwoRound(const Profile& profile, const PluralityOptions& options) {
  return CountWithTies(options.tie_policy, [&](const TiePolicy& policy) {
    return TwoRoundOnce(profile, options, policy);
  });
}

}  // namespace plenum::tally
