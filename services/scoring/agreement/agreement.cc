#include "services/scoring/agreement/agreement.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "absl/strings/str_cat.h"

namespace plenum::agreement {
namespace {

absl::Status CheckShape(const Ratings& ratings) {
  for (std::size_t r = 0; r < ratings.size(); ++r) {
    if (ratings[r].size() != ratings.front().size()) {
      return absl::InvalidArgumentError(absl::StrCat("rater ", r, " has ", ratings[r].size(),
                                                     " items, the first one ",
                                                     ratings.front().size()));
    }
    for (std::size_t i = 0; i < ratings[r].size(); ++i) {
      if (!ratings[r][i].has_value() || std::isfinite(*ratings[r][i])) continue;
      return absl::InvalidArgumentError(
          absl::StrCat("rater ", r, ", item ", i, ": the value is not a finite number"));
    }
  }
  return absl::OkStatus();
}

// How many ratings of items with two or more have each value.
struct Values {
  std::vector<double> value;  // ascending
  std::vector<double> count;
  std::vector<double> before;  // how many ratings are below each value
  double total = 0;
  double mean = 0;
};

// Sum of squared differences over all ordered pairs, from how often each value stands: by the sums,
// so that it takes as many steps as there are values.
double SquaredDifferences(const std::map<double, double>& values, double mean) {
  double n = 0;
  double sum = 0;
  double squares = 0;
  for (const auto& [value, count] : values) {
    const double centred = value - mean;
    n += count;
    sum += count * centred;
    squares += count * centred * centred;
  }
  return 2 * (n * squares - sum * sum);
}

// The squared difference of the values a and b by the level.
double Difference(const Values& values, std::size_t a, std::size_t b, Level level) {
  if (a == b) return 0;
  const double x = values.value[a];
  const double y = values.value[b];
  switch (level) {
    case Level::kNominal:
      return 1;
    case Level::kOrdinal: {
      const auto [low, high] = std::minmax(a, b);
      const double between =
          values.before[high] - values.before[low] + (values.count[high] - values.count[low]) / 2;
      return between * between;
    }
    case Level::kInterval:
      return (x - y) * (x - y);
    default:
      return x + y == 0 ? 0 : (x - y) * (x - y) / ((x + y) * (x + y));
  }
}

// Mean ranks of a row; adds sum of t^3 - t over groups of ties.
std::vector<double> MeanRanks(const std::vector<std::optional<double>>& row, double* ties) {
  std::vector<std::size_t> order(row.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return *row[a] < *row[b]; });
  std::vector<double> ranks(row.size());
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    while (end < order.size() && *row[order[end]] == *row[order[begin]]) ++end;
    const double rank = (static_cast<double>(begin) + static_cast<double>(end) + 1) / 2;
    for (std::size_t k = begin; k < end; ++k) ranks[order[k]] = rank;
    const auto t = static_cast<double>(end - begin);
    *ties += t * t * t - t;
    begin = end;
  }
  return ranks;
}

// van der Eijk's A by layers: the pattern of the steps that still have answers, again and again.
double EijkAgreement(std::vector<double> counts, double total) {
  const auto steps = static_cast<double>(counts.size());
  double agreement = 0;
  for (;;) {
    double least = 0;
    double present = 0;
    for (const double count : counts) {
      if (count <= total * 1e-12) continue;
      least = present == 0 ? count : std::min(least, count);
      ++present;
    }
    if (present == 0) return agreement;
    std::vector<bool> pattern;
    for (double& count : counts) {
      pattern.push_back(count > total * 1e-12);
      count = pattern.back() ? count - least : 0;
    }
    // Triples of steps: TU support a single peak (110, 011), TDU speak against it (101).
    double unimodal = 0;
    double against = 0;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      for (std::size_t j = i + 1; j < pattern.size(); ++j) {
        for (std::size_t k = j + 1; k < pattern.size(); ++k) {
          if (pattern[i] && !pattern[j] && pattern[k]) ++against;
          if (pattern[j] && pattern[i] != pattern[k]) ++unimodal;
        }
      }
    }
    const double u = unimodal + against > 0 ? ((steps - 2) * unimodal - (steps - 1) * against) /
                                                  ((steps - 2) * (unimodal + against))
                                            : 1;
    const double layer = present == steps ? 0 : u * (1 - (present - 1) / (steps - 1));
    agreement += layer * present * least / total;
  }
}

}  // namespace

