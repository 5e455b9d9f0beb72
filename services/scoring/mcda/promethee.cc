#include "services/scoring/mcda/promethee.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "services/scoring/mcda/errors.h"

namespace plenum::mcda {
namespace {

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

double PreferenceOf(const Preference& f, double d) {
  if (d <= 0) return 0;
  switch (f.shape) {
    case PreferenceShape::kUsual:
      return 1;
    case PreferenceShape::kUShape:
      return d > f.q ? 1 : 0;
    case PreferenceShape::kVShape:
      return d >= f.p ? 1 : d / f.p;
    case PreferenceShape::kLevel:
      return d > f.p ? 1 : d > f.q ? 0.5 : 0;
    case PreferenceShape::kLinear:
      return d > f.p ? 1 : d > f.q ? (d - f.q) / (f.p - f.q) : 0;
    default:
      return 1 - std::exp(-d * d / (2 * f.s * f.s));
  }
}

absl::Status CheckPreference(const Preference& f, int criterion) {
  const auto bad = [&](const char* what) {
    return MakeError({.rule = ErrorRule::kBadThreshold, .criterion = criterion}, what);
  };
  if (!std::isfinite(f.q) || !std::isfinite(f.p) || !std::isfinite(f.s)) {
    return bad("the thresholds must be finite numbers");
  }
  switch (f.shape) {
    case PreferenceShape::kUsual:
      return absl::OkStatus();
    case PreferenceShape::kUShape:
      return f.q >= 0 ? absl::OkStatus() : bad("q must be 0 or more");
    case PreferenceShape::kVShape:
      return f.p > 0 ? absl::OkStatus() : bad("p must be above 0");
    case PreferenceShape::kGaussian:
      return f.s > 0 ? absl::OkStatus() : bad("s must be above 0");
    default:
      return f.q >= 0 && f.p >= f.q ? absl::OkStatus() : bad("q must be 0 or more, p not below q");
  }
}

struct Checked {
  std::vector<double> weights;
  std::vector<Preference> preferences;
};

absl::StatusOr<Checked> Check(const Problem& problem, const std::vector<Preference>& preferences) {
  Checked checked;
  auto weights = CheckProblem(problem);
  if (!weights.ok()) return weights.status();
  checked.weights = *std::move(weights);
  if (problem.options < 2) {
    return MakeError({.rule = ErrorRule::kTooFew}, "PROMETHEE compares at least two options");
  }
  checked.preferences = preferences;
  if (preferences.empty()) checked.preferences.resize(Index(problem.criteria));
  if (checked.preferences.size() != Index(problem.criteria)) {
    return MakeError({.rule = ErrorRule::kShape},
                     absl::StrCat(preferences.size(), " preference functions for ",
                                  problem.criteria, " criteria"));
  }
  for (int c = 0; c < problem.criteria; ++c) {
    absl::Status good = CheckPreference(checked.preferences[Index(c)], c);
    if (!good.ok()) return good;
  }
  return checked;
}

// A criterion's values so that more is better.
std::vector<double> Gains(const Problem& problem, int c) {
  std::vector<double> gains;
  gains.reserve(Index(problem.options));
  const double sign = problem.directions[Index(c)] == Direction::kMin ? -1 : 1;
  for (int o = 0; o < problem.options; ++o) gains.push_back(sign * problem.at(o, c));
  return gains;
}

// The sums over the others of P(x_i - x_j), and of P(x_j - x_i), over sorted values. Differences
// that a step or a slope begins at are found by moving pointers, as both are in order.
class SortedFlows {
 public:
  explicit SortedFlows(std::vector<double> sorted) : x_(std::move(sorted)) {
    // Sums of x less the middle one, so that large offsets do not eat the digits.
    center_ = x_[x_.size() / 2];
    prefix_.resize(x_.size() + 1, 0.0);
    for (std::size_t i = 0; i < x_.size(); ++i) prefix_[i + 1] = prefix_[i] + (x_[i] - center_);
  }

  // For each i, adds to plus[i] and minus[i].
  void Add(const Preference& f, std::vector<double>& plus, std::vector<double>& minus) const {
    switch (f.shape) {
      case PreferenceShape::kUsual:
        return AddSteps(0, 1, plus, minus);
      case PreferenceShape::kUShape:
        return AddSteps(f.q, 1, plus, minus);
      case PreferenceShape::kLevel:
        AddSteps(f.q, 0.5, plus, minus);
        return AddSteps(f.p, 0.5, plus, minus);
      case PreferenceShape::kVShape:
        return AddSlope(0, f.p, plus, minus);
      default:
        if (f.p == f.q) return AddSteps(f.q, 1, plus, minus);
        return AddSlope(f.q, f.p, plus, minus);
    }
  }

