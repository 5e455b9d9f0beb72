#include "services/scoring/mcda/problem.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/scoring/mcda/additive.h"
#include "services/scoring/mcda/errors.h"

namespace plenum::mcda {
namespace {

// Of one criterion: what a value is multiplied with and what is then added, or with what 1 / value.
struct Scaling {
  double factor = 1;
  double offset = 0;
  bool reciprocal = false;
};

Scaling ScalingOf(const Problem& problem, int criterion, Normalisation normalisation) {
  const bool cost = problem.directions[static_cast<std::size_t>(criterion)] == Direction::kMin;
  double low = problem.at(0, criterion);
  double high = low;
  double sum = 0;
  double reciprocals = 0;
  double squares = 0;
  for (int o = 0; o < problem.options; ++o) {
    const double x = problem.at(o, criterion);
    low = std::min(low, x);
    high = std::max(high, x);
    sum += x;
    reciprocals += 1 / x;
    squares += x * x;
  }
  switch (normalisation) {
    case Normalisation::kMax:
      return cost ? Scaling{low, 0, true} : Scaling{1 / high, 0, false};
    case Normalisation::kSum:
      return cost ? Scaling{1 / reciprocals, 0, true} : Scaling{1 / sum, 0, false};
    case Normalisation::kVector: {
      const double length = squares > 0 ? std::sqrt(squares) : 1;
      return cost ? Scaling{-1 / length, 1, false} : Scaling{1 / length, 0, false};
    }
    default: {
      if (high == low) return {0, 1, false};
      const double range = high - low;
      return cost ? Scaling{-1 / range, high / range, false}
                  : Scaling{1 / range, -low / range, false};
    }
  }
}

}  // namespace

absl::StatusOr<std::vector<double>> CheckShape(const Problem& problem) {
  const auto criteria = static_cast<std::size_t>(std::max(problem.criteria, 0));
  const auto options = static_cast<std::size_t>(std::max(problem.options, 0));
  if (criteria == 0 || options == 0) {
    return MakeError({.rule = ErrorRule::kShape}, "there must be an option and a criterion");
  }
  if (problem.matrix.size() != options * criteria || problem.directions.size() != criteria ||
      problem.weights.size() != criteria) {
    return MakeError({.rule = ErrorRule::kShape},
                     absl::StrCat(problem.matrix.size(), " values, ", problem.directions.size(),
                                  " directions and ", problem.weights.size(), " weights for ",
                                  problem.options, " options and ", problem.criteria, " criteria"));
  }
  return NormalizeWeights(problem.weights);
}

absl::StatusOr<std::vector<double>> CheckProblem(const Problem& problem) {
  auto weights = CheckShape(problem);
  if (!weights.ok()) return weights;
  // 0 x is 0 for every finite x and NaN for all others.
  double zeros[4] = {0, 0, 0, 0};
  for (std::size_t i = 0; i < problem.matrix.size(); ++i) zeros[i % 4] += 0 * problem.matrix[i];
  const bool finite = zeros[0] + zeros[1] + zeros[2] + zeros[3] == 0;
  for (int o = 0; o < problem.options && !finite; ++o) {
    for (int c = 0; c < problem.criteria; ++c) {
      if (std::isfinite(problem.at(o, c))) continue;
      return MakeError({.rule = ErrorRule::kNotFinite, .option = o, .criterion = c},
                       "the value is not a finite number");
    }
  }
  return weights;
}

absl::Status CheckPositive(const Problem& problem, std::string_view method) {
  for (int o = 0; o < problem.options; ++o) {
    for (int c = 0; c < problem.criteria; ++c) {
      if (problem.at(o, c) > 0) continue;
      return MakeError({.rule = ErrorRule::kNotPositive, .option = o, .criterion = c},
                       absl::StrCat(std::string(method), " needs values above 0, and this is ",
                                    problem.at(o, c)));
    }
  }
  return absl::OkStatus();
}

std::vector<int> ConstantCriteria(const Problem& problem) {
  std::vector<int> constant;
  for (int c = 0; c < problem.criteria; ++c) {
    bool same = problem.options > 1;
    for (int o = 1; o < problem.options && same; ++o) same = problem.at(o, c) == problem.at(0, c);
    if (same) constant.push_back(c);
  }
  return constant;
}

std::string_view NormalisationName(Normalisation normalisation) {
  switch (normalisation) {
    case Normalisation::kMax:
      return "max";
    case Normalisation::kMinMax:
      return "minmax";
    case Normalisation::kSum:
      return "sum";
    default:
      return "vector";
  }
}

absl::StatusOr<std::vector<double>> Normalise(const Problem& problem, Normalisation normalisation) {
  auto weights = CheckProblem(problem);
  if (!weights.ok()) return weights.status();
  if (normalisation == Normalisation::kMax || normalisation == Normalisation::kSum) {
    absl::Status positive = CheckPositive(problem, "this normalisation");
    if (!positive.ok()) return positive;
  }
  std::vector<double> result(problem.matrix.size());
  const auto criteria = static_cast<std::size_t>(problem.criteria);
  for (std::size_t c = 0; c < criteria; ++c) {
    const Scaling scaling = ScalingOf(problem, static_cast<int>(c), normalisation);
    for (std::size_t at = c; at < result.size(); at += criteria) {
      const double x = problem.matrix[at];
      result[at] = (scaling.reciprocal ? 1 / x : x) * scaling.factor + scaling.offset;
    }
  }
  return result;
}

std::vector<std::vector<int>> Tiers(std::span<const double> scores, bool higher_is_better,
                                    double tolerance) {
  std::vector<int> order(scores.size());
  std::iota(order.begin(), order.end(), 0);
  const auto score = [&](int o) {
    const double own = scores[static_cast<std::size_t>(o)];
    return higher_is_better ? own : -own;
  };
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return score(a) > score(b); });
  std::vector<std::vector<int>> tiers;
  double best = 0;
  for (const int option : order) {
    if (tiers.empty() || score(option) < best - tolerance) {
      tiers.emplace_back();
      best = score(option);
    }
    tiers.back().push_back(option);
  }
  for (auto& tier : tiers) std::sort(tier.begin(), tier.end());
  return tiers;
}

}  // namespace plenum::mcda
