#include "services/deliberation/tally/report/flip_margin.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace plenum::tally {
namespace {

// Rivals that recounts are spent on; only one where a single recount takes all of kRecountSteps.
constexpr size_t kMaxRivals = 3;
// Recounts for one rival: as many as make this many steps of groups x options, within limits.
constexpr int64_t kRecountSteps = 25'000'000;
constexpr int64_t kFewestRecounts = 6;
constexpr int64_t kMostRecounts = 40;

int64_t HalfRoundedUp(int64_t value) { return value <= 0 ? 0 : (value + 1) / 2; }

int64_t CeilingOf(const Rational& value) {
  Integer whole;
  mpz_cdiv_q(whole.get_mpz_t(), value.get_num_mpz_t(), value.get_den_mpz_t());
  return whole.get_si();
}

std::optional<OptionIndex> SoleFirst(const Count& count) {
  const std::span<const OptionIndex> first = count.ranking_by_votes.tier(0);
  return first.size() == 1 ? std::optional<OptionIndex>(first[0]) : std::nullopt;
}

// While the winner beats every other option it stands first, and one ballot moves a margin by at
// most two.
int64_t CondorcetBound(const PairwiseMatrix& pairwise, OptionIndex winner) {
  int64_t bound = pairwise.ballots();
  for (OptionIndex other = 0; other < pairwise.option_count(); ++other) {
    if (other != winner) bound = std::min(bound, HalfRoundedUp(pairwise.margin(winner, other)));
  }
  return std::max<int64_t>(bound, 1);
}

// As long as every round drops the same option, the winner stays; one ballot moves the gap between
// the dropped option and the next by at most two (first round in which the orders of elimination
// differ: Magrino, Rivest, Shen and Wagner 2011, section 3).
int64_t EliminationBound(const Count& count) {
  std::optional<Rational> least;
  for (const Round& round : count.rounds) {
    if (round.eliminated.empty()) continue;
    if (round.eliminated.size() > 1) return 1;
    const Rational dropped =
        round.votes[static_cast<size_t>(round.eliminated[0])].value_or(Rational(0));
    std::optional<Rational> next;
    for (OptionIndex option = 0; option < std::ssize(round.votes); ++option) {
      const auto& votes = round.votes[static_cast<size_t>(option)];
      if (option == round.eliminated[0] || !votes) continue;
      if (!next || *votes < *next) next = votes;
    }
    if (!next) continue;
    const Rational gap = *next - dropped;
    if (!least || gap < *least) least = gap;
  }
  // A count that stops at a majority says nothing about the rounds it did not hold, in which the
  // winner is safe while it keeps more than half.
  if (!count.rounds.empty()) {
    const Round& last = count.rounds.back();
    std::optional<Rational> best;
    Rational others;
    for (const auto& votes : last.votes) {
      if (!votes) continue;
      others += *votes;
      if (!best || *votes > *best) best = votes;
    }
    if (best) {
      others -= *best;
      const Rational gap = *best - others;
      if (!least || gap < *least) least = gap;
    }
  }
  if (!least) return 1;
  return std::max<int64_t>(CeilingOf(*least / 2), 1);
}

// Points of one ballot, in halves, under a rule that adds up points.
class Points {
 public:
  Points(const Profile& profile, MarginRule rule) : profile_(profile), rule_(rule) {}

  // points(a) - points(b), in halves.
  int64_t Difference(const Ranking& ballot, OptionIndex a, OptionIndex b) const {
    return Of(ballot, a) - Of(ballot, b);
  }

  // The least that any ballot can give: b alone in front, a last.
  int64_t LeastDifference() const {
    return rule_ == MarginRule::kPlurality ? -2 : -2 * (profile_.option_count() - 1);
  }

