#include "services/scoring/mcda/ahp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "services/scoring/mcda/additive.h"
#include "services/scoring/mcda/errors.h"
#include "services/scoring/mcda/linear_system.h"

namespace plenum::mcda {
namespace {

constexpr int kMaxSteps = 10'000;
constexpr double kConverged = 1e-14;
constexpr std::array<double, 8> kRandomIndex = {0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49};

absl::Status BadPair(ErrorRule rule, int a, int b, const std::string& what) {
  return MakeError({.rule = rule, .option = a, .criterion = b}, what);
}

// An item that cannot be reached from the first one; -1 when all can.
int Unreached(const PairMatrix& judgements) {
  std::vector<bool> reached(static_cast<std::size_t>(judgements.size()), false);
  std::vector<int> open = {0};
  reached[0] = true;
  while (!open.empty()) {
    const int at = open.back();
    open.pop_back();
    for (int next = 0; next < judgements.size(); ++next) {
      if (reached[static_cast<std::size_t>(next)] || judgements.Get(at, next) == 0) continue;
      reached[static_cast<std::size_t>(next)] = true;
      open.push_back(next);
    }
  }
  const auto found = std::find(reached.begin(), reached.end(), false);
  return found == reached.end() ? -1 : static_cast<int>(found - reached.begin());
}

// Harker's matrix times w.
std::vector<double> Times(const PairMatrix& judgements, const std::vector<double>& w) {
  std::vector<double> product(w.size(), 0.0);
  for (int i = 0; i < judgements.size(); ++i) {
    const auto row = static_cast<std::size_t>(i);
    int missing = 0;
    for (int j = 0; j < judgements.size(); ++j) {
      const double ratio = judgements.Get(i, j);
      if (ratio == 0) ++missing;
      product[row] += ratio * w[static_cast<std::size_t>(j)];
    }
    product[row] += missing * w[row];
  }
  return product;
}

struct Eigen {
  std::vector<double> vector;  // sum 1
  double value = 0;
};

Eigen PrincipalEigenvector(const PairMatrix& judgements) {
  Eigen eigen;
  eigen.vector.assign(static_cast<std::size_t>(judgements.size()), 1.0 / judgements.size());
  for (int step = 0; step < kMaxSteps; ++step) {
    std::vector<double> next = Times(judgements, eigen.vector);
    eigen.value = std::accumulate(next.begin(), next.end(), 0.0);
    double change = 0;
    for (std::size_t i = 0; i < next.size(); ++i) {
      next[i] /= eigen.value;
      change = std::max(change, std::abs(next[i] - eigen.vector[i]) / next[i]);
    }
    eigen.vector = std::move(next);
    if (change < kConverged) break;
  }
  return eigen;
}

// Least squares of the logarithms: the graph's Laplacian times x is the row sums of the logarithms.
absl::StatusOr<std::vector<double>> GeometricMeans(const PairMatrix& judgements) {
  const auto n = static_cast<std::size_t>(judgements.size());
  std::vector<double> laplacian(n * n, 0.0);
  std::vector<double> sums(n, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const double ratio = judgements.Get(static_cast<int>(i), static_cast<int>(j));
      if (i == j || ratio == 0) continue;
      laplacian[i * n + i] += 1;
      laplacian[i * n + j] -= 1;
      sums[i] += std::log(ratio);
    }
  }
  // It is singular by a constant: the first logarithm is 0.
  std::fill(laplacian.begin(), laplacian.begin() + static_cast<std::ptrdiff_t>(n), 0.0);
  laplacian[0] = 1;
  sums[0] = 0;
  auto logarithms = SolveLinearSystem(std::move(laplacian), std::move(sums));
  if (!logarithms.ok()) return logarithms.status();
  std::vector<double> weights(n);
  const double greatest = *std::max_element(logarithms->begin(), logarithms->end());
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += weights[i] = std::exp((*logarithms)[i] - greatest);
  for (double& weight : weights) weight /= sum;
  return weights;
}

}  // namespace

