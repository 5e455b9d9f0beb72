#include "tests/conformance/scoring/properties.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/scoring/agreement/smaa.h"
#include "services/scoring/mcda/additive.h"
#include "services/scoring/mcda/errors.h"

namespace plenum::conformance {
namespace {

using mcda::AdditiveResult;
using mcda::Criterion;
using mcda::Direction;
using mcda::ErrorRule;
using mcda::ErrorSite;
using mcda::ScoreTable;
using mcda::ValueFunction;

constexpr int kProblems = 10'000;
constexpr double kClose = 1e-9;

// A problem before it is put into the library's types, so that it can be changed and rebuilt.
struct Problem {
  int members = 1;
  int options = 2;
  int criteria = 1;
  std::vector<double> low;
  std::vector<double> high;
  std::vector<Direction> directions;
  std::vector<double> weights;
  std::vector<double> scores;  // member, option, criterion

  size_t Cell(int m, int o, int c) const {
    return (static_cast<size_t>(m) * static_cast<size_t>(options) + static_cast<size_t>(o)) *
               static_cast<size_t>(criteria) +
           static_cast<size_t>(c);
  }
  double& Score(int m, int o, int c) { return scores[Cell(m, o, c)]; }
  double Score(int m, int o, int c) const { return scores[Cell(m, o, c)]; }
};

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  // 0 <= x < 1, the same on every platform.
  double Unit() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }
  double Between(double low, double high) { return low + (high - low) * Unit(); }
  int Upto(int count) { return static_cast<int>(engine_() % static_cast<uint64_t>(count)); }

  std::vector<int> Permutation(int size) {
    std::vector<int> order(static_cast<size_t>(size));
    std::iota(order.begin(), order.end(), 0);
    for (int i = size - 1; i > 0; --i) {
      std::swap(order[static_cast<size_t>(i)], order[static_cast<size_t>(Upto(i + 1))]);
    }
    return order;
  }

 private:
  std::mt19937_64 engine_;
};

Problem RandomProblem(Random& random) {
  Problem p;
  p.members = 1 + random.Upto(3);
  p.options = 2 + random.Upto(5);
  p.criteria = 1 + random.Upto(5);
  for (int c = 0; c < p.criteria; ++c) {
    p.low.push_back(random.Between(-100, 100));
    p.high.push_back(p.low.back() + random.Between(0.5, 200));
    p.directions.push_back(random.Upto(2) == 0 ? Direction::kMax : Direction::kMin);
    p.weights.push_back(random.Between(0.01, 5));
  }
  p.scores.resize(p.Cell(p.members, 0, 0));
  for (int m = 0; m < p.members; ++m) {
    for (int o = 0; o < p.options; ++o) {
      for (int c = 0; c < p.criteria; ++c) {
        const auto i = static_cast<size_t>(c);
        p.Score(m, o, c) = std::clamp(random.Between(p.low[i], p.high[i]), p.low[i], p.high[i]);
      }
    }
  }
  return p;
}

absl::StatusOr<AdditiveResult> EvaluateTable(const Problem& p, const ScoreTable& table) {
  std::vector<Criterion> criteria;
  for (int c = 0; c < p.criteria; ++c) {
    const auto i = static_cast<size_t>(c);
    absl::StatusOr<ValueFunction> function =
        ValueFunction::Linear(p.low[i], p.high[i], p.directions[i]);
    if (!function.ok()) return function.status();
    criteria.push_back({*std::move(function), p.weights[i]});
  }
  return mcda::EvaluateAdditive(criteria, table);
}

absl::StatusOr<AdditiveResult> Evaluate(const Problem& p) {
  absl::StatusOr<ScoreTable> table = ScoreTable::Create(p.members, p.options, p.criteria);
  if (!table.ok()) return table.status();
  for (int m = 0; m < p.members; ++m) {
    for (int o = 0; o < p.options; ++o) {
      for (int c = 0; c < p.criteria; ++c) {
        absl::Status status = table->Set(m, o, c, p.Score(m, o, c));
        if (!status.ok()) return status;
      }
    }
  }
  return EvaluateTable(p, *table);
}

int TierOf(const AdditiveResult& result, int option) {
  for (size_t t = 0; t < result.tiers.size(); ++t) {
    const std::vector<int>& tier = result.tiers[t];
    if (std::find(tier.begin(), tier.end(), option) != tier.end()) return static_cast<int>(t);
  }
  return -1;
}

