#include "tests/conformance/scoring/method_cases.h"

#include <cmath>
#include <cstdlib>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/scoring/mcda/ahp.h"
#include "services/scoring/mcda/best_worst.h"
#include "services/scoring/mcda/compensatory.h"
#include "services/scoring/mcda/electre.h"
#include "services/scoring/mcda/objective_weights.h"
#include "services/scoring/mcda/promethee.h"

namespace plenum::conformance {
namespace {

using Numbers = std::vector<double>;

bool Has(const std::string& text, const char* part) {
  return absl::AsciiStrToLower(text).find(absl::AsciiStrToLower(part)) != std::string::npos;
}

mcda::Problem ProblemOf(const Json& input) {
  mcda::Problem problem;
  problem.options = static_cast<int>(input.at("matrix").size());
  problem.criteria = static_cast<int>(input.at("matrix").at(0).size());
  for (const Json& row : input.at("matrix")) {
    for (const Json& value : row) problem.matrix.push_back(value.get<double>());
  }
  const auto criteria = static_cast<std::size_t>(problem.criteria);
  problem.directions.assign(criteria, mcda::Direction::kMax);
  if (input.contains("sense")) {
    for (std::size_t c = 0; c < criteria; ++c) {
      if (input["sense"].at(c) == "min") problem.directions[c] = mcda::Direction::kMin;
    }
  }
  problem.weights.assign(criteria, 1.0);
  if (input.contains("weights") && input["weights"].is_array()) {
    problem.weights = input["weights"].get<Numbers>();
  }
  return problem;
}

mcda::Normalisation NormalisationOf(const Json& test, mcda::Normalisation usual) {
  const Json& input = test.at("input");
  const std::string name = input.value("normalisation", input.value("normalization", ""));
  if (Has(name, "min")) return mcda::Normalisation::kMinMax;
  if (Has(name, "max")) return mcda::Normalisation::kMax;
  if (Has(name, "sum")) return mcda::Normalisation::kSum;
  if (Has(name, "vector")) return mcda::Normalisation::kVector;
  return usual;
}

// Places from 1, level ones sharing the best.
Json RanksOf(const std::vector<std::vector<int>>& tiers, std::size_t options) {
  Numbers ranks(options);
  double place = 1;
  for (const auto& tier : tiers) {
    for (const int option : tier) ranks[static_cast<std::size_t>(option)] = place;
    place += static_cast<double>(tier.size());
  }
  return ranks;
}

// Places from 1 without gaps.
Json DenseRanksOf(const std::vector<std::vector<int>>& tiers, const Numbers& scores) {
  Numbers ranks(scores.size());
  for (std::size_t t = 0; t < tiers.size(); ++t) {
    for (const int option : tiers[t]) {
      ranks[static_cast<std::size_t>(option)] = static_cast<double>(t + 1);
    }
  }
  return ranks;
}

Json OneBased(const std::vector<int>& options) {
  Json list = Json::array();
  for (const int option : options) list.push_back(option + 1);
  return list;
}

Json Rows(const Numbers& square) {
  const auto n =
      static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(square.size()))));
  Json rows = Json::array();
  for (std::size_t i = 0; i < n; ++i) {
    rows.push_back(Numbers(square.begin() + static_cast<std::ptrdiff_t>(i * n),
                           square.begin() + static_cast<std::ptrdiff_t>((i + 1) * n)));
  }
  return rows;
}

template <class Value>
absl::StatusOr<Json> Plain(const absl::StatusOr<Value>& value) {
  if (!value.ok()) return value.status();
  return Json(*value);
}

absl::StatusOr<Json> Vikor(const Json& test) {
  const auto result = mcda::Vikor(ProblemOf(test.at("input")), test.at("input").value("v", 0.5));
  if (!result.ok()) return result.status();
  return Json{{"S", result->s},
              {"R", result->r},
              {"Q", result->q},
              {"ranks", RanksOf(mcda::Tiers(result->q, false), result->q.size())},
              {"acceptable_advantage", result->acceptable_advantage},
              {"acceptable_stability", result->acceptable_stability},
              {"compromise_set", OneBased(result->compromise_set)}};
}

