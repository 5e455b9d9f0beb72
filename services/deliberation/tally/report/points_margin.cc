#include "services/deliberation/tally/report/points_margin.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "services/deliberation/tally/report/lower_bound.h"

namespace plenum::tally {
namespace {

// Where a ballot puts an option.
struct Place {
  int begin = 0;  // options above it
  int end = 0;    // options above or level with it; `begin` where the ballot says nothing of it
  // clang-tidy 14 takes the 0 that the compiler compares with for a pointer.
  friend auto operator<=>(const Place&, const Place&) = default;  // NOLINT(modernize-use-nullptr)
};

// Where a ballot puts two options, and how many it ranks: all that their points depend on.
struct Places {
  Place winner;
  Place rival;
  int ranked = 0;
  friend auto operator<=>(const Places&, const Places&) = default;  // NOLINT(modernize-use-nullptr)
};

// Points of one ballot under a rule that adds up points.
class Points {
 public:
  Points(const Profile& profile, MarginRule rule)
      : n_(profile.option_count()),
        rule_(rule),
        tied_last_(profile.unranked() == Unranked::kTiedLast) {
    if (rule != MarginRule::kDowdall) return;
    harmonic_.emplace_back(0);
    for (int place = 1; place <= n_; ++place) {
      harmonic_.emplace_back(harmonic_.back() + MakeRational(1, place));
    }
  }

  Places PlacesOf(const Ranking& ballot, OptionIndex winner, OptionIndex rival) const {
    return {PlaceOf(ballot, winner), PlaceOf(ballot, rival), ballot.ranked_count()};
  }

  // The winner's points less the rival's.
  Rational Lead(const Places& places) const {
    return Of(places.winner, places.ranked) - Of(places.rival, places.ranked);
  }

  // The least that any ballot can give: the rival alone in front, the winner last or left out.
  Rational LeastLead() const {
    switch (rule_) {
      case MarginRule::kBorda:
        return MakeRational(tied_last_ ? 1 - n_ : 2 * (1 - n_), 1);
      case MarginRule::kDowdall:
        return tied_last_ ? MakeRational(1 - n_, n_) : Rational(-1);
      default:
        return Rational(-1);
    }
  }

 private:
  Place PlaceOf(const Ranking& ballot, OptionIndex option) const {
    const std::optional<int> tier = ballot.TierOf(option);
    if (tier) {
      const std::span<const int> ends = ballot.tier_ends();
      return {*tier == 0 ? 0 : ends[static_cast<size_t>(*tier - 1)],
              ends[static_cast<size_t>(*tier)]};
    }
    const int ranked = ballot.ranked_count();
    return {ranked, tied_last_ ? n_ : ranked};
  }

  Rational Of(const Place& place, int ranked) const {
    const int size = place.end - place.begin;
    if (size == 0) return Rational(0);
    switch (rule_) {
      case MarginRule::kBorda:
        if (!tied_last_) {
          return MakeRational(ranked - place.end - place.begin, 1);  // duels won less lost
        }
        return MakeRational(2 * n_ - 1 - place.begin - place.end, 2);
      case MarginRule::kDowdall:
        return (harmonic_[static_cast<size_t>(place.end)] -
                harmonic_[static_cast<size_t>(place.begin)]) /
               size;
      default:
        return place.begin == 0 ? MakeRational(1, size) : Rational(0);
    }
  }

  int n_;
  MarginRule rule_;
  bool tied_last_;
  std::vector<Rational> harmonic_;  // 1 + 1/2 + ... + 1/i
};

// Of one rival: its lead, and how much each ballot can take from it, most first.
struct Gains {
  Rational lead;
  std::vector<std::pair<Rational, int64_t>> gains;  // of one ballot, and how many such ballots
};

Gains GainsOf(const Profile& profile, const Points& points, OptionIndex winner, OptionIndex rival) {
  std::map<Places, int64_t> ballots;
  for (const BallotGroup& group : profile.groups()) {
    ballots[points.PlacesOf(group.ranking, winner, rival)] += group.count;
  }
  Gains gains;
  for (const auto& [places, count] : ballots) {
    const Rational lead = points.Lead(places);
    gains.lead += lead * MakeRational(count, 1);
    gains.gains.emplace_back(lead - points.LeastLead(), count);
  }
  std::sort(gains.gains.begin(), gains.gains.end(), std::greater<>());
  return gains;
}

// Nothing when no number of ballots is enough.
std::optional<int64_t> FewestToClose(Gains gains) {
  int64_t changed = 0;
  for (const auto& [gain, ballots] : gains.gains) {
    if (sgn(gains.lead) <= 0 || sgn(gain) <= 0) break;
    const int64_t used = std::min(ballots, BallotsToClose(gains.lead / gain, 1));
    changed += used;
    gains.lead -= gain * MakeRational(used, 1);
  }
  return sgn(gains.lead) <= 0 ? std::optional<int64_t>(changed) : std::nullopt;
}

}  // namespace

FlipMargin ExactByPoints(FlipMargin margin) {
  margin.at_least = margin.at_most.value_or(0);
  // One option only: nothing to move.
  if (margin.at_most) {
    margin.because =
        "points add up, and the ballots that can take most from the lead were counted off first";
  }
  return margin;
}

FlipMargin PlacePointsMargin(const Profile& profile, MarginRule rule, OptionIndex winner,
                             std::span<const OptionIndex> order) {
  const Points points(profile, rule);
  const Rational most_gain = -2 * points.LeastLead();
  FlipMargin margin;
  for (const OptionIndex rival : order) {
    if (rival == winner) continue;
    Gains gains = GainsOf(profile, points, winner, rival);
    // Those that come after it are no nearer.
    if (margin.at_most && BallotsToClose(gains.lead / most_gain, 1) >= *margin.at_most) break;
    const std::optional<int64_t> changed = FewestToClose(std::move(gains));
    if (changed && (!margin.at_most || *changed < *margin.at_most)) {
      margin.at_most = changed;
      margin.rival = rival;
    }
  }
  return ExactByPoints(std::move(margin));
}

}  // namespace plenum::tally
