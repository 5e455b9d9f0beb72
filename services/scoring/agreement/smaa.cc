#include "services/scoring/agreement/smaa.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "services/common/base/hot_loop.h"

namespace plenum::agreement {
namespace {

constexpr int kMaxSamples = 10'000'000;
constexpr double kLevel = 1e-12;
constexpr std::int64_t kStepsBetweenStops = 1'000'000;

// SplitMix64 as a counter (G. L. Steele, D. Lea, C. H. Flood 2014): the k-th number of a stream
// depends on nothing but k and the stream.
class Draws {
 public:
  Draws(std::uint64_t seed, std::uint64_t sample)
      : state_(Mix(seed + kGolden * Mix(sample + kGolden))) {}
  // Above 0, at most 1.
  double Unit() { return (static_cast<double>(Next() >> 11U) + 1) * 0x1.0p-53; }
  // By 32 bits: there are never so many members that this is uneven.
  std::size_t Below(std::size_t n) { return static_cast<std::size_t>((Next() >> 32U) * n >> 32U); }

 private:
  static constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15;
  static std::uint64_t Mix(std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EB;
    return z ^ (z >> 31U);
  }
  std::uint64_t Next() { return Mix(state_ += kGolden); }
  std::uint64_t state_;
};

absl::Status Check(const SmaaModel& model, const SmaaOptions& options) {
  const auto bad = [](auto&&... words) {
    return absl::InvalidArgumentError(absl::StrCat(words...));
  };
  if (model.options < 1 || model.criteria < 1 || model.values.empty()) {
    return bad("there must be an option, a criterion and a member");
  }
  if (options.samples < 1 || options.samples > kMaxSamples) {
    return bad(options.samples, " samples; 1 to ", kMaxSamples, " are possible");
  }
  const std::size_t cells =
      static_cast<std::size_t>(model.options) * static_cast<std::size_t>(model.criteria);
  for (std::size_t m = 0; m < model.values.size(); ++m) {
    if (model.values[m].size() != cells) {
      return bad("member ", m, " has ", model.values[m].size(), " values, not ", cells);
    }
    for (std::size_t i = 0; i < cells; ++i) {
      if (std::isfinite(model.values[m][i])) continue;
      return bad("member ", m, ", option ", i / static_cast<std::size_t>(model.criteria),
                 ", criterion ", i % static_cast<std::size_t>(model.criteria),
                 ": the value is not a finite number");
    }
  }
  if (!model.weights.empty()) {
    double sum = 0;
    for (const double weight : model.weights) {
      if (!std::isfinite(weight) || weight < 0) return bad("weights are finite and 0 or more");
      sum += weight;
    }
    if (model.weights.size() != static_cast<std::size_t>(model.criteria) || sum <= 0) {
      return bad("there must be a weight for each criterion, and one above 0");
    }
  }
  if (!model.importance.empty()) {
    std::vector<int> order = model.importance;
    std::sort(order.begin(), order.end());
    for (int c = 0; c < model.criteria; ++c) {
      if (order.size() != static_cast<std::size_t>(model.criteria) ||
          order[static_cast<std::size_t>(c)] != c) {
        return bad("the order of importance must name every criterion once");
      }
    }
  }
  const std::vector<int>& counts = model.counts_as;
  const bool counted = std::all_of(counts.begin(), counts.end(), [](int k) { return k >= 1; });
  if (!counts.empty() && (counts.size() != model.values.size() || !counted)) {
    return bad("every member counts as 1 or more");
  }
  if (!(model.spread >= 0 && model.spread <= 1)) return bad("a spread is from 0 to 1");
  return absl::OkStatus();
}

// One draw after another.
class Sampler {
 public:
  Sampler(const SmaaModel& model, std::uint64_t seed)
      : model_(model),
        seed_(seed),
        options_(static_cast<std::size_t>(model.options)),
        criteria_(static_cast<std::size_t>(model.criteria)),
        weights_(criteria_),
        group_(options_ * criteria_),
        totals_(options_) {
    fixed_ = model.weights;
    counts_.assign(model.counts_as.begin(), model.counts_as.end());
    counts_.resize(model.values.size(), 1.0);
    const double sum = std::accumulate(fixed_.begin(), fixed_.end(), 0.0);
    for (double& weight : fixed_) weight /= sum;
    std::vector<std::size_t> all(model.values.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    TakeMean(all);
    mean_ = group_;
  }

  // Totals of the `sample`-th draw, by its own weights or by those given.
  const std::vector<double>& Draw(int sample, const std::vector<double>* weights = nullptr) {
    Draws draws(seed_, static_cast<std::uint64_t>(sample));
    DrawWeights(draws);
    if (model_.draw_members) {
      members_.resize(model_.values.size());
      for (std::size_t& member : members_) member = draws.Below(model_.values.size());
      TakeMean(members_);
    } else if (model_.spread > 0) {
      group_ = mean_;
    }
    if (model_.spread > 0) {
      for (double& value : group_) value += model_.spread * (2 * draws.Unit() - 1);
    }
    const std::vector<double>& use = weights == nullptr ? weights_ : *weights;
    const double* row = group_.data();
    for (double& total : totals_) {
      total = 0;
      for (std::size_t c = 0; c < criteria_; ++c) total += use[c] * row[c];
      row += criteria_;
    }
    return totals_;
  }
  const std::vector<double>& weights() const { return weights_; }

 private:
  // Uniform on the simplex: exponential numbers over their sum.
  void DrawWeights(Draws& draws) {
    if (!fixed_.empty()) {
      weights_ = fixed_;
      return;
    }
    double sum = 0;
    for (double& weight : weights_) sum += weight = -std::log(draws.Unit());
    for (double& weight : weights_) weight /= sum;
    if (model_.importance.empty()) return;
    std::sort(weights_.begin(), weights_.end(), std::greater<>());
    ordered_ = weights_;
    for (std::size_t k = 0; k < criteria_; ++k) {
      weights_[static_cast<std::size_t>(model_.importance[k])] = ordered_[k];
    }
  }

  void TakeMean(const std::vector<std::size_t>& members) {
    std::fill(group_.begin(), group_.end(), 0.0);
    double counted = 0;
    for (const std::size_t member : members) {
      const std::vector<double>& own = model_.values[member];
      const double count = counts_[member];
      for (std::size_t i = 0; i < group_.size(); ++i) group_[i] += count * own[i];
      counted += count;
    }
    for (double& value : group_) value /= counted;
  }

  const SmaaModel& model_;
  const std::uint64_t seed_;
  const std::size_t options_;
  const std::size_t criteria_;
  std::vector<double> counts_;
  std::vector<double> fixed_;
  std::vector<double> weights_;
  std::vector<double> ordered_;
  std::vector<std::size_t> members_;
  std::vector<double> mean_;
  std::vector<double> group_;
  std::vector<double> totals_;
};

struct Standing {
  std::size_t better = 0;
  std::size_t level = 0;
};

// Compares one total with all, and adds 2 to `above` for each that it is above, 1 for each that is
// level. A loop without branches and with numbers as wide as the totals, for processors that take
// several at once.
PLENUM_HOT_LOOP Standing Compare(const double* totals, std::size_t option, std::size_t n,
                                 std::int64_t* above) {
  const double least = totals[option] - kLevel;
  const double most = totals[option] + kLevel;
  std::int64_t better = 0;
  std::int64_t worse = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const std::int64_t ahead = totals[k] < least ? 1 : 0;
    const std::int64_t behind = totals[k] > most ? 1 : 0;
    above[k] += 1 + ahead - behind;
    better += behind;
    worse += ahead;
  }
  return {static_cast<std::size_t>(better),
          n - static_cast<std::size_t>(better) - static_cast<std::size_t>(worse)};
}

// The same on steps of 16 bits, of which such processors take many more at once. Totals that are
// two steps apart differ by more than kLevel; those that are nearer are counted as level, and are
// for the exact comparison to tell apart.
constexpr double kSteps = 32'000;
constexpr double kLeastRange = 1e-6;          // of totals, for a step to be wider than kLevel
constexpr std::int16_t kMostRecent = 16'000;  // draws, of which each adds up to 2

PLENUM_HOT_LOOP Standing CompareSteps(const std::int16_t* __restrict steps, std::size_t option,
                                      std::size_t n, std::int16_t* __restrict above) {
  const auto least = static_cast<std::int16_t>(steps[option] - 1);
  const auto most = static_cast<std::int16_t>(steps[option] + 1);
  std::int16_t better = 0;
  std::int16_t worse = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const std::int16_t ahead = steps[k] < least ? 1 : 0;
    const std::int16_t behind = steps[k] > most ? 1 : 0;
    above[k] = static_cast<std::int16_t>(above[k] + 1 + ahead - behind);
    better = static_cast<std::int16_t>(better + behind);
    worse = static_cast<std::int16_t>(worse + ahead);
  }
  const auto apart = static_cast<std::size_t>(better + worse);
  return {static_cast<std::size_t>(better), n - apart};
}

// What is counted in some of the draws. Sums are made piece by piece in one order, so that they do
// not depend on who made which piece.
struct Tally {
  Tally(std::size_t options, std::size_t criteria)
      : ranks(options * options, 0.0),
        above(options * options, 0),
        firsts(options, 0.0),
        first_weights(options * criteria, 0.0),
        weights(criteria, 0.0) {}

