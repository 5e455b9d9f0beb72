#include "services/deliberation/tally/rounds/bucklin.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/rounds/elimination.h"

namespace plenum::tally {
namespace {

// at[rank * n + option]: ballots that give the option that rank (from 0).
std::vector<int64_t> RankCounts(const Profile& profile) {
  const auto n = static_cast<size_t>(profile.option_count());
  std::vector<int64_t> at(n * n, 0);
  for (const auto& [ranking, count] : profile.groups()) {
    const std::span<const OptionIndex> order = ranking.order();
    const auto ranked = static_cast<size_t>(ranking.ranked_count());
    size_t position = 0;
    if (ranking.tier_count() == ranking.ranked_count()) {
      for (; position < ranked; ++position) {
        at[position * n + static_cast<size_t>(order[position])] += count;
      }
    } else {
      for (const int end : ranking.tier_ends()) {
        const size_t rank = position;
        for (; position < static_cast<size_t>(end); ++position) {
          at[rank * n + static_cast<size_t>(order[position])] += count;
        }
      }
    }
    // An abstention has no last rank either: it would be a vote for all.
    if (profile.unranked() == Unranked::kNotCompared || ranked == 0) continue;
    for (; position < n; ++position) {
      at[ranked * n + static_cast<size_t>(order[position])] += count;
    }
  }
  return at;
}

int64_t BallotsThatRank(const Profile& profile) {
  int64_t ballots = 0;
  for (const auto& [ranking, count] : profile.groups()) {
    if (ranking.ranked_count() > 0) ballots += count;
  }
  return ballots;
}

// The options in tiers by their votes, most first.
std::vector<std::vector<OptionIndex>> TiersByVotes(std::vector<OptionIndex> options,
                                                   const std::vector<int64_t>& votes) {
  const auto of = [&](OptionIndex option) { return votes[static_cast<size_t>(option)]; };
  std::stable_sort(options.begin(), options.end(),
                   [&](OptionIndex a, OptionIndex b) { return of(a) > of(b); });
  std::vector<std::vector<OptionIndex>> tiers;
  for (const OptionIndex option : options) {
    if (tiers.empty() || of(tiers.back().front()) != of(option)) tiers.emplace_back();
    tiers.back().push_back(option);
  }
  return tiers;
}

class BucklinCount {
 public:
  BucklinCount(const Profile& profile, Elimination& work)
      : n_(static_cast<size_t>(profile.option_count())),
        ballots_(BallotsThatRank(profile)),
        at_(RankCounts(profile)),
        votes_(n_, 0),
        waiting_(AllOptions(profile.option_count())),
        ranks_{"deciding ranks", std::vector<Rational>(n_), false},
        deciding_{"votes at the deciding rank", std::vector<Rational>(n_), true},
        work_(work) {}

  Count Run() {
    for (size_t rank = 0; rank < n_ && !waiting_.empty(); ++rank) {
      if (!AddRank(rank)) continue;  // no ballot goes down to here
      std::vector<OptionIndex> ahead;
      for (const OptionIndex option : waiting_) {
        if (votes_[static_cast<size_t>(option)] > ballots_ / 2) ahead.push_back(option);
      }
      std::erase_if(waiting_, [&](OptionIndex option) {
        return std::binary_search(ahead.begin(), ahead.end(), option);
      });
      work_.round().elected = Place(std::move(ahead), rank + 1);
    }
    Place(std::exchange(waiting_, {}), n_ + 1);
    work_.count().figures = {std::move(ranks_), std::move(deciding_)};
    return work_.Finish(tiers_);
  }

 private:
  // Adds the votes of one rank and begins its round, unless there are none.
  bool AddRank(size_t rank) {
    bool any = rank == 0;
    for (size_t option = 0; option < n_; ++option) {
      const int64_t more = at_[rank * n_ + option];
      any = any || more > 0;
      votes_[option] += more;
    }
    if (!any) return false;
    Round round;
    round.unit =
        rank == 0 ? "first choices" : absl::StrCat("votes at rank ", rank + 1, " or better");
    round.majority_of = MakeRational(ballots_, 1);
    round.votes.resize(n_);
    for (const OptionIndex option : waiting_) {
      round.votes[static_cast<size_t>(option)] =
          MakeRational(votes_[static_cast<size_t>(option)], 1);
    }
    work_.Begin(std::move(round));
    return true;
  }

  // Gives the options the next places, by their votes so far; returns them best first.
  std::vector<OptionIndex> Place(std::vector<OptionIndex> options, size_t rank) {
    for (const OptionIndex option : options) {
      const auto i = static_cast<size_t>(option);
      ranks_.values[i] = MakeRational(static_cast<int64_t>(rank), 1);
      deciding_.values[i] = MakeRational(votes_[i], 1);
    }
    std::vector<OptionIndex> placed;
    for (const std::vector<OptionIndex>& level : TiersByVotes(std::move(options), votes_)) {
      for (std::vector<OptionIndex>& tier : work_.Order(level)) {
        placed.insert(placed.end(), tier.begin(), tier.end());
        tiers_.push_back(std::move(tier));
      }
    }
    return placed;
  }

  size_t n_;
  int64_t ballots_;
  std::vector<int64_t> at_;
  std::vector<int64_t> votes_;        // by option, at ranks so far
  std::vector<OptionIndex> waiting_;  // without a majority yet, ascending
  Figure ranks_;
  Figure deciding_;
  std::vector<std::vector<OptionIndex>> tiers_;
  Elimination& work_;
};

}  // namespace

absl::StatusOr<Count> Bucklin(const Profile& profile, const BucklinOptions& options) {
  return CountWithTies(options.tie_policy, [&](const TiePolicy& policy) -> absl::StatusOr<Count> {
    absl::StatusOr<Elimination> work = Elimination::Create(policy, profile.option_count());
    if (!work.ok()) return work.status();
    return BucklinCount(profile, *work).Run();
  });
}

}  // namespace plenum::tally