double Total(const AdditiveResult& result, int option) {
  return result.options[static_cast<size_t>(option)].total.value_or(
      std::numeric_limits<double>::quiet_NaN());
}

// NaN is never close.
bool Close(double a, double b) { return std::abs(a - b) <= kClose; }

// A score moved towards the better end of its scale by `share` of the way.
double Improved(const Problem& p, int m, int o, int c, double share) {
  const auto i = static_cast<size_t>(c);
  const double best = p.directions[i] == Direction::kMax ? p.high[i] : p.low[i];
  const double x = p.Score(m, o, c);
  return std::clamp(x + share * (best - x), p.low[i], p.high[i]);
}

using Check = std::function<bool(Random&, const Problem&, const AdditiveResult&)>;

bool Dominance(Random& random, Problem p) {
  // Option 1 becomes option 0 worsened: option 0 improved on a copy of option 1's scores.
  for (int m = 0; m < p.members; ++m) {
    for (int c = 0; c < p.criteria; ++c) {
      p.Score(m, 0, c) = p.Score(m, 1, c);
      if (random.Upto(2) == 0 || (m == 0 && c == 0)) {
        p.Score(m, 0, c) = Improved(p, m, 0, c, random.Unit());
      }
    }
  }
  const absl::StatusOr<AdditiveResult> result = Evaluate(p);
  return result.ok() && TierOf(*result, 0) <= TierOf(*result, 1) &&
         Total(*result, 0) >= Total(*result, 1);
}

bool Monotonicity(Random& random, const Problem& p, const AdditiveResult& before) {
  Problem better = p;
  const int m = random.Upto(p.members);
  const int o = random.Upto(p.options);
  const int c = random.Upto(p.criteria);
  better.Score(m, o, c) = Improved(p, m, o, c, random.Unit());
  const absl::StatusOr<AdditiveResult> after = Evaluate(better);
  if (!after.ok() || Total(*after, o) < Total(before, o)) return false;
  for (int other = 0; other < p.options; ++other) {
    if (other == o) continue;
    if (TierOf(before, o) < TierOf(before, other) && TierOf(*after, o) > TierOf(*after, other)) {
      return false;
    }
  }
  return true;
}

bool Permutation(Random& random, const Problem& p, const AdditiveResult& before) {
  const std::vector<int> options = random.Permutation(p.options);
  const std::vector<int> criteria = random.Permutation(p.criteria);
  Problem moved = p;
  for (int c = 0; c < p.criteria; ++c) {
    const auto to = static_cast<size_t>(criteria[static_cast<size_t>(c)]);
    const auto from = static_cast<size_t>(c);
    moved.low[to] = p.low[from];
    moved.high[to] = p.high[from];
    moved.directions[to] = p.directions[from];
    moved.weights[to] = p.weights[from];
    for (int m = 0; m < p.members; ++m) {
      for (int o = 0; o < p.options; ++o) {
        moved.Score(m, options[static_cast<size_t>(o)], static_cast<int>(to)) = p.Score(m, o, c);
      }
    }
  }
  const absl::StatusOr<AdditiveResult> after = Evaluate(moved);
  if (!after.ok() || after->tiers.size() != before.tiers.size()) return false;
  for (int o = 0; o < p.options; ++o) {
    const int to = options[static_cast<size_t>(o)];
    if (!Close(Total(before, o), Total(*after, to))) return false;
    if (TierOf(before, o) != TierOf(*after, to)) return false;
  }
  return true;
}

bool SameResult(const Problem& changed, const AdditiveResult& before) {
  const absl::StatusOr<AdditiveResult> after = Evaluate(changed);
  if (!after.ok() || after->tiers != before.tiers) return false;
  for (int o = 0; o < changed.options; ++o) {
    if (!Close(Total(before, o), Total(*after, o))) return false;
  }
  return true;
}

bool WeightScaling(Random& random, const Problem& p, const AdditiveResult& before) {
  Problem scaled = p;
  const double factor = std::exp(random.Between(-20, 20));
  for (double& weight : scaled.weights) weight *= factor;
  return SameResult(scaled, before);
}

bool AffineUnit(Random& random, const Problem& p, const AdditiveResult& before) {
  Problem changed = p;
  const int c = random.Upto(p.criteria);
  const auto i = static_cast<size_t>(c);
  const double scale = random.Between(0.1, 10);
  const double shift = random.Between(-50, 50);
  const auto unit = [&](double x) { return scale * x + shift; };
  changed.low[i] = unit(p.low[i]);
  changed.high[i] = unit(p.high[i]);
  for (int m = 0; m < p.members; ++m) {
    for (int o = 0; o < p.options; ++o) {
      changed.Score(m, o, c) = std::clamp(unit(p.Score(m, o, c)), changed.low[i], changed.high[i]);
    }
  }
  return SameResult(changed, before);
}

