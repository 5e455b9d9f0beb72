#include "services/deliberation/tally/cardinal/seats.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "services/deliberation/tally/cardinal/block.h"
#include "services/deliberation/tally/cardinal/wide.h"

namespace plenum::tally {
namespace {

// What happens to the ballots of one weight and one score for the winner.
struct Supporters {
  Rational weight;
  int score = 0;  // from the lowest of the range
  int64_t ballots = 0;
  Rational new_weight;  // to be set by the rule; 0: out of the count
};

// The ballots in the count, by weight. Ballots of one weight and one score are always treated
// alike.
class WeightedBallots {
 public:
  WeightedBallots(const ScoreProfile& profile, const base::Stopped& stopped)
      : profile_(profile),
        stopped_(stopped),
        class_of_(profile.groups().size(), 0),
        weights_{Rational(1)} {}

  // Whether the count can go on.
  absl::Status Check() const {
    return base::IsStopped(stopped_) ? base::StoppedWork() : CheckFractions(weights_);
  }

  int64_t ballots() const {
    int64_t ballots = 0;
    for (size_t g = 0; g < class_of_.size(); ++g) {
      if (class_of_[g] >= 0) ballots += profile_.groups()[g].count;
    }
    return ballots;
  }

  Rational weight() const {
    std::vector<int64_t> ballots(weights_.size(), 0);
    for (size_t g = 0; g < class_of_.size(); ++g) {
      if (class_of_[g] == kOut) continue;
      ballots[static_cast<size_t>(class_of_[g])] += profile_.groups()[g].count;
    }
    Rational sum;
    for (size_t c = 0; c < weights_.size(); ++c) sum += weights_[c] * ballots[c];
    return sum;
  }

  // Weighted totals of all options; only some ballots when stopped.
  std::vector<Rational> Totals() const {
    std::vector<size_t> groups;
    for (size_t g = 0; g < class_of_.size(); ++g) {
      if (class_of_[g] >= 0) groups.push_back(g);
    }
    std::stable_sort(groups.begin(), groups.end(),
                     [&](size_t a, size_t b) { return class_of_[a] < class_of_[b]; });
    const auto n = static_cast<size_t>(profile_.option_count());
    std::vector<Rational> totals(n);
    std::vector<Wide> sums(n, 0);
    for (size_t i = 0; i < groups.size(); ++i) {
      const ScoreGroup& group = profile_.groups()[groups[i]];
      for (size_t option = 0; option < n; ++option) {
        sums[option] += static_cast<Wide>(ScoreIn(group, option)) * group.count;
      }
      const int own = class_of_[groups[i]];
      if (i + 1 < groups.size() && class_of_[groups[i + 1]] == own) continue;
      if (base::IsStopped(stopped_)) break;
      for (size_t option = 0; option < n; ++option) {
        totals[option] += weights_[static_cast<size_t>(own)] * ToInteger(sums[option]);
        sums[option] = 0;
      }
    }
    return totals;
  }

  // The ballots by weight and score for the option, in order of first mention; new_weight as it
  // is. Reweight refers to the last call.
  std::vector<Supporters> SupportersOf(OptionIndex option) {
    using Key = std::pair<int, int>;  // class and score
    absl::flat_hash_map<Key, int> index;
    std::vector<std::pair<Key, int64_t>> parts;
    part_of_.assign(class_of_.size(), kOut);
    for (size_t g = 0; g < class_of_.size(); ++g) {
      if (class_of_[g] == kOut) continue;
      const ScoreGroup& group = profile_.groups()[g];
      const Key key = {class_of_[g], ScoreIn(group, static_cast<size_t>(option))};
      const auto [entry, is_new] = index.try_emplace(key, static_cast<int>(parts.size()));
      if (is_new) parts.emplace_back(key, 0);
      part_of_[g] = entry->second;
      parts[static_cast<size_t>(entry->second)].second += group.count;
    }
    std::vector<Supporters> supporters;
    for (const auto& [key, ballots] : parts) {
      const Rational& weight = weights_[static_cast<size_t>(key.first)];
      supporters.push_back({weight, key.second, ballots, weight});
    }
    return supporters;
  }