absl::StatusOr<mcda::PreferenceShape> ShapeOf(const std::string& name) {
  using mcda::PreferenceShape;
  if (Has(name, "usual")) return PreferenceShape::kUsual;
  if (Has(name, "gauss")) return PreferenceShape::kGaussian;
  if (Has(name, "level")) return PreferenceShape::kLevel;
  if (Has(name, "linear")) return PreferenceShape::kLinear;
  if (Has(name, "v")) return PreferenceShape::kVShape;
  if (Has(name, "u")) return PreferenceShape::kUShape;
  return absl::NotFoundError("no preference function " + name);
}

absl::StatusOr<Json> Promethee(const Json& test) {
  const Json& input = test.at("input");
  const mcda::Problem problem = ProblemOf(input);
  std::vector<mcda::Preference> preferences(static_cast<std::size_t>(problem.criteria));
  const auto threshold = [&](const char* key, std::size_t c) {
    if (!input.contains(key) || input[key].at(c).is_null()) return 0.0;
    return input[key].at(c).get<double>();
  };
  for (std::size_t c = 0; c < preferences.size() && input.contains("functions"); ++c) {
    auto shape = ShapeOf(input["functions"].at(c).get<std::string>());
    if (!shape.ok()) return shape.status();
    preferences[c] = {*shape, threshold("q", c), threshold("p", c), threshold("s", c)};
  }
  const auto flows = mcda::Promethee(problem, preferences);
  if (!flows.ok()) return flows.status();
  const auto indexes = mcda::PreferenceIndexes(problem, preferences);
  if (!indexes.ok()) return indexes.status();
  return Json{{"phi_plus", flows->plus},
              {"phi_minus", flows->minus},
              {"phi", flows->net},
              {"ranks", RanksOf(mcda::Tiers(flows->net, true), flows->net.size())},
              {"preference_index", Rows(*indexes)}};
}

// The shape of what is expected says which of the three it is.
absl::StatusOr<Json> Electre(const Json& test, Json input, const Json& before) {
  const Json& expected =
      test.contains("expected_published") && !test["expected_published"].is_null()
          ? test["expected_published"]
          : test.at("expected_recomputed");
  if (input.value("as_above", false)) {
    if (before.is_null()) {
      return absl::FailedPreconditionError("the case that it refers to is not in the file");
    }
    Json merged = before;
    merged.update(input);
    input = merged;
  }
  const std::string name = test.at("name");
  const mcda::Problem problem = ProblemOf(input);
  const bool by_sum = Has(input.value("scaling", ""), "sum");
  if (expected.is_array()) {
    const auto matrix =
        Has(name, "discordance") ? mcda::Discordance(problem, by_sum) : mcda::Concordance(problem);
    if (!matrix.ok()) return matrix.status();
    return Rows(*matrix);
  }
  if (expected.contains("kernel_options_1based")) {
    const auto result = mcda::Electre1(problem, input.value("concordance", 0.65),
                                       input.value("discordance", 0.35), by_sum);
    if (!result.ok()) return result.status();
    return Json{{"kernel_options_1based", OneBased(result->kernel)}};
  }
  if (expected.contains("score") || expected.contains("ranks")) {
    mcda::Electre2Thresholds thresholds;
    thresholds.p0 = input.value("p0", thresholds.p0);
    thresholds.p1 = input.value("p1", thresholds.p1);
    thresholds.p2 = input.value("p2", thresholds.p2);
    thresholds.q0 = input.value("q0", thresholds.q0);
    thresholds.q1 = input.value("q1", thresholds.q1);
    const auto result = mcda::Electre2(problem, thresholds, by_sum);
    if (!result.ok()) return result.status();
    return Json{{"score", result->score}, {"ranks", DenseRanksOf(result->tiers, result->score)}};
  }
  std::vector<mcda::Electre3Thresholds> thresholds;
  for (std::size_t c = 0; c < input.at("q").size(); ++c) {
    mcda::Electre3Thresholds each{input["q"][c].get<double>(), input.at("p").at(c).get<double>()};
    if (input.contains("v") && !input["v"].at(c).is_null()) each.v = input["v"].at(c).get<double>();
    thresholds.push_back(each);
  }
  const auto result = mcda::Electre3(problem, thresholds);
  if (!result.ok()) return result.status();
  return Json{{"concordance", Rows(result->concordance)},
              {"credibility", Rows(result->credibility)}};
}

