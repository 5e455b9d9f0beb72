#include "services/scoring/mcda/methods.h"

#include <array>
#include <cmath>
#include <functional>

#include "absl/strings/str_cat.h"
#include "services/scoring/mcda/electre.h"
#include "services/scoring/mcda/errors.h"
#include "services/scoring/mcda/promethee.h"

namespace plenum::mcda {
namespace {

using Scores = absl::StatusOr<std::vector<double>>;
using Scales = std::vector<Interval>;

absl::Status CheckMagnitude(const Problem& problem) {
  for (int o = 0; o < problem.options; ++o) {
    for (int c = 0; c < problem.criteria; ++c) {
      const double size = std::abs(problem.at(o, c));
      if (size == 0 || (size >= kLeast && size <= kGreatest)) continue;
      return MakeError({.rule = ErrorRule::kTooExtreme, .option = o, .criterion = c},
                       absl::StrCat(problem.at(o, c), " is too ", size < 1 ? "near to 0" : "great",
                                    " to compute with; choose another unit"));
    }
  }
  return absl::OkStatus();
}

// Methods that hold a figure for each pair: some seconds at worst.
constexpr int kMostPaired = 1000;

struct Entry {
  MethodInfo info;
  Scores (*run)(const Problem& problem, const Scales& scales, MethodResult& result);
};

template <Normalisation normalisation>
Scores Sum(const Problem& problem, const Scales& /*scales*/, MethodResult& /*result*/) {
  return WeightedSum(problem, normalisation);
}

template <Normalisation normalisation>
Scores Closeness(const Problem& problem, const Scales& /*scales*/, MethodResult& /*result*/) {
  return Topsis(problem, normalisation);
}

Scores Additive(const Problem& problem, const Scales& scales, MethodResult& /*result*/) {
  // The distance from the good ends of the scales is 1 less the additive value.
  Scores scores = Spotis(problem, scales);
  if (!scores.ok()) return scores;
  for (double& score : *scores) score = 1 - score;
  return scores;
}

// Outranking on the scale's tenth and half: the thresholds that its entry says.
Scores Credibility(const Problem& problem, const Scales& scales, MethodResult& /*result*/) {
  std::vector<Electre3Thresholds> thresholds;
  for (const Interval& scale : scales) {
    const double range = scale.high - scale.low;
    thresholds.push_back({0.05 * range, 0.15 * range, 0.5 * range});
  }
  auto result = Electre3(problem, thresholds);
  if (!result.ok()) return result.status();
  return std::move(result->net);
}

// The net flows, and what both flows say by themselves.
Scores Flows(const Problem& problem, const std::vector<Preference>& preferences,
             MethodResult& result) {
  auto flows = Promethee(problem, preferences);
  if (!flows.ok()) return flows.status();
  for (int a = 0; a < problem.options && problem.options <= kMostPaired; ++a) {
    for (int b = a + 1; b < problem.options; ++b) {
      if (ComparePartially(*flows, a, b) != Outranking::kIncomparable) continue;
      result.incomparable.emplace_back(a, b);
    }
  }
  result.figures = {{"plus", std::move(flows->plus)}, {"minus", std::move(flows->minus)}};
  return std::move(flows->net);
}

Scores LinearFlows(const Problem& problem, const Scales& scales, MethodResult& result) {
  std::vector<Preference> preferences;
  for (const Interval& scale : scales) {
    const double range = scale.high - scale.low;
    preferences.push_back({PreferenceShape::kLinear, 0.05 * range, 0.25 * range, 0});
  }
  return Flows(problem, preferences, result);
}

// The kernel before all others.
Scores Kernel(const Problem& problem, const Scales& /*scales*/, MethodResult& result) {
  auto electre = Electre1(problem);
  if (!electre.ok()) return electre.status();
  std::vector<double> scores(static_cast<std::size_t>(problem.options), 0.0);
  for (const int option : electre->kernel) scores[static_cast<std::size_t>(option)] = 1;
  result.compromise_set = std::move(electre->kernel);
  return scores;
}

Scores NearIdeal(const Problem& problem, const Scales& scales, MethodResult& /*result*/) {
  std::vector<Interval> ideals;
  for (std::size_t c = 0; c < scales.size(); ++c) {
    const double good = problem.directions[c] == Direction::kMin ? scales[c].low : scales[c].high;
    ideals.push_back({good, good});
  }
  return Rim(problem, scales, ideals);
}

const std::array kEntries = {
    Entry{{"additive", "Additive value model", "linear values on the criteria's own scales",
           "R. L. Keeney, H. Raiffa (1976), ch. 3", "O(n c)", true, true, true},
          Additive},
    Entry{{"saw", "Weighted sum", "values over the best of each criterion, costs inverted",
           "C. L. Churchman, R. L. Ackoff (1954)", "O(n c)"},
          Sum<Normalisation::kMax>},
    Entry{{"saw-minmax", "Weighted sum, min-max", "values between the worst and the best option",
           "C. L. Churchman, R. L. Ackoff (1954)", "O(n c)"},
          Sum<Normalisation::kMinMax>},
    Entry{
        {"saw-sum", "Weighted sum, shares", "values over the sum of each criterion, costs inverted",
         "C. L. Churchman, R. L. Ackoff (1954)", "O(n c)"},
        Sum<Normalisation::kSum>},
    Entry{{"saw-vector", "Weighted sum, vector", "values over the length of each criterion",
           "C. L. Churchman, R. L. Ackoff (1954)", "O(n c)"},
          Sum<Normalisation::kVector>},
    Entry{{"wpm", "Weighted product", "values over the best of each criterion, costs inverted",
           "P. W. Bridgman (1922)", "O(n c)"},
          [](const Problem& p, const Scales&, MethodResult&) { return WeightedProduct(p); }},
    Entry{{"waspas", "WASPAS", "half weighted sum, half weighted product (lambda 0.5)",
           "E. K. Zavadskas et al. (2012)", "O(n c)"},
          [](const Problem& p, const Scales&, MethodResult&) { return Waspas(p); }},
    Entry{{"topsis", "TOPSIS", "vector normalisation, Euclidean distance",
           "C. L. Hwang, K. Yoon (1981)", "O(n c)"},
          Closeness<Normalisation::kVector>},
    Entry{{"topsis-minmax", "TOPSIS, min-max", "min-max normalisation, Euclidean distance",
           "C. L. Hwang, K. Yoon (1981)", "O(n c)"},
          Closeness<Normalisation::kMinMax>},
    Entry{{"topsis-max", "TOPSIS, over the greatest",
           "values over the greatest, Euclidean distance", "C. L. Hwang, K. Yoon (1981)", "O(n c)"},
          Closeness<Normalisation::kMax>},
    Entry{{"topsis-sum", "TOPSIS, shares", "values over their sum, Euclidean distance",
           "C. L. Hwang, K. Yoon (1981)", "O(n c)"},
          Closeness<Normalisation::kSum>},
    Entry{{"vikor", "VIKOR", "v 0.5, min-max normalisation; with its compromise set",
           "S. Opricovic, G.-H. Tzeng (2004)", "O(n c + n log n)", false},
          [](const Problem& p, const Scales&, MethodResult& result) -> Scores {
            auto vikor = Vikor(p);
            if (!vikor.ok()) return vikor.status();
            result.compromise_set = std::move(vikor->compromise_set);
            result.figures = {{"S", std::move(vikor->s)}, {"R", std::move(vikor->r)}};
            return std::move(vikor->q);
          }},
    Entry{
        {"promethee", "PROMETHEE II", "usual preference function: any difference counts in full",
         "J.-P. Brans, P. Vincke (1985)", "O(c n log n)"},
        [](const Problem& p, const Scales&, MethodResult& result) { return Flows(p, {}, result); }},
    Entry{{"promethee-linear", "PROMETHEE II, linear",
           "linear preference from 5 % to 25 % of each criterion's scale",
           "J.-P. Brans, P. Vincke (1985)", "O(c n log n)", true, true},
          LinearFlows},
    Entry{{"electre3", "ELECTRE III, net credibility",
           "indifference 5 %, preference 15 %, veto 50 % of each criterion's scale",
           "B. Roy (1978)", "O(c n^2)", true, true, false, kMostPaired},
          Credibility},
    Entry{{"electre2", "ELECTRE II",
           "concordance 0.65, 0.5, 0.35, discordance 0.65, 0.35 of values over their sum",
           "B. Roy, P. Bertier (1973)", "O(c n^2 + n^3)", false, false, false, kMostPaired},
          [](const Problem& p, const Scales&, MethodResult&) -> Scores {
            auto result = Electre2(p);
            if (!result.ok()) return result.status();
            return std::move(result->score);
          }},
    Entry{
        {"electre1", "ELECTRE I",
         "concordance 0.65, discordance 0.35 of values over their sum: the kernel, and the others",
         "B. Roy (1968)", "O(c n^2)", true, false, false, kMostPaired},
        Kernel},
    Entry{{"copras", "COPRAS", "values over the sum of each criterion",
           "E. K. Zavadskas, A. Kaklauskas (1994)", "O(n c)"},
          [](const Problem& p, const Scales&, MethodResult&) { return Copras(p); }},
    Entry{{"marcos", "MARCOS", "between the worst and the best of each criterion",
           "Z. Stevic et al. (2020)", "O(n c)"},
          [](const Problem& p, const Scales&, MethodResult&) { return Marcos(p); }},
    Entry{{"spotis", "SPOTIS", "distance from the good ends of the criteria's scales",
           "J. Dezert et al. (2020)", "O(n c)", false, true, true},
          [](const Problem& p, const Scales& scales, MethodResult&) { return Spotis(p, scales); }},
    Entry{{"rim", "RIM", "Euclidean distance from the good ends of the criteria's scales",
           "E. Cables et al. (2016)", "O(n c)", true, true, true},
          NearIdeal},
};

}  // namespace

std::span<const MethodInfo> Methods() {
  static const std::vector<MethodInfo> all = [] {
    std::vector<MethodInfo> infos;
    for (const Entry& entry : kEntries) infos.push_back(entry.info);
    return infos;
  }();
  return all;
}

const MethodInfo* FindMethod(std::string_view id) {
  for (const MethodInfo& info : Methods()) {
    if (info.id == id) return &info;
  }
  return nullptr;
}

absl::StatusOr<MethodResult> RunMethod(std::string_view id, const Problem& problem,
                                       const std::vector<Interval>& scales) {
  for (const Entry& entry : kEntries) {
    if (entry.info.id != id) continue;
    auto weights = CheckProblem(problem);
    if (!weights.ok()) return weights.status();
    if (problem.options > entry.info.most_options) {
      return MakeError({.rule = ErrorRule::kTooMany},
                       absl::StrCat(problem.options, " options; ", std::string(entry.info.name),
                                    " compares up to ", entry.info.most_options));
    }
    if (entry.info.needs_scales && scales.size() != static_cast<std::size_t>(problem.criteria)) {
      return MakeError(
          {.rule = ErrorRule::kShape},
          absl::StrCat(std::string(entry.info.name), " needs the scale of each criterion"));
    }
    absl::Status extreme = CheckMagnitude(problem);
    if (!extreme.ok()) return extreme;
    absl::Status on_scale = scales.empty() ? absl::OkStatus() : CheckOnScale(problem, scales);
    if (!on_scale.ok()) return on_scale;
    MethodResult result;
    Scores scores = entry.run(problem, scales, result);
    if (!scores.ok()) return scores.status();
    result.method = FindMethod(id);
    result.weights = *std::move(weights);
    result.scores = *std::move(scores);
    result.tiers = Tiers(result.scores, entry.info.higher_is_better);
    result.constant_criteria = ConstantCriteria(problem);
    return result;
  }
  return MakeError({.rule = ErrorRule::kUnknownMethod},
                   absl::StrCat("there is no method \"", std::string(id), "\""));
}

}  // namespace plenum::mcda
