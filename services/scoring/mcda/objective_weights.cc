#include "services/scoring/mcda/objective_weights.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "services/scoring/mcda/errors.h"

namespace plenum::mcda {
namespace {

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

absl::Status Check(Problem problem) {
  problem.weights.assign(Index(problem.criteria), 1.0);
  auto checked = CheckProblem(problem);
  if (!checked.ok()) return checked.status();
  if (problem.options < 2) {
    return MakeError({.rule = ErrorRule::kTooFew}, "weights of differences need two options");
  }
  if (ConstantCriteria(problem).size() == Index(problem.criteria)) {
    return MakeError({.rule = ErrorRule::kConstant},
                     "all options are equal on every criterion: no weights follow from that");
  }
  return absl::OkStatus();
}

std::vector<double> Shared(std::vector<double> parts) {
  double sum = 0;
  for (const double part : parts) sum += part;
  for (double& part : parts) part /= sum;
  return parts;
}

}  // namespace

absl::StatusOr<std::vector<double>> EntropyWeights(const Problem& problem) {
  absl::Status good = Check(problem);
  if (!good.ok()) return good;
  std::vector<double> diversity;
  for (int c = 0; c < problem.criteria; ++c) {
    double sum = 0;
    for (int o = 0; o < problem.options; ++o) {
      const double x = problem.at(o, c);
      if (x < 0) {
        return MakeError({.rule = ErrorRule::kNotPositive, .option = o, .criterion = c},
                         absl::StrCat("entropy needs values of 0 or more, and this is ", x));
      }
      sum += x;
    }
    if (sum == 0) {
      return MakeError({.rule = ErrorRule::kNotPositive, .criterion = c},
                       "entropy needs a value above 0, and all are 0");
    }
    double entropy = 0;
    for (int o = 0; o < problem.options; ++o) {
      const double share = problem.at(o, c) / sum;
      if (share > 0) entropy -= share * std::log(share);
    }
    diversity.push_back(std::max(0.0, 1 - entropy / std::log(problem.options)));
  }
  for (const int c : ConstantCriteria(problem)) diversity[Index(c)] = 0;
  return Shared(std::move(diversity));
}

absl::StatusOr<std::vector<double>> CriticWeights(const Problem& problem) {
  absl::Status good = Check(problem);
  if (!good.ok()) return good;
  Problem equal = problem;
  equal.weights.assign(Index(problem.criteria), 1.0);
  auto matrix = Normalise(equal, Normalisation::kMinMax);
  if (!matrix.ok()) return matrix.status();
  const std::size_t criteria = Index(problem.criteria);
  const std::size_t options = Index(problem.options);
  // Centred columns.
  std::vector<double> deviations(criteria, 0.0);
  for (std::size_t c = 0; c < criteria; ++c) {
    double mean = 0;
    for (std::size_t o = 0; o < options; ++o) mean += (*matrix)[o * criteria + c];
    mean /= static_cast<double>(options);
    for (std::size_t o = 0; o < options; ++o) {
      double& x = (*matrix)[o * criteria + c];
      x -= mean;
      deviations[c] += x * x;
    }
    deviations[c] = std::sqrt(deviations[c]);
  }
  std::vector<double> information(criteria, 0.0);
  for (std::size_t c = 0; c < criteria; ++c) {
    for (std::size_t k = 0; k < criteria; ++k) {
      if (k == c || deviations[c] == 0) continue;
      double product = 0;
      for (std::size_t o = 0; o < options; ++o) {
        product += (*matrix)[o * criteria + c] * (*matrix)[o * criteria + k];
      }
      // Nothing varies together with a constant criterion.
      const double correlation = deviations[k] > 0 ? product / (deviations[c] * deviations[k]) : 0;
      information[c] += deviations[c] * (1 - correlation);
    }
    if (criteria == 1) information[c] = 1;
  }
  double sum = 0;
  for (const double each : information) sum += each;
  // All criteria say the same: they share.
  if (sum <= 1e-12) {
    for (std::size_t c = 0; c < criteria; ++c) information[c] = deviations[c] > 0 ? 1 : 0;
  }
  return Shared(std::move(information));
}

absl::StatusOr<std::vector<double>> MerecWeights(const Problem& problem) {
  absl::Status good = Check(problem);
  if (!good.ok()) return good;
  absl::Status positive = CheckPositive(problem, "MEREC");
  if (!positive.ok()) return positive;
  // Worst over x for benefits, x over worst for costs, and the logarithm of that without its sign.
  std::vector<double> logarithms(problem.matrix.size());
  const std::size_t criteria = Index(problem.criteria);
  for (int c = 0; c < problem.criteria; ++c) {
    const bool cost = problem.directions[Index(c)] == Direction::kMin;
    double worst = problem.at(0, c);
    for (int o = 1; o < problem.options; ++o) {
      worst = cost ? std::max(worst, problem.at(o, c)) : std::min(worst, problem.at(o, c));
    }
    for (int o = 0; o < problem.options; ++o) {
      logarithms[Index(o) * criteria + Index(c)] = std::abs(std::log(problem.at(o, c) / worst));
    }
  }
  std::vector<double> effects(criteria, 0.0);
  for (int o = 0; o < problem.options; ++o) {
    const double* row = logarithms.data() + Index(o) * criteria;
    double sum = 0;
    for (std::size_t c = 0; c < criteria; ++c) sum += row[c];
    const double all = std::log1p(sum / problem.criteria);
    for (std::size_t c = 0; c < criteria; ++c) {
      effects[c] += std::abs(std::log1p((sum - row[c]) / problem.criteria) - all);
    }
  }
  return Shared(std::move(effects));
}

}  // namespace plenum::mcda