  void Add(const std::vector<double>& totals, const std::vector<double>& drawn) {
    const std::size_t n = firsts.size();
    const std::size_t criteria = weights.size();
    for (std::size_t c = 0; c < criteria; ++c) weights[c] += drawn[c];
    const bool stepped = ToSteps(totals);
    for (std::size_t o = 0; o < n; ++o) {
      // How many are better, and how many level, itself among them.
      const auto [better, level] =
          stepped ? CompareBySteps(totals, o) : Compare(totals.data(), o, n, above.data() + o * n);
      const double share = 1.0 / static_cast<double>(level);
      for (std::size_t rank = better; rank < better + level; ++rank) ranks[o * n + rank] += share;
      if (better > 0) continue;
      firsts[o] += share;
      for (std::size_t c = 0; c < criteria; ++c) {
        first_weights[o * criteria + c] += share * drawn[c];
      }
    }
    if (stepped && ++recent_draws == kMostRecent) TakeRecent();
  }

  void Add(const Tally& other) {
    const auto add = [](auto& to, const auto& from) {
      for (std::size_t i = 0; i < to.size(); ++i) to[i] += from[i];
    };
    add(ranks, other.ranks);
    add(above, other.above);
    add(firsts, other.firsts);
    add(first_weights, other.first_weights);
    add(weights, other.weights);
  }

