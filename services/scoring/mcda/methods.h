// methods: every method of this folder by its id, for people who choose one by name.
#pragma once

#include <span>
#include <string>
#include <string_view>
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

struct MethodResult {
  const MethodInfo* method = nullptr;
  std::vector<double> scores;           // by option
  std::vector<std::vector<int>> tiers;  // best first
  std::vector<int> compromise_set;      // VIKOR only: what can be defended as first
  std::vector<int> constant_criteria;   // a warning: they tell no options apart
};

// Runs a method with the parameters that it says. `scales` are those of the criteria, empty when
// there are none. Rules: kUnknownMethod; kShape when it needs scales and there are none; kTooMany
// above its most_options; those of the method.
absl::StatusOr<MethodResult> RunMethod(std::string_view id, const Problem& problem,
                                       const std::vector<Interval>& scales = {});

}  // namespace plenum::mcda