absl::StatusOr<std::optional<double>> KrippendorffAlpha(const Ratings& ratings, Level level) {
  absl::Status shape = CheckShape(ratings);
  if (!shape.ok()) return shape;
  const std::size_t items = ratings.empty() ? 0 : ratings.front().size();
  std::vector<std::map<double, double>> units;  // of each item with two ratings: value, how often
  std::map<double, double> all;
  for (std::size_t i = 0; i < items; ++i) {
    std::map<double, double> unit;
    double rated = 0;
    for (const auto& row : ratings) {
      if (!row[i].has_value()) continue;
      if (level == Level::kRatio && *row[i] < 0) {
        return absl::InvalidArgumentError("ratios are of values of 0 or more");
      }
      ++unit[*row[i]];
      ++rated;
    }
    if (rated < 2) continue;
    for (const auto& [value, count] : unit) all[value] += count;
    units.push_back(std::move(unit));
  }
  if (units.empty()) {
    return absl::InvalidArgumentError("no item was rated by two: there is nothing to compare");
  }
  Values values;
  std::map<double, std::size_t> index;
  for (const auto& [value, count] : all) {
    index[value] = values.value.size();
    values.value.push_back(value);
    values.count.push_back(count);
    values.before.push_back(values.total);
    values.total += count;
    values.mean += count * value;
  }
  values.mean /= values.total;
  const auto differences = [&](const std::map<double, double>& of) {
    if (level == Level::kInterval) return SquaredDifferences(of, values.mean);
    double sum = 0;
    for (const auto& [a, n] : of) {
      for (const auto& [b, m] : of) sum += n * m * Difference(values, index[a], index[b], level);
    }
    return sum;
  };
  double observed = 0;
  for (const auto& unit : units) {
    double rated = 0;
    for (const auto& [value, count] : unit) rated += count;
    observed += differences(unit) / (rated - 1);
  }
  const double expected = values.value.size() == 1 ? 0 : differences(all);
  if (expected == 0) return std::nullopt;
  return 1 - (values.total - 1) * observed / expected;
}

absl::StatusOr<std::optional<Concordance>> KendallW(const Ratings& ratings) {
  absl::Status shape = CheckShape(ratings);
  if (!shape.ok()) return shape;
  if (ratings.size() < 2 || ratings.front().size() < 2) {
    return absl::InvalidArgumentError("concordance is of at least two raters and two items");
  }
  const auto m = static_cast<double>(ratings.size());
  const auto n = static_cast<double>(ratings.front().size());
  std::vector<double> sums(ratings.front().size(), 0.0);
  double ties = 0;
  for (std::size_t r = 0; r < ratings.size(); ++r) {
    for (std::size_t i = 0; i < ratings[r].size(); ++i) {
      if (ratings[r][i].has_value()) continue;
      return absl::InvalidArgumentError(
          absl::StrCat("rater ", r, " did not rate item ", i, ": all must have rated all"));
    }
    const std::vector<double> ranks = MeanRanks(ratings[r], &ties);
    for (std::size_t i = 0; i < ranks.size(); ++i) sums[i] += ranks[i];
  }
  const double mean = m * (n + 1) / 2;
  double squares = 0;
  for (const double sum : sums) squares += (sum - mean) * (sum - mean);
  const double most = m * m * (n * n * n - n);
  if (most - m * ties <= 0) return std::nullopt;
  Concordance result;
  result.w_uncorrected = 12 * squares / most;
  result.w = 12 * squares / (most - m * ties);
  result.degrees_of_freedom = static_cast<int>(ratings.front().size()) - 1;
  result.chi_squared = m * (n - 1) * result.w;
  result.chi_squared_uncorrected = m * (n - 1) * result.w_uncorrected;
  return result;
}

double ChiSquaredTail(double x, int degrees_of_freedom) {
  // The regularized upper incomplete gamma function Q(k / 2, x / 2), by the finite sums that it has
  // for whole and half first arguments (M. Abramowitz, I. Stegun 26.4.4, 26.4.5).
  const double half = x / 2;
  const bool even = degrees_of_freedom % 2 == 0;
  double tail = even ? std::exp(-half) : std::erfc(std::sqrt(half));
  double term =
      even ? std::exp(-half) : std::exp(-half) * std::sqrt(half) / (std::sqrt(std::acos(-1.0)) / 2);
  for (double a = even ? 1 : 1.5; a < degrees_of_freedom / 2.0 + (even ? 0 : 0.25); ++a) {
    if (even) {
      term *= half / a;
      tail += term;
    } else {
      tail += term;
      term *= half / a;
    }
  }
  return tail;
}

