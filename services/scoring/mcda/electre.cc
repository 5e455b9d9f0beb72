#include "services/scoring/mcda/electre.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "services/scoring/mcda/errors.h"

namespace plenum::mcda {
namespace {

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

// Sums of weights do not add up to thresholds exactly.
constexpr double kSlack = 1e-12;

absl::StatusOr<std::vector<double>> CheckAtLeastTwo(const Problem& problem) {
  auto weights = CheckProblem(problem);
  if (weights.ok() && problem.options < 2) {
    return MakeError({.rule = ErrorRule::kTooFew}, "ELECTRE compares at least two options");
  }
  return weights;
}

absl::Status CheckShares(std::initializer_list<double> shares) {
  for (const double share : shares) {
    if (share >= 0 && share <= 1) continue;
    return MakeError({.rule = ErrorRule::kBadThreshold},
                     absl::StrCat("a threshold must be from 0 to 1, not ", share));
  }
  return absl::OkStatus();
}

// How much better a is than b on c.
double Lead(const Problem& problem, int a, int b, int c) {
  const double difference = problem.at(a, c) - problem.at(b, c);
  return problem.directions[Index(c)] == Direction::kMin ? -difference : difference;
}

// A relation over n options.
class Relation {
 public:
  explicit Relation(std::size_t n) : n_(n), holds_(n * n, false) {}
  bool operator()(std::size_t a, std::size_t b) const { return holds_[a * n_ + b]; }
  void Set(std::size_t a, std::size_t b) { holds_[a * n_ + b] = true; }
  std::size_t size() const { return n_; }
  const std::vector<bool>& holds() const { return holds_; }

  // With every chain closed.
  Relation Closure() const {
    Relation closure = *this;
    for (std::size_t k = 0; k < n_; ++k) {
      for (std::size_t a = 0; a < n_; ++a) {
        if (!closure(a, k)) continue;
        for (std::size_t b = 0; b < n_; ++b) {
          if (closure(k, b)) closure.Set(a, b);
        }
      }
    }
    return closure;
  }
  Relation Turned() const {
    Relation turned(n_);
    for (std::size_t a = 0; a < n_; ++a) {
      for (std::size_t b = 0; b < n_; ++b) {
        if ((*this)(a, b)) turned.Set(b, a);
      }
    }
    return turned;
  }