bool RemovingAnOption(Random& random, const Problem& p, const AdditiveResult& before) {
  const int gone = random.Upto(p.options);
  Problem fewer = p;
  fewer.options = p.options - 1;
  fewer.scores.resize(fewer.Cell(p.members, 0, 0));
  const auto new_index = [&](int o) { return o < gone ? o : o - 1; };
  for (int m = 0; m < p.members; ++m) {
    for (int o = 0; o < p.options; ++o) {
      for (int c = 0; c < p.criteria && o != gone; ++c) {
        fewer.Score(m, new_index(o), c) = p.Score(m, o, c);
      }
    }
  }
  const absl::StatusOr<AdditiveResult> after = Evaluate(fewer);
  if (!after.ok()) return false;
  for (int a = 0; a < p.options; ++a) {
    if (a == gone) continue;
    if (Total(before, a) != Total(*after, new_index(a))) return false;
    for (int b = 0; b < p.options; ++b) {
      if (b == gone) continue;
      if ((TierOf(before, a) < TierOf(before, b)) !=
          (TierOf(*after, new_index(a)) < TierOf(*after, new_index(b)))) {
        return false;
      }
    }
  }
  return true;
}

bool RefusedAt(const Problem& p, const ErrorSite& site) {
  const absl::StatusOr<AdditiveResult> result = Evaluate(p);
  return !result.ok() && mcda::SiteOf(result.status()) == site;
}

bool BadInput(Random& random, const Problem& p) {
  const int m = random.Upto(p.members);
  const int o = random.Upto(p.options);
  const int c = random.Upto(p.criteria);
  const auto i = static_cast<size_t>(c);
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), infinity, -infinity}) {
    Problem score = p;
    score.Score(m, o, c) = bad;
    if (!RefusedAt(score, {ErrorRule::kNotFinite, o, c, m})) return false;
    Problem weight = p;
    weight.weights[i] = bad;
    if (!RefusedAt(weight, {.rule = ErrorRule::kNotFinite, .criterion = c})) return false;
  }
  Problem outside = p;
  outside.Score(m, o, c) = random.Upto(2) == 0 ? p.low[i] - 1 : p.high[i] + 1;
  Problem negative = p;
  negative.weights[i] = -random.Between(0.001, 1);
  Problem zero = p;
  std::fill(zero.weights.begin(), zero.weights.end(), 0.0);
  const absl::StatusOr<ScoreTable> table = ScoreTable::Create(1, 1, p.criteria + 1);
  const std::vector<Criterion> too_few(static_cast<size_t>(p.criteria),
                                       {*ValueFunction::Linear(0, 1, Direction::kMax), 1.0});
  const absl::Status shape = mcda::EvaluateAdditive(too_few, *table).status();
  return RefusedAt(outside, {ErrorRule::kOutOfScale, o, c, m}) &&
         RefusedAt(negative, {.rule = ErrorRule::kNegativeWeight, .criterion = c}) &&
         RefusedAt(zero, {.rule = ErrorRule::kAllZeroWeights}) &&
         mcda::SiteOf(shape) == ErrorSite{.rule = ErrorRule::kShape};
}

bool ConstantCriterion(Random& random, Problem p) {
  const int c = random.Upto(p.criteria);
  for (int m = 0; m < p.members; ++m) {
    for (int o = 0; o < p.options; ++o) p.Score(m, o, c) = p.Score(m, 0, c);
  }
  const absl::StatusOr<AdditiveResult> result = Evaluate(p);
  if (!result.ok()) return false;
  for (int o = 0; o < p.options; ++o) {
    if (!std::isfinite(Total(*result, o))) return false;
  }
  const std::vector<int>& warned = result->constant_criteria;
  return std::find(warned.begin(), warned.end(), c) != warned.end();
}

