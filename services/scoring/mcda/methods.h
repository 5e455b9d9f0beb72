// methods: every method of this folder by its id, for people who choose one by name.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/scoring/mcda/compensatory.h"
#include "services/scoring/mcda/problem.h"

namespace plenum::mcda {

struct MethodInfo {
  std::string_view id;          // "topsis"
  std::string_view name;        // "TOPSIS, vector normalisation"
  std::string_view parameters;  // what it computes with, in words
  std::string_view source;
  std::string_view complexity;  // for n options and c criteria
  bool higher_is_better = true;
  bool needs_scales = false;  // uses the criteria's scales, not only the options at hand
  bool keeps_order = false;   // no two options change their order when a third one leaves
  int most_options = 100'000;
};

// In the order in which they are shown; "additive" first.
std::span<const MethodInfo> Methods();
// Null when there is none.
const MethodInfo* FindMethod(std::string_view id);

// What a method finds of each option beside its score.
struct Figure {
  std::string_view name;       // as in the source: "S"
  std::vector<double> values;  // by option
};

struct MethodResult {
  const MethodInfo* method = nullptr;
  std::vector<double> weights;          // that counted, by criterion; sum 1
  std::vector<double> scores;           // by option
  std::vector<std::vector<int>> tiers;  // best first
  std::vector<int> compromise_set;      // VIKOR and ELECTRE I: what can be defended as first
  std::vector<int> constant_criteria;   // a warning: they tell no options apart
  std::vector<Figure> figures;          // VIKOR: S, R; PROMETHEE: plus, minus
  // PROMETHEE I: pairs whose flows contradict each other, the lower one first, in order; of up to
  // 1,000 options, beyond which nobody reads them.
  std::vector<std::pair<int, int>> incomparable;
};

// No number of a matrix that is ranked by name may be further from 0 than kGreatest, or nearer to
// it than kLeast without being 0: squares, ratios and ranges of all others are exact enough.
inline constexpr double kGreatest = 1e100;
inline constexpr double kLeast = 1e-100;

// Runs a method with the parameters that it says. `scales` are those of the criteria, empty when
// there are none. Rules: kUnknownMethod; kShape when it needs scales and there are none;
// kTooExtreme and kOutOfScale naming option and criterion, also for methods that do not use the
// scales; kTooMany above its most_options; those of the method.
absl::StatusOr<MethodResult> RunMethod(std::string_view id, const Problem& problem,
                                       const std::vector<Interval>& scales = {});

}  // namespace plenum::mcda