 private:
  std::size_t n_;
  std::vector<bool> holds_;
};

// The kernel, circles as one option: from the options that nothing outranks downwards, whoever is
// outranked by a member is out, and whoever is left without outrankers is in.
std::vector<int> KernelOf(const Relation& outranks) {
  const std::size_t n = outranks.size();
  const Relation chain = outranks.Closure();
  const auto together = [&](std::size_t a, std::size_t b) {
    return a == b || (chain(a, b) && chain(b, a));
  };
  enum class State { kOpen, kIn, kOut };
  std::vector<State> states(n, State::kOpen);
  for (bool moved = true; moved;) {
    moved = false;
    for (std::size_t a = 0; a < n; ++a) {
      if (states[a] != State::kOpen) continue;
      // What outranks a, or anything in one circle with it, from outside.
      bool beaten = false;
      bool waits = false;
      for (std::size_t other = 0; other < n; ++other) {
        if (together(a, other)) continue;
        for (std::size_t own = 0; own < n; ++own) {
          if (!together(a, own) || !outranks(other, own)) continue;
          beaten = beaten || states[other] == State::kIn;
          waits = waits || states[other] == State::kOpen;
        }
      }
      if (!beaten && waits) continue;
      for (std::size_t own = 0; own < n; ++own) {
        if (together(a, own)) states[own] = beaten ? State::kOut : State::kIn;
      }
      moved = true;
    }
  }
  std::vector<int> kernel;
  for (std::size_t a = 0; a < n; ++a) {
    if (states[a] == State::kIn) kernel.push_back(static_cast<int>(a));
  }
  return kernel;
}

// Places from 1: again and again the options that none of those left outranks, strongly or weakly.
std::vector<int> Distil(const Relation& outranks) {
  const std::size_t n = outranks.size();
  std::vector<int> places(n, 0);
  int place = 0;
  for (std::size_t left = n; left > 0;) {
    ++place;
    std::vector<std::size_t> best;
    for (std::size_t a = 0; a < n; ++a) {
      bool beaten = places[a] != 0;
      for (std::size_t b = 0; b < n && !beaten; ++b) beaten = places[b] == 0 && outranks(b, a);
      if (!beaten) best.push_back(a);
    }
    if (best.empty()) {  // circles only: all that are left are level
      for (std::size_t a = 0; a < n; ++a) {
        if (places[a] == 0) best.push_back(a);
      }
    }
    for (const std::size_t a : best) places[a] = place;
    left -= best.size();
  }
  return places;
}

}  // namespace

absl::StatusOr<std::vector<double>> Concordance(const Problem& problem) {
  auto weights = CheckAtLeastTwo(problem);
  if (!weights.ok()) return weights.status();
  const std::size_t n = Index(problem.options);
  std::vector<double> concordance(n * n, 0.0);
  for (int a = 0; a < problem.options; ++a) {
    for (int b = 0; b < problem.options; ++b) {
      for (int c = 0; a != b && c < problem.criteria; ++c) {
        if (Lead(problem, a, b, c) >= 0) {
          concordance[Index(a) * n + Index(b)] += (*weights)[Index(c)];
        }
      }
    }
  }
  return concordance;
}

absl::StatusOr<std::vector<double>> Discordance(const Problem& problem, bool scale_by_sum) {
  auto weights = CheckAtLeastTwo(problem);
  if (!weights.ok()) return weights.status();
  std::vector<double> factors(Index(problem.criteria), 1.0);
  if (scale_by_sum) {
    absl::Status positive = CheckPositive(problem, "dividing by the sum of a criterion");
    if (!positive.ok()) return positive;
    for (int c = 0; c < problem.criteria; ++c) {
      double sum = 0;
      for (int o = 0; o < problem.options; ++o) sum += problem.at(o, c);
      factors[Index(c)] = 1 / sum;
    }
  }
  const std::size_t n = Index(problem.options);
  std::vector<double> discordance(n * n, 0.0);
  double range = 0;
  for (int a = 0; a < problem.options; ++a) {
    for (int b = 0; b < problem.options; ++b) {
      double& worst = discordance[Index(a) * n + Index(b)];
      for (int c = 0; c < problem.criteria; ++c) {
        worst = std::max(worst, Lead(problem, b, a, c) * factors[Index(c)]);
      }
      range = std::max(range, worst);
    }
  }
  for (double& each : discordance) each = range > 0 ? each / range : 0;
  return discordance;
}

absl::StatusOr<Electre1Result> Electre1(const Problem& problem, double p, double q,
                                        bool scale_by_sum) {
  absl::Status shares = CheckShares({p, q});
  if (!shares.ok()) return shares;
  Electre1Result result;
  auto concordance = Concordance(problem);
  if (!concordance.ok()) return concordance.status();
  auto discordance = Discordance(problem, scale_by_sum);
  if (!discordance.ok()) return discordance.status();
  const std::size_t n = Index(problem.options);
  Relation outranks(n);
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = 0; b < n; ++b) {
      const std::size_t at = a * n + b;
      if (a != b && (*concordance)[at] >= p - kSlack && (*discordance)[at] <= q + kSlack) {
        outranks.Set(a, b);
      }
    }
  }
  result.kernel = KernelOf(outranks);
  result.outranks = outranks.holds();
  result.concordance = *std::move(concordance);
  result.discordance = *std::move(discordance);
  return result;
}