// From "matrix" (null or 0: missing) or "upper"; the cases write ratios such as 1/3 as decimals.
absl::StatusOr<mcda::PairMatrix> PairsOf(const Json& given) {
  if (!given.at(0).is_array()) {
    Numbers upper;
    for (const Json& value : given) upper.push_back(value.is_null() ? 0 : value.get<double>());
    return mcda::PairMatrix::FromUpper(upper);
  }
  std::vector<Numbers> matrix;
  for (const Json& row : given) {
    Numbers& added = matrix.emplace_back();
    for (const Json& value : row) added.push_back(value.is_null() ? 0 : value.get<double>());
  }
  return mcda::PairMatrix::FromMatrix(matrix, 1e-3);
}

absl::StatusOr<Json> Pairs(const Json& test) {
  const Json& input = test.at("input");
  const auto judgements = PairsOf(input.contains("matrix") ? input["matrix"] : input.at("upper"));
  if (!judgements.ok()) return judgements.status();
  const auto result = mcda::EvaluatePairs(*judgements, Has(test.at("name"), "geometric")
                                                           ? mcda::PairMethod::kGeometricMean
                                                           : mcda::PairMethod::kEigenvector);
  if (!result.ok()) return result.status();
  const Json& expected =
      test.contains("expected_published") && !test["expected_published"].is_null()
          ? test["expected_published"]
          : test.at("expected_recomputed");
  if (expected.is_array()) return Json(result->weights);
  Json got{{"weights", result->weights},
           {"lambda_max", result->lambda_max},
           {"CI", result->consistency_index}};
  if (result->consistency_ratio) got["CR"] = *result->consistency_ratio;
  // "CR_RI135": by a random index of 1.35.
  for (const char* part : {"expected_published", "expected_recomputed"}) {
    if (!test.contains(part) || !test[part].is_object()) continue;
    for (const auto& [key, value] : test[part].items()) {
      if (key.rfind("CR_RI", 0) != 0) continue;
      got[key] = result->consistency_index / (std::strtod(key.c_str() + 5, nullptr) / 100);
    }
  }
  return got;
}

absl::StatusOr<Json> Hierarchy(const Json& test) {
  const Json& input = test.at("input");
  const bool named = input.contains("criteria_upper");
  const auto weights = PairsOf(named ? input["criteria_upper"] : input.at("criteria"));
  if (!weights.ok()) return weights.status();
  const auto criteria = mcda::EvaluatePairs(*weights);
  if (!criteria.ok()) return criteria.status();
  std::vector<Json> matrices;
  if (named) {
    for (const Json& name : input.at("criteria")) {
      matrices.push_back(input.at(absl::AsciiStrToLower(name.get<std::string>()) + "_upper"));
    }
  } else {
    for (const auto& [key, value] : input.items()) {
      const bool matrix = value.is_array() && !value.empty() && value[0].is_array();
      if (key != "criteria" && matrix) matrices.push_back(value);
    }
  }
  std::vector<Numbers> priorities;
  for (const Json& matrix : matrices) {
    const auto judgements = PairsOf(matrix);
    if (!judgements.ok()) return judgements.status();
    const auto result = mcda::EvaluatePairs(*judgements);
    if (!result.ok()) return result.status();
    priorities.push_back(result->weights);
  }
  return Plain(mcda::Synthesize(criteria->weights, priorities));
}