absl::StatusOr<Dispersion> DispersionOf(std::span<const double> counts) {
  if (counts.size() < 2) {
    return absl::InvalidArgumentError("a scale has at least two steps");
  }
  double total = 0;
  for (const double count : counts) {
    if (!std::isfinite(count) || count < 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("a step was chosen ", count, " times: counts are finite and 0 or more"));
    }
    total += count;
  }
  if (total <= 0) return absl::InvalidArgumentError("nobody answered");
  Dispersion result;
  const auto steps = static_cast<double>(counts.size());
  double mean = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    mean += static_cast<double>(i) * counts[i] / total;
  }
  result.consensus = 1;
  double cumulated = 0;
  double leik = 0;
  double variation = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double share = counts[i] / total;
    if (share > 0) {
      result.consensus +=
          share * std::log2(1 - std::abs(static_cast<double>(i) - mean) / (steps - 1));
      result.entropy_bits -= share * std::log2(share);
    }
    cumulated += share;
    if (i + 1 == counts.size()) break;
    leik += std::min(cumulated, 1 - cumulated);
    variation += cumulated * (1 - cumulated);
  }
  result.leik = 2 * leik / (steps - 1);
  // Of n answers at most floor(n / 2) x ceil(n / 2) pairs can lie at different ends.
  const double pairs = total == std::floor(total)
                           ? std::floor(total / 2) * std::ceil(total / 2) / (total * total)
                           : 0.25;
  result.berry_mielke = pairs > 0 ? variation / (pairs * (steps - 1)) : 0;
  result.agreement = counts.size() == 2 && result.leik == 0
                         ? 1
                         : EijkAgreement({counts.begin(), counts.end()}, total);
  result.polarization = (1 - result.agreement) / 2;
  return result;
}

absl::StatusOr<RandResult> RandDisagreement(double p30, double p70, double low, double high) {
  if (!(low < high) || !(p30 <= p70) || !(p30 >= low) || !(p70 <= high)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "percentiles ", p30, " and ", p70, " do not lie in order on a scale ", low, "..", high));
  }
  const double unit = (high - low) / 8;  // of the scale 1..9
  RandResult result;
  result.p30 = p30;
  result.p70 = p70;
  result.range = p70 - p30;
  result.central = (p30 + p70) / 2;
  result.asymmetry = std::abs((low + high) / 2 - result.central);
  result.adjusted_range = 2.35 * unit + 1.5 * result.asymmetry;
  result.disagreement = result.range > result.adjusted_range;
  return result;
}

double Percentile(std::span<const double> sorted, double p) {
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

absl::StatusOr<RandResult> RandDisagreement(std::vector<double> answers, double low, double high) {
  if (answers.empty()) return absl::InvalidArgumentError("nobody answered");
  for (const double answer : answers) {
    if (!std::isfinite(answer)) {
      return absl::InvalidArgumentError("an answer is not a finite number");
    }
  }
  std::sort(answers.begin(), answers.end());
  return RandDisagreement(Percentile(answers, 0.3), Percentile(answers, 0.7), low, high);
}

absl::StatusOr<CovarianceShares> ShareDisagreement(std::span<const double> weights,
                                                   const std::vector<std::vector<double>>& scores) {
  CovarianceShares result;
  if (scores.empty() || weights.empty()) {
    return absl::InvalidArgumentError("there must be a member and a criterion");
  }
  for (const auto& row : scores) {
    if (row.size() != weights.size()) {
      return absl::InvalidArgumentError(
          absl::StrCat(row.size(), " scores for ", weights.size(), " criteria"));
    }
    double total = 0;
    for (std::size_t c = 0; c < row.size(); ++c) total += weights[c] * row[c];
    if (!std::isfinite(total)) {
      return absl::InvalidArgumentError("a score or weight is not a finite number");
    }
    result.totals.push_back(total);
  }
  const auto members = static_cast<double>(scores.size());
  const double mean = std::accumulate(result.totals.begin(), result.totals.end(), 0.0) / members;
  for (const double total : result.totals) {
    result.variance += (total - mean) * (total - mean) / members;
  }
  // What is left of equal totals is rounding.
  const double greatest =
      std::abs(*std::max_element(result.totals.begin(), result.totals.end(),
                                 [](double a, double b) { return std::abs(a) < std::abs(b); }));
  if (result.variance <= greatest * greatest * 1e-28) {
    result.variance = 0;
    return result;
  }
  for (std::size_t c = 0; c < weights.size(); ++c) {
    double covariance = 0;
    for (std::size_t m = 0; m < scores.size(); ++m) {
      covariance += weights[c] * scores[m][c] * (result.totals[m] - mean) / members;
    }
    result.shares.push_back(covariance / result.variance);
  }
  return result;
}

}  // namespace plenum::agreement
