#include "services/deliberation/tally/rounds/condorcet_runoff.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "services/deliberation/tally/rounds/elimination.h"

namespace plenum::tally {
namespace {

using Tiers = std::vector<std::vector<OptionIndex>>;

absl::Status CheckMatrix(const Profile& profile, const PairwiseMatrix& pairwise) {
  if (pairwise.option_count() == profile.option_count() &&
      pairwise.ballots() == profile.ballots() && pairwise.unranked() == profile.unranked()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError("the pairwise matrix is not that of the ballots");
}

// What the three methods hand around.
struct Input {
  const Profile& profile;
  const PairwiseMatrix& pairwise;
  TiedPreferences tied;

  StandingVotes VotesAmong(std::vector<OptionIndex> options) const {
    return StandingVotes(profile, std::move(options), tied, StandingVotes::Side::kFirst);
  }
};

void NoteSmithSet(const std::vector<OptionIndex>& set, Elimination& work) {
  auto& sets = work.count().sets;
  sets.push_back({sets.empty() ? "Smith set" : "Smith set of those left", set});
}

// Instant runoff among one layer.
Tiers RunOff(const Input& input, const std::vector<OptionIndex>& layer, Elimination& work) {
  if (layer.size() == 1 || work.held()) return {layer};
  StandingVotes votes = input.VotesAmong(layer);
  Places places;
  while (votes.standing().size() > 1) {
    work.Begin(votes.ToRound());
    if (!EliminateOneOf(votes.Lowest(), votes, work, places)) break;
  }
  PlaceLastStanding(votes, work, places);
  return places.Tiers();
}

// Tideman's alternative among one layer.
Tiers AlternateSmith(const Input& input, const std::vector<OptionIndex>& layer, Elimination& work) {
  if (layer.size() == 1 || work.held()) return {layer};
  StandingVotes votes = input.VotesAmong(layer);
  // What left so far, the worst first. A group of lower layers is ranked once this is done, so that
  // the rounds of the best come first.
  struct Out {
    std::vector<OptionIndex> options;
    bool ranked;
  };
  std::vector<Out> out;
  while (votes.standing().size() > 1) {
    work.Begin(votes.ToRound());
    Places places;  // of this round only
    const bool decided = EliminateOneOf(votes.Lowest(), votes, work, places);
    out.push_back({places.Tiers().front(), true});
    if (!decided) break;
    const Tiers layers = SmithLayers(input.pairwise, votes.standing());
    if (layers.size() < 2) continue;
    NoteSmithSet(layers.front(), work);
    for (size_t i = layers.size() - 1; i > 0; --i) {
      work.round().eliminated.insert(work.round().eliminated.end(), layers[i].begin(),
                                     layers[i].end());
      votes.Eliminate(layers[i]);
      out.push_back({layers[i], false});
    }
    std::sort(work.round().eliminated.begin(), work.round().eliminated.end());
  }
  if (!work.held() && votes.standing().size() == 1) {
    out.push_back({votes.standing(), true});
    work.round().elected = votes.standing();
  }
  Tiers tiers;
  for (auto group = out.rbegin(); group != out.rend(); ++group) {
    if (group->ranked) {
      tiers.push_back(std::move(group->options));
      continue;
    }
    for (auto& tier : AlternateSmith(input, group->options, work)) tiers.push_back(std::move(tier));
  }
  return tiers;
}

// The methods that rank the layers one after the other.
template <typename RankLayer>
absl::StatusOr<Count> CountByLayers(const Profile& profile, const PairwiseMatrix& pairwise,
                                    const CondorcetRunoffOptions& options,
                                    const RankLayer& rank_layer) {
  if (absl::Status status = CheckMatrix(profile, pairwise); !status.ok()) return status;
  const Input input{profile, pairwise, options.tied_preferences};
  const std::vector<OptionIndex> all = AllOptions(profile.option_count());
  return CountWithTies(options.tie_policy, [&](const TiePolicy& policy) -> absl::StatusOr<Count> {
    absl::StatusOr<Elimination> work = Elimination::Create(policy, profile.option_count());
    if (!work.ok()) return work.status();
    Tiers tiers;
    for (const std::vector<OptionIndex>& layer : SmithLayers(pairwise, all)) {
      NoteSmithSet(layer, *work);
      for (auto& tier : rank_layer(input, layer, *work)) tiers.push_back(std::move(tier));
    }
    return work->Finish(tiers);
  });
}

// The members of the count that have lost or drawn no duel against another member: at most one.
class WinnerWatch {
 public:
  WinnerWatch(const PairwiseMatrix& pairwise, const std::vector<OptionIndex>& standing)
      : pairwise_(pairwise), not_beaten_(static_cast<size_t>(pairwise.option_count()), 0) {
    for (const OptionIndex a : standing) {
      for (const OptionIndex b : standing) {
        if (a != b && !pairwise_.beats(a, b)) ++not_beaten_[static_cast<size_t>(a)];
      }
    }
  }

  void Leave(OptionIndex gone, const std::vector<OptionIndex>& standing) {
    for (const OptionIndex a : standing) {
      if (!pairwise_.beats(a, gone)) --not_beaten_[static_cast<size_t>(a)];
    }
  }

  std::vector<OptionIndex> Winner(const std::vector<OptionIndex>& standing) const {
    for (const OptionIndex a : standing) {
      if (not_beaten_[static_cast<size_t>(a)] == 0) return {a};
    }
    return {};
  }

 private:
  const PairwiseMatrix& pairwise_;
  std::vector<int> not_beaten_;  // by option: the members that it does not beat
};

absl::StatusOr<Count> BenhamOnce(const Input& input, const TiePolicy& policy) {
  const int n = input.profile.option_count();
  absl::StatusOr<Elimination> work = Elimination::Create(policy, n);
  if (!work.ok()) return work.status();
  StandingVotes votes = input.VotesAmong(AllOptions(n));
  WinnerWatch watch(input.pairwise, votes.standing());
  Places places;
  while (votes.standing().size() > 1) {
    Round& round = work->Begin(votes.ToRound());
    const std::vector<OptionIndex> before = votes.standing();
    std::vector<OptionIndex> winner = watch.Winner(before);
    if (!winner.empty()) {
      round.elected = winner;
      round.beats_all = true;
      votes.Eliminate(winner);
      places.Top(std::move(winner));
    } else if (!EliminateOneOf(votes.Lowest(), votes, *work, places)) {
      break;
    }
    for (const OptionIndex option : before) {
      if (!std::binary_search(votes.standing().begin(), votes.standing().end(), option)) {
        watch.Leave(option, votes.standing());
      }
    }
  }
  PlaceLastStanding(votes, *work, places);
  return work->Finish(places.Tiers());
}

}  // namespace

std::vector<std::vector<OptionIndex>> SmithLayers(const PairwiseMatrix& pairwise,
                                                  std::span<const OptionIndex> options) {
  std::vector<std::pair<int64_t, OptionIndex>> by_score;  // twice the duels won, negated
  for (const OptionIndex a : options) {
    int64_t score = 0;
    for (const OptionIndex b : options) {
      const int64_t margin = pairwise.margin(a, b);
      if (a != b) score += margin > 0 ? 2 : (margin == 0 ? 1 : 0);
    }
    by_score.emplace_back(-score, a);
  }
  std::sort(by_score.begin(), by_score.end());
  Tiers layers;
  std::vector<OptionIndex> layer;
  const auto size = std::ssize(by_score);
  int64_t sum = 0;
  for (int64_t j = 1; j <= size; ++j) {
    const auto& [score, option] = by_score[static_cast<size_t>(j - 1)];
    layer.push_back(option);
    sum -= score;
    // Two points for each of the duels among the best j and for each against the others.
    if (sum != j * (j - 1) + 2 * j * (size - j)) continue;
    std::sort(layer.begin(), layer.end());
    layers.push_back(std::exchange(layer, {}));
  }
  return layers;
}

absl::StatusOr<Count> SmithInstantRunoff(const Profile& profile, const PairwiseMatrix& pairwise,
                                         const CondorcetRunoffOptions& options) {
  return CountByLayers(profile, pairwise, options, RunOff);
}

absl::StatusOr<Count> TidemanAlternative(const Profile& profile, const PairwiseMatrix& pairwise,
                                         const CondorcetRunoffOptions& options) {
  return CountByLayers(profile, pairwise, options, AlternateSmith);
}

absl::StatusOr<Count> Benham(const Profile& profile, const PairwiseMatrix& pairwise,
                             const CondorcetRunoffOptions& options) {
  if (absl::Status status = CheckMatrix(profile, pairwise); !status.ok()) return status;
  const Input input{profile, pairwise, options.tied_preferences};
  return CountWithTies(options.tie_policy,
                       [&](const TiePolicy& policy) { return BenhamOnce(input, policy); });
}

}  // namespace plenum::tally
