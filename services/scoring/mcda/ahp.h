// The analytic hierarchy process: weights from judgements of pairs, "a is so many times as
// important as b", some of which may be missing.
//
//   eigenvector      A w = lambda_max w, the principal eigenvector, by power iteration. A missing
//                    judgement is 0 and adds 1 to the diagonal of its row (Harker), which is to put
//                    the ratio of the weights themselves in its place.
//   geometric mean   w_i = (prod over j of a_ij)^(1/n); with missing judgements the least squares
//   of
//                    the logarithms over those that are there, which is the same when all are.
//   consistency      CI = (lambda_max - n) / (n - 1);  CR = CI / RI(n)
//
// The consistency ratio depends on the table of random indices; the one here is Saaty's of 1980:
// 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49 for n = 3..10. It is of complete matrices, so
// there is no ratio when judgements are missing, nor for n < 3 (always consistent) or n > 10.
//
// Sources: T. L. Saaty, "The Analytic Hierarchy Process" (1980); P. T. Harker, "Alternative modes
// of questioning in the analytic hierarchy process", Mathematical Modelling 9 (1987); G. Crawford,
// C. Williams, "A note on the analysis of subjective judgment matrices" (1985); S. Bozoki, J.
// Fulop, L. Ronyai, "On optimal completion of incomplete pairwise comparison matrices" (2010).
//
//   auto judgements = PairMatrix::Create(3);
//   judgements->Set(0, 1, 4);            // 0 is 4 times as important as 1; 1 / 4 the other way
//   round judgements->Set(0, 2, 9); auto result = EvaluatePairs(*judgements);       // the pair 1,
//   2 is missing
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"

namespace plenum::mcda {

inline constexpr int kMaxPairItems = 100;

// Judgements of all pairs of n items; reciprocal by itself.
class PairMatrix {
 public:
  // No judgements. Rule kShape: n below 1 or above kMaxPairItems.
  static absl::StatusOr<PairMatrix> Create(int n);
  // From a whole matrix, row by row; 0 where a judgement is missing. Rules: kShape; kNotFinite;
  // kBadJudgement naming the pair (as option and criterion) for a ratio below 0, a diagonal that is
  // not 1, or a_ij a_ji further from 1 than `tolerance`.
  static absl::StatusOr<PairMatrix> FromMatrix(const std::vector<std::vector<double>>& matrix,
                                               double tolerance = 1e-6);
  // From the judgements above the diagonal, row by row: n (n - 1) / 2 of them, 0 where missing.
  static absl::StatusOr<PairMatrix> FromUpper(std::span<const double> upper);

  // a is `ratio` times as important as b. Rules: kShape for an index out of range or a == b;
  // kNotFinite; kBadJudgement for a ratio of 0 or below.
  absl::Status Set(int a, int b, double ratio);
  // 1 for a == b, 0 where the judgement is missing.
  double Get(int a, int b) const { return ratios_[At(a, b)]; }
  int size() const { return n_; }
  bool complete() const;

 private:
  explicit PairMatrix(int n);
  std::size_t At(int a, int b) const {
    return static_cast<std::size_t>(a) * static_cast<std::size_t>(n_) + static_cast<std::size_t>(b);
  }
  int n_;
  std::vector<double> ratios_;
};

enum class PairMethod { kEigenvector, kGeometricMean };

struct PairResult {
  std::vector<double> weights;   // sum 1
  double lambda_max = 0;         // of the matrix, whatever the method of the weights
  double consistency_index = 0;  // 0 for n < 3
  std::optional<double> consistency_ratio;
};

// Rules: kDisconnected naming an item that the judgements do not connect with the first one (as
// criterion). Iterative for the eigenvector, to a relative 1e-14 or 10,000 steps.
// O(n^2) a step, O(n^3) for the least squares.
absl::StatusOr<PairResult> EvaluatePairs(const PairMatrix& judgements,
                                         PairMethod method = PairMethod::kEigenvector);

// The random index for n items, nothing where the table has none.
std::optional<double> RandomIndex(int n);

// The group's judgements as the weighted geometric mean of the members' (AIJ; J. Aczel, T. L. Saaty
// 1983). Where only some members judged a pair, theirs is the group's. Rules: kShape when sizes
// differ or there are no members; those of NormalizeWeights for the members' weights.
absl::StatusOr<PairMatrix> AggregateJudgements(std::span<const PairMatrix> members,
                                               std::span<const double> member_weights);

// Priorities of options under criteria, distributive synthesis: the sum over criteria of the
// criterion's weight times the option's priority on it. priorities[c][o]. Rule kShape.
absl::StatusOr<std::vector<double>> Synthesize(std::span<const double> criterion_weights,
                                               const std::vector<std::vector<double>>& priorities);

}  // namespace plenum::mcda
