#include "services/deliberation/tally/report/flip_margin.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

#include "services/deliberation/tally/report/elimination_bound.h"
#include "services/deliberation/tally/report/lower_bound.h"
#include "services/deliberation/tally/report/points_margin.h"
#include "services/deliberation/tally/rounds/standing_votes.h"

namespace plenum::tally {
namespace {

// Rivals that recounts are spent on; only one where a single recount takes all of kRecountSteps.
constexpr size_t kMaxRivals = 3;
// Recounts for one rival: as many as make this many steps of groups x options, within limits.
constexpr int64_t kRecountSteps = 25'000'000;
constexpr int64_t kFewestRecounts = 6;
constexpr int64_t kMostRecounts = 64;

std::optional<OptionIndex> SoleFirst(const Count& count) {
  const std::span<const OptionIndex> first = count.ranking_by_votes.tier(0);
  return first.size() == 1 ? std::optional<OptionIndex>(first[0]) : std::nullopt;
}

// The ballots with the first `changed` of them, in order of usefulness, replaced.
class Replacement {
 public:
  // `duels`: the method compares options head to head.
  Replacement(const Profile& profile, const PairwiseMatrix& pairwise, OptionIndex winner,
              OptionIndex rival, bool duels)
      : profile_(profile), matrix_(pairwise), ballot_(Substitute(winner, rival)) {
    const std::span<const BallotGroup> groups = profile.groups();
    std::vector<int> help(groups.size());
    for (size_t g = 0; g < groups.size(); ++g) {
      help[g] = Help(groups[g].ranking, winner, rival, duels);
    }
    order_.resize(groups.size());
    std::iota(order_.begin(), order_.end(), size_t{0});
    std::stable_sort(order_.begin(), order_.end(),
                     [&](size_t a, size_t b) { return help[a] > help[b]; });
  }

  // The matrix with that many replaced; moves on from the number asked for before.
  const PairwiseMatrix& Matrix(int64_t changed) {
    while (changed_ != changed) {
      const bool more = changed > changed_;
      if (!more && in_group_ == 0) in_group_ = Group(--position_).count;
      const BallotGroup& group = Group(position_);
      const int64_t step = more ? std::min(group.count - in_group_, changed - changed_)
                                : std::min(in_group_, changed_ - changed);
      // Neither fails: what is taken out has been put in.
      (more ? matrix_.Remove(group.ranking, step) : matrix_.Remove(ballot_, step)).IgnoreError();
      (more ? matrix_.Add(ballot_, step) : matrix_.Add(group.ranking, step)).IgnoreError();
      changed_ += more ? step : -step;
      in_group_ += more ? step : -step;
      if (in_group_ == group.count) {
        ++position_;
        in_group_ = 0;
      }
    }
    return matrix_;
  }

  Profile Ballots(int64_t changed) const {
    Profile replaced = *Profile::Create(profile_.option_count(), profile_.unranked());
    int64_t left = changed;
    for (const size_t g : order_) {
      const BallotGroup& group = profile_.groups()[g];
      const int64_t out = std::min(left, group.count);
      left -= out;
      if (group.count > out) replaced.Add(group.ranking, group.count - out).IgnoreError();
    }
    if (changed > 0) replaced.Add(ballot_, changed).IgnoreError();
    return replaced;
  }

 private:
  // The rival first, the winner last, everything else level between them.
  Ranking Substitute(OptionIndex winner, OptionIndex rival) const {
    std::vector<OptionIndex> rest;
    for (OptionIndex option = 0; option < profile_.option_count(); ++option) {
      if (option != winner && option != rival) rest.push_back(option);
    }
    std::vector<std::vector<OptionIndex>> tiers = {{rival}};
    if (!rest.empty()) tiers.push_back(std::move(rest));
    tiers.push_back({winner});
    return *Ranking::Create(profile_.option_count(), tiers);
  }

