// Runs the third-party scoring cases of $PLENUM_CONFORMANCE_DIR/scoring/mcda_vectors.json, prints a
// count per case family, what was not run and why, and as the last line "scoring: N of M". The exit
// code is 0 only when every case passed and there was at least one. How figures are compared is
// said in figures.h.
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
#include "tests/conformance/scoring/agreement_cases.h"
#include "tests/conformance/scoring/figures.h"
#include "tests/conformance/scoring/method_cases.h"
#include "tests/conformance/scoring/properties.h"

namespace plenum::conformance {
namespace {

using mcda::AdditiveResult;
using mcda::Criterion;
using mcda::Direction;
using mcda::OutOfScale;
using mcda::ScoreTable;
using mcda::ValueFunction;

constexpr double kRecomputed = 1e-9;

// V01. What to do with scores outside the scale is in the case's name.
absl::StatusOr<Json> PiecewiseValues(const Json& test) {
  const std::string name = test.at("name");
  OutOfScale policy = OutOfScale::kError;
  if (name.find("clip") != std::string::npos) policy = OutOfScale::kClip;
  if (name.find("extrapolate") != std::string::npos) policy = OutOfScale::kExtrapolate;
  const Json& input = test.at("input");
  const absl::StatusOr<ValueFunction> function =
      ValueFunction::PiecewiseLinear(input.at("cutoffs").get<std::vector<double>>(),
                                     input.at("values").get<std::vector<double>>(), policy);
  if (!function.ok()) return function.status();
  Json values = Json::array();
  for (const Json& x : input.at("x")) {
    const absl::StatusOr<double> value = function->Evaluate(x.get<double>());
    if (!value.ok()) return value.status();
    values.push_back(*value);
  }
  return values;
}

absl::StatusOr<ScoreTable> OneMemberTable(const Json& matrix) {
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

Json ExpectedOf(const Json& test) {
  const Json published = test.value("expected_published", Json());
  return published.is_null() ? test.value("expected_recomputed", Json()) : published;
}

bool HaveSameKeys(const Json& a, const Json& b) {
  if (!a.is_object() || !b.is_object() || a.size() != b.size()) return false;
  for (const auto& [key, value] : a.items()) {
    if (!b.contains(key)) return false;
  }
  return true;
}

void RunFamily(const Json& family, Report& report) {
  const std::string id = family.at("id");
  const std::string label = id + " " + family.at("method").get<std::string>();
  const bool truncated = family.value("notes", "").find("truncated") != std::string::npos;
  const bool iterative = id == "V08" || id == "V09" || id == "V11";
  Json before;  // the last input that is whole
  Json expected_before;
  for (Json test : family.at("cases")) {
    const std::string name = test.at("name");
    absl::StatusOr<Json> got = Json();
    if (id == "V01") {
      got = PiecewiseValues(test);
    } else if (id == "V15") {
      got = RunSmaaCase(test);
      test["tolerance"] = SmaaTolerance();
      // Figures that are drawn have no digits of their own: they are compared as what is given.
      if (!test.contains("expected_published") || test["expected_published"].is_null()) {
        test["expected_published"] = test["expected_recomputed"];
      }
      test.erase("expected_recomputed");
    } else {
      // Where the source's weights do not sum to 1, the figures for those that do.
      if (test.contains("expected_if_weights_normalised")) {
        test["expected_recomputed"] = test["expected_if_weights_normalised"];
        test.erase("expected_published");
      }
      got = RunMethodCase(id, test,
                          HaveSameKeys(expected_before, ExpectedOf(test)) ? before : Json());
    }
    if (!test.at("input").value("as_above", false)) before = test.at("input");
    expected_before = ExpectedOf(test);
    if (absl::IsFailedPrecondition(got.status())) {
      report.Exclude(label, std::string(got.status().message()));
      continue;
    }
    std::string detail;
    const bool agrees =
        got.ok() &&
        AgreesWithCase(test, *got, {.truncated = truncated, .iterative = iterative}, &detail);
    report.Check(label, name, agrees, got.ok() ? detail : got.status().ToString());
  }
}

// X01: totals, the difference of the first two options by criterion, and the weight intervals that
// keep the first option first. One case for each of these.
absl::Status RunExplanation(const Json& test, Report& report) {
  const Json& input = test.at("input");
  const Json& expected = test.at("expected");
  std::vector<Criterion> criteria;
  for (const Json& weight : input.at("weights")) {
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
  const auto check = [&](const char* what, const Json& want, const std::vector<double>& got) {
    std::string detail;
    report.Check(id + " " + what, what, AgreesWith(want, got, kRecomputed, &detail), detail);
  };
  std::vector<double> totals;
  for (const mcda::OptionResult& option : result->options) {
    totals.push_back(option.total.value_or(NAN));
  }
  check("totals", expected.at("totals"), totals);
  check("A_minus_B", Json::array({expected.at("A_minus_B")}), {difference->total});
  check("contributions_A_minus_B", expected.at("contributions_A_minus_B"),
        difference->by_criterion);
  Json want_ends = Json::array();
  for (const Json& interval : expected.at("weight_interval_keeping_A_first")) {
    for (const Json& end : interval) want_ends.push_back(end);
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
  const std::optional<std::string> content = ReadText(*path);
  if (!content.has_value()) return report.Finish();
  const Json file = Json::parse(*content, nullptr, false);
  if (!file.is_object()) {
    report.Check("files", path->filename().string(), false, "it is no JSON object");
    return report.Finish();
  }
  for (const Json& family : file.value("conformance", Json::array())) {
    Guarded(family.value("id", "?"), report, [&] { RunFamily(family, report); });
  }
  for (const Json& test : file.value("explanation", Json::array())) {
    Guarded(test.value("id", "?"), report, [&] {
      const absl::Status status = RunExplanation(test, report);
      if (!status.ok()) report.Check("files", test.at("id"), false, status.ToString());
    });
  }
  for (const Json& test : file.value("agreement", Json::array())) {
    Guarded(test.value("id", "?"), report, [&] { RunAgreement(test, report); });
  }
  for (const Json& property : file.value("properties", Json::array())) {
    Guarded("properties", report, [&] {
      const std::string text = property;
      const std::optional<PropertyOutcome> outcome = CheckProperty(text);
      if (outcome.has_value()) {
        report.Check("properties (additive model, SMAA)", text, outcome->holds,
                     outcome->counterexample);
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
