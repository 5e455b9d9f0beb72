#include <algorithm>
#include <cmath>
#include <cstddef>

#include "services/scoring/mcda/additive.h"

namespace plenum::mcda {

double GroupValue(GroupRule rule, std::span<double> values) {
  const std::size_t n = values.size();
  const auto mean = [](std::span<const double> of) {
    double sum = 0;
    for (const double value : of) sum += value;
    return sum / static_cast<double>(of.size());
  };
  switch (rule) {
    case GroupRule::kMedian: {
      std::sort(values.begin(), values.end());
      return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
    }
    case GroupRule::kTrimmedMean: {
      std::sort(values.begin(), values.end());
      const std::size_t cut = n / 5;
      return mean(values.subspan(cut, n - 2 * cut));
    }
    case GroupRule::kGeometricMean: {
      double logarithms = 0;
      for (const double value : values) {
        if (value <= 0) return 0;
        logarithms += std::log(value);
      }
      return std::exp(logarithms / static_cast<double>(n));
    }
    default:
      return mean(values);
  }
}

}  // namespace plenum::mcda