  // How much the ballot helps the winner against the rival.
  int Help(const Ranking& ballot, OptionIndex winner, OptionIndex rival, bool duels) const {
    const std::optional<int> a = ballot.TierOf(winner);
    const std::optional<int> b = ballot.TierOf(rival);
    if (duels && profile_.unranked() == Unranked::kNotCompared && !(a && b)) return 0;
    // A rival that is left out gets less than one that is last.
    return b.value_or(ballot.tier_count() + 1) - a.value_or(ballot.tier_count() + 1);
  }

  const BallotGroup& Group(size_t position) const { return profile_.groups()[order_[position]]; }

  const Profile& profile_;
  PairwiseMatrix matrix_;
  const Ranking ballot_;
  std::vector<size_t> order_;
  int64_t changed_ = 0;   // ballots replaced in matrix_
  size_t position_ = 0;   // in order_: the group that is being replaced
  int64_t in_group_ = 0;  // ballots of it that are
};

// The smallest number of replaced ballots that was seen to move the first place.
class Search {
 public:
  Search(const Profile& profile, const PairwiseMatrix& pairwise, const MethodUnderTest& method,
         OptionIndex winner, const base::Stopped& stopped)
      : profile_(profile),
        pairwise_(pairwise),
        method_(method),
        winner_(winner),
        stopped_(stopped) {
    const int64_t steps =
        RecountSteps(method, std::ssize(profile.groups()), profile.option_count());
    expensive_ = steps > kRecountSteps;
    recounts_ =
        std::clamp(kRecountSteps / steps, method.exponential ? 1 : kFewestRecounts, kMostRecounts);
  }

  size_t rivals() const { return expensive_ ? 1 : kMaxRivals; }

  // Below `best`, if there is one.
  absl::StatusOr<std::optional<int64_t>> Run(OptionIndex rival, int64_t at_least,
                                             std::optional<int64_t> best) {
    const bool duels = method_.by_matrix || method_.margin == MarginRule::kCondorcet;
    Replacement replacement(profile_, pairwise_, winner_, rival, duels);
    int64_t left = recounts_;
    int64_t low = at_least - 1;  // does not move it
    int64_t high = best.value_or(profile_.ballots() + 1);
    std::optional<int64_t> found;
    // The bound itself, doubling steps up to the first that moves it, then halving between.
    for (int64_t step = 0; left > 0 && low + 1 < high; --left) {
      const int64_t tried =
          found || low + step >= high ? low + (high - low) / 2 : std::max(low + step, at_least);
      const absl::StatusOr<bool> moved = Moves(replacement, tried);
      if (!moved.ok()) return moved.status();
      if (*moved) {
        found = high = tried;
      } else {
        low = tried;
        step = step == 0 ? at_least : step * 2;
      }
    }
    return found;
  }

 private:
  absl::StatusOr<bool> Moves(Replacement& replacement, int64_t changed) const {
    if (base::IsStopped(stopped_)) return base::StoppedWork();
    absl::StatusOr<Count> count =
        method_.by_matrix ? method_.count(profile_, replacement.Matrix(changed)) : [&] {
          const Profile ballots = replacement.Ballots(changed);
          return method_.count(ballots, PairwiseMatrix::FromProfile(ballots));
        }();
    if (!count.ok()) return count.status();
    return SoleFirst(*count) != winner_;
  }

