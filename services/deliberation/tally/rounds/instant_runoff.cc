#include "services/deliberation/tally/rounds/instant_runoff.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/rounds/elimination.h"

namespace plenum::tally {
namespace {

// Duels of every option against all others, counted when the first tie asks for them.
class Duels {
 public:
  explicit Duels(const Profile& profile) : profile_(profile) {}

  // The part of `level` that BottomTies::kDuels puts last.
  std::vector<OptionIndex> Last(std::vector<OptionIndex> level) {
    if (level.size() > 1 && pairwise_ == nullptr) CountDuels();
    while (level.size() > 1) {
      std::vector<OptionIndex> last;
      for (const OptionIndex option : level) {
        const bool ahead = std::any_of(level.begin(), level.end(), [&](OptionIndex other) {
          return other != option && Ahead(option, other);
        });
        if (!ahead) last.push_back(option);
      }
      if (last.empty() || last.size() == level.size()) break;
      level = std::move(last);
    }
    return level;
  }

 private:
  void CountDuels() {
    pairwise_ = std::make_unique<PairwiseMatrix>(PairwiseMatrix::FromProfile(profile_));
    const int n = profile_.option_count();
    won_.assign(static_cast<size_t>(n), 0);
    balance_.assign(static_cast<size_t>(n), 0);
    for (OptionIndex a = 0; a < n; ++a) {
      for (OptionIndex b = 0; b < n; ++b) {
        if (!pairwise_->beats(a, b)) continue;
        ++won_[static_cast<size_t>(a)];
        ++balance_[static_cast<size_t>(a)];
        --balance_[static_cast<size_t>(b)];
      }
    }
  }

  bool Ahead(OptionIndex a, OptionIndex b) const {
    const auto i = static_cast<size_t>(a);
    const auto j = static_cast<size_t>(b);
    return pairwise_->beats(a, b) || balance_[i] > balance_[j] || won_[i] > won_[j];
  }

  const Profile& profile_;
  std::unique_ptr<PairwiseMatrix> pairwise_;
  std::vector<int> won_;
  std::vector<int> balance_;
};

absl::StatusOr<Count> CountOnce(const Profile& profile, const InstantRunoffOptions& options,
                                const TiePolicy& tie_policy) {
  absl::StatusOr<Elimination> work = Elimination::Create(tie_policy, profile.option_count());
  if (!work.ok()) return work.status();
  StandingVotes votes(profile, AllOptions(profile.option_count()), options.tied_preferences,
                      StandingVotes::Side::kFirst);
  const Rational half = MakeRational(profile.ballots(), 2);
  Duels duels(profile);
  Places places;
  while (votes.standing().size() > 1) {
    Round& round = work->Begin(votes.ToRound());
    if (options.places == RunoffPlaces::kByMajority) {
      std::vector<OptionIndex> ahead = votes.Highest();
      if (*round.votes[static_cast<size_t>(ahead.front())] > half) {
        round.elected = ahead;
        votes.Eliminate(ahead);
        places.Top(std::move(ahead));
        continue;
      }
    }
    std::vector<OptionIndex> level = votes.Lowest();
    if (options.bottom_ties == BottomTies::kDuels) level = duels.Last(std::move(level));
    if (!EliminateOneOf(level, votes, *work, places)) break;
  }
  PlaceLastStanding(votes, *work, places);
  return work->Finish(places.Tiers());
}

}  // namespace

absl::StatusOr<Count> InstantRunoff(const Profile& profile, const InstantRunoffOptions& options) {
  return CountWithTies(options.tie_policy, [&](const TiePolicy& policy) {
    return CountOnce(profile, options, policy);
  });
}

}  // namespace plenum::tally
