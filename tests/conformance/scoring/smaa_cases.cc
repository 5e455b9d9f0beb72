#include <cmath>
#include <fstream>

#include "services/scoring/agreement/smaa.h"
#include "tests/conformance/scoring/method_cases.h"

namespace plenum::conformance {
namespace {

constexpr int kSamples = 1'000'000;

agreement::SmaaModel ModelOf(const Json& values) {
  agreement::SmaaModel model;
  model.options = static_cast<int>(values.size());
  model.criteria = static_cast<int>(values.at(0).size());
  auto& flat = model.values.emplace_back();
  for (const Json& row : values) {
    for (const Json& value : row) flat.push_back(value.get<double>());
  }
  return model;
}

Json ToJson(const agreement::SmaaResult& result) {
  Json got{{"rank_acceptability", result.rank_acceptability}, {"pwi", result.pairwise_winning}};
  for (std::size_t o = 0; o < result.central_weights.size(); ++o) {
    const auto& central = result.central_weights[o];
    got["central_weights"].push_back(central ? Json(*central) : Json());
    got["confidence"].push_back(result.confidence[o] ? Json(*result.confidence[o]) : Json());
  }
  return got;
}

}  // namespace

double SmaaTolerance() { return 5 * 0.5 / std::sqrt(kSamples); }

absl::StatusOr<Json> RunSmaaCase(const Json& test) {
  const Json& input = test.at("input");
  agreement::SmaaOptions options;
  options.samples = kSamples;
  if (input.contains("files")) {
    return absl::FailedPreconditionError("its sample files are not in the folder");
  }
  if (input.contains("constraint")) {
    // Weights alone: one option, and the order w1 >= w2 >= ... of the constraint.
    agreement::SmaaModel model;
    model.options = 1;
    model.criteria = input.at("n").get<int>();
    model.values.assign(1, std::vector<double>(static_cast<std::size_t>(model.criteria), 0.0));
    for (int c = 0; c < model.criteria; ++c) model.importance.push_back(c);
    const auto result = agreement::Smaa(model, options);
    if (!result.ok()) return result.status();
    return Json(result->mean_weights);
  }
  if (input.contains("samples")) {
    // Given draws, in all but one of which the first of two options is better: each is a model of
    // one draw, and the index is the mean of theirs.
    const int members = input["samples"].get<int>();
    Json got;
    double wins = 0;
    for (int m = 0; m < members; ++m) {
      agreement::SmaaModel model;
      model.options = 2;
      model.criteria = 1;
      model.weights = {1};
      model.values = {m + 1 < members ? std::vector<double>{1, 0} : std::vector<double>{0, 1}};
      options.samples = 1;
      const auto result = agreement::Smaa(model, options);
      if (!result.ok()) return result.status();
      wins += result->pairwise_winning[0][1] / members;
    }
    got["pwi"] = {{0, wins}, {1 - wins, 0}};
    return got;
  }
  agreement::SmaaModel model = ModelOf(input.at("values"));
  if (input.contains("weights") && input["weights"].is_array()) {
    model.weights = input["weights"].get<std::vector<double>>();
  }
  const auto result = agreement::Smaa(model, options);
  if (!result.ok()) return result.status();
  return ToJson(*result);
}

}  // namespace plenum::conformance
