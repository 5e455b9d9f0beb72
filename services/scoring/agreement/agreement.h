// How far people agree: of several raters of the same items, and of the answers on one scale.
//
// A figure that the data leave undefined (0 / 0) is nothing, never 0 or 1.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"

namespace plenum::agreement {

// Fewer people than this are shown what each of them said, not an index of it.
inline constexpr std::size_t kLeastForAnIndex = 5;

// raters x items; nothing where a rater did not rate an item.
using Ratings = std::vector<std::vector<std::optional<double>>>;

// How differences of two values count in Krippendorff's alpha.
enum class Level { kNominal, kOrdinal, kInterval, kRatio };

// 1 - observed / expected disagreement: 1 for full agreement, 0 for none beyond chance, below 0 for
// systematic disagreement. Items with fewer than two ratings take no part. Nothing when all values
// are equal. Errors: INVALID_ARGUMENT when rows differ in length, a value is not finite (or is
// negative for kRatio), or no item has two ratings. O(ratings log values), for all levels but
// kInterval and the number of different values more O(values^2 log values). Source: K.
// Krippendorff, "Computing Krippendorff's alpha-reliability" (2011).
absl::StatusOr<std::optional<double>> KrippendorffAlpha(const Ratings& ratings, Level level);

// Kendall's coefficient of concordance of raters who all rated all items; ties get mean ranks.
struct Concordance {
  double w = 0;              // 0..1, corrected for ties
  double w_uncorrected = 0;  // without that
  double chi_squared = 0;    // raters (items - 1) w
  double chi_squared_uncorrected = 0;
  int degrees_of_freedom = 0;  // items - 1
};
// Nothing when every rater rates all items alike. Errors: INVALID_ARGUMENT for fewer than two
// raters or items, rows of different length, values that are missing or not finite. Source: M. G.
// Kendall, B. Babington Smith (1939); ties: M. G. Kendall, "Rank Correlation Methods" (1948).
// O(raters items log items).
absl::StatusOr<std::optional<Concordance>> KendallW(const Ratings& ratings);

// Upper tail of the chi-squared distribution: how likely a value this great is by chance. For x >=
// 0 and at least one degree of freedom.
double ChiSquaredTail(double x, int degrees_of_freedom);

// Of answers on an ordered scale, from how many chose each of its steps.
struct Dispersion {
  double agreement = 0;     // van der Eijk's A: 1 one answer, 0 uniform, -1 both ends
  double polarization = 0;  // (1 - A) / 2
  double consensus = 0;     // Tastle and Wierman: 1 one answer, 0 both ends
  double leik = 0;          // Leik's D: 0 one answer, 1 both ends
  double berry_mielke = 0;  // index of ordinal variation: 0 one answer, 1 both ends
  double entropy_bits = 0;  // Shannon's entropy
};
// Errors: INVALID_ARGUMENT for fewer than two steps, a count that is negative or not finite, or no
// answers. O(steps^2).
// Sources: C. van der Eijk, Quality and Quantity 35 (2001); W. J. Tastle, M. J. Wierman (2007); R.
// K. Leik (1966); K. J. Berry, P. W. Mielke (1992).
absl::StatusOr<Dispersion> DispersionOf(std::span<const double> counts);

// RAND/UCLA: the answers disagree when the range between their 30th and 70th percentile is wider
// than that range is for answers that lie asymmetrically on the scale.
struct RandResult {
  double p30 = 0;
  double p70 = 0;
  double range = 0;           // IPR = p70 - p30
  double central = 0;         // IPRCP = (p30 + p70) / 2
  double asymmetry = 0;       // distance of IPRCP from the middle of the scale
  double adjusted_range = 0;  // IPRAS = 2.35 + 1.5 x asymmetry, on the scale 1..9
  bool disagreement = false;  // IPR > IPRAS
};
// On a scale from `low` to `high`; the constants of the source are for 1..9 and are stretched for
// other scales. Errors: INVALID_ARGUMENT for low >= high or percentiles out of order or off the
// scale. Source: K. Fitch et al., "The RAND/UCLA Appropriateness Method User's Manual" (2001),
// MR-1269.
absl::StatusOr<RandResult> RandDisagreement(double p30, double p70, double low = 1,
                                            double high = 9);
// The same from the answers themselves; percentiles by linear interpolation.
absl::StatusOr<RandResult> RandDisagreement(std::vector<double> answers, double low = 1,
                                            double high = 9);

// The p-th percentile (0..1) by linear interpolation between the sorted values; at least one value.
double Percentile(std::span<const double> sorted, double p);

// How much of the disagreement about members' totals each criterion makes:
// Cov(w_c s_mc, total_m) / Var(total_m), sum 1. Nothing when all totals are equal. scores[m][c].
// Errors: INVALID_ARGUMENT for shapes that do not match or values that are not finite.
struct CovarianceShares {
  std::vector<double> totals;  // by member
  double variance = 0;         // of the totals, divided by their number
  std::vector<double> shares;  // by criterion; empty when the variance is 0
};
absl::StatusOr<CovarianceShares> ShareDisagreement(std::span<const double> weights,
                                                   const std::vector<std::vector<double>>& scores);

}  // namespace plenum::agreement
