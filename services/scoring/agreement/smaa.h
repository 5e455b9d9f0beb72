// SMAA-2: what holds of a ranking when weights, members and scores are not known exactly. Many
// additive rankings are made with weights (and, if asked for, members and scores) drawn at random,
// and what happens in them is counted.
//
//   rank acceptability   share of the draws in which the option has the rank
//   pairwise winning     share in which one option is above another; level ones count half
//   central weights      mean of the weights that put the option first
//   confidence factor    share in which it is first at its central weights, with everything else
//   drawn holistic             rank acceptabilities weighed by rank order centroid weights
//
// Draws come from a counter: the same seed gives the same figures on any number of threads, and
// they do not jitter when something else is computed anew. The standard error of a share p of n
// draws is sqrt(p (1 - p) / n).
//
// Sources: R. Lahdelma, P. Salminen, "SMAA-2", Operations Research 49 (2001); T. Tervonen, R.
// Lahdelma, "Implementing stochastic multicriteria acceptability analysis", EJOR 178 (2007).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/workers.h"

namespace plenum::agreement {

// What is drawn.
struct SmaaModel {
  int options = 0;
  int criteria = 0;
  // Values 0..1 of each member: members x options x criteria, without gaps.
  std::vector<std::vector<double>> values;
  // As how many members each one counts in the mean, 1 or more; empty when all count alike. The
  // bootstrap draws people: whoever is drawn counts as much as before.
  std::vector<int> counts_as{};
  // Where the weights come from: given ones, or drawn uniformly from all of sum 1.
  std::vector<double> weights;  // given; empty: drawn
  std::vector<int> importance;  // drawn in this order, most important first; empty: any
  bool draw_members = false;    // a bootstrap of the members in each draw
  double spread = 0;            // half-width of a uniform error of every group value, 0..1
};

struct SmaaOptions {
  int samples = 10'000;
  std::uint64_t seed = 1;
  double clear_winner = 0.5;  // the first rank acceptability that a clear winner has at least
  base::Workers workers{};    // any number of them gives the same bytes
};

struct SmaaResult {
  // options x options: [option][rank - 1]. Level options share their ranks, so that rows and
  // columns sum to 1.
  std::vector<std::vector<double>> rank_acceptability;
  std::vector<std::vector<double>> pairwise_winning;  // [option][other]; 0.5 on the diagonal
  std::vector<std::optional<std::vector<double>>> central_weights;  // nothing: never first
  std::vector<std::optional<double>> confidence;
  std::vector<double> holistic;
  std::vector<double> mean_weights;  // of the draws
  std::optional<int> clear_winner;   // nothing: no clear winner
  int samples = 0;
  std::uint64_t seed = 0;
  double standard_error = 0;  // the greatest of any share: that of 1/2
};

// Errors: INVALID_ARGUMENT for shapes that do not match, values that are not finite, weights that
// are negative or all 0, an importance that is no order of all criteria, counts that are not one of
// 1 or more for each member, fewer than 1 or more than 10,000,000 samples; CANCELLED when stopped.
// O(samples x options x (criteria + log options)), O(options^2) memory; pairs cost O(samples x
// options^2).
absl::StatusOr<SmaaResult> Smaa(const SmaaModel& model, const SmaaOptions& options = {});

}  // namespace plenum::agreement
