#include "tests/conformance/scoring/figures.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace plenum::conformance {
namespace {

constexpr double kRecomputed = 1e-9;
constexpr double kLoosest = 1e-6;

double Number(const Json& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return NAN;
  const auto text = value.get<std::string>();
  char* end = nullptr;
  const double numerator = std::strtod(text.c_str(), &end);
  if (end == text.c_str()) return NAN;
  return *end == '/' ? numerator / std::strtod(end + 1, nullptr) : numerator;
}

// The most decimals that any of the numbers has.
int Decimals(const Json& value) {
  int most = 0;
  if (value.is_structured()) {
    for (const auto& each : value) most = std::max(most, Decimals(each));
    return most;
  }
  if (!value.is_number_float()) return 0;
  const std::string text = value.dump();
  const auto point = text.find('.');
  const auto exponent = text.find('e');
  if (point == std::string::npos || exponent != std::string::npos) return 17;
  return static_cast<int>(text.size() - point - 1);
}

double DigitsOf(const Json& recomputed) {
  return std::clamp(0.6 * std::pow(10, -Decimals(recomputed)), kRecomputed, kLoosest);
}

// Objects hold figures of different kinds: each has its own digits.
bool AgreesWithRecomputed(const Json& expected, const Json& got, double tolerance,
                          std::string* detail) {
  if (!expected.is_object()) {
    return AgreesWith(expected, got, std::max(tolerance, DigitsOf(expected)), detail);
  }
  for (const auto& [key, value] : expected.items()) {
    if (!got.contains(key)) {
      *detail = absl::StrCat("nothing for ", key);
      return false;
    }
    if (!AgreesWith(value, got[key], std::max(tolerance, DigitsOf(value)), detail)) {
      *detail = absl::StrCat(key, " ", *detail);
      return false;
    }
  }
  return true;
}

}  // namespace

bool AgreesWith(const Json& expected, const Json& got, double tolerance, std::string* detail) {
  if (expected.is_object()) {
    for (const auto& [key, value] : expected.items()) {
      if (!got.contains(key)) {
        *detail = absl::StrCat("nothing for ", key);
        return false;
      }
      if (!AgreesWith(value, got[key], tolerance, detail)) {
        *detail = absl::StrCat(key, " ", *detail);
        return false;
      }
    }
    return true;
  }
  if (expected.is_array()) {
    if (!got.is_array() || got.size() != expected.size()) {
      *detail = absl::StrCat("expected ", expected.dump(), ", got ", got.dump());
      return false;
    }
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (expected[i].is_null() && got[i].is_number()) continue;  // a diagonal
      if (AgreesWith(expected[i], got[i], tolerance, detail)) continue;
      *detail = absl::StrCat("[", i, "] ", *detail);
      return false;
    }
    return true;
  }
  const bool same = expected.is_null() || expected.is_boolean()
                        ? expected == got
                        : std::abs(Number(expected) - Number(got)) <= tolerance;
  if (!same) {
    *detail = absl::StrCat("expected ", expected.dump(), ", got ", got.dump(), " (tolerance ",
                           tolerance, ")");
  }
  return same;
}

bool AgreesWithCase(const Json& test, const Json& got, Comparison comparison, std::string* detail) {
  const Json none;
  const auto part = [&](const char* key) { return test.contains(key) ? test[key] : none; };
  const Json published = part("expected_published");
  const Json recomputed = part("expected_recomputed");
  if (published.is_null() && recomputed.is_null()) {
    *detail = "the case expects nothing";
    return false;
  }
  const double given = test.value("tolerance", 0.0);
  double printed = kRecomputed;
  if (test.contains("published_decimals")) {
    const double unit = std::pow(10, -test["published_decimals"].get<double>());
    printed = (comparison.truncated ? 1.1 : 0.5) * unit + 1e-12;
  }
  const double least =
      std::max(comparison.iterative ? kLoosest : 0, published.is_null() ? given : 0);
  // A tolerance is of what the source printed, or of a recomputation when that is all there is.
  return (published.is_null() || AgreesWith(published, got, std::max(printed, given), detail)) &&
         (recomputed.is_null() || AgreesWithRecomputed(recomputed, got, least, detail));
}

}  // namespace plenum::conformance
