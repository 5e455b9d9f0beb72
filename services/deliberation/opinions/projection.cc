#include "services/deliberation/opinions/projection.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

namespace plenum::opinions {
namespace {

constexpr std::size_t kBlock = 4;  // directions that are iterated: more than two converge faster
constexpr int kMaxIterations = 300;
constexpr double kResidual = 1e-9;  // of the greatest eigenvalue
constexpr double kNothing = 1e-12;  // less than any variance of votes, and more than rounding
constexpr double kSameSize = 1e-9;  // entries this near to the largest count as equally large

using Vector = std::vector<double>;

double Dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// a -= factor * b
void Subtract(Vector& a, double factor, const Vector& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] -= factor * b[i];
}

// Symmetric, row by row.
struct Matrix {
  std::size_t size = 0;
  Vector entries;

  [[nodiscard]] Vector Times(const Vector& v) const {
    Vector product(size, 0.0);
    for (std::size_t row = 0; row < size; ++row) {
      if (v[row] == 0) continue;
      const double* from = entries.data() + row * size;
      for (std::size_t i = 0; i < size; ++i) product[i] += v[row] * from[i];
    }
    return product;
  }
  [[nodiscard]] double Trace() const {
    double sum = 0;
    for (std::size_t i = 0; i < size; ++i) sum += entries[i * size + i];
    return sum;
  }
};

Vector MeansOf(const VoteMatrix& votes) {
  Vector sums(static_cast<std::size_t>(votes.statements()), 0.0);
  Vector seen(sums.size(), 0.0);
  for (int member = 0; member < votes.members(); ++member) {
    const auto row = votes.Row(member);
    for (std::size_t s = 0; s < row.size(); ++s) {
      if (row[s] == Vote::kUnseen) continue;
      sums[s] += static_cast<double>(row[s]);
      ++seen[s];
    }
  }
  for (std::size_t s = 0; s < sums.size(); ++s) sums[s] = seen[s] > 0 ? sums[s] / seen[s] : 0;
  return sums;
}

// The row less the means; 0 where a vote is missing, since its mean stands for it.
void Centre(std::span<const Vote> row, const Vector& means, Vector& centred) {
  for (std::size_t s = 0; s < row.size(); ++s) {
    centred[s] = row[s] == Vote::kUnseen ? 0 : static_cast<double>(row[s]) - means[s];
  }
}

Matrix CovarianceOf(const VoteMatrix& votes, const Vector& means) {
  Matrix covariance{means.size(), Vector(means.size() * means.size(), 0.0)};
  const std::size_t n = means.size();
  Vector centred(n);
  for (int member = 0; member < votes.members(); ++member) {
    Centre(votes.Row(member), means, centred);
    for (std::size_t a = 0; a < n; ++a) {
      if (centred[a] == 0) continue;
      double* into = covariance.entries.data() + a * n;
      for (std::size_t b = a; b < n; ++b) into[b] += centred[a] * centred[b];
    }
  }
  const double scale = 1.0 / std::max(1, votes.members() - 1);
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = a; b < n; ++b) {
      covariance.entries[b * n + a] = covariance.entries[a * n + b] *= scale;
    }
  }
  return covariance;
}

// Any numbers that lie in no direction in particular, the same each time (the finalizer of
// SplitMix64).
double Scatter(std::uint64_t i) {
  std::uint64_t z = (i + 1) * 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return static_cast<double>((z ^ (z >> 31U)) >> 11U) * 0x1p-52 - 1.0;
}

// Modified Gram-Schmidt, twice. A vector that the earlier ones span becomes zero.
void Orthonormalize(std::vector<Vector>& block) {
  for (std::size_t c = 0; c < block.size(); ++c) {
    const double before = std::sqrt(Dot(block[c], block[c]));
    for (int pass = 0; pass < 2; ++pass) {
      for (std::size_t d = 0; d < c; ++d) Subtract(block[c], Dot(block[c], block[d]), block[d]);
    }
    const double length = std::sqrt(Dot(block[c], block[c]));
    const double factor = length > kNothing * before && length > 0 ? 1 / length : 0;
    for (double& entry : block[c]) entry *= factor;
  }
}

struct SmallEigen {
  std::vector<double> values;   // the greatest first
  std::vector<Vector> vectors;  // in that order
};

