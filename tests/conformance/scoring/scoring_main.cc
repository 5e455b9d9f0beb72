// Runs the third-party scoring cases of $PLENUM_CONFORMANCE_DIR/scoring/mcda_vectors.json whose
// method exists, prints a count per case family, what was not run and why, and as the last line
// "scoring: N of M". The exit code is 0 only when every case passed and there was at least one.
//
// Compared at the digits that the source printed, and at 1e-9 with the recomputed figures.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/scoring/mcda/additive.h"
#include "services/scoring/mcda/score_table.h"
#include "services/scoring/mcda/value_function.h"
#include "tests/conformance/report.h"
#include "tests/conformance/scoring/properties.h"

namespace plenum::conformance {
namespace {

using mcda::AdditiveResult;
using mcda::Criterion;
using mcda::Direction;
using mcda::OutOfScale;
using mcda::ScoreTable;
using mcda::ValueFunction;
using nlohmann::json;

constexpr double kRecomputed = 1e-9;

// Whether the figures agree; the detail names the first that does not.
bool Agree(const json& expected, const std::vector<double>& got, double tolerance,
           std::string* detail) {
  if (expected.size() != got.size()) {
    *detail = absl::StrCat("expected ", expected.size(), " figures, got ", got.size());
    return false;
  }
  for (size_t i = 0; i < got.size(); ++i) {
    const double want = expected[i].get<double>();
    if (std::abs(want - got[i]) <= tolerance) continue;
    *detail = absl::StrCat("figure ", i, ": expected ", want, ", got ", got[i], " (tolerance ",
                           tolerance, ")");
    return false;
  }
  return true;
}

// Both comparisons of a case that has one list of figures.
bool AgreeWithCase(const json& test, const std::vector<double>& got, std::string* detail) {
  // Half a unit of the last printed digit, and a little for decimals that have no exact double.
  double printed = kRecomputed;
  if (test.contains("published_decimals")) {
    printed = 0.5 * std::pow(10, -test.at("published_decimals").get<double>()) + 1e-12;
  }
  if (test.contains("tolerance")) printed = test.at("tolerance").get<double>();
  const json none;
  const json& published = test.contains("expected_published") ? test["expected_published"] : none;
  const json& recomputed =
      test.contains("expected_recomputed") ? test["expected_recomputed"] : none;
  if (published.is_null() && recomputed.is_null()) {
    *detail = "the case expects nothing";
    return false;
  }
  return (published.is_null() || Agree(published, got, printed, detail)) &&
         (recomputed.is_null() || Agree(recomputed, got, kRecomputed, detail));
}

Direction DirectionOf(const json& sense) {
  return sense == "min" ? Direction::kMin : Direction::kMax;
}

// V01. What to do with scores outside the scale is in the case's name.
absl::StatusOr<std::vector<double>> PiecewiseValues(const json& test) {
  const std::string name = test.at("name");
  OutOfScale policy = OutOfScale::kError;
  if (name.find("clip") != std::string::npos) policy = OutOfScale::kClip;
  if (name.find("extrapolate") != std::string::npos) policy = OutOfScale::kExtrapolate;
  const json& input = test.at("input");
  const absl::StatusOr<ValueFunction> function =
      ValueFunction::PiecewiseLinear(input.at("cutoffs").get<std::vector<double>>(),
                                     input.at("values").get<std::vector<double>>(), policy);
  if (!function.ok()) return function.status();
  std::vector<double> values;
  for (const json& x : input.at("x")) {
    const absl::StatusOr<double> value = function->Evaluate(x.get<double>());
    if (!value.ok()) return value.status();
    values.push_back(*value);
  }
  return values;
}

absl::StatusOr<ScoreTable> OneMemberTable(const json& matrix) {
  const int options = static_cast<int>(matrix.size());
  const int criteria = static_cast<int>(matrix.at(0).size());
  absl::StatusOr<ScoreTable> table = ScoreTable::Create(1, options, criteria);
  if (!table.ok()) return table;
  for (int o = 0; o < options; ++o) {
    for (int c = 0; c < criteria; ++c) {
      const double score = matrix.at(static_cast<size_t>(o)).at(static_cast<size_t>(c));
      absl::Status status = table->Set(0, o, c, score);
      if (!status.ok()) return status;
    }
  }
  return table;
}

// V14, SPOTIS: the weighted distance from the ideal point on fixed bounds (lower is better) is 1
// less the additive total on linear or target value functions over the same bounds.
absl::StatusOr<std::vector<double>> SpotisByAdditiveModel(const json& input) {
  std::vector<Criterion> criteria;
  for (size_t c = 0; c < input.at("bounds").size(); ++c) {
    const double low = input.at("bounds")[c][0];
    const double high = input.at("bounds")[c][1];
    absl::StatusOr<ValueFunction> function =
        input.contains("target")
            ? ValueFunction::Target(low, high, input.at("target")[c].get<double>())
            : ValueFunction::Linear(low, high, DirectionOf(input.at("sense")[c]));
    if (!function.ok()) return function.status();
    criteria.push_back({*std::move(function), input.at("weights")[c].get<double>()});
  }
  const absl::StatusOr<ScoreTable> table = OneMemberTable(input.at("matrix"));
  if (!table.ok()) return table.status();
  const absl::StatusOr<AdditiveResult> result = mcda::EvaluateAdditive(criteria, *table);
  if (!result.ok()) return result.status();
  std::vector<double> distances;
  for (const mcda::OptionResult& option : result->options) {
    distances.push_back(1.0 - option.total.value_or(NAN));
  }
  return distances;
}

void CheckFigures(const std::string& family, const json& test,
                  const absl::StatusOr<std::vector<double>>& got, Report& report) {
  const std::string name = test.at("name");
  std::string detail;
  const bool agree = got.ok() && AgreeWithCase(test, *got, &detail);
  report.Check(family, name, agree, got.ok() ? detail : got.status().ToString());
}

void RunFamily(const json& family, Report& report) {
  const std::string id = family.at("id");
  const std::string label = id + " " + family.at("method").get<std::string>();
  for (const json& test : family.at("cases")) {
    if (id == "V01") {
      CheckFigures(label, test, PiecewiseValues(test), report);
    } else if (id == "V14" && test.at("input").contains("bounds")) {
      CheckFigures(label, test, SpotisByAdditiveModel(test.at("input")), report);
    } else {
      report.Exclude(label, "method not built yet");
    }
  }
}

// "23/65" or "1".
double Fraction(const std::string& text) {
  const size_t slash = text.find('/');
  const double numerator = std::strtod(text.c_str(), nullptr);
  if (slash == std::string::npos) return numerator;
  return numerator / std::strtod(text.c_str() + slash + 1, nullptr);
}

// X01: totals, the difference of the first two options by criterion, and the weight intervals that
// keep the first option first. One case for each of these.
absl::Status RunExplanation(const json& test, Report& report) {
  const json& input = test.at("input");
  const json& expected = test.at("expected");
  std::vector<Criterion> criteria;
  for (const json& weight : input.at("weights")) {
    absl::StatusOr<ValueFunction> function = ValueFunction::Linear(0, 1, Direction::kMax);
    if (!function.ok()) return function.status();
    criteria.push_back({*std::move(function), weight.get<double>()});
  }
  const absl::StatusOr<ScoreTable> table = OneMemberTable(input.at("values"));
  if (!table.ok()) return table.status();
  const absl::StatusOr<AdditiveResult> result = mcda::EvaluateAdditive(criteria, *table);
  if (!result.ok()) return result.status();
  const absl::StatusOr<mcda::Difference> difference = mcda::ExplainDifference(*result, 0, 1);
  if (!difference.ok()) return difference.status();
  const auto intervals = mcda::WeightIntervalsKeepingFirst(*result, 0);
  if (!intervals.ok()) return intervals.status();

  const std::string id = test.at("id");
  const auto check = [&](const char* what, const json& want, const std::vector<double>& got) {
    std::string detail;
    report.Check(id + " " + what, what, Agree(want, got, kRecomputed, &detail), detail);
  };
  std::vector<double> totals;
  for (const mcda::OptionResult& option : result->options) {
    totals.push_back(option.total.value_or(NAN));
  }
  check("totals", expected.at("totals"), totals);
  check("A_minus_B", json::array({expected.at("A_minus_B")}), {difference->total});
  check("contributions_A_minus_B", expected.at("contributions_A_minus_B"),
        difference->by_criterion);
  json want_ends = json::array();
  for (const json& interval : expected.at("weight_interval_keeping_A_first")) {
    for (const json& end : interval) want_ends.push_back(Fraction(end.get<std::string>()));
  }
  std::vector<double> ends;
  for (const std::optional<mcda::WeightInterval>& interval : *intervals) {
    ends.push_back(interval.has_value() ? interval->low : NAN);
    ends.push_back(interval.has_value() ? interval->high : NAN);
  }
  check("weight_interval_keeping_A_first", want_ends, ends);
  return absl::OkStatus();
}

// Runs one part of the file; a case of a shape that the runner does not know fails, it does not end
// it.
template <typename Part>
void Guarded(const std::string& name, Report& report, const Part& part) {
  try {
    part();
  } catch (const std::exception& error) {  // nlohmann's accessors throw
    report.Check("files", name, false, error.what());
  }
}

int Run() {
  Report report("scoring");
  const auto path = ConformancePath("scoring/mcda_vectors.json");
  if (!path.has_value()) return report.Finish();
  const std::optional<json> file = ReadJson(*path);
  if (!file.has_value()) return report.Finish();
  for (const json& family : file->value("conformance", json::array())) {
    Guarded(family.value("id", "?"), report, [&] { RunFamily(family, report); });
  }
  for (const json& test : file->value("explanation", json::array())) {
    Guarded(test.value("id", "?"), report, [&] {
      const absl::Status status = RunExplanation(test, report);
      if (!status.ok()) report.Check("files", test.at("id"), false, status.ToString());
    });
  }
  for (const json& test : file->value("agreement", json::array())) {
    Guarded(test.value("id", "?"), report, [&] {
      report.Exclude(absl::StrCat(test.at("id").get<std::string>(), " ",
                                  test.at("measure").get<std::string>()),
                     "agreement measures not built yet");
    });
  }
  for (const json& property : file->value("properties", json::array())) {
    Guarded("properties", report, [&] {
      const std::string text = property;
      const std::optional<PropertyOutcome> outcome = CheckProperty(text);
      if (outcome.has_value()) {
        report.Check("properties (additive model)", text, outcome->holds, outcome->counterexample);
      } else {
        report.Exclude("property " + text.substr(0, text.find(':')),
                       "concerns what is not built yet");
      }
    });
  }
  return report.Finish();
}

}  // namespace
}  // namespace plenum::conformance

int main() {
  try {
    return plenum::conformance::Run();
  } catch (...) {  // the file system and JSON libraries throw; no count is then no pass
    std::fputs("the cases cannot be read\n", stderr);
    return 1;
  }
}