absl::StatusOr<Json> Group(const Json& test) {
  const Json& input = test.at("input");
  std::vector<mcda::PairMatrix> members;
  Numbers weights(input.at("upper").size(), 1.0);
  if (input.contains("member_weights")) weights = input["member_weights"].get<Numbers>();
  std::vector<Numbers> individual;
  for (const auto& [name, upper] : input.at("upper").items()) {
    const auto judgements = PairsOf(upper);
    if (!judgements.ok()) return judgements.status();
    members.push_back(*judgements);
    const auto own = mcda::EvaluatePairs(*judgements, mcda::PairMethod::kGeometricMean);
    if (!own.ok()) return own.status();
    individual.push_back(own->weights);
  }
  const auto group = mcda::AggregateJudgements(members, weights);
  if (!group.ok()) return group.status();
  const auto aij = mcda::EvaluatePairs(*group, mcda::PairMethod::kGeometricMean);
  if (!aij.ok()) return aij.status();
  double sum = 0;
  for (const double weight : weights) sum += weight;
  const std::size_t items = individual.front().size();
  Numbers arithmetic(items, 0.0);
  Numbers geometric(items, 0.0);
  double geometric_sum = 0;
  for (std::size_t i = 0; i < items; ++i) {
    for (std::size_t m = 0; m < members.size(); ++m) {
      arithmetic[i] += weights[m] / sum * individual[m][i];
      geometric[i] += weights[m] / sum * std::log(individual[m][i]);
    }
    geometric_sum += geometric[i] = std::exp(geometric[i]);
  }
  for (double& each : geometric) each /= geometric_sum;
  return Json{{"individual", individual},
              {"AIJ", aij->weights},
              {"AIP_arithmetic", arithmetic},
              {"AIP_geometric", geometric}};
}

absl::StatusOr<Json> BestWorst(const Json& test) {
  const Json& input = test.at("input");
  const auto best = input.at("best_to_others").get<Numbers>();
  const auto worst = input.at("others_to_worst").get<Numbers>();
  const bool ratios = Has(test.at("name"), "non-linear") || Has(test.at("name"), "nonlinear");
  const auto result =
      ratios ? mcda::BestWorstByRatios(best, worst) : mcda::BestWorstLinear(best, worst);
  if (!result.ok()) return result.status();
  Json got{{"weights", result->weights}, {"xi", result->xi}};
  if (result->consistency_ratio) got["CR"] = *result->consistency_ratio;
  for (const mcda::Interval& each : result->intervals) {
    got["weight_intervals"].push_back({each.low, each.high});
  }
  return got;
}

std::vector<mcda::Interval> IntervalsOf(const Json& pairs) {
  std::vector<mcda::Interval> intervals;
  for (const Json& pair : pairs) {
    intervals.push_back({pair.at(0).get<double>(), pair.at(1).get<double>()});
  }
  return intervals;
}

absl::StatusOr<Json> OnFixedScales(const Json& test) {
  const Json& input = test.at("input");
  const mcda::Problem problem = ProblemOf(input);
  if (input.contains("ideal")) {
    return Plain(mcda::Rim(problem, IntervalsOf(input.at("ranges")), IntervalsOf(input["ideal"])));
  }
  return Plain(
      mcda::Spotis(problem, IntervalsOf(input.at("bounds")), input.value("target", Numbers())));
}

}  // namespace

absl::StatusOr<Json> RunMethodCase(const std::string& family, const Json& test,
                                   const Json& before) {
  const std::string name = test.at("name");
  const Json& input = test.at("input");
  if (family == "V02") {
    return Plain(
        mcda::WeightedSum(ProblemOf(input), NormalisationOf(test, mcda::Normalisation::kMax)));
  }
  if (family == "V03") {
    const mcda::Problem problem = ProblemOf(input);
    return Plain(Has(name, "WASPAS") ? mcda::Waspas(problem, input.value("lambda", 0.5))
                                     : mcda::WeightedProduct(problem));
  }
  if (family == "V04") {
    return Plain(
        mcda::Topsis(ProblemOf(input), NormalisationOf(test, mcda::Normalisation::kVector)));
  }
  if (family == "V05") return Vikor(test);
  if (family == "V06") return Promethee(test);
  if (family == "V07") return Electre(test, input, before);
  if (family == "V08") return Pairs(test);
  if (family == "V09") return Hierarchy(test);
  if (family == "V10") return Group(test);
  if (family == "V11") return BestWorst(test);
  if (family == "V12") {
    const mcda::Problem problem = ProblemOf(input);
    return Plain(Has(name, "entropy")  ? mcda::EntropyWeights(problem)
                 : Has(name, "CRITIC") ? mcda::CriticWeights(problem)
                                       : mcda::MerecWeights(problem));
  }
  if (family == "V13") {
    const mcda::Problem problem = ProblemOf(input);
    return Plain(Has(name, "MARCOS") ? mcda::Marcos(problem) : mcda::Copras(problem));
  }
  if (family == "V14") return OnFixedScales(test);
  return absl::NotFoundError("there is no method for the family " + family);
}

}  // namespace plenum::conformance