  // To be called when all draws were added.
  void TakeRecent() {
    for (std::size_t i = 0; i < recent.size(); ++i) above[i] += recent[i];
    std::fill(recent.begin(), recent.end(), std::int16_t{0});
    recent_draws = 0;
  }

  std::vector<double> ranks;        // options x ranks
  std::vector<std::int64_t> above;  // options x options, twice, so that level pairs are whole
  std::vector<double> firsts;
  std::vector<double> first_weights;  // options x criteria
  std::vector<double> weights;

 private:
  // False where steps would not do: too many options to be counted in 16 bits, or totals so near to
  // one another, or so far, that a step says nothing.
  bool ToSteps(const std::vector<double>& totals) {
    if (totals.size() > static_cast<std::size_t>(kMostRecent)) return false;
    const auto [low, high] = std::minmax_element(totals.begin(), totals.end());
    const double range = *high - *low;
    if (!(range > kLeastRange && range < 1 / kLeastRange)) return false;
    steps.resize(totals.size());
    recent.resize(above.size());
    const double scale = kSteps / range;
    for (std::size_t k = 0; k < totals.size(); ++k) {
      steps[k] = static_cast<std::int16_t>((totals[k] - *low) * scale);
    }
    return true;
  }

  Standing CompareBySteps(const std::vector<double>& totals, std::size_t o) {
    const std::size_t n = totals.size();
    std::int16_t* counts = recent.data() + o * n;
    Standing standing = CompareSteps(steps.data(), o, n, counts);
    if (standing.level == 1) return standing;
    for (std::size_t k = 0; k < n; ++k) {
      if (std::abs(steps[k] - steps[o]) > 1) continue;
      const int ahead = totals[k] < totals[o] - kLevel ? 1 : 0;
      const int behind = totals[k] > totals[o] + kLevel ? 1 : 0;
      counts[k] = static_cast<std::int16_t>(counts[k] + ahead - behind);
      standing.better += static_cast<std::size_t>(behind);
      standing.level -= static_cast<std::size_t>(ahead + behind);
    }
    return standing;
  }

