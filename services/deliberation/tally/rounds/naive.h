// The rules of this folder a second time, for the tests: straight from their definitions, every
// round counted anew from the ballots in exact fractions, with nothing shared with the product but
// the number type. Level options leave together (KeepTied). For a few options only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "services/deliberation/tally/exact.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/rounds/standing_votes.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally::naive {

using Options = std::vector<OptionIndex>;

inline bool Has(const Options& options, OptionIndex option) {
  return std::find(options.begin(), options.end(), option) != options.end();
}

inline Options Without(const Options& options, const Options& gone) {
  Options rest;
  for (const OptionIndex option : options) {
    if (!Has(gone, option)) rest.push_back(option);
  }
  return rest;
}

// An election as the tests have it.
struct Ballots {
  int option_count = 0;
  Unranked unranked = Unranked::kTiedLast;
  TiedPreferences tied = TiedPreferences::kSplit;
  std::vector<CastBallot> cast;

  Options All() const {
    Options all;
    for (OptionIndex option = 0; option < option_count; ++option) all.push_back(option);
    return all;
  }

  // The tiers that the ballot compares.
  Tiers Compared(const CastBallot& ballot) const {
    Tiers tiers = ballot.tiers;
    if (unranked == Unranked::kNotCompared) return tiers;
    Options rest = All();
    for (const Options& tier : ballot.tiers) rest = Without(rest, tier);
    if (!rest.empty()) tiers.push_back(rest);
    return tiers;
  }

  int64_t Total() const {
    int64_t total = 0;
    for (const CastBallot& ballot : cast) total += ballot.count;
    return total;
  }
};

// Each ballot's vote to the first of `tiers` that may have it.
inline void Vote(const Tiers& tiers, int64_t count, TiedPreferences tied, const Options& standing,
                 std::vector<Rational>& votes) {
  for (const Options& tier : tiers) {
    if (tied == TiedPreferences::kSkip && tier.size() > 1) continue;
    Options here;
    for (const OptionIndex option : tier) {
      if (Has(standing, option)) here.push_back(option);
    }
    if (here.empty()) continue;
    for (const OptionIndex option : here) {
      votes[static_cast<size_t>(option)] += MakeRational(count, static_cast<int64_t>(here.size()));
    }
    return;
  }
}

inline std::vector<Rational> FirstVotes(const Ballots& ballots, const Options& standing) {
  std::vector<Rational> votes(static_cast<size_t>(ballots.option_count));
  for (const CastBallot& ballot : ballots.cast) {
    Vote(ballots.Compared(ballot), ballot.count, ballots.tied, standing, votes);
  }
  return votes;
}

inline std::vector<Rational> LastVotes(const Ballots& ballots, const Options& standing) {
  std::vector<Rational> votes(static_cast<size_t>(ballots.option_count));
  for (const CastBallot& ballot : ballots.cast) {
    Tiers tiers = ballots.Compared(ballot);
    std::reverse(tiers.begin(), tiers.end());
    if (!tiers.empty()) tiers.pop_back();
    Vote(tiers, ballot.count, ballots.tied, standing, votes);
  }
  return votes;
}

// The standing options with the fewest (sign -1: most) votes.
inline Options Extreme(const std::vector<Rational>& votes, const Options& standing, int sign = 1) {
  Options found;
  for (const OptionIndex option : standing) {
    bool extreme = true;
    for (const OptionIndex other : standing) {
      const int order = cmp(votes[static_cast<size_t>(other)], votes[static_cast<size_t>(option)]);
      extreme = extreme && order * sign >= 0;
    }
    if (extreme) found.push_back(option);
  }
  return found;
}

inline bool Beats(const Ballots& ballots, OptionIndex a, OptionIndex b) {
  int64_t margin = 0;
  for (const CastBallot& ballot : ballots.cast) {
    int place_of_a = -1;
    int place_of_b = -1;
    const Tiers tiers = ballots.Compared(ballot);
    for (int t = 0; t < static_cast<int>(tiers.size()); ++t) {
      if (Has(tiers[static_cast<size_t>(t)], a)) place_of_a = t;
      if (Has(tiers[static_cast<size_t>(t)], b)) place_of_b = t;
    }
    if (place_of_a < 0 || place_of_b < 0 || place_of_a == place_of_b) continue;
    margin += place_of_a < place_of_b ? ballot.count : -ballot.count;
  }
  return margin > 0;
}

// The smallest set that beats all others of `options`, by trying all sets in order of size.
inline Options SmithSet(const Ballots& ballots, const Options& options) {
  Options best = options;
  for (unsigned set = 1; set < (1U << options.size()); ++set) {
    Options inside;
    for (size_t i = 0; i < options.size(); ++i) {
      if ((set >> i) % 2 == 1) inside.push_back(options[i]);
    }
    if (inside.size() >= best.size()) continue;
    bool dominates = true;
    for (const OptionIndex a : inside) {
      for (const OptionIndex b : Without(options, inside)) {
        dominates = dominates && Beats(ballots, a, b);
      }
    }
    if (dominates) best = inside;
  }
  return best;
}

inline Tiers Join(Tiers above, const Tiers& below) {
  above.insert(above.end(), below.begin(), below.end());
  return above;
}

