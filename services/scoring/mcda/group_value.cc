#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "services/scoring/mcda/additive.h"

namespace plenum::mcda {
namespace {

// The values in order, each as often as it counts, from `first` on and before `end`: their sum.
double SumBetween(std::span<const Counted> sorted, std::int64_t first, std::int64_t end) {
  double sum = 0;
  std::int64_t at = 0;
  for (const Counted& each : sorted) {
    const std::int64_t next = at + each.count;
    const std::int64_t taken = std::min(next, end) - std::max(at, first);
    if (taken > 0) sum += static_cast<double>(taken) * each.value;
    at = next;
  }
  return sum;
}

}  // namespace

double GroupValue(GroupRule rule, std::span<Counted> values) {
  std::int64_t n = 0;
  for (const Counted& each : values) n += each.count;
  if (rule == GroupRule::kMedian || rule == GroupRule::kTrimmedMean) {
    std::sort(values.begin(), values.end(),
              [](const Counted& a, const Counted& b) { return a.value < b.value; });
  }
  switch (rule) {
    case GroupRule::kMedian: {
      const std::int64_t low = (n - 1) / 2;
      const std::int64_t end = n / 2 + 1;
      return SumBetween(values, low, end) / static_cast<double>(end - low);
    }
    case GroupRule::kTrimmedMean: {
      const std::int64_t cut = n / 5;
      return SumBetween(values, cut, n - cut) / static_cast<double>(n - 2 * cut);
    }
    case GroupRule::kGeometricMean: {
      double logarithms = 0;
      for (const Counted& each : values) {
        if (each.value <= 0) return 0;
        logarithms += each.count * std::log(each.value);
      }
      return std::exp(logarithms / static_cast<double>(n));
    }
    default:
      return SumBetween(values, 0, n) / static_cast<double>(n);
  }
}

}  // namespace plenum::mcda
