#include "services/scoring/mcda/compensatory.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "services/common/base/hot_loop.h"
#include "services/scoring/mcda/errors.h"

namespace plenum::mcda {
namespace {

using Numbers = std::vector<double>;

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

absl::Status CheckShare(const char* name, double share) {
  if (share >= 0 && share <= 1) return absl::OkStatus();
  return MakeError({.rule = ErrorRule::kBadThreshold},
                   absl::StrCat(name, " must be from 0 to 1, not ", share));
}

// What is known of each criterion after one pass in the order of the memory.
struct Ends {
  Numbers best;
  Numbers worst;
  Numbers sums;
  Numbers squares;
};

PLENUM_HOT_LOOP Ends EndsOf(const Problem& problem) {
  const std::size_t criteria = Index(problem.criteria);
  Numbers low(problem.matrix.begin(), problem.matrix.begin() + problem.criteria);
  Numbers high = low;
  Numbers sums(criteria, 0.0);
  Numbers squares(criteria, 0.0);
  const auto less = [](double a, double b) { return a < b ? a : b; };
  const auto more = [](double a, double b) { return a > b ? a : b; };
  // Two options at a time, so that what is known is read and written half as often; the sums are in
  // the order of the options.
  const double* row = problem.matrix.data();
  const double* end = row + problem.matrix.size();
  for (; row + 2 * criteria <= end; row += 2 * criteria) {
    const double* next = row + criteria;
    for (std::size_t c = 0; c < criteria; ++c) {
      low[c] = less(less(row[c], next[c]), low[c]);
      high[c] = more(more(row[c], next[c]), high[c]);
      sums[c] = sums[c] + row[c] + next[c];
      squares[c] = squares[c] + row[c] * row[c] + next[c] * next[c];
    }
  }
  for (std::size_t c = 0; row < end && c < criteria; ++c) {
    low[c] = less(row[c], low[c]);
    high[c] = more(row[c], high[c]);
    sums[c] += row[c];
    squares[c] += row[c] * row[c];
  }
  Ends ends{std::move(high), std::move(low), std::move(sums), std::move(squares)};
  for (std::size_t c = 0; c < criteria; ++c) {
    if (problem.directions[c] == Direction::kMin) std::swap(ends.best[c], ends.worst[c]);
  }
  return ends;
}

// What the values of each criterion are multiplied with by a normalisation that does not turn
// costs.
Numbers LinearFactors(const Ends& ends, Normalisation normalisation) {
  Numbers factors(ends.best.size());
  for (std::size_t c = 0; c < factors.size(); ++c) {
    const double range = std::abs(ends.best[c] - ends.worst[c]);
    switch (normalisation) {
      case Normalisation::kMax:
        factors[c] = 1 / std::max(ends.best[c], ends.worst[c]);
        break;
      case Normalisation::kSum:
        factors[c] = 1 / ends.sums[c];
        break;
      case Normalisation::kVector:
        factors[c] = ends.squares[c] > 0 ? 1 / std::sqrt(ends.squares[c]) : 1;
        break;
      default:
        factors[c] = range > 0 ? 1 / range : 0;
    }
  }
  return factors;
}

// The distance of `x` from [low, high].
double Distance(double x, Interval from) {
  return x < from.low ? from.low - x : x > from.high ? x - from.high : 0;
}

// The closeness of each option, from the factors of squared differences.
PLENUM_HOT_LOOP void MeasureCloseness(const Problem& problem, const Ends& ends,
                                      const Numbers& squares, Numbers& closeness) {
  const std::size_t criteria = squares.size();
  const double* row = problem.matrix.data();
  for (double& close : closeness) {
    // Two sums at a time, so that one does not wait for the other.
    double best_sums[2] = {0, 0};
    double worst_sums[2] = {0, 0};
    for (std::size_t c = 0; c + 1 < criteria; c += 2) {
      for (std::size_t k = 0; k < 2; ++k) {
        const double best = row[c + k] - ends.best[c + k];
        const double worst = row[c + k] - ends.worst[c + k];
        best_sums[k] += squares[c + k] * best * best;
        worst_sums[k] += squares[c + k] * worst * worst;
      }
    }
    if (criteria % 2 == 1) {
      const double best = row[criteria - 1] - ends.best[criteria - 1];
      const double worst = row[criteria - 1] - ends.worst[criteria - 1];
      best_sums[0] += squares[criteria - 1] * best * best;
      worst_sums[0] += squares[criteria - 1] * worst * worst;
    }
    const double from_best = std::sqrt(best_sums[0] + best_sums[1]);
    const double from_worst = std::sqrt(worst_sums[0] + worst_sums[1]);
    const double both = from_best + from_worst;
    close = both > 0 ? from_worst / both : 0.5;
    row += criteria;
  }
}

}  // namespace

absl::StatusOr<Numbers> WeightedSum(const Problem& problem, Normalisation normalisation) {
  auto weights = CheckProblem(problem);
  if (!weights.ok()) return weights.status();
  auto matrix = Normalise(problem, normalisation);
  if (!matrix.ok()) return matrix.status();
  Numbers sums(Index(problem.options), 0.0);
  std::size_t at = 0;
  for (double& sum : sums) {
    for (const double weight : *weights) sum += weight * (*matrix)[at++];
  }
  return sums;
}

absl::StatusOr<Numbers> WeightedProduct(const Problem& problem) {
  auto weights = CheckProblem(problem);
  if (!weights.ok()) return weights.status();
  absl::Status positive = CheckPositive(problem, "the weighted product");
  if (!positive.ok()) return positive;
  auto matrix = Normalise(problem, Normalisation::kMax);
  if (!matrix.ok()) return matrix.status();
  Numbers products(Index(problem.options), 0.0);
  std::size_t at = 0;
  for (double& product : products) {
    for (const double weight : *weights) product += weight * std::log((*matrix)[at++]);
    product = std::exp(product);
  }
  return products;
}

absl::StatusOr<Numbers> Waspas(const Problem& problem, double lambda) {
  absl::Status share = CheckShare("lambda", lambda);
  if (!share.ok()) return share;
  auto sums = WeightedSum(problem);
  if (!sums.ok()) return sums.status();
  auto products = WeightedProduct(problem);
  if (!products.ok()) return products.status();
  for (std::size_t o = 0; o < sums->size(); ++o) {
    (*sums)[o] = lambda * (*sums)[o] + (1 - lambda) * (*products)[o];
  }
  return sums;
}

absl::StatusOr<Numbers> Topsis(const Problem& problem, Normalisation normalisation) {
  auto weights = CheckShape(problem);
  if (!weights.ok()) return weights.status();
  const Ends ends = EndsOf(problem);
  // A sum is finite only when all of its parts are: no pass of its own for that.
  for (const double sum : ends.squares) {
    if (std::isfinite(sum)) continue;
    auto checked = CheckProblem(problem);
    if (!checked.ok()) return checked.status();
  }
  const bool ratios = normalisation == Normalisation::kMax || normalisation == Normalisation::kSum;
  if (ratios) {
    absl::Status positive = CheckPositive(problem, "this normalisation");
    if (!positive.ok()) return positive;
  }
  const std::size_t criteria = Index(problem.criteria);
  // All distances are between values of one criterion, so that its offset does not matter and its
  // sense shows in the ends alone.
  Numbers squares = LinearFactors(ends, normalisation);
  for (std::size_t c = 0; c < criteria; ++c) {
    squares[c] *= (*weights)[c];
    squares[c] *= squares[c];
  }
  Numbers closeness(Index(problem.options));
  MeasureCloseness(problem, ends, squares, closeness);
  return closeness;
}

absl::StatusOr<VikorResult> Vikor(const Problem& problem, double v) {
  auto weights = CheckProblem(problem);
  if (!weights.ok()) return weights.status();
  absl::Status share = CheckShare("v", v);
  if (!share.ok()) return share;
  if (problem.options < 2) {
    return MakeError({.rule = ErrorRule::kTooFew}, "VIKOR compares at least two options");
  }
  const Ends ends = EndsOf(problem);
  VikorResult result;
  for (int o = 0; o < problem.options; ++o) {
    double s = 0;
    double r = 0;
    for (int c = 0; c < problem.criteria; ++c) {
      const double range = ends.best[Index(c)] - ends.worst[Index(c)];
      if (range == 0) continue;
      const double regret = (*weights)[Index(c)] * (ends.best[Index(c)] - problem.at(o, c)) / range;
      s += regret;
      r = std::max(r, regret);
    }
    result.s.push_back(s);
    result.r.push_back(r);
  }
  const auto [s_low, s_high] = std::minmax_element(result.s.begin(), result.s.end());
  const auto [r_low, r_high] = std::minmax_element(result.r.begin(), result.r.end());
  const auto part = [](double x, double low, double high) {
    return high > low ? (x - low) / (high - low) : 0;
  };
  for (std::size_t o = 0; o < result.s.size(); ++o) {
    result.q.push_back(v * part(result.s[o], *s_low, *s_high) +
                       (1 - v) * part(result.r[o], *r_low, *r_high));
  }
  std::vector<int> order(result.q.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return result.q[Index(a)] < result.q[Index(b)]; });
  const std::size_t first = Index(order[0]);
  const double advantage = 1.0 / (problem.options - 1);
  result.acceptable_advantage = result.q[Index(order[1])] - result.q[first] >= advantage - 1e-12;
  result.acceptable_stability = result.s[first] == *s_low || result.r[first] == *r_low;
  result.compromise_set = {order[0]};
  if (!result.acceptable_advantage) {
    for (std::size_t k = 1; k < order.size(); ++k) {
      if (result.q[Index(order[k])] - result.q[first] < advantage - 1e-12) {
        result.compromise_set.push_back(order[k]);
      }
    }
  } else if (!result.acceptable_stability) {
    result.compromise_set.push_back(order[1]);
  }
  std::sort(result.compromise_set.begin(), result.compromise_set.end());
  return result;
}