// Scores that arrive in any order, with wrong ones corrected later, make the same table.
bool IncrementalUpdate(Random& random, const Problem& p, const AdditiveResult& whole) {
  Problem wrong = p;
  for (double& score : wrong.scores) {
    if (random.Upto(2) == 0) score = wrong.scores[0];
  }
  absl::StatusOr<ScoreTable> table = ScoreTable::Create(p.members, p.options, p.criteria);
  if (!table.ok()) return false;
  for (const Problem* round : std::initializer_list<const Problem*>{&wrong, &p}) {
    for (const int cell : random.Permutation(static_cast<int>(p.scores.size()))) {
      const int c = cell % p.criteria;
      const int o = cell / p.criteria % p.options;
      const int m = cell / p.criteria / p.options;
      if (!table->Set(m, o, c, round->Score(m, o, c)).ok()) return false;
    }
  }
  const auto result = EvaluateTable(p, *table);
  if (!result.ok()) return false;
  for (int o = 0; o < p.options; ++o) {
    if (Total(*result, o) != Total(whole, o)) return false;
  }
  return true;
}

// SMAA over the values of the problem, with members and errors drawn in every other one.
absl::StatusOr<agreement::SmaaResult> DrawnFrom(const Problem& p, uint64_t seed, int samples) {
  agreement::SmaaModel model;
  model.options = p.options;
  model.criteria = p.criteria;
  for (int m = 0; m < p.members; ++m) {
    auto& values = model.values.emplace_back();
    for (int o = 0; o < p.options; ++o) {
      for (int c = 0; c < p.criteria; ++c) {
        const auto i = static_cast<size_t>(c);
        values.push_back((p.Score(m, o, c) - p.low[i]) / (p.high[i] - p.low[i]));
      }
    }
  }
  model.draw_members = p.options % 2 == 0;
  model.spread = p.criteria % 2 == 0 ? 0.1 : 0;
  return agreement::Smaa(model, {.samples = samples, .seed = seed});
}

bool SameSeed(Random& random, const Problem& p) {
  const auto seed = static_cast<uint64_t>(random.Upto(1000));
  const auto one = DrawnFrom(p, seed, 20);
  const auto two = DrawnFrom(p, seed, 20);
  return one.ok() && two.ok() && one->rank_acceptability == two->rank_acceptability &&
         one->pairwise_winning == two->pairwise_winning && one->mean_weights == two->mean_weights;
}

bool AcceptabilitySums(Random& random, const Problem& p) {
  const auto result = DrawnFrom(p, static_cast<uint64_t>(random.Upto(1000)), 20);
  if (!result.ok()) return false;
  for (size_t i = 0; i < result->rank_acceptability.size(); ++i) {
    double over_ranks = 0;
    double over_options = 0;
    for (size_t k = 0; k < result->rank_acceptability.size(); ++k) {
      over_ranks += result->rank_acceptability[i][k];
      over_options += result->rank_acceptability[k][i];
    }
    if (std::abs(over_ranks - 1) > kClose || std::abs(over_options - 1) > kClose) return false;
  }
  return true;
}

PropertyOutcome OnRandomProblems(const Check& holds) {
  for (int problem = 0; problem < kProblems; ++problem) {
    Random random(static_cast<uint64_t>(problem));
    const Problem p = RandomProblem(random);
    const absl::StatusOr<AdditiveResult> result = Evaluate(p);
    if (!result.ok()) {
      return {false, absl::StrCat("seed ", problem, ": ", result.status().ToString())};
    }
    if (!holds(random, p, *result)) return {false, absl::StrCat("seed ", problem)};
  }
  return {};
}

}  // namespace

std::optional<PropertyOutcome> CheckProperty(const std::string& text) {
  const std::vector<std::pair<std::string, Check>> checks = {
      {"dominance",
       [](Random& r, const Problem& p, const AdditiveResult&) { return Dominance(r, p); }},
      {"monotonicity", Monotonicity},
      {"permutation of", Permutation},
      {"weights scaled", WeightScaling},
      {"positive affine", AffineUnit},
      {"removing a", RemovingAnOption},
      {"NaN, infinity",
       [](Random& r, const Problem& p, const AdditiveResult&) { return BadInput(r, p); }},
      {"incremental update", IncrementalUpdate},
      {"same seed",
       [](Random& r, const Problem& p, const AdditiveResult&) { return SameSeed(r, p); }},
      {"sum over ranks",
       [](Random& r, const Problem& p, const AdditiveResult&) { return AcceptabilitySums(r, p); }},
      {"constant criterion",
       [](Random& r, const Problem& p, const AdditiveResult&) { return ConstantCriterion(r, p); }},
  };
  for (const auto& [prefix, check] : checks) {
    if (text.starts_with(prefix)) return OnRandomProblems(check);
  }
  return std::nullopt;
}

}  // namespace plenum::conformance
