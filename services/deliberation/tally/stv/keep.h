// What an elected option keeps of a ballot under Meek's and Warren's rule. Internal to the stv
// folder.
#pragma once

#include <utility>

#include "services/deliberation/tally/stv/stv.h"

namespace plenum::tally::stv {

// What an option with that keep factor keeps of a ballot that reaches it with that weight, and what
// is left of it. `one`: the number.
template <typename Numbers>
std::pair<typename Numbers::Value, typename Numbers::Value> KeepOf(
    const Numbers& numbers, StvRule rule, const typename Numbers::Value& one,
    const typename Numbers::Value& weight, const typename Numbers::Value& factor) {
  using Value = typename Numbers::Value;
  if (rule == StvRule::kWarren) {
    const Value& keep = numbers.Compare(factor, weight) < 0 ? factor : weight;
    return {keep, weight - keep};
  }
  if (factor == one) return {weight, Value(0)};
  if (rule == StvRule::kMeekPrf) {
    Value keep = numbers.TimesUp(weight, factor);  // B.2.a
    Value rest = weight - keep;
    return {std::move(keep), std::move(rest)};
  }
  return {numbers.Times(weight, factor), numbers.Times(weight, one - factor)};
}

}  // namespace plenum::tally::stv