absl::StatusOr<Electre2Result> Electre2(const Problem& problem, const Electre2Thresholds& t,
                                        bool scale_by_sum) {
  absl::Status shares = CheckShares({t.p0, t.p1, t.p2, t.q0, t.q1});
  if (!shares.ok()) return shares;
  if (!(t.p0 >= t.p1 && t.p1 >= t.p2 && t.q0 >= t.q1)) {
    return MakeError({.rule = ErrorRule::kBadThreshold}, "p0 >= p1 >= p2 and q0 >= q1 must hold");
  }
  auto concordance = Concordance(problem);
  if (!concordance.ok()) return concordance.status();
  auto discordance = Discordance(problem, scale_by_sum);
  if (!discordance.ok()) return discordance.status();
  auto weights = CheckProblem(problem);
  if (!weights.ok()) return weights.status();
  const std::size_t n = Index(problem.options);
  Relation outranks(n);
  for (int a = 0; a < problem.options; ++a) {
    for (int b = 0; b < problem.options; ++b) {
      double balance = 0;
      for (int c = 0; c < problem.criteria; ++c) {
        const double lead = Lead(problem, a, b, c);
        balance += lead > 0 ? (*weights)[Index(c)] : lead < 0 ? -(*weights)[Index(c)] : 0;
      }
      if (balance <= kSlack) continue;
      const double agree = (*concordance)[Index(a) * n + Index(b)] + kSlack;
      const double object = (*discordance)[Index(a) * n + Index(b)] - kSlack;
      const bool strong = (agree >= t.p0 && object <= t.q0) || (agree >= t.p1 && object <= t.q1);
      if (strong || (agree >= t.p2 && object <= t.q0)) outranks.Set(Index(a), Index(b));
    }
  }
  const std::vector<int> down = Distil(outranks);
  const std::vector<int> up = Distil(outranks.Turned());
  const int last = *std::max_element(up.begin(), up.end());
  Electre2Result result;
  for (std::size_t a = 0; a < n; ++a) result.score.push_back((down[a] + last + 1 - up[a]) / 2.0);
  result.tiers = Tiers(result.score, false);
  return result;
}

absl::StatusOr<Electre3Result> Electre3(const Problem& problem,
                                        const std::vector<Electre3Thresholds>& thresholds) {
  auto weights = CheckAtLeastTwo(problem);
  if (!weights.ok()) return weights.status();
  if (thresholds.size() != Index(problem.criteria)) {
    return MakeError(
        {.rule = ErrorRule::kShape},
        absl::StrCat(thresholds.size(), " sets of thresholds for ", problem.criteria, " criteria"));
  }
  for (int c = 0; c < problem.criteria; ++c) {
    const Electre3Thresholds& t = thresholds[Index(c)];
    const bool veto = !t.v.has_value() || (std::isfinite(*t.v) && *t.v > t.p);
    if (t.q >= 0 && t.p >= t.q && std::isfinite(t.p) && veto) continue;
    return MakeError({.rule = ErrorRule::kBadThreshold, .criterion = c},
                     "0 <= q <= p < v must hold");
  }
  const std::size_t n = Index(problem.options);
  Electre3Result result;
  result.concordance.assign(n * n, 1.0);
  result.credibility.assign(n * n, 1.0);
  result.net.assign(n, 0.0);
  for (int a = 0; a < problem.options; ++a) {
    for (int b = 0; b < problem.options; ++b) {
      if (a == b) continue;
      double concordance = 0;
      for (int c = 0; c < problem.criteria; ++c) {
        const Electre3Thresholds& t = thresholds[Index(c)];
        const double behind = Lead(problem, b, a, c);
        const double agrees = behind <= t.q ? 1 : behind >= t.p ? 0 : (t.p - behind) / (t.p - t.q);
        concordance += (*weights)[Index(c)] * agrees;
      }
      double credibility = concordance;
      for (int c = 0; c < problem.criteria; ++c) {
        const Electre3Thresholds& t = thresholds[Index(c)];
        if (!t.v.has_value()) continue;
        const double behind = Lead(problem, b, a, c);
        const double objects = std::clamp((behind - t.p) / (*t.v - t.p), 0.0, 1.0);
        if (objects > concordance) credibility *= (1 - objects) / (1 - concordance);
      }
      result.concordance[Index(a) * n + Index(b)] = concordance;
      result.credibility[Index(a) * n + Index(b)] = credibility;
      result.net[Index(a)] += credibility;
      result.net[Index(b)] -= credibility;
    }
  }
  return result;
}

}  // namespace plenum::mcda