absl::StatusOr<Numbers> Copras(const Problem& problem) {
  auto weights = CheckProblem(problem);
  if (!weights.ok()) return weights.status();
  Numbers benefits(Index(problem.options), 0.0);
  Numbers costs(Index(problem.options), 0.0);
  bool any_cost = false;
  for (int c = 0; c < problem.criteria; ++c) {
    double sum = 0;
    for (int o = 0; o < problem.options; ++o) {
      if (problem.at(o, c) < 0) {
        return MakeError(
            {.rule = ErrorRule::kNotPositive, .option = o, .criterion = c},
            absl::StrCat("COPRAS needs values of 0 or more, and this is ", problem.at(o, c)));
      }
      sum += problem.at(o, c);
    }
    if (sum == 0) continue;  // zeros say nothing
    const double factor = (*weights)[Index(c)] / sum;
    const bool cost = problem.directions[Index(c)] == Direction::kMin;
    any_cost = any_cost || (cost && factor > 0);
    for (int o = 0; o < problem.options; ++o) {
      (cost ? costs : benefits)[Index(o)] += factor * problem.at(o, c);
    }
  }
  if (any_cost) {
    const double sum = std::accumulate(costs.begin(), costs.end(), 0.0);
    double reciprocals = 0;
    for (std::size_t o = 0; o < costs.size(); ++o) {
      if (costs[o] <= 0) {
        return MakeError({.rule = ErrorRule::kNotPositive, .option = static_cast<int>(o)},
                         "COPRAS divides by the costs of an option, and these are 0");
      }
      reciprocals += 1 / costs[o];
    }
    for (std::size_t o = 0; o < costs.size(); ++o) benefits[o] += sum / (costs[o] * reciprocals);
  }
  const double best = *std::max_element(benefits.begin(), benefits.end());
  for (double& benefit : benefits) benefit = best > 0 ? benefit / best : 1;
  return benefits;
}