PairMatrix::PairMatrix(int n) : n_(n), ratios_(At(n, 0), 0.0) {
  for (int i = 0; i < n; ++i) ratios_[At(i, i)] = 1;
}

absl::StatusOr<PairMatrix> PairMatrix::Create(int n) {
  if (n >= 1 && n <= kMaxPairItems) return PairMatrix(n);
  return MakeError({.rule = ErrorRule::kShape},
                   absl::StrCat(n, " items to compare; 1 to ", kMaxPairItems, " are possible"));
}

absl::StatusOr<PairMatrix> PairMatrix::FromMatrix(const std::vector<std::vector<double>>& matrix,
                                                  double tolerance) {
  const int n = static_cast<int>(matrix.size());
  auto judgements = Create(n);
  if (!judgements.ok()) return judgements.status();
  for (int i = 0; i < n; ++i) {
    const auto& row = matrix[static_cast<std::size_t>(i)];
    if (row.size() != matrix.size()) {
      return MakeError({.rule = ErrorRule::kShape, .option = i},
                       absl::StrCat(row.size(), " judgements in a row of ", n));
    }
  }
  for (int i = 0; i < n; ++i) {
    for (int j = i; j < n; ++j) {
      const double there = matrix[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
      const double back = matrix[static_cast<std::size_t>(j)][static_cast<std::size_t>(i)];
      if (!std::isfinite(there) || !std::isfinite(back)) {
        return BadPair(ErrorRule::kNotFinite, i, j, "the judgement is not a finite number");
      }
      if (i == j && std::abs(there - 1) > tolerance) {
        return BadPair(ErrorRule::kBadJudgement, i, j,
                       absl::StrCat("compared with itself it is 1, not ", there));
      }
      if (i == j || (there == 0 && back == 0)) continue;
      if (there <= 0 || back <= 0 || std::abs(there * back - 1) > tolerance) {
        return BadPair(ErrorRule::kBadJudgement, i, j,
                       absl::StrCat("the judgements ", there, " and ", back,
                                    " of one pair must be above 0 and multiply to 1"));
      }
      absl::Status set = judgements->Set(i, j, there);
      if (!set.ok()) return set;
    }
  }
  return judgements;
}

absl::StatusOr<PairMatrix> PairMatrix::FromUpper(std::span<const double> upper) {
  int n = 1;
  while (static_cast<std::size_t>(n * (n - 1) / 2) < upper.size()) ++n;
  if (static_cast<std::size_t>(n * (n - 1) / 2) != upper.size()) {
    return MakeError({.rule = ErrorRule::kShape},
                     absl::StrCat(upper.size(), " judgements are no triangle: n (n - 1) / 2"));
  }
  auto judgements = Create(n);
  if (!judgements.ok()) return judgements.status();
  std::size_t at = 0;
  for (int i = 0; i < n; ++i) {
    for (int j = i + 1; j < n; ++j, ++at) {
      if (upper[at] == 0) continue;
      absl::Status set = judgements->Set(i, j, upper[at]);
      if (!set.ok()) return set;
    }
  }
  return judgements;
}

absl::Status PairMatrix::Set(int a, int b, double ratio) {
  if (a < 0 || b < 0 || a >= n_ || b >= n_ || a == b) {
    return BadPair(ErrorRule::kShape, a, b, absl::StrCat("no pair of ", n_, " items"));
  }
  if (!std::isfinite(ratio)) {
    return BadPair(ErrorRule::kNotFinite, a, b, "the judgement is not a finite number");
  }
  if (ratio <= 0) {
    return BadPair(ErrorRule::kBadJudgement, a, b,
                   absl::StrCat("a judgement is a ratio above 0, not ", ratio));
  }
  ratios_[At(a, b)] = ratio;
  ratios_[At(b, a)] = 1 / ratio;
  return absl::OkStatus();
}

bool PairMatrix::complete() const {
  return std::find(ratios_.begin(), ratios_.end(), 0.0) == ratios_.end();
}

std::optional<double> RandomIndex(int n) {
  const int at = n - 3;
  if (at < 0 || at >= static_cast<int>(kRandomIndex.size())) return std::nullopt;
  return kRandomIndex[static_cast<std::size_t>(at)];
}

absl::StatusOr<PairResult> EvaluatePairs(const PairMatrix& judgements, PairMethod method) {
  if (const int lost = Unreached(judgements); lost >= 0) {
    return MakeError({.rule = ErrorRule::kDisconnected, .criterion = lost},
                     "no chain of judgements connects it with the first one: compare it with "
                     "something");
  }
  const int n = judgements.size();
  Eigen eigen = PrincipalEigenvector(judgements);
  PairResult result;
  result.lambda_max = eigen.value;
  if (method == PairMethod::kGeometricMean) {
    auto weights = GeometricMeans(judgements);
    if (!weights.ok()) return weights.status();
    result.weights = *std::move(weights);
  } else {
    result.weights = std::move(eigen.vector);
  }
  if (n < 3) return result;
  result.consistency_index = (result.lambda_max - n) / (n - 1);
  if (const auto random = RandomIndex(n); random && judgements.complete()) {
    result.consistency_ratio = result.consistency_index / *random;
  }
  return result;
}

absl::StatusOr<PairMatrix> AggregateJudgements(std::span<const PairMatrix> members,
                                               std::span<const double> member_weights) {
  if (members.empty() || members.size() != member_weights.size()) {
    return MakeError({.rule = ErrorRule::kShape}, absl::StrCat(members.size(), " members with ",
                                                               member_weights.size(), " weights"));
  }
  auto weights = NormalizeWeights(member_weights);
  if (!weights.ok()) return weights.status();
  const int n = members.front().size();
  auto group = PairMatrix::Create(n);
  if (!group.ok()) return group.status();
  for (std::size_t m = 0; m < members.size(); ++m) {
    if (members[m].size() == n) continue;
    return MakeError({.rule = ErrorRule::kShape, .member = static_cast<int>(m)},
                     absl::StrCat("compares ", members[m].size(), " items, not ", n));
  }
  for (int i = 0; i < n; ++i) {
    for (int j = i + 1; j < n; ++j) {
      double logarithms = 0;
      double sum = 0;
      for (std::size_t m = 0; m < members.size(); ++m) {
        const double ratio = members[m].Get(i, j);
        if (ratio == 0) continue;
        logarithms += (*weights)[m] * std::log(ratio);
        sum += (*weights)[m];
      }
      if (sum == 0) continue;
      absl::Status set = group->Set(i, j, std::exp(logarithms / sum));
      if (!set.ok()) return set;
    }
  }
  return group;
}

absl::StatusOr<std::vector<double>> Synthesize(std::span<const double> criterion_weights,
                                               const std::vector<std::vector<double>>& priorities) {
  if (priorities.empty() || priorities.size() != criterion_weights.size()) {
    return MakeError({.rule = ErrorRule::kShape},
                     absl::StrCat("priorities on ", priorities.size(), " criteria for ",
                                  criterion_weights.size(), " weights"));
  }
  std::vector<double> totals(priorities.front().size(), 0.0);
  for (std::size_t c = 0; c < priorities.size(); ++c) {
    if (priorities[c].size() != totals.size()) {
      return MakeError(
          {.rule = ErrorRule::kShape, .criterion = static_cast<int>(c)},
          absl::StrCat("priorities of ", priorities[c].size(), " options, not ", totals.size()));
    }
    for (std::size_t o = 0; o < totals.size(); ++o) {
      totals[o] += criterion_weights[c] * priorities[c][o];
    }
  }
  return totals;
}

}  // namespace plenum::mcda