  std::vector<std::int16_t> steps;   // of the draw that is counted
  std::vector<std::int16_t> recent;  // as `above`, of the last draws
  std::int16_t recent_draws = 0;
};

// In how many pieces the draws are counted: always the same for a number of options, and few where
// a piece takes megabytes.
std::size_t PiecesOf(std::size_t options) {
  constexpr std::size_t kMany = 8;
  constexpr std::size_t kLargest = 256;
  return options <= kLargest ? kMany : 1;
}

// All draws, counted; nothing when stopped.
std::optional<Tally> CountDraws(const SmaaModel& model, const SmaaOptions& options) {
  const auto n = static_cast<std::size_t>(model.options);
  const auto criteria = static_cast<std::size_t>(model.criteria);
  const std::size_t pieces = PiecesOf(n);
  const auto samples = static_cast<std::size_t>(options.samples);
  const std::size_t drawn = model.draw_members ? model.values.size() : 1;
  const auto steps = static_cast<std::int64_t>(n * (n + criteria * (1 + drawn)));
  std::vector<Tally> tallies(pieces, Tally(n, criteria));
  std::atomic<bool> stopped{false};
  options.workers.ForEach(pieces, [&](std::size_t piece) {
    Sampler sampler(model, options.seed);
    base::StopWatch watch(options.workers.stopped, kStepsBetweenStops);
    const std::size_t end = samples * (piece + 1) / pieces;
    for (std::size_t sample = samples * piece / pieces; sample < end && !stopped; ++sample) {
      if (watch.After(steps)) {
        stopped = true;
        return;
      }
      const std::vector<double>& totals = sampler.Draw(static_cast<int>(sample));
      tallies[piece].Add(totals, sampler.weights());
    }
    tallies[piece].TakeRecent();
  });
  if (stopped || base::IsStopped(options.workers.stopped)) return std::nullopt;
  for (std::size_t piece = 1; piece < pieces; ++piece) tallies.front().Add(tallies[piece]);
  return std::move(tallies.front());
}

// The share of the draws in which each option is first at its central weights. False when stopped.
bool AddConfidence(const SmaaModel& model, const SmaaOptions& options, SmaaResult& result) {
  // With nothing drawn but weights one draw says all.
  const bool certain = !model.draw_members && model.spread == 0;
  const int draws = certain ? 1 : options.samples;
  const std::size_t drawn = model.draw_members ? model.values.size() : 1;
  const auto steps = static_cast<std::int64_t>(model.options) * model.criteria *
                     static_cast<std::int64_t>(1 + drawn);
  result.confidence.assign(result.central_weights.size(), std::nullopt);
  std::atomic<bool> stopped{false};
  options.workers.ForEach(result.confidence.size(), [&](std::size_t o) {
    if (!result.central_weights[o] || stopped) return;
    Sampler sampler(model, options.seed);
    base::StopWatch watch(options.workers.stopped, kStepsBetweenStops);
    double wins = 0;
    for (int sample = 0; sample < draws; ++sample) {
      if (watch.After(steps)) {
        stopped = true;
        return;
      }
      const std::vector<double>& totals = sampler.Draw(sample, &*result.central_weights[o]);
      const double best = *std::max_element(totals.begin(), totals.end());
      if (totals[o] >= best - kLevel) ++wins;
    }
    result.confidence[o] = wins / draws;
  });
  return !stopped && !base::IsStopped(options.workers.stopped);
}

}  // namespace

absl::StatusOr<SmaaResult> Smaa(const SmaaModel& model, const SmaaOptions& options) {
  absl::Status good = Check(model, options);
  if (!good.ok()) return good;
  std::optional<Tally> tally = CountDraws(model, options);
  if (!tally) return base::StoppedWork();
  const auto n = static_cast<std::size_t>(model.options);
  const auto criteria = static_cast<std::size_t>(model.criteria);
  SmaaResult result;
  result.samples = options.samples;
  result.seed = options.seed;
  result.standard_error = 0.5 / std::sqrt(options.samples);
  result.mean_weights = std::move(tally->weights);
  for (double& weight : result.mean_weights) weight /= options.samples;
  result.rank_acceptability.assign(n, std::vector<double>(n, 0.0));
  result.pairwise_winning.assign(n, std::vector<double>(n, 0.5));
  std::vector<double> by_rank(n);
  double centroid = 0;
  for (std::size_t rank = n; rank-- > 0;) {
    centroid += 1.0 / static_cast<double>(rank + 1);
    by_rank[rank] = centroid / static_cast<double>(n);
  }
  for (std::size_t o = 0; o < n; ++o) {
    double holistic = 0;
    for (std::size_t k = 0; k < n; ++k) {
      result.rank_acceptability[o][k] = tally->ranks[o * n + k] / options.samples;
      holistic += by_rank[k] * result.rank_acceptability[o][k];
      if (k == o) continue;
      result.pairwise_winning[o][k] =
          static_cast<double>(tally->above[o * n + k]) / (2.0 * options.samples);
    }
    result.holistic.push_back(holistic);
    if (tally->firsts[o] > 0) {
      std::vector<double> central(criteria);
      for (std::size_t c = 0; c < criteria; ++c) {
        central[c] = tally->first_weights[o * criteria + c] / tally->firsts[o];
      }
      result.central_weights.emplace_back(std::move(central));
    } else {
      result.central_weights.emplace_back(std::nullopt);
    }
    const bool most = result.rank_acceptability[o][0] >= options.clear_winner;
    if (most && !result.clear_winner) result.clear_winner = static_cast<int>(o);
  }
  if (!AddConfidence(model, options, result)) return base::StoppedWork();
  return result;
}

}  // namespace plenum::agreement