// Of a small symmetric matrix, by Jacobi's rotations (Golub and Van Loan, section 8.5).
SmallEigen EigenOf(std::vector<Vector> a) {
  const std::size_t n = a.size();
  std::vector<Vector> v(n, Vector(n, 0.0));
  for (std::size_t i = 0; i < n; ++i) v[i][i] = 1;
  constexpr int kSweeps = 30;  // converges quadratically: six or so do it
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) {
        if (a[p][q] == 0) continue;
        const double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        const double t =
            (theta >= 0 ? 1.0 : -1.0) / (std::abs(theta) + std::sqrt(theta * theta + 1));
        const double c = 1 / std::sqrt(t * t + 1);
        const double s = t * c;
        for (std::size_t i = 0; i < n; ++i) {
          const double ip = a[i][p];
          const double iq = a[i][q];
          a[i][p] = c * ip - s * iq;
          a[i][q] = s * ip + c * iq;
        }
        for (std::size_t i = 0; i < n; ++i) {
          const double pi = a[p][i];
          const double qi = a[q][i];
          a[p][i] = c * pi - s * qi;
          a[q][i] = s * pi + c * qi;
          const double vp = v[p][i];
          const double vq = v[q][i];
          v[p][i] = c * vp - s * vq;
          v[q][i] = s * vp + c * vq;
        }
      }
    }
  }
  std::vector<std::size_t> order(n);
  for (std::size_t i = 0; i < n; ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t x, std::size_t y) { return a[x][x] > a[y][y]; });
  SmallEigen eigen;
  for (const std::size_t i : order) {
    eigen.values.push_back(a[i][i]);
    eigen.vectors.push_back(v[i]);
  }
  return eigen;
}

std::vector<Vector> Combine(const std::vector<Vector>& block, const std::vector<Vector>& weights) {
  std::vector<Vector> combined(block.size(), Vector(block[0].size(), 0.0));
  for (std::size_t c = 0; c < block.size(); ++c) {
    for (std::size_t d = 0; d < block.size(); ++d) Subtract(combined[c], -weights[c][d], block[d]);
  }
  return combined;
}

void FixSign(Vector& component) {
  double largest = 0;
  for (const double entry : component) largest = std::max(largest, std::abs(entry));
  for (const double entry : component) {
    if (std::abs(entry) < largest * (1 - kSameSize)) continue;
    if (entry < 0) {
      for (double& each : component) each = -each;
    }
    return;
  }
}

// The eigenvectors of the two greatest eigenvalues.
void FindComponents(const Matrix& covariance, Projection& result) {
  const std::size_t n = covariance.size;
  for (auto& component : result.components) component.assign(n, 0.0);
  if (n == 0 || covariance.Trace() <= kNothing) return;
  std::vector<Vector> block(std::min(kBlock, n), Vector(n));
  for (std::size_t c = 0; c < block.size(); ++c) {
    for (std::size_t i = 0; i < n; ++i) block[c][i] = Scatter(c * n + i);
  }
  Orthonormalize(block);
  SmallEigen eigen;
  for (int iteration = 0; iteration < kMaxIterations; ++iteration) {
    std::vector<Vector> image;
    for (const Vector& v : block) image.push_back(covariance.Times(v));
    std::vector<Vector> small(block.size(), Vector(block.size()));
    for (std::size_t c = 0; c < block.size(); ++c) {
      for (std::size_t d = c; d < block.size(); ++d) {
        small[c][d] = small[d][c] = Dot(block[c], image[d]);
      }
    }
    eigen = EigenOf(std::move(small));
    block = Combine(block, eigen.vectors);
    image = Combine(image, eigen.vectors);
    double residual = 0;
    for (std::size_t c = 0; c < std::min<std::size_t>(2, block.size()); ++c) {
      Vector rest = image[c];
      Subtract(rest, eigen.values[c], block[c]);
      residual = std::max(residual, std::sqrt(Dot(rest, rest)));
    }
    if (residual <= kResidual * eigen.values[0]) break;
    block = std::move(image);
    Orthonormalize(block);
  }
  for (std::size_t c = 0; c < std::min<std::size_t>(2, block.size()); ++c) {
    // What is left of a direction without variance is rounding.
    if (eigen.values[c] <= kResidual * eigen.values[0]) break;
    result.variances[c] = eigen.values[c];
    result.components[c] = std::move(block[c]);
    FixSign(result.components[c]);
  }
}

}  // namespace

Projection Project(const VoteMatrix& votes) {
  Projection result;
  result.means = MeansOf(votes);
  FindComponents(CovarianceOf(votes, result.means), result);
  Vector centred(result.means.size());
  for (int member = 0; member < votes.members(); ++member) {
    const auto row = votes.Row(member);
    const auto answers =
        std::count_if(row.begin(), row.end(), [](Vote vote) { return vote != Vote::kUnseen; });
    Centre(row, result.means, centred);
    const double out =
        answers == 0 ? 0
                     : std::sqrt(static_cast<double>(row.size()) / static_cast<double>(answers));
    result.points.push_back(
        {out * Dot(centred, result.components[0]), out * Dot(centred, result.components[1])});
  }
  return result;
}

}  // namespace plenum::opinions