  const Profile& profile_;
  const PairwiseMatrix& pairwise_;
  const MethodUnderTest& method_;
  OptionIndex winner_;
  const base::Stopped& stopped_;
  bool expensive_ = false;
  int64_t recounts_ = 0;
};

// The options that come nearest to the winner head to head, and the next in the ranking.
std::vector<OptionIndex> Rivals(const PairwiseMatrix& pairwise, const Count& count,
                                OptionIndex winner, size_t most) {
  std::vector<OptionIndex> rivals;
  for (const OptionIndex option : count.ranking.order()) {
    if (option != winner) rivals.push_back(option);
  }
  std::stable_sort(rivals.begin() + (rivals.empty() ? 0 : 1), rivals.end(),
                   [&](OptionIndex a, OptionIndex b) {
                     return pairwise.margin(winner, a) < pairwise.margin(winner, b);
                   });
  if (rivals.size() > most) rivals.resize(most);
  return rivals;
}

// The ballots changed as `path` asks: in each of its rounds, so many of the ballots that count for
// who is to leave are given to those with fewer votes that are to stay. At each step the fewest
// that are enough there, and `extra` more at the last.
struct Changed {
  Profile profile;
  int64_t ballots = 0;
};

// The new ballot has `first` in front, then who stays longest, the winner at the end.
Ranking BallotFor(OptionIndex first, int option_count,
                  const std::vector<std::vector<OptionIndex>>& path) {
  const OptionIndex winner = path.back().front();
  std::vector<int> leaves(static_cast<size_t>(option_count), static_cast<int>(path.size()));
  for (size_t round = 0; round < path.size(); ++round) {
    for (const OptionIndex option : path[round]) {
      leaves[static_cast<size_t>(option)] = static_cast<int>(round);
    }
  }
  std::vector<OptionIndex> order = AllOptions(option_count);
  std::erase_if(order, [&](OptionIndex option) { return option == first || option == winner; });
  std::stable_sort(order.begin(), order.end(), [&](OptionIndex a, OptionIndex b) {
    return leaves[static_cast<size_t>(a)] > leaves[static_cast<size_t>(b)];
  });
  std::vector<std::vector<OptionIndex>> tiers = {{first}};
  for (const OptionIndex option : order) tiers.push_back({option});
  tiers.push_back({winner});
  return *Ranking::Create(option_count, tiers);
}

// The first tier of the ballot among the options that stand is this one alone.
bool CountsFor(const Ranking& ballot, OptionIndex option, const std::vector<char>& stands) {
  for (int t = 0; t < ballot.tier_count(); ++t) {
    int standing = 0;
    bool is_in = false;
    for (const OptionIndex one : ballot.tier(t)) {
      standing += stands[static_cast<size_t>(one)];
      is_in = is_in || one == option;
    }
    if (standing > 0) return is_in && standing == 1;
  }
  return false;
}

// Replaces up to `number` ballots that count for `option`.
void GiveAway(int64_t number, OptionIndex option, const std::vector<char>& stands,
              const Ranking& instead, Changed& changed) {
  Profile profile = *Profile::Create(changed.profile.option_count(), changed.profile.unranked());
  int64_t left = number;
  for (const BallotGroup& group : changed.profile.groups()) {
    int64_t out = 0;
    if (left > 0 && CountsFor(group.ranking, option, stands)) out = std::min(left, group.count);
    left -= out;
    if (group.count > out) profile.Add(group.ranking, group.count - out).IgnoreError();
  }
  const int64_t given = number - left;
  if (given > 0) profile.Add(instead, given).IgnoreError();
  changed.ballots += given;
  changed.profile = std::move(profile);
}

// Who gets how many of the ballots of an option that is to leave a round.
std::vector<std::pair<OptionIndex, int64_t>> Receivers(const StandingVotes& votes,
                                                       OptionIndex leaving,
                                                       const std::vector<OptionIndex>& staying,
                                                       int64_t extra) {
  std::vector<Rational> gaps;
  for (const OptionIndex option : staying) {
    gaps.emplace_back(votes.Votes(leaving) - votes.Votes(option));
  }
  const int64_t needed = BallotsToLeave(gaps) + extra;
  std::vector<std::pair<OptionIndex, int64_t>> receivers;
  int64_t left = needed;
  size_t fewest = 0;
  for (size_t i = 0; i < staying.size(); ++i) {
    const int64_t gets = BallotsToClose(gaps[i] - MakeRational(needed, 1), 1);
    receivers.emplace_back(staying[i], gets);
    left -= gets;
    if (gaps[i] > gaps[fewest]) fewest = i;
  }
  receivers[fewest].second += std::max<int64_t>(left, 0);
  return receivers;
}

Changed Follow(const Profile& ballots, const std::vector<std::vector<OptionIndex>>& path,
               TiedPreferences tied, int64_t extra) {
  Changed changed{ballots};
  const int n = ballots.option_count();
  std::vector<char> stands(static_cast<size_t>(n), 1);
  for (size_t round = 0; round < path.size(); ++round) {
    std::vector<OptionIndex> standing = AllOptions(n);
    std::erase_if(standing,
                  [&](OptionIndex option) { return stands[static_cast<size_t>(option)] == 0; });
    std::vector<OptionIndex> staying = standing;
    std::erase_if(staying, [&](OptionIndex option) {
      return std::find(path[round].begin(), path[round].end(), option) != path[round].end();
    });
    const bool is_last = round + 1 == path.size();
    for (const OptionIndex leaving : path[round]) {
      const StandingVotes votes(changed.profile, standing, tied, StandingVotes::Side::kFirst);
      for (const auto& [option, gets] : Receivers(votes, leaving, staying, is_last ? extra : 0)) {
        if (gets > 0) GiveAway(gets, leaving, stands, BallotFor(option, n, path), changed);
      }
    }
    for (const OptionIndex leaving : path[round]) stands[static_cast<size_t>(leaving)] = 0;
  }
  return changed;
}

// What the way that the lower bound found comes to, where it is a way of instant runoff.
absl::Status TryPath(const Profile& profile, const MethodUnderTest& method, const LowerBound& bound,
                     OptionIndex winner, FlipMargin& margin) {
  const bool skips = method.margin == MarginRule::kEliminatesLowestSkip;
  if (bound.path.empty() || (!skips && method.margin != MarginRule::kEliminatesLowest)) {
    return absl::OkStatus();
  }
  for (const int64_t extra : {0, 1}) {
    const Changed changed = Follow(profile, bound.path,
                                   skips ? TiedPreferences::kSkip : TiedPreferences::kSplit, extra);
    if (changed.ballots < bound.ballots || (margin.at_most && changed.ballots >= *margin.at_most)) {
      continue;
    }
    const absl::StatusOr<Count> count =
        method.count(changed.profile, PairwiseMatrix::FromProfile(changed.profile));
    if (!count.ok()) return count.status();
    if (SoleFirst(*count) == winner) continue;
    margin.at_most = changed.ballots;
    const std::span<const OptionIndex> first = count->ranking_by_votes.tier(0);
    margin.rival = first[0] == winner ? first[1] : first[0];
    break;
  }
  return absl::OkStatus();
}

bool AddsUpPoints(MarginRule rule) {
  return rule == MarginRule::kPlurality || rule == MarginRule::kBorda ||
         rule == MarginRule::kDowdall;
}

}  // namespace

absl::StatusOr<FlipMargin> FindFlipMargin(const Profile& profile, const PairwiseMatrix& pairwise,
                                          const MethodUnderTest& method, const Count& count,
                                          const base::Stopped& stopped) {
  FlipMargin margin;
  const std::optional<OptionIndex> winner = SoleFirst(count);
  if (!winner) {
    margin.at_most = 0;
    return margin;
  }
  if (profile.option_count() == 1 || profile.ballots() == 0) return margin;
  if (AddsUpPoints(method.margin)) {
    return PlacePointsMargin(profile, method.margin, *winner, count.ranking_by_votes.order());
  }
  LowerBound bound = ProveLowerBound(profile, pairwise, method.margin, count, *winner, stopped);
  margin.at_least = bound.ballots;
  margin.because = std::move(bound.because);
  if (base::IsStopped(stopped)) return base::StoppedWork();
  if (absl::Status status = TryPath(profile, method, bound, *winner, margin); !status.ok()) {
    return status;
  }
  Search search(profile, pairwise, method, *winner, stopped);
  for (const OptionIndex rival : Rivals(pairwise, count, *winner, search.rivals())) {
    if (margin.exact()) break;
    const absl::StatusOr<std::optional<int64_t>> found =
        search.Run(rival, margin.at_least, margin.at_most);
    if (!found.ok()) return found.status();
    if (*found) {
      margin.at_most = **found;
      margin.rival = rival;
    }
  }
  return margin;
}

}  // namespace plenum::tally