inline Tiers InstantRunoff(const Ballots& ballots, const Options& standing) {
  if (standing.empty()) return {};
  const Options out = Extreme(FirstVotes(ballots, standing), standing);
  return Join(InstantRunoff(ballots, Without(standing, out)), {out});
}

inline Tiers SmithInstantRunoff(const Ballots& ballots, const Options& standing) {
  if (standing.empty()) return {};
  const Options smith = SmithSet(ballots, standing);
  return Join(InstantRunoff(ballots, smith), SmithInstantRunoff(ballots, Without(standing, smith)));
}

inline Tiers TidemanAlternative(const Ballots& ballots, const Options& standing) {
  if (standing.empty()) return {};
  const Options smith = SmithSet(ballots, standing);
  const Options out = Extreme(FirstVotes(ballots, smith), smith);
  return Join(Join(TidemanAlternative(ballots, Without(smith, out)), {out}),
              TidemanAlternative(ballots, Without(standing, smith)));
}

inline Tiers Benham(const Ballots& ballots, const Options& standing) {
  if (standing.empty()) return {};
  const Options smith = SmithSet(ballots, standing);
  if (smith.size() == 1) return Join({smith}, Benham(ballots, Without(standing, smith)));
  const Options out = Extreme(FirstVotes(ballots, standing), standing);
  return Join(Benham(ballots, Without(standing, out)), {out});
}

inline Tiers Coombs(const Ballots& ballots, const Options& standing, bool majority_elects) {
  if (standing.empty()) return {};
  const std::vector<Rational> first = FirstVotes(ballots, standing);
  Rational voting;
  for (const OptionIndex option : standing) voting += first[static_cast<size_t>(option)];
  for (const OptionIndex option : standing) {
    if (!majority_elects || first[static_cast<size_t>(option)] * 2 <= voting) continue;
    return Join({{option}}, Coombs(ballots, Without(standing, {option}), majority_elects));
  }
  const Options out = Extreme(LastVotes(ballots, standing), standing, -1);
  return Join(Coombs(ballots, Without(standing, out), majority_elects), {out});
}

// Tiers by points, most first.
inline Tiers ByPoints(const std::vector<Rational>& points, Options options) {
  Tiers tiers;
  while (!options.empty()) {
    tiers.push_back(Extreme(points, options, -1));
    options = Without(options, tiers.back());
  }
  return tiers;
}

// Points of a tier: the average of worth(place) over its places.
inline std::vector<Rational> Positional(const Ballots& ballots,
                                        const std::function<Rational(int)>& worth) {
  std::vector<Rational> points(static_cast<size_t>(ballots.option_count));
  for (const CastBallot& ballot : ballots.cast) {
    int place = 0;
    for (const Options& tier : ballots.Compared(ballot)) {
      Rational sum;
      for (size_t i = 0; i < tier.size(); ++i) sum += worth(place++);
      for (const OptionIndex option : tier) {
        points[static_cast<size_t>(option)] += sum * ballot.count / tier.size();
      }
    }
  }
  return points;
}

inline Tiers Bucklin(const Ballots& ballots) {
  int64_t total = 0;
  for (const CastBallot& ballot : ballots.cast) total += ballot.tiers.empty() ? 0 : ballot.count;
  Tiers tiers;
  Options waiting = ballots.All();
  std::vector<Rational> votes;
  for (int rank = 1; rank <= ballots.option_count; ++rank) {
    votes.assign(static_cast<size_t>(ballots.option_count), 0);
    for (const CastBallot& ballot : ballots.cast) {
      int above = 0;
      if (ballot.tiers.empty()) continue;
      for (const Options& tier : ballots.Compared(ballot)) {
        for (const OptionIndex option : tier) {
          if (above < rank) votes[static_cast<size_t>(option)] += ballot.count;
        }
        above += static_cast<int>(tier.size());
      }
    }
    Options ahead;
    for (const OptionIndex option : waiting) {
      if (votes[static_cast<size_t>(option)] * 2 > total) ahead.push_back(option);
    }
    tiers = Join(tiers, ByPoints(votes, ahead));
    waiting = Without(waiting, ahead);
  }
  return Join(tiers, ByPoints(votes, waiting));
}

// Random elections of both readings and both treatments of tied preferences: calls
// check(ballots, profile) `rounds` times.
inline void ForRandomBallots(uint64_t seed, int rounds,
                             const std::function<void(const Ballots&, const Profile&)>& check) {
  RandomEngine engine(seed);
  for (int i = 0; i < rounds; ++i) {
    Ballots ballots;
    ballots.option_count = 1 + Upto(engine, 6);
    ballots.unranked = Upto(engine, 2) == 0 ? Unranked::kTiedLast : Unranked::kNotCompared;
    ballots.tied = Upto(engine, 2) == 0 ? TiedPreferences::kSplit : TiedPreferences::kSkip;
    ballots.cast = RandomBallots(engine, ballots.option_count, Upto(engine, 3) == 0);
    SCOPED_TRACE(i);
    check(ballots, MakeProfile(ballots.option_count, ballots.unranked, ballots.cast));
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace plenum::tally::naive
