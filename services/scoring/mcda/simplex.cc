#include "services/scoring/mcda/simplex.h"

#include <cmath>

#include "services/scoring/mcda/errors.h"

namespace plenum::mcda {
namespace {

constexpr double kZero = 1e-12;

// Rows of constraints with slack variables and, last, the objective; the last column is the bound.
class Tableau {
 public:
  explicit Tableau(const LinearProgram& program)
      : variables_(program.objective.size()), rows_(program.rows.size()) {
    width_ = variables_ + rows_ + 1;
    cells_.assign((rows_ + 1) * width_, 0.0);
    for (std::size_t i = 0; i < rows_; ++i) {
      for (std::size_t j = 0; j < variables_; ++j) at(i, j) = program.rows[i][j];
      at(i, variables_ + i) = 1;
      at(i, width_ - 1) = program.bounds[i];
      basis_.push_back(variables_ + i);
    }
    for (std::size_t j = 0; j < variables_; ++j) at(rows_, j) = -program.objective[j];
  }

  // False when there is no bound; then nothing more can be done.
  bool Solve() {
    for (;;) {
      std::size_t enters = 0;
      while (enters + 1 < width_ && at(rows_, enters) >= -kZero) ++enters;
      if (enters + 1 == width_) return true;
      std::size_t leaves = rows_;
      for (std::size_t i = 0; i < rows_; ++i) {
        if (at(i, enters) <= kZero) continue;
        if (leaves == rows_) {
          leaves = i;
          continue;
        }
        const double ratio = at(i, width_ - 1) / at(i, enters);
        const double least = at(leaves, width_ - 1) / at(leaves, enters);
        if (ratio < least - kZero || (ratio <= least + kZero && basis_[i] < basis_[leaves])) {
          leaves = i;
        }
      }
      if (leaves == rows_) return false;
      Pivot(leaves, enters);
    }
  }

  std::vector<double> Solution() {
    std::vector<double> x(variables_, 0.0);
    for (std::size_t i = 0; i < rows_; ++i) {
      if (basis_[i] < variables_) x[basis_[i]] = at(i, width_ - 1);
    }
    return x;
  }

 private:
  double& at(std::size_t i, std::size_t j) { return cells_[i * width_ + j]; }

  void Pivot(std::size_t row, std::size_t column) {
    const double pivot = at(row, column);
    for (std::size_t j = 0; j < width_; ++j) at(row, j) /= pivot;
    for (std::size_t i = 0; i <= rows_; ++i) {
      const double factor = at(i, column);
      if (i == row || factor == 0) continue;
      for (std::size_t j = 0; j < width_; ++j) at(i, j) -= factor * at(row, j);
    }
    basis_[row] = column;
  }

  std::size_t variables_;
  std::size_t rows_;
  std::size_t width_ = 0;
  std::vector<double> cells_;
  std::vector<std::size_t> basis_;
};

}  // namespace

absl::StatusOr<std::vector<double>> Maximise(const LinearProgram& program) {
  bool fits = program.rows.size() == program.bounds.size();
  for (const auto& row : program.rows) fits = fits && row.size() == program.objective.size();
  for (const double bound : program.bounds) fits = fits && bound >= 0;
  if (!fits) {
    return MakeError({.rule = ErrorRule::kShape}, "the rows and bounds of the program do not fit");
  }
  Tableau tableau(program);
  if (!tableau.Solve()) return absl::OutOfRangeError("the objective has no bound");
  return tableau.Solution();
}

}  // namespace plenum::mcda