 private:
  // `height` for every difference above `at`.
  void AddSteps(double at, double height, std::vector<double>& plus,
                std::vector<double>& minus) const {
    std::size_t below = 0;  // how many are more than `at` below x_[i]
    std::size_t upto = 0;   // how many are at most `at` above x_[i]
    for (std::size_t i = 0; i < x_.size(); ++i) {
      while (below < i && x_[i] - x_[below] > at) ++below;
      while (upto < x_.size() && !(x_[upto] - x_[i] > at)) ++upto;
      plus[i] += height * static_cast<double>(below);
      minus[i] += height * static_cast<double>(x_.size() - upto);
    }
  }

  // From 0 at a difference of q to 1 at p.
  void AddSlope(double q, double p, std::vector<double>& plus, std::vector<double>& minus) const {
    std::size_t full = 0;        // j < full: at least p below x_[i]
    std::size_t some = 0;        // j < some: more than q below
    std::size_t begins = 0;      // j >= begins: more than q above
    std::size_t full_above = 0;  // j >= full_above: at least p above
    const double slope = 1 / (p - q);
    for (std::size_t i = 0; i < x_.size(); ++i) {
      while (full < i && x_[i] - x_[full] >= p) ++full;
      while (some < i && x_[i] - x_[some] > q) ++some;
      while (begins < x_.size() && !(x_[begins] - x_[i] > q)) ++begins;
      while (full_above < x_.size() && !(x_[full_above] - x_[i] >= p)) ++full_above;
      const double own = x_[i] - center_;
      const auto partly_below = static_cast<double>(some - full);
      const auto partly_above = static_cast<double>(full_above - begins);
      plus[i] += static_cast<double>(full) +
                 slope * (partly_below * (own - q) - (prefix_[some] - prefix_[full]));
      minus[i] += static_cast<double>(x_.size() - full_above) +
                  slope * ((prefix_[full_above] - prefix_[begins]) - partly_above * (own + q));
    }
  }

  std::vector<double> x_;
  std::vector<double> prefix_;
  double center_ = 0;
};

// Every pair, for the gaussian.
void AddPairs(const Preference& f, const std::vector<double>& x, std::vector<double>& plus,
              std::vector<double>& minus) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = 0; j < x.size(); ++j) {
      const double preference = PreferenceOf(f, x[i] - x[j]);
      plus[i] += preference;
      minus[j] += preference;
    }
  }
}

}  // namespace

absl::StatusOr<PrometheeFlows> Promethee(const Problem& problem,
                                         const std::vector<Preference>& preferences) {
  auto checked = Check(problem, preferences);
  if (!checked.ok()) return checked.status();
  const std::size_t n = Index(problem.options);
  PrometheeFlows flows;
  flows.plus.assign(n, 0.0);
  flows.minus.assign(n, 0.0);
  std::vector<std::size_t> order(n);
  for (int c = 0; c < problem.criteria; ++c) {
    const Preference& f = checked->preferences[Index(c)];
    const std::vector<double> gains = Gains(problem, c);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return gains[a] < gains[b]; });
    std::vector<double> sorted(n);
    for (std::size_t i = 0; i < n; ++i) sorted[i] = gains[order[i]];
    std::vector<double> plus(n, 0.0);
    std::vector<double> minus(n, 0.0);
    if (f.shape == PreferenceShape::kGaussian) {
      AddPairs(f, sorted, plus, minus);
    } else {
      SortedFlows(std::move(sorted)).Add(f, plus, minus);
    }
    const double share = checked->weights[Index(c)] / static_cast<double>(n - 1);
    for (std::size_t i = 0; i < n; ++i) {
      flows.plus[order[i]] += share * plus[i];
      flows.minus[order[i]] += share * minus[i];
    }
  }
  for (std::size_t i = 0; i < n; ++i) flows.net.push_back(flows.plus[i] - flows.minus[i]);
  return flows;
}

absl::StatusOr<std::vector<double>> PreferenceIndexes(const Problem& problem,
                                                      const std::vector<Preference>& preferences) {
  auto checked = Check(problem, preferences);
  if (!checked.ok()) return checked.status();
  const std::size_t n = Index(problem.options);
  std::vector<double> indexes(n * n, 0.0);
  for (int c = 0; c < problem.criteria; ++c) {
    const std::vector<double> x = Gains(problem, c);
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = 0; b < n; ++b) {
        indexes[a * n + b] +=
            checked->weights[Index(c)] * PreferenceOf(checked->preferences[Index(c)], x[a] - x[b]);
      }
    }
  }
  return indexes;
}

Outranking ComparePartially(const PrometheeFlows& flows, int a, int b) {
  constexpr double kLevel = 1e-12;
  const auto sign = [](double difference) {
    return difference > kLevel ? 1 : difference < -kLevel ? -1 : 0;
  };
  const int plus = sign(flows.plus[Index(a)] - flows.plus[Index(b)]);
  const int minus = sign(flows.minus[Index(b)] - flows.minus[Index(a)]);
  if (plus * minus < 0) return Outranking::kIncomparable;
  const int both = plus + minus;
  return both > 0 ? Outranking::kAbove : both < 0 ? Outranking::kBelow : Outranking::kLevel;
}

}  // namespace plenum::mcda