 private:
  int64_t Of(const Ranking& ballot, OptionIndex option) const {
    const std::optional<int> tier = ballot.TierOf(option);
    if (rule_ == MarginRule::kPlurality) return tier == 0 ? 2 : 0;
    // Options below count one point, options level half a point.
    const int n = ballot.option_count();
    if (tier) {
      const int end = ballot.tier_ends()[static_cast<size_t>(*tier)];
      return 2 * int64_t{n - end} + static_cast<int64_t>(ballot.tier(*tier).size()) - 1;
    }
    return static_cast<int64_t>(ballot.unranked().size()) - 1;
  }

  const Profile& profile_;
  MarginRule rule_;
};

// Shares of a first place are no whole votes; the bound for those is left open.
bool HasTiedFirstPlaces(const Profile& profile) {
  return std::any_of(profile.groups().begin(), profile.groups().end(), [](const auto& group) {
    return group.ranking.tier_count() > 0 && group.ranking.tier(0).size() > 1;
  });
}

// Exact for rules that add up points: the ballots that can take most from the lead, first.
FlipMargin PointsMargin(const Profile& profile, MarginRule rule, OptionIndex winner) {
  const Points points(profile, rule);
  FlipMargin margin;
  for (OptionIndex rival = 0; rival < profile.option_count(); ++rival) {
    if (rival == winner) continue;
    int64_t lead = 0;
    std::vector<std::pair<int64_t, int64_t>> gains;  // of one ballot, and how many such ballots
    for (const BallotGroup& group : profile.groups()) {
      const int64_t difference = points.Difference(group.ranking, winner, rival);
      lead += difference * group.count;
      gains.emplace_back(difference - points.LeastDifference(), group.count);
    }
    std::sort(gains.begin(), gains.end(), std::greater<>());
    int64_t changed = 0;
    for (const auto& [gain, ballots] : gains) {
      if (lead <= 0 || gain <= 0) break;
      const int64_t used = std::min(ballots, (lead + gain - 1) / gain);
      changed += used;
      lead -= used * gain;
    }
    if (lead <= 0 && (!margin.at_most || changed < *margin.at_most)) {
      margin.at_most = changed;
      margin.rival = rival;
    }
  }
  margin.at_least = margin.at_most.value_or(0);
  return margin;
}

// The ballots with the first `changed` of them, in order of usefulness, replaced.
class Replacement {
 public:
  Replacement(const Profile& profile, const PairwiseMatrix& pairwise, OptionIndex winner,
              OptionIndex rival)
      : profile_(profile), matrix_(pairwise), ballot_(Substitute(winner, rival)) {
    const std::span<const BallotGroup> groups = profile.groups();
    std::vector<int> help(groups.size());
    for (size_t g = 0; g < groups.size(); ++g) {
      help[g] = Place(groups[g].ranking, rival) - Place(groups[g].ranking, winner);
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

  static int Place(const Ranking& ballot, OptionIndex option) {
    return ballot.TierOf(option).value_or(ballot.tier_count());
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
    Replacement replacement(profile_, pairwise_, winner_, rival);
    int64_t left = recounts_;
    int64_t low = at_least - 1;  // does not move it
    int64_t high = best.value_or(profile_.ballots() + 1);
    std::optional<int64_t> found;
    // Doubling steps up to the first that moves it, then halving between.
    for (int64_t step = at_least; left > 0 && low + 1 < high; --left) {
      const int64_t tried =
          found || low + step >= high ? low + (high - low) / 2 : std::max(low + step, at_least);
      const absl::StatusOr<bool> moved = Moves(replacement, tried);
      if (!moved.ok()) return moved.status();
      if (*moved) {
        found = high = tried;
      } else {
        low = tried;
        step *= 2;
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
  switch (method.margin) {
    case MarginRule::kPlurality:
      if (HasTiedFirstPlaces(profile)) {
        margin.at_least = 1;
        break;
      }
      [[fallthrough]];
    case MarginRule::kBorda:
      return PointsMargin(profile, method.margin, *winner);
    case MarginRule::kCondorcet:
      margin.at_least = CondorcetBound(pairwise, *winner);
      break;
    case MarginRule::kEliminatesLowest:
      margin.at_least = EliminationBound(count);
      break;
    case MarginRule::kUnknown:
      margin.at_least = 1;
      break;
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