  // Gives every ballot its new weight; `supporters` as the last SupportersOf returned them.
  void Reweight(const std::vector<Supporters>& supporters) {
    std::map<Rational, int> classes;
    for (const Supporters& part : supporters) {
      if (sgn(part.new_weight) > 0) classes.emplace(part.new_weight, 0);
    }
    weights_.clear();
    for (auto& [weight, number] : classes) {
      number = static_cast<int>(weights_.size());
      weights_.push_back(weight);
    }
    std::vector<int> class_of_part;
    for (const Supporters& part : supporters) {
      class_of_part.push_back(sgn(part.new_weight) > 0 ? classes.at(part.new_weight) : kOut);
    }
    for (size_t g = 0; g < class_of_.size(); ++g) {
      if (class_of_[g] != kOut) class_of_[g] = class_of_part[static_cast<size_t>(part_of_[g])];
    }
  }

 private:
  static constexpr int kOut = -1;

  int ScoreIn(const ScoreGroup& group, size_t option) const {
    const int lowest = profile_.range().lowest;
    return group.scores[option].value_or(lowest) - lowest;
  }

  const ScoreProfile& profile_;
  const base::Stopped& stopped_;
  std::vector<int> class_of_;  // by group of the profile: its weight's index in weights_, or kOut
  std::vector<int> part_of_;   // by group: its place in what SupportersOf returned
  std::vector<Rational> weights_;
};

// Records what the rule did, which has set the new weights.
void Record(const std::vector<Supporters>& supporters, SeatRound* round) {
  for (const Supporters& part : supporters) {
    if (part.new_weight == part.weight) continue;
    if (sgn(part.new_weight) == 0) {
      (part.score > 0 ? round->ballots_spent : round->ballots_dropped) += part.ballots;
      continue;
    }
    round->reweightings.push_back(
        {part.ballots, part.weight * part.score, part.weight, part.new_weight});
  }
  std::stable_sort(round->reweightings.begin(), round->reweightings.end(),
                   [](const Reweighting& a, const Reweighting& b) {
                     return std::tie(a.to, a.from) < std::tie(b.to, b.from);
                   });
}

// The rule of one seat: sets the new weights and whatever else it tells of the round.
using Payment = std::function<void(std::vector<Supporters>*, SeatRound*)>;

absl::StatusOr<SeatsResult> FillSeats(const ScoreProfile& profile, int seats,
                                      const LastTiePolicy& last_tie, Rational quota,
                                      const Payment& pay, const base::Stopped& stopped) {
  if (absl::Status fits = CheckSeats(seats, profile.option_count()); !fits.ok()) return fits;
  absl::StatusOr<LastTie> ties = LastTie::Create(last_tie, profile);
  if (!ties.ok()) return ties.status();
  SeatsResult result;
  result.quota = std::move(quota);
  std::vector<OptionIndex> left(static_cast<size_t>(profile.option_count()));
  std::iota(left.begin(), left.end(), 0);
  if (seats == profile.option_count()) {
    result.every_option_wins = true;
    result.winners = std::move(left);
    return result;
  }
  WeightedBallots ballots(profile, stopped);
  for (int seat = 0; seat < seats; ++seat) {
    SeatRound& round = result.rounds.emplace_back();
    round.ballots = ballots.ballots();
    round.weight = ballots.weight();
    if (absl::Status status = ballots.Check(); !status.ok()) return status;
    round.standing = MakeStanding(left, ballots.Totals());
    if (base::IsStopped(stopped)) return base::StoppedWork();
    PickFirst(&round.standing);
    round.winner = round.standing.first;
    if (!round.winner) {
      round.last_tie = ties->Choose(round.standing.tied, 1, seat);
      if (round.last_tie->chosen.empty()) {
        result.undecided = round.last_tie->tied;
        break;
      }
      round.winner = round.last_tie->chosen[0];
    }
    result.winners.push_back(*round.winner);
    left.erase(std::find(left.begin(), left.end(), *round.winner));
    if (seat + 1 == seats) break;
    std::vector<Supporters> supporters = ballots.SupportersOf(*round.winner);
    pay(&supporters, &round);
    Record(supporters, &round);
    ballots.Reweight(supporters);
  }
  result.events = ties->events();
  result.held = ties->held();
  return result;
}

// price / seats, when the number of seats makes sense; it is checked after.
Rational Share(const Integer& price, int seats) {
  Rational share(price, Integer(std::max(seats, 1)));
  share.canonicalize();
  return share;
}

int HighestFromLowest(const ScoreProfile& profile) {
  return profile.range().highest - profile.range().lowest;
}

// Allocates the ballots with the highest weighted scores until the quota is full.
void Allocate(const Rational& quota, AllocationReading reading, std::vector<Supporters>* supporters,
              SeatRound* round) {
  std::map<Rational, std::vector<Supporters*>, std::greater<>> by_score;
  for (Supporters& part : *supporters) {
    if (part.score > 0) by_score[part.weight * part.score].push_back(&part);
  }
  Rational quota_left = quota;
  for (const auto& [score, parts] : by_score) {
    if (sgn(quota_left) == 0) break;
    Allocation allocation{.quota_left = quota_left, .ballots = 0, .score = score};
    Rational filled;
    for (const Supporters* part : parts) {
      allocation.ballots += part->ballots;
      filled += reading == AllocationReading::kWeight ? part->weight * part->ballots
                                                      : Rational(part->ballots);
    }
    if (filled > quota_left) allocation.share = quota_left / filled;
    for (Supporters* part : parts) part->new_weight = part->weight * (1 - allocation.share);
    quota_left -= filled * allocation.share;
    round->allocations.push_back(std::move(allocation));
  }
}

}  // namespace

absl::StatusOr<SeatsResult> ReweightedRange(const ScoreProfile& profile, int seats,
                                            const LastTiePolicy& last_tie,
                                            const base::Stopped& stopped) {
  const int highest = HighestFromLowest(profile);
  const auto pay = [&](std::vector<Supporters>* supporters, SeatRound*) {
    for (Supporters& part : *supporters) {
      // weight = C / (C + s), so 1 / (1 / weight + more / C) is C / (C + s + more).
      part.new_weight = 1 / (1 / part.weight + MakeRational(part.score, highest));
    }
  };
  return FillSeats(profile, seats, last_tie, 0, pay, stopped);
}

absl::StatusOr<SeatsResult> SequentiallySpentScore(const ScoreProfile& profile, int seats,
                                                   const LastTiePolicy& last_tie,
                                                   SpentScoreReading reading,
                                                   const base::Stopped& stopped) {
  const int highest = HighestFromLowest(profile);
  const Rational quota = Share(Integer(profile.ballots()) * highest, seats);
  const auto pay = [&](std::vector<Supporters>* supporters, SeatRound* round) {
    // The winner leads the standing or is level with those who do.
    const Rational& total = round->standing.values[0];
    if (sgn(total) == 0) return;  // nobody gave it anything, nobody pays
    round->share_paid = total > quota ? Rational(quota / total) : Rational(1);
    bool any_spent = false;
    for (Supporters& part : *supporters) {
      part.new_weight = part.weight * (1 - MakeRational(part.score, highest) * round->share_paid);
      any_spent = any_spent || sgn(part.new_weight) == 0;
    }
    if (reading == SpentScoreReading::kRule || !any_spent) return;
    for (Supporters& part : *supporters) {
      if (part.score == 0) part.new_weight = 0;
    }
  };
  return FillSeats(profile, seats, last_tie, quota, pay, stopped);
}

absl::StatusOr<SeatsResult> AllocatedScore(const ScoreProfile& profile, int seats,
                                           const LastTiePolicy& last_tie, AllocationReading reading,
                                           const base::Stopped& stopped) {
  const Rational quota = Share(Integer(profile.ballots()), seats);
  const auto pay = [&](std::vector<Supporters>* supporters, SeatRound* round) {
    Allocate(quota, reading, supporters, round);
  };
  return FillSeats(profile, seats, last_tie, quota, pay, stopped);
}

}  // namespace plenum::tally