absl::StatusOr<Numbers> Marcos(const Problem& problem) {
  auto weights = CheckProblem(problem);
  if (!weights.ok()) return weights.status();
  absl::Status positive = CheckPositive(problem, "MARCOS");
  if (!positive.ok()) return positive;
  const Ends ends = EndsOf(problem);
  const auto normal = [&](double x, int c) {
    return problem.directions[Index(c)] == Direction::kMin ? ends.best[Index(c)] / x
                                                           : x / ends.best[Index(c)];
  };
  double anti_ideal = 0;  // the ideal option's sum is 1
  for (int c = 0; c < problem.criteria; ++c) {
    anti_ideal += (*weights)[Index(c)] * normal(ends.worst[Index(c)], c);
  }
  Numbers utilities;
  for (int o = 0; o < problem.options; ++o) {
    double sum = 0;
    for (int c = 0; c < problem.criteria; ++c) {
      sum += (*weights)[Index(c)] * normal(problem.at(o, c), c);
    }
    const double minus = sum / anti_ideal;
    const double plus = sum;
    const double f_minus = plus / (plus + minus);
    const double f_plus = minus / (plus + minus);
    utilities.push_back((plus + minus) / (1 + (1 - f_plus) / f_plus + (1 - f_minus) / f_minus));
  }
  return utilities;
}

