#include "services/scoring/mcda/best_worst.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "services/scoring/mcda/errors.h"
#include "services/scoring/mcda/simplex.h"

namespace plenum::mcda {
namespace {

constexpr std::array<double, 9> kConsistencyIndex = {0,    0.44, 1.00, 1.63, 2.30,
                                                     3.00, 3.73, 4.47, 5.23};
constexpr double kGreatest = 9;

struct Judgements {
  std::span<const double> best_to;   // a_Bj
  std::span<const double> to_worst;  // a_jW
  std::size_t best = 0;
  std::size_t worst = 0;
  std::size_t size() const { return best_to.size(); }
};

absl::StatusOr<Judgements> Check(std::span<const double> best_to,
                                 std::span<const double> to_worst) {
  if (best_to.size() < 2 || best_to.size() != to_worst.size()) {
    return MakeError({.rule = ErrorRule::kShape},
                     absl::StrCat(best_to.size(), " and ", to_worst.size(),
                                  " judgements: one for each of at least two criteria"));
  }
  Judgements judgements{best_to, to_worst};
  for (const auto& numbers : {best_to, to_worst}) {
    for (std::size_t c = 0; c < numbers.size(); ++c) {
      const int criterion = static_cast<int>(c);
      if (!std::isfinite(numbers[c])) {
        return MakeError({.rule = ErrorRule::kNotFinite, .criterion = criterion},
                         "the judgement is not a finite number");
      }
      if (numbers[c] < 1 || numbers[c] > kGreatest) {
        return MakeError({.rule = ErrorRule::kBadJudgement, .criterion = criterion},
                         absl::StrCat("a judgement is from 1 to 9, not ", numbers[c]));
      }
    }
  }
  const auto best = std::find(best_to.begin(), best_to.end(), 1.0);
  const auto worst = std::find(to_worst.begin(), to_worst.end(), 1.0);
  if (best == best_to.end() || worst == to_worst.end()) {
    return MakeError({.rule = ErrorRule::kBadJudgement},
                     "the best compared with itself, and the worst, must be 1");
  }
  judgements.best = static_cast<std::size_t>(best - best_to.begin());
  judgements.worst = static_cast<std::size_t>(worst - to_worst.begin());
  return judgements;
}

bool IsEnd(const Judgements& given, std::size_t c) { return c == given.best || c == given.worst; }

Interval Around(double judgement, double xi) {
  return {std::max(judgement - xi, 0.0), judgement + xi};
}

// What w_B / w_W can be at a given xi; empty when low > high. Each criterion between them bounds it
// by the product of its two ratios.
Interval RatioOfEnds(const Judgements& given, double xi) {
  Interval ratio = Around(given.best_to[given.worst], xi);
  const Interval other = Around(given.to_worst[given.best], xi);
  ratio = {std::max(ratio.low, other.low), std::min(ratio.high, other.high)};
  for (std::size_t c = 0; c < given.size(); ++c) {
    if (IsEnd(given, c)) continue;
    const Interval up = Around(given.best_to[c], xi);
    const Interval down = Around(given.to_worst[c], xi);
    ratio.low = std::max(ratio.low, up.low * down.low);
    ratio.high = std::min(ratio.high, up.high * down.high);
  }
  return ratio;
}

// What w_c / w_W can be when w_B / w_W is `ratio`.
Interval Relative(const Judgements& given, double xi, double ratio, std::size_t c) {
  if (c == given.best) return {ratio, ratio};
  if (c == given.worst) return {1, 1};
  const Interval up = Around(given.best_to[c], xi);
  const Interval down = Around(given.to_worst[c], xi);
  const double high = up.low > 0 ? std::min(down.high, ratio / up.low) : down.high;
  const double low = std::max(down.low, ratio / up.high);
  return {low, std::max(low, high)};  // equal but for rounding where it is empty
}

}  // namespace

absl::StatusOr<BestWorstResult> BestWorstByRatios(std::span<const double> best_to_others,
                                                  std::span<const double> others_to_worst) {
  auto given = Check(best_to_others, others_to_worst);
  if (!given.ok()) return given.status();
  double low = -1e-18;
  double high = kGreatest;
  const auto possible = [&](double xi) {
    const Interval ratio = RatioOfEnds(*given, std::max(xi, 0.0));
    return ratio.low <= ratio.high;
  };
  if (possible(0)) high = 0;
  for (int step = 0; step < 200 && high > 0; ++step) {
    const double middle = (low + high) / 2;
    (possible(middle) ? high : low) = middle;
  }
  BestWorstResult result;
  result.xi = high;
  const Interval ends = RatioOfEnds(*given, result.xi);
  // A bottleneck of two criteria leaves one ratio of the ends; else both ends of it are looked at.
  result.intervals.assign(given->size(), {1, 0});
  for (const double ratio : {ends.low, (ends.low + ends.high) / 2, ends.high}) {
    std::vector<Interval> relative;
    double least = 0;
    double most = 0;
    for (std::size_t c = 0; c < given->size(); ++c) {
      relative.push_back(Relative(*given, result.xi, ratio, c));
      least += relative[c].low;
      most += relative[c].high;
    }
    for (std::size_t c = 0; c < given->size(); ++c) {
      Interval& weight = result.intervals[c];
      weight.low =
          std::min(weight.low, relative[c].low / (most - relative[c].high + relative[c].low));
      weight.high =
          std::max(weight.high, relative[c].high / (least - relative[c].low + relative[c].high));
    }
  }
  double sum = 0;
  for (const Interval& weight : result.intervals) {
    result.weights.push_back((weight.low + weight.high) / 2);
    sum += result.weights.back();
  }
  for (double& weight : result.weights) weight /= sum;
  const double extreme = given->best_to[given->worst];
  const auto index = static_cast<std::size_t>(std::lround(extreme)) - 1;
  if (extreme == std::round(extreme) && kConsistencyIndex[index] > 0) {
    result.consistency_ratio = result.xi / kConsistencyIndex[index];
  }
  return result;
}

absl::StatusOr<BestWorstResult> BestWorstLinear(std::span<const double> best_to_others,
                                                std::span<const double> others_to_worst) {
  auto given = Check(best_to_others, others_to_worst);
  if (!given.ok()) return given.status();
  const std::size_t n = given->size();
  // With xi = 1 and weights of any sum, the greatest sum has the least xi for a sum of 1.
  LinearProgram program;
  program.objective.assign(n, 1.0);
  const auto add = [&](std::size_t greater, std::size_t lesser, double factor) {
    for (const double sign : {1.0, -1.0}) {
      std::vector<double> row(n, 0.0);
      row[greater] += sign;
      row[lesser] -= sign * factor;
      program.rows.push_back(std::move(row));
      program.bounds.push_back(1);
    }
  };
  for (std::size_t c = 0; c < n; ++c) {
    if (c != given->best) add(given->best, c, given->best_to[c]);
    if (c != given->worst) add(c, given->worst, given->to_worst[c]);
  }
  auto solution = Maximise(program);
  BestWorstResult result;
  if (solution.ok()) {
    result.weights = *std::move(solution);
    const double sum = std::accumulate(result.weights.begin(), result.weights.end(), 0.0);
    for (double& weight : result.weights) weight /= sum;
    result.xi = 1 / sum;
    return result;
  }
  if (!absl::IsOutOfRange(solution.status())) return solution.status();
  // Without bound: judgements that do not contradict one another.
  double sum = 0;
  for (std::size_t c = 0; c < n; ++c) {
    result.weights.push_back(given->to_worst[c]);
    sum += result.weights.back();
  }
  for (double& weight : result.weights) weight /= sum;
  return result;
}

}  // namespace plenum::mcda