absl::Status CheckOnScale(const Problem& problem, const std::vector<Interval>& scales) {
  if (scales.size() != Index(problem.criteria)) {
    return MakeError({.rule = ErrorRule::kShape},
                     absl::StrCat(scales.size(), " scales for ", problem.criteria, " criteria"));
  }
  for (int c = 0; c < problem.criteria; ++c) {
    const Interval& scale = scales[Index(c)];
    if (!std::isfinite(scale.low) || !std::isfinite(scale.high) || scale.low >= scale.high) {
      return MakeError({.rule = ErrorRule::kBadScale, .criterion = c},
                       absl::StrCat(scale.low, "..", scale.high, " is no scale"));
    }
    for (int o = 0; o < problem.options; ++o) {
      if (Distance(problem.at(o, c), scale) == 0) continue;
      return MakeError(
          {.rule = ErrorRule::kOutOfScale, .option = o, .criterion = c},
          absl::StrCat(problem.at(o, c), " is outside the scale ", scale.low, "..", scale.high));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Numbers> Spotis(const Problem& problem, const std::vector<Interval>& bounds,
                               const Numbers& target) {
  auto weights = CheckProblem(problem);
  if (!weights.ok()) return weights.status();
  absl::Status scale = CheckOnScale(problem, bounds);
  if (!scale.ok()) return scale;
  if (!target.empty() && target.size() != bounds.size()) {
    return MakeError({.rule = ErrorRule::kShape},
                     absl::StrCat(target.size(), " targets for ", problem.criteria, " criteria"));
  }
  Numbers distances(Index(problem.options), 0.0);
  for (int c = 0; c < problem.criteria; ++c) {
    const Interval& bound = bounds[Index(c)];
    const bool cost = problem.directions[Index(c)] == Direction::kMin;
    const double ideal = !target.empty() ? target[Index(c)] : cost ? bound.low : bound.high;
    if (!std::isfinite(ideal) || Distance(ideal, bound) > 0) {
      return MakeError({.rule = ErrorRule::kBadScale, .criterion = c},
                       absl::StrCat("the target ", ideal, " is outside the bounds"));
    }
    for (int o = 0; o < problem.options; ++o) {
      distances[Index(o)] +=
          (*weights)[Index(c)] * std::abs(problem.at(o, c) - ideal) / (bound.high - bound.low);
    }
  }
  return distances;
}

absl::StatusOr<Numbers> Rim(const Problem& problem, const std::vector<Interval>& ranges,
                            const std::vector<Interval>& ideals) {
  auto weights = CheckProblem(problem);
  if (!weights.ok()) return weights.status();
  absl::Status scale = CheckOnScale(problem, ranges);
  if (!scale.ok()) return scale;
  if (ideals.size() != ranges.size()) {
    return MakeError({.rule = ErrorRule::kShape},
                     absl::StrCat(ideals.size(), " ideals for ", problem.criteria, " criteria"));
  }
  Numbers to_ideal(Index(problem.options), 0.0);
  Numbers to_worst(Index(problem.options), 0.0);
  for (int c = 0; c < problem.criteria; ++c) {
    const Interval& range = ranges[Index(c)];
    const Interval& ideal = ideals[Index(c)];
    if (!(ideal.low <= ideal.high && ideal.low >= range.low && ideal.high <= range.high)) {
      return MakeError({.rule = ErrorRule::kBadScale, .criterion = c},
                       absl::StrCat("the ideal ", ideal.low, "..", ideal.high,
                                    " is not within the range ", range.low, "..", range.high));
    }
    for (int o = 0; o < problem.options; ++o) {
      const double x = problem.at(o, c);
      const double room = x < ideal.low ? ideal.low - range.low : range.high - ideal.high;
      const double distance = Distance(x, ideal);
      const double y = (*weights)[Index(c)] * (distance > 0 ? 1 - distance / room : 1);
      const double lack = y - (*weights)[Index(c)];
      to_ideal[Index(o)] += lack * lack;
      to_worst[Index(o)] += y * y;
    }
  }
  for (std::size_t o = 0; o < to_ideal.size(); ++o) {
    const double ideal = std::sqrt(to_ideal[o]);
    const double worst = std::sqrt(to_worst[o]);
    to_ideal[o] = worst / (ideal + worst);
  }
  return to_ideal;
}

}  // namespace plenum::mcda
